"""The journal as people read it: who did what to what, the newest first."""

import json
from dataclasses import dataclass
from typing import Any

from correspondence.store.reading import Reader


@dataclass(frozen=True, slots=True)
class JournalRow:
    """One act.

    Attributes:
        number: from 1 on, without gaps.
        at: when, UTC, ISO 8601 to the second.
        actor: who.
        act: what was done, such as `letter freeze`.
        subject: to what, such as `nivelmark/2025-06-03-open-letter`.
        detail: more of it, by name.
    """

    number: int
    at: str
    actor: str
    act: str
    subject: str
    detail: dict[str, Any]


def journal(reader: Reader, *, about: str = "", limit: int | None = None) -> list[JournalRow]:
    """The acts, the newest first.

    Args:
        reader: an open look at the store.
        about: only those on a thread or on something in it: `nivelmark`, `nivelmark/LETTER`, or a name alone.
        limit: at most so many.
    """
    rows = reader.rows("SELECT number, at, actor, act, subject, detail FROM journal ORDER BY number DESC")
    found = (
        JournalRow(number, at, actor, act, subject, json.loads(detail))
        for number, at, actor, act, subject, detail in rows
        if not about or _is_about(subject, about)
    )
    return [row for _, row in zip(range(len(rows) if limit is None else limit), found, strict=False)]


def _is_about(subject: str, about: str) -> bool:
    return subject == about or subject.startswith(f"{about}/") or subject.endswith(f"/{about}")
