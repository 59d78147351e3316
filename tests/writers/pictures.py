"""Small pictures that say who made them, when and where; and what is left of them when they do not."""

import base64
import struct
import zlib

SECRET = "anna.kowalska 52.2297N 2025:02:03 GIMP"


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


_HEAD = b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", struct.pack(">IIBBBBB", 8, 4, 8, 0, 0, 0, 0))
_TAIL = _chunk(b"IDAT", zlib.compress((b"\x00" + b"\x80" * 8) * 4)) + _chunk(b"IEND", b"")
BARE_PNG = _HEAD + _TAIL
PNG = (
    _HEAD
    + _chunk(b"tEXt", b"Author\x00" + SECRET.encode())
    + _chunk(b"tIME", bytes(7))
    + _chunk(b"eXIf", SECRET.encode())
    + _TAIL
    + SECRET.encode()
)
BARE_JPEG = base64.b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABsSFBcUERsXFhceHBsgKEIrKCUlKFE6PTBCYFVlZF9VXVtqeJmBanGQc1tdhbWGkJ6j"
    "q62rZ4C8ybqmx5moq6T/wAALCAAIABABAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAAP/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAI"
    "AQEAAD8AD//Z"
)
_SEGMENTS = ((0xE1, b"Exif\x00\x00"), (0xED, b"Photoshop 3.0\x00"), (0xFE, b""))
JPEG = (
    BARE_JPEG[:2]
    + b"".join(
        struct.pack(">BBH", 0xFF, marker, len(start) + len(SECRET) + 2) + start + SECRET.encode()
        for marker, start in _SEGMENTS
    )
    + BARE_JPEG[2:]
    + SECRET.encode()
)
