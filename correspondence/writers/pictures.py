"""Pictures without what cameras and editors write beside the image, and how large they are.

PNG (ISO/IEC 15948, 5.3 and 11) and JPEG (ITU-T T.81, annex B) alone: both are rows of labelled pieces, so that what
names a place, a person or a program can be left out with no decoder.
"""

import struct
from collections.abc import Iterator

from correspondence.document.nodes import Picture

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"pHYs", b"bKGD"}
)
_JPEG = b"\xff\xd8"
_START_OF_SCAN, _END_OF_IMAGE = 0xDA, 0xD9
_JFIF, _ADOBE, _COMMENT = 0xE0, 0xEE, 0xFE
_APPLICATION = range(0xE0, 0xF0)
_ALONE = frozenset({0x01, *range(0xD0, 0xD8)})  # markers without a length: TEM, RST0 to RST7
_STUFFED = 0x00
_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})  # SOF0 to SOF15, without tables and extensions
_WIDEST = 1 << 16


def bare(content: bytes) -> Picture:
    """A picture without its metadata: the bytes of the image itself stay as they are.

    Raises:
        ValueError: it is neither PNG nor JPEG, or cut short; the words go behind a picture's name.
    """
    try:
        if content.startswith(_PNG):
            kept = _PNG + b"".join(_png_chunks(content))
            width, height = struct.unpack_from(">II", kept, len(_PNG) + 8)
            return _picture("png", kept, width, height)
        if content.startswith(_JPEG):
            kept = _JPEG + b"".join(_jpeg_segments(content))
            return _picture("jpeg", kept, *_jpeg_size(kept))
    except (struct.error, IndexError) as error:
        raise ValueError("is damaged") from error
    raise ValueError("is neither PNG nor JPEG: save it as one of them and put it in again")


def _picture(kind: str, content: bytes, width: int, height: int) -> Picture:
    if not 0 < width <= _WIDEST or not 0 < height <= _WIDEST:
        raise IndexError(width)
    return Picture(kind, content, width, height)


def _png_chunks(content: bytes) -> Iterator[bytes]:
    at, kind = len(_PNG), b""
    while kind != b"IEND":
        (length,) = struct.unpack_from(">I", content, at)
        end = at + length + 12
        kind = content[at + 4 : at + 8]
        if end > len(content):
            raise IndexError(end)
        if kind in _PNG_KEPT:
            yield content[at:end]
        at = end


def _jpeg_segments(content: bytes) -> Iterator[bytes]:
    at, marker = len(_JPEG), 0
    while marker != _END_OF_IMAGE:
        if content[at] != _JPEG[0]:
            raise IndexError(at)
        marker = content[at + 1]
        end = at + 2
        if marker not in _ALONE and marker not in {_JPEG[0], _END_OF_IMAGE}:
            end += struct.unpack_from(">H", content, end)[0]
        if marker == _START_OF_SCAN:
            end = _end_of_scan(content, end)
        if end > len(content):
            raise IndexError(end)
        if marker == _JPEG[0]:  # a byte that only fills
            at += 1
            continue
        if marker != _COMMENT and (marker not in _APPLICATION or marker in {_JFIF, _ADOBE}):
            yield content[at:end]
        at = end


def _jpeg_size(content: bytes) -> tuple[int, int]:
    """Width and height as the frame header states them (ITU-T T.81, B.2.2)."""
    at = len(_JPEG)
    while content[at + 1] not in _FRAMES:
        if content[at + 1] in {_START_OF_SCAN, _END_OF_IMAGE}:
            raise IndexError(at)
        at += 2 if content[at + 1] in _ALONE else 2 + struct.unpack_from(">H", content, at + 2)[0]
    height, width = struct.unpack_from(">HH", content, at + 5)
    return width, height


def _end_of_scan(content: bytes, at: int) -> int:
    """Where the next marker stands behind entropy-coded data; its restart markers and stuffed bytes do not count."""
    while True:
        at = content.find(_JPEG[:1], at)
        if at < 0:
            raise IndexError(at)
        if content[at + 1] != _STUFFED and content[at + 1] not in _ALONE:
            return at
        at += 2
