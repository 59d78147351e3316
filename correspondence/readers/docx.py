"""Word documents (ECMA-376, Office Open XML): their words in order, and what in them is not plain text."""

import posixpath
import quopri
import re
from dataclasses import dataclass, field
from typing import Literal

from lxml import etree

from correspondence.readers import doc, drawings, html, rtf
from correspondence.readers.archive import BROKEN, Package, local_name
from correspondence.readers.extract import Extract, Note, Remark, UnreadableError
from correspondence.readers.numbering import Numbering, in_form
from correspondence.readers.plain import decode
from correspondence.readers.symbols import symbol

Changes = Literal["accept", "reject"]
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_NOTES = {"footnotes": "footnoteReference", "endnotes": "endnoteReference"}
_NOTE_OF = {reference: part for part, reference in _NOTES.items()}
_RUNNING = ("headerReference", "footerReference")
_DEEPEST_CHUNK = 3
_CHANGES = ("ins", "del", "moveFrom", "moveTo")
_BREAKS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": ""}
_PASSED = {
    "sdt", "sdtContent", "smartTag", "hyperlink", "fldSimple", "customXml", "bdo", "dir", "ruby", "rubyBase", "object",
    "pict", "drawing", "inline", "anchor", "graphic", "graphicData", "wsp", "txbx", "shape", "textbox", "group", "rect",
    "wgp", "wpc", "roundrect", "oMath", "oMathPara", "AlternateContent", "Choice", "subDoc", "shapetype",
    "grpSp", "oval",
}  # fmt: skip
_NO_WORDS = {"Fallback", "sdtPr", "rt", "sectPr"}
# Parts of formulas (ECMA-376, 22.1) that hold others.
_FORMULA = {
    "f", "num", "den", "e", "sub", "sup", "sSub", "sSup", "sSubSup", "sPre", "d", "rad", "deg", "nary", "m", "mr",
    "func", "fName", "limLow", "limUpp", "lim", "eqArr", "acc", "bar", "box", "borderBox", "groupChr", "phant",
}  # fmt: skip


def read(content: bytes, *, changes: Changes = "accept", depth: int = 0) -> Extract:
    """Read a document.

    Args:
        content: the file.
        changes: whether tracked changes count as accepted or as rejected.
        depth: how many documents it is a part of.

    Raises:
        UnreadableError: it is encrypted, damaged, or too large when unpacked.
    """
    if content.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise UnreadableError("needs a password: open it where you can, and save it without one")
        return doc.read(content)
    package = Package(content)
    main = main_part(package)
    root = package.xml(main)
    if root is None:
        raise UnreadableError(
            BROKEN if package.damaged else "holds no Word document that can be read: ask for it again, or for a PDF"
        )
    walker = _Walker(package, main, changes, depth)
    text = walker.document(root)
    notes = [*walker.notes()]
    if package.damaged:
        if not text.strip():
            raise UnreadableError(BROKEN)
        notes.append(Note(Remark.DAMAGED, "its archive is damaged: what could be found in it was read"))
    if any(part.endswith("vbaProject.bin") for part in package.names):
        notes.append(Note(Remark.MACROS, "contains macros; they were not run"))
    if not text.strip():
        notes.append(Note(Remark.NO_TEXT, "there is no text in its main part"))
    core = package.xml("docProps/core.xml")
    return Extract(
        text=text,
        media_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        title=_property(core, "title"),
        author=_property(core, "creator"),
        date=_property(core, "modified") or _property(core, "created"),
        language=_property(core, "language"),
        notes=tuple(notes),
    )


def main_part(package: Package) -> str:
    """The name of the part that holds the document's body."""
    relations = package.xml("_rels/.rels")
    for relation in relations if relations is not None else ():
        if str(relation.get("Type", "")).endswith("/officeDocument"):
            return posixpath.normpath(str(relation.get("Target", "")).lstrip("/"))
    return next((name for name in package.names if re.fullmatch(r"word/document\d*\.xml", name)), "word/document.xml")


def _property(core: etree._Element | None, name: str) -> str:
    found = core.findtext(f"{{*}}{name}") if core is not None else None
    return " ".join((found or "").split())


@dataclass(slots=True)
class _Paragraph:
    words: list[str] = field(default_factory=list)
    deleted: bool = False  # its mark is gone: it goes on with the next
    boxes: list[str] = field(default_factory=list)  # text that is anchored in it, and stands after it


_PAGE = re.compile(r"\[page \d+\]")


