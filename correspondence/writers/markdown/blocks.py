"""Blocks in Markdown, moved in under the marks of what holds them."""

import re
from functools import lru_cache
from itertools import pairwise

from correspondence.document import nodes
from correspondence.document.nodes import Block, Blocks, Document, Inlines
from correspondence.errors import DocumentError
from correspondence.text.escape import for_markdown
from correspondence.writers.markdown.inlines import Place, longest_run, spelled
from correspondence.writers.markdown.normal import trimmed, without_breaks

_PART_FENCE = ":::"
_TABLE_FENCE = "::::"  # fences nest by order, not by length; the longer one only helps the eye
_NOTE_INDENT = 4
_LARGEST_NUMBER = 999_999_999  # CommonMark 0.31, 5.2
_LINE_BEGIN = re.compile(r"\n(?=[^\n])")
_LISTS_AND_QUOTES = nodes.BulletList | nodes.OrderedList | nodes.BlockQuote
_UNDERLINES = {1: "=", 2: "-"}  # one character: a longer underline can pass for a table's


def write(document: Document) -> str:
    """The text.

    Raises:
        DocumentError: the tree holds a node that this writer does not know.
    """
    ordered = nodes.footnotes_in_order(document)
    notes = [_note(number, note) for number, note in enumerate(ordered.footnotes, start=1)]
    return "\n\n".join(filter(None, [_blocks(ordered.blocks), *notes])) + "\n"


def write_blocks(blocks: Blocks) -> str:
    """Blocks alone, their footnotes numbered as they are, without an end of the last line."""
    return _blocks(blocks)


def write_note(number: int, blocks: Blocks) -> str:
    """A footnote of that number, without an end of the last line."""
    return _note(number, blocks)


def _note(number: int, blocks: Blocks) -> str:
    # Only a paragraph may begin on the mark's own line: further lines of anything else would be out of step with it.
    written = _blocks(blocks)
    paragraph = not blocks or isinstance(blocks[0], nodes.Paragraph)
    return _moved_in(f"[^{number}]: {written}" if paragraph else f"[^{number}]:\n{written}", _NOTE_INDENT).rstrip()


def _blocks(blocks: Blocks, apart: str = "\n\n", *, behind_mark: bool = False) -> str:
    """Blocks one after the other; `behind_mark` says that the first stands on the line of a `-`."""
    pieces: list[str] = []
    last: Block | None = None
    other = behind_mark
    for block in blocks:
        # A list that follows one of its kind has the other mark, or the two would become one; so has a list on the
        # line of another's mark, since `- - -` is a rule.
        if last is not None:
            other = not other and _are_lists_of_a_kind(last, block)
        if piece := _block(block, other_mark=other):
            pieces.append(piece)
            last = block
    return apart.join(pieces)


def _are_lists_of_a_kind(one: Block, next_one: Block) -> bool:
    return isinstance(one, nodes.BulletList | nodes.OrderedList) and type(one) is type(next_one)


def _block(block: Block, *, other_mark: bool = False) -> str:
    match block:
        case nodes.Paragraph():
            return _paragraph(block.children)
        case nodes.Heading():
            return _heading(block)
        case nodes.BulletList():
            return _list(["*" if other_mark else "-"] * len(block.items), block)
        case nodes.OrderedList():
            numbers = range(block.start, block.start + len(block.items))
            end = ")" if other_mark else "."
            return _list([f"{min(number, _LARGEST_NUMBER)}{end}" for number in numbers], block)
        case nodes.BlockQuote():
            return "\n".join(f"> {line}" if line else ">" for line in _blocks(block.blocks).split("\n"))
        case nodes.CodeBlock():
            return _code(block)
        case nodes.ThematicBreak():
            return "___"  # neither a setext heading below a line, nor a rule together with a bullet
        case nodes.Table():
            return _table(block)
        case nodes.Part() if block.name in nodes.PARTS - {"list-table"}:
            inside = _blocks(block.blocks)
            opening = " ".join(filter(None, (_PART_FENCE, block.name, _options(block))))
            return "\n".join(filter(None, (opening, inside, _PART_FENCE)))
    raise DocumentError(f"Markdown cannot hold {type(block).__name__}")


@lru_cache(maxsize=2048)
def _paragraph(children: Inlines) -> str:
    """Most paragraphs of a letter are written again and again, for each change that is tried in it."""
    return spelled(trimmed(children))


