"""Taking a message away that was logged by mistake; the file that it came as is kept all the same."""

from sqlmodel import Session, SQLModel, col, select

from correspondence.errors import CorrespondenceError
from correspondence.records.letter import Letter, LetterReply, Revision
from correspondence.records.message import Message, MessageFile, MessageReply, Passage
from correspondence.records.question import Assessment, QuestionAsked

_POINTING: tuple[tuple[type[SQLModel], str, str], ...] = (
    (Assessment, "message_id", "a verdict was given on it"),
    (Passage, "message_id", "a passage of it is quoted"),
    (QuestionAsked, "message_id", "a question was asked in it"),
    (MessageReply, "to_message_id", "another message answers it"),
    (LetterReply, "message_id", "a letter answers it"),
)


def drop(session: Session, message: Message) -> list[str]:
    """Take a message out of its thread, if nothing on record points at it.

    Args:
        session: of the change under way.
        message: the message.

    Returns:
        The digests of its files, which stay among the originals.

    Raises:
        CorrespondenceError: something points at it; says what.
    """
    for model, name, why in _POINTING:
        if session.exec(select(model).where(getattr(model, name) == message.id)).first() is not None:
            raise CorrespondenceError(f"{message.identifier} cannot be taken away: {why}")
    cited = f"message:{message.identifier}"
    bodies = select(Letter.identifier, Letter.body).where(Letter.thread_id == message.thread_id)
    frozen = (
        select(Letter.identifier, Revision.body)
        .join(Letter, col(Letter.id) == col(Revision.letter_id))
        .where(Letter.thread_id == message.thread_id)
    )
    for letter, body in [*session.exec(bodies), *session.exec(frozen)]:
        if cited in body or f'"{message.identifier}"' in body:
            raise CorrespondenceError(f"{message.identifier} cannot be taken away: the letter {letter} cites it")
    files = list(session.exec(select(MessageFile.sha256).where(MessageFile.message_id == message.id)))
    session.delete(message)
    session.flush()
    return files
