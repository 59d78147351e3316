"""A letter as plain text, wrapped for e-mail: nothing but lines, every address at the end."""

import re
from collections.abc import Iterator

from correspondence.document import nodes
from correspondence.document.nodes import Block, Blocks, Document, Inline, Inlines
from correspondence.errors import DocumentError
from correspondence.text.escape import for_xml
from correspondence.writers.addresses import address

_NARROWEST = 20
_BULLET = "- "
_CONTROLS = re.compile("[\x7f-\x9f]")  # those that XML allows and a terminal obeys
# Characters of scripts that write no spaces between words: a line may end after each, but no line begins with a
# closing mark or ends in an opening one (Unicode Standard Annex #14).
_WIDE = (
    "[\u2e80-\u2fff\u3005-\u3007\u3021-\u30ff\u31f0-\u31ff\u3400-\u9fff\uf900-\ufaff\uff10-\uffef\U00020000-\U0003ffff]"
)
_OPENING, _CLOSING = "[「『（【〈《〔［｛“‘]{0,3}", "[」』）】〉》〕］｝、。，．：；！？…ー”’々]"
_UNIT = re.compile(f"{_OPENING}{_WIDE}{_CLOSING}*|(?:(?!{_OPENING}{_WIDE}).)+")


def write(document: Document, width: int = 72) -> str:
    """The text, in lines of at most `width` cells unless one word is longer.

    Raises:
        DocumentError: the tree holds a node that this writer does not know.
    """
    writer = _Writer()
    ordered = nodes.footnotes_in_order(document)
    lines = list(writer.blocks(ordered.blocks, width))
    if ordered.footnotes:
        lines += ["", "-" * 8]
        for number, note in enumerate(ordered.footnotes, start=1):
            mark = f"({number}) "
            lines += _hung(list(writer.blocks(note, width - len(mark))), mark)
    if writer.addresses:
        lines.append("")
        lines += [f"[{number}] {address}" for address, number in writer.addresses.items()]
    return "\n".join(line.rstrip() for line in lines).strip("\n") + "\n"


