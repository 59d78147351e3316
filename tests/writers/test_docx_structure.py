"""What Word and screen readers need to find in a letter: real lists, tables, notes, links, fields, language."""

import io
import re
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from correspondence.document import nodes
from correspondence.document.nodes import Block, Blocks, Document, Paragraph, Part, Text
from correspondence.document.parse import parse
from correspondence.errors import DocumentError
from correspondence.writers.addresses import address
from correspondence.writers.docx import write
from correspondence.writers.docx.stretches import stretches
from tests.writers.conftest import LETTERS, OFFICE, REFERENCE, W, exchanged, letter, parts, table, words

Parts = dict[str, etree._Element]


def _written(*blocks: Block, language: str = "en") -> etree._Element:
    return parts(write(Document("", language, blocks), REFERENCE))["word/document.xml"]


def _style(paragraph: etree._Element) -> str:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if style is None else style.get(f"{W}val", "")


def _text(element: etree._Element) -> str:
    return "".join(t.text or "" for t in element.iter(f"{W}t"))


def _number(element: etree._Element, name: str) -> int:
    return int(element.get(f"{W}{name}", "-1"))


def _has(paragraph: etree._Element, name: str) -> bool:
    return paragraph.find(f"{W}pPr/{W}{name}") is not None


@pytest.fixture(scope="module")
def everything() -> Parts:
    return letter("everything")


def test_header_rows_repeat_and_no_row_breaks() -> None:
    cell = words("x")
    body = _written(table((cell, cell), (cell, cell), (cell, cell), header_rows=2))
    rows = list(body.iter(f"{W}tr"))
    assert [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows] == [True, True, False]
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)


@pytest.mark.parametrize("widths", [(1, 2), (1, 1), (1, 1_000), (3, 5, 2), (1,) * 63, (1, *(90,) * 20)])
def test_columns_have_the_widths_asked_for_and_fill_the_page(widths: tuple[int, ...]) -> None:
    body = _written(nodes.Table((tuple(nodes.Cell(words("x")) for _ in widths),), widths=widths))
    columns = [_number(column, "w") for column in body.iter(f"{W}gridCol")]
    assert 8_958 - len(columns) <= sum(columns) <= 8_958  # A4 without the margins of the house style
    assert columns == [_number(cell, "w") for cell in body.iter(f"{W}tcW")]
    assert min(columns) >= 140
    if max(widths) / min(widths) < 3:
        assert columns == pytest.approx([sum(columns) * width / sum(widths) for width in widths], abs=2)


def test_a_table_in_a_list_in_a_cell_fits_its_cell() -> None:
    inner = table((words("a"), words("b")))
    body = _written(table(((nodes.BulletList(((*words("x"), inner),)),), words("y"))))
    outer, nested = body.iter(f"{W}tbl")
    cell = outer.find(f".//{W}tc")
    assert cell is not None
    width, indent = (nested.find(f"{W}tblPr/{W}{name}") for name in ("tblW", "tblInd"))
    assert width is not None
    assert indent is not None
    assert _number(width, "w") + _number(indent, "w") <= _number(next(outer.iter(f"{W}tcW")), "w") - 200
    assert cell[-1].tag == f"{W}p"


def test_more_columns_than_word_allows_are_refused() -> None:
    with pytest.raises(DocumentError, match="64 columns"):
        _written(nodes.Table((tuple(nodes.Cell(()) for _ in range(64)),)))


def test_a_table_of_uneven_rows_is_refused() -> None:
    two, one = (nodes.Cell(()), nodes.Cell(())), (nodes.Cell(()),)
    for rows, widths in (((two, one), ()), ((two,), (1, 1, 1))):
        with pytest.raises(DocumentError, match="one length"):
            _written(nodes.Table(rows, widths=widths))


def test_neighbouring_tables_stay_two_and_the_letter_ends_in_a_paragraph() -> None:
    one = table((words("x"),))
    for blocks in ((one, one), (Part("appendix", (one,)), one), (nodes.BulletList(((one,),)), one)):
        body = _written(*blocks)[0]
        tags = [child.tag.rpartition("}")[2] for child in body if isinstance(child.tag, str)]
        assert "tbl tbl" not in " ".join(tags)
        assert tags[-3:] == ["tbl", "p", "sectPr"]


