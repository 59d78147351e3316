"""HTML and plain text: structure, nothing foreign, nothing that acts."""

from lxml import html as lxml_html

from correspondence.document.parse import parse
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
    notes = {a.get("href") for a in root.iter("a") if (a.get("href") or "").startswith("#")}
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
    assert max(len(line) for line in text.splitlines()) <= 15
