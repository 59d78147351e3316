"""Writing a long letter on screen: from a key to the paint, and from the last key to the preview.

    python benchmarks/preview.py [--pages N] [--keys N] [--page]

makes a letter of so many pages of 500 words, all of them different, opens it in the terminal UI at 160×50 and types in
its middle; beside it, the same keys in Textual's bare text area with the same text. With --page the table goes to
docs/benchmarks-preview.md.
"""

import argparse
import asyncio
import inspect
import random
import statistics
import tempfile
import time
from pathlib import Path

import page
from textual import events, on
from textual.app import App, ComposeResult
from textual.widgets import TextArea

from correspondence.bundle import schema, transfer
from correspondence.store.change import change
from correspondence.store.migrate import migrate
from correspondence.tui.app import CorrespondenceApp
from correspondence.tui.screens.letter import LetterScreen
from correspondence.tui.tabs.body import PAUSE, BodyTab
from correspondence.workspace import Workspace

SIZE = (160, 50)
WORDS_A_PAGE = 500
GOAL = 150


def text(pages: int) -> str:
    """So many pages of prose with headings, lists and live parts, no paragraph twice."""
    pick = random.Random(7)
    letters = "aaeeiioouurstlnmdcbpg"
    vocabulary = ["".join(pick.choices(letters, k=pick.randint(2, 9))) for _ in range(4000)]
    blocks, words = [], 0
    while words < pages * WORDS_A_PAGE:
        count = pick.randint(60, 160)
        words += count
        sentence = " ".join(pick.choices(vocabulary, k=count))
        kind = len(blocks) % 7
        blocks.append(
            f"## {sentence[:40]}\n\n{sentence}. In *{{{{ thread.title }}}}* we wrote [before](message:m)."
            if kind == 0
            else f"- {sentence}\n- **and** {sentence[::-1][:80]}"
            if kind == 3
            else f"{sentence}."
        )
    return "\n\n".join(blocks) + "\n"


class Timed(LetterScreen):
    """The letter screen, with the moments at which a typed key and a preview had been painted."""

    CSS_PATH = Path(inspect.getfile(LetterScreen)).with_suffix(".tcss")

    painted: asyncio.Event
    followed: asyncio.Event

    @on(BodyTab.Typed)
    def _after_paint(self) -> None:
        self.call_after_refresh(self.painted.set)


class Bare(App[None]):
    """Textual's text area and nothing else."""

    def __init__(self, body: str) -> None:
        super().__init__()
        self.body = body
        self.painted = asyncio.Event()

    def compose(self) -> ComposeResult:
        """The text area."""
        yield TextArea(self.body, soft_wrap=True)

    @on(TextArea.Changed)
    def _after_paint(self) -> None:
        self.call_after_refresh(self.painted.set)


async def ours(workspace: Workspace, keys: int) -> tuple[list[float], list[float]]:
    app = CorrespondenceApp(workspace)
    async with app.run_test(size=SIZE) as pilot:
        screen = Timed(workspace, "t", "l")
        screen.painted, screen.followed = asyncio.Event(), asyncio.Event()
        app.push_screen(screen)
        while not screen.body.preview.words:
            await pilot.pause(0.05)
        writing, preview = screen.body.writing, screen.body.preview
        show = preview.show

        def shown(document: object) -> None:
            show(document)
            preview.call_after_refresh(screen.followed.set)

        preview.show = shown
        writing.move_cursor((writing.document.line_count // 2, 0), center=True)
        await pilot.pause(2)
        typing = await typed(writing, screen.painted, keys)
        await pilot.pause(2)
        following = []
        for n in range(max(3, keys // 5)):
            screen.followed.clear()
            await typed(writing, screen.painted, 3)
            began = time.perf_counter()
            await screen.followed.wait()
            following.append((time.perf_counter() - began) * 1e3)
            await pilot.pause(0.3 + n % 3 / 10)
        return typing, following


async def bare(body: str, keys: int) -> list[float]:
    app = Bare(body)
    async with app.run_test(size=SIZE) as pilot:
        area = app.query_one(TextArea)
        area.focus()
        area.move_cursor((area.document.line_count // 2, 0), center=True)
        await pilot.pause(1)
        return await typed(area, app.painted, keys)


async def typed(area: TextArea, painted: asyncio.Event, keys: int) -> list[float]:
    """Milliseconds from each key to the paint, typed as fast as it is painted, with a human's breath between."""
    times = []
    for n in range(keys):
        painted.clear()
        began = time.perf_counter()
        area.post_message(events.Key("x", "x") if n % 6 else events.Key("space", " "))
        await painted.wait()
        times.append((time.perf_counter() - began) * 1e3)
        await asyncio.sleep(0.02)
    return times


def told(name: str, times: list[float]) -> str:
    ordered = sorted(times)
    late = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    return f"| {name} | {statistics.median(ordered):.0f} | {late:.0f} |"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--pages", type=int, default=40)
    options.add_argument("--keys", type=int, default=60)
    options.add_argument("--page", action="store_true")
    given = options.parse_args()
    body = text(given.pages)
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace(Path(folder), None, "bench")
        migrate(workspace)
        message = schema.MessageDocument(message=schema.Message(id="m", direction="incoming"), body="Words.")
        letter = schema.LetterDocument(letter=schema.Letter(id="l", title="L", template="open-letter"), body=body)
        bundle = schema.ThreadBundle(
            thread=schema.Thread(format=1, slug="t", title="T", language="en"), messages=(message,), letters=(letter,)
        )
        with change(workspace, "thread import", "t") as act:
            transfer.import_thread(act.session, bundle)
        typing, following = asyncio.run(ours(workspace, given.keys))
        peer = asyncio.run(bare(body, given.keys))
    lines = [
        f"A letter of {given.pages} pages, {len(body.split()):,} words, on a screen of {SIZE[0]}×{SIZE[1]}.",
        "",
        "| milliseconds | median | 95th percentile |",
        "|---|---|---|",
        told("key to paint, the letter screen with its preview", typing),
        told("key to paint, Textual's bare text area", peer),
        told(f"last key to the preview painted ({PAUSE * 1e3:.0f} ms of them waiting), goal {GOAL}", following),
    ]
    print("\n".join(lines))
    if given.page:
        page.write(
            "benchmarks-preview",
            "Writing a long letter on screen",
            "python benchmarks/preview.py --page",
            lines,
            libraries=["textual"],
        )


if __name__ == "__main__":
    main()