def test_lists_are_lists_and_restart(everything: Parts) -> None:
    numbering = everything["word/numbering.xml"]
    instances = {n.get(f"{W}numId"): n for n in numbering.iter(f"{W}num")}
    found = []
    for paragraph in everything["word/document.xml"].iter(f"{W}p"):
        number = paragraph.find(f"{W}pPr/{W}numPr/{W}numId")
        level = paragraph.find(f"{W}pPr/{W}numPr/{W}ilvl")
        if number is not None and level is not None:
            instance = instances[number.get(f"{W}val")]
            start = instance.find(f"{W}lvlOverride[@{W}ilvl='{_number(level, 'val')}']/{W}startOverride")
            found.append((_text(paragraph), _number(level, "val"), None if start is None else _number(start, "val")))
    assert found == [
        ("one", 0, None),
        ("two", 0, None),
        ("third", 1, 3),
        ("fourth", 1, 3),
        ("deep", 2, None),
        ("restarts", 0, 1),
        ("here", 0, 1),
        ("a list", 0, None),
        ("in a cell", 0, None),
    ]
    formats = [f.get(f"{W}val") for f in numbering.iter(f"{W}numFmt")]
    assert set(formats) == {"bullet", "decimal"}


def test_a_list_in_a_part_keeps_the_look_of_the_part() -> None:
    body = _written(Part("cc", (nodes.BulletList((words("a copy"),)),)))
    assert [_style(p) for p in body.iter(f"{W}p")] == ["CarbonCopy"]


def test_links_are_real_and_few(everything: Parts) -> None:
    relations = everything["word/_rels/document.xml.rels"]
    outside = {r.get("Id"): r.get("Target") or "" for r in relations if r.get("TargetMode") == "External"}
    assert sorted(outside.values()) == [
        "https://example.org/a?b=1&c=2",
        "https://example.org/z",
        "mailto:a@example.org",
    ]
    links = list(everything["word/document.xml"].iter(f"{W}hyperlink"))
    assert [(_text(link), outside[link.get(f"{{{OFFICE}}}id")]) for link in links] == [
        ("a link", "https://example.org/a?b=1&c=2"),
        ("same", "https://example.org/a?b=1&c=2"),
        ("write", "mailto:a@example.org"),
        ("z", "https://example.org/z"),
    ]
    assert [r.get("Target") for r in everything["word/_rels/footnotes.xml.rels"]] == ["https://example.org/note"]


@pytest.mark.parametrize(
    "target",
    [
        *(
            "javascript:alert(1)",
            "file:///etc/passwd",
            "\\\\host\\share",
            "message:2019-letter",
            "#anchor",
            "",
            "https://",
        ),
        *("https://[", "http://a b.org/", "https://example.org:port/", "mailto:", "mailto://x", "//example.org/x"),
        *("https://" + "x" * 2_001, " https://example.org", "data:text/html,x", "https://exa<mple.org"),
    ],
)
def test_a_link_that_leads_elsewhere_is_only_words(target: str) -> None:
    written = parts(write(Document("", "en", (Paragraph((nodes.Link(target, (Text("words"),)),)),)), REFERENCE))
    assert not list(written["word/document.xml"].iter(f"{W}hyperlink"))
    assert _text(written["word/document.xml"]) == "words"
    assert "External" not in {r.get("TargetMode") for r in written["word/_rels/document.xml.rels"]}


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("HTTPS://Example.org/a b?c=ü#[d]", "HTTPS://Example.org/a%20b?c=%C3%BC#[d]"),
        ("https://example.org/100%/%7Ex", "https://example.org/100%25/%7Ex"),
        ('http://[::1]:80/"<>', "http://[::1]:80/%22%3C%3E"),
        ("mailto:a@example.org?subject=x y", "mailto:a@example.org?subject=x%20y"),
    ],
)
def test_addresses_are_written_as_word_can_read_them(target: str, expected: str) -> None:
    assert address(target) == expected