class _Walker:
    """Goes through the elements of a document in order."""

    def __init__(self, package: Package, main: str, changes: Changes, depth: int) -> None:
        self._package = package
        self._folder = posixpath.dirname(main)
        self._depth = depth
        self._rejects = changes == "reject"
        self._gone = {"accept": ("del", "moveFrom"), "reject": ("ins", "moveTo")}[changes]
        self._numbering = Numbering(
            package.xml(f"{self._folder}/numbering.xml"), package.xml(f"{self._folder}/styles.xml")
        )
        relations = package.xml(f"{self._folder}/_rels/{posixpath.basename(main)}.rels")
        self._relations = {str(r.get("Id")): r for r in (relations if relations is not None else ())}
        self._blocks: list[str] = []
        self._current = _Paragraph()
        self._page = 1
        self._page_pending = False
        self._field: list[bool] = []  # whether each open field is in its code
        self._authors: dict[str, int] = {}
        self._hidden = False
        self._external = any(
            r.get("TargetMode") == "External" and not str(r.get("Type", "")).endswith("/hyperlink")
            for r in self._relations.values()
        )
        self._comments = False
        self._note_numbers: dict[str, dict[str, int]] = {}

    def document(self, root: etree._Element) -> str:
        """The text of the body, its notes and comments; of the headers only when the body has none."""
        body = root.find("{*}body")
        for child in body if body is not None else root:
            self._block(child)
        self._end_paragraph()
        for kind in _NOTES:
            self._extra(kind, kind.capitalize(), kind[:-1])
        self._extra("comments", "Comments", "comment")
        self._running(root)
        text = "\n\n".join(block for block in self._blocks if block.strip())
        text = re.sub(r"(?m)^(- .*)\n\n(?=- )", r"\1\n", text)
        text = re.sub(r"(?:\n\n\[page \d+\])+\Z", "", text)
        return f"{text}\n" if text else ""

    def _running(self, root: etree._Element) -> None:
        """What stands at the head and foot of its pages, once, after the text: letterheads name sender and date."""
        at = len(self._blocks)
        seen = set(self._blocks)
        targets = [self._relations.get(_attribute(one, "id")) for kind in _RUNNING for one in root.iter(f"{{*}}{kind}")]
        for target in {self._place_of(one): one for one in targets if one is not None}.values():
            part = self._package.xml(self._place_of(target))
            for child in part if part is not None else ():
                self._block(child)
            self._end_paragraph()
        blocks = [one for one in dict.fromkeys(self._blocks[at:]) if one not in seen and re.search(r"[^\W\d_]", one)]
        self._blocks[at:] = [*(["# Header and footer"] if blocks and at else []), *blocks]

    def _place_of(self, relation: etree._Element) -> str:
        """The part that a relationship of the main part leads to."""
        target = posixpath.join("/", self._folder, str(relation.get("Target")))
        return posixpath.normpath(target).lstrip("/")

    def notes(self) -> list[Note]:
        """What there is to say of the document."""
        told = []
        if self._authors:
            done = "rejected" if self._rejects else "accepted"
            who = ", ".join(f"{name or 'somebody'} ({n})" for name, n in list(self._authors.items())[:10])
            told.append(Note(Remark.TRACKED_CHANGES, f"holds tracked changes, read as if {done}: {who}"))
        if self._comments:
            told.append(Note(Remark.COMMENTS, "holds comments; they stand at the end"))
        if self._hidden:
            told.append(Note(Remark.HIDDEN_TEXT, "holds words that its readers do not see; they stand in [hidden: …]"))
        if self._external:
            told.append(Note(Remark.EXTERNAL, "refers to files elsewhere; they were not fetched"))
        return told

    def _extra(self, part: str, title: str, element: str) -> None:
        root = self._package.xml(f"{self._folder}/{part}.xml")
        before = len(self._blocks)
        for entry in root if root is not None else ():
            if local_name(entry) != element or _attribute(entry, "type") in ("separator", "continuationSeparator"):
                continue
            at = len(self._blocks)
            for child in entry:
                self._block(child)
            self._end_paragraph()
            if len(self._blocks) > at:
                label = _attribute(entry, "author")
                if part != "comments":
                    label = self._note_number(part, _attribute(entry, "id"))
                self._blocks[at] = f"[{label}] {self._blocks[at]}"
        if len(self._blocks) > before:
            self._comments = self._comments or part == "comments"
            if part == "comments":
                self._blocks.insert(before, f"# {title}")

    def _note_number(self, part: str, name: str) -> str:
        """Notes are counted as they are referred to; those at the end in Roman numbers, as Word does."""
        numbers = self._note_numbers.setdefault(part, {})
        count = numbers.setdefault(name, len(numbers) + 1)
        return in_form(count, "lowerRoman") if part == "endnotes" else str(count)

    def _block(self, element: etree._Element) -> None:
        tag = local_name(element)
        if tag == "p":
            self._paragraph(element)
        elif tag == "tbl":
            self._end_paragraph()
            self._table(element)
        elif tag == "altChunk":
            self._chunk(element)
        elif tag in self._gone:
            self._count(element)
        elif tag in _CHANGES:
            self._count(element)
            for child in element:
                self._block(child)
        elif tag in _PASSED or tag == "txbxContent":
            for child in element:
                self._block(child)
        elif tag == "r":
            self._inline(element)
        elif tag not in _NO_WORDS and next(element.iter("{*}r"), None) is not None:
            for child in element:  # what this program or a later Word calls in another way
                self._block(child)

    def _paragraph(self, element: etree._Element) -> None:
        properties = element.find("{*}pPr")
        if not self._current.deleted:
            self._end_paragraph()
        fresh = not self._current.words
        self._current.deleted = False
        for child in element:
            self._inline(child)
        mark = properties.find("{*}rPr") if properties is not None else None
        for child in mark if mark is not None else ():
            if local_name(child) in _CHANGES:
                self._count(child)
                self._current.deleted = self._current.deleted or local_name(child) in self._gone
        if fresh and "".join(self._current.words).strip():
            former = properties.find("{*}pPrChange/{*}pPr") if self._rejects and properties is not None else None
            self._current.words.insert(0, self._numbering.label(properties if former is None else former))
        if not self._current.deleted:
            self._end_paragraph()

    def _inline(self, element: etree._Element) -> None:
        """An element within a paragraph. Word nests them a few deep; the parser bounds how deep."""
        tag = local_name(element)
        if tag == "r":
            self._run(element)
        elif tag in self._gone:
            self._count(element)
        elif tag in _CHANGES:
            self._count(element)
            for child in element:
                self._inline(child)
        elif tag == "txbxContent":
            self._text_box(element)
        elif tag == "AlternateContent":
            choice = element.find("{*}Choice")
            for child in choice if choice is not None else ():
                self._inline(child)
        elif tag in ("t", "delText") and not any(self._field):
            self._current.words.append(element.text or "")
        elif tag in ("chart", "relIds"):
            self._drawn(element, tag)
        elif tag in _PASSED or tag in _FORMULA:
            for child in element:
                self._inline(child)

    def _drawn(self, element: etree._Element, tag: str) -> None:
        """What a chart or a diagram says stands after the paragraph that holds it, as a text box does."""
        relation = self._relations.get(_attribute(element, "id" if tag == "chart" else "dm"))
        part = self._package.xml(self._place_of(relation)) if relation is not None else None
        if part is not None:
            self._current.boxes += drawings.chart(part) if tag == "chart" else drawings.paragraphs(part)

    def _run(self, run: etree._Element) -> None:
        properties = run.find("{*}rPr")
        hidden = properties is not None and _is_hidden(properties)
        kept, self._current.words = self._current.words, []
        for child in run:
            self._in_run(child)
        words = "".join(self._current.words)
        self._current.words = kept
        if hidden and words.strip() and "\n\n" not in words:
            self._hidden = True
            words = f"[hidden: {words.strip()}]"
        self._current.words.append(words)

    def _in_run(self, child: etree._Element) -> None:
        tag = local_name(child)
        if tag == "fldChar":
            kind = _attribute(child, "fldCharType")
            if kind == "begin":
                self._check_box(child)
                self._field.append(True)
            elif self._field:
                self._field.pop()
                if kind == "separate":
                    self._field.append(False)
        elif any(self._field):
            return
        elif (tag == "br" and _attribute(child, "type") == "page") or tag == "lastRenderedPageBreak":
            self._page_pending = True
        elif tag in _BREAKS:
            self._current.words.append(_BREAKS[tag])
        elif tag == "sym":
            code = _attribute(child, "char")
            self._current.words.append(symbol(_attribute(child, "font"), code))
        elif tag in _NOTE_OF:
            self._current.words.append(f"[{self._note_number(_NOTE_OF[tag], _attribute(child, 'id'))}]")
        else:
            self._inline(child)

    def _check_box(self, element: etree._Element) -> None:
        box = element.find("{*}ffData/{*}checkBox")
        if box is not None and not any(self._field):
            state = box.find("{*}checked")
            state = box.find("{*}default") if state is None else state
            ticked = state is not None and _attribute(state, "val") not in ("0", "false", "off")
            self._current.words.append("☒ " if ticked else "☐ ")

    def _text_box(self, element: etree._Element) -> None:
        """A text box stands after the paragraph that holds it."""
        outer, self._current = self._current, _Paragraph()
        at = len(self._blocks)
        for child in element:
            self._block(child)
        self._end_paragraph()
        inside = self._blocks[at:]
        del self._blocks[at:]
        self._current = outer
        self._current.boxes += inside

    def _table(self, table: etree._Element) -> None:
        rows: list[str] = []
        for row in table.iter("{*}tr"):
            if next((a for a in row.iterancestors("{*}tbl")), None) is not table or self._row_is_gone(row):
                continue
            cells = []
            pages: list[str] = []
            for cell in row.iter("{*}tc"):
                if next((a for a in cell.iterancestors("{*}tr")), None) is not row:
                    continue
                at = len(self._blocks)
                for child in cell:
                    self._block(child)
                self._end_paragraph()
                pages += filter(_PAGE.fullmatch, self._blocks[at:])
                words = (" ".join(block.split()) for block in self._blocks[at:] if not _PAGE.fullmatch(block))
                cells.append(" ".join(words))
                del self._blocks[at:]
            if len(cells) > 1 and any(cells):
                rows.append(f"| {' | '.join(cells)} |")
            if (len(cells) == 1 and cells[0]) or pages:  # a frame, or the end of a page within the table
                self._blocks += ["\n".join(rows), *cells[: len(cells) == 1], *pages]
                rows = []
        self._blocks.append("\n".join(rows))

    def _row_is_gone(self, row: etree._Element) -> bool:
        properties = row.find("{*}trPr")
        changes = [child for child in properties if local_name(child) in _CHANGES] if properties is not None else []
        for change in changes:
            self._count(change)
        return any(local_name(change) in self._gone for change in changes)

    def _chunk(self, element: etree._Element) -> None:
        """A piece in another format that Word takes in when it opens the document."""
        relation = self._relations.get(_attribute(element, "id"))
        content = None
        if relation is not None and relation.get("TargetMode") != "External":
            content = self._package.read(self._place_of(relation))
        if content:
            self._blocks += _chunk_text(content, self._depth)

    def _count(self, element: etree._Element) -> None:
        who = _attribute(element, "author")
        self._authors[who] = self._authors.get(who, 0) + 1

    def _end_paragraph(self) -> None:
        words, boxes = "".join(self._current.words), self._current.boxes
        self._current = _Paragraph()
        tidy = "\n".join(" ".join(line.split()) for line in words.split("\n"))
        prefix = re.match(r"#+ |- ", words)
        tidy = re.sub(r"\n{2,}", "\n", tidy).strip()
        if tidy and not (prefix and tidy == prefix[0].strip()):
            self._blocks.append(tidy)
        self._blocks += boxes
        if self._page_pending:
            self._page += 1
            self._page_pending = False
            self._blocks.append(f"[page {self._page}]")


