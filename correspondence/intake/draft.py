"""What a message is made of: from what a reader understood and what a person said, in the form that a store keeps."""

import re
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from correspondence.errors import CorrespondenceError
from correspondence.readers.extract import Extract, Note, Remark
from correspondence.text.dates import PartialDate
from correspondence.text.locale import language_tag
from correspondence.text.names import free_name, slug
from correspondence.text.normalise import normalise
from correspondence.vocabulary import Direction, MessageKind, Visibility

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_ADDRESS = re.compile(r"https?://[^\s/<>\"]{1,200}(/[^\s<>\"]{0,700})?", re.IGNORECASE)
_LONGEST_LINE = 1_000
_LONGEST_ID = 900
_LONGEST_BODY = 24_000_000
_MOST_NAMES = 2_000
_EXTENSION = re.compile(r"[a-z0-9]{1,10}")
_LONGEST_TAG = 60
_MAIL_TYPES = ("message/", "application/vnd.ms-outlook", "application/ms-tnef")
_LETTER_TYPES = (
    "application/pdf",
    "application/msword",
    "application/rtf",
    "text/rtf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml",
    "application/vnd.oasis.opendocument.text",
    "image/",
)


class MessageDataError(CorrespondenceError):
    """A value that a person gave for a message is none that it can have."""


@dataclass(frozen=True, slots=True)
class Given:
    """What a person says of the messages that are logged; it goes before what the files say. Empty says nothing."""

    direction: str = ""
    kind: str = ""
    date: str = ""
    received: str = ""
    author: str = ""
    title: str = ""
    language: str = ""
    visibility: str = ""
    url: str = ""
    archive_url: str = ""
    in_reply_to: tuple[str, ...] = ()

    def checked(self) -> "Given":
        """The same, after each value has been looked at.

        Raises:
            MessageDataError: names the value, and what it may be.
        """
        for name, values in (("direction", Direction), ("kind", MessageKind), ("visibility", Visibility)):
            value = getattr(self, name)
            if value and value not in list(values):
                raise MessageDataError(f"{name} {value!r}: must be one of {', '.join(values)}")
        checks = (("date", _date), ("received", _date), ("language", language_tag))
        for name, check in (*checks, ("url", _address), ("archive_url", _address)):
            value = getattr(self, name)
            try:
                if value:
                    check(value)
            except ValueError as error:
                raise MessageDataError(f"{name} {value!r}: {error}") from None
        return self


