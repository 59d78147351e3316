"""Names under a letter: grouped, ordered and laid out as the block says, in every format."""

import io
import struct
import zipfile
import zlib
from typing import Any

import pytest
from lxml import etree

from correspondence.bundle import schema
from correspondence.document.nodes import Blocks, Document, Heading, Paragraph, Part, Text, plain_text
from correspondence.document.parse import parse
from correspondence.errors import DocumentError
from correspondence.publish.export import Format, export
from correspondence.store.reading import reading
from correspondence.workspace import Workspace
from correspondence.writers import docx, html, markdown, pdf, plain
from tests.factories.threads import digest, letter, stored, thread
from tests.writers.conftest import REFERENCE

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PEOPLE = (
    schema.SignOn(name="Zoë Zebra", kind="person", role="Judge", country="LU", status="signed"),
    schema.SignOn(name="Öko-Netz", kind="organization", representative="Eva Ruiz", role="Chair", status="signed"),
    schema.SignOn(name="مركز الحقوق", kind="organization", country="LB", status="signed"),
    schema.SignOn(name="Adam Ant", kind="person", status="signed"),
)


def _stored(workspace: Workspace, options: str, signons: tuple[schema.SignOn, ...] = PEOPLE) -> Workspace:
    block = f"\n\n::: signature-block {options}\n:::\n\nBelow.\n"
    text = digest(f"# 1{block}")
    bound = [signon.model_copy(update={"revision": text}) for signon in signons]
    return stored(workspace, thread(letters=(letter(["substantive"], signons=bound, block=block),)))


def _text(workspace: Workspace, to: Format = Format.TEXT) -> str:
    with reading(workspace) as reader:
        return export(reader, workspace, "l", to=to).content.decode()


@pytest.mark.parametrize(
    ("options", "lines"),
    [
        ("", ["Zoë Zebra, Judge", "Öko-Netz", "مركز الحقوق", "Adam Ant"]),
        ("{order=alphabetical}", ["Adam Ant", "Öko-Netz", "Zoë Zebra, Judge", "مركز الحقوق"]),
        ("{order=given most=2}", ["Zoë Zebra, Judge", "Öko-Netz", "and 2 more"]),
        (
            '{groups="organizations people" order=alphabetical}',
            ["Organizations", "-------------", "", "Öko-Netz", "مركز الحقوق", "", "Individuals", "-----------", "",
             "Adam Ant", "Zoë Zebra, Judge"],
        ),
        (
            '{groups="people" people="Eminent persons"}',
            ["Eminent persons", "---------------", "", "Zoë Zebra, Judge", "Adam Ant", "Öko-Netz", "مركز الحقوق"],
        ),
        ('{groups="people organizations" people="" organizations=""}',
         ["Zoë Zebra, Judge", "Adam Ant", "Öko-Netz", "مركز الحقوق"]),
        (
            '{show="representative role country" note=yes}',
            ["Zoë Zebra, Judge, LU", "Öko-Netz, Eva Ruiz, Chair", "مركز الحقوق, LB", "Adam Ant",
             "Titles and affiliations are given for identification only."],
        ),
        ("{show=country columns=3}", ["Zoë Zebra, LU", "Öko-Netz", "مركز الحقوق, LB", "Adam Ant"]),
    ],
)  # fmt: skip
def test_names_are_printed_as_the_block_says(workspace: Workspace, options: str, lines: list[str]) -> None:
    text = _text(_stored(workspace, options))
    assert text.split("\n") == ["1", "=", "", *lines, "", "Below.", ""]


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ("{column=2}", "takes no 'column'"),
        ("{columns=0}", "columns is a number from 1 to 6"),
        ("{columns=two}", "columns is a number from 1 to 6"),
        ("{groups=states}", "groups is one of organizations, people"),
        ("{logos=maybe}", "logos is one of yes, no"),
        ("{show=email}", "show is one of role, representative, country"),
    ],
)
def test_a_block_that_nobody_can_lay_out_is_told_with_its_line(options: str, says: str) -> None:
    with pytest.raises(DocumentError, match="line 3") as told:
        parse(f"# T\n\n::: signature-block {options}\n:::\n")
    assert says in str(told.value)