def _chunk_text(content: bytes, depth: int) -> list[str]:
    """The text of a document that is part of another, in whatever format."""
    try:
        if content.startswith(b"PK"):
            return [read(content, depth=depth + 1).text.strip()] if depth < _DEEPEST_CHUNK else []
        if content.startswith(b"{\\rtf"):
            return [rtf.to_text(content).strip()]
    except UnreadableError:
        return []
    text = decode(content)[0]
    if re.match(r"(?i)\s*MIME-Version:|\s*From:", text):  # a page as web browsers save it, a mail in form
        start = re.search(r"(?i)<html", text)
        text = quopri.decodestring(text[start.start() :].encode()).decode("utf-8", "replace") if start else text
    is_page = re.search(r"(?i)<(?:html|body|p|div)[\s>]", text[:4096])
    return [html.to_text(text)[0].strip() if is_page else text.strip()]


def _is_hidden(properties: etree._Element) -> bool:
    vanish = properties.find("{*}vanish")
    if vanish is not None and _attribute(vanish, "val") not in ("0", "false", "off"):
        return True
    color, size = properties.find("{*}color"), properties.find("{*}sz")
    if color is not None and _attribute(color, "val").upper() == "FFFFFF":
        return properties.find("{*}shd") is None and properties.find("{*}highlight") is None
    return size is not None and _attribute(size, "val") in ("1", "2")


def _attribute(element: etree._Element, name: str) -> str:
    """An attribute, whichever namespace it stands in: strict and transitional documents differ."""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return ""
