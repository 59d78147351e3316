"""What the tabs beside the body have in common: they read the store when they are shown, and after each act."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from textual import work
from textual.containers import Container
from textual.message import Message

from correspondence.errors import CorrespondenceError
from correspondence.store.reading import Reader, reading
from correspondence.tui.notices import tell
from correspondence.workspace import Workspace

if TYPE_CHECKING:
    from textual.notifications import SeverityLevel


class LetterTab(Container):
    """One tab of a letter."""

    class Acted(Message):
        """Something about the letter was changed here."""

    class GoTo(Message):
        """Somebody wants to see a place of the body: line and column, counted from 1."""

        def __init__(self, line: int, column: int) -> None:
            super().__init__()
            self.line = line
            self.column = column

    def __init__(self, workspace: Workspace, thread: str, letter: str, *, id: str) -> None:
        super().__init__(id=id)
        self._workspace = workspace
        self._thread = thread
        self._letter = letter
        self._pressed = ""

    def read(self, reader: Reader) -> Any:
        """What the tab shows, from the store."""
        raise NotImplementedError

    def show(self, found: Any) -> None:
        """Show what was read."""
        raise NotImplementedError

    def take_focus(self) -> None:
        """Let the tab have the keys."""
        raise NotImplementedError

    @work(thread=True, exclusive=True, group="look")
    def look(self) -> None:
        """Read the store, and show what is there."""
        try:
            with reading(self._workspace) as reader:
                found = self.read(reader)
        except CorrespondenceError as error:
            self.call_later(self.tell, str(error), "error")
        else:
            self.call_later(self._show, found)

    @work(thread=True, group="act")
    def act(self, do: Callable[[], str]) -> None:
        """Change something, tell what came of it, and look again."""
        try:
            told = do()
        except CorrespondenceError as error:
            self.call_later(self.tell, str(error), "error")
            return
        if told:
            self.call_later(self.tell, told)
        self.call_later(self.post_message, self.Acted())
        self.call_later(self.look)

    def tell(self, text: str, severity: "SeverityLevel" = "information") -> None:
        """Tell the user something."""
        tell(self, text, severity)

    def _twice(self, told: str) -> bool:
        """Whether the key was pressed a second time for the same; the first time tells what the second will do."""
        again, self._pressed = self._pressed == told, told
        if again:
            self._pressed = ""
        else:
            tell(self, told, "warning")
        return again

    def _show(self, found: Any) -> None:
        if self.is_attached:
            self.show(found)
