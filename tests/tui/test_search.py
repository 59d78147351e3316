"""Searching on screen: hits follow the keys, and Enter opens them at their words."""

import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Static, TabbedContent

from correspondence.letters.campaign import Request, add, plan
from correspondence.store.change import change
from correspondence.store.reading import reading
from correspondence.store.search.look import Found
from correspondence.tui import searching
from correspondence.tui.app import CorrespondenceApp
from correspondence.tui.screens.campaign import CampaignScreen
from correspondence.tui.screens.help import HelpScreen
from correspondence.tui.screens.letter import LetterScreen
from correspondence.tui.screens.narrow import NarrowScreen
from correspondence.tui.screens.search import SearchScreen
from correspondence.tui.screens.thread import ThreadScreen
from correspondence.tui.screens.threads import ThreadsScreen
from correspondence.tui.widgets.rows import Rows
from correspondence.workspace import Workspace
from tests.factories.threads import full_thread, letter, message, stored, thread
from tests.tui.conftest import SIZES, TODAY, settle, until

Maker = Callable[[Workspace], CorrespondenceApp]
sizes = pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")


async def _search(pilot: Pilot[None], typed: str) -> None:
    """Open the search and type; the keys come to rest before it looks."""
    await pilot.press("slash", *("space" if key == " " else key for key in typed))
    await pilot.pause(0.2)
    await settle(pilot)


async def _until(pilot: Pilot[None], happened: Callable[[], bool]) -> None:
    """Wait for something, but not for ever."""
    for _ in range(300):
        if happened():
            return
        await pilot.pause(0.05)
    pytest.fail("it did not happen")


def _hits(app: CorrespondenceApp) -> Rows:
    return app.screen.query_one("#hits", Rows)


def _text(app: CorrespondenceApp, where: str) -> str:
    return " ".join(str(app.screen.query_one(where, Static).content).split())


def _tab(app: CorrespondenceApp) -> tuple[str, str | None]:
    tab = app.screen.query_one(TabbedContent).active
    return tab, app.screen.query_one(f"#{tab}-pane-list-rows", Rows).key


@sizes
async def test_from_anywhere_to_the_words_and_back(sample: Workspace, app_on: Maker, size: tuple[int, int]) -> None:
    app = app_on(sample)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        await _search(pilot, "suspension proportionat")
        assert isinstance(app.screen, SearchScreen)
        assert _hits(app).count == 2
        assert _text(app, "#state") == "2 hits · newest first"
        assert "Reply to the joint letter" in _text(app, "#what")
        assert "whether suspension would be proportionate" in _text(app, "#passage > Static")
        await pilot.press("enter", "enter")
        await settle(pilot)
        assert isinstance(app.screen, ThreadScreen)
        assert _tab(app) == ("timeline", "message 2025-03-27-nivelmark-to-coalition")
        detail = app.screen.query_one("#timeline-pane .detail")
        assert detail.scroll_y > 0
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(app.screen, SearchScreen)
        assert app.screen.query_one(Input).value == "suspension proportionat"
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(app.screen, ThreadsScreen)
        await pilot.press("slash")
        await settle(pilot)
        assert app.screen.query_one(Input).selected_text == "suspension proportionat"


@pytest.mark.parametrize(
    ("typed", "kind", "tab", "key"),
    [
        ("never comment", "received", "timeline", "message reply"),
        ("how then", "question", "questions", "q"),
        ("vet", "undertaking", "undertakings", "u"),
        ("öko", "sign-on", "letters", "l"),
        ("counsel", "name", "timeline", "message ask"),
    ],
)
async def test_enter_opens_what_was_found(
    workspace: Workspace, app_on: Maker, typed: str, kind: str, tab: str, key: str
) -> None:
    app = app_on(stored(workspace, full_thread()))
    async with app.run_test(size=(160, 50)) as pilot:
        await settle(pilot)
        await _search(pilot, typed)
        screen = app.screen
        assert isinstance(screen, SearchScreen)
        for _ in range(12):
            if f"· {kind}" in _text(app, "#state"):
                break
            await pilot.press("f2")
            await settle(pilot)
        assert _hits(app).count == 1
        await pilot.press("enter", "enter")
        await settle(pilot)
        assert isinstance(app.screen, ThreadScreen)
        assert _tab(app) == (tab, key)


@sizes
async def test_a_draft_opens_in_the_editor_at_its_words(
    workspace: Workspace, app_on: Maker, size: tuple[int, int]
) -> None:
    body = "Dear all,\n\n" + "This stands before.\n\n" * 40 + "Here is a “unicorn”, at last.\n"
    app = app_on(stored(workspace, thread(letters=(letter(body=body),))))
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        await _search(pilot, "unicorn")
        await pilot.press("enter", "enter")
        await until(pilot, lambda: isinstance(app.screen, LetterScreen))
        screen = app.screen
        assert isinstance(screen, LetterScreen)
        writing = screen.body.writing
        await until(pilot, lambda: writing.cursor_location == (82, body.splitlines()[82].index("unicorn")))
        assert writing.selected_text == ""
        await until(
            pilot, lambda: "unicorn" in "".join(writing.render_line(y).text for y in range(writing.size.height))
        )
        await pilot.press("escape", "escape")
        await until(pilot, lambda: isinstance(app.screen, SearchScreen))


async def test_a_frozen_text_opens_to_be_read(workspace: Workspace, app_on: Maker) -> None:
    app = app_on(stored(workspace, thread(letters=(letter(["substantive"], block="\n\nA unicorn.\n"),))))
    async with app.run_test(size=(160, 50)) as pilot:
        await settle(pilot)
        await _search(pilot, "unicorn")
        await pilot.press("enter", "enter")
        await settle(pilot)
        assert isinstance(app.screen, ThreadScreen)
        assert _tab(app) == ("letters", "l")


