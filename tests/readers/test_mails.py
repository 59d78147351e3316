"""Mails whose encodings are broken, odd or sealed: their words come out once, and what cannot be read is told."""

import base64
import binascii
from email.message import EmailMessage

import pytest

from correspondence.readers import kinds
from correspondence.readers.charset import guess
from correspondence.readers.extract import Extract, Remark
from correspondence.readers.plain import decode

HEAD = b"From: Eva <eva@acme.example>\nDate: Mon, 4 Jul 2022 10:00:00 +0200\nMessage-ID: <1@acme.example>\n"
HTML = b"<html><body><p>We vet every customer.</p></body></html>"


def _read(content: bytes, name: str = "a.eml") -> Extract:
    (extract,) = kinds.read(content, name)
    return extract


def _remarks(extract: Extract) -> set[Remark]:
    return {note.remark for note in extract.notes}


def _uuencoded(content: bytes) -> str:
    lines = [binascii.b2a_uu(content[at : at + 45]).decode() for at in range(0, len(content), 45)]
    return f"begin 644 letter.txt\n{''.join(lines)}`\nend\n"


def test_a_file_that_is_uuencoded_in_a_mail_is_an_attachment() -> None:
    letter = "We vet every customer, and have done so since 2019.\n" * 3
    extract = _read(HEAD + b"\nSee below.\n\n" + _uuencoded(letter.encode()).encode() + b"\nRegards\n")
    assert [(a.name, a.content.decode()) for a in extract.attachments] == [("letter.txt", letter)]
    assert extract.text.startswith("See below.\n\n\nRegards\n\n# Attachment: letter.txt\n\nWe vet")
    assert "begin 644" not in extract.text


@pytest.mark.parametrize("text", ["begin 644 the work\nand see.\n", "begin 1 2\n", "begin 644 x\n\nend\n"])
def test_words_that_begin_like_a_uuencoded_file_stay(text: str) -> None:
    extract = _read(HEAD + b"\n" + text.encode())
    assert extract.text == text
    assert extract.attachments == ()


def test_a_mail_that_was_encoded_as_a_whole_is_read() -> None:
    inner = base64.encodebytes(b"Subject: inside\n\nWe vet every customer.\n")
    extract = _read(HEAD + b"Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n" + inner)
    assert extract.text == "Subject: inside\n\nWe vet every customer.\n"


def test_base64_with_rubbish_in_a_line_costs_that_line_alone() -> None:
    lines = base64.encodebytes("Wir prüfen jeden Kunden sehr gründlich. ".encode() * 6).splitlines()
    lines[1] = lines[1][:20] + "Привет".encode() + lines[1][20:]
    mail = b"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n" + b"\n".join(lines)
    assert _read(HEAD + mail).text.count("prüfen jeden Kunden") == 6


def test_words_that_are_said_to_be_base64_and_are_not_stay() -> None:
    mail = HEAD + b"Content-Transfer-Encoding: base64\n\nWe do vet every customer, as you know!\n"
    assert _read(mail).text == "We do vet every customer, as you know!\n"


def test_parts_behind_the_wrong_boundary_are_decoded_each_in_its_way() -> None:
    mail = (
        HEAD
        + b'Content-Type: multipart/alternative; boundary="right"\n\n--wrong\nContent-Type: text/html\n'
        + b"Content-Transfer-Encoding: base64\n\n"
        + base64.encodebytes(HTML)
        + b"\n--wrong--\n"
    )
    extract = _read(mail)
    assert extract.text == "We vet every customer.\n"
    assert Remark.DAMAGED in _remarks(extract)


def test_a_page_that_is_said_to_be_plain_is_read_as_a_page_and_one_about_tags_is_not() -> None:
    assert _read(HEAD + b"\n" + HTML).text == "We vet every customer.\n"
    assert _read(HEAD + b"\nUse <p> and </p> here.\n").text == "Use <p> and </p> here.\n"


def test_signed_text_is_read_without_its_signature() -> None:
    signed = (
        b"-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nWe vet every customer.\n- - one\n"
        b"-----BEGIN PGP SIGNATURE-----\n\niQEz\n=abcd\n-----END PGP SIGNATURE-----\n"
    )
    assert _read(HEAD + b"\n" + signed).text == "We vet every customer.\n- one\n"


def test_text_in_an_opaque_signature_is_read() -> None:
    def wrapped(tag: int, content: bytes) -> bytes:
        return bytes([tag, 0x82]) + len(content).to_bytes(2, "big") + content

    oid = bytes.fromhex("06092a864886f70d010702")
    data = wrapped(0x30, bytes.fromhex("06092a864886f70d010701") + wrapped(0xA0, wrapped(0x04, b"\nWe vet all.\n")))
    sealed = wrapped(0x30, oid + wrapped(0xA0, wrapped(0x30, bytes.fromhex("0201013100") + data)))
    mail = HEAD + b"Content-Type: application/pkcs7-mime; smime-type=signed-data\nContent-Transfer-Encoding: base64\n\n"
    extract = _read(mail + base64.encodebytes(sealed))
    assert extract.text == "We vet all.\n"
    assert Remark.ENCRYPTED not in _remarks(extract)


