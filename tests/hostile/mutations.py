"""Files made wrong on purpose, the same each time: truncation, flipped bytes, splices, and blows at their structure."""

import io
import random
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator

_INTERESTING = (
    b"\x00",
    b"\xff" * 4,
    b"\x7f\xff\xff\xff",
    b"\x80\x00\x00\x00",
    b"%n%s",
    b"-1",
    b"99999999999",
    b"\r\n\r\n",
)
_XML = (b"<", b">", b"&", b'"', b"<!--", b"<![CDATA[", b"</w:p>", b"<w:p>" * 40, b"&#0;", b"&#xD800;", b"xmlns:w=''")
_MIME = (
    b"\n--", b"\nContent-Type: multipart/mixed; boundary=\n", b"\nContent-Transfer-Encoding: base64\n", b"=?utf-8?b?",
    b"?=",
    b"\nContent-Type: message/rfc822\n\n", b"\nFrom: (((((", b"=\n", b"=ZZ",
    b"\nContent-Type: text/plain; charset=utf-7\n",
    b"\nFrom x\nSubject: y\n\n", b"\nbegin 644 x\n", b"; name*0*=''", b"\x1b$B", b"\nContent-Type: text/calendar\n",
)  # fmt: skip
_PDF = (
    b" obj<<", b"endobj", b"/Kids[1 0 R]", b"/Length 0", b"/Filter/LZWDecode", b"stream\n", b"endstream",
    b"/Count 99999999",
    b"/MediaBox[0 0 1e9 1e9]", b"/Parent 3 0 R", b"xref\n0 99999\n", b"/Encrypt 1 0 R", b"startxref\n-5", b"/W[1 9 1]",
)  # fmt: skip
_RTF = (b"{", b"}", b"\\'", b"\\u-99999", b"\\bin99999 ", b"\\*", b"\\fromhtml1", b"\\ucnone", b"{" * 300)
_WORDS = {
    "eml": _MIME, "mbox": _MIME, "pdf": _PDF, "rtf": _RTF, "html": (*_XML, b"<table>" * 60, b"<div>" * 200, b"\x00"),
    "docx": _XML, "odt": _XML, "xlsx": _XML, "csv": (b'"', b",", b"\t", b"\n", b"\x00", b";" * 300),
    "txt": (b"\xff\xfe", b"> "),
}  # fmt: skip
_SECTOR = 512
_LAST = (0xFFFFFFFF, 0xFFFFFFFE, 0x7FFFFFFF)


def mutations(kind: str, samples: list[bytes], count: int) -> Iterator[bytes]:
    """So many broken files of a kind, from whole ones; each time the same."""
    dice = random.Random(kind)
    for _ in range(count):
        content = dice.choice(samples)
        if content.startswith(b"PK") and dice.random() < 0.6:
            yield _packed(content, kind, dice)
        elif content.startswith(b"\xd0\xcf\x11\xe0") and dice.random() < 0.6:
            yield _sectors(content, dice)
        elif content.startswith(b"%PDF") and dice.random() < 0.4:
            yield _streams(content, dice)
        else:
            yield _bytes(content, dice.choice(samples), kind, dice)


def _bytes(content: bytes, other: bytes, kind: str, dice: random.Random) -> bytes:
    broken = bytearray(content)
    for _ in range(dice.randrange(1, 6)):
        at = dice.randrange(len(broken) + 1)
        match dice.randrange(7):
            case 0:
                del broken[at:]
            case 1:
                broken[at : at + 1] = bytes([dice.randrange(256)])
            case 2:
                broken[at:at] = dice.choice(_WORDS.get(kind, _INTERESTING))
            case 3:
                broken[at:at] = dice.choice(_INTERESTING)
            case 4:
                start = dice.randrange(len(other) + 1)
                broken[at : at + dice.randrange(200)] = other[start : start + dice.randrange(2_000)]
            case 5:
                del broken[at : at + dice.randrange(1, 400)]
            case _:
                broken[at:at] = broken[at : at + dice.randrange(1, 300)] * dice.randrange(1, 20)
        if not broken:
            broken += b"\x00"
    return bytes(broken)


def _packed(content: bytes, kind: str, dice: random.Random) -> bytes:
    """A package some of whose members are broken, missing, doubled or renamed."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as package, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as broken:
        members = package.infolist()
        struck = dice.sample(members, min(len(members), dice.randrange(1, 3)))
        for member in members:
            part = package.read(member)
            if member not in struck:
                broken.writestr(member.filename, part)
                continue
            match dice.randrange(5):
                case 0:
                    continue
                case 1:
                    broken.writestr(f"../{member.filename}", part)
                case 2:
                    broken.writestr(member.filename, re.sub(rb"[\w]+(?==)", b"r:id", part, count=dice.randrange(1, 9)))
                case _:
                    broken.writestr(member.filename, _bytes(part or b"<", b"<w:tbl><w:tr>", kind, dice))
    return made.getvalue()


def _sectors(content: bytes, dice: random.Random) -> bytes:
    """A compound file whose sectors, tables or directory are exchanged or overwritten."""
    broken = bytearray(content)
    sectors = max(1, len(broken) // _SECTOR)
    for _ in range(dice.randrange(1, 4)):
        at = dice.randrange(sectors) * _SECTOR
        match dice.randrange(4):
            case 0:
                other = dice.randrange(sectors) * _SECTOR
                broken[at : at + _SECTOR] = broken[other : other + _SECTOR].ljust(_SECTOR, b"\0")
            case 1:
                place = at + 4 * dice.randrange(_SECTOR // 4)
                broken[place : place + 4] = struct.pack(
                    "<I", dice.choice((0, 1, sectors, 0xFFFFFFFF, 0xFFFFFFFE, 0x7FFFFFFF))
                )
            case 2:
                place = dice.randrange(24, 76)
                broken[place : place + 2] = struct.pack("<H", dice.choice((0, 1, 9, 12, 0xFFFF)))
            case _:
                broken[at : at + _SECTOR] = dice.randbytes(_SECTOR)
    return bytes(broken)


def _streams(content: bytes, dice: random.Random) -> bytes:
    """A PDF one of whose streams holds something else than it did."""
    found = list(re.finditer(rb"stream\r?\n(.*?)endstream", content, re.DOTALL))
    if not found:
        return content[: dice.randrange(1, len(content))]
    chosen = dice.choice(found)
    stream = dice.choice(
        (
            zlib.compress(b"BT /F1 12 Tf (" + b"x" * dice.randrange(9_000) + b") Tj " * 500),
            dice.randbytes(300),
            zlib.compress(b"q " * 20_000),
            b"",
        )
    )
    return content[: chosen.start(1)] + stream + content[chosen.end(1) :]
