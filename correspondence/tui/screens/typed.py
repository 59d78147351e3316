"""Forms that lose nothing: what was typed is not thrown away at the first press of a key."""

from typing import Generic, TypeVar

from textual.screen import ModalScreen
from textual.widgets import Static

from correspondence.tui import shown

T = TypeVar("T")
_AGAIN = "Esc again throws away what you typed; Ctrl+S saves it"


class TypingScreen(ModalScreen[T | None], Generic[T]):
    """Asks for words; gives what was made of them, or None."""

    def __init__(self) -> None:
        super().__init__()
        self._warned = False

    @property
    def typed(self) -> bool:
        """Whether somebody typed anything that would be lost."""
        raise NotImplementedError

    def action_leave(self) -> None:
        """Leave; when something was typed, at the second press."""
        if self.typed and not self._warned:
            self._warned = True
            self.hint(_AGAIN)
        else:
            self.dismiss(None)

    def hint(self, text: str) -> None:
        """Say something in the place of what the keys do."""
        self.query_one("#hint", Static).update(shown.words(text, "warn"))
