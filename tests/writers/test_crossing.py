"""Cross-references: numbered tables, and links that lead to headings and tables in every format."""

import io
import re

import pikepdf
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from correspondence.document.crossing import cross, slug_of, uncrossed
from correspondence.document.nodes import Document, Heading, Link, Table, plain_text, walk
from correspondence.document.parse import parse
from correspondence.errors import DocumentError
from correspondence.text.locale import table_named
from correspondence.writers import html, markdown, pdf, plain
from correspondence.writers.docx import write
from correspondence.writers.docx.readback import paragraphs, verify
from correspondence.writers.docx.tracked import write as redline
from tests.writers.conftest import REFERENCE, W, parts
from tests.writers.samples import CROSSED


def _crossed(text: str = CROSSED, language: str = "en") -> Document:
    return cross(parse(text, language=language), lambda number: table_named(number, language)).document


@pytest.mark.parametrize(
    ("language", "name"), [("en", "Table 1"), ("de", "Tabelle 1"), ("ar", "الجدول 1"), ("xx", "1")]
)
def test_a_table_is_numbered_in_the_letters_language_and_references_say_its_name(language: str, name: str) -> None:
    document = _crossed(language=language)
    first = next(node for node in walk(document.blocks) if isinstance(node, Table))
    assert first.title == f"{name}: What it cost"
    assert f"As {name} and the second show, and as What we ask says." in plain_text(document.blocks)


def test_a_table_without_an_identifier_keeps_its_caption() -> None:
    text = '::: list-table {caption="Alone"}\n- - a\n- - b\n:::\n'
    assert [node.title for node in walk(_crossed(text).blocks) if isinstance(node, Table)] == ["Alone"]


def test_what_leads_nowhere_is_told_and_keeps_its_words() -> None:
    crossed = cross(parse("# A\n\n[these words](#b), [](#c), [](#c)\n"), str)
    assert crossed.unknown == ("b", "c")
    assert plain_text(crossed.document.blocks[1:]) == "these words, [#c], [#c]"
    assert not any(isinstance(node, Link) for node in walk(crossed.document.blocks))


def test_headings_of_one_name_are_told_apart() -> None:
    crossed = cross(parse("# Why?\n\n# Why?\n\n[a](#why) [b](#why-1)\n"), str)
    assert crossed.unknown == ()
    assert [node.id for node in crossed.document.blocks if isinstance(node, Heading)] == ["why", "why-1"]


@pytest.mark.parametrize(
    ("attributes", "said"),
    [("id=x", "wants a caption"), ('caption="c" id="a b"', "letters, digits"), ('caption="c" id=""', "")],
)
def test_an_identifier_is_a_word_beside_a_caption(attributes: str, said: str) -> None:
    text = f"::: list-table {{{attributes}}}\n- - a\n:::\n"
    if said:
        with pytest.raises(DocumentError, match=said):
            parse(text)
    else:
        assert parse(text).blocks


def test_two_tables_of_one_identifier_are_refused() -> None:
    one = '::: list-table {caption="c" id=x}\n- - a\n:::\n\n'
    with pytest.raises(DocumentError, match="two tables"):
        parse(one * 2)


def test_word_finds_bookmarks_fields_and_links_between_them() -> None:
    document = _crossed()
    package = write(document, REFERENCE)
    verify(package, document)
    written = parts(package)
    body, notes = written["word/document.xml"], written["word/footnotes.xml"]
    marks = {mark.get(f"{W}name") for mark in body.iter(f"{W}bookmarkStart")}
    anchors = [link.get(f"{W}anchor") for part in (body, notes) for link in part.iter(f"{W}hyperlink")]
    assert len(anchors) == 4
    assert set(anchors) <= marks
    fields = [field.text for field in body.iter(f"{W}instrText")]
    assert fields == [" SEQ Table \\* ARABIC "] * 2
    numbers = [mark.get(f"{W}id") for mark in body.iter(f"{W}bookmarkStart")]
    assert len(set(numbers)) == len(numbers)
    assert "Table 1: What it cost" in list(paragraphs(package))


@pytest.mark.parametrize("written", [html.write, html.fragment])
def test_a_page_has_the_places_that_its_links_lead_to(written: object) -> None:
    page = written(_crossed())  # type: ignore[operator]  # two writers of different options
    targets = re.findall(r'<a href="#([\w-]*to-[\w-]+)"', page)
    assert len(targets) == 4
    assert set(targets) <= set(re.findall(r' id="([\w-]+)"', page))


def test_a_pdf_leads_to_its_own_pages() -> None:
    content = pdf.write(_crossed()).content
    with pikepdf.open(io.BytesIO(content)) as document:
        text = pypdfium2.PdfDocument(content)[0].get_textpage().get_text_bounded()
        inner = [mark for page in document.pages for mark in page.get("/Annots", []) if "/Dest" in mark or _jumps(mark)]
    assert "As Table 1 and the second show" in text
    assert len(inner) >= 4


def _jumps(mark: pikepdf.Object) -> bool:
    return "/A" in mark and mark.A.get("/S") == "/GoTo"


def test_markdown_and_plain_text_keep_the_words() -> None:
    document = _crossed()
    assert "Table 1: What it cost" in plain.write(document)
    again = parse(markdown.write(document))
    assert plain_text(cross(again, lambda number: table_named(number, "en")).document.blocks) == plain_text(
        document.blocks
    )


def test_a_redline_shows_no_change_where_only_bookmarks_would_be() -> None:
    assert redline(_crossed(), _crossed(), REFERENCE).changes == 0
    done = redline(_crossed(), _crossed(CROSSED.replace("12", "13")), REFERENCE)
    assert done.changes == 2
    assert "Table 1: What it cost" in list(paragraphs(done.content))


@given(st.text(max_size=40))
def test_the_name_of_a_heading_can_be_written_as_a_links_address(words: str) -> None:
    assert not re.search(r"[\s()<>\[\]]", slug_of(words))


def test_plain_words_are_left_when_nothing_leads_anywhere() -> None:
    bare = uncrossed(_crossed())
    assert not [node for node in walk(bare.blocks) if isinstance(node, Link)]
    assert not [node for node in walk(bare.blocks) if isinstance(node, Heading | Table) and node.id]
