"""Packages of files in a ZIP archive (OOXML, OpenDocument), opened so that no bomb goes off."""

import contextlib
import io
import struct
import zipfile
import zlib
from collections.abc import Iterator

from lxml import etree

from correspondence.readers.extract import UnreadableError

MOST_BYTES = 100_000_000
MOST_PARTS = 2_000
BROKEN = "is damaged: its archive cannot be opened; ask for it again, or for a PDF"
_RATIO, _SMALL = 300, 1_000_000
_LOCAL = b"PK\x03\x04"
_HEADER = struct.Struct("<4sHHHHHLLLHH")
_PIECE = 4_096


class Package:
    """The parts of a package, read one by one and within limits.

    Raises:
        UnreadableError: it is no archive, or would be too large when unpacked.
    """

    def __init__(self, content: bytes) -> None:
        self._salvaged: dict[str, bytes] = {}
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
            entries = self._zip.infolist()
        except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError, struct.error) as error:
            self._salvaged = dict(_salvaged(content))
            if not self._salvaged:
                raise UnreadableError(BROKEN) from error
            self.names = {name: zipfile.ZipInfo(name) for name in self._salvaged}
            return
        total = sum(entry.file_size for entry in entries)
        if total > MOST_BYTES or len(entries) > MOST_PARTS:
            raise UnreadableError("is too large when unpacked")
        if any(e.file_size > _SMALL and e.file_size > _RATIO * max(1, e.compress_size) for e in entries):
            raise UnreadableError("is too large when unpacked: it is made to do harm")
        self.names = {entry.filename.replace("\\", "/").lstrip("/"): entry for entry in entries}
        if any(entry.flag_bits & 1 for entry in entries):
            raise UnreadableError("needs a password: open it where you can, and save it without one")

    def read(self, name: str) -> bytes | None:
        """A part, or None when there is none or it is damaged."""
        entry = self.names.get(name)
        if entry is None or self._salvaged:
            return self._salvaged.get(name)
        try:
            with self._zip.open(entry) as stream:
                return stream.read(MOST_BYTES)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError):
            return None

    @property
    def damaged(self) -> bool:
        """Whether its list of parts is lost, and its parts were found one by one."""
        return bool(self._salvaged)

    def xml(self, name: str) -> etree._Element | None:
        """The root of a part, or None."""
        content = self.read(name)
        return parse_xml(content) if content else None


def _salvaged(content: bytes) -> Iterator[tuple[str, bytes]]:
    """The parts of an archive whose list of parts is lost, each as far as it goes (APPNOTE, 4.3.7)."""
    left = MOST_BYTES
    at = content.find(_LOCAL)
    for _ in range(MOST_PARTS):
        if at < 0 or at + _HEADER.size > len(content):
            return
        _, _, flags, method, _, _, _, size, _, name_length, extra = _HEADER.unpack_from(content, at)
        start = at + _HEADER.size + name_length + extra
        name = content[at + _HEADER.size : at + _HEADER.size + name_length].decode("utf-8", "replace")
        following = content.find(_LOCAL, start)
        end = following if following >= 0 else len(content)
        if not flags & 1 and method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            data = content[start : min(end, start + size) if size else end]
            part = data[:left] if method == zipfile.ZIP_STORED else _inflated(data, left)
            left -= len(part)
            if part:
                yield name.replace("\\", "/").lstrip("/"), part
        if left <= 0:
            return
        at = following


def _inflated(data: bytes, most: int) -> bytes:
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    part = bytearray()
    with contextlib.suppress(zlib.error):
        for start in range(0, len(data), _PIECE):  # piece by piece: what comes before the damage is kept
            part += inflater.decompress(data[start : start + _PIECE], most - len(part))
            if len(part) >= most or inflater.eof:
                break
    return bytes(part) if len(part) <= max(_SMALL, _RATIO * len(data)) else b""


def parse_xml(content: bytes) -> etree._Element | None:
    """The root of some XML; entities are never resolved, and a document type is refused.

    Raises:
        UnreadableError: it declares a document type.
    """
    if b"<!DOCTYPE" in content[:4096] or b"<!ENTITY" in content[:4096]:
        raise UnreadableError("declares XML entities, which no word processor writes: it is made to do harm")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True, remove_comments=True
    )
    try:
        return etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def local_name(element: etree._Element) -> str:
    """An element's name without its namespace; "" for comments and instructions. Damaged files hold invalid names."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
