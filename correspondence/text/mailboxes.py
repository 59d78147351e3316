"""Address fields of mails (RFC 5322, section 3.4), read so that a name is never taken for an address.

A mailbox counts only when nothing else in its field looks like an address: `"ceo@apple.com" <x@elsewhere.example>` and
its like (CVE-2023-27043) name no plain mailbox.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

LONGEST_FIELD = 64_000
_MOST_MAILBOXES = 2_000
_MOST_COMMENTS = 40  # the parser of the standard library calls itself for each
_ADDRESS = re.compile(r"[^\s<>\"(),;:@\[\]\\]{1,200}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,20}")

_ANGLED = re.compile(r"<[^<>]*@[^<>]*>")
_EMPTY = re.compile(r"\(\s*\)|<\s*>")


@dataclass(frozen=True, slots=True)
class Mailbox:
    """A name and an address.

    Attributes:
        name: as shown, decoded; may be empty.
        address: with its domain in lower case; "" when there is only a name.
    """

    name: str
    address: str

    def __str__(self) -> str:
        if self.name and self.address and self.name.lower() != self.address.lower():
            return f"{self.name} <{self.address}>"
        return self.address or self.name

    @property
    def domain(self) -> str:
        """The part after the @."""
        return self.address.rpartition("@")[2]


def mailboxes(raw: str, decoded: Callable[[str], str]) -> tuple[Mailbox, ...]:
    """The mailboxes of a field in order; text that names none is one without an address.

    Args:
        raw: the field as it stands, unfolded or not.
        decoded: makes text of a name's encoded words (RFC 2047).
    """
    raw = " ".join(raw[:LONGEST_FIELD].split())
    if raw.count("(") > _MOST_COMMENTS:
        return (Mailbox(raw, ""),)
    found = _parsed(raw, decoded)
    if not any(one.address for one in found):
        # Some programs encode the whole field, address and all.
        found = _parsed(decoded(raw), str) or found
    return found or ((Mailbox(" ".join(decoded(raw).split()), ""),) if raw else ())


def one_mailbox(fields: Sequence[str], decoded: Callable[[str], str]) -> Mailbox | None:
    """The mailbox of a field that may hold one, such as `From`; None when it is missing, double, or unclear."""
    if len(fields) != 1:
        return None
    found = mailboxes(fields[0], decoded)
    if len(found) != 1 or not found[0].address:
        return None
    looks = {_lower_domain(one) for text in (fields[0], decoded(fields[0])) for one in _ADDRESS.findall(text)}
    return found[0] if {one.lower() for one in looks} == {found[0].address.lower()} else None


def domains_in(text: str) -> set[str]:
    """The domains of the e-mail addresses in a text, in lower case."""
    if "@" not in text:
        return set()
    return {_lower_domain(address).rpartition("@")[2] for address in _ADDRESS.findall(text[:LONGEST_FIELD])}


def name_alone(author: str) -> str:
    """Who wrote, as readers may know it: without any address; empty when there was nothing but one."""
    if "@" not in author:
        return author
    rest = _ADDRESS.sub("", _ANGLED.sub("", author[:LONGEST_FIELD]))
    return " ".join(_EMPTY.sub("", rest).replace('"', "").split()).replace(" ,", ",").strip(" ,;'")


def _parsed(raw: str, decoded: Callable[[str], str]) -> tuple[Mailbox, ...]:
    from email.utils import getaddresses  # loads sockets, for its other half

    try:
        pairs = getaddresses([raw])[:_MOST_MAILBOXES]
    except (RecursionError, IndexError, ValueError):
        return ()
    found = []
    for name, address in pairs:
        label = " ".join(decoded(name).split())
        if _ADDRESS.fullmatch(address):
            found.append(Mailbox(label, _lower_domain(address)))
        elif label or address:
            found.append(Mailbox(" ".join(filter(None, (label, decoded(address)))), ""))
    return tuple(found)


def _lower_domain(address: str) -> str:
    local, _, domain = address.rpartition("@")
    return f"{local}@{domain.lower().rstrip('.')}"


@lru_cache(maxsize=20_000)
def normal_address(address: str) -> str:
    """An e-mail address in the form in which it is kept (RFC 5321, and RFC 6531 beyond ASCII).

    Raises:
        ValueError: it is none; says why.
    """
    from email_validator import validate_email  # slow to import, seldom needed

    return validate_email(address, check_deliverability=False).normalized
