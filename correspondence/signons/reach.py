"""Where later mails to a signatory go: never to an address that a doubtful mail brought."""

from sqlmodel import Session, col, select

from correspondence.records.signon import Answer, Mail, SignOn
from correspondence.signons.roll import Roll, addresses_of
from correspondence.vocabulary import AnswerState, Channel, MailKind

UNTOLD = "it cannot be told whom it is from"


def address_to_keep(roll: Roll, answer: Answer, name: str) -> str | None:
    """The address that goes on the roll with an answer; None leaves what is known as it is.

    A mail's sender that was found doubtful may be anybody, whoever the mail is said to be from. Who is new and gave
    no other reason for doubt is reached where they wrote from.
    """
    if answer.channel != Channel.EMAIL or not answer.checks:
        return answer.email
    there, entry = roll.named(name), roll.known(name)
    reached = (there is not None and there.email) or (entry is not None and addresses_of(entry))
    return None if reached or set(answer.checks) != {UNTOLD} else answer.email


def address_to_use(session: Session, row: SignOn) -> str:
    """The address of a sign-on, unless it came with a doubtful mail: then the one that was asked; both may be empty."""
    if not row.email:
        return ""
    came = select(Answer.checks).where(
        Answer.signon_id == row.id, Answer.state == AnswerState.ACCEPTED, Answer.channel == Channel.EMAIL,
        Answer.email == row.email,
    )  # fmt: skip
    if not any(set(checks or ()) - {UNTOLD} for checks in session.exec(came).all()):
        return row.email
    asked = select(Mail.address).where(Mail.signon_id == row.id, Mail.kind == MailKind.CALL)
    return session.exec(asked.order_by(col(Mail.id).desc())).first() or ""
