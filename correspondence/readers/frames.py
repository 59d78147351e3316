"""What goes over the pipes between the program and the process that reads files.

A frame is one letter, a length in eight bytes, and so many bytes. An extract travels as JSON, followed by its binary
parts one after another. JSON and not pickle: what comes back may have been written by a hostile file.
"""

import json
import struct
from dataclasses import dataclass, fields
from typing import Any, BinaryIO

from correspondence.readers.extract import Attachment, Extract, Note, Remark

REQUEST, EXTRACT, MANUSCRIPT, DONE, REFUSED = b"R", b"E", b"M", b"D", b"X"
# Exit status of the reading process when a signal ended a reader: this and the signal's number.
KILLED_BY = 100
_HEAD = struct.Struct("!cQ")
_LENGTH = struct.Struct("!Q")
_TUPLES = ("recipients", "in_reply_to", "references")
_PLAIN = tuple(one.name for one in fields(Extract) if one.name not in {"source", "notes", "attachments"})


class FrameError(Exception):
    """The other side ended, or sends what is no frame or more than it may."""


@dataclass(frozen=True, slots=True)
class Request:
    """A file to be read.

    Attributes:
        content: its bytes.
        name: its name; only its ending means anything.
        cpu_seconds: processor time that reading may take.
        memory_bytes: address space that it may take.
        ocr: whether pictures of text shall be recognised.
        rejected: whether tracked changes count as rejected rather than as accepted.
        manuscript: whether it is a Word document to be read with its changes and comments.
    """

    content: bytes
    name: str
    cpu_seconds: int
    memory_bytes: int
    ocr: bool = False
    rejected: bool = False
    manuscript: bool = False


def send(stream: BinaryIO, kind: bytes, *parts: bytes) -> None:
    """Write one frame."""
    stream.write(_HEAD.pack(kind, sum(map(len, parts))))
    stream.writelines(parts)
    stream.flush()


def receive(stream: BinaryIO, most: int) -> tuple[bytes, bytes]:
    """Read one frame of at most `most` bytes: its letter and what it holds.

    Raises:
        FrameError: there is none, or it is too long.
    """
    kind, length = _HEAD.unpack(_exactly(stream, _HEAD.size))
    if length > most:
        raise FrameError("too long")
    return kind, _exactly(stream, length)


def pack_request(request: Request) -> tuple[bytes, bytes]:
    """The parts of a request's frame."""
    head = {field.name: getattr(request, field.name) for field in fields(request) if field.name != "content"}
    return _with_length(json.dumps(head).encode()), request.content


def unpack_request(payload: bytes) -> Request:
    """A request from its frame."""
    head, content = _split(payload)
    return Request(content=content, **head)


def pack_extract(extract: Extract) -> tuple[bytes, ...]:
    """The parts of an extract's frame."""
    # Field by field: `asdict` would copy every value first.
    head = {name: getattr(extract, name) for name in _PLAIN}
    blobs = [attachment.content for attachment in extract.attachments] + [extract.source]
    head["notes"] = [{"remark": note.remark, "detail": note.detail} for note in extract.notes]
    head["attachments"] = [
        {"name": one.name, "media_type": one.media_type, "content": len(one.content), "inline": one.inline}
        for one in extract.attachments
    ]
    # Lone surrogates from a broken file have no UTF-8 form; in JSON they are escapes.
    return (_with_length(json.dumps(head).encode()), *blobs)


def unpack_extract(payload: bytes) -> Extract:
    """An extract from its frame.

    Raises:
        FrameError: it holds something else.
    """
    try:
        head, blobs = _split(payload)
        attachments = []
        at = 0
        for entry in head.pop("attachments"):
            size = entry.pop("content")
            attachments.append(Attachment(content=blobs[at : at + size], **entry))
            at += size
        notes = tuple(Note(Remark(note["remark"]), str(note["detail"])) for note in head.pop("notes"))
        head |= {name: tuple(map(str, head[name])) for name in _TUPLES}
        head["rows"] = tuple(tuple(map(str, row)) for row in head["rows"])
        return Extract(attachments=tuple(attachments), notes=notes, source=blobs[at:], **head)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise FrameError("no extract") from error


def _with_length(head: bytes) -> bytes:
    return _LENGTH.pack(len(head)) + head


def _split(payload: bytes) -> tuple[dict[str, Any], bytes]:
    size = _LENGTH.unpack_from(payload)[0] + _LENGTH.size
    head: dict[str, Any] = json.loads(payload[_LENGTH.size : size])
    return head, payload[size:]


def _exactly(stream: BinaryIO, length: int) -> bytes:
    data = stream.read(length)
    if len(data) != length:
        raise FrameError("ended")
    return data
