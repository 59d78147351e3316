"""A new letter: template, language and dates, and what goes in; what is unresolved is ticked already."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Grid, Vertical
from textual.screen import Screen
from textual.widgets import Static

from correspondence.errors import CorrespondenceError
from correspondence.letters import words
from correspondence.letters.new import Choices, Request, choices
from correspondence.letters.templates import DEFAULT
from correspondence.store.reading import reading
from correspondence.tui import letteracts, shown
from correspondence.tui.screens.fields import Field, lines, values
from correspondence.tui.widgets.keybar import KeyBar
from correspondence.tui.widgets.listing import Listing
from correspondence.tui.widgets.rows import Column, Row, Rows
from correspondence.tui.widgets.titlebar import TitleBar
from correspondence.workspace import Workspace

_COLUMNS = (Column("", 4), Column("", 11), Column("What goes in"), Column("Asked", 5, right=True, roomy=60))
_SINCE = Column("Since", 10, roomy=70)


@dataclass(frozen=True, slots=True)
class _Tick:
    """Something that may go in: of which kind, what it is, and how it is ticked (`to` and `cc` for people)."""

    kind: str
    id: str
    text: str
    ticked: str
    asked: str = ""
    since: str = ""
    muted: bool = False

    @property
    def key(self) -> str:
        return f"{self.kind} {self.id}"

    def turned(self) -> "_Tick":
        """Ticked, or not; a person is written to, gets a copy, or neither."""
        rounds = ("to", "cc", "") if self.kind == "person" else ("✓", "")
        return replace(self, ticked=rounds[(rounds.index(self.ticked) + 1) % len(rounds)])

    def row(self) -> Row:
        tone = "muted" if self.muted and not self.ticked else ""
        cells = (
            (self.ticked, "good"),
            (self.kind, "muted"),
            (shown.line(self.text), tone),
            (self.asked, "muted"),
            (self.since, "muted"),
        )
        return Row(self.key, cells, f"{self.kind} {self.id} {self.text}".casefold())


class NewLetterScreen(Screen[str | None]):
    """Asks what a new letter of a thread is made of, begins it, and gives its identifier."""

    CSS_PATH = "newletter.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Cancel"),
        Binding("ctrl+s", "begin", "Begin", tooltip="Begin the letter with what is ticked"),
        Binding("space", "turn", "Tick", tooltip="Tick what the cursor is on, or not; people: to, copy, neither"),
        Binding("a", "turn_all('✓')", "All", tooltip="Tick all of this kind"),
        Binding("d", "turn_all('')", "None", tooltip="Tick none of this kind"),
        Binding("q", "quit", "Quit", tooltip="Leave the program, without a letter"),
    ]

    def __init__(self, workspace: Workspace, thread: str, today: date) -> None:
        super().__init__()
        self._workspace = workspace
        self._thread = thread
        self._today = today
        with reading(workspace) as reader:
            self._choices = choices(reader, workspace, thread, today)
        languages = {*words.languages(workspace.template_folders()), self._choices.language}
        self._fields = _fields(self._choices, sorted(languages))
        self._ticks = {tick.key: tick for tick in _ticks(self._choices)}
        self._first = dict(self._ticks)
        self._warned = False

    def compose(self) -> ComposeResult:
        """The data, and what goes in."""
        yield TitleBar()
        with Container():
            with Vertical(id="data"):
                with Grid():
                    yield from lines(self._fields)
                yield Static(id="told")
            yield Listing(Rows((*_COLUMNS, _SINCE), empty="Nothing to put in yet."), id="ticks")
        yield KeyBar()

    def on_mount(self) -> None:
        """The template first."""
        self.title = "New letter"
        self._show()
        self.query_one("#template").focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Ticking is for the list."""
        return action not in ("turn", "turn_all") or self.query_one("#ticks", Listing).rows.has_focus

    @on(Rows.Chosen)
    def _chosen(self, event: Rows.Chosen) -> None:
        event.stop()
        self.action_turn()

    @on(Rows.Highlighted)
    def _highlighted(self, event: Rows.Highlighted) -> None:
        event.stop()

    def action_turn(self) -> None:
        """Tick what the cursor is on, or take the tick away."""
        key = self.query_one("#ticks", Listing).rows.key
        if key is not None:
            self._ticks[key] = self._ticks[key].turned()
            self._show()

    def action_turn_all(self, ticked: str) -> None:
        """Tick all of the kind that the cursor is on, or none."""
        kind = (self.query_one("#ticks", Listing).rows.key or "").partition(" ")[0]
        for key, tick in self._ticks.items():
            if tick.kind == kind:
                self._ticks[key] = replace(tick, ticked="to" if ticked and kind == "person" else ticked)
        self._show()

    def action_leave(self) -> None:
        """Take the filter away, else leave; what was chosen is not thrown away at the first press."""
        if not self.query_one("#ticks", Listing).clear() and self._lets_go("Esc again leaves"):
            self.dismiss(None)

    async def action_quit(self) -> None:
        """Leave the program; what was chosen is not thrown away at the first press."""
        if self._lets_go("q again leaves the program"):
            self.app.exit()

    def _lets_go(self, again: str) -> bool:
        """Whether what was chosen may be let go: nothing was, or the user has been told."""
        said = values(self, self._fields)
        if self._warned or not (self._ticks != self._first or said["title"] or said["date"]):
            return True
        self._warned = True
        self._tell(f"{again} without a letter; Ctrl+S begins it", "warn")
        return False

    @work(exclusive=True, thread=True)
    def action_begin(self) -> None:
        """Begin the letter."""
        try:
            made = letteracts.begin_letter(self._workspace, self._request(), self._today)
        except CorrespondenceError as error:
            self.call_later(self._tell, str(error), "bad")
        else:
            self.call_later(self._done, made)

    def _done(self, made: str) -> None:
        self.dismiss(made)

    def _request(self) -> Request:
        """What was chosen; where nothing was changed the letter follows the thread."""
        said = values(self, self._fields)
        return Request(
            thread=self._thread,
            template=said["template"],
            title=said["title"],
            language=said["language"],
            date=said["date"] or None,
            reply_by=said["reply_by"] or None,
            to=self._names("person", "to"),
            cc=self._names("person", "cc"),
            in_reply_to=self._names("message", "✓"),
            questions=self._changed("question"),
            undertakings=self._changed("undertaking"),
        )

    def _changed(self, kind: str) -> Sequence[str] | None:
        same = all(self._first[key] == tick for key, tick in self._ticks.items() if tick.kind == kind)
        return None if same else self._names(kind, "✓")

    def _names(self, kind: str, ticked: str) -> list[str]:
        return [tick.id for tick in self._ticks.values() if tick.kind == kind and tick.ticked == ticked]

    def _show(self) -> None:
        listing = self.query_one("#ticks", Listing)
        listing.show([tick.row() for tick in self._ticks.values()])
        count = len(self._names("question", "✓"))
        listing.border_title = f"{count} question{'' if count == 1 else 's'} in"

    def _tell(self, text: str, tone: str) -> None:
        told = self.query_one("#told", Static)
        told.update(shown.words(text, tone))
        told.display = True


