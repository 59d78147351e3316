"""Mailboxes in one file (RFC 4155, and what programs make of it): each message once, whatever stands between them."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from correspondence.readers import eml
from correspondence.readers.extract import Extract, Note, Remark, UnreadableError

_SEPARATOR = re.compile(rb"(?:\A|(?<=\n\n)|(?<=\n\r\n)|(?<=\n))From [^\r\n]*\r?\n(?=(?:>?From |[!-9;-~]+[ \t]*:))")
_ESCAPED = re.compile(rb"^>(>*From )", re.MULTILINE)


def read(content: bytes, *, inner: Callable[[bytes, str], Extract]) -> Iterator[Extract]:
    """Read a mailbox message by message; one that cannot be read is told and does not stop the others.

    Raises:
        UnreadableError: it is no mailbox.
    """
    starts = [match.span() for match in _SEPARATOR.finditer(content)]
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
