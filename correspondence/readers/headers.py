"""Header fields of a mail, decoded whatever is wrong with them: RFC 5322, RFC 2047, RFC 2231."""

import re
from binascii import Error as BinasciiError
from datetime import UTC, datetime
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.policy import Compat32
from email.utils import parsedate_to_datetime

from correspondence.readers.extract import Note, Remark
from correspondence.readers.plain import decode
from correspondence.text.domains import imitation, related
from correspondence.text.mailboxes import mailboxes, one_mailbox


class _AsItStands(Compat32):
    """Fields as they stand: bare bytes as surrogates, where the default would put question marks."""

    def header_fetch_parse(self, name: str, value: str) -> str:
        """The value; on one line where it has parameters, for a boundary may be folded too."""
        return unfolded(value) if name[:8].lower() == "content-" else value


def unfolded(value: str) -> str:
    """A field's value on one line (RFC 5322, 2.2.3)."""
    return _FOLD.sub("", value) if "\n" in value else value


AS_IT_STANDS = _AsItStands()
_LONGEST = 64_000
_MONTH = r"(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_DAY = re.compile(
    rf"\b(\d{{1,2}})(?:st|nd|rd|th)?[ -]{_MONTH}[ ,-]+(\d{{4}})\b"
    rf"|\b{_MONTH} +(\d{{1,2}})(?:st|nd|rd|th)?,? +(\d{{4}})\b",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"\b(\d{1,2})[:.](\d\d)(?:[:.](\d\d)(?:\.\d+)?)?(?: ?([ap])\.?m\b\.?)?"
    r"(?: *(?:GMT|UTC)? *([+-])(\d{1,2}):?(\d\d)?|( +(?:GMT|UTC|UT|Z|0000|[ECMP][SD]T)\b))?",
    re.IGNORECASE,
)
_HALVES = re.compile(r"\d ?[ap]\.?m\b", re.IGNORECASE)
_FOLD = re.compile(r"\r?\n(?=[ \t])")
_MOST_ADDRESSES = 2_000
_IDENTIFIER = re.compile(r"<\s*([^<>\s]{1,900})\s*>")


def field(message: Message, name: str) -> str:
    """A field as people should read it, on one line; "" when there is none. What is longer than 64 kB is cut."""
    raw = message.get(name)
    return " ".join(words(str(raw)[:_LONGEST]).split()) if raw is not None else ""


def words(raw: str) -> str:
    """The text of a field's raw value: encoded words decoded, bare bytes read as UTF-8 or guessed."""
    text = unfolded(_undeclared(raw))  # some programs fold within an encoded word
    if "=?" not in text:
        return text
    try:
        parts = decode_header(text)
    except (HeaderParseError, BinasciiError, ValueError, IndexError):
        return text
    return "".join(part if isinstance(part, str) else decode(part, charset or "ascii")[0] for part, charset in parts)


def addresses(message: Message, *names: str) -> tuple[str, ...]:
    """The mailboxes of some fields, each as `Name <address>`."""
    found: list[str] = []
    for name in names:
        for raw in message.get_all(name, [])[:50]:
            found += map(str, mailboxes(_undeclared(str(raw)[:_LONGEST]), words))
    return tuple(found[:_MOST_ADDRESSES])


def sender(message: Message) -> tuple[str, str, tuple[Note, ...]]:
    """Who sent a mail: as shown, the one address if it is plain which, and what speaks against believing it.

    `From` may be forged at will; where it names none, two, or another address in the name, no address is taken for it.
    """
    fields = [_undeclared(str(value)[:_LONGEST]) for value in message.get_all("From", [])]
    if not fields:
        return field(message, "Sender"), "", (Note(Remark.SENDER, "names no sender (From)"),)
    one = one_mailbox(fields, words)
    if one is None:
        raw = " ".join(words(fields[0]).split())
        return raw, "", (Note(Remark.SENDER, f"the sender is not one plain mailbox: {raw[:300]}"),)
    notes = []
    if why := imitation(one.domain):
        notes.append(Note(Remark.SENDER, f"the sender's domain {why}"))
    answers = [box for raw in message.get_all("Reply-To", [])[:10] for box in mailboxes(_undeclared(str(raw)), words)]
    elsewhere = [box.address for box in answers if box.address and not related(box.domain, one.domain)]
    if elsewhere:
        notes.append(Note(Remark.SENDER, f"answers would go to another domain: {', '.join(elsewhere[:5])}"))
    return str(one), one.address, tuple(notes)


def moment(message: Message) -> tuple[str, tuple[Note, ...]]:
    """When a mail was sent, ISO 8601, and a note when the field is missing, without a zone, or no date."""
    raw = field(message, "Date")
    if not raw:
        return "", (Note(Remark.DATE, "names no date"),)
    try:
        # The library reads “9:30 PM” as half past nine in the morning.
        when = None if _HALVES.search(raw[:200]) else parsedate_to_datetime(raw[:200])
    except (ValueError, TypeError, IndexError, OverflowError):
        when = None
    if when is None:
        written = _unusual(raw[:200])
        if not written:
            return "", (Note(Remark.DATE, f"its date is none: {raw[:100]}"),)
        return written, (Note(Remark.DATE, f"its date is written in an unusual way: {raw[:100]}"),)
    if when.tzinfo is None or raw.endswith("-0000"):
        return when.replace(tzinfo=None).isoformat(), (Note(Remark.DATE, f"its date has no time zone: {raw[:100]}"),)
    try:
        when.astimezone(UTC)
    except (OverflowError, ValueError):
        return "", (Note(Remark.DATE, f"its date is none: {raw[:100]}"),)
    return when.isoformat(), ()


def _unusual(raw: str) -> str:
    """A date whose day, month in English, year and time stand there, though not as a mail should have them; else ""."""
    day, time = _DAY.search(raw), _TIME.search(raw)
    if day is None or time is None:
        try:
            return datetime.fromisoformat(raw).isoformat()
        except ValueError:
            return ""
    number, month = (day[1], day[2]) if day[1] else (day[5], day[4])
    hour = int(time[1]) % 12 + 12 * (time[4] in "pP") if time[4] else int(time[1])
    named = (time[8] or "").strip().upper()
    zone = f"{time[5]}{int(time[6]):02}{time[7] or '00'}" if time[5] else named.replace("0000", "+0000")
    usual = f"{number} {month} {day[3] or day[6]} {hour}:{time[2]}:{time[3] or '00'} {zone}"
    try:
        when = parsedate_to_datetime(usual)
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""
    return when.isoformat()


def identifiers(message: Message, name: str) -> tuple[str, ...]:
    """The message identifiers of a field, without angle brackets, in order."""
    raw = _undeclared(str(message.get(name) or "")[:_LONGEST])
    found = _IDENTIFIER.findall(raw)
    if not found and name.lower() == "message-id" and raw.strip():
        found = [raw.split()[0].strip("<>")]
    return tuple(dict.fromkeys(found))


def _undeclared(raw: str) -> str:
    """Bare bytes in a header come as surrogates; as UTF-8 or a guess they are text again."""
    if raw.isascii():
        return raw
    return decode(raw.encode("utf-8", "surrogateescape"))[0]
