"""A few words from the user: a note on a verdict, with the manner."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static, TextArea
from textual.widgets.option_list import Option

from correspondence.tui import shown
from correspondence.tui.screens.typed import TypingScreen
from correspondence.vocabulary import Manner, Verdict

_KEYS = "Tab to the choices, Enter takes one; Ctrl+S takes the marked one; Esc leaves"


@dataclass(frozen=True, slots=True)
class Wording:
    """What the user said.

    Attributes:
        text: a note.
        verdict: which verdict it goes with.
        manner: how the reply deals with the question.
    """

    text: str = ""
    verdict: Verdict | None = None
    manner: Manner | None = None


class WordingScreen(TypingScreen[Wording]):
    """Asks for words and, where there is a choice, for one of a few."""

    CSS_PATH = "wording.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Cancel"),
        Binding("ctrl+s", "keep", "Save"),
    ]

    def __init__(self, title: str, about: str, choices: Sequence[tuple[str, Wording]], begin: int) -> None:
        super().__init__()
        self._title = title
        self._about = about
        self._choices = tuple(choices)
        self._begin = begin

    @classmethod
    def of_verdict(cls, question: str, verdict: Verdict) -> "WordingScreen":
        """A verdict with a manner and a note; the cursor is on `verdict`."""
        choices = [
            (f"{one}{f', {manner}' if manner else ''}", Wording(verdict=one, manner=manner))
            for one, manners in _MANNERS.items()
            for manner in (None, *manners)
        ]
        begin = next(n for n, (_, wording) in enumerate(choices) if wording.verdict is verdict)
        return cls("Verdict with a note", question, choices, begin)

    def compose(self) -> ComposeResult:
        """The words, then the choice that ends it."""
        with Vertical():
            yield Static(shown.heading(self._title))
            yield Static(shown.words(self._about, "muted"))
            area = TextArea(soft_wrap=True, tab_behavior="focus")
            area.cursor_blink = False
            yield area
            yield OptionList(*(Option(Content(shown.line(name))) for name, _ in self._choices))
            yield Static(shown.words(_KEYS, "muted"), id="hint")

    def on_mount(self) -> None:
        """The verdict first: the note is optional."""
        self.query_one(OptionList).focus()
        self.query_one(OptionList).highlighted = self._begin

    @property
    def typed(self) -> bool:
        """Whether there is a note."""
        return bool(self.query_one(TextArea).text.strip())

    def action_keep(self) -> None:
        """Take the choice under the cursor."""
        self._take(self.query_one(OptionList).highlighted or 0)

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self._take(event.option_index)

    def _take(self, number: int) -> None:
        text = self.query_one(TextArea).text.strip()
        choice = self._choices[number][1]
        self.dismiss(Wording(text, choice.verdict, choice.manner))


_MANNERS: dict[Verdict, tuple[Manner, ...]] = {
    Verdict.ANSWERED: (Manner.EXPLICIT, Manner.IMPLICIT),
    Verdict.PARTIAL: (Manner.PARTIAL, Manner.GENERAL),
    Verdict.EVADED: (Manner.GENERAL, Manner.DODGING, Manner.DEFLECTION, Manner.CLARIFICATION),
    Verdict.REFUSED: (Manner.DECLINING, Manner.CLAIMS_IGNORANCE),
}
