"""Signed and encrypted mail: what was signed is read, what was encrypted is told; no key is ever looked for.

OpenPGP: RFC 9580 (section 7: signed text that anybody can read), RFC 3156. S/MIME: RFC 8551 over RFC 5652.
"""

import re

SIGNATURES = frozenset(
    {
        "application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature",
        "application/pgp-keys", "application/pgp-encrypted",
    }
)  # fmt: skip
OPAQUE = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
ENCRYPTED = "is encrypted: read it in the mail program that has the key"
_SIGNED_DATA = bytes.fromhex("2a864886f70d010702")
_SEQUENCE, _OCTETS, _LONG_OCTETS, _EXPLICIT, _OBJECT = 0x30, 0x04, 0x24, 0xA0, 0x06
_DEEPEST = 6
_INDEFINITE, _LONGEST_LENGTH = 0x80, 8
_CLEAR = re.compile(
    r"^-----BEGIN PGP SIGNED MESSAGE-----[ \t]*\n(?:[A-Za-z]{1,20}: [^\n]*\n)*[ \t]*\n"
    r"(?P<text>(?:(?!-----BEGIN PGP SIGNATURE-----)[^\n]*\n)*)"
    r"-----BEGIN PGP SIGNATURE-----[ \t]*\n(?:(?!-----END)[^\n]*\n)*-----END PGP SIGNATURE-----[ \t]*$",
    re.MULTILINE,
)
_ENCRYPTED_TEXT = re.compile(r"^-----BEGIN PGP MESSAGE-----", re.MULTILINE)


def without_signature(text: str) -> str:
    """A text that was signed in the clear, without what the signature put around it."""
    if "-----BEGIN PGP SIGNED MESSAGE-----" not in text:
        return text
    return _CLEAR.sub(lambda found: re.sub(r"(?m)^- ", "", found["text"]).rstrip("\n"), text)


def is_encrypted(text: str) -> bool:
    """Whether some of a text is encrypted by OpenPGP."""
    return _ENCRYPTED_TEXT.search(text) is not None


def signed_content(content: bytes) -> bytes | None:
    """What was signed in an S/MIME envelope that is not encrypted (RFC 5652, section 5); None when there is none."""
    if _SIGNED_DATA not in content[:64]:
        return None
    try:
        return _first_data(content, 0, len(content), _DEEPEST)
    except (IndexError, ValueError):
        return None


def _first_data(data: bytes, at: int, end: int, depth: int) -> bytes | None:
    """The first octet string in the structure, in document order: before it stand only numbers and names."""
    while at < end and depth:
        tag, start, stop, after = _element(data, at, end)
        if tag == _OCTETS:
            return data[start:stop]
        if tag == _LONG_OCTETS:
            return b"".join(_pieces(data, start, stop))
        if tag in (_SEQUENCE, _EXPLICIT):
            found = _first_data(data, start, stop, depth - 1)
            if found is not None:
                return found
        at = after
    return None


def _pieces(data: bytes, at: int, end: int) -> list[bytes]:
    pieces = []
    while at < end:
        tag, start, stop, at = _element(data, at, end)
        if tag != _OCTETS:
            break
        pieces.append(data[start:stop])
    return pieces


def _element(data: bytes, at: int, end: int) -> tuple[int, int, int, int]:
    """Tag, beginning and end of the content, and where the next element begins (X.690, 8.1)."""
    tag, length = data[at], data[at + 1]
    start = at + 2
    if length == _INDEFINITE:  # until two zeros: of what holds elements, as far as the outer one goes
        return tag, start, end, end
    if length > _INDEFINITE:
        size = length & 0x7F
        if size > _LONGEST_LENGTH:
            raise ValueError("no length")
        length = int.from_bytes(data[start : start + size], "big")
        start += size
    stop = min(start + length, end)
    return tag, start, stop, stop
