"""Who has signed a letter, and which of its texts; on top what came in and waits for a person's word."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import ClassVar
from zoneinfo import ZoneInfo

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content

from correspondence.overview import letters, mailing
from correspondence.overview.letters import LetterDetail, SignOnRow
from correspondence.overview.mailing import AnswerRow, CallRow
from correspondence.store.reading import Reader
from correspondence.tui import deciding, shown
from correspondence.tui.tabs.tab import LetterTab
from correspondence.tui.widgets.pane import Pane
from correspondence.tui.widgets.rows import Column, Row, Rows

_COLUMNS = (
    Column("", 1),
    Column("State", 16),
    Column("Name"),
    Column("Text", 4, right=True, roomy=90),
    Column("Through", 8, roomy=90),
    Column("When", 10, roomy=100),
)
_ANSWER = "answer "
_PENDING = "pending"


@dataclass(frozen=True, slots=True)
class _Found:
    """A letter, its call, its roll in the order in which it is printed, and all that came in."""

    letter: LetterDetail
    call: CallRow | None
    signons: list[SignOnRow]
    answers: list[AnswerRow]

    @property
    def newest(self) -> int | None:
        """The number of the newest text."""
        return self.letter.revisions[-1].text_number if self.letter.revisions else None


class SignOnsTab(LetterTab):
    """What waits, then the roll in the order in which the names are printed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("w", "screen.go('signons')", "All", tooltip="All on its sign-ons: call, mails, answers"),
        Binding(
            "c", "confirm", "Confirm", tooltip="Let an answer count as it says; twice when something speaks against it"
        ),
        Binding("r", "reject", "Reject", tooltip="Let an answer count for nothing; it stays on record"),
    ]

    _found: _Found | None = None
    _warned = ""

    def compose(self) -> ComposeResult:
        """The list, and the evidence of what the cursor stands on."""
        yield Pane(Rows(_COLUMNS, empty="Nobody has answered yet."), self._detail, id="signons-list")

    def take_focus(self) -> None:
        """The list."""
        self.query_one(Pane).listing.rows.focus()

    def read(self, reader: Reader) -> _Found:
        """The letter, its sign-ons, and what came in."""
        return _Found(
            letters.letter(reader, self._letter, self._thread),
            mailing.call(reader, self._letter, self._thread),
            letters.signons(reader, self._letter, self._thread),
            mailing.answers(reader, self._letter, self._thread),
        )

    def show(self, found: _Found) -> None:
        """Show them, with the count of each state and the time until the deadline."""
        self._found = found
        waiting = [row for row in found.answers if row.state == _PENDING]
        rows = [_answer(row) for row in waiting]
        rows += [_row(n, row, found.newest) for n, row in enumerate(found.signons)]
        pane = self.query_one(Pane)
        pane.show(rows)
        states = [row.state(found.newest) for row in found.signons]
        counts = [f"{len(waiting)} waiting"] if waiting else []
        counts += [f"{states.count(state)} {state}" for state in dict.fromkeys(states)]
        if found.call is not None:
            counts.append(_until(found.call, datetime.now(UTC)))
        pane.border_subtitle = shown.line(" · ".join(counts))
        pane.show_detail()

    def action_confirm(self) -> None:
        """Let the answer under the cursor count; when something speaks against it, at the second time."""
        row = self._answer_here()
        if row is None:
            return
        key = f"{_ANSWER}{row.number}"
        if row.checks and self._warned != key:
            self._warned = key
            self.tell(f"{'; '.join(row.checks)}. Press c again to confirm it all the same")
            return
        self.act(partial(deciding.confirm, self._workspace, self._thread, self._letter, row.number))

    def action_reject(self) -> None:
        """Let the answer under the cursor count for nothing."""
        row = self._answer_here()
        if row is not None:
            self.act(partial(deciding.reject, self._workspace, self._thread, self._letter, row.number))

    def _answer_here(self) -> AnswerRow | None:
        key = self.query_one(Pane).listing.rows.key or ""
        if self._found is None or not key.startswith(_ANSWER):
            self.tell("Nothing to decide here: what waits stands on top")
            return None
        number = int(key.removeprefix(_ANSWER))
        return next((row for row in self._found.answers if row.number == number), None)

    def _detail(self, key: str) -> Content:
        """The evidence of an answer, or all that is behind a signature."""
        found = self._found
        assert found is not None
        if key.startswith(_ANSWER):
            number = int(key.removeprefix(_ANSWER))
            return shown.joined(_evidence(next(row for row in found.answers if row.number == number)))
        row = found.signons[int(key)]
        parts = [shown.words(row.name, "strong"), Content(""), shown.label("State", row.state(found.newest))]
        for name, value in (
            ("Text", f"revision {row.revision}" if row.revision else ""), ("Kind", row.kind),
            ("By", row.representative), ("Role", row.role), ("Country", row.country), ("Through", row.channel),
            ("When", row.at),
        ):  # fmt: skip
            if value:
                parts.append(shown.label(name, value))
        for answer in found.answers:
            if answer.signon == row.name:
                parts += [Content(""), *_evidence(answer)]
        return shown.joined(parts)


def _answer(row: AnswerRow) -> Row:
    name = row.signon or row.name or row.sender or "?"
    mark, tone = ("!", "bad") if row.checks else ("·", "warn")
    cells = (
        (mark, tone), (f"waits: {row.says}"[:16], tone), (shown.line(name), ""),
        ("" if row.revision is None else str(row.revision), "muted"), (row.channel, "muted"),
        ((row.said_at or row.received_at)[:10], "muted"),
    )  # fmt: skip
    return Row(f"{_ANSWER}{row.number}", cells, f"{name} waits {row.says} {row.channel} {row.sender}".casefold())


def _evidence(row: AnswerRow) -> list[Content]:
    """What came in, how it was matched, and what speaks against believing it."""
    parts = [shown.heading(f"Answer {row.number}: {row.says}, {row.state}")]
    parts += [shown.words(f"! {check}", "bad") for check in row.checks]
    for name, value in (
        ("Words", row.passage), ("From", row.sender), ("Name", row.name), ("By", row.representative),
        ("Role", row.role), ("Address", row.email), ("Country", row.country), ("Matched", row.matched),
        ("DKIM", row.dkim), ("Comments", row.comments), ("Through", row.channel), ("Said", row.said_at),
        ("Came in", row.received_at), ("Row", str(row.place or "")), ("Decided", row.decided_at),
        ("by", row.decided_by), ("File", row.evidence),
    ):  # fmt: skip
        if value:
            parts.append(shown.label(name, value))
    parts += [shown.label(heading[:11], cell) for heading, cell in row.cells.items()]
    return parts


def _until(call: CallRow, now: datetime) -> str:
    """How long there is until the deadline."""
    left = datetime.fromisoformat(call.deadline).replace(tzinfo=ZoneInfo(call.zone)) - now
    if left.total_seconds() <= 0:
        return "the deadline is over"
    return f"{left.days} d left" if left.days else f"{left.seconds // 3600} h left"


def _row(number: int, row: SignOnRow, newest: int | None) -> Row:
    state = row.state(newest)
    mark, tone = shown.SIGNON_MARKS.get(state, ("–", "muted"))
    name = f"{row.name}, {row.role}" if row.kind == "person" and row.role else row.name
    cells = (
        (mark, tone),
        (state, tone),
        (shown.line(name), ""),
        ("" if row.revision is None else str(row.revision), "muted"),
        (row.channel, "muted"),
        (row.at[:10], "muted"),
    )
    return Row(str(number), cells, f"{row.name} {state} {row.channel} {row.role}".casefold())