@given(st.text(), st.sampled_from(["https://example.org/", "http://127.0.0.1:80/?", "mailto:", "https://[::1]/", ""]))
def test_addresses_are_of_the_characters_that_an_address_may_have(text: str, before: str) -> None:
    found = address(before + text)
    if before.startswith("http"):
        assert found is None or found.startswith(before)
    assert found is None or re.fullmatch(r"(https?://|mailto:)([!#$&-;=?-Z\[\]_a-z~]|%[0-9A-Fa-f]{2})+", found)
    assert found is None or address(found) == found


def test_footnotes_are_footnotes(everything: Parts) -> None:
    references = [_number(r, "id") for r in everything["word/document.xml"].iter(f"{W}footnoteReference")]
    notes = {_number(n, "id"): n for n in everything["word/footnotes.xml"]}
    assert references == [1, 2]
    assert sorted(notes) == [-1, 0, 1, 2]
    assert [_text(p).strip() for p in notes[1].findall(f"{W}p")] == ["A note with a link.", "And a second paragraph."]
    assert [_style(p) for p in notes[1].findall(f"{W}p")] == ["FootnoteText", "FootnoteText"]
    assert len(list(notes[1].iter(f"{W}footnoteRef"))) == 1


def test_a_footnote_cited_twice_is_one_note() -> None:
    written = parts(write(parse("a[^x] b[^y] c[^x]\n\n[^x]: note\n[^y]: other\n"), REFERENCE))
    body = written["word/document.xml"]
    assert [_number(r, "id") for r in body.iter(f"{W}footnoteReference")] == [1, 2]
    fields = [(f.get(f"{W}instr", "").split()[:2], _text(f)) for f in body.iter(f"{W}fldSimple")]
    assert fields == [(["NOTEREF", "_Note1"], "1")]
    assert [b.get(f"{W}name") for b in body.iter(f"{W}bookmarkStart")] == ["_Note1", "_Note2"]


@pytest.mark.parametrize(
    ("cited", "notes"), [(0, ()), (-1, (words("x"),)), (0, ((Paragraph((nodes.FootnoteReference(0),)),),))]
)
def test_a_footnote_that_word_cannot_show_is_told(cited: int, notes: tuple[Blocks, ...]) -> None:
    with pytest.raises(DocumentError, match="footnote"):
        write(Document("", "en", (Paragraph((nodes.FootnoteReference(cited),)),), notes), REFERENCE)


def test_language_title_and_nobody(everything: Parts) -> None:
    lang = everything["word/styles.xml"].find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
    assert lang is not None
    assert lang.get(f"{W}val") == "en-GB"
    core = {e.tag.rpartition("}")[2]: e.text for e in everything["docProps/core.xml"] if isinstance(e.tag, str)}
    assert core == {"title": "A letter with everything", "language": "en-GB"}
    assert not [name for name in everything if "app.xml" in name or "custom" in name or "people" in name]
    for name, root in everything.items():
        content = etree.tostring(root)
        for trace in (b"rsid", b"paraId", b"w:author", b"w:date", b"python", b"attachedTemplate"):
            assert trace not in content, name


def test_no_clock_and_no_compressor() -> None:
    with zipfile.ZipFile(io.BytesIO(write(LETTERS["everything"], REFERENCE))) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {info.compress_type for info in archive.infolist()} == {zipfile.ZIP_STORED}
        assert {info.create_system for info in archive.infolist()} == {0}
        assert archive.namelist()[0] == "[Content_Types].xml"


def test_page_numbers_and_running_title(everything: Parts) -> None:
    footers = [root for name, root in everything.items() if name.startswith("word/footer")]
    fields = [[f.get(f"{W}instr", "").strip() for f in root.iter(f"{W}fldSimple")] for root in footers]
    assert fields == [["PAGE", "NUMPAGES"]] * 2
    headers = [_text(root) for name, root in sorted(everything.items()) if re.match("word/header", name)]
    assert headers == ["A letter with everything", ""]


