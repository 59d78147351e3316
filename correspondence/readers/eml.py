"""Mails: their text, what came with them, and their header fields (RFC 5322, RFC 2045–2049, RFC 3676)."""

import email
import mimetypes
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from email.message import Message

from correspondence.readers import fragments, headers, html, seals
from correspondence.readers.extract import Attachment, Extract, Note, Remark, UnreadableError
from correspondence.readers.mended import from_first_field, mended, second_type
from correspondence.readers.plain import decode
from correspondence.readers.quoted import mark
from correspondence.readers.transfer import content_of, undone, without_uuencoded
from correspondence.text.normalise import normalise

_LONGEST_HEADER = 512_000
_DEEPEST = 40
_MOST_PARTS = 2_000
_COVER_WORDS = 120
_THE_SAME = 0.8  # of its words
_LETTERS = (".docx", ".doc", ".odt", ".rtf", ".pdf")
_PLACEHOLDER = re.compile(
    r"(?i)\A\s*(?:.{0,200}\b(?:html|view this (?:e-?)?mail|not support)\b.{0,200}|\s*)\s*\Z", re.DOTALL
)
_HTML_START = re.compile(
    r"(?i)\s*<(?:!doctype\s+html|html|head|body|p|div|table|style|meta|font|span|center)\b[^<>]{0,2000}>"
)
_HTML_END = re.compile(r"(?i)</(?:p|div|table|body|html|font|span|center)>")
_EMLX = re.compile(rb"\s{0,8}(\d{1,12})[ \t]*\r?\n(?=[!-9;-~]{1,60}[ \t]*:)")
_PLAIN = {"text/plain", "application/plain", "application/text", "plain/text", "txt/plain", "text"}
_SHOWN = {
    "text/html", "text/enriched", "text/richtext", "message/delivery-status", "text/rfc822-headers", *_PLAIN,
}  # fmt: skip
_REPORTS = {"message/delivery-status", "message/disposition-notification", "message/feedback-report"}
# Forms of a text that are not read when there is a plain one.
_OTHER_FORMS = {
    "text/plain", "text/html", "multipart/related", "text/calendar", "text/enriched", "text/watch-html",
    "text/x-amp-html",
}  # fmt: skip


@dataclass(slots=True)
class Body:
    """What was gathered from the parts of a mail.

    Attributes:
        texts: in order.
        attachments: files whose text is still to be read.
        kept: files whose text was read already, or cannot be.
        notes: what there is to say of it.
        parts: how many were looked at.
    """

    texts: list[str] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    kept: list[Attachment] = field(default_factory=list)
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
    content = from_first_field(content)
    if counted := _EMLX.match(content):  # Apple Mail puts the length before a mail, and its own data behind
        content = content[counted.end() : counted.end() + int(counted[1])]
    head_end = re.search(rb"\r?\n\r?\n", content)
    if (head_end.start() if head_end else len(content)) > _LONGEST_HEADER:
        raise UnreadableError("has more header than any mail should: it is damaged, or made to do harm")
    content = mended(content, head_end.start() if head_end else len(content))
    head_end = re.search(rb"\r?\n\r?\n", content)
    body = Body()
    try:
        message = email.message_from_bytes(content, policy=headers.AS_IT_STANDS)
        _gather(_by_its_boundary(message), body, inner, depth)
    except RecursionError:
        message = email.message_from_bytes(content[: head_end.start() if head_end else 0], policy=headers.AS_IT_STANDS)
        body = Body(notes=[Note(Remark.DAMAGED, "is nested deeper than any mail should be: shown as it stands")])
        body.texts.append(decode(content[: 2 * _LONGEST_HEADER])[0].replace("\x00", ""))
    author, address, sender_notes = headers.sender(message)
    date, date_notes = headers.moment(message)
    text = together(body, inner)
    if not text.strip() and not body.attachments and not body.kept and message.get_content_maintype() == "multipart":
        _gather_fragments(content[head_end.end() :] if head_end else b"", body, inner, depth)
        text = together(body, inner)
    files = [*body.attachments, *body.kept]
    if not text.strip():
        what = f"only {len(files)} attachments without text" if files else "its body is empty"
        if any(note.remark is Remark.ENCRYPTED for note in body.notes):
            what = "it is encrypted"
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
        attachments=tuple(files),
        notes=(*sender_notes, *date_notes, *dict.fromkeys(body.notes)),
        sender_address=address,
    )


def _by_its_boundary(message: Message) -> Message:
    """A mail in parts that says before that it is none: with its parts, and what stands before them as the first."""
    other = second_type(message)
    if other is None:
        return message
    parts = f"Content-Type: {other['Content-Type']}\n\n{message.get_payload()}"
    mail = email.message_from_bytes(parts.encode("utf-8", "surrogateescape"), policy=headers.AS_IT_STANDS)
    if mail.preamble and mail.is_multipart():
        first = Message(policy=headers.AS_IT_STANDS)
        first.set_payload(mail.preamble)
        mail.set_payload([first, *mail.get_payload()])
    return mail


