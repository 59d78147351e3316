"""Mails whose header, boundary or forms are not as they should be: their fields and words come out all the same."""

import base64
from pathlib import Path

import pytest

from correspondence.readers import kinds
from correspondence.readers.extract import Extract, Remark
from correspondence.readers.plain import decode

FIELDS = b"From: Eva <eva@acme.example>\nSubject: Our answer\nDate: Mon, 4 Jul 2022 10:00:00 +0200\n"
PICTURE = base64.b64encode(b"\x89PNG\r\n\x1a\n" + bytes(40))


def _read(content: bytes, name: str = "a.eml") -> Extract:
    (extract,) = kinds.read(content, name)
    return extract


def _remarks(extract: Extract) -> set[Remark]:
    return {note.remark for note in extract.notes}


def _part(kind: str, body: bytes, *fields: bytes) -> bytes:
    return b"\n".join((b"Content-Type: " + kind.encode(), *fields, b"", body, b""))


def _multipart(kind: str, boundary: str, *parts: bytes) -> bytes:
    mark = b"--" + boundary.encode()
    inside = b"".join(mark + b"\n" + part for part in parts)
    return (
        b"Content-Type: multipart/"
        + kind.encode()
        + b'; boundary="'
        + boundary.encode()
        + b'"\n\n'
        + inside
        + (mark + b"--\n")
    )


@pytest.mark.parametrize(
    "before",
    [
        b"\xef\xbb\xbf",
        b"\r\n\r\n",
        b" ",
        b"   \n",
    ],
)
def test_what_stands_before_the_first_field_hides_none(before: bytes) -> None:
    extract = _read(before + FIELDS + b"\nWe vet every customer.\n")
    assert (extract.author, extract.title) == ("Eva <eva@acme.example>", "Our answer")
    assert extract.text == "We vet every customer.\n"


@pytest.mark.parametrize(
    "header",
    [
        FIELDS.replace(b"From:", b"From :").replace(b"Subject:", b"Subject\t:"),
        FIELDS.replace(b"Subject:", b"this line is no field\nSubject:"),
        b"Gr\xc3\xbc\xc3\x9fe: an alle\n" + FIELDS,
    ],
)
def test_a_line_that_is_no_field_ends_no_header(header: bytes) -> None:
    extract = _read(header + b"\nWe vet every customer.\n")
    assert (extract.author, extract.title) == ("Eva <eva@acme.example>", "Our answer")
    assert extract.text == "We vet every customer.\n"


def test_words_that_follow_the_fields_without_an_empty_line_stay() -> None:
    extract = _read(FIELDS + b"Dear all\nwe vet every customer.\n\nEva\n")
    assert extract.text.startswith("Dear all\nwe vet every customer.\n")
    assert extract.title == "Our answer"


def test_a_boundary_may_be_folded() -> None:
    mail = _multipart("mixed", "two words", _part("text/plain", b"We vet"), b"\nevery customer.\n")
    extract = _read(FIELDS + mail.replace(b'"two words"', b'"two\n words"'))
    assert extract.text == "We vet\n\nevery customer.\n"
    assert Remark.DAMAGED not in _remarks(extract)


def test_of_two_types_the_one_whose_boundary_is_in_the_body_counts() -> None:
    parts = _multipart(
        "mixed",
        "b",
        _part(
            "text/plain",
            base64.b64encode(b"Annex one."),
            b"Content-Disposition: attachment; filename=a.txt",
            b"Content-Transfer-Encoding: base64",
        ),
    )
    head, _, body = parts.partition(b"\n\n")
    extract = _read(FIELDS + b"Content-Type: text/plain\n" + head + b"\n\nWe vet every customer.\n" + body)
    assert extract.text == "We vet every customer.\n\n# Attachment: a.txt\n\nAnnex one.\n"


@pytest.mark.parametrize("end", [b"", b"\n"])
def test_a_mail_that_is_all_header_has_no_text(end: bytes) -> None:
    extract = _read(FIELDS + b"Content-Type: multipart/mixed; boundary=b\n" + end)
    assert extract.text == ""
    assert Remark.NO_TEXT in _remarks(extract)


def test_a_header_that_was_returned_is_not_shown_twice() -> None:
    returned = b"Received: from a by b\n" + FIELDS + b"Content-Type: multipart/mixed; boundary=c\n"
    extract = _read(
        FIELDS + _multipart("report", "b", _part("text/plain", b"Not delivered."), _part("message/rfc822", returned))
    )
    assert extract.text.startswith("Not delivered.\n")
    assert "Received" not in extract.text


def test_files_that_lie_in_the_form_that_is_not_read_are_kept() -> None:
    page = _part("text/html", b"<p>We vet every customer.</p>")
    shown = _part("image/png", PICTURE, b"Content-Transfer-Encoding: base64", b"Content-ID: <1>")
    annex = _part("text/plain; name=annex.txt", b"Annex one.")
    related = _multipart("related", "r", page, shown, annex)
    extract = _read(FIELDS + _multipart("alternative", "a", _part("text/plain", b"We vet every customer."), related))
    assert extract.text == "We vet every customer.\n\nAnnex one.\n"
    assert [one.media_type for one in extract.attachments] == ["image/png"]


