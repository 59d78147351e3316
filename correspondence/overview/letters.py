"""Letters with their revisions, and who signed which text."""

import json
from dataclasses import dataclass
from typing import Any

from correspondence.errors import NotFoundError
from correspondence.overview.find import letter_row, thread_id
from correspondence.store.reading import Reader
from correspondence.text.order import given_or_sorted


@dataclass(frozen=True, slots=True)
class LetterRow:
    """One letter at a glance: how many revisions are frozen, how many have signed, how many must confirm again."""

    id: str
    thread: str
    title: str
    date: str | None
    template: str
    revisions: int
    signed: int
    to_be_confirmed: int


@dataclass(frozen=True, slots=True)
class AddresseeRow:
    """To whom a letter goes, a contact's data filled in; absent texts are empty.

    `contact` is the name in the thread's contacts when it is one of them; `since` and `until` are partial dates of the
    contact's role.
    """

    name: str
    honorific: str
    role: str
    organization: str
    cc: bool
    contact: str = ""
    since: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True)
class AppendixRow:
    """An appendix of a letter; `undertakings` and `questions` are identifiers in the order to print, all if empty.

    `show` is of `AppendixShow`; `campaign` is the campaign whose replies a `campaign-table` shows.
    """

    label: str
    title: str
    kind: str
    columns: tuple[str, ...]
    undertakings: tuple[str, ...]
    body: str
    questions: tuple[str, ...] = ()
    show: tuple[str, ...] = ()
    campaign: str = ""


@dataclass(frozen=True, slots=True)
class UnsavedRow:
    """What somebody typed and did not save.

    Attributes:
        editor: which open editor it was.
        actor: whose.
        base_version: the letter's version that it began from.
        base: the body as it was then.
        body: as typed.
        at: when it was last kept, ISO 8601.
    """

    editor: str
    actor: str
    base_version: int
    base: str
    body: str
    at: str


@dataclass(frozen=True, slots=True)
class AskedBeforeRow:
    """That a question was put in other messages and letters than one: how often, and when first."""

    question: str
    times: int
    first: str | None


@dataclass(frozen=True, slots=True)
class RevisionRow:
    """A frozen text. Revisions with the same `text_number` differ only editorially."""

    number: int
    kind: str
    at: str
    by: str
    note: str
    digest: str
    text_number: int


@dataclass(frozen=True, slots=True)
class LetterDetail:
    """A letter's draft as a whole; absent texts are empty. `version` counts changes to it."""

    id: str
    thread: str
    title: str
    date: str | None
    language: str
    template: str
    salutation: str
    closing: str
    embargo: str
    reply_by: str
    body: str
    version: int
    in_reply_to: tuple[str, ...]
    addressees: tuple[AddresseeRow, ...]
    appendices: tuple[AppendixRow, ...]
    revisions: tuple[RevisionRow, ...]

    @property
    def newest_text(self) -> int | None:
        """The number of its newest text, as `SignOnRow.state` takes it; None while nothing is frozen."""
        return self.revisions[-1].text_number if self.revisions else None


@dataclass(frozen=True, slots=True)
class SignOnRow:
    """One sign-on.

    Attributes:
        name: as it shall be printed.
        kind: `organization` or `person`.
        representative: who signed for it, or empty.
        role: the representative's, or empty.
        status: `invited`, `signed`, `declined`, `withdrawn`.
        channel: the way it came in, or empty.
        at: when, or empty.
        revision: the number of the revision that was signed, or None when it was given outside the program.
        text_number: which text that was; None as above.
        position: the place a person gave it, or None.
        sort_as: what to sort it by.
        country: as it was given, or empty.
        logo: what the directory names as the picture of its mark, or empty.
    """

    name: str
    kind: str
    representative: str
    role: str
    status: str
    channel: str
    at: str
    revision: int | None
    text_number: int | None
    position: int | None
    sort_as: str
    country: str = ""
    logo: str = ""

    def state(self, text_number: int | None) -> str:
        """Where the sign-on stands towards a text: `confirmed`, `to-be-confirmed`, `unbound`, or its status."""
        if self.status != "signed":
            return self.status
        if self.text_number is None or text_number is None:
            return "unbound"
        return "confirmed" if self.text_number == text_number else "to-be-confirmed"


