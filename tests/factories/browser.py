"""A real browser, the sign-on page's form filled in with it, and axe in it."""

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Error, sync_playwright
from playwright.sync_api import Page as Tab

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@contextmanager
def running_browser() -> Iterator[Browser]:
    """The Chromium of this machine, or that of `$CHROMIUM`; nothing is downloaded.

    Where none is installed the test says so, and where everything must be there it fails.
    """
    program = os.environ.get("CHROMIUM") or next((found for name in NAMES if (found := shutil.which(name))), None)
    if program is None:
        why = f"no Chromium here: install the package {NAMES[0]}, or name one in $CHROMIUM"
        if os.environ.get("CI"):
            pytest.fail(why)
        pytest.skip(why)
    with sync_playwright() as playwright:
        try:
            options = ["--no-sandbox"] if os.geteuid() == 0 else []
            browser = playwright.chromium.launch(executable_path=program, args=options)
        except Error as error:
            pytest.fail(f"{program} does not start: {error}")
        yield browser
        browser.close()


def fill_in(tab: Tab, fields: Mapping[str, str]) -> None:
    """Fill in the form of the sign-on page, and consent."""
    tab.check(f"#{fields['kind']}")
    for name in ("name", "representative", "role", "email", "country", "url"):
        if name in fields:
            tab.fill(f"#{name}", fields[name])
    tab.check("#publish")


def violations(browser: Browser, page: Path, *, scheme: str, width: int) -> list[str]:
    """What axe finds wrong with a page, every rule on, its folded parts open; and whether it must be scrolled sideways.

    Args:
        browser: running.
        page: a file.
        scheme: `light` or `dark`.
        width: of the window, in CSS pixels.
    """
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme="dark" if scheme == "dark" else "light"
    )
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    try:
        tab = context.new_page()
        tab.goto(page.as_uri())
        tab.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        found = [
            f"{rule['id']}: {node['html'][:160]} {node.get('failureSummary', '')[:300]}"
            for rule in Axe().run(tab).response["violations"]
            for node in rule["nodes"]
        ]
        if tab.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            found.append("must be scrolled sideways")
        return [*found, *(f"asked for {url}" for url in asked if url != page.as_uri())]
    finally:
        context.close()
