"""Mending what is known of a message: its data by a person's word, its text by reading its original anew."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from correspondence.errors import NotFoundError, RefusedError
from correspondence.intake.draft import Draft, Given
from correspondence.passages.anchor import find
from correspondence.passages.selectors import Passage
from correspondence.passages.selectors import select as select_words
from correspondence.records.message import Message, MessageFile, Original
from correspondence.records.message import Passage as PassageRecord

_FIELDS = ("direction", "kind", "date", "received", "author", "title", "language", "visibility", "url", "archive_url")


@dataclass(frozen=True, slots=True)
class Reread:
    """What became of the passages of a message whose text was derived anew.

    Attributes:
        changed: whether the text is another one.
        moved: how many passages were found in another place.
        lost: the words of those that stand nowhere any more; they keep their selectors.
    """

    changed: bool
    moved: int
    lost: tuple[str, ...]


def correct(session: Session, message: Message, given: Given) -> list[str]:
    """Change what is known of a message, as a person says.

    Args:
        session: of the change under way.
        message: the message.
        given: the new values, checked; an empty one changes nothing.

    Returns:
        The names of the fields that are other ones now.
    """
    changed = []
    for name in _FIELDS:
        value = getattr(given, name)
        if value and getattr(message, name) != value:
            setattr(message, name, value)
            changed.append(name)
    if changed:
        message.version += 1
        session.add(message)
    return changed


def original_of(session: Session, message: Message) -> tuple[str, bytes]:
    """The name and the bytes of the file that a message came as.

    Raises:
        NotFoundError: it came as none.
    """
    row = session.exec(
        select(MessageFile, Original)
        .join(Original, col(Original.sha256) == col(MessageFile.sha256))
        .where(MessageFile.message_id == message.id)
        .order_by(col(MessageFile.position))
    ).first()
    if row is None:
        raise NotFoundError(f"no original of {message.identifier} is kept: its text is all there is")
    file, original = row
    return file.name or f"original.{original.extension}", original.content


def derive_anew(session: Session, message: Message, read: Draft, *, lose: bool = False) -> Reread:
    """Put the text that was read from the original now in place of the earlier one, and find every passage again.

    Args:
        session: of the change under way.
        message: the message.
        read: what its original gives now.
        lose: whether to go on when passages are found nowhere; they stay on record as they are, and `verify` tells.

    Raises:
        RefusedError: passages would be lost, and `lose` was not said.
    """
    remarks = [list(remark) for remark in read.remarks]
    if message.body == read.body and (message.remarks or []) == remarks:
        return Reread(changed=False, moved=0, lost=())
    rows = session.exec(select(PassageRecord).where(PassageRecord.message_id == message.id)).all()
    moved, lost = 0, []
    for row in rows:
        place = find(Passage(row.exact, row.prefix or "", row.suffix or "", row.start_at, row.end_at), read.body)
        if place is None:
            lost.append(row.exact)
        elif (place.start, place.end) != (row.start_at, row.end_at):
            moved += 1
            words = select_words(read.body, place.start, place.end)
            row.start_at, row.end_at, row.prefix, row.suffix = place.start, place.end, words.prefix, words.suffix
    if lost and not lose:
        first = " ".join(lost[0].split())[:80]
        raise RefusedError(f"{len(lost)} passages would not be found again, the first “{first}” (--lose goes on)")
    message.body, message.remarks = read.body, remarks
    message.version += 1
    session.add_all([message, *rows])
    return Reread(changed=True, moved=moved, lost=tuple(lost))
