"""Tables (ECMA-376 part 1, 17.4): a grid, header rows that repeat, rows that do not break across pages."""

from collections.abc import Callable, Iterator

from correspondence.document import nodes
from correspondence.document.nodes import Blocks
from correspondence.writers.docx.inlines import InlineWriter, Look, runs
from correspondence.writers.docx.styles import Styles


class TableWriter:
    """Writes tables; `cell` writes a cell's blocks in a style."""

    def __init__(
        self, styles: Styles, inlines: InlineWriter, cell: Callable[[Blocks, str], str], *, width: int, rtl: bool
    ) -> None:
        self._styles = styles
        self._inlines = inlines
        self._cell = cell
        self._width = width
        self._bidi = "<w:bidiVisual/>" if rtl else ""
        self._numbered = 0

    def write(self, table: nodes.Table) -> Iterator[str]:
        """A table with its caption, a row at a time."""
        if table.caption:
            yield self._caption(table.caption)
        columns = len(table.rows[0]) if table.rows else 0
        shares = table.widths or (1,) * columns
        widths = [self._width * share // sum(shares) for share in shares]
        look = "04A0" if table.header_rows else "0480"
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        style = self._styles.id("Letter Table")
        yield (
            f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/>{self._bidi}'
            f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/><w:tblLook w:val="{look}"/>'
            f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
        )
        for n, row in enumerate(table.rows):
            yield self._row(row, widths, is_header=n < table.header_rows)
        yield "</w:tbl>"

    def _row(self, row: tuple[nodes.Cell, ...], widths: list[int], *, is_header: bool) -> str:
        style = "Table Heading" if is_header else "Table Text"
        repeat = "<w:tblHeader/>" if is_header else ""
        cells = "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{self._cell(cell.blocks, style)}</w:tc>'
            for cell, width in zip(row, widths, strict=True)
        )
        return f"<w:tr><w:trPr><w:cantSplit/>{repeat}</w:trPr>{cells}</w:tr>"

    def _caption(self, caption: str) -> str:
        self._numbered += 1
        number = f'<w:fldSimple w:instr=" SEQ Table \\* ARABIC "><w:r><w:t>{self._numbered}</w:t></w:r></w:fldSimple>'
        style = self._styles.id("caption")
        return (
            f'<w:p><w:pPr><w:pStyle w:val="{style}"/><w:keepNext/></w:pPr>'
            f"{runs('Table ', Look())}{number}{runs(f': {caption}', Look())}</w:p>"
        )