def _gather(part: Message, body: Body, inner: Callable[[bytes, str], Extract], depth: int) -> None:
    body.parts += 1
    if body.parts > _MOST_PARTS:
        return
    kind = part.get_content_type()
    if kind in _REPORTS and part.is_multipart():
        body.texts.append(_report([one for one in part.get_payload() if isinstance(one, Message)]))
    elif kind in ("message/rfc822", "message/global") or (
        kind.startswith("message/") and part.is_multipart() and kind != "message/partial"
    ):
        encoding = str(part.get("Content-Transfer-Encoding", ""))
        for mail in part.get_payload() if part.is_multipart() else []:
            _forwarded(mail, encoding, body, inner, depth)
    elif part.is_multipart():
        parts = [one for one in part.get_payload() if isinstance(one, Message)]
        if kind == "multipart/encrypted":
            body.notes.append(Note(Remark.ENCRYPTED, seals.ENCRYPTED))
            body.kept += [Attachment(_name(one), one.get_content_type(), content_of(one)) for one in parts]
            return
        if kind == "multipart/alternative":
            _gather_alternatives(parts, body, inner, depth)
            return
        for one in parts:
            _gather(one, body, inner, depth)
    elif kind.startswith("multipart/"):
        _gather_fragments(str(part.get_payload()).encode("utf-8", "surrogateescape"), body, inner, depth)
    else:
        _take(part, kind, body, inner, depth)


def _report(blocks: list[Message]) -> str:
    """What became of a mail (RFC 3464, RFC 8098): the fields as they stand, block by block."""
    told = ("\n".join(f"{name}: {headers.field(one, name)}" for name in dict.fromkeys(one.keys())) for one in blocks)
    return "\n\n".join(filter(None, told)) + "\n"


def _take(part: Message, kind: str, body: Body, inner: Callable[[bytes, str], Extract], depth: int) -> None:
    """A part that holds no others: text that is shown, or a file."""
    name = _name(part)
    content = content_of(part)
    attached = part.get_content_disposition() == "attachment" or bool(name and not kind.startswith("text/"))
    if kind in _SHOWN and not attached:
        body.texts.append(_text(part, content, kind, body))
    elif kind == "text/calendar" and not attached:
        body.texts.append(_calendar(decode(content, str(part.get_content_charset() or ""))[0]))
    elif kind.startswith("text/") and not attached and not name:
        body.texts.append(_text(part, content, "text/plain", body))
    elif kind in seals.OPAQUE:
        signed = seals.signed_content(content)
        body.kept.append(Attachment(name, kind, content))
        if signed is None:
            body.notes.append(Note(Remark.ENCRYPTED, seals.ENCRYPTED))
        elif depth < _DEEPEST:
            _gather(email.message_from_bytes(signed, policy=headers.AS_IT_STANDS), body, inner, depth + 1)
    elif kind in seals.SIGNATURES:
        body.kept.append(Attachment(name, kind, content))
    elif content:
        inline = "Content-ID" in part and kind.startswith("image/")
        body.attachments.append(Attachment(name, kind, content, inline=inline))


def _gather_fragments(content: bytes, body: Body, inner: Callable[[bytes, str], Extract], depth: int) -> None:
    """What can be had of a body whose parts cannot be told apart: part by part, else as it stands."""
    before = len(body.texts)
    for part in _alternatives(fragments.parts_of(content)):
        if part.get_content_maintype() == "message" or body.parts > _MOST_PARTS:
            continue
        body.parts += 1
        _take(part, part.get_content_type(), body, inner, depth)
    if not any(text.strip() for text in body.texts[before:]) and not body.attachments:
        text = normalise(decode(fragments.without_boundaries(content))[0]).replace("\x00", "")
        body.texts.append(mark(text.strip("\n")))
    if any(text.strip() for text in body.texts[before:]):
        body.notes.append(Note(Remark.DAMAGED, "its parts cannot be told apart: the text is shown as it stands"))


def _gather_alternatives(parts: list[Message], body: Body, inner: Callable[[bytes, str], Extract], depth: int) -> None:
    """One of several forms of the same, and the files that lie in the others: programs put them there too."""
    before = len(body.texts)
    shown = _alternatives(parts)
    for one in shown:
        if one.get_content_type() == "multipart/mixed" and body.texts[before:]:
            _gather_beside(one, body, inner, depth)
        else:
            _gather(one, body, inner, depth)
    others = [one for one in parts if all(one is not other for other in shown)]
    if not any(text.strip() for text in body.texts[before:]):
        for one in others:
            _gather(one, body, inner, depth)
        return
    for one in others:
        for leaf in one.walk() if one.is_multipart() else ():
            kind = leaf.get_content_type()
            form = kind.startswith("text/") and (kind == "text/html" or not _name(leaf))
            if form and leaf.get_content_disposition() != "attachment":
                continue
            if not leaf.is_multipart() and body.parts <= _MOST_PARTS:
                body.parts += 1
                _take(leaf, kind, body, inner, depth)


