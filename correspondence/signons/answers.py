"""Answers to a call: what came in is received and kept; a person's word makes a sign-on of it.

`receive` keeps what came in through any channel; `accept` and `reject` are what a person decides about it.
"""

import hashlib
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError
from sqlmodel import Session, func, select

from correspondence.bundle import schema
from correspondence.errors import CorrespondenceError, NotFoundError, RefusedError
from correspondence.letters.edit import find
from correspondence.records.letter import Revision
from correspondence.records.signon import Answer, SignOn
from correspondence.signons.reach import address_to_keep
from correspondence.signons.roll import Roll
from correspondence.signons.signing import decline, fault_of, sign, withdraw
from correspondence.text.normalise import normalise
from correspondence.vocabulary import AnswerState, Channel, Says, SignatoryKind


@dataclass(frozen=True, slots=True)
class Coming:
    """Something that came in on a call, as far as it is understood; see `records.signon.Answer`.

    Attributes:
        key: tells it when it comes in again; see `key_of`.
        channel: the way it came.
        says: what it seems to say.
        name: of the signatory as it shall be printed, to the letter; empty when it is not known.
        evidence: the digest of the file it came in, which the originals hold.
        place: its row in that file, counted from 1.
    """

    key: str
    channel: Channel
    says: Says
    name: str = ""
    kind: SignatoryKind | None = None
    representative: str = ""
    role: str = ""
    email: str = ""
    country: str = ""
    comments: str = ""
    revision: str | None = None
    passage: str = ""
    sender: str = ""
    matched: str = ""
    dkim: str = ""
    checks: tuple[str, ...] = ()
    cells: dict[str, str] = field(default_factory=dict)
    fault: str = ""
    evidence: str | None = None
    place: int | None = None
    said_at: str = ""


def key_of(content: bytes) -> str:
    """What tells something that came in: SHA-256 of its bytes with line feeds, which transport changes."""
    return hashlib.sha256(content.replace(b"\r\n", b"\n")).hexdigest()


def receive(
    session: Session,
    letter_id: int,
    coming: Coming,
    *,
    at: str,
    state: AnswerState = AnswerState.PENDING,
    signon: SignOn | None = None,
) -> Answer | None:
    """Keep what came in; nothing of the roll changes.

    Args:
        session: of the change under way.
        letter_id: the letter it answers.
        coming: what came in.
        at: when it was received, UTC.
        state: pending until a person decides; faulty when it cannot be taken down.
        signon: whom it is from, as far as that is known.

    Returns:
        The answer, or None when it had come in before.

    Raises:
        CorrespondenceError: a value is none that an answer can have; the line names it.
    """
    known = select(Answer.id).where(Answer.letter_id == letter_id, Answer.key == coming.key)
    if session.exec(known).first() is not None:
        return None
    last = session.exec(select(func.max(Answer.number)).where(Answer.letter_id == letter_id)).one()
    row = Answer(**checked(letter_id, coming, number=(last or 0) + 1, at=at, state=state))
    row.signon_id = signon.id if signon else None
    session.add(row)
    session.flush()
    return row


def checked(letter_id: int, coming: Coming, *, number: int, at: str, state: AnswerState) -> dict[str, Any]:
    """The record of an answer as plain values, seen to be such as an answer can have.

    Raises:
        CorrespondenceError: one is not; the line names it.
    """
    values = ((name, getattr(coming, name)) for name in coming.__dataclass_fields__)
    given: dict[str, Any] = {name: value for name, value in values if value not in ("", None, (), {})}
    try:
        entry = schema.Answer.model_validate(given | {"number": number, "state": state, "received_at": at})
    except ValidationError as error:
        raise CorrespondenceError(fault_of(error)) from None
    return entry.model_dump(mode="json", exclude={"signon"}) | {"letter_id": letter_id, "signon_id": None}


