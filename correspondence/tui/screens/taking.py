"""Taking in a form's export: which file, what its columns hold, what would become of its rows; or mails as files."""

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from correspondence.errors import CorrespondenceError
from correspondence.tui import shown, signing
from correspondence.tui.notices import tell
from correspondence.tui.paths import PathSuggester, typed_paths
from correspondence.workspace import Workspace

if TYPE_CHECKING:
    from correspondence.signons.columns import Column
    from correspondence.signons.forms import Outcome
    from correspondence.signons.inbox import Taken
    from correspondence.signons.listed import Table

_ASK = (
    "Type the path of a form's export (.csv, .xlsx), or of mails (.eml, .msg, .mbox), and press Enter;"
    " or drop the files here."
)
_MAILS = (".eml", ".msg", ".mbox")
_WRONG = "What a column holds can be said below: name=2, email=4, country=0 for none. Enter looks again."
_NO_PEOPLE = "Ctrl+T: rows that name no organization are people who sign for themselves."
_PEOPLE = "Rows that name no organization are people who sign for themselves; Ctrl+T leaves it to be decided."
_NAMED = 8  # rows of a kind that are told one by one


class TakingScreen(ModalScreen[bool]):
    """Reads a table, shows what its columns seem to hold and what would come of it, and takes it in."""

    CSS_PATH = "taking.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(False)", "Cancel"),
        Binding("ctrl+s", "take", "Take in", tooltip="Take the rows in as they stand here"),
        Binding("ctrl+t", "people", "People", tooltip="Rows without an organization: people, or to be decided"),
    ]

    def __init__(self, workspace: Workspace, thread: str, letter: str) -> None:
        super().__init__()
        self._workspace = workspace
        self._thread = thread
        self._letter = letter
        self._read: tuple[Path, Table, dict[Column, int]] | None = None
        self._people = False

    def compose(self) -> ComposeResult:
        """The path, the columns, what would become of the rows."""
        with Vertical():
            yield Static(shown.heading(f"Take in answers to {self._letter}"))
            path = Input(placeholder="path/to/form.csv", id="path", suggester=PathSuggester(), compact=True)
            path.cursor_blink = False
            yield path
            columns = Input(placeholder="name=2, email=4", id="columns", compact=True)
            columns.cursor_blink = False
            yield columns
            with VerticalScroll():
                yield Static(Content(_ASK), id="told")

    def action_take(self) -> None:
        """Take in what was looked at."""
        if self._read is not None:
            self._take_in(*self._read)

    def action_people(self) -> None:
        """Take rows that name no organization for people, or leave that to be decided; look again."""
        self._people = not self._people
        if self._read is not None:
            self._submitted()

    @on(Input.Submitted)
    def _submitted(self) -> None:
        paths = typed_paths(self.query_one("#path", Input).value)
        if paths and all(path.suffix.lower() in _MAILS for path in paths):
            self._tell(Content("Reading …"))
            self._take_mails(paths)
        elif paths:
            self._read = None
            self._tell(Content("Reading …"))
            self._look(paths[0], self.query_one("#columns", Input).value)

    @work(thread=True, exclusive=True)
    def _look(self, path: Path, said: str) -> None:
        try:
            table, columns = signing.look(path, said)
            outcome = signing.take_in(
                self._workspace, self._thread, self._letter, table, columns, name=path.name, only_look=True,
                people=self._people,
            )  # fmt: skip
        except CorrespondenceError as error:
            self.call_later(self._show_fault, str(error))
            return
        self.call_later(self._show, path, table, columns, outcome)

    def _show(self, path: Path, table: "Table", columns: "dict[Column, int]", outcome: "Outcome") -> None:
        self._read = (path, table, columns)
        from correspondence.signons.form_rows import NO_ORGANIZATION

        held = {place: str(column) for column, place in columns.items()}
        parts = [shown.heading("What the columns hold")]
        for place, heading in enumerate(table.rows[0]):
            what = held.get(place, "")
            text = Content(shown.line(f"{place + 1:>3}  {heading or '–'}"))
            parts.append(
                Content.assemble(text, (f"  → {what}" if what else "  only kept", "$text-accent" if what else "dim"))
            )
        parts += [shown.words(_WRONG, "muted"), Content(""), shown.heading("What would become of the rows")]
        parts += _told(outcome)
        if self._people or any(NO_ORGANIZATION in why for _, _, why in outcome.waiting):
            parts.append(shown.words(_PEOPLE if self._people else _NO_PEOPLE, "muted"))
        parts += [Content(""), shown.words("Ctrl+S takes them in; Esc leaves everything as it is.", "strong")]
        self._tell(shown.joined(parts))
        self.query_one("#columns", Input).focus()

    def _show_fault(self, text: str) -> None:
        self._tell(shown.joined([shown.words(text, "bad"), Content(""), shown.words(_WRONG, "muted")]))

    @work(thread=True, exclusive=True)
    def _take_in(self, path: Path, table: "Table", columns: "dict[Column, int]") -> None:
        try:
            outcome = signing.take_in(
                self._workspace, self._thread, self._letter, table, columns, name=path.name, only_look=False,
                people=self._people,
            )  # fmt: skip
        except CorrespondenceError as error:
            self.call_later(self._show_fault, str(error))
            return
        self.call_later(self._done, outcome)

    @work(thread=True, exclusive=True)
    def _take_mails(self, paths: list[Path]) -> None:
        """Mails count for nothing before a person has confirmed them: nothing need be looked at first."""
        taken: list[Taken] = []
        try:
            for one in signing.take_mails(self._workspace, self._thread, self._letter, paths):
                taken.append(one)
                self.call_later(self._tell, Content(f"{len(taken)} mails …"))
        except CorrespondenceError as error:
            self.call_later(self._show_fault, str(error))
            return
        self.call_later(self._done_mails, taken)

    def _done_mails(self, taken: "list[Taken]") -> None:
        kept = sum(one.number is not None for one in taken)
        told = f"{len(taken)} mails, {kept} answers wait for your word"
        passed = [f"{one.source}: {one.why}" for one in taken if one.why]
        if not passed:
            tell(self, told)
            self.dismiss(True)
            return
        lines = [shown.words(shown.line(text), "warn") for text in passed[:_NAMED]]
        self._tell(shown.joined([shown.words(told, "strong"), *lines]))

    def _done(self, outcome: "Outcome") -> None:
        tell(self, _sum(outcome))
        self.dismiss(True)

    def _tell(self, text: Content) -> None:
        self.query_one("#told", Static).update(text)


def _told(outcome: "Outcome") -> list[Content]:
    """What became of the rows, kind by kind, those first that want something of a person."""
    parts = [shown.words(_sum(outcome), "strong")]
    told = [(f"row {row}: {why}", "bad") for row, why in outcome.faulty[:_NAMED]]
    told += [(f"row {row}: {why}", "warn") for row, _, why in outcome.waiting[:_NAMED]]
    told += [(f"row {row}: {name} waits already", "muted") for row, name in outcome.repeated[:_NAMED]]
    told += [(f"row {row}: {name} has signed already", "muted") for row, name in outcome.duplicates[:_NAMED]]
    told += [(f"row {row}: {name}", "good") for row, name in outcome.signed[:_NAMED]]
    return parts + [shown.words(shown.line(text), tone) for text, tone in told]


def _sum(outcome: "Outcome") -> str:
    counts = (
        (len(outcome.signed), "sign"),
        (len(outcome.duplicates), "twice"),
        (len(outcome.waiting), "to be decided"),
        (len(outcome.repeated), "wait already"),
        (len(outcome.faulty), "to be mended"),
        (outcome.known, "known"),
    )
    return ", ".join(f"{count} {what}" for count, what in counts if count) or "no rows"
