"""The first line: the title in the middle, cut where there is no room, and a circle that opens the palette."""

from collections.abc import Callable

import pytest
from textual.command import CommandPalette

from correspondence.tui.app import CorrespondenceApp
from correspondence.tui.widgets.titlebar import TitleBar
from correspondence.workspace import Workspace
from tests.tui.conftest import settle

Maker = Callable[[Workspace], CorrespondenceApp]


@pytest.mark.parametrize(("width", "shown"), [(80, "Öko 中文 " * 4 + "end"), (40, "Öko 中文 Öko 中文 Öko…"), (12, "")])
async def test_a_title_is_whole_or_says_that_it_is_cut(
    sample: Workspace, app_on: Maker, width: int, shown: str
) -> None:
    async with app_on(sample).run_test(size=(width, 24)) as pilot:
        await settle(pilot)
        pilot.app.screen.title = "Öko 中文 " * 4 + "end"
        await pilot.pause()
        line = pilot.app.screen.query_one(TitleBar).render_line(0)
        assert line.cell_length == width
        assert line.text.replace("⭘", "").strip() == shown


async def test_a_click_on_the_circle_opens_the_palette(sample: Workspace, app_on: Maker) -> None:
    async with app_on(sample).run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.click(TitleBar, offset=(40, 0))
        assert not isinstance(pilot.app.screen, CommandPalette)
        await pilot.click(TitleBar, offset=(1, 0))
        await pilot.pause()
        assert isinstance(pilot.app.screen, CommandPalette)
