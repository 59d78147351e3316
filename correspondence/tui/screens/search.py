"""Search: everything that was written, received, asked and found, as you type."""

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, Static
from textual.worker import get_current_worker

from correspondence.errors import CorrespondenceError
from correspondence.store.search.look import Found, Hit
from correspondence.tui import searching, shown
from correspondence.tui.messages import SearchedFor
from correspondence.tui.notices import tell
from correspondence.tui.wanted import Wanted
from correspondence.tui.widgets.keybar import KeyBar
from correspondence.tui.widgets.pane import bring_into_sight
from correspondence.tui.widgets.rows import Column, Rows
from correspondence.tui.widgets.telling import Telling
from correspondence.tui.widgets.titlebar import TitleBar
from correspondence.workspace import Workspace

if TYPE_CHECKING:
    from textual.timer import Timer

_PAUSE_S = 0.12  # a key that comes sooner is still part of the word
_WHO = 24
_FIXED = 20  # a little fewer cells than a row has that are not its words: what is too long is cut there
_COLUMNS = (Column("Date", 10), Column("Kind", 11), Column("With", _WHO, roomy=110), Column("Words"))
_PROMPT = 'words  "a phrase"  -without  begin*'
_NOTHING = "Nothing holds all of these words. An asterisk finds words that begin so: suspen*"


class SearchScreen(Screen[None]):
    """Hits for what is typed, and the passage of the one under the cursor."""

    CSS_PATH = "search.tcss"
    TITLE = "Search"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back", tooltip="Back to where you were; the words are kept"),
        Binding("slash", "type", "Words", key_display="/", show=False, tooltip="Type other words"),
        Binding("f2", "kind", "Kind", tooltip="Only letters, only questions …"),
        Binding("f3", "thread", "Thread", tooltip="Only the thread under the cursor, or where you came from"),
        Binding("f4", "narrow", "Narrow", tooltip="Only from or to somebody, or in a time"),
        Binding("f5", "order", "Order", tooltip="The newest first, or the likeliest"),
        Binding("f6", "clear", "All", tooltip="Search everything again"),
    ]

    def __init__(self, workspace: Workspace, wanted: Wanted, *, came_from: str = "") -> None:
        """Search again for what was searched for before; `came_from` is the thread that was on screen."""
        super().__init__()
        self._workspace = workspace
        self._wanted = wanted
        self._came_from = came_from
        self._hits: tuple[Hit, ...] = ()
        self._pause: Timer | None = None

    def compose(self) -> ComposeResult:
        """The words, what narrows them, hits, a passage."""
        yield TitleBar()
        field = Input(self._wanted.typed, placeholder=_PROMPT, compact=True, id="words")
        field.cursor_blink = False
        yield field
        yield Static(id="state")
        yield Rows(_COLUMNS, empty="", id="hits")
        yield Static(id="what")
        with VerticalScroll(id="passage"):
            yield Telling()
        yield KeyBar()

    def on_mount(self) -> None:
        """The words have the keys; what was typed before is selected, to be typed over."""
        field = self.query_one(Input)
        field.focus()
        field.select_all()
        self._search()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        if event.value == self._wanted.typed:
            return
        self._want(replace(self._wanted, typed=event.value), pause=_PAUSE_S)

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.query_one(Rows).focus()

    def key_down(self) -> None:
        """From the words into the hits."""
        if self.query_one(Input).has_focus:
            self.query_one(Rows).focus()

    def action_type(self) -> None:
        """Type other words."""
        field = self.query_one(Input)
        field.focus()
        field.select_all()

    def action_back(self) -> None:
        """Back to the screen before."""
        self.dismiss()

    def action_kind(self) -> None:
        """Only the next kind."""
        self._want(self._wanted.next_kind())

    def action_order(self) -> None:
        """The other order."""
        self._want(self._wanted.other_order())

    def action_thread(self) -> None:
        """Only one thread, or all again."""
        hit = self._hit()
        slug = self._came_from or (hit.thread if hit is not None else "")
        self._want(replace(self._wanted, thread="" if self._wanted.thread else slug))

    def action_clear(self) -> None:
        """Search everything for the same words."""
        self._want(Wanted(typed=self._wanted.typed))

    @work
    async def action_narrow(self) -> None:
        """Ask from or to whom, and between which dates."""
        from correspondence.tui.screens.narrow import NarrowScreen

        wanted = await self.app.push_screen_wait(NarrowScreen(self._workspace, self._wanted))
        if wanted is not None:
            self._want(wanted)

    def _want(self, wanted: Wanted, *, pause: float = 0) -> None:
        """Search for something else, at once or when the keys pause."""
        self._wanted = wanted
        self.post_message(SearchedFor(wanted))
        if self._pause is not None:
            self._pause.stop()
        if pause:
            self._pause = self.set_timer(pause, self._search)
        else:
            self._search()

    @work(thread=True, exclusive=True, group="search")
    def _search(self) -> None:
        """Search beside the screen; a search that is overtaken shows nothing."""
        worker, wanted = get_current_worker(), self._wanted
        room = self.query_one(Rows).size.width
        width = max(30, room - _FIXED - (_WHO + 2 if room >= _COLUMNS[2].roomy else 0))
        try:
            found = searching.find(self._workspace, wanted, width=width, cancelled=lambda: worker.is_cancelled)
        except CorrespondenceError as error:
            if not worker.is_cancelled:
                self.app.call_from_thread(tell, self, str(error), "error")
            return
        if not worker.is_cancelled:
            self.app.call_from_thread(self._show, wanted, found)

    def _show(self, wanted: Wanted, found: Found) -> None:
        self._hits = found.hits
        rows = [searching.row(number, hit) for number, hit in enumerate(found.hits)]
        self.query_one(Rows).show(rows, empty=_NOTHING if wanted.typed.strip() else "")
        self._state(wanted, found)

    def _state(self, wanted: Wanted, found: Found) -> None:
        count = len(found.hits)
        told = f"{count} {'hit' if count == 1 else 'hits'}"
        if found.capped:
            told += ", of the newest"
        elif found.more:
            told = f"the first {count} hits"
        words = f"{told} · {wanted.told}" if wanted.typed.strip() else wanted.told
        self.query_one("#state", Static).update(shown.words(words, "muted"))

    def _hit(self) -> Hit | None:
        key = self.query_one(Rows).key
        return self._hits[int(key)] if key is not None and int(key) < len(self._hits) else None

    @on(Rows.Highlighted)
    def _highlighted(self, event: Rows.Highlighted) -> None:
        event.stop()
        hit = self._hit()
        view = self.query_one("#passage", VerticalScroll)
        what, told, at = Content(""), Content(""), 0
        if hit is not None:
            what = searching.what(hit)
            told, at = searching.passage(self._workspace, hit, self._wanted.typed)
        self.query_one("#what", Static).update(what)
        view.query_one(Telling).tell(told)
        bring_into_sight(view, told, at)

    @on(Rows.Chosen)
    def _chosen(self, event: Rows.Chosen) -> None:
        event.stop()
        hit = self._hit()
        if hit is None:
            return
        opened = searching.opening(self._workspace, hit, self._wanted.typed)
        if opened is None:
            tell(self, f"{hit.title} is in no thread: there is nothing more to show", "warning")
        else:
            self.post_message(opened)
