"""Word's accessibility checker finds nothing in what is exported, and would find what is wrong."""

import io
import zipfile

import pytest

from correspondence.document.parse import parse
from correspondence.writers.docx import write
from tests.writers.accessibility import objections
from tests.writers.conftest import LETTERS, REFERENCE, exchanged
from tests.writers.test_docx_circulated import ON_US_LETTER

LETTER = """# A letter

They [published](https://example.org) it.

## What was promised

| a | b |
|---|---|
| 1 | 2 |

# Appendix
"""


@pytest.mark.parametrize("name", ["sample", "arabic", "circulated"])
@pytest.mark.parametrize("reference", [REFERENCE, ON_US_LETTER], ids=["a4", "us-letter"])
def test_the_checker_finds_nothing(name: str, reference: bytes) -> None:
    assert objections(write(LETTERS[name], reference)) == []


def _main(package: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return archive.read("word/document.xml")


@pytest.mark.parametrize(
    ("was", "becomes", "told"),
    [
        (b"<w:tblHeader/>", b"", "table 1 has no header row"),
        (b'w:val="Heading1"', b'w:val="Heading4"', "a heading of level 4 follows one of level 2"),
        (b">published<", b">here<", "word/document.xml: a link says only 'here'"),
        (b"<w:body>", b"<w:body><w:p/><w:p/>", "empty paragraphs make space"),
    ],
)
def test_the_checker_would_find_what_is_wrong(was: bytes, becomes: bytes, told: str) -> None:
    package = write(parse(LETTER, language="en"), REFERENCE)
    assert objections(package) == []
    changed = exchanged(package, {"word/document.xml": _main(package).replace(was, becomes)})
    assert [said for said in objections(changed) if said.startswith(told)]


def test_a_letter_without_a_title_is_told() -> None:
    assert "the document has no title" in objections(write(parse("Words.\n", language="en"), REFERENCE))


def test_pale_letters_are_told() -> None:
    with zipfile.ZipFile(io.BytesIO(REFERENCE)) as archive:
        styles = archive.read("word/styles.xml")
    pale = exchanged(REFERENCE, {"word/styles.xml": styles.replace(b"5F6B76", b"C0C8D0")})
    assert "the style Date is too pale" in objections(write(LETTERS["sample"], pale))
