"""Whole files of every kind that is read, small and made here, for tests that break them."""

import io
import struct
import zipfile
from collections.abc import Sequence
from email.message import EmailMessage
from functools import cache
from xml.sax.saxutils import escape

from tests.conftest import REPOSITORY

FILES = REPOSITORY / "threads" / "nivelmark" / "files"
_OFFICE = "http://schemas.openxmlformats.org"
_RELATIONSHIPS = (
    f'<Relationships xmlns="{_OFFICE}/package/2006/relationships"><Relationship Id="r1" '
    f'Type="{_OFFICE}/officeDocument/2006/relationships/{{}}" Target="{{}}"/></Relationships>'
)
_WORKBOOK = {
    "[Content_Types].xml": f'<Types xmlns="{_OFFICE}/package/2006/content-types"/>',
    "_rels/.rels": _RELATIONSHIPS.format("officeDocument", "xl/workbook.xml"),
    "xl/workbook.xml": (
        f'<workbook xmlns="{_OFFICE}/spreadsheetml/2006/main" xmlns:r="{_OFFICE}/officeDocument/2006/relationships">'
        '<sheets><sheet name="Sheet" sheetId="1" r:id="r1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": _RELATIONSHIPS.format("worksheet", "worksheets/sheet1.xml"),
    "xl/worksheets/sheet1.xml": (
        f'<worksheet xmlns="{_OFFICE}/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" t="inlineStr"><is>'
        '<t>Customer</t></is></c><c r="B1"><v>41</v></c></row></sheetData></worksheet>'
    ),
}
_TEXT = {
    "mimetype": "application/vnd.oasis.opendocument.text",
    "content.xml": (
        '<office:document-content xmlns:office="o" xmlns:text="t" xmlns:table="b"><office:body><office:text>'
        '<text:h text:outline-level="1">Reply</text:h><text:p>We vet every<text:s/>customer.</text:p><text:list>'
        "<text:list-item><text:p>One</text:p></text:list-item></text:list><table:table><table:table-row>"
        "<table:table-cell><text:p>a</text:p></table:table-cell></table:table-row></table:table></office:text>"
        "</office:body></office:document-content>"
    ),
    "meta.xml": '<office:document-meta xmlns:office="o"/>',
}
_LITERAL = {
    "csv": (b'name;answer\n"Acme; Ltd";yes\n' * 20, "naïve,été\n1,2\n".encode("cp1252") * 9),
    "txt": (b"Dear all,\n\nWe vet every customer.\n\n-- \nEva\n" * 5, "Ответ: да.\n".encode("koi8-r") * 20),
    "html": (
        (b"<!doctype html><html><head><style>.x{display:none}</style></head><body><h1>Reply</h1><table border=1>"
        b"<tr><th>a</th><td>b</td></tr></table><blockquote>Earlier</blockquote><ul><li>one</li></ul></body></html>"),
    ),
    "rtf": (
        b"{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0 Arial;}}\\f0 We vet\\par \\u8211? every {\\b customer}\\'e9\\par}",
        b"{\\rtf1\\ansi\\fromhtml1 {\\*\\htmltag64 <p>}We vet &amp; log\\htmlrtf \\par\\htmlrtf0{\\*\\htmltag72 </p>}}",
    ),
}  # fmt: skip


@cache
def samples(kind: str) -> list[bytes]:
    """Files of a kind, by its usual ending; `tnef` for winmail.dat."""
    match kind:
        case "eml" | "pdf" | "docx":
            found = [path.read_bytes() for path in sorted(FILES.iterdir()) if path.suffix == f".{kind}"][:4]
            return [*found, _mail()] if kind == "eml" else found
        case "mbox":
            mails = samples("eml")
            return [b"".join(b"From x Mon Jul  4 10:00:00 2022\n" + mail + b"\n\n" for mail in mails)]
        case "doc":
            return [(REPOSITORY / "tests" / "readers" / "files" / "letter.doc").read_bytes()]
        case "msg":
            return [_outlook()]
        case "xlsx":
            return [_packed(_WORKBOOK)]
        case "odt":
            return [_packed(_TEXT)]
        case "tnef":
            return [_wrapped()]
    return list(_LITERAL[kind])


def workbook(rows: Sequence[Sequence[str]]) -> bytes:
    """A workbook of one sheet, as spreadsheet programs write it."""
    cells = "".join(
        f'<row r="{n}">'
        + "".join(
            f'<c r="{chr(65 + k)}{n}" t="inlineStr"><is><t>{escape(cell)}</t></is></c>' for k, cell in enumerate(row)
        )
        + "</row>"
        for n, row in enumerate(rows, start=1)
    )
    sheet = f'<worksheet xmlns="{_OFFICE}/spreadsheetml/2006/main"><sheetData>{cells}</sheetData></worksheet>'
    return _packed(_WORKBOOK | {"xl/worksheets/sheet1.xml": sheet})


def _mail() -> bytes:
    """A mail with every structure that a mail may have."""
    inner = EmailMessage()
    inner["Subject"] = "Inside"
    inner.set_content("Within.")
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "Éva <eva@acme.example>", "Réponse à votre lettre, telle que demandée " * 3
    mail["Date"], mail["Message-ID"] = "Mon, 04 Jul 2022 10:00:00 +0200", "<1@acme.example>"
    mail.set_content("Bonjour,\n\nNous vérifions chaque client.\n\n-- \nÉva\n", cte="quoted-printable")
    mail.add_alternative("<p>Nous vérifions <b>chaque</b> client.</p>", subtype="html", cte="base64")
    mail.add_attachment("BEGIN:VCALENDAR\nSUMMARY:Call\nEND:VCALENDAR\n", subtype="calendar")
    mail.add_attachment(_wrapped(), maintype="application", subtype="ms-tnef", filename="winmail.dat")
    mail.add_attachment(inner)
    mail.add_attachment(_packed(_WORKBOOK), maintype="application", subtype="octet-stream", filename="tâble.xlsx")
    return mail.as_bytes()


def _outlook() -> bytes:
    from aspose.email_foss.msg import MapiMessage

    return bytes(MapiMessage.from_email_message(_mail_for_outlook()).to_bytes())


def _mail_for_outlook() -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "eva@acme.example", "ana@tracefield.example", "Reply"
    mail["Date"] = "Mon, 04 Jul 2022 10:00:00 +0200"
    mail.set_content("We vet every customer.")
    mail.add_attachment("Attached words.", filename="letter.txt")
    return mail


def _packed(parts: dict[str, str]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content, zipfile.ZIP_STORED if name == "mimetype" else None)
    return made.getvalue()


def _wrapped() -> bytes:
    """A winmail.dat with a text (MS-OXTNEF)."""
    made = struct.pack("<IH", 0x223E9F78, 1)
    for name, data in ((0x00089006, struct.pack("<I", 0x00010000)), (0x0002800C, b"We vet every customer.\0")):
        made += struct.pack("<BII", 1, name, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)
    return made
