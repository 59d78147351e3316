"""The table `docs/formats.md` is true: each cell says what the file of a letter with everything holds, or holds not."""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace

import pikepdf
import pypdfium2
import pytest

from correspondence.document.nodes import Document, map_images
from correspondence.publish.export import Format, written
from correspondence.writers.pictures import bare
from tests.conftest import REPOSITORY
from tests.writers.conftest import LETTERS, REFERENCE
from tests.writers.pictures import PNG

COLUMNS = {
    "DOCX": Format.DOCX,
    "HTML": Format.HTML,
    "PDF": Format.PDF,
    "Markdown": Format.MARKDOWN,
    "text": Format.TEXT,
}

# For each row and column: what a cell must begin with, and what the file then holds; behind `not:`, holds not.
CLAIMS: dict[str, tuple[tuple[str, str], ...]] = {
    "headings": (
        ("styles", r'<w:pStyle w:val="Heading2"/>'),
        ("`h1`", r"<h6>Sixth</h6>"),
        ("tags", r"(?s)outline: A letter with everything.*/H2"),
        ("`#`", r"(?m)^###### Sixth$"),
        ("first two", r"Second level\n-{12}\n"),
    ),
    "emphasis, strong, struck out": (
        ("yes", r"<w:strike/>"),
        ("yes", r"<em>italic</em>, <strong>bold</strong>.*<s>struck</s>"),
        ("yes", r"(?s)/Em\b.*/Strong\b|/Strong\b.*/Em\b"),
        ("yes", r"\*italic\*, \*\*bold\*\*.*~~struck~~"),
        ("no", r"not:\*italic|~~"),
    ),
    "links": (
        ("yes", r'Target="https://example.org/a\?b=1&amp;c=2" TargetMode="External"'),
        ("yes", r'href="https://example.org/a\?b=1&amp;c=2"'),
        ("yes", r"uri: https://example.org/a\?b=1&c=2"),
        ("yes", r"\]\(https://example.org/a\?b=1&c=2\)"),
        ("numbered", r"(?s)a link \[1\].*\n\[1\] https://example.org/a\?b=1&c=2\n"),
    ),
    "links within the letter": (
        ("yes", r"<w:hyperlink w:anchor="),
        ("yes", r'<a href="#to-prices">Table 1</a>'),
        ("yes", r"goto: "),
        ("yes", r"\[Table 1\]\(#prices\)"),
        ("no", r"not:#prices|\]\("),
    ),
    "footnotes": (
        ("at the foot", r"part: word/footnotes.xml"),
        ("at the end, with ways back", r'(?s)role="doc-noteref".*role="doc-endnotes".*role="doc-backlink"'),
        ("at the foot", r"(?s)page 1:.*A note with a link"),
        ("yes", r"(?m)^\[\^1\]: A note"),
        ("at the end", r"(?s)-{8}\n\(1\) A note"),
    ),
    "endnotes": (
        ("at the end", r"(?s)part: word/endnotes.xml"),
        ("at the end, with ways back", r'(?s)role="doc-endnotes".*role="doc-backlink"'),
        ("at the end", r"(?s)page 3:.*Appendix A.*A note with a link"),
        ("as footnotes", r"(?m)^\[\^1\]: A note"),
        ("at the end", r"(?s)-{8}\n\(1\) A note"),
    ),
    "lists, nested and numbered": (
        ("yes", r'<w:ilvl w:val="2"/>'),
        ("yes", r'<ol start="3">\n<li>third</li>\n<li>fourth<ul>'),
        ("yes", r"(?s)3\. third\s+4\. fourth"),
        ("yes", r"(?m)^  3\. third\n  4\. fourth\n     - deep$"),
        ("yes", r"(?m)^  3\. third\n  4\. fourth\n     - deep$"),
    ),
    "quotations and code": (
        ("yes", r"(?s)code  with   spaces"),
        ("yes", r"(?s)<blockquote.*<pre dir=\"ltr\"><code>code  with   spaces"),
        ("yes", r"(?s)/BlockQuote"),
        ("yes", r"(?s)> A quotation.*```\ncode  with   spaces"),
        ("yes", r"(?s)> A quotation.*    code  with   spaces"),
    ),
    "tables": (
        ("heading rows on each page", r"<w:tblHeader/>"),
        ("heading rows marked", r'<thead>\n<tr><th scope="col">'),
        ("heading rows on each page", r"(?s)/THead"),
        ("yes", r"(?m)^\| a \| b \|$"),
        ("row by row", r"Column one:\n    a cell\nColumn two:\n"),
    ),
    "captions of tables": (
        ("yes", r"What was said &amp; done"),
        ("yes", r"<caption>What was said &amp; done</caption>"),
        ("yes", r"What was said & done"),
        ("yes", r'caption="What was said & done"'),
        ("yes", r"(?m)^What was said & done$"),
    ),
    "pictures": (
        ("inside, without metadata", r"part: word/media/"),
        ("inside, without metadata", r'<img src="data:image/png;base64,'),
        ("inside, without metadata", r"image: "),
        ("by name", r"!\[a chart\]\(https://example.org/x.png\)"),
        ("no", r"\[a\s+chart\]"),
    ),
    "words for pictures": (
        ("yes", r'descr="a chart"'),
        ("yes", r'alt="a chart"'),
        ("yes", r"alt: a chart"),
        ("yes", r"!\[a chart\]"),
        ("yes", r"\[a\s+chart\]"),
    ),
    "language and direction": (
        ("yes", r'<w:lang [^>]*w:val="en-GB"'),
        ("yes", r'<html lang="en-GB" dir="ltr">'),
        ("yes", r"lang: en-GB"),
        ("no", r"not:en-GB"),
        ("no", r"not:en-GB"),
    ),
    "title as a property": (
        ("yes", r"<dc:title>A letter with everything</dc:title>"),
        ("yes", r"<title>A letter with everything</title>"),
        ("yes", r"title: A letter with everything"),
        ("no", r"not:(?m)^title"),
        ("no", r"not:(?m)^title"),
    ),
    "marks (DRAFT …)": (
        ("every page, and across", r'(?s)<w:hdr.*string="DRAFT &amp; more".*<w:hdr.*string="DRAFT &amp; more"'),
        ("at the top, and on printed", r'(?s)@top-center \{ content: "DRAFT.*<header>\n<p class="mark"><strong>DRAFT'),
        ("every page, and across", r"(?s)page 1:.*DRAFT & more.*page 2:.*DRAFT & more.*page 3:.*DRAFT & more"),
        ("at the top", r"\A\*\*DRAFT & more\*\*\n"),
        ("at the top", r"\ADRAFT & more\n"),
    ),
    "who writes (`letterhead`)": (
        ("first page", r"First Street 1"),
        ("at the top", r"(?s)<p class=\"letterhead\">.*First Street 1.*<h1>"),
        ("first page", r"(?s)page 1:.*First Street 1(?!.*page 2:.*First Street 1)"),
        ("at the top", r"(?s)First Street 1\n\n# A letter"),
        ("at the top", r"(?s)First Street 1\n\nA letter"),
    ),
    "the template's header and footer": (
        ("yes", r"part: word/footer"),
        ("no", r"not:footer"),
        ("words and pictures", r"(?s)page 2:.*?A letter with everything"),
        ("no", r"not:footer"),
        ("no", r"not:footer"),
    ),
    "page numbers": (
        ("in the letter's language", r"(?s)Page .*NUMPAGES"),
        ("no", r"not:counter\(page\)"),
        ("yes", r"2 / 3"),
        ("no", r"not:Page \d"),
        ("no", r"not:Page \d"),
    ),
    "signatures": (
        ("yes", r"Second Organization"),
        ("as a list", r'<ul class="signatures">\n<li><bdi>First Organization</bdi></li>'),
        ("yes", r"Second Organization"),
        ("yes", r"(?m)^Second Organization$"),
        ("yes", r"(?m)^First Organization\nSecond Organization$"),
    ),
    "an appendix on a new page": (
        ("yes", r"<w:pageBreakBefore/>|w:type=\"page\""),
        ("when printed", r"\.appendix \{ break-before: page; \}"),
        ("yes", r"(?s)page 3:.*Appendix A"),
        ("no", r"not:\f"),
        ("no", r"not:\f"),
    ),
    "light, dark and print": (
        ("no", "not:prefers-color-scheme"),
        ("yes", r"(?s)prefers-color-scheme: dark.*@media print"),
        ("no", "not:prefers-color-scheme"),
        ("no", "not:prefers-color-scheme"),
        ("no", "not:prefers-color-scheme"),
    ),
}


