"""Sign-ons of a letter: who signed which text, what came in and waits for a person, and the mails of the call."""

from datetime import date
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Footer, Header, Static, TabbedContent, TabPane

from correspondence.errors import CorrespondenceError
from correspondence.overview.files import OriginalRow
from correspondence.overview.mailing import AnswerRow
from correspondence.tui import roll, shown, signing
from correspondence.tui.screens.form import Choice, Filled, FormScreen
from correspondence.tui.widgets.pane import Pane
from correspondence.tui.widgets.rows import Rows
from correspondence.vocabulary import Says
from correspondence.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from correspondence.signons.call import Called
    from correspondence.signons.outbox import Told

TABS = ("roll", "answers", "mails")
_TITLES = ("1 Sign-ons", "2 Answers", "3 Mails")
_COLUMNS = {"roll": roll.SIGNONS, "answers": roll.ANSWERS, "mails": roll.MAILS}
_EMPTY = {
    "roll": "Nobody has been asked, and nobody has signed yet: i takes in a form's export.",
    "answers": "Nothing has come in yet.",
    "mails": "Nobody has been written to yet: `correspondence signon call` asks people.",
}
# What a key does, and on which tabs.
_ONLY_ON = {
    "confirm": ("answers",),
    "reject": ("answers",),
    "save": ("roll", "answers"),
    "remind": ("mails", "roll"),
    "ask_again": ("mails", "roll"),
    "write": ("mails",),
    "send": ("mails",),
}
_ENDINGS = {"email": "eml", "web": "json"}