def test_the_note_stands_below_the_columns_and_is_no_name(workspace: Workspace) -> None:
    found = _stored(workspace, "{columns=2 note=yes}")
    page = _text(found, Format.HTML)
    assert page.count("<li><bdi>") == 4
    assert "</ul>\n<p><em>Titles and affiliations" in page
    with reading(found) as reader:
        document = zipfile.ZipFile(io.BytesIO(export(reader, found, "l", to=Format.DOCX).content))
    xml = document.read("word/document.xml").decode()
    assert xml.index("Adam Ant") < xml.index('<w:cols w:num="2"') < xml.index("Titles and affiliations")


def _document(columns: int, names: int = 7) -> Document:
    inside: Blocks = (Heading(2, (Text("Organizations"),)), *(Paragraph((Text(f"Name {n}"),)) for n in range(names)))
    part = Part("signature-block", inside, (("columns", str(columns)),))
    return Document("T", "en", (Heading(1, (Text("T"),)), Paragraph((Text("Words."),)), part, Part("appendix", (
        Heading(1, (Text("Appendix"),)), Paragraph((Text("More."),)),
    ))))  # fmt: skip


def test_markdown_keeps_the_options() -> None:
    document = _document(3)
    assert parse(markdown.write(document)) == document


def test_columns_in_word_are_sections_that_go_on_on_the_same_page() -> None:
    content = docx.write(_document(3), REFERENCE)
    body = etree.fromstring(zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml"))
    sections = [{etree.QName(e).localname: dict(e.items()) for e in section} for section in body.iter(f"{W}sectPr")]
    assert [section.get("cols", {}).get(f"{W}num", "1") for section in sections] == ["1", "3", "1"]
    assert [section.get("type", {}).get(f"{W}val") for section in sections] == [None, "continuous", "continuous"]
    assert "headerReference" in sections[0]
    assert not {"headerReference", "titlePg"} & (sections[1].keys() | sections[2].keys())
    assert all(section["pgSz"] == sections[0]["pgSz"] for section in sections)
    one = zipfile.ZipFile(io.BytesIO(docx.write(_document(1), REFERENCE))).read("word/document.xml")
    assert one.count(b"<w:sectPr") == 1


def test_columns_on_a_page_and_in_print() -> None:
    page = html.write(_document(3))
    assert '<ul class="signatures" style="columns:3 12rem">' in page
    assert page.count("<li><bdi>Name") == 7
    document = _document(3, 500)
    printed = pdf.write(document, pdf.stationery.read(REFERENCE, document), date=None)
    assert printed.content.startswith(b"%PDF")
    assert "Name 499" in plain.write(document)


def _png() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 400, 100, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"".join(b"\0" + b"\x80" * 400 for _ in range(100)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def test_marks_are_printed_small_with_words_for_those_who_do_not_see(workspace: Workspace) -> None:
    signon = schema.SignOn(name="Öko-Netz", signatory="Öko-Netz", kind="organization", status="signed")
    _stored(workspace, "{logos=yes}", (signon,))
    (workspace.root / "signatories").mkdir(exist_ok=True)
    (workspace.root / "signatories" / "oeko.png").write_bytes(_png())
    from sqlmodel import select

    from correspondence.records.signon import Signatory
    from correspondence.store.change import change

    def logo(name: str) -> None:
        with change(workspace, "signatory edit", "Öko-Netz") as act:
            act.session.exec(select(Signatory)).one().logo = name

    logo("oeko.png")
    page = _text(workspace, Format.HTML)
    assert 'alt="Logo: Öko-Netz"' in page
    assert 'width="110" height="27"' in page
    for elsewhere in ("../signatories/oeko.png", "/etc/passwd", "missing.png", ".."):
        logo(elsewhere)
        assert "<img" not in _text(workspace, Format.HTML)


def test_an_arabic_letter_has_arabic_words(workspace: Workspace) -> None:
    bundle = thread(letters=(letter(["substantive"], block='\n\n::: signature-block {groups="organizations"}\n:::\n'),))
    text = bundle.letters[0].revisions[0].revision.digest
    signon = schema.SignOn(name="مركز الحقوق", kind="organization", status="signed", revision=text)
    data: Any = bundle.letters[0].letter.model_copy(update={"language": "ar"})
    document = bundle.letters[0].model_copy(update={"letter": data, "signons": (signon,)})
    stored(workspace, bundle.model_copy(update={"letters": (document,)}))
    assert "المنظمات" in _text(workspace)
    assert plain_text(parse("x").blocks) == "x"
