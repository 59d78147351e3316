"""Transfer encodings undone, whatever is wrong with them: base64 and quoted-printable (RFC 2045), uuencode (POSIX)."""

import binascii
import mimetypes
import re
from email.message import Message

from correspondence.readers.extract import Attachment

_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]")
_PROSE = re.compile(rb"(?:^|[ \t])(?:[A-Za-z]{1,20}[,.]?[ \t]+){3}[A-Za-z]")
_ENCODED = ("base64", "quoted-printable")
_BEGIN = re.compile(r"begin(?:-base64)? [0-7]{3,4} (\S.*)")
_LONGEST_UU = 100  # characters of one of its lines, with what mail programs append
_FULL_UU = 45  # bytes of a full line, which begins with M


def content_of(part: Message) -> bytes:
    """The bytes of a part; where its encoding is broken, as much of them as can be had."""
    encoded = _encoded(part)
    if encoded and str(part.get("Content-Transfer-Encoding", "")).strip().lower() == "base64":
        return from_base64(encoded)
    try:
        content = part.get_payload(decode=True)
    except (ValueError, LookupError, TypeError, AttributeError):
        return encoded
    return content if isinstance(content, bytes) else encoded


def _encoded(part: Message) -> bytes:
    """A part's payload as it was sent; nothing when the character set it names cannot even be looked up."""
    try:
        raw = part.get_payload()
    except ValueError:
        return b""
    return raw.encode("utf-8", "surrogateescape") if isinstance(raw, str) else b""


def from_base64(encoded: bytes) -> bytes:
    """What some base64 stands for, without what is none in it; words that were never encoded are given back."""
    try:
        if not re.search(rb"[^A-Za-z0-9+/=\s]", encoded):
            return binascii.a2b_base64(encoded)
    except binascii.Error:
        pass
    if _PROSE.search(encoded):
        return encoded
    return b"".join(map(_from_digits, encoded.split(b"\n")))


def _from_digits(line: bytes) -> bytes:
    """A line on its own: what is wrong with one does not shift the others."""
    digits = _NOT_BASE64.sub(b"", line)
    whole = digits[: len(digits) - (len(digits) % 4 == 1)]  # a single digit left over stands for less than a byte
    return binascii.a2b_base64(whole + b"=" * (-len(whole) % 4))


def undone(mail: Message, encoding: str) -> bytes | None:
    """A mail that was encoded as a whole, which it should not be (RFC 2046, 5.2.1); None when it was not."""
    encoding = encoding.strip().lower()
    if encoding not in _ENCODED or mail.keys():
        return None
    encoded = _encoded(mail)
    return from_base64(encoded) if encoding == "base64" else binascii.a2b_qp(encoded)


def without_uuencoded(text: str) -> tuple[str, list[Attachment]]:
    """A text without the files that are uuencoded in it, and these files."""
    if "\nbegin " not in f"\n{text[:200_000]}" and "begin " not in text:
        return text, []
    kept: list[str] = []
    files: list[Attachment] = []
    lines = text.split("\n")
    at = 0
    while at < len(lines):
        begin = _BEGIN.fullmatch(lines[at].rstrip("\r"))
        end = _end_of_uuencoded(lines, at + 1) if begin else 0
        if begin is None or not end:
            kept.append(lines[at])
            at += 1
            continue
        name = begin[1].strip()
        content = b"".join(_from_uu(line) for line in lines[at + 1 : end])
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        files.append(Attachment(name, kind, content))
        at = end + 1 if lines[end : end + 1] and lines[end].strip() == "end" else end
    return "\n".join(kept), files


def _end_of_uuencoded(lines: list[str], at: int) -> int:
    """The line after the last one of a file; 0 when the first is none of one."""
    start = at
    while at < len(lines) and lines[at].strip() != "end":
        line = lines[at].rstrip("\r")
        if line.strip() in ("", "`"):
            following = lines[at + 1].strip() if at + 1 < len(lines) else "end"
            if following != "end":
                break
        elif len(line) > _LONGEST_UU or not all(" " <= sign <= "`" for sign in line):
            break
        at += 1
    return at if at > start and lines[start].strip() and _from_uu(lines[start]) else 0


def _from_uu(line: str) -> bytes:
    try:
        return binascii.a2b_uu(line)
    except (binascii.Error, ValueError):
        pass
    # Some programs pad lines with what is too much.
    count = ((ord(line[0]) - 32) & 63) if line else 0
    try:
        return binascii.a2b_uu(line[: (count * 4 + 5) // 3 + 1]) if count <= _FULL_UU else b""
    except (binascii.Error, ValueError):
        return b""
