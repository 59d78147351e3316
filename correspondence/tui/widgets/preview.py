"""A letter as it will be read, kept in step with what is typed: only what changed is set and drawn anew."""

from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from correspondence.document.nodes import Document
from correspondence.tui.widgets.setting import LOOKS, Line, Setter

_MARGIN = 2
_COLOURED = {"title", "heading", "code", "note", "faint"}
_WIDEST = 92  # cells that a line of a letter takes at most, however wide the screen is


class Preview(ScrollView, can_focus=True):
    """Shows a letter's document; when another one is shown, the first line that changed stays in sight."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"preview--{look}" for look in LOOKS}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "scroll_up", "Up", show=False),
        Binding("down,j", "scroll_down", "Down", show=False),
        Binding("pageup", "page_up", "Page up", show=False),
        Binding("pagedown,space", "page_down", "Page down", show=False),
        Binding("home,g", "scroll_home", "Top", show=False),
        Binding("end,G", "scroll_end", "End", show=False),
    ]
    DEFAULT_CSS = """
    Preview { height: 1fr; scrollbar-size-vertical: 1; overflow-x: hidden; }
    Preview > .preview--title { color: $text-accent; text-style: bold underline; }
    Preview > .preview--heading { color: $text-accent; text-style: bold; }
    Preview > .preview--strong { text-style: bold; }
    Preview > .preview--emphasis { text-style: italic; }
    Preview > .preview--struck { text-style: strike; }
    Preview > .preview--code { color: $text-secondary; }
    Preview > .preview--link { text-style: underline; }
    Preview > .preview--note { color: $text-accent; }
    Preview > .preview--faint { color: $text-muted; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._document: Document | None = None
        self._setter = Setter()
        self._lines: list[Line] = []
        self._width = 0
        self._styles: dict[str, Style] = {}

    @property
    def fresh(self) -> int:
        """How many blocks had to be set anew for what is shown now."""
        return self._setter.fresh

    @property
    def words(self) -> str:
        """What is shown, line by line."""
        return "\n".join("".join(text for text, _ in line) for line in self._lines)

    def show(self, document: Document) -> None:
        """Show a letter; of another one than before, from where it differs."""
        before, self._document = self._lines, document
        self._lay_out(anew=True)
        first, beyond = _differing(before, self._lines)
        top = self.scroll_offset.y
        if before and first < beyond:
            self._reveal(first)
        if self.scroll_offset.y != top:
            self.refresh()
        elif first < beyond:  # only what changed is painted
            y = max(0, first - top)
            self.refresh(Region(0, y, self.size.width, max(0, min(self.size.height, beyond - top) - y)))

    def render_line(self, y: int) -> Strip:
        """One line as it is seen."""
        width = self.scrollable_content_region.width
        if self._lay_out():
            self.refresh()
        number = self.scroll_offset.y + y
        base = self.rich_style
        if not 0 <= number < len(self._lines):
            return Strip.blank(width, base)
        bits = [Segment(text, base + self._style(look)) for text, look in self._lines[number]]
        return Strip([Segment(" " * _MARGIN, base), *bits]).adjust_cell_length(width, base)

    def notify_style_update(self) -> None:
        """Other colours with another theme."""
        super().notify_style_update()
        self._styles.clear()

    def on_resize(self) -> None:
        """Other lines for another width."""
        if self._lay_out():
            self.refresh()

    def _lay_out(self, *, anew: bool = False) -> bool:
        """Set the letter in lines, when it or the width is another; whether that was so."""
        room = self.scrollable_content_region.width  # nothing while it is not displayed
        width = max(2, min(_WIDEST, (room or _WIDEST) - 2 * _MARGIN))
        if self._document is None or (width == self._width and not anew):
            return False
        self._width = width
        self._lines = self._setter.lines(self._document, width)
        self.virtual_size = Size(0, len(self._lines))
        return True

    def _reveal(self, line: int) -> None:
        height = self.scrollable_content_region.height
        if not self.scroll_offset.y <= line < self.scroll_offset.y + height:
            self.scroll_to_region(
                Region(0, max(0, line - height // 3), 1, height), animate=False, force=True, immediate=True
            )

    def _style(self, look: str) -> Style:
        if look not in self._styles:
            style = Style()
            for name in look.split():
                own = self.get_component_rich_style(f"preview--{name}")
                style += Style(
                    color=own.color if name in _COLOURED else None,
                    bold=own.bold or None,
                    italic=own.italic or None,
                    underline=own.underline or None,
                    strike=own.strike or None,
                )
            self._styles[look] = style
        return self._styles[look]


def _differing(before: list[Line], after: list[Line]) -> tuple[int, int]:
    """From which line on, and up to which, a text is another one; to its very end when it is longer or shorter now."""
    pairs = list(zip(before, after, strict=False))
    first = next((n for n, (old, new) in enumerate(pairs) if old != new), len(pairs))
    if len(before) != len(after):
        return first, max(len(before), len(after))
    last = next((n for n in range(len(pairs) - 1, first - 1, -1) if pairs[n][0] != pairs[n][1]), first - 1)
    return first, last + 1
