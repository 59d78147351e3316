"""The directory: organizations and people who can sign, and pairs of them that may be one."""

from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import TabbedContent, TabPane

from correspondence.errors import CorrespondenceError
from correspondence.tui import directory, shown
from correspondence.tui.notices import tell
from correspondence.tui.screens.fields import FieldsScreen
from correspondence.tui.screens.tabbed import TabbedScreen
from correspondence.tui.widgets.keybar import KeyBar
from correspondence.tui.widgets.pane import Pane
from correspondence.tui.widgets.rows import Rows
from correspondence.tui.widgets.titlebar import TitleBar
from correspondence.workspace import Workspace

if TYPE_CHECKING:
    from correspondence.signons.likely import Likely

_EMPTY = "Nobody is in the directory yet: a adds somebody, i takes in a list."
_NO_PAIR = "No two look like one."


class DirectoryScreen(TabbedScreen):
    """Everybody who can sign, in two tabs."""

    CSS_PATH = "directory.tcss"
    TITLE = "Directory"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back", tooltip="Clear the filter, or go back"),
        Binding("1", "tab('entries')", "Directory", show=False, tooltip="Everybody who can sign"),
        Binding("2", "tab('pairs')", "Likely one", show=False, tooltip="Pairs that may be one"),
        Binding("a", "add", "Add", tooltip="Put somebody into the directory"),
        Binding("e", "edit", "Change", tooltip="Names by language, sort key, aliases, domains, contacts"),
        Binding("m", "merge", "Merge", tooltip="Say that two are one; nothing is ever merged by itself"),
        Binding("n", "distinct", "Are two", tooltip="Say that the two of a pair are two: it is not proposed again"),
        Binding("u", "one_again", "Undo", show=False, tooltip="Take back that two are two"),
        Binding("i", "take_in", "Import", tooltip="Take in a table, or a directory's files"),
        Binding("r", "reload", "Reload", show=False, tooltip="Read the store again"),
    ]

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._found = directory.Directory({})
        self._likely: list[Likely] = []
        self._judged: list[tuple[str, str]] = []

    def compose(self) -> ComposeResult:
        """Header, two tabs, footer."""
        yield TitleBar()
        with TabbedContent(id="tabs"):
            with TabPane("1 Directory", id="entries"):
                yield Pane(Rows(directory.ENTRIES, empty=_EMPTY, id="entries-rows"), self._entry, id="entries-pane")
            with TabPane("2 Likely one", id="pairs"):
                yield Pane(Rows(directory.PAIRS, empty=_NO_PAIR, id="pairs-rows"), self._pair, id="pairs-pane")
        yield KeyBar()

    @work(thread=True, exclusive=True, group="read")
    def action_reload(self) -> None:
        """Read the directory, then look for pairs, which takes longer."""
        try:
            found = directory.read(self._workspace)
            self.call_later(self._show, found)
            self.call_later(self._show_pairs, directory.likely(self._workspace))
        except CorrespondenceError as error:
            self.call_later(tell, self, str(error), "error")

    def _show(self, found: directory.Directory) -> None:
        self._found = found
        self.pane("entries").show([directory.entry(row) for row in found.entries.values()])

    def _show_pairs(self, likely: "list[Likely]") -> None:
        self._likely = likely
        self.pane("pairs").show([directory.pair(number, one) for number, one in enumerate(likely)])
        count = f"2 Likely one ({len(likely)})" if likely else "2 Likely one"
        self.query_one(TabbedContent).get_tab("pairs").label = Content(count)

    def action_add(self) -> None:
        """Ask for a new entry."""
        self._open(directory.entry_form(self._workspace, None))

    def action_edit(self) -> None:
        """Change the entry under the cursor; of a pair the first."""
        row = self._found.entries.get(self._names()[0])
        if row is not None:
            self._open(directory.entry_form(self._workspace, row))

    def action_merge(self) -> None:
        """Say that two are one."""
        one, other = self._names()
        if one:
            self._open(directory.merge_form(self._workspace, one, other, self._found))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only a pair can be said to be two."""
        return action not in ("distinct", "one_again") or self.query_one(TabbedContent).active == "pairs"

    def on_tabbed_content_tab_activated(self) -> None:
        """The keys of the new tab."""
        self.refresh_bindings()

    def action_distinct(self) -> None:
        """Say that the two of the pair under the cursor are two."""
        one, other = self._names()
        if other:
            self._judged.append((one, other))
            self._judge(one, other, undo=False)

    def action_one_again(self) -> None:
        """Take back the last judgement that was made here."""
        if self._judged:
            self._judge(*self._judged.pop(), undo=True)
        else:
            tell(self, "Nothing to take back here: e on an entry takes out who it is not")

    @work(thread=True, group="write")
    def _judge(self, one: str, other: str, *, undo: bool) -> None:
        try:
            told = directory.distinguish(self._workspace, one, other, undo=undo)
            self.call_later(tell, self, told)
        except CorrespondenceError as error:
            self.call_later(tell, self, str(error), "error")
        self.call_later(self.action_reload)

    def action_take_in(self) -> None:
        """Ask for a directory's files."""
        self._open(directory.import_form(self._workspace))

    def _open(self, form: FieldsScreen) -> None:
        """Open a form; coming back to this screen reads the store again."""
        self.app.push_screen(form)

    def _names(self) -> tuple[str, str]:
        """Whom the cursor stands on: one, or the two of a pair; empty for nobody."""
        key = self.listing.rows.key
        if key is None:
            return "", ""
        if self.tab == "entries":
            return key, ""
        one = self._likely[int(key)]
        return one.one, one.other

    def _entry(self, key: str) -> Content:
        row = self._found.entries.get(key)
        return shown.joined(directory.detail(row)) if row is not None else Content("")

    def _pair(self, key: str) -> Content:
        return directory.pair_detail(self._found, self._likely[int(key)])
