"""The Directory screen: entries added, changed and taken in, and two made one by a person's word."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Select, TextArea

from correspondence.overview.signatories import SignatoryRow, signatories
from correspondence.signons import directory
from correspondence.store.change import change
from correspondence.store.reading import reading
from correspondence.tui.app import CorrespondenceApp
from correspondence.tui.screens.directory import DirectoryScreen
from correspondence.tui.screens.fields import FieldsScreen
from correspondence.tui.widgets.rows import Rows
from correspondence.workspace import Workspace
from tests.tui.conftest import SIZES, settle
from tests.tui.rolls import text_of

Maker = Callable[[Workspace], CorrespondenceApp]
VIEWS = {
    "entries": [],
    "pairs": ["2"],
    "entry": ["f", *"rete", "enter", "e"],
    "merge": ["2", "m", "ctrl+s"],
    "add": ["a"],
}
NAME = "[@click=app.quit]Rete[/] Aperta"


@pytest.fixture
def listed(workspace: Workspace) -> Workspace:
    """A directory with two that may be one, and one with a hostile name."""
    with change(workspace, "signatory add", "") as act:
        directory.add(
            act.session, name="Observatorio de la Red", kind="organization", names={"en": "Net Observatory"},
            sort_as="Red", country="ES", domains=["obs.example.org"],
            contacts=[{"name": "Eva Ruiz", "email": "eva@obs.example.org", "role": "directora", "language": "es"}],
        )  # fmt: skip
        directory.add(act.session, name="OBSERVATORIO DE LA RÉD", aliases=["Obs"], url="https://red.example")
        directory.add(act.session, name=NAME, contacts=["info@rete.example", {"name": "Ada", "role": "chair"}])
        directory.add(act.session, name="Samvad Trust", country="IN")
    return workspace


def _entries(workspace: Workspace) -> dict[str, SignatoryRow]:
    with reading(workspace) as reader:
        return {row.name: row for row in signatories(reader)}


async def _open(pilot: Pilot[None], *keys: str) -> DirectoryScreen:
    await settle(pilot)
    await pilot.press("D")
    await settle(pilot)
    screen = pilot.app.screen
    assert isinstance(screen, DirectoryScreen)
    for key in keys:
        await pilot.press(key)
        await settle(pilot)
    return screen


async def _saved(pilot: Pilot[None], *keys: str, **values: str) -> Any:
    """Fill in the form that is open, and press keys; the screen that is open then."""
    form = pilot.app.screen
    assert isinstance(form, FieldsScreen)
    for name, value in values.items():
        widget = form.query_one(f"#{name}")
        if isinstance(widget, TextArea):
            widget.text = value
        elif isinstance(widget, (Select, Input)):
            widget.value = value
    for key in keys or ("ctrl+s",):
        await pilot.press(key)
        await settle(pilot)
    return pilot.app.screen


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("view", VIEWS)
def test_view(snap_compare: Any, listed: Workspace, app_on: Maker, view: str, size: tuple[int, int]) -> None:
    async def press(pilot: Pilot[None]) -> None:
        await _open(pilot)
        for key in VIEWS[view]:
            await pilot.press(key)
            await settle(pilot)

    assert snap_compare(app_on(listed), run_before=press, terminal_size=size)


async def test_an_entry_is_added_and_whom_it_may_be_is_told(listed: Workspace, app_on: Maker) -> None:
    async with app_on(listed).run_test(size=SIZES[0]) as pilot:
        await _open(pilot, "a")
        form = await _saved(
            pilot, name="Samvad  Trust e. V.", kind="organization", names="de=Samvad-Stiftung\nhi=संवाद",
            aliases="Samvad", domains="samvad.example\nsamvad.example.org", country="DE", sort_as="Samvad",
            contacts="Ana <ana@samvad.example>; chair; de",
        )  # fmt: skip
        assert "May be Samvad Trust" in text_of(form, "#told")
        await pilot.press("escape")
        await settle(pilot)
    row = _entries(listed)["Samvad  Trust e. V."]
    assert (row.names, row.aliases) == ({"de": "Samvad-Stiftung", "hi": "संवाद"}, ("Samvad",))
    assert (row.domains, row.sort_as) == (("samvad.example", "samvad.example.org"), "Samvad")
    assert (row.contacts[0].email, row.contacts[0].language) == ("ana@samvad.example", "de")


async def test_what_is_known_stays_when_a_part_is_changed(listed: Workspace, app_on: Maker) -> None:
    before = _entries(listed)
    async with app_on(listed).run_test(size=SIZES[1]) as pilot:
        await _open(pilot, "f", *"net", "enter", "e")
        form = await _saved(pilot, contacts="someone <no address>")
        assert "is not an e-mail address" in text_of(form, "#told")
        contacts = "Eva Ruiz <eva@obs.example.org>; directora; es\nBo"
        await _saved(pilot, contacts=contacts, country="")
    row = _entries(listed)["Observatorio de la Red"]
    assert (row.country, [one.name for one in row.contacts]) == ("", ["Eva Ruiz", "Bo"])
    old = before["Observatorio de la Red"]
    assert (row.names, row.domains, row.sort_as, row.kind) == (old.names, old.domains, old.sort_as, old.kind)


async def test_saving_what_stands_there_changes_nothing(listed: Workspace, app_on: Maker) -> None:
    before = _entries(listed)
    async with app_on(listed).run_test(size=SIZES[1]) as pilot:
        for word in ("net", "rete", "samvad"):
            await _open(pilot, "f", *word, "enter", "e")
            await _saved(pilot)
            for _ in range(2):
                await pilot.press("escape")
                await settle(pilot)
    assert _entries(listed) == before


async def test_two_become_one_by_a_persons_word_alone(listed: Workspace, app_on: Maker) -> None:
    async with app_on(listed).run_test(size=SIZES[1]) as pilot:
        screen = await _open(pilot, "2")
        assert screen.query_one("#pairs-rows", Rows).count == 1
        assert "They may be one: the names differ in accents" in text_of(screen, "#pairs-pane .detail > Static")
        assert len(_entries(listed)) == 4
        await pilot.press("m")
        await settle(pilot)
        form = await _saved(pilot, kept="Observatorio de la Red")
        assert "OBSERVATORIO DE LA RÉD is another name of it" in text_of(form, "#told")
        assert len(_entries(listed)) == 4
        assert await _saved(pilot) is screen
        assert screen.query_one("#pairs-rows", Rows).count == 0
    row = _entries(listed)["Observatorio de la Red"]
    assert row.aliases == ("OBSERVATORIO DE LA RÉD", "Obs")
    assert (row.url, row.country, len(_entries(listed))) == ("https://red.example", "ES", 3)


async def test_two_that_look_like_one_are_said_to_be_two_and_it_can_be_taken_back(
    listed: Workspace, app_on: Maker
) -> None:
    async with app_on(listed).run_test(size=SIZES[1]) as pilot:
        screen = await _open(pilot, "2")
        pairs = screen.query_one("#pairs-rows", Rows)
        for key, count in (("n", 0), ("u", 1), ("u", 1), ("n", 0)):
            await pilot.press(key)
            await settle(pilot)
            assert pairs.count == count
        assert [row.distinct_from for row in _entries(listed).values() if row.distinct_from] == [
            ("Observatorio de la Red",)
        ]
        # Later, the entry itself takes it back.
        await pilot.press("1")
        await _open(pilot, "f", *"red.example", "enter", "e")
        await _saved(pilot, distinct_from="")
        assert pairs.count == 1
    assert not any(row.distinct_from for row in _entries(listed).values())


async def test_any_two_can_be_one(listed: Workspace, app_on: Maker) -> None:
    async with app_on(listed).run_test(size=SIZES[0]) as pilot:
        await _open(pilot, "f", *"samvad", "enter", "m")
        form = await _saved(pilot, other="nobody")
        assert "no signatory 'nobody'" in text_of(form, "#told")
        await _saved(pilot, "ctrl+s", "ctrl+s", other=NAME)
    assert _entries(listed)["Samvad Trust"].aliases == (NAME,)


async def test_a_directory_is_taken_in_and_what_differs_stays(listed: Workspace, app_on: Maker, tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("Organization,E-mail,Country\nNova,info@nova.example,PT\nSamvad Trust,,DE\n")
    async with app_on(listed).run_test(size=SIZES[0]) as pilot:
        await _open(pilot, "i")
        form = await _saved(pilot, path=str(tmp_path / "nowhere.csv"))
        assert "cannot be read" in text_of(form, "#told")
        await _saved(pilot, path=str(tmp_path / "list.csv"))
        assert "1 added" in text_of(form, "#told")
        assert "Samvad Trust: is there with other data" in text_of(form, "#told")
    assert _entries(listed)["Nova"].contacts[0].email == "info@nova.example"
    assert _entries(listed)["Samvad Trust"].country == "IN"


async def test_the_palette_opens_it(listed: Workspace, app_on: Maker) -> None:
    async with app_on(listed).run_test(size=SIZES[0]) as pilot:
        await settle(pilot)
        await pilot.press("ctrl+p", *"directory")
        await pilot.pause(0.6)
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(pilot.app.screen, DirectoryScreen)
