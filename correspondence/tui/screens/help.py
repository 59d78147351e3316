"""Help: what every key does on the screen that was open."""

from collections.abc import Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

_MARKS = (
    ("←  →  ·", "came in, went out, a source to quote"),
    ("✓ ◐ ↷ ✗", "answered, partly answered, evaded, refused"),
    ("⇄ ○ ·", "contradicted, passed over by a reply, open"),
    ("– »", "withdrawn, superseded"),
)


class HelpScreen(ModalScreen[None]):
    """The keys and the marks."""

    CSS_PATH = "help.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,question_mark,q", "dismiss(None)", "Close")]

    def __init__(self, keys: Iterable[tuple[str, str]]) -> None:
        super().__init__()
        self._keys = tuple(keys)

    def compose(self) -> ComposeResult:
        """Keys, then marks."""
        width = max((len(key) for key, _ in self._keys), default=0) + 3
        lines = [Content.styled("Keys", "bold $text-accent")]
        lines += [Content.assemble((f"{key:<{width}}", "bold"), Content(does)) for key, does in self._keys]
        lines += [Content(""), Content.styled("Marks", "bold $text-accent")]
        lines += [Content.assemble((f"{mark:<{width}}", "bold"), Content(means)) for mark, means in _MARKS]
        with VerticalScroll() as box:
            box.border_subtitle = "Esc closes"
            yield Static(Content("\n").join(lines))
