"""What only some Word documents have: endnotes, marks on every page, who writes, pages counted in the language."""

from dataclasses import replace

import pytest
from lxml import etree

from correspondence.document.parse import parse
from correspondence.text.locale import paper
from correspondence.writers.docx import write
from correspondence.writers.docx.readback import paragraphs
from correspondence.writers.docx.xml import relationships
from tests.conftest import REPOSITORY
from tests.writers.conftest import LETTERS, OFFICE, REFERENCE, W, exchanged, letter, part, parts

ON_US_LETTER = (REPOSITORY / "templates" / "open-letter.us-letter.docx").read_bytes()


def _words(root: etree._Element) -> str:
    return "".join(str(text.text or "") for text in root.iter(f"{W}t"))


def _header(package: dict[str, etree._Element], page: str) -> etree._Element:
    section = package["word/document.xml"].find(f"{W}body/{W}sectPr")
    assert section is not None
    relationships = {entry.get("Id"): entry.get("Target") for entry in package["word/_rels/document.xml.rels"]}
    (name,) = [
        relationships[str(reference.get(f"{{{OFFICE}}}id"))]
        for reference in section.findall(f"{W}headerReference")
        if reference.get(f"{W}type") == page
    ]
    return package[f"word/{name}"]


def test_endnotes_are_endnotes() -> None:
    package = letter("circulated")
    assert "word/footnotes.xml" not in package
    notes = [note for note in package["word/endnotes.xml"] if note.get(f"{W}type") is None]
    assert "A note with a link" in _words(notes[0])
    assert len(list(package["word/document.xml"].iter(f"{W}endnoteReference"))) == len(notes) == 2
    assert not list(package["word/document.xml"].iter(f"{W}footnoteReference"))
    assert [form.get(f"{W}val") for form in package["word/document.xml"].iter(f"{W}numFmt")] == ["decimal"]


@pytest.mark.parametrize("page", ["default", "first"])
def test_every_page_bears_the_marks_as_words_and_across(page: str) -> None:
    header = _header(letter("circulated"), page)
    assert _words(header).startswith("EMBARGOED UNTIL 3 JUNE 2025 <09:00>Copy 3 of 9 – منظمة & more")
    across = [shown.get("string") for shown in header.iter("{urn:schemas-microsoft-com:vml}textpath")]
    assert [shown for shown in across if shown] == ["EMBARGOED UNTIL 3 JUNE 2025 <09:00>"]


def test_a_letterhead_without_headers_gets_some_for_the_marks() -> None:
    bare = exchanged(
        REFERENCE, {"word/document.xml": part("document", "<w:body><w:sectPr><w:titlePg/></w:sectPr></w:body>")}
    )
    package = parts(write(replace(LETTERS["sample"], marks=("DRAFT",)), bare))
    for page in ("default", "first"):
        assert _words(_header(package, page)) == "DRAFT"


def _under(margins: str, header: str = "") -> dict[str, etree._Element]:
    """A letter with a mark under a letterhead of these margins, whose header holds this."""
    named = f'<w:headerReference w:type="default" r:id="rId{1 if header else 0}"/>' if header else ""
    section = f'<w:sectPr>{named}<w:pgSz w:w="11906" w:h="16838"/><w:pgMar {margins}/></w:sectPr>'
    changed: dict[str, str | bytes | None] = {"word/document.xml": part("document", f"<w:body>{section}</w:body>")}
    if header:
        changed["word/_rels/document.xml.rels"] = relationships((("rId1", "header", "header9.xml", False),))
        changed["word/header9.xml"] = part("hdr", header)
    return parts(write(replace(LETTERS["sample"], marks=("DRAFT", "SECRET")), exchanged(REFERENCE, changed)))


def test_text_that_no_header_moves_gives_way_to_marks() -> None:
    section = _under('w:top="-1500" w:header="700"')["word/document.xml"].find(f"{W}body/{W}sectPr")
    assert section is not None
    margin = section.find(f"{W}pgMar")
    assert margin is not None
    assert margin.get(f"{W}top") == "1500"


