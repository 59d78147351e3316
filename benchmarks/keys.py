"""From a key to the next paint, in a real terminal: `python benchmarks/keys.py [--keys N] [--page]`.

A reply of 300 passages beside 200 questions on the Assess screen, and lists with 10,000 rows. The program runs in a
pseudo-terminal of 160 × 50; a key is written to it, and the clock stops when the first of what it paints comes back. The
same is measured of a bare Textual list of as many rows, in turn, as the machine's speed is in every figure. With --page the table goes to docs/benchmarks-keys.md.
"""

import argparse
import fcntl
import os
import pty
import select
import signal
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import page

from correspondence.bundle import schema, transfer
from correspondence.store.change import change
from correspondence.store.migrate import migrate
from correspondence.workspace import Workspace

COLUMNS, LINES = 160, 50
QUIET_S = 0.12  # nothing painted for so long: a key's work is done
SETTLED_S = 5.0  # and so long: what a screen does in the background when it opens
PATIENCE_S = 2.0
START_S = 60.0
PASSAGES, QUESTIONS, ROWS = 300, 200, 10_000
GOAL_MS = 50.0
PROGRAM = str(Path(sys.executable).with_name("correspondence"))
REPLY = "a-long-reply"
_WORDS = [
    "audits",
    "customers",
    "government",
    "licence",
    "export",
    "committee",
    "policy",
    "remedy",
    "workers",
    "wages",
    "suppliers",
    "mine",
    "river",
    "police",
    "permit",
    "union",
    "contract",
    "journalists",
    "data",
    "court",
    "findings",
    "evidence",
    "investigation",
    "training",
    "board",
    "report",
]
PEER = f"""
from textual.app import App
from textual.widgets import OptionList
class Bare(App):
    def compose(self):
        yield OptionList(*(f"Row {{n}} of {ROWS}" for n in range({ROWS})))
Bare().run()
"""


@dataclass(frozen=True, slots=True)
class Round:
    """Keys on one screen.

    Attributes:
        name: what is measured.
        arrive: keys that lead there, each followed by a wait until the screen is still.
        keys: the keys that are timed, in turn.
        times: how many in all.
    """

    name: str
    arrive: tuple[str, ...]
    keys: tuple[str, ...]
    times: int = 100


class Terminal:
    """A program in a pseudo-terminal."""

    def __init__(self, command: Sequence[str]) -> None:
        self._pid, self._file = pty.fork()
        if self._pid == 0:
            os.environ.update(TERM="xterm-256color", COLORTERM="truecolor", LINES=str(LINES), COLUMNS=str(COLUMNS))
            os.execv(command[0], list(command))  # our own program
        fcntl.ioctl(self._file, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))

    def still(self, most: float = PATIENCE_S, *, quiet: float = QUIET_S) -> bytes:
        """What is painted until nothing has been for a while."""
        painted, until = b"", time.perf_counter() + most
        while time.perf_counter() < until and select.select([self._file], [], [], quiet)[0]:
            painted += os.read(self._file, 1 << 16)
        return painted

    def begun(self, words: str) -> None:
        """Wait for words of the first screen."""
        painted, until = b"", time.perf_counter() + START_S
        while words.encode() not in painted:
            if time.perf_counter() > until:
                raise SystemExit(f"the screen did not show {words!r}")
            if select.select([self._file], [], [], QUIET_S)[0]:
                painted += os.read(self._file, 1 << 16)
        self.still()

    def press(self, key: str) -> float:
        """Milliseconds from a key to the first of what it paints; what follows is waited for."""
        began = time.perf_counter()
        os.write(self._file, key.encode())
        ready = select.select([self._file], [], [], PATIENCE_S)[0]
        took = time.perf_counter() - began
        self.still()
        return 1000 * took if ready else 1000 * PATIENCE_S

    def close(self) -> None:
        """End the program."""
        os.kill(self._pid, signal.SIGKILL)
        os.waitpid(self._pid, 0)
        os.close(self._file)


DOWN, UP, PAGE_DOWN, PAGE_UP, RIGHT, ENTER, TAB, ESCAPE = (
    "\x1b[B", "\x1b[A", "\x1b[6~", "\x1b[5~", "\x1b[C", "\r", "\t", "\x1b"
)  # fmt: skip


