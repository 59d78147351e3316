"""Saving an original: where to. It is written as it came in, and never opened."""

from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from correspondence.errors import CorrespondenceError
from correspondence.overview import files
from correspondence.store.reading import reading
from correspondence.text.names import file_name
from correspondence.tui import shown
from correspondence.workspace import Workspace


class SaveScreen(ModalScreen[Path | None]):
    """Asks for a path and writes the original there, unless something is there already."""

    CSS_PATH = "export.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", "Close")]

    def __init__(self, workspace: Workspace, original: files.OriginalRow) -> None:
        super().__init__()
        self._workspace = workspace
        self._original = original
        ending = f".{original.extension}" if original.extension else ""
        self._default = workspace.root / file_name(original.name, f"{original.sha256[:16]}{ending}")

    def compose(self) -> ComposeResult:
        """What, where to, and what happened."""
        with Vertical():
            yield Static(shown.heading(f"Save {self._original.name or self._original.sha256[:16]}"))
            field = Input(str(self._default), id="path")
            field.cursor_blink = False
            yield field
            yield Static(
                Content("Written as it came in, and not opened: it may be harmful. Enter saves, Esc leaves."), id="told"
            )

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        target = Path(event.value).expanduser()
        if target.is_dir():
            target /= self._default.name
        try:
            with reading(self._workspace) as reader:
                original = files.content(reader, self._original.sha256)
            with target.open("xb") as file:
                file.write(original)
        except FileExistsError:
            self._tell(f"{target} is there already: choose another name")
        except OSError as error:
            self._tell(f"{target} cannot be written: {error.strerror or error}")
        except CorrespondenceError as error:
            self._tell(str(error))
        else:
            self.dismiss(target)

    def _tell(self, text: str) -> None:
        self.query_one("#told", Static).update(shown.words(text, "bad"))