async def test_a_campaign_opens_as_its_table(workspace: Workspace, app_on: Maker) -> None:
    stored(workspace, thread())
    with reading(workspace) as reader:
        planned = plan(reader, workspace, Request(name="unicorns", threads=("t",)), TODAY)
    with change(workspace, "campaign new", "unicorns") as act:
        add(act.session, replace(planned, body="All about a unicorn.\n", letters=()))
    app = app_on(workspace)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await _search(pilot, "unicorn")
        await pilot.press("enter", "enter")
        await until(pilot, lambda: isinstance(app.screen, CampaignScreen))
        await settle(pilot)


async def test_what_belongs_to_no_thread_is_told(workspace: Workspace, app_on: Maker) -> None:
    app = app_on(stored(workspace, full_thread()))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await _search(pilot, "öko e v")
        await pilot.press("enter", "enter")
        await settle(pilot)
        assert isinstance(app.screen, SearchScreen)
        assert [note.severity for note in app._notifications] == ["warning"]


@sizes
async def test_narrowing_by_keys(sample: Workspace, app_on: Maker, size: tuple[int, int]) -> None:
    app = app_on(stored(sample, full_thread()))
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        await _search(pilot, "customer")
        everything = _hits(app).count
        await pilot.press("f2")
        await settle(pilot)
        received = _hits(app).count
        assert 0 < received < everything
        assert "· received" in _text(app, "#state")
        await pilot.press("f6", "down", "f3")
        await settle(pilot)
        assert "· nivelmark" in _text(app, "#state")
        assert 0 < _hits(app).count < everything
        await pilot.press("f3", "f5")
        await settle(pilot)
        assert "likeliest first" in _text(app, "#state")
        assert _hits(app).count == everything
        await pilot.press("f4")
        await pilot.pause()
        assert isinstance(app.screen, NarrowScreen)
        await pilot.press(*"kessingrave", "tab", *"2025-13", "enter")
        await pilot.pause()
        assert "2025-13 is not a date" in _text(app, "#hint")
        await pilot.press(*["backspace"] * 7, *"2022", "tab", *"2022", "enter")
        await settle(pilot)
        assert isinstance(app.screen, SearchScreen)
        assert "kessingrave · from 2022 to 2022" in _text(app, "#state")
        assert 0 < _hits(app).count < everything
        await pilot.press("f6")
        await settle(pilot)
        assert _text(app, "#state") == f"{everything} hits · newest first"


async def test_from_a_thread_only_that_thread_on_demand(workspace: Workspace, app_on: Maker) -> None:
    app = app_on(stored(stored(workspace, full_thread()), thread("zz", messages=(message("m", "2024-01-01"),))))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("down", "enter")
        await settle(pilot)
        screen = app.screen
        assert isinstance(screen, ThreadScreen)
        await _search(pilot, "words")
        both = _hits(app).count
        await pilot.press("f3")
        await settle(pilot)
        assert f"· {screen.slug}" in _text(app, "#state")
        assert 0 < _hits(app).count < both


async def test_a_search_that_is_overtaken_shows_nothing(
    sample: Workspace, app_on: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    find, going, asked = searching.find, threading.Event(), []

    def slow(workspace: Workspace, wanted: Any, **options: Any) -> Found:
        asked.append(wanted.typed)
        if wanted.typed == "customer":
            going.wait(20)
        return find(workspace, wanted, **options)

    monkeypatch.setattr(searching, "find", slow)
    app = app_on(sample)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("slash")
        await settle(pilot)
        app.screen.query_one(Input).value = "customer"
        await _until(pilot, lambda: "customer" in asked)
        app.screen.query_one(Input).value = "customers proportionate"
        await _until(pilot, lambda: _hits(app).count > 0)
        shown = _hits(app).count
        assert shown == 2
        going.set()
        await settle(pilot)
        assert _hits(app).count == shown
        assert _text(app, "#state").startswith(f"{shown} hits")


async def test_a_slash_in_a_filter_is_a_slash(sample: Workspace, app_on: Maker) -> None:
    app = app_on(sample)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("f", "slash")
        await pilot.pause()
        assert isinstance(app.screen, ThreadsScreen)
        assert app.screen.query_one(Input).value == "/"
        await pilot.press("escape", "question_mark")
        await pilot.pause()
        assert isinstance(app.screen, HelpScreen)
        told = " ".join(str(app.screen.query_one(Static).content).split())
        assert "/ Search everything, in all threads" in told
        assert "f Type words that a row must hold" in told


@sizes
async def test_nothing_that_was_received_acts_on_the_screen(
    workspace: Workspace, app_on: Maker, size: tuple[int, int]
) -> None:
    evil = "\x1b[2J[bold red]zebra[/] \u202ezebra\u2066 [@click=app.quit]zebra[/] \x07 {{ 7 * 7 }}"
    document = message("m", "2024-01-01")
    data = document.message.model_copy(update={"title": evil, "author": evil})
    app = app_on(stored(workspace, thread("t", messages=(document.__class__(message=data, body=evil),))))
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        await _search(pilot, "zebra")
        assert _hits(app).count == 1
        drawn = app.export_screenshot()
        assert "[bold" in drawn.replace("&#160;", " ")
        assert not {"\x1b", "\x07", "\u202e", "\u2066"} & {*drawn}
        for where in ("#what", "#passage > Static"):
            assert not {"\x1b", "\x07", "\u202e"} & {*_text(app, where)}
        await pilot.press("enter", "enter")
        await settle(pilot)
        assert isinstance(app.screen, ThreadScreen)