@pytest.mark.parametrize(
    "mail",
    [
        (
            b"Content-Type: multipart/encrypted; boundary=b\n\n--b\nContent-Type: application/pgp-encrypted\n\n"
            b"Version: 1\n--b\nContent-Type: application/octet-stream\n\n-----BEGIN PGP MESSAGE-----\n\nhQ\n--b--\n"
        ),
        b"Content-Type: application/pkcs7-mime; name=smime.p7m\nContent-Transfer-Encoding: base64\n\nMIIB\n",
    ],
)
def test_an_encrypted_mail_is_told_and_its_cipher_is_no_text(mail: bytes) -> None:
    extract = _read(HEAD + mail)
    assert extract.text == ""
    assert _remarks(extract) == {Remark.ENCRYPTED, Remark.NO_TEXT}
    assert extract.attachments


def test_a_mail_of_apple_mail_has_neither_its_length_nor_its_list() -> None:
    mail = HEAD + b"\nWords.\n"
    assert _read(b"%d       \n%b<?xml version='1.0'?><plist/>" % (len(mail), mail), "1.emlx").text == "Words.\n"


def test_what_lies_in_a_forwarded_mail_is_read_once() -> None:
    inner = EmailMessage()
    inner["Subject"] = "Letter"
    inner.set_content("Inside.")
    inner.add_attachment("The letter's words.", filename="letter.txt")
    outer = EmailMessage()
    outer["From"], outer["Subject"], outer["Message-ID"] = "a@x.example", "Fwd", "<1@x.example>"
    outer.set_content("See.")
    outer.add_attachment(inner)
    extract = _read(outer.as_bytes())
    assert extract.text.count("The letter's words.") == 1
    assert [a.name for a in extract.attachments] == ["letter.txt"]


def test_bare_bytes_in_a_header_are_read() -> None:
    extract = _read("From: Jörg <j@acme.example>\nTo: Müller <m@x.example>\nSubject: Grüße\n\nx\n".encode("cp1252"))
    assert (extract.title, extract.author) == ("Grüße", "Jörg <j@acme.example>")
    assert extract.recipients == ("Müller <m@x.example>",)


@pytest.mark.parametrize(
    ("text", "charsets"),
    [
        ("Sehr geehrte Frau Müller, wir prüfen jeden Käufer gründlich.", ["cp1252", "mac-roman", "cp850"]),
        ("Nous avons bien reçu votre lettre ; l’évaluation a été menée.", ["cp1252", "mac-roman"]),
        ("Señora: según nuestra política, no habrá más envíos. ¿Qué opina?", ["cp1252"]),
        ("Wrocław: żółta łódź płynie, więc proszę o odpowiedź.", ["cp1250", "iso8859-2"]),
        ("Příliš žluťoučký kůň úpěl ďábelské ódy.", ["cp1250", "iso8859-2"]),
        ("Уважаемые коллеги, благодарим вас за письмо.", ["cp1251", "koi8-r", "iso8859-5", "cp866"]),
        ("Αγαπητοί συνεργάτες, σας ευχαριστούμε για την επιστολή.", ["cp1253", "iso8859-7"]),
        ("Sayın yetkili, mektubunuzu aldık ve değerlendiriyoruz.", ["cp1254"]),
        ("שלום רב, קיבלנו את מכתבכם ונענה בהקדם.", ["cp1255"]),
        ("السادة الكرام، نشكركم على رسالتكم وسوف نرد قريبا.", ["cp1256", "iso8859-6"]),
        ("お世話になっております。ご質問について回答いたします。", ["cp932", "euc-jp"]),
        ("贵公司的来信我们已经收到，谢谢。", ["gb18030"]),
        ("貴公司的來信我們已經收到，謝謝您的問題。", ["big5"]),
        ("귀하의 편지를 잘 받았으며 곧 답변 드리겠습니다.", ["cp949"]),
    ],
)
def test_a_text_that_does_not_say_its_character_set_is_read(text: str, charsets: list[str]) -> None:
    for charset in charsets:
        content = f"Dear all,\n{text}\n".encode(charset)
        assert content.decode(guess(content)) == f"Dear all,\n{text}\n", charset


@pytest.mark.parametrize(
    ("content", "declared", "text"),
    [
        ("日本語".encode("iso2022_jp"), "", "日本語"),
        (b"+AGEAYg-", "utf-7", "ab"),
        (b"~{VPND~}", "hz-gb-2312", "中文"),
        ("①日本".encode("cp932"), "shift_jis", "①日本"),
        ("镕".encode("gb18030"), "gb2312", "镕"),
        (("ö" * 40).encode() + b"\xff", "utf-8", "ö" * 40 + "\ufffd"),
        (b"\xe9t\xe9", "utf-8", "été"),
        (b"x", "rot13", "x"),
        ("Grüße".encode("utf-16"), "utf-8", "Grüße"),
    ],
)
def test_what_a_mail_says_of_its_character_set_is_believed_as_far_as_it_holds(
    content: bytes, declared: str, text: str
) -> None:
    assert decode(content, declared)[0] == text
