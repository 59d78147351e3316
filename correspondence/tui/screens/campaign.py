"""One campaign: company by question, how each replied; how far each letter is, and the evidence behind a cell."""

from datetime import date
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content

from correspondence.errors import CorrespondenceError
from correspondence.overview import campaigns, questions
from correspondence.overview.campaigns import CampaignDetail, CampaignTable, StandingRow
from correspondence.store.reading import reading
from correspondence.tui import details, letteracts, shown
from correspondence.tui.messages import OpenLetter, OpenThread
from correspondence.tui.notices import tell
from correspondence.tui.screens.screen import StoreScreen
from correspondence.tui.standing import WIDTH, standing
from correspondence.tui.widgets.keybar import KeyBar
from correspondence.tui.widgets.matrix import Matrix
from correspondence.tui.widgets.pane import Pane
from correspondence.tui.widgets.rows import Column, Row
from correspondence.tui.widgets.titlebar import TitleBar
from correspondence.vocabulary import QuestionStatus
from correspondence.workspace import Workspace


class CampaignScreen(StoreScreen):
    """A line for each company, a column for each question."""

    CSS_PATH = "campaign.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("o", "letter", "Letter", tooltip="Open the letter to this company"),
        Binding("t", "thread", "Thread", tooltip="Open the company’s thread"),
        Binding("s", "shared", "Shared", tooltip="Only the questions that several companies were asked, or all again"),
        Binding("e", "edit", "Edit", tooltip="Edit in $EDITOR the draft that all letters share"),
        Binding("F", "freeze", "Freeze all", tooltip="Check all letters, and freeze them"),
        Binding("x", "export", "Export all", tooltip="Write all letters into a folder, a file each"),
        Binding("r", "reload", "Reload", show=False, tooltip="Read the store again"),
        Binding("escape", "back", "Back", tooltip="Clear the filter, or go back"),
    ]

    def __init__(self, workspace: Workspace, name: str, today: date) -> None:
        super().__init__(workspace)
        self._identifier = name
        self._today = today
        self._shared = False
        self._campaign: CampaignDetail | None = None
        self._table = CampaignTable((), ())
        self._standings: dict[str, StandingRow] = {}
        self._typed = ""

    def compose(self) -> ComposeResult:
        """Header, table and what is behind a cell, footer."""
        words = Column("How far", WIDTH)
        table = Matrix("Company", empty="It has no letters.", id="companies", words=words)
        yield TitleBar()
        yield Pane(table, self._detail, id="campaign", opens=self._open_cell)
        yield KeyBar()

    def on_mount(self) -> None:
        """What it is, until it has been read."""
        self.title = self._identifier

    @property
    def _matrix(self) -> Matrix:
        return self.query_one(Matrix)

    @property
    def _here(self) -> StandingRow | None:
        """The company under the cursor."""
        return self._standings.get(self._matrix.key or "")

    @work(thread=True, exclusive=True, group="read")
    def action_reload(self) -> None:
        """Read the campaign from the store."""
        try:
            with reading(self._workspace) as reader:
                campaign = campaigns.campaign(reader, self._identifier)
                table = campaigns.table(reader, self._identifier, shared=self._shared)
                rows = campaigns.standings(reader, self._identifier)
        except CorrespondenceError as error:
            self.call_later(tell, self, str(error), "error")
            return
        self.call_later(self._show, campaign, table, rows)

    def _show(self, campaign: CampaignDetail, table: CampaignTable, rows: list[StandingRow]) -> None:
        title = campaign.own_title
        self.title = shown.line(" · ".join(dict.fromkeys(filter(None, (campaign.id, title)))))
        self._campaign, self._table = campaign, table
        self._standings = {row.letter.thread: row for row in rows}
        pane = self.query_one(Pane)
        self._matrix.head([str(n) for n in range(1, len(table.questions) + 1)], at=0)
        pane.show([self._row(row.letter.thread, row.statuses) for row in table.companies])
        pane.listing.note("questions that several were asked" if self._shared else "")

    def _row(self, thread: str, statuses: tuple[str, ...]) -> Row:
        row = self._standings[thread]
        mark, tone, words = standing(row, self._today)
        letter = row.letter
        company = (shown.line(letter.organization), "strong")
        cells = [shown.STATUS_MARKS[QuestionStatus(status)] if status else ("", "") for status in statuses]
        search = f"{letter.organization} {words} {thread} {letter.language} {' '.join(statuses)}"
        return Row(thread, ((mark, tone), company, (words, tone), *cells), search.casefold())

    def action_shared(self) -> None:
        """Only the questions that several companies were asked, or all again."""
        self._shared = not self._shared
        self.action_reload()

    def action_thread(self) -> None:
        """Open the thread of the company under the cursor."""
        if self._here is not None:
            self.post_message(OpenThread(self._here.letter.thread))

    def action_letter(self) -> None:
        """Open the letter to the company under the cursor."""
        if self._here is not None:
            self.post_message(OpenLetter(self._here.letter.thread, self._here.letter.letter))

    def action_freeze(self) -> None:
        """Check all letters, and freeze them."""
        from correspondence.tui.screens.forall import FreezeAllScreen

        if self._campaign is not None:
            self.app.push_screen(FreezeAllScreen(self._workspace, self._campaign))

    def action_export(self) -> None:
        """Write all letters into a folder."""
        from correspondence.tui.screens.forall import ExportAllScreen

        if self._campaign is not None:
            self.app.push_screen(ExportAllScreen(self._workspace, self._campaign))

    def action_edit(self) -> None:
        """Edit the draft that all letters share; what could not be saved is what the editor opens with next time."""
        from correspondence.tui.outside import edited

        if self._campaign is None:
            return
        try:
            text = edited(self.app, self._typed or self._campaign.body, self._identifier)
        except CorrespondenceError as error:
            tell(self, str(error), "error")
            return
        try:
            done = letteracts.edit_campaign(self._workspace, self._campaign, text)
        except CorrespondenceError as error:
            self._typed = text
            tell(self, f"{error}. Your text is kept: e opens it again", "error")
        else:
            self._typed = ""
            own = len(self._campaign.letters) - len(done)
            told = f"changed in {len(done)} letters" if done else "nothing changed"
            tell(self, f"{told}; {own} have their own text" if done and own else told)
        self.action_reload()

    def _open_cell(self, thread: str) -> None:
        """The evidence behind a cell."""
        from correspondence.tui.screens.evidence import EvidenceScreen

        asked = self._asked(thread)
        if asked is None:
            tell(self, "this company was not asked it")
        else:
            self.app.push_screen(EvidenceScreen(self._workspace, thread, asked))

    def _asked(self, thread: str) -> str | None:
        """The question under the cursor; None when this company was not asked it."""
        column = self._matrix.column
        row = next((row for row in self._table.companies if row.letter.thread == thread), None)
        if row is None or not 0 <= column < len(row.statuses) or not row.statuses[column]:
            return None
        return self._table.questions[column].id

    @on(Matrix.Moved)
    def _moved(self, event: Matrix.Moved) -> None:
        event.stop()
        self.query_one(Pane).show_detail()

    def _detail(self, thread: str) -> Content:
        """The question under the cursor and what this company said to it, then how far the letter is."""
        parts = []
        if self._table.questions:
            column = min(max(self._matrix.column, 0), len(self._table.questions) - 1)
            parts += [shown.heading(f"Question {column + 1} of {len(self._table.questions)}"), self._question(thread)]
        row = self._standings[thread]
        letter, exchange = row.letter, row.exchange
        mark, tone, words = standing(row, self._today)
        parts += [Content(""), shown.heading(letter.organization), shown.words(f"{mark} {words}", tone)]
        parts += shown.labels(
            ("Letter", f"{thread}/{letter.letter}"),
            ("Draft", "a text of its own" if letter.own_text else "shared"),
            ("Revisions", str(letter.revisions) if letter.revisions else "none frozen"),
            ("Sent", row.sent(self._today) or ""),
            ("Reply by", str(exchange.due) if exchange is not None and exchange.due else ""),
            ("Replied", f"{letter.replied}, {letter.reply}" if letter.replied else ""),
        )
        return shown.joined(parts)

    def _question(self, thread: str) -> Content:
        asked = self._asked(thread)
        if asked is None:
            text = self._table.questions[max(self._matrix.column, 0)].text
            return shown.joined([shown.words(text, "strong"), shown.words("This company was not asked it.", "muted")])
        with reading(self._workspace) as reader:
            row = questions.question(reader, asked, thread)
            verdicts = questions.evidence(reader, asked, thread)
            places = questions.asked(reader, asked, thread)
        return details.question(row, verdicts, places)