_LETTERS = """
    SELECT l.identifier, t.slug, l.title, l.date, l.template,
           (SELECT count(*) FROM revision r WHERE r.letter_id = l.id),
           (SELECT count(*) FROM signon_state s WHERE s.letter_id = l.id AND s.state IN ('confirmed', 'unbound')),
           (SELECT count(*) FROM signon_state s WHERE s.letter_id = l.id AND s.state = 'to-be-confirmed')
      FROM letter l JOIN thread t ON t.id = l.thread_id
"""

_LETTER = """
    SELECT l.title, l.date, coalesce(l.language, t.language), l.template, l.salutation, l.closing, l.embargo,
           l.reply_by, l.body, l.version
      FROM letter l JOIN thread t ON t.id = l.thread_id WHERE l.id = :letter
"""

_ADDRESSEES = """
    SELECT coalesce(a.name, c.name), c.honorific, coalesce(a.role, c.role), coalesce(a.organization, o.name), a.cc,
           c.name, c.since, c.until
      FROM letter_addressee a
      LEFT JOIN contact c ON c.id = a.contact_id
      LEFT JOIN organization o ON o.id = c.organization_id
     WHERE a.letter_id = :letter ORDER BY a.position
"""

_APPENDICES = (
    "SELECT id, label, title, kind, columns, body, show, campaign FROM letter_appendix "
    "WHERE letter_id = :letter ORDER BY position"
)

_LISTED = """
    SELECT x.appendix_id, u.identifier
      FROM letter_appendix_undertaking x
      JOIN undertaking u ON u.id = x.undertaking_id
      JOIN letter_appendix a ON a.id = x.appendix_id
     WHERE a.letter_id = :letter ORDER BY x.appendix_id, x.position
"""

_CHOSEN = """
    SELECT x.appendix_id, q.identifier
      FROM letter_appendix_question x
      JOIN question q ON q.id = x.question_id
      JOIN letter_appendix a ON a.id = x.appendix_id
     WHERE a.letter_id = :letter ORDER BY x.appendix_id, x.position
"""

_ASKED_BEFORE = """
    SELECT q.identifier, count(*), min(coalesce(m.date, l.date))
      FROM question_asked a
      JOIN question q ON q.id = a.question_id
      LEFT JOIN message m ON m.id = a.message_id
      LEFT JOIN letter l ON l.id = a.letter_id
     WHERE q.thread_id = (SELECT thread_id FROM letter WHERE id = :letter)
       AND (a.letter_id IS NULL OR a.letter_id <> :letter)
     GROUP BY q.identifier
"""

_UNSAVED = """
    SELECT editor, actor, base_version, base, body, saved_at FROM draft_autosave
     WHERE letter_id = :letter ORDER BY saved_at DESC, editor
"""

_REPLIES = """
    SELECT m.identifier FROM letter_reply r JOIN message m ON m.id = r.message_id
     WHERE r.letter_id = :letter ORDER BY r.position
"""

_REVISIONS = """
    SELECT r.number, r.kind, r.frozen_at, r.frozen_by, r.note, r.digest, x.text_number
      FROM revision r JOIN revision_text x ON x.revision_id = r.id
     WHERE r.letter_id = :letter ORDER BY r.number
"""

_SIGNONS = """
    SELECT s.name, coalesce(s.kind, d.kind, 'organization'), s.representative, s.role, s.status, s.channel,
           s.signed_at, x.number, x.text_number, s.position, d.sort_as, coalesce(s.country, d.country), d.logo
      FROM signon s
      LEFT JOIN signatory d ON d.id = s.signatory_id
      LEFT JOIN revision_text x ON x.letter_id = s.letter_id AND x.digest = s.revision
     WHERE s.letter_id = :letter
"""


def letters(reader: Reader, slug: str | None = None) -> list[LetterRow]:
    """The letters of a thread, or of all threads, newest first and those without a date before them.

    Raises:
        NotFoundError: there is no such thread.
    """
    order = " ORDER BY coalesce(l.date, '9999') DESC, l.identifier"
    if slug is None:
        rows = reader.rows(_LETTERS + order)
    else:
        rows = reader.rows(_LETTERS + " WHERE l.thread_id = :thread" + order, thread=thread_id(reader, slug))
    return [
        LetterRow(i, t, title, date, template or "", n, yes, again)
        for i, t, title, date, template, n, yes, again in rows
    ]


