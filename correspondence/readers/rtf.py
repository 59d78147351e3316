"""Rich Text Format: its words, by a kept library."""

import re

from striprtf.striprtf import rtf_to_text

from correspondence.readers.extract import Extract, Note, Remark, UnreadableError
from correspondence.text.normalise import normalise

_MOST = 30_000_000
_PICTURE = re.compile(rb"\{\\\*?\\?pict[^{}]*\}")


def read(content: bytes) -> Extract:
    """Read a document.

    Raises:
        UnreadableError: it does not keep to the format.
    """
    text = to_text(content)
    notes = () if text.strip() else (Note(Remark.NO_TEXT, "there is no text in it"),)
    return Extract(text=text, media_type="application/rtf", notes=notes)


def to_text(content: bytes) -> str:
    """The words of some RTF, a paragraph a line with an empty line between.

    Raises:
        UnreadableError: it does not keep to the format.
    """
    if len(content) > _MOST:
        raise UnreadableError("is larger than a letter should be: save it as PDF")
    source = _PICTURE.sub(b"", content).decode("latin-1")
    try:
        text = str(rtf_to_text(source, encoding="cp1252", errors="replace"))  # type: ignore[no-untyped-call]  # untyped library
    except Exception as error:  # the library raises whatever a damaged file makes it
        raise UnreadableError("is damaged: open it in a word processor and save it as DOCX") from error
    paragraphs = (" ".join(line.split()) for line in normalise(text).replace("\x00", "").split("\n"))
    joined = "\n\n".join(filter(None, paragraphs))
    return f"{joined}\n" if joined else ""
