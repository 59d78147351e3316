"""The same originals through the terminal UI and through the command line: two stores that hold the same."""

import os
import shutil
from pathlib import Path

import pytest
from textual.widgets import Input

from correspondence.bundle import dump, schema, transfer
from correspondence.store.change import change
from correspondence.store.reading import reading
from correspondence.store.verify import verify
from correspondence.tui.app import CorrespondenceApp
from correspondence.tui.screens.log import LogScreen
from correspondence.workspace import Workspace
from tests.conftest import ACTOR, REPOSITORY
from tests.factories.commands import Typed
from tests.factories.scans import scan
from tests.tui.conftest import SIZES, TODAY, settle

FILES = REPOSITORY / "threads" / "nivelmark" / "files"
SLUG = "nivelmark"


def _workspace(root: Path, empty_store: Path) -> Workspace:
    """The sample's thread with its organizations and people, and nothing that was written yet."""
    shutil.copytree(empty_store, root)
    workspace = Workspace(root, None, ACTOR)
    bundle, _, _ = transfer.read(REPOSITORY / "threads" / SLUG)
    with change(workspace, "thread import", SLUG) as act:
        transfer.import_thread(act.session, schema.ThreadBundle(thread=bundle.thread))
    return workspace


@pytest.fixture
def originals(tmp_path: Path) -> list[Path]:
    """One file of each kind: a mail, a PDF, a Word document, and a scanned page."""
    if shutil.which("tesseract") is None and os.environ.get("CI"):
        pytest.fail("tesseract is not installed: apt-get install tesseract-ocr")
    folder = tmp_path / "came in"
    folder.mkdir()
    found = []
    for ending in (".eml", ".pdf", ".docx"):
        first = next(path for path in sorted(FILES.iterdir()) if path.suffix == ending)
        found.append(Path(shutil.copy(first, folder / f"reply{ending}")))
    scanned = folder / "scanned.pdf"
    scanned.write_bytes(scan(found[1].read_bytes()))
    return [*found, scanned]


def _held(workspace: Workspace) -> tuple[schema.ThreadBundle, list[tuple[object, ...]], list[str]]:
    """All of a store that a person gave or a file held: the thread, the originals, the acts."""
    with change(workspace, "thread export", SLUG) as act:
        act.nothing_done = True
        bundle = dump.dump(act.session, SLUG)
    with reading(workspace) as reader:
        assert verify(reader).findings == ()
        files = reader.rows("SELECT sha256, length(content) FROM original ORDER BY sha256")
        acts = [row[0] for row in reader.rows("SELECT act FROM journal ORDER BY number")]
    return bundle, files, acts


async def _log_on_screen(app: CorrespondenceApp, files: list[Path], *, one_by_one: bool) -> None:
    async with app.run_test(size=SIZES[1]) as pilot:
        await pilot.press("enter")
        await settle(pilot)
        for some in [[file] for file in files] if one_by_one else [files]:
            await pilot.press("l")
            await settle(pilot)
            screen = app.screen
            assert isinstance(screen, LogScreen)
            screen.query_one("#path", Input).value = " ".join(f"'{file}'" for file in some)
            await pilot.press("enter")
            await settle(pilot)
            await pilot.press("ctrl+s" if one_by_one else "escape")
            await settle(pilot)
            assert not isinstance(app.screen, LogScreen)


@pytest.mark.parametrize("one_by_one", [True, False], ids=["each looked at first", "all at once"])
async def test_the_screen_and_the_command_line_store_the_same(
    tmp_path: Path,
    empty_store: Path,
    originals: list[Path],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    *,
    one_by_one: bool,
) -> None:
    by_screen = _workspace(tmp_path / "screen", empty_store)
    by_command = _workspace(tmp_path / "command", empty_store)
    await _log_on_screen(CorrespondenceApp(by_screen, today=TODAY), originals, one_by_one=one_by_one)
    typed = Typed(by_command, monkeypatch, capsys)
    for some in [[file] for file in originals] if one_by_one else [originals]:
        typed("log", SLUG, *some)
    bundle, files, acts = _held(by_screen)
    assert (bundle, files, acts) == _held(by_command)
    assert len(bundle.messages) == len(originals)
    texts = {document.message.title: document.body for document in bundle.messages}
    assert all(texts.values()) or shutil.which("tesseract") is None, texts.keys()
