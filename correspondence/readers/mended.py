"""The header of a mail as a parser takes it, whatever is wrong with its lines (RFC 5322, 2.2 and 4.5)."""

import re
from email.message import Message

from correspondence.readers.headers import AS_IT_STANDS

_LINE = re.compile(rb"[!-9;-~]+:|[ \t]|>?From ")
_SPACED = re.compile(rb"([!-9;-~]+)[ \t]+:")
_GOOD = re.compile(rb"(?:(?:[!-9;-~]+:|[ \t])[^\n]*(?:\n|\Z))*")
_KNOWN = re.compile(
    rb"(?:from|to|cc|subject|date|message-id|mime-version|content-type|content-transfer-encoding|received|return-path"
    rb"|reply-to|in-reply-to|references|delivered-to|sender)[ \t]*:",
    re.IGNORECASE,
)
_BEFORE = re.compile(rb"(?:\xef\xbb\xbf|[ \t\r\n]){1,10000}(?=>?From |[!-9;-~]{1,60}[ \t]{0,8}:)")
_MOST_LINES = 5_000


def from_first_field(content: bytes) -> bytes:
    """A mail without a byte order mark, white space and empty lines before its first field."""
    found = _BEFORE.match(content)
    return content[found.end() :] if found else content


def mended(content: bytes, head: int) -> bytes:
    """A mail whose header has no line that would end it early.

    White space before a colon goes, and lines that are no field where fields follow them.

    Args:
        content: the mail.
        head: where its header ends.
    """
    if _GOOD.fullmatch(content, 0, head):
        return content
    lines = content[:head].split(b"\n")
    known = [number for number, line in enumerate(lines) if _KNOWN.match(line)]
    last = known[-1] if known else -1
    if len(lines) > _MOST_LINES or last < 0:
        return content
    kept = []
    for number, line in enumerate(lines):
        if spaced := _SPACED.match(line):
            kept.append(spaced[1] + line[spaced.end() - 1 :])
        elif number >= last or _LINE.match(line):
            kept.append(line)
    return b"\n".join(kept) + content[head:]


def second_type(message: Message) -> Message | None:
    """A mail that names two types, read by the one with a boundary that is found in its body; None for any other."""
    types = message.get_all("Content-Type", [])
    if not types[1:]:
        return None
    try:
        body = message.get_payload()
    except ValueError:  # it cannot even be looked at in the set that it names
        return None
    if not isinstance(body, str):
        return None
    for value in types[1:]:
        other = Message(policy=AS_IT_STANDS)
        other["Content-Type"] = str(value)
        boundary = other.get_boundary()
        if boundary and f"--{boundary}\n" in body.replace("\r\n", "\n"):
            return other
    return None
