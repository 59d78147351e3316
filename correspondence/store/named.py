"""From the names that people use to rows that can be changed."""

from typing import TypeVar

from sqlmodel import Session, select

from correspondence.errors import NotFoundError
from correspondence.records.message import Message
from correspondence.records.question import Question, Undertaking
from correspondence.records.thread import Thread
from correspondence.text.names import did_you_mean

Row = TypeVar("Row", Message, Question, Undertaking)


def thread_named(session: Session, slug: str) -> Thread:
    """A thread by its slug.

    Raises:
        NotFoundError: there is none.
    """
    found = session.exec(select(Thread).where(Thread.slug == slug)).first()
    if found is None:
        known = session.exec(select(Thread.slug).order_by(Thread.slug)).all()
        raise NotFoundError(f"there is no thread {slug!r}{did_you_mean(slug, known, 'thread')}")
    return found


def message_named(session: Session, identifier: str, thread_id: int | None = None) -> Message:
    """A message by its identifier, alone or as `thread/identifier`, or in a given thread.

    Raises:
        NotFoundError: there is none, or several threads have one of that name.
    """
    return _named(session, Message, identifier, thread_id)


def question_named(session: Session, identifier: str, thread_id: int | None = None) -> Question:
    """A question by its identifier; see `message_named`."""
    return _named(session, Question, identifier, thread_id)


def undertaking_named(session: Session, identifier: str, thread_id: int | None = None) -> Undertaking:
    """An undertaking by its identifier; see `message_named`."""
    return _named(session, Undertaking, identifier, thread_id)


def full_name(session: Session, row: Message | Question | Undertaking) -> str:
    """`thread/identifier`: the name by which the journal knows it."""
    return f"{_slug(session, row.thread_id)}/{row.identifier}"


def _named(session: Session, model: type[Row], identifier: str, thread_id: int | None) -> Row:
    slug, _, name = identifier.rpartition("/")
    query = select(model).where(model.identifier == name)
    if thread_id is not None:
        query = query.where(model.thread_id == thread_id)
    kind = model.__name__.lower()
    found = [row for row in session.exec(query).all() if not slug or _slug(session, row.thread_id) == slug]
    if not found:
        known = select(model.identifier).order_by(model.identifier)
        if thread_id is not None:
            known = known.where(model.thread_id == thread_id)
        where = " in that thread" if thread_id is not None and not slug else ""
        hint = did_you_mean(name, session.exec(known).all(), kind)
        raise NotFoundError(f"there is no {kind} {identifier!r}{where}{hint}")
    if len(found) > 1:
        threads = ", ".join(sorted(f"{_slug(session, row.thread_id)}/{name}" for row in found))
        raise NotFoundError(f"several threads have a {kind} {identifier!r}: say which: {threads}")
    return found[0]


def _slug(session: Session, thread_id: int) -> str:
    thread = session.get(Thread, thread_id)
    return thread.slug if thread is not None else ""