def _gather_beside(part: Message, body: Body, inner: Callable[[bytes, str], Extract], depth: int) -> None:
    """Parts that stand among the forms of a text: their words only where they are not that text once more."""
    aside = Body(parts=body.parts)
    _gather(part, aside, inner, depth)
    said = set(" ".join(body.texts).split())
    for text in aside.texts:
        words = text.split()
        if sum(word in said for word in words) < _THE_SAME * len(words):
            body.texts.append(text)
    body.attachments += aside.attachments
    body.kept += aside.kept
    body.notes += aside.notes
    body.parts = aside.parts


def _alternatives(parts: list[Message]) -> list[Message]:
    """Of several forms of the same, the plain one unless it says nothing, and what else stands among them."""
    plain = [p for p in parts if p.get_content_type() == "text/plain"]
    worth = [
        p for p in plain if not _PLACEHOLDER.match(decode(content_of(p), str(p.get_content_charset() or ""))[0][:2000])
    ]
    if worth:
        others = [p for p in parts if p.get_content_type() not in _OTHER_FORMS]
        return [*worth, *others]
    rich = [p for p in parts if p.get_content_type() != "text/plain" and p.get_content_type() != "text/x-amp-html"]
    return rich or plain


def _forwarded(mail: object, encoding: str, body: Body, inner: Callable[[bytes, str], Extract], depth: int) -> None:
    """A mail inside the mail: who wrote it when, and its text."""
    if not isinstance(mail, Message):
        return
    try:
        content = undone(mail, encoding)
        if content is not None:
            mail = email.message_from_bytes(content, policy=headers.AS_IT_STANDS)
        extract = read(content if content is not None else mail.as_bytes(), inner=inner, depth=depth + 1)
    except (UnreadableError, ValueError, LookupError, TypeError, AttributeError, KeyError) as error:
        why = str(error) if isinstance(error, UnreadableError) else "cannot be taken apart"
        body.notes.append(Note(Remark.ATTACHMENT, f"a mail inside it: {why}"))
        return
    known = (("From", extract.author), ("Date", headers.field(mail, "Date")), ("Subject", extract.title))
    head = "\n".join(f"{name}: {value}" for name, value in known if value)
    body.texts.append(f"{head}\n\n{extract.text}".strip("\n") + "\n")
    body.kept += extract.attachments
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
    if kind in _PLAIN:
        text, files = without_uuencoded(seals.without_signature(text))
        body.attachments += [replace(one, name=file_name(one.name)) for one in files]
        if seals.is_encrypted(text):
            body.notes.append(Note(Remark.ENCRYPTED, f"some of it {seals.ENCRYPTED}"))
        if _is_html(text):
            return mark(html.to_text(text)[0])
    if kind in ("text/enriched", "text/richtext"):
        text = re.sub(r"<param>.*?</param>|</?[A-Za-z-]+>", "", text).replace("<<", "<")
    if str(part.get_param("format") or "").lower() == "flowed":
        text = _unflowed(text, delete_space=str(part.get_param("delsp") or "").lower() == "yes")
    return mark(text)


def _is_html(text: str) -> bool:
    """Whether text that is said to be plain is a page, and not about one."""
    end = text[-400:]
    starts = _HTML_START.match(text) is not None and _HTML_END.search(end) is not None
    return starts or re.search(r"(?i)</(?:body|html)>\s*(?:[A-Z][\w-]{2,40}:[^\n]*\s*)?\Z", end) is not None


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
    for attachment in body.attachments:
        # A picture is the letter where nothing else is written; elsewhere it is a logo or a photograph.
        skipped = ("audio/", "video/", "font/", *(("image/",) if own else ()))
        if attachment.inline or attachment.media_type.startswith(skipped):
            continue
        if attachment.media_type in seals.SIGNATURES:
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
        body.kept += extract.attachments
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


def _calendar(text: str) -> str:
    """What an invitation says (RFC 5545): what, when, where, and the description."""
    return "\n".join(_calendar_lines(re.sub(r"\r?\n[ \t]", "", text)))


def _calendar_lines(text: str) -> Iterator[str]:
    for name in ("SUMMARY", "DTSTART", "DTEND", "LOCATION", "ORGANIZER", "DESCRIPTION"):
        found = re.search(rf"(?mi)^{name}[^:\r\n]*:(.*)$", text)
        if found and found[1].strip():
            value = re.sub(r"\\([,;\\])", r"\1", found[1].strip().replace("\\n", "\n"))
            yield value if name == "DESCRIPTION" else f"{name.capitalize()}: {value}"