def _letter(row: str) -> Document:
    if row == "links within the letter":
        return LETTERS["crossed"]
    pictured = map_images(LETTERS["everything"], lambda image: replace(image, picture=bare(PNG)))
    return replace(
        pictured,
        endnotes=row == "endnotes",
        letterhead=("First Organization", "First Street 1"),
        marks=("DRAFT & more",),
    )


@pytest.fixture(scope="module")
def made() -> dict[tuple[str, Format], str]:
    """What each kind of letter holds in each format, as text to look in."""
    rows = ("footnotes", "endnotes", "links within the letter")
    return {
        (row, to): _shown(written(_letter(row), to, REFERENCE, day="2025-06-03", fragment=None)[0], to)
        for row in rows
        for to in COLUMNS.values()
    }


def _shown(content: bytes, to: Format) -> str:
    match to:
        case Format.DOCX:
            with zipfile.ZipFile(io.BytesIO(content)) as package:
                return "".join(
                    f"\npart: {name}\n{package.read(name).decode() if name.endswith(('.xml', '.rels')) else ''}"
                    for name in package.namelist()
                )
        case Format.PDF:
            return "\n".join(_pdf(content))
    return content.decode()


def _pdf(content: bytes) -> Iterator[str]:
    with pikepdf.open(io.BytesIO(content)) as file:
        yield f"lang: {file.Root.Lang}\ntitle: {file.docinfo['/Title']}"
        with file.open_outline() as outline:
            yield f"outline: {' '.join(str(entry.title) for entry in outline.root)}"
        for one in file.objects:
            if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Image":
                yield "image: one"
            if isinstance(one, pikepdf.Dictionary):
                yield f"{one.get('/S', '')}"
                yield f"alt: {one['/Alt']}" if "/Alt" in one else ""
        for page in file.pages:
            for link in page.get("/Annots", []):
                yield f"uri: {link.A.URI}" if "/A" in link and "/URI" in link.A else "goto: "
    document = pypdfium2.PdfDocument(content)
    for number, page in enumerate(document, start=1):
        yield f"page {number}:\n{page.get_textpage().get_text_bounded()}"
    document.close()


def _table() -> dict[str, list[str]]:
    text = (REPOSITORY / "docs" / "formats.md").read_text(encoding="utf-8")
    lines = [line.strip().strip("|").split("|") for line in text.splitlines() if line.startswith("|")]
    heads, _, *rows = [[cell.strip() for cell in line] for line in lines]
    assert heads[1:] == list(COLUMNS)
    return {row[0]: row[1:] for row in rows}


def test_the_table_has_these_rows() -> None:
    assert list(_table()) == list(CLAIMS)


@pytest.mark.parametrize("row", CLAIMS)
def test_each_cell_is_true(made: dict[tuple[str, Format], str], row: str) -> None:
    kind = row if row in {"endnotes", "links within the letter"} else "footnotes"
    for (name, to), cell, (begins, pattern) in zip(COLUMNS.items(), _table()[row], CLAIMS[row], strict=True):
        assert cell.startswith(begins), (row, name)
        holds = re.search(pattern.removeprefix("not:"), made[kind, to]) is not None
        assert holds is not pattern.startswith("not:"), (row, name, pattern)
