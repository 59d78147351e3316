"""A letter as the plain data that `letter.typ` sets: arrays that begin with what they are."""

from dataclasses import dataclass, field
from typing import Any

from correspondence.document import nodes
from correspondence.document.crossing import leads_inside
from correspondence.document.nodes import Block, Blocks, Inline, Inlines, Picture
from correspondence.document.signatures import layout, stretches
from correspondence.errors import DocumentError
from correspondence.text.escape import for_print
from correspondence.writers.addresses import address

# Letters and digits in a row that no line may be asked to hold; behind so many a line may end.
_LONGEST_WORD = 60
# PDF/A (ISO 19005-2, 6.1.13) has no string of more than 32,767 bytes; a character may take four.
LONGEST_STRING = 8_000
_POINTS_PER_PIXEL = 0.75  # a CSS pixel
_SHORT = 900  # characters, in the narrowest of three columns no more than two thirds of a page


@dataclass(slots=True)
class Tree:
    """Turns nodes into data.

    Attributes:
        notes: the document's footnotes, in the order of their marks.
        replaced: characters that no font has, and what is printed in their place.
        places: what the document's own links can lead to.
        endnotes: whether the notes stand behind the letter, not at the foot of pages.
        title: the heading that is the letter's title, which is larger than any other.
        pictures: files to lie beside the program, by name.
    """

    notes: tuple[Blocks, ...]
    replaced: dict[int, str]
    places: frozenset[str] = frozenset()
    endnotes: bool = False
    title: Block | None = None
    pictures: dict[str, bytes] = field(default_factory=dict)
    _cited: set[int] = field(default_factory=set)
    _level: int = 0

    def blocks(self, blocks: Blocks) -> list[Any]:
        """The data of blocks.

        Raises:
            DocumentError: a node that this writer does not know.
        """
        return [self._block(block) for block in blocks]

    def inlines(self, inlines: Inlines) -> list[Any]:
        """The data of inlines.

        Raises:
            DocumentError: a node that this writer does not know.
        """
        return [self._inline(inline) for inline in inlines]

    def picture(self, picture: Picture) -> str:
        """The name of the file that holds a picture."""
        name = next((name for name, content in self.pictures.items() if content == picture.content), None)
        if name is None:
            name = f"{len(self.pictures)}.{picture.kind}"
            self.pictures[name] = picture.content
        return name

    def text(self, text: str) -> str:
        """Characters as they are printed."""
        return for_print(text).translate(self.replaced)

    def note(self, blocks: Blocks) -> list[list[Any]]:
        """A note: the inlines of its first paragraph, which stand behind its number, and the rest of it."""
        match blocks:
            case (nodes.Paragraph() as first, *rest):
                return [self.inlines(first.children), self.blocks(tuple(rest))]
        return [[], self.blocks(blocks)]

    def _block(self, block: Block) -> list[Any]:
        match block:
            case nodes.Paragraph():
                return ["paragraph", self.inlines(block.children)]
            case nodes.Heading():
                return self._heading(block)
            case nodes.BulletList():
                return ["bullets", block.tight, [self.blocks(item) for item in block.items]]
            case nodes.OrderedList():
                return ["numbers", block.tight, [self.blocks(item) for item in block.items], block.start]
            case nodes.BlockQuote():
                return ["quote", self.blocks(block.blocks)]
            case nodes.CodeBlock():
                return ["preformatted", self.text(block.text.removesuffix("\n"))]
            case nodes.ThematicBreak():
                return ["rule"]
            case nodes.Table():
                return self._table(block)
            case nodes.Part(name="signature-block"):
                return ["part", block.name, self._signatures(block)]
            case nodes.Part() if block.name in nodes.PARTS:
                return ["part", "run-on" if block.runs_on else block.name, self.blocks(block.blocks)]
        raise DocumentError(f"a PDF cannot hold {getattr(block, 'name', type(block).__name__)}")

    def _heading(self, heading: nodes.Heading) -> list[Any]:
        """A heading; one that is longer than a string may be is a paragraph that looks like one."""
        size = 0 if heading is self.title else heading.level
        if len(nodes.plain_text(heading.children)) > LONGEST_STRING:
            return ["large", size, self.inlines(heading.children), self._place(heading.id)]
        # PDF/UA-1 (ISO 14289-1, 7.4.2) skips no level on the way down; how large a heading is stays its own.
        self._level = min(heading.level, self._level + 1)
        return ["heading", self._level, size, self.inlines(heading.children), self._place(heading.id)]

    def _signatures(self, part: nodes.Part) -> list[Any]:
        """Headings, and names in columns under each."""
        columns = layout(part.options).columns
        if columns == 1:
            return self.blocks(part.blocks)
        found: list[Any] = []
        for are_names, group in stretches(part.blocks):
            written = self.blocks(group)
            found += [["names", columns, written]] if are_names else written
        return found

    def _table(self, table: nodes.Table) -> list[Any]:
        columns = len(table.rows[0]) if table.rows else 0
        if not columns:
            return ["paragraph", [["text", [self.text(table.title)]]]]
        cells = [self.blocks(cell.blocks) for row in table.rows for cell in row]
        whole = [all(map(_is_short, row)) for row in table.rows for _ in row]
        widths = list(table.widths or (1,) * columns)
        return ["table", widths, table.header_rows, cells, whole, self.text(table.title) or None, self._place(table.id)]

    def _inline(self, inline: Inline) -> list[Any]:
        match inline:
            case nodes.Text():
                return ["text", _pieces(self.text(inline.text))]
            case nodes.Emphasis():
                return ["em", self.inlines(inline.children)]
            case nodes.Strong():
                return ["strong", self.inlines(inline.children)]
            case nodes.Strikethrough():
                return ["strike", self.inlines(inline.children)]
            case nodes.Code():
                return ["code", self.text(inline.text)]
            case nodes.Link():
                return self._link(inline)
            case nodes.Image():
                return self._image(inline)
            case nodes.HardBreak():
                return ["break"]
            case nodes.FootnoteReference():
                return self._note(inline.index)
        raise DocumentError(f"a PDF cannot hold {type(inline).__name__}")

    def _link(self, link: nodes.Link) -> list[Any]:
        inside = self.inlines(link.children)
        if place := leads_inside(link, self.places):
            return ["jump", self._place(place), inside]
        target = address(link.target)
        # PDF/UA-1 knows no link without words, nor one in another.
        if target is None or not nodes.plain_text(link.children).strip():
            return ["span", inside]
        return ["link", target, inside]

    def _place(self, name: str) -> str | None:
        """A name that Typst takes for a label."""
        return f"place-{name.encode().hex()}" if name else None

    def _image(self, image: nodes.Image) -> list[Any]:
        words = self.text(image.alternative)
        if image.picture is None:
            return ["text", _pieces(f"[{words}]")]
        return ["picture", self.picture(image.picture), words or "–", image.picture.width * _POINTS_PER_PIXEL]

    def _note(self, index: int) -> list[Any]:
        if self.endnotes:
            return ["endnote", index]
        if index in self._cited:
            return ["note-again", index]
        self._cited.add(index)
        return ["note", index, *self.note(self.notes[index])]


def _is_short(cell: nodes.Cell) -> bool:
    """Whether a cell is far from filling a page."""
    return not any(isinstance(node, nodes.Image) for node in nodes.walk((cell,))) and (
        len(nodes.plain_text(cell.blocks)) < _SHORT
    )


def _pieces(text: str) -> list[str]:
    """A text cut where a line may end inside a word that is longer than any line."""
    if len(text) <= _LONGEST_WORD:
        return [text]
    pieces: list[str] = []
    for word in text.split(" "):
        parts = [word[at : at + _LONGEST_WORD] for at in range(0, len(word), _LONGEST_WORD)] or [""]
        if pieces:
            pieces[-1] += f" {parts[0]}"
            pieces += parts[1:]
        else:
            pieces = parts
    return pieces
