"""What the sign-on page needs to know: who was invited, and what was entered and is not confirmed."""

import json
from dataclasses import dataclass
from typing import Any

from correspondence.overview.find import letter_row
from correspondence.store.reading import Reader


@dataclass(frozen=True, slots=True)
class InvitationRow:
    """Somebody whose personal link was followed; absent texts are empty.

    Attributes:
        signon: their row on the roll.
        name: as it would be printed.
        kind: an organization or a person, or empty.
        country: theirs.
        language: of the mail that the link stood in.
        status: `invited`, `signed`, `declined`, `withdrawn`.
    """

    signon: int
    name: str
    kind: str
    country: str
    language: str
    status: str


@dataclass(frozen=True, slots=True)
class EntryRow:
    """What was entered on the page; absent texts are empty.

    Attributes:
        key: its row.
        answer: the number of the answer that was made of it when it was confirmed; what was entered is then gone.
        revision: the digest of the text that was shown.
    """

    key: int
    answer: int | None
    name: str
    kind: str
    representative: str
    role: str
    email: str
    country: str
    url: str
    language: str
    revision: str
    entered_at: str
    expires_at: str


_INVITED = """
    SELECT m.tokens, s.id, s.name, s.kind, s.country, m.language, s.status
      FROM signon_mail m JOIN signon s ON s.id = m.signon_id
     WHERE m.letter_id = :letter AND m.tokens LIKE :token
"""
_COLUMNS = (
    "e.id, e.answer, e.name, e.kind, e.representative, e.role, e.email, e.country, e.url, e.language, e.revision, "
    "e.entered_at, e.expires_at"
)


def invitation(reader: Reader, identifier: str, token: str, slug: str | None = None) -> InvitationRow | None:
    """Whose reference has that digest; see `signons.outbox.digest_of`.

    Raises:
        NotFoundError: there is no such letter.
    """
    key = letter_row(reader, identifier, slug)[0]
    for tokens, signon, *texts in reader.rows(_INVITED, letter=key, token=f'%"{token}"%'):
        if token in json.loads(tokens):
            return InvitationRow(signon, *(text or "" for text in texts))
    return None


def entry(reader: Reader, identifier: str, token: str, slug: str | None = None) -> EntryRow | None:
    """The entry whose token has that digest; see `signons.page.digest_of`.

    Raises:
        NotFoundError: there is no such letter.
    """
    sql = (
        f"SELECT {_COLUMNS} FROM page_entry e JOIN page_token t ON t.entry_id = e.id "  # noqa: S608  # names of ours
        "WHERE e.letter_id = :letter AND t.digest = :token"
    )
    rows = reader.rows(sql, letter=letter_row(reader, identifier, slug)[0], token=token)
    return _entry(rows[0]) if rows else None


def to_be_mailed(reader: Reader, identifier: str, at: str, slug: str | None = None) -> list[EntryRow]:
    """The entries whose mail is to be sent now, the oldest first.

    Raises:
        NotFoundError: there is no such letter.
    """
    sql = (
        f"SELECT {_COLUMNS} FROM page_entry e WHERE e.letter_id = :letter AND e.state = 'queued' "  # noqa: S608  # names of ours
        "AND coalesce(e.not_before, '') <= :at ORDER BY e.id"
    )
    return [_entry(row) for row in reader.rows(sql, letter=letter_row(reader, identifier, slug)[0], at=at)]


def _entry(row: tuple[Any, ...]) -> EntryRow:
    key, answer, *texts = row
    return EntryRow(key, answer, *(text or "" for text in texts))
