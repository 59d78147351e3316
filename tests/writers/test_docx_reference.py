"""Reference documents from anywhere: what is theirs is used, what is dangerous stays behind."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from openxml_audit import OpenXmlValidator

from correspondence.errors import ReferenceDocumentError
from correspondence.writers.docx import write
from correspondence.writers.docx.readback import verify
from tests.conftest import SHARED
from tests.writers.conftest import LETTERS, NAMESPACE, OFFICE, REFERENCE, W, exchanged, part, parts

DOCUMENT = LETTERS["everything"]
SECRET = "anna.kowalska"  # whatever holds this must not reach a letter


def _styles(inside: str) -> bytes:
    return exchanged(REFERENCE, {"word/styles.xml": part("styles", inside)})


def _packed(method: int) -> bytes:
    """The house style packed in some way."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(REFERENCE)) as source, zipfile.ZipFile(target, "w", method) as archive:
        for name in source.namelist():
            archive.writestr(name, source.read(name))
    return target.getvalue()


def _spoilt() -> bytes:
    """A package whose first part does not unpack."""
    content = bytearray(_packed(zipfile.ZIP_DEFLATED))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entry = archive.getinfo("word/document.xml")
    content[entry.header_offset + 30 + len(entry.filename)] = 0xFF  # a kind of block that there is none of
    return bytes(content)


_STRICT = b'<w:styles xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"/>'
_DOCTYPE = f'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><w:styles xmlns:w="{NAMESPACE}">&a;</w:styles>'
_UNUSABLE: dict[str, Callable[[], bytes]] = {
    "no zip": lambda: b"not a zip",
    "nothing": lambda: b"",
    "cut": lambda: REFERENCE[:500],
    "cut late": lambda: REFERENCE[:-100],
    "spoilt": _spoilt,
    "no text": lambda: exchanged(_packed(zipfile.ZIP_STORED), {"word/document.xml": None}),
    "broken": lambda: exchanged(REFERENCE, {"word/styles.xml": "<w:styles"}),
    "strict": lambda: exchanged(REFERENCE, {"word/styles.xml": _STRICT}),
    "doctype": lambda: exchanged(REFERENCE, {"word/styles.xml": _DOCTYPE}),
    "doctype in UTF-16": lambda: exchanged(
        REFERENCE, {"word/styles.xml": _DOCTYPE.replace("&a;", "").encode("utf-16")}
    ),
    "late doctype": lambda: exchanged(REFERENCE, {"word/styles.xml": f"<!--{'x' * 9_000}-->" + _DOCTYPE}),
    "doctype in header": lambda: exchanged(REFERENCE, {"word/header1.xml": "<!DOCTYPE x>" + part("hdr", "<w:p/>")}),
    "deep": lambda: exchanged(REFERENCE, {"word/styles.xml": "<a>" * 10_000 + "</a>" * 10_000}),
    "bomb": lambda: exchanged(REFERENCE, {"word/big.xml": b"\x00" * (80 << 20)}),
    "bomb by another method": lambda: _packed(zipfile.ZIP_LZMA),
    "many parts": lambda: exchanged(REFERENCE, {f"word/{n}.xml": "" for n in range(600)}),
}


@pytest.mark.parametrize("name", _UNUSABLE)
def test_a_reference_document_that_cannot_be_used_is_told(name: str) -> None:
    with pytest.raises(ReferenceDocumentError, match="the reference document"):
        write(DOCUMENT, _UNUSABLE[name]())


_PACKED = exchanged(REFERENCE, {})


@given(st.lists(st.tuples(st.integers(0, len(_PACKED) - 1), st.integers(1, 255)), min_size=1, max_size=4))
def test_damage_anywhere_is_told_or_does_no_harm(flips: list[tuple[int, int]]) -> None:
    damaged = bytearray(_PACKED)
    for at, mask in flips:
        damaged[at] ^= mask
    try:
        package = write(DOCUMENT, bytes(damaged))
    except ReferenceDocumentError:
        return
    verify(package, DOCUMENT)


