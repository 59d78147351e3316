"""What kind of file some bytes are, and the reader for it: by the bytes first, by the name where they leave it open."""

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import PurePosixPath

from correspondence.readers.extract import Extract, UnreadableError

# How deep files may lie in one another: a mail in a mail in a mail.
_MOST_DEPTH = 12
_HEAD_BYTES = 16_384

_ENDINGS = {
    "mail": ("eml", "emlx", "mht", "mhtml", "nws"),
    "mbox": ("mbox", "mbx"),
    "outlook": ("msg", "oft"),
    "word": ("docx", "docm", "dotx", "dotm", "doc", "dot"),
    "opendocument": ("odt", "ott", "fodt"),
    "rtf": ("rtf",),
    "pdf": ("pdf",),
    "html": ("htm", "html", "xhtml", "shtml"),
    "table": ("csv", "tsv", "xlsx", "xlsm", "xltx", "xls", "xlsb", "ods"),
    "text": ("txt", "text", "md", "markdown", "asc", "log"),
    "picture": ("png", "jpg", "jpeg", "tif", "tiff", "webp", "bmp", "gif"),
    "tnef": ("dat", "tnef"),
}
_BY_ENDING = {ending: kind for kind, endings in _ENDINGS.items() for ending in endings}
_READERS = {
    "mail": ("eml",), "mbox": ("mbox",), "outlook": ("msg",), "word": ("docx",), "opendocument": ("odt",),
    "rtf": ("rtf",), "pdf": ("pdf",), "html": ("html",), "table": ("sheet",), "text": ("plain",), "tnef": ("tnef",),
}  # fmt: skip
_MAGIC = (
    (b"{\\rtf", "rtf"),
    (b'x\x9f>"', "tnef"),
    (b"\x89PNG\r\n\x1a\n", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF87a", "picture"),
    (b"GIF89a", "picture"),
    (b"II*\x00", "picture"),
    (b"MM\x00*", "picture"),
    (b"\x1f\x8b\x08", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"Rar!\x1a\x07", "archive"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FIELD = re.compile(rb"^([A-Za-z][A-Za-z0-9-]{0,60})[ \t]*:", re.MULTILINE)
# Fields that a programme writes; people who type a letter in a text file write `From:` and `To:` too.
_OF_TRANSPORT = {
    b"received", b"return-path", b"message-id", b"mime-version", b"delivered-to", b"content-type", b"x-mailer",
    b"content-transfer-encoding", b"dkim-signature", b"reply-to", b"x-originating-ip", b"envelope-to",
}  # fmt: skip
# Nothing but fields, one of which says that it is a part of a mail.
_PART = re.compile(
    rb"(?:[!-9;-~]{1,60}:[^\n]*\n(?:[ \t][^\n]*\n)*){0,20}Content-Type:[ \t]*[a-z]+/[^\n]+\n"
    rb"(?:[!-9;-~]{1,60}:[^\n]*\n|[ \t][^\n]*\n)*\r?\n",
    re.IGNORECASE,
)
_ENVELOPE = re.compile(rb"From (?![ \t]*:)")
_BLANK = b"\xef\xbb\xbf\r\n\t "
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|meta|table|div|p)[\s>]", re.IGNORECASE)


def read(content: bytes, name: str = "", *, ocr: bool = False, rejected: bool = False) -> Iterator[Extract]:
    """Read a file of any kind: one extract, or one for each message of a mailbox.

    Args:
        content: the file.
        name: its name; only the ending counts, and only where the bytes do not tell.
        ocr: whether pictures of text shall be recognised, where the system can.
        rejected: whether tracked changes count as rejected rather than as accepted.

    Raises:
        UnreadableError: no text can be had, and why.
    """
    if kind_of(content, name) == "mbox":
        from correspondence.readers import mbox

        yield from mbox.read(content, inner=_Inner(1, ocr=ocr, rejected=rejected))
    else:
        yield _read_one(content, name, ocr=ocr, depth=0, rejected=rejected)


def load(name: str) -> None:
    """Load the reader for files of such a name, so that a process which makes others for each file loads it once."""
    ending = PurePosixPath(name.replace("\\", "/")).suffix.lower().lstrip(".")
    for module in _READERS.get(_BY_ENDING.get(ending, "text"), ()):
        import_module(f"correspondence.readers.{module}")


def kind_of(content: bytes, name: str = "") -> str:
    """The kind of a file, one of the keys of `_ENDINGS`, or "archive" or "empty"."""
    if not content:
        return "empty"
    named = _BY_ENDING.get(PurePosixPath(name.replace("\\", "/")).suffix.lower().lstrip("."), "")
    head = content[:_HEAD_BYTES]
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if head.startswith(_OLE):
        return _kind_of_ole(content, named)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _kind_of_zip(content, named, name)
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "picture"
    # Mails may quote `%PDF-`; a PDF may be preceded by rubbish of some hundred bytes.
    if head.startswith(b"%PDF-") or (b"%PDF-" in head[:1024] and named in ("", "pdf")):
        return "pdf"
    if named == "tnef":  # a name that programs give to anything
        named = ""
    kind = _kind_of_text(head, named)
    if named == "mbox" and kind == "mail":
        return "mail" if not head.lstrip(_BLANK).startswith(b"From ") else "mbox"
    return named if named in ("mail", "mbox", "picture", "pdf") and kind not in ("rtf", "mbox") else kind


def _kind_of_ole(content: bytes, named: str) -> str:
    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") in content

    if holds("__properties_version1.0") or holds("__nameid_version1.0"):
        return "outlook"
    if holds("EncryptedPackage"):
        return named if named in ("word", "table") else "word"
    if holds("WordDocument"):
        return "word"
    if holds("Workbook") or holds("Book"):
        return "table"
    return named or "word"


def _kind_of_zip(content: bytes, named: str, name: str) -> str:
    if b"mimetypeapplication/vnd.oasis.opendocument.text" in content[:200]:
        return "opendocument"
    if b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet" in content[:200]:
        return "table"
    # One may lie inside the other: the name tells which is meant, else which comes first.
    places = {kind: content.find(part) for kind, part in (("word", b"word/"), ("table", b"xl/workbook"))}
    found = {kind: at for kind, at in places.items() if at >= 0}
    if found:
        return named if named in found else min(found, key=lambda kind: found[kind])
    plain = PurePosixPath(name).suffix.lower() in (".csv", ".tsv")
    return named if named in ("word", "table", "opendocument") and not plain else "archive"


def _kind_of_text(head: bytes, named: str) -> str:
    start = head.lstrip(_BLANK)
    if _ENVELOPE.match(start) and _FIELD.match(start.partition(b"\n")[2]):
        return "mbox"
    fields = {field.lower() for field in _FIELD.findall(start.partition(b"\n\n")[0].partition(b"\r\n\r\n")[0])}
    if _FIELD.match(start) and fields & _OF_TRANSPORT and fields & {b"from", b"to", b"subject", b"date", b"received"}:
        return "mail"
    if _PART.match(start):
        return "mail"
    plain = head.replace(b"\x00", b"")[:4096]  # UTF-16 and UTF-32
    if b"<office:document" in plain:
        return "opendocument"
    if b"<pkg:package" in plain or b"<w:wordDocument" in plain or b'<?mso-application progid="Word' in plain:
        return "word-xml"
    if b"urn:schemas-microsoft-com:office:spreadsheet" in plain:
        return "table-xml"
    page = _HTML.search(plain[:2048]) is not None
    # What programs call a document or a workbook is often a page.
    if named in ("", "word", "opendocument", "outlook", "rtf") or (named == "table" and plain.lstrip()[:1] == b"<"):
        return "html" if page else "text"
    return named


def _read_one(content: bytes, name: str, *, ocr: bool, depth: int, rejected: bool) -> Extract:
    """Read a file that holds one message or document. Readers are loaded when they are needed: each costs time."""
    inner = _Inner(depth + 1, ocr=ocr, rejected=rejected)
    match kind_of(content, name):
        case "mail":
            from correspondence.readers import eml

            return eml.read(content, inner=inner)
        case "mbox":
            from correspondence.readers import mbox

            return next(mbox.read(content, inner=inner))
        case "outlook":
            from correspondence.readers import msg

            return msg.read(content, inner=inner)
        case "tnef":
            from correspondence.readers import tnef

            return tnef.read(content, inner=inner)
        case "pdf" | "picture" as kind:
            from correspondence.readers import ocr as recognition
            from correspondence.readers import pdf

            by = recognition.available() if ocr else None
            return pdf.read(content, ocr=by) if kind == "pdf" else recognition.read(content, ocr=by)
        case "empty":
            raise UnreadableError("the file is empty: see whether it was saved or downloaded wholly")
        case "archive":
            raise UnreadableError("is an archive: unpack it and log the files that are in it")
        case kind:
            return _read_document(kind, content, name, rejected=rejected)


def _read_document(kind: str, content: bytes, name: str, *, rejected: bool) -> Extract:
    match kind:
        case "word":
            from correspondence.readers import docx

            return docx.read(content, changes="reject" if rejected else "accept")
        case "opendocument":
            from correspondence.readers import odt

            return odt.read(content)
        case "word-xml" | "table-xml":
            from correspondence.readers import flat

            return flat.read(content)
        case "rtf":
            from correspondence.readers import rtf

            return rtf.read(content)
        case "html":
            from correspondence.readers import html

            return html.read(content)
        case "table":
            from correspondence.readers import sheet

            return sheet.read(content, name)
        case _:
            from correspondence.readers import plain

            return plain.read(content)


class _Inner:
    """Reads a file that came inside another, so deep and no deeper."""

    def __init__(self, depth: int, *, ocr: bool, rejected: bool) -> None:
        self._depth, self._ocr, self._rejected = depth, ocr, rejected

    def __call__(self, content: bytes, name: str) -> Extract:
        if self._depth > _MOST_DEPTH:
            raise UnreadableError(f"lies more than {_MOST_DEPTH} files deep")
        try:
            return _read_one(content, name, ocr=self._ocr, depth=self._depth, rejected=self._rejected)
        except (UnreadableError, MemoryError, RecursionError):
            raise
        except Exception as error:  # what is wrong with one file inside does not cost the others
            raise UnreadableError(f"could not be read ({type(error).__name__}); it may be damaged") from error
