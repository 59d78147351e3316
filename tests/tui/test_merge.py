"""Going through what a partner did to a letter: in its place, taken or left with a key, applied in one act."""

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Static

from correspondence.letters.edit import save_body
from correspondence.overview import letters
from correspondence.publish.export import export
from correspondence.publish.gate import Unconfirmed
from correspondence.store.change import change
from correspondence.store.reading import reading
from correspondence.tui.app import CorrespondenceApp
from correspondence.tui.screens.merge import MergeScreen
from correspondence.workspace import Workspace
from tests.factories.partners import retyped, tracked_words
from tests.factories.words import WHO, part, run
from tests.tui.conftest import SIZES, settle

LETTER = "2025-06-03-open-letter"
PRAISE = "It was praised at the time, also by some of us."
CHOICE = "They are withheld by choice."
AppOn = Callable[[Workspace], CorrespondenceApp]


@pytest.fixture
def file(sample: Workspace) -> Path:
    """The letter as a partner sent it back: three edits of hers, one of somebody's, and comments."""
    with reading(sample) as reader:
        content = export(reader, sample, LETTER, unconfirmed=Unconfirmed.LEAVE_OUT).content
    content = retyped(content, tracked_words(PRAISE, "Some of us praised it.", by="Ana"))
    content = retyped(content, tracked_words("by choice", "by your choice", by="Ben [/]"))
    content = retyped(content, lambda xml: xml.replace(", 26 have", ", 27 have").replace("26 have not", "27 have not"))
    marks = '<w:commentRangeStart w:id="1"/>', '<w:commentRangeEnd w:id="1"/>'
    words = "Three years later,"
    commented = f'</w:t></w:r>{marks[0]}{run(words)}{marks[1]}<w:r><w:t xml:space="preserve">'
    content = retyped(content, lambda xml: xml.replace(words, commented))
    comment = f'<w:comment w:id="1" {WHO.format("Eva", 2)}><w:p>{run("Is it three?")}</w:p></w:comment>'
    path = sample.root / "ana.docx"
    path.write_bytes(content)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("word/comments.xml", part("comments", comment))
    return path


async def _opened(pilot: Pilot[None], file: Path) -> MergeScreen:
    await settle(pilot)
    await pilot.press("enter", "4", "m")
    await settle(pilot)
    screen = pilot.app.screen
    assert isinstance(screen, MergeScreen)
    screen.query_one("#path", Input).value = str(file)
    await pilot.press("enter")
    await settle(pilot)
    return screen


def _told(screen: MergeScreen) -> str:
    return str(screen.query_one("#told", Static).content)


def _beside(screen: MergeScreen) -> str:
    return str(screen.query_one("#edit > Static", Static).content)


def _body(workspace: Workspace) -> str:
    with reading(workspace) as reader:
        return letters.letter(reader, LETTER).body


def _acts(workspace: Workspace) -> list[str]:
    with reading(workspace) as reader:
        return [row[0] for row in reader.rows("SELECT act FROM journal ORDER BY number")]


async def test_edits_are_taken_or_left_with_one_key_and_applied_in_one_act(
    sample: Workspace, app_on: AppOn, file: Path
) -> None:
    before, acts = _body(sample), _acts(sample)
    app = app_on(sample)
    async with app.run_test(size=(160, 50)) as pilot:
        screen = await _opened(pilot, file)
        assert "From revision 2 · 3 edits: 0 taken, 2 left · 1 cannot be taken · 1 comment not kept" in _told(screen)
        assert "cannot be taken: comes from a live part of the body: {{ pool|length }}" in _beside(screen)
        await pilot.press("t")
        assert "1 cannot be taken" in _told(screen)
        assert "Edit 2 of 3: replaced" in _beside(screen)
        assert "Is it three?" in _beside(screen)
        await pilot.press("t")
        assert "Ben [/]" in _beside(screen)
        assert "1 taken, 1 left" in _told(screen)
        await pilot.press("l")
        assert _body(sample) == before
        for key in ("escape", "l", "q", "l", "o"):  # with another choice the next key asks again
            await pilot.press(key)
            assert key == "l" or "Nothing is in the draft yet" in _told(screen)
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert "In the draft: 1 of 3 edits; 2 left" in _told(screen)
        assert _body(sample) == before.replace(PRAISE, "Some of us praised it.")
        assert _acts(sample) == [*acts, "letter merge"]
        await pilot.press("escape")
        assert not isinstance(app.screen, MergeScreen)


async def test_a_draft_that_changed_meanwhile_is_read_again_and_no_choice_is_lost(
    sample: Workspace, app_on: AppOn, file: Path
) -> None:
    async with app_on(sample).run_test(size=(80, 24)) as pilot:
        screen = await _opened(pilot, file)
        await pilot.press("T", "c")
        with change(sample, "letter edit", f"nivelmark/{LETTER}") as act:
            save_body(act.session, "nivelmark", LETTER, _body(sample).replace("It reads", "It"), read_version=1)
            act.session.connection().exec_driver_sql("UPDATE letter SET version = version + 1")
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert "was changed meanwhile" in _told(screen)
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert "In the draft: 2 of 3 edits" in _told(screen)
    body = _body(sample)
    assert "Some of us praised it." in body
    assert "by your choice" in body
    assert "{# Eva on “Three years later,”: Is it three? #}" in body


async def test_a_file_that_cannot_be_read_is_told(sample: Workspace, app_on: AppOn, tmp_path: Path) -> None:
    bad = tmp_path / "bad.docx"
    bad.write_bytes(b"no")
    async with app_on(sample).run_test() as pilot:
        screen = await _opened(pilot, bad)
        assert "bad.docx: is damaged" in _told(screen)
        screen.query_one("#path", Input).value = str(tmp_path / "none.docx")
        await pilot.press("enter")
        await settle(pilot)
        assert "cannot be read" in _told(screen)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_view(snap_compare: Any, sample: Workspace, app_on: AppOn, file: Path, size: tuple[int, int]) -> None:
    async def look(pilot: Pilot[None]) -> None:
        await _opened(pilot, file)
        await pilot.press("j", "t", "k")
        await settle(pilot)

    assert snap_compare(app_on(sample), run_before=look, terminal_size=size)
