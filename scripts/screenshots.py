"""Make the pictures of the documentation from today's screens: `make screenshots`.

The screens are drawn by the app itself on the sample thread, the sign-on page by Chromium, where it is installed.
"""

import asyncio
import re
import shutil
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

from playwright.sync_api import sync_playwright

from correspondence.bundle import transfer
from correspondence.publish.export import export
from correspondence.publish.gate import Unconfirmed
from correspondence.store.change import change
from correspondence.store.migrate import migrate
from correspondence.store.reading import reading
from correspondence.tui.app import CorrespondenceApp
from correspondence.tui.screens.merge import MergeScreen
from correspondence.workspace import Workspace, shipped
from tests.factories.partners import retyped, tracked_words

GALLERY = Path(__file__).parent.parent / "docs" / "gallery"
LETTER = "2025-06-03-open-letter"
TODAY = date(2025, 7, 15)
SCREENS = {
    "threads": ((110, 20), []),
    "thread": ((140, 38), ["enter", "G", "k"]),
    "questions": ((140, 38), ["enter", "2", *"jjjjjjjjjjjjjjjjj"]),
    "assess": ((160, 46), ["enter", "G", "k", "a", *"jjjjjjjjvv"]),
    "undertakings": ((140, 38), ["enter", "3"]),
    "letters": ((140, 38), ["enter", "4"]),
    "new-letter": ((140, 38), ["enter", "4", "n"]),
    "letter": ((140, 38), ["enter", "4", "enter"]),
    "revisions": ((140, 38), ["enter", "4", "enter", "escape", "4", "j"]),
    "sign-ons": ((140, 38), ["enter", "4", "w", "j"]),
    "directory": ((140, 38), ["D", "j", "j", "j", "j"]),
    "reports": ((140, 38), ["R"]),
    "search": ((140, 38), ["slash", *"investig", "enter", "j", "j"]),
    "narrow": ((80, 24), ["enter", "2"]),
}
# The drawing names a web font; a picture asks nothing of anybody.
_WEB_FONT = re.compile(r"@font-face\s*\{.*?\}", re.DOTALL)


def main() -> None:
    GALLERY.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace(Path(folder), None, "Ana Ferreira")
        migrate(workspace)
        for source in sorted(shipped("threads").iterdir()):
            read = transfer.read(source)
            with change(workspace, "thread import", source.name) as act:
                transfer.import_thread(act.session, *read)
        for name, (size, keys) in SCREENS.items():
            svg = asyncio.run(_screen(workspace, size, keys))
            (GALLERY / f"{name}.svg").write_text(_WEB_FONT.sub("", svg), encoding="utf-8", newline="\n")
        svg = asyncio.run(_merging(workspace, _came_back(workspace)))
        (GALLERY / "merge.svg").write_text(_WEB_FONT.sub("", svg), encoding="utf-8", newline="\n")
        _sign_on_page(workspace)
        _tracker(workspace)


def _came_back(workspace: Workspace) -> Path:
    """A letter that partners sent back."""
    with reading(workspace) as reader:
        content = export(reader, workspace, LETTER, unconfirmed=Unconfirmed.LEAVE_OUT).content
    content = retyped(content, tracked_words("also by some of us", "even by some of us", by="Ana Ferreira"))
    content = retyped(content, tracked_words("Never appointed", "Not appointed", by="Ben Okafor"))
    file = workspace.root / "ana.docx"
    file.write_bytes(content)
    return file


async def _merging(workspace: Workspace, file: Path) -> str:
    app = CorrespondenceApp(workspace, today=TODAY)
    async with app.run_test(size=(140, 38)) as pilot:
        await pilot.pause()
        app.push_screen(MergeScreen(workspace, "nivelmark", LETTER, file=file))
        await pilot.pause()
        await app.workers.wait_for_complete()
        await pilot.pause()
        await pilot.press("t")
        await pilot.pause()
        return app.export_screenshot(title="correspondence")


async def _screen(workspace: Workspace, size: tuple[int, int], keys: list[str]) -> str:
    app = CorrespondenceApp(workspace, today=TODAY)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        for key in keys:
            await pilot.press(key)
            await app.workers.wait_for_complete()
        await pilot.pause(0.5)  # a search waits until the keys rest
        await app.workers.wait_for_complete()
        await pilot.pause()
        return app.export_screenshot(title="correspondence")


def _sign_on_page(workspace: Workspace) -> None:
    """The letter with its form, as Chromium draws it: wide and light, narrow and dark."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        print("the pictures of the sign-on page were left as they are: Chromium is not installed", file=sys.stderr)
        return
    program = Path(sys.executable).with_name("correspondence")
    command = [program, "--workspace", workspace.root, "signon", "serve", LETTER]
    options = ["--port", "0", "--mail-dir", workspace.root / "mails", "--from", "letters@coalition.example"]
    with subprocess.Popen([*command, *options], stderr=subprocess.PIPE, text=True) as server, sync_playwright() as play:
        address = re.search(r"http\S+/", server.stderr.readline())[0]
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for name, width, scheme, query in (
            ("page", 900, "light", "?lang=en"),
            ("page-narrow", 360, "dark", "?lang=es"),
        ):
            tab = browser.new_page(viewport={"width": width, "height": 760}, color_scheme=scheme)
            tab.goto(f"{address}{query}")
            tab.screenshot(path=GALLERY / f"sign-on-{name}.png")
            if width > 400:
                tab.check("#organization")
                tab.fill("#name", "Fundacja Otwarty Kanał")
                tab.fill("#email", "biuro at otwarty-kanal.example")
                tab.click("button")
                tab.screenshot(path=GALLERY / f"sign-on-{name}-form.png")
        browser.close()
        server.terminate()


def _tracker(workspace: Workspace) -> None:
    """The public site of the sample thread: on a desk, on a telephone in the dark, and in Arabic; a reply with marks."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        print("the pictures of the tracker were left as they are: Chromium is not installed", file=sys.stderr)
        return
    program = Path(sys.executable).with_name("correspondence")
    reply = "documents/2025-03-27-nivelmark-to-coalition.html"
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for name, width, height, scheme, language, page in (
            ("tracker", 1100, 1500, "light", "en", "index.html"),
            ("tracker-phone", 320, 900, "dark", "en", "index.html#undertakings"),
            ("tracker-arabic", 760, 900, "light", "ar", "index.html"),
            ("tracker-reply", 760, 900, "light", "en", reply),
        ):
            site = workspace.root / f"site-{language}"
            options = ["--letter", LETTER, "--findings", "--language", language, "--date", TODAY.isoformat()]
            command = [program, "--workspace", workspace.root, "publish", site, *options]
            subprocess.run(command, check=True, capture_output=True)
            tab = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)
            tab.goto(f"{site.as_uri()}/{page}")
            tab.screenshot(path=GALLERY / f"{name}.png")
        browser.close()


if __name__ == "__main__":
    main()