@pytest.mark.parametrize(
    ("relative", "behind", "height", "before"),
    [
        ("page", "0", 635 * 2000, ["1920", None]),
        ("paragraph", "0", 635 * 2000, [None, None]),
        ("page", "1", 635 * 2000, [None, None]),
        ("page", "0", 635 * 16000, [None, None]),
    ],
)
def test_marks_stand_below_what_a_letterhead_draws_at_a_place_of_the_page(
    relative: str, behind: str, height: int, before: list[str | None]
) -> None:
    drawing = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
    shape = (
        f'<w:p><w:r><w:drawing><wp:anchor xmlns:wp="{drawing}" behindDoc="{behind}">'
        f'<wp:positionV relativeFrom="{relative}"><wp:posOffset>{635 * 500}</wp:posOffset></wp:positionV>'
        f'<wp:extent cx="100" cy="{height}"/></wp:anchor></w:drawing></w:r></w:p>'
    )
    header = _header(_under('w:top="1500" w:header="700"', shape), "default")
    marks = [paragraph for paragraph in header.iter(f"{W}p") if _words(paragraph) in ("DRAFT", "SECRET")]
    spaces = [paragraph.find(f"{W}pPr/{W}spacing") for paragraph in marks]
    assert [None if space is None else space.get(f"{W}before") for space in spaces] == before


def test_who_writes_stands_on_the_first_page_alone() -> None:
    package = letter("circulated")
    first, others = _header(package, "first"), _header(package, "default")
    assert "First Organization1 Example Street · first.example" in _words(first)
    assert "First Organization" not in _words(others)
    assert "First Organization" not in _words(_header(letter("everything"), "first"))


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en-GB", "Page 1 of 1"),
        ("fr", "Page 1 sur 1"),
        ("de", "Seite 1 von 1"),
        ("es-MX", "Página 1 de 1"),
        ("eo", "1 / 1"),
    ],
)
def test_pages_are_counted_in_the_letters_language(language: str, words: str) -> None:
    package = parts(write(parse("# Title\n", language=language), REFERENCE))
    footers = [root for name, root in package.items() if name.startswith("word/footer") and root.tag == f"{W}ftr"]
    assert footers
    for footer in footers:
        assert _words(footer) == words
        assert [str(field.get(f"{W}instr")).strip() for field in footer.iter(f"{W}fldSimple")] == ["PAGE", "NUMPAGES"]


def test_pages_are_counted_from_right_to_left_in_arabic() -> None:
    package = letter("arabic")
    footer = next(root for name, root in package.items() if name.startswith("word/footer") and root.tag == f"{W}ftr")
    assert _words(footer) == "صفحة 1 من 1"
    assert list(footer.iter(f"{W}bidi"))


@pytest.mark.parametrize(
    ("language", "wanted"), [("en", "a4"), ("en-US", "us-letter"), ("fr-CA", "us-letter"), ("es-AR", "a4")]
)
def test_paper_is_what_is_used_where_the_language_is_spoken(language: str, wanted: str) -> None:
    assert paper(language) == wanted


def test_tables_are_as_wide_as_the_paper_allows() -> None:
    for reference, width in ((REFERENCE, 11906 - 2 * 1474), (ON_US_LETTER, 12240 - 2 * 1641)):
        package = parts(write(LETTERS["everything"], reference))
        widths = {int(str(table.get(f"{W}w"))) for table in package["word/document.xml"].iter(f"{W}tblW")}
        assert max(widths) == width


def test_the_words_are_the_same_on_any_paper_and_with_any_marks() -> None:
    plain, circulated = write(LETTERS["everything"], REFERENCE), write(LETTERS["circulated"], ON_US_LETTER)
    assert list(paragraphs(circulated)) == list(paragraphs(plain))
