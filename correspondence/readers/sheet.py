"""Tables: CSV, and the workbooks of spreadsheet programs, as rows of cells. Formulas give their stored values."""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time

from python_calamine import CalamineWorkbook

from correspondence.readers import workbook
from correspondence.readers.archive import BROKEN, Package
from correspondence.readers.extract import Extract, Note, Remark, UnreadableError
from correspondence.readers.plain import decode, is_binary
from correspondence.text.normalise import normalise

_MOST_ROWS = 50_000
_SAMPLE = 20_000
_SMALL = 200  # bytes, of which a few stray ones are many
_EXACT = 1e15  # below it a float holds every whole number
_MOST_CHARACTERS = 10_000_000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TYPES = {"csv": "text/csv", "tsv": "text/tab-separated-values"}


def read(content: bytes, name: str = "") -> Extract:
    """Read a table.

    Raises:
        UnreadableError: it needs a password, is damaged, or would be too large when unpacked.
    """
    if content.startswith((b"PK\x03\x04", _OLE)):
        return _workbook(content)
    return _separated(content, name)


def _workbook(content: bytes) -> Extract:
    package = Package(content) if content.startswith(b"PK") else None  # refuses bombs
    if package is None and "EncryptedPackage".encode("utf-16-le") in content:
        raise UnreadableError("needs a password: open it where you can, and save it without one")
    sheets: list[str] = []
    notes: list[Note] = []
    damaged = package is not None and package.damaged
    if damaged:
        notes.append(Note(Remark.DAMAGED, "its archive is damaged: what could be found in it was read"))
    first: list[list[str]] = []
    cut = False
    for title, rows in _sheets(content, package, notes):
        cut = cut or len(rows) > _MOST_ROWS
        text = _rows(rows[:_MOST_ROWS])
        first = first or (rows[:_MOST_ROWS] if text else [])
        if text:
            sheets.append(f"# {title}\n\n{text}")
    for title, lines in workbook.beside_the_cells(package) if package is not None else ():
        sheets.append("\n\n".join((f"# {title}", *lines)))
        if title == "Comments":
            notes.append(Note(Remark.COMMENTS, "holds comments; they stand at the end"))
    if damaged and not sheets:
        raise UnreadableError(BROKEN)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return _made("\n\n".join(sheets), kind, tuple(notes), first, cut=cut)


def _sheets(content: bytes, package: Package | None, notes: list[Note]) -> Iterator[tuple[str, list[list[str]]]]:
    """The titles and cells of a workbook's sheets; where the library cannot open it, as they are stored."""
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    except BaseException as error:
        if isinstance(error, MemoryError | KeyboardInterrupt):
            raise
        if "password" in str(error).lower() or "encrypt" in str(error).lower():
            raise UnreadableError("needs a password: open it where you can, and save it without one") from None
        found = list(workbook.sheets(package)) if package is not None else []
        if not found:
            raise UnreadableError("is damaged: open it in a spreadsheet program and save it anew") from None
        notes.append(Note(Remark.DAMAGED, "is not as programs expect it: dates stand as numbers, as they are stored"))
        yield from found
        return
    for title in book.sheet_names:
        try:
            rows = book.get_sheet_by_name(title).to_python()
        except MemoryError:
            raise
        except BaseException as error:  # a chart sheet or a damaged one; the others are read
            if isinstance(error, KeyboardInterrupt):
                raise
            continue
        yield title, [[_shown(cell) for cell in row] for row in rows[: _MOST_ROWS + 1]]


def _separated(content: bytes, name: str) -> Extract:
    if is_binary(content) and len(content) > _SMALL:
        raise UnreadableError(
            "is no table of text, whatever its name says: open it where it came from, and save as CSV"
        )
    text, notes = decode(content)
    text = normalise(text).replace("\x00", "")
    csv.field_size_limit(_MOST_CHARACTERS)
    delimiter = "\t" if name.lower().endswith(".tsv") else _delimiter(text[:_SAMPLE])
    rows: list[list[str]] = []
    try:
        for row in csv.reader(
            io.StringIO(text), delimiter=delimiter, skipinitialspace=f'{delimiter} "' in text[:_SAMPLE]
        ):
            rows.append(row)
            if len(rows) > _MOST_ROWS:
                break
    except csv.Error:
        rows = [[line] for line in text.split("\n")[:_MOST_ROWS]]
    kind = _TYPES.get(name.lower().rpartition(".")[2], "text/csv")
    return _made(_rows(rows), kind, notes, rows, cut=len(rows) > _MOST_ROWS)


def _delimiter(sample: str) -> str:
    """What separates the cells: that by which most rows have equally many, as many as the first, and then the most."""
    best, most = ",", (0.0, False, 1)
    for delimiter in ",;\t|":
        if delimiter not in sample:
            continue
        try:
            rows = [row for row in csv.reader(io.StringIO(sample), delimiter=delimiter) if any(row)]
        except csv.Error:
            continue
        lengths = Counter(map(len, rows[:-1] or rows))  # the last one may be cut
        length, times = lengths.most_common(1)[0] if lengths else (1, 0)
        if length > 1:
            found = (round(times / lengths.total(), 1), len(rows[0]) == length, length)
            best, most = max((best, most), (delimiter, found), key=lambda one: one[1])
    return best


def _made(text: str, media_type: str, notes: tuple[Note, ...], rows: list[list[str]], *, cut: bool) -> Extract:
    if cut or len(text) > _MOST_CHARACTERS:
        notes = (*notes, Note(Remark.CUT, f"only the first {_MOST_ROWS:,} rows were read"))
    if not text.strip():
        notes = (*notes, Note(Remark.NO_TEXT, "its cells are empty"))
    cells = tuple(tuple(row) for row in rows[:_MOST_ROWS]) if len(text) <= _MOST_CHARACTERS else ()
    return Extract(text=f"{text[:_MOST_CHARACTERS]}\n" if text else "", media_type=media_type, notes=notes, rows=cells)


def _rows(rows: list[list[str]]) -> str:
    lines = []
    for row in rows:
        cells = [" ".join(cell.split()).replace("|", "\\|") for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        if any(cells):
            lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _shown(cell: object) -> str:
    """A cell as people see it."""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < _EXACT else repr(cell)
    if isinstance(cell, datetime | date | time):
        return cell.isoformat()
    return str(cell)
