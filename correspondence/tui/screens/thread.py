"""One thread: timeline with the reader, questions, undertakings, letters."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Footer, Header, TabbedContent, TabPane

from correspondence.overview import letters, questions, threads, timeline
from correspondence.store.reading import reading
from correspondence.tui import details, shown
from correspondence.tui.messages import ExportLetter
from correspondence.tui.widgets.pane import Pane
from correspondence.tui.widgets.rows import Column, Row
from correspondence.workspace import Workspace

TABS = ("timeline", "questions", "undertakings", "letters")
_TITLES = ("1 Timeline", "2 Questions", "3 Undertakings", "4 Letters")
_COLUMNS = {
    "timeline": (Column("", 1), Column("Date", 10), Column("", 1), Column("Title")),
    "questions": (Column("", 1), Column("Status", 12), Column("Asked", 5, right=True), Column("Question")),
    "undertakings": (Column("", 1), Column("Status", 16), Column("Open", 5, right=True), Column("Undertaking")),
    "letters": (Column("Date", 10), Column("Rev.", 4, right=True), Column("Signed", 6, right=True), Column("Letter")),
}
_EMPTY = {
    "timeline": "No messages yet.",
    "questions": "Nothing has been asked yet.",
    "undertakings": "Nobody has undertaken anything yet.",
    "letters": "No letters yet.",
}


class ThreadScreen(Screen[None]):
    """One thread in four tabs."""

    CSS_PATH = "thread.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back", tooltip="Clear the filter, or back to the threads"),
        Binding("1", "tab('timeline')", "Timeline", show=False, tooltip="Messages and sources in time"),
        Binding("2", "tab('questions')", "Questions", show=False, tooltip="Questions and the evidence"),
        Binding("3", "tab('undertakings')", "Undertakings", show=False, tooltip="What they said they would do"),
        Binding("4", "tab('letters')", "Letters", show=False, tooltip="Letters and who signed"),
        Binding("x", "export", "Export", tooltip="Write the letter as a Word document"),
        Binding("a", "assess", "Assess", tooltip="Read the reply against the questions"),
        Binding("l", "log", "Log", tooltip="Log a reply: a mail, a document, a scan"),
        Binding("r", "reload", "Reload", show=False, tooltip="Read the store again"),
    ]

    def __init__(self, workspace: Workspace, slug: str) -> None:
        super().__init__()
        self._workspace = workspace
        self._slug = slug
        self._questions: dict[str, questions.QuestionRow] = {}
        self._undertakings: dict[str, questions.UndertakingRow] = {}

    def compose(self) -> ComposeResult:
        """Header, four tabs, footer."""
        detail = {
            "timeline": self._message,
            "questions": self._question,
            "undertakings": self._undertaking,
            "letters": self._letter,
        }
        yield Header()
        with TabbedContent(id="tabs"):
            for name, title in zip(TABS, _TITLES, strict=True):
                with TabPane(title, id=name):
                    yield Pane(_COLUMNS[name], detail[name], empty=_EMPTY[name], id=f"{name}-pane")
        yield Footer()

    def on_mount(self) -> None:
        """Read the thread."""
        self.action_reload()
        self.action_tab("timeline")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Exporting is for letters, assessing for messages."""
        tab = {"export": "letters", "assess": "timeline"}.get(action)
        return tab is None or self.query_one(TabbedContent).active == tab

    def on_tabbed_content_tab_activated(self) -> None:
        """The keys of the new tab."""
        self.refresh_bindings()

    def action_reload(self) -> None:
        """Read the thread from the store."""
        with reading(self._workspace) as reader:
            thread = threads.thread(reader, self._slug)
            messages = timeline.timeline(reader, self._slug)
            asked = questions.questions(reader, self._slug)
            undertaken = questions.undertakings(reader, self._slug)
            written = letters.letters(reader, self._slug)
        self.title = shown.line(thread.title)
        self._questions = {row.id: row for row in asked}
        self._undertakings = {row.id: row for row in undertaken}
        self._pane("timeline").show([_message_row(row) for row in messages])
        self._pane("questions").show([_question_row(row) for row in asked])
        self._pane("undertakings").show([_undertaking_row(row) for row in undertaken])
        self._pane("letters").show([_letter_row(row) for row in written])

    def action_tab(self, name: str) -> None:
        """Show a tab."""
        self.query_one(TabbedContent).active = name
        self._pane(name).listing.rows.focus()

    def action_back(self) -> None:
        """Take the filter away, else leave the reader, else leave the thread."""
        pane = self._pane(self.query_one(TabbedContent).active)
        if pane.listing.clear():
            return
        self.dismiss()

    def action_export(self) -> None:
        """Write the letter under the cursor as a file."""
        key = self._pane("letters").listing.rows.key
        if key is not None:
            self.post_message(ExportLetter(self._slug, key))

    def action_assess(self) -> None:
        """Read the message under the cursor against the questions."""
        from correspondence.tui.screens.assess import AssessScreen  # not needed to look at a thread

        kind, _, identifier = (self._pane("timeline").listing.rows.key or "").partition(" ")
        if kind == "message":
            self.app.push_screen(AssessScreen(self._workspace, self._slug, identifier), lambda _: self.action_reload())

    def action_log(self) -> None:
        """Log files that came in, and show them."""
        from correspondence.tui.screens.log import LogScreen  # not needed to look at a thread

        self.app.push_screen(LogScreen(self._workspace, self._slug), lambda _: self.action_reload())

    def _pane(self, name: str) -> Pane:
        return self.query_one(f"#{name}-pane", Pane)

    def _message(self, key: str) -> Content:
        kind, _, identifier = key.partition(" ")
        if kind == "letter":
            return self._letter(identifier)
        with reading(self._workspace) as reader:
            detail = timeline.message(reader, identifier, self._slug)
            judged = questions.judged(reader, identifier, self._slug)
        return details.message(detail, judged)

    def _question(self, key: str) -> Content:
        with reading(self._workspace) as reader:
            verdicts = questions.evidence(reader, key, self._slug)
            asked = questions.asked(reader, key, self._slug)
        return details.question(self._questions[key], verdicts, asked)

    def _undertaking(self, key: str) -> Content:
        with reading(self._workspace) as reader:
            passages = questions.undertaking_passages(reader, key, self._slug)
        return details.undertaking(self._undertakings[key], passages, tuple(self._questions.values()))

    def _letter(self, key: str) -> Content:
        with reading(self._workspace) as reader:
            detail = letters.letter(reader, key, self._slug)
            signons = letters.signons(reader, key, self._slug)
        return details.letter(detail, signons)


