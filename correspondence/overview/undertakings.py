"""The history of an undertaking: when it was given, in which words, and what became of it when."""

import json
from dataclasses import dataclass
from typing import Any

from correspondence.overview.find import locate
from correspondence.store.reading import Reader


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One event in the life of an undertaking.

    Attributes:
        date: partial date, or None.
        kind: `stated`, in a message; `recorded` here; `changed` here.
        message: where it was stated, or empty.
        author: who stated it, or who recorded or changed it.
        words: the statement's very words, or the finding that was given.
        status: what has become of it since then, or empty where that stayed.
    """

    date: str | None
    kind: str
    message: str
    author: str
    words: str
    status: str


_STATED = """
    SELECT coalesce(m.date, m.received), m.identifier, m.author, p.exact
      FROM passage p JOIN message m ON m.id = p.message_id
     WHERE p.undertaking_id = :undertaking
     ORDER BY coalesce(m.date, m.received, ''), p.position
"""

_RECORDED = """
    SELECT at, actor, act, detail FROM journal
     WHERE act IN ('undertaking add', 'undertaking status') AND subject = :subject
     ORDER BY number
"""


def history(reader: Reader, identifier: str, slug: str | None = None) -> list[HistoryRow]:
    """What is known of an undertaking in time: its statements by their dates, then what was put on record of it.

    Raises:
        NotFoundError: there is no such undertaking.
    """
    key, thread, name = locate(reader, "undertaking", identifier, slug)
    stated = [
        HistoryRow(when[:10] if when else None, "stated", message, author or "", words, "")
        for when, message, author, words in reader.rows(_STATED, undertaking=key)
    ]
    recorded = [_recorded(*row) for row in reader.rows(_RECORDED, subject=f"{thread}/{name}")]
    return stated + recorded


def _recorded(at: str, actor: str, act: str, detail: str) -> HistoryRow:
    said: dict[str, Any] = json.loads(detail)
    return HistoryRow(
        date=at[:10],
        kind="recorded" if act == "undertaking add" else "changed",
        message="",
        author=actor,
        words=str(said.get("finding") or ""),
        status=str(said.get("status") or ""),
    )
