"""Who has signed a letter, and which of its texts; on top what came in and waits for a person's word."""

from datetime import UTC, datetime
from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content

from correspondence.overview.letters import SignOnRow
from correspondence.overview.mailing import AnswerRow, CallRow
from correspondence.store.reading import Reader
from correspondence.tui import roll, shown, signing
from correspondence.tui.roll import Roll
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
_ANSWER, _NAME = "answer ", "name "  # what a row's key begins with


class SignOnsTab(LetterTab):
    """What waits, then the roll in the order in which the names are printed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("w", "screen.go('signons')", "All", tooltip="All on its sign-ons: call, mails, answers"),
        Binding(
            "c", "confirm", "Confirm", tooltip="Let an answer count as it says; twice when something speaks against it"
        ),
        Binding("d", "reject", "Reject", tooltip="The answer counts for nothing; it stays on record"),
    ]

    _found: Roll | None = None

    def compose(self) -> ComposeResult:
        """The list, and the evidence of what the cursor stands on."""
        yield Pane(Rows(_COLUMNS, empty="Nobody has answered yet."), self._detail, id="signons-list")

    def take_focus(self) -> None:
        """The list."""
        self.query_one(Pane).listing.rows.focus()

    def read(self, reader: Reader) -> Roll:
        """The letter, its sign-ons, and what came in."""
        return roll.read(reader, self._thread, self._letter)

    def show(self, found: Roll) -> None:
        """Show them, with the count of each state and the time until the deadline."""
        self._found = found
        rows = [_answer(row) for row in found.waiting]
        rows += [_row(row, found.newest) for row in found.signons.values()]
        pane = self.query_one(Pane)
        pane.show(rows)
        states = [row.state(found.newest) for row in found.signons.values()]
        counts = [f"{len(found.waiting)} waiting"] if found.waiting else []
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
        if row.checks and not self._twice(f"{'; '.join(row.checks)}. Press c again to confirm it all the same"):
            return
        self.act(partial(signing.confirm, self._workspace, self._thread, self._letter, row.number))

    def action_reject(self) -> None:
        """Let the answer under the cursor count for nothing, when the key is pressed a second time."""
        row = self._answer_here()
        if row is not None and self._twice(f"d again: answer {row.number} counts for nothing, and stays on record"):
            self.act(partial(signing.reject, self._workspace, self._thread, self._letter, row.number))

    def _answer_here(self) -> AnswerRow | None:
        key = self.query_one(Pane).listing.rows.key or ""
        if self._found is None or not key.startswith(_ANSWER):
            self.tell("Nothing to decide here: what waits stands on top")
            return None
        return self._found.answers.get(int(key.removeprefix(_ANSWER)))

    def _detail(self, key: str) -> Content:
        """The evidence of an answer, or all that is behind a signature."""
        found = self._found
        assert found is not None
        if key.startswith(_ANSWER):
            return shown.joined(_evidence(found.answers[int(key.removeprefix(_ANSWER))]))
        row = found.signons[key.removeprefix(_NAME)]
        parts = [shown.words(row.name, "strong"), Content(""), shown.label("State", row.state(found.newest))]
        parts += shown.labels(
            ("Text", f"revision {row.revision}" if row.revision else ""),
            ("Kind", row.kind),
            ("By", row.representative),
            ("Role", row.role),
            ("Country", row.country),
            ("Through", row.channel),
            ("When", row.at),
        )
        for answer in found.answers.values():
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
    parts += shown.labels(
        ("Words", row.passage),
        ("From", row.sender),
        ("Name", row.name),
        ("By", row.representative),
        ("Role", row.role),
        ("Address", row.email),
        ("Country", row.country),
        ("Matched", row.matched),
        ("DKIM", row.dkim),
        ("Comments", row.comments),
        ("Through", row.channel),
        ("Said", row.said_at),
        ("Came in", row.received_at),
        ("Row", str(row.place or "")),
        ("Decided", row.decided_at),
        ("by", row.decided_by),
        ("File", row.evidence),
    )
    parts += [shown.label(heading[:11], cell) for heading, cell in row.cells.items()]
    return parts


def _until(call: CallRow, now: datetime) -> str:
    """How long there is until the deadline."""
    left = call.moment - now
    if left.total_seconds() <= 0:
        return "the deadline is over"
    return f"{left.days} d left" if left.days else f"{left.seconds // 3600} h left"


def _row(row: SignOnRow, newest: int | None) -> Row:
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
    return Row(f"{_NAME}{row.name}", cells, f"{row.name} {state} {row.channel} {row.role}".casefold())
