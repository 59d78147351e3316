"""Pictures of text: recognised by tesseract where it is installed."""

import os
import shutil
import struct
import subprocess
from dataclasses import dataclass

from correspondence.readers.extract import Extract, Note, Remark, UnreadableError
from correspondence.text.normalise import normalise

ADVICE = "to have them read, install tesseract and log the file again"
_SECONDS = 120
_MOST_PIXELS = 100_000_000
_MOST_LANGUAGES = 4
_SEGMENT = 0xFF  # with which every segment of a JPEG begins
_PREFERRED = ("eng", "fra", "spa", "deu", "ara")


@dataclass(frozen=True, slots=True)
class Ocr:
    """A tesseract that can be called.

    Attributes:
        program: where it is.
        languages: what to look for, in its own names.
    """

    program: str
    languages: tuple[str, ...]


def available() -> Ocr | None:
    """The tesseract of this system with its languages, or None."""
    program = shutil.which("tesseract")
    if program is None:
        return None
    try:
        listed = subprocess.run(  # noqa: S603  # the system's own program, no word from outside
            [program, "--list-langs"], capture_output=True, timeout=10, check=False, text=True
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    installed = set(listed.stdout.split())
    languages = tuple(one for one in _PREFERRED if one in installed)[:_MOST_LANGUAGES]
    return Ocr(program, languages) if languages else None


def read(content: bytes, *, ocr: Ocr | None) -> Extract:
    """Read a picture of a page.

    Raises:
        UnreadableError: it is larger than any page.
    """
    kind, width, height = _measure(content)
    if width * height > _MOST_PIXELS:
        raise UnreadableError(f"is a picture of {width} × {height} points, larger than any page")
    if ocr is None:
        note = Note(Remark.NO_TEXT, f"it is a picture; {ADVICE}")
        return Extract(text="", media_type=kind, notes=(note,))
    text = recognise(content, ocr)
    said = "read by OCR: compare with the original" if text else "no text was recognised in the picture"
    note = Note(Remark.SCANNED if text else Remark.NO_TEXT, said)
    return Extract(text=text, media_type=kind, notes=(note,))


def recognise(picture: bytes, ocr: Ocr) -> str:
    """The words of a picture, a paragraph a line with an empty line between; "" when there are none."""
    command = [ocr.program, "stdin", "stdout", "-l", "+".join(ocr.languages), "--psm", "3"]
    try:
        done = subprocess.run(  # noqa: S603  # the system's own program, the picture on its standard input
            command,
            input=picture,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
            env=os.environ | {"OMP_THREAD_LIMIT": "1"},
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    pages = normalise(done.stdout.decode("utf-8", "replace")).replace("\f", "\n\n").split("\n\n")
    paragraphs = (" ".join(page.replace("-\n", "").split()) for page in pages)
    joined = "\n\n".join(filter(None, paragraphs))
    return f"{joined}\n" if joined else ""


def _measure(content: bytes) -> tuple[str, int, int]:
    """The kind of a picture, and its width and height as far as its head tells them."""
    try:
        if content.startswith(b"\x89PNG"):
            return "image/png", *struct.unpack(">II", content[16:24])
        if content.startswith(b"GIF8"):
            return "image/gif", *struct.unpack("<HH", content[6:10])
        if content.startswith(b"BM"):
            return "image/bmp", *map(abs, struct.unpack("<ii", content[18:26]))
        if content.startswith(b"\xff\xd8"):
            return "image/jpeg", *_measure_jpeg(content)
    except struct.error:
        return "image/unknown", 0, 0
    return ("image/webp" if content.startswith(b"RIFF") else "image/tiff"), 0, 0


def _measure_jpeg(content: bytes) -> tuple[int, int]:
    at = 2
    while at + 9 < len(content) and content[at] == _SEGMENT:
        marker, length = content[at + 1], struct.unpack(">H", content[at + 2 : at + 4])[0]
        if marker in (0xC0, 0xC1, 0xC2, 0xC3):
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        at += 2 + length
    return 0, 0
