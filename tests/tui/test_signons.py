"""The Sign-ons screen: who signed which text, answers confirmed and rejected, forms taken in, mails queued and sent."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Select, Static, TextArea

from correspondence.tui.app import CorrespondenceApp
from correspondence.tui.screens.form import FormScreen
from correspondence.tui.screens.signons import SignOnsScreen
from correspondence.tui.screens.taking import TakingScreen
from correspondence.tui.widgets.rows import Rows
from correspondence.workspace import Workspace
from tests.tui.conftest import SIZES, settle
from tests.tui.rolls import answers_of, open_roll, open_then, signons_of, text_of

Maker = Callable[[Workspace], CorrespondenceApp]
FORM = "Organization,E-mail,Country,Agree\nNova,info@nova.example,PT,yes\nÖko,not an address,DE,yes\n,,,yes\n"


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("view", {"roll": [], "answers": ["2"], "mails": ["3"]}.items(), ids=lambda view: view[0])
def test_view(
    snap_compare: Any, called: Workspace, app_on: Maker, view: tuple[str, list[str]], size: tuple[int, int]
) -> None:
    async def wait(pilot: Pilot[None]) -> None:
        await open_roll(pilot, *view[1])

    assert snap_compare(app_on(called), run_before=wait, terminal_size=size)


async def test_how_far_the_call_has_come(called: Workspace, app_on: Maker) -> None:
    async with app_on(called).run_test(size=SIZES[1]) as pilot:
        screen = await open_roll(pilot)
        told = text_of(screen, "#progress")
    assert "8 of 13 signed · 1 to confirm · 3 asked · 1 declined · 3 answers wait · 2 mails queued" in told
    assert "Revision 2 · until 2025-07-16 09:00 Europe/Berlin, tomorrow" in told


async def test_an_answer_is_confirmed_as_it_was_understood(called: Workspace, app_on: Maker) -> None:
    async with app_on(called).run_test(size=SIZES[0]) as pilot:
        screen = await open_roll(pilot, "2", "G")
        assert "n0va.example looks like nova.example" in text_of(screen, "#answers-pane .detail > Static")
        await pilot.press("c")
        await settle(pilot)
        form = pilot.app.screen
        assert isinstance(form, FormScreen)
        form.query_one("#whom", Select).value = "Nova"
        warning, hint = form.query_one("#warning", Static), form.query_one("#hint", Static)
        assert "n0va.example looks like nova.example" in str(warning.content)
        assert "“" not in str(warning.content)
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert "Ctrl+S once more" in str(hint.content)
        assert pilot.app.screen.region.contains_region(hint.region)
        assert hint.region.bottom < form.query_one("Vertical").region.bottom
        assert answers_of(called)[1].state == "pending"
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert pilot.app.screen is screen
        assert "9 of 13 signed" in text_of(screen, "#progress")
    assert (answers_of(called)[1].state, answers_of(called)[1].signon) == ("accepted", "Nova")
    assert (signons_of(called)["Nova"].status, signons_of(called)["Nova"].channel) == ("signed", "email")


async def test_an_answer_by_somebody_new_is_confirmed_under_a_corrected_name(called: Workspace, app_on: Maker) -> None:
    async with app_on(called).run_test(size=SIZES[1]) as pilot:
        await open_roll(pilot, "2", "g", "j")
        await pilot.press("c")
        await settle(pilot)
        area = pilot.app.screen.query_one(TextArea)
        assert area.text == "Stichting [@click=app.quit]x[/]"
        area.text = "Stichting X"
        await pilot.press("ctrl+s")
        await settle(pilot)
    row = signons_of(called)["Stichting X"]
    assert (row.status, row.channel, row.representative, row.kind) == ("signed", "web", "Eva", "organization")


async def test_what_stands_against_confirming_is_told_and_nothing_changes(called: Workspace, app_on: Maker) -> None:
    async with app_on(called).run_test(size=SIZES[1]) as pilot:
        await open_roll(pilot, "2", "g")
        await pilot.press("c")
        await settle(pilot)
        await pilot.press("ctrl+s")
        await settle(pilot)
        (told,) = [note.message for note in pilot.app._notifications]
        assert "nobody can tell whom it is from" in told
    assert answers_of(called)[3].state == "pending"


async def test_an_answer_is_rejected_at_the_second_press(called: Workspace, app_on: Maker) -> None:
    async with app_on(called).run_test(size=SIZES[1]) as pilot:
        await open_roll(pilot, "2", "g", "d")
        assert answers_of(called)[3].state == "pending"
        await pilot.press("d")
        await settle(pilot)
        assert answers_of(called)[3].state == "rejected"
        await pilot.press("G", "d")
        await settle(pilot)
    assert [row.state for row in answers_of(called).values()] == ["pending", "pending", "rejected"]


async def test_the_list_filters_as_one_types(called: Workspace, app_on: Maker) -> None:
    async with app_on(called).run_test(size=SIZES[1]) as pilot:
        screen = await open_roll(pilot)
        rows = screen.query_one("#roll-pane-list-rows", Rows)
        assert rows.count == 13
        await pilot.press("f", *"invited")
        await settle(pilot)
        assert rows.count == 3
        await pilot.press("escape")
        await settle(pilot)
        assert rows.count == 13
        await pilot.press("escape")
        await settle(pilot)
        assert not isinstance(pilot.app.screen, SignOnsScreen)


async def test_the_evidence_is_written_as_it_came(called: Workspace, app_on: Maker, tmp_path: Path) -> None:
    async with app_on(called).run_test(size=SIZES[1]) as pilot:
        screen = await open_then(pilot, "2", "G", "o")
        screen.query_one("#path", Input).value = str(tmp_path / "evidence.eml")
        await pilot.press("enter")
        await settle(pilot)
    assert (tmp_path / "evidence.eml").read_bytes() == b"From: x\n\nWe sign.\n"


async def test_a_form_is_looked_at_and_then_taken_in(called: Workspace, app_on: Maker, tmp_path: Path) -> None:
    (tmp_path / "form.csv").write_text(FORM, encoding="utf-8")
    async with app_on(called).run_test(size=SIZES[1]) as pilot:
        screen = await open_then(pilot, "i")
        assert isinstance(screen, TakingScreen)
        screen.query_one("#path", Input).value = str(tmp_path / "form.csv")
        await pilot.press("enter")
        await settle(pilot)
        told = text_of(screen, "#told")
        assert "1  Organization  → organization" in told
        assert "1 sign, 2 to be mended" in told
        assert "row 3: 'not an address' is not an e-mail address" in told
        assert signons_of(called)["Nova"].status == "invited"
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert isinstance(pilot.app.screen, SignOnsScreen)
    assert signons_of(called)["Nova"].status == "signed"
    assert [row.state for row in answers_of(called).values()][3:] == ["accepted", "faulty", "faulty"]


async def test_a_form_whose_columns_nobody_knows_asks_which(called: Workspace, app_on: Maker, tmp_path: Path) -> None:
    (tmp_path / "form.csv").write_text("Who,Where\nNova,info@nova.example\n", encoding="utf-8")
    async with app_on(called).run_test(size=SIZES[0]) as pilot:
        screen = await open_then(pilot, "i")
        screen.query_one("#path", Input).value = str(tmp_path / "form.csv")
        await pilot.press("enter")
        await settle(pilot)
        assert "no column is known to hold names" in text_of(screen, "#told")
        screen.query_one("#columns", Input).value = "organization=1, email=2"
        screen.query_one("#columns", Input).focus()
        await pilot.press("enter")
        await settle(pilot)
        assert "1 sign" in text_of(screen, "#told")
        await pilot.press("escape")
        await settle(pilot)
    assert signons_of(called)["Nova"].status == "invited"