def _heading(heading: nodes.Heading) -> str:
    words = trimmed(heading.children)
    if _has_break(words):
        if underline := _UNDERLINES.get(heading.level):
            return f"{spelled(words)}\n{underline}"
        words = without_breaks(words)
    return f"{'#' * heading.level} {spelled(words, Place.HEADING)}".rstrip(" ")


def _has_break(inlines: Inlines) -> bool:
    return any(isinstance(node, nodes.HardBreak) for node in nodes.walk(inlines))


def _code(block: nodes.CodeBlock) -> str:
    mark = "~" if "`" in block.info else "`"
    fence = mark * max(3, longest_run(mark, block.text) + 1)
    space = " " if block.info.startswith(mark) else ""
    end = "" if block.text.endswith("\n") or not block.text else "\n"
    return f"{fence}{space}{block.info}\n{block.text}{end}{fence}"


def _list(marks: list[str], block: nodes.BulletList | nodes.OrderedList) -> str:
    tight = block.tight and all(_part_by_themselves(*pair) for item in block.items for pair in pairwise(item))
    apart = "\n" if tight else "\n\n"
    return apart.join(
        _item(mark, _blocks(item, apart, behind_mark=mark == "-"))
        for mark, item in zip(marks, block.items, strict=True)
    )


def _item(mark: str, written: str) -> str:
    return _moved_in(f"{mark} {written}", len(mark) + 1) if written else mark


def _part_by_themselves(block: Block, next_one: Block) -> bool:
    """Whether two blocks stay two without a blank line between them."""
    if isinstance(block, nodes.BlockQuote) and isinstance(next_one, nodes.BlockQuote):
        return False
    if isinstance(block, nodes.Paragraph) and isinstance(next_one, nodes.BulletList | nodes.OrderedList):
        starts_with_one = isinstance(next_one, nodes.BulletList) or next_one.start == 1
        return starts_with_one and bool(next_one.items and next_one.items[0])
    if _begins_with_words(next_one):
        return not isinstance(block, _LISTS_AND_QUOTES | nodes.Paragraph) and not _is_pipe_table(block)
    if _is_pipe_table(next_one):
        return not isinstance(block, nodes.BlockQuote) and not _is_pipe_table(block)
    return True


def _begins_with_words(block: Block) -> bool:
    return isinstance(block, nodes.Paragraph) or (isinstance(block, nodes.Heading) and _has_break(block.children))


def _moved_in(text: str, by: int) -> str:
    """Text with its lines after the first moved in; blank lines stay blank."""
    return _LINE_BEGIN.sub("\n" + " " * by, text)


def _is_pipe_table(block: Block) -> bool:
    return (
        isinstance(block, nodes.Table)
        and block.header_rows == 1
        and not block.widths
        and not block.caption
        and all(_is_one_line(cell) for row in block.rows for cell in row)
    )


def _is_one_line(cell: nodes.Cell) -> bool:
    match cell.blocks:
        case ():
            return True
        case (nodes.Paragraph(children=children),):
            return not _has_break(children)
    return False


def _table(table: nodes.Table) -> str:
    if not table.rows:
        return for_markdown(table.title)
    if _is_pipe_table(table):
        rows = ["| " + " | ".join(_cell(cell) for cell in row) + " |" for row in table.rows]
        rule = "|" + " --- |" * len(table.rows[0])
        return "\n".join([rows[0], rule, *rows[1:]])
    rows = [
        _item("-", "\n".join(_item("-", _blocks(cell.blocks, behind_mark=True)) for cell in row)) for row in table.rows
    ]
    return "\n".join([f"{_TABLE_FENCE} list-table {_attributes(table)}", *rows, _TABLE_FENCE])


def _attributes(table: nodes.Table) -> str:
    attributes = [f"header-rows={table.header_rows}"]
    if table.widths:
        attributes.append(f'widths="{" ".join(map(str, table.widths))}"')
    if table.caption:
        caption = " ".join(table.caption.split()).replace("\\", "\\\\").replace('"', '\\"')
        attributes.append(f'caption="{caption}"')
    if table.id:
        attributes.append(f"id={table.id}")
    return "{" + " ".join(attributes) + "}"


def _options(part: nodes.Part) -> str:
    quoted = ((name, value.replace("\\", "\\\\").replace('"', '\\"')) for name, value in part.options)
    return "{" + " ".join(f'{name}="{value}"' for name, value in quoted) + "}" if part.options else ""


def _cell(cell: nodes.Cell) -> str:
    match cell.blocks:
        case (nodes.Paragraph(children=children),):
            return spelled(trimmed(children), Place.CELL)
    return ""
