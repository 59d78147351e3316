"""Tables (ECMA-376 part 1, 17.4): a grid, header rows that repeat, rows that do not break across pages."""

from collections.abc import Callable, Iterator

from correspondence.document import nodes
from correspondence.document.nodes import Blocks
from correspondence.errors import DocumentError
from correspondence.writers.docx.inlines import InlineWriter
from correspondence.writers.docx.styles import Styles

MAX_COLUMNS = 63  # Word's limit
_CELL_MARGINS = 260  # left and right of a cell's text, in twips
_NARROWEST = 400  # a column that still shows a word's beginning, in twips


class TableWriter:
    """Writes tables; `cell` writes a cell's blocks in a style, in a width."""

    def __init__(
        self, styles: Styles, inlines: InlineWriter, cell: Callable[[Blocks, str, int], str], *, rtl: bool
    ) -> None:
        self._styles = styles
        self._inlines = inlines
        self._cell = cell
        self._rtl = rtl

    def write(self, table: nodes.Table, *, left: int, width: int) -> Iterator[str]:
        """A table with its caption, a row at a time, moved in by `left`, in twips.

        Raises:
            DocumentError: it has more columns than Word allows, or rows of different lengths.
        """
        if table.title:
            yield self._caption(table, left)
        columns = len(table.rows[0]) if table.rows else 0
        if columns > MAX_COLUMNS:
            raise DocumentError(f"a table has {columns} columns, and Word allows {MAX_COLUMNS}")
        shares = table.widths or (1,) * columns
        if any(len(row) != columns for row in table.rows) or len(shares) != columns:
            raise DocumentError("a table's rows and widths are not of one length")
        if not columns:
            return
        widths = _widths(shares, width)
        grid = "".join(f'<w:gridCol w:w="{column}"/>' for column in widths)
        look = "0420" if table.header_rows else "0400"  # 17.4.56: a first row of its own or not, no banding
        moved_in = f'<w:tblInd w:w="{left}" w:type="dxa"/>' if left else ""
        yield (
            f'<w:tbl><w:tblPr><w:tblStyle w:val="{self._styles.id("Letter Table")}"/>'
            f'{"<w:bidiVisual/>" if self._rtl else ""}<w:tblW w:w="{sum(widths)}" w:type="dxa"/>{moved_in}'
            f'<w:tblLayout w:type="fixed"/><w:tblLook w:val="{look}"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
        )
        for n, row in enumerate(table.rows):
            yield self._row(row, widths, is_header=n < table.header_rows)
        yield "</w:tbl>"

    def _row(self, row: tuple[nodes.Cell, ...], widths: list[int], *, is_header: bool) -> str:
        style = "Table Heading" if is_header else "Table Text"
        repeat = "<w:tblHeader/>" if is_header else ""
        cells = "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
            f"{self._cell(cell.blocks, style, width - _CELL_MARGINS)}</w:tc>"
            for cell, width in zip(row, widths, strict=True)
        )
        return f"<w:tr><w:trPr><w:cantSplit/>{repeat}</w:trPr>{cells}</w:tr>"

    def _caption(self, table: nodes.Table, left: int) -> str:
        style = self._styles.id("caption")
        bidi = "<w:bidi/>" if self._rtl else ""
        moved_in = f'<w:ind w:left="{left}"/>' if left else ""
        properties = f'<w:pStyle w:val="{style}"/><w:keepNext/>{bidi}{moved_in}'
        return f"<w:p><w:pPr>{properties}</w:pPr>{self._title(table)}</w:p>"

    def _title(self, table: nodes.Table) -> str:
        """A caption, with a numbered table's label as the place that links lead to."""
        if not table.label:
            return self._inlines.words(table.title)
        label = self._inlines.place(self._inlines.numbered(table.label), table.id)
        return label + self._inlines.words(table.caption)


def _widths(shares: tuple[int, ...], width: int) -> list[int]:
    """The columns' widths for their shares of a table's width, none too narrow to read."""
    floor = max(min(_NARROWEST, width // len(shares)), 1)
    narrow: set[int] = set()
    while True:
        wide = [n for n in range(len(shares)) if n not in narrow]
        left, total = width - floor * len(narrow), sum(shares[n] for n in wide)
        too_narrow = {n for n in wide if left * shares[n] // total < floor}
        if not too_narrow or len(too_narrow) == len(wide):
            break
        narrow |= too_narrow
    return [floor if n in narrow else max(left * share // total, floor) for n, share in enumerate(shares)]
