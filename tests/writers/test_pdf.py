"""A letter as PDF: tagged, whole, the same bytes everywhere, and nothing of it is ever code."""

import io
import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from correspondence.document import nodes
from correspondence.document.nodes import Document, Image, Paragraph
from correspondence.document.parse import parse
from correspondence.errors import CorrespondenceError
from correspondence.text.dates import PartialDate
from correspondence.writers import pdf
from correspondence.writers.pdf.stationery import Header, Stationery
from correspondence.writers.pictures import bare
from tests.conftest import REPOSITORY
from tests.writers.pictures import JPEG, PNG, SECRET
from tests.writers.samples import ARABIC, EVERYTHING

REFERENCE = (REPOSITORY / "templates" / "open-letter.docx").read_bytes()
HOSTILE = r"""# #eval("1") $x^2$ \u{41} @ref <label>

\#read("/etc/passwd") #include "x.typ" #import "@preview/x:1.0.0" // no comment /* nor this */ `raw` ]] ) } #[ ~ -- ...

\= no heading, \- no list, `#sys.version`, [words #let](https://example.org/?a=#b&c="d"))
"""


def _text(content: bytes) -> str:
    document = pypdfium2.PdfDocument(content)
    try:
        pages = [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()
    return "\n".join(pages)


def _squeezed(text: str) -> str:
    """A text without what setting it may change: spaces, and hyphens at the ends of lines."""
    return re.sub(r"[\s\ufffe\u00ad\u200b]+", "", text)


def test_every_word_of_the_letter_stands_in_the_file() -> None:
    document = parse(EVERYTHING, language="en-GB")
    found = _squeezed(_text(pdf.write(document).content))
    for block in nodes.walk(document.blocks):
        if isinstance(block, nodes.Text):
            # Words beside Hebrew stand in the order in which they are seen.
            for word in re.split(r"[\u0590-\u05ff✅❖\s]+", block.text.partition("<tag>")[0]):
                assert word in found


def test_nothing_in_a_letter_is_code() -> None:
    document = parse(HOSTILE, language="en")
    found = _squeezed(_text(pdf.write(document).content))
    for word in ('#eval("1")$x^2$\\u{41}@ref<label>', '#read("/etc/passwd")#include"x.typ"', "//nocomment/*northis*/"):
        assert word in found
    assert "root:" not in found


def test_it_is_tagged_titled_and_its_fonts_are_inside() -> None:
    document = parse(EVERYTHING, language="en-GB")
    printed = pdf.write(document, pdf.stationery.read(REFERENCE, document), date=PartialDate(2025, 6, 3))
    with pikepdf.open(io.BytesIO(printed.content)) as file:
        root = file.Root
        assert bool(root.MarkInfo.Marked)
        assert str(root.Lang) == "en-GB"
        assert bool(root.ViewerPreferences.DisplayDocTitle)
        assert str(file.docinfo["/Title"]) == "A letter with everything"
        with file.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A")
        kinds = _kinds(root.StructTreeRoot)
        assert {"/H1", "/H2", "/L", "/LI", "/Table", "/THead", "/TH", "/TD", "/Note", "/Link", "/BlockQuote"} <= kinds
        with file.open_outline() as outline:
            assert [str(entry.title) for entry in outline.root] == ["A letter with everything", "Appendix A"]
        fonts = [o for o in file.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/FontDescriptor"]
        assert fonts
        assert all("/FontFile2" in font or "/FontFile3" in font for font in fonts)
        links = [a.A.URI for page in file.pages for a in page.get("/Annots", []) if "/A" in a]
        assert "https://example.org/note" in map(str, links)


def _kinds(element: object) -> set[str]:
    found: set[str] = set()
    waiting = [element]
    while waiting:
        one = waiting.pop()
        if isinstance(one, pikepdf.Array):
            waiting += list(one)
        elif isinstance(one, pikepdf.Dictionary):
            if "/S" in one:
                found.add(str(one.S))
            if "/K" in one:
                waiting.append(one.K)
    return found


def test_the_title_is_larger_than_any_other_heading() -> None:
    letter = parse("# Title\n\n::: appendix\n# Appendix\n\n## More\n:::\n", language="en")
    document = pypdfium2.PdfDocument(pdf.write(letter).content)
    try:
        texts = [page.get_textpage() for page in document]
        sizes = [pypdfium2.raw.FPDFText_GetFontSize(text, n) for text in texts for n in range(text.count_chars())]
    finally:
        document.close()
    assert [size for size in dict.fromkeys(sizes) if size > 11] == [19.0, 14.0, 12.5]


def test_pages_are_numbered_and_a_heading_row_stands_on_each() -> None:
    rows = "\n".join(f"| {n} | {'words ' * 12}|" for n in range(80))
    document = parse(f"# T\n\n| Heading one | Heading two |\n|---|---|\n{rows}\n", language="en")
    text = _text(pdf.write(document).content)
    pages = text.count("Heading one")
    assert pages > 1
    assert f"2 / {pages}" in text


def test_the_same_bytes_in_another_zone_for_another_user_in_another_language() -> None:
    code = (
        "import sys\nfrom correspondence.document.parse import parse\nfrom correspondence.writers import pdf\n"
        "sys.stdout.buffer.write(pdf.write(parse('# T\\n\\nWords[^1].\\n\\n[^1]: note', language='en')).content)"
    )
    made = [
        subprocess.run(
            [sys.executable, "-c", code], env=os.environ | changed, check=True, capture_output=True, cwd=folder
        ).stdout
        for changed, folder in (
            ({"TZ": "Pacific/Auckland", "LANG": "ar_EG.UTF-8"}, "/"),
            ({"TZ": "America/Bogota", "USER": "ana"}, str(REPOSITORY)),
        )
    ]
    assert made[0] == made[1]
    assert made[0].startswith(b"%PDF")


def test_it_names_no_tool_no_time_and_no_place() -> None:
    content = pdf.write(parse(EVERYTHING, language="en")).content
    assert not re.search(rb"(?i)typst|krilla|xmp-writer|CreationDate|ModDate|CreatorTool|/Producer", content)
    assert str(Path.home()).encode() not in content


def _heights(content: bytes, words: str) -> list[float]:
    """How far from the foot of the first page each place of some words stands, in points."""
    document = pypdfium2.PdfDocument(content)
    page = document[0].get_textpage()
    found, heights = page.search(words), []
    while place := found.get_next():
        heights.append(page.get_charbox(place[0])[3])
    document.close()
    return heights


def test_marks_stand_on_the_page_and_above_the_letterhead_and_the_text() -> None:
    marks = ("DRAFT COPY", "EMBARGOED UNTIL NOON", "COPY 3 OF 9")
    for top in (20, 90):
        header = Header(("House of Rights", "12 Long Street", "+32 2 000 00 00"))
        paper = Stationery(top=top, header=header)
        content = pdf.write(replace(parse("# A title\n\nText.\n", language="en"), marks=marks), paper).content
        places = [max(_heights(content, words)) for words in (*marks[1:], *header.lines, "A title")]
        assert places == sorted(places, reverse=True)
        assert places[0] < paper.height - 10


@pytest.mark.parametrize("word", ["Организация ", "😀 "])
def test_a_title_longer_than_a_string_of_pdf_may_be_is_set_too(word: str) -> None:
    title = (word * 30_000)[:30_000].strip()
    document = parse(f"# {title}\n\nText.\n", language="ru", title=title)
    paper = Stationery(header=Header((title,)))
    content = pdf.write(document, paper, date=PartialDate(2025, 6, 3)).content
    assert _squeezed(_text(content)).count(word.strip()[:1]) >= title.count(word.strip()[:1])
    with pikepdf.open(io.BytesIO(content)) as file:
        assert str(file.docinfo.Title if "/Title" in file.docinfo else title).startswith(word.strip())


def test_characters_that_no_font_has_are_told() -> None:
    printed = pdf.write(parse("# T\n\na\U0010fffdb\n", language="en"))
    assert printed.missing == "\U0010fffd"
    assert printed.own_fonts
    assert "a\ufffdb" in _text(printed.content)


def test_a_letter_from_right_to_left() -> None:
    printed = pdf.write(parse(ARABIC, language="ar"))
    with pikepdf.open(io.BytesIO(printed.content)) as file:
        assert str(file.Root.Lang) == "ar"
    assert "Plumbline" in _text(printed.content)


def test_strange_trees_are_set_too() -> None:
    markdown = "### Third first\n\n# One\n\nx[^1] y[^1]\n\n[^1]: - a list\n"
    text = _text(pdf.write(parse(markdown + "word" * 500, language="x-odd")).content)
    assert "a list" in text
    assert "word" * 500 in _squeezed(text)


def test_pictures_are_shown_and_tell_nothing() -> None:
    images = tuple(Image("x", words, bare(content)) for words, content in (("A chart", PNG), ("A map", JPEG)))
    content = pdf.write(Document("T", "en", (Paragraph(images),))).content
    with pikepdf.open(io.BytesIO(content)) as file:
        assert sum(len(page.Resources.get("/XObject", {})) for page in file.pages) == 2
    assert b"A chart" in content or "A chart".encode("utf-16-be") in content
    assert SECRET.encode() not in content


def test_without_the_typesetter_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        sys.modules["correspondence.writers.pdf.write"], "_run", lambda _: json.dumps({"error": "no-typst"}).encode()
    )
    with pytest.raises(CorrespondenceError, match=r"install `correspondence\[pdf\]`"):
        pdf.write(parse("# T"))
