"""A draft that somebody has open: what the store holds of it now, and who changed it last."""

from dataclasses import dataclass

from correspondence.overview.find import letter_row
from correspondence.store.reading import Reader


@dataclass(frozen=True, slots=True)
class DraftNow:
    """What the store holds of a draft.

    Attributes:
        version: how often it was changed; a text read at another version is out of date.
        body: Markdown with Jinja.
        by: who changed it last; empty when nobody is on record.
        at: when, ISO 8601, or empty.
    """

    version: int
    body: str
    by: str
    at: str


def version(reader: Reader, identifier: str, slug: str | None = None) -> int:
    """The version of a letter's draft.

    Raises:
        NotFoundError: there is no such letter.
    """
    key, _, _ = letter_row(reader, identifier, slug)
    return int(reader.rows("SELECT version FROM letter WHERE id = :letter", letter=key)[0][0])


def now(reader: Reader, identifier: str, slug: str | None = None) -> DraftNow:
    """A letter's draft as it now stands.

    Raises:
        NotFoundError: there is no such letter.
    """
    key, thread, name = letter_row(reader, identifier, slug)
    number, body = reader.rows("SELECT version, body FROM letter WHERE id = :letter", letter=key)[0]
    last = reader.rows(
        "SELECT actor, at FROM journal WHERE subject = :subject ORDER BY number DESC LIMIT 1",
        subject=f"{thread}/{name}",
    )
    by, at = last[0] if last else ("", "")
    return DraftNow(number, body, by, at)
