"""Mails: their text, what came with them, and their header fields (RFC 5322, RFC 2045–2049, RFC 3676)."""

import email
import mimetypes
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.message import Message
from email.policy import compat32

from correspondence.readers import headers, html
from correspondence.readers.extract import Attachment, Extract, Note, Remark, UnreadableError
from correspondence.readers.plain import decode
from correspondence.readers.quoted import mark
from correspondence.text.normalise import normalise

_LONGEST_HEADER = 512_000
_DEEPEST = 40
_MOST_PARTS = 2_000
_COVER_WORDS = 120
_LETTERS = (".docx", ".doc", ".odt", ".rtf", ".pdf")
_PLACEHOLDER = re.compile(
    r"(?i)\A\s*(?:.{0,200}\b(?:html|view this (?:e-?)?mail|not support)\b.{0,200}|\s*)\s*\Z", re.DOTALL
)
_BOUNDARY = re.compile(
    rb"(?mi)^--[^\s-][^\r\n]{0,100}\r?\n(?:[A-Za-z-]{4,40}:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*)*\r?\n?"
)


@dataclass(slots=True)
class Body:
    """What was gathered from the parts of a mail."""

    texts: list[str] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    parts: int = 0


def read(content: bytes, *, inner: Callable[[bytes, str], Extract], depth: int = 0) -> Extract:
    """Read a mail. The text of what came with it follows its own, or stands before it when it is the real reply.

    Args:
        content: the mail.
        inner: reads a file that came with it.
        depth: how many mails it lies in.

    Raises:
        UnreadableError: it has more header, or lies deeper, than any mail should.
    """
    if depth > _DEEPEST:
        raise UnreadableError(f"is a mail inside {_DEEPEST} others")
    head_end = re.search(rb"\r?\n\r?\n", content)
    if (head_end.start() if head_end else len(content)) > _LONGEST_HEADER:
        raise UnreadableError("has more header than any mail should: it is damaged, or made to do harm")
    body = Body()
    try:
        message = email.message_from_bytes(content, policy=compat32)
        _gather(message, body, inner, depth)
    except RecursionError:
        message = email.message_from_bytes(content[: head_end.start() if head_end else 0], policy=compat32)
        body = Body(notes=[Note(Remark.DAMAGED, "is nested deeper than any mail should be: shown as it stands")])
        body.texts.append(decode(content[: 2 * _LONGEST_HEADER])[0].replace("\x00", ""))
    author, address, sender_notes = headers.sender(message)
    date, date_notes = headers.moment(message)
    text = together(body, inner)
    if not text.strip() and not body.attachments:
        text = _raw_words(message, content)
        if text:
            body.notes.append(Note(Remark.DAMAGED, "its parts cannot be told apart: the text is shown as it stands"))
    if not text.strip():
        what = f"only {len(body.attachments)} attachments without text" if body.attachments else "its body is empty"
        body.notes.append(Note(Remark.NO_TEXT, f"there is no text in it: {what}"))
    return Extract(
        text=text,
        media_type="message/rfc822",
        title=headers.field(message, "Subject"),
        author=author,
        recipients=headers.addresses(message, "To", "Cc"),
        date=date,
        message_id=next(iter(headers.identifiers(message, "Message-ID")), ""),
        in_reply_to=headers.identifiers(message, "In-Reply-To"),
        references=headers.identifiers(message, "References"),
        language=headers.field(message, "Content-Language").partition(",")[0].strip(),
        attachments=tuple(body.attachments),
        notes=(*sender_notes, *date_notes, *dict.fromkeys(body.notes)),
        sender_address=address,
    )