def letter(reader: Reader, identifier: str, slug: str | None = None) -> LetterDetail:
    """A letter's draft as a whole.

    Args:
        reader: an open look at the store.
        identifier: the letter's, alone or as `thread/letter`.
        slug: the thread, if known.

    Raises:
        NotFoundError: there is no such letter, or several threads have one of that name.
    """
    key, thread, name = letter_row(reader, identifier, slug)
    title, date, language, template, salutation, closing, embargo, reply_by, body, version = reader.rows(
        _LETTER, letter=key
    )[0]
    return LetterDetail(
        id=name,
        thread=thread,
        title=title,
        date=date,
        language=language,
        template=template or "",
        salutation=salutation or "",
        closing=closing or "",
        embargo=embargo or "",
        reply_by=reply_by or "",
        body=body,
        version=version,
        in_reply_to=tuple(row[0] for row in reader.rows(_REPLIES, letter=key)),
        addressees=tuple(_addressee(row) for row in reader.rows(_ADDRESSEES, letter=key)),
        appendices=_appendices(reader, key),
        revisions=tuple(
            RevisionRow(number, kind, at or "", by or "", note or "", digest, text)
            for number, kind, at, by, note, digest, text in reader.rows(_REVISIONS, letter=key)
        ),
    )


def revision_body(reader: Reader, identifier: str, number: int, slug: str | None = None) -> str:
    """The Markdown of a frozen text.

    Raises:
        NotFoundError: there is no such letter, or it has no such revision.
    """
    key, _, name = letter_row(reader, identifier, slug)
    sql = "SELECT body FROM revision WHERE letter_id = :letter AND number = :number"
    rows = reader.rows(sql, letter=key, number=number)
    if not rows:
        raise NotFoundError(f"letter {name!r} has no revision {number}")
    return str(rows[0][0])


def signons(reader: Reader, identifier: str, slug: str | None = None) -> list[SignOnRow]:
    """The sign-ons of a letter in the order to print them.

    Raises:
        NotFoundError: there is no such letter.
    """
    key, _, _ = letter_row(reader, identifier, slug)
    language = reader.rows(_LETTER, letter=key)[0][2]
    rows = [_signon(row) for row in reader.rows(_SIGNONS, letter=key)]
    return given_or_sorted(rows, language=language, position=lambda row: row.position, name=lambda row: row.sort_as)


def asked_before(reader: Reader, identifier: str, slug: str | None = None) -> dict[str, AskedBeforeRow]:
    """How often each question of a letter's thread was put elsewhere than in this letter, by the question.

    Raises:
        NotFoundError: there is no such letter.
    """
    key, _, _ = letter_row(reader, identifier, slug)
    return {row[0]: AskedBeforeRow(*row) for row in reader.rows(_ASKED_BEFORE, letter=key)}


def unsaved(reader: Reader, identifier: str, slug: str | None = None) -> list[UnsavedRow]:
    """What was typed in a letter's open editors and not saved, the newest first.

    Raises:
        NotFoundError: there is no such letter.
    """
    key, _, _ = letter_row(reader, identifier, slug)
    return [UnsavedRow(*row) for row in reader.rows(_UNSAVED, letter=key)]


def _appendices(reader: Reader, key: int) -> tuple[AppendixRow, ...]:
    listed: dict[int, list[str]] = {}
    for owner, undertaking in reader.rows(_LISTED, letter=key):
        listed.setdefault(owner, []).append(undertaking)
    chosen: dict[int, list[str]] = {}
    for owner, question in reader.rows(_CHOSEN, letter=key):
        chosen.setdefault(owner, []).append(question)
    return tuple(
        AppendixRow(
            label=label or "",
            title=title or "",
            kind=kind,
            columns=tuple(json.loads(columns)) if columns else (),
            undertakings=tuple(listed.get(owner, ())),
            body=body or "",
            questions=tuple(chosen.get(owner, ())),
            show=tuple(json.loads(show)) if show else (),
            campaign=campaign or "",
        )
        for owner, label, title, kind, columns, body, show, campaign in reader.rows(_APPENDICES, letter=key)
    )


def _addressee(row: tuple[Any, ...]) -> AddresseeRow:
    name, honorific, role, organization, cc, contact, since, until = row
    return AddresseeRow(
        name or "", honorific or "", role or "", organization or "", bool(cc), contact or "", since or "", until or ""
    )


def _signon(row: tuple[Any, ...]) -> SignOnRow:
    name, kind, representative, role, status, channel, at, number, text, position, sort_as, country, logo = row
    return SignOnRow(
        name=name,
        kind=kind,
        representative=representative or "",
        role=role or "",
        status=status,
        channel=channel or "",
        at=at or "",
        revision=number,
        text_number=text,
        position=position,
        sort_as=sort_as or name,
        country=country or "",
        logo=logo or "",
    )