def _ticks(found: Choices) -> Iterator[_Tick]:
    """All that may go in: people, messages, questions, undertakings."""
    first = next((choice.contact.name for choice in found.contacts if choice.serves), "")
    for choice in found.contacts:
        who = choice.contact
        text = ", ".join(filter(None, (f"{who.honorific} {who.name}".strip(), who.role, who.organization)))
        yield _Tick("person", who.name, text, "to" if who.name == first else "", muted=not choice.serves)
    for message in found.messages:
        row = message.message
        yield _Tick("message", row.id, row.title or row.id, "✓" if message.ticked else "", since=row.date or "")
    for question in found.questions:
        asked = question.question
        yield _Tick(
            "question",
            asked.id,
            asked.text,
            "✓" if question.ticked else "",
            f"{asked.times_asked}×",
            asked.first_asked or "",
            muted=asked.status.resolved,
        )
    for undertaking in found.undertakings:
        given = undertaking.undertaking
        yield _Tick("undertaking", given.id, given.statement, "✓" if undertaking.ticked else "")


def _fields(found: Choices, languages: Sequence[str]) -> tuple[Field, ...]:
    """What can be filled in of a new letter."""
    names = found.templates
    template = DEFAULT if DEFAULT in names else names[0]
    return (
        Field("template", "Template", template, options=tuple((name, name) for name in names)),
        Field("language", "Language", found.language, options=tuple((name, name) for name in languages)),
        Field("title", "Title", hint="else by template and addressee"),
        Field("date", "Date", hint="2021, 2021-04 or 2021-04-27"),
        Field("reply_by", "Reply by", found.reply_by, "else by the thread’s custom"),
    )