def test_a_page_in_pieces_around_a_file_is_not_the_text_once_more() -> None:
    pieces = _multipart(
        "mixed", "m", _part("text/html", b"<p>We vet every customer.</p>"),
        _part("application/octet-stream; name=annex.txt", b"Annex one."), _part("text/html", b"<p>Eva</p>"),
    )  # fmt: skip
    plain = _part("text/plain", b"We vet every customer.\n\nEva")
    extract = _read(FIELDS + _multipart("alternative", "a", plain, pieces))
    assert extract.text == "We vet every customer.\n\nEva\n\n# Attachment: annex.txt\n\nAnnex one.\n"


def test_the_plain_form_is_read_where_the_page_says_nothing() -> None:
    plain = _part("text/plain", b"See https://acme.example/answer.html")
    extract = _read(FIELDS + _multipart("alternative", "a", plain, _part("text/html", b"<p> </p>")))
    assert extract.text == "See https://acme.example/answer.html\n"


def test_an_encoded_word_may_be_folded() -> None:
    mail = FIELDS.replace(b"Our answer", b"=?iso-8859-1?Q?F=F6rder;\n _antr?=\n =?iso-8859-1?Q?=E4ge?=")
    assert _read(mail + b"\nx\n").title == "Förder; anträge"


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("16 May 2016 at 09:30:32  GMT+1", "2016-05-16T09:30:32+01:00"),
        ("Tue, 17 Jul 2012 22:23:35.882 0000", "2012-07-17T22:23:35+00:00"),
        ("May 16, 2016 9:30 PM", "2016-05-16T21:30:00"),
        ("2016-05-16 10:11:12+01:00", "2016-05-16T10:11:12+01:00"),
        ("May 99, 2016 9:30 PM", ""),
        ("some day", ""),
    ],
)
def test_dates_in_other_ways_are_understood_and_told(written: str, date: str) -> None:
    extract = _read(FIELDS.replace(b"Mon, 4 Jul 2022 10:00:00 +0200", written.encode()) + b"\nx\n")
    assert extract.date == date
    assert Remark.DATE in _remarks(extract)


def test_japanese_with_signs_of_windows() -> None:
    assert decode(b"\x1b$B-!$3$s\x1b(B 1\n", "iso-2022-jp") == ("①こん 1\n", ())


def test_japanese_that_is_broken_leaves_no_escape() -> None:
    text, notes = decode(b"\x1b$B$3\xff\x1b$z\x1b(B end", "iso-2022-jp")
    assert "\x1b" not in text
    assert text.endswith("end")
    assert [note.remark for note in notes] == [Remark.CHARSET]


def test_korean_of_seven_bits_is_text() -> None:
    content = b"\x1b$)C" + "가나다".encode("iso2022_kr").removeprefix(b"\x1b$)C")
    assert _read(content, "a.txt").text.strip() == "가나다"


def test_a_mailbox_whose_messages_have_no_header() -> None:
    content = (
        b"From eva Mon Jun 01 10:00:00 2009\n\nWe vet.\nFrom time to time\n\nFrom eva Mon Jun 01 11:00:00 2010\n\nTwo\n"
    )
    assert [one.text for one in kinds.read(content, "a.mbox")] == ["We vet.\nFrom time to time\n", "Two\n"]


@pytest.mark.parametrize("name", ["a.msg", "a", "a.txt"])
def test_a_part_of_a_mail_without_other_fields_is_read_as_one(name: str) -> None:
    mail = _multipart(
        "mixed",
        "b",
        _part("text/plain; charset=utf-8", base64.b64encode("Grüße".encode()), b"Content-Transfer-Encoding: base64"),
    )
    assert _read(mail, name).text == "Grüße\n"


def test_one_mail_may_be_named_a_mailbox() -> None:
    assert _read(FIELDS + b"Message-ID: <1@a.example>\n\nWe vet.\n", "a.mbox").title == "Our answer"


def test_what_is_named_dat_is_read_by_its_bytes(tmp_path: Path) -> None:
    assert _read(b"We vet every customer.\n", str(tmp_path / "answer.dat")).text == "We vet every customer.\n"


def test_why_a_mail_was_not_delivered_is_read() -> None:
    status = b"Reporting-MTA: dns; a.example\n\nFinal-Recipient: rfc822; eva@acme.example\nStatus: 5.1.1\n"
    parts = (_part("text/plain", b"Not delivered."), _part("message/delivery-status", status))
    extract = _read(FIELDS + _multipart("report", "b", *parts))
    assert extract.text == (
        "Not delivered.\n\nReporting-MTA: dns; a.example\n\nFinal-Recipient: rfc822; eva@acme.example\nStatus: 5.1.1\n"
    )
