"""A list and, beside or below it, the detail of what the cursor stands on."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, VerticalScroll
from textual.content import Content

from correspondence.tui.widgets.listing import Listing
from correspondence.tui.widgets.rows import Row, Rows
from correspondence.tui.widgets.telling import Telling

_BEFORE = 2  # lines


class Pane(Container):
    """A listing with its detail: side by side where there is room, one above the other where there is not."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,right", "read", "Read", tooltip="Go to the text beside the list"),
        Binding("left", "back_to_list", "List", show=False),
    ]
    DEFAULT_CSS = """
    Pane { layout: horizontal; height: 1fr; }
    Pane > .detail { width: 1fr; height: 1fr; padding: 0 2; border-left: tall $panel; scrollbar-size-vertical: 1; }
    Pane > .detail:focus { border-left: tall $accent; }
    Pane > .detail > Telling { width: 1fr; height: auto; }
    """

    def __init__(
        self,
        rows: Rows,
        detail: Callable[[str], Content],
        *,
        id: str,
        opens: Callable[[str], object] | None = None,
        filters: bool = True,
    ) -> None:
        """A list with the detail of its lines; `opens` is what Enter does, else it goes to the text."""
        super().__init__(id=id)
        self._listing = Listing(rows, id=f"{id}-list", filters=filters)
        self._detail = detail
        self._opens = opens
        self._pointed: tuple[str, int] | None = None

    @property
    def listing(self) -> Listing:
        """The list with its filter."""
        return self._listing

    def compose(self) -> ComposeResult:
        """The list and the detail."""
        yield self._listing
        with VerticalScroll(classes="detail"):
            yield Telling()

    def show(self, rows: Sequence[Row], *, keep: str | None = None) -> None:
        """Show other rows; the cursor goes to the row `keep`, else it stays where it is."""
        self._listing.show(rows, keep=keep)

    def show_detail(self) -> None:
        """Show anew what the cursor stands on."""
        key = self._listing.rows.key
        self.query_one(".detail > Telling", Telling).tell(self._detail(key) if key is not None else Content(""))

    def point(self, key: str, at: int) -> None:
        """Begin the detail of a row at this character, the next time that it is shown."""
        self._pointed = (key, at)

    def action_read(self) -> None:
        """Go to the text beside the list."""
        self.query_one(".detail", VerticalScroll).focus()

    def action_back_to_list(self) -> None:
        """Back to the list."""
        self._listing.rows.focus()

    @on(Rows.Highlighted)
    def _highlighted(self, event: Rows.Highlighted) -> None:
        event.stop()
        shown = self._detail(event.key) if event.key is not None else Content("")
        self.query_one(".detail > Telling", Telling).tell(shown)
        self.query_one(".detail", VerticalScroll).scroll_home(animate=False)
        if self._pointed is not None and self._pointed[0] == event.key:
            bring_into_sight(self.query_one(".detail", VerticalScroll), shown, self._pointed[1])
            self._pointed = None

    @on(Rows.Chosen)
    def _chosen(self, event: Rows.Chosen) -> None:
        event.stop()
        if self._opens is not None:
            self._opens(event.key)
        else:
            self.action_read()


def bring_into_sight(view: VerticalScroll, content: Content, at: int) -> None:
    """Scroll to a character of a text that has just been put into a view, with a little of what stands before it."""

    def scroll() -> None:
        width = view.query_one(Telling).content_size.width
        if width > 0:
            line = content[:at].get_height({}, width) - 1
            view.scroll_to(y=max(0, line - _BEFORE), animate=False)

    view.call_after_refresh(scroll)
