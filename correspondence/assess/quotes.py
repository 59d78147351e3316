"""Words of a message that a person points at, as the selector pair that is stored."""

from collections.abc import Sequence
from typing import Literal

from sqlmodel import Session

from correspondence.errors import CorrespondenceError, MissingPassageError
from correspondence.passages.anchor import find_quote
from correspondence.passages.segment import OWN, blocks
from correspondence.passages.selectors import select
from correspondence.records.message import Message, Passage

Quote = tuple[Message, str | tuple[int, int]]
Owner = Literal["assessment_id", "undertaking_id", "question_id"]


def passage(message: Message, words: str | tuple[int, int]) -> Passage:
    """The passage of a message that holds these words, or stands at this place; it belongs to nothing yet.

    Raises:
        MissingPassageError: the words do not stand in the message.
        CorrespondenceError: they are earlier mail or a signature, not the message's own words.
    """
    place = _place(message.body, words)
    if place is None:
        short = " ".join(str(words).split())[:60]
        raise MissingPassageError(f"the words “{short}” do not stand in {message.identifier}")
    if not any(b.start < place[1] and place[0] < b.end for b in blocks(message.body) if b.kind in OWN):
        raise CorrespondenceError(f"these words of {message.identifier} are earlier mail or a signature, not its own")
    chosen = select(message.body, *place)
    return Passage(
        message_id=message.id or 0,
        position=0,
        exact=chosen.exact,
        prefix=chosen.prefix or None,
        suffix=chosen.suffix or None,
        start_at=chosen.start,
        end_at=chosen.end,
    )


def keep(session: Session, passages: Sequence[Passage], kind: Owner, owner: int | None) -> None:
    """Store passages, in order, as what something points at."""
    for position, row in enumerate(passages):
        setattr(row, kind, owner)
        row.position = position
        session.add(row)


def _place(body: str, words: str | tuple[int, int]) -> tuple[int, int] | None:
    if isinstance(words, tuple):
        return words if 0 <= words[0] < words[1] <= len(body) else None
    found = find_quote(body, words) if words.strip() else None
    return (found.start, found.end) if found is not None else None
