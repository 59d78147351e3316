"""Parts of a mail whose boundaries are broken: the words are there, and each part says how it is encoded."""

import email
import re
from email.message import Message

from correspondence.readers.headers import AS_IT_STANDS

_MOST = 200
_PART = re.compile(
    rb"^--[^\r\n]{1,200}\r?\n"
    rb"(?P<head>(?:[A-Za-z][A-Za-z-]{2,60}[ \t]*:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*)+)\r?\n",
    re.MULTILINE,
)
_BOUNDARY_LINE = re.compile(rb"^--[^\s-][^\r\n]{0,100}\r?$|^--[-=_]{2,}[^\r\n]{1,100}\r?$", re.MULTILINE)


def parts_of(body: bytes) -> list[Message]:
    """What stands after lines like boundaries, each with its fields; those that hold others are left out."""
    found = list(_PART.finditer(body))[:_MOST]
    parts = []
    for number, match in enumerate(found):
        end = found[number + 1].start() if number + 1 < len(found) else len(body)
        content = _BOUNDARY_LINE.sub(b"", body[match.end() : end])
        part = email.message_from_bytes(match["head"] + b"\r\n" + content, policy=AS_IT_STANDS)
        if not part.get_content_type().startswith("multipart/"):
            parts.append(part)
    return parts


def without_boundaries(body: bytes) -> bytes:
    """A body without the lines that separate its parts, and without their fields."""
    return _BOUNDARY_LINE.sub(b"", _PART.sub(b"\n", body))
