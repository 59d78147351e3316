"""Blocks as paragraphs and tables (ECMA-376 part 1, 17.3.1)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from correspondence.document import nodes
from correspondence.document.nodes import Block, Blocks, Inlines
from correspondence.document.signatures import layout, stretches
from correspondence.errors import DocumentError
from correspondence.writers.docx import sections
from correspondence.writers.docx.inlines import InlineWriter, Look, runs
from correspondence.writers.docx.numbering import INDENT, LEVELS, Numbering, indent
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
_PROSE = frozenset({"Body Text", "List Paragraph", "Quote"})
_QUOTE_INDENT = 454  # of a quotation inside a list, a table or another quotation, in twips
_APART = 200  # twips above what follows a table or another list
_AROUND_TITLE = '<w:spacing w:before="400" w:after="240"/>'  # of one below an address
_ONE_PAGE_OF_NAMES = 24
_RULE = '<w:pBdr><w:bottom w:val="single" w:sz="6" w:space="1" w:color="A6A6A6"/></w:pBdr>'
_NO_HEIGHT = '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
_BETWEEN_TABLES = '<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="exact"/></w:pPr></w:p>'
_AFTER_LAST_TABLE = f"<w:p><w:pPr>{_NO_HEIGHT}</w:pPr></w:p>"
_NEW_PAGE = f"<w:p><w:pPr><w:pageBreakBefore/>{_NO_HEIGHT}</w:pPr></w:p>"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a block stands.

    Attributes:
        width: between the margins of the page or the cell, in twips.
        style: the name of the style of its plain paragraphs.
        left: how far lists and quotations move it in, in twips.
        level: of the list it is in, from 0; -1 outside lists.
        numbering: the list instance whose mark the next paragraph carries, or None.
        tight: whether the list's items stand without space between them.
        keep_with_next: whether a page may not end after it.
        new_page: whether it begins a page.
        apart: whether it needs space above, because a table, another list or an address ends there and leaves none.
    """

    width: int
    style: str = "Body Text"
    left: int = 0
    level: int = -1
    numbering: int | None = None
    tight: bool = False
    keep_with_next: bool = False
    new_page: bool = False
    apart: bool = False


