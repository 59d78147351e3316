"""Text in lines of a given width, as places of the text itself: nothing is copied, so that places stay true."""

import re
from bisect import bisect_right
from collections.abc import Iterator

from rich.cells import cell_len

Line = tuple[int, int]
# Characters of one cell each: what letters in Latin, Greek and Cyrillic script are made of.
_NARROW = re.compile("[ -~¡-¬®-˿Ͱ-҂Ҋ-ԯ‐-‧′″←-⇿]*")


def wrapped(text: str, width: int) -> list[Line]:
    """Where each line begins and ends, in code points of the text; white space at which a line breaks is left out.

    Args:
        text: any text; a line feed ends a line.
        width: cells a line may take, at least 2.
    """
    lines: list[Line] = []
    start = 0
    for line in text.split("\n"):
        lines.extend(_broken(text, start, start + len(line), width) if line else [(start, start)])
        start += len(line) + 1
    return lines


def line_at(lines: list[Line], place: int) -> int:
    """The number of the line that a place of the text stands on."""
    return max(0, bisect_right(lines, place, key=lambda line: line[0]) - 1)


def place_in(text: str, line: Line, column: int) -> int:
    """The place of the text at a column of a line; its end when the column lies beyond it."""
    start, end = line
    cells = 0
    for place in range(start, end):
        cells += cell_len(text[place])
        if cells > column:
            return place
    return end


def _broken(text: str, start: int, end: int, width: int) -> Iterator[Line]:
    while start < end:
        stop = _reach(text, start, end, width)
        if stop == end:
            yield start, end
            return
        # A space may hang over the edge; a word that is longer than a line is cut.
        at = stop if text[stop].isspace() else _last_space(text, start, stop)
        if at <= start:
            at = stop
        yield start, at
        start = at
        while start < end and text[start].isspace():
            start += 1


def _reach(text: str, start: int, end: int, width: int) -> int:
    """How far a line of the width reaches; at least one character."""
    reach = min(end, start + width)
    if text.isascii() or _NARROW.fullmatch(text, start, reach):
        return reach
    cells, stop = 0, start
    while stop < end:
        cells += cell_len(text[stop])
        if cells > width and stop > start:
            return stop
        stop += 1
    return end


def _last_space(text: str, start: int, stop: int) -> int:
    """Where the last word that is not whole on the line begins; `start` when none does."""
    for at in range(stop, start, -1):
        if text[at - 1].isspace() or text[at - 1] == "-":
            return at
    return start
