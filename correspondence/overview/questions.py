"""Questions with their derived status, the evidence behind it, and the undertakings that they belong to."""

import json
from dataclasses import dataclass
from typing import Any

from correspondence.overview.find import locate, thread_id
from correspondence.store.reading import Reader
from correspondence.vocabulary import QuestionStatus


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """One question; `text` is Markdown.

    Attributes:
        id: identifier in the thread.
        thread: the thread's slug.
        undertaking: the undertaking's identifier, or empty.
        text: the question.
        status: derived from the assessments, never stored.
        decided_by: the message whose assessment decides, or empty.
        times_asked: in how many messages and letters it was put.
        first_asked: partial date, or None.
        last_asked: partial date, or None.
        tags: as given.
        withdrawn: why it was withdrawn, or empty.
        superseded_by: the question that replaces it, or empty.
    """

    id: str
    thread: str
    undertaking: str
    text: str
    status: QuestionStatus
    decided_by: str
    times_asked: int
    first_asked: str | None
    last_asked: str | None
    tags: tuple[str, ...]
    withdrawn: str
    superseded_by: str

    @property
    def unresolved(self) -> bool:
        """Whether it is in the pool."""
        return not self.status.resolved

    @property
    def asked_no_more(self) -> bool:
        """Whether it was withdrawn or superseded."""
        return bool(self.withdrawn or self.superseded_by)


@dataclass(frozen=True, slots=True)
class PassageRow:
    """Words of a message that something points at; `start` and `end` in code points of its body."""

    message: str
    exact: str
    start: int | None
    end: int | None


@dataclass(frozen=True, slots=True)
class JudgedRow:
    """Words of one message that a verdict points at, and the question it was judged on."""

    question: str
    verdict: str
    exact: str
    start: int | None
    end: int | None


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One verdict on a question, with the passages behind it; who took it back, when and why, if anybody did."""

    message: str
    date: str | None
    author: str
    verdict: str
    manner: str
    note: str
    by: str
    at: str
    passages: tuple[PassageRow, ...]
    retracted_by: str = ""
    retracted_at: str = ""
    retracted_why: str = ""

    @property
    def holds(self) -> bool:
        """Whether nobody took it back."""
        return not self.retracted_at


@dataclass(frozen=True, slots=True)
class AskedRow:
    """Where a question was put, when, and in which words if others than now."""

    place: str
    date: str | None
    wording: str


@dataclass(frozen=True, slots=True)
class UndertakingRow:
    """One undertaking; `statement` and `finding` are Markdown.

    Attributes:
        id: identifier in the thread.
        by: who gave it.
        statement: what they said they would do.
        status: `outstanding` …, or empty.
        finding: what is known of the status, or empty.
        open_questions: how many of its questions are unresolved.
        questions: how many it has.
    """

    id: str
    by: tuple[str, ...]
    statement: str
    status: str
    finding: str
    open_questions: int
    questions: int


_QUESTIONS = """
    SELECT q.identifier, t.slug, u.identifier, q.text, s.status, m.identifier, s.times_asked, s.first_asked,
           s.last_asked, q.tags, q.withdrawn, b.identifier
      FROM question q
      JOIN thread t ON t.id = q.thread_id
      JOIN question_state s ON s.question_id = q.id
      LEFT JOIN undertaking u ON u.id = q.undertaking_id
      LEFT JOIN message m ON m.id = s.message_id
      LEFT JOIN question b ON b.id = q.superseded_by_id
"""

_EVIDENCE = """
    SELECT q.identifier, a.id, m.identifier, coalesce(m.date, m.received), m.author, a.verdict, a.manner, a.note,
           a.judged_by, a.judged_at, a.retracted_by, a.retracted_at, a.retracted_why
      FROM assessment a
      JOIN message m ON m.id = a.message_id
      JOIN question q ON q.id = a.question_id
     WHERE {which} {holding}
     ORDER BY coalesce(m.date, m.received, '') DESC, a.position DESC
