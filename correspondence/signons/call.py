"""The call: whom to ask for a signature, by when, and the mails that ask them, remind them, and ask them to confirm.

Here mails enter the queue; `outbox` sends them.
"""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlmodel import Session, col, select

from correspondence.errors import CorrespondenceError, NotFoundError, RefusedError
from correspondence.letters.edit import find
from correspondence.records.letter import Letter, Revision
from correspondence.records.signon import Answer, Call, Mail, Signatory, SignOn
from correspondence.records.thread import Thread
from correspondence.signons import directory
from correspondence.signons.reach import address_to_use
from correspondence.signons.roll import Roll
from correspondence.text.mailboxes import normal_address
from correspondence.vocabulary import AnswerState, MailKind, MailState, RevisionKind, Says, SignatoryKind, SignOnStatus

TEMPLATE = "sign-on-mail"
ATTACHMENTS = ("docx", "pdf")
_NO_ANSWER = (Says.ASKS, Says.UNCLEAR)


@dataclass(frozen=True, slots=True)
class Deadline:
    """A local time and the zone it is in: `2026-12-01T09:00`, `Europe/Berlin`."""

    at: str
    zone: str

    @classmethod
    def parse(cls, text: str) -> "Deadline":
        """From what a person writes: `2026-12-01 09:00 Europe/Berlin`.

        Raises:
            CorrespondenceError: it is no time with a zone, or no time that this zone's clocks show.
        """
        what = f"{text!r} is no deadline such as '2026-12-01 09:00 Europe/Berlin'"
        moment, _, zone = text.strip().rpartition(" ")
        try:
            at = datetime.strptime(moment.replace("T", " "), "%Y-%m-%d %H:%M")  # noqa: DTZ007  # the zone comes below
            local = at.replace(tzinfo=ZoneInfo(zone))
        except (ValueError, ZoneInfoNotFoundError, OSError, IsADirectoryError):
            raise CorrespondenceError(f"{what} (date, time, and the name of a time zone)") from None
        if local.astimezone(UTC).astimezone(local.tzinfo).replace(tzinfo=None) != at:
            raise CorrespondenceError(f"{text!r}: clocks in {zone} skip that hour on that day")
        return cls(at.strftime("%Y-%m-%dT%H:%M"), zone)

    def moment(self) -> datetime:
        """The moment it stands for."""
        return datetime.fromisoformat(self.at).replace(tzinfo=ZoneInfo(self.zone))


@dataclass(frozen=True, slots=True)
class Invited:
    """Somebody to be asked, as a person names them.

    Attributes:
        name: as it would be printed, or any name in the directory.
        address: where to write to; empty for the directory's.
        language: of the mail; empty for the contact's, else the letter's.
        kind: an organization or a person; None for what the directory says.
        contact: the person whom the mail greets; empty for the directory's.
    """

    name: str
    address: str = ""
    language: str = ""
    kind: SignatoryKind | None = None
    contact: str = ""


@dataclass(frozen=True, slots=True)
class Called:
    """What came of a call: who was put on the queue, and who was not and why."""

    queued: tuple[str, ...]
    passed_over: tuple[tuple[str, str], ...]


def call(
    session: Session,
    thread: str,
    identifier: str,
    invited: Iterable[Invited],
    *,
    deadline: Deadline | None,
    template: str,
    attach: Sequence[str],
    at: str,
    domain: str,
) -> Called:
    """Ask people to sign the newest frozen text: they go on the roll as invited, and a mail to each into the queue.

    Who is on the roll already is asked once for each text. Calling again with another deadline changes it.

    Args:
        session: of the change under way.
        thread: the thread's slug.
        identifier: the letter's.
        invited: whom to ask.
        deadline: by when; None for that of the call before.
        template: of the mail.
        attach: the formats in which the text goes along.
        at: now, ISO 8601.
        domain: the right side of the mails' identifiers.

    Raises:
        NotFoundError: there is no such letter, or no frozen text.
        CorrespondenceError: an address is none, or the first call has no deadline.
    """
    letter = find(session, thread, identifier)
    assert letter.id is not None
    newest = texts(session, letter.id)[-1]
    _keep(session, letter.id, newest, deadline, template, attach, f"{thread}/{identifier}")
    roll = Roll(session, letter.id)
    language = _language(session, letter)
    queued: list[str] = []
    passed: list[tuple[str, str]] = []
    for one in invited:
        entry = roll.known(one.name)
        if entry is None and not one.address:
            raise NotFoundError(f"the directory has no {one.name!r}: write NAME <ADDRESS>, or add them to it")
        address, tongue = _where(entry, one, language)
        name = entry.name if entry else one.name
        if not address:
            passed.append((name, "the directory has no e-mail address"))
            continue
        row = roll.named(name)
        if row is None:
            row = _invite(session, letter.id, name, address, entry, one, roll)
        elif row.status in (SignOnStatus.SIGNED, SignOnStatus.DECLINED, SignOnStatus.WITHDRAWN):
            passed.append((row.name, f"has {row.status} already"))
            continue
        elif row.status == SignOnStatus.INVITED and one.address:
            row.email = address
            session.add(row)
        if queue(session, row, MailKind.CALL, newest, address=address, language=tongue, at=at, domain=domain):
            queued.append(row.name)
        else:
            passed.append((row.name, "has been asked to sign this text already"))
    return Called(tuple(queued), tuple(passed))


