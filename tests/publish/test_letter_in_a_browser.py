"""A letter's page in a real browser: axe finds nothing, light or dark, and every printed page bears the marks."""

from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Browser

from correspondence.document.nodes import map_images
from correspondence.writers import html
from correspondence.writers.pictures import bare
from tests.factories.browser import violations
from tests.writers.conftest import LETTERS
from tests.writers.pictures import PNG

MARKS = ('DRAFT “A\\00";} body{display:none}', "Copy 3 of 9")


@pytest.mark.parametrize("name", ["circulated", "sample", "arabic", "crossed"])
def test_axe_finds_nothing(browser: Browser, tmp_path: Path, name: str) -> None:
    document = map_images(LETTERS[name], lambda image: replace(image, picture=bare(PNG)))
    page = tmp_path / "letter.html"
    page.write_text(html.write(document, date="2025-06-03"), encoding="utf-8")
    for scheme, width in (("light", 1000), ("dark", 320)):
        assert violations(browser, page, scheme=scheme, width=width) == []


def test_every_printed_page_bears_the_marks(browser: Browser, tmp_path: Path) -> None:
    document = replace(LETTERS["sample"], marks=MARKS)
    page = tmp_path / "letter.html"
    page.write_text(html.write(document), encoding="utf-8")
    context = browser.new_context()
    tab = context.new_page()
    tab.goto(page.as_uri())
    tab.pdf(path=str(tmp_path / "letter.pdf"), margin={"top": "2cm", "bottom": "2cm"})
    context.close()
    printed = pypdfium2.PdfDocument(tmp_path / "letter.pdf")
    texts = [sheet.get_textpage().get_text_bounded() for sheet in printed]
    printed.close()
    assert len(texts) > 2
    assert [n for n, text in enumerate(texts) if "Copy 3 of 9" not in text] == []
    assert "Rights groups" in texts[0]
