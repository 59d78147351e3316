"""A letter open in an editor: what it was when it was read, keeping what is typed, saving, what others changed."""

import secrets
import threading
from dataclasses import dataclass
from datetime import datetime

from correspondence.errors import ChangedElsewhereError
from correspondence.overview import drafts, letters
from correspondence.overview.letters import LetterDetail, UnsavedRow
from correspondence.store.reading import reading
from correspondence.text.normalise import normalise
from correspondence.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Opened:
    """A letter as it was read, what was typed and not saved by the same person, and by whom else."""

    letter: LetterDetail
    own: tuple[UnsavedRow, ...]
    others: tuple[UnsavedRow, ...]


@dataclass(frozen=True, slots=True)
class Theirs:
    """A text that somebody else saved since ours was read."""

    body: str
    version: int
    by: str
    at: str

    @property
    def who(self) -> str:
        """Who it was, in words."""
        return self.by or "somebody"

    @property
    def time(self) -> str:
        """The time of day, where the user is."""
        return clock(self.at)


def clock(at: str) -> str:
    """The time of day of a moment in UTC, where the user is."""
    return datetime.fromisoformat(at).astimezone().strftime("%H:%M:%S") if at else ""


class Drafting:
    """One letter in one editor. Its acts take turns, from whatever thread they are called.

    Attributes:
        base: the body as it was read, or last saved.
        version: the letter's version then.
        kept_at: when what is typed was last kept, ISO 8601, or empty.
    """

    def __init__(self, workspace: Workspace, thread: str, letter: str) -> None:
        self._workspace = workspace
        self._thread = thread
        self._letter = letter
        self._editor = secrets.token_hex(8)
        self._turn = threading.Lock()
        self._kept: str | None = None
        self._has_row = False
        self.base = ""
        self.version = 0
        self.kept_at = ""

    def open(self) -> Opened:
        """Read the letter.

        Raises:
            NotFoundError: there is no such letter.
        """
        with self._turn, reading(self._workspace) as reader:
            letter = letters.letter(reader, self._letter, self._thread)
            rows = letters.unsaved(reader, self._letter, self._thread)
        self.base, self.version = letter.body, letter.version
        elsewhere = [row for row in rows if row.editor != self._editor and row.body != letter.body]
        own = tuple(row for row in elsewhere if row.actor == self._workspace.actor)
        return Opened(letter, own, tuple(row for row in elsewhere if row not in own))

    def is_saved(self, body: str) -> bool:
        """Whether a text is the one that was read or saved last."""
        return normalise(body) == self.base

    def keep(self, body: str, *, instead_of: str = "") -> None:
        """Keep what is typed, without an entry in the journal; nothing when it is kept or saved already.

        Args:
            body: as typed.
            instead_of: an editor that was not closed, whose words this text holds: they are let go.

        Raises:
            CorrespondenceError: the store cannot be reached, the letter is gone, or the text cannot be stored.
        """
        from correspondence.letters import autosave
        from correspondence.store.change import jotting, now

        with self._turn:
            saved = self.is_saved(body)
            if not instead_of and (body == self._kept or (saved and not self._has_row)):
                return
            at = now()
            with jotting(self._workspace) as session:
                if saved:
                    autosave.forget(session, self._thread, self._letter, self._editor)
                else:
                    autosave.keep(
                        session,
                        self._thread,
                        self._letter,
                        body,
                        editor=self._editor,
                        actor=self._workspace.actor,
                        at=at,
                        base=self.base,
                        read_version=self.version,
                    )
                if instead_of:
                    autosave.forget(session, self._thread, self._letter, instead_of)
            self._has_row = not saved
            self._kept = None if saved else body
            self.kept_at = "" if saved else at

    def throw_away(self, editor: str) -> None:
        """Let go of what an editor held that was not closed."""
        from correspondence.letters import autosave
        from correspondence.store.change import jotting

        with self._turn, jotting(self._workspace) as session:
            autosave.forget(session, self._thread, self._letter, editor)

    def save(self, body: str) -> bool:
        """Save the body, as one act; whether that changed anything.

        Raises:
            ChangedElsewhereError: somebody saved another text since ours was read.
            CorrespondenceError: the store cannot be reached, the letter is gone, or the text cannot be stored.
        """
        if self.is_saved(body):
            self.keep(body)
            return False
        with self._turn:
            try:
                return self._save(body)
            except ChangedElsewhereError as error:
                if error.theirs != self.base:
                    raise
                self.version = error.version  # its data was changed, and no word of its body
            return self._save(body)

    def look(self) -> Theirs | None:
        """What somebody else saved since ours was read; None for nothing, or nothing in the body.

        Raises:
            CorrespondenceError: the store cannot be reached, or the letter is gone.
        """
        with self._turn, reading(self._workspace) as reader:
            if drafts.version(reader, self._letter, self._thread) == self.version:
                return None
            found = drafts.now(reader, self._letter, self._thread)
            if found.body == self.base:
                self.version = found.version
                return None
            return Theirs(found.body, found.version, found.by, found.at)

    def take_over(self, theirs: Theirs) -> None:
        """Go on from what somebody else saved: ours now holds it."""
        with self._turn:
            self.base, self.version, self._kept = theirs.body, theirs.version, None

    def _save(self, body: str) -> bool:
        from correspondence.letters import autosave, edit
        from correspondence.store.change import change

        with change(self._workspace, "letter edit", f"{self._thread}/{self._letter}") as act:
            saved = edit.save_body(act.session, self._thread, self._letter, body, read_version=self.version)
            autosave.forget(act.session, self._thread, self._letter, self._editor)
            changed = saved != self.version
            act.nothing_done = not changed
        self.base, self.version = normalise(body), saved
        self._kept, self._has_row, self.kept_at = None, False, ""
        return changed
