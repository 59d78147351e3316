"""The editor of a letter: Textual's text area, drawn in a time that does not grow with the length of a paragraph."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widgets import TextArea

from correspondence.text.escape import for_terminal

_LOOKS = re.compile(
    r"(?P<live>\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\})|(?P<heading>^#{1,6} .*)|(?P<part>^:{3,}.*)|(?P<target>\]\([^()\s]*\))"
)
_COMPLETING = re.compile(r"message:([^\s()\[\]]*)$")
_LOOKS_KEPT = 4096
Spans = tuple[tuple[int, int, str], ...]


class Writing(TextArea):
    """Markdown with live parts, being written."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "writing--live",
        "writing--heading",
        "writing--part",
        "writing--target",
        "writing--wrong",
    }
    DEFAULT_CSS = """
    Writing { border: none; padding: 0 1; scrollbar-size-vertical: 1; }
    Writing:focus { border: none; }
    Writing > .writing--live { color: $text-warning; }
    Writing > .writing--heading { color: $text-accent; text-style: bold; }
    Writing > .writing--part { color: $text-secondary; }
    Writing > .writing--target { color: $text-muted; }
    Writing > .writing--wrong { background: $error-muted; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+home", "far(False)", "To the beginning of the text", show=False),
        Binding("ctrl+end", "far(True)", "To the end of the text", show=False),
    ]

    @dataclass
    class Completing(Message):
        """The words before the cursor name a message, or no longer do: what is typed of its name, or None."""

        writing: "Writing"
        typed: str | None

    @dataclass
    class MenuKey(Message):
        """A key for the list of what completes the words, while it is open."""

        key: str

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(soft_wrap=True, tab_behavior="focus", id=id, max_checkpoints=500)
        self.cursor_blink = False
        self.match_cursor_bracket = False
        self.highlight_cursor_line = False
        self._tops: list[int] = []
        self._wrong: int | None = None
        self._completing = False
        self._base = Style()
        self.menu = False

    @property
    def wrong(self) -> int | None:
        """The line, counted from 0, that holds an error, or None."""
        return self._wrong

    def mark_wrong(self, line: int | None) -> None:
        """Mark a line as the one that holds an error, or none."""
        if line != self._wrong:
            self._wrong = line
            self.refresh()

    def action_cursor_up(self, select: bool = False) -> None:
        """A line up, or among what completes the words."""
        self._menu_or("up", super().action_cursor_up, select=select)

    def action_cursor_down(self, select: bool = False) -> None:
        """A line down, or among what completes the words."""
        self._menu_or("down", super().action_cursor_down, select=select)

    def action_far(self, end: bool) -> None:
        """To the beginning or the end of the text."""
        self.move_cursor(self.document.end if end else self.document.start)

    def find_matching_bracket(self, bracket: str, search_from: tuple[int, int]) -> tuple[int, int] | None:
        """None: brackets are not looked for, which would read the whole letter at some keys."""
        return None

    def take(self, text: str) -> None:
        """Put another text in the place of all, as one step that can be undone; the cursor stays as near as it can."""
        row, column = self.cursor_location
        self.replace(text, self.document.start, self.document.end)
        row = min(row, self.document.line_count - 1)
        self.move_cursor((row, min(column, len(self.document.get_line(row)))))

    def put(self, text: str) -> None:
        """Put words in the place of the selection, with the cursor behind them."""
        start, end = sorted(self.selection)
        self.put_at(start, end, text)

    def complete(self, name: str) -> None:
        """Put a name in the place of what is typed of it behind `message:`, and close the bracket."""
        row, column = self.cursor_location
        line = self.document.get_line(row)
        typed = _COMPLETING.search(line[:column])
        if typed is None:
            return
        closes = "" if line[column : column + 1] == ")" or "](" not in line[: typed.start()] else ")"
        self.put_at((row, typed.start(1)), (row, column), name + closes)

    def put_at(self, start: tuple[int, int], end: tuple[int, int], text: str) -> None:
        """Put words in the place of others, with the cursor behind them."""
        self.move_cursor(self.replace(text, start, end, maintain_selection_offset=False).end_location)

    def say_completing(self) -> None:
        """Tell whether the words before the cursor name a message."""
        row, column = self.cursor_location
        match = _COMPLETING.search(self.document.get_line(row)[max(0, column - 200) : column])
        if match is not None or self._completing:
            self._completing = match is not None
            self.post_message(self.Completing(self, match[1] if match else None))

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines in sight."""
        wrapped = self.wrapped_document
        counts = (len(wrapped.get_offsets(n)) + 1 for n in range(self.document.line_count))
        self._tops = list(accumulate(counts, initial=0))
        self._base = self.rich_style
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """One line as it is seen."""
        width = self.scrollable_content_region.width
        base = self._base
        place = self.scroll_offset.y + y
        if not self._tops or place >= self._tops[-1]:
            return Strip.blank(width, base)
        row = bisect_right(self._tops, place) - 1
        line = self.document.get_line(row)
        offsets = [0, *self.wrapped_document.get_offsets(row), len(line)]
        section = place - self._tops[row]
        start, end = offsets[section], offsets[section + 1]
        if row == self._wrong:
            base += self.get_component_rich_style("writing--wrong")
        spans = [*self._looks(line, start, end), *self._selected(row, start, end, last=section == len(offsets) - 2)]
        edges = sorted({start, end, *(edge for a, b, _ in spans for edge in (a, b) if edge <= end)})
        shown = for_terminal(line[start:end].replace("\t", " "), multiline=False)
        segments = []
        for a, b in pairwise(edges):
            style = base
            for first, beyond, look in spans:
                if first <= a < beyond:
                    style += look
            segments.append(Segment(shown[a - start : b - start], style))
        for first, beyond, look in spans:
            if first == end < beyond:
                segments.append(Segment(" ", base + look))
        return Strip(segments).adjust_cell_length(width, base)

    def _looks(self, line: str, start: int, end: int) -> Iterator[tuple[int, int, Style]]:
        for a, b, name in _looks(line):
            if a < end and start < b:
                own = self.get_component_rich_style(f"writing--{name}")
                yield max(a, start), min(b, end), Style(color=own.color, bold=own.bold or None)

    def _selected(self, row: int, start: int, end: int, *, last: bool) -> Iterator[tuple[int, int, Style]]:
        """What of a line is selected, and the cursor."""
        (first, a), (beyond, b) = sorted(self.selection)
        if first <= row <= beyond and self.selection.start != self.selection.end:
            low = max(start, a if row == first else 0)
            high = min(end, b if row == beyond else end)
            if low < high:
                yield low, high, self.get_component_rich_style("text-area--selection")
        at, column = self.cursor_location
        if self.has_focus and at == row and (start <= column < end or (last and column == end)):
            yield column, column + 1, self.get_component_rich_style("text-area--cursor")

    def _menu_or(self, key: str, action: Callable[[bool], None], *, select: bool) -> None:
        if self.menu:
            self.post_message(self.MenuKey(key))
        else:
            action(select)

    async def _on_key(self, event: events.Key) -> None:
        """Keys of the list that completes the words, while it is open; else those of any editor."""
        if self.menu and event.key in ("enter", "tab", "escape"):
            event.stop()
            event.prevent_default()
            self.post_message(self.MenuKey(event.key))
            return
        await super()._on_key(event)

    async def _on_paste(self, event: events.Paste) -> None:
        """Pasted words, with line ends as everywhere and tabs as spaces."""
        event.prevent_default()
        event.stop()
        self.put(event.text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    "))


@lru_cache(maxsize=_LOOKS_KEPT)
def _looks(line: str) -> Spans:
    """What stands in a line of Markdown that is not prose."""
    return tuple((match.start(), match.end(), match.lastgroup or "") for match in _LOOKS.finditer(line))
