"""What opens over a screen, as it is seen at both sizes; what was typed there is not thrown away at the first key."""

from collections.abc import Callable
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Input, TextArea

from correspondence.letters.merge_texts import merge
from correspondence.matching import meaning
from correspondence.overview import letters
from correspondence.overview.letters import UnsavedRow
from correspondence.store.reading import reading
from correspondence.tui.app import CorrespondenceApp
from correspondence.tui.screens.export import ExportScreen
from correspondence.tui.screens.freezing import FreezingScreen
from correspondence.tui.screens.letter import LetterScreen
from correspondence.tui.screens.merging import Introduction, MergingScreen
from correspondence.tui.screens.newletter import NewLetterScreen
from correspondence.tui.screens.recovering import RecoveringScreen
from correspondence.tui.screens.wording import WordingScreen
from correspondence.vocabulary import Verdict
from correspondence.workspace import Workspace
from tests.tui.conftest import LETTER, SIZES, TODAY, rest, until
from tests.tui.rolls import open_roll

Maker = Callable[[Workspace], CorrespondenceApp]
KEYS = {
    "files": ["enter", "5"],
    "save": ["enter", "5", "o"],
    "begin": ["n"],
    "log": ["enter", "l"],
    "evidence": ["enter", "2", "enter"],
    "finding": ["enter", "3", "e"],
    "no-more": ["enter", "2", "d"],
    "directory-import": ["D", "i"],
    "partner": ["enter", "4", "m"],
    "ask": ["enter", "G", "k", "a", "q"],
    "remark": ["enter", "G", "k", "a", "E"],
}


async def _press(pilot: Pilot[None], keys: list[str]) -> None:
    for key in keys:  # what asks waits for its answer: so this waits for the picture, not for the work to end
        await rest(pilot)
        await pilot.press(key)
    await rest(pilot)
    for field in pilot.app.screen.query("#path").results(Input):
        if field.value:  # the folder of a test is called otherwise each time
            field.value = "~/letters/file"
    await rest(pilot)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("view", KEYS)
def test_view(
    snap_compare: Any,
    sample: Workspace,
    app_on: Maker,
    monkeypatch: pytest.MonkeyPatch,
    view: str,
    size: tuple[int, int],
) -> None:
    monkeypatch.setattr(meaning, "model", lambda: "")  # what is likely is told by words alone: the same everywhere
    assert snap_compare(app_on(sample), run_before=lambda pilot: _press(pilot, KEYS[view]), terminal_size=size)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_confirming_an_answer(snap_compare: Any, called: Workspace, app_on: Maker, size: tuple[int, int]) -> None:
    async def press(pilot: Pilot[None]) -> None:
        await open_roll(pilot)
        await _press(pilot, ["2", "c"])

    assert snap_compare(app_on(called), run_before=press, terminal_size=size)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_confirming_a_doubtful_answer(
    snap_compare: Any, called: Workspace, app_on: Maker, size: tuple[int, int]
) -> None:
    async def press(pilot: Pilot[None]) -> None:
        await open_roll(pilot, "2", "G")
        await _press(pilot, ["c", "ctrl+s"])

    assert snap_compare(app_on(called), run_before=press, terminal_size=size)


def _export(workspace: Workspace) -> Screen[Any]:
    return ExportScreen(workspace, "nivelmark", LETTER)


def _merging(_workspace: Workspace) -> Screen[Any]:
    base = "We ask three questions.\n\nThe first is old.\n\nWe wait.\n"
    ours, theirs = base.replace("three", "four").replace("old", "ours"), base.replace("old", "theirs")
    return MergingScreen(merge(base, ours, theirs), Introduction("Ana saved another text", "Ours is what you typed."))


def _recovering(workspace: Workspace) -> Screen[Any]:
    with reading(workspace) as reader:
        letter = letters.letter(reader, LETTER)
    body = letter.body.replace("the", "all the", 3)
    return RecoveringScreen(letter, [UnsavedRow("1", "A", letter.version, letter.body, body, "2025-07-14T10:00:00Z")])


SCREENS = {"export": _export, "merging": _merging, "recovering": _recovering}


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("name", SCREENS)
def test_dialog(snap_compare: Any, sample: Workspace, app_on: Maker, name: str, size: tuple[int, int]) -> None:
    async def show(pilot: Pilot[None]) -> None:
        await pilot.app.push_screen(SCREENS[name](sample))
        await _press(pilot, [])

    assert snap_compare(app_on(sample), run_before=show, terminal_size=size)


async def test_a_note_is_not_thrown_away_at_the_first_press(sample: Workspace, app_on: Maker) -> None:
    async with app_on(sample).run_test() as pilot:
        screen = WordingScreen.of_verdict("How is it defined?", Verdict.EVADED)
        await pilot.app.push_screen(screen)
        screen.query_one(TextArea).text = "They speak of something else."
        await pilot.press("escape")
        assert pilot.app.screen is screen
        await pilot.press("escape")
        assert pilot.app.screen is not screen


async def test_a_revisions_note_is_not_thrown_away_at_the_first_press(sample: Workspace, app_on: Maker) -> None:
    async with app_on(sample).run_test(size=SIZES[1]) as pilot:
        letter = LetterScreen(sample, "nivelmark", LETTER)
        await pilot.app.push_screen(letter)
        await until(pilot, lambda: letter.body.preview.words and letter.body.writing.has_focus)
        await pilot.press("escape", "4")
        await rest(pilot)
        await pilot.press("f")
        await until(pilot, lambda: isinstance(pilot.app.screen, FreezingScreen) and pilot.app.screen.focused)
        await pilot.press("x", "escape")
        assert isinstance(pilot.app.screen, FreezingScreen)
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is letter)


async def test_a_letter_in_the_making_is_not_thrown_away_with_the_program(sample: Workspace, app_on: Maker) -> None:
    app = app_on(sample)
    async with app.run_test() as pilot:
        screen = NewLetterScreen(sample, "nivelmark", TODAY)
        await app.push_screen(screen)
        screen.query_one("#title", Input).value = "Another"
        screen.query_one("#ticks Rows").focus()
        await pilot.press("q")
        assert app.is_running
        assert app.screen is screen
        await pilot.press("q")
        assert not app.is_running or app.return_code == 0
