"""Scanned pages and pictures of text: read where tesseract is installed, and a clear word where it is not."""

import io
import os
import re
import shutil
from collections.abc import Callable
from email.message import EmailMessage

import pypdfium2 as pdfium
import pytest

from correspondence.intake.log import look
from correspondence.intake.sources import Source
from correspondence.readers.extract import Extract, Remark
from correspondence.readers.worker import Worker
from tests.conftest import REPOSITORY
from tests.factories.scans import picture, scan

LETTER = next(p for p in sorted((REPOSITORY / "threads" / "nivelmark" / "files").iterdir()) if p.suffix == ".pdf")
SECONDS = 120.0  # a busy machine recognises a page slowly


@pytest.fixture
def tesseract() -> None:
    """Tesseract is there; on a server that tests, its absence is a failure."""
    if shutil.which("tesseract") is None:
        if os.environ.get("CI"):
            pytest.fail("tesseract is not installed: apt-get install tesseract-ocr")
        pytest.skip("tesseract is not installed: what OCR reads is not tested here")


def _read(content: bytes, name: str, *, ocr: bool) -> Extract:
    with Worker() as worker:
        (extract,) = worker.read(content, name, ocr=ocr, seconds=SECONDS)
    return extract


def _words(text: str) -> list[str]:
    return re.findall(r"\w{4,}", text)


@pytest.mark.usefixtures("tesseract")
@pytest.mark.parametrize("made", [scan, picture])
def test_the_words_of_a_scan_are_those_of_the_page(made: Callable[[bytes], bytes]) -> None:
    content = LETTER.read_bytes()
    right = _words(_read(content, "letter.pdf", ocr=False).text.partition("[page 2]")[0])
    read = _read(made(content), "letter", ocr=True)
    found = set(_words(read.text))
    assert len(right) > 100
    assert sum(word in found for word in right) >= 0.95 * len(right)
    assert [note.remark for note in read.notes] == [Remark.SCANNED]
    assert "compare with the original" in read.notes[0].detail
    assert "\n\n" in read.text.strip(), "its paragraphs are kept"


@pytest.mark.parametrize("made", [scan, picture])
def test_without_tesseract_it_is_said_what_to_do(
    made: Callable[[bytes], bytes], monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path_factory.mktemp("empty")))
    read = _read(made(LETTER.read_bytes()), "letter", ocr=True)
    assert not read.text
    assert any("install tesseract and log the file again" in note.detail for note in read.notes)
    assert Remark.NO_TEXT in {note.remark for note in read.notes}


def _mail(content: bytes, kind: str, name: str, text: str) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["Subject"], mail["Message-ID"] = "eva@nivelmark.example", "Reply", "<scan@nivelmark.example>"
    mail["Date"] = "Mon, 07 Jul 2025 10:00:00 +0200"
    mail.set_content(text)
    main, _, sub = kind.partition("/")
    mail.add_attachment(content, maintype=main, subtype=sub, filename=name)
    return mail.as_bytes()


@pytest.mark.usefixtures("tesseract")
@pytest.mark.parametrize(
    ("made", "kind", "text", "boxed"),
    [(scan, "application/pdf", "Please find our reply attached.\n", False), (picture, "image/png", "", True)],
    ids=["a PDF with a mail", "a picture in a mailbox"],
)
def test_a_scan_that_came_with_a_mail_is_read(
    made: Callable[[bytes], bytes], kind: str, text: str, boxed: bool
) -> None:
    mail = _mail(made(LETTER.read_bytes()), kind, "reply.pdf" if kind.endswith("pdf") else "reply.png", text)
    plain = b"From: eva@nivelmark.example\nSubject: Other\nDate: Mon, 07 Jul 2025 10:00:00 +0200\n\nOther.\n"
    box = b"".join(b"From x Mon Jul  4 10:00:00 2022\n" + one + b"\n\n" for one in (mail, plain))
    source = Source("reply", "all.mbox" if boxed else "reply.eml", box if boxed else mail)
    with Worker() as worker:
        read = {extract.title: extract for extract in look(worker, source, ocr=True)}
    assert "Haldorsen" in read["Reply"].text
    assert bool(read["Reply"].source) is boxed
    assert list(read) == (["Other", "Reply"] if boxed else ["Reply"])


@pytest.mark.usefixtures("tesseract")
def test_pages_that_are_pictures_are_read_beside_those_with_words() -> None:
    mixed = pdfium.PdfDocument.new()
    for content in (LETTER.read_bytes(), scan(LETTER.read_bytes())):
        mixed.import_pages(pdfium.PdfDocument(content), pages=[0])
    file = io.BytesIO()
    mixed.save(file)
    with Worker() as worker:
        (read,) = look(worker, Source("mixed", "mixed.pdf", file.getvalue()), ocr=True)
    assert read.text.count("Haldorsen") >= 2
    assert any("1 of 2 pages are pictures; 1 of them read by OCR" in note.detail for note in read.notes)
