"""A Word document that came back from its editors: words, tracked changes, comments, and who made them when.

ECMA-376 part 1, 17.13 (annotations); replies to comments by [MS-DOCX] 2.5.3 (`commentsExtended`). Every wrapper that
word processors put around words (controls, smart tags, proofing marks, bookmarks, revision identifiers) is looked
through.
"""

import posixpath
import re
from dataclasses import dataclass, field, replace

from lxml import etree

from correspondence.document.manuscript import (
    BREAK,
    DELETION,
    FORMATTING,
    INSERTION,
    MOVE,
    TAB,
    Change,
    Grid,
    Look,
    Manuscript,
    Para,
    Piece,
    Row,
    Story,
)
from correspondence.readers.archive import Package, local_name
from correspondence.readers.docx import main_part
from correspondence.readers.extract import UnreadableError
from correspondence.readers.fields import NOTE_MARKS, Field, address, noted, noted_bookmarks
from correspondence.readers.remarks import remarks, words_of
from correspondence.readers.roles import Roles, attribute, child_value, is_on, other_changes
from correspondence.readers.symbols import symbol

_CIRCULATION = ("CirculationMark", "Circulation Mark")  # the style of such marks
_LINE_ENDS = re.compile("[\r\n]")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_KINDS = {"ins": INSERTION, "del": DELETION, "moveFrom": MOVE, "moveTo": MOVE}
_PUTS_IN = {"ins", "moveTo"}
_CHARACTERS = {"tab": TAB, "ptab": TAB, "cr": BREAK, "noBreakHyphen": "\u2011", "softHyphen": ""}
_SKIPPED = {
    "pPr", "rPr", "sdtPr", "sdtEndPr", "smartTagPr", "customXmlPr", "tcPr", "trPr", "tblPr", "tblGrid", "tblPrEx",
    "Fallback", "sectPr", "fldData", "annotationRef", "footnoteRef", "endnoteRef", "separator", "continuationSeparator",
}  # fmt: skip


def read(content: bytes) -> Manuscript:
    """Read a document with its changes and comments.

    Raises:
        UnreadableError: it is no Word document, or is damaged, encrypted or too large when unpacked.
    """
    if content.startswith(_OLE):
        raise UnreadableError("is an older Word document, or needs a password: save it as .docx without one")
    package = Package(content)
    main = main_part(package)
    root = package.xml(main)
    body = root.find("{*}body") if root is not None else None
    if body is None:
        raise UnreadableError("holds no Word document that can be read: ask for it again as .docx")
    return _Reader(package, main).manuscript(body)


@dataclass(slots=True)
class _State:
    """Where the reader is: what everything that it meets belongs to."""

    inserted: int = 0
    deleted: int = 0
    link: str = ""
    comments: dict[str, None] = field(default_factory=dict)


