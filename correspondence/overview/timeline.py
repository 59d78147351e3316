"""The messages and letters of a thread in the order of time, and one message as a whole."""

import json
from dataclasses import dataclass
from typing import Any

from correspondence.errors import NotFoundError
from correspondence.overview.find import message_row, thread_id
from correspondence.store.reading import Reader


@dataclass(frozen=True, slots=True)
class MessageRow:
    """One line of the timeline: a message, a source, or a letter that was frozen.

    Attributes:
        id: identifier in the thread.
        direction: `incoming`, `outgoing` or `reference`.
        kind: `letter`, `email`, `interview` …, or empty.
        date: partial date, or None.
        author: who wrote it, or empty.
        title: its title or subject, or empty.
        assessed: whether a person has finished reading it against the questions.
        verdicts: how many questions it was judged on.
        private: whether it may not be shown to the public.
        is_letter: a letter of ours from `letters/`, not a message.
    """

    id: str
    direction: str
    kind: str
    date: str | None
    author: str
    title: str
    assessed: bool
    verdicts: int
    private: bool
    is_letter: bool = False


@dataclass(frozen=True, slots=True)
class FileRow:
    """An original that a message came as, or with; `size` in bytes."""

    sha256: str
    name: str
    media_type: str
    size: int


@dataclass(frozen=True, slots=True)
class MessageDetail:
    """A message as a whole; absent texts are empty.

    `remarks` is what the reader of its files had to say: a code, and a line for people, each.
    """

    id: str
    thread: str
    direction: str
    kind: str
    date: str | None
    received: str | None
    author: str
    recipients: tuple[str, ...]
    title: str
    language: str
    url: str
    archive_url: str
    message_id: str
    visibility: str
    assessed: bool
    body: str
    in_reply_to: tuple[str, ...]
    remarks: tuple[tuple[str, str], ...]
    files: tuple[FileRow, ...]


@dataclass(frozen=True, slots=True)
class MessageText:
    """A message's words, and what to call it.

    Attributes:
        address: where everybody can read it, or empty.
        private: whether it is marked private.
        unmarked: whether nobody said if it is public or private.
    """

    id: str
    direction: str
    date: str | None
    author: str
    title: str
    address: str
    private: bool
    unmarked: bool
    body: str


_TEXTS = """
    SELECT identifier, direction, coalesce(date, received), coalesce(author, ''), coalesce(title, ''),
           coalesce(url, archive_url, ''), coalesce(visibility, '') = 'private', visibility IS NULL, body
      FROM message WHERE thread_id = :thread ORDER BY coalesce(date, received), identifier
"""

_TIMELINE = """
    SELECT m.identifier, m.direction, m.kind, coalesce(m.date, m.received), m.author, m.title, m.assessed,
           (SELECT count(DISTINCT a.question_id) FROM assessment a
             WHERE a.message_id = m.id AND a.retracted_at IS NULL),
           coalesce(m.visibility, 'private') = 'private', 0
      FROM message m WHERE m.thread_id = :thread
    UNION ALL
    SELECT l.identifier, 'outgoing', 'letter', l.date, '', l.title, FALSE, 0, FALSE, 1
      FROM letter l
     WHERE l.thread_id = :thread AND EXISTS (SELECT 1 FROM revision r WHERE r.letter_id = l.id)
       AND NOT EXISTS (SELECT 1 FROM message m WHERE m.thread_id = l.thread_id AND m.identifier = l.identifier)
"""

_REPLIES = """
    SELECT coalesce(m.identifier, l.identifier)
      FROM message_reply r
      LEFT JOIN message m ON m.id = r.to_message_id
      LEFT JOIN letter l ON l.id = r.to_letter_id
     WHERE r.message_id = :message ORDER BY r.position
"""

_FILES = """
    SELECT f.sha256, f.name, f.media_type, o.size
      FROM message_file f JOIN original o ON o.sha256 = f.sha256
     WHERE f.message_id = :message ORDER BY f.position
"""

_MESSAGE = """
    SELECT m.direction, m.kind, m.date, m.received, m.author, m.recipients, m.title, m.language, m.url,
           m.archive_url, m.message_id, m.visibility, m.assessed, m.body, m.remarks
      FROM message m WHERE m.id = :message
"""


def timeline(reader: Reader, slug: str) -> list[MessageRow]:
    """Messages, sources and frozen letters of a thread, oldest first; those without a date come first.

    Raises:
        NotFoundError: there is no such thread.
    """
    rows = [_timeline_row(row) for row in reader.rows(_TIMELINE, thread=thread_id(reader, slug))]
    return sorted(rows, key=lambda row: (row.date or "", row.id))


def message(reader: Reader, identifier: str, slug: str | None = None) -> MessageDetail:
    """One message as a whole.

    Args:
        reader: an open look at the store.
        identifier: the message's, alone or as `thread/message`.
        slug: the thread, when the identifier is given alone and stands in several.

    Raises:
        NotFoundError: there is no such message, or several threads have one of that name.
    """
    key, thread, name = message_row(reader, identifier, slug)
    found = reader.rows(_MESSAGE, message=key)
    if not found:
        raise NotFoundError(f"there is no message {identifier!r}")
    (
        direction,
        kind,
        date,
        received,
        author,
        recipients,
        title,
        language,
        url,
        archive,
        rfc_id,
        seen,
        done,
        body,
        remarks,
    ) = found[0]
    return MessageDetail(
        id=name,
        thread=thread,
        direction=direction,
        kind=kind or "",
        date=date,
        received=received,
        author=author or "",
        recipients=tuple(json.loads(recipients)) if recipients else (),
        title=title or "",
        language=language or "",
        url=url or "",
        archive_url=archive or "",
        message_id=rfc_id or "",
        visibility=seen or "",
        assessed=bool(done),
        body=body,
        in_reply_to=tuple(row[0] for row in reader.rows(_REPLIES, message=key)),
        remarks=tuple((str(code), str(detail)) for code, detail in json.loads(remarks)) if remarks else (),
        files=tuple(FileRow(s, n or "", t or "", size) for s, n, t, size in reader.rows(_FILES, message=key)),
    )


def texts(reader: Reader, slug: str) -> dict[str, MessageText]:
    """The words of every message of a thread, by identifier, oldest first.

    Raises:
        NotFoundError: there is no such thread.
    """
    found = (MessageText(*row) for row in reader.rows(_TEXTS, thread=thread_id(reader, slug)))
    return {row.id: row for row in found}


def marked_private(reader: Reader, slug: str) -> frozenset[str]:
    """The identifiers of a thread's messages that are marked private.

    Raises:
        NotFoundError: there is no such thread.
    """
    sql = "SELECT identifier FROM message WHERE thread_id = :thread AND visibility = 'private'"
    return frozenset(name for (name,) in reader.rows(sql, thread=thread_id(reader, slug)))


def _timeline_row(row: tuple[Any, ...]) -> MessageRow:
    identifier, direction, kind, date, author, title, assessed, verdicts, private, is_letter = row
    return MessageRow(
        id=identifier,
        direction=direction,
        kind=kind or "",
        date=date[:10] if date else None,
        author=author or "",
        title=title or "",
        assessed=bool(assessed),
        verdicts=verdicts,
        private=bool(private),
        is_letter=bool(is_letter),
    )
