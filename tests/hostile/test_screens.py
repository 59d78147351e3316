"""Text from outside on every screen: shown as text, obeyed by nothing (terminal escapes and markup)."""

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path

import pytest
from textual.widgets import Static

from correspondence.bundle import transfer
from correspondence.store.change import change
from correspondence.tui.app import CorrespondenceApp
from correspondence.workspace import Workspace
from tests.factories.hostile import DANGEROUS, hostile_thread
from tests.tui.conftest import SIZES, TODAY

KEYS = ("enter", "G", "right", "left", "2", "G", "3", "4", "question_mark", "escape", "x", "escape", "ctrl+p", "escape")
TABS = ("timeline", "questions", "undertakings", "letters")
# What Textual itself sends: modes, colours, cursor moves, its own queries. All else with an ESC is the payload's.
_OWN = re.compile(rb"\x1b(?:\[[?>=<]?[0-9;:]*[ -/]?[a-zA-Z@`~]|[()][A-Z0-9]|[=>78cM]|P[^\x1b]*\x1b\\|_[^\x1b]*\x1b\\)")


@pytest.fixture
def hostile(workspace: Workspace) -> Workspace:
    with change(workspace, "thread import", "hostile") as act:
        transfer.import_thread(act.session, hostile_thread())
    return workspace


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_markup_is_shown_and_does_nothing(hostile: Workspace, size: tuple[int, int]) -> None:
    app = CorrespondenceApp(hostile, today=TODAY)
    async with app.run_test(size=size) as pilot:
        for key in KEYS:
            await pilot.press(key)
            await app.workers.wait_for_complete()
            await pilot.pause()
        for key, tab in zip("1234", TABS, strict=True):
            await pilot.press(key)
            await pilot.pause()
            detail = app.screen.query_one(f"#{tab}-pane .detail Static", Static)
            assert "[@click=app.quit]quit[/]" in " ".join(str(detail.content).split())
            shown_rows = app.screen.find_widget(detail).visible_region.height
            for y in range(2, min(8, shown_rows)):
                await pilot.click(detail, offset=(min(14, detail.size.width - 1), y))
            await pilot.pause()
            assert app.is_running
            shown = "".join(segment.text for strip in app.screen._compositor.render_strips() for segment in strip)
            assert not [mark for mark in DANGEROUS if mark in shown]
    assert app.return_code in (None, 0)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_no_payload_reaches_the_terminal(hostile: Workspace, size: tuple[int, int]) -> None:
    sent = _drive(hostile.root, size, ["\r", "G", "2", "G", "3", "4", "?", "\x1b", "x", "\x1b", "\x10", "\x1b"])
    assert b"quit" in sent
    assert b"\x1b]0;owned" not in sent
    assert b"\x1b]52" not in sent
    assert b"owned" not in _titles(sent)
    text = _OWN.sub(b"", sent).decode("utf-8", "replace")
    assert not [ascii(mark) for mark in DANGEROUS if not mark.startswith("\x1b") and mark in text]


@pytest.mark.parametrize(
    "command",
    [
        ("thread", "list"),
        ("thread", "show", "hostile"),
        ("message", "show", "m"),
        ("question", "list", "hostile"),
        ("undertaking", "list", "hostile"),
        ("letter", "list"),
        ("letter", "show", "l"),
        ("letter", "check", "l"),
        ("signon", "list", "l"),
        ("thread", "show", "\x1b[2Jnobody\u202e"),
        ("question", "list", "hostile", "--json"),
    ],
)
def test_the_command_line_prints_no_payload(hostile: Workspace, command: tuple[str, ...]) -> None:
    tool = Path(sys.executable).with_name("correspondence")
    done = subprocess.run([tool, "--workspace", hostile.root, *command], capture_output=True, check=False)
    printed = (done.stdout + done.stderr).decode()
    assert printed.strip()
    assert not [ascii(mark) for mark in (*DANGEROUS, "\x1b") if mark in printed]


def _titles(sent: bytes) -> bytes:
    """What was sent as a window title."""
    return b"".join(re.findall(rb"\x1b\][012];([^\x07\x1b]*)", sent))


def _drive(root: Path, size: tuple[int, int], keys: list[str]) -> bytes:
    """Run the UI in a pseudo-terminal, press keys, and give back every byte that it sent."""
    main, child = pty.openpty()
    fcntl.ioctl(child, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
    tool = Path(sys.executable).with_name("correspondence")
    environment = os.environ | {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
    process = subprocess.Popen(
        [tool, "--workspace", root], stdin=child, stdout=child, stderr=child, env=environment, close_fds=True
    )
    os.close(child)
    sent = _read_until_quiet(main, first=20.0)
    for key in keys:
        os.write(main, key.encode())
        sent += _read_until_quiet(main, first=2.0)
    os.write(main, b"q")
    sent += _read_until_quiet(main, first=2.0)
    process.terminate()
    process.wait(10)
    os.close(main)
    return sent


def _read_until_quiet(main: int, *, first: float, quiet: float = 0.4) -> bytes:
    """Everything until nothing has come for a while; waits longer for the first byte."""
    got = b""
    limit = time.monotonic() + first
    while time.monotonic() < limit:
        ready, _, _ = select.select([main], [], [], quiet if got else first)
        if not ready:
            break
        try:
            piece = os.read(main, 1 << 16)
        except OSError:
            break
        if not piece:
            break
        got += piece
    return got