"""

_PASSAGES = """
    SELECT p.assessment_id, m.identifier, p.exact, p.start_at, p.end_at
      FROM passage p
      JOIN message m ON m.id = p.message_id
      JOIN assessment a ON a.id = p.assessment_id
      JOIN question q ON q.id = a.question_id
     WHERE {which}
     ORDER BY p.assessment_id, p.position
"""

_QUESTION_PASSAGES = """
    SELECT m.identifier, p.exact, p.start_at, p.end_at
      FROM passage p JOIN message m ON m.id = p.message_id
     WHERE p.question_id = :question ORDER BY p.position
"""

_ASKED = """
    SELECT coalesce(m.identifier, l.identifier), coalesce(m.date, l.date), a.wording
      FROM question_asked a
      LEFT JOIN message m ON m.id = a.message_id
      LEFT JOIN letter l ON l.id = a.letter_id
     WHERE a.question_id = :question
     ORDER BY coalesce(m.date, l.date, ''), a.position
"""

_JUDGED = """
    SELECT q.text, a.verdict, p.exact, p.start_at, p.end_at
      FROM passage p
      JOIN assessment a ON a.id = p.assessment_id
      JOIN question q ON q.id = a.question_id
     WHERE p.message_id = :message AND a.retracted_at IS NULL
     ORDER BY coalesce(p.start_at, 0), q.position, a.position
"""

_UNDERTAKINGS = """
    SELECT u.id, u.identifier, u.statement, u.status, u.finding, count(q.id),
           count(CASE WHEN s.status NOT IN ('answered', 'withdrawn', 'superseded') THEN 1 END)
      FROM undertaking u
      LEFT JOIN question q ON q.undertaking_id = u.id
      LEFT JOIN question_state s ON s.question_id = q.id
     WHERE u.thread_id = :thread
     GROUP BY u.id, u.identifier, u.statement, u.status, u.finding, u.position
     ORDER BY u.position
"""

_BY = """
    SELECT b.undertaking_id, o.name
      FROM undertaking_by b JOIN organization o ON o.id = b.organization_id
     WHERE o.thread_id = :thread ORDER BY b.undertaking_id, b.position
"""

_UNDERTAKING_PASSAGES = """
    SELECT m.identifier, p.exact, p.start_at, p.end_at
      FROM passage p JOIN message m ON m.id = p.message_id
     WHERE p.undertaking_id = :undertaking ORDER BY p.position
