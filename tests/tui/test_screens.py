"""What people do in the terminal UI: press keys, look, and ask the store."""

import zipfile
from collections.abc import Callable

import pytest
from textual.widgets import Button, Input, Static, TabbedContent

from correspondence.tui.app import CorrespondenceApp
from correspondence.tui.screens.export import ExportScreen
from correspondence.tui.screens.help import HelpScreen
from correspondence.tui.screens.thread import ThreadScreen
from correspondence.tui.screens.threads import ThreadsScreen
from correspondence.tui.widgets.rows import Rows
from correspondence.workspace import Workspace
from tests.tui.conftest import SIZES, settle

Maker = Callable[[Workspace], CorrespondenceApp]
pytestmark = pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")


def _rows(app: CorrespondenceApp, tab: str) -> Rows:
    return app.screen.query_one(f"#{tab}-pane-list-rows", Rows)


def _detail(app: CorrespondenceApp, tab: str) -> str:
    return str(app.screen.query_one(f"#{tab}-pane .detail Static", Static).content)


async def test_from_the_threads_to_a_reply_and_back(sample: Workspace, app_on: Maker, size: tuple[int, int]) -> None:
    app = app_on(sample)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        assert isinstance(app.screen, ThreadsScreen)
        assert app.screen.query_one(Rows).count == 1
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, ThreadScreen)
        assert _rows(app, "timeline").count == 24  # 22 messages and two frozen letters
        await pilot.press("G", "k")
        await settle(pilot)
        assert "Its recommendations have been considered by the Board" in " ".join(_detail(app, "timeline").split())
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(app.screen, ThreadsScreen)


async def test_every_tab_has_its_rows_and_their_detail(sample: Workspace, app_on: Maker, size: tuple[int, int]) -> None:
    app = app_on(sample)
    async with app.run_test(size=size) as pilot:
        await pilot.press("enter")
        for key, tab, count, told in (
            ("2", "questions", 36, "Evidence"),
            ("3", "undertakings", 12, "History"),
            ("4", "letters", 2, "to-be-confirmed"),
            ("1", "timeline", 24, "Human Rights Policy"),
            ("5", "files", 11, "SHA-256"),
        ):
            await pilot.press(key)
            await settle(pilot)
            assert app.screen.query_one(TabbedContent).active == tab
            assert _rows(app, tab).count == count
            assert told in _detail(app, tab)


async def test_lists_filter_as_you_type(sample: Workspace, app_on: Maker, size: tuple[int, int]) -> None:
    app = app_on(sample)
    async with app.run_test(size=size) as pilot:
        await pilot.press("enter", "2", "f", *"contradicted")
        await settle(pilot)
        assert _rows(app, "questions").count == 2
        await pilot.press("down")
        assert app.focused is _rows(app, "questions")
        await pilot.press("escape")
        await settle(pilot)
        assert _rows(app, "questions").count == 36
        assert isinstance(app.screen, ThreadScreen)


async def test_help_lists_the_keys_of_the_screen(sample: Workspace, app_on: Maker, size: tuple[int, int]) -> None:
    app = app_on(sample)
    async with app.run_test(size=size) as pilot:
        await pilot.press("enter", "question_mark")
        await settle(pilot)
        assert isinstance(app.screen, HelpScreen)
        told = str(app.screen.query_one(Static).content)
        for does in ("Questions and the evidence", "Type words that a row must hold", "What the keys do"):
            assert does in told
        await pilot.press("escape")
        assert isinstance(app.screen, ThreadScreen)


async def test_a_letter_is_exported_after_the_question_of_who_is_printed(
    sample: Workspace, app_on: Maker, size: tuple[int, int]
) -> None:
    app = app_on(sample)
    target = sample.root / "2025-06-03-open-letter.docx"
    async with app.run_test(size=size) as pilot:
        await pilot.press("enter", "4", "x")
        await settle(pilot)
        assert isinstance(app.screen, ExportScreen)
        assert app.screen.query_one(Input).value == str(target)
        app.screen.query_one("#refuse", Button).press()
        await settle(pilot)
        assert "Fundacja Otwarty Kanał signed an earlier text" in str(app.screen.query_one("#told", Static).content)
        assert not target.exists()
        app.screen.query_one("#leave-out", Button).press()
        await settle(pilot)
        assert "8 signatures" in str(app.screen.query_one("#told", Static).content)
    assert zipfile.is_zipfile(target)


async def test_an_ending_that_is_no_format(sample: Workspace, app_on: Maker, size: tuple[int, int]) -> None:
    app = app_on(sample)
    async with app.run_test(size=size) as pilot:
        await pilot.press("enter", "4", "x")
        await settle(pilot)
        app.screen.query_one(Input).value = str(sample.root / "letter.pages")
        app.screen.query_one("#refuse", Button).press()
        await settle(pilot)
        assert "its ending must be one of" in str(app.screen.query_one("#told", Static).content)


async def test_the_palette_opens_a_thread(sample: Workspace, app_on: Maker, size: tuple[int, int]) -> None:
    app = app_on(sample)
    async with app.run_test(size=size) as pilot:
        await pilot.press("ctrl+p", *"plumbline")
        await settle(pilot)
        await pilot.press("down", "enter")
        await settle(pilot)
        assert isinstance(app.screen, ThreadScreen)


async def test_an_empty_workspace_says_how_to_begin(workspace: Workspace, app_on: Maker, size: tuple[int, int]) -> None:
    app = app_on(workspace)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        rows = app.screen.query_one(Rows)
        assert rows.count == 0
        assert "thread import FOLDER" in rows.render_line(1).text
        await pilot.press("enter", "G", "g", "f", "a", "escape")
        assert isinstance(app.screen, ThreadsScreen)


async def test_a_theme_is_remembered(sample: Workspace, app_on: Maker, size: tuple[int, int]) -> None:
    app = app_on(sample)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        app.theme = "gruvbox"
        await settle(pilot)
    again = app_on(sample)
    async with again.run_test(size=size) as pilot:
        await settle(pilot)
        assert again.theme == "gruvbox"
        again.theme = "textual-dark"
