"""What was sent and what came in on a call, and how far it has come."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from correspondence.overview.find import letter_row
from correspondence.store.reading import Reader
from correspondence.vocabulary import AnswerState


@dataclass(frozen=True, slots=True)
class CallRow:
    """The call of a letter; `deadline` is local time in `zone`, `revision` the number of the text that was sent."""

    deadline: str
    zone: str
    template: str
    revision: int
    attach: tuple[str, ...]

    @property
    def moment(self) -> datetime:
        """The deadline as a moment, in the call's zone."""
        return datetime.fromisoformat(self.deadline).replace(tzinfo=ZoneInfo(self.zone))


@dataclass(frozen=True, slots=True)
class MailRow:
    """A mail to somebody who is asked to sign; absent texts are empty, `key` is its row.

    Attributes:
        name: the sign-on's.
        contact: whom the mail greets, or empty.
        in_doubt: whether it was being sent and nobody knows whether it has gone.
    """

    key: int
    message_id: str
    name: str
    contact: str
    address: str
    kind: str
    round: int
    language: str
    revision: int
    earlier: int | None
    state: str
    tries: int
    queued_at: str
    tried_at: str
    sent_at: str
    not_before: str
    said: str

    @property
    def in_doubt(self) -> bool:
        """Whether it was handed to a server whose answer is not on record."""
        return self.state == "sending"


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """What came in on a call; absent texts are empty. See `records.signon.Answer`."""

    number: int
    channel: str
    state: str
    says: str
    signon: str
    name: str
    kind: str
    representative: str
    role: str
    email: str
    country: str
    comments: str
    revision: int | None
    passage: str
    sender: str
    matched: str
    dkim: str
    checks: tuple[str, ...]
    cells: dict[str, str]
    fault: str
    evidence: str
    place: int | None
    said_at: str
    received_at: str
    decided_at: str
    decided_by: str

    @property
    def whom(self) -> str:
        """Whom it is from, as far as that is known: of a row that could not be taken down, what stands in it."""
        return self.signon or self.name or self.sender or " · ".join(self.cells.values())

    @property
    def undecided(self) -> bool:
        """Whether a person has still to decide on it."""
        return AnswerState(self.state).undecided


@dataclass(frozen=True, slots=True)
class Progress:
    """How a call stands: counts by state of the sign-ons, answers that wait, mails by state."""

    signons: dict[str, int]
    waiting: int
    faulty: int
    mails: dict[str, int]


_CALL = """
    SELECT c.deadline, c.zone, c.template, r.number, c.attach
      FROM signon_call c JOIN revision r ON r.letter_id = c.letter_id AND r.digest = c.revision
     WHERE c.letter_id = :letter
"""
_MAILS = """
    SELECT m.id, m.message_id, s.name, s.representative, d.contacts, m.address, m.kind, m.round, m.language, r.number,
           e.number, m.state, m.tries, m.queued_at, m.tried_at, m.sent_at, m.not_before, m.said
      FROM signon_mail m
      JOIN signon s ON s.id = m.signon_id
      JOIN revision r ON r.letter_id = m.letter_id AND r.digest = m.revision
      LEFT JOIN revision e ON e.letter_id = m.letter_id AND e.digest = m.earlier
      LEFT JOIN signatory d ON d.id = s.signatory_id
     WHERE m.letter_id = :letter ORDER BY m.id
"""
_ANSWERS = """
    SELECT a.number, a.channel, a.state, a.says, s.name, a.name, a.kind, a.representative, a.role, a.email, a.country,
           a.comments, r.number, a.passage, a.sender, a.matched, a.dkim, a.checks, a.cells, a.fault, a.evidence,
           a.place, a.said_at, a.received_at, a.decided_at, a.decided_by
      FROM signon_answer a
      LEFT JOIN signon s ON s.id = a.signon_id
      LEFT JOIN revision r ON r.letter_id = a.letter_id AND r.digest = a.revision
     WHERE a.letter_id = :letter ORDER BY a.number
"""


