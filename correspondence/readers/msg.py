"""Outlook messages (MS-OXMSG): the properties of a message and of what came with it, out of a compound file."""

import re
import struct
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email import message_from_string

from aspose.email_foss.cfb import CFBReader, DirectoryEntry
from compressed_rtf import decompress

from correspondence.readers import eml, headers, html, rtf, seals
from correspondence.readers.extract import Attachment, Extract, Note, Remark, UnreadableError
from correspondence.readers.ole import PADDING
from correspondence.readers.plain import decode
from correspondence.readers.quoted import mark
from correspondence.text.normalise import normalise

_DAMAGED = "is damaged: open it in Outlook and save it anew, or as PDF"
# Property identifiers of MS-OXPROPS.
_SUBJECT, _HEADERS, _BODY, _RTF, _HTML = "0037", "007D", "1000", "1009", "1013"
_SENDER, _SENDER_SMTP, _SENDER_ADDRESS, _TO, _CC = "0C1A", "5D01", "0C1F", "0E04", "0E03"
_FOR, _FOR_SMTP, _FOR_ADDRESS = "0042", "5D02", "0065"
_MESSAGE_ID, _REFERENCES, _IN_REPLY_TO = "1035", "1039", "1042"
_SENT, _DELIVERED = 0x0039, 0x0E06
_FILE, _LONG_FILE, _MIME, _DATA, _EMBEDDED = "3704", "3707", "370E", "3701", "3701000D"
_TIME, _LONG = 0x0040, 0x0003
_HTML_CODE_PAGE, _CODE_PAGE = 0x3FDE, 0x3FFD
_CODE_PAGES = {
    65001: "utf-8", 20127: "utf-8", 28591: "iso-8859-1", 28592: "iso-8859-2", 28595: "iso-8859-5",
    28597: "iso-8859-7", 28598: "iso-8859-8", 38598: "iso-8859-8", 28599: "iso-8859-9", 20866: "koi8-r",
    21866: "koi8-u", 50220: "iso-2022-jp", 50221: "iso-2022-jp", 51932: "euc-jp", 51949: "euc-kr", 52936: "hz",
    54936: "gb18030", 936: "gb18030", 10000: "mac-roman",
}  # fmt: skip
_SEALED = b"0"  # a sequence, with which every S/MIME envelope begins (RFC 5652)
_DEEPEST = 10  # mails in mails in mails
_ENTRY = 16


def read(content: bytes, *, inner: Callable[[bytes, str], Extract]) -> Extract:
    """Read a message, and what came with it.

    Raises:
        UnreadableError: it is damaged.
    """
    try:
        reader = CFBReader(content + bytes(PADDING))
    except Exception as error:  # the library raises whatever a damaged file makes it
        raise UnreadableError(_DAMAGED) from error
    return _Reader(reader, inner).message(0)


