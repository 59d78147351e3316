"""Asking: a new question, and what becomes of one that is asked no more. Nothing is ever deleted."""

from collections.abc import Sequence

from sqlmodel import Session, func, select

from correspondence.assess import quotes as quoting
from correspondence.assess.quotes import Quote
from correspondence.errors import CorrespondenceError, NotFoundError
from correspondence.records.letter import Letter
from correspondence.records.message import Message
from correspondence.records.question import Question, QuestionAsked, Undertaking
from correspondence.text.names import chosen_name
from correspondence.text.normalise import normalise
from correspondence.vocabulary import Direction


def ask(
    session: Session,
    thread_id: int,
    text: str,
    *,
    asked_in: Sequence[str] = (),
    undertaking: Undertaking | None = None,
    quotes: Sequence[Quote] = (),
    identifier: str = "",
) -> Question:
    """Add a question to a thread.

    Args:
        session: of the change under way.
        thread_id: the thread's row.
        text: the question, Markdown.
        asked_in: the letters and messages of ours in which it is put; none when it is yet to be asked.
        undertaking: which undertaking it is about.
        quotes: the words that gave rise to it.
        identifier: its name in the thread; else made of its words.

    Raises:
        CorrespondenceError: it has no words, the name is taken, or it would be asked in a message that came in.
        NotFoundError: there is no such letter or message.
        MissingPassageError: the quoted words do not stand in their message.
    """
    words = normalise(text).strip()
    if not words:
        raise CorrespondenceError("a question needs words")
    if undertaking is not None and undertaking.thread_id != thread_id:
        raise CorrespondenceError(f"the undertaking {undertaking.identifier!r} belongs to another thread")
    places = [_place(session, thread_id, name) for name in dict.fromkeys(asked_in)]
    passages = [quoting.passage(source, quoted) for source, quoted in quotes]
    last = session.exec(select(func.max(Question.position)).where(Question.thread_id == thread_id)).one()
    question = Question(
        thread_id=thread_id,
        identifier=_name(session, thread_id, identifier, words),
        position=0 if last is None else last + 1,
        undertaking_id=undertaking.id if undertaking is not None else None,
        text=words,
    )
    session.add(question)
    session.flush()
    for position, place in enumerate(places):
        message, letter = (place.id, None) if isinstance(place, Message) else (None, place.id)
        row = QuestionAsked(question_id=question.id or 0, position=position, message_id=message, letter_id=letter)
        session.add(row)
    quoting.keep(session, passages, "question_id", question.id)
    return question


def withdraw(session: Session, question: Question, why: str) -> None:
    """Ask a question no more; its verdicts stay on record.

    Raises:
        CorrespondenceError: no reason is given, or it is asked no more already.
    """
    if not why.strip():
        raise CorrespondenceError("say why the question is withdrawn")
    _check_asked(question)
    question.withdrawn = normalise(why).strip()
    _changed(session, question)


def supersede(session: Session, question: Question, by: Question) -> None:
    """Ask another question in place of this one.

    Raises:
        CorrespondenceError: one of them is asked no more, they are the same, or of two threads.
    """
    if question.id == by.id:
        raise CorrespondenceError("a question cannot take its own place")
    if question.thread_id != by.thread_id:
        raise CorrespondenceError(f"the question {by.identifier!r} belongs to another thread")
    _check_asked(question)
    _check_asked(by)
    question.superseded_by_id = by.id
    _changed(session, question)


def reinstate(session: Session, question: Question) -> None:
    """Ask a question again that was withdrawn or superseded.

    Raises:
        CorrespondenceError: it is asked already.
    """
    if question.withdrawn is None and question.superseded_by_id is None:
        raise CorrespondenceError(f"the question {question.identifier!r} is neither withdrawn nor superseded")
    question.withdrawn = question.superseded_by_id = None
    _changed(session, question)


def _check_asked(question: Question) -> None:
    if question.withdrawn is not None or question.superseded_by_id is not None:
        raise CorrespondenceError(f"the question {question.identifier!r} is asked no more already")


def _changed(session: Session, question: Question) -> None:
    question.version += 1
    session.add(question)


def _name(session: Session, thread_id: int, wanted: str, words: str) -> str:
    taken = set(session.exec(select(Question.identifier).where(Question.thread_id == thread_id)))
    return chosen_name(wanted, words, taken, "question")


def _place(session: Session, thread_id: int, name: str) -> Message | Letter:
    """The message or letter of ours of that name; where both have it, the message, as in a bundle."""
    here = select(Message).where(Message.thread_id == thread_id, Message.identifier == name)
    message = session.exec(here).first()
    if message is not None:
        if message.direction == Direction.INCOMING:
            raise CorrespondenceError(f"{name} came in: a question is asked in a letter or message of ours")
        return message
    letter = session.exec(select(Letter).where(Letter.thread_id == thread_id, Letter.identifier == name)).first()
    if letter is None:
        raise NotFoundError(f"there is no letter or message {name!r} in the thread to ask in")
    return letter