def _gather(part: Message, body: Body, inner: Callable[[bytes, str], Extract], depth: int) -> None:
    body.parts += 1
    if body.parts > _MOST_PARTS:
        return
    kind = part.get_content_type()
    name = _name(part)
    if kind == "message/rfc822" or (kind.startswith("message/") and part.is_multipart() and kind != "message/partial"):
        for mail in part.get_payload() if part.is_multipart() else []:
            _forwarded(mail, body, inner, depth)
        return
    if part.is_multipart():
        parts = [one for one in part.get_payload() if isinstance(one, Message)]
        for one in _alternatives(parts) if kind == "multipart/alternative" else parts:
            _gather(one, body, inner, depth)
        return
    if kind.startswith("multipart/"):
        text = _raw_words(part, str(part.get_payload()).encode("utf-8", "surrogateescape"))
        if text.strip():
            body.texts.append(text)
            body.notes.append(Note(Remark.DAMAGED, "its parts cannot be told apart: the text is shown as it stands"))
        return
    content = _content(part)
    attached = part.get_content_disposition() == "attachment" or bool(name and not kind.startswith("text/"))
    if (
        kind
        in (
            "text/plain",
            "text/html",
            "text/enriched",
            "text/richtext",
            "message/delivery-status",
            "text/rfc822-headers",
        )
        and not attached
    ):
        body.texts.append(_text(part, content, kind, body))
    elif kind == "text/calendar" and not attached:
        body.texts.append(_calendar(decode(content, str(part.get_content_charset() or ""))[0]))
    elif kind.startswith("text/") and not attached and not name:
        body.texts.append(_text(part, content, "text/plain", body))
    elif content:
        inline = "Content-ID" in part and kind.startswith("image/")
        body.attachments.append(Attachment(name, kind, content, inline=inline))
        if "encrypted" in kind or name.endswith((".p7m", ".pgp")) or kind == "application/pkcs7-mime":
            body.notes.append(
                Note(Remark.ENCRYPTED, "is encrypted or sealed: read it in the mail program that has the key")
            )


def _alternatives(parts: list[Message]) -> list[Message]:
    """Of several forms of the same, the plain one unless it says nothing, and what else stands among them."""
    plain = [p for p in parts if p.get_content_type() == "text/plain"]
    worth = [
        p for p in plain if not _PLACEHOLDER.match(decode(_content(p), str(p.get_content_charset() or ""))[0][:2000])
    ]
    if worth:
        others = [
            p
            for p in parts
            if p.get_content_type()
            not in (
                "text/plain",
                "text/html",
                "multipart/related",
                "text/calendar",
                "text/enriched",
                "text/watch-html",
                "text/x-amp-html",
            )
        ]
        return [*worth, *others]
    rich = [p for p in parts if p.get_content_type() != "text/plain" and p.get_content_type() != "text/x-amp-html"]
    return rich or plain


def _forwarded(mail: object, body: Body, inner: Callable[[bytes, str], Extract], depth: int) -> None:
    """A mail inside the mail: who wrote it when, and its text."""
    if not isinstance(mail, Message):
        return
    try:
        extract = read(mail.as_bytes(), inner=inner, depth=depth + 1)
    except (UnreadableError, ValueError, LookupError, TypeError, AttributeError, KeyError) as error:
        why = str(error) if isinstance(error, UnreadableError) else "cannot be taken apart"
        body.notes.append(Note(Remark.ATTACHMENT, f"a mail inside it: {why}"))
        return
    known = (("From", extract.author), ("Date", headers.field(mail, "Date")), ("Subject", extract.title))
    head = "\n".join(f"{name}: {value}" for name, value in known if value)
    body.texts.append(f"{head}\n\n{extract.text}".strip("\n") + "\n")
    body.attachments += extract.attachments
    body.notes += [
        note for note in extract.notes if note.remark in (Remark.ENCRYPTED, Remark.ATTACHMENT, Remark.DAMAGED)
    ]


def _text(part: Message, content: bytes, kind: str, body: Body) -> str:
    text, notes = decode(content, str(part.get_content_charset() or ""))
    body.notes += notes
    if kind == "text/html":
        text, notes = html.to_text(text)
        body.notes += [note for note in notes if note.remark is not Remark.NO_TEXT]
        return mark(text)
    text = normalise(text).replace("\x00", "")
    if kind in ("text/enriched", "text/richtext"):
        text = re.sub(r"<param>.*?</param>|</?[A-Za-z-]+>", "", text).replace("<<", "<")
    if str(part.get_param("format") or "").lower() == "flowed":
        text = _unflowed(text, delete_space=str(part.get_param("delsp") or "").lower() == "yes")
    return mark(text)


