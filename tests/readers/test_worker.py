"""Files are read in a process of their own: text comes out, harm does not, and the next file is read all the same."""

import io
import random
import zipfile
import zlib
from email.message import EmailMessage
from pathlib import Path

import pytest

from correspondence.readers.extract import Extract, Remark, UnreadableError
from correspondence.readers.worker import Worker
from tests.conftest import REPOSITORY

SAMPLES = sorted((REPOSITORY / "threads" / "nivelmark" / "files").iterdir())
DOCUMENT = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{}</w:body></w:document>'
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" Type='
    '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>'
    "</Relationships>"
)


@pytest.fixture(scope="module")
def worker() -> Worker:
    return Worker()


def _one(worker: Worker, content: bytes, name: str) -> Extract:
    (extract,) = worker.read(content, name)
    return extract


def _docx(body: str, **parts: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("_rels/.rels", RELATIONS)
        package.writestr("word/document.xml", DOCUMENT.format(body))
        for name, content in parts.items():
            package.writestr(name, content)
    return packed.getvalue()


def _paragraph(text: str, properties: str = "") -> str:
    return f"<w:p><w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r></w:p>"


def _pdf(stream: bytes) -> bytes:
    """A page with this content stream, deflated twice."""
    packed = zlib.compress(zlib.compress(stream, 9), 9)
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R/Resources<<>>>>endobj\n"
        b"4 0 obj<</Length "
        + str(len(packed)).encode()
        + b"/Filter[/FlateDecode/FlateDecode]>>stream\n"
        + packed
        + b"\nendstream endobj\ntrailer<</Root 1 0 R>>\n"
    )


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: f"{path.name[:6]}{path.suffix}")
def test_the_samples_originals_have_text(worker: Worker, path: Path) -> None:
    assert len(_one(worker, path.read_bytes(), path.name).text.split()) > 20


def test_a_word_document_keeps_tables_tracked_changes_and_hidden_words(worker: Worker) -> None:
    table = "<w:tbl><w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr></w:tbl>".format(_paragraph("Left"), _paragraph("Right"))
    changed = (
        '<w:p><w:ins w:author="Ana"><w:r><w:t>new</w:t></w:r></w:ins>'
        '<w:del w:author="Ana"><w:r><w:delText>old</w:delText></w:r></w:del></w:p>'
    )
    extract = _one(
        worker, _docx(_paragraph("First.") + table + changed + _paragraph("secret", "<w:vanish/>")), "a.docx"
    )
    assert extract.text == "First.\n\n| Left | Right |\n\nnew\n\n[hidden: secret]\n"
    assert {note.remark for note in extract.notes} == {Remark.TRACKED_CHANGES, Remark.HIDDEN_TEXT}


def test_a_cover_mail_stands_after_the_letter_that_it_brings(worker: Worker) -> None:
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "Eva <eva@acme.example>", "Our reply"
    mail["Date"], mail["Message-ID"] = "Mon, 04 Jul 2022 10:00:00 +0200", "<1@acme.example>"
    mail.set_content("Please find our reply attached.")
    letter = _docx(_paragraph("We have read your letter with care, and answer each of your questions in turn."))
    mail.add_attachment(letter, maintype="application", subtype="octet-stream", filename="../../letter.docx")
    extract = _one(worker, mail.as_bytes(), "reply.eml")
    assert extract.text.index("answer each") < extract.text.index("# Cover mail") < extract.text.index("Please find")
    assert [(a.name, a.content) for a in extract.attachments] == [("letter.docx", letter)]
    assert (extract.sender_address, extract.message_id) == ("eva@acme.example", "1@acme.example")
    assert extract.date == "2022-07-04T10:00:00+02:00"


@pytest.mark.parametrize(
    "sender", ["ceo@apple.com <evil@evil.org>", "a@x.example, b@y.example", "(" * 20_000 + "a@x.example", "nobody"]
)
def test_a_sender_who_is_not_plain_is_told(worker: Worker, sender: str) -> None:
    extract = _one(worker, f"From: {sender}\nSubject: x\nDate: x\nMessage-ID: <1@x>\n\nWords.\n".encode(), "a.eml")
    assert extract.sender_address == ""
    assert Remark.SENDER in {note.remark for note in extract.notes}
    assert extract.text == "Words.\n"


def test_earlier_mail_is_marked_and_a_forward_is_not(worker: Worker) -> None:
    head = "From: a@x.example\nSubject: x\nMessage-ID: <1@x>\n\n"
    replied = _one(worker, f"{head}Yes.\n\nOn 3 May 2022, Ana wrote:\nHow?\n".encode(), "a.eml")
    assert replied.text == "Yes.\n\n> On 3 May 2022, Ana wrote:\n> How?\n"
    forwarded = _one(
        worker, f"{head}See.\n\n---------- Forwarded message ----------\nFrom: b\n\nYes.\n".encode(), "a.eml"
    )
    assert "> " not in forwarded.text


def test_every_message_of_a_mailbox_comes_once(worker: Worker) -> None:
    mails = [f"From x Mon Jul  4 10:00:00 2022\nSubject: {n}\n\nMail {n}.\n>From here.\n\n" for n in range(30)]
    extracts = list(worker.read("".join(mails).encode(), "all.mbox"))
    assert [extract.title for extract in extracts] == [str(n) for n in range(30)]
    assert extracts[3].text == "Mail 3.\nFrom here.\n"
    assert b">From here." in extracts[3].source


@pytest.mark.parametrize(
    ("content", "name", "told"),
    [
        (_docx("", **{"word/media/bomb.bin": b"0" * 150_000_000}), "bomb.docx", "too large when unpacked"),
        (_pdf(b"0 0 m " * 60_000_000), "bomb.pdf", "too large|too long|no text"),
        (b"", "empty.eml", "the file is empty"),
        (b"PK\x03\x04 nothing", "a.docx", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "a.docx", "needs a password"),
        (random.Random(1).randbytes(4_000), "a.xyz", "is no text"),
        (
            b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><office:document>&e;',
            "a.fodt",
            "declares XML entities",
        ),
        (b"X: " + b"y" * 2_000_000, "a.eml", "more header than any mail"),
    ],
    ids=["zip", "pdf", "empty", "broken", "encrypted", "binary", "entities", "headers"],
)
def test_what_cannot_be_read_is_told_in_a_line_and_the_next_file_is_read(
    worker: Worker, content: bytes, name: str, told: str
) -> None:
    try:
        extracts = list(worker.read(content, name))
        said = " ".join(note.detail for extract in extracts for note in extract.notes)
    except UnreadableError as error:
        said = str(error)
    assert any(words in said for words in told.split("|")), said
    assert "\n" not in said
    assert _one(worker, b"Next.\n", "a.txt").text == "Next.\n"


@pytest.mark.parametrize("path", SAMPLES[:6], ids=lambda path: f"{path.name[:6]}{path.suffix}")
def test_a_damaged_file_gives_text_or_a_line(worker: Worker, path: Path) -> None:
    dice = random.Random(path.name)
    for _ in range(8):
        content = bytearray(path.read_bytes())
        for _ in range(dice.randrange(1, 30)):
            content[dice.randrange(len(content))] = dice.randrange(256)
        cut = bytes(content[: dice.randrange(1, len(content))]) if dice.random() < 0.4 else bytes(content)
        try:
            extracts = list(worker.read(cut, path.name))
        except UnreadableError as error:
            told = str(error)
        else:
            told = "" if all(extract.text.strip() or extract.notes for extract in extracts) else "silence"
        assert "the reader fails" not in told
        assert told != "silence"
