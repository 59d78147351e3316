"""Header fields of a mail, decoded whatever is wrong with them: RFC 5322, RFC 2047, RFC 2231."""

import re
from binascii import Error as BinasciiError
from collections.abc import Sequence
from datetime import UTC
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime

from correspondence.readers.extract import Note, Remark
from correspondence.readers.plain import decode

_LONGEST = 64_000
_MOST_ADDRESSES = 2_000
_IDENTIFIER = re.compile(r"<\s*([^<>\s]{1,900})\s*>")
_ADDRESS = re.compile(r"[^\s<>\"(),;:@]{1,200}@[\w.-]{1,250}")
_NESTED = "((((((((((((((((((((((((((((((((((((((((("


def field(message: Message, name: str) -> str:
    """A field as people should read it, on one line; "" when there is none. What is longer than 64 kB is cut."""
    raw = message.get(name)
    return " ".join(words(str(raw)[:_LONGEST]).split()) if raw is not None else ""


def words(raw: str) -> str:
    """The text of a field's raw value: encoded words decoded, bare bytes read as UTF-8 or guessed."""
    text = _undeclared(raw)
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
            found += _mailboxes(words(str(raw)[:_LONGEST]))
    return tuple(found[:_MOST_ADDRESSES])


def sender(message: Message) -> tuple[str, str, tuple[Note, ...]]:
    """Who sent a mail: as shown, the one address if it is plain which, and a note when it is not.

    `From` may be forged at will; where it names none, two, or another address in the name, no address is taken for it.
    """
    fields = message.get_all("From", [])
    if not fields:
        return field(message, "Sender"), "", (Note(Remark.SENDER, "names no sender (From)"),)
    raw = " ".join(words(str(fields[0])[:_LONGEST]).split())
    found = _ADDRESS.findall(raw)
    shown = _mailboxes(raw)
    one = len(fields) == 1 and len(shown) == 1 and len(set(map(str.lower, found))) == 1
    if one and (shown[0] == found[0] or shown[0].endswith(f" <{found[0]}>")):
        local, _, domain = found[0].rpartition("@")
        return shown[0], f"{local}@{domain.lower().rstrip('.')}", ()
    return raw, "", (Note(Remark.SENDER, f"the sender is not one plain mailbox: {raw[:300]}"),)


def moment(message: Message) -> tuple[str, tuple[Note, ...]]:
    """When a mail was sent, ISO 8601, and a note when the field is missing, without a zone, or no date."""
    raw = field(message, "Date")
    if not raw:
        return "", (Note(Remark.DATE, "names no date"),)
    try:
        when = parsedate_to_datetime(raw[:200])
    except (ValueError, TypeError, IndexError, OverflowError):
        return "", (Note(Remark.DATE, f"its date is none: {raw[:100]}"),)
    if when.tzinfo is None or raw.endswith("-0000"):
        return when.replace(tzinfo=None).isoformat(), (Note(Remark.DATE, f"its date has no time zone: {raw[:100]}"),)
    try:
        when.astimezone(UTC)
    except (OverflowError, ValueError):
        return "", (Note(Remark.DATE, f"its date is none: {raw[:100]}"),)
    return when.isoformat(), ()


def identifiers(message: Message, name: str) -> tuple[str, ...]:
    """The message identifiers of a field, without angle brackets, in order."""
    raw = _undeclared(str(message.get(name) or "")[:_LONGEST])
    found = _IDENTIFIER.findall(raw)
    if not found and name.lower() == "message-id" and raw.strip():
        found = [raw.split()[0].strip("<>")]
    return tuple(dict.fromkeys(found))


def _mailboxes(text: str) -> Sequence[str]:
    if "((((" in text or text.count("(") > len(_NESTED):
        return [" ".join(text.split())]
    try:
        parsed = getaddresses([text])[:_MOST_ADDRESSES]
    except RecursionError:
        return [" ".join(text.split())]
    shown = []
    for name, address in parsed:
        label = " ".join(name.split())
        shown.append(f"{label} <{address}>" if label and address and label != address else address or label)
    return [one for one in shown if one] or [" ".join(text.split())]


def _undeclared(raw: str) -> str:
    """Bare bytes in a header come as surrogates; as UTF-8 or a guess they are text again."""
    if raw.isascii():
        return raw
    return decode(raw.encode("utf-8", "surrogateescape"))[0]
