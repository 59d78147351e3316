"""A page of figures in `docs/`: what was measured, by what command, when and with what."""

import os
import platform
import sqlite3
from collections.abc import Iterable
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

DOCS = Path(__file__).parent.parent / "docs"


def write(name: str, title: str, command: str, lines: Iterable[str], *, libraries: Iterable[str] = ()) -> None:
    """Write `docs/NAME.md`.

    Args:
        name: the file, without its ending.
        title: its heading.
        command: what writes the page.
        lines: what it says.
        libraries: whose versions matter.
    """
    versions = "".join(f", {one} {version(one)}" for one in libraries)
    head = (
        f"# {title}",
        "",
        (
            f"`{command}` writes this page. Measured {datetime.now(UTC):%-d %B %Y} on {os.cpu_count()} cores, "
            f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}{versions}."
        ),
        "",
    )
    (DOCS / f"{name}.md").write_text("\n".join([*head, *lines, ""]), encoding="utf-8")
