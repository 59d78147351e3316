"""Blocks as paragraphs and tables (ECMA-376 part 1, 17.3.1)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from correspondence.document import nodes
from correspondence.document.nodes import Block, Blocks, Inlines
from correspondence.errors import DocumentError
from correspondence.writers.docx.inlines import InlineWriter, Look, runs
from correspondence.writers.docx.numbering import LEVELS, Numbering, indent
from correspondence.writers.docx.styles import Styles
from correspondence.writers.docx.tables import TableWriter

PART_STYLES = {
    "date": "Date",
    "addressee": "Addressee",
    "cc": "Carbon Copy",
    "salutation": "Salutation",
    "closing": "Closing",
    "signature-block": "Signature",
    "enclosures": "Enclosures",
    "appendix": "Body Text",
}
_TOGETHER = frozenset({"signature-block", "addressee"})
_RULE = '<w:pBdr><w:bottom w:val="single" w:sz="6" w:space="1" w:color="A6A6A6"/></w:pBdr>'
_BELOW_TABLE = '<w:spacing w:before="200"/>'
_EMPTY_END = '<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/></w:pPr></w:p>'


@dataclass(frozen=True, slots=True)
class Place:
    """Where a block stands.

    Attributes:
        style: the name of the style of its plain paragraphs.
        left: how far it is moved in by lists, in twips.
        level: of the list it is in, from 0; -1 outside lists.
        numbering: the list instance whose mark the next paragraph carries, or None.
        tight: whether the list's items stand without space between them.
        keep_with_next: whether a page may not end after it.
        new_page: whether the next heading begins a page.
        after_table: whether the block stands right below a table, which leaves no space of its own.
    """

    style: str = "Body Text"
    left: int = 0
    level: int = -1
    numbering: int | None = None
    tight: bool = False
    keep_with_next: bool = False
    new_page: bool = False
    after_table: bool = False


class BlockWriter:
    """Writes the blocks of one part."""

    def __init__(self, styles: Styles, inlines: InlineWriter, numbering: Numbering, *, width: int, rtl: bool) -> None:
        self._styles = styles
        self._inlines = inlines
        self._numbering = numbering
        self._tables = TableWriter(styles, inlines, self._cell, width=width, rtl=rtl)
        self._bidi = "<w:bidi/>" if rtl else ""
        self._titled = False

    def document(self, blocks: Blocks) -> Iterator[str]:
        """A letter's blocks; its first heading of level 1 is its title."""
        yield from self.blocks(blocks, Place())
        if blocks and _ends_in_table(blocks[-1]):
            yield _EMPTY_END

    def blocks(self, blocks: Blocks, place: Place) -> Iterator[str]:
        """Blocks one after the other; only the first carries a list's mark."""
        for n, block in enumerate(blocks):
            below = n > 0 and isinstance(blocks[n - 1], nodes.Table)
            here = replace(place, after_table=below)
            if n:
                here = replace(here, numbering=None, new_page=False)
            if below and isinstance(block, nodes.Table):
                yield _EMPTY_END  # neighbouring tables would become one
            yield from self._block(block, here)

    def paragraph(self, children: Inlines, place: Place, *, before: str = "") -> str:
        """A paragraph with its properties; `before` is XML to stand before its runs."""
        return f"<w:p>{self._properties(place)}{before}{self._inlines.write(children)}</w:p>"

    def _block(self, block: Block, place: Place) -> Iterator[str]:
        match block:
            case nodes.Paragraph():
                yield self.paragraph(block.children, place)
            case nodes.Heading():
                yield self.paragraph(block.children, replace(place, style=self._heading(block, place)))
            case nodes.BulletList():
                yield from self._list(block, self._numbering.bullets(), place)
            case nodes.OrderedList():
                level = min(place.level + 1, LEVELS - 1)
                yield from self._list(block, self._numbering.numbered(level, block.start), place)
            case nodes.BlockQuote():
                yield from self.blocks(block.blocks, replace(place, style="Quote"))
            case nodes.CodeBlock():
                yield self._code(block, place)
            case nodes.ThematicBreak():
                yield f"<w:p>{self._properties(place, border=_RULE)}</w:p>"
            case nodes.Table():
                yield from self._tables.write(block)
            case nodes.Part():
                yield from self._part(block, place)
            case _:
                raise DocumentError(f"a Word document cannot hold {type(block).__name__}")

    def _heading(self, heading: nodes.Heading, place: Place) -> str:
        if heading.level == 1 and not self._titled and not place.new_page:
            self._titled = True
            return "Title"
        return f"heading {heading.level}"

    def _list(self, block: nodes.BulletList | nodes.OrderedList, numbering: int, place: Place) -> Iterator[str]:
        level = min(place.level + 1, LEVELS - 1)
        style = place.style if place.style.startswith("Table") else "List Paragraph"
        here = Place(style=style, left=indent(level), level=level, tight=block.tight)
        for item in block.items:
            if item and isinstance(item[0], nodes.Paragraph):
                yield from self.blocks(item, replace(here, numbering=numbering))
            else:
                yield self.paragraph((), replace(here, numbering=numbering))
                yield from self.blocks(item, here)

    def _code(self, block: nodes.CodeBlock, place: Place) -> str:
        lines = block.text.removesuffix("\n").split("\n")
        written = "<w:r><w:br/></w:r>".join(runs(line, Look()) for line in lines)
        return f"<w:p>{self._properties(replace(place, style='Source Code'))}{written}</w:p>"

    def _part(self, part: nodes.Part, place: Place) -> Iterator[str]:
        here = replace(place, style=PART_STYLES[part.name], new_page=part.name == "appendix")
        if part.name not in _TOGETHER:
            yield from self.blocks(part.blocks, here)
            return
        for n, block in enumerate(part.blocks):
            last = n == len(part.blocks) - 1
            yield from self._block(block, replace(here, keep_with_next=not last))

    def _cell(self, blocks: Blocks, style: str) -> str:
        """A cell's content, which must end in a paragraph."""
        written = "".join(self.blocks(blocks, Place(style=style)))
        if not blocks or _ends_in_table(blocks[-1]):
            written += self.paragraph((), Place(style=style))
        return written

    def _properties(self, place: Place, *, border: str = "") -> str:
        """A paragraph's properties in the order that the schema asks."""
        style = self._styles.id(place.style)
        numbering = (
            ""
            if place.numbering is None
            else f'<w:numPr><w:ilvl w:val="{place.level}"/><w:numId w:val="{place.numbering}"/></w:numPr>'
        )
        moved_in = place.left if place.numbering is None else 0
        return "".join(
            (
                f'<w:pPr><w:pStyle w:val="{style}"/>',
                "<w:keepNext/>" if place.keep_with_next else "",
                "<w:pageBreakBefore/>" if place.new_page else "",
                numbering,
                border,
                self._bidi,
                _BELOW_TABLE if place.after_table and not place.style.startswith("heading") else "",
                f'<w:ind w:left="{moved_in}"/>' if moved_in else "",
                "<w:contextualSpacing/>" if place.tight else "",
                "</w:pPr>",
            )
        )


def _ends_in_table(block: Block) -> bool:
    if isinstance(block, nodes.Part | nodes.BlockQuote):
        return bool(block.blocks) and _ends_in_table(block.blocks[-1])
    return isinstance(block, nodes.Table)
