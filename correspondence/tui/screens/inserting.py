"""Something to put into a letter, found by typing words of it."""

from collections.abc import Sequence
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from correspondence.errors import CorrespondenceError
from correspondence.letters.insertions import Insertion, insertions
from correspondence.overview import letters
from correspondence.store.reading import reading
from correspondence.tui import shown
from correspondence.tui.notices import tell
from correspondence.tui.widgets.pane import Pane
from correspondence.tui.widgets.rows import Column, Row, Rows
from correspondence.workspace import Workspace

_COLUMNS = (Column("", 9), Column("Date", 10), Column("What"), Column("From", 30, roomy=100))


class InsertingScreen(ModalScreen[str | None]):
    """Citations, quotations, live parts and forms; gives the text to put in, or None."""

    CSS_PATH = "merging.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", "Cancel")]

    def __init__(self, workspace: Workspace, thread: str, letter: str, selected: str) -> None:
        super().__init__()
        self._workspace = workspace
        self._thread = thread
        self._letter = letter
        self._selected = selected
        self._found: Sequence[Insertion] = ()

    def compose(self) -> ComposeResult:
        """The list with its filter, and one in full."""
        with Vertical():
            yield Static(shown.heading("Put in"))
            yield Static(
                shown.words("Type words of a message, a quotation or a live part; Enter goes to them.", "muted")
            )
            yield Pane(Rows(_COLUMNS, empty="Reading …"), self._detail, id="insertions", opens=self._take)
            yield Static(Content("Enter puts it in, Esc leaves").stylize("dim"))

    def on_mount(self) -> None:
        """Type at once."""
        self.query_one(Input).focus()
        self._read()

    @work(thread=True, exclusive=True)
    def _read(self) -> None:
        try:
            with reading(self._workspace) as reader:
                letter = letters.letter(reader, self._letter, self._thread)
                found = insertions(reader, self._workspace, letter)
        except CorrespondenceError as error:
            self.call_later(tell, self, str(error), "error")
            return
        self.call_later(self._show, found)

    def _show(self, found: Sequence[Insertion]) -> None:
        self._found = found
        self.query_one(Pane).show([_row(n, one) for n, one in enumerate(found)])

    def _take(self, key: str) -> None:
        self.dismiss(self._found[int(key)].over(self._selected))

    def _detail(self, key: str) -> Content:
        one = self._found[int(key)]
        parts = [shown.words(one.label, "strong")]
        if one.source:
            parts.append(shown.words(f"{one.date or 'undated'}  {one.source}", "muted"))
        return shown.joined([*parts, Content(""), shown.words(one.over(self._selected), "good")])


def _row(number: int, one: Insertion) -> Row:
    cells = (
        (str(one.kind), "muted"),
        (one.date, "muted"),
        (shown.line(one.label), ""),
        (one.source, "muted"),
    )
    return Row(str(number), cells, f"{one.kind} {one.label} {one.source} {one.date}".casefold())
