"""One thread: timeline with the reader, questions by replies, undertakings, letters, files."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import TabbedContent, TabPane

from correspondence.errors import CorrespondenceError
from correspondence.overview import files, letters, matrix, questions, threads, timeline, undertakings
from correspondence.store.reading import reading
from correspondence.tui import details, lines, shown
from correspondence.tui.messages import ExportLetter, MergeLetter, OpenLetter, OpenSignOns, Place
from correspondence.tui.narrowing import Narrowing
from correspondence.tui.notices import tell
from correspondence.tui.screens.tabbed import TabbedScreen
from correspondence.tui.widgets.keybar import KeyBar
from correspondence.tui.widgets.matrix import Matrix
from correspondence.tui.widgets.pane import Pane
from correspondence.tui.widgets.rows import Column, Row, Rows
from correspondence.tui.widgets.titlebar import TitleBar
from correspondence.vocabulary import Direction, UndertakingStatus
from correspondence.workspace import Workspace

TABS = ("timeline", "questions", "undertakings", "letters", "files")
_TITLES = ("1 Timeline", "2 Questions", "3 Undertakings", "4 Letters", "5 Files")
_COLUMNS = {
    "timeline": (Column("", 1), Column("Date", 10), Column("", 1), Column("Title")),
    "questions": (),
    "undertakings": (Column("", 1), Column("Status", 16), Column("Open", 5, right=True), Column("Undertaking")),
    "letters": (Column("Date", 10), Column("Rev.", 5, right=True), Column("Signed", 6, right=True), Column("Letter")),
    "files": (Column("Date", 10), Column("Size", 9, right=True), Column("Name"), Column("Message", roomy=90)),
}
_EMPTY = {
    "timeline": "No messages yet.",
    "questions": "Nothing has been asked yet.",
    "undertakings": "Nobody has undertaken anything yet.",
    "letters": "No letters yet: n begins one.",
    "files": "No file came in yet: l logs one.",
}


class ThreadScreen(TabbedScreen):
    """One thread in five tabs."""

    CSS_PATH = "thread.tcss"
    ONLY_ON: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "export": ("letters",),
        "merge": ("letters",),
        "new": ("letters",),
        "signons": ("letters",),
        "assess": ("timeline",),
        "save": ("files",),
        "report": ("undertakings",),
        "status": ("questions",),
        "age": ("questions",),
        "undertaking": ("questions",),
        "withdraw": ("questions",),
    }
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
        super().__init__(workspace)
        self._place = place
        self._is_placed = place is None
        self.slug = slug
        self._today = today
        self._narrowing = Narrowing(today)
        self._matrix = matrix.Matrix((), ())
        self._questions: dict[str, questions.QuestionRow] = {}
        self._undertakings: dict[str, questions.UndertakingRow] = {}
        self._files: dict[str, files.OriginalRow] = {}

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
        yield TitleBar()
        with TabbedContent(id="tabs"):
            for name, title in zip(TABS, _TITLES, strict=True):
                with TabPane(title, id=name):
                    empty, place = _EMPTY[name], f"{name}-pane-list-rows"
                    rows = table if name == "questions" else Rows(_COLUMNS[name], empty=empty, id=place)
                    yield Pane(rows, detail[name], id=f"{name}-pane", opens=opens.get(name))
        yield KeyBar()

    def on_mount(self) -> None:
        """The tab of the place that was asked for."""
        if self._place is not None:
            self.action_tab(self._place.tab)

    @work(thread=True, exclusive=True, group="read")
    def action_reload(self) -> None:
        """Read the thread from the store."""
        try:
            with reading(self._workspace) as reader:
                thread = threads.thread(reader, self.slug)
                messages = [lines.message(row) for row in timeline.timeline(reader, self.slug)]
                asked = matrix.matrix(reader, self.slug)
                undertaken = questions.undertakings(reader, self.slug)
                written = [lines.letter(row) for row in letters.letters(reader, self.slug)]
                kept = files.files(reader, self.slug)
        except CorrespondenceError as error:
            self.call_later(tell, self, str(error), "error")
            return
        self.call_later(self._show, thread.title, messages, asked, undertaken, written, kept)

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
        self.pane("timeline").show(messages, keep=self._asked_for("timeline"))
        self.pane("undertakings").show(
            [lines.undertaking(row) for row in undertaken], keep=self._asked_for("undertakings")
        )
        self.pane("letters").show(written, keep=self._asked_for("letters"))
        self.pane("files").show([lines.file(key, row) for key, row in self._files.items()])
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
            self.pane(tab).point(key, at)
        return content

    def _show_questions(self, *, keep: str | None = None) -> None:
        """The questions that are asked for."""
        pane = self.pane("questions")
        pane.show([lines.question(row) for row in self._matrix.rows if self._narrowing.takes(row)], keep=keep)
        pane.listing.note(self._narrowing.told)

    def action_back(self) -> None:
        """Take the filter away, else leave the thread."""
        if self.listing.clear():
            return
        if self.tab == "questions" and self._narrowing.clear():
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
        row = self._questions.get(self.pane("questions").listing.rows.key or "")
        self._narrowing.switch_undertaking(row.undertaking if row else "")
        self._show_questions()

    def action_export(self) -> None:
        """Write the letter under the cursor as a file."""
        key = self.pane("letters").listing.rows.key
        if key is not None:
            self.post_message(ExportLetter(self.slug, key))

    def action_merge(self) -> None:
        """Go through what a partner did to the letter under the cursor."""
        key = self.pane("letters").listing.rows.key
        if key is not None:
            self.post_message(MergeLetter(self.slug, key))

    def action_new(self) -> None:
        """Begin a letter, and go on writing it."""
        from correspondence.tui.screens.newletter import NewLetterScreen

        self.app.push_screen(NewLetterScreen(self._workspace, self.slug, self._today), self._begun)

    def _begun(self, letter: str | None) -> None:
        if letter is not None:
            self._open_letter(letter)

    def action_signons(self) -> None:
        """Who signed the letter under the cursor, what came in, and the mails of its call."""
        key = self.pane("letters").listing.rows.key
        if key is not None:
            self.post_message(OpenSignOns(self.slug, key))

    def action_assess(self) -> None:
        """Read the message under the cursor against the questions."""
        from correspondence.tui.screens.assess import AssessScreen  # not needed to look at a thread

        kind, _, identifier = (self.pane("timeline").listing.rows.key or "").partition(" ")
        if kind != "message":
            return
        with reading(self._workspace) as reader:
            ours = timeline.message(reader, identifier, self.slug).direction == Direction.OUTGOING
        if ours:
            tell(self, "This one is ours: what they wrote is read against the questions", "warning")
        else:
            self.app.push_screen(AssessScreen(self._workspace, self.slug, identifier))

    def action_log(self) -> None:
        """Log files that came in, and show them."""
        from correspondence.tui.screens.log import LogScreen  # not needed to look at a thread

        self.app.push_screen(LogScreen(self._workspace, self.slug))

    def action_save(self) -> None:
        """Write the original under the cursor to a file."""
        self._save(self.pane("files").listing.rows.key or "")

    @work
    async def _save(self, key: str) -> None:
        from correspondence.tui.screens.save import SaveScreen

        row = self._files.get(key)
        if row is not None:
            target = await self.app.push_screen_wait(SaveScreen(self._workspace, row))
            if target is not None:
                tell(self, f"saved: {target}")

    @work
    async def action_report(self) -> None:
        """Say what has become of the undertaking under the cursor."""
        from correspondence.tui import acts
        from correspondence.tui.asking import report_form

        row = self._undertakings.get(self.pane("undertakings").listing.rows.key or "")
        if row is None:
            return
        said = await self.app.push_screen_wait(report_form(row))
        if said is None:
            return
        status = UndertakingStatus(said.chosen["status"]) if said.chosen["status"] else None
        self._do(lambda: acts.report(self._workspace, self.slug, row.id, status=status, finding=said.text))

    @work
    async def action_withdraw(self) -> None:
        """Ask the question under the cursor no more; or again, when that was said before."""
        from correspondence.tui import acts
        from correspondence.tui.asking import withdrawal_form

        row = self._questions.get(self.pane("questions").listing.rows.key or "")
        if row is None:
            return
        if row.asked_no_more:
            self._do(lambda: acts.reinstate(self._workspace, self.slug, row.id))
            return
        said = await self.app.push_screen_wait(withdrawal_form(row))
        if said is not None:
            self._do(lambda: acts.withdraw(self._workspace, self.slug, row.id, said.text))

    @work(thread=True, group="write")
    def _do(self, act: Callable[[], object]) -> None:
        """Change something, and show what came of it."""
        try:
            act()
        except CorrespondenceError as error:
            self.call_later(tell, self, str(error), "error")
        self.call_later(self.action_reload)

    def _open_question(self, key: str) -> None:
        """The evidence on a question, side by side, at the reply under the cursor."""
        from correspondence.tui.screens.evidence import EvidenceScreen

        column = self.query_one(Matrix).column
        reply = self._matrix.replies[column].id if self._matrix.replies else ""
        self.app.push_screen(EvidenceScreen(self._workspace, self.slug, key, reply=reply))

    def _open_letter(self, key: str) -> None:
        """Go on writing a letter."""
        self.post_message(OpenLetter(self.slug, key))

    @on(Matrix.Moved)
    def _moved(self, event: Matrix.Moved) -> None:
        event.stop()
        self.pane("questions").show_detail()

    def _message(self, key: str) -> Content:
        kind, _, identifier = key.partition(" ")
        if kind == "letter":
            return self._letter(identifier)
        with reading(self._workspace) as reader:
            detail = timeline.message(reader, identifier, self.slug)
            judged = questions.judged(reader, identifier, self.slug)
        return self._pointed("timeline", key, details.message(detail, judged), detail.body)

    def _question(self, key: str) -> Content:
        with reading(self._workspace) as reader:
            verdicts = questions.evidence(reader, key, self.slug)
            asked = questions.asked(reader, key, self.slug)
        column = self.query_one(Matrix).column
        reply = self._matrix.replies[column] if self._matrix.replies else None
        return details.question(self._questions[key], verdicts, asked, reply)

    def _undertaking(self, key: str) -> Content:
        with reading(self._workspace) as reader:
            events = undertakings.history(reader, key, self.slug)
        return details.undertaking(self._undertakings[key], events, tuple(self._questions.values()))

    def _letter(self, key: str) -> Content:
        with reading(self._workspace) as reader:
            detail = letters.letter(reader, key, self.slug)
            signons = letters.signons(reader, key, self.slug)
        text = self._place.text if self._place is not None and self._place.key == key else ""
        return self._pointed("letters", key, details.letter(detail, signons, text), text)

    def _file(self, key: str) -> Content:
        return details.file(self._files[key])
