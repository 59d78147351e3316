"""The Word document is valid for three judges, whatever the letter holds, and another reader sees the same letter."""

import io
import re
import zipfile
from pathlib import Path

import docx
import pytest
from docx.table import Table
from lxml import etree
from ooxml_integrity import check
from openxml_audit import OpenXmlValidator

from correspondence.document.parse import parse
from correspondence.writers.docx import tracked, write
from correspondence.writers.docx.readback import paragraphs, verify
from tests.conftest import SHARED
from tests.writers.conftest import LETTERS, REFERENCE, exchanged
from tests.writers.samples import CHANGED, EVERYTHING

REDLINES = {
    f"{old} to {new}": (LETTERS[old], LETTERS[new])
    for old, new in (("everything", "strange"), ("strange", "sample"), ("sample", "everything"), ("arabic", "empty"))
} | {"everything changed": (LETTERS["everything"], parse(CHANGED, language="en-GB"))}


@pytest.fixture(params=[*LETTERS, *REDLINES])
def package(request: pytest.FixtureRequest) -> bytes:
    if request.param in REDLINES:
        return tracked.write(*REDLINES[request.param], REFERENCE).content
    return write(LETTERS[request.param], REFERENCE)


def test_openxml_audit_finds_nothing(package: bytes, tmp_path: Path) -> None:
    path = tmp_path / "letter.docx"
    path.write_bytes(package)
    assert [str(error) for error in OpenXmlValidator().validate(str(path)).errors] == []


def test_ooxml_integrity_finds_nothing(package: bytes, tmp_path: Path) -> None:
    path = tmp_path / "letter.docx"
    path.write_bytes(package)
    assert [str(f) for f in check(str(path)) if f.severity.name in ("ERROR", "WARN")] == []


def test_the_judges_object_to_what_is_wrong(tmp_path: Path) -> None:
    package = write(LETTERS["everything"], REFERENCE)
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        body = archive.read("word/document.xml")
    path = tmp_path / "letter.docx"
    path.write_bytes(exchanged(package, {"word/document.xml": body.replace(b'"BodyText"', b'"Nowhere"')}))
    assert [f for f in check(str(path)) if f.severity.name in ("ERROR", "WARN")]
    path.write_bytes(exchanged(package, {"word/document.xml": body.replace(b"<w:cantSplit/>", b"<w:b/>")}))
    assert OpenXmlValidator().validate(str(path)).errors


_XML_NAMESPACE = "http://www.w3.org/XML/1998/namespace"
_XML_STUB = (
    f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="{_XML_NAMESPACE}">'
    '<xs:attribute name="lang" type="xs:string"/><xs:attribute name="space" type="xs:string"/></xs:schema>'
)


@pytest.fixture(scope="session")
def ecma(tmp_path_factory: pytest.TempPathFactory) -> etree.XMLSchema:
    """The schema of WordprocessingML, with a stand-in for the XML namespace's, which it imports from nowhere."""
    source = SHARED / "ooxml-xsd"
    if not source.is_dir():
        pytest.skip("the ECMA-376 schemas are not beside this checkout")
    folder = tmp_path_factory.mktemp("ecma")
    (folder / "xml.xsd").write_text(_XML_STUB)
    bare = f'namespace="{_XML_NAMESPACE}"/>'
    for path in source.glob("*.xsd"):
        text = path.read_text(encoding="utf-8").replace(bare, f'{bare[:-2]} schemaLocation="xml.xsd"/>')
        (folder / path.name).write_text(text, encoding="utf-8")
    return etree.XMLSchema(etree.parse(str(folder / "wml.xsd")))


def test_the_ecma_schema_accepts_every_part(package: bytes, ecma: etree.XMLSchema) -> None:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        names = [name for name in archive.namelist() if re.fullmatch(r"word/[a-zA-Z0-9]+\.xml", name)]
        wanted = {"document", "styles", "numbering", "settings", "header1", "footer3", "fontTable"}
        assert {f"word/{name}.xml" for name in wanted} <= set(names)
        assert {"word/footnotes.xml", "word/endnotes.xml"} & set(names)
        for name in names:
            root = etree.fromstring(archive.read(name), etree.XMLParser(huge_tree=True))
            assert ecma.validate(root), f"{name}: {ecma.error_log}"


@pytest.mark.parametrize("name", LETTERS)
def test_it_reads_back(name: str) -> None:
    verify(write(LETTERS[name], REFERENCE), LETTERS[name])


@pytest.mark.parametrize("name", LETTERS)
def test_another_reader_sees_the_same_words(name: str) -> None:
    package = write(LETTERS[name], REFERENCE)
    read = docx.Document(io.BytesIO(package))

    def texts(part: "docx.document.Document | docx.table._Cell") -> list[str]:
        found = []
        for block in part.iter_inner_content():
            if isinstance(block, Table):
                found += [text for row in block.rows for cell in row.cells for text in texts(cell)]
            else:
                found.append(block.text)
        return found

    seen = [re.sub("[ \t\r\n]+", " ", text).strip(" ") for text in texts(read)]
    assert [text for text in seen if text] == [text for text in paragraphs(package) if text]


def test_another_reader_sees_the_same_styles_and_tables() -> None:
    read = docx.Document(io.BytesIO(write(parse(EVERYTHING), REFERENCE)))
    styles = [(paragraph.style.name, paragraph.text) for paragraph in read.paragraphs if paragraph.style]
    for wanted in (
        ("Title", "A letter with everything"),
        ("Date", "3 June 2025"),
        ("Addressee", "Ms. Ada Example\nHead of Compliance\nExample & Sons <Ltd.>"),
        ("Salutation", "Dear Ms. Example,"),
        ("Heading 2", "Second level"),
        ("List Paragraph", "one"),
        ("Quote", "A quotation"),
        ("Source Code", "code  with   spaces\nand a second line"),
        ("Caption", "What was said & done"),
        ("Heading 6", "Sixth"),
        ("Closing", "Sincerely,"),
        ("Signature", "First Organization"),
        ("Carbon Copy", "A copy to somebody"),
        ("Enclosures", "One enclosure"),
        ("Heading 1", "Appendix A"),
    ):
        assert wanted in styles
    assert [len(table.rows) for table in read.tables] == [2, 3, 2]
    cells = [read.tables[1].cell(row, 1).paragraphs[0].style for row in (0, 1)]
    assert [style.name for style in cells if style] == ["Table Heading", "Table Text"]
    assert read.core_properties.title == "A letter with everything"
    assert read.core_properties.author == ""
