"""A letter as it is seen: each of its tabs, the dialogs that open from it, and the form that begins one."""

from collections.abc import Callable
from typing import Any

import pytest
from textual.pilot import Pilot

from correspondence.tui.app import CorrespondenceApp
from correspondence.tui.screens.letter import LetterScreen
from correspondence.tui.screens.newletter import NewLetterScreen
from correspondence.workspace import Workspace
from tests.tui.conftest import SIZES, TODAY, rest, until

LETTER = "2025-06-03-open-letter"
AppOn = Callable[[Workspace], CorrespondenceApp]
VIEWS = {
    "body": [],
    "read": ["escape"],
    "insert": ["ctrl+t", *"quotation"],
    "ticks": ["escape", "2", "right", "j", "j", "j"],
    "words": ["escape", "2", "j", "right"],
    "change-words": ["escape", "2", "j", "c"],
    "add-appendix": ["escape", "2", "plus"],
    "checks": ["escape", "3"],
    "revisions": ["escape", "4"],
    "changes": ["escape", "4", "j", "right"],
    "signons": ["escape", "5"],
    "export": ["escape", "6"],
    "freeze": ["escape", "4", "f"],
}


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("view", VIEWS)
def test_view(snap_compare: Any, sample: Workspace, app_on: AppOn, view: str, size: tuple[int, int]) -> None:
    async def press(pilot: Pilot[None]) -> None:
        screen = LetterScreen(sample, "nivelmark", LETTER)
        await pilot.app.push_screen(screen)
        await until(pilot, lambda: screen.body.preview.words and screen.body.writing.has_focus)
        for key in VIEWS[view]:
            await pilot.press(key)
            if key.isdigit():
                await rest(pilot)
        await rest(pilot)

    assert snap_compare(app_on(sample), run_before=press, terminal_size=size)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_new(snap_compare: Any, sample: Workspace, app_on: AppOn, size: tuple[int, int]) -> None:
    async def press(pilot: Pilot[None]) -> None:
        await pilot.app.push_screen(NewLetterScreen(sample, "nivelmark", TODAY))
        await rest(pilot)

    assert snap_compare(app_on(sample), run_before=press, terminal_size=size)
