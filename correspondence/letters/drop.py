"""Taking a draft away that was begun by mistake."""

from sqlmodel import Session, SQLModel, select

from correspondence.errors import CorrespondenceError
from correspondence.letters.edit import find
from correspondence.records.campaign import CampaignLetter
from correspondence.records.letter import Revision
from correspondence.records.message import MessageReply
from correspondence.records.question import QuestionAsked
from correspondence.records.signon import Answer, Call, SignOn

_RESTING: tuple[tuple[type[SQLModel], str, str], ...] = (
    (Revision, "letter_id", "a text of it is frozen"),
    (SignOn, "letter_id", "somebody was asked to sign it, or did"),
    (Call, "letter_id", "there is a call for it"),
    (Answer, "letter_id", "somebody answered to it"),
    (MessageReply, "to_letter_id", "a message answers it"),
    (QuestionAsked, "letter_id", "a question was asked in it"),
    (CampaignLetter, "letter_id", "it belongs to a campaign"),
)


def drop(session: Session, thread: str, identifier: str) -> str:
    """Take a letter away that nothing rests on.

    Args:
        session: of the change under way.
        thread: the thread's slug.
        identifier: the letter's.

    Returns:
        Its body, for the record.

    Raises:
        NotFoundError: there is no such letter.
        CorrespondenceError: something rests on it; says what.
    """
    letter = find(session, thread, identifier)
    for model, name, why in _RESTING:
        if session.exec(select(model).where(getattr(model, name) == letter.id)).first() is not None:
            raise CorrespondenceError(f"{thread}/{identifier} cannot be taken away: {why}")
    session.delete(letter)
    session.flush()
    return letter.body
