"""The net under every widget: no character that acts on a terminal leaves the app, wherever it came from."""

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

from correspondence.text.escape import for_terminal


class TerminalFilter(LineFilter):
    """Replaces controls, direction marks and invisible characters by visible ones, and drops link targets."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # the base class's
        """The segments of one line, made harmless."""
        return [self._harmless(segment) for segment in segments]

    @staticmethod
    def _harmless(segment: Segment) -> Segment:
        text, style, control = segment
        if control is not None:
            return segment
        shown = text if text.isascii() and text.isprintable() else for_terminal(text, multiline=False)
        if style is not None and style.link:
            style = style.update_link(None)
        return segment if shown == text and style is segment.style else Segment(shown, style or Style())
