"""What a person drops in: files, Maildir folders, pasted text. Nothing is read here but bytes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from correspondence.errors import CorrespondenceError

MAX_BYTES = 512 << 20
_MAILDIR = ("cur", "new")


class SourceError(CorrespondenceError):
    """A file that cannot be opened, is no file, or is too large."""


@dataclass(frozen=True, slots=True)
class Source:
    """One file as it came in.

    Attributes:
        shown: what to call it to people: the path as it was given.
        name: its name without folders.
        content: its bytes.
    """

    shown: str
    name: str
    content: bytes = field(repr=False)


def paths(given: Iterable[Path]) -> Iterator[Path]:
    """The files that are meant: a Maildir folder stands for its mails, in the order in which they arrived."""
    for path in given:
        folders = [path / name for name in _MAILDIR]
        if path.is_dir() and all(folder.is_dir() for folder in folders):
            yield from sorted((mail for folder in folders for mail in folder.iterdir()), key=lambda mail: mail.name)
        else:
            yield path


def open_source(path: Path) -> Source:
    """Read a file.

    Raises:
        SourceError: it cannot be read; the line says why.
    """
    try:
        if path.is_dir():
            raise SourceError("is a folder and no Maildir: name the files in it")
        if not path.is_file():
            raise SourceError("is no file" if path.exists() else "there is no such file")
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise SourceError(f"is larger than {MAX_BYTES >> 20} MB: split it")
        return Source(str(path), _name(path), path.read_bytes())
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "its name is none that a system can have"
        raise SourceError(f"cannot be opened: {reason}") from error


def _name(path: Path) -> str:
    """A file's name; what stands in a Maildir is mail, though its name has no such ending."""
    return f"{path.name}.eml" if path.parent.name in _MAILDIR and "." in path.name else path.name
