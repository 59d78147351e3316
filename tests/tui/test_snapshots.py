"""Every screen and tab as it is seen, at both sizes."""

from collections.abc import Callable
from typing import Any

import pytest
from textual.pilot import Pilot

from correspondence.matching import meaning
from correspondence.tui.app import CorrespondenceApp
from correspondence.workspace import Workspace
from tests.tui.conftest import SIZES, rest, settle

VIEWS = {
    "threads": [],
    "timeline": ["enter"],
    "reply": ["enter", "G", "k", "right"],
    "questions": ["enter", "2", "j"],
    "undertakings": ["enter", "3"],
    "letters": ["enter", "4"],
    "reports": ["R"],
    "report": ["R", "j", "right"],
    "filtered": ["enter", "2", "f", *"evaded"],
    "help": ["enter", "question_mark"],
}


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("view", VIEWS)
def test_view(
    snap_compare: Any,
    sample: Workspace,
    app_on: Callable[[Workspace], CorrespondenceApp],
    view: str,
    size: tuple[int, int],
) -> None:
    assert snap_compare(app_on(sample), press=VIEWS[view], terminal_size=size)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_assess(
    snap_compare: Any,
    sample: Workspace,
    app_on: Callable[[Workspace], CorrespondenceApp],
    monkeypatch: pytest.MonkeyPatch,
    size: tuple[int, int],
) -> None:
    # What is likely by meaning takes seconds and differs in the last digit between machines: by words alone, here.
    monkeypatch.setattr(meaning, "model", lambda: "")

    async def press(pilot: Pilot[None]) -> None:
        for key in ("enter", "G", "k", "a", "j", "j"):
            await pilot.press(key)
            await settle(pilot)

    assert snap_compare(app_on(sample), run_before=press, terminal_size=size)


SEARCHES = {
    "search": ["slash", *"suspension"],
    "search-list": ["slash", *"investig", "enter", "j", "f5"],
    "search-nothing": ["slash", *"xyzzy"],
    "search-narrow": ["slash", *"customer", "f4"],
    "search-opened": ["slash", *"proportionate", "enter", "enter"],
}


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("view", SEARCHES)
def test_searching(
    snap_compare: Any,
    sample: Workspace,
    app_on: Callable[[Workspace], CorrespondenceApp],
    view: str,
    size: tuple[int, int],
) -> None:
    async def press(pilot: Pilot[None]) -> None:
        for key in SEARCHES[view]:
            await pilot.press(key)
            if key == "enter" or (key.startswith("f") and len(key) > 1):
                await rest(pilot)
        await rest(pilot)

    assert snap_compare(app_on(sample), run_before=press, terminal_size=size)