def test_what_stays_together() -> None:
    body = _written(
        nodes.Heading(2, (Text("heading"),)),
        *words("They said:"),
        nodes.BulletList((words("this"),)),
        *words("the last words"),
        Part("closing", words("Sincerely,")),
        Part("signature-block", tuple(block for n in range(40) for block in words(f"name {n}"))),
        table((words("x"),), caption="caption"),
    )
    kept = {_text(p) for p in body.iter(f"{W}p") if _has(p, "keepNext")}
    names = {"name 0", "name 38"}
    assert kept == {"heading", "They said:", "the last words", "Sincerely,", "caption"} | names


def test_a_few_signatures_stay_with_the_closing() -> None:
    names = tuple(block for n in range(9) for block in words(f"name {n}"))
    body = _written(Part("closing", words("Sincerely,")), Part("signature-block", names))
    assert [_has(p, "keepNext") for p in body.iter(f"{W}p")] == [True] * 9 + [False]


def test_an_appendix_begins_a_page_whatever_it_begins_with() -> None:
    beginnings: list[Block] = [
        nodes.Heading(1, (Text("x"),)),
        *words("x"),
        nodes.BulletList((words("x"),)),
        table((words("x"),)),
        nodes.BlockQuote(words("x")),
    ]
    for first in beginnings:
        body = _written(*words("before"), Part("appendix", (first, *words("after"))))
        breaks = [_has(p, "pageBreakBefore") for p in body.iter(f"{W}p")]
        assert sum(breaks) == 1, first
        assert breaks[1], first
    assert not _has(next(_written(Part("appendix", ())).iter(f"{W}p"), etree.Element("p")), "pageBreakBefore")


def test_an_appendix_that_runs_on_begins_no_page() -> None:
    beginnings: list[Block] = [nodes.Heading(1, (Text("x"),)), *words("x"), table((words("x"),))]
    for first in beginnings:
        part = Part("appendix", (first, *words("after")), runs_on=True)
        assert not any(_has(p, "pageBreakBefore") for p in _written(*words("before"), part).iter(f"{W}p")), first


def test_only_the_first_great_heading_of_the_letter_is_its_title() -> None:
    heading = nodes.Heading(1, (Text("x"),))
    other = nodes.Heading(1, (Text("y"),))
    body = _written(nodes.BlockQuote((heading,)), other, heading, Part("appendix", (heading,)))
    assert [_style(p) for p in body.iter(f"{W}p")] == ["Heading1", "Title", "Heading1", "Heading1"]


def test_a_title_below_the_address_stands_apart_from_it() -> None:
    title = nodes.Heading(1, (Text("T"),))
    address = Part("addressee", words("Ada"))

    def space(*blocks: Block) -> etree._Element | None:
        return next(p for p in _written(*blocks).iter(f"{W}p") if _style(p) == "Title").find(f"{W}pPr/{W}spacing")

    below = space(address, title)
    assert below is not None
    assert (_number(below, "before"), _number(below, "after")) == (400, 240)
    assert space(title, address) is None


def test_lines_of_an_address_are_lines_of_one_paragraph(everything: Parts) -> None:
    addressee = [p for p in everything["word/document.xml"].iter(f"{W}p") if _style(p) == "Addressee"]
    assert [_text(p) for p in addressee] == ["Ms. Ada ExampleHead of ComplianceExample & Sons <Ltd.>"]
    assert len(list(addressee[0].iter(f"{W}br"))) == 2


def test_symbols_have_a_font_that_holds_them() -> None:
    body = _written(*words("✅❖ partly — “done” ☎️👩‍⚖️ ☎"))
    fonts = [(_text(r), [f.get(f"{W}ascii") for f in r.iter(f"{W}rFonts")]) for r in body.iter(f"{W}r")]
    assert fonts == [
        ("✅", ["Segoe UI Symbol"]),
        ("❖", ["DejaVu Sans"]),
        (" partly — “done” ", []),
        ("☎️👩‍⚖️", ["Segoe UI Symbol"]),
        (" ", []),
        ("☎", ["DejaVu Sans"]),
    ]


