"""Writing a letter: it is seen as it will be read, kept every moment, and never saved over somebody else's words."""

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import pytest
from textual.app import App
from textual.events import Paste
from textual.pilot import Pilot
from textual.widgets import Static

from correspondence.letters.edit import save_body
from correspondence.overview import letters
from correspondence.overview.letters import LetterDetail, UnsavedRow
from correspondence.store.change import change
from correspondence.store.reading import reading
from correspondence.store.verify import verify
from correspondence.tui.app import CorrespondenceApp
from correspondence.tui.screens.letter import EVERY, LetterScreen
from correspondence.tui.screens.merging import MergingScreen
from correspondence.tui.screens.recovering import RecoveringScreen
from correspondence.tui.screens.thread import ThreadScreen
from correspondence.tui.widgets.rows import Rows
from correspondence.workspace import Workspace
from tests.factories.threads import letter, message, stored, thread
from tests.tui.conftest import SIZES, until

Maker = Callable[[Workspace], CorrespondenceApp]
BODY = "One sentence here.\n\nAnother sentence there.\n"


@pytest.fixture
def drafted(store: Workspace) -> Workspace:
    """A letter that nobody has frozen, on each engine in turn."""
    return stored(store, thread(messages=(message("2021-02-18-reply", "2021-02-18"),), letters=(letter(body=BODY),)))


@pytest.fixture
def here(workspace: Workspace) -> Workspace:
    """The same on SQLite."""
    return stored(
        workspace, thread(messages=(message("2021-02-18-reply", "2021-02-18"),), letters=(letter(body=BODY),))
    )


def _detail(store: Workspace) -> LetterDetail:
    with reading(store) as reader:
        return letters.letter(reader, "l", "t")


def _unsaved(store: Workspace) -> list[UnsavedRow]:
    with reading(store) as reader:
        return letters.unsaved(reader, "l", "t")


def _acts(store: Workspace) -> list[str]:
    with reading(store) as reader:
        assert verify(reader).findings == ()
        return [row[0] for row in reader.rows("SELECT act FROM journal ORDER BY number")]


def paste(screen: LetterScreen, text: str) -> None:
    """Paste into the text."""
    screen.body.writing.post_message(Paste(text))


async def opened(pilot: Pilot[None], store: Workspace) -> LetterScreen:
    """The letter on screen."""
    screen = LetterScreen(store, "t", "l")
    pilot.app.push_screen(screen)
    await until(pilot, lambda: screen.is_mounted and not screen.body.writing.loading)
    return screen


async def written(pilot: Pilot[None], store: Workspace) -> LetterScreen:
    """The same, with the first preview."""
    screen = await opened(pilot, store)
    await until(pilot, lambda: "sentence" in screen.body.preview.words)
    return screen


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_what_is_typed_is_seen_and_saved_with_a_key(
    here: Workspace, app_on: Maker, size: tuple[int, int]
) -> None:
    async with app_on(here).run_test(size=size) as pilot:
        screen = await written(pilot, here)
        await pilot.press(*"We write: ")
        await until(pilot, lambda: "We write: One sentence here." in screen.body.preview.words)
        assert screen.body.preview.fresh <= 1  # no other paragraph was set anew
        assert _detail(here).body == BODY
        await pilot.press("ctrl+s")
        await until(pilot, lambda: _detail(here).body == f"We write: {BODY}")
    assert _acts(here) == ["thread import", "letter edit"]
    assert _unsaved(here) == []


