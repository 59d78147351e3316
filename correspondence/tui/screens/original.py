"""The words of a file that came in: read in the isolated process, shown as text."""

import json
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from correspondence.errors import CorrespondenceError
from correspondence.overview import files
from correspondence.store.reading import reading
from correspondence.tui import shown
from correspondence.workspace import Workspace

_MOST = 200_000  # characters that are shown


class OriginalScreen(ModalScreen[None]):
    """Shows what a file says; the file itself is not opened."""

    CSS_PATH = "original.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q,v", "dismiss(None)", "Close")]

    def __init__(
        self, workspace: Workspace, title: str, sha256: str, extension: str, *, row: int | None = None
    ) -> None:
        """What to show.

        Args:
            workspace: whose store.
            title: the heading.
            sha256: the file's digest.
            extension: the ending of its name.
            row: of a table, the one that is meant, the headings being row 1.
        """
        super().__init__()
        self._workspace = workspace
        self._heading = title
        self._sha256 = sha256
        self._extension = extension
        self._row = row

    def compose(self) -> ComposeResult:
        """The heading and the words."""
        with Vertical():
            yield Static(shown.heading(self._heading))
            with VerticalScroll():
                yield Static(Content("Reading …").stylize("dim"), id="words")
            yield Static(Content("Shown as text; Esc closes").stylize("dim"))

    def on_mount(self) -> None:
        """Read the file beside the screen."""
        self.query_one(VerticalScroll).focus()
        self._read()

    @work(thread=True)
    def _read(self) -> None:
        try:
            with reading(self._workspace) as reader:
                content = files.content(reader, self._sha256)
            words = _said(content) if self._extension == "json" else self._extracted(content)
        except CorrespondenceError as error:
            words = shown.words(str(error), "bad")
        self.app.call_later(self._show, words)

    def _extracted(self, content: bytes) -> Content:
        from correspondence.readers.worker import Worker

        with Worker() as worker:
            extract = next(iter(worker.read(content, f"file.{self._extension}")))
        if self._row is not None and 0 < self._row <= len(extract.rows):
            pairs = zip(extract.rows[0], extract.rows[self._row - 1], strict=False)
            return shown.joined([shown.words(f"Row {self._row}", "strong"), *(_pair(*pair) for pair in pairs)])
        parts = shown.labels(
            ("From", extract.author),
            ("To", ", ".join(extract.recipients)),
            ("Date", extract.date),
            ("Subject", extract.title),
            ("Message-ID", extract.message_id),
        )
        parts += [shown.words(f"! {note.detail}", "warn") for note in extract.notes]
        return shown.joined([*parts, Content(""), shown.words(extract.text[:_MOST])])

    def _show(self, words: Content) -> None:
        self.query_one("#words", Static).update(words)


def _said(content: bytes) -> Content:
    """What was entered on the sign-on page."""
    try:
        said = json.loads(content)
    except ValueError:
        said = None
    if not isinstance(said, dict):
        return shown.words(content.decode("utf-8", "replace")[:_MOST])
    return shown.joined([_pair(str(name).replace("_", " "), str(value)) for name, value in said.items()])


def _pair(name: str, value: str) -> Content:
    return Content.assemble((f"{shown.line(name)}: ", "dim"), Content(shown.line(value)))