def test_styles_are_found_by_name_and_kind_and_missing_ones_are_added() -> None:
    reference = _styles(
        '<w:style w:type="paragraph" w:default="1" w:styleId="Std"><w:name w:val="Standard"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="T9"><w:name w:val="TITLE"/></w:style>'
        '<w:style w:type="character" w:styleId="Date"><w:name w:val="Date"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="T9"><w:name w:val="heading 1"/></w:style>'
        '<w:style w:type="paragraph"><w:name w:val="heading 2"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="B&quot;&lt;&amp;"><w:name w:val="body text"/></w:style>'
    )
    package = write(DOCUMENT, reference)
    verify(package, DOCUMENT)
    written = parts(package)
    sheet = {s.get(f"{W}styleId"): s for s in written["word/styles.xml"].iter(f"{W}style")}
    used = [str(s.get(f"{W}val")) for s in written["word/document.xml"].iter(f"{W}pStyle")]
    assert used[:2] == ["T9", "Date1"]
    assert 'B"<&' in used
    assert set(used) <= set(sheet)
    assert sheet["Date1"].get(f"{W}type") == "paragraph"
    defaults = [s.get(f"{W}styleId") for s in sheet.values() if s.get(f"{W}default") == "1"]
    assert defaults == ["Std", "DefaultParagraphFont", "NormalTable"]
    based = sheet["Heading1"].find(f"{W}basedOn")
    assert based is not None
    assert based.get(f"{W}val") == "Std"


def test_without_a_style_sheet_all_styles_are_added(tmp_path: Path) -> None:
    path = tmp_path / "letter.docx"
    neither = {"word/styles.xml": None, "word/_rels/document.xml.rels": None}  # nor headers, which would name styles
    path.write_bytes(write(DOCUMENT, exchanged(REFERENCE, neither)))
    assert [str(error) for error in OpenXmlValidator().validate(str(path)).errors] == []


def test_styles_bring_no_lists_no_language_and_no_history() -> None:
    reference = _styles(
        '<w:style w:type="paragraph" w:styleId="H"><w:name w:val="Heading 1"/><w:rsid w:val="00AB12CD"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr>'
        f'<w:pPrChange w:id="1" w:author="{SECRET}"><w:pPr/></w:pPrChange></w:pPr>'
        '<w:rPr><w:lang w:val="de-DE"/></w:rPr></w:style>'
    )
    sheet = etree.tostring(parts(write(DOCUMENT, reference))["word/styles.xml"], encoding="unicode")
    for trace in ("numPr", "de-DE", "rsid", SECRET):
        assert trace not in sheet
    assert 'w:val="en-GB"' in sheet


def _section(reference_body: str) -> etree._Element:
    reference = exchanged(REFERENCE, {"word/document.xml": part("document", f"<w:body>{reference_body}</w:body>")})
    found = parts(write(DOCUMENT, reference))["word/document.xml"].find(f"{W}body/{W}sectPr")
    assert found is not None
    return found


def test_the_page_is_that_of_the_last_section_with_the_headers_before_it() -> None:
    page = 'w:top="1440" w:right="1000" w:bottom="1440" w:left="1000" w:header="720" w:footer="720" w:gutter="240"'
    section = _section(
        '<w:p><w:pPr><w:sectPr><w:headerReference w:type="default" r:id="rId2"/><w:pgSz w:w="1" w:h="1"/></w:sectPr>'
        '</w:pPr></w:p><w:sectPr w:rsidR="00AB12CD"><w:headerReference w:type="first" r:id="rId3"/>'
        '<w:headerReference w:type="even" r:id="rId99"/><w:pgSz w:w="12240" w:h="15840"/>'
        f'<w:pgMar {page}/><w:cols w:num="2"/><w:printerSettings r:id="rId4"/><w:titlePg/>'
        f'<w:sectPrChange w:id="1" w:author="{SECRET}"><w:sectPr><w:pgSz w:w="2" w:h="2"/></w:sectPr></w:sectPrChange>'
        "</w:sectPr>"
    )
    names = [child.tag.rpartition("}")[2] for child in section if isinstance(child.tag, str)]
    assert names == ["headerReference", "headerReference", "pgSz", "pgMar", "titlePg"]
    assert [r.get(f"{W}type") for r in section.iter(f"{W}headerReference")] == ["default", "first"]
    assert not section.attrib
    size = section.find(f"{W}pgSz")
    assert size is not None
    assert size.get(f"{W}w") == "12240"


