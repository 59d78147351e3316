"""Tables of ours as CSV, in which no cell is a formula for a spreadsheet program."""

import csv
import io
from collections.abc import Iterable, Sequence

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_MARK = "'"


def as_csv(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A table in UTF-8 with a byte order mark, which spreadsheet programs need to see the encoding."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([harmless(cell) for cell in headings])
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def harmless(cell: str) -> str:
    """A cell that no program takes for a formula: a mark before what would be one."""
    return _MARK + cell if cell.startswith((*_FORMULA, _MARK)) else cell


def as_meant(cell: str) -> str:
    """A cell as it was before `harmless`."""
    return cell[1:] if cell.startswith(_MARK) and cell[1:].startswith((*_FORMULA, _MARK)) else cell
