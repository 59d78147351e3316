"""One question: the words it was asked in, and side by side what every reply said to it and how that was judged."""

from collections.abc import Iterable
from itertools import groupby
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import HorizontalScroll, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from correspondence.overview import questions
from correspondence.overview.questions import AskedRow, EvidenceRow, PassageRow
from correspondence.store.reading import reading
from correspondence.tui import shown
from correspondence.vocabulary import QuestionStatus
from correspondence.workspace import Workspace

_NARROWEST = 36  # cells of a column


class EvidenceScreen(ModalScreen[None]):
    """The evidence on a question, a column for each reply."""

    CSS_PATH = "evidence.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss(None)", "Close"),
        Binding("right,l,tab", "column(1)", "Next reply", tooltip="The next reply, or the one before"),
        Binding("left,h,shift+tab", "column(-1)", "Previous reply", show=False),
    ]

    def __init__(self, workspace: Workspace, thread: str, question: str, *, reply: str = "") -> None:
        super().__init__()
        with reading(workspace) as reader:
            self._row = questions.question(reader, question, thread)
            self._asked = questions.asked(reader, question, thread)
            self._origin = questions.origin(reader, question, thread)
            verdicts = questions.evidence(reader, question, thread, retracted=True)
        self._replies = [(name, list(rows)) for name, rows in groupby(reversed(verdicts), lambda row: row.message)]
        self._first = reply

    def compose(self) -> ComposeResult:
        """The question, then columns."""
        mark, tone = shown.STATUS_MARKS[self._row.status]
        with Vertical():
            yield Static(shown.words(self._row.text, "strong"), id="question")
            yield Static(shown.words(f"{mark} {self._row.status}, asked {self._row.times_asked}×", tone))
            with HorizontalScroll(can_focus=False):
                yield _column("asked", _asked(self._asked, self._origin))
                for name, verdicts in self._replies:
                    yield _column(_reply_title(verdicts), _judged(name, verdicts))
                if not self._replies:
                    yield _column("replies", [shown.words("No reply has been assessed on it.", "muted")])
            yield Static(Content("← → from reply to reply, ↑ ↓ within one, Esc closes").stylize("dim"))

    def on_mount(self) -> None:
        """The reply that was asked for, or the newest."""
        columns = list(self.query(VerticalScroll))
        names = [name for name, _ in self._replies]
        at = names.index(self._first) + 1 if self._first in names else len(columns) - 1
        columns[at].focus()
        self.call_after_refresh(self._bring_into_sight)

    def on_resize(self) -> None:
        """As many columns side by side as there is room for; the others are reached sideways."""
        columns = self.query(VerticalScroll)
        width = max(_NARROWEST, self.query_one(HorizontalScroll).size.width // len(columns))
        for column in columns:
            column.styles.width = width
        self.call_after_refresh(self._bring_into_sight)

    def _bring_into_sight(self) -> None:
        if self.focused is not None:
            self.focused.scroll_visible(animate=False)

    def action_column(self, by: int) -> None:
        """Go to the next reply, or the one before."""
        columns = list(self.query(VerticalScroll))
        now = next((n for n, column in enumerate(columns) if column.has_focus), 0)
        columns[max(0, min(now + by, len(columns) - 1))].focus()


def _column(title: str, parts: Iterable[Content]) -> VerticalScroll:
    column = VerticalScroll(Static(shown.joined(list(parts))), classes="column")
    column.border_title = shown.words(shown.line(title))
    return column


def _reply_title(verdicts: list[EvidenceRow]) -> str:
    return f"{verdicts[0].date or 'undated'} · {verdicts[0].author or verdicts[0].message}"


def _asked(places: list[AskedRow], origin: list[PassageRow]) -> Iterable[Content]:
    for place in places:
        yield shown.words(f"{place.date or 'undated'}", "accent")
        yield shown.words(place.place, "muted")
        yield shown.words(f"“{place.wording}”" if place.wording else "in the words above")
        yield Content("")
    if not places:
        yield shown.words("Not asked yet.", "muted")
        yield Content("")
    for passage in origin:
        yield shown.words("because of", "accent")
        yield from _quoted(passage, "")


def _judged(message: str, verdicts: list[EvidenceRow]) -> Iterable[Content]:
    """What was judged on one reply, what holds first."""
    for row in sorted(verdicts, key=lambda one: not one.holds):
        mark, tone = shown.STATUS_MARKS[QuestionStatus(row.verdict)]
        head = shown.words(f"{mark} {row.verdict}{f', {row.manner}' if row.manner else ''}", tone)
        body = [head, *(line for passage in row.passages for line in _quoted(passage, message))]
        if not row.passages:
            body.append(shown.words("silent: no words to quote", "muted"))
        if row.note:
            body.append(shown.words(row.note))
        if not row.holds:
            body = [part.stylize("strike dim") for part in body]
        yield from body
        yield shown.words(f"{row.by or 'nobody named'}{f', {row.at[:10]}' if row.at else ''}", "muted")
        if not row.holds:
            why = f": {row.retracted_why}" if row.retracted_why else ""
            yield shown.words(f"taken back by {row.retracted_by}, {row.retracted_at[:10]}{why}", "warn")
        yield Content("")


def _quoted(passage: PassageRow, own: str) -> Iterable[Content]:
    yield shown.words(shown.quoted(passage.exact))
    if passage.message != own:
        yield shown.words(f"in {passage.message}", "muted")
