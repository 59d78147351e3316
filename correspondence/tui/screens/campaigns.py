"""Campaigns: one line each; beside it how far the letter to each company is."""

from datetime import date
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content

from correspondence.overview.campaigns import CampaignRow, campaigns, standings
from correspondence.store.reading import reading
from correspondence.tui import shown
from correspondence.tui.messages import OpenCampaigns
from correspondence.tui.screens.screen import StoreScreen
from correspondence.tui.standing import WIDTH, standing
from correspondence.tui.widgets.keybar import KeyBar
from correspondence.tui.widgets.pane import Pane
from correspondence.tui.widgets.rows import Column, Row, Rows
from correspondence.tui.widgets.titlebar import TitleBar
from correspondence.workspace import Workspace

_COLUMNS = (
    Column("Campaign", 20),
    Column("Frozen", 7, right=True),
    Column("Replied", 7, right=True),
    Column("Title"),
)
_EMPTY = "No campaigns yet: correspondence campaign new NAME begins one."


class CampaignsScreen(StoreScreen):
    """All campaigns of the workspace."""

    CSS_PATH = "campaign.tcss"
    TITLE = "Campaigns"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "reload", "Reload", tooltip="Read the store again"),
        Binding("escape", "back", "Back", tooltip="Clear the filter, or go back"),
    ]

    def __init__(self, workspace: Workspace, today: date) -> None:
        super().__init__(workspace)
        self._today = today

    def compose(self) -> ComposeResult:
        """Header, list and companies, footer."""
        yield TitleBar()
        yield Pane(Rows(_COLUMNS, empty=_EMPTY), self._detail, id="campaigns", opens=self._open)
        yield KeyBar()

    def action_reload(self) -> None:
        """Read the store again."""
        with reading(self._workspace) as reader:
            rows = campaigns(reader)
        self.query_one(Pane).show([_row(row) for row in rows])

    def _open(self, name: str) -> None:
        self.post_message(OpenCampaigns(name))

    def _detail(self, name: str) -> Content:
        with reading(self._workspace) as reader:
            rows = standings(reader, name)
        lines = [shown.heading("1 company" if len(rows) == 1 else f"{len(rows)} companies"), Content("")]
        for row in rows:
            mark, tone, words = standing(row, self._today)
            told = f"{mark} {words:<{WIDTH}}  "
            lines.append(Content.assemble((told, shown.TONES[tone]), Content(shown.line(row.letter.organization))))
        return shown.joined(lines)


def _row(row: CampaignRow) -> Row:
    cells = (
        (shown.line(row.id), "strong"),
        (f"{row.frozen}/{row.letters}", ""),
        (f"{row.replied}/{row.letters}", "good" if row.replied == row.letters else ""),
        (shown.line(row.own_title), ""),
    )
    return Row(row.id, cells, f"{row.id} {row.title} {row.template} {row.date or ''}".casefold())