@dataclass(frozen=True, slots=True)
class File:
    """An original that a message came as, or with."""

    name: str
    media_type: str
    content: bytes = field(repr=False)

    @property
    def extension(self) -> str:
        """The ending of its name, if it is one that a bundle can have."""
        ending = PurePosixPath(self.name).suffix.lower().lstrip(".")
        return ending if _EXTENSION.fullmatch(ending) else ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A message that can be stored; the fields are those of `records.message.Message`, without an identifier yet."""

    direction: str
    kind: str
    date: str | None
    received: str | None
    author: str
    recipients: tuple[str, ...]
    title: str
    language: str
    visibility: str
    url: str
    archive_url: str
    message_id: str
    refers_to: tuple[str, ...]
    in_reply_to: tuple[str, ...]
    remarks: tuple[tuple[str, str], ...]
    body: str
    files: tuple[File, ...]
    sender_address: str = ""


def draft(extract: Extract, name: str, content: bytes, given: Given, direction: str, today: str) -> Draft:
    """A message from what was read.

    Args:
        extract: what the reader understood.
        name: the file's name.
        content: the file; of a mailbox, the whole.
        given: what a person said, checked.
        direction: which way it went, where the person did not say.
        today: the day on which an undated message counts as received, ISO 8601.
    """
    date = given.date or _known_date(extract.date)
    return Draft(
        direction=given.direction or direction,
        kind=given.kind or _kind(extract.media_type),
        date=date or None,
        received=given.received or (None if date else today),
        author=given.author or _line(extract.author),
        recipients=tuple(filter(None, map(_line, extract.recipients[:_MOST_NAMES]))),
        title=given.title or _line(extract.title) or _title_of_file(extract, name),
        language=language_tag(given.language) if given.language else _language(extract.language),
        visibility=given.visibility,
        url=given.url,
        archive_url=given.archive_url,
        message_id=_identifier_line(extract.message_id),
        refers_to=_refers_to(extract),
        in_reply_to=given.in_reply_to,
        remarks=tuple((note.remark.value, _line(note.detail)) for note in _notes(extract)),
        body=_body(extract.text),
        files=_files(extract, name, content),
        sender_address=extract.sender_address,
    )


def identifier(message: Draft, taken: Container[str]) -> str:
    """A name for a message that is free in its thread: its day and the words of its title."""
    words = slug(message.title) or slug(message.author.partition("<")[0]) or message.kind or "message"
    day = message.date or (message.received or "")[:10]
    return free_name("-".join(filter(None, (day, words))), taken)


def _line(text: str) -> str:
    shown = normalise(_CONTROL.sub(" ", text[: 4 * _LONGEST_LINE].replace("\n", " ").replace("\t", " ")))
    shown = " ".join(shown.split())
    return shown if len(shown) <= _LONGEST_LINE else shown[: _LONGEST_LINE - 1] + "…"


def _body(text: str) -> str:
    """The text in normal form, without what no store or terminal can hold; line feeds and tabs stay."""
    clean = _CONTROL.sub("", normalise(text[:_LONGEST_BODY])).strip("\n")
    return f"{clean}\n" if clean.strip() else ""


def _notes(extract: Extract) -> Sequence[Note]:
    """The reader's remarks; a message without text always says why, and a text that was cut, that it was."""
    notes = list(extract.notes)
    if not extract.text.strip() and all(note.remark is not Remark.NO_TEXT for note in notes):
        notes.append(Note(Remark.NO_TEXT, "there is no text in it"))
    if len(extract.text) > _LONGEST_BODY:
        notes.append(Note(Remark.CUT, f"the text is longer than {_LONGEST_BODY:,} characters; the rest is left out"))
    return notes


def _files(extract: Extract, name: str, content: bytes) -> tuple[File, ...]:
    """The original first, then what was in it. Of a mailbox, the message itself is the original."""
    if extract.source:
        files = [File("message.eml", "message/rfc822", extract.source)]
    else:
        files = [File(_line(name), _line(extract.media_type), content)]
    files += [
        File(_line(inner.name), _line(inner.media_type), inner.content)
        for inner in extract.attachments
        if inner.content
    ]
    return tuple(files)


def _title_of_file(extract: Extract, name: str) -> str:
    """What a document without a title is called: its file's name. A mail without a subject has none."""
    return "" if extract.media_type.startswith(_MAIL_TYPES) else _line(PurePosixPath(name).stem.replace("_", " "))


def _kind(media_type: str) -> str:
    if media_type.startswith(_MAIL_TYPES):
        return MessageKind.EMAIL
    return MessageKind.LETTER if media_type.startswith(_LETTER_TYPES) else MessageKind.OTHER


def _known_date(moment: str) -> str:
    """The day of a moment, as the sender's clock had it."""
    return _or_empty(_date, moment[:10])


def _language(tag: str) -> str:
    return _or_empty(language_tag, tag) if len(tag) < _LONGEST_TAG else ""


def _or_empty(check: Callable[[str], str], value: str) -> str:
    try:
        return check(value) if value else ""
    except ValueError:
        return ""


def _date(value: str) -> str:
    return str(PartialDate.parse(value))


def _address(value: str) -> str:
    """An address that a link in a letter may have."""
    if not _ADDRESS.fullmatch(value):
        raise ValueError("write the whole address, as https://example.org/statement")
    return value


def _identifier_line(message_id: str) -> str:
    """A message identifier, letter for letter; one that no mail system would take is none."""
    identifier = message_id.strip()
    is_line = not _CONTROL.search(identifier) and "\n" not in identifier
    return normalise(identifier) if len(identifier) <= _LONGEST_ID and is_line else ""


def _refers_to(extract: Extract) -> tuple[str, ...]:
    """The messages that it answers, the nearest first: RFC 5322, section 3.6.4."""
    nearest_first = (*extract.in_reply_to, *reversed(extract.references))
    return tuple(dict.fromkeys(filter(None, map(_identifier_line, nearest_first))))[:200]
