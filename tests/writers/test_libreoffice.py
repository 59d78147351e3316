"""LibreOffice opens what is exported, shows every word of it, and gives it back."""

import io
import os
import shutil
import subprocess

import docx
import pytest

from correspondence.document.nodes import Document
from correspondence.document.parse import parse
from correspondence.writers.docx import write
from correspondence.writers.docx.readback import paragraphs
from tests.conftest import REPOSITORY
from tests.writers.samples import ARABIC, EVERYTHING

pytestmark = pytest.mark.libreoffice
REFERENCE = (REPOSITORY / "templates" / "open-letter.docx").read_bytes()
SAMPLE = REPOSITORY / "threads/nivelmark/letters/2025-06-03-open-letter/revisions/0002.md"
LETTERS = {
    "everything": (EVERYTHING, "en-GB"),
    "arabic": (ARABIC, "ar"),
    "sample": (SAMPLE.read_text(encoding="utf-8").split("+++\n", 2)[2], "en"),
}


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, bytes]]:
    """Each letter as written, and as LibreOffice makes it PDF and DOCX, in two runs for all of them."""
    office = shutil.which("soffice")
    if office is None or shutil.which("pdftotext") is None:
        why = "LibreOffice or pdftotext is not installed"
        if os.environ.get("CI"):
            pytest.fail(why)
        pytest.skip(why)
    folder = tmp_path_factory.mktemp("libreoffice")
    (folder / "again").mkdir()
    for name, (text, language) in LETTERS.items():
        (folder / f"{name}.docx").write_bytes(write(parse(text, language=language), REFERENCE))
    files = [folder / f"{name}.docx" for name in LETTERS]
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    for to, target in (("pdf", folder), ("docx", folder / "again")):
        command = [office, profile, "--headless", "--convert-to", to, "--outdir", str(target), *map(str, files)]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
    return {
        name: {
            "written": (folder / f"{name}.docx").read_bytes(),
            "again": (folder / "again" / f"{name}.docx").read_bytes(),
            "text": subprocess.run(
                ["pdftotext", "-layout", folder / f"{name}.pdf", "-"], check=True, capture_output=True
            ).stdout,
        }
        for name in LETTERS
    }


def _letter(name: str) -> Document:
    text, language = LETTERS[name]
    return parse(text, language=language)


def _words(text: str) -> list[str]:
    return [word for word in text.split() if word.isalpha()]


@pytest.mark.parametrize("name", ["everything", "sample"])
def test_every_word_is_on_the_pages(converted: dict[str, dict[str, bytes]], name: str) -> None:
    page = set(_words(converted[name]["text"].decode()))
    letter = {word for paragraph in paragraphs(converted[name]["written"]) for word in _words(paragraph)}
    assert len(letter) > 30
    missing = letter - page
    # A word that is broken at the end of a line is two on the page.
    assert len(missing) <= len(letter) // 50, sorted(missing)


@pytest.mark.parametrize("name", LETTERS)
def test_the_words_survive_a_round_trip(converted: dict[str, dict[str, bytes]], name: str) -> None:
    before, after = ([text for text in paragraphs(converted[name][key]) if text] for key in ("written", "again"))
    assert after == before


def test_what_comes_back_has_the_structures(converted: dict[str, dict[str, bytes]]) -> None:
    read = docx.Document(io.BytesIO(converted["sample"]["again"]))
    assert len(read.tables) == 2
    assert [len(table.rows) for table in read.tables] == [6, 13]
    headings = [p.text for p in read.paragraphs if p.style is not None and str(p.style.name).startswith("Heading")]
    assert "What we ask" in headings
    assert "Appendix A" in headings
