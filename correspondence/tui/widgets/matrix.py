"""A list whose lines go on sideways: the first columns stay, the others scroll under a cursor of their own."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from correspondence.tui.widgets.rows import Column, Rows, fitted

_CELL = 6  # a heading of five, and a gap
_LEAST = 24  # for the text that stays
_FIXED = 2  # the mark that stays and its gap
_GAP = 2


class Matrix(Rows):
    """Rows of a mark and a text that stay, perhaps a column of words, then of marks, one for each heading."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"matrix--column", "matrix--cell"}
    DEFAULT_CSS = """
    Matrix > .matrix--column { background: $panel; }
    Matrix > .matrix--cell { background: $accent 40%; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,l", "column(1)", "Next reply", show=False, tooltip="The next reply, or the one before"),
        Binding("left,h", "column(-1)", "Previous reply", show=False),
    ]

    column = reactive(0, repaint=True)

    @dataclass
    class Moved(Message):
        """The cursor stands on another heading."""

        matrix: "Matrix"
        column: int

        @property
        def control(self) -> "Matrix":
            """The matrix it happened in."""
            return self.matrix

    def __init__(self, title: str, *, empty: str, id: str | None = None, words: Column | None = None) -> None:
        """Rows under `title`; `words` is a column of a width of its own beside it, which stays as well."""
        columns = (Column("", 1), Column(title)) if words is None else (Column("", 1), Column(title), words)
        super().__init__(columns, empty=empty, id=id)
        self._wide = 0 if words is None else (words.width or 0) + _GAP
        self._headings: tuple[str, ...] = ()
        self._first = 0

    def head(self, headings: Sequence[str], *, at: int | None = None) -> None:
        """Show other headings; the cursor goes to the one given, else to the last, which is the newest."""
        if tuple(headings) != self._headings:
            self._headings = tuple(headings)
            self.column = len(self._headings) - 1 if at is None else at

    def validate_column(self, column: int) -> int:
        """The nearest heading that exists."""
        return max(0, min(column, len(self._headings) - 1))

    def watch_column(self, old: int, new: int) -> None:
        """Say where the cursor is."""
        if old != new:
            self.post_message(self.Moved(self, new))

    def action_column(self, by: int) -> None:
        """Move to the next heading, or the one before."""
        self.column += by

    def on_click(self, event: events.Click) -> None:
        """A click moves both cursors."""
        left = self.scrollable_content_region.width - self._seen() * _CELL
        if event.x >= left:
            self.column = self._first + (event.x - left) // _CELL
        super().on_click(event)

    def _seen(self) -> int:
        """How many headings there is room for; those in sight begin at `_first`."""
        room = max(1, (self.scrollable_content_region.width - _FIXED - 1 - self._wide - _LEAST) // _CELL)
        seen = min(len(self._headings), room)
        self._first = max(0, min(self._first, len(self._headings) - seen))
        if self.column < self._first:
            self._first = self.column
        elif self.column >= self._first + seen > 0:
            self._first = self.column - seen + 1
        return seen

    def _titles(self) -> Sequence[str]:
        return [*super()._titles(), *self._headings]

    def _ground(self, number: int, base: Style) -> Style:
        """What lies under a mark: the column of the cursor is seen from the heading down."""
        if number != self.column:
            return Style()
        at_cursor = base.bgcolor != self.rich_style.bgcolor
        return Style(bgcolor=self.get_component_rich_style(f"matrix--{'cell' if at_cursor else 'column'}").bgcolor)

    def _strip(
        self,
        cells: Sequence[tuple[str, Style]],
        width: int,
        base: Style,
        marks: Sequence[tuple[int, int]] = (),  # its cells are marks themselves
    ) -> Strip:
        seen = self._seen()
        signs = cells[len(self._columns) :]
        room = max(1, width - 1 - _FIXED - self._wide - seen * _CELL)
        segments = [Segment(" ", base), Segment(fitted(cells[0][0], 1), cells[0][1]), Segment(" ", base)]
        segments.append(Segment(fitted(cells[1][0], room), cells[1][1]))
        if self._wide:
            segments += [Segment(" " * _GAP, base), Segment(fitted(cells[2][0], self._wide - _GAP), cells[2][1])]
        for number in range(self._first, self._first + seen):
            text, style = signs[number]
            shown = f" {text:^{_CELL - 1}.{_CELL - 1}}"
            segments.append(Segment(shown, style + self._ground(number, base)))
        return Strip(segments).adjust_cell_length(width, base)
