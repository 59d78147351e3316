"""Sign-ons of a letter on screen: what waits, with its evidence, is confirmed or rejected by a key."""

from pathlib import Path

import pytest
from textual.widgets import Input, Static

from correspondence.overview import letters
from correspondence.signons.inbox import take_files
from correspondence.store.reading import reading
from correspondence.tui.screens.signons import SignOnsScreen
from correspondence.tui.widgets.pane import Pane
from correspondence.workspace import Workspace
from tests.factories.mails import mail
from tests.tui.conftest import SIZES, settle, until
from tests.tui.test_letter_tabs import LETTER, Maker, _on, _open

NAME = "Fundacja Otwarty Kanał"  # has signed the text before


def _states(store: Workspace) -> dict[str, str]:
    with reading(store) as reader:
        newest = letters.letter(reader, LETTER, "nivelmark").revisions[-1].text_number
        return {row.name: row.state(newest) for row in letters.signons(reader, LETTER, "nivelmark")}


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_what_waits_is_seen_with_its_evidence_and_decided_by_a_key(
    sample: Workspace, app_on: Maker, tmp_path: Path, size: tuple[int, int]
) -> None:
    said = (
        ("Dobrosława <zarzad@otwarty-kanal.example.org>", f"{NAME}: we sign the new text."),
        ("X <x@evil.example>", f"{NAME}: [/b] we withdraw our signature."),
    )
    for n, (sender, words) in enumerate(said):
        (tmp_path / f"{n}.eml").write_bytes(mail(sender, words))
    paths = [tmp_path / "0.eml", tmp_path / "1.eml"]
    assert [one.says for one in take_files(sample, "nivelmark", LETTER, paths)] == ["signs", "withdraws"]
    assert _states(sample)[NAME] == "to-be-confirmed"
    async with app_on(sample).run_test(size=size) as pilot:
        screen = await _open(pilot, sample)
        rows = await _on(pilot, screen, "5", "signons")
        pane = screen._tabs["signons"].query_one(Pane)
        assert "2 waiting" in str(pane.border_subtitle)

        def detail() -> str:
            return str(pane.query_one(".detail > Static", Static).content)

        await until(pilot, lambda: "we sign the new text" in detail())
        await pilot.press("c")
        await until(pilot, lambda: _states(sample)[NAME] == "confirmed")
        await until(pilot, lambda: "1 waiting" in str(pane.border_subtitle))
        await pilot.press("home")
        await until(pilot, lambda: "[/b] we withdraw" in detail())
        assert "evil.example is none of" in detail()
        await pilot.press("c")  # tells what speaks against it, and confirms nothing
        await pilot.pause()
        assert _states(sample)[NAME] == "confirmed"
        await pilot.press("d")  # asks for a second one: what is rejected stays so
        await pilot.pause()
        assert "1 waiting" in str(pane.border_subtitle)
        await pilot.press("d")
        await until(pilot, lambda: "waiting" not in str(pane.border_subtitle))
        assert _states(sample)[NAME] == "confirmed"
        assert rows.count == len(_states(sample))


async def test_from_the_tab_to_the_whole_call_and_back(sample: Workspace, app_on: Maker) -> None:
    async with app_on(sample).run_test(size=SIZES[1]) as pilot:
        screen = await _open(pilot, sample)
        rows = await _on(pilot, screen, "5", "signons")
        await pilot.press("w")
        await settle(pilot)
        assert isinstance(pilot.app.screen, SignOnsScreen)
        await pilot.press("h")
        await settle(pilot)
        pilot.app.screen.query_one("#name", Input).value = "Nova"
        await pilot.press("ctrl+s")
        await settle(pilot)
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is screen and rows.count == len(_states(sample)))
    assert _states(sample)["Nova"] == "confirmed"
