"""Mailboxes in one file (RFC 4155, and what programs make of it): each message once, whatever stands between them."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from correspondence.readers import eml
from correspondence.readers.extract import Extract, Note, Remark, UnreadableError

# It begins with letters, so that the engine looks for those and tries nothing else.
_SEPARATOR = re.compile(rb"\nFrom [^\r\n]*(?=\r?\n(?:>?From |[!-9;-~]+[ \t]*:))")
_FIRST = re.compile(rb"From [^\r\n]*(?=\r?\n(?:>?From |[!-9;-~]+[ \t]*:))")
_CUT = re.compile(rb"\nFrom [^\r\n]*(?=\r?\n[!-9;-~]+[ \t]*:)")
# Before messages that have no header: with a date, as every such line should, or people's own words would be one.
_BARE = re.compile(
    rb"^From [^\r\n]{1,200} \d\d:\d\d(?::\d\d)? [^\r\n]{0,20}\d{4}\b[^\r\n]{0,20}(?=\r?\n\r?\n)", re.MULTILINE
)
_LONGEST_LINE = 4_096
PIECE = 8 << 20
_ESCAPED = re.compile(rb"^>(>*From )", re.MULTILINE)


def read(content: bytes, *, inner: Callable[[bytes, str], Extract]) -> Iterator[Extract]:
    """Read a mailbox message by message; one that cannot be read is told and does not stop the others.

    Raises:
        UnreadableError: it is no mailbox.
    """
    starts = _separators(content)
    if not starts:
        raise UnreadableError("is no mailbox: no line in it begins a message (“From …”)")
    ends = [start for start, _ in starts[1:]] + [len(content)]
    for (_, start), end in zip(starts, ends, strict=True):
        source = content[start:end].rstrip(b"\r\n") + b"\n"
        try:
            extract = eml.read(_ESCAPED.sub(rb"\1", source), inner=inner)
        except UnreadableError as error:
            note = Note(Remark.NO_TEXT, str(error))
            extract = Extract(text="", media_type="message/rfc822", notes=(note,))
        yield replace(extract, source=source)


def pieces(content: bytes, size: int = PIECE) -> Iterator[bytes]:
    """A large mailbox in parts of about that size, each a mailbox; anything else as it is."""
    if len(content) <= 2 * size or _CUT.match(b"\n" + content[:_LONGEST_LINE]) is None:
        yield content
        return
    start = 0
    for cut in _CUT.finditer(content, size):
        here = cut.start() + 1
        before = content.rfind(b"\n", max(0, here - _LONGEST_LINE), here - 1) + 1
        # Behind another such line it would end a message that has nothing but that line.
        if here - start >= size and not content.startswith(b"From ", before):
            yield content[start:here]
            start = here
    yield content[start:]


def _separators(content: bytes) -> list[tuple[int, int]]:
    """Where the lines between messages begin, and where they end."""
    first = _FIRST.match(content)
    found = [] if first is None else [first.span()]
    found += [(match.start() + 1, match.end()) for match in _SEPARATOR.finditer(content)]
    found = found or [match.span() for match in _BARE.finditer(content)]
    return [(start, end + (2 if content.startswith(b"\r", end) else 1)) for start, end in found]
