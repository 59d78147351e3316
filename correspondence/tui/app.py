"""The app: wires screens together, and nothing else."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, ClassVar

from textual import events
from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.filter import LineFilter
from textual.screen import Screen

from correspondence.errors import CorrespondenceError
from correspondence.tui import settings
from correspondence.tui.linefilter import TerminalFilter
from correspondence.tui.messages import (
    ExportLetter,
    MergeLetter,
    OpenCampaigns,
    OpenDirectory,
    OpenLetter,
    OpenReports,
    OpenSignOns,
    OpenThread,
    SearchedFor,
)
from correspondence.tui.notices import tell
from correspondence.tui.providers import ThreadProvider
from correspondence.tui.screens.threads import ThreadsScreen
from correspondence.tui.tidying import Tidying
from correspondence.tui.wanted import Wanted
from correspondence.workspace import Workspace

_LOOK_S = 0.5
_ROOM_FOR_TWO = 110  # columns from which list and text stand side by side


# One for all: what Textual keeps of a line's look, it keeps by the filter.
_HARMLESS = TerminalFilter()


class CorrespondenceApp(App[None]):
    """The terminal UI of one workspace."""

    TITLE = "Correspondence"
    COMMANDS = App.COMMANDS | {ThreadProvider}
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012  # the base class declares it so
        (0, "-narrow"),
        (_ROOM_FOR_TWO, "-wide"),
    ]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q", "quit", "Quit", tooltip="Leave; everything is saved"),
        Binding("slash", "search", "Search", key_display="/", tooltip="Search everything, in all threads"),
        Binding("question_mark", "help", "Help", key_display="?", tooltip="What the keys do"),
    ]

    def __init__(self, workspace: Workspace, *, today: date | None = None) -> None:
        super().__init__()
        self.workspace = workspace
        self._today = today or date.today()  # noqa: DTZ011  # a deadline is a day where the user is
        self._remembers = False
        self._wanted = Wanted()
        self._tidying = Tidying()

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Textual's own filters, and the net under everything."""
        return [*super().get_line_filters(), _HARMLESS]

    def get_default_screen(self) -> Screen[None]:
        """The first screen: the threads."""
        return ThreadsScreen(self.workspace, self._today)

    def on_mount(self) -> None:
        """The user's theme."""
        chosen = settings.theme()
        if chosen in self.available_themes:
            self.theme = chosen
        self.call_after_refresh(self._remember)
        self._tidying.begin()
        self.set_interval(_LOOK_S, self._look)

    def _look(self) -> None:
        """See to what was put off; not while the program ends, when there is no screen any more."""
        if self.screen_stack:
            self._tidying.look(self.screen)

    def on_unmount(self) -> None:
        """Leave the process as it was."""
        self._tidying.end()

    async def on_event(self, event: events.Event) -> None:
        """Keep long work out of the way of keys."""
        if isinstance(event, events.Key):
            self._tidying.pressed()
        await super().on_event(event)

    def watch_theme(self, theme: str) -> None:
        """Keep a theme that a person chose."""
        if self._remembers:
            settings.keep_theme(theme)

    def on_open_thread(self, event: OpenThread) -> None:
        """Show a thread."""
        from correspondence.tui.screens.thread import ThreadScreen  # not needed for the first paint

        if event.place is None:
            while len(self.screen_stack) > 1:  # the threads are the first
                self.pop_screen()
        self.push_screen(ThreadScreen(self.workspace, event.slug, self._today, place=event.place))

    def on_export_letter(self, event: ExportLetter) -> None:
        """Ask where to write a letter."""
        from correspondence.tui.screens.export import ExportScreen

        self.push_screen(ExportScreen(self.workspace, event.thread, event.letter, event.ending))

    def on_merge_letter(self, event: MergeLetter) -> None:
        """Go through a letter that a partner sent back."""
        from correspondence.tui.screens.merge import MergeScreen

        self.push_screen(MergeScreen(self.workspace, event.thread, event.letter, file=event.file))

    def on_open_sign_ons(self, event: OpenSignOns) -> None:
        """Show who signed a letter."""
        from correspondence.tui.screens.signons import SignOnsScreen

        def back(_nothing: None) -> None:
            if event.then is not None:
                event.then()

        self.push_screen(SignOnsScreen(self.workspace, event.thread, event.letter, self._today), back)

    def on_open_reports(self, _event: OpenReports) -> None:
        """Show how threads go."""
        from correspondence.tui.screens.reports import ReportsScreen

        if not isinstance(self.screen, ReportsScreen):
            self.push_screen(ReportsScreen(self.workspace, self._today))

    def on_open_directory(self, _event: OpenDirectory) -> None:
        """Show who can sign."""
        from correspondence.tui.screens.directory import DirectoryScreen

        if not isinstance(self.screen, DirectoryScreen):
            self.push_screen(DirectoryScreen(self.workspace))

    def on_open_letter(self, event: OpenLetter) -> None:
        """Show a letter as it is being written."""
        from correspondence.tui.screens.letter import LetterScreen

        self.push_screen(LetterScreen(self.workspace, event.thread, event.letter, at=event.at))

    def on_open_campaigns(self, event: OpenCampaigns) -> None:
        """Show the campaigns, or one of them."""
        from correspondence.tui.screens.campaign import CampaignScreen
        from correspondence.tui.screens.campaigns import CampaignsScreen

        if event.name:
            self.push_screen(CampaignScreen(self.workspace, event.name, self._today))
        elif not isinstance(self.screen, CampaignsScreen):
            self.push_screen(CampaignsScreen(self.workspace, self._today))

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """What the palette offers: Textual's own, and the screens that belong to no thread."""
        yield from super().get_system_commands(screen)
        told = "Replies and their times, what is overdue, open questions over time and by party"
        yield SystemCommand("Search", "Everything that was written, received, asked and found", self.action_search)
        yield SystemCommand("Reports", told, lambda: self.post_message(OpenReports()))
        told = "One letter to several companies: how each replied to each question"
        yield SystemCommand("Campaigns", told, lambda: self.post_message(OpenCampaigns()))
        told = "Organizations and people who can sign, and which of them may be one"
        yield SystemCommand("Directory", told, lambda: self.post_message(OpenDirectory()))

    def on_searched_for(self, event: SearchedFor) -> None:
        """Keep what is searched for: the next search begins with it."""
        self._wanted = event.wanted

    def action_search(self) -> None:
        """Search everything."""
        from correspondence.tui.screens.search import SearchScreen  # not needed for the first paint

        came_from = getattr(self.screen, "slug", "")
        self.push_screen(SearchScreen(self.workspace, self._wanted, came_from=came_from))

    def action_help(self) -> None:
        """What the keys do here."""
        from correspondence.tui.screens.help import HelpScreen

        self.push_screen(HelpScreen(self._keys()))

    def _keys(self) -> list[tuple[str, str]]:
        """Every key with what it does: what is this program's own first."""
        own: dict[str, str] = {}
        common: dict[str, str] = {}
        for key, active in self.screen.active_bindings.items():
            binding = active.binding
            if binding.description and active.enabled and not binding.system:
                home = own if binding.tooltip else common
                home.setdefault(
                    binding.tooltip or binding.description, binding.key_display or self.get_key_display(binding) or key
                )
        return [(key, does) for does, key in (own | common).items()]

    def _remember(self) -> None:
        self._remembers = True

    def _handle_exception(self, error: Exception) -> None:
        """An error that a user can act on is told; anything else is a fault of the program and ends it."""
        if isinstance(error, CorrespondenceError):
            tell(self, str(error), "error")
            return
        super()._handle_exception(error)


def run(workspace: Workspace) -> None:
    """Open the terminal UI and return when the user leaves."""
    CorrespondenceApp(workspace).run()
