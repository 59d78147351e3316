"""Text from the store as it is shown: always `Content` or plain cells, never markup."""

from textual.content import Content

from correspondence.errors import Severity
from correspondence.text.escape import for_terminal
from correspondence.vocabulary import QuestionStatus, UndertakingStatus

_KILO = 1000
ARROWS = {"incoming": "←", "outgoing": "→", "reference": "·"}
_STATUS_TONES = {
    QuestionStatus.ANSWERED: "good",
    QuestionStatus.EVADED: "bad",
    QuestionStatus.REFUSED: "bad",
    QuestionStatus.CONTRADICTED: "bad",
    QuestionStatus.WITHDRAWN: "muted",
    QuestionStatus.SUPERSEDED: "muted",
}
STATUS_MARKS = {status: (status.sign, _STATUS_TONES.get(status, "warn")) for status in QuestionStatus}
_UNDERTAKING_TONES = {
    UndertakingStatus.FULFILLED: "good",
    UndertakingStatus.CONTRADICTED: "bad",
    UndertakingStatus.WITHDRAWN: "bad",
}
UNDERTAKING_MARKS = {str(status): (status.sign, _UNDERTAKING_TONES.get(status, "warn")) for status in UndertakingStatus}
SIGNON_MARKS = {
    "confirmed": ("✓", "good"),
    "unbound": ("?", "warn"),
    "to-be-confirmed": ("!", "bad"),
    "invited": ("·", "muted"),
    "declined": ("✗", "muted"),
    "withdrawn": ("–", "muted"),
}
SEVERITY_MARKS = {Severity.ERROR: ("✗", "bad"), Severity.WARNING: ("!", "warn")}
# The theme's own colours, so that a verdict is readable in every theme; its mark and word say the same.
TONES = {
    "": "",
    "muted": "dim",
    "good": "$text-success",
    "warn": "$text-warning",
    "bad": "$text-error",
    "accent": "$text-accent",
    "strong": "bold",
}


def line(text: str) -> str:
    """Text for one line of a list."""
    return for_terminal(text, multiline=False)


def words(text: str, tone: str = "") -> Content:
    """Text of any length, in a tone."""
    return Content.styled(for_terminal(text), TONES[tone]) if TONES[tone] else Content(for_terminal(text))


def heading(text: str) -> Content:
    """The heading of a section of a detail pane."""
    return Content.styled(for_terminal(text, multiline=False), "bold $text-accent")


def label(name: str, value: str) -> Content:
    """A named value on a line of its own."""
    return Content.assemble((f"{line(name):<12}", "dim"), Content(line(value)))


def labels(*pairs: tuple[str, str]) -> list[Content]:
    """Named values, each on a line of its own; what is empty is left out."""
    return [label(name, value) for name, value in pairs if value]


def quoted(text: str) -> str:
    """Words of a message in quotation marks, without the line ends they had there."""
    return f"“{' '.join(text.split())}”"


def joined(parts: list[Content]) -> Content:
    """Parts one under the other."""
    return Content("\n").join(parts)


def size(octets: int) -> str:
    """A file's size in few characters."""
    if octets < _KILO:
        return f"{octets} B"
    return f"{octets / _KILO:,.0f} kB" if octets < _KILO**2 else f"{octets / _KILO**2:,.1f} MB"
