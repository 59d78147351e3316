"""A text with a few choices: a new question, a new undertaking, what has become of one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Grid, Vertical
from textual.content import Content
from textual.widgets import Label, Select, Static, TextArea

from correspondence.tui import shown
from correspondence.tui.screens.typed import TypingScreen


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several values, or none.

    Attributes:
        name: under which the answer is given.
        title: what the user reads beside it.
        options: what the user reads, with its value, each.
        value: the one that is chosen at first; empty for none.
        none: what the user reads for none.
    """

    name: str
    title: str
    options: tuple[tuple[str, str], ...]
    value: str = ""
    none: str = "none"


@dataclass(frozen=True, slots=True)
class Filled:
    """What the user said: the text, and the value of each choice, empty for none."""

    text: str
    chosen: dict[str, str]


class FormScreen(TypingScreen[Filled]):
    """Asks for a text, which may be prefilled, and for choices."""

    CSS_PATH = "form.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Cancel"),
        Binding("ctrl+s", "keep", "Save"),
    ]

    def __init__(
        self,
        title: str,
        *,
        about: str = "",
        warning: str = "",
        text: str = "",
        choices: Sequence[Choice] = (),
        needs_text: bool = True,
    ) -> None:
        super().__init__()
        self._heading = title
        self._about = about
        self._warning = warning  # while there is one, the first Ctrl+S only asks for a second
        self._text = text
        self._choices = tuple(choices)
        self._needs_text = needs_text
        self._warned = False
        self.set_class(bool(warning), "-warning")

    def compose(self) -> ComposeResult:
        """The heading, the words it is about, the text, the choices."""
        with Vertical():
            yield Static(shown.heading(self._heading))
            if self._about:
                yield Static(shown.words(shown.quoted(self._about), "muted"), id="about")
            if self._warning:
                yield Static(shown.words(shown.line(self._warning), "warn"), id="warning")
            area = TextArea(self._text, soft_wrap=True, tab_behavior="focus")
            area.cursor_blink = False
            yield area
            with Grid():
                for choice in self._choices:
                    yield Label(Content(shown.line(choice.title)))
                    yield _select(choice)
            yield Static(Content("Tab to the choices; Ctrl+S saves, Esc leaves").stylize("dim"), id="hint")

    def on_mount(self) -> None:
        """The cursor at the end of what is there."""
        area = self.query_one(TextArea)
        area.move_cursor(area.document.end)
        area.focus()

    def action_keep(self) -> None:
        """Take what was typed and chosen."""
        text = self.query_one(TextArea).text.strip()
        if self._needs_text and not text:
            self.hint("Words are needed here; Esc leaves")
            return
        if self._warning and not self._warned:
            self._warned = True
            self.hint("See the warning above: Ctrl+S once more does it all the same; Esc leaves")
            return
        self.dismiss(Filled(text, self._chosen()))

    @property
    def typed(self) -> bool:
        """Whether the text is another one than it was at first."""
        return self.query_one(TextArea).text != self._text

    def _chosen(self) -> dict[str, str]:
        found = {}
        for choice in self._choices:
            value = self.query_one(f"#{choice.name}", Select).value
            found[choice.name] = value if isinstance(value, str) else ""
        return found


def _select(choice: Choice) -> Select[str]:
    options = [(Content(shown.line(label)), value) for label, value in choice.options]
    given = any(value == choice.value for _, value in choice.options)
    prompt = shown.line(choice.none)
    return Select(options, prompt=prompt, id=choice.name, compact=True, value=choice.value if given else Select.NULL)
