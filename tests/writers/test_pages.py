"""HTML and plain text: structure, nothing foreign, nothing that acts."""

import re
from collections.abc import Callable

import pytest
from lxml import html as lxml_html
from rich.cells import cell_len

from correspondence.document import nodes
from correspondence.document.parse import parse
from correspondence.errors import DocumentError
from correspondence.writers import html, plain
from tests.writers.samples import ARABIC, EVERYTHING, HOSTILE


def lxml_text(element: object) -> str:
    """All words of an element."""
    return str(element.text_content())  # type: ignore[attr-defined]  # lxml.html's elements have it, its stubs do not


def test_the_page_is_semantic_and_whole() -> None:
    page = html.write(parse(EVERYTHING, language="en-GB"))
    root = lxml_html.document_fromstring(page.encode())
    assert root.get("lang") == "en-GB"
    assert root.get("dir") == "ltr"
    assert root.findtext(".//title") == "A letter with everything"
    assert len(root.findall(".//main//table")) == 3
    assert [th.get("scope") for th in root.iter("th")] == ["col"] * 6
    assert root.find(".//address") is not None
    assert [lxml_text(li) for li in root.findall(".//ul[@class='signatures']/li")] == [
        "First Organization",
        "Second Organization",
    ]
    assert root.find(".//section[@class='appendix']/h1").text == "Appendix A"  # type: ignore[union-attr]
    notes = {a.get("href") for a in root.iter("a") if (a.get("href") or "").startswith(("#note", "#ref"))}
    assert all(root.find(f".//*[@id='{target[1:]}']") is not None for target in notes if target)
    assert len(notes) == 4


def test_the_page_asks_nothing_of_anybody_and_runs_nothing() -> None:
    page = html.write(parse(EVERYTHING + "\n<script>alert(1)</script> <img src=x onerror=y>\n"))
    root = lxml_html.document_fromstring(page.encode())
    assert not list(root.iter("script", "img", "link", "iframe", "object", "form"))
    assert all(
        element.get("src") is None and element.get("style", "").startswith(("", "width")) for element in root.iter()
    )
    addresses = [a.get("href") or "" for a in root.iter("a")]
    assert all(address.startswith(("https://", "http://", "mailto:", "#")) for address in addresses)
    assert "url(" not in page
    assert "&lt;script&gt;" in page


def test_attributes_cannot_be_broken_out_of() -> None:
    page = html.write(parse('[x](<https://example.org/" onclick="y>)', language="en"))
    (link,) = lxml_html.document_fromstring(page.encode()).iter("a")
    assert link.get("onclick") is None


def test_right_to_left() -> None:
    assert '<html lang="ar" dir="rtl">' in html.write(parse(ARABIC, language="ar"))


def test_hostile_words_are_words() -> None:
    assert "\x01" not in html.write(parse(HOSTILE))


def test_plain_text_is_wrapped_and_whole() -> None:
    text = plain.write(parse(EVERYTHING))
    lines = text.splitlines()
    assert max(map(len, lines)) <= 72
    assert lines[0] == "A letter with everything"
    assert lines[1] == "=" * len(lines[0])
    assert "a link [1], the same [1] again" in " ".join(text.split())
    assert "[1] https://example.org/a?b=1&c=2" in lines
    assert "Undertaking:" in lines
    assert "    ❖ Did they?" in lines
    assert "> A quotation" in lines
    assert "(1) A note with a link" in text


def test_wide_characters_count_twice() -> None:
    text = plain.write(parse("日本語 " * 40), width=30)
    assert {cell_len(line) for line in text.splitlines()[:-1]} <= {29, 30}


def test_the_head_of_the_page_is_what_stands_above_the_salutation() -> None:
    root = lxml_html.document_fromstring(html.write(parse(EVERYTHING)).encode())
    header = root.find(".//main/article/header")
    assert header is not None
    assert [(child.tag, child.get("class")) for child in header] == [
        ("h1", None),
        ("p", "date"),
        ("address", "addressee"),
    ]
    policy = root.find(".//meta[@http-equiv='Content-Security-Policy']")
    assert policy is not None
    assert "default-src 'none'" in (policy.get("content") or "")


NOTES = "a[^x] b[^y] c[^x]\n\n[^y]: two\n[^x]: one"


def test_every_mark_of_a_footnote_has_its_way_there_and_back() -> None:
    root = lxml_html.document_fromstring(html.write(parse(NOTES)).encode())
    identifiers = [str(element.get("id")) for element in root.iter() if element.get("id")]
    assert sorted(identifiers) == ["note-1", "note-2", "ref-1", "ref-1-2", "ref-2"]
    targets = [str(link.get("href")) for link in root.iter("a")]
    assert targets == ["#note-1", "#note-2", "#note-1", "#ref-1", "#ref-1-2", "#ref-2"]


def test_footnotes_are_numbered_as_the_text_refers_to_them() -> None:
    marks = (nodes.FootnoteReference(1), nodes.FootnoteReference(0))
    notes = tuple((nodes.Paragraph((nodes.Text(words),)),) for words in ("late", "early"))
    document = nodes.Document("", "en", (nodes.Paragraph(marks),), notes)
    assert plain.write(document).splitlines() == ["(1) (2)", "", "--------", "(1) early", "(2) late"]
    assert html.write(document).index("early") < html.write(document).index("late")


def test_signatures_of_any_direction_stand_by_themselves_and_in_order() -> None:
    page = html.write(parse("::: signature-block\nAccess Now\n\nمنظمة العفو الدولية\n:::"))
    assert "<li><bdi>Access Now</bdi></li>\n<li><bdi>منظمة العفو الدولية</bdi></li>" in page
    mixed = html.write(parse("::: signature-block\nFirst\n\n- second\n\nThird\n:::"))
    assert mixed.index("First") < mixed.index("second") < mixed.index("Third")


@pytest.mark.parametrize(
    "target",
    [
        "message:2020-x",
        "ftp://example.org",
        "https:",
        "//example.org",
        "javascript&colon;alert(1)",
        "https://e\x00.org",
    ],
)
def test_links_that_lead_elsewhere_are_words(target: str) -> None:
    document = nodes.Document("t", "en", (nodes.Paragraph((nodes.Link(target, (nodes.Text("words"),)),)),))
    assert "<p>words</p>" in html.write(document)
    assert plain.write(document) == "words\n"


def test_plain_text_has_nothing_that_a_terminal_obeys() -> None:
    document = nodes.Document(
        "t",
        "en",
        (
            nodes.Heading(1, (nodes.Text("a\x1b[2J"),)),
            nodes.CodeBlock("\x9b31m\x7f\n"),
            nodes.Paragraph((nodes.Image("x", "\x1b]0;x\x07"), nodes.Code("\x85"))),
            nodes.Table(((nodes.Cell(()),), (nodes.Cell(()),)), caption="\x1b"),
        ),
    )
    assert re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f]", plain.write(document)) is None


def test_lines_of_scripts_without_spaces_are_wrapped() -> None:
    lines = plain.write(parse("我们，以下署名组织，发表这封公开信（第一号）。" * 4), width=24).splitlines()
    assert max(map(cell_len, lines)) <= 24
    assert "".join(lines) == "我们，以下署名组织，发表这封公开信（第一号）。" * 4
    assert not [line for line in lines if line[0] in "，）。" or line[-1] == "（"]


@pytest.mark.parametrize("write", [html.write, plain.write])
def test_an_unknown_part_is_an_error(write: Callable[[nodes.Document], str]) -> None:
    with pytest.raises(DocumentError, match="nowhere"):
        write(nodes.Document("t", "en", (nodes.Part("nowhere", ()),)))
