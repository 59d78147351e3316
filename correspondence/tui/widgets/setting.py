"""A letter's blocks set in lines of a given width, as they will be read: words with their looks, and nothing else."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise, zip_longest

from rich.cells import cell_len

from correspondence.document import nodes
from correspondence.document.nodes import Block, Blocks, Document, Inline, Inlines
from correspondence.text.escape import for_terminal
from correspondence.text.locale import direction
from correspondence.tui.widgets.wrapping import wrapped

Bit = tuple[str, str]  # words, and what they are: names of `LOOKS`, in order, with a space between
Line = tuple[Bit, ...]

LOOKS = ("code", "emphasis", "faint", "heading", "link", "note", "strong", "struck", "title")
_NARROWEST = 8  # cells that a column of a table needs
_BAR = " │ "
_BULLETS = "•◦▪"


@dataclass(slots=True)
class _Words:
    """Words of one paragraph with their looks, gathered."""

    text: str = ""
    looks: list[tuple[int, int, str]] = field(default_factory=list)

    def add(self, inlines: Inlines, look: str = "") -> None:
        for inline in inlines:
            self._add(inline, look)

    def put(self, text: str, look: str) -> None:
        shown = for_terminal(text)
        if look and shown:
            self.looks.append((len(self.text), len(self.text) + len(shown), look))
        self.text += shown

    def _add(self, inline: Inline, look: str) -> None:
        match inline:
            case nodes.Text():
                self.put(" ".join(inline.text.split("\n")), look)
            case nodes.Code():
                self.put(inline.text, _also(look, "code"))
            case nodes.Emphasis():
                self.add(inline.children, _also(look, "emphasis"))
            case nodes.Strong():
                self.add(inline.children, _also(look, "strong"))
            case nodes.Strikethrough():
                self.add(inline.children, _also(look, "struck"))
            case nodes.Link():
                self.add(inline.children, _also(look, "link"))
            case nodes.Image():
                self.put(f"[{inline.alternative or inline.target}]", _also(look, "faint"))
            case nodes.HardBreak():
                self.text += "\n"
            case nodes.FootnoteReference():
                self.put(f"[{inline.index + 1}]", _also(look, "note"))

    def lines(self, width: int, *, rtl: bool = False) -> Iterator[Line]:
        """The words in lines; those of a language written from the right end at the right."""
        for start, end in wrapped(self.text, max(2, width)):
            bits = tuple(self._bits(start, end))
            gap = width - cell_len(self.text[start:end]) if rtl else 0
            yield ((" " * gap, ""), *bits) if gap > 0 else bits

    def _bits(self, start: int, end: int) -> Iterator[Bit]:
        within = [(max(a, start), min(b, end), look) for a, b, look in self.looks if a < end and start < b]
        edges = sorted({start, end, *(edge for a, b, _ in within for edge in (a, b))})
        for a, b in pairwise(edges):
            yield self.text[a:b], next((look for first, last, look in within if first <= a < last), "")


class Setter:
    """Sets blocks in lines; what was set once for a width is kept for as long as the letter holds it.

    Blocks are values: one that did not change is found again, whatever became of the others.
    """

    def __init__(self) -> None:
        self._known: dict[tuple[Block, int, bool], tuple[Line, ...]] = {}
        self.fresh = 0

    def lines(self, document: Document, width: int) -> list[Line]:
        """The whole letter in lines; `fresh` says then how many blocks had to be set anew."""
        rtl = direction(document.language) == "rtl"
        known, kept = self._known, dict[tuple[Block, int, bool], tuple[Line, ...]]()
        found: list[Line] = []
        self.fresh = 0
        for n, block in enumerate(document.blocks):
            key = (block, width, rtl)
            lines = kept.get(key) or known.get(key)
            if lines is None:
                lines = tuple(_Setting(rtl=rtl).block(block, width))
                self.fresh += 1
            kept[key] = lines
            found += [(), *lines] if n and lines else lines
        self._known = kept
        if document.footnotes:
            found += [(), (("─" * min(12, width), "faint"),)]
            for number, note in enumerate(document.footnotes, start=1):
                found += _hung(_Setting(rtl=rtl).blocks(note, width - 5), f"[{number}] ".ljust(5), "note")
        return found


@dataclass(frozen=True, slots=True)
class _Setting:
    """How blocks are set: from which side, and how deep in lists they stand."""

    rtl: bool = False
    depth: int = 0

    def blocks(self, blocks: Blocks, width: int, *, apart: bool = True) -> Iterator[Line]:
        for n, block in enumerate(blocks):
            if n and apart:
                yield ()
            yield from self.block(block, width)

    def block(self, block: Block, width: int) -> Iterator[Line]:
        match block:
            case nodes.Heading():
                yield from self._words(block.children, "title" if block.level == 1 else "heading", width)
            case nodes.Paragraph():
                yield from self._words(block.children, "", width)
            case nodes.BulletList():
                mark = f"{_BULLETS[min(self.depth, len(_BULLETS) - 1)]} "
                yield from self._items(block.items, [mark] * len(block.items), width, tight=block.tight)
            case nodes.OrderedList():
                numbers = [f"{n}. " for n in range(block.start, block.start + len(block.items))]
                longest = max(map(len, numbers), default=0)
                yield from self._items(block.items, [n.rjust(longest) for n in numbers], width, tight=block.tight)
            case nodes.BlockQuote():
                yield from _hung(self.blocks(block.blocks, width - 4), "  │ ", "faint", every=True)
            case nodes.CodeBlock():
                yield from (((for_terminal(line)[:width], "code"),) for line in block.text.splitlines())
            case nodes.ThematicBreak():
                yield ((" " * max(0, width // 2 - 2), ""), ("* * *", "faint"))
            case nodes.Table():
                yield from self._table(block, width)
            case nodes.Part():
                yield from self._part(block, width)

    def _words(self, inlines: Inlines, look: str, width: int) -> Iterator[Line]:
        words = _Words()
        words.add(inlines, look)
        yield from words.lines(width, rtl=self.rtl)

    def _items(self, items: tuple[Blocks, ...], marks: list[str], width: int, *, tight: bool) -> Iterator[Line]:
        below = _Setting(rtl=self.rtl, depth=self.depth + 1)
        for n, (item, mark) in enumerate(zip(items, marks, strict=True)):
            if n and not tight:
                yield ()
            yield from _hung(below.blocks(item, width - len(mark), apart=not tight), mark, "")

    def _part(self, part: nodes.Part, width: int) -> Iterator[Line]:
        if part.name == "appendix":
            yield (("─" * width, "faint"),)
            yield ()
        if part.name == "signature-block" and not part.blocks:
            yield (("the names of those who sign", "faint"),)
        yield from self.blocks(part.blocks, width, apart=part.name != "signature-block")

    def _table(self, table: nodes.Table, width: int) -> Iterator[Line]:
        """Column beside column; where they would be too narrow, cell under cell."""
        if table.caption:
            yield from self._words((nodes.Text(table.caption),), "strong", width)
        widths = _columns(table, width)
        for n, row in enumerate(table.rows):
            if n:
                yield (("─┼─".join("─" * column for column in widths) if widths else "─" * width, "faint"),)
            look = "strong" if n < table.header_rows else ""
            if not widths:
                yield from (line for cell in row for line in self._cell(cell, look, width))
                continue
            cells = [list(self._cell(cell, look, column)) for cell, column in zip(row, widths, strict=True)]
            if self.rtl:
                cells.reverse()
            for parts in zip_longest(*cells, fillvalue=()):
                yield tuple(_beside(parts, widths[::-1] if self.rtl else widths))

    def _cell(self, cell: nodes.Cell, look: str, width: int) -> Iterator[Line]:
        for line in self.blocks(cell.blocks, width):
            yield tuple((text, _also(look, of)) for text, of in line)


def _columns(table: nodes.Table, width: int) -> list[int]:
    """How wide each column is; nothing when there is no room for them."""
    count = len(table.rows[0])
    room = width - len(_BAR) * (count - 1)
    shares = table.widths or (1,) * count
    widths = [room * share // sum(shares) for share in shares]
    return widths if min(widths) >= _NARROWEST else []


def _beside(parts: Iterable[Line], widths: list[int]) -> Iterator[Bit]:
    """The lines of a row's cells on one line."""
    for n, (line, width) in enumerate(zip(parts, widths, strict=True)):
        if n:
            yield _BAR, "faint"
        yield from line
        if (gap := width - sum(cell_len(text) for text, _ in line)) > 0:
            yield " " * gap, ""


def _hung(lines: Iterable[Line], mark: str, look: str, *, every: bool = False) -> Iterator[Line]:
    """Lines behind a mark; the later ones are moved in under the first, or have it too."""
    for n, line in enumerate(lines):
        yield ((mark, look) if every or n == 0 else (" " * len(mark), ""), *line)


def _also(look: str, more: str) -> str:
    return " ".join(sorted({*look.split(), *more.split()}))
