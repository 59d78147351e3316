"""Making a mail: safe headers, plain text with an HTML twin, attachments, a date of an event (RFC 5322, RFC 5545)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime

from correspondence.errors import CorrespondenceError

_BREAKS = re.compile("[\r\n\0\u2028\u2029]")
_LONGEST_LINE = 78


@dataclass(frozen=True, slots=True)
class Attached:
    """A file to go with a mail."""

    name: str
    media_type: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail before it has its form.

    Attributes:
        sender: name, which may be empty, and address; without an address it is left to the program that sends it.
        to: likewise.
        subject: one line.
        text: plain text.
        html: the same as a page; empty for none.
        language: BCP 47.
        message_id: without angle brackets.
        answers: the message identifiers that it follows on, oldest first.
        at: when it is sent.
        attached: what goes with it.
    """

    sender: tuple[str, str]
    to: tuple[str, str]
    subject: str
    text: str
    html: str
    language: str
    message_id: str
    answers: Sequence[str]
    at: datetime
    attached: Sequence[Attached] = ()


def compose(letter: Letter) -> EmailMessage:
    """The mail.

    Raises:
        CorrespondenceError: a header would hold a line break, or an address is none.
    """
    message = EmailMessage(policy=_strict(policy.SMTP).clone(max_line_length=_LONGEST_LINE))
    if letter.sender[1]:
        message["From"] = _mailbox(*letter.sender)
    message["To"] = _mailbox(*letter.to)
    message["Subject"] = one_line(letter.subject, "the subject")
    message["Date"] = format_datetime(letter.at.astimezone(UTC))
    message["Message-ID"] = f"<{one_line(letter.message_id, 'the message identifier')}>"
    if letter.answers:
        message["In-Reply-To"] = f"<{letter.answers[-1]}>"
        message["References"] = " ".join(f"<{one}>" for one in letter.answers)
    message["Auto-Submitted"] = "no"
    message.set_content(letter.text, cte="quoted-printable")
    if letter.html:
        message.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    for file in letter.attached:
        main, _, sub = file.media_type.partition("/")
        message.add_attachment(file.content, maintype=main, subtype=sub, filename=one_line(file.name, "a file's name"))
    message["Content-Language"] = letter.language  # last: a body that is added takes such fields for its own
    return message


def needs_utf8(message: EmailMessage) -> bool:
    """Whether an address has letters that only servers with SMTPUTF8 (RFC 6531) take."""
    given = [message[name] for name in ("From", "To") if name in message]
    return any(not address.username.isascii() for header in given for address in header.addresses)


def as_bytes(message: EmailMessage) -> bytes:
    """The mail as it goes over the wire, with CR LF."""
    return message.as_bytes(policy=_strict(policy.SMTPUTF8 if needs_utf8(message) else policy.SMTP))


def one_line(text: str, what: str) -> str:
    """The text, which must not break a header.

    Raises:
        CorrespondenceError: it holds a line break.
    """
    if _BREAKS.search(text):
        raise CorrespondenceError(f"{what} must be one line: {' '.join(text.split())[:60]!r}")
    return text


def event(summary: str, at: datetime, *, identifier: str, stamp: datetime, url: str = "") -> bytes:
    """A calendar file with a deadline and a reminder the day before (RFC 5545).

    Args:
        summary: what ends then.
        at: when, with its time zone.
        identifier: its UID: the same deadline again changes the event that is there.
        stamp: when this was written.
        url: where more stands.

    Raises:
        CorrespondenceError: what writes it is not installed.
    """
    try:
        from icalendar import Alarm, Calendar, Event  # an extra
    except ImportError:
        raise CorrespondenceError("a calendar file needs one more package: install `correspondence[mail]`") from None

    entry = Event()
    entry.add("uid", identifier)
    entry.add("dtstamp", stamp.astimezone(UTC))
    entry.add("dtstart", at.astimezone(UTC))  # in UTC, every calendar shows it in its user's own time
    entry.add("summary", summary)
    entry.add("description", f"{at:%Y-%m-%d %H:%M} {at.tzinfo}")
    entry.add("transp", "TRANSPARENT")
    if url:
        entry.add("url", url)
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", summary)
    alarm.add("trigger", timedelta(days=-1))
    entry.add_component(alarm)
    calendar = Calendar()
    calendar.add("prodid", "-//correspondence//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(entry)
    return bytes(calendar.to_ical())


def _strict(form: "policy.EmailPolicy[EmailMessage]") -> "policy.EmailPolicy[EmailMessage]":
    """The policy that sees once more that no header breaks into two (CVE-2024-6923), where Python has it."""
    return form.clone(verify_generated_headers=True) if hasattr(form, "verify_generated_headers") else form


def _mailbox(name: str, address: str) -> Address:
    from email_validator import EmailNotValidError, validate_email  # slow to import

    one_line(address, "an address")
    try:
        valid = validate_email(address, check_deliverability=False)
    except EmailNotValidError as error:
        raise CorrespondenceError(f"{address!r} is not an e-mail address: {error}") from None
    domain = valid.ascii_domain
    local = valid.ascii_local_part or valid.local_part
    return Address(display_name=one_line(name, "a name"), username=local, domain=domain)