@pytest.mark.parametrize(
    ("section", "width"),
    [
        ("", 9_070),
        ('<w:pgSz w:w="210mm" w:h="297mm"/><w:pgMar w:left="1" w:right="1"/>', 9_070),
        ('<w:pgSz w:w="100" w:h="100"/><w:pgMar w:left="90" w:right="90"/>', 9_070),
        ('<w:pgSz w:w="10000" w:h="100"/><w:pgMar w:left="1000" w:right="500" w:gutter="500"/>', 8_000),
    ],
)
def test_tables_are_as_wide_as_the_text(section: str, width: int) -> None:
    body = f"<w:body><w:sectPr>{section}</w:sectPr></w:body>"
    reference = exchanged(REFERENCE, {"word/document.xml": part("document", body)})
    written = parts(write(DOCUMENT, reference))["word/document.xml"]
    tables = [int(str(e.get(f"{W}w"))) for e in written.iter(f"{W}tblW")]
    assert all(width - 3 <= found <= width for found in tables)


def test_a_theme_with_a_picture_and_settings_with_a_template_bring_neither() -> None:
    drawing = "http://schemas.openxmlformats.org/drawingml/2006/main"
    theme = (
        f'<a:theme xmlns:a="{drawing}" xmlns:r="{OFFICE}" name="x"><a:themeElements><a:fmtScheme name="x">'
        '<a:bgFillStyleLst><a:blipFill><a:blip r:embed="rId1"/></a:blipFill></a:bgFillStyleLst>'
        "</a:fmtScheme></a:themeElements></a:theme>"
    )
    settings = part(
        "settings", '<w:attachedTemplate r:id="rId1"/><w:evenAndOddHeaders/><w:rsids><w:rsid w:val="1"/></w:rsids>'
    )
    package = write(DOCUMENT, exchanged(REFERENCE, {"word/theme/theme1.xml": theme, "word/settings.xml": settings}))
    written = parts(package)
    assert written["word/theme/theme1.xml"].find(".//{*}bgFillStyleLst/{*}solidFill") is not None
    assert not list(written["word/theme/theme1.xml"].iter("{*}blip"))
    assert written["word/settings.xml"].find(f"{W}evenAndOddHeaders") is not None
    assert not list(written["word/settings.xml"].iter(f"{W}attachedTemplate", f"{W}rsid"))


def test_documents_of_others_serve_or_are_told() -> None:
    found = [path for path in sorted((SHARED / "foreign").rglob("*")) if path.suffix in {".docx", ".docm", ".dotx"}]
    if not found:
        pytest.skip("the collection of other programs' documents is not beside this checkout")
    served = 0
    for path in found:
        try:
            package = write(DOCUMENT, path.read_bytes())
        except ReferenceDocumentError:
            continue
        verify(package, DOCUMENT)
        served += 1
        for name, root in parts(package).items():
            named = {v for e in root.iter() for k, v in e.attrib.items() if str(k).startswith(f"{{{OFFICE}}}")}
            folder, _, file = name.rpartition("/")
            related = parts(package).get(f"{folder}/_rels/{file}.rels", etree.Element("none")) if named else ()
            assert named <= {r.get("Id") for r in related}, (path.name, name)
    assert served > len(found) * 0.9
