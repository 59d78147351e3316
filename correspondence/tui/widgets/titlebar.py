"""What a screen is about, on its first line: one widget that draws one line, where Textual's header mounts four."""

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual import events
from textual.strip import Strip
from textual.widget import Widget

_ICON = " ⭘"
_BESIDE = (8, 10)  # cells to the left and the right of the title


class TitleBar(Widget, can_focus=False):
    """The screen's title in the middle, cut where there is no room; a click on the circle opens the command palette."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    TitleBar { dock: top; width: 100%; height: 1; color: $foreground; background: $panel; }
    """

    def on_mount(self) -> None:
        """Follow the title."""
        self.watch(self.screen, "title", self._changed, init=False)

    def render_line(self, y: int) -> Strip:
        """The circle and the title."""
        width, style = self.size.width, self.rich_style
        left, right = _BESIDE
        room = width - left - right
        title = self.screen.title or self.app.title
        if y or room <= 0:
            return Strip.blank(width, style)
        if cell_len(title) > room:
            title = set_cell_size(title, room - 1).rstrip() + "…"
        before = left + (room - cell_len(title)) // 2
        text = _ICON.ljust(before) + title
        return Strip([Segment(text, style)]).adjust_cell_length(width, style)

    async def on_click(self, event: events.Click) -> None:
        """Open the command palette."""
        if event.x < _BESIDE[0]:
            await self.run_action("app.command_palette")

    def _changed(self) -> None:
        self.refresh()
