"""Who sent a mail, as far as it can be known: `From` may be forged at will.

Only the header fields are looked at, in linear time, and nothing is asked of the network unless the caller brings a
resolver. Then signatures are checked (DKIM, RFC 6376), and one counts when its domain is the sender's (RFC 7489,
section 3.1.1). What other servers say of a mail (`Authentication-Results`, ARC) is not trusted.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from email.header import decode_header
from enum import StrEnum

from correspondence.text.domains import imitation, related
from correspondence.text.mailboxes import LONGEST_FIELD, Mailbox, mailboxes, one_mailbox

Resolver = Callable[[str], bytes | None]
"""Gives the TXT record of a name, or None when there is none; asks the network, or not, as it likes."""

_MOST_HEADER = 1 << 20
_MOST_SIGNATURES = 5
_MOST_SIGNED = 64 << 20
_FIELD = re.compile(rb"([!-9;-~]{1,100})[ \t]*:(.*)", re.DOTALL)
_TAG = re.compile(rb"(?:^|;)\s*(d|l)\s*=\s*([^;]{0,300})")


class Dkim(StrEnum):
    """What became of a mail's DKIM signatures."""

    NOT_ASKED = "not asked"
    """No resolver was given: keys stand in the DNS."""
    NONE = "none"
    """It bears no signature."""
    PASSED = "passed"
    """One of the sender's own domain holds for the whole mail."""
    OTHER_DOMAIN = "other domain"
    """One holds, of a domain that is not the sender's."""
    FAILED = "failed"
    """None holds: the mail was altered or forged, or the key is gone."""


@dataclass(frozen=True, slots=True)
class Authenticity:
    """What a mail tells of its sender, and whether that can be believed.

    Attributes:
        shown: `From` as it stands, decoded.
        sender: the one plain mailbox that sent it; None when that is unclear.
        dkim: what became of its signatures.
        warnings: what a person should know before believing it, a line each.
    """

    shown: str
    sender: Mailbox | None
    dkim: Dkim
    warnings: tuple[str, ...]

    @property
    def unclear(self) -> bool:
        """Whether no single mailbox can be named as the sender."""
        return self.sender is None

    @property
    def authentic(self) -> bool:
        """Whether the sender's own domain vouches for the mail, and nothing speaks against it."""
        return self.sender is not None and self.dkim is Dkim.PASSED and not self.warnings


def assess(raw: bytes, *, resolver: Resolver | None = None) -> Authenticity:
    """Tell who sent a mail, and what speaks against believing it.

    Args:
        raw: the mail, as it came.
        resolver: asked for the keys of its signatures; without one they are not checked.
    """
    fields = _fields(raw)
    senders = [words(value) for value in fields.get("from", [])]
    shown = " ".join(" ".join(decoded(one).split()) for one in senders)[:LONGEST_FIELD]
    sender = one_mailbox(senders, decoded)
    warnings = []
    if sender is None:
        if not senders:
            warnings.append("it names no sender")
        else:
            warnings.append(f"its sender is not one plain mailbox: {shown[:300]}")
    else:
        warnings += _about(sender, fields)
    dkim = _checked(raw, fields, sender, resolver)
    if dkim is Dkim.FAILED:
        warnings.append("its signature (DKIM) does not hold: it was altered on its way, or is forged")
    elif dkim is Dkim.OTHER_DOMAIN:
        warnings.append("it is signed (DKIM) by another domain than its sender's")
    return Authenticity(shown=shown, sender=sender, dkim=dkim, warnings=tuple(warnings))


def decoded(text: str) -> str:
    """Text with its encoded words (RFC 2047) made readable; what cannot be decoded stays as it is."""
    if "=?" not in text:
        return text
    try:
        parts = decode_header(text)
        return "".join(p if isinstance(p, str) else p.decode(charset or "ascii", "replace") for p, charset in parts)
    except (ValueError, LookupError, IndexError):  # the library's own errors are ValueErrors
        return text


def words(value: bytes) -> str:
    """A field's raw value as text: bare bytes as UTF-8, else as Latin-1, and never an error."""
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")


def _about(sender: Mailbox, fields: dict[str, list[bytes]]) -> list[str]:
    """What speaks against a sender that is plain in itself."""
    told = []
    if why := imitation(sender.domain):
        told.append(f"the sender's domain {why}")
    told += [
        f"answers would go to another domain: {one.address}"
        for one in _boxes(fields, "reply-to")
        if one.address and not related(one.domain, sender.domain)
    ]
    told += [
        f"it was sent by {one.address} in the name of {sender.address}"
        for one in _boxes(fields, "sender")
        if one.address and not related(one.domain, sender.domain)
    ]
    return told


def _boxes(fields: dict[str, list[bytes]], name: str) -> list[Mailbox]:
    return [one for value in fields.get(name, [])[:5] for one in mailboxes(words(value), decoded)[:5]]


def _fields(raw: bytes) -> dict[str, list[bytes]]:
    """The header fields by lower-case name, unfolded, in order; what is longer than 64 kB is cut."""
    found: dict[str, list[bytearray]] = {}
    last: bytearray | None = None
    for line in raw[:_MOST_HEADER].splitlines():
        if not line.strip():
            break
        if line[:1] in (b" ", b"\t"):
            if last is not None and len(last) < LONGEST_FIELD:
                last += line
            continue
        match = _FIELD.fullmatch(line)
        if match is None:
            last = None
            continue
        last = bytearray(match[2][:LONGEST_FIELD])
        found.setdefault(match[1].decode("ascii").lower(), []).append(last)
    return {name: [bytes(value) for value in values] for name, values in found.items()}


def _checked(raw: bytes, fields: dict[str, list[bytes]], sender: Mailbox | None, resolver: Resolver | None) -> Dkim:
    signatures = fields.get("dkim-signature", [])
    if not signatures:
        return Dkim.NONE
    if resolver is None:
        return Dkim.NOT_ASKED
    result = Dkim.FAILED
    for number, signature in enumerate(signatures[:_MOST_SIGNATURES]):
        tags = dict(_TAG.findall(signature))
        # A signature of the first so many bytes lets anybody add to the mail.
        if b"l" in tags or len(raw) > _MOST_SIGNED or not _holds(raw, number, resolver):
            continue
        domain = b"".join(tags.get(b"d", b"").split()).decode("ascii", "replace")
        if sender is not None and related(domain, sender.domain):
            return Dkim.PASSED
        result = Dkim.OTHER_DOMAIN
    return result


def _holds(raw: bytes, number: int, resolver: Resolver) -> bool:
    import dkim  # loads cryptography, and most mails are not asked for

    def record(name: bytes, **_: object) -> bytes | None:
        return resolver(name.decode("ascii", "replace"))

    try:
        return bool(dkim.DKIM(raw).verify(number, dnsfunc=record))
    except Exception:  # noqa: BLE001  # the library raises whatever a malformed signature makes it
        return False
