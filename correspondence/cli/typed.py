"""Texts that people type: in an editor, in a file, and kept aside when they cannot be saved."""

import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import click

from correspondence.cli import output
from correspondence.errors import CorrespondenceError


def edited(body: str) -> str | None:
    """What somebody makes of a text in `$EDITOR`; None when it was not saved."""
    text: Any = click.edit(body, extension=".md", require_save=True)
    return None if text is None else str(text)


def read_file(source: str) -> str:
    """A text from a file, or from standard input for `-`.

    Raises:
        CorrespondenceError: it cannot be read, or is not UTF-8.
    """
    try:
        with click.open_file(source, "rb") as file:
            return bytes(file.read(32 << 20)).decode("utf-8")
    except UnicodeDecodeError as error:
        raise CorrespondenceError(f"{source}: is not UTF-8 (byte {error.start})") from error
    except OSError as error:
        raise CorrespondenceError(f"{source}: cannot be read: {error.strerror or error}") from error


def keep_aside(folder: Path, identifier: str, text: str) -> Path:
    """Put a text that could not be saved in a file of its own, elsewhere when the workspace cannot be written."""
    with suppress(OSError):
        return _new_file(folder, identifier, text)
    with suppress(OSError):
        return _new_file(Path(tempfile.gettempdir()), identifier, text)
    output.block(text)
    raise CorrespondenceError("your text could be saved nowhere and is printed above: is the disk full?")


def _new_file(folder: Path, identifier: str, text: str) -> Path:
    number = 1
    while True:
        path = folder / f"{identifier}.unsaved-{number}.md"
        try:
            with path.open("x", encoding="utf-8", newline="\n") as file:
                file.write(text)
        except FileExistsError:
            number += 1
        else:
            return path
