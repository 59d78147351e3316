"""Logging a reply: which file, what was read of it, corrections, and into the thread."""

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Label, Static
from textual.worker import get_current_worker

from correspondence.errors import CorrespondenceError
from correspondence.tui import shown
from correspondence.tui.notices import tell
from correspondence.tui.paths import PathSuggester, typed_paths
from correspondence.workspace import Workspace

if TYPE_CHECKING:
    from correspondence.intake.draft import Given
    from correspondence.intake.log import FileResult
    from correspondence.intake.sources import Source
    from correspondence.readers.extract import Extract
    from correspondence.readers.worker import Worker

_FIELDS = (
    ("direction", "Direction"),
    ("kind", "Kind"),
    ("date", "Date"),
    ("author", "From"),
    ("title", "Title"),
    ("language", "Language"),
)
_ASK = (
    "Drag files here, or type a path and press Enter. Mails, mailboxes, documents, PDFs, scans, tables, text."
    " Esc leaves."
)
_PREVIEW = 20_000  # characters of a message that are shown
_KEYS = "Tab to the next line; Ctrl+S logs it, Esc leaves it"


class LogScreen(ModalScreen[None]):
    """Reads files, shows what they say of themselves for correction, and logs them."""

    CSS_PATH = "log.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", "Cancel", tooltip="Stop reading, or close"),
        Binding("ctrl+s", "keep", "Log", tooltip="Put the message into the thread"),
    ]

    def __init__(self, workspace: Workspace, thread: str) -> None:
        super().__init__()
        self._workspace = workspace
        self._thread = thread
        self._reader: Worker | None = None
        self._read: tuple[Source, list[Extract]] | None = None
        self._as_read: dict[str, str] = {}
        self._warned = False

    def compose(self) -> ComposeResult:
        """The path, what happened, the fields, the text."""
        with Vertical():
            yield Static(shown.heading(f"Log into {self._thread}"))
            path = Input(placeholder="path/to/reply.eml", id="path", suggester=PathSuggester(), compact=True)
            path.cursor_blink = False
            yield path
            yield Static(Content(_ASK), id="told")
            with Container(id="form"):
                for name, title in _FIELDS:
                    yield Label(title)
                    field = Input(id=name, compact=True)
                    field.cursor_blink = False
                    yield field
            with VerticalScroll(id="preview"):
                yield Static()
            with Horizontal():
                yield Button("Log", id="log", variant="primary")

    def action_cancel(self) -> None:
        """Stop what is being read; else close, and not at the first press when something was corrected."""
        if self._reader is not None:
            self._reader.cancel()
        elif self._read is not None and not self._warned and self._values() != self._as_read:
            self._warned = True
            self._tell(shown.words("Esc again leaves it, with what you corrected; Ctrl+S logs it", "warn"))
        else:
            self.dismiss(None)

    def action_keep(self) -> None:
        """Log what was read."""
        self._keep()

    @on(Input.Submitted, "#path")
    def _submitted(self, event: Input.Submitted) -> None:
        files = typed_paths(event.value)
        if files and self._reader is None:
            self.remove_class("-read")
            self._tell(Content("Reading …  Esc stops"))
            self._look(files)

    @on(Input.Submitted)
    def _field_submitted(self, event: Input.Submitted) -> None:
        if event.input.id != "path":
            self.screen.focus_next()

    @on(Button.Pressed)
    def _pressed(self) -> None:
        self._keep()

    @work(thread=True, exclusive=True)
    def _look(self, files: list[Path]) -> None:
        """Read files: a single message is shown first, several are logged at once."""
        from correspondence.intake.draft import Given
        from correspondence.intake.log import guess_direction, log_path, look
        from correspondence.intake.sources import open_source, paths
        from correspondence.readers.worker import Worker

        ocr = shutil.which("tesseract") is not None
        tell = self.call_later
        listed = list(paths(files))
        try:
            with Worker() as self._reader:
                if len(listed) == 1:
                    source = open_source(listed[0])
                    extracts = look(self._reader, source, ocr=ocr)
                    one = next(extracts)
                    if not one.source:
                        tell(self._show, source, one, guess_direction(self._workspace, self._thread, one))
                        return
                results = []
                for path in listed:
                    done = log_path(
                        self._workspace, self._reader, self._thread, path, Given(), ocr=ocr, progress=self._count
                    )
                    results.append(done)
                    if get_current_worker().is_cancelled:
                        break
                tell(self._tell_results, results)
        except CorrespondenceError as error:
            tell(self._tell, shown.words(f"{files[0].name}: {error}", "bad"))
        finally:
            self._reader = None

    def _count(self, messages: int) -> None:
        self.call_later(self._tell, Content(f"{messages:,} messages …  Esc stops"))

    def _show(self, source: "Source", extract: "Extract", direction: str) -> None:
        """One message: its fields to be corrected, and its text."""
        from correspondence.intake.draft import Given, draft

        self._read = (source, [extract])
        message = draft(extract, source.name, source.content, Given(), direction, "")
        for name, _ in _FIELDS:
            self.query_one(f"#{name}", Input).value = str(getattr(message, name) or "")
        self._as_read = self._values()
        notes = [shown.words(f"! {detail}", "warn") for _, detail in message.remarks]
        head = shown.words(f"✓ {source.name}: {message.kind}", "good")
        self._tell(shown.joined([head, *notes, shown.words(_KEYS, "muted")]))
        cut = message.body[:_PREVIEW]
        self.query_one("#preview Static", Static).update(shown.words(cut) if cut else shown.words("No text.", "muted"))
        self.add_class("-read")
        self.query_one("#log", Button).focus()

    @work(thread=True, exclusive=True)
    def _keep(self) -> None:
        from correspondence.intake.log import keep

        if self._read is None:
            return
        source, extracts = self._read
        try:
            logged = keep(self._workspace, self._thread, source, extracts, self._given())
        except CorrespondenceError as error:
            self.call_later(self._tell, shown.words(str(error), "bad"))
            return
        if not logged[0].new:
            self.call_later(tell, self, "It was logged already")
        self.call_later(self._close)

    def _close(self) -> None:
        self.dismiss(None)

    def _given(self) -> "Given":
        from correspondence.intake.draft import Given

        return Given(in_reply_to=(), **self._values()).checked()

    def _values(self) -> dict[str, str]:
        """What stands in the fields."""
        return {name: self.query_one(f"#{name}", Input).value.strip() for name, _ in _FIELDS}

    def _tell_results(self, results: "list[FileResult]") -> None:
        new = sum(message.new for result in results for message in result.messages)
        there = sum(not message.new for result in results for message in result.messages)
        lines = [shown.words(f"✓ {new:,} messages logged" + (f", {there:,} there already" if there else ""), "good")]
        lines += [shown.words(f"! {Path(r.file).name}: {r.error}", "bad") for r in results if r.error]
        self._tell(shown.joined(lines))

    def _tell(self, text: Content) -> None:
        self.query_one("#told", Static).update(text)