def remind(session: Session, thread: str, identifier: str, *, at: str, domain: str) -> Called:
    """Remind those who were asked and have not answered; whose mail has not gone yet, is not reminded.

    A question, or words that nobody could make sense of, are no answer; words that wait for a person's decision are.

    Raises:
        NotFoundError: there is no such letter, or no call for it.
    """
    letter = find(session, thread, identifier)
    assert letter.id is not None
    the_call = _call_of(session, letter.id, f"{thread}/{identifier}")
    asked = select(Revision).where(Revision.letter_id == letter.id, Revision.digest == the_call.revision)
    text = session.exec(asked).one()
    queued: list[str] = []
    passed: list[tuple[str, str]] = []
    answered = {
        row.signon_id
        for row in session.exec(select(Answer).where(Answer.letter_id == letter.id)).all()
        if row.state == AnswerState.PENDING or (row.state == AnswerState.ACCEPTED and row.says not in _NO_ANSWER)
    }
    rows = select(SignOn).where(SignOn.letter_id == letter.id, SignOn.status == SignOnStatus.INVITED)
    for row in session.exec(rows.order_by(col(SignOn.id))).all():
        sent = session.exec(select(Mail).where(Mail.signon_id == row.id).order_by(col(Mail.id))).all()
        if not sent:
            continue
        if row.id in answered:
            passed.append((row.name, "has answered: see `correspondence signon answers`"))
        elif any(mail.state == MailState.FAILED for mail in sent):
            passed.append((row.name, "the mail before was refused: `signon call` writes to another address"))
        elif any(mail.state == MailState.SENDING for mail in sent):
            passed.append((row.name, "the mail before is in doubt: `signon settle` says what became of it"))
        elif any(mail.state == MailState.QUEUED for mail in sent):
            passed.append((row.name, "the mail before has not gone yet"))
        else:
            last = sent[-1]
            kind = MailKind.REMINDER
            queue(session, row, kind, text, address=last.address, language=last.language, at=at, domain=domain)
            queued.append(row.name)
    return Called(tuple(queued), tuple(passed))


def reconfirm(session: Session, thread: str, identifier: str, *, at: str, domain: str) -> Called:
    """Ask those who signed an earlier text whether they sign the newest; each is asked once for each text.

    Raises:
        NotFoundError: there is no such letter, or no frozen text.
        RefusedError: nobody has to confirm.
    """
    letter = find(session, thread, identifier)
    assert letter.id is not None
    all_texts = texts(session, letter.id)
    newest = all_texts[-1]
    holds = {one.digest for one in same_text(all_texts)}
    language = _language(session, letter)
    roll = Roll(session, letter.id)
    queued: list[str] = []
    passed: list[tuple[str, str]] = []
    for row in roll.signons:
        if row.status != SignOnStatus.SIGNED or row.revision is None or row.revision in holds:
            continue
        entry = roll.signatory_of(row)
        address, tongue = _where(entry, Invited(row.name, address_to_use(session, row)), language)
        if not address:
            passed.append((row.name, "no e-mail address is known: ask them by other means"))
        elif queue(
            session, row, MailKind.CONFIRMATION, newest, earlier=row.revision, address=address, language=tongue, at=at,
            domain=domain,
        ):  # fmt: skip
            queued.append(row.name)
        else:
            passed.append((row.name, "has been asked to confirm this text already"))
    if not queued and not passed:
        raise RefusedError(f"nobody has to confirm {thread}/{identifier}: all have signed revision {newest.number}")
    the_call = session.get(Call, letter.id)
    if the_call is not None:
        the_call.revision = newest.digest
        session.add(the_call)
    return Called(tuple(queued), tuple(passed))