def _unflowed(text: str, *, delete_space: bool) -> str:
    """Paragraphs of format=flowed on one line each (RFC 3676, section 4)."""
    lines: list[str] = []
    flowing = False
    for line in text.split("\n"):
        quote = len(line) - len(line.lstrip(">"))
        words = line[quote:].removeprefix(" ")
        before = len(lines[-1]) - len(lines[-1].lstrip(">")) if lines else 0
        if flowing and quote == before and words != "-- ":
            lines[-1] += words
        else:
            lines.append(">" * quote + (" " if quote else "") + words)
        flowing = words.endswith(" ") and words != "-- "
        if flowing and delete_space:
            lines[-1] = lines[-1][:-1]
    return "\n".join(line if line == "-- " else line.rstrip(" ") for line in lines)


def together(body: Body, inner: Callable[[bytes, str], Extract]) -> str:
    """The mail's own text and its attachments'; a letter that was sent with a cover note goes first."""
    own = "\n\n".join(text.strip("\n") for text in body.texts if text.strip())
    first: list[str] = []
    after: list[str] = []
    for attachment in list(body.attachments):
        if attachment.inline or attachment.media_type.startswith(("image/", "audio/", "video/")):
            continue
        name = attachment.name or f"attachment{mimetypes.guess_extension(attachment.media_type) or ''}"
        try:
            extract = inner(attachment.content, name)
        except UnreadableError as error:
            body.notes.append(Note(Remark.ATTACHMENT, f"{name}: {error}"))
            continue
        body.notes += [
            Note(note.remark, f"{name}: {note.detail}") for note in extract.notes if note.remark is not Remark.NO_TEXT
        ]
        body.attachments += extract.attachments
        text = extract.text.strip("\n")
        if not text:
            body.notes.append(Note(Remark.ATTACHMENT, f"{name}: there is no text in it"))
        elif not first and name.lower().endswith(_LETTERS) and len(own.split()) < min(_COVER_WORDS, len(text.split())):
            first.append(text)
        else:
            after.append(f"# Attachment: {name}\n\n{text}")
    cover = [f"# Cover mail\n\n{own}"] if first and own else [own]
    text = "\n\n".join(filter(None, [*first, *cover, *after]))
    return f"{text}\n" if text else ""


def _content(part: Message) -> bytes:
    """The bytes of a part, whatever its encoding claims to be."""
    try:
        content = part.get_payload(decode=True)
    except (ValueError, LookupError, TypeError, AttributeError):
        content = None
    if isinstance(content, bytes):
        return content
    raw = part.get_payload()
    return raw.encode("utf-8", "surrogateescape") if isinstance(raw, str) else b""


def _name(part: Message) -> str:
    """The name of a part's file, for display: no folders, no control characters."""
    try:
        name = part.get_filename() or ""
    except (ValueError, LookupError, TypeError):
        name = ""
    return file_name(headers.words(str(name)))


def file_name(name: str) -> str:
    """A name as it may be shown: no folders, no control characters."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(character for character in last if character.isprintable())[:200].strip()


def _raw_words(message: Message, content: bytes) -> str:
    """The text of a body that cannot be taken apart, without what separates its parts."""
    if not message.is_multipart() and not message.get_content_type().startswith("multipart/"):
        return ""
    _, _, rest = content.partition(b"\r\n\r\n" if b"\r\n\r\n" in content else b"\n\n")
    return mark(normalise(decode(_BOUNDARY.sub(b"\n", rest or content))[0]).replace("\x00", "").strip("\n"))


def _calendar(text: str) -> str:
    """What an invitation says (RFC 5545): what, when, where, and the description."""
    return "\n".join(_calendar_lines(re.sub(r"\r?\n[ \t]", "", text)))


def _calendar_lines(text: str) -> Iterator[str]:
    for name in ("SUMMARY", "DTSTART", "DTEND", "LOCATION", "ORGANIZER", "DESCRIPTION"):
        found = re.search(rf"(?mi)^{name}[^:\r\n]*:(.*)$", text)
        if found and found[1].strip():
            value = re.sub(r"\\([,;\\])", r"\1", found[1].strip().replace("\\n", "\n"))
            yield value if name == "DESCRIPTION" else f"{name.capitalize()}: {value}"
