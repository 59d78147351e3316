"""A list that filters as you type, beside the detail of what the cursor stands on."""

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input

from correspondence.tui.widgets.rows import Row, Rows

_FILTER = "f to filter"


class Listing(Vertical):
    """Rows with a filter above them: every word typed must be in a row."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f", "filter", "Filter", show=False, tooltip="Type words that a row must hold"),
    ]
    DEFAULT_CSS = """
    Listing { height: 1fr; width: 1fr; }
    Listing > Input { height: 1; border: none; padding: 0 1; background: $surface; }
    Listing > Input:focus { border: none; background: $boost; }
    """

    class Filtered(Message):
        """Other rows are shown now."""

    def __init__(self, rows: Rows, *, id: str, filters: bool = True) -> None:
        """Rows; without `filters` a short list that needs none, and the key is free for something else."""
        super().__init__(id=id)
        self._filters = filters
        self._list = rows
        self._all: tuple[Row, ...] = ()

    @property
    def rows(self) -> Rows:
        """The list itself."""
        return self._list

    def compose(self) -> ComposeResult:
        """The filter and the list."""
        field = Input(placeholder=_FILTER, compact=True)
        field.cursor_blink = False
        field.display = self._filters
        yield field
        yield self._list

    def show(self, rows: Sequence[Row], *, keep: str | None = None) -> None:
        """Show other rows, through the filter that is set."""
        self._all = tuple(rows)
        self._apply(keep or self._list.key)

    def note(self, text: str) -> None:
        """Say beside the filter what else narrows the list."""
        self.query_one(Input).placeholder = f"{_FILTER} · {text}" if text else _FILTER

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A list without a filter leaves the key to whoever holds the list."""
        return action != "filter" or self._filters

    def action_filter(self) -> None:
        """Type a filter."""
        self.query_one(Input).focus()

    def clear(self) -> bool:
        """Take the filter away; whether there was one."""
        field = self.query_one(Input)
        had = bool(field.value) or field.has_focus
        field.value = ""
        self._list.focus()
        return had

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        self._apply(self._list.key)

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self._list.focus()

    def key_down(self) -> None:
        """From the filter into the list."""
        if self.query_one(Input).has_focus:
            self._list.focus()

    def _apply(self, keep: str | None) -> None:
        wanted = self.query_one(Input).value.casefold().split()
        rows = [row for row in self._all if all(word in row.search for word in wanted)] if wanted else self._all
        self._list.show(rows, keep=keep, empty="No row holds these words: Esc clears the filter." if wanted else None)
        self.post_message(self.Filtered())
