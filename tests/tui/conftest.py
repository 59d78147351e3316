"""A workspace with the sample thread, and the app on it on a fixed day."""

import asyncio
import shutil
import time
from collections.abc import Callable, Iterator
from datetime import date
from itertools import count
from pathlib import Path

import pytest
from textual.pilot import Pilot

from correspondence.bundle import transfer
from correspondence.signons.answers import Coming, receive
from correspondence.signons.call import Deadline, Invited, call
from correspondence.store import originals, vectors
from correspondence.store.change import change
from correspondence.store.reading import reading
from correspondence.tui.app import CorrespondenceApp
from correspondence.vocabulary import Channel, Says, SignatoryKind
from correspondence.workspace import Workspace
from tests.conftest import ACTOR, REPOSITORY
from tests.factories.threads import digest

TODAY = date(2025, 7, 15)
SIZES = [(80, 24), (160, 50)]
_STILL = 3  # pictures without a change
_READS = frozenset({"search", "read", "look", "enter", "preview"})  # workers whose end changes what is seen
LETTER = "2025-06-03-open-letter"
AT = "2025-07-14T10:00:00Z"


@pytest.fixture(scope="session")
def _sample_store(tmp_path_factory: pytest.TempPathFactory, empty_store: Path) -> Path:
    root = tmp_path_factory.mktemp("sample") / "workspace"
    shutil.copytree(empty_store, root)
    read = transfer.read(REPOSITORY / "threads" / "nivelmark")
    with change(Workspace(root, None, ACTOR), "thread import", "nivelmark") as act:
        transfer.import_thread(act.session, *read)
    return root


@pytest.fixture
def sample(_sample_store: Path, tmp_path: Path) -> Iterator[Workspace]:
    """A workspace with the sample thread; what its texts mean is worked out in the first test that asks."""
    root = Path(shutil.copytree(_sample_store, tmp_path / "workspace"))
    yield Workspace(root, None, ACTOR)
    if len(made := list(root.glob(f"{vectors.FILE_NAME}*"))) == 1:  # nobody is writing
        shutil.copy(made[0], _sample_store)


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


def letter_key(workspace: Workspace) -> int:
    """The row of the letter."""
    with reading(workspace) as reader:
        return int(reader.rows("SELECT id FROM letter WHERE identifier = :name", name=LETTER)[0][0])


@pytest.fixture
def mail_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The settings file, which says from whom mails go out."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    settings = tmp_path / "config" / "correspondence" / "settings.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text('[mail]\nfrom = "Coalition <letters@coalition.example>"\n')
    return settings


@pytest.fixture
def called(sample: Workspace, mail_settings: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """The sample letter with a call that ends tomorrow, two that are asked, and three answers that wait."""
    assert mail_settings.exists()
    numbers = count(1)
    monkeypatch.setattr("correspondence.signons.call.secrets.token_hex", lambda size: f"{next(numbers):0{2 * size}x}")
    with change(sample, "signon call", f"nivelmark/{LETTER}") as act:
        asked = [Invited("Nova", "info@nova.example"), Invited("Rete Aperta", "info@rete.example")]
        call(
            act.session, "nivelmark", LETTER, asked, deadline=Deadline("2025-07-16T09:00", "Europe/Berlin"),
            template="sign-on-mail", attach=("docx",), at=AT, domain="coalition.example",
        )  # fmt: skip
        key = letter_key(sample)
        evidence = originals.keep(act.session, b"From: x\n\nWe sign.\n", extension="eml")
        for coming in (
            Coming(
                key=digest("1"), channel=Channel.EMAIL, says=Says.SIGNS, name="Nova", passage="We sign.",
                sender="Ana <ana@n0va.example>", checks=("the sender's domain n0va.example looks like nova.example",),
                evidence=evidence,
            ),
            Coming(
                key=digest("2"), channel=Channel.WEB, says=Says.SIGNS, name="Stichting [@click=app.quit]x[/]",
                kind=SignatoryKind.ORGANIZATION, representative="Eva", email="eva@stichting.example",
                cells={"website": "https://stichting.example"},
            ),
            Coming(key=digest("3"), channel=Channel.EMAIL, says=Says.ASKS, sender="Bo <bo@x.example>", passage="Who?"),
        ):  # fmt: skip
            receive(act.session, key, coming, at=AT)
    return sample
