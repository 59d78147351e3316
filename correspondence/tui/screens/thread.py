"""One thread: timeline with the reader, questions by replies, undertakings, letters, files."""

from collections.abc import Callable
from datetime import date
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Header, TabbedContent, TabPane

from correspondence.errors import CorrespondenceError
from correspondence.overview import files, letters, matrix, questions, threads, timeline, undertakings
from correspondence.store.reading import reading
from correspondence.tui import details, lines, shown
from correspondence.tui.messages import ExportLetter, MergeLetter, OpenLetter, OpenSignOns, Place
from correspondence.tui.narrowing import Narrowing
from correspondence.tui.widgets.keybar import KeyBar
from correspondence.tui.widgets.matrix import Matrix
from correspondence.tui.widgets.pane import Pane
from correspondence.tui.widgets.rows import Column, Row, Rows
from correspondence.vocabulary import Direction, UndertakingStatus
from correspondence.workspace import Workspace

TABS = ("timeline", "questions", "undertakings", "letters", "files")
_TITLES = ("1 Timeline", "2 Questions", "3 Undertakings", "4 Letters", "5 Files")
_COLUMNS = {
    "timeline": (Column("", 1), Column("Date", 10), Column("", 1), Column("Title")),
    "questions": (),
    "undertakings": (Column("", 1), Column("Status", 16), Column("Open", 5, right=True), Column("Undertaking")),
    "letters": (Column("Date", 10), Column("Rev.", 4, right=True), Column("Signed", 6, right=True), Column("Letter")),
    "files": (Column("Date", 10), Column("Size", 9, right=True), Column("Name"), Column("Message", roomy=90)),
}
_EMPTY = {
    "timeline": "No messages yet.",
    "questions": "Nothing has been asked yet.",
    "undertakings": "Nobody has undertaken anything yet.",
    "letters": "No letters yet: n begins one.",
    "files": "No file came in yet: l logs one.",
}
# What a key does, and on which tab.
_ONLY_ON = {
    "export": "letters",
    "merge": "letters",
    "new": "letters",
    "signons": "letters",
    "assess": "timeline",
    "save": "files",
    "report": "undertakings",
    "status": "questions",
    "age": "questions",
    "undertaking": "questions",
    "withdraw": "questions",
}


