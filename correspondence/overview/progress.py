"""How a correspondence goes: what we sent and when it was answered, and the life of every question.

Rows alone; `overview.figures` counts them. Both keep what each fact rests on, so that whoever may show only a part of
the messages can leave out the rest and count again.
"""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from correspondence.overview.find import thread_id
from correspondence.overview.threads import PartyRow, parties, party_of
from correspondence.store.reading import Reader
from correspondence.text.dates import PartialDate, Precision
from correspondence.vocabulary import Verdict


@dataclass(frozen=True, slots=True)
class ExchangeRow:
    """A letter or message that we sent, and the replies to it.

    Attributes:
        thread: the thread's slug.
        id: identifier of what was sent.
        title: its title, or empty.
        parties: the organizations that it was sent to, as far as known.
        sent: partial date.
        due: by when a reply was expected, or None.
        answers: the messages that reply to it with their partial dates, the first first.
        first_known: whether the first reply is among the answers; else nobody can tell from them how long it took.
    """

    thread: str
    id: str
    title: str
    parties: tuple[str, ...]
    sent: str
    due: date | None
    answers: tuple["AnswerRow", ...]
    first_known: bool = True

    @property
    def reply(self) -> str:
        """The message that answers it first, or empty."""
        return self.answers[0].message if self.answers else ""

    @property
    def replied(self) -> str | None:
        """The partial date of the first reply, or None."""
        return self.answers[0].date if self.answers else None

    @property
    def days(self) -> int | None:
        """Days until the first reply; None without one, or when a date is not known to the day."""
        if self.replied is None or not self.first_known:
            return None
        sent, replied = PartialDate.parse(self.sent), PartialDate.parse(self.replied)
        if {sent.precision, replied.precision} != {Precision.DAY} or replied < sent:
            return None
        return (replied.earliest() - sent.earliest()).days

    def late_days(self, today: date) -> int | None:
        """How many days late the reply came or is; None when it is not late, as far as is known."""
        if self.due is None or not self.first_known:
            return None
        until = today if self.replied is None else PartialDate.parse(self.replied).earliest()
        return (until - self.due).days if until > self.due else None

    def known_from(self, places: Collection[str]) -> "ExchangeRow":
        """As it looks to somebody who sees these messages alone."""
        seen = tuple(row for row in self.answers if row.message in places)
        return replace(self, answers=seen, first_known=seen[:1] == self.answers[:1])


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """A message that replies to something, and its partial date."""

    message: str
    date: str


@dataclass(frozen=True, slots=True)
class PutRow:
    """That a question was put in a message or letter: on which partial date, and in which words if others than now."""

    place: str
    date: str | None
    wording: str = ""


@dataclass(frozen=True, slots=True)
class VerdictRow:
    """A verdict that holds, on what a message of a partial date says."""

    message: str
    date: str | None
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class LifeRow:
    """The life of a question.

    Attributes:
        thread: the thread's slug.
        id: its identifier.
        parties: whom it concerns: who gave the undertaking that it belongs to, else the thread's only organization.
        put: where it was put.
        verdicts: those that hold, in the order in which they decide: the last one is the newest.
        asked_no_more: whether it was withdrawn or superseded.
    """

    thread: str
    id: str
    parties: tuple[str, ...]
    put: tuple[PutRow, ...]
    verdicts: tuple[VerdictRow, ...]
    asked_no_more: bool

    @property
    def first_asked(self) -> str | None:
        """The partial date on which it was first put, or None."""
        return min((row.date for row in self.put if row.date), default=None)

    @property
    def unresolved(self) -> bool:
        """Whether it is still to be answered."""
        return not self.asked_no_more and not (self.verdicts and self.verdicts[-1].verdict is Verdict.ANSWERED)

    def known_from(self, places: Collection[str]) -> "LifeRow":
        """As it looks to somebody who sees these messages and letters alone."""
        return replace(
            self,
            put=tuple(row for row in self.put if row.place in places),
            verdicts=tuple(row for row in self.verdicts if row.message in places),
        )

    def known_on(self, day: date) -> "LifeRow":
        """As it stood on a day; what has no date is taken to have been before."""
        return replace(
            self,
            put=tuple(row for row in self.put if _was_by(row.date, day)),
            verdicts=tuple(row for row in self.verdicts if _was_by(row.date, day)),
        )


