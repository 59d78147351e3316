"""A workspace with the sample thread, and the app on it on a fixed day."""

import asyncio
import shutil
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from textual.pilot import Pilot

from correspondence.bundle import transfer
from correspondence.store.change import change
from correspondence.tui.app import CorrespondenceApp
from correspondence.workspace import Workspace
from tests.conftest import ACTOR, REPOSITORY

TODAY = date(2025, 7, 15)
SIZES = [(80, 24), (160, 50)]
_STILL = 3  # pictures without a change
_READS = frozenset({"search", "read", "look", "enter", "preview"})  # workers whose end changes what is seen


@pytest.fixture(scope="session")
def _sample_store(tmp_path_factory: pytest.TempPathFactory, empty_store: Path) -> Path:
    root = tmp_path_factory.mktemp("sample") / "workspace"
    shutil.copytree(empty_store, root)
    read = transfer.read(REPOSITORY / "threads" / "nivelmark")
    with change(Workspace(root, None, ACTOR), "thread import", "nivelmark") as act:
        transfer.import_thread(act.session, *read)
    return root


@pytest.fixture
def sample(_sample_store: Path, tmp_path: Path) -> Workspace:
    """A workspace with the sample thread."""
    return Workspace(Path(shutil.copytree(_sample_store, tmp_path / "workspace")), None, ACTOR)


@pytest.fixture
def app_on() -> Callable[[Workspace], CorrespondenceApp]:
    """Makes an app on a workspace, on a fixed day."""
    return lambda workspace: CorrespondenceApp(workspace, today=TODAY)


async def settle(pilot: Pilot[None]) -> None:
    """Wait until what keys began is done: work beside the screen may begin more of it."""
    for _ in range(3):
        await pilot.pause()
        await pilot.app.workers.wait_for_complete()
    await pilot.pause()


async def until(pilot: Pilot[None], is_so: Callable[[], object], seconds: float = 60) -> None:
    """Wait until something is so."""
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "it never came to be"
        await pilot.pause(0.02)


async def rest(pilot: Pilot[None]) -> None:
    """Until the keys have come to rest and what they asked for is shown: nothing is read, and the picture stays."""
    seen, times = "", 0
    while times < _STILL:
        await pilot.pause(0.15)
        working = [one for one in pilot.app.workers if one.group in _READS and not one.is_finished]
        await asyncio.gather(*(worker.wait() for worker in working))
        now = pilot.app.export_screenshot()
        seen, times = now, times + 1 if now == seen and not working else 0