"""


def questions(reader: Reader, slug: str | None = None) -> list[QuestionRow]:
    """The questions of a thread in their order, or of all threads.

    Raises:
        NotFoundError: there is no such thread.
    """
    if slug is None:
        rows = reader.rows(_QUESTIONS + " ORDER BY t.slug, q.position")
    else:
        rows = reader.rows(
            _QUESTIONS + " WHERE q.thread_id = :thread ORDER BY q.position", thread=thread_id(reader, slug)
        )
    return [_question(row) for row in rows]


def question(reader: Reader, identifier: str, slug: str) -> QuestionRow:
    """One question of a thread.

    Raises:
        NotFoundError: there is no such question.
    """
    key, _, _ = locate(reader, "question", identifier, slug)
    return _question(reader.rows(_QUESTIONS + " WHERE q.id = :question", question=key)[0])


def evidence(reader: Reader, identifier: str, slug: str | None = None, *, retracted: bool = False) -> list[EvidenceRow]:
    """The verdicts on a question, the newest message first.

    Args:
        reader: an open look at the store.
        identifier: the question's, alone or as `thread/question`.
        slug: the thread, when the identifier is given alone and stands in several.
        retracted: whether to give those too that were taken back.

    Raises:
        NotFoundError: there is no such question.
    """
    key, _, _ = locate(reader, "question", identifier, slug)
    found = _evidence(reader, "a.question_id = :question", retracted=retracted, question=key)
    return [row for rows in found.values() for row in rows]


def thread_evidence(reader: Reader, slug: str) -> dict[str, list[EvidenceRow]]:
    """The verdicts that hold on every question of a thread that has one, the newest message first.

    Raises:
        NotFoundError: there is no such thread.
    """
    return _evidence(reader, "q.thread_id = :thread", retracted=False, thread=thread_id(reader, slug))


def _evidence(reader: Reader, which: str, *, retracted: bool, **key: int) -> dict[str, list[EvidenceRow]]:
    passages: dict[int, list[PassageRow]] = {}
    for owner, *passage in reader.rows(_PASSAGES.format(which=which), **key):
        passages.setdefault(owner, []).append(PassageRow(*passage))
    holding = "" if retracted else "AND a.retracted_at IS NULL"
    found: dict[str, list[EvidenceRow]] = {}
    for asked_as, owner, message, date, *rest in reader.rows(_EVIDENCE.format(which=which, holding=holding), **key):
        author, verdict, manner, note, by, at, taken_by, taken_at, why = (value or "" for value in rest)
        row = EvidenceRow(
            message=message,
            date=date[:10] if date else None,
            author=author,
            verdict=verdict,
            manner=manner,
            note=note,
            by=by,
            at=at,
            passages=tuple(passages.get(owner, ())),
            retracted_by=taken_by,
            retracted_at=taken_at,
            retracted_why=why,
        )
        found.setdefault(asked_as, []).append(row)
    return found


def origin(reader: Reader, identifier: str, slug: str | None = None) -> list[PassageRow]:
    """The words that gave rise to a question.

    Raises:
        NotFoundError: there is no such question.
    """
    key, _, _ = locate(reader, "question", identifier, slug)
    return [PassageRow(*row) for row in reader.rows(_QUESTION_PASSAGES, question=key)]


def asked(reader: Reader, identifier: str, slug: str | None = None) -> list[AskedRow]:
    """Where a question was put, oldest first.

    Raises:
        NotFoundError: there is no such question.
    """
    key, _, _ = locate(reader, "question", identifier, slug)
    return [AskedRow(place, date, wording or "") for place, date, wording in reader.rows(_ASKED, question=key)]


def judged(reader: Reader, identifier: str, slug: str | None = None) -> list[JudgedRow]:
    """The passages of a message that verdicts point at, in the order of its text.

    Raises:
        NotFoundError: there is no such message.
    """
    key, _, _ = locate(reader, "message", identifier, slug)
    return [JudgedRow(*row) for row in reader.rows(_JUDGED, message=key)]


def undertakings(reader: Reader, slug: str) -> list[UndertakingRow]:
    """The undertakings of a thread in their order.

    Raises:
        NotFoundError: there is no such thread.
    """
    key = thread_id(reader, slug)
    by: dict[int, list[str]] = {}
    for owner, name in reader.rows(_BY, thread=key):
        by.setdefault(owner, []).append(name)
    return [
        UndertakingRow(identifier, tuple(by.get(owner, ())), statement, status or "", finding or "", unresolved, total)
        for owner, identifier, statement, status, finding, total, unresolved in reader.rows(_UNDERTAKINGS, thread=key)
    ]


def undertaking_passages(reader: Reader, identifier: str, slug: str | None = None) -> list[PassageRow]:
    """The words in which an undertaking was given.

    Raises:
        NotFoundError: there is no such undertaking.
    """
    key, _, _ = locate(reader, "undertaking", identifier, slug)
    return [PassageRow(*row) for row in reader.rows(_UNDERTAKING_PASSAGES, undertaking=key)]


def _question(row: tuple[Any, ...]) -> QuestionRow:
    identifier, thread, undertaking, text, status, decided_by, times, first, last, tags, withdrawn, superseded = row
    return QuestionRow(
        id=identifier,
        thread=thread,
        undertaking=undertaking or "",
        text=text,
        status=QuestionStatus(status),
        decided_by=decided_by or "",
        times_asked=times,
        first_asked=first,
        last_asked=last,
        tags=tuple(json.loads(tags)) if tags else (),
        withdrawn=withdrawn or "",
        superseded_by=superseded or "",
    )
