"""A letter as plain text, wrapped for e-mail: nothing but lines, every address at the end."""

from collections.abc import Iterator

from correspondence.document import nodes
from correspondence.document.nodes import Block, Blocks, Document, Inline, Inlines
from correspondence.errors import DocumentError

_NARROWEST = 20
_BULLET = "- "


def write(document: Document, width: int = 72) -> str:
    """The text, in lines of at most `width` cells unless one word is longer.

    Raises:
        DocumentError: the tree holds a node that this writer does not know.
    """
    writer = _Writer()
    lines = [line.rstrip() for line in writer.blocks(document.blocks, width)]
    if document.footnotes:
        lines += ["", "-" * 8]
        for number, note in enumerate(document.footnotes, start=1):
            mark = f"({number}) "
            lines += _hung(list(writer.blocks(note, width - len(mark))), mark)
    if writer.addresses:
        lines.append("")
        lines += [f"[{number}] {address}" for address, number in writer.addresses.items()]
    return "\n".join(lines).strip("\n") + "\n"


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
                yield from (f"    {line}" for line in block.text.removesuffix("\n").split("\n"))
            case nodes.ThematicBreak():
                yield "* * *"
            case nodes.Table():
                yield from self._table(block, width)
            case nodes.Part():
                yield from self.blocks(block.blocks, width, apart=block.name != "signature-block")
            case _:
                raise DocumentError(f"plain text cannot hold {type(block).__name__}")

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
        if table.caption:
            yield from _wrapped(table.caption, width)
            yield ""
        headings = [nodes.plain_text(cell.blocks) for cell in table.rows[0]] if table.header_rows else []
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
                return inline.text
            case nodes.Emphasis() | nodes.Strong() | nodes.Strikethrough():
                return self._inlines(inline.children)
            case nodes.Link():
                return self._link(inline)
            case nodes.Image():
                return f"[{inline.alternative}]"
            case nodes.HardBreak():
                return "\n"
            case nodes.FootnoteReference():
                return f" ({inline.index + 1})"
        raise DocumentError(f"plain text cannot hold {type(inline).__name__}")

    def _link(self, link: nodes.Link) -> str:
        words = self._inlines(link.children)
        if link.target in (words, f"mailto:{words}") or ":" not in link.target:
            return words
        number = self.addresses.setdefault(link.target, len(self.addresses) + 1)
        return f"{words} [{number}]"


def _hung(lines: list[str], mark: str) -> list[str]:
    """Lines behind a mark, the later ones moved in under the first."""
    return [(mark if n == 0 else " " * len(mark)) + line for n, line in enumerate(lines)]


def _wrapped(text: str, width: int) -> Iterator[str]:
    for forced in text.split("\n"):
        line = ""
        for word in forced.split(" "):
            if line and _cells(line) + 1 + _cells(word) > width:
                yield line
                line = word
            else:
                line = f"{line} {word}" if line else word
        yield line


def _cells(text: str) -> int:
    """How many cells the text takes in a fixed-width font."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len  # only for what is wider or narrower than its length

    return cell_len(text)
