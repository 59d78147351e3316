"""What a person decides: a verdict on what a message says to a question, tied to its very words."""

from collections.abc import Sequence

from sqlmodel import Session, col, func, select

from correspondence.assess import quotes as quoting
from correspondence.assess.quotes import Quote
from correspondence.errors import CorrespondenceError, MissingPassageError, NotFoundError
from correspondence.records.message import Message
from correspondence.records.question import Assessment, Question
from correspondence.vocabulary import Direction, Manner, Verdict


def assess(
    session: Session,
    question: Question,
    message: Message,
    verdict: Verdict,
    *,
    quotes: Sequence[Quote],
    by: str,
    at: str,
    manner: Manner | None = None,
    note: str = "",
    silent: bool = False,
) -> Assessment:
    """Record what a message says to a question. Earlier assessments stay; the question's status follows by itself.

    Args:
        session: of the change under way.
        question: the question.
        message: the reply, or a source.
        verdict: what it does with the question.
        quotes: words that show it, or their places, each with the message they stand in; a contradiction quotes an
            earlier message too.
        by: who judges.
        at: when, ISO 8601.
        manner: how it deals with the question.
        note: a person's remark.
        silent: that the message evades or refuses without a word to quote.

    Raises:
        MissingPassageError: the verdict needs words, and none are given or they do not stand in the message.
        CorrespondenceError: the verdict cannot be given on this message or question.
    """
    if question.thread_id != message.thread_id:
        raise CorrespondenceError(f"the question {question.identifier!r} was not asked in the thread of this message")
    if message.direction == Direction.OUTGOING:
        raise CorrespondenceError(
            f"{message.identifier} is our own: only what came in, or a source, can answer a question"
        )
    if question.withdrawn is not None or question.superseded_by_id is not None:
        raise CorrespondenceError(f"the question {question.identifier!r} is asked no more")
    _check_quotes(message, verdict, quotes, silent=silent)
    passages = [quoting.passage(source, words) for source, words in quotes]
    last = session.exec(select(func.max(Assessment.position)).where(Assessment.question_id == question.id)).one()
    assessment = Assessment(
        question_id=question.id or 0,
        message_id=message.id or 0,
        position=0 if last is None else last + 1,
        verdict=verdict,
        manner=manner,
        note=note or None,
        judged_by=by,
        judged_at=at,
    )
    session.add(assessment)
    session.flush()
    quoting.keep(session, passages, "assessment_id", assessment.id)
    return assessment


def holding(session: Session, question: Question, message: Message) -> Assessment | None:
    """The verdict that holds on what a message says to a question: the newest that was not taken back."""
    query = select(Assessment).where(
        Assessment.question_id == question.id,
        Assessment.message_id == message.id,
        col(Assessment.retracted_at).is_(None),
    )
    return session.exec(query.order_by(col(Assessment.position).desc())).first()


def retract(session: Session, question: Question, message: Message, *, by: str, at: str, why: str = "") -> Assessment:
    """Take back the verdict that holds on what a message says to a question; it stays on record.

    Raises:
        NotFoundError: there is none.
    """
    found = holding(session, question, message)
    if found is None:
        raise NotFoundError(f"there is no verdict on {question.identifier} in {message.identifier} to take back")
    found.retracted_by, found.retracted_at, found.retracted_why = by, at, why or None
    session.add(found)
    return found


def last_judged(session: Session, message: Message, by: str) -> Question:
    """The question that a person judged last on a message, of the verdicts that hold.

    Raises:
        NotFoundError: there is none.
    """
    query = (
        select(Question)
        .join(Assessment, col(Assessment.question_id) == col(Question.id))
        .where(Assessment.message_id == message.id, Assessment.judged_by == by, col(Assessment.retracted_at).is_(None))
        .order_by(col(Assessment.judged_at).desc(), col(Assessment.id).desc())
    )
    found = session.exec(query).first()
    if found is None:
        raise NotFoundError("there is no verdict of yours on this reply to take back")
    return found


def finish(session: Session, message: Message, *, finished: bool = True) -> bool:
    """Say that a message has been read to the end against the questions, or not after all; whether that is new.

    Raises:
        CorrespondenceError: it is our own.
    """
    if message.direction == Direction.OUTGOING:
        raise CorrespondenceError(f"{message.identifier} is our own: only what came in is read against the questions")
    changed = message.assessed != finished
    message.assessed = finished
    session.add(message)
    return changed


def _check_quotes(message: Message, verdict: Verdict, quotes: Sequence[Quote], *, silent: bool) -> None:
    own = [words for source, words in quotes if source.id == message.id]
    if silent:
        if quotes or verdict not in (Verdict.EVADED, Verdict.REFUSED):
            raise CorrespondenceError("only evading and refusing can be silent, and then there are no words to quote")
    elif not own:
        raise MissingPassageError(f"a verdict points at words of {message.identifier}: quote them, or say it is silent")
    if verdict is Verdict.CONTRADICTED and len(own) == len(quotes):
        raise MissingPassageError("a contradiction points at two passages: quote the earlier statement as well")
