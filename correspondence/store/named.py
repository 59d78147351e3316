"""From the names that people use to rows that can be changed."""

from collections.abc import Sequence
from typing import TypeVar

from sqlmodel import Session, select

from correspondence.errors import NotFoundError
from correspondence.records.message import Message
from correspondence.records.question import Question
from correspondence.records.thread import Thread

Row = TypeVar("Row", Message, Question)


def message_named(session: Session, identifier: str, thread_id: int | None = None) -> Message:
    """A message by its identifier, alone or as `thread/identifier`, or in a given thread.

    Raises:
        NotFoundError: there is none, or several threads have one of that name.
    """
    slug, _, name = identifier.rpartition("/")
    query = select(Message).where(Message.identifier == name)
    if thread_id is not None:
        query = query.where(Message.thread_id == thread_id)
    return _only(session.exec(query).all(), session, slug, f"message {identifier!r}")


def question_named(session: Session, identifier: str, thread_id: int) -> Question:
    """A question of a thread by its identifier, alone or as `thread/identifier`.

    Raises:
        NotFoundError: there is none.
    """
    slug, _, name = identifier.rpartition("/")
    query = select(Question).where(Question.identifier == name, Question.thread_id == thread_id)
    return _only(session.exec(query).all(), session, slug, f"question {identifier!r} in the message's thread")


def _only(rows: Sequence[Row], session: Session, slug: str, what: str) -> Row:
    found = [row for row in rows if not slug or _slug(session, row.thread_id) == slug]
    if not found:
        raise NotFoundError(f"there is no {what}")
    if len(found) > 1:
        raise NotFoundError(f"several threads have a {what}: say which, as THREAD/ID")
    return found[0]


def _slug(session: Session, thread_id: int) -> str:
    thread = session.get(Thread, thread_id)
    return thread.slug if thread is not None else ""
