"""A letter: its body beside the letter as it will be read. What is typed is kept every moment, and saved with a key."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import TabbedContent, TabPane

from correspondence.errors import ChangedElsewhereError, CorrespondenceError
from correspondence.letters.merge_texts import merge
from correspondence.overview import timeline
from correspondence.publish.preview import Previewer
from correspondence.store.reading import reading
from correspondence.tui import acts, shown
from correspondence.tui.drafting import Drafting, Opened, Theirs, clock
from correspondence.tui.messages import ExportLetter, MergeLetter, OpenSignOns
from correspondence.tui.notices import tell
from correspondence.tui.screens.merging import Introduction, MergingScreen
from correspondence.tui.screens.recovering import RecoveringScreen
from correspondence.tui.tabs.appendix import AppendixTab
from correspondence.tui.tabs.body import BodyTab
from correspondence.tui.tabs.checks import ChecksTab
from correspondence.tui.tabs.export import ExportTab
from correspondence.tui.tabs.revisions import RevisionsTab
from correspondence.tui.tabs.signons import SignOnsTab
from correspondence.tui.tabs.tab import LetterTab
from correspondence.tui.widgets.keybar import KeyBar
from correspondence.tui.widgets.listing import Listing
from correspondence.tui.widgets.titlebar import TitleBar
from correspondence.workspace import Workspace

_TABS: dict[str, tuple[str, type[LetterTab]]] = {
    "appendix": ("Appendix", AppendixTab),
    "checks": ("Checks", ChecksTab),
    "revisions": ("Revisions", RevisionsTab),
    "signons": ("Sign-ons", SignOnsTab),
    "export": ("Export", ExportTab),
}
_WISHES = {"export": ExportLetter, "merge": MergeLetter}
EVERY = 1.0  # seconds between two looks at what is to be kept, and at what others did


class LetterScreen(Screen[None]):
    """One letter in preparation."""

    CSS_PATH = "letter.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back", tooltip="From the text to the letter as it will be read, then back"),
        Binding("ctrl+s", "save", "Save", tooltip="Save the body; until then it is kept, and nobody else sees it"),
        Binding("ctrl+t", "insert", "Put in", tooltip="A citation, a quotation word for word, a live part: by search"),
        Binding("ctrl+g", "theirs", "Theirs", tooltip="What somebody else saved meanwhile, and both merged"),
        Binding("ctrl+o", "editor", "$EDITOR", tooltip="Go on in the editor that $EDITOR names"),
        Binding("1", "tab('body')", "Body", show=False, tooltip="The text"),
        Binding("2", "tab('appendix')", "Appendix", show=False, tooltip="What goes into the appendices"),
        Binding("3", "tab('checks')", "Checks", show=False, tooltip="What stands in its way"),
        Binding("4", "tab('revisions')", "Revisions", show=False, tooltip="Frozen texts and what they changed"),
        Binding("5", "tab('signons')", "Sign-ons", show=False, tooltip="Who signed which text"),
        Binding("6", "tab('export')", "Export", show=False, tooltip="Word, PDF, HTML and others"),
        Binding("ctrl+pagedown", "turn(1)", "Next tab", show=False, tooltip="The next tab, or the one before"),
        Binding("ctrl+pageup", "turn(-1)", "Previous tab", show=False),
        Binding("x", "go('export')", "Export", tooltip="Write the letter as a file"),
        Binding("m", "go('merge')", "Merge", show=False, tooltip="Go through what a partner did to it in Word"),
        Binding("w", "go('signons')", "Who signed", show=False, tooltip="All on its sign-ons: call, mails, answers"),
        Binding("q", "quit", "Quit", tooltip="Save and leave"),
    ]

    def __init__(self, workspace: Workspace, thread: str, letter: str, *, at: int | None = None) -> None:
        """A letter, with the cursor at a character of its body when one is given."""
        super().__init__()
        self._workspace = workspace
        self.slug = thread
        self._at = at
        self._letter = letter
        self._drafting = Drafting(workspace, thread, letter)
        self._previewer = Previewer(workspace, thread, letter)
        self.body = BodyTab(self._previewer, id="body")
        self._tabs = {name: tab(workspace, thread, letter, id=name) for name, (_, tab) in _TABS.items()}
        self._turn = asyncio.Lock()
        self._opened = False
        self._theirs: Theirs | None = None
        self._not_kept = ""
        self._leaves_anyway = False

    def compose(self) -> ComposeResult:
        """Header, tabs, footer."""
        yield TitleBar()
        with TabbedContent(id="tabs"):
            with TabPane("1 Body", id="body-pane"):
                yield self.body
            for number, (name, tab) in enumerate(self._tabs.items(), start=2):
                with TabPane(f"{number} {_TABS[name][0]}", id=f"{name}-pane"):
                    yield tab
        yield KeyBar()

    def on_mount(self) -> None:
        """Read the letter."""
        self._open()

    def on_screen_resume(self) -> None:
        """What was done elsewhere is seen."""
        if self._opened:
            self._previewer.read_again()
            self.body.follow()
            if self.tab != "body":
                self._tabs[self.tab].look()

    def on_unmount(self) -> None:
        """End the templates' process; keep what is typed and was not kept yet."""
        self._previewer.close()
        if self._opened:
            with suppress(CorrespondenceError):
                self._drafting.keep(self.body.writing.text)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Theirs are shown when there are any; words are put into the body."""
        if action == "theirs":
            return self._theirs is not None
        return action not in ("insert", "editor") or not self._opened or self.tab == "body"

    @work(group="open")
    async def _open(self) -> None:
        try:
            opened = await asyncio.to_thread(self._drafting.open)
            with reading(self._workspace) as reader:
                messages = [row for row in timeline.timeline(reader, self.slug) if not row.is_letter]
        except CorrespondenceError as error:
            tell(self, str(error), "error")
            self.dismiss()
            return
        self.title = shown.line(opened.letter.title)
        self.body.load(opened.letter.body, messages, self._at)
        self._opened = True
        self._show_state()
        await asyncio.to_thread(acts.prepare)
        for row in opened.others:
            tell(self, f"{row.actor} has words here that are not saved, typed last {clock(row.at)}", "warning")
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
                introduction = Introduction(
                    "Your words, and the letter as it is now",
                    "The letter was changed after you typed these words. Ours is what you typed.",
                )
                text = await self.app.push_screen_wait(MergingScreen(decision.found.merged, introduction))
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
        if not self.is_attached:
            return
        if theirs is None:
            pass
        elif self._drafting.is_saved(self.body.writing.text):
            self._drafting.take_over(theirs)
            self._theirs = None
            self.body.writing.take(theirs.body)
            tell(self, f"{theirs.who} changed the text: it is shown as it is now", "warning")
        elif known is None or known.version != theirs.version:
            tell(self, f"{theirs.who} saved another text of this letter. Ctrl+G shows it and merges both", "warning")
        if (known is None) != (self._theirs is None):
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
            state = f"kept {clock(kept)}, not saved" if kept else "not saved"
        if self._theirs is not None:
            state += f" · {self._theirs.who} saved another text"
        if writing.border_subtitle != shown.line(state):
            writing.border_subtitle = shown.line(state)

    @work(group="save")
    async def action_save(self) -> None:
        """Save the body."""
        if await self.save():
            tell(self, "saved")

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
                tell(self, str(error), "error")
                return False
            else:
                self._theirs = None
                self._show_state()
                return True
        tell(self, told, "warning")
        theirs = await asyncio.to_thread(self._drafting.look)
        if theirs is not None:
            await self._merge(theirs)
        return False

    @work(group="ask", exclusive=True)
    async def action_insert(self) -> None:
        """Put in what is found by search; selected words become those of a citation."""
        from correspondence.tui.screens.inserting import InsertingScreen

        writing = self.body.writing
        screen = InsertingScreen(self._workspace, self.slug, self._letter, writing.selected_text)
        text = await self.app.push_screen_wait(screen)
        if text is not None:
            writing.put(text)
            self.body.action_write()

    @work(group="save")
    async def action_theirs(self) -> None:
        """Show what somebody else saved, and merge both."""
        if self._theirs is not None:
            await self._merge(self._theirs)

    async def _merge(self, theirs: Theirs) -> None:
        """Bring both texts together, with the user's word where both changed the same place."""
        merged = await asyncio.to_thread(merge, self._drafting.base, self.body.writing.text, theirs.body)
        introduction = Introduction(
            f"{theirs.who} saved another text at {theirs.time}",
            "Yours is not saved over it. Ours is what you typed, theirs what is saved.",
        )
        text = await self.app.push_screen_wait(MergingScreen(merged, introduction))
        if text is not None:
            self._drafting.take_over(theirs)
            self._theirs = None
            self.body.writing.take(text)
            self._show_state()
            self.refresh_bindings()

    @property
    def tab(self) -> str:
        """The name of the tab that is seen."""
        return self.query_one(TabbedContent).active.removesuffix("-pane")

    def action_tab(self, name: str) -> None:
        """Show a tab."""
        self.query_one(TabbedContent).active = f"{name}-pane"

    def action_turn(self, by: int) -> None:
        """Show the next tab, or the one before."""
        names = ["body", *self._tabs]
        self.action_tab(names[(names.index(self.tab) + by) % len(names)])

    @on(TabbedContent.TabActivated)
    def _turned(self, event: TabbedContent.TabActivated) -> None:
        """The tabs beside the body show the letter as it is saved: so it is saved first."""
        event.stop()
        self.refresh_bindings()
        if self._opened:
            self._enter(self.tab)

    @work(group="enter", exclusive=True)
    async def _enter(self, name: str) -> None:
        if name == "body":
            self.body.action_write()
            return
        self._tabs[name].take_focus()
        if await self.save():
            self._tabs[name].look()
        else:
            self.action_tab("body")

    @on(LetterTab.Acted)
    async def _acted(self, event: LetterTab.Acted) -> None:
        """Something was changed in another tab: the body and its preview follow."""
        event.stop()
        self._previewer.read_again()
        async with self._turn:
            theirs = await asyncio.to_thread(self._drafting.look)
            if theirs is not None and self._drafting.is_saved(self.body.writing.text):
                self._drafting.take_over(theirs)
                self.body.writing.take(theirs.body)
        self.body.follow()

    @on(LetterTab.GoTo)
    def _go_to(self, event: LetterTab.GoTo) -> None:
        event.stop()
        self.action_tab("body")
        self.body.writing.move_cursor((event.line - 1, event.column - 1), center=True)

    def action_back(self) -> None:
        """From the text to the letter as it will be read, and from any other tab to the text; else save, and leave."""
        if self.tab != "body":
            listing = next(iter(self._tabs[self.tab].query(Listing)), None)
            if listing is None or not listing.clear():
                self.action_tab("body")
        elif self.body.writing.has_focus:
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
            tell(self, "Esc again leaves all the same: what you typed is kept and offered again", "warning")
            return
        if quits:
            self.app.exit()
        else:
            self.dismiss()

    @work(group="save")
    async def action_go(self, where: str) -> None:
        """Save, then ask for what is elsewhere: a file of the letter, a partner's copy, its sign-ons."""
        if not await self.save():
            return
        if where == "signons":
            self.post_message(OpenSignOns(self.slug, self._letter, self._tabs["signons"].look))
        else:
            self.post_message(_WISHES[where](self.slug, self._letter))

    def action_editor(self) -> None:
        """Go on in the user's own editor."""
        from correspondence.tui.outside import edited

        writing = self.body.writing
        try:
            text = edited(self.app, writing.text, self._letter)
        except CorrespondenceError as error:
            tell(self, str(error), "error")
        else:
            if text != writing.text:
                writing.take(text)

    async def _do(self, act: Callable[[], object]) -> None:
        """Do something in the store; tell when it cannot be done."""
        try:
            await asyncio.to_thread(act)
        except CorrespondenceError as error:
            tell(self, str(error), "error")
