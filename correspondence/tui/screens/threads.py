"""Threads: one line each, with whom, who waits for whom, and how much is open."""

from collections.abc import Mapping
from datetime import date
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from correspondence.overview.threads import ThreadRow, threads
from correspondence.store.reading import reading
from correspondence.text.charts import share
from correspondence.tui import shown
from correspondence.tui.messages import OpenCampaigns, OpenDirectory, OpenReports, OpenThread
from correspondence.tui.screens.screen import StoreScreen
from correspondence.tui.widgets.keybar import KeyBar
from correspondence.tui.widgets.listing import Listing
from correspondence.tui.widgets.rows import Column, Row, Rows
from correspondence.tui.widgets.titlebar import TitleBar
from correspondence.vocabulary import Direction
from correspondence.workspace import Workspace

_COLUMNS = (
    Column("With"),
    Column("", 1),
    Column("Last", 10),
    Column("Waiting", 14, right=True),
    Column("Resolved", 14),
    Column("Thread", roomy=100),
)
_EMPTY = "No threads yet: n begins one, “correspondence thread import FOLDER” brings one."


class ThreadsScreen(StoreScreen):
    """All threads of the workspace."""

    CSS_PATH = "threads.tcss"
    TITLE = "Threads"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "begin", "New", tooltip="Begin a thread: what it is about, and with whom"),
        Binding("R", "reports", "Reports", tooltip="How threads go: replies, what is overdue, open questions"),
        Binding("C", "campaigns", "Campaigns", tooltip="One letter to several companies: how each replied"),
        Binding("D", "directory", "Directory", tooltip="Organizations and people who can sign"),
        Binding("r", "reload", "Reload", tooltip="Read the store again"),
        Binding("escape", "clear", "Clear filter", show=False),
    ]

    def __init__(self, workspace: Workspace, today: date) -> None:
        super().__init__(workspace)
        self._today = today

    def compose(self) -> ComposeResult:
        """Header, list, footer."""
        yield TitleBar()
        yield Listing(Rows(_COLUMNS, empty=_EMPTY, id="threads-rows"), id="threads")
        yield KeyBar()

    def action_reload(self) -> None:
        """Read the store again."""
        with reading(self._workspace) as reader:
            rows = threads(reader)
        self.listing.show([self._row(row) for row in rows])

    def action_begin(self) -> None:
        """Begin a thread, and show it."""
        from correspondence.tui.beginning import short_name, thread_form  # not needed for the first paint

        def begun(values: Mapping[str, str] | None) -> None:
            if values is not None:
                self.post_message(OpenThread(short_name(values)))

        self.app.push_screen(thread_form(self._workspace), begun)

    def action_reports(self) -> None:
        """How threads go."""
        self.post_message(OpenReports())

    def action_campaigns(self) -> None:
        """The campaigns."""
        self.post_message(OpenCampaigns())

    def action_directory(self) -> None:
        """Who can sign."""
        self.post_message(OpenDirectory())

    def action_clear(self) -> None:
        """Take the filter away."""
        self.listing.clear()

    @on(Rows.Chosen)
    def _chosen(self, event: Rows.Chosen) -> None:
        self.post_message(OpenThread(event.key))

    def _row(self, row: ThreadRow) -> Row:
        resolved = row.questions - row.open_questions
        arrow = shown.ARROWS.get(row.last_direction or "", "")
        return Row(
            key=row.slug,
            cells=(
                (shown.line(", ".join(row.organizations)), "strong"),
                (arrow, "accent"),
                (row.last_date or "", ""),
                self._waiting(row),
                (f"{share(resolved, row.questions, 6)} {resolved}/{row.questions}", ""),
                (shown.line(row.title), ""),
            ),
            search=" ".join((row.slug, row.title, row.letter, *row.organizations)).casefold(),
        )

    def _waiting(self, row: ThreadRow) -> tuple[str, str]:
        """How long, and on whom: a mark and words, so that no colour is needed to read it."""
        late = row.overdue_days(self._today)
        if late is not None:
            return f"! late {late} d", "bad"
        days = row.waiting_days(self._today)
        if days is None:
            return "", ""
        if row.last_direction is Direction.INCOMING:
            return f"on us {days} d", "warn"
        return f"on them {days} d", "muted"