def accept(
    session: Session,
    thread: str,
    identifier: str,
    number: int,
    *,
    by: str,
    at: str,
    says: Says | None = None,
    name: str | None = None,
    kind: SignatoryKind | None = None,
    new: bool = False,
) -> tuple[Answer, SignOn | None]:
    """A person confirms an answer: the roll changes as it says.

    Args:
        session: of the change under way.
        thread: the thread's slug.
        identifier: the letter's.
        number: the answer's.
        by: who decides.
        at: when.
        says: what it says, if that is something else than was proposed.
        name: whom it is from, if that is somebody else than was proposed.
        kind: whether an organization or a person signs, if that is something else than was proposed.
        new: with `name` (or the name in the answer), they may be new on the roll: an open call.

    Raises:
        NotFoundError: there is no such answer.
        RefusedError: it has been decided, it is not known whom it is from or what it says, or the roll refuses that.
    """
    row = numbered(session, thread, identifier, number)
    if not AnswerState(row.state).undecided:
        raise _decided(row, f"answer {number} of {thread}/{identifier}")
    signon = session.get(SignOn, row.signon_id) if row.signon_id is not None and name is None else None
    whom = signon.name if signon else normalise(name or row.name or "")
    meant = says or Says(row.says)
    if kind is SignatoryKind.ORGANIZATION and row.kind == SignatoryKind.PERSON and row.name != whom:
        row.representative = row.representative or row.name  # whoever filled in the form, for an organization
    row.kind = kind or row.kind
    roll = Roll(session, row.letter_id)
    there = roll.named(whom) if whom else None
    if wanting := _wanting(meant if says is None else None, whom, known=there is not None or new):
        raise RefusedError(f"answer {number}: {'; '.join(wanting)}")
    result = _apply(session, thread, identifier, row, meant, there.name if there else whom, at=at, roll=roll)
    row.says = meant
    row.state = AnswerState.ACCEPTED
    row.signon_id = result.id if result else (there.id if there else None)
    row.decided_at, row.decided_by = at, by
    session.add(row)
    session.flush()
    return row, result


def _wanting(proposed: Says | None, whom: str, *, known: bool) -> list[str]:
    """All that a person has yet to say before an answer can count."""
    found = []
    if proposed is Says.UNCLEAR:
        found.append("what it says is unclear: say what with --says, or reject it")
    if not whom:
        found.append("nobody can tell whom it is from: say so with --from NAME")
    elif not known:
        found.append(f"{whom!r} is not on the roll: --new takes them on, --from NAME is another")
    return found


def _decided(row: Answer, name: str) -> RefusedError:
    if row.state == AnswerState.DUPLICATE:
        return RefusedError(f"{name} says what an earlier one says: it counts already, and there is nothing to decide")
    back = ": `signon undo` takes that back" if row.state in (AnswerState.ACCEPTED, AnswerState.REJECTED) else ""
    return RefusedError(f"{name} has been {row.state} already{back}")


def reject(session: Session, thread: str, identifier: str, number: int, *, by: str, at: str) -> Answer:
    """A person decides that an answer counts for nothing; it stays on record.

    Raises:
        NotFoundError: there is no such answer.
        RefusedError: it has been decided.
    """
    row = numbered(session, thread, identifier, number)
    if not AnswerState(row.state).undecided:
        raise _decided(row, f"answer {number} of {thread}/{identifier}")
    row.state = AnswerState.REJECTED
    row.decided_at, row.decided_by = at, by
    session.add(row)
    session.flush()
    return row


def numbered(session: Session, thread: str, identifier: str, number: int) -> Answer:
    """An answer by its number.

    Raises:
        NotFoundError: there is none.
    """
    letter = find(session, thread, identifier)
    row = session.exec(select(Answer).where(Answer.letter_id == letter.id, Answer.number == number)).first()
    if row is None:
        raise NotFoundError(f"{thread}/{identifier} has no answer {number}: see `correspondence signon answers`")
    return row


def _apply(
    session: Session, thread: str, identifier: str, answer: Answer, says: Says, name: str, *, at: str, roll: Roll
) -> SignOn | None:
    """Change the roll as an answer says; questions and wishes change nothing."""
    when = answer.said_at or at
    if says is Says.SIGNS:
        text = None
        if answer.revision is not None:
            query = select(Revision.number).where(
                Revision.letter_id == answer.letter_id, Revision.digest == answer.revision
            )
            text = session.exec(query).one()
        return sign(
            session,
            thread,
            identifier,
            name,
            number=text,
            at=when,
            kind=SignatoryKind(answer.kind) if answer.kind else None,
            representative=answer.representative,
            role=answer.role,
            email=address_to_keep(roll, answer, name),
            country=answer.country,
            channel=Channel(answer.channel),
            evidence=answer.evidence,
            roll=roll,
        )
    if says is Says.DECLINES:
        return decline(session, thread, identifier, name, at=when, evidence=answer.evidence)
    if says is Says.WITHDRAWS:
        return withdraw(session, thread, identifier, name, at=when, evidence=answer.evidence)
    return None
