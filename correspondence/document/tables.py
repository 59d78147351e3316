"""Pipe tables that lose nothing: the parser's own rule drops the cells that a row has beyond its heading's."""

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block import table as pipe_table
from markdown_it.rules_block.table import escapedSplit, getLine

from correspondence.errors import DocumentError

_HEAD_LINES = 2  # the heading and the rule below it


def tables(parser: MarkdownIt) -> None:
    """Give a parser pipe tables; parsing raises `DocumentError` for a row that is longer than its heading."""
    parser.block.ruler.at("table", _rule, {"alt": ["paragraph", "reference"]})
    parser.enable("table")


def _rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # the parser's signature
    found = pipe_table(state, start, end, silent)
    if found and not silent:
        columns = _cells(state, start)
        for number in range(start + _HEAD_LINES, state.line):
            if _cells(state, number) > columns:
                raise DocumentError(f"line {number + 1}: the row has more cells than the table's heading, {columns}")
    return found


def _cells(state: StateBlock, number: int) -> int:
    """How many cells a line has; bars at its ends are a frame and begin none."""
    line = getLine(state, number).strip()
    cells = escapedSplit(line)
    return len(cells) - (not cells[0]) - (len(cells) > 1 and not cells[-1])