class BlockWriter:
    """Writes the blocks of one part."""

    def __init__(self, styles: Styles, inlines: InlineWriter, numbering: Numbering, *, rtl: bool) -> None:
        self._styles = styles
        self._inlines = inlines
        self._numbering = numbering
        self._tables = TableWriter(styles, inlines, self._cell, rtl=rtl)
        self._bidi = "<w:bidi/>" if rtl else ""
        self._title: Block | None = None
        self._written_properties: dict[tuple[object, ...], str] = {}

    def document(self, blocks: Blocks, width: int) -> Iterator[str]:
        """A letter's blocks; its first heading of level 1 is its title."""
        headings = (block for block in blocks if isinstance(block, nodes.Heading) and block.level == 1)
        self._title = next(headings, None)
        return self.story(blocks, Place(width))

    def story(self, blocks: Blocks, place: Place) -> Iterator[str]:
        """Blocks that stand by themselves: tables apart from each other, and a paragraph after the last."""
        return _apart(self._blocks(blocks, place))

    def paragraph(self, children: Inlines, place: Place, *, before: str = "", name: str = "") -> str:
        """A paragraph with its properties; `before` is XML to stand before its runs, `name` what links call it."""
        written = self._inlines.place(self._inlines.write(children), name)
        return f"<w:p>{self._properties(place)}{before}{written}</w:p>"

    def _blocks(self, blocks: Blocks, place: Place) -> Iterator[str]:
        """Blocks one after the other; only the first carries a list's mark."""
        for n, block in enumerate(blocks):
            here = place
            if n:
                here = replace(place, numbering=None, new_page=False, apart=_leaves_no_space(blocks[n - 1], block))
            if n + 1 < len(blocks) and _leads_to(block, blocks[n + 1]):
                here = replace(here, keep_with_next=True)
            yield from self._block(block, here)

    def _block(self, block: Block, place: Place) -> Iterator[str]:
        match block:
            case nodes.Paragraph():
                yield self.paragraph(block.children, place)
            case nodes.Heading():
                style = "Title" if block is self._title else f"heading {block.level}"
                here = replace(place, style=style, keep_with_next=True, apart=place.apart and style == "Title")
                yield self.paragraph(block.children, here, name=block.id)
            case nodes.BulletList():
                yield from self._list(block, self._numbering.bullets(), place)
            case nodes.OrderedList():
                level = min(place.level + 1, LEVELS - 1)
                yield from self._list(block, self._numbering.numbered(level, block.start), place)
            case nodes.BlockQuote():
                yield from self._blocks(block.blocks, _quoted(place))
            case nodes.CodeBlock():
                yield self._code(block, place)
            case nodes.ThematicBreak():
                yield f"<w:p>{self._properties(place, border=_RULE)}</w:p>"
            case nodes.Table():
                yield from self._tables.write(block, left=place.left, width=place.width - place.left)
            case nodes.Part():
                yield from self._part(block, place)
            case _:
                raise DocumentError(f"a Word document cannot hold {type(block).__name__}")

    def _list(self, block: nodes.BulletList | nodes.OrderedList, numbering: int, place: Place) -> Iterator[str]:
        style = "List Paragraph" if place.style == "Body Text" else place.style
        outside = _QUOTE_INDENT if place.style == "Quote" and not place.left else place.left
        here = Place(
            width=place.width,
            style=style,
            left=outside + INDENT,
            level=min(place.level + 1, LEVELS - 1),
            tight=block.tight,
        )
        for n, item in enumerate(block.items):
            first = replace(here, apart=place.apart and not n)
            if item and isinstance(item[0], nodes.Paragraph):
                yield from self._blocks(item, replace(first, numbering=numbering))
            else:
                yield self.paragraph((), replace(first, numbering=numbering))
                yield from self._blocks(item, here)

    def _code(self, block: nodes.CodeBlock, place: Place) -> str:
        """Preformatted lines, which run from left to right in every language."""
        lines = block.text.removesuffix("\n").split("\n")
        written = "<w:r><w:br/></w:r>".join(runs(line, Look(), rtl=False) for line in lines)
        return f"<w:p>{self._properties(replace(place, style='Source Code'), bidi=False)}{written}</w:p>"

    def _part(self, part: nodes.Part, place: Place) -> Iterator[str]:
        here = replace(place, style=PART_STYLES[part.name], keep_with_next=part.name == "closing", apart=False)
        if part.name == "appendix" and part.blocks:
            begins = isinstance(part.blocks[0], nodes.Heading | nodes.Paragraph)
            here = replace(here, new_page=begins and not part.runs_on, apart=part.runs_on)
            if not begins:
                yield _BETWEEN_TABLES if part.runs_on else _NEW_PAGE
        if part.name not in {"signature-block", "addressee"}:
            yield from self._blocks(part.blocks, here)
            return
        columns = layout(part.options).columns
        for are_names, names in stretches(part.blocks):
            if columns > 1 and are_names:
                yield _end_of_section(1)
            for n, block in enumerate(names):
                stays = columns == 1 and _stays(n, len(names))
                yield from self._block(block, replace(here, keep_with_next=stays))
            if columns > 1 and are_names:
                yield _end_of_section(columns)

    def _cell(self, blocks: Blocks, style: str, width: int) -> str:
        """A cell's content, which must hold and end in a paragraph."""
        place = Place(width=width, style=style)
        return "".join(self.story(blocks, place)) or self.paragraph((), place)

    def _properties(self, place: Place, *, border: str = "", bidi: bool = True) -> str:
        """A paragraph's properties: a long table has thousands of cells and two or three places."""
        key = (place, border, bidi)
        known = self._written_properties.get(key)
        if known is None:
            known = self._written_properties[key] = self._in_order(place, border, bidi=bidi)
        return known

    def _in_order(self, place: Place, border: str, *, bidi: bool) -> str:
        """A paragraph's properties in the order that the schema asks."""
        style = self._styles.id(place.style)
        marked = place.numbering is not None
        return "".join(
            (
                f'<w:pPr><w:pStyle w:val="{style}"/>',
                "<w:keepNext/>" if place.keep_with_next else "",
                "<w:pageBreakBefore/>" if place.new_page else "",
                f'<w:numPr><w:ilvl w:val="{place.level}"/><w:numId w:val="{place.numbering}"/></w:numPr>'
                if marked
                else "",
                border,
                self._bidi if bidi else "",
                _space(place),
                _indentation(place, marked=marked),
                "<w:contextualSpacing/>" if place.tight and not place.apart else "",
                "</w:pPr>",
            )
        )


