"""Sign-ons of a letter: who signed which text, what came in and waits for a person, and the mails of the call."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static, TabbedContent, TabPane

from correspondence.errors import CorrespondenceError
from correspondence.overview.files import OriginalRow
from correspondence.overview.letters import SignOnRow
from correspondence.overview.mailing import AnswerRow
from correspondence.store.reading import reading
from correspondence.tui import roll, rollforms, shown, signing
from correspondence.tui.calling import FILES, SERVER, Calling, queued
from correspondence.tui.notices import tell
from correspondence.tui.screens.fields import FieldsScreen
from correspondence.tui.screens.form import Choice, Filled, FormScreen
from correspondence.tui.screens.tabbed import TabbedScreen
from correspondence.tui.widgets.keybar import KeyBar
from correspondence.tui.widgets.pane import Pane
from correspondence.tui.widgets.rows import Rows
from correspondence.tui.widgets.titlebar import TitleBar
from correspondence.vocabulary import Says, SignatoryKind
from correspondence.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TABS = ("roll", "answers", "mails")
_TITLES = ("1 Sign-ons", "2 Answers", "3 Mails")
_COLUMNS = {"roll": roll.SIGNONS, "answers": roll.ANSWERS, "mails": roll.MAILS}
_EMPTY = {
    "roll": "Nobody has been asked, and nobody has signed yet: a asks for signatures.",
    "answers": "Nothing has come in yet: e fetches mails, i takes in files.",
    "mails": "Nobody has been written to yet: a asks for signatures.",
}
_ENDINGS = {"email": "eml", "web": "json"}


class SignOnsScreen(TabbedScreen):
    """A letter's sign-ons in three tabs."""

    CSS_PATH = "signons.tcss"
    ONLY_ON: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "confirm": ("answers",),
        "reject": ("answers",),
        "save": ("roll", "answers"),
        "read": ("roll", "answers"),
        "withdraw": ("roll",),
        "by_hand": ("roll", "answers"),
        "take_in": ("roll", "answers"),
        "fetch": ("roll", "answers"),
        "publish": ("roll",),
        "addendum": ("roll",),
        "call": ("roll", "mails"),
        "remind": ("mails", "roll"),
        "ask_again": ("mails", "roll"),
        "send": ("mails", "roll"),
        "write": ("mails",),
        "settle": ("mails",),
        "cancel": ("mails",),
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back", tooltip="Clear the filter, or go back"),
        Binding("1", "tab('roll')", "Sign-ons", show=False, tooltip="Who signed which text"),
        Binding("2", "tab('answers')", "Answers", show=False, tooltip="What came in, and waits for you"),
        Binding("3", "tab('mails')", "Mails", show=False, tooltip="Who was written to"),
        Binding("a", "call", "Ask", tooltip="Start the call: whom to ask, and by when; or ask more people"),
        Binding("s", "send", "Send", tooltip="Send the queued mails, or make each and send none"),
        Binding("c", "confirm", "Confirm", tooltip="The answer counts: say what it says, and whom it is from"),
        Binding("d", "reject", "Reject", tooltip="The answer counts for nothing; it stays on record"),
        Binding("h", "by_hand", "By hand", tooltip="Take down what was said by other means"),
        Binding("x", "withdraw", "Withdraw", tooltip="Take down that a signatory withdraws"),
        Binding("v", "read", "Evidence", tooltip="Read the mail, the row or the entry that is behind it"),
        Binding("o", "save", "Save as", show=False, tooltip="Write the evidence as it came in; it is not opened"),
        Binding("i", "take_in", "Import", tooltip="Take in the export of a form, or mails as files"),
        Binding("e", "fetch", "Fetch", tooltip="Fetch answers from the mail server"),
        Binding("m", "remind", "Remind", tooltip="Queue a mail to those who have not answered"),
        Binding("n", "ask_again", "Ask again", tooltip="Queue a mail to those who signed an earlier text"),
        Binding("w", "write", "Write", tooltip="Write the queued mails as files, to be sent by other means"),
        Binding("t", "settle", "Settle", tooltip="Say what became of a mail that is in doubt, or was refused"),
        Binding("x", "cancel", "Cancel", tooltip="Take the mails that have not gone out of the queue"),
        Binding("p", "publish", "Published", show=False, tooltip="Take down that the text was published"),
        Binding("P", "addendum", "Addendum", show=False, tooltip="Write who signed or withdrew after the publication"),
        Binding("r", "reload", "Reload", show=False, tooltip="Read the store again"),
    ]

    def __init__(self, workspace: Workspace, thread: str, letter: str, today: date) -> None:
        super().__init__(workspace)
        self._thread = thread
        self._letter = letter
        self._today = today
        self._roll: roll.Roll | None = None
        self._calling = Calling(workspace, thread, letter)
        self._pressed = ""

    def compose(self) -> ComposeResult:
        """Header, progress, three tabs, footer."""
        detail = {"roll": self._signon, "answers": self._answer, "mails": self._mail}
        yield TitleBar()
        yield Static(id="progress")
        with TabbedContent(id="tabs"):
            for name, title in zip(TABS, _TITLES, strict=True):
                with TabPane(title, id=name):
                    rows = Rows(_COLUMNS[name], empty=_EMPTY[name], id=f"{name}-pane-list-rows")
                    yield Pane(rows, detail[name], id=f"{name}-pane")
        yield KeyBar()

    @work(thread=True, exclusive=True, group="read")
    def action_reload(self) -> None:
        """Read the letter's sign-ons from the store."""
        try:
            with reading(self._workspace) as reader:
                found = roll.read(reader, self._thread, self._letter)
        except CorrespondenceError as error:
            self.call_later(tell, self, str(error), "error")
            return
        self.call_later(self._show, found)

    def _show(self, found: roll.Roll) -> None:
        self._roll = found
        self.title = shown.line(found.letter.title)
        self.query_one("#progress", Static).update(roll.progress(found, self._today))
        self.pane("roll").show([roll.signon(row, found.newest) for row in found.signons.values()])
        newest_first = sorted(found.answers.values(), key=lambda row: (not row.undecided, -row.number))
        self.pane("answers").show([roll.answer(row) for row in newest_first])
        self.pane("mails").show([roll.mail(row) for row in reversed(list(found.mails.values()))])

    def action_confirm(self) -> None:
        """Confirm the answer under the cursor, as it was understood or as a person corrects it."""
        row = self._waiting()
        if row is not None and self._roll is not None:
            self.app.push_screen(_confirm_form(row, self._roll), lambda said: self._confirm(row, said))

    def _confirm(self, row: AnswerRow, said: Filled | None) -> None:
        if said is None:
            return
        chosen, known = said.chosen["says"], said.chosen["whom"]
        says = Says(chosen) if chosen and chosen != row.says else None
        whom = known or " ".join(said.text.split())
        kind = said.chosen["kind"]
        self._do(
            lambda: signing.confirm(
                self._workspace, self._thread, self._letter, row.number, says=says, whom=whom, new=not known, kind=kind
            )
        )

    def action_reject(self) -> None:
        """Let the answer under the cursor count for nothing, when the key is pressed a second time."""
        row = self._waiting()
        if row is None:
            return
        if not self._twice(f"d again: answer {row.number} counts for nothing, and stays on record"):
            return
        self._do(lambda: signing.reject(self._workspace, self._thread, self._letter, row.number))

    def action_save(self) -> None:
        """Write the file that an answer, or a signatory's word, came in."""
        from correspondence.tui.screens.save import SaveScreen

        digest, channel, name = self._evidence()
        if not digest:
            tell(self, "No file came in for it")
            return
        ending = _ENDINGS.get(channel, "")
        row = OriginalRow(digest, f"{name}.{ending}" if ending else name, "", ending, 0, "", None, "")
        self.app.push_screen(SaveScreen(self._workspace, row), self._saved)

    def _saved(self, target: "Path | None") -> None:
        if target is not None:
            tell(self, f"saved: {target}")

    def action_read(self) -> None:
        """Show what the evidence under the cursor says."""
        from correspondence.tui.screens.original import OriginalScreen

        digest, channel, name = self._evidence()
        if not digest:
            tell(self, "No file came in for it: what is known stands beside the list")
            return
        answer = self._behind(digest)
        row = answer.place if answer is not None else None
        ending = _ENDINGS.get(channel, "csv" if channel == "form" else "")
        self.app.push_screen(OriginalScreen(self._workspace, f"Evidence: {name}", digest, ending, row=row))

    def action_take_in(self) -> None:
        """Take in the export of a form, or mails; coming back to this screen reads the store again."""
        from correspondence.tui.screens.taking import TakingScreen

        self.app.push_screen(TakingScreen(self._workspace, self._thread, self._letter))

    def action_call(self) -> None:
        """Ask whom to ask, and by when."""
        from correspondence.overview.signatories import signatories

        if self._roll is None:
            return
        if not self._roll.letter.revisions:
            tell(self, "The letter has no frozen text: freeze it first, on its tab Revisions")
            return
        with reading(self._workspace) as reader:
            directory = signatories(reader)
        self._open(rollforms.call_form(self._calling, self._roll, directory))

    def action_by_hand(self) -> None:
        """Take down what somebody said by other means."""
        row = self._here()
        self._open(rollforms.hand_form(self._calling, row if row and row.status == "invited" else None))

    def action_withdraw(self) -> None:
        """Take down that the signatory under the cursor withdraws."""
        row = self._here()
        if row is None or row.status != "signed":
            tell(self, "Only who has signed can withdraw")
            return
        published = bool(self._roll and self._roll.published)
        self._open(rollforms.hand_form(self._calling, row, says="withdraw", published=published))

    def action_fetch(self) -> None:
        """Fetch answers from the mail server."""
        self._open(rollforms.fetch_form(self._calling))

    def action_publish(self) -> None:
        """Take down that the text was published."""
        if self._roll is not None:
            self._open(rollforms.publish_form(self._calling, self._roll, self._today))

    def action_addendum(self) -> None:
        """Write what came after the publication."""
        path = self._workspace.root / f"{self._letter}-addendum.docx"
        self._open(rollforms.addendum_form(self._calling, str(path)))

    def action_remind(self) -> None:
        """Queue a reminder to those who have not answered."""
        self._do(lambda: queued(signing.remind(self._workspace, self._thread, self._letter)))

    def action_ask_again(self) -> None:
        """Queue a mail to those who signed an earlier text, with the changes marked."""
        self._do(lambda: queued(signing.reconfirm(self._workspace, self._thread, self._letter)))

    def action_write(self) -> None:
        """Write the queued mails as files."""
        if self._roll is not None:
            self._open(rollforms.send_form(self._calling, self._roll, how=FILES))

    def action_send(self) -> None:
        """Send the queued mails."""
        if self._roll is not None:
            self._open(rollforms.send_form(self._calling, self._roll, how=SERVER))

    def action_settle(self) -> None:
        """Say what became of the mail under the cursor."""
        row = self._roll.mails.get(int(self.pane("mails").listing.rows.key or 0)) if self._roll else None
        if row is None or not (row.in_doubt or row.state == "failed"):
            tell(self, "Only a mail that is in doubt or was refused can be settled")
            return
        self._open(rollforms.settle_form(self._calling, row))

    def action_cancel(self) -> None:
        """Take the mails that have not gone out of the queue, when the key is pressed a second time."""
        count = self._roll.queued() if self._roll else 0
        if not count:
            tell(self, "The queue is empty")
        elif self._twice(f"x again: {count} mails are taken out of the queue"):
            self._do(self._calling.cancel)

    def _open(self, form: FieldsScreen) -> None:
        """Open a form; coming back to this screen reads the store again."""
        self.app.push_screen(form)

    def _twice(self, told: str) -> bool:
        """Whether a key was pressed a second time for the same; the first time says so."""
        again, self._pressed = self._pressed == told, told
        if not again:
            tell(self, told)
        return again

    @work(thread=True, group="write")
    def _do(self, act: "Callable[[], str]") -> None:
        """Change something, and show what came of it."""
        try:
            self.call_later(tell, self, act())
        except CorrespondenceError as error:
            self.call_later(tell, self, str(error), "error")
        self.call_later(self.action_reload)

    def _waiting(self) -> AnswerRow | None:
        """The answer under the cursor, if it can still be decided on."""
        row = self._roll.answers.get(int(self.pane("answers").listing.rows.key or 0)) if self._roll else None
        if row is not None and not row.undecided:
            tell(self, f"Answer {row.number} has been {row.state} already")
            return None
        return row

    def _here(self) -> SignOnRow | None:
        """Who stands under the cursor on the roll."""
        if self._roll is None or self.tab != "roll":
            return None
        return self._roll.signons.get(self.pane("roll").listing.rows.key or "")

    def _behind(self, digest: str) -> AnswerRow | None:
        """The answer that a file is the evidence of: the one under the cursor, or a signatory's last."""
        if self._roll is None:
            return None
        key = self.listing.rows.key or ""
        if self.tab == "answers":
            return self._roll.answers.get(int(key or 0))
        came = [row for row in self._roll.answers.values() if row.evidence == digest and row.signon == key]
        return came[-1] if came else None

    def _evidence(self) -> tuple[str, str, str]:
        """The digest of the evidence under the cursor, its channel, and what to call the file."""
        if self._roll is None:
            return "", "", ""
        key = self.listing.rows.key or ""
        if self.tab == "answers":
            row = self._roll.answers.get(int(key or 0))
            return (row.evidence, row.channel, f"answer-{row.number}") if row else ("", "", "")
        signed = self._roll.signons.get(key)
        return self._roll.evidence.get(key, ""), signed.channel if signed else "", "evidence"

    def _signon(self, key: str) -> Content:
        return roll.signon_detail(self._roll, key) if self._roll else Content("")

    def _answer(self, key: str) -> Content:
        return roll.answer_detail(self._roll.answers[int(key)]) if self._roll else Content("")

    def _mail(self, key: str) -> Content:
        return roll.mail_detail(self._roll.mails[int(key)]) if self._roll else Content("")


def _confirm_form(row: AnswerRow, found: roll.Roll) -> FormScreen:
    """Asks what an answer says and whom it is from, prefilled as it was understood."""
    warning = f"{'; '.join(row.checks)}. Ctrl+S twice confirms it all the same." if row.checks else ""
    names = tuple((name, name) for name in found.signons)
    return FormScreen(
        f"Answer {row.number}: the name as it shall be printed",
        about=row.passage or row.fault,
        warning=warning,
        text=row.name or row.signon,
        choices=(
            Choice("says", "It says", tuple((str(says), str(says)) for says in Says), row.says, none="as proposed"),
            Choice("kind", "It is", tuple((str(kind), str(kind)) for kind in SignatoryKind), row.kind, none="as known"),
            Choice("whom", "It is from", names, row.signon, none="somebody new, by the name above"),
        ),
        needs_text=False,
    )
