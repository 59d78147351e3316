"""A thread is begun with the keys, with whom and who writes, and is shown."""

from collections.abc import Callable

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Static

from correspondence.overview.organizations import contacts
from correspondence.overview.threads import thread
from correspondence.store.reading import reading
from correspondence.tui.app import CorrespondenceApp
from correspondence.tui.screens.fields import FieldsScreen
from correspondence.tui.screens.thread import ThreadScreen
from correspondence.workspace import Workspace
from tests.tui.conftest import SIZES, settle

Maker = Callable[[Workspace], CorrespondenceApp]


async def _type(pilot: Pilot[None], *lines: str) -> None:
    for line in lines:
        await pilot.press(*line, "tab")


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_a_thread_is_begun(sample: Workspace, app_on: Maker, size: tuple[int, int]) -> None:
    async with app_on(sample).run_test(size=size) as pilot:
        await settle(pilot)
        await pilot.press("n")
        await settle(pilot)
        await _type(
            pilot, "The Halvard mine", "Halvard AS; company; halvard.example", "Ms. Eva Moe <e@halvard.example>"
        )
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert isinstance(pilot.app.screen, ThreadScreen)
        assert pilot.app.screen.slug == "the-halvard-mine"
    with reading(sample) as reader:
        begun = thread(reader, "the-halvard-mine")
        (eva,) = contacts(reader, "the-halvard-mine")
    assert (begun.title, begun.organizations) == ("The Halvard mine", ("Halvard AS",))
    assert (eva.honorific, eva.name, eva.email) == ("Ms.", "Eva Moe", "e@halvard.example")


async def test_what_is_wrong_is_told_and_nothing_typed_is_lost(sample: Workspace, app_on: Maker) -> None:
    async with app_on(sample).run_test(size=SIZES[0]) as pilot:
        await settle(pilot)
        await pilot.press("n")
        await settle(pilot)
        await _type(pilot, "Нивелмарк")
        await pilot.press("ctrl+s")
        await settle(pilot)
        form = pilot.app.screen
        assert isinstance(form, FieldsScreen)
        assert "give a short name" in str(form.query_one("#told", Static).content)
        assert form.query_one("#title", Input).value == "Нивелмарк"
        form.query_one("#slug", Input).focus()
        await pilot.press(*"nivelmark-2", "ctrl+s")
        await settle(pilot)
        assert isinstance(pilot.app.screen, ThreadScreen)
