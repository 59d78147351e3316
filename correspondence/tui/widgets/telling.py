"""A text that is replaced often."""

from textual.content import Content
from textual.widgets import Static


class Telling(Static):
    """Shows one text after another; the screen is laid out anew only when they differ in height."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._laid_out: tuple[int, int] | None = None

    def tell(self, content: Content) -> None:
        """Show a text."""
        width = self.content_size.width
        needs = width, content.get_height({}, width) if width > 0 else 0
        self.update(content, layout=width <= 0 or needs != self._laid_out)
        if self._laid_out is None:  # a layout that is asked for while the screen is first laid out can get lost
            self.call_after_refresh(self.refresh, layout=True)
        self._laid_out = needs
