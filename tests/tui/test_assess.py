"""Assessing a reply with the keys: a verdict lands in the store with the very words, and can be taken back."""

import threading
from collections.abc import Callable

import pytest
from textual.pilot import Pilot

from correspondence.overview.questions import EvidenceRow, evidence, questions
from correspondence.overview.timeline import message
from correspondence.store.reading import reading
from correspondence.store.verify import verify
from correspondence.tui.app import CorrespondenceApp
from correspondence.tui.screens.assess import AssessScreen
from correspondence.tui.widgets.listing import Listing
from correspondence.tui.widgets.reader import Reader
from correspondence.tui.widgets.rows import Rows
from correspondence.workspace import Workspace
from tests.tui.conftest import SIZES, settle

Maker = Callable[[Workspace], CorrespondenceApp]
REPLY = "2025-03-27-nivelmark-to-coalition"


async def _open(pilot: Pilot[None]) -> AssessScreen:
    await pilot.press("enter")
    await settle(pilot)
    await pilot.press("G", "k", "a")
    await settle(pilot)
    screen = pilot.app.screen
    assert isinstance(screen, AssessScreen)
    return screen


def _question(screen: AssessScreen) -> str:
    return screen.query_one("#questions", Listing).rows.key or ""


def _verdicts(store: Workspace, question: str) -> list[EvidenceRow]:
    with reading(store) as reader:
        assert verify(reader).findings == ()
        return [row for row in evidence(reader, question, "nivelmark") if row.message == REPLY]


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_a_verdict_points_at_the_selected_words(sample: Workspace, app_on: Maker, size: tuple[int, int]) -> None:
    app = app_on(sample)
    async with app.run_test(size=size) as pilot:
        screen = await _open(pilot)
        await pilot.press(*"jjjjjjj", "right")
        await settle(pilot)
        start, end = screen.query_one(Reader).selection
        question = _question(screen)
        before = len(_verdicts(sample, question))
        await pilot.press("p")
        await settle(pilot)
        found = _verdicts(sample, question)
        assert len(found) == before + 1
        assert (found[0].verdict, found[0].passages[0].start, found[0].passages[0].end) == ("partial", start, end)
        await pilot.press("u")
        await settle(pilot)
        assert len(_verdicts(sample, question)) == before


async def test_verdicts_given_in_haste_are_kept_when_the_program_is_left(sample: Workspace, app_on: Maker) -> None:
    app = app_on(sample)
    async with app.run_test(size=SIZES[1]) as pilot:
        screen = await _open(pilot)
        listing = screen.query_one("#questions", Listing).rows
        names = []
        await pilot.press("j", "j", "j")
        for verdict in "apera":
            names.append(listing.key or "")
            await pilot.press(verdict, "J")
        app.exit()
    for thread in threading.enumerate():
        if thread.name.startswith("act"):  # as Python itself does before it ends
            thread.join()
    given = [_verdicts(sample, name)[0].verdict for name in names]
    assert given == ["answered", "partial", "evaded", "refused", "answered"]


async def test_words_that_were_kept_go_into_one_verdict(sample: Workspace, app_on: Maker) -> None:
    app = app_on(sample)
    async with app.run_test(size=SIZES[1]) as pilot:
        screen = await _open(pilot)
        await pilot.press(*"jjjjjjj", "space", "J")
        await settle(pilot)
        question = _question(screen)
        await pilot.press("e")
        await settle(pilot)
        assert len(_verdicts(sample, question)[0].passages) == 2


async def test_a_contradiction_ties_both_statements(sample: Workspace, app_on: Maker) -> None:
    app = app_on(sample)
    async with app.run_test(size=SIZES[1]) as pilot:
        screen = await _open(pilot)
        rows = screen.query_one("#questions", Listing).rows
        while not screen.query_one("#earlier", Rows).count:
            await pilot.press("J")
            await pilot.pause()
        question = rows.key or ""
        await pilot.press("c")
        await pilot.pause()
        await pilot.press("enter")
        await settle(pilot)
        newest = _verdicts(sample, question)[0]
        assert newest.verdict == "contradicted"
        assert {passage.message == REPLY for passage in newest.passages} == {True, False}


async def test_our_own_letters_are_not_read_against_our_questions(sample: Workspace, app_on: Maker) -> None:
    app = app_on(sample)
    async with app.run_test(size=SIZES[1]) as pilot:
        await pilot.press("enter")
        await settle(pilot)
        rows = pilot.app.screen.query_one("#timeline-pane-list-rows", Rows)
        ours = next(n for n, row in enumerate(rows._rows) if row.key.endswith("-tracefield-to-nivelmark"))
        rows.cursor = ours
        await pilot.press("a")
        await settle(pilot)
        assert not isinstance(pilot.app.screen, AssessScreen)


async def test_a_reply_can_be_read_on_and_finished(sample: Workspace, app_on: Maker) -> None:
    app = app_on(sample)
    seen = []
    async with app.run_test(size=SIZES[0]) as pilot:
        await _open(pilot)
        for _ in range(2):
            await pilot.press("F")
            await settle(pilot)
            with reading(sample) as reader:
                statuses = {str(row.status) for row in questions(reader, "nivelmark")}
                seen.append((message(reader, REPLY, "nivelmark").assessed, "passed-over" in statuses))
    assert [assessed for assessed, _ in seen] == [False, True]
    assert seen[1] == (True, True)


async def test_a_capital_letter_gives_its_verdict_a_note(sample: Workspace, app_on: Maker) -> None:
    app = app_on(sample)
    async with app.run_test(size=SIZES[0]) as pilot:
        screen = await _open(pilot)
        await pilot.press(*"jjjjjjj", "E")
        await pilot.pause()
        await pilot.press("shift+tab", *"vague", "ctrl+s")
        await settle(pilot)
        newest = _verdicts(sample, _question(screen))[0]
        assert (newest.verdict, newest.note) == ("evaded", "vague")
