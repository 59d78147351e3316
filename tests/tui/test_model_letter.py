"""The model letter, built from its thread on screen, from the first key to the file."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from textual.events import Paste
from textual.pilot import Pilot
from textual.widgets import Input, Select, Static

from correspondence.bundle import transfer
from correspondence.overview import letters
from correspondence.signons.signing import sign
from correspondence.store.change import change
from correspondence.store.reading import reading
from correspondence.tui.app import CorrespondenceApp
from correspondence.tui.screens.export import ExportScreen
from correspondence.tui.screens.fields import FieldsScreen
from correspondence.tui.screens.freezing import FreezingScreen
from correspondence.tui.screens.letter import LetterScreen
from correspondence.tui.screens.newletter import NewLetterScreen
from correspondence.tui.screens.thread import ThreadScreen
from correspondence.tui.widgets.listing import Listing
from correspondence.tui.widgets.rows import Rows
from correspondence.vocabulary import Channel
from correspondence.workspace import Workspace
from tests.conftest import SHARED
from tests.tui.conftest import until

Maker = Callable[[Workspace], CorrespondenceApp]
CASE = SHARED / "acceptance"
THREAD = CASE / "nso-2021" / "threads" / "nso-group"
LETTER = "2021-04-27-open-letter"
TITLE = "Rights Groups: NSO Group continues to fail in human rights compliance"
COLUMNS = (
    "Novalpina Capital and NSO Group’s human rights framework",
    "Status of this element or undertaking",
)
NAMES = (
    "Access Now",
    "Amnesty International",
    "Committee to Protect Journalists",
    "Heartland Initiative",
    "Human Rights Watch",
    "Paradigm Initiative",
    "Privacy International",
    "R3D: Red en Defensa de los Derechos Digitales",
    "Reporters Without Borders",
)
pytestmark = pytest.mark.skipif(not CASE.is_dir(), reason="the model case is not beside this checkout")


@pytest.fixture
def thread_alone(workspace: Workspace, tmp_path: Path) -> Workspace:
    """The thread as it was before the letter: nobody has written it, and no question says that it asks it."""
    folder = tmp_path / "nso-group"
    shutil.copytree(THREAD, folder, ignore=shutil.ignore_patterns("letters"))
    questions = folder / "questions.toml"
    kept = [line for line in questions.read_text(encoding="utf-8").splitlines() if not line.startswith("asked_in")]
    questions.write_text("\n".join(kept) + "\n", encoding="utf-8")
    read = transfer.read(folder)
    with change(workspace, "thread import", "nso-group") as act:
        transfer.import_thread(act.session, *read)
    return workspace


def _prose() -> str:
    letter = (THREAD / "letters" / LETTER / "letter.md").read_text(encoding="utf-8")
    return letter.split("+++\n", 2)[2].strip("\n") + "\n"


def _paste(pilot: Pilot[None], text: str) -> None:
    focused = pilot.app.focused
    assert focused is not None
    focused.post_message(Paste(text))


async def _begin(pilot: Pilot[None]) -> LetterScreen:
    """From the threads to a draft: template, title, date, and what goes in."""
    await until(pilot, lambda: pilot.app.screen.query_one(Rows).count)
    await pilot.press("enter")
    await until(pilot, lambda: isinstance(pilot.app.screen, ThreadScreen))
    await pilot.press("4", "n")
    await until(pilot, lambda: isinstance(pilot.app.screen, NewLetterScreen) and pilot.app.focused)
    form = pilot.app.screen
    await pilot.press("enter", "home", "down", "down", "enter")  # the third template there is
    await pilot.press("tab", "tab")
    _paste(pilot, TITLE)
    await until(pilot, lambda: form.query_one("#title", Input).value == TITLE)
    await pilot.press("tab", *"2021-04-27", "tab", "tab", "tab")
    ticks = form.query_one("#ticks", Listing)
    await until(pilot, lambda: ticks.rows.has_focus)
    count = int(str(ticks.border_title).split()[0])
    while not (ticks.rows.key or "").startswith("question"):
        await pilot.press("down")
    await pilot.press("space")  # this one does not go in …
    await until(pilot, lambda: str(ticks.border_title).startswith(f"{count - 1} questions"))
    await pilot.press("a")  # … but all of them do
    await until(pilot, lambda: str(ticks.border_title).startswith(f"{count} questions"))
    await pilot.press("ctrl+s")
    await until(pilot, lambda: isinstance(pilot.app.screen, LetterScreen))
    screen = pilot.app.screen
    assert isinstance(screen, LetterScreen)
    return screen


async def _choose_no(pilot: Pilot[None], choice: Select[str]) -> None:
    """The first of the choices."""
    await pilot.press("enter")
    await until(pilot, lambda: choice.expanded)
    await pilot.press("home", "enter")
    await until(pilot, lambda: choice.value == "" and not choice.expanded)


async def test_the_model_letter_is_built_by_keys(thread_alone: Workspace, app_on: Maker, tmp_path: Path) -> None:
    target = tmp_path / "L.docx"
    async with app_on(thread_alone).run_test(size=(160, 50)) as pilot:
        screen = await _begin(pilot)
        await until(pilot, lambda: "Dear Mr. Gelfand," in screen.body.preview.words)
        await pilot.press("f7")
        _paste(pilot, _prose())
        await until(pilot, lambda: "We, the undersigned organizations, have published" in screen.body.preview.words)
        await pilot.press("escape", "2")
        appendices = screen.query_one("#appendices", Rows)
        await until(pilot, lambda: appendices.count == 1 and appendices.has_focus)
        await pilot.press("c")
        await until(pilot, lambda: isinstance(pilot.app.screen, FieldsScreen) and pilot.app.focused)
        for text in ("Appendix A", None, *COLUMNS):
            if text is not None:
                _paste(pilot, text)
            await pilot.press("tab")
        for name in ("asked", "legend"):  # the letter as it was printed has neither
            await _choose_no(pilot, pilot.app.screen.query_one(f"#{name}", Select))
            await pilot.press("tab")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: COLUMNS[1] in " ".join(screen.body.preview.words.split()))
        await pilot.press("4")
        await until(pilot, lambda: screen.tab == "revisions" and screen.query_one("#revisions-list Rows", Rows).count)
        await pilot.press("f")
        await until(pilot, lambda: isinstance(pilot.app.screen, FreezingScreen))
        await pilot.press(*"first")
        await pilot.press("ctrl+s")
        revisions = screen.query_one("#revisions-list Rows", Rows)
        await until(pilot, lambda: pilot.app.screen is screen and revisions.has_focus and revisions.key == "1")
        with change(thread_alone, "signon add", f"nso-group/{LETTER}") as act:  # as they come in by mail
            for name in NAMES:
                sign(act.session, "nso-group", LETTER, name, number=1, channel=Channel.EMAIL, at=act.at)
        await pilot.pause()  # the focus has come back, and everybody knows
        await pilot.press("6")
        await until(pilot, lambda: screen.tab == "export" and screen.query_one("#export-list Rows", Rows).count)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, ExportScreen))
        pilot.app.screen.query_one(Input).value = ""
        _paste(pilot, str(target))
        await pilot.press("enter")
        told = pilot.app.screen.query_one("#told", Static)
        await until(pilot, lambda: "9 signatures" in str(told.content))
    with reading(thread_alone) as reader:
        (revision,) = letters.letter(reader, LETTER, "nso-group").revisions
    assert (revision.kind, revision.note) == ("substantive", "first")
    status, told_by_check = _checked(target)
    assert status == 0, told_by_check
    assert told_by_check.count("ok") >= 14


def _checked(target: Path) -> tuple[int, str]:
    """What the independent checker says of the file."""
    command = [sys.executable, str(CASE / "check_letter.py"), str(target)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout
