"""PDF: its words in paragraphs, by PDFium; scanned pages by OCR where there is one."""

import contextlib
import re
from dataclasses import dataclass, field, replace
from statistics import median

import pypdfium2 as pdfium

from correspondence.readers import ocr as recognition
from correspondence.readers.annotations import Written, stamps_on, written_on
from correspondence.readers.extract import Extract, Note, Remark, UnreadableError
from correspondence.text.normalise import normalise

_MOST_PAGES = 2_000
_MOST_CHARACTERS = 20_000_000
_MOST_INCHES = 60
_DATE = re.compile(r"D:(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?(?:([Z+-])(\d\d)?'?(\d\d)?)?")
_JUNK_TITLE = re.compile(r"^(?:Microsoft Word - |untitled|Document\d*$)", re.IGNORECASE)
_ITEM = re.compile(r"^\s*(?:[•▪◦●■–—*·-]|\(?[0-9]{1,3}[.)]|\(?[a-zA-Z][.)]|\([ivx]+\))\s+\S")
_POINTS = 72
_BROKEN = "is damaged: no PDF can be found in it; ask for it again"
_CATALOG = re.compile(rb"\b(\d{1,8})\s+(\d{1,5})\s+obj\s{0,8}<<[^<>]{0,2000}/Type\s{0,8}/Catalog\b")
# What a font gives for letters of which it does not say what they stand for.
_NO_LETTER = re.compile(r"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd]")
_ALONE = re.compile(r"(?<!\S)[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd]+(?!\S)")
_BULLET = re.compile(r"(?<!\S)[\uf000-\uf0ff](?!\S)")  # a symbol font's, whatever it is
_TOLERATED = 0.5  # of a page's letters may be such before it is no text


def read(content: bytes, *, ocr: recognition.Ocr | None = None) -> Extract:
    """Read a document.

    Args:
        content: the file.
        ocr: recognises pages that are pictures; None leaves them.

    Raises:
        UnreadableError: it needs a password, or is damaged.
    """
    document, broken = _opened(content)
    try:
        with contextlib.suppress(pdfium.PdfiumError):
            document.init_forms()
        extract = _extract(document, ocr)
    finally:
        document.close()
    if broken and not extract.text.strip():
        raise UnreadableError(_BROKEN)
    if broken:
        note = Note(Remark.DAMAGED, "its beginning or end is broken: what could be found in it was read")
        return replace(extract, notes=(note, *extract.notes))
    return extract


def _opened(content: bytes) -> tuple[pdfium.PdfDocument, bool]:
    """A document, and whether its beginning or end is broken, so that it was made of what can be found between."""
    try:
        return pdfium.PdfDocument(content), False
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise UnreadableError("needs a password: open it where you can, and save it without one") from None
    if root := _CATALOG.search(content):
        end = content.rfind(b"endobj") + len(b"endobj")
        trailer = b"\ntrailer\n<< /Root %s %s R >>\nstartxref\n0\n%%%%EOF\n" % root.groups()
        with contextlib.suppress(pdfium.PdfiumError):
            return pdfium.PdfDocument(b"%PDF-1.7\n" + content[:end] + trailer), True
    raise UnreadableError(_BROKEN)


def _extract(document: pdfium.PdfDocument, ocr: recognition.Ocr | None) -> Extract:
    count = len(document)
    if not count:
        raise UnreadableError("is damaged: it has no page")
    pages, notes, pictures, recognised, characters = [], [], 0, 0, 0
    comments: list[str] = []
    for number in range(min(count, _MOST_PAGES)):
        page = _page(document, number)
        text = page.text
        if not text.strip() and page.shows:
            pictures += 1
            if ocr is not None:
                text = _recognised(document, number, ocr)
                recognised += bool(text.strip())
        pages.append((text, page.written.filled))
        comments += page.written.comments
        characters += len(text) + sum(map(len, page.written.filled)) + sum(map(len, page.written.comments))
        if characters > _MOST_CHARACTERS:
            break
    if len(pages) < count:
        notes.append(Note(Remark.CUT, f"only {len(pages)} of its {count} pages were read"))
    if pictures:
        how = recognition.ADVICE if ocr is None else f"{recognised} of them read by OCR: compare with the original"
        notes.append(Note(Remark.SCANNED, f"{pictures} of {count} pages are pictures; {how}"))
    text = _joined(pages)
    if comments:
        text = "\n\n".join([text.strip("\n"), "# Comments", *comments]).lstrip("\n") + "\n"
        notes.append(Note(Remark.COMMENTS, "holds comments; they stand at the end"))
    if "\ufffd" in text:
        notes.append(Note(Remark.CHARSET, "its fonts do not say what some letters stand for: they stand as \ufffd"))
    if not text.strip():
        why = "its pages show none"
        if pictures:
            why = recognition.ADVICE if ocr is None else "OCR recognised none in its pictures"
        notes.append(Note(Remark.NO_TEXT, f"there is no text in it: {why}"))
    metadata = _metadata(document)
    title = metadata.get("Title", "")
    return Extract(
        text=text,
        media_type="application/pdf",
        title="" if _JUNK_TITLE.match(title) else title,
        author=metadata.get("Author", ""),
        date=_moment(metadata.get("CreationDate", "")),
        notes=tuple(notes),
    )


@dataclass(frozen=True, slots=True)
class _Page:
    """A page as it was read.

    Attributes:
        text: its words.
        shows: whether it shows anything.
        written: what was filled in and remarked on it.
    """

    text: str = ""
    shows: bool = False
    written: Written = field(default_factory=Written)


