"""A text to be read passage by passage, of which words, sentences and passages can be selected."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from correspondence.text.escape import for_terminal
from correspondence.tui.widgets import words
from correspondence.tui.widgets.spans import Mark, Span, Text, holds, narrowest_first, touching
from correspondence.tui.widgets.wrapping import Line, line_at, place_in, wrapped

_GUTTER = 3
_HINT = "❖"
_UNDERLINE = Style(underline=True)


@dataclass(frozen=True, slots=True)
class _Near:
    """What is seen of a text's marks: within a stretch of it, and all places where the look changes."""

    stretch: Span
    marks: tuple[Mark, ...]
    faint: Sequence[Span]
    underlined: Sequence[Span]
    hinted: Sequence[Span]
    edges: Sequence[int]


class Reader(ScrollView, can_focus=True):
    """Shows a text; a selection moves through it by passages, sentences and words."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "reader--selected",
        "reader--kept",
        "reader--faint",
        "reader--hint",
        "reader--good",
        "reader--warn",
        "reader--bad",
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "passage(1)", "Next passage", show=False, tooltip="The next passage, or the one before"),
        Binding("up,k", "passage(-1)", "Previous passage", show=False),
        Binding("right,l", "sentence(1)", "Sentence", show=False, tooltip="One sentence, the next or the one before"),
        Binding("left,h", "sentence(-1)", "Sentence", show=False),
        Binding("shift+right,greater_than_sign", "end(1)", "Longer", show=False, tooltip="End a word later"),
        Binding("shift+left,less_than_sign", "end(-1)", "Shorter", show=False, tooltip="End a word earlier"),
        Binding("ctrl+right,right_parenthesis", "start(1)", "Later", show=False, tooltip="Begin a word later"),
        Binding("ctrl+left,left_parenthesis", "start(-1)", "Earlier", show=False, tooltip="Begin a word earlier"),
        Binding("shift+down", "stretch", "Stretch", show=False, tooltip="On to the end of the next passage"),
        Binding("space", "keep", "Add passage", show=False, tooltip="Keep these words, to judge them with others"),
        Binding("g,home", "first", "First", show=False),
        Binding("G,end", "last", "Last", show=False),
        Binding("pagedown", "screenful(1)", "Page down", show=False),
        Binding("pageup", "screenful(-1)", "Page up", show=False),
    ]
    DEFAULT_CSS = """
    Reader { height: 1fr; scrollbar-size-vertical: 1; overflow-x: hidden; }
    Reader > .reader--selected { background: $primary 45%; }
    Reader:focus > .reader--selected { background: $primary 70%; }
    Reader > .reader--kept { background: $secondary 40%; }
    Reader > .reader--faint { color: $text-muted; }
    Reader > .reader--hint { color: $text-accent; }
    Reader > .reader--good { color: $text-success; }
    Reader > .reader--warn { color: $text-warning; }
    Reader > .reader--bad { color: $text-error; }
    """

    @dataclass
    class Selected(Message):
        """Other words are selected."""

        reader: "Reader"
        span: Span
        passage: int

        @property
        def control(self) -> "Reader":
            """The reader it happened in."""
            return self.reader

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._text = Text("")
        self._shown = ""
        self._lines: list[Line] = []
        self._width = 0
        self._marks: tuple[Mark, ...] = ()
        self._underlined: tuple[Span, ...] = ()
        self._hinted: tuple[Span, ...] = ()
        self._near: _Near | None = None
        self._selection: Span = (0, 0)
        self._kept: tuple[Span, ...] = ()
        self._drag_from: int | None = None

    @property
    def selection(self) -> Span:
        """The words that are selected; empty only when the text has no passage."""
        return self._selection

    @property
    def spans(self) -> tuple[Span, ...]:
        """What a verdict is about: the words that were kept, then those selected now, each once, in order."""
        now = () if self._selection in self._kept or self._selection[0] == self._selection[1] else (self._selection,)
        return tuple(sorted((*self._kept, *now)))

    @property
    def passage(self) -> int:
        """The number of the passage in which the selection begins; -1 when there is none."""
        return self._passage_at(self._selection[0]) if self._text.passages else -1

    def show(self, text: Text, marks: Sequence[Mark] = (), *, at: int = 0) -> None:
        """Show a text, with the passage `at` selected."""
        self._text = text
        self._shown = for_terminal(text.body)
        self._marks = narrowest_first(marks)
        self._underlined = self._hinted = ()
        self._kept = ()
        self._width = 0
        self._lay_out()
        self.select(text.passages[at] if at < len(text.passages) else (0, 0))

    def mark(self, marks: Sequence[Mark]) -> None:
        """Show other marks, and keep no words any longer."""
        self._marks = narrowest_first(marks)
        self._kept = ()
        self._redraw()

    def hint(self, underlined: Sequence[Span], hinted: Sequence[Span]) -> None:
        """Underline words, and put a sign beside sentences; each in order, and none within another."""
        self._underlined, self._hinted = tuple(underlined), tuple(hinted)
        self._redraw()

    def select(self, span: Span) -> None:
        """Select words and bring them into sight."""
        before, top = self._selection, self.scroll_offset
        self._selection = span
        self._follow()
        self._near = None
        if self.scroll_offset == top:
            self._redraw_lines(before)
            self._redraw_lines(span)
        else:
            self.refresh()
        self.post_message(self.Selected(self, span, self.passage))

    def release(self) -> bool:
        """Keep no words, and select the whole passage again; whether that changed anything."""
        whole = self._text.passages[self.passage] if self._text.passages else (0, 0)
        had = bool(self._kept) or self._selection != whole
        self._kept = ()
        if had:
            self.select(whole)
        return had

    def action_passage(self, by: int) -> None:
        """Select the next whole passage, or the one before."""
        self._select_passage(self.passage + by)

    def action_sentence(self, by: int) -> None:
        """Select the next sentence, or the one before; from a whole passage, its first or its last."""
        if not self._text.passages:
            return
        number = self.passage
        sentences = self._text.sentences(self._text.passages[number])
        start, end = self._selection
        if (start, end) == self._text.passages[number] and len(sentences) > 1:
            self.select(sentences[0] if by > 0 else sentences[-1])
            return
        at = max((n for n, sentence in enumerate(sentences) if sentence[0] <= start), default=0) + by
        if 0 <= at < len(sentences):
            self.select(sentences[at])
        elif 0 <= number + by < len(self._text.passages):
            beyond = self._text.sentences(self._text.passages[number + by])
            self.select(beyond[0] if by > 0 else beyond[-1])

    def action_end(self, by: int) -> None:
        """Let the selection end a word later or earlier."""
        start, end = self._selection
        self._select_words(
            start, words.next_end(self._text.body, end) if by > 0 else words.end_before(self._text.body, end)
        )

    def action_start(self, by: int) -> None:
        """Let the selection begin a word later or earlier."""
        start, end = self._selection
        self._select_words(
            words.next_start(self._text.body, start) if by > 0 else words.start_before(self._text.body, start), end
        )

    def action_stretch(self) -> None:
        """Let the selection go on to the end of its passage, or of the next."""
        start, end = self._selection
        ends = [stop for _, stop in self._text.passages if stop > end]
        if ends:
            self.select((start, ends[0]))

    def action_keep(self) -> None:
        """Keep the selected words, or let go of them, and go on to the next passage."""
        kept, now = set(self._kept), self._selection
        if now[0] == now[1]:
            return
        self._kept = tuple(sorted(kept - {now} if now in kept else kept | {now}))
        self.action_passage(1)
        self._redraw()

    def action_first(self) -> None:
        """To the first passage."""
        self._select_passage(0)

    def action_last(self) -> None:
        """To the last passage."""
        self._select_passage(len(self._text.passages) - 1)

    def action_screenful(self, by: int) -> None:
        """Select the first passage that begins a screenful further."""
        if not self._text.passages:
            return
        line = line_at(self._lines, self._selection[0]) + by * max(1, self.scrollable_content_region.height - 2)
        place = self._lines[max(0, min(line, len(self._lines) - 1))][0]
        self._select_passage(self._passage_at(place))

    def render_line(self, y: int) -> Strip:
        """One line as it is seen: a margin with marks, then the words."""
        width = self.scrollable_content_region.width
        self._lay_out()
        number = self.scroll_offset.y + y
        base = self.rich_style
        if not 0 <= number < len(self._lines):
            return Strip.blank(width, base)
        start, end = self._lines[number]
        near = self._in_sight()
        segments = [self._margin(near, start, end, base)]
        between = near.edges[bisect_right(near.edges, start) : bisect_left(near.edges, end)]
        edges = [start, *between, end] if start < end else []
        segments += [Segment(self._shown[a:b], base + self._style_at(near, a)) for a, b in pairwise(edges)]
        return Strip(segments).adjust_cell_length(width, base)

    def on_resize(self) -> None:
        """Other lines for another width."""
        self._lay_out()
        self._follow()

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Begin to select by mouse."""
        place = self._place(event)
        if place is not None:
            self._drag_from = place
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Select the words between."""
        place = self._place(event)
        if self._drag_from is not None and place is not None and abs(place - self._drag_from) > 1:
            start, end = sorted((self._drag_from, place))
            self._select_words(words.start_at(self._text.body, start), words.end_at(self._text.body, end))

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """A click selects the passage."""
        if self._drag_from is None:
            return
        self.release_mouse()
        place, began = self._place(event), self._drag_from
        self._drag_from = None
        if place is not None and abs(place - began) <= 1:
            self._select_passage(self._passage_at(place))

    def _margin(self, near: "_Near", start: int, end: int, base: Style) -> Segment:
        """The sign of what was judged, at its first line; a bar beside what is selected; a sign beside a hint."""
        for mark in near.marks:
            if start <= mark.span[0] < end:
                return Segment(f" {mark.sign} ", base + self._tone(f"reader--{mark.tone}", background=False))
        if self._selection[0] < end and start < self._selection[1]:
            return Segment(" ▌ ", base)
        if any(start <= span[0] < end for span in near.hinted):
            return Segment(f" {_HINT} ", base + self._tone("reader--hint", background=False))
        return Segment("   ", base)

    def _style_at(self, near: "_Near", place: int) -> Style:
        style = Style()
        if holds(near.faint, place):
            style += self._tone("reader--faint", background=False)
        for mark in near.marks:
            if mark.span[0] <= place < mark.span[1]:
                style += self._tone(f"reader--{mark.tone}", background=False)
                break
        if holds(near.underlined, place):
            style += _UNDERLINE
        if any(start <= place < end for start, end in self._kept):  # they may lie within one another
            style += self._tone("reader--kept", background=True)
        if self._selection[0] <= place < self._selection[1]:
            style += self._tone("reader--selected", background=True)
        return style

    def _tone(self, name: str, *, background: bool) -> Style:
        own = self.get_component_rich_style(name)
        return Style(bgcolor=own.bgcolor) if background else Style(color=own.color, dim=own.dim)

    def _redraw(self) -> None:
        self._near = None
        self.refresh()

    def _redraw_lines(self, span: Span) -> None:
        """Only the lines of these words."""
        first, last = self._lines_of(span)
        self.refresh_lines(first, last - first + 1)

    def _lines_of(self, span: Span) -> tuple[int, int]:
        """The first and the last line of some words."""
        return line_at(self._lines, span[0]), line_at(self._lines, max(span[0], span[1] - 1))

    def _in_sight(self) -> "_Near":
        """What changes the look of the lines on the screen: gathered once, not for every line."""
        top = min(self.scroll_offset.y, len(self._lines) - 1)
        bottom = min(top + self.scrollable_content_region.height, len(self._lines) - 1)
        first, last = self._lines[top][0], self._lines[bottom][1]
        if self._near is None or self._near.stretch != (first, last):
            marks = [mark for mark in self._marks if mark.span[0] <= last and mark.span[1] >= first]
            faint = touching(self._text.faint, first, last)
            underlined = touching(self._underlined, first, last)
            spans = (self._selection, *self._kept, *(mark.span for mark in marks), *faint, *underlined)
            edges = sorted({edge for span in spans for edge in span if first <= edge <= last})
            hinted = touching(self._hinted, first, last)
            self._near = _Near((first, last), tuple(marks), faint, underlined, hinted, edges)
        return self._near

    def _lay_out(self) -> None:
        width = max(2, self.scrollable_content_region.width - _GUTTER - 1)
        if width != self._width:
            self._width = width
            self._near = None
            self._lines = wrapped(self._shown, width)
            self.virtual_size = Size(0, len(self._lines))

    def _follow(self) -> None:
        """Bring the selection into sight, with a line around it."""
        if not self._lines:
            return
        first, last = self._lines_of(self._selection)
        height = self.scrollable_content_region.height
        tall = min(last - first + 3, max(1, height))
        self.scroll_to_region(Region(0, max(0, first - 1), 1, tall), animate=False, force=True)

    def _place(self, event: events.MouseEvent) -> int | None:
        number = self.scroll_offset.y + event.y
        if not 0 <= number < len(self._lines):
            return None
        return place_in(self._shown, self._lines[number], max(0, event.x - _GUTTER))

    def _passage_at(self, place: int) -> int:
        """The number of the passage at a place, or of the last one before it."""
        return max(0, bisect_left(self._text.passages, (place + 1, 0)) - 1)

    def _select_passage(self, number: int) -> None:
        if 0 <= number < len(self._text.passages):
            self.select(self._text.passages[number])

    def _select_words(self, start: int, end: int) -> None:
        if start < end:
            self.select((start, end))
