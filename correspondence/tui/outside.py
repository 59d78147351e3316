"""The user's own editor: a text goes out to it, and what they made of it comes back."""

import os
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from textual.app import App, SuspendNotSupported

from correspondence.errors import CorrespondenceError

_EDITOR = "notepad" if sys.platform == "win32" else "vi"


def edited(app: App[Any], text: str, name: str) -> str:
    """A text as the user left it in the editor that $VISUAL or $EDITOR names; the app waits meanwhile.

    Raises:
        CorrespondenceError: there is no such editor, it ended with an error, what it left is no UTF-8, or the terminal
            cannot be handed over.
    """
    command = os.environ.get("VISUAL") or os.environ.get("EDITOR") or _EDITOR
    with tempfile.TemporaryDirectory(prefix="letter-") as folder:
        path = Path(folder) / f"{name}.md"
        path.write_text(text, encoding="utf-8", newline="\n")
        try:
            with app.suspend():
                status = subprocess.run([*shlex.split(command), path], check=False).returncode  # noqa: S603  # theirs
            left = path.read_text(encoding="utf-8")
        except SuspendNotSupported as error:
            raise CorrespondenceError("this terminal cannot be handed to another program") from error
        except (OSError, ValueError) as error:
            raise CorrespondenceError(f"{command}: {error}") from error
    if status:
        raise CorrespondenceError(f"{command} ended with {status}: nothing was taken from it")
    return left