class ThreadScreen(Screen[None]):
    """One thread in five tabs."""

    CSS_PATH = "thread.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back", tooltip="Clear the filter, or back to the threads"),
        Binding("1", "tab('timeline')", "Timeline", show=False, tooltip="Messages and sources in time"),
        Binding("2", "tab('questions')", "Questions", show=False, tooltip="Questions and the evidence"),
        Binding("3", "tab('undertakings')", "Undertakings", show=False, tooltip="What they said they would do"),
        Binding("4", "tab('letters')", "Letters", show=False, tooltip="Letters and who signed"),
        Binding("5", "tab('files')", "Files", show=False, tooltip="The files as they came in"),
        Binding("n", "new", "New letter", tooltip="Begin a letter: template, addressees, questions"),
        Binding("x", "export", "Export", tooltip="Write the letter as a Word document"),
        Binding("m", "merge", "Merge", tooltip="Go through what a partner did to the letter in Word"),
        Binding("w", "signons", "Who signed", tooltip="Who signed which text, answers that wait, mails"),
        Binding("o", "save", "Save as", tooltip="Write the file as it came in; it is not opened"),
        Binding("e", "report", "Status", tooltip="Say what has become of the undertaking"),
        Binding("s", "status", "Status", tooltip="Only questions of one status"),
        Binding("y", "age", "Age", tooltip="Only questions that were first asked long ago"),
        Binding("t", "undertaking", "Undertaking", tooltip="Only questions on the same undertaking"),
        Binding("d", "withdraw", "Withdraw", show=False, tooltip="Ask the question no more, or again"),
        Binding("a", "assess", "Assess", tooltip="Read the reply against the questions"),
        Binding("l", "log", "Log", tooltip="Log a reply: a mail, a document, a scan"),
        Binding("r", "reload", "Reload", show=False, tooltip="Read the store again"),
    ]

    def __init__(self, workspace: Workspace, slug: str, today: date, *, place: Place | None = None) -> None:
        """A thread, with the cursor at a place in it when one is given."""
        super().__init__()
        self._workspace = workspace
        self._place = place
        self._is_placed = place is None
        self._slug = slug
        self._today = today
        self._narrowing = Narrowing(today)
        self._matrix = matrix.Matrix((), ())
        self._questions: dict[str, questions.QuestionRow] = {}
        self._undertakings: dict[str, questions.UndertakingRow] = {}
        self._files: dict[str, files.OriginalRow] = {}

    @property
    def slug(self) -> str:
        """The thread's slug."""
        return self._slug

    def compose(self) -> ComposeResult:
        """Header, five tabs, footer."""
        detail = {
            "timeline": self._message,
            "questions": self._question,
            "undertakings": self._undertaking,
            "letters": self._letter,
            "files": self._file,
        }
        table = Matrix("Question", empty=_EMPTY["questions"], id="questions-pane-list-rows")
        opens = {"questions": self._open_question, "letters": self._open_letter, "files": self._save}
        yield Header()
        with TabbedContent(id="tabs"):
            for name, title in zip(TABS, _TITLES, strict=True):
                with TabPane(title, id=name):
                    empty, place = _EMPTY[name], f"{name}-pane-list-rows"
                    rows = table if name == "questions" else Rows(_COLUMNS[name], empty=empty, id=place)
                    yield Pane(rows, detail[name], id=f"{name}-pane", opens=opens.get(name))
        yield KeyBar()

    def on_mount(self) -> None:
        """The timeline has the keys, or the tab of the place that was asked for."""
        self.action_tab(self._place.tab if self._place is not None else "timeline")

    def on_screen_resume(self) -> None:
        """Read the store when the screen is shown, first or again: what was done elsewhere is seen."""
        self.action_reload()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Exporting is for letters, assessing for messages, and so on."""
        tab = _ONLY_ON.get(action)
        return tab is None or self.query_one(TabbedContent).active == tab

    def on_tabbed_content_tab_activated(self) -> None:
        """The keys of the new tab."""
        self.refresh_bindings()

    @work(thread=True, exclusive=True, group="read")
    def action_reload(self) -> None:
        """Read the thread from the store."""
        tell = self.call_later
        try:
            with reading(self._workspace) as reader:
                thread = threads.thread(reader, self._slug)
                messages = [lines.message(row) for row in timeline.timeline(reader, self._slug)]
                asked = matrix.matrix(reader, self._slug)
                undertaken = questions.undertakings(reader, self._slug)
                written = [lines.letter(row) for row in letters.letters(reader, self._slug)]
                kept = files.files(reader, self._slug)
        except CorrespondenceError as error:
            tell(self._tell, str(error))
            return
        tell(self._show, thread.title, messages, asked, undertaken, written, kept)

    def _show(
        self,
        title: str,
        messages: list[Row],
        asked: matrix.Matrix,
        undertaken: list[questions.UndertakingRow],
        written: list[Row],
        kept: list[files.OriginalRow],
    ) -> None:
        self.title = shown.line(title)
        self._matrix = asked
        self._questions = {row.question.id: row.question for row in asked.rows}
        self._undertakings = {row.id: row for row in undertaken}
        self._files = {f"{row.message} {row.sha256}": row for row in kept}
        self._pane("timeline").show(messages, keep=self._asked_for("timeline"))
        self._pane("undertakings").show(
            [lines.undertaking(row) for row in undertaken], keep=self._asked_for("undertakings")
        )
        self._pane("letters").show(written, keep=self._asked_for("letters"))
        self._pane("files").show([lines.file(key, row) for key, row in self._files.items()])
        self.query_one(Matrix).head([lines.month(reply.date) for reply in asked.replies])
        self._show_questions(keep=self._asked_for("questions"))
        self._is_placed = True

    def _asked_for(self, tab: str) -> str | None:
        """The row that the screen was opened for, the first time that it is shown."""
        return self._place.key if self._place is not None and self._place.tab == tab and not self._is_placed else None

    def _pointed(self, tab: str, key: str, content: Content, text: str) -> Content:
        """The detail of the row that the screen was opened for, with the words in sight that it was opened for."""
        if self._place is None or (self._place.tab, self._place.key) != (tab, key):
            return content
        content, at = details.pointed(content, text, self._place.marks)
        if at:
            self._pane(tab).point(key, at)
        return content

    def _show_questions(self, *, keep: str | None = None) -> None:
        """The questions that are asked for."""
        pane = self._pane("questions")
        pane.show([lines.question(row) for row in self._matrix.rows if self._narrowing.takes(row)], keep=keep)
        pane.listing.note(self._narrowing.told)

    def action_tab(self, name: str) -> None:
        """Show a tab."""
        self.query_one(TabbedContent).active = name
        self._pane(name).listing.rows.focus()

    def action_back(self) -> None:
        """Take the filter away, else leave the thread."""
        tab = self.query_one(TabbedContent).active
        if self._pane(tab).listing.clear():
            return
        if tab == "questions" and self._narrowing.clear():
            self._show_questions()
            return
        self.dismiss()

    def action_status(self) -> None:
        """Only questions of the next status."""
        self._narrowing.next_status(self._matrix.rows)
        self._show_questions()

    def action_age(self) -> None:
        """Only questions of the next age."""
        self._narrowing.next_age()
        self._show_questions()

    def action_undertaking(self) -> None:
        """Only questions on the undertaking of the one under the cursor, or on all again."""
        row = self._questions.get(self._pane("questions").listing.rows.key or "")
        self._narrowing.switch_undertaking(row.undertaking if row else "")
        self._show_questions()

    def action_export(self) -> None:
        """Write the letter under the cursor as a file."""
        key = self._pane("letters").listing.rows.key
        if key is not None:
            self.post_message(ExportLetter(self._slug, key))

    def action_merge(self) -> None:
        """Go through what a partner did to the letter under the cursor."""
        key = self._pane("letters").listing.rows.key
        if key is not None:
            self.post_message(MergeLetter(self._slug, key))

    def action_new(self) -> None:
        """Begin a letter, and go on writing it."""
        from correspondence.tui.screens.newletter import NewLetterScreen

        self.app.push_screen(NewLetterScreen(self._workspace, self._slug, self._today), self._begun)

    def _begun(self, letter: str | None) -> None:
        if letter is not None:
            self._open_letter(letter)

    def action_signons(self) -> None:
        """Who signed the letter under the cursor, what came in, and the mails of its call."""
        key = self._pane("letters").listing.rows.key
        if key is not None:
            self.post_message(OpenSignOns(self._slug, key))

    def action_assess(self) -> None:
        """Read the message under the cursor against the questions."""
        from correspondence.tui.screens.assess import AssessScreen  # not needed to look at a thread

        kind, _, identifier = (self._pane("timeline").listing.rows.key or "").partition(" ")
        if kind != "message":
            return
        with reading(self._workspace) as reader:
            ours = timeline.message(reader, identifier, self._slug).direction == Direction.OUTGOING
        if ours:
            self.notify("This one is ours: what they wrote is read against the questions", severity="warning")
        else:
            self.app.push_screen(AssessScreen(self._workspace, self._slug, identifier))

    def action_log(self) -> None:
        """Log files that came in, and show them."""
        from correspondence.tui.screens.log import LogScreen  # not needed to look at a thread

        self.app.push_screen(LogScreen(self._workspace, self._slug))

    def action_save(self) -> None:
        """Write the original under the cursor to a file."""
        self._save(self._pane("files").listing.rows.key or "")

    @work
    async def _save(self, key: str) -> None:
        from correspondence.tui.screens.save import SaveScreen

        row = self._files.get(key)
        if row is not None:
            target = await self.app.push_screen_wait(SaveScreen(self._workspace, row))
            if target is not None:
                self.notify(shown.line(f"saved: {target}"), markup=False)

    @work
    async def action_report(self) -> None:
        """Say what has become of the undertaking under the cursor."""
        from correspondence.tui import acts
        from correspondence.tui.asking import report_form

        row = self._undertakings.get(self._pane("undertakings").listing.rows.key or "")
        if row is None:
            return
        said = await self.app.push_screen_wait(report_form(row))
        if said is None:
            return
        status = UndertakingStatus(said.chosen["status"]) if said.chosen["status"] else None
        self._do(lambda: acts.report(self._workspace, self._slug, row.id, status=status, finding=said.text))

    @work
    async def action_withdraw(self) -> None:
        """Ask the question under the cursor no more; or again, when that was said before."""
        from correspondence.tui import acts
        from correspondence.tui.asking import withdrawal_form

        row = self._questions.get(self._pane("questions").listing.rows.key or "")
        if row is None:
            return
        if row.withdrawn or row.superseded_by:
            self._do(lambda: acts.reinstate(self._workspace, self._slug, row.id))
            return
        said = await self.app.push_screen_wait(withdrawal_form(row))
        if said is not None:
            self._do(lambda: acts.withdraw(self._workspace, self._slug, row.id, said.text))

    @work(thread=True, group="write")
    def _do(self, act: Callable[[], object]) -> None:
        """Change something, and show what came of it."""
        try:
            act()
        except CorrespondenceError as error:
            self.call_later(self._tell, str(error))
        self.call_later(self.action_reload)

    def _tell(self, text: str) -> None:
        self.notify(shown.line(text), severity="error", markup=False)

    def _open_question(self, key: str) -> None:
        """The evidence on a question, side by side, at the reply under the cursor."""
        from correspondence.tui.screens.evidence import EvidenceScreen

        column = self.query_one(Matrix).column
        reply = self._matrix.replies[column].id if self._matrix.replies else ""
        self.app.push_screen(EvidenceScreen(self._workspace, self._slug, key, reply=reply))

    def _open_letter(self, key: str) -> None:
        """Go on writing a letter."""
        self.post_message(OpenLetter(self._slug, key))

    @on(Matrix.Moved)
    def _moved(self, event: Matrix.Moved) -> None:
        event.stop()
        self._pane("questions").show_detail()

    def _pane(self, name: str) -> Pane:
        return self.query_one(f"#{name}-pane", Pane)

    def _message(self, key: str) -> Content:
        kind, _, identifier = key.partition(" ")
        if kind == "letter":
            return self._letter(identifier)
        with reading(self._workspace) as reader:
            detail = timeline.message(reader, identifier, self._slug)
            judged = questions.judged(reader, identifier, self._slug)
        return self._pointed("timeline", key, details.message(detail, judged), detail.body)

    def _question(self, key: str) -> Content:
        with reading(self._workspace) as reader:
            verdicts = questions.evidence(reader, key, self._slug)
            asked = questions.asked(reader, key, self._slug)
        column = self.query_one(Matrix).column
        reply = self._matrix.replies[column] if self._matrix.replies else None
        return details.question(self._questions[key], verdicts, asked, reply)

    def _undertaking(self, key: str) -> Content:
        with reading(self._workspace) as reader:
            events = undertakings.history(reader, key, self._slug)
        return details.undertaking(self._undertakings[key], events, tuple(self._questions.values()))

    def _letter(self, key: str) -> Content:
        with reading(self._workspace) as reader:
            detail = letters.letter(reader, key, self._slug)
            signons = letters.signons(reader, key, self._slug)
        text = self._place.text if self._place is not None and self._place.key == key else ""
        return self._pointed("letters", key, details.letter(detail, signons, text), text)

    def _file(self, key: str) -> Content:
        return details.file(self._files[key])