def call(reader: Reader, identifier: str, slug: str | None = None) -> CallRow | None:
    """The call of a letter, if there is one.

    Raises:
        NotFoundError: there is no such letter.
    """
    rows = reader.rows(_CALL, letter=letter_row(reader, identifier, slug)[0])
    for deadline, zone, template, number, attach in rows:
        return CallRow(deadline, zone, template, number, tuple(json.loads(attach or "[]")))
    return None


def mails(reader: Reader, identifier: str, slug: str | None = None) -> list[MailRow]:
    """The mails of a letter's call in the order in which they were queued.

    Raises:
        NotFoundError: there is no such letter.
    """
    return [_mail(row) for row in reader.rows(_MAILS, letter=letter_row(reader, identifier, slug)[0])]


def doubtful(reader: Reader) -> int:
    """How many mails of all letters may have gone or not."""
    return int(reader.rows("SELECT count(*) FROM signon_mail WHERE state = 'sending'")[0][0])


def waiting(reader: Reader) -> list[str]:
    """The letters that have mails in the queue, as `thread/letter`."""
    sql = """
        SELECT DISTINCT t.slug, l.identifier FROM signon_mail m
          JOIN letter l ON l.id = m.letter_id JOIN thread t ON t.id = l.thread_id
         WHERE m.state = 'queued' ORDER BY t.slug, l.identifier
    """
    return [f"{thread}/{letter}" for thread, letter in reader.rows(sql)]


def answers(reader: Reader, identifier: str, slug: str | None = None) -> list[AnswerRow]:
    """What came in, in the order in which it came.

    Raises:
        NotFoundError: there is no such letter.
    """
    return [_answer(row) for row in reader.rows(_ANSWERS, letter=letter_row(reader, identifier, slug)[0])]


def progress(reader: Reader, identifier: str, slug: str | None = None) -> Progress:
    """How the call of a letter stands.

    Raises:
        NotFoundError: there is no such letter.
    """
    key = letter_row(reader, identifier, slug)[0]
    states = "SELECT state, count(*) FROM signon_state WHERE letter_id = :letter GROUP BY state ORDER BY state"
    sent = "SELECT state, count(*) FROM signon_mail WHERE letter_id = :letter GROUP BY state ORDER BY state"
    came = dict(
        reader.rows("SELECT state, count(*) FROM signon_answer WHERE letter_id = :letter GROUP BY state", letter=key)
    )
    return Progress(
        signons=dict(reader.rows(states, letter=key)),
        waiting=came.get("pending", 0),
        faulty=came.get("faulty", 0),
        mails=dict(reader.rows(sent, letter=key)),
    )


def evidence_of(reader: Reader, identifier: str, slug: str | None = None) -> dict[str, str]:
    """The digests of the files in which sign-ons came, by the sign-on's name.

    Raises:
        NotFoundError: there is no such letter.
    """
    sql = "SELECT name, evidence FROM signon WHERE letter_id = :letter AND evidence IS NOT NULL"
    return dict(reader.rows(sql, letter=letter_row(reader, identifier, slug)[0]))


def _mail(row: tuple[Any, ...]) -> MailRow:
    key, message_id, name, representative, contacts, address, *rest = row
    contact = next((c.get("name") or "" for c in json.loads(contacts or "[]") if _has(c, address)), "")
    kind, round_, language, number, earlier, state, tries, *texts = rest
    return MailRow(
        key, message_id, name, contact or representative or "", address, kind, round_, language, number, earlier, state,
        tries, *(text or "" for text in texts),
    )  # fmt: skip


def _has(contact: Any, address: str) -> bool:
    return isinstance(contact, dict) and str(contact.get("email", "")).lower() == address.lower()


def _answer(row: tuple[Any, ...]) -> AnswerRow:
    names = list(AnswerRow.__dataclass_fields__)
    values = dict(zip(names, row, strict=True))
    for name, value in values.items():
        if name == "checks":
            values[name] = tuple(json.loads(value or "[]"))
        elif name == "cells":
            values[name] = json.loads(value or "{}")
        elif value is None and name not in ("revision", "place"):
            values[name] = ""
    return AnswerRow(**values)
