"""Tables: CSV, and the workbooks of spreadsheet programs, as rows of cells. Formulas give their stored values."""

import csv
import io
from datetime import date, datetime, time

from python_calamine import CalamineWorkbook

from correspondence.readers.archive import Package
from correspondence.readers.extract import Extract, Note, Remark, UnreadableError
from correspondence.readers.plain import decode
from correspondence.text.normalise import normalise

_MOST_ROWS = 50_000
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
    if content.startswith(b"PK"):
        Package(content)  # refuses bombs
    elif "EncryptedPackage".encode("utf-16-le") in content:
        raise UnreadableError("needs a password: open it where you can, and save it without one")
    sheets: list[str] = []
    first: list[list[str]] = []
    cut = False
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for title in book.sheet_names:
            try:
                rows = book.get_sheet_by_name(title).to_python()
            except Exception:  # noqa: BLE001, S112  # a chart sheet or a damaged one; the others are read
                continue
            cut = cut or len(rows) > _MOST_ROWS
            cells = [[_shown(cell) for cell in row] for row in rows[:_MOST_ROWS]]
            text = _rows(cells)
            first = first or (cells if text else [])
            if text:
                sheets.append(f"# {title}\n\n{text}")
    except BaseException as error:
        if isinstance(error, MemoryError | KeyboardInterrupt):
            raise
        if "password" in str(error).lower() or "encrypt" in str(error).lower():
            raise UnreadableError("needs a password: open it where you can, and save it without one") from None
        raise UnreadableError("is damaged: open it in a spreadsheet program and save it anew") from None
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return _made("\n\n".join(sheets), kind, (), first, cut=cut)


def _separated(content: bytes, name: str) -> Extract:
    text, notes = decode(content)
    text = normalise(text).replace("\x00", "")
    csv.field_size_limit(_MOST_CHARACTERS)
    sample = text[:20_000]
    try:
        dialect: type[csv.Dialect] | str = csv.Sniffer().sniff(sample, ",;\t|")
    except csv.Error:
        dialect = "excel-tab" if name.lower().endswith(".tsv") else "excel"
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text), dialect):
            rows.append(row)
            if len(rows) > _MOST_ROWS:
                break
    except csv.Error:
        rows = [[line] for line in text.split("\n")[:_MOST_ROWS]]
    kind = _TYPES.get(name.lower().rpartition(".")[2], "text/csv")
    return _made(_rows(rows), kind, notes, rows, cut=len(rows) > _MOST_ROWS)


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
