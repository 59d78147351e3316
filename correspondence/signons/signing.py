"""The roll of a letter changes: somebody signs, declines or withdraws."""

from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from sqlmodel import Session, col, select

from correspondence.bundle import schema
from correspondence.errors import CorrespondenceError, NotFoundError, RefusedError
from correspondence.letters.edit import find
from correspondence.records.letter import Revision
from correspondence.records.signon import SignOn
from correspondence.signons.roll import Roll
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
    instead_of_newer: bool = False,
    roll: Roll | None = None,
    **values: Any,
) -> SignOn:
    """Take down that somebody signs a frozen text.

    Args:
        session: of the change under way.
        thread: the thread's slug.
        identifier: the letter's.
        name: as it shall be printed, to the letter.
        number: the revision signed; None for the newest.
        at: when, ISO 8601.
        instead_of_newer: take it down although they have signed a newer text.
        roll: of the letter, if it has been read.
        values: what else `Signing.take` takes.

    Raises:
        NotFoundError: there is no such letter or revision.
        RefusedError: they have signed this very text, or a newer one.
        CorrespondenceError: a name or address that cannot be taken down.
    """
    text = Signing.of(session, thread, identifier, number, roll)
    row = text.take(name, at=at, instead_of_newer=instead_of_newer, **values)
    session.flush()
    return row


@dataclass(frozen=True, slots=True)
class Signing:
    """A text that is being signed, once or by many: what they share is looked up once.

    Attributes:
        session: of the change under way.
        roll: of the letter.
        digest: of the text.
        number: its number.
        numbers: of all the letter's texts, by their digests.
        named: the letter, for messages.
    """

    session: Session
    roll: Roll
    digest: str
    number: int
    numbers: dict[str, int]
    named: str

    @classmethod
    def of(
        cls, session: Session, thread: str, identifier: str, number: int | None, roll: Roll | None = None
    ) -> "Signing":
        """The newest text of a letter, or the one of that number.

        Raises:
            NotFoundError: there is no such letter or revision.
        """
        letter = find(session, thread, identifier)
        assert letter.id is not None
        query = select(Revision.digest, Revision.number).where(Revision.letter_id == letter.id)
        numbers = dict(session.exec(query.order_by(col(Revision.number))).all())
        named = f"{thread}/{identifier}"
        digest = next((d for d, n in reversed(numbers.items()) if number is None or n == number), None)
        if digest is None:
            what = "no frozen text to sign: freeze it first" if number is None else f"no revision {number}"
            raise NotFoundError(f"{named} has {what}")
        return cls(session, roll or Roll(session, letter.id), digest, numbers[digest], numbers, named)

    def take(
        self,
        name: str,
        *,
        at: str,
        kind: SignatoryKind | None = None,
        representative: str | None = None,
        role: str | None = None,
        email: str | None = None,
        country: str | None = None,
        channel: Channel = Channel.MANUAL,
        evidence: str | None = None,
        instead_of_newer: bool = False,
    ) -> SignOn:
        """Take down that somebody signs the text; the sign-on is written with the session's next flush.

        Somebody who was invited, or who signed an earlier text, signs again: their place in the order stays, and so
        does their name as it was taken down first. Names that differ in case or spaces only are one.

        Args:
            name: as it shall be printed, to the letter.
            at: when, ISO 8601.
            kind: an organization or a person; None for what they were taken down as, else what the directory says.
            representative: who signs for it.
            role: the representative's, or the person's.
            email: where to reach them.
            country: theirs.
            channel: the way the answer came in.
            evidence: the digest of the file it came in.
            instead_of_newer: take it down although they have signed a newer text.

        Raises:
            RefusedError: they have signed this very text, or a newer one.
            CorrespondenceError: a name or address that cannot be taken down.
        """
        entry = self._entry(
            name, at=at, kind=kind, representative=representative, role=role, email=email, country=country,
            channel=channel, evidence=evidence,
        )  # fmt: skip
        row = self.roll.named(entry.name)
        if row is not None and row.status == SignOnStatus.SIGNED:
            self._see_newer(row, instead_of_newer=instead_of_newer)
        new = row is None
        row = row or SignOn(letter_id=self.roll.letter_id, name=entry.name, status=entry.status)
        given = entry.model_dump(exclude={"name", "signatory", "at"}, exclude_none=True)
        for column, value in given.items():
            setattr(row, column, value)
        row.signed_at = entry.at
        if row.signatory_id is None and (known := self.roll.known(entry.name)) is not None:
            row.signatory_id = known.id
        row.version = (row.version or 0) + 1
        self.session.add(row)
        if new:
            self.roll.add(row)
        return row

    def new(self, name: str, *, at: str, **values: Any) -> dict[str, Any]:
        """The row of somebody who signs and is not on the roll yet, as plain values, for many to be written at once.

        Args:
            name: as it shall be printed, to the letter.
            at: when, ISO 8601.
            values: as for `take`.

        Raises:
            CorrespondenceError: a name or address that cannot be taken down.
        """
        entry = self._entry(name, at=at, **values)
        known = self.roll.known(entry.name)
        columns = entry.model_dump(exclude={"signatory", "at"})
        return columns | {
            "letter_id": self.roll.letter_id, "signed_at": entry.at, "version": 1,
            "signatory_id": known.id if known is not None else None,
        }  # fmt: skip

    def _entry(self, name: str, **values: Any) -> schema.SignOn:
        """The sign-on as a bundle may hold it."""
        return _checked({"name": name, "status": SignOnStatus.SIGNED, "revision": self.digest} | values)

    def _see_newer(self, row: SignOn, *, instead_of_newer: bool) -> None:
        """Refuse to sign what is signed, or to put an older text in the place of a newer one."""
        if row.revision == self.digest:
            raise RefusedError(f"{row.name} has signed this text of {self.named} already")
        newer = self.numbers.get(row.revision or "", 0)
        if newer > self.number and not instead_of_newer:
            raise RefusedError(
                f"{row.name} has signed revision {newer} of {self.named}, which is newer than revision {self.number}: "
                "--instead-of-newer puts the older one in its place"
            )


