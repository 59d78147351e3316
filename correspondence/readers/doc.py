"""Word's binary documents (MS-DOC): their words in order, by the piece table.

Numbers that Word computes and styles are not in the text; tracked deletions are left out, hidden words are told.
"""

import re
import struct
from collections.abc import Iterator

from correspondence.readers.extract import Extract, Note, Remark, UnreadableError
from correspondence.readers.ole import AUTHOR, CREATED, SAVED, TITLE, Compound
from correspondence.text.normalise import normalise

_IDENTIFIER = 0xA5EC
_ENCRYPTED, _SECOND_TABLE = 0x0100, 0x0200
_WORD_97 = 0xC1  # versions before it have no piece table where later ones have it
_LENGTHS, _CHARACTER_PROPERTIES, _PIECES = 0x4C, 0xFA, 0x1A2
_PAGE = 512
_COMPRESSED = 0x40000000
_DELETED, _INSERTED, _HIDDEN = 0x0800, 0x0801, 0x083C
_MOST_CHARACTERS = 20_000_000
_MOST_PAGES = 50_000
_CLEAN = {0x1E: "\u2011", 0x1F: "", 0x0B: "\n", 0xA0: " ", 0x01: "", 0x02: "", 0x05: "", 0x08: "", 0x00: "", 0x03: "",
          0x04: "", 0x06: "", 0x09: " "}  # fmt: skip
# Where hidden words begin and end, until the text is tidied.
_HIDING, _HIDDEN_END = "\ue000", "\ue001"
_OPERANDS = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}  # bytes that follow a modifier, by its kind
_DAMAGED = "is damaged: open it in a word processor and save it as DOCX or PDF"


def read(content: bytes) -> Extract:
    """Read a document.

    Raises:
        UnreadableError: it is encrypted or damaged.
    """
    file = Compound(content)
    main = file.stream("WordDocument")
    try:
        identifier, version = struct.unpack_from("<HH", main)
        flags = struct.unpack_from("<H", main, 0x0A)[0]
        if identifier != _IDENTIFIER:
            raise UnreadableError(_DAMAGED)
        if flags & _ENCRYPTED:
            raise UnreadableError("needs a password: open it where you can, and save it without one")
        table = file.stream("1Table" if flags & _SECOND_TABLE else "0Table")
        document = _Document(main, table, old=version < _WORD_97 or not table)
    except (struct.error, IndexError) as error:
        raise UnreadableError(_DAMAGED) from error
    blocks = document.blocks()
    text = "\n\n".join(blocks)
    known = file.summary()
    notes = document.notes()
    if not text:
        notes.append(Note(Remark.NO_TEXT, "there is no text in it"))
    return Extract(
        text=f"{text}\n" if text else "",
        media_type="application/msword",
        title=known.get(TITLE, ""),
        author=known.get(AUTHOR, ""),
        date=known.get(SAVED, "") or known.get(CREATED, ""),
        notes=tuple(notes),
    )


