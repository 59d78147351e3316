"""The page in a real browser: without JavaScript, by keyboard, on a narrow screen, and as axe-core judges it.

Set `PAGE_PICTURES` to a folder to look at what the browser drew.
"""

import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext
from playwright.sync_api import Page as Tab

from correspondence.store.migrate import migrate
from correspondence.workspace import Workspace
from tests.conftest import ACTOR
from tests.factories.browser import fill_in
from tests.web.conftest import AFTER, FIELDS, NOON, REFERENCE, Page, signable

PICTURES = os.environ.get("PAGE_PICTURES")
Scheme = Literal["light", "dark"]


@contextmanager
def _running(workspace: Workspace, folder: Path, *, is_open: bool = True) -> Iterator[Page]:
    """The page of a letter, served on loopback; its clock can be put forward."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        address = f"127.0.0.1:{listening.getsockname()[1]}"
        page = Page(workspace, folder, is_open=is_open, base=f"http://{address}")
        server = uvicorn.Server(uvicorn.Config(page.app, log_config=None, access_log=False, lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        try:
            yield page
        finally:
            server.should_exit = True
            thread.join(20)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """One page for all tests that leave it as it is."""
    root = tmp_path_factory.mktemp("shared")
    workspace = Workspace(root, None, ACTOR)
    migrate(workspace)
    with _running(signable(workspace), root / "mails") as page:
        yield page


@contextmanager
def _context(
    browser: Browser, *, scripts: bool = True, width: int = 1280, scheme: Scheme = "light"
) -> Iterator[BrowserContext]:
    context = browser.new_context(
        java_script_enabled=scripts, viewport={"width": width, "height": 800}, color_scheme=scheme, locale="en"
    )
    context.set_default_timeout(20_000)
    yield context
    context.close()


def _picture(tab: Tab, name: str, *, whole: bool = False) -> None:
    if PICTURES:
        tab.screenshot(path=str(Path(PICTURES) / f"{name}.png"), full_page=whole)


@pytest.mark.parametrize("width", [320, 1280])
def test_the_whole_way_without_javascript(browser: Browser, workspace: Workspace, tmp_path: Path, width: int) -> None:
    with (
        _running(signable(workspace), tmp_path / "mails") as page,
        _context(browser, scripts=False, width=width) as context,
    ):
        said: list[str] = []
        tab = context.new_page()
        tab.on("console", lambda message: said.append(message.text))
        asked: list[str] = []
        tab.on("request", lambda request: asked.append(request.url))
        tab.goto(f"{page.options.base}/i/{REFERENCE}?lang=en")
        assert tab.input_value("#name") == "Access Group"
        _picture(tab, f"letter-{width}", whole=True)
        fill_in(tab, FIELDS | {"email": "ana at oeko"})
        tab.click("button")
        assert tab.title().startswith("Error: ")
        assert tab.locator("#answer").is_visible()
        assert tab.locator("#answer").bounding_box()["y"] < 400  # type: ignore[index]  # it is visible
        assert "not an e-mail address" in tab.inner_text("#email-fault")
        assert tab.input_value("#name") == "Öko e. V."
        _picture(tab, f"errors-{width}")
        tab.fill("#email", FIELDS["email"])
        tab.click("button")
        assert tab.inner_text("h1") == "Please look into your mailbox"
        _picture(tab, f"sent-{width}")
        link = page.options.base + page.link()
        tab.goto(link)
        assert "Öko e. V." in tab.inner_text("dl")
        _picture(tab, f"confirm-{width}", whole=True)
        tab.click("button")
        assert tab.inner_text("h1") == "Thank you"
        tab.goto(link)
        assert tab.inner_text("h1") == "This has been confirmed already"
        assert all(url.startswith(page.options.base) for url in asked)
        assert not [text for text in said if "Failed to load resource" not in text]
        assert [cookie["name"] for cookie in context.cookies()] == ["form"]


def _states(page: Page) -> Iterator[tuple[str, str]]:
    """Every page there is, by name and path; between them what must happen for the next happens."""
    yield "letter", "/"
    yield "personal", f"/i/{REFERENCE}"
    number = time.time_ns()
    visitor = page.visitor(f"10.0.{number % 251}.{number % 241}")
    visitor.send("/", FIELDS | {"email": f"{number}@oeko.example"})
    link = page.link()
    yield "confirm", link
    visitor.send(link, {})
    yield "used", link
    yield "sent", "/sent"
    yield "thanks", "/thanks"
    yield "expired", "/c/unknown"
    yield "unknown-link", "/i/unknown"
    yield "not-found", "/nowhere"
    page.now = AFTER
    yield "closed", "/"
    page.now = NOON


def _judged(tab: Tab, name: str) -> None:
    """That axe-core finds nothing, and that nothing must be scrolled sideways."""
    found = Axe().run(tab)
    assert found.violations_count == 0, f"{name}: {found.generate_report()}"
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{name} scrolls sideways"


@pytest.mark.parametrize(("language", "width", "scheme"), [("en", 1280, "light"), ("ar", 320, "dark")])
def test_axe_finds_nothing_on_any_page(
    browser: Browser, shared: Page, scheme: Scheme, language: str, width: int
) -> None:
    with _context(browser, width=width, scheme=scheme) as context:
        tab = context.new_page()
        for name, path in _states(shared):
            tab.goto(f"{shared.options.base}{path}?lang={language}")
            _judged(tab, name)
            _picture(tab, f"{name}-{language}-{scheme}")
        tab.goto(f"{shared.options.base}/?lang={language}")
        tab.click("button")
        _judged(tab, "errors")
        _picture(tab, f"errors-{language}-{scheme}")


def test_axe_finds_nothing_when_the_text_has_changed_or_strangers_only_read(
    browser: Browser, workspace: Workspace, tmp_path: Path
) -> None:
    with _running(signable(workspace), tmp_path / "mails", is_open=False) as page, _context(browser) as context:
        tab = context.new_page()
        tab.goto(f"{page.options.base}/?lang=en")
        assert not tab.locator("form").count()
        _judged(tab, "by invitation")
        tab.goto(f"{page.options.base}/i/{REFERENCE}?lang=en")
        fill_in(tab, FIELDS)
        page.freeze("# To Acme\n\nYou said that nobody is vetted.\n")
        tab.click("button")
        assert tab.evaluate("document.activeElement.id") == "answer"
        assert "has changed since you opened" in tab.inner_text("#answer")
        _judged(tab, "changed")
        tab.click("button")
        tab.goto(page.options.base + page.link())
        page.freeze("# To Acme\n\nYou said that some are vetted.\n")
        tab.click("button")
        assert "you sign the text that stands here" in tab.inner_text("#answer")
        _judged(tab, "changed before it was confirmed")


def test_by_keyboard_alone(browser: Browser, shared: Page) -> None:
    with _context(browser) as context:
        tab = context.new_page()
        tab.goto(f"{shared.options.base}/?lang=en")
        tab.keyboard.press("Tab")
        assert tab.evaluate("document.activeElement.textContent") == "Skip to the letter"
        tab.keyboard.press("Tab")
        assert tab.locator("text=Skip to the form").bounding_box()["y"] >= 0  # type: ignore[index]  # it is visible
        tab.keyboard.press("Enter")
        order = []
        for _ in range(9):
            tab.keyboard.press("Tab")
            order.append(tab.evaluate("document.activeElement.id || document.activeElement.tagName"))
        assert order == [
            "organization", "name", "representative", "role", "email", "country", "url", "publish", "BUTTON",
        ]  # fmt: skip
        tab.keyboard.press("Enter")
        tab.wait_for_selector("#answer")
        assert tab.evaluate("document.activeElement.id") == "answer"
        tab.keyboard.press("Tab")
        tab.keyboard.press("Tab")
        tab.keyboard.press("Enter")
        assert tab.evaluate("document.activeElement.id") == "name"
        described = tab.get_attribute("#name", "aria-describedby")
        assert described == "name-fault name-hint"
        assert tab.inner_text("#name-fault") == "Error: Please fill in this field."


def test_what_is_printed_is_the_letter(browser: Browser, shared: Page) -> None:
    with _context(browser) as context:
        tab = context.new_page()
        tab.goto(f"{shared.options.base}/")
        tab.emulate_media(media="print")
        assert tab.locator("#letter").is_visible()
        for hidden in ("form", "nav[aria-label]", "footer.page", ".skip"):
            assert not tab.locator(hidden).first.is_visible()
        _picture(tab, "print", whole=True)