def withdraw(
    session: Session, thread: str, identifier: str, name: str, *, at: str, evidence: str | None = None
) -> SignOn:
    """Take down that a signatory withdraws; what they had signed stays on record.

    Raises:
        NotFoundError: nobody of that name answered.
        RefusedError: they have not signed.
    """
    row = on_roll(session, thread, identifier, name)
    if row.status != SignOnStatus.SIGNED:
        raise RefusedError(f"{row.name} has not signed {thread}/{identifier}: the sign-on is {row.status}")
    return _now(session, row, SignOnStatus.WITHDRAWN, at, evidence)


def decline(
    session: Session, thread: str, identifier: str, name: str, *, at: str, evidence: str | None = None
) -> SignOn:
    """Take down that somebody who was invited declines.

    Raises:
        NotFoundError: nobody of that name is on the roll.
        RefusedError: they have signed: that is to withdraw.
    """
    row = on_roll(session, thread, identifier, name)
    if row.status == SignOnStatus.SIGNED:
        raise RefusedError(f"{row.name} has signed {thread}/{identifier}: take down that they withdraw")
    return _now(session, row, SignOnStatus.DECLINED, at, evidence)


def on_roll(session: Session, thread: str, identifier: str, name: str) -> SignOn:
    """The sign-on of that name, whatever its case and spaces.

    Raises:
        NotFoundError: nobody of that name is on the roll.
    """
    letter = find(session, thread, identifier)
    assert letter.id is not None
    name = normalise(name)
    row = Roll(session, letter.id).named(name)
    if row is None:
        raise NotFoundError(f"{thread}/{identifier} has no sign-on by {name!r}")
    return row


def _now(session: Session, row: SignOn, status: SignOnStatus, at: str, evidence: str | None) -> SignOn:
    row.status = status
    row.signed_at = at
    row.evidence = evidence or row.evidence
    row.version += 1
    session.add(row)
    session.flush()
    return row


def _checked(data: dict[str, Any]) -> schema.SignOn:
    try:
        return schema.SignOn.model_validate({key: value for key, value in data.items() if value is not None})
    except ValidationError as error:
        raise CorrespondenceError(fault_of(error)) from error


def fault_of(error: ValidationError) -> str:
    """What is wrong with the first value that is, in one line."""
    fault = error.errors(include_url=False)[0]
    key = ".".join(str(part) for part in fault["loc"])
    return f"{key}: {fault['msg'].removeprefix('Value error, ')}"