_WORDS = """
    SELECT m.identifier, m.direction, coalesce(m.date, m.received), m.title, m.author, m.recipients
      FROM message m
     WHERE m.thread_id = :thread AND m.direction <> 'reference' AND coalesce(m.date, m.received) IS NOT NULL
     ORDER BY coalesce(m.date, m.received), m.identifier
"""

_LETTERS = """
    SELECT l.id, l.identifier, l.date, l.title, l.reply_by
      FROM letter l
     WHERE l.thread_id = :thread AND l.date IS NOT NULL AND EXISTS (SELECT 1 FROM revision r WHERE r.letter_id = l.id)
       AND NOT EXISTS (SELECT 1 FROM message m WHERE m.thread_id = l.thread_id AND m.identifier = l.identifier)
     ORDER BY l.date, l.identifier
"""

_ADDRESSED = """
    SELECT a.letter_id, coalesce(a.organization, o.name)
      FROM letter_addressee a
      JOIN letter l ON l.id = a.letter_id
      LEFT JOIN contact c ON c.id = a.contact_id
      LEFT JOIN organization o ON o.id = c.organization_id
     WHERE l.thread_id = :thread AND NOT a.cc AND coalesce(a.organization, o.name) IS NOT NULL
     ORDER BY a.letter_id, a.position
"""

# A message may also answer a letter that is kept as a message of the same name.
_ANSWERS = """
    SELECT m.identifier, coalesce(t.identifier, l.identifier)
      FROM message_reply r
      JOIN message m ON m.id = r.message_id
      LEFT JOIN message t ON t.id = r.to_message_id
      LEFT JOIN letter l ON l.id = r.to_letter_id
     WHERE m.thread_id = :thread
"""

_DUE_DAYS = "SELECT reply_due_days FROM thread WHERE id = :thread"

_LIVES = """
    SELECT q.id, q.identifier, q.withdrawn IS NOT NULL OR q.superseded_by_id IS NOT NULL, q.undertaking_id
      FROM question q WHERE q.thread_id = :thread ORDER BY q.position
"""

_PUT = """
    SELECT a.question_id, coalesce(m.identifier, l.identifier), coalesce(m.date, l.date), a.wording
      FROM question_asked a
      JOIN question q ON q.id = a.question_id
      LEFT JOIN message m ON m.id = a.message_id
      LEFT JOIN letter l ON l.id = a.letter_id
     WHERE q.thread_id = :thread
     ORDER BY a.question_id, coalesce(m.date, l.date, ''), a.position
"""

# In the order of the view `question_decision`, the newest last.
_VERDICTS = """
    SELECT a.question_id, m.identifier, coalesce(m.date, m.received), a.verdict
      FROM assessment a
      JOIN question q ON q.id = a.question_id
      JOIN message m ON m.id = a.message_id
     WHERE q.thread_id = :thread AND a.retracted_at IS NULL
     ORDER BY a.question_id, coalesce(m.date, m.received, ''), coalesce(m.received, ''), a.position
"""

_GIVEN_BY = """
    SELECT b.undertaking_id, o.name
      FROM undertaking_by b JOIN organization o ON o.id = b.organization_id
     WHERE o.thread_id = :thread ORDER BY b.undertaking_id, b.position
"""


@dataclass(frozen=True, slots=True)
class _Sent:
    id: str
    title: str
    parties: tuple[str, ...]
    day: str
    reply_by: str


@dataclass(frozen=True, slots=True)
class _Came:
    id: str
    party: str
    day: str
    answers: frozenset[str]


