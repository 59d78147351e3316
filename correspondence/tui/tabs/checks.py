"""What the checks find in a letter, each with its place: Enter goes there, and what is safe is mended with a key."""

from datetime import UTC, datetime
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content

from correspondence.errors import Finding, Severity
from correspondence.overview import letters
from correspondence.store.reading import Reader
from correspondence.tui import letteracts, shown
from correspondence.tui.tabs.tab import LetterTab
from correspondence.tui.widgets.pane import Pane
from correspondence.tui.widgets.rows import Column, Row, Rows

_COLUMNS = (Column("", 1), Column("Where", 18), Column("What"), Column("Check", 22, roomy=90))


class ChecksTab(LetterTab):
    """The findings in the order of the text."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("m", "mend", "Mend", tooltip="Make the change that this finding proposes"),
        Binding("M", "mend_all", "Mend all", tooltip="Make all changes that are safe"),
        Binding("r", "look_again", "Check again", tooltip="Run the checks again"),
    ]

    _version = 0
    _found: tuple[Finding, ...] = ()

    def compose(self) -> ComposeResult:
        """The findings, and one of them in full."""
        rows = Rows(_COLUMNS, empty="Checking …")
        yield Pane(rows, self._detail, id="checks-list", opens=self._go)

    @property
    def _rows(self) -> Rows:
        return self.query_one(Pane).listing.rows

    def take_focus(self) -> None:
        """The list."""
        self._rows.focus()

    def read(self, reader: Reader) -> tuple[int, tuple[Finding, ...]]:
        """Run the checks."""
        from correspondence.publish.gate import check

        letter = letters.letter(reader, self._letter, self._thread)
        found = check(reader, self._workspace, f"{self._thread}/{self._letter}", now=datetime.now(UTC))
        return letter.version, found

    def show(self, found: tuple[int, tuple[Finding, ...]]) -> None:
        """Show what they found."""
        self._version, self._found = found
        pane = self.query_one(Pane)
        pane.show([_row(n, finding) for n, finding in enumerate(self._found)])
        errors = sum(finding.severity is Severity.ERROR for finding in self._found)
        told = f"{errors} would stop it · " if errors else ""
        pane.border_subtitle = f"{told}{len(self._found)} found" if self._found else ""
        if not self._found:
            self._rows.show([], empty="Nothing stands in its way.")

    def action_look_again(self) -> None:
        """Run the checks again."""
        self.look()

    def action_mend(self) -> None:
        """Make the change that the finding under the cursor proposes."""
        key = self._rows.key
        if key is None:
            return
        finding = self._found[int(key)]
        if finding.remedy is None:
            self.tell("this one needs your words: Enter goes to its place")
            return
        self._mend([finding])

    def action_mend_all(self) -> None:
        """Make all changes that are safe."""
        self._mend([finding for finding in self._found if finding.remedy is not None])

    def _mend(self, findings: list[Finding]) -> None:
        version = self._version

        def do() -> str:
            count = letteracts.mend_letter(self._workspace, self._thread, self._letter, findings, version)
            return "nothing could be mended" if not count else f"{count} mended"

        self.act(do)

    def _go(self, key: str) -> None:
        spot = self._found[int(key)].spot
        if spot is not None and spot.part == "body":
            self.post_message(self.GoTo(spot.line, spot.column))
        else:
            self.tell("this one is not in the body")

    def _detail(self, key: str) -> Content:
        finding = self._found[int(key)]
        _, tone = shown.SEVERITY_MARKS[finding.severity]
        parts = [
            shown.words(f"{finding.place}", "strong"),
            Content(""),
            shown.words(finding.reason, tone),
        ]
        if finding.fix:
            parts += [Content(""), shown.words(finding.fix)]
        if finding.remedy is not None:
            parts += [
                Content(""),
                shown.words("m makes this change:", "muted"),
                shown.words(finding.remedy.text, "good"),
            ]
        return shown.joined([*parts, Content(""), shown.words(finding.code, "muted")])


def _row(number: int, finding: Finding) -> Row:
    cells = (
        shown.SEVERITY_MARKS[finding.severity],
        (shown.line(finding.place), ""),
        (shown.line(finding.reason), ""),
        (finding.code, "muted"),
    )
    return Row(str(number), cells, f"{finding.code} {finding.place} {finding.reason}".casefold())
