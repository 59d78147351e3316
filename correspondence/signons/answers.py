"""Answers to a call: taking a sign-on down by hand, and withdrawing one."""

from pydantic import ValidationError
from sqlmodel import Session, col, select

from correspondence.bundle import schema
from correspondence.errors import CorrespondenceError, NotFoundError, RefusedError
from correspondence.letters.edit import find
from correspondence.records.letter import Revision
from correspondence.records.signon import Signatory, SignOn
from correspondence.text.normalise import normalise
from correspondence.vocabulary import Channel, SignatoryKind, SignOnStatus


def sign(
    session: Session,
    thread: str,
    identifier: str,
    name: str,
    *,
    number: int | None,
    at: str,
    kind: SignatoryKind | None = None,
    representative: str | None = None,
    role: str | None = None,
    email: str | None = None,
    channel: Channel = Channel.MANUAL,
) -> SignOn:
    """Take down that somebody signs a frozen text.

    Somebody who was invited, or who signed an earlier text, signs again: their place in the order stays.

    Args:
        session: of the change under way.
        thread: the thread's slug.
        identifier: the letter's.
        name: as it shall be printed, to the letter.
        number: the revision signed; None for the newest.
        at: when, ISO 8601.
        kind: an organization or a person; None for what they were taken down as, else what the directory says.
        representative: who signs for it.
        role: the representative's, or the person's.
        email: where to reach them.
        channel: the way the answer came in.

    Raises:
        NotFoundError: there is no such letter or revision.
        RefusedError: they have signed this very text.
        CorrespondenceError: a name or address that cannot be taken down.
    """
    letter = find(session, thread, identifier)
    assert letter.id is not None
    digest = _digest(session, letter.id, number, f"{thread}/{identifier}")
    entry = _checked(
        {
            "name": name,
            "kind": kind,
            "representative": representative,
            "role": role,
            "email": email,
            "status": SignOnStatus.SIGNED,
            "revision": digest,
            "channel": channel,
            "at": at,
        }
    )
    row = session.exec(select(SignOn).where(SignOn.letter_id == letter.id, SignOn.name == entry.name)).first()
    if row is not None and row.status == SignOnStatus.SIGNED and row.revision == digest:
        raise RefusedError(f"{entry.name} has signed this text of {thread}/{identifier} already")
    row = row or SignOn(letter_id=letter.id, name=entry.name, status=entry.status)
    given = entry.model_dump(exclude={"name", "signatory", "country", "evidence", "at"}, exclude_none=True)
    for field, value in given.items():
        setattr(row, field, value)
    row.signed_at = entry.at
    row.signatory_id = row.signatory_id or _known(session, entry.name)
    row.version = (row.version or 0) + 1
    session.add(row)
    session.flush()
    return row


def withdraw(session: Session, thread: str, identifier: str, name: str, *, at: str) -> SignOn:
    """Take down that a signatory withdraws; what they had signed stays on record.

    Raises:
        NotFoundError: nobody of that name answered.
        RefusedError: they have not signed.
    """
    letter = find(session, thread, identifier)
    name = normalise(name)
    row = session.exec(select(SignOn).where(SignOn.letter_id == letter.id, SignOn.name == name)).first()
    if row is None:
        raise NotFoundError(f"{thread}/{identifier} has no sign-on by {name!r}")
    if row.status != SignOnStatus.SIGNED:
        raise RefusedError(f"{name} has not signed {thread}/{identifier}: the sign-on is {row.status}")
    row.status = SignOnStatus.WITHDRAWN
    row.signed_at = at
    row.version += 1
    session.add(row)
    session.flush()
    return row


def _digest(session: Session, letter_id: int, number: int | None, named: str) -> str:
    statement = select(Revision).where(Revision.letter_id == letter_id).order_by(col(Revision.number).desc())
    if number is not None:
        statement = statement.where(Revision.number == number)
    revision = session.exec(statement.limit(1)).first()
    if revision is None:
        what = "no frozen text to sign: freeze it first" if number is None else f"no revision {number}"
        raise NotFoundError(f"{named} has {what}")
    return revision.digest


def _checked(data: dict[str, object]) -> schema.SignOn:
    try:
        return schema.SignOn.model_validate({key: value for key, value in data.items() if value is not None})
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        key = ".".join(str(part) for part in fault["loc"])
        raise CorrespondenceError(f"{key}: {fault['msg'].removeprefix('Value error, ')}") from error


def _known(session: Session, name: str) -> int | None:
    return session.exec(select(Signatory.id).where(Signatory.name == name)).first()
