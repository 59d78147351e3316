"""Compound files (MS-CFB), in which Office kept documents before it packed them in ZIP: streams and properties."""

import struct
from datetime import UTC, datetime, timedelta

from aspose.email_foss.cfb import CFBReader

from correspondence.readers.extract import UnreadableError
from correspondence.readers.plain import decode

_SUMMARY = "\x05SummaryInformation"
TITLE, AUTHOR, CREATED, SAVED = 2, 4, 12, 13  # properties of a summary (MS-OLEPS)
_CODE_PAGE = 1
_ANSI, _WIDE, _TIME = 0x1E, 0x1F, 0x40
_MOST_PROPERTIES = 200
_MOST_STRING = 100_000
PADDING = 1 << 17


class Compound:
    """The streams of a file.

    Raises:
        UnreadableError: it is damaged.
    """

    def __init__(self, content: bytes) -> None:
        try:
            # Files that lost their end are read as far as they go.
            self._reader = CFBReader(content + bytes(PADDING))
            self._streams = {entry.name: entry for entry in self._reader.iter_children(0) if entry.is_stream()}
        except Exception as error:  # the library raises whatever a damaged file makes it
            raise UnreadableError("is damaged: open it where it came from, and save it as DOCX or PDF") from error
        self.names = frozenset(self._streams)

    def stream(self, name: str) -> bytes:
        """What a stream holds; nothing when there is none or it is damaged."""
        if name not in self._streams:
            return b""
        try:
            return bytes(self._reader.get_stream_data(self._streams[name].stream_id))
        except Exception:  # noqa: BLE001  # a damaged stream is an empty one; the others are read
            return b""

    def summary(self) -> dict[int, str]:
        """What the document says of itself, by property: texts, and times in ISO 8601."""
        try:
            return _properties(self.stream(_SUMMARY))
        except (struct.error, IndexError):
            return {}


def _properties(data: bytes) -> dict[int, str]:
    if len(data) < 48:  # noqa: PLR2004  # the two headers
        return {}
    start = struct.unpack_from("<I", data, 44)[0]
    count = min(struct.unpack_from("<I", data, start + 4)[0], _MOST_PROPERTIES)
    places = dict(struct.unpack_from("<II", data, start + 8 + 8 * n) for n in range(count))
    charset = ""
    if _CODE_PAGE in places:
        page = struct.unpack_from("<H", data, start + places[_CODE_PAGE] + 4)[0]
        charset = {65001: "utf-8", 1200: "utf-16-le"}.get(page, f"cp{page}")
    found = {}
    for name, place in places.items():
        kind, value = struct.unpack_from("<II", data, start + place)
        at = start + place + 8
        if kind == _ANSI and value < _MOST_STRING:
            found[name] = " ".join(decode(data[at : at + value].split(b"\x00")[0], charset)[0].split())
        elif kind == _WIDE and value < _MOST_STRING:
            found[name] = " ".join(data[at : at + 2 * value].decode("utf-16-le", "replace").strip("\x00").split())
        elif kind == _TIME:
            found[name] = _moment(struct.unpack_from("<Q", data, start + place + 4)[0])
    return found


def _moment(ticks: int) -> str:
    """A time in tenths of microseconds since 1601."""
    try:
        when = datetime(1601, 1, 1, tzinfo=UTC) + timedelta(microseconds=ticks // 10)
    except OverflowError:
        return ""
    return when.isoformat(timespec="seconds") if ticks else ""
