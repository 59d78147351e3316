"""What a screen may wish for; the app grants it."""

from dataclasses import dataclass

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


@dataclass
class OpenReports(Message):
    """Somebody wants to see how threads go."""
