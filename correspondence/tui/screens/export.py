"""Exporting a letter: where to, and what to do with those who have not confirmed its text."""

from pathlib import Path
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Static

from correspondence.errors import CorrespondenceError, RefusedError
from correspondence.store.reading import reading
from correspondence.tui import shown
from correspondence.workspace import Workspace

_KEYS = "The ending says the format: .docx, .html, .pdf, .md or .txt. Enter exports, Esc leaves."


class ExportScreen(ModalScreen[None]):
    """Writes a letter as a file, and says what it wrote."""

    CSS_PATH = "export.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", "Close")]

    def __init__(self, workspace: Workspace, thread: str, letter: str, ending: str = "docx") -> None:
        super().__init__()
        self._workspace = workspace
        self._identifier = f"{thread}/{letter}"
        self._default = workspace.root / f"{letter}.{ending}"

    def compose(self) -> ComposeResult:
        """Where to, what happened, and the choices."""
        with Vertical():
            yield Static(shown.heading(f"Export {self._identifier}"))
            field = Input(str(self._default), id="path")
            field.cursor_blink = False
            yield field
            yield Static(
                Content("The ending says the format: .docx, .html, .pdf, .md or .txt. Enter exports, Esc leaves."),
                id="told",
            )
            with Horizontal(id="choices"):
                yield Button("Export", id="refuse", variant="primary")
                yield Button("Leave them out", id="leave-out", classes="later")
                yield Button("Print them", id="print", classes="later")

    @on(Input.Submitted)
    def _submitted(self) -> None:
        self._export("refuse")

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        self._export(str(event.button.id))

    @work(thread=True, exclusive=True)
    def _export(self, unconfirmed: str) -> None:
        from correspondence.publish.export import Format, export  # slow to load
        from correspondence.publish.files import write_file
        from correspondence.publish.gate import Unconfirmed

        target = Path(self.query_one(Input).value).expanduser()
        try:
            to = Format.of(target)
            with reading(self._workspace) as reader:
                done = export(reader, self._workspace, self._identifier, to=to, unconfirmed=Unconfirmed(unconfirmed))
            write_file(done.content, target)
        except RefusedError as error:
            self.call_later(self._tell, str(error).partition(" (--")[0], "warn", choose=True)
        except CorrespondenceError as error:
            self.call_later(self._tell, str(error), "bad")
        else:
            text = "the draft" if done.revision is None else f"revision {done.revision}"
            lines = [
                f"✓ {target}",
                f"{text}, {done.signatories} signatures",
                *(f"{f.place} {f.reason}" for f in done.findings[:3]),
            ]
            self.call_later(self._tell, "\n".join(lines), "good")

    def _tell(self, text: str, tone: str, *, choose: bool = False) -> None:
        self.query_one("#told", Static).update(shown.words(text, tone))
        for button in self.query(".later").results(Button):
            button.display = choose
        if choose:
            self.query_one(Input).focus()  # a second Enter must not decide what was just refused
