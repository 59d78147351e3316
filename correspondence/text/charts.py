"""Charts of plain block characters (U+2581 to U+2588, U+2591), for a terminal of any colours."""

from collections.abc import Sequence
from datetime import date, timedelta

_EIGHTHS = " ▁▂▃▄▅▆▇█"
_FULL, _PALE = "█", "░"
_HALF = 4  # eighths of a cell from which a pale one is drawn
_LEAST = 4  # cells that a chart needs beside its scale


def share(done: int, total: int, width: int) -> str:
    """How much of something is done, as a bar; blank when there is nothing to do."""
    if total == 0:
        return " " * width
    filled = round(width * done / total)
    return _FULL * filled + _PALE * (width - filled)


def lengths(counts: Sequence[tuple[int, int]], width: int) -> list[str]:
    """Bars on one scale: of each pair the first in full and the rest of the second pale.

    Any count above nothing is seen.
    """
    most = max((total for _, total in counts), default=0)
    bars = []
    for part, total in counts:
        length = max(bool(total), round(width * total / most)) if most else 0
        filled = max(bool(part), round(length * part / total)) if total else 0
        bars.append((_FULL * filled + _PALE * (length - filled)).ljust(width))
    return bars


def steps(points: Sequence[tuple[date, int, int]], until: date, *, width: int, height: int) -> list[str]:
    """Two counts over time, each as it stood until the next point: the first pale, the second in full before it.

    Args:
        points: a day, a count and a part of it, oldest first.
        until: the last day to show.
        width: of the whole, in cells.
        height: of the columns, in lines; the axis and its days take two more.
    """
    if not points:
        return []
    most = max(total for _, total, _ in points)
    scale = [str(most), *[""] * (height - 1)]
    gutter = len(scale[0])
    room = max(_LEAST, width - gutter - 2)
    columns = _slices(points, max(until, points[-1][0]), room)
    lines = []
    for row in range(height - 1, -1, -1):
        cells = (_cell(total, part, row, height * len(_EIGHTHS[1:]) / max(most, 1)) for total, part in columns)
        label = scale[height - 1 - row]
        lines.append(f"{label:>{gutter}} {'┤' if label else '│'}{''.join(cells)}".rstrip())
    lines.append(f"{0:>{gutter}} ┼{'─' * room}")
    first, last = points[0][0].isoformat(), max(until, points[-1][0]).isoformat()
    lines.append(f"{' ' * (gutter + 2)}{first}{last:>{max(len(last) + 1, room - len(first))}}")
    return lines


def _slices(points: Sequence[tuple[date, int, int]], until: date, count: int) -> list[tuple[int, int]]:
    """The counts at the end of each of so many equal stretches of time."""
    first = points[0][0]
    days = (until - first).days
    found, at = [], 0
    for n in range(1, count + 1):
        end = first + timedelta(days=round(days * n / count))
        while at + 1 < len(points) and points[at + 1][0] <= end:
            at += 1
        found.append(points[at][1:])
    return found


def _cell(total: int, part: int, row: int, eighths: float) -> str:
    """One cell of a column; `row` counts from the bottom, `eighths` is how many of them one is high."""
    below = row * (len(_EIGHTHS) - 1)
    filled = min(len(_EIGHTHS) - 1, max(0, round(part * eighths) - below))
    if part and row == 0:
        filled = max(1, filled)
    if filled:
        return _EIGHTHS[filled]
    return _PALE if round(total * eighths) - below >= _HALF else " "
