"""Outlook messages whose text is sealed: signed words are read, encrypted ones told."""

from email.message import EmailMessage

from aspose.email_foss.msg import MapiMessage

from correspondence.readers import kinds
from correspondence.readers.extract import Extract, Remark

SIGNED_DATA, ENVELOPED_DATA = (bytes.fromhex(f"06092a864886f70d01070{last}") for last in "23")


def _element(tag: int, content: bytes) -> bytes:
    return bytes((tag, 0x82)) + len(content).to_bytes(2, "big") + content


def _read(sealed: bytes, text: str = "") -> Extract:
    mail = EmailMessage()
    mail["From"], mail["Subject"], mail["Date"] = "eva@acme.example", "Reply", "Mon, 04 Jul 2022 10:00:00 +0200"
    mail.set_content(text)
    mail.add_attachment(sealed, maintype="application", subtype="pkcs7-mime", filename="smime.p7m")
    (extract,) = kinds.read(bytes(MapiMessage.from_email_message(mail).to_bytes()), "a.msg")
    return extract


def _remarks(extract: Extract) -> set[Remark]:
    return {note.remark for note in extract.notes}


def _signed(mail: bytes) -> bytes:
    inside = _element(0x30, bytes.fromhex("06092a864886f70d010701") + _element(0xA0, _element(0x04, mail)))
    return _element(0x30, SIGNED_DATA + _element(0xA0, _element(0x30, b"\x02\x01\x01" + _element(0x31, b"") + inside)))


def test_what_is_encrypted_is_told_and_kept() -> None:
    extract = _read(_element(0x30, ENVELOPED_DATA + bytes(40)))
    assert extract.text == ""
    assert {Remark.ENCRYPTED, Remark.NO_TEXT} <= _remarks(extract)
    assert [one.name for one in extract.attachments] == ["smime.p7m"]
    assert "it is encrypted" in " ".join(note.detail for note in extract.notes)


def test_what_is_signed_is_read() -> None:
    extract = _read(_signed(b"Content-Type: text/plain\n\nWe vet every customer.\n"))
    assert extract.text == "We vet every customer.\n"
    assert Remark.ENCRYPTED not in _remarks(extract)


def test_the_words_of_a_message_are_not_read_twice() -> None:
    extract = _read(_signed(b"Content-Type: text/plain\n\nWe vet every customer.\n"), "We vet every customer.\n")
    assert extract.text.count("We vet every customer.") == 1
