"""PDFs: what people filled in and remarked, ends that are broken, letters of which no font says what they are."""

import pytest

from correspondence.readers import kinds
from correspondence.readers.extract import Extract, Remark, UnreadableError

FIELD = b"/Type /Annot /Subtype /Widget /Rect [0 0 90 20] /P 3 0 R "
NOTE = b"/Type /Annot /Rect [0 0 90 20] "


def _pdf(*annotations: bytes, words: bytes = b"(Our answers) Tj", font: bytes = b"/WinAnsiEncoding") -> bytes:
    """A document of one page: objects 1 to 5, then the annotations."""
    kids = b" ".join(b"%d 0 R" % number for number in range(6, 6 + len(annotations)))
    stream = b"BT /F 12 Tf 20 700 Td " + words + b" ET"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [" + kids + b"] >> >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 5 0 R /Resources << /Font << /F 4 0 R >> >>"
        b" /Annots [" + kids + b"] >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding " + font + b" >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        *(b"<< " + annotation + b" >>" for annotation in annotations),
    ]
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (number, one) for number, one in enumerate(objects, start=1))
    return b"%PDF-1.7\n" + body + b"trailer\n<< /Root 1 0 R /Size 20 >>\nstartxref\n0\n%%EOF\n"


def _read(content: bytes) -> Extract:
    (extract,) = kinds.read(content, "a.pdf")
    return extract


def _remarks(extract: Extract) -> set[Remark]:
    return {note.remark for note in extract.notes}


@pytest.mark.parametrize(
    ("field", "text"),
    [
        (b"/FT /Tx /T (answer) /V (We vet every customer.)", "answer: We vet every customer."),
        (b"/FT /Tx /T (a) /TU (Who vets?) /V (The board\rof Acme)", "Who vets?: The board\nof Acme"),
        (b"/FT /Tx /T (form.page.name) /V <FEFF00410063006D00E9>", "name: Acmé"),
        (b"/FT /Ch /T (country) /Opt [(France) (Spain)] /V (Spain) /Ff 131072", "country: Spain"),
        (b"/FT /Btn /T (agreed) /V /Yes /AS /Yes /AP << /N << /Yes 5 0 R /Off 5 0 R >> >>", "[x] agreed"),
        (
            b"/FT /Btn /T (agreed) /V /In#20part /AS /In#20part /AP << /N << /In#20part 5 0 R >> >>",
            "[x] agreed: In part",
        ),
    ],
)
def test_what_was_filled_in_follows_the_words_of_its_page(field: bytes, text: str) -> None:
    extract = _read(_pdf(FIELD + field))
    assert extract.text == f"Our answers\n\n{text}\n"


@pytest.mark.parametrize(
    "field",
    [
        b"/FT /Tx /T (answer)",
        b"/FT /Tx /T (secret) /V (1234) /Ff 8192",
        b"/FT /Tx /T (unseen) /V (1234) /F 2",
        b"/FT /Btn /T (push) /V (Reset) /Ff 65536",
        b"/FT /Btn /T (agreed) /V /Off /AS /Off /AP << /N << /Yes 5 0 R /Off 5 0 R >> >>",
    ],
)
def test_fields_that_say_nothing_add_nothing(field: bytes) -> None:
    assert _read(_pdf(FIELD + field)).text == "Our answers\n"


def test_a_form_with_nothing_but_what_was_filled_in_is_not_empty() -> None:
    extract = _read(_pdf(FIELD + b"/FT /Tx /T (answer) /V (No.)", words=b""))
    assert extract.text == "answer: No.\n"
    assert Remark.NO_TEXT not in _remarks(extract)


def test_free_text_stands_on_the_page_and_comments_at_the_end() -> None:
    extract = _read(_pdf(
        NOTE + b"/Subtype /Text /T (Eva) /Contents (Is that so?)",
        NOTE + b"/Subtype /Highlight /Contents (See article 4.)",
        NOTE + b"/Subtype /FreeText /Contents (Corrected on 3 May)",
    ))  # fmt: skip
    assert extract.text == ("Our answers\n\nCorrected on 3 May\n\n# Comments\n\n[Eva] Is that so?\n\nSee article 4.\n")
    assert Remark.COMMENTS in _remarks(extract)


LOOK = b"BT /F 9 Tf 2 5 Td (Signed by the board) Tj ET"
APPEARANCE = (
    b"/Type /XObject /Subtype /Form /BBox [0 0 90 20] /Resources << /Font << /F 4 0 R >> >> /Length %d >>\nstream\n%s"
    b"\nendstream\nendobj\n9 0 obj\n<< /A 0" % (len(LOOK), LOOK)
)


@pytest.mark.parametrize("kind", [b"/Subtype /Widget /FT /Sig /T (s)", b"/Subtype /Stamp"])
def test_the_looks_of_signatures_and_stamps_are_read(kind: bytes) -> None:
    shown = NOTE + kind + b" /P 3 0 R /F 4 /AP << /N 8 0 R >>"
    filled = FIELD + b"/FT /Tx /T (answer) /V (We vet.)"
    extract = _read(_pdf(shown, filled, APPEARANCE))
    assert extract.text == "Our answers\n\nanswer: We vet.\n\nSigned by the board\n"


@pytest.mark.parametrize("broken", ["head", "tail"])
def test_a_document_without_its_beginning_or_end_is_read(broken: str) -> None:
    content = _pdf()
    if broken == "head":
        content = content.removeprefix(b"%PDF-1.7\n")
    else:
        content = content[: content.index(b"trailer")] + b"trailer\n<< /Root 1 0 R /ID [<90\xa4\xff"
    extract = _read(content)
    assert extract.text == "Our answers\n"
    assert Remark.DAMAGED in _remarks(extract)


@pytest.mark.parametrize("content", [b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\n", _pdf(words=b"")[9:200]])
def test_what_is_broken_and_shows_nothing_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableError, match="damaged"):
        _read(content)


ODD = b"<< /Type /Encoding /Differences [1 /g1 /g2 /g3 /g4 /g5] >>"


def test_letters_that_stand_for_nothing_are_told() -> None:
    extract = _read(_pdf(words=b"(of\\001cial answer) Tj", font=ODD))
    assert extract.text == "of\ufffdcial answer\n"
    assert Remark.CHARSET in _remarks(extract)


def test_a_page_of_such_letters_is_a_picture_to_us() -> None:
    extract = _read(_pdf(words=b"(\\001\\003\\004 \\005\\003) Tj", font=ODD))
    assert extract.text == ""
    assert {Remark.SCANNED, Remark.NO_TEXT} <= _remarks(extract)


def test_a_title_holds_no_control_characters() -> None:
    content = _pdf(b"/Title (O\\000ur \\001answers\\000)").replace(b"/Size 20", b"/Size 20 /Info 6 0 R")
    assert _read(content).title == "Our answers"
