"""Opening the terminal UI."""

import sys

from correspondence import workspace
from correspondence.errors import CorrespondenceError


def open_ui(folder: str | None) -> None:
    """Open the terminal UI on a workspace.

    Raises:
        NoWorkspaceError: nobody has set it up.
        CorrespondenceError: there is no terminal to draw on.
    """
    found = workspace.require(folder)
    if not sys.stdout.isatty() or not sys.stdin.isatty():
        raise CorrespondenceError("the terminal UI needs a terminal: see `correspondence --help` for commands")
    from correspondence.tui.app import run

    run(found)