def made(root: Path) -> Workspace:
    """A workspace with a long reply, many questions, a thread of many messages and many threads."""
    workspace = Workspace(root, None, "bench")
    migrate(workspace)
    said = [" ".join(_WORDS[(n * 7 + k * (n % 5 + 1)) % len(_WORDS)] for k in range(45)) for n in range(PASSAGES)]
    asked = [
        schema.Question(
            id=f"q{n}", text=f"What of {_WORDS[n % len(_WORDS)]} and {_WORDS[n * 3 % len(_WORDS)]}, case {n}?"
        )
        for n in range(QUESTIONS)
    ]
    reply = schema.Message(id=REPLY, direction="incoming", date="2025-06-01", author="Eva", title="Our reply")
    bundle = schema.ThreadBundle(
        thread=schema.Thread(format=1, slug="a-long", title="A long reply", language="en"),
        messages=(schema.MessageDocument(message=reply, body=".\n\n".join(one.capitalize() for one in said) + ".\n"),),
        questions=tuple(asked),
    )
    messages = schema.ThreadBundle(
        thread=schema.Thread(format=1, slug="b-messages", title="Many messages", language="en"),
        messages=tuple(
            schema.MessageDocument(
                message=schema.Message(id=f"m{n}", direction="incoming", date="2024-06-01", title=f"Message {n}"),
                body="Words.\n",
            )
            for n in range(ROWS)
        ),
    )
    questions = schema.ThreadBundle(
        thread=schema.Thread(format=1, slug="c-questions", title="Many questions", language="en"),
        questions=tuple(schema.Question(id=f"m{n}", text=f"Question {n} of many?") for n in range(ROWS)),
    )
    for one in (bundle, messages, questions):
        with change(workspace, "thread import", one.thread.slug) as act:
            transfer.import_thread(act.session, one)
    return workspace


def measured(command: Sequence[str], first: str, round_: Round, most: int) -> list[float]:
    """How long each key took, `most` of them at most."""
    terminal = Terminal(command)
    try:
        terminal.begun(first)
        for key in round_.arrive:
            terminal.press(key)
            terminal.still(START_S, quiet=SETTLED_S)
        times = min(round_.times, most)
        return [terminal.press(round_.keys[n % len(round_.keys)]) for n in range(times)]
    finally:
        terminal.close()


def table(workspace: Workspace, most: int) -> list[str]:
    """A row for each screen: how long keys take there."""
    program = [PROGRAM, "--workspace", str(workspace.root)]
    rows = []
    for command, first, one in [
        ([sys.executable, "-c", PEER], "Row 0", Round(f"a bare Textual list, {ROWS:,} rows", (), (DOWN, DOWN, UP))),
        *((program, "A long reply", one) for one in ROUNDS),
    ]:
        took = sorted(measured(command, first, one, most))
        within = sum(ms <= GOAL_MS for ms in took) / len(took)
        high = took[int(0.95 * len(took))]
        rows.append(f"| {one.name} | {statistics.median(took):.0f} | {high:.0f} | {took[-1]:.0f} | {within:.0%} |")
        print(rows[-1], flush=True)
    return rows


ASSESS = (ENTER, "a")
MESSAGES, QUESTIONS_TAB = (DOWN, ENTER), (DOWN, DOWN, ENTER, "2")
ROUNDS = (
    Round(
        f"assess, {PASSAGES} passages × {QUESTIONS} questions: next passage",
        ASSESS,
        (DOWN, DOWN, DOWN, UP),
    ),
    Round("assess: next sentence", ASSESS, (RIGHT,)),
    Round("assess: longer by a word, next passage", ASSESS, (">", ">", DOWN)),
    Round("assess: next question", ASSESS, ("J", "J", "K")),
    Round("assess: page down and up", ASSESS, (PAGE_DOWN, PAGE_DOWN, PAGE_UP)),
    Round("assess: verdicts", ASSESS, ("p", "n"), 50),
    Round(f"timeline, {ROWS:,} messages: down", MESSAGES, (DOWN, DOWN, UP)),
    Round("timeline: page down and up", MESSAGES, (PAGE_DOWN, PAGE_DOWN, PAGE_UP)),
    Round(f"questions, {ROWS:,} rows: down", QUESTIONS_TAB, (DOWN, DOWN, UP)),
    Round("questions: page down and up", QUESTIONS_TAB, (PAGE_DOWN, PAGE_DOWN, PAGE_UP)),
    Round("questions: typing into the filter", (*QUESTIONS_TAB, "f"), tuple("12 of\x7f\x7f\x7f"), 40),
)


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--keys", type=int, default=100, help="of every round, at most")
    options.add_argument("--page", action="store_true")
    given = options.parse_args()
    head = ["| screen and keys | median, ms | 95th percentile | slowest | within 50 ms |", "|---|---|---|---|---|"]
    with tempfile.TemporaryDirectory() as folder:
        workspace = made(Path(folder))
        # Once before, so that the ranking's own work is done and what is timed is the screen.
        subprocess.run([PROGRAM, "--workspace", folder, "question", "suggest", REPLY], check=True, capture_output=True)
        print("\n".join(head))
        rows = table(workspace, given.keys)
    if given.page:
        told = (
            f"From a key, written to a terminal of {COLUMNS}×{LINES}, to the first of what it paints; up to {given.keys} "
            "keys a row, each when the screen has come to rest. Goal: 95 % within 50 ms."
        )
        page.write(
            "benchmarks-keys",
            "From a key to the next paint",
            "python benchmarks/keys.py --page",
            [told, "", *head, *rows],
            libraries=["textual"],
        )


if __name__ == "__main__":
    main()
