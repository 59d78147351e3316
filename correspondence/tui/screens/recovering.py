"""Words that were typed and not saved before the program ended: take them up again, or throw them away."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from correspondence.letters.autosave import Recovered, recovered
from correspondence.overview.letters import LetterDetail, UnsavedRow
from correspondence.text.worddiff import changed_words, word_diff
from correspondence.tui import shown
from correspondence.tui.differences import difference
from correspondence.tui.widgets.pane import Pane
from correspondence.tui.widgets.rows import Column, Row, Rows

_COLUMNS = (Column("Last typed", 20), Column("Words", 6, right=True), Column(""))


@dataclass(frozen=True, slots=True)
class Decision:
    """What to do with what an editor held: take it up, or else throw it away."""

    found: Recovered
    take: bool


class RecoveringScreen(ModalScreen[Decision | None]):
    """Shows what was not saved beside the letter as it is; gives a decision on one of them, or None for later."""

    CSS_PATH = "merging.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("d", "decide(False)", "Throw away", tooltip="Throw these words away for good"),
        Binding("escape", "dismiss(None)", "Later"),
    ]

    def __init__(self, letter: LetterDetail, unsaved: Sequence[UnsavedRow]) -> None:
        super().__init__()
        self._found = {row.editor: recovered(letter, row) for row in unsaved}
        self._diffs = {row.editor: word_diff(letter.body, row.body) for row in unsaved}
        self._sure = ""

    def compose(self) -> ComposeResult:
        """What happened, what there is, and how it differs."""
        with Vertical():
            yield Static(shown.heading("Words that you typed were not saved"))
            yield Static(
                shown.words("The program ended before, or the letter is open elsewhere. Nothing is lost.", "muted")
            )
            yield Pane(Rows(_COLUMNS), self._detail, id="unsaved", opens=self._take)
            yield Static(
                Content("Enter takes them up, d throws them away, Esc leaves them for later").stylize("dim"), id="hint"
            )

    def on_mount(self) -> None:
        """What was typed last."""
        self.query_one(Pane).show([self._row(found.unsaved) for found in self._found.values()])
        self.query_one(Rows).focus()

    def action_decide(self, take: bool) -> None:
        """Take up what the cursor stands on, or throw it away, which is asked twice."""
        key = self.query_one(Rows).key or ""
        if take or self._sure == key:
            self.dismiss(Decision(self._found[key], take))
            return
        self._sure = key
        self.query_one("#hint", Static).update(shown.words("d again throws these words away for good", "warn"))

    def _take(self, _key: str) -> None:
        self.action_decide(take=True)

    def _row(self, unsaved: UnsavedRow) -> Row:
        words = changed_words(self._diffs[unsaved.editor])
        stale = "the letter was changed since: both are merged" if self._found[unsaved.editor].stale else ""
        when = unsaved.at.replace("T", " ").removesuffix("Z")
        return Row(unsaved.editor, ((when, ""), (str(words), ""), (stale, "warn")), when)

    def _detail(self, key: str) -> Content:
        return difference(self._diffs[key])