def _end_of_section(columns: int) -> str:
    """A paragraph without height that ends a section set in so many columns."""
    return f"<w:p><w:pPr>{_NO_HEIGHT}{sections.mark(columns)}</w:pPr></w:p>"


def _leaves_no_space(block: Block, following: Block) -> bool:
    lists = nodes.BulletList | nodes.OrderedList
    address = isinstance(block, nodes.Part) and block.name == "addressee" and isinstance(following, nodes.Heading)
    return isinstance(block, nodes.Table) or address or (isinstance(block, lists) and isinstance(following, lists))


def _space(place: Place) -> str:
    """Space above and below where it is not that of the style."""
    if place.new_page:
        return '<w:spacing w:before="0"/>'
    if place.apart and place.style == "Title":
        return _AROUND_TITLE
    below = ' w:after="0"' if place.tight else ""
    return f'<w:spacing w:before="{_APART}"{below}/>' if place.apart else ""


def _indentation(place: Place, *, marked: bool) -> str:
    """What moves a paragraph in, unless its list's level does so already."""
    if not place.left or (marked and place.left == indent(place.level)):
        return ""
    hanging = f' w:hanging="{INDENT}"' if marked else ""
    return f'<w:ind w:left="{place.left}"{hanging}/>'


def _quoted(place: Place) -> Place:
    """The place inside a quotation; a simple one is moved in by its style."""
    if place.style == "Body Text":
        return replace(place, style="Quote")
    outside = _QUOTE_INDENT if place.style == "Quote" and not place.left else place.left
    return replace(place, style="Quote" if place.style in _PROSE else place.style, left=outside + _QUOTE_INDENT)


def _leads_to(block: Block, following: Block) -> bool:
    """Whether a page may not end between the two: words that announce a list or table, and the last before the closing.

    So no page holds nothing but the closing and the signatures.
    """
    if not isinstance(block, nodes.Paragraph):
        return False
    if isinstance(following, nodes.Part):
        return following.name == "closing"
    announced = isinstance(following, nodes.BulletList | nodes.OrderedList | nodes.Table | nodes.BlockQuote)
    return announced and nodes.plain_text(block.children[-1:]).rstrip().endswith((":", "："))


def _stays(number: int, count: int) -> bool:
    """Whether a name or line of an address stays on the page of the next: all of a few, and two at each end of many."""
    return number < count - 1 and (count <= _ONE_PAGE_OF_NAMES or number < 1 or number >= count - 2)


def _apart(pieces: Iterable[str]) -> Iterator[str]:
    """Neighbouring tables would become one, and no part or cell may end in a table."""
    table = False
    for piece in pieces:
        if table and piece.startswith("<w:tbl>"):
            yield _BETWEEN_TABLES
        yield piece
        table = piece.endswith("</w:tbl>")
    if table:
        yield _AFTER_LAST_TABLE
