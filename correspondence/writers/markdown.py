"""A letter as Markdown again: the inverse of `document.parse`, in one normal form.

The normal form: headings with `#`, emphasis with `*`, bullets with `-`, code in backtick fences, rules as `___`, hard
breaks with a backslash, one line a paragraph, a blank line between blocks, parts fenced by three colons and tables by
four, and every table a list-table unless plain cells under one header row let it be a pipe table. A run of white space
is one space. Where marks of emphasis would touch each other (`***`, `****`) the form is not unique, and reading may
nest them otherwise; the words are the same.
"""

import re

from correspondence.document import nodes
from correspondence.document.nodes import Block, Blocks, Document, Inline, Inlines
from correspondence.errors import DocumentError
from correspondence.text.escape import for_markdown

_PART_FENCE = 3
_TABLE_FENCE = 4  # fences nest by order, not by length; the longer one only helps the eye
_ADDRESS_UNSAFE = re.compile(r"[\s<>()\\\x00-\x1f\x7f]")


def write(document: Document) -> str:
    """The text.

    Raises:
        DocumentError: the tree holds a node that this writer does not know.
    """
    written = _blocks(document.blocks)
    notes = [f"[^{number}]: {_moved_in(_blocks(note), 4)}" for number, note in enumerate(document.footnotes, start=1)]
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
            return _inlines(block.children)
        case nodes.Heading():
            return f"{'#' * block.level} {_inlines(block.children)}".rstrip()
        case nodes.BulletList():
            return _list(["*" if other_mark else "-"] * len(block.items), block.items, tight=block.tight)
        case nodes.OrderedList():
            numbers = range(block.start, block.start + len(block.items))
            end = ")" if other_mark else "."
            return _list([f"{number}{end}" for number in numbers], block.items, tight=block.tight)
        case nodes.BlockQuote():
            return "\n".join(f"> {line}".rstrip() for line in _blocks(block.blocks).split("\n"))
        case nodes.CodeBlock():
            mark = "~" if "`" in block.info else "`"
            fence = mark * max(3, _longest_run(mark, block.text) + 1)
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


def _list(marks: list[str], items: tuple[Blocks, ...], *, tight: bool) -> str:
    written = []
    for mark, item in zip(marks, items, strict=True):
        inside = _blocks(item, "\n" if tight else "\n\n", behind_mark=mark == "-")
        written.append(f"{mark} {_moved_in(inside, len(mark) + 1)}".rstrip())
    return ("\n" if tight else "\n\n").join(written)


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
        caption = table.caption.replace('"', "”")  # the grammar of attributes has no escape
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


def _inlines(inlines: Inlines) -> str:
    return "".join(
        _inline(inline, first=n == 0 or isinstance(inlines[n - 1], nodes.HardBreak)) for n, inline in enumerate(inlines)
    )


def _inline(inline: Inline, *, first: bool) -> str:
    match inline:
        case nodes.Text():
            # What acts only at the beginning of a line needs no escape behind other words.
            return for_markdown(inline.text) if first else for_markdown(f".{inline.text}")[1:]
        case nodes.Emphasis():
            return _marked("*", inline.children)
        case nodes.Strong():
            return _marked("**", inline.children)
        case nodes.Strikethrough():
            return _marked("~~", inline.children)
        case nodes.Code():
            fence = "`" * (_longest_run("`", inline.text) + 1)
            # A parser takes one space off each end, unless there is nothing but spaces.
            space = " " if inline.text.strip(" ") and {inline.text[0], inline.text[-1]} & {"`", " "} else ""
            return f"{fence}{space}{inline.text}{space}{fence}"
        case nodes.Link():
            return f"[{_inlines(inline.children)}]({_address(inline.target)})"
        case nodes.Image():
            return f"![{for_markdown(inline.alternative)}]({_address(inline.target)})"
        case nodes.HardBreak():
            return "\\\n"
        case nodes.FootnoteReference():
            return f"[^{inline.index + 1}]"
    raise DocumentError(f"Markdown cannot hold {type(inline).__name__}")


def _marked(mark: str, children: Inlines) -> str:
    """Words between marks; white space at the edges stands outside, where the marks still act."""
    inside = _inlines(children)
    words = inside.strip(" ")
    if not words:
        return inside
    start, _, end = inside.partition(words)
    return f"{start}{mark}{words}{mark}{end}"


def _address(target: str) -> str:
    return "<" + target.replace("<", "%3C").replace(">", "%3E") + ">" if _ADDRESS_UNSAFE.search(target) else target


def _longest_run(character: str, text: str) -> int:
    return max((len(run) for run in re.findall(f"{character}+", text)), default=0)