def exchanges(reader: Reader, slug: str) -> list[ExchangeRow]:
    """What we sent in a thread, oldest first, each with the replies to it.

    A message that says what it answers is a reply to that and to nothing else. One that does not say is a reply to
    everything that was sent to its author's organization before it or on the same day.

    Raises:
        NotFoundError: there is no such thread.
    """
    key = thread_id(reader, slug)
    known = parties(reader, slug)
    ((due_days,),) = reader.rows(_DUE_DAYS, thread=key)
    words = reader.rows(_WORDS, thread=key)
    sent = [*_messages_sent(words, known), *_letters_sent(reader, key, known)]
    came = _came(words, known, reader.rows(_ANSWERS, thread=key))
    rows = []
    for one in sorted(sent, key=lambda row: (row.day, row.id)):
        answers = tuple(AnswerRow(message.id, message.day) for message in came if _answers(message, one))
        rows.append(
            ExchangeRow(
                thread=slug,
                id=one.id,
                title=one.title,
                parties=one.parties,
                sent=one.day,
                due=_due(one, due_days),
                answers=answers,
            )
        )
    return rows


def lives(reader: Reader, slug: str) -> list[LifeRow]:
    """The lives of a thread's questions, in their order.

    Raises:
        NotFoundError: there is no such thread.
    """
    key = thread_id(reader, slug)
    put: dict[int, list[PutRow]] = {}
    for owner, place, day, wording in reader.rows(_PUT, thread=key):
        put.setdefault(owner, []).append(PutRow(place, day, wording or ""))
    verdicts: dict[int, list[VerdictRow]] = {}
    for owner, message, day, verdict in reader.rows(_VERDICTS, thread=key):
        verdicts.setdefault(owner, []).append(VerdictRow(message, day[:10] if day else None, Verdict(verdict)))
    given_by: dict[int, list[str]] = {}
    for owner, name in reader.rows(_GIVEN_BY, thread=key):
        given_by.setdefault(owner, []).append(name)
    all_parties = [party.name for party in parties(reader, slug)]
    only = all_parties if len(all_parties) == 1 else []
    return [
        LifeRow(
            thread=slug,
            id=name,
            parties=tuple(given_by.get(undertaking, ()) or only),
            put=tuple(put.get(owner, ())),
            verdicts=tuple(verdicts.get(owner, ())),
            asked_no_more=bool(gone),
        )
        for owner, name, gone, undertaking in reader.rows(_LIVES, thread=key)
    ]


def _was_by(when: str | None, day: date) -> bool:
    return when is None or PartialDate.parse(when).earliest() <= day


def _messages_sent(words: Iterable[Sequence[Any]], known: Sequence[PartyRow]) -> Iterable[_Sent]:
    for name, direction, day, title, _, recipients in words:
        if direction == "outgoing":
            to = [party_of(known, each) for each in json.loads(recipients)] if recipients else []
            yield _Sent(name, title or "", tuple(dict.fromkeys(filter(None, to))), day[:10], "")


def _letters_sent(reader: Reader, key: int, known: Sequence[PartyRow]) -> Iterable[_Sent]:
    addressed: dict[int, list[str]] = {}
    for owner, name in reader.rows(_ADDRESSED, thread=key):
        addressed.setdefault(owner, []).append(party_of(known, name) or name)
    for owner, name, day, title, reply_by in reader.rows(_LETTERS, thread=key):
        yield _Sent(name, title or "", tuple(dict.fromkeys(addressed.get(owner, ()))), day, reply_by or "")


def _came(words: Iterable[Sequence[Any]], known: Sequence[PartyRow], answers: Iterable[Sequence[Any]]) -> list[_Came]:
    """What came in, oldest first."""
    answered: dict[str, set[str]] = {}
    for name, to in answers:
        answered.setdefault(name, set()).add(to)
    return [
        _Came(name, party_of(known, author or ""), day[:10], frozenset(answered.get(name, ())))
        for name, direction, day, _, author, _ in words
        if direction == "incoming"
    ]


def _answers(message: _Came, sent: _Sent) -> bool:
    if message.answers:
        return sent.id in message.answers
    if message.day < sent.day:
        return False
    return not message.party or not sent.parties or message.party in sent.parties


def _due(sent: _Sent, due_days: int | None) -> date | None:
    if sent.reply_by:
        return PartialDate.parse(sent.reply_by).latest()
    if due_days is None:
        return None
    latest = PartialDate.parse(sent.day).latest()
    return latest + min(timedelta(days=due_days), date.max - latest)