class _Reader:
    def __init__(self, reader: CFBReader, inner: Callable[[bytes, str], Extract]) -> None:
        self._cfb = reader
        self._inner = inner
        self._pages: dict[int, int] = {}

    def message(self, storage: int, depth: int = 0) -> Extract:
        """The message of a storage."""
        streams, storages = self._children(storage)
        properties = {name[12:].upper(): entry for name, entry in streams.items() if name.startswith("__substg1.0_")}
        self._pages = self._code_pages(streams) or self._pages
        body = eml.Body()
        text = self._body(properties, body)
        if text.strip():
            body.texts.append(text)
        for name, entry in sorted(storages.items()):
            if name.lower().startswith("__attach"):
                self._attachment(entry.stream_id, body, depth)
        together = eml.together(body, self._inner)
        transport = message_from_string(self._string(properties, _HEADERS))
        author, address, notes = headers.sender(transport) if transport["From"] else self._sender(properties)
        date, told = headers.moment(transport) if transport["Date"] else self._moment(storage, streams)
        if not together.strip():
            sealed = any(note.remark is Remark.ENCRYPTED for note in body.notes)
            what = "it is encrypted" if sealed else "its body is empty"
            body.notes.append(Note(Remark.NO_TEXT, f"there is no text in it: {what}"))
        return Extract(
            text=together,
            media_type="application/vnd.ms-outlook",
            title=self._string(properties, _SUBJECT) or headers.field(transport, "Subject"),
            author=author,
            recipients=headers.addresses(transport, "To", "Cc") or self._names(properties),
            date=date,
            message_id=self._string(properties, _MESSAGE_ID).strip("<> ")
            or next(iter(headers.identifiers(transport, "Message-ID")), ""),
            in_reply_to=tuple(re.findall(r"<([^<>\s]+)>", self._string(properties, _IN_REPLY_TO))),
            references=tuple(re.findall(r"<([^<>\s]+)>", self._string(properties, _REFERENCES))),
            attachments=(*body.attachments, *body.kept),
            notes=(*notes, *told, *dict.fromkeys(body.notes)),
            sender_address=address,
        )

    def _body(self, properties: dict[str, DirectoryEntry], body: eml.Body) -> str:
        """The text: plain, else from HTML, else from RTF."""
        text = self._string(properties, _BODY)
        if text.strip():
            return mark(normalise(text).replace("\x00", ""))
        for name, entry in properties.items():
            if name.startswith(_HTML):
                markup = self._data(entry)
                told = self._number(_HTML_CODE_PAGE) or self._number(_CODE_PAGE)
                page = decode(markup, told)[0] if name.endswith("0102") else self._string(properties, _HTML)
                return mark(html.to_text(page)[0])
        compressed = next((self._data(entry) for name, entry in properties.items() if name.startswith(_RTF)), b"")
        if compressed:
            try:
                return mark(rtf.to_text(decompress(compressed)))
            except Exception:  # noqa: BLE001  # two libraries on damaged data; the message is kept without
                body.notes.append(Note(Remark.DAMAGED, "its formatted text cannot be unpacked"))
        return ""

    def _attachment(self, storage: int, body: eml.Body, depth: int) -> None:
        streams, storages = self._children(storage)
        properties = {name[12:].upper(): entry for name, entry in streams.items() if name.startswith("__substg1.0_")}
        embedded = next((e for name, e in storages.items() if name.upper().endswith(_EMBEDDED)), None)
        name = self._string(properties, _LONG_FILE) or self._string(properties, _FILE)
        if embedded is not None and depth < _DEEPEST:
            inside = self.message(embedded.stream_id, depth + 1)
            known = (("From", inside.author), ("Date", inside.date), ("Subject", inside.title))
            head = "\n".join(f"{label}: {value}" for label, value in known if value)
            body.texts.append(f"{head}\n\n{inside.text}")
            body.kept += inside.attachments
            return
        data = next((self._data(e) for key, e in properties.items() if key.startswith(_DATA)), b"")
        kind = self._string(properties, _MIME) or "application/octet-stream"
        if data[:1] == _SEALED and (kind in seals.OPAQUE or name.lower() == "smime.p7m"):
            self._sealed(Attachment(eml.file_name(name), kind, data), body)
        elif kind == "multipart/signed" and data:  # the message itself, as it was signed
            body.kept.append(Attachment(eml.file_name(name), kind, data))
        elif data:
            body.attachments.append(Attachment(eml.file_name(name), kind, data))

    def _sealed(self, attachment: Attachment, body: eml.Body) -> None:
        """The message itself, signed so that anybody can read it, or encrypted."""
        body.kept.append(attachment)
        signed = seals.signed_content(attachment.content)
        if signed is None:
            body.notes.append(Note(Remark.ENCRYPTED, seals.ENCRYPTED))
            return
        inside = eml.read(signed, inner=self._inner)
        if not any(text.strip() for text in body.texts):
            body.texts.append(inside.text)
        body.kept += inside.attachments
        body.notes += [note for note in inside.notes if note.remark not in (Remark.SENDER, Remark.DATE, Remark.NO_TEXT)]

    def _sender(self, properties: dict[str, DirectoryEntry]) -> tuple[str, str, tuple[Note, ...]]:
        # Who sent it, else in whose name it was sent.
        name = self._string(properties, _SENDER) or self._string(properties, _FOR)
        known = (self._string(properties, key) for key in (_SENDER_SMTP, _SENDER_ADDRESS, _FOR_SMTP, _FOR_ADDRESS))
        address = next((one for one in known if "@" in one), "")
        if not address:
            return name, "", ()
        return (f"{name} <{address}>" if name and name != address else address), address.lower(), ()

    def _names(self, properties: dict[str, DirectoryEntry]) -> tuple[str, ...]:
        listed = f"{self._string(properties, _TO)};{self._string(properties, _CC)}"
        return tuple(filter(None, (name.strip() for name in listed.split(";"))))

    def _moment(self, storage: int, streams: dict[str, DirectoryEntry]) -> tuple[str, tuple[Note, ...]]:
        """When it was sent, by its fixed-length properties."""
        entry = streams.get("__properties_version1.0")
        data = self._data(entry) if entry is not None else b""
        times: dict[int, int] = {}
        for at in range(32 if storage == 0 else 24, len(data) - _ENTRY + 1, _ENTRY):
            kind, name, _, value = struct.unpack_from("<HHIQ", data, at)
            if kind == _TIME:
                times[name] = value
        ticks = times.get(_SENT) or times.get(_DELIVERED) or 0
        try:
            when = datetime(1601, 1, 1, tzinfo=UTC) + timedelta(microseconds=ticks // 10)
        except OverflowError:
            ticks = 0
        if not ticks:
            return "", (Note(Remark.DATE, "names no date"),)
        return when.isoformat(timespec="seconds"), ()

    def _string(self, properties: dict[str, DirectoryEntry], name: str) -> str:
        entry = properties.get(f"{name}001F")
        if entry is not None:
            return self._data(entry).decode("utf-16-le", "replace").rstrip("\x00")
        entry = properties.get(f"{name}001E")
        if entry is None:
            return ""
        return decode(self._data(entry), self._number(_CODE_PAGE) or self._number(_HTML_CODE_PAGE))[0].rstrip("\x00")

    def _number(self, name: int) -> str:
        """The character set of a code page property of the message."""
        page = self._pages.get(name, 0)
        return _CODE_PAGES.get(page, f"cp{page}") if page else ""

    def _code_pages(self, streams: dict[str, DirectoryEntry]) -> dict[int, int]:
        entry = streams.get("__properties_version1.0")
        data = self._data(entry) if entry is not None else b""
        pages = {}
        for at in range(24, len(data) - _ENTRY + 1, 8):  # its head is of another length in each place
            kind, name, _, value = struct.unpack_from("<HHII", data, at)
            if kind == _LONG and name in (_CODE_PAGE, _HTML_CODE_PAGE):
                pages[name] = value
        return pages

    def _data(self, entry: DirectoryEntry) -> bytes:
        try:
            return bytes(self._cfb.get_stream_data(entry.stream_id))
        except Exception:  # noqa: BLE001  # a damaged stream is an empty one; the others are read
            return b""

    def _children(self, storage: int) -> tuple[dict[str, DirectoryEntry], dict[str, DirectoryEntry]]:
        streams: dict[str, DirectoryEntry] = {}
        storages: dict[str, DirectoryEntry] = {}
        try:
            for entry in self._cfb.iter_children(storage):
                (streams if entry.is_stream() else storages)[entry.name] = entry
        except Exception as error:  # the library raises whatever a damaged file makes it
            raise UnreadableError(_DAMAGED) from error
        return streams, storages