async def test_a_letter_opens_from_its_thread_and_leaving_saves(here: Workspace, app_on: Maker) -> None:
    assert EVERY <= 1  # what is typed is kept within two seconds
    async with app_on(here).run_test(size=SIZES[1]) as pilot:
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, ThreadScreen))
        await pilot.press("4")
        rows = pilot.app.screen.query_one("#letters-pane-list-rows", Rows)
        await until(pilot, lambda: rows.count and rows.has_focus)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, LetterScreen))
        first = pilot.app.screen
        assert isinstance(first, LetterScreen)
        await until(pilot, lambda: "sentence" in first.body.preview.words)
        paste(first, "Now ")
        await pilot.press("escape", "escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, ThreadScreen))
        assert _detail(here).body == f"Now {BODY}"
        paste(await written(pilot, here), "And ")
        await pilot.press("escape", "q")
        await until(pilot, lambda: _detail(here).body == f"And Now {BODY}")
    assert _unsaved(here) == []


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_an_error_is_told_with_its_line_and_the_last_good_letter_stays(
    here: Workspace, app_on: Maker, size: tuple[int, int]
) -> None:
    async with app_on(here).run_test(size=size) as pilot:
        screen = await written(pilot, here)
        before = screen.body.preview.words
        wrong = screen.query_one("#wrong", Static)
        await pilot.press("down", "down")
        paste(screen, "{{ nobody }}")
        await until(pilot, lambda: "line 3: 'nobody' is undefined" in str(wrong.content))
        assert wrong.display
        assert screen.body.writing.wrong == 2
        assert screen.body.preview.words == before
        await pilot.press("ctrl+z")
        await until(pilot, lambda: not wrong.display)
        assert screen.body.writing.wrong is None


async def test_after_a_kill_what_was_typed_is_offered_and_taken_up(drafted: Workspace, app_on: Maker) -> None:
    async with app_on(drafted).run_test(size=SIZES[0]) as pilot:
        screen = await written(pilot, drafted)
        paste(screen, "Typed. ")
        await until(pilot, lambda: [row.body for row in _unsaved(drafted)] == [f"Typed. {BODY}"])
        left = _unsaved(drafted)
        screen._opened = False  # as a killed program: nothing is done on the way out
    assert _unsaved(drafted) == left
    async with app_on(drafted).run_test(size=SIZES[0]) as pilot:
        screen = await opened(pilot, drafted)
        await until(pilot, lambda: isinstance(pilot.app.screen, RecoveringScreen))
        await pilot.pause()
        await pilot.press("enter")
        await until(pilot, lambda: pilot.app.screen is screen and screen.body.writing.text == f"Typed. {BODY}")
        # The words are never in no place: the old row goes when the new one is there.
        await until(pilot, lambda: [row.editor != left[0].editor for row in _unsaved(drafted)] == [True])
        await pilot.press("ctrl+s")
        await until(pilot, lambda: _detail(drafted).body == f"Typed. {BODY}")
    assert _unsaved(drafted) == []


async def test_what_is_not_wanted_is_thrown_away_at_the_second_key(here: Workspace, app_on: Maker) -> None:
    async with app_on(here).run_test(size=SIZES[1]) as pilot:
        screen = await written(pilot, here)
        await pilot.press("x")
        await until(pilot, lambda: _unsaved(here))
        screen._opened = False
    async with app_on(here).run_test(size=SIZES[1]) as pilot:
        screen = await opened(pilot, here)
        await until(pilot, lambda: isinstance(pilot.app.screen, RecoveringScreen))
        await pilot.pause()
        await pilot.press("d")
        assert _unsaved(here)
        await pilot.press("d")
        await until(pilot, lambda: not _unsaved(here))
        await until(pilot, lambda: pilot.app.screen is screen)
        assert screen.body.writing.text == BODY


def _colleague(store: Workspace, body: str) -> None:
    store = replace(store, actor="Bo")
    with change(store, "letter edit", "t/l") as act:
        save_body(act.session, "t", "l", body, read_version=_detail(store).version)


async def test_of_two_who_write_the_second_is_told_and_merges_both(drafted: Workspace, app_on: Maker) -> None:
    other = replace(drafted, actor="Bo")
    async with app_on(drafted).run_test(size=SIZES[1]) as mine:
        ours = await written(mine, drafted)
        async with app_on(other).run_test(size=SIZES[1]) as theirs:
            paste(await written(theirs, other), "Theirs. ")
            await theirs.press("ctrl+s")
            await until(theirs, lambda: _detail(drafted).body == f"Theirs. {BODY}")
        # Nothing was typed here: what they saved is seen at once.
        await until(mine, lambda: ours.body.writing.text == f"Theirs. {BODY}")
        await mine.press("ctrl+end", "up", "end")
        paste(ours, " Ours.")
        _colleague(drafted, f"Theirs. {BODY}".replace("Another", "A second"))
        await until(mine, lambda: "Ours." in ours.body.writing.text)
        await until(mine, lambda: "Bo saved another text" in str(ours.body.writing.border_subtitle))
        assert "Ours." in ours.body.writing.text
        await mine.press("ctrl+s")
        await until(mine, lambda: isinstance(mine.app.screen, MergingScreen))
        await mine.pause()
        await mine.press("ctrl+s")
        merged = "Theirs. One sentence here.\n\nA second sentence there. Ours.\n"
        await until(mine, lambda: ours.body.writing.text == merged)
        assert "Ours." not in _detail(drafted).body  # nothing is saved until a person says so
        await mine.press("ctrl+s")
        await until(mine, lambda: _detail(drafted).body == merged)
    assert _unsaved(drafted) == []


async def test_where_both_changed_the_same_words_a_person_chooses(here: Workspace, app_on: Maker) -> None:
    async with app_on(here).run_test(size=SIZES[0]) as pilot:
        screen = await written(pilot, here)
        await pilot.press("delete", "delete", "delete")
        paste(screen, "Our")
        _colleague(here, BODY.replace("One", "Their"))
        await until(pilot, lambda: screen._theirs is not None)
        await pilot.press("ctrl+g")
        await until(pilot, lambda: isinstance(pilot.app.screen, MergingScreen))
        await pilot.pause()
        await pilot.press("t", "escape")
        await until(pilot, lambda: pilot.app.screen is screen)
        assert screen.body.writing.text == BODY.replace("One", "Our")
        await pilot.press("ctrl+g")
        await until(pilot, lambda: isinstance(pilot.app.screen, MergingScreen))
        await pilot.pause()
        await pilot.press("ctrl+s")
        await until(pilot, lambda: screen.body.writing.text == BODY.replace("One", "Our Their"))


async def test_a_name_is_completed_as_it_is_typed(here: Workspace, app_on: Maker) -> None:
    async with app_on(here).run_test(size=SIZES[0]) as pilot:
        screen = await written(pilot, here)
        paste(screen, "see [this](message:re")
        await pilot.press("p")
        await until(pilot, lambda: screen.query_one("#completing").display)
        await pilot.press("down", "enter")
        await until(
            pilot, lambda: screen.body.writing.text.startswith("see [this](message:2021-02-18-reply)One sentence")
        )
        assert not screen.query_one("#completing").display
        await until(pilot, lambda: "see this" in screen.body.preview.words)


async def test_the_users_own_editor(
    here: Workspace, app_on: Maker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = tmp_path / "editor.sh"
    editor.write_text("#!/bin/sh\nprintf 'From the editor.' >> \"$1\"\n", encoding="utf-8")
    editor.chmod(0o755)
    monkeypatch.setenv("EDITOR", str(editor))
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setattr(App, "suspend", lambda _self: nullcontext())
    async with app_on(here).run_test(size=SIZES[0]) as pilot:
        screen = await written(pilot, here)
        await pilot.press("ctrl+o")
        await until(pilot, lambda: screen.body.writing.text == f"{BODY}From the editor.")
        await pilot.press("ctrl+z")
        await until(pilot, lambda: screen.body.writing.text == BODY)


async def test_escapes_and_markup_in_a_letter_are_shown_as_they_are(workspace: Workspace, app_on: Maker) -> None:
    table = "| a | b |\n|---|---|\n| \x9b1m | [x](javascript:y) |\n"
    hostile = f"[bold]no[/bold] \x1b[31mred \u202eback\n\n- item `\x07`\n\n{table}"
    stored(workspace, thread(letters=(letter(body=hostile),)))
    async with app_on(workspace).run_test(size=SIZES[1]) as pilot:
        screen = await opened(pilot, workspace)
        await until(pilot, lambda: "bold" in screen.body.preview.words)
        lines = [widget.render_line(y).text for widget in (screen.body.preview, screen.body.writing) for y in range(20)]
        drawn = "".join(lines)
        assert "[bold]no[/bold]" in drawn
        assert not set(drawn) & set("\x1b\x07\x9b\u202e")
