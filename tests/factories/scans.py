"""Scanned pages: a page of a PDF as a picture, alone or within a PDF that holds nothing else."""

import struct
import zlib

import pypdfium2 as pdfium

_DOTS = 150  # an inch: what an office scanner makes
_POINTS = 72


def _grey(content: bytes, page: int) -> tuple[int, int, bytes]:
    """Width, height and one byte a point of a page."""
    document = pdfium.PdfDocument(content)
    bitmap = document[page].render(scale=_DOTS / _POINTS, grayscale=True)
    width, height, stride = bitmap.width, bitmap.height, bitmap.stride
    data = bytes(bitmap.buffer)
    document.close()
    return width, height, b"".join(data[row * stride : row * stride + width] for row in range(height))


def picture(content: bytes, page: int = 0) -> bytes:
    """A page of a PDF as a PNG."""
    width, height, grey = _grey(content, page)
    lines = b"".join(b"\0" + grey[row * width : (row + 1) * width] for row in range(height))
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(lines)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )


def scan(content: bytes, page: int = 0) -> bytes:
    """A PDF whose only page is a picture of a page of another."""
    width, height, grey = _grey(content, page)
    wide, high = width * _POINTS / _DOTS, height * _POINTS / _DOTS
    drawn = f"{wide:.2f} 0 0 {high:.2f} 0 0 cm /P Do".encode()
    packed = zlib.compress(grey)
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {wide:.2f} {high:.2f}]/Contents 4 0 R"
        "/Resources<</XObject<</P 5 0 R>>>>>>".encode(),
        b"<</Length %d>>stream\n%s\nendstream" % (len(drawn), drawn),
        b"<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent 8"
        b"/Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (width, height, len(packed), packed),
    )
    body, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return body + b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (
        size,
        table,
        size,
        len(body),
    )