class _Document:
    def __init__(self, main: bytes, table: bytes, *, old: bool) -> None:
        self._main, self._table = main, table
        self.changed = False
        self._hidden: list[tuple[int, int]] = []
        if old:
            start, end = struct.unpack_from("<II", main, 0x18)
            self._text = main[start:end].decode("cp1252", "replace")
            self._lengths = (len(self._text),)
        else:
            lengths = struct.unpack_from("<8I", main, _LENGTHS)
            self._lengths = (*lengths[:3], *lengths[4:])  # the fourth is not used
            self._text = "".join(self._pieces())

    def notes(self) -> list[Note]:
        """What there is to say of it."""
        told = []
        if self.changed:
            told.append(Note(Remark.TRACKED_CHANGES, "holds tracked changes, read as if accepted"))
        if self._hidden:
            told.append(Note(Remark.HIDDEN_TEXT, "holds words that its readers do not see; they stand in [hidden: …]"))
        return told

    def blocks(self) -> list[str]:
        """The paragraphs of the text, then of what stands beside it."""
        parts = []
        at = 0
        for length in self._lengths:
            parts.append(list(_paragraphs(self._part(at, at + length))))
            at += length
        main, footnotes, headers, comments, endnotes, boxes, header_boxes = parts + [[]] * (7 - len(parts))
        beside = list(dict.fromkeys([*headers, *header_boxes]))
        blocks = [*main, *boxes, *footnotes, *endnotes]
        if comments:
            blocks += ["# Comments", *comments]
        if beside:
            blocks += ["# Header and footer", *beside]
        return blocks

    def _part(self, start: int, end: int) -> str:
        """A part of the text, hidden words between marks."""
        shown, at = [], start
        for first, last in self._hidden:
            if start <= first and last <= end and first >= at:
                shown += [self._text[at:first], _HIDING, self._text[first:last], _HIDDEN_END]
                at = last
        return "".join([*shown, self._text[at:end]])

    def _pieces(self) -> Iterator[str]:
        place, length = struct.unpack_from("<II", self._main, _PIECES)
        data = self._table[place : place + length]
        at = 0
        while at < len(data) and data[at] == 1:
            at += 3 + struct.unpack_from("<H", data, at + 1)[0]
        if at >= len(data) or data[at] != 2:  # noqa: PLR2004  # the mark of the table itself
            raise UnreadableError(_DAMAGED)
        count = (struct.unpack_from("<I", data, at + 1)[0] - 4) // 12
        marked = self._marked()
        total = 0
        for n in range(count):
            begin, end = struct.unpack_from("<II", data, at + 5 + 4 * n)
            where = struct.unpack_from("<I", data, at + 5 + 4 * (count + 1) + 8 * n + 2)[0]
            total += end - begin
            if end < begin or total > _MOST_CHARACTERS:
                raise UnreadableError(_DAMAGED)
            yield self._piece(begin, where, end - begin, marked)

    def _piece(self, at: int, where: int, length: int, marked: list[tuple[int, int, int]]) -> str:
        """The characters of one stretch of the file; what is deleted keeps its length in zeros."""
        wide = not where & _COMPRESSED
        start = where & (_COMPRESSED - 1) if wide else (where & (_COMPRESSED - 1)) // 2
        size = 2 if wide else 1
        raw = self._main[start : start + length * size]
        text = raw.decode("utf-16-le" if wide else "cp1252", "replace")
        if len(text) != length:  # signs beyond the basic plane are two, and a damaged piece is short
            text = (
                "".join(chr(unit) for (unit,) in struct.iter_unpack("<H", raw[: len(raw) // 2 * 2])) if wide else text
            )
            text = text.ljust(length, "\0")
        pieces = []
        done = 0
        for begin, end, modifier in marked:
            first, last = max(0, (begin - start) // size), min(length, (end - start) // size)
            if last <= first or first < done:
                continue
            words = text[first:last]
            pieces.append(text[done:first])
            pieces.append("\0" * len(words) if modifier == _DELETED else words)
            self.changed = self.changed or modifier == _DELETED
            # Hidden marks of paragraphs and the codes of fields are no words.
            if modifier == _HIDDEN and re.search(r"\w", words) and not re.search("[\x13-\x15]", words):
                self._hidden.append((at + first, at + last))
            done = last
        pieces.append(text[done:])
        return "".join(pieces)

    def _marked(self) -> list[tuple[int, int, int]]:
        """Stretches of the file whose characters are deleted or hidden."""
        place, length = struct.unpack_from("<II", self._main, _CHARACTER_PROPERTIES)
        data = self._table[place : place + length]
        count = min((len(data) - 4) // 8, _MOST_PAGES) if len(data) >= 12 else 0  # noqa: PLR2004  # one page's entry
        found: list[tuple[int, int, int]] = []
        for n in range(count):
            number = struct.unpack_from("<I", data, 4 * (count + 1) + 4 * n)[0] & 0x3FFFFF
            page = self._main[number * _PAGE : (number + 1) * _PAGE]
            if len(page) == _PAGE:
                found += self._marked_on(page)
        return sorted(found)

    def _marked_on(self, page: bytes) -> Iterator[tuple[int, int, int]]:
        runs = page[-1]
        for n in range(min(runs, (_PAGE - 5) // 5)):
            begin, end = struct.unpack_from("<II", page, 4 * n)
            offset = page[4 * (runs + 1) + n] * 2
            modifiers = _modifiers(page[offset + 1 : offset + 1 + page[offset]]) if offset else {}
            self.changed = self.changed or _INSERTED in modifiers
            for name in (_DELETED, _HIDDEN):
                if modifiers.get(name, b"\0")[:1] == b"\x01":
                    yield begin, end, name
                    break


def _modifiers(data: bytes) -> dict[int, bytes]:
    """Property modifiers (MS-DOC, 2.6) with their operands."""
    found: dict[int, bytes] = {}
    at = 0
    while at + 2 < len(data):
        name = data[at] | data[at + 1] << 8
        kind = name >> 13
        size = _OPERANDS.get(kind, 1 + data[at + 2])
        found[name] = data[at + 2 : at + 2 + size]
        at += 2 + size
    return found


def _paragraphs(text: str) -> Iterator[str]:
    """The paragraphs of a part of the document; cells of a table's row stand on one line."""
    cells: list[str] = []
    before: list[str] = []  # paragraphs of the cell that is open
    for paragraph, end in re.findall(r"([^\r\x07\x0c]*)([\r\x07\x0c]|\Z)", _without_field_codes(text)):
        words = _tidied(paragraph)
        if end == "\x07":
            cell = " ".join(" ".join([*before, words]).split())
            before = []
            if not paragraph and cells:  # the mark of a row's end
                if any(cells):
                    yield f"| {' | '.join(cells)} |" if len(cells) > 1 else cells[0]
                cells = []
            else:
                cells.append(cell)
        elif cells:
            before.append(words)
        elif words:
            yield words
    if rest := " ".join([*cells, *before]).strip():
        yield rest


def _without_field_codes(text: str) -> str:
    """Fields give what they show; their instructions are left out."""
    kept: list[str] = []
    instructions: list[bool] = []
    for piece in re.split(r"([\x13\x14\x15])", text):
        if piece == "\x13":
            instructions.append(True)
        elif piece == "\x14" and instructions:
            instructions[-1] = False
        elif piece == "\x15" and instructions:
            instructions.pop()
        elif not any(instructions):
            kept.append(piece)
    return "".join(kept)


def _tidied(text: str) -> str:
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    shown = whole.translate(_CLEAN).replace(_HIDING, "[hidden: ").replace(_HIDDEN_END, "]")
    lines = (" ".join(line.split()) for line in normalise(shown).split("\n"))
    return "\n".join(filter(None, lines))
