"""What the command line prints: always as text, never as escape codes."""

import dataclasses
import json
import shutil
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import click

from correspondence.errors import Finding
from correspondence.text.escape import for_terminal

if TYPE_CHECKING:
    from correspondence.text.worddiff import Stretch

_GAP = "  "
_NARROWEST = 16


def line(text: str = "") -> None:
    """Print a line of data."""
    click.echo(for_terminal(text, multiline=False))


def block(text: str) -> None:
    """Print lines of data."""
    click.echo(for_terminal(text))


def note(text: str) -> None:
    """Print a message that is not data."""
    click.echo(for_terminal(text, multiline=False), err=True)


def counted(number: int, noun: str) -> str:
    """How many there are of something: `1 file`, `1,200 files`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def findings(found: Iterable[Finding]) -> None:
    """Print findings as messages."""
    for finding in found:
        note(str(finding))


def as_json(value: Any) -> None:
    """Print data for scripts: ASCII only, so that nothing in it can act on a terminal."""
    click.echo(json.dumps(value, default=_plain, indent=2))


def table(headings: Sequence[str], rows: Iterable[Sequence[str]], *, last: str) -> None:
    """Print rows in columns. On a terminal the last column gives way; to a pipe it is printed whole.

    Args:
        headings: one for each column.
        rows: their cells.
        last: what to print when there are none.
    """
    cells = [[for_terminal(cell, multiline=False) for cell in row] for row in rows]
    if not cells:
        note(last)
        return
    widths = [max(_width(row[n]) for row in [list(headings), *cells]) for n in range(len(headings))]
    room = None
    if sys.stdout.isatty():
        used = sum(widths[:-1]) + len(_GAP) * (len(widths) - 1)
        room = max(_NARROWEST, shutil.get_terminal_size().columns - used)
    for row in [list(headings), *cells]:
        padded = [cell + " " * (width - _width(cell)) for cell, width in zip(row[:-1], widths[:-1], strict=True)]
        end = row[-1] if room is None or _width(row[-1]) <= room else _cut(row[-1], room)
        click.echo(_GAP.join([*padded, end]).rstrip())


def word_diff(stretches: Iterable["Stretch"], *, whole: bool = False, err: bool = False) -> None:
    """Print what changed between two texts: coloured on a terminal, else `[-gone-]` and `{+come+}` as git does.

    Args:
        stretches: of `text.worddiff`.
        whole: print the lines in which nothing changed too, and not only `…` in their place.
        err: print it as a message.
    """
    styled = (sys.stderr if err else sys.stdout).isatty()
    lines: list[tuple[str, bool]] = [("", False)]
    for stretch in stretches:
        for n, text in enumerate(stretch.text.split("\n")):
            if n:
                lines.append(("", stretch.change != "equal"))
            shown = _marked(for_terminal(text, multiline=False), stretch.change, styled=styled)
            lines[-1] = (lines[-1][0] + shown, lines[-1][1] or (bool(text) and stretch.change != "equal"))
    left_out = False
    for text, changed in lines:
        if changed or whole:
            if left_out:
                click.echo("…", err=err)
            click.echo(text, err=err)
            left_out = False
        elif text:
            left_out = True


def _marked(text: str, change: str, *, styled: bool) -> str:
    if change == "equal" or not text:
        return text
    if styled:
        gone = change == "delete"
        return click.style(text, fg="red" if gone else "green", strikethrough=gone, underline=not gone)
    return f"[-{text}-]" if change == "delete" else f"{{+{text}+}}"


def _cut(text: str, room: int) -> str:
    shown = ""
    for character in text:
        if _width(shown + character) > room - 1:
            break
        shown += character
    return shown + "…"


def _width(text: str) -> int:
    """How many cells a terminal gives the text."""
    if text.isascii():
        return len(text)
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    if hasattr(value, "isoformat"):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no JSON form")