def queue(
    session: Session,
    row: SignOn,
    kind: MailKind,
    text: Revision,
    *,
    address: str,
    language: str,
    at: str,
    domain: str,
    earlier: str | None = None,
) -> Mail | None:
    """Put a mail into the queue; None when that one has been there: only reminders come again.

    One that a server refused, or that was taken out of the queue, has reached nobody: it is queued anew.
    """
    query = select(Mail).where(Mail.signon_id == row.id, Mail.kind == kind, Mail.revision == text.digest)
    before = session.exec(query.order_by(col(Mail.round).desc())).first()
    if before is not None and before.state in (MailState.FAILED, MailState.CANCELLED):
        before.address, before.language, before.queued_at = address, language, at
        before.state, before.tries, before.not_before, before.said = MailState.QUEUED, 0, None, None
        session.add(before)
        session.flush()
        return before
    if before is not None and kind is not MailKind.REMINDER:
        return None
    last = before.round if before is not None else 0
    assert row.id is not None
    mail = Mail(
        letter_id=row.letter_id,
        signon_id=row.id,
        message_id=f"{secrets.token_hex(12)}@{domain}",
        kind=kind,
        round=last + 1,
        address=address,
        language=language,
        revision=text.digest,
        earlier=earlier,
        state=MailState.QUEUED,
        queued_at=at,
    )
    session.add(mail)
    session.flush()
    return mail


def everybody(session: Session, language: str = "") -> list[Invited]:
    """Everybody in the directory, or those to whom one writes in a language, also in one of its regional forms."""
    found = []
    for row in session.exec(select(Signatory).order_by(col(Signatory.name))).all():
        tongue = _contact(row)[1]
        if not language or tongue.lower().split("-")[0] == language.lower().split("-")[0]:
            found.append(Invited(row.name))
    return found


def texts(session: Session, letter_id: int) -> list[Revision]:
    """The frozen texts of a letter, in order.

    Raises:
        NotFoundError: there is none.
    """
    query = select(Revision).where(Revision.letter_id == letter_id).order_by(col(Revision.number))
    found = list(session.exec(query).all())
    if not found:
        raise NotFoundError("the letter has no frozen text: freeze it first (`correspondence letter freeze`)")
    return found


def same_text(all_texts: Sequence[Revision]) -> list[Revision]:
    """Of the revisions of a letter those that are the newest text: it, and what differs from it editorially only."""
    found = [all_texts[-1]]
    for one in reversed(all_texts[:-1]):
        if found[-1].kind == RevisionKind.SUBSTANTIVE:
            break
        found.append(one)
    return found


def _keep(
    session: Session,
    letter_id: int,
    text: Revision,
    deadline: Deadline | None,
    template: str,
    attach: Sequence[str],
    named: str,
) -> None:
    row = session.get(Call, letter_id)
    if row is None:
        if deadline is None:
            raise CorrespondenceError(f"{named} has no call yet: say by when with --deadline")
        row = Call(letter_id=letter_id, deadline="", zone="", template=template, revision=text.digest)
    if deadline is not None:
        row.deadline, row.zone = deadline.at, deadline.zone
    row.template, row.revision, row.attach = template, text.digest, list(attach)
    session.add(row)
    session.flush()


def _call_of(session: Session, letter_id: int, named: str) -> Call:
    row = session.get(Call, letter_id)
    if row is None:
        raise NotFoundError(f"{named} has no call yet: make one with `correspondence signon call`")
    return row


def _language(session: Session, letter: Letter) -> str:
    return letter.language or session.get_one(Thread, letter.thread_id).language


def _contact(row: Signatory) -> tuple[str, str]:
    """The first contact that has an address: it and the language; both may be empty."""
    for contact in row.contacts or ():
        if isinstance(contact, dict) and contact.get("email"):
            return str(contact["email"]), str(contact.get("language") or "")
        if isinstance(contact, str) and "@" in contact:
            return contact, ""
    return "", ""


def _where(entry: Signatory | None, one: Invited, letter_language: str) -> tuple[str, str]:
    """The address to write to and the language to write in."""
    address, language = _contact(entry) if entry else ("", "")
    address = _valid(one.address or address)
    return address, one.language or language or letter_language


def _valid(address: str) -> str:
    if not address:
        return ""
    try:
        return normal_address(address)
    except ValueError as error:
        raise CorrespondenceError(f"{address!r} is not an e-mail address: {error}") from None


def _invite(
    session: Session,
    letter_id: int,
    name: str,
    address: str,
    entry: Signatory | None,
    one: Invited,
    roll: Roll,
) -> SignOn:
    checked = directory.checked({"name": name, "kind": one.kind or (entry.kind if entry else None)})
    row = SignOn(
        letter_id=letter_id,
        name=checked.name,
        kind=checked.kind,
        representative=" ".join(one.contact.split()) or None,
        email=address,
        country=entry.country if entry else None,
        signatory_id=entry.id if entry else None,
        status=SignOnStatus.INVITED,
    )
    session.add(row)
    session.flush()
    roll.add(row)
    return row
