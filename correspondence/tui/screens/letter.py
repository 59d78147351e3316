"""A letter: its body beside the letter as it will be read. What is typed is kept every moment, and saved with a key."""

import asyncio
import os
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult, SuspendNotSupported
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import Footer, Header, TabbedContent, TabPane

from correspondence.errors import ChangedElsewhereError, CorrespondenceError
from correspondence.letters.merge_texts import merge
from correspondence.overview import timeline
from correspondence.publish.preview import Previewer
from correspondence.store.reading import reading
from correspondence.tui import acts, shown
from correspondence.tui.drafting import Drafting, Opened, Theirs
from correspondence.tui.messages import ExportLetter
from correspondence.tui.screens.merging import MergingScreen, Telling
from correspondence.tui.screens.recovering import RecoveringScreen
from correspondence.tui.tabs.body import BodyTab
from correspondence.workspace import Workspace

EVERY = 1.0  # seconds between two looks at what is to be kept, and at what others did
_EDITOR = "notepad" if sys.platform == "win32" else "vi"


class LetterScreen(Screen[None]):
    """One letter in preparation."""

    CSS_PATH = "letter.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back", tooltip="From the text to the letter as it will be read, then back"),
        Binding("ctrl+s", "save", "Save", tooltip="Save the body; until then it is kept, and nobody else sees it"),
        Binding("ctrl+g", "theirs", "Theirs", tooltip="What somebody else saved meanwhile, and both merged"),
        Binding("ctrl+o", "editor", "$EDITOR", tooltip="Go on in the editor that $EDITOR names"),
        Binding("x", "export", "Export", tooltip="Write the letter as a file"),
        Binding("q", "quit", "Quit", tooltip="Save and leave"),
    ]

    def __init__(self, workspace: Workspace, thread: str, letter: str) -> None:
        super().__init__()
        self._workspace = workspace
        self._thread = thread
        self._letter = letter
        self._drafting = Drafting(workspace, thread, letter)
        self._previewer = Previewer(workspace, thread, letter)
        self.body = BodyTab(self._previewer, id="body")
        self._turn = asyncio.Lock()
        self._opened = False
        self._theirs: Theirs | None = None
        self._not_kept = ""
        self._leaves_anyway = False

    def compose(self) -> ComposeResult:
        """Header, tabs, footer."""
        yield Header()
        with TabbedContent(id="tabs"), TabPane("1 Body", id="body-pane"):
            yield self.body
        yield Footer()

    def on_mount(self) -> None:
        """Read the letter."""
        self._open()

    def on_unmount(self) -> None:
        """End the templates' process; keep what is typed and was not kept yet."""
        self._previewer.close()
        if self._opened:
            with suppress(CorrespondenceError):
                self._drafting.keep(self.body.writing.text)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Theirs are shown when there are any."""
        return action != "theirs" or self._theirs is not None

    @work(group="open")
    async def _open(self) -> None:
        try:
            opened = await asyncio.to_thread(self._drafting.open)
            with reading(self._workspace) as reader:
                messages = [row for row in timeline.timeline(reader, self._thread) if not row.is_letter]
        except CorrespondenceError as error:
            self._tell(str(error), "error")
            self.dismiss()
            return
        self.title = shown.line(opened.letter.title)
        self.body.load(opened.letter.body, messages)
        self._opened = True
        self._show_state()
        await asyncio.to_thread(acts.prepare)
        for row in opened.others:
            self._tell(f"{row.actor} has words here that are not saved, typed last {_time(row.at)}", "warning")
        await self._recover(opened)
        self.set_interval(EVERY, self._tick)

    async def _recover(self, opened: Opened) -> None:
        """Offer what was typed and not saved, until somebody has decided on all or wants to decide later."""
        waiting = list(opened.own)
        while waiting:
            decision = await self.app.push_screen_wait(RecoveringScreen(opened.letter, waiting))
            if decision is None:
                return
            editor = decision.found.unsaved.editor
            waiting = [row for row in waiting if row.editor != editor]
            if not decision.take:
                await self._do(partial(self._drafting.throw_away, editor))
                continue
            text = decision.found.merged.text
            if text is None:
                telling = Telling(
                    "Your words, and the letter as it is now",
                    "The letter was changed after you typed these words. Ours is what you typed.",
                )
                text = await self.app.push_screen_wait(MergingScreen(decision.found.merged, telling))
            if text is not None:
                self.body.writing.take(text)
                await self._do(partial(self._drafting.keep, text, instead_of=editor))
                return

    @on(BodyTab.Typed)
    def _typed(self) -> None:
        self._leaves_anyway = False
        self._show_state()

    @work(group="keep")
    async def _tick(self) -> None:
        """Keep what is typed, and see what others did."""
        if self._turn.locked():
            return
        async with self._turn:
            text = self.body.writing.text
            try:
                await asyncio.to_thread(self._drafting.keep, text)
                self._not_kept = ""
                theirs = await asyncio.to_thread(self._drafting.look)
            except CorrespondenceError as error:
                self._not_kept = str(error)
            else:
                self._notice(theirs)
        if self.is_attached:
            self._show_state()

    def _notice(self, theirs: Theirs | None) -> None:
        """Show at once what somebody else saved, when nothing of ours would be lost; else tell."""
        known, self._theirs = self._theirs, theirs
        if theirs is None or not self.is_attached:
            self.refresh_bindings()
            return
        if self._drafting.is_saved(self.body.writing.text):
            self._drafting.take_over(theirs)
            self._theirs = None
            self.body.writing.take(theirs.body)
            self._tell(f"{_who(theirs)} changed the text: it is shown as it is now", "warning")
        elif known is None or known.version != theirs.version:
            self._tell(f"{_who(theirs)} saved another text of this letter. Ctrl+G shows it and merges both", "warning")
        self.refresh_bindings()

    def _show_state(self) -> None:
        """Where what is typed stands: saved, kept, or neither."""
        writing = self.body.writing
        if self._not_kept:
            state = f"not kept: {self._not_kept}"
        elif self._drafting.is_saved(writing.text):
            state = "saved"
        else:
            kept = self._drafting.kept_at
            state = f"kept {_time(kept)}, not saved" if kept else "not saved"
        if self._theirs is not None:
            state += f" · {_who(self._theirs)} saved another text"
        writing.border_subtitle = shown.line(state)

    @work(group="save")
    async def action_save(self) -> None:
        """Save the body."""
        if await self.save():
            self._tell("saved", "information")

    async def save(self) -> bool:
        """Save the body, merging first when somebody else saved another one; whether it is saved now."""
        if not self._opened:
            return True
        async with self._turn:
            try:
                await asyncio.to_thread(self._drafting.save, self.body.writing.text)
            except ChangedElsewhereError as error:
                told = str(error)
            except CorrespondenceError as error:
                self._tell(str(error), "error")
                return False
            else:
                self._theirs = None
                self._show_state()
                return True
        self._tell(told, "warning")
        theirs = await asyncio.to_thread(self._drafting.look)
        if theirs is not None:
            await self._merge(theirs)
        return False

    @work(group="save")
    async def action_theirs(self) -> None:
        """Show what somebody else saved, and merge both."""
        if self._theirs is not None:
            await self._merge(self._theirs)

    async def _merge(self, theirs: Theirs) -> None:
        """Bring both texts together, with the user's word where both changed the same place."""
        merged = await asyncio.to_thread(merge, self._drafting.base, self.body.writing.text, theirs.body)
        telling = Telling(
            f"{_who(theirs)} saved another text at {_time(theirs.at)}",
            "Yours is not saved over it. Ours is what you typed, theirs what is saved.",
        )
        text = await self.app.push_screen_wait(MergingScreen(merged, telling))
        if text is not None:
            self._drafting.take_over(theirs)
            self._theirs = None
            self.body.writing.take(text)
            self._show_state()
            self.refresh_bindings()

    def action_back(self) -> None:
        """From the text to the letter as it will be read; from there save, and leave."""
        if self.body.writing.has_focus:
            self.body.action_read()
        else:
            self._leave(quits=False)

    async def action_quit(self) -> None:
        """Save, and end the program."""
        self._leave(quits=True)

    @work(group="save")
    async def _leave(self, *, quits: bool) -> None:
        if not (self._leaves_anyway or await self.save()):
            self._leaves_anyway = True
            self._tell("Esc again leaves all the same: what you typed is kept and offered again", "warning")
            return
        if quits:
            self.app.exit()
        else:
            self.dismiss()

    def action_export(self) -> None:
        """Write the letter as a file."""
        self.post_message(ExportLetter(self._thread, self._letter))

    def action_editor(self) -> None:
        """Go on in the user's own editor."""
        writing = self.body.writing
        command = os.environ.get("VISUAL") or os.environ.get("EDITOR") or _EDITOR
        with tempfile.TemporaryDirectory(prefix="letter-") as folder:
            path = Path(folder) / f"{self._letter}.md"
            path.write_text(writing.text, encoding="utf-8", newline="\n")
            try:
                with self.app.suspend():
                    status = subprocess.run([*shlex.split(command), path], check=False).returncode  # noqa: S603  # theirs
                text = path.read_text(encoding="utf-8")
            except SuspendNotSupported:
                self._tell("this terminal cannot be handed to another program", "error")
            except (OSError, ValueError) as error:
                self._tell(f"{command}: {error}", "error")
            else:
                if status:
                    self._tell(f"{command} ended with {status}: nothing was taken from it", "error")
                elif text != writing.text:
                    writing.take(text)

    async def _do(self, act: Callable[[], object]) -> None:
        """Do something in the store; tell when it cannot be done."""
        try:
            await asyncio.to_thread(act)
        except CorrespondenceError as error:
            self._tell(str(error), "error")

    def _tell(self, text: str, severity: str) -> None:
        if severity == "information":
            self.notify(shown.line(text), markup=False, timeout=3)
        else:
            self.notify(
                shown.line(text), severity="error" if severity == "error" else "warning", markup=False, timeout=8
            )


def _time(at: str) -> str:
    """The time of day of a moment in UTC, where the user is."""
    from datetime import datetime

    return datetime.fromisoformat(at).astimezone().strftime("%H:%M:%S") if at else ""


def _who(theirs: Theirs) -> str:
    return theirs.by or "somebody"
