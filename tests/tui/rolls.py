"""A letter with a call, its Sign-ons screen opened, and what the store knows of it."""

from typing import Any

from textual.pilot import Pilot
from textual.widgets import Static

from correspondence.overview import letters, mailing
from correspondence.overview.letters import SignOnRow
from correspondence.overview.mailing import AnswerRow
from correspondence.store.reading import reading
from correspondence.tui.screens.signons import SignOnsScreen
from correspondence.workspace import Workspace
from tests.tui.conftest import LETTER, settle


def answers_of(workspace: Workspace) -> dict[int, AnswerRow]:
    """What came in, by number."""
    with reading(workspace) as reader:
        return {row.number: row for row in mailing.answers(reader, LETTER)}


def signons_of(workspace: Workspace) -> dict[str, SignOnRow]:
    """The roll, by name."""
    with reading(workspace) as reader:
        return {row.name: row for row in letters.signons(reader, LETTER)}


def mails_of(workspace: Workspace) -> list[tuple[str, str]]:
    """The kind and state of each mail."""
    with reading(workspace) as reader:
        return [(row.kind, row.state) for row in mailing.mails(reader, LETTER)]


async def open_roll(pilot: Pilot[None], *keys: str) -> SignOnsScreen:
    """Open the letter's sign-ons, and press keys there."""
    screen = await open_then(pilot, *keys)
    assert isinstance(screen, SignOnsScreen)
    return screen


async def open_then(pilot: Pilot[None], *keys: str) -> Any:
    """Open the letter's sign-ons, press keys there, and see which screen that leads to."""
    await pilot.press("enter")
    await settle(pilot)
    await pilot.press("4", "w")
    await settle(pilot)
    await pilot.press(*keys)
    await settle(pilot)
    return pilot.app.screen


def text_of(screen: Any, selector: str) -> str:
    """What a widget says."""
    return str(screen.query_one(selector, Static).content)
