"""Rich Text Format (specification 1.9.1): its words in order, and what in it is not plain text."""

import re

from correspondence.readers import html
from correspondence.readers.extract import Extract, Note, Remark, UnreadableError
from correspondence.readers.plain import decode
from correspondence.readers.rtf_groups import Reader
from correspondence.text.normalise import normalise

_MOST = 30_000_000
_CODE_PAGE = re.compile(r"\\ansicpg(\d{3,5})")
_TABLES = {"fonttbl", "colortbl", "stylesheet", "info", "generator", "listtable"}
_TOKEN = re.compile(
    r"([{}])|\\([a-zA-Z]{1,32})(-?\d{1,10})?(?: |(?=[^a-zA-Z0-9]))|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z0-9'])|([^{}\\]+)"
)
_PICTURE = re.compile(rb"\{\\\*?\\?pict[^{}]*\}")


def read(content: bytes) -> Extract:
    """Read a document.

    Raises:
        UnreadableError: it is larger than a letter should be.
    """
    if len(content) <= _MOST and b"\\fromhtml1" not in content[:2_000]:
        reader = _walked(content)
        text, notes = _tidy(reader.text()), reader.notes()
    else:
        text, notes = to_text(content), ()
    if not text.strip():
        notes = (*notes, Note(Remark.NO_TEXT, "there is no text in it"))
    return Extract(text=text, media_type="application/rtf", notes=notes)


def _page_in(source: str) -> str:
    """The HTML that a mail program wrapped in RTF (MS-OXRTFEX): what stands in its tags, and the text between them."""
    page_number = _CODE_PAGE.search(source[:2_000])
    charset = f"cp{page_number[1]}" if page_number else "cp1252"
    kept: list[str] = []
    dropped = [False]  # for each open group, whether its words are no part of the page
    skip = pending = 0
    bytes_of = bytearray()
    for match in _TOKEN.finditer(source):
        brace, word, number, byte, sign, text = match.groups()
        if byte:
            if not dropped[-1] and not skip:
                bytes_of.append(int(byte, 16))
            continue
        if bytes_of:
            kept.append(decode(bytes(bytes_of), charset)[0])
            bytes_of.clear()
        if brace == "{":
            dropped.append(dropped[-1])
            pending = 1
            continue
        if brace == "}":
            if len(dropped) > 1:
                dropped.pop()
        elif sign == "*" and pending:
            pending = 2
            continue
        elif word:
            if pending == 2:  # noqa: PLR2004  # a group that only some programs know
                dropped[-1] = word != "htmltag" or dropped[-1]
            elif pending and word in _TABLES:
                dropped[-1] = True
            elif word == "htmlrtf":
                skip = number != "0"
            elif word == "u" and not dropped[-1] and not skip and number:
                kept.append(chr(int(number) % 0x10000))
            elif not dropped[-1] and not skip:
                kept.append({"par": "\n", "line": "\n", "tab": "\t", "lquote": "‘", "rquote": "’"}.get(word, ""))
        elif not dropped[-1] and not skip:
            kept.append(sign if sign in ("{", "}", "\\") else "\xa0" if sign == "~" else (text or "").strip("\r\n"))
        pending = 0
    return "".join(kept).encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def to_text(content: bytes) -> str:
    """The words of some RTF, a paragraph a line with an empty line between.

    Raises:
        UnreadableError: it is larger than a letter should be.
    """
    if len(content) > _MOST:
        raise UnreadableError("is larger than a letter should be: save it as PDF")
    if b"\\fromhtml1" in content[:2_000]:
        return html.to_text(_page_in(_PICTURE.sub(b"", content).decode("latin-1")))[0]
    return _tidy(_walked(content).text())


def _walked(content: bytes) -> Reader:
    reader = Reader()
    reader.read(content)
    return reader


def _tidy(text: str) -> str:
    text = normalise(text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")).replace("\x00", "")
    return f"{text}\n" if text.strip() else ""