class _Writer:
    """Writes blocks as lines; gathers the addresses that words lead to."""

    def __init__(self) -> None:
        self.addresses: dict[str, int] = {}
        self._titled = False

    def blocks(self, blocks: Blocks, width: int, *, apart: bool = True) -> Iterator[str]:
        for n, block in enumerate(blocks):
            if n and apart:
                yield ""
            yield from self._block(block, max(width, _NARROWEST))

    def _block(self, block: Block, width: int) -> Iterator[str]:
        match block:
            case nodes.Paragraph():
                yield from _wrapped(self._inlines(block.children), width)
            case nodes.Heading():
                yield from self._heading(block, width)
            case nodes.BulletList():
                yield from self._list(block, [_BULLET] * len(block.items), width)
            case nodes.OrderedList():
                marks = [f"{number}. " for number in range(block.start, block.start + len(block.items))]
                longest = max(map(len, marks), default=0)
                yield from self._list(block, [mark.ljust(longest) for mark in marks], width)
            case nodes.BlockQuote():
                yield from (f"> {line}" for line in self.blocks(block.blocks, width - 2))
            case nodes.CodeBlock():
                yield from (f"    {line}" for line in _shown(block.text).removesuffix("\n").split("\n"))
            case nodes.ThematicBreak():
                yield "* * *"
            case nodes.Table():
                yield from self._table(block, width)
            case nodes.Part() if block.name in nodes.PARTS:
                if block.name == "signature-block":
                    yield from self._signatures(block.blocks, width)
                else:
                    yield from self.blocks(block.blocks, width)
            case _:
                raise DocumentError(f"plain text cannot hold {getattr(block, 'name', type(block).__name__)}")

    def _signatures(self, blocks: Blocks, width: int) -> Iterator[str]:
        """Names line by line, groups of them apart."""
        for n, block in enumerate(blocks):
            if n and not (isinstance(block, nodes.Paragraph) and isinstance(blocks[n - 1], nodes.Paragraph)):
                yield ""
            yield from self._block(_without_mark(block), max(width, _NARROWEST))

    def _heading(self, heading: nodes.Heading, width: int) -> Iterator[str]:
        lines = list(_wrapped(self._inlines(heading.children), width))
        yield from lines
        if heading.level <= 2:  # noqa: PLR2004  # deeper headings are told by the blank lines around them
            mark = "=" if heading.level == 1 else "-"
            yield mark * max(map(_cells, lines), default=0)

    def _list(self, block: nodes.BulletList | nodes.OrderedList, marks: list[str], width: int) -> Iterator[str]:
        for n, (item, mark) in enumerate(zip(block.items, marks, strict=True)):
            if n and not block.tight:
                yield ""
            yield from _hung(list(self.blocks(item, width - len(mark), apart=not block.tight)) or [""], mark)

    def _table(self, table: nodes.Table, width: int) -> Iterator[str]:
        """Row by row, each cell under its column's heading: readable at any width."""
        if table.title:
            yield from _wrapped(_shown(table.title), width)
            yield ""
        headings = [_shown(nodes.plain_text(cell.blocks)) for cell in table.rows[0]] if table.header_rows else []
        for n, row in enumerate(table.rows[table.header_rows :]):
            if n:
                yield ""
            for column, cell in enumerate(row):
                if headings and headings[column]:
                    yield from _wrapped(f"{headings[column]}:", width)
                yield from ("    " + line for line in self.blocks(cell.blocks, width - 4))

    def _inlines(self, inlines: Inlines) -> str:
        return "".join(self._inline(inline) for inline in inlines)

    def _inline(self, inline: Inline) -> str:
        match inline:
            case nodes.Text() | nodes.Code():
                return _shown(" ".join(inline.text.splitlines()) if "\n" in inline.text else inline.text)
            case nodes.Emphasis() | nodes.Strong() | nodes.Strikethrough():
                return self._inlines(inline.children)
            case nodes.Link():
                return self._link(inline)
            case nodes.Image():
                return f"[{_shown(inline.alternative)}]"
            case nodes.HardBreak():
                return "\n"
            case nodes.FootnoteReference():
                return f" ({inline.index + 1})"
        raise DocumentError(f"plain text cannot hold {type(inline).__name__}")

    def _link(self, link: nodes.Link) -> str:
        words = self._inlines(link.children)
        target = address(link.target)
        if target is None or words in {target, link.target, target.removeprefix("mailto:")}:
            return words
        number = self.addresses.setdefault(target, len(self.addresses) + 1)
        return f"{words} [{number}]"


def _shown(text: str) -> str:
    """Text without what a terminal obeys: whoever reads a file there should see it and nothing else."""
    return _CONTROLS.sub("\ufffd", for_xml(text))


def _hung(lines: list[str], mark: str) -> list[str]:
    """Lines behind a mark, the later ones moved in under the first."""
    return [(mark if n == 0 else " " * len(mark)) + line for n, line in enumerate(lines)]


def _wrapped(text: str, width: int) -> Iterator[str]:
    for forced in text.split("\n"):
        line, taken = "", 0
        for joint, unit in _units(forced):
            added = len(joint) + _cells(unit)
            if line and taken + added > width:
                yield line
                line, taken = unit, added - len(joint)
            elif line:
                line, taken = line + joint + unit, taken + added
            else:
                line, taken = unit, added - len(joint)
        yield line


def _units(line: str) -> Iterator[tuple[str, str]]:
    """What a line may end after, each with the space that stands before it if it stays in the line."""
    for word in line.split(" "):
        units = [word] if word.isascii() else _UNIT.findall(word) or [word]
        for n, unit in enumerate(units):
            yield ("" if n else " "), unit


def _without_mark(block: nodes.Block) -> nodes.Block:
    """A signatory without the mark above the name, whose alternative text says no more than the name."""
    if isinstance(block, nodes.Paragraph) and isinstance(block.children[0], nodes.Image):
        return nodes.Paragraph(block.children[2:])
    return block


def _cells(text: str) -> int:
    """How many cells the text takes in a fixed-width font."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len  # only for what is wider or narrower than its length

    return cell_len(text)
