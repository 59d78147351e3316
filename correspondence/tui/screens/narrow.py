"""Narrow a search: from or to whom, and in which time."""

from dataclasses import replace
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from correspondence.errors import CorrespondenceError
from correspondence.overview.search import narrowing
from correspondence.store.reading import reading
from correspondence.tui import shown
from correspondence.tui.wanted import Wanted
from correspondence.workspace import Workspace

_FIELDS = (
    ("party", "an organization or a person"),
    ("since", "from: 2021, 2021-02 or 2021-02-18"),
    ("until", "to: 2021, 2021-02 or 2021-02-18"),
)
_HINT = "Enter narrows the search, Tab goes to the next field, Esc leaves"


class NarrowScreen(ModalScreen[Wanted | None]):
    """Three fields, any of which may stay empty."""

    CSS_PATH = "search.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", "Cancel")]

    def __init__(self, workspace: Workspace, wanted: Wanted) -> None:
        super().__init__()
        self._workspace = workspace
        self._wanted = wanted

    def compose(self) -> ComposeResult:
        """A heading, the fields, a hint."""
        with Vertical():
            yield Static(shown.heading("Only what is from or to, and between"))
            for name, prompt in _FIELDS:
                field = Input(getattr(self._wanted, name), placeholder=prompt, id=name)
                field.cursor_blink = False
                yield field
            yield Static(shown.words(_HINT, "muted"), id="hint")

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        party, since, until = (self.query_one(f"#{name}", Input).value.strip() for name, _ in _FIELDS)
        wanted = replace(self._wanted, party=party, since=since, until=until)
        try:
            with reading(self._workspace) as reader:
                narrowing(reader, since=wanted.since, until=wanted.until)
        except CorrespondenceError as error:
            self.query_one("#hint", Static).update(shown.words(str(error), "bad"))
            return
        self.dismiss(wanted)
