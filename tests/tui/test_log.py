"""Logging through the terminal UI gives what the command line gives."""

from collections.abc import Callable

import pytest
from textual.widgets import Input, Static

from correspondence.bundle import dump
from correspondence.intake.draft import Given
from correspondence.intake.log import log_path
from correspondence.readers.worker import Worker
from correspondence.store.change import change
from correspondence.tui.app import CorrespondenceApp
from correspondence.tui.screens.log import LogScreen
from correspondence.workspace import Workspace
from tests.conftest import REPOSITORY
from tests.tui.conftest import SIZES, settle

Maker = Callable[[Workspace], CorrespondenceApp]
FILES = REPOSITORY / "threads" / "nivelmark" / "files"
CHOSEN = [
    next(path for path in sorted(FILES.iterdir()) if path.suffix == ending) for ending in (".eml", ".pdf", ".docx")
]
MAIL = "From: Eva <eva@nivelmark.example>\nSubject: A further word\nDate: Mon, 07 Jul 2025 10:00:00 +0200\n\nNo.\n"


def _messages(workspace: Workspace) -> list[object]:
    with change(workspace, "thread export", "nivelmark") as act:
        act.nothing_done = True
        return list(dump.dump(act.session, "nivelmark").messages)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_a_mail_is_read_corrected_and_logged(sample: Workspace, app_on: Maker, size: tuple[int, int]) -> None:
    (sample.root / "new mail.eml").write_text(MAIL)
    before = _messages(sample)
    app = app_on(sample)
    async with app.run_test(size=size) as pilot:
        await pilot.press("enter")
        await settle(pilot)
        await pilot.press("l")
        await settle(pilot)
        screen = app.screen
        assert isinstance(screen, LogScreen)
        screen.query_one("#path", Input).value = f"'{sample.root / 'new mail.eml'}'"
        await pilot.press("enter")
        await settle(pilot)
        assert screen.query_one("#author", Input).value == "Eva <eva@nivelmark.example>"
        assert screen.query_one("#date", Input).value == "2025-07-07"
        assert "No." in str(screen.query_one("#preview Static", Static).content)
        screen.query_one("#title", Input).value = "A last word"
        await pilot.press("escape")  # what was corrected is not thrown away at the first press
        assert app.screen is screen
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert not isinstance(app.screen, LogScreen)
    (new,) = [message for message in _messages(sample) if message not in before]
    assert "id='2025-07-07-a-last-word'" in str(new)


async def test_the_same_files_become_the_same_messages(sample: Workspace, app_on: Maker) -> None:
    app = app_on(sample)
    async with app.run_test(size=SIZES[1]) as pilot:
        await pilot.press("enter")
        await settle(pilot)
        await pilot.press("l")
        await settle(pilot)
        app.screen.query_one("#path", Input).value = " ".join(map(str, CHOSEN))
        await pilot.press("enter")
        await settle(pilot)
        told = str(app.screen.query_one("#told", Static).content)
    with Worker() as worker:
        again = [log_path(sample, worker, "nivelmark", path, Given()) for path in CHOSEN]
    assert not any(message.new for result in again for message in result.messages)
    assert "messages logged" in told


async def test_a_file_that_cannot_be_read_is_told(sample: Workspace, app_on: Maker) -> None:
    app = app_on(sample)
    async with app.run_test(size=SIZES[0]) as pilot:
        await pilot.press("enter")
        await settle(pilot)
        await pilot.press("l")
        await settle(pilot)
        app.screen.query_one("#path", Input).value = str(sample.root / "nothing.eml")
        await pilot.press("enter")
        await settle(pilot)
        assert "there is no such file" in str(app.screen.query_one("#told", Static).content)
        await pilot.press("escape")
        await settle(pilot)
        assert not isinstance(app.screen, LogScreen)
