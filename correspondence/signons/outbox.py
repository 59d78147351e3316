"""The queue of mails: each goes out once at most, whatever happens.

A mail is put on record as being sent before its first byte leaves, and as sent when the server has taken it. What
is found being sent when nobody sends is in doubt: SMTP cannot tell whether it has gone. It is not sent again by itself;
a person finds out by its Message-ID, and says so with `decide`.
"""

import hashlib
import secrets
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

from sqlmodel import Session, col, select

from correspondence.errors import CorrespondenceError, NotFoundError, RefusedError
from correspondence.letters.edit import find
from correspondence.mail import settings
from correspondence.mail.compose import as_bytes
from correspondence.mail.smtp import Fate, Outcome, Pace, Postman
from correspondence.overview.mailing import MailRow
from correspondence.records.signon import Mail
from correspondence.store.change import change, now
from correspondence.text.names import slug
from correspondence.vocabulary import MailState
from correspondence.workspace import Workspace

MOST_TRIES = 6
_FIRST_WAIT = timedelta(minutes=5)  # greylisting servers ask for about that


@dataclass(frozen=True, slots=True)
class Told:
    """What became of one mail: whom it was to, its identifier, its state now, and what the server said."""

    name: str
    address: str
    message_id: str
    state: MailState
    said: str
    in_doubt: bool = False


Composed = Iterable[tuple[MailRow, str, EmailMessage]]
"""Queued mails, each with the reference that stands in it, made one after another while they are sent."""


def deliver(
    workspace: Workspace, subject: str, composed: Composed, post: Callable[[EmailMessage], Outcome]
) -> Iterator[Told]:
    """Send queued mails one after another; each step is on record before the next.

    Args:
        workspace: whose queue.
        subject: the letter, for the journal.
        composed: the mails; one that is not queued any more is passed over.
        post: hands it to a server; an error that it raises leaves the mail queued.

    Raises:
        CorrespondenceError: a mail cannot be made, or there is no server; what was sent is on record.
    """
    for row, reference, message in composed:
        if not _claim(workspace, subject, row, reference):
            continue
        try:
            outcome = post(message)
        except CorrespondenceError:
            _settle(workspace, subject, row, Outcome(Fate.LATER, "no server"), counts=False)
            raise
        yield _settle(workspace, subject, row, outcome)


def post(
    workspace: Workspace, subject: str, composed: Composed, *, rate: int, go_on: Callable[[], bool] = lambda: True
) -> Iterator[Told]:
    """Send queued mails through the server of the settings, so many a minute.

    Args:
        workspace: whose queue.
        subject: the letter, as `thread/letter`.
        composed: the mails, which are not made before the first is taken from it.
        rate: how many go in a minute.
        go_on: asked before each mail, and while it waits for its time.

    Raises:
        SettingsError: the settings name no server, or it has no password.
        PostError: there is no connection to be had; what was sent is on record.
    """
    pace = Pace(rate)

    def paced() -> Composed:
        for mail in composed:
            if not pace.wait(go_on):
                return
            yield mail

    with Postman(settings.server("smtp")) as postman:
        postman.connect()  # a password that is wrong is told before any mail is claimed
        _at_home(workspace, subject, settings.home())
        yield from deliver(workspace, subject, paced(), postman.send)


def write_files(
    workspace: Workspace,
    subject: str,
    composed: Composed,
    folder: Path,
    write: Callable[[bytes, Path], None],
) -> Iterator[Told]:
    """Write queued mails as `.eml` files, for somebody to send by other means; each under a name of its own.

    A file is there before its mail is on record as written: after an interruption the next run writes it anew.

    Args:
        workspace: whose queue.
        subject: the letter, for the journal.
        composed: the mails.
        folder: where to; it must be there.
        write: puts bytes in a file, wholly or not at all.
    """
    for row, reference, message in composed:
        path = folder / f"{slug(row.name) or 'mail'}-{row.message_id[:8]}.eml"
        message["X-Unsent"] = "1"  # a mail program opens it as a draft, to be sent
        write(as_bytes(message), path)
        with change(workspace, "signon mail written", subject) as act:
            mail = _mail(act.session, row)
            if mail.state != MailState.QUEUED:
                act.nothing_done = True
                continue
            mail.state, mail.sent_at, mail.said = MailState.WRITTEN, act.at, path.name
            mail.tokens = [*(mail.tokens or ()), digest_of(reference)]
            act.session.add(mail)
            act.detail |= {"to": row.address, "message_id": row.message_id, "file": path.name}
        yield Told(row.name, row.address, row.message_id, MailState.WRITTEN, path.name)


