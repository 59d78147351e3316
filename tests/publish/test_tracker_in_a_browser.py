"""The site in a real browser: axe finds nothing, nothing is fetched, and a telephone need not be scrolled sideways."""

from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Browser

from correspondence.publish.tracker.choose import Wish
from correspondence.workspace import Workspace
from tests.factories.browser import violations
from tests.factories.tracker import WATCHED
from tests.publish.test_tracker import LETTERS, files, two_threads

# Enough for each kind of page in each language, light and dark, wide and narrow; a run of axe takes seconds.
PAGES = (
    "index.html",
    "nivelmark/index.html",
    "nivelmark/documents/2025-03-27-nivelmark-to-coalition.html",
    "nivelmark/documents/2025-06-03-open-letter.html",
    "watched/index.html",
)


@pytest.fixture
def site(workspace: Workspace, tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    wish = Wish(
        threads=("nivelmark", WATCHED), campaign="makers", letters=LETTERS, findings=True, language=request.param
    )
    root = tmp_path / "site"
    for name, content in files(two_threads(workspace), wish).items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(content)
    return root


@pytest.mark.parametrize(("site", "pages"), [("en", PAGES), ("ar", PAGES[1:3])], indirect=["site"])
def test_axe_finds_nothing(browser: Browser, site: Path, pages: tuple[str, ...]) -> None:
    found = {
        (name, scheme): violations(browser, site / name, scheme=scheme, width=width)
        for name in pages
        for scheme, width in (("light", 1200), ("dark", 320))
    }
    assert {key: rules for key, rules in found.items() if rules} == {}


@pytest.mark.parametrize("site", ["en"], indirect=True)
def test_what_is_folded_on_screen_is_printed(browser: Browser, site: Path, tmp_path: Path) -> None:
    context = browser.new_context(color_scheme="dark")
    tab = context.new_page()
    tab.goto((site / "nivelmark" / "index.html").as_uri())
    tab.pdf(path=str(tmp_path / "page.pdf"))
    context.close()
    printed = pypdfium2.PdfDocument(tmp_path / "page.pdf")
    words = " ".join(" ".join(sheet.get_textpage().get_text_bounded() for sheet in printed).split())
    printed.close()
    assert "a human rights impact assessment of Nivelmark, to be carried out by external experts" in words
