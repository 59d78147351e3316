"""Notices: a line that comes up for some seconds, the longer the more it matters."""

from typing import TYPE_CHECKING, Any

from correspondence.tui import shown

if TYPE_CHECKING:
    from textual.app import App
    from textual.notifications import SeverityLevel
    from textual.widget import Widget

_SECONDS: "dict[SeverityLevel, float]" = {"information": 4, "warning": 8, "error": 10}


def tell(where: "Widget | App[Any]", text: str, severity: "SeverityLevel" = "information") -> None:
    """Tell the user something, from a widget, a screen or the app; the text may come from outside."""
    where.notify(shown.line(text), severity=severity, markup=False, timeout=_SECONDS[severity])
