"""One list for every screen: columns, a cursor, and only the lines that are seen are ever built."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

_GAP = "  "
_HEADER = 1


@dataclass(frozen=True, slots=True)
class Column:
    """A column.

    Attributes:
        title: its heading.
        width: in cells; columns without one share what is left.
        right: whether its cells end in line.
        roomy: how wide the list must be for the column to be shown.
    """

    title: str
    width: int | None = None
    right: bool = False
    roomy: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """A line: what it stands for, its cells with a tone each, and the words it is found by.

    `marks` are places in the last cell that stand out.
    """

    key: str
    cells: tuple[tuple[str, str], ...]
    search: str
    marks: tuple[tuple[int, int], ...] = ()


class Rows(ScrollView, can_focus=True):
    """A list of rows of which any number costs the same to show."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "rows--cursor",
        "rows--header",
        "rows--muted",
        "rows--good",
        "rows--warn",
        "rows--bad",
        "rows--accent",
        "rows--strong",
        "rows--found",
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "Up", show=False),
        Binding("down,j", "move(1)", "Down", show=False),
        Binding("pageup", "page(-1)", "Page up", show=False),
        Binding("pagedown", "page(1)", "Page down", show=False),
        Binding("home,g", "first", "First", show=False),
        Binding("end,G", "last", "Last", show=False),
        Binding("enter", "choose", "Open", tooltip="Open what the cursor is on"),
    ]
    DEFAULT_CSS = """
    Rows { height: 1fr; scrollbar-size-vertical: 1; overflow-x: hidden; }
    Rows > .rows--header { color: $text-muted; text-style: bold; }
    Rows > .rows--cursor { background: $primary 25%; }
    Rows:focus > .rows--cursor { background: $primary 55%; text-style: bold; }
    Rows > .rows--muted { color: $text-muted; }
    Rows > .rows--good { color: $text-success; }
    Rows > .rows--warn { color: $text-warning; }
    Rows > .rows--bad { color: $text-error; }
    Rows > .rows--accent { color: $text-accent; }
    Rows > .rows--strong { text-style: bold; }
    Rows > .rows--found { color: $text-accent; text-style: bold underline; }
    """

    cursor = reactive(0, repaint=False)

    @dataclass
    class Highlighted(Message):
        """The cursor stands on another row, or on none."""

        rows: "Rows"
        key: str | None

        @property
        def control(self) -> "Rows":
            """The list it happened in."""
            return self.rows

    @dataclass
    class Chosen(Message):
        """A person wants to open a row."""

        rows: "Rows"
        key: str

        @property
        def control(self) -> "Rows":
            """The list it happened in."""
            return self.rows

    def __init__(self, columns: Sequence[Column], *, empty: str = "Nothing here yet.", id: str | None = None) -> None:
        super().__init__(id=id)
        self._columns = tuple(columns)
        self._empty = empty
        self._why_empty = empty
        self._rows: list[Row] = []

    @property
    def count(self) -> int:
        """How many rows are shown."""
        return len(self._rows)

    @property
    def key(self) -> str | None:
        """What the cursor stands on."""
        return self._rows[self.cursor].key if self._rows else None

    def show(self, rows: Sequence[Row], *, keep: str | None = None, empty: str | None = None) -> None:
        """Show other rows; the cursor stays on the row `keep`, if it is among them; `empty` says why there are none."""
        self._rows = list(rows)
        self._why_empty = empty or self._empty
        self.virtual_size = Size(0, len(self._rows) + _HEADER)
        at = next((n for n, row in enumerate(self._rows) if row.key == keep), 0) if keep else 0
        self.set_reactive(Rows.cursor, at)
        self.refresh()
        self._follow()
        self.post_message(self.Highlighted(self, self.key))

    def render_line(self, y: int) -> Strip:
        """One line as it is seen."""
        width = self.scrollable_content_region.width
        if y == 0:
            style = self.get_component_rich_style("rows--header")
            return self._strip([(title, style) for title in self._titles()], width, style)
        index = self.scroll_offset.y + y - _HEADER
        if not self._rows and y == _HEADER:
            return Strip([Segment(set_cell_size(self._why_empty, width), self.get_component_rich_style("rows--muted"))])
        if not 0 <= index < len(self._rows):
            return Strip.blank(width, self.rich_style)
        base = self.rich_style
        if index == self.cursor:
            base += self.get_component_rich_style("rows--cursor")
        cells = [(text, base + self._tone(tone, base)) for text, tone in self._rows[index].cells]
        return self._strip(cells, width, base, self._rows[index].marks)

    def on_resize(self) -> None:
        """In another height, too, the cursor is in sight; before the first layout there was none to follow in."""
        self._follow()

    def watch_show_vertical_scrollbar(self, shown: bool) -> None:
        """Let a scroll bar that comes stand where the list does: what was scrolled before, it does not know."""
        if shown:
            self.vertical_scrollbar.position = self.scroll_y

    def watch_cursor(self, old: int, new: int) -> None:
        """Keep the cursor in sight and say where it is."""
        if old != new:
            top = self.scroll_offset
            self._follow()
            if self.scroll_offset == top:
                self.refresh_line(old + _HEADER)
                self.refresh_line(new + _HEADER)
            else:
                self.refresh()
            self.post_message(self.Highlighted(self, self.key))

    def validate_cursor(self, cursor: int) -> int:
        """The nearest place that exists."""
        return max(0, min(cursor, len(self._rows) - 1))

    def action_move(self, by: int) -> None:
        """Move the cursor by some rows."""
        self.cursor += by

    def action_page(self, by: int) -> None:
        """Move the cursor by a screenful."""
        self.cursor += by * max(1, self.scrollable_content_region.height - _HEADER - 1)

    def action_first(self) -> None:
        """To the first row."""
        self.cursor = 0

    def action_last(self) -> None:
        """To the last row."""
        self.cursor = len(self._rows) - 1

    def action_choose(self) -> None:
        """Open the row under the cursor."""
        if self.key is not None:
            self.post_message(self.Chosen(self, self.key))

    def on_click(self, event: events.Click) -> None:
        """A click moves the cursor; a second one opens."""
        index = self.scroll_offset.y + event.y - _HEADER
        if event.y < _HEADER or not 0 <= index < len(self._rows):
            return
        if event.chain > 1:
            self.action_choose()
        self.cursor = index

    def _titles(self) -> Sequence[str]:
        return [column.title for column in self._columns]

    def _follow(self) -> None:
        self.scroll_to_region(Region(0, self.cursor, 1, 1 + _HEADER), animate=False, force=True)

    def _tone(self, tone: str, base: Style) -> Style:
        if not tone:
            return Style()
        own = self.get_component_rich_style(f"rows--{tone}")
        # The cursor's background stays under every tone.
        return Style(color=own.color, bold=own.bold, bgcolor=base.bgcolor)

    def _strip(
        self,
        cells: Sequence[tuple[str, Style]],
        width: int,
        base: Style,
        marks: Sequence[tuple[int, int]] = (),
    ) -> Strip:
        shown = [(c, cell) for c, cell in zip(self._columns, cells, strict=True) if width >= c.roomy]
        fixed = sum(column.width or 0 for column, _ in shown) + len(_GAP) * (len(shown) - 1) + 1
        sharing = sum(column.width is None for column, _ in shown)
        room = max(1, (width - fixed) // max(1, sharing))
        segments = [Segment(" ", base)]
        for n, (column, (text, style)) in enumerate(shown):
            if n:
                segments.append(Segment(_GAP, base))
            cell = fitted(text, column.width or room, right=column.right)
            if marks and n == len(shown) - 1:
                segments += self._marked(cell, style, marks)
            else:
                segments.append(Segment(cell, style))
        return Strip(segments).adjust_cell_length(width, base)

    def _marked(self, cell: str, style: Style, marks: Sequence[tuple[int, int]]) -> list[Segment]:
        own = self.get_component_rich_style("rows--found")
        found = style + Style(color=own.color, bold=True, underline=True)
        segments, at = [], 0
        for start, end in marks:
            segments += [Segment(cell[at:start], style), Segment(cell[start:end], found)]
            at = end
        return [*segments, Segment(cell[at:], style)]


def fitted(text: str, width: int, *, right: bool = False) -> str:
    """Text in exactly so many cells; what is cut off leaves an ellipsis."""
    length = cell_len(text)
    if length > width:
        text = set_cell_size(text, max(0, width - 1)).rstrip() + "…"
        length = cell_len(text)
    gap = " " * (width - length)
    return gap + text if right else text + gap
