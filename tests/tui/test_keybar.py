"""The last line: whole keys only, help always, and a click presses what it is on."""

from collections.abc import Callable

import pytest

from correspondence.tui.app import CorrespondenceApp
from correspondence.tui.screens.help import HelpScreen
from correspondence.tui.widgets.keybar import KeyBar
from correspondence.workspace import Workspace
from tests.tui.conftest import settle

Maker = Callable[[Workspace], CorrespondenceApp]


@pytest.mark.parametrize("width", [40, 60, 80, 200])
async def test_only_whole_keys_are_shown_and_help_always(sample: Workspace, app_on: Maker, width: int) -> None:
    async with app_on(sample).run_test(size=(width, 24)) as pilot:
        await settle(pilot)
        bar = pilot.app.screen.query_one(KeyBar)
        told = bar.render_line(0).text
        left, _, right = told.partition("│")
        assert len(told) == width
        assert right.split() == ["?", "Help", "^p", "palette"]
        shown = [one.binding for one in pilot.app.screen.active_bindings.values() if one.binding.show]
        entries = [f"{pilot.app.get_key_display(one)} {one.description}" for one in shown]
        for entry in entries:
            left = left.replace(entry, "", 1)
        assert left.strip() == ""


async def test_a_click_presses_the_key(sample: Workspace, app_on: Maker) -> None:
    async with app_on(sample).run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        told = pilot.app.screen.query_one(KeyBar).render_line(0).text
        await pilot.click(offset=(told.index("Help"), 23))
        await settle(pilot)
        assert isinstance(pilot.app.screen, HelpScreen)
