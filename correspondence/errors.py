"""What can go wrong: one base error, a class per cause, and findings as plain data.

A face maps these to its own language in one place: the command line prints one line and exits with
`exit_status`, the terminal UI shows a notice. Nothing else in the program prints or exits.
"""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a text that people write.

    Attributes:
        part: which text, named as in a `Fix`.
        line: counted from 1.
        column: counted from 1, in code points.
    """

    part: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.part}, line {self.line}"


class CorrespondenceError(Exception):
    """Something the user can act on; `str(error)` is one clear line that says what to do.

    `exit_status` is the command's exit status: 2 for wrong use or bad input, 1 when a check fell short.
    """

    exit_status = 2


class NotFoundError(CorrespondenceError):
    """A thread, letter, message or question of that identifier does not exist."""


class NoWorkspaceError(CorrespondenceError):
    """The folder holds no workspace."""


class StoreError(CorrespondenceError):
    """The database cannot be reached, is damaged, or is of a newer version than this program."""


class ChangedElsewhereError(CorrespondenceError):
    """Somebody else changed the same thing since it was read; nothing was saved.

    Args:
        message: who changed it and when.
        theirs: the text as it now stands in the store.
        ours: the text that was not saved, so that the caller can keep it.
        version: the version that the store now has: a merged text is saved over this one.
    """

    def __init__(self, message: str, *, theirs: str, ours: str, version: int = 0) -> None:
        super().__init__(message)
        self.theirs = theirs
        self.ours = ours
        self.version = version


class MissingPassageError(CorrespondenceError):
    """A verdict needs words to point at, and none are given or they do not stand where they are said to."""


class BundleError(CorrespondenceError):
    """A bundle's file does not hold what the format asks; the line says file, line and key."""


class BundleDiffersError(BundleError):
    """The bundle and the store disagree about a thread that is already there."""


class TemplateError(CorrespondenceError):
    """A template or a letter body cannot be rendered: syntax, an undefined name, too slow or too large.

    Args:
        message: where and why.
        spot: the place, when it is known: of the body, or of the template's file.
        reason: why, without the place.
    """

    def __init__(self, message: str, *, spot: Spot | None = None, reason: str = "") -> None:
        super().__init__(message)
        self.spot = spot
        self.reason = reason or message


class NoTemplateError(TemplateError):
    """There is no template of that name."""


class DocumentError(CorrespondenceError):
    """Markdown that the letter format does not allow, or a tree that a writer cannot write."""


class ReferenceDocumentError(CorrespondenceError):
    """The reference document (letterhead, styles) is not a usable DOCX."""


class RefusedError(CorrespondenceError):
    """The program could do it and will not until told otherwise: a check fell short."""

    exit_status = 1


class Severity(StrEnum):
    """How much a finding weighs."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Fix:
    """A change of text that mends what a finding found, and that a program can make.

    Attributes:
        part: which text: `body`, or a field of the letter's data such as `salutation` or `appendix 1`.
        start: where the words begin that give way, in code points.
        end: where they end, exclusive.
        text: what stands there then.
    """

    part: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a check found, like a linter's line.

    Attributes:
        code: stable short name, such as `unconfirmed-signon`.
        place: where, as a person would say it (`line 12`, `signatory Access Now`).
        reason: what is wrong.
        fix: what to do; empty when there is nothing to suggest.
        severity: an error stops a freeze or an export, a warning is printed.
        remedy: the fix as a change of text, when a program can make it without changing what is meant.
        spot: the place to the character, when it is a place in a text.
        about: the address of a link or picture that it is about, by which its place in the text is found; or empty.
    """

    code: str
    place: str
    reason: str
    fix: str = ""
    severity: Severity = Severity.WARNING
    remedy: Fix | None = None
    spot: Spot | None = None
    about: str = ""

    def __str__(self) -> str:
        tail = f" ({self.fix})" if self.fix else ""
        return f"{self.severity}: {self.place}: {self.reason}{tail} [{self.code}]"