def _page(document: pdfium.PdfDocument, number: int) -> _Page:
    try:
        page = document[number]
    except pdfium.PdfiumError:
        return _Page()
    try:
        written = written_on(page)
        text = _words(page)
        if written.stamped and stamps_on(page):
            page.close()
            page = document[number]
            written.filled += _more(_words(page), text, written.filled)
        shows = bool(text.strip()) or next(iter(page.get_objects(max_depth=2)), None) is not None
        return _Page(_legible(text), shows, written)
    except pdfium.PdfiumError:
        return _Page()
    finally:
        page.close()


def _words(page: pdfium.PdfPage) -> str:
    words = page.get_textpage()
    try:
        return words.get_text_range() if words.count_chars() > 0 else ""
    finally:
        words.close()


def _more(stamped: str, text: str, filled: list[str]) -> list[str]:
    """The words of stamps and signatures: what a page shows with them and did not show before."""
    if not stamped.startswith(text.rstrip()):
        return []
    words = " ".join(_legible(stamped[len(text.rstrip()) :]).split())
    for one in filled:  # fields are drawn as well
        for line in (one.partition(": ")[2] or one).split("\n"):
            words = words.replace(line.strip(), "", 1) if line.strip() else words
    return [" ".join(words.split())] if words.strip() else []


def _legible(text: str) -> str:
    """The words of a page as PDFium gives them; "" when they are mere signs of a font that stand for no letters."""
    text = text.replace("\ufffe", "-\n").replace("\x00", "").replace("\x02", "-")
    letters, signs = sum(character > " " for character in text), len(_NO_LETTER.findall(text))
    if signs > _TOLERATED * (letters or 1):
        return ""
    if signs:
        text = _NO_LETTER.sub("\ufffd", _ALONE.sub("", text))
    return normalise(_BULLET.sub("•", text))


def _recognised(document: pdfium.PdfDocument, number: int, ocr: recognition.Ocr) -> str:
    page = document[number]
    try:
        width, height = page.get_size()
        if max(width, height) > _MOST_INCHES * _POINTS or min(width, height) <= 0:
            return ""
        bitmap = page.render(scale=200 / _POINTS, grayscale=True)
        try:
            head = f"P5\n{bitmap.width} {bitmap.height}\n255\n".encode()
            stride, rows = bitmap.stride, bytes(bitmap.buffer)
            lines = (rows[y * stride : y * stride + bitmap.width] for y in range(bitmap.height))
            return recognition.recognise(head + b"".join(lines), ocr)
        finally:
            bitmap.close()
    except (pdfium.PdfiumError, ValueError):
        return ""
    finally:
        page.close()


def _joined(pages: list[tuple[str, list[str]]]) -> str:
    """Pages as paragraphs on one line each; one that runs over a page's end stays whole, and the mark follows it.

    What was filled in on a page follows its words.
    """
    blocks: list[str] = []
    for number, (page, filled) in enumerate(pages, start=1):
        paragraphs = paragraphs_of(page)
        if number > 1:
            if paragraphs and blocks and _runs_on(blocks[-1], paragraphs[0]):
                blocks[-1] = _together(blocks[-1], paragraphs.pop(0))
            blocks.append(f"[page {number}]")
        blocks += paragraphs + filled
    while blocks and blocks[-1].startswith("[page "):
        blocks.pop()
    if all(block.startswith("[page ") for block in blocks):
        return ""
    return "\n\n".join(blocks) + "\n"


def paragraphs_of(page: str) -> list[str]:
    """The lines of a page joined to paragraphs: a line that ends early ends one, as does an empty one or a new item."""
    lines = [line.rstrip() for line in page.split("\n")]
    lengths = [len(line) for line in lines if line.strip()]
    usual = median(sorted(lengths)[len(lengths) // 2 :]) if lengths else 0
    paragraphs: list[str] = []
    ended = True
    for line in lines:
        if not line.strip():
            ended = True
            continue
        if ended or _ITEM.match(line) or not paragraphs:
            paragraphs.append(line.strip())
        else:
            paragraphs[-1] = _together(paragraphs[-1], line.strip())
        full = len(line) >= 0.75 * usual  # of a page's usual line
        ended = not full or (line.endswith((".", "!", "?", ":", "”")) and len(line) < 0.93 * usual)
    return paragraphs


def _together(before: str, after: str) -> str:
    if re.search(r"[^\W\d_]-$", before) and after[:1].islower():
        return before[:-1] + after
    return f"{before} {after}"


def _runs_on(before: str, after: str) -> bool:
    return not before.startswith("[page ") and before[-1:].isalnum() and after[:1].islower()


def _metadata(document: pdfium.PdfDocument) -> dict[str, str]:
    try:
        known = document.get_metadata_dict().items()
        return {key: " ".join(_NO_LETTER.sub("", value.replace("\x00", "")).split()) for key, value in known}
    except (pdfium.PdfiumError, UnicodeDecodeError):
        return {}


def _moment(text: str) -> str:
    """A PDF's date (ISO 32000-1, 7.9.4) in ISO 8601."""
    match = _DATE.match(text)
    if match is None:
        return ""
    year, month, day, hour, minute, second, sign, hours, minutes = match.groups()
    date = "-".join(filter(None, (year, month, day)))
    if not (day and hour):
        return date
    zone = "Z" if sign == "Z" else f"{sign}{hours or '00'}:{minutes or '00'}" if sign else ""
    return f"{date}T{hour}:{minute or '00'}:{second or '00'}{zone}"
