"""What a screen may wish for; the app grants it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from textual.message import Message

from correspondence.tui.wanted import Wanted


@dataclass(frozen=True, slots=True)
class Place:
    """Words in a thread that somebody wants to see.

    Attributes:
        tab: on which tab of the thread.
        key: the row there.
        marks: where the words stand in `text`, the first first.
        text: the text in which they stand; empty when the row's own detail has no text for them.
    """

    tab: str
    key: str
    marks: tuple[tuple[int, int], ...] = ()
    text: str = ""


@dataclass
class OpenThread(Message):
    """Somebody wants to see a thread, or a place in it."""

    slug: str
    place: Place | None = None


@dataclass
class ExportLetter(Message):
    """Somebody wants a letter as a file."""

    thread: str
    letter: str
    ending: str = "docx"


@dataclass
class MergeLetter(Message):
    """Somebody wants to go through a letter that a partner sent back; `file` is asked for when it is not given."""

    thread: str
    letter: str
    file: Path | None = None


@dataclass
class OpenSignOns(Message):
    """Somebody wants to see who signed a letter; `then` is called when they come back."""

    thread: str
    letter: str
    then: Callable[[], object] | None = None


@dataclass
class OpenReports(Message):
    """Somebody wants to see how threads go."""


@dataclass
class OpenLetter(Message):
    """Somebody wants to write on a letter, perhaps at a character of its body."""

    thread: str
    letter: str
    at: int | None = None


@dataclass
class OpenCampaigns(Message):
    """Somebody wants to see the campaigns, one letter to several companies, or one of them by its name."""

    name: str = ""


@dataclass
class OpenDirectory(Message):
    """Somebody wants to see who can sign."""


@dataclass
class SearchedFor(Message):
    """Somebody searches for something, to be asked for again."""

    wanted: Wanted