def test_right_to_left_is_said_everywhere() -> None:
    written = letter("arabic")
    body = written["word/document.xml"]
    assert all(_has(p, "bidi") for p in body.iter(f"{W}p") if _style(p))
    assert body.find(f".//{W}tblPr/{W}bidiVisual") is not None
    assert body.find(f"{W}body/{W}sectPr/{W}bidi") is not None
    runs = {_text(r): r.find(f"{W}rPr/{W}rtl") is not None for r in body.iter(f"{W}r")}
    assert [text for text, rtl in runs.items() if not rtl] == ["Plumbline"]
    lang = written["word/styles.xml"].find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
    assert lang is not None
    assert lang.get(f"{W}bidi") == lang.get(f"{W}val") == "ar"
    title = next(written["word/header1.xml"].iter(f"{W}p"))
    assert _has(title, "bidi")
    assert title.find(f".//{W}r/{W}rPr/{W}rtl") is not None


def test_code_runs_from_left_to_right_in_every_language() -> None:
    body = _written(nodes.CodeBlock("\tif x:\n"), language="ar")
    assert not list(body.iter(f"{W}rtl"))
    assert not _has(next(body.iter(f"{W}p")), "bidi")
    assert body.find(f".//{W}r/{W}tab") is not None


@pytest.mark.parametrize(
    ("text", "rtl", "expected"),
    [
        ("He said שלום, 2025.", False, [("He said ", False), ("שלום", True), (", 2025.", False)]),
        ("א 1 ב c ד", False, [("א 1 ב", True), (" c ", False), ("ד", True)]),
        ("قال NSO Group في 2021.", True, [("قال ", True), ("NSO Group", False), (" في 2021.", True)]),
        ("نظام iOS 17؟", True, [("نظام ", True), ("iOS 17", False), ("؟", True)]),
        ("Кирилл и עברית", False, [("Кирилл и ", False), ("עברית", True)]),
        ("2025", True, [("2025", True)]),
    ],
)
def test_directions(text: str, rtl: bool, expected: list[tuple[str, bool]]) -> None:
    assert [(stretch.text, stretch.rtl) for stretch in stretches(text, rtl=rtl)] == expected


@given(st.text(alphabet=st.sampled_from("ab9 .א٣بé✅❖️\U0001f600_ж")), st.booleans())
def test_stretches_are_the_text(text: str, rtl: bool) -> None:
    found = list(stretches(text, rtl=rtl))
    assert "".join(stretch.text for stretch in found) == text
    assert all(stretch.text for stretch in found)
    for stretch in found:
        assert not re.search("[אب]" if not stretch.rtl else "[abéж]", stretch.text)


@pytest.mark.parametrize(
    ("language", "serif", "sans"),
    [
        ("zh", "SimSun", "Microsoft YaHei"),
        ("zh-TW", "PMingLiU", "Microsoft JhengHei"),
        ("zh-Hant-HK", "PMingLiU", "Microsoft JhengHei"),
        ("ja", "MS Mincho", "MS Gothic"),
        ("ko-KR", "Batang", "Malgun Gothic"),
        ("en", "Cambria", "Calibri"),
    ],
)
def test_east_asian_letters_get_a_font_that_has_them(language: str, serif: str, sans: str) -> None:
    styles = parts(write(Document("", language, ()), REFERENCE))["word/styles.xml"]
    fonts = {(named.get(f"{W}ascii"), named.get(f"{W}eastAsia")) for named in styles.iter(f"{W}rFonts")}
    assert {("Cambria", serif), ("Calibri", sans)} <= fonts


def test_a_font_that_a_house_chose_for_east_asian_letters_stays() -> None:
    own = parts(REFERENCE)["word/styles.xml"]
    chosen = next(named for named in own.iter(f"{W}rFonts") if named.get(f"{W}ascii") == "Cambria")
    chosen.set(f"{W}eastAsia", "Source Han Serif")
    reference = exchanged(REFERENCE, {"word/styles.xml": etree.tostring(own)})
    styles = parts(write(Document("", "ja", ()), reference))["word/styles.xml"]
    assert "Source Han Serif" in {named.get(f"{W}eastAsia") for named in styles.iter(f"{W}rFonts")}
