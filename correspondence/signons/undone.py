"""A decision about an answer is taken back: it waits again, and the roll is as it was before."""

from sqlmodel import Session, col, select

from correspondence.errors import RefusedError
from correspondence.records.signon import Answer, Mail, Publication, SignOn
from correspondence.signons.answers import numbered
from correspondence.vocabulary import AnswerState, MailKind, Says, SignOnStatus

_ON_THE_ROLL = (Says.SIGNS, Says.DECLINES, Says.WITHDRAWS)


def undo(session: Session, thread: str, identifier: str, number: int) -> tuple[Answer, str]:
    """Let an answer that was confirmed or rejected by mistake wait for a decision again.

    Who came on the roll by it leaves the roll; who had been asked is asked as before. Other rows that said the same
    wait, too.

    Returns:
        The answer, and the name of whose sign-on changed; empty when none did.

    Raises:
        NotFoundError: there is no such answer.
        RefusedError: nobody has decided on it, the letter has been published, or the sign-on has another history,
            which cannot be brought back.
    """
    row = numbered(session, thread, identifier, number)
    if row.state not in (AnswerState.ACCEPTED, AnswerState.REJECTED):
        raise RefusedError(f"answer {number} of {thread}/{identifier} is {row.state}: there is nothing to take back")
    signon = session.get(SignOn, row.signon_id) if row.signon_id is not None else None
    changed = ""
    if row.state == AnswerState.ACCEPTED and row.says in _ON_THE_ROLL and signon is not None:
        _see_alone(session, row, signon, f"{thread}/{identifier}")
        changed = signon.name
        _take_off(session, row, signon)
    row.state, row.decided_at, row.decided_by = AnswerState.PENDING, None, None
    session.add(row)
    session.flush()
    return row, changed


def _see_alone(session: Session, answer: Answer, signon: SignOn, named: str) -> None:
    """Refuse unless the sign-on stands as this answer alone has made it."""
    published = select(Publication.revision).where(Publication.letter_id == answer.letter_id)
    if session.exec(published).first() is not None:
        raise RefusedError(f"{named} has been published: take down that {signon.name} withdraws")
    others = select(Answer.says).where(
        Answer.signon_id == signon.id, Answer.state == AnswerState.ACCEPTED, Answer.number != answer.number
    )
    told = any(says in _ON_THE_ROLL for says in session.exec(others).all())
    as_answered = signon.signed_at == (answer.said_at or answer.decided_at) and signon.evidence == answer.evidence
    if told or not as_answered or signon.version > _VERSION_AFTER_ONE:
        raise RefusedError(
            f"{signon.name} is on the roll by more than answer {answer.number}: "
            "`signon withdraw` or `signon add` takes down what holds"
        )


_VERSION_AFTER_ONE = 2  # who is asked is version 1; an answer makes it 2


def _take_off(session: Session, answer: Answer, signon: SignOn) -> None:
    """Put a sign-on back to being asked, or off the roll when nobody had asked; what said the same waits, too."""
    same = select(Answer).where(Answer.signon_id == signon.id)
    mails = select(Mail).where(Mail.signon_id == signon.id).order_by(col(Mail.id))
    asked = list(session.exec(mails).all())
    for other in session.exec(same).all():
        if other.state == AnswerState.DUPLICATE:
            other.state, other.decided_at, other.decided_by = AnswerState.PENDING, None, None
        if not asked:
            other.signon_id = None
        session.add(other)
    session.flush()
    if not asked:
        session.delete(signon)
        return
    signon.status, signon.version = SignOnStatus.INVITED, signon.version + 1
    signon.revision = signon.evidence = signon.signed_at = signon.channel = signon.role = None
    if signon.representative == answer.representative:
        signon.representative = None
    calls = [mail.address for mail in asked if mail.kind == MailKind.CALL]
    signon.email = calls[-1] if calls else signon.email
    session.add(signon)
