"""Documents: nothing that is written in them is missing, and both readings of tracked changes can be had."""

import io
import zipfile
from pathlib import Path

import pytest

from correspondence.readers import docx, kinds, rtf
from correspondence.readers.extract import Extract, Remark, UnreadableError

FILES = Path(__file__).parent / "files"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
OFFICE = f'<Relationship Id="r" Type="{R}/officeDocument" Target="word/document.xml"/>'
RELATIONSHIPS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'


def _docx(body: str, related: str = "", **parts: str | bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as package:
        package.writestr("_rels/.rels", RELATIONSHIPS.format(OFFICE))
        package.writestr("word/_rels/document.xml.rels", RELATIONSHIPS.format(related))
        package.writestr("word/document.xml", _part("document", f"<w:body>{body}</w:body>"))
        for name, content in parts.items():
            package.writestr(name, content)
    return packed.getvalue()


def _part(name: str, content: str) -> str:
    return f'<w:{name} xmlns:w="{W}" xmlns:r="{R}">{content}</w:{name}>'


def _p(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def _read(content: bytes, name: str) -> Extract:
    (extract,) = kinds.read(content, name)
    return extract


def test_tracked_changes_are_told_and_both_readings_can_be_had() -> None:
    changed = (
        '<w:p><w:pPr><w:rPr><w:del w:author="Ana"/></w:rPr></w:pPr><w:r><w:t>We </w:t></w:r>'
        '<w:ins w:author="Ana"><w:r><w:t>vet</w:t></w:r></w:ins>'
        '<w:del w:author="Ana"><w:r><w:delText>know</w:delText></w:r></w:del></w:p>' + _p(" every customer.")
    )
    row = '<w:tr><w:trPr><w:ins w:author="Eva"/></w:trPr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr>'
    content = _docx(changed + "<w:tbl>" + row.format(_p("a"), _p("b")) + "</w:tbl>")
    accepted, rejected = docx.read(content), docx.read(content, changes="reject")
    assert accepted.text == "We vet every customer.\n\n| a | b |\n"
    assert rejected.text == "We know\n\nevery customer.\n"
    (note,) = accepted.notes
    assert note.remark is Remark.TRACKED_CHANGES
    assert "Ana (3), Eva (1)" in note.detail
    assert [one.text for one in kinds.read(content, "a.docx", rejected=True)] == [rejected.text]


def test_headers_notes_boxes_symbols_and_check_boxes_are_in_the_text() -> None:
    body = (
        "<w:p><w:r><w:txbxContent>" + _p("In a box.") + "</w:txbxContent></w:r><w:r><w:t>Text</w:t>"
        '<w:footnoteReference w:id="7"/><w:endnoteReference w:id="7"/><w:sym w:font="Symbol" w:char="F0A3"/>'
        '<w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:checked/></w:checkBox></w:ffData></w:fldChar>'
        '<w:fldChar w:fldCharType="end"/></w:r></w:p><w:sectPr><w:headerReference r:id="h"/></w:sectPr>'
    )
    extract = docx.read(
        _docx(
            body,
            f'<Relationship Id="h" Type="{R}/header" Target="header1.xml"/>',
            **{
                "word/footnotes.xml": _part("footnotes", f'<w:footnote w:id="7">{_p("A note.")}</w:footnote>'),
                "word/endnotes.xml": _part("endnotes", f'<w:endnote w:id="7">{_p("At the end.")}</w:endnote>'),
                "word/header1.xml": _part("hdr", _p("Acme Ltd, Lagos")),
            },
        )
    )
    assert extract.text == (
        "Text[1][i]≤☒\n\nIn a box.\n\n[1] A note.\n\n[i] At the end.\n\n# Header and footer\n\nAcme Ltd, Lagos\n"
    )


@pytest.mark.parametrize(
    ("name", "chunk"),
    [
        ("part.htm", b"<html><p>Taken in.</p></html>"),
        ("part.rtf", b"{\\rtf1\\ansi Taken in.}"),
        ("part.docx", _docx(_p("Taken in."))),
        ("part.mht", b"MIME-Version: 1.0\nContent-Type: text/html\n\n<html><p>Taken=20in.</p></html>"),
    ],
)
def test_what_a_document_takes_in_is_read(name: str, chunk: bytes) -> None:
    related = f'<Relationship Id="c" Type="{R}/aFChunk" Target="/word/{name}"/>'
    assert docx.read(_docx('<w:altChunk r:id="c"/>', related, **{f"word/{name}": chunk})).text == "Taken in.\n"


def test_a_document_that_takes_in_itself_ends() -> None:
    related = f'<Relationship Id="c" Type="{R}/aFChunk" Target="part.docx"/>'
    inner = _docx(_p("End."))
    for _ in range(8):
        inner = _docx(_p("Level.") + '<w:altChunk r:id="c"/>', related, **{"word/part.docx": inner})
    assert docx.read(inner).text.count("Level.") < 8


def test_a_binary_word_document_is_read() -> None:
    extract = _read((FILES / "letter.doc").read_bytes(), "letter.doc")
    assert extract.text.startswith("Réponse à votre lettre\n\nDear Ms Müller, we have read your letter – thor")
    assert extract.text.endswith("Endlink text.\n")
    assert extract.media_type == "application/msword"


@pytest.mark.parametrize("cut", [600, 4_000, 9_000])
def test_a_binary_word_document_that_lost_its_end_gives_text_or_a_line(cut: int) -> None:
    try:
        text = _read((FILES / "letter.doc").read_bytes()[:cut], "letter.doc").text
    except UnreadableError as error:
        text = str(error)
    assert text


@pytest.mark.parametrize(
    ("content", "name", "text"),
    [
        (b"<html><body><p>A page.</p></body></html>", "letter.doc", "A page.\n"),
        (b"{\\rtf1\\ansi Rich.}", "letter.doc", "Rich.\n"),
        (b"Only words.\n", "letter.docx", "Only words.\n"),
        (b"<table border=1><tr><td>a<td>b</table>", "book.xls", "| a | b |\n"),
        (
            b'<?xml version="1.0"?><pkg:package xmlns:pkg="p" xmlns:w="w"><w:p><w:t>Flat.</w:t></w:p></pkg:package>',
            "letter.xml",
            "Flat.\n",
        ),
        (
            (
                b'<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Row><Cell><Data>a</Data></Cell><Cell>'
                b"<Data>b</Data></Cell></Row></Workbook>"
            ),
            "book.xls",
            "| a | b |\n",
        ),
    ],
)
def test_a_file_is_what_its_bytes_are_whatever_its_name(content: bytes, name: str, text: str) -> None:
    assert _read(content, name).text == text


def test_a_page_that_a_mail_program_wrapped_in_rtf_is_taken_out() -> None:
    wrapped = (
        rb"{\rtf1\ansi\ansicpg1251\fromhtml1 \deff0{\fonttbl{\f0 Arial;}}{\*\htmltag19 <html>}{\*\htmltag64 <p>}"
        rb"\htmlrtf \par \htmlrtf0 \'cf\'f0\'e8\'e2\'e5\'f2 &amp; \u8364? {\*\htmltag84 <b>}\htmlrtf {\b \htmlrtf0 all"
        rb"\htmlrtf }\htmlrtf0 {\*\htmltag92 </b>}{\*\htmltag72 </p>}{\*\htmltag27 </html>}}"
    )
    assert rtf.to_text(wrapped).replace("?", "") == "Привет & € all\n"
