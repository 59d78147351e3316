"""Blocks in Markdown, moved in under the marks of what holds them."""

from itertools import pairwise

from correspondence.document import nodes
from correspondence.document.nodes import Block, Blocks, Document
from correspondence.errors import DocumentError
from correspondence.writers.markdown.inlines import inlines, longest_run

_PART_FENCE = 3
_TABLE_FENCE = 4  # fences nest by order, not by length; the longer one only helps the eye


def write(document: Document) -> str:
    """The text.

    Raises:
        DocumentError: the tree holds a node that this writer does not know.
    """
    ordered = nodes.footnotes_in_order(document)
    written = _blocks(ordered.blocks)
    notes = [f"[^{number}]: {_moved_in(_blocks(note), 4)}" for number, note in enumerate(ordered.footnotes, start=1)]
    return "\n\n".join(filter(None, [written, *notes])) + "\n"


def _blocks(blocks: Blocks, apart: str = "\n\n", *, behind_mark: bool = False) -> str:
    """Blocks one after the other; `behind_mark` says that the first stands on the line of a `-`."""
    pieces: list[str] = []
    other = False
    for n, block in enumerate(blocks):
        # A list that follows one of its kind has the other mark, or the two would become one; so has a list on the
        # line of another's mark, since `- - -` is a rule.
        other = behind_mark if n == 0 else not other and _lists_of_a_kind(blocks[n - 1], block)
        if piece := _block(block, other_mark=other):
            pieces.append(piece)
    return apart.join(pieces)


def _lists_of_a_kind(one: Block, next_one: Block) -> bool:
    return isinstance(one, nodes.BulletList | nodes.OrderedList) and type(one) is type(next_one)


def _block(block: Block, *, other_mark: bool = False) -> str:
    match block:
        case nodes.Paragraph():
            return inlines(block.children)
        case nodes.Heading():
            return _heading(block)
        case nodes.BulletList():
            return _list(["*" if other_mark else "-"] * len(block.items), block.items, tight=block.tight)
        case nodes.OrderedList():
            numbers = range(block.start, block.start + len(block.items))
            end = ")" if other_mark else "."
            return _list([f"{number}{end}" for number in numbers], block.items, tight=block.tight)
        case nodes.BlockQuote():
            return "\n".join(f"> {line}" if line else ">" for line in _blocks(block.blocks).split("\n"))
        case nodes.CodeBlock():
            mark = "~" if "`" in block.info else "`"
            fence = mark * max(3, longest_run(mark, block.text) + 1)
            return f"{fence}{block.info}\n{block.text}{fence}"
        case nodes.ThematicBreak():
            return "___"  # neither a setext heading below a line, nor a rule together with a bullet
        case nodes.Table():
            return _table(block)
        case nodes.Part():
            fence = ":" * _PART_FENCE
            inside = _blocks(block.blocks)
            return "\n".join(filter(None, (f"{fence} {block.name}", inside, fence)))
    raise DocumentError(f"Markdown cannot hold {type(block).__name__}")


def _heading(heading: nodes.Heading) -> str:
    """A heading of one line, or of several, underlined, as the first two levels can be."""
    underline = {1: "===", 2: "---"}.get(heading.level)
    if underline and any(isinstance(node, nodes.HardBreak) for node in nodes.walk(heading.children)):
        lines = inlines(heading.children)
        if "|" not in lines:  # a line with a bar above dashes begins a table
            return f"{lines}\n{underline}"
    return f"{'#' * heading.level} {inlines(heading.children, one_line=True)}".rstrip()


def _list(marks: list[str], items: tuple[Blocks, ...], *, tight: bool) -> str:
    tight = tight and all(_may_touch(*pair) for item in items for pair in pairwise(item))
    written = []
    for mark, item in zip(marks, items, strict=True):
        inside = _blocks(item, "\n" if tight else "\n\n", behind_mark=mark == "-")
        written.append(f"{mark} {_moved_in(inside, len(mark) + 1)}".rstrip())
    return ("\n" if tight else "\n\n").join(written)


def _may_touch(block: Block, following: Block) -> bool:
    """Whether blocks stay two without a blank line between: `block` may not go on, nor `following` be part of it."""
    match following:
        case nodes.Heading():
            followable = "\n" not in _heading(following)
        case nodes.BulletList():
            followable = bool(following.items[0])  # a bare mark below words makes them a heading
        case nodes.OrderedList():
            followable = bool(following.items[0]) and following.start == 1
        case nodes.BlockQuote():
            followable = not isinstance(block, nodes.BlockQuote)
        case nodes.Table():
            followable = not _fits_a_pipe_table(following)
        case nodes.Paragraph():
            followable = False
        case _:
            followable = True
    closed = isinstance(block, nodes.Heading | nodes.CodeBlock | nodes.ThematicBreak | nodes.Part)
    if isinstance(block, nodes.Table):
        return not _fits_a_pipe_table(block)
    return closed or followable


def _moved_in(text: str, by: int) -> str:
    """Text with its lines after the first moved in; blank lines stay blank."""
    first, *rest = text.split("\n")
    return "\n".join([first, *(f"{' ' * by}{line}" if line else "" for line in rest)])


def _table(table: nodes.Table) -> str:
    if _fits_a_pipe_table(table):
        rows = ["| " + " | ".join(_cell(cell) for cell in row) + " |" for row in table.rows]
        rule = "|" + " --- |" * len(table.rows[0])
        return "\n".join([rows[0], rule, *rows[1:]])
    attributes = [f"header-rows={table.header_rows}"]
    if table.widths:
        attributes.append(f'widths="{" ".join(map(str, table.widths))}"')
    if table.caption:
        caption = " ".join(table.caption.split()).replace("\\", r"\\").replace('"', r"\"")
        attributes.append(f'caption="{caption}"')
    fence = ":" * _TABLE_FENCE
    rows = []
    for row in table.rows:
        cells = [f"- {_moved_in(_blocks(cell.blocks, behind_mark=True), 2)}".rstrip() for cell in row]
        rows.append("- " + _moved_in("\n".join(cells), 2))
    return "\n".join([f"{fence} list-table {{{' '.join(attributes)}}}", *rows, fence])


def _fits_a_pipe_table(table: nodes.Table) -> bool:
    return (
        table.header_rows == 1
        and not table.widths
        and not table.caption
        and all(_is_one_line(cell) for row in table.rows for cell in row)
    )


def _is_one_line(cell: nodes.Cell) -> bool:
    if not cell.blocks:
        return True
    first = cell.blocks[0]
    return (
        len(cell.blocks) == 1
        and isinstance(first, nodes.Paragraph)
        and not any(isinstance(node, nodes.HardBreak | nodes.Code) for node in nodes.walk(first.children))
    )


def _cell(cell: nodes.Cell) -> str:
    return "" if not cell.blocks else _block(cell.blocks[0])
