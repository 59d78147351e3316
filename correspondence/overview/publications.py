"""Which texts of a letter were published, when, and with which names."""

import json
from dataclasses import dataclass

from correspondence.overview.find import letter_row
from correspondence.store.reading import Reader


@dataclass(frozen=True, slots=True)
class PublicationRow:
    """That a text was published, and the names printed under it, in order."""

    revision: int
    at: str
    by: str
    note: str
    printed: tuple[dict[str, str], ...]


_PUBLICATIONS = """
    SELECT r.number, p.published_at, p.published_by, p.note, p.printed
      FROM publication p JOIN revision r ON r.letter_id = p.letter_id AND r.digest = p.revision
     WHERE p.letter_id = :letter ORDER BY p.published_at, r.number
"""


def publications(reader: Reader, identifier: str, slug: str | None = None) -> list[PublicationRow]:
    """When which texts of a letter were published, the earliest first.

    Raises:
        NotFoundError: there is no such letter.
    """
    rows = reader.rows(_PUBLICATIONS, letter=letter_row(reader, identifier, slug)[0])
    return [PublicationRow(n, at, by or "", note or "", tuple(json.loads(p or "[]"))) for n, at, by, note, p in rows]
