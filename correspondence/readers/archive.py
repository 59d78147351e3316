"""Packages of files in a ZIP archive (OOXML, OpenDocument), opened so that no bomb goes off."""

import io
import struct
import zipfile
import zlib

from lxml import etree

from correspondence.readers.extract import UnreadableError

MOST_BYTES = 100_000_000
MOST_PARTS = 2_000
_RATIO, _SMALL = 300, 1_000_000


class Package:
    """The parts of a package, read one by one and within limits.

    Raises:
        UnreadableError: it is no archive, or would be too large when unpacked.
    """

    def __init__(self, content: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
            entries = self._zip.infolist()
        except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError, struct.error) as error:
            raise UnreadableError("is damaged: its archive cannot be opened; ask for it again, or for a PDF") from error
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
        if entry is None:
            return None
        try:
            with self._zip.open(entry) as stream:
                return stream.read(MOST_BYTES)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError):
            return None

    def xml(self, name: str) -> etree._Element | None:
        """The root of a part, or None."""
        content = self.read(name)
        return parse_xml(content) if content else None


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
