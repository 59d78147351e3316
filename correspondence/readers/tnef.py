"""winmail.dat: what Outlook wraps text and attachments in (MS-OXTNEF), by a kept library."""

from collections.abc import Callable

from tnefparse import TNEF

from correspondence.readers import eml, html, rtf
from correspondence.readers.extract import Attachment, Extract, Note, Remark, UnreadableError
from correspondence.readers.plain import decode
from correspondence.readers.quoted import mark
from correspondence.text.normalise import normalise


def read(content: bytes, *, inner: Callable[[bytes, str], Extract]) -> Extract:
    """Read what is wrapped: the text, and the files.

    Raises:
        UnreadableError: it is damaged, or no such wrapping.
    """
    try:
        wrapped = TNEF(content, do_checksum=False)
        attachments = [
            (str(one.long_filename() or one.name or ""), bytes(one.data or b"")) for one in wrapped.attachments
        ]
        plain, markup, rich = wrapped.body, wrapped.htmlbody, wrapped.rtfbody if wrapped.has_body() else None
    except Exception as error:  # the library raises whatever a damaged file makes it
        raise UnreadableError("is a damaged winmail.dat: ask the sender to send the mail as plain text") from error
    body = eml.Body()
    body.attachments += [
        Attachment(eml.file_name(name), "application/octet-stream", data) for name, data in attachments if data
    ]
    text = _text(plain, markup, rich)
    if text.strip():
        body.texts.append(mark(normalise(text).replace("\x00", "")))
    together = eml.together(body, inner)
    if not together.strip():
        body.notes.append(Note(Remark.NO_TEXT, f"there is no text in it, only {len(body.attachments)} attachments"))
    return Extract(
        text=together,
        media_type="application/ms-tnef",
        attachments=(*body.attachments, *body.kept),
        notes=tuple(dict.fromkeys(body.notes)),
    )


def _text(plain: str | bytes | None, markup: str | bytes | None, rich: bytes | None) -> str:
    """The first of the forms of the text that says something."""
    said = _string(plain)
    if not said.strip() and markup:
        said = html.to_text(_string(markup))[0]
    if not said.strip() and rich:
        try:
            said = rtf.to_text(rich)
        except UnreadableError:
            return ""
    return said


def _string(text: str | bytes | None) -> str:
    return decode(text)[0] if isinstance(text, bytes) else text or ""