class SignOnsScreen(Screen[None]):
    """A letter's sign-ons in three tabs."""

    CSS_PATH = "signons.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back", tooltip="Stop sending, clear the filter, or go back"),
        Binding("1", "tab('roll')", "Sign-ons", show=False, tooltip="Who signed which text"),
        Binding("2", "tab('answers')", "Answers", show=False, tooltip="What came in, and waits for you"),
        Binding("3", "tab('mails')", "Mails", show=False, tooltip="Who was written to"),
        Binding("c", "confirm", "Confirm", tooltip="The answer counts: say what it says, and whom it is from"),
        Binding("d", "reject", "Reject", tooltip="The answer counts for nothing; it stays on record"),
        Binding("o", "save", "Save as", tooltip="Write the evidence as it came in; it is not opened"),
        Binding("i", "take_in", "Import", tooltip="Take in the export of a form"),
        Binding("m", "remind", "Remind", tooltip="Queue a mail to those who have not answered"),
        Binding("n", "ask_again", "Ask again", tooltip="Queue a mail to those who signed an earlier text"),
        Binding("s", "send", "Send", tooltip="Send the queued mails through your server"),
        Binding("w", "write", "Write", tooltip="Write the queued mails as files, to be sent by other means"),
        Binding("r", "reload", "Reload", show=False, tooltip="Read the store again"),
    ]

    def __init__(self, workspace: Workspace, thread: str, letter: str, today: date) -> None:
        super().__init__()
        self._workspace = workspace
        self._thread = thread
        self._letter = letter
        self._today = today
        self._roll: roll.Roll | None = None
        self._sending = False
        self._to_be_rejected = 0

    def compose(self) -> ComposeResult:
        """Header, progress, three tabs, footer."""
        detail = {"roll": self._signon, "answers": self._answer, "mails": self._mail}
        yield Header()
        yield Static(id="progress")
        with TabbedContent(id="tabs"):
            for name, title in zip(TABS, _TITLES, strict=True):
                with TabPane(title, id=name):
                    rows = Rows(_COLUMNS[name], empty=_EMPTY[name], id=f"{name}-pane-list-rows")
                    yield Pane(rows, detail[name], id=f"{name}-pane")
        yield Footer()

    def on_mount(self) -> None:
        """The roll has the keys."""
        self.action_tab("roll")

    def on_screen_resume(self) -> None:
        """Read the store when the screen is shown, first or again."""
        self.action_reload()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Deciding is for answers, sending for mails."""
        tabs = _ONLY_ON.get(action)
        return tabs is None or self.query_one(TabbedContent).active in tabs

    def on_tabbed_content_tab_activated(self) -> None:
        """The keys of the new tab."""
        self.refresh_bindings()

    @work(thread=True, exclusive=True, group="read")
    def action_reload(self) -> None:
        """Read the letter's sign-ons from the store."""
        try:
            found = roll.read(self._workspace, self._thread, self._letter)
        except CorrespondenceError as error:
            self.call_later(self._tell, str(error))
            return
        self.call_later(self._show, found)

    def _show(self, found: roll.Roll) -> None:
        self._roll = found
        self.title = shown.line(found.letter.title)
        self.query_one("#progress", Static).update(roll.progress(found, self._today))
        self._pane("roll").show([roll.signon(row, found.newest) for row in found.signons.values()])
        newest_first = sorted(found.answers.values(), key=lambda row: (row.state not in roll.WAITING, -row.number))
        self._pane("answers").show([roll.answer(row) for row in newest_first])
        self._pane("mails").show([roll.mail(row) for row in reversed(list(found.mails.values()))])

    def action_tab(self, name: str) -> None:
        """Show a tab."""
        self.query_one(TabbedContent).active = name
        self._pane(name).listing.rows.focus()

    def action_back(self) -> None:
        """Stop sending, else clear the filter, else go back."""
        if self._sending:
            self._sending = False
        elif not self._pane(self.query_one(TabbedContent).active).listing.clear():
            self.dismiss()

    def action_confirm(self) -> None:
        """Confirm the answer under the cursor, as it was understood or as a person corrects it."""
        row = self._waiting()
        if row is not None and self._roll is not None:
            self.app.push_screen(_confirm_form(row, self._roll), lambda said: self._confirm(row, said))

    def _confirm(self, row: AnswerRow, said: Filled | None) -> None:
        if said is None:
            return
        says, known = Says(said.chosen["says"] or row.says), said.chosen["whom"]
        whom = known or " ".join(said.text.split())

        def act() -> str:
            name = signing.confirm(
                self._workspace, self._thread, self._letter, row.number, says=says, whom=whom, new=not known
            )
            return f"{row.number}: {name} {says}"

        self._do(act)

    def action_reject(self) -> None:
        """Let the answer under the cursor count for nothing, when the key is pressed a second time."""
        row = self._waiting()
        if row is None:
            return
        if self._to_be_rejected != row.number:
            self._to_be_rejected = row.number
            self._say(f"d again: answer {row.number} counts for nothing, and stays on record")
            return

        def act() -> str:
            signing.reject(self._workspace, self._thread, self._letter, row.number)
            return f"{row.number}: rejected"

        self._do(act)

    def action_save(self) -> None:
        """Write the file that an answer, or a signatory's word, came in."""
        from correspondence.tui.screens.save import SaveScreen

        digest, channel, name = self._evidence()
        if not digest:
            self._say("No file came in for it")
            return
        ending = _ENDINGS.get(channel, "")
        row = OriginalRow(digest, f"{name}.{ending}" if ending else name, "", ending, 0, "", None, "")
        self.app.push_screen(SaveScreen(self._workspace, row), self._saved)

    def _saved(self, target: "Path | None") -> None:
        if target is not None:
            self._say(f"saved: {target}")

    def action_take_in(self) -> None:
        """Take in the export of a form; coming back to this screen reads the store again."""
        from correspondence.tui.screens.taking import TakingScreen

        self.app.push_screen(TakingScreen(self._workspace, self._thread, self._letter))

    def action_remind(self) -> None:
        """Queue a reminder to those who have not answered."""
        self._do(lambda: _queued(signing.remind(self._workspace, self._thread, self._letter)))

    def action_ask_again(self) -> None:
        """Queue a mail to those who signed an earlier text, with the changes marked."""
        self._do(lambda: _queued(signing.reconfirm(self._workspace, self._thread, self._letter)))

    def action_write(self) -> None:
        """Write the queued mails as files."""
        folder = self._workspace.root / "mails"
        self._mail_out(lambda: signing.write_mails(self._workspace, self._thread, self._letter, folder), f"in {folder}")

    def action_send(self) -> None:
        """Send the queued mails; Esc stops after the one under way."""
        self._mail_out(
            lambda: signing.send_mails(self._workspace, self._thread, self._letter, lambda: self._sending), "sent"
        )

    @work(thread=True, exclusive=True, group="send")
    def _mail_out(self, mails: "Callable[[], Iterator[Told]]", where: str) -> None:
        """Let queued mails go, and show how far that is."""
        tell, queued = self.call_later, self._roll.queued() if self._roll else 0
        if not queued:
            tell(self._say, "The queue is empty: m and n put mails into it")
            return
        done = wrong = 0
        self._sending = True
        try:
            for told in mails():
                done += 1
                wrong += told.in_doubt or told.state not in ("sent", "written")
                tell(self._set_progress, f"{done} of {queued} mails … Esc stops")
                if not self._sending:
                    break
        except CorrespondenceError as error:
            tell(self._tell, str(error))
        finally:
            self._sending = False
            tell(self._set_progress, "")
        tell(self._say, f"{done} of {queued} mails {where}" + (f", {wrong} of them with trouble" if wrong else ""))
        tell(self.action_reload)

    @work(thread=True, group="write")
    def _do(self, act: "Callable[[], str]") -> None:
        """Change something, and show what came of it."""
        try:
            self.call_later(self._say, act())
        except CorrespondenceError as error:
            self.call_later(self._tell, str(error))
        self.call_later(self.action_reload)

    def _waiting(self) -> AnswerRow | None:
        """The answer under the cursor, if it can still be decided on."""
        row = self._roll.answers.get(int(self._pane("answers").listing.rows.key or 0)) if self._roll else None
        if row is not None and row.state not in roll.WAITING:
            self._say(f"Answer {row.number} has been {row.state} already")
            return None
        return row

    def _evidence(self) -> tuple[str, str, str]:
        """The digest of the evidence under the cursor, its channel, and what to call the file."""
        if self._roll is None:
            return "", "", ""
        tab = self.query_one(TabbedContent).active
        key = self._pane(tab).listing.rows.key or ""
        if tab == "answers":
            row = self._roll.answers.get(int(key or 0))
            return (row.evidence, row.channel, f"answer-{row.number}") if row else ("", "", "")
        signed = self._roll.signons.get(key)
        return self._roll.evidence.get(key, ""), signed.channel if signed else "", "evidence"

    def _set_progress(self, text: str) -> None:
        self.sub_title = text

    def _say(self, text: str) -> None:
        self.notify(shown.line(text), markup=False)

    def _tell(self, text: str) -> None:
        self.notify(shown.line(text), severity="error", markup=False, timeout=10)

    def _pane(self, name: str) -> Pane:
        return self.query_one(f"#{name}-pane", Pane)

    def _signon(self, key: str) -> Content:
        return roll.signon_detail(self._roll, key) if self._roll else Content("")

    def _answer(self, key: str) -> Content:
        return roll.answer_detail(self._roll.answers[int(key)]) if self._roll else Content("")

    def _mail(self, key: str) -> Content:
        return roll.mail_detail(self._roll.mails[int(key)]) if self._roll else Content("")


def _confirm_form(row: AnswerRow, found: roll.Roll) -> FormScreen:
    """Asks what an answer says and whom it is from, prefilled as it was understood."""
    about = "; ".join(row.checks) or row.passage or row.fault
    names = tuple((name, name) for name in found.signons)
    return FormScreen(
        f"Answer {row.number}: the name as it shall be printed",
        about=about,
        text=row.name or row.signon,
        choices=(
            Choice("says", "It says", tuple((str(says), str(says)) for says in Says), row.says, none="as proposed"),
            Choice("whom", "It is from", names, row.signon, none="somebody new, by the name above"),
        ),
        needs_text=False,
    )


def _queued(called: "Called") -> str:
    passed = f", {len(called.passed_over)} passed over" if called.passed_over else ""
    return f"{len(called.queued)} mails queued{passed}: 3, then s sends them"