class _Reader:
    """Goes through the parts of a document in order."""

    def __init__(self, package: Package, main: str) -> None:
        self._package = package
        self._folder = posixpath.dirname(main)
        self._main = main
        self._roles = Roles(package.xml(f"{self._folder}/numbering.xml"), package.xml(f"{self._folder}/styles.xml"))
        self._links: dict[str, str] = {}
        self._changes: list[Change] = []
        self._state = _State()
        self._fields: list[Field] = []
        self._moves: dict[str, tuple[str, str]] = {}  # open ranges: their name, and which end it is
        self._bookmarks: dict[str, str] = {}
        self._pieces: list[Piece] = []
        self._boxes: list[Para | Grid] = []
        self._anchored: set[str] = set()

    def manuscript(self, body: etree._Element) -> Manuscript:
        self._links = self._targets(self._main)
        self._bookmarks = noted_bookmarks(body)
        story = self._story(body)
        notes = {f"{kind}:{number}": note for kind in NOTE_MARKS.values() for number, note in self._notes(kind)}
        return Manuscript(
            body=story,
            notes=notes,
            changes=tuple(self._changes),
            remarks=remarks(
                self._package.xml(f"{self._folder}/comments.xml"),
                self._package.xml(f"{self._folder}/commentsExtended.xml"),
            ),
            running=tuple(self._running()),
            told=tuple(self._told()),
        )

    # Parts beside the main one

    def _targets(self, part: str) -> dict[str, str]:
        folder, _, file = part.rpartition("/")
        relations = self._package.xml(f"{folder}/_rels/{file}.rels")
        return {str(r.get("Id")): str(r.get("Target", "")) for r in (relations if relations is not None else ())}

    def _notes(self, kind: str) -> list[tuple[str, Story]]:
        part = f"{self._folder}/{kind}s.xml"
        root = self._package.xml(part)
        self._links = self._targets(part)
        return [
            (attribute(note, "id"), _begun(self._story(note)))
            for note in (root if root is not None else ())
            if local_name(note) == kind and attribute(note, "type") in ("", "normal")
        ]

    def _running(self) -> list[str]:
        """The lines of headers and footers when changes are accepted, without the marks of a copy that goes round."""
        names = sorted(n for n in self._package.names if re.fullmatch(rf"{self._folder}/(?:header|footer)\d*\.xml", n))
        lines: dict[str, None] = {}
        for name in names:
            root = self._package.xml(name)
            for p in root.iter("{*}p") if root is not None else ():
                is_mark = child_value(p.find("{*}pPr"), "pStyle") in _CIRCULATION
                if not is_mark and (text := " ".join(words_of(p).split())):
                    lines.setdefault(text)
        return list(lines)

    def _told(self) -> list[str]:
        told = []
        if any(part.endswith("vbaProject.bin") for part in self._package.names):
            told.append("contains macros; they were not run")
        external = self._package.xml(f"{self._folder}/_rels/{posixpath.basename(self._main)}.rels")
        if any(
            r.get("TargetMode") == "External" and not str(r.get("Type", "")).endswith("/hyperlink")
            for r in (external if external is not None else ())
        ):
            told.append("refers to files elsewhere; they were not fetched")
        return told

    # Blocks

    def _story(self, root: etree._Element) -> Story:
        blocks: list[Para | Grid] = []
        for child in root:
            self._block(child, blocks)
        return tuple(blocks)

    def _block(self, element: etree._Element, blocks: list[Para | Grid]) -> None:
        tag = local_name(element)
        if tag == "p":
            blocks.append(self._paragraph(element))
            blocks += self._boxes
            self._boxes = []
        elif tag == "tbl":
            blocks.append(self._grid(element))
        elif tag in _KINDS:
            with_change = self._within(element)
            for child in element:
                self._block(child, blocks)
            self._state = with_change
        elif self._is_border(element, tag) or tag in _SKIPPED:
            pass
        else:
            for child in element:
                self._block(child, blocks)

    def _paragraph(self, element: etree._Element) -> Para:
        outer, self._pieces = self._pieces, []
        for child in element:
            self._inline(child)
        pieces, self._pieces = tuple(self._pieces), outer
        properties = element.find("{*}pPr")
        inserted, deleted = self._state.inserted, self._state.deleted
        was, restyled = None, 0
        if properties is not None:
            for mark in properties.iterfind("{*}rPr/*"):
                if local_name(mark) in _KINDS:
                    number = self._change(mark)
                    inserted, deleted = (number, deleted) if local_name(mark) in _PUTS_IN else (inserted, number)
            former = properties.find("{*}pPrChange")
            if former is not None:
                before = former.find("{*}pPr")
                detail = other_changes(properties, before, of_paragraphs=True)
                was, restyled = self._roles.role(before), self._formatting(former, detail)
        return Para(self._roles.role(properties), pieces, inserted, deleted, was, restyled)

    def _grid(self, table: etree._Element) -> Grid:
        rows = []
        for row in _own(table, "tr", "tbl"):
            outer = self._state
            properties = row.find("{*}trPr")
            marks = [m for m in (properties if properties is not None else ()) if local_name(m) in _KINDS]
            inserted, deleted = outer.inserted, outer.deleted
            for mark in marks:
                number = self._change(mark)
                inserted, deleted = (number, deleted) if local_name(mark) in _PUTS_IN else (inserted, number)
            cells = []
            for cell in _own(row, "tc", "tr"):
                cells.append(self._story(cell))
                span = child_value(cell.find("{*}tcPr"), "gridSpan")
                cells += [()] * (min(int(span), _MOST_COLUMNS) - 1 if span.isdecimal() else 0)
            heading = properties is not None and is_on(properties.find("{*}tblHeader"))
            rows.append(Row(tuple(cells), inserted, deleted, heading))
        grid = table.find("{*}tblGrid")
        widths = [attribute(c, "w") for c in (grid if grid is not None else ()) if local_name(c) == "gridCol"]
        properties = table.find("{*}tblPr")
        indent = properties.find("{*}tblInd") if properties is not None else None
        left = attribute(indent, "w") if indent is not None else ""
        in_twips = tuple(int(w) if w.isdecimal() else 0 for w in widths)
        return Grid(tuple(rows), in_twips, int(left) if left.isdecimal() else 0)

    # Inside a paragraph

    def _inline(self, element: etree._Element) -> None:
        tag = local_name(element)
        if tag == "r":
            self._run(element)
        elif tag in _KINDS:
            outer = self._within(element)
            for child in element:
                self._inline(child)
            self._state = outer
        elif tag == "hyperlink":
            outer = self._state
            self._state = replace(outer, link=self._links.get(attribute(element, "id"), "") or outer.link)
            for child in element:
                self._inline(child)
            self._state = outer
        elif tag == "fldSimple":
            self._simple_field(element)
        elif self._is_border(element, tag) or tag in _SKIPPED:
            pass
        elif tag == "t":  # of an equation
            self._put(Piece(element.text or ""))
        else:
            for child in element:
                self._inline(child)

    def _within(self, element: etree._Element) -> _State:
        """Enter a change; what the reader was in before."""
        outer, number = self._state, self._change(element)
        is_put_in = local_name(element) in _PUTS_IN
        self._state = replace(outer, inserted=number) if is_put_in else replace(outer, deleted=number)
        return outer

    def _change(self, mark: etree._Element) -> int:
        tag = local_name(mark)
        group = (
            next((name for name, end in reversed(self._moves.values()) if end == tag), "")
            if _KINDS[tag] == MOVE
            else ""
        )
        kind = MOVE if group else INSERTION if tag in _PUTS_IN else DELETION
        self._changes.append(Change(kind, attribute(mark, "author"), attribute(mark, "date"), group))
        return len(self._changes)

    def _formatting(self, mark: etree._Element, detail: str) -> int:
        self._changes.append(Change(FORMATTING, attribute(mark, "author"), attribute(mark, "date"), detail=detail))
        return len(self._changes)

    def _is_border(self, element: etree._Element, tag: str) -> bool:
        """Whether an element only says where a comment, a move or a bookmark begins or ends."""
        identifier = attribute(element, "id")
        if tag == "commentRangeStart":
            self._state.comments[identifier] = None
        elif tag == "commentRangeEnd":
            self._state.comments.pop(identifier, None)
        elif tag in ("moveFromRangeStart", "moveToRangeStart"):
            self._moves[identifier] = (attribute(element, "name"), tag.removesuffix("RangeStart"))
        elif tag in ("moveFromRangeEnd", "moveToRangeEnd"):
            self._moves.pop(identifier, None)
        else:
            return tag.endswith(("RangeStart", "RangeEnd")) or tag in ("bookmarkStart", "bookmarkEnd", "proofErr")
        return True

    def _run(self, run: etree._Element) -> None:
        properties = run.find("{*}rPr")
        look = self._roles.look(properties)
        former = properties.find("{*}rPrChange") if properties is not None else None
        at = len(self._pieces)
        for child in run:
            self._in_run(child, look)
        if former is not None and len(self._pieces) > at and properties is not None:
            before = former.find("{*}rPr")
            was = self._roles.look(before)
            number = self._formatting(former, other_changes(properties, before) if was == look else "")
            self._pieces[at:] = [
                replace(piece, was=replace(was, link=piece.look.link), formatted=number) for piece in self._pieces[at:]
            ]

    def _in_run(self, child: etree._Element, look: Look) -> None:
        tag = local_name(child)
        if tag == "fldChar":
            self._field_border(attribute(child, "fldCharType"))
        elif tag in ("instrText", "delInstrText"):
            if self._fields:
                self._fields[-1].code += child.text or ""
        elif self._fields and not all(f.result for f in self._fields):
            pass
        elif tag in ("t", "delText"):
            self._put(Piece(_LINE_ENDS.sub(" ", child.text or ""), look))
        elif tag == "br":
            self._put(Piece(BREAK if attribute(child, "type") in ("", "textWrapping") else "", look))
        elif tag in _CHARACTERS:
            self._put(Piece(_CHARACTERS[tag], look))
        elif tag == "sym":
            self._put(Piece(symbol(attribute(child, "font"), attribute(child, "char")), look))
        elif tag in NOTE_MARKS:
            self._put(Piece("", look, note=f"{NOTE_MARKS[tag]}:{attribute(child, 'id')}"))
        elif tag == "commentReference":
            self._point(attribute(child, "id"))
        elif tag in ("drawing", "pict", "object"):
            self._picture(child, look)
        elif tag == "AlternateContent":
            choice = child.find("{*}Choice")
            for inside in choice if choice is not None else ():
                self._in_run(inside, look)
        elif tag not in _SKIPPED and len(child):
            self._inline(child)

    def _put(self, piece: Piece) -> None:
        if not (piece.text or piece.note or piece.image is not None):
            return
        state = self._state
        self._anchored |= state.comments.keys()
        link = state.link or next((f.link for f in reversed(self._fields) if f.link), "")
        look = replace(piece.look, link=link) if link else piece.look
        full = replace(piece, look=look, inserted=state.inserted, deleted=state.deleted, comments=tuple(state.comments))
        last = self._pieces[-1] if self._pieces else None
        if (
            last is not None
            and not (full.note or last.image is not None or full.image is not None)
            and last.formatted == 0
            and replace(last, text="", note="") == replace(full, text="")
        ):
            self._pieces[-1] = replace(last, text=last.text + full.text)
            return
        self._pieces.append(full)

    def _point(self, identifier: str) -> None:
        """A comment on no words, but on a place."""
        if identifier not in self._anchored:
            self._anchored.add(identifier)
            self._pieces.append(
                Piece("", inserted=self._state.inserted, deleted=self._state.deleted, comments=(identifier,))
            )

    def _picture(self, element: etree._Element, look: Look) -> None:
        boxes = [
            box for box in element.iter("{*}txbxContent") if not any(True for _ in box.iterancestors("{*}Fallback"))
        ]
        if boxes:
            outer = self._pieces
            self._boxes += [block for box in boxes[:1] for block in self._story(box)]
            self._pieces = outer
            return
        named = next((e for e in element.iter() if local_name(e) in ("docPr", "shape", "imagedata")), None)
        words = (
            (attribute(named, "descr") or attribute(named, "alt") or attribute(named, "title"))
            if named is not None
            else ""
        )
        self._put(Piece("", look, image=words))

    # Fields

    def _simple_field(self, element: etree._Element) -> None:
        outer = self._state
        code = attribute(element, "instr")
        if note := noted(code, self._bookmarks):
            self._put(Piece("", note=note))
            return
        self._state = replace(outer, link=address(code) or outer.link)
        for child in element:
            self._inline(child)
        self._state = outer

    def _field_border(self, kind: str) -> None:
        if kind == "begin":
            self._fields.append(Field())
        elif kind == "separate" and self._fields:
            current = self._fields[-1]
            current.link = address(current.code)
            if note := noted(current.code, self._bookmarks):
                self._put_in_field(note)
            else:
                current.result = True
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _put_in_field(self, note: str) -> None:
        if all(f.result for f in self._fields[:-1]):
            self._put(Piece("", note=note))


_MOST_COLUMNS = 63


def _begun(note: Story) -> Story:
    """A note without the space between its number and its words."""
    first = note[0] if note else None
    if not isinstance(first, Para) or not first.pieces or first.pieces[0].note or first.pieces[0].comments:
        return note
    words = first.pieces[0].text.lstrip(" \t")
    pieces = (replace(first.pieces[0], text=words), *first.pieces[1:]) if words else first.pieces[1:]
    return (replace(first, pieces=pieces), *note[1:])


def _own(element: etree._Element, name: str, holder: str) -> list[etree._Element]:
    """The rows of a table or the cells of a row, through controls around them, and none of a table inside."""
    return [e for e in element.iter(f"{{*}}{name}") if next(e.iterancestors(f"{{*}}{holder}")) is element]