def decide(session: Session, thread: str, identifier: str, message_id: str, *, sent: bool, at: str) -> Mail:
    """A person says whether a mail in doubt, or one that was refused, has gone: if not, it is queued again.

    Raises:
        NotFoundError: there is no such mail.
        RefusedError: it is neither.
    """
    letter = find(session, thread, identifier)
    wanted = message_id.strip().strip("<>")
    query = select(Mail).where(Mail.letter_id == letter.id)
    found = [mail for mail in session.exec(query).all() if wanted in (mail.message_id, mail.message_id.split("@")[0])]
    if not found:
        raise NotFoundError(f"{thread}/{identifier} has no mail <{wanted}>: see `correspondence signon outbox`")
    mail = found[0]
    if mail.state not in (MailState.SENDING, MailState.FAILED):
        raise RefusedError(f"the mail <{mail.message_id}> is {mail.state}: there is nothing to decide")
    mail.state = MailState.SENT if sent else MailState.QUEUED
    mail.sent_at = (mail.sent_at or mail.tried_at or at) if sent else None
    mail.not_before = None
    session.add(mail)
    session.flush()
    return mail


def cancel(session: Session, thread: str, identifier: str) -> int:
    """Take all mails out of the queue that have not gone; how many.

    Raises:
        NotFoundError: there is no such letter.
    """
    letter = find(session, thread, identifier)
    query = select(Mail).where(Mail.letter_id == letter.id, col(Mail.state) == MailState.QUEUED)
    rows = session.exec(query).all()
    for mail in rows:
        mail.state = MailState.CANCELLED
        session.add(mail)
    session.flush()
    return len(rows)


def new_reference() -> str:
    """A reference that nobody can guess: 20 characters, without those that are taken for one another."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _ in range(5)) for _ in range(4))


def digest_of(reference: str) -> str:
    """What the store keeps of a reference: the SHA-256 of its letters and digits."""
    return hashlib.sha256("".join(filter(str.isalnum, reference.lower())).encode()).hexdigest()


def _at_home(workspace: Workspace, subject: str, domain: str) -> None:
    """Give the mails that were queued before anybody had said from whom they go a domain that exists."""
    thread, _, identifier = subject.partition("/")
    with change(workspace, "signon mail named", subject) as act:
        letter = find(act.session, thread, identifier)
        rows = act.session.exec(
            select(Mail).where(
                Mail.letter_id == letter.id,
                col(Mail.state) == MailState.QUEUED,
                col(Mail.message_id).endswith(f"@{settings.NOWHERE}"),
            )
        ).all()
        act.nothing_done = not rows
        act.detail["domain"] = domain
        for mail in rows:
            mail.message_id = f"{mail.message_id.partition('@')[0]}@{domain}"
            act.session.add(mail)


def _claim(workspace: Workspace, subject: str, row: MailRow, reference: str) -> bool:
    """Put a mail on record as being sent; False when another process was faster."""
    with change(workspace, "signon mail sending", subject) as act:
        mail = _mail(act.session, row)
        if mail.state != MailState.QUEUED:
            act.nothing_done = True
            return False
        mail.state, mail.tried_at = MailState.SENDING, act.at
        mail.tries += 1
        mail.tokens = [*(mail.tokens or ()), digest_of(reference)]
        act.session.add(mail)
        act.detail |= {"to": row.address, "message_id": row.message_id}
    return True


def _settle(workspace: Workspace, subject: str, row: MailRow, outcome: Outcome, *, counts: bool = True) -> Told:
    """Put on record what became of a mail."""
    fate, said = outcome
    with change(workspace, f"signon mail {fate}", subject) as act:
        mail = _mail(act.session, row)
        mail.said = said
        if fate is Fate.SENT:
            mail.state, mail.sent_at = MailState.SENT, act.at
        elif fate is Fate.REFUSED or (fate is Fate.LATER and mail.tries >= MOST_TRIES):
            mail.state = MailState.FAILED
        elif fate is Fate.LATER:
            mail.state = MailState.QUEUED
            if counts:
                wait = _FIRST_WAIT * 2 ** (mail.tries - 1)
                mail.not_before = _moment(datetime.fromisoformat(act.at) + wait)
            else:
                mail.tries -= 1
        act.session.add(mail)
        act.detail |= {"to": row.address, "message_id": row.message_id, "said": said}
        state = MailState(mail.state)
    return Told(row.name, row.address, row.message_id, state, said, in_doubt=fate is Fate.IN_DOUBT)


def _mail(session: Session, row: MailRow) -> Mail:
    return session.get_one(Mail, row.key)


def _moment(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def due(rows: list[MailRow], *, at: str = "") -> list[MailRow]:
    """Of the mails of a letter those that are queued and whose time has come."""
    moment = at or now()
    return [row for row in rows if row.state == MailState.QUEUED and row.not_before <= moment]
