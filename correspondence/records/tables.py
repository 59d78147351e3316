"""All tables together: importing this module fills `METADATA`, which migrations are compared with."""

from correspondence.records import campaign, journal, letter, message, question, signon, thread
from correspondence.records.base import Record

METADATA = Record.metadata

__all__ = ["METADATA", "campaign", "journal", "letter", "message", "question", "signon", "thread"]
