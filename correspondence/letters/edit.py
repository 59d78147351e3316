"""Changing a letter's draft, without losing anybody's words."""

from sqlmodel import Session, col, select

from correspondence.errors import ChangedElsewhereError, CorrespondenceError, NotFoundError
from correspondence.records.journal import JournalEntry
from correspondence.records.letter import Letter
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
        )
    letter.body = text
    letter.version += 1
    session.add(letter)
    session.flush()
    return letter.version


def _by_whom(session: Session, thread: str, identifier: str) -> str:
    statement = (
        select(JournalEntry)
        .where(JournalEntry.subject == f"{thread}/{identifier}")
        .order_by(col(JournalEntry.number).desc())
        .limit(1)
    )
    last = session.exec(statement).first()
    return f"by {last.actor} at {last.at}" if last else "by somebody"
