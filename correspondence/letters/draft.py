"""A letter as it stands: its rendered text, and saving a new body without losing anybody's words."""

import hashlib
from dataclasses import dataclass

from sqlmodel import Session, col, select

from correspondence.errors import ChangedElsewhereError, Finding, NotFoundError
from correspondence.letters import context, render, templates
from correspondence.letters.templates import Template
from correspondence.overview import letters
from correspondence.overview.letters import LetterDetail
from correspondence.records.journal import JournalEntry
from correspondence.records.letter import Letter
from correspondence.records.thread import Thread
from correspondence.store.reading import Reader
from correspondence.text.normalise import normalise
from correspondence.workspace import Workspace
