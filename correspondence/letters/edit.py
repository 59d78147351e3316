"""Changing a letter's draft, without losing anybody's words."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError
from sqlmodel import Session, col, delete, select

from correspondence.bundle import dump, load, references, schema
from correspondence.errors import ChangedElsewhereError, CorrespondenceError, NotFoundError
from correspondence.records.journal import JournalEntry
from correspondence.records.letter import Addressee, Appendix, Letter, LetterReply
from correspondence.records.thread import Thread
from correspondence.text.normalise import normalise, unstorable


def find(session: Session, thread: str, identifier: str) -> Letter:
    """A letter's record.

    Raises:
        NotFoundError: there is none.
    """
    statement = select(Letter).join(Thread, col(Thread.id) == col(Letter.thread_id))
    row = session.exec(statement.where(Thread.slug == thread, Letter.identifier == identifier)).first()
    if row is None:
        raise NotFoundError(f"there is no letter {identifier!r} in thread {thread!r}")
    return row


def save_body(session: Session, thread: str, identifier: str, body: str, *, read_version: int) -> int:
    """Save a new body over the version that was read.

    Args:
        session: of the change under way.
        thread: the thread's slug.
        identifier: the letter's.
        body: Markdown with Jinja.
        read_version: the letter's version when the text was read.

    Returns:
        The version as saved; the same as before when nothing changed.

    Raises:
        ChangedElsewhereError: somebody saved another text in between; it holds both.
        CorrespondenceError: the text holds what no store can.
    """
    letter = find(session, thread, identifier)
    text = normalise(body)
    if why := unstorable(text):
        raise CorrespondenceError(f"the letter's body {why}")
    if letter.body == text:
        return letter.version
    if letter.version != read_version:
        raise ChangedElsewhereError(
            f"{thread}/{identifier} was changed {_by_whom(session, thread, identifier)} since you read it; "
            "your text was not saved over theirs",
            theirs=letter.body,
            ours=text,
            version=letter.version,
        )
    letter.body = text
    letter.version += 1
    session.add(letter)
    session.flush()
    return letter.version


def save_data(session: Session, thread: str, identifier: str, changes: Mapping[str, Any], *, read_version: int) -> int:
    """Change a letter's data: what its front matter holds, but not its body or its identifier.

    Args:
        session: of the change under way.
        thread: the thread's slug.
        identifier: the letter's.
        changes: new values by the front matter's keys (`title`, `date`, `addressee`, `appendix` …), of the shapes that
            it has; None, an empty text or an empty list takes a value away. What is not named stays.
        read_version: the letter's version when its data was read.

    Returns:
        The version as saved; the same as before when nothing changed.

    Raises:
        ChangedElsewhereError: somebody changed the letter in between.
        CorrespondenceError: a value is none that a letter can have, or names what the thread does not have.
    """
    letter = find(session, thread, identifier)
    before = dump.letter(session, thread, identifier)
    assert before is not None
    after = validated(before.model_dump(mode="json", by_alias=True) | dict(changes) | {"id": identifier})
    if after == before:
        return letter.version
    if letter.version != read_version:
        raise ChangedElsewhereError(
            f"{thread}/{identifier} was changed {_by_whom(session, thread, identifier)} since you read it; "
            "look at it and change it again",
            theirs="",
            ours="",
            version=letter.version,
        )
    known = load.Known.of(session, letter.thread_id)
    refuse_unknown(after, known)
    for name, value in after.model_dump(exclude={"id", "campaign", "in_reply_to", "addressee", "appendix"}).items():
        setattr(letter, name, value)
    letter.version += 1
    session.add(letter)
    assert letter.id is not None
    for model in (LetterReply, Addressee, Appendix):
        session.exec(delete(model).where(col(model.letter_id) == letter.id))
    load.add_letter_links(session, letter.id, after, known)
    session.flush()
    return letter.version


def validated(data: Mapping[str, Any]) -> schema.Letter:
    """A letter's data, seen to be such.

    Raises:
        CorrespondenceError: a value is none that a letter can have; says which.
    """
    try:
        return schema.Letter.model_validate({key: value for key, value in data.items() if value is not None})
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        key = ".".join(str(part + 1) if isinstance(part, int) else part for part in fault["loc"])
        reason = "unknown key" if fault["type"] == "extra_forbidden" else fault["msg"].removeprefix("Value error, ")
        raise CorrespondenceError(f"{key or 'letter'}: {reason}") from None


def refuse_unknown(letter: schema.Letter, known: references.Known) -> None:
    """See that the thread has what a letter names.

    Raises:
        NotFoundError: it has not; says what, and what may be meant.
    """
    if fault := references.first_fault_in(letter, known):
        raise NotFoundError(fault.reason)


def _by_whom(session: Session, thread: str, identifier: str) -> str:
    statement = (
        select(JournalEntry)
        .where(JournalEntry.subject == f"{thread}/{identifier}")
        .order_by(col(JournalEntry.number).desc())
        .limit(1)
    )
    last = session.exec(statement).first()
    return f"by {last.actor} at {last.at}" if last else "by somebody"
