"""The Reports screen: from the threads or the palette, for all threads or one, and as wide as there is room."""

from collections.abc import Callable

import pytest
from rich.cells import cell_len
from textual.containers import VerticalScroll
from textual.pilot import Pilot
from textual.widgets import Static

from correspondence.bundle import transfer
from correspondence.store.change import change
from correspondence.tui.app import CorrespondenceApp
from correspondence.tui.screens.reports import ReportsScreen
from correspondence.tui.screens.thread import ThreadScreen
from correspondence.workspace import Workspace
from tests.factories.hostile import DANGEROUS, hostile_thread
from tests.factories.threads import full_thread, stored
from tests.tui.conftest import SIZES, settle

OnWorkspace = Callable[[Workspace], CorrespondenceApp]


def _said(pilot: Pilot[None]) -> str:
    return str(pilot.app.screen.query_one(".detail > Static", Static).content)


async def test_from_all_threads_to_one_and_into_it(sample: Workspace, app_on: OnWorkspace) -> None:
    stored(sample, full_thread())
    app = app_on(sample)
    async with app.run_test(size=(160, 50)) as pilot:
        await settle(pilot)
        await pilot.press("R")
        await settle(pilot)
        assert isinstance(app.screen, ReportsScreen)
        assert "All threads" in _said(pilot)
        assert "7 of 9 answered" in _said(pilot)
        await pilot.press("j")
        await settle(pilot)
        said = _said(pilot)
        assert "6 of 7 answered (86%)" in said
        assert "! 14 d" in said
        assert "156 late" in said
        assert "0 ┼──" in said
        await pilot.press("t")
        await settle(pilot)
        assert isinstance(app.screen, ThreadScreen)


async def test_no_chart_is_wider_than_its_place_when_a_longer_report_follows(
    sample: Workspace, app_on: OnWorkspace
) -> None:
    stored(sample, full_thread())
    app = app_on(sample)
    async with app.run_test(size=(160, 30)) as pilot:
        await settle(pilot)
        await pilot.press("R", "j", "j")
        await settle(pilot)
        detail = app.screen.query_one(".detail", VerticalScroll)
        assert not detail.show_vertical_scrollbar, _said(pilot)
        await pilot.press("k")
        await settle(pilot)
        assert detail.show_vertical_scrollbar
        assert max(map(cell_len, _said(pilot).splitlines())) <= detail.scrollable_content_region.width


async def test_from_the_palette_and_back(sample: Workspace, app_on: OnWorkspace) -> None:
    app = app_on(sample)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("ctrl+p", *"reports")
        await settle(pilot)
        await pilot.pause(0.5)
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, ReportsScreen)
        await pilot.press("f", *"nivel", "escape")
        await settle(pilot)
        assert isinstance(app.screen, ReportsScreen)
        await pilot.press("escape")
        await settle(pilot)
        assert not isinstance(app.screen, ReportsScreen)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_text_from_outside_is_text(workspace: Workspace, app_on: OnWorkspace, size: tuple[int, int]) -> None:
    with change(workspace, "thread import", "hostile") as act:
        transfer.import_thread(act.session, hostile_thread())
    app = app_on(workspace)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        await pilot.press("R", "j")
        await settle(pilot)
        said = _said(pilot)
        assert "[@click=app.quit]quit[/]" in " ".join(said.split())
        assert not [mark for mark in DANGEROUS if mark in said]
        assert max(map(len, said.splitlines())) < 1000
        assert app.is_running


async def test_an_empty_workspace(workspace: Workspace, app_on: OnWorkspace) -> None:
    app = app_on(workspace)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("R")
        await settle(pilot)
        assert isinstance(app.screen, ReportsScreen)
        assert _said(pilot) == ""
