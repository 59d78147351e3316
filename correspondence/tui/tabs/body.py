"""The body of a letter: left the Markdown as it is written, right the letter as it will be read."""

import asyncio
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical
from textual.message import Message
from textual.widgets import Static, TextArea

from correspondence.errors import CorrespondenceError, TemplateError
from correspondence.overview.timeline import MessageRow
from correspondence.publish.preview import Preview as LetterPreview
from correspondence.publish.preview import Previewer
from correspondence.text.worddiff import word_count
from correspondence.tui import shown
from correspondence.tui.widgets.preview import Preview
from correspondence.tui.widgets.rows import Column, Row, Rows
from correspondence.tui.widgets.writing import Writing

if TYPE_CHECKING:
    from textual.timer import Timer

PAUSE = 0.03  # seconds without a key until the preview follows
_COUNT_PAUSE = 0.8  # and until its words are counted
_MESSAGES = (Column("Date", 10), Column("Title"), Column("Message", roomy=60))


class BodyTab(Container):
    """The editor and the preview; where there is no room for both, one of them.

    Attributes:
        writing: the editor.
        preview: the letter as it will be read.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e,enter", "write", "Write", tooltip="Back to the text"),
    ]

    class Typed(Message):
        """The text is another one now."""

    def __init__(self, previewer: Previewer, *, id: str) -> None:
        super().__init__(id=id)
        self.writing = Writing(id="writing")
        self.preview = Preview(id="preview")
        self._wrong = Static(id="wrong")
        self._previewer = previewer
        self._messages: dict[str, Row] = {}
        self._pause: Timer | None = None
        self._rendering = False
        self._again = False
        self._counting: Timer | None = None
        self._counted = False

    def compose(self) -> ComposeResult:
        """The text with what completes it, the preview, what is wrong."""
        with Container(id="sides"):
            with Vertical(id="written"):
                yield self.writing
                yield Rows(_MESSAGES, empty="No message has such a name.", id="completing")
            yield self.preview
        yield self._wrong

    def on_mount(self) -> None:
        """Say on the borders which side is which; the text is still to be read."""
        self.writing.border_title = "text"
        self.preview.border_title = "as it will be read"
        self.writing.loading = True

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Writing begins from the letter as it will be read."""
        return action != "write" or self.preview.has_focus

    def load(self, body: str, messages: Sequence[MessageRow], at: int | None = None) -> None:
        """Begin with a text, at a character of it; the messages are those that it may cite."""
        self._messages = {row.id: _message(row) for row in reversed(messages)}
        self.writing.loading = False
        self.writing.load_text(body)
        self.writing.focus()
        if at is not None and at <= len(body):
            place = body.count("\n", 0, at), at - body.rfind("\n", 0, at) - 1
            self.call_after_refresh(self.writing.move_cursor, place, center=True)
        self.follow()

    def follow(self) -> None:
        """Let the preview follow now."""
        self.run_worker(self._follow(), group="preview")

    def action_write(self) -> None:
        """To the text."""
        self.remove_class("-reading")
        self.writing.focus()

    def action_read(self) -> None:
        """To the letter as it will be read."""
        self.add_class("-reading")
        self.preview.focus()

    @on(TextArea.Changed)
    def _changed(self, event: TextArea.Changed) -> None:
        event.stop()
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(PAUSE, self.follow)
        self.writing.say_completing()
        self.post_message(self.Typed())

    async def _follow(self) -> None:
        """Show the letter with the text as it is now; one at a time, and once more when it changed meanwhile."""
        if self._rendering:
            self._again = True
            return
        self._rendering = True
        try:
            again = True
            while again and self.is_attached:
                self._again = False
                await self._render_text(self.writing.text)
                again = self._again
        finally:
            self._rendering = False

    async def _render_text(self, text: str) -> None:
        try:
            seen = await asyncio.to_thread(self._previewer.preview, text)
        except CorrespondenceError as error:
            self._tell_wrong(error)
            return
        if not self.is_attached:
            return
        self._tell_wrong(None)
        self.preview.show(seen.document)
        if self._counting is not None:
            self._counting.stop()
        if self._counted:
            self._counting = self.set_timer(_COUNT_PAUSE, partial(self._count, seen))
        else:
            self._count(seen)

    def _count(self, seen: LetterPreview) -> None:
        """Say how long the letter is."""
        self._counted = True
        confirm = f" · {seen.to_confirm} to confirm" if seen.to_confirm else ""
        told = f"{word_count(seen.markdown):,} words{confirm}"
        if self.preview.border_subtitle != told:
            self.preview.border_subtitle = told

    def _tell_wrong(self, error: CorrespondenceError | None) -> None:
        """What is wrong with the text, in a line below it; the last good preview stays."""
        if not self.is_attached or not self.query("#wrong"):  # the screen is closing
            return
        spot = error.spot if isinstance(error, TemplateError) else None
        self.writing.mark_wrong(spot.line - 1 if spot is not None and spot.part == "body" else None)
        if self._wrong.display != (error is not None):
            self._wrong.display = error is not None
        if error is not None:
            self._wrong.update(shown.words(f"✗ {error}", "bad"))
            self.preview.border_subtitle = "as it was before the error"
            self._counted = False

    @on(Writing.Completing)
    def _completing(self, event: Writing.Completing) -> None:
        event.stop()
        listing = self.query_one("#completing", Rows)
        wanted = event.typed.casefold() if event.typed is not None else ""
        found = [row for row in self._messages.values() if wanted in row.search]
        exact = event.typed in self._messages and len(found) == 1
        listing.display = self.writing.menu = event.typed is not None and not exact
        listing.show(found)

    @on(Writing.MenuKey)
    def _menu_key(self, event: Writing.MenuKey) -> None:
        event.stop()
        listing = self.query_one("#completing", Rows)
        if event.key in ("up", "down"):
            listing.action_move(1 if event.key == "down" else -1)
            return
        listing.display = self.writing.menu = False
        if event.key in ("enter", "tab") and listing.key is not None:
            self.writing.complete(listing.key)

    @on(Rows.Highlighted)
    def _highlighted(self, event: Rows.Highlighted) -> None:
        event.stop()

    @on(Rows.Chosen)
    def _chosen(self, event: Rows.Chosen) -> None:
        event.stop()
        self.query_one("#completing", Rows).display = self.writing.menu = False
        self.writing.complete(event.key)
        self.writing.focus()


def _message(row: MessageRow) -> Row:
    title = shown.line(row.title or row.author or row.id)
    return Row(
        key=row.id,
        cells=((row.date or "", "muted"), (title, ""), (row.id, "muted")),
        search=" ".join((row.id, row.title, row.author, row.date or "")).casefold(),
    )
