"""The originals of a thread: which files came in, with which message, and their bytes."""

from dataclasses import dataclass

from correspondence.errors import NotFoundError
from correspondence.overview.find import thread_id
from correspondence.store.reading import Reader


@dataclass(frozen=True, slots=True)
class OriginalRow:
    """A file as it came in, with a message or as a message.

    Attributes:
        sha256: the digest of its bytes, in lower-case hexadecimal.
        name: what it was called, for display only; or empty.
        media_type: what it said it was, or empty.
        extension: the ending of its name, without the dot, or empty.
        size: in bytes.
        message: the message's identifier.
        date: the message's partial date, or None.
        title: the message's title, or empty.
    """

    sha256: str
    name: str
    media_type: str
    extension: str
    size: int
    message: str
    date: str | None
    title: str


_FILES = """
    SELECT f.sha256, f.name, f.media_type, o.extension, o.size, m.identifier, coalesce(m.date, m.received), m.title
      FROM message_file f
      JOIN original o ON o.sha256 = f.sha256
      JOIN message m ON m.id = f.message_id
     WHERE m.thread_id = :thread
     ORDER BY coalesce(m.date, m.received, ''), m.identifier, f.position
"""
_CONTENT = "SELECT content FROM original WHERE sha256 = :sha256"


def files(reader: Reader, slug: str) -> list[OriginalRow]:
    """The originals of a thread, by the dates of their messages.

    Raises:
        NotFoundError: there is no such thread.
    """
    return [
        OriginalRow(sha256, name or "", kind or "", extension, size, message, when[:10] if when else None, title or "")
        for sha256, name, kind, extension, size, message, when, title in reader.rows(
            _FILES, thread=thread_id(reader, slug)
        )
    ]


def content(reader: Reader, sha256: str) -> bytes:
    """The bytes of an original.

    Raises:
        NotFoundError: none of that digest is kept.
    """
    rows = reader.rows(_CONTENT, sha256=sha256)
    if not rows:
        raise NotFoundError(f"no original {sha256} is kept")
    return bytes(rows[0][0])
