"""What a screen may wish for; the app grants it."""

from dataclasses import dataclass
from pathlib import Path

from textual.message import Message


@dataclass
class OpenThread(Message):
    """Somebody wants to see a thread."""

    slug: str


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
    """Somebody wants to see who signed a letter."""

    thread: str
    letter: str


@dataclass
class OpenReports(Message):
    """Somebody wants to see how threads go."""
