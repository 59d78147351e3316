"""Documents and workbooks: what drawings say, archives that are broken, workbooks that no library opens."""

import io
import zipfile
import zlib

import pytest

from correspondence.readers import kinds
from correspondence.readers.extract import Extract, Remark, UnreadableError

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
C = 'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
M = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'


def _package(**parts: str) -> bytes:
    """An archive; `__` in a name stands for a slash."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/") + ".xml", content)
    return buffer.getvalue()


def _document(body: str, **parts: str) -> bytes:
    document = f'<w:document {W} {A} {C} {M} xmlns:r="{R}"><w:body>{body}</w:body></w:document>'
    return _package(word__document=document, **parts)


def _drawing(inside: str) -> str:
    shown = f"<w:drawing><a:graphic><a:graphicData>{inside}</a:graphicData></a:graphic></w:drawing>"
    return f"<w:p><w:r><w:t>See:</w:t></w:r><w:r>{shown}</w:r></w:p>"


def _with_relation(content: bytes, target: str) -> bytes:
    buffer = io.BytesIO(content)
    with zipfile.ZipFile(buffer, "a") as archive:
        relation = f'<Relationship Id="r1" Type="{R}/x" Target="{target}"/>'
        archive.writestr("word/_rels/document.xml.rels", RELATIONS.format(relation))
    return buffer.getvalue()


def _read(content: bytes, name: str) -> Extract:
    (extract,) = kinds.read(content, name)
    return extract


def _remarks(extract: Extract) -> set[Remark]:
    return {note.remark for note in extract.notes}


def _points(kind: str, *values: str) -> str:
    points = "".join(f'<c:pt idx="{n}"><c:v>{value}</c:v></c:pt>' for n, value in enumerate(values))
    return f"<c:{kind}>{points}</c:{kind}>"


def test_a_chart_gives_its_title_and_its_figures() -> None:
    series = (
        f"<c:ser><c:tx>{_points('strRef', 'Sold')}</c:tx><c:cat>{_points('strRef', '2021', '2022')}</c:cat>"
        f"<c:val>{_points('numRef', '4.4000000000000004', '7')}</c:val></c:ser>"
    )
    chart = f"<c:chartSpace {C} {A}><c:title><a:p><a:r><a:t>Licences</a:t></a:r></a:p></c:title>{series}</c:chartSpace>"
    content = _document(_drawing('<c:chart r:id="r1"/>'), word__charts__chart1=chart)
    extract = _read(_with_relation(content, "charts/chart1.xml"), "a.docx")
    assert extract.text == "See:\n\nLicences\n\n|  | Sold |\n| 2021 | 4.4 |\n| 2022 | 7 |\n"


def test_a_diagram_gives_its_words() -> None:
    words = "".join(f"<a:p><a:r><a:t>{word}</a:t></a:r></a:p>" for word in ("Vet", "License"))
    data = f"<d:dataModel xmlns:d='d' {A}>{words}</d:dataModel>"
    content = _document(_drawing('<d:relIds xmlns:d="d" r:dm="r1"/>'), word__diagrams__data1=data)
    assert _read(_with_relation(content, "diagrams/data1.xml"), "a.docx").text == "See:\n\nVet\n\nLicense\n"


def test_a_formula_is_read_whatever_it_is_made_of() -> None:
    sine = "<m:fName><m:r><m:t>sin</m:t></m:r></m:fName><m:e><m:r><m:t>x</m:t></m:r></m:e>"
    formula = f"<m:oMath><m:func>{sine}</m:func></m:oMath>"
    assert _read(_document(f"<w:p>{formula}</w:p>"), "a.docx").text == "sinx\n"


def test_words_in_elements_of_another_name_are_read() -> None:
    body = "<w:p2><w:r><w:t>We vet.</w:t></w:r></w:p2><w:sectPr><w:r><w:t>no words</w:t></w:r></w:sectPr>"
    assert _read(_document(body), "a.docx").text == "We vet.\n"


def test_comments_in_an_open_document_stand_at_its_end() -> None:
    comment = "<o:annotation><d:creator>Eva Lund</d:creator><d:date>2024</d:date><t:p>Is that so?</t:p></o:annotation>"
    body = f"<o:body><o:text><t:p>We vet{comment} all.</t:p></o:text></o:body>"
    extract = _read(_package(content=f"<o:document xmlns:o='o' xmlns:t='t' xmlns:d='d'>{body}</o:document>"), "a.odt")
    assert extract.text == "We vet all.\n\n# Comments\n\n[Eva Lund] Is that so?\n"
    assert Remark.COMMENTS in _remarks(extract)


BODY = "".join(f"<w:p><w:r><w:t>We vet customer {n}.</w:t></w:r></w:p>" for n in range(400))


@pytest.mark.parametrize("ending", ["docx", "odt"])
def test_a_document_that_was_cut_off_is_read_as_far_as_it_goes(ending: str) -> None:
    if ending == "docx":
        content = _document(BODY)
    else:
        words = "".join(f"<t:p>We vet customer {n}.</t:p>" for n in range(400))
        content = _package(
            content=f"<o:document xmlns:o='o' xmlns:t='t'><o:body><o:text>{words}</o:text></o:body></o:document>"
        )
    extract = _read(content[: len(content) // 2], f"a.{ending}")
    assert extract.text.startswith("We vet customer 0.\n\nWe vet customer 1.\n\n")
    assert Remark.DAMAGED in _remarks(extract)


@pytest.mark.parametrize("name", ["a.docx", "a.odt", "a.xlsx"])
def test_a_broken_archive_without_words_is_refused(name: str) -> None:
    content = _package(word__styles="<a/>", xl__workbook="<a/>", content="<a/>")
    with pytest.raises(UnreadableError, match="is damaged"):
        _read(content[:-40], name)


def test_no_bomb_goes_off_in_a_broken_archive() -> None:
    squeezer = zlib.compressobj(9, wbits=-15)
    data = b"".join(squeezer.compress(b" " * 1_000_000) for _ in range(300)) + squeezer.flush()
    head = zipfile.ZipInfo("word/document.xml")
    head.CRC = 0
    head.compress_type, head.compress_size, head.file_size = zipfile.ZIP_DEFLATED, len(data), 1_000
    with pytest.raises(UnreadableError, match="archive cannot be opened"):
        _read(head.FileHeader() + data, "a.docx")


def _workbook(*, sheet: str, **parts: str) -> bytes:
    book = f'<workbook {S} xmlns:r="{R}"><sheets><sheet name="Answers" sheetId="1" r:id="r1"/></sheets></workbook>'
    buffer = io.BytesIO(
        _package(
            xl__workbook=book,
            xl__worksheets__sheet1=f"<worksheet {S}><sheetData>{sheet}</sheetData></worksheet>",
            **parts,
        )
    )
    with zipfile.ZipFile(buffer, "a") as archive:
        relation = f'<Relationship Id="r1" Type="{R}/worksheet" Target="worksheets/sheet1.xml"/>'
        archive.writestr("xl/_rels/workbook.xml.rels", RELATIONS.format(relation))
    return buffer.getvalue()


ROW = '<row r="1"><c r="A1" t="inlineStr"><is><t>Who vets?</t></is></c><c r="C1"><v>7</v></c></row>'


def test_what_stands_beside_the_cells_follows_them() -> None:
    comment = '<comment ref="A1"><text><r><t>Eva: the board</t></r></text></comment>'
    comments = f"<comments {S}><commentList>{comment}</commentList></comments>"
    box = f"<x:wsDr xmlns:x='x' {A}><a:p><a:r><a:t>Draft </a:t></a:r><a:r><a:t>of May</a:t></a:r></a:p></x:wsDr>"
    extract = _read(_workbook(sheet=ROW, xl__comments1=comments, xl__drawings__drawing1=box), "a.xlsx")
    assert extract.text.endswith("# Text boxes\n\nDraft of May\n\n# Comments\n\n[A1] Eva: the board\n")
    assert Remark.COMMENTS in _remarks(extract)


def test_a_workbook_that_no_library_opens_gives_its_cells_as_they_are_stored() -> None:
    shared = f"<sst {S}><si><t>The board</t><rPh><t>za</t></rPh></si></sst>"
    sheet = ROW + '<row r="2"><c r="B2" t="s"><v>0</v></c><c r="C2" t="s"><v>9</v></c></row>'
    content = _workbook(sheet=sheet, xl__sharedStrings=shared)
    extract = _read(content[: content.index(b"PK\x01\x02")], "a.xlsx")
    assert extract.text == "# Answers\n\n| Who vets? |  | 7 |\n|  | The board |\n"
    assert Remark.DAMAGED in _remarks(extract)
    assert extract.rows[0] == ("Who vets?", "", "7")


@pytest.mark.parametrize("content", [b"\x1f\x8b\x08" + bytes(40), _package(a="x")])
def test_what_is_packed_and_named_a_table_is_an_archive(content: bytes) -> None:
    with pytest.raises(UnreadableError, match="is an archive"):
        _read(content, "a.csv")


def test_bytes_that_are_no_text_are_no_table() -> None:
    with pytest.raises(UnreadableError, match="is no table of text"):
        _read(bytes(range(256)) * 4, "a.csv")


def test_a_stray_null_is_no_reason_to_refuse_a_table() -> None:
    assert _read(b"a,b\n\x00,2\n", "a.csv").text == "| a | b |\n|  | 2 |\n"


def test_short_japanese_is_not_taken_for_rare_korean() -> None:
    text = "名前,年齢,住所\r\n佐藤太郎,30,東京\r\n三木英子,25,大阪\r\n"
    assert "佐藤太郎" in _read(text.encode("cp932"), "a.csv").text


def test_italian_is_not_taken_for_central_european() -> None:
    assert _read("L'Unità e la città.\n".encode("cp1252"), "a.txt").text == "L'Unità e la città.\n"