def _message_row(row: timeline.MessageRow) -> Row:
    title = shown.line(row.title or row.id)
    state = ("✓", "good") if row.assessed else ("", "")
    arrow = (shown.ARROWS[row.direction], "accent" if row.direction == "incoming" else "")
    return Row(
        key=f"{'letter' if row.is_letter else 'message'} {row.id}",
        cells=(arrow, (row.date or "", "muted"), state, (title, "strong" if row.direction == "incoming" else "")),
        search=" ".join((row.id, row.title, row.author, row.date or "", row.kind, row.direction)).casefold(),
    )


def _question_row(row: questions.QuestionRow) -> Row:
    mark, tone = shown.STATUS_MARKS[row.status]
    return Row(
        key=row.id,
        cells=((mark, tone), (str(row.status), tone), (f"{row.times_asked}×", "muted"), (shown.line(row.text), "")),
        search=" ".join((row.id, row.text, row.status, row.undertaking, *row.tags)).casefold(),
    )


def _undertaking_row(row: questions.UndertakingRow) -> Row:
    mark, tone = shown.UNDERTAKING_MARKS.get(row.status, ("·", "muted"))
    count = f"{row.open_questions}/{row.questions}"
    return Row(
        key=row.id,
        cells=((mark, tone), (row.status, tone), (count, "muted"), (shown.line(row.statement), "")),
        search=" ".join((row.id, row.statement, row.finding, row.status, *row.by)).casefold(),
    )


def _letter_row(row: letters.LetterRow) -> Row:
    again = f"+{row.to_be_confirmed}" if row.to_be_confirmed else ""
    return Row(
        key=row.id,
        cells=(
            (row.date or "", "muted"),
            (str(row.revisions or "draft"[:4]), ""),
            (f"{row.signed}{again}", "warn" if again else ""),
            (shown.line(row.title), ""),
        ),
        search=" ".join((row.id, row.title, row.date or "", row.template)).casefold(),
    )
