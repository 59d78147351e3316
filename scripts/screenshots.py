"""Make the pictures of the documentation from today's screens: `make screenshots`.

The screens are drawn by the app itself on the sample thread.
"""

import asyncio
import re
import tempfile
from datetime import date
from pathlib import Path

from correspondence.bundle import transfer
from correspondence.store.change import change
from correspondence.store.migrate import migrate
from correspondence.tui.app import CorrespondenceApp
from correspondence.workspace import Workspace, shipped

GALLERY = Path(__file__).parent.parent / "docs" / "gallery"
TODAY = date(2025, 7, 15)
SCREENS = {
    "threads": ((110, 20), []),
    "thread": ((140, 38), ["enter", "G", "k"]),
    "questions": ((140, 38), ["enter", "2", *"jjjjjjjjjjjjjjjjj"]),
    "undertakings": ((140, 38), ["enter", "3"]),
    "letters": ((140, 38), ["enter", "4"]),
    "reports": ((140, 38), ["R"]),
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


async def _screen(workspace: Workspace, size: tuple[int, int], keys: list[str]) -> str:
    app = CorrespondenceApp(workspace, today=TODAY)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        for key in keys:
            await pilot.press(key)
        await app.workers.wait_for_complete()
        await pilot.pause()
        return app.export_screenshot(title="correspondence")


if __name__ == "__main__":
    main()
