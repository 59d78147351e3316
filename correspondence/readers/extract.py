"""What a reader makes of a file: plain values that cross from the worker's process.

The text is NFC with line feeds, in light Markdown that people can read as it is: paragraphs on one line each with an
empty line between, `# ` headings, `- ` and `1. ` lists, `| a | b |` table rows, `> ` before each line of quoted earlier
mail, `-- ` on a line of its own before a signature, `[page 2]` on a line of its own where a page begins.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from correspondence.errors import CorrespondenceError


class UnreadableError(CorrespondenceError):
    """A file whose text cannot be had at all; `str(error)` is the cause and what to do, without the file's name."""


class Remark(StrEnum):
    """What a reader has to say of a file, for programs to tell apart."""

    NO_TEXT = "no-text"
    """Nothing in it is text; the detail says why."""
    SCANNED = "scanned"
    """Pages are pictures; the text, if any, is what OCR read."""
    HIDDEN_TEXT = "hidden-text"
    """Words that its readers do not see; in the text they stand in `[hidden: …]`."""
    TRACKED_CHANGES = "tracked-changes"
    """Tracked changes; the text is what they make of it when all are accepted."""
    COMMENTS = "comments"
    """Comments by its editors; they are kept at the end of the text."""
    MACROS = "macros"
    """Holds macros or scripts; they are never run."""
    EXTERNAL = "external"
    """Refers to files elsewhere; they are never fetched."""
    ENCRYPTED = "encrypted"
    """Part of it is encrypted and cannot be read without its password or key."""
    DAMAGED = "damaged"
    """Does not keep to its format; what could be read was read."""
    CUT = "cut"
    """Larger than the limits; what lies beyond them is not in the text."""
    CHARSET = "charset"
    """Bytes that are no text in the character set it names; read in another, or replaced."""
    SENDER = "sender"
    """The sender is not one plain mailbox; the header as it stands is in the detail."""
    DATE = "date"
    """The date is missing, without a time zone, or not a date."""
    ATTACHMENT = "attachment"
    """An attachment that could not be read; the detail names it and why."""


@dataclass(frozen=True, slots=True)
class Note:
    """One remark on one file.

    Attributes:
        remark: what kind.
        detail: one line for people.
    """

    remark: Remark
    detail: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came inside another.

    Attributes:
        name: as given, for display only, never a path; empty when none was given.
        media_type: as given, or guessed from its bytes.
        content: its bytes.
        inline: shown within the text (a picture in a signature) rather than sent along.
    """

    name: str
    media_type: str
    content: bytes = field(repr=False)
    inline: bool = False


@dataclass(frozen=True, slots=True)
class Extract:
    """One message or document as a reader understood it.

    Attributes:
        text: see the module's docstring; empty only with a note that says why.
        media_type: of the file, by its bytes.
        title: subject of a mail, title of a document.
        author: sender's display name and address (RFC 5322 `From`), or a document's author.
        recipients: display names and addresses of `To` and `Cc`, in order.
        date: when it was sent or made, ISO 8601 with the offset it was given with; "" when unknown.
        message_id: RFC 5322 `Message-ID` without the angle brackets.
        in_reply_to: message identifiers of `In-Reply-To`.
        references: message identifiers of `References`, the oldest first.
        language: BCP 47 tag that the file itself names; "" otherwise.
        attachments: files inside it, in order; their text, when they were read, is in `text` as well.
        notes: what there is to say of it.
        source: the message's own bytes when it was one of many in its file (an mbox); empty otherwise.
        sender_address: the one address that sent it, lower-case domain; "" when that is unclear.
        rows: the cells of a table's first sheet that holds any, as they stand, empty rows too; () for what is no table.
    """

    text: str
    media_type: str
    title: str = ""
    author: str = ""
    recipients: tuple[str, ...] = ()
    date: str = ""
    message_id: str = ""
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    language: str = ""
    attachments: tuple[Attachment, ...] = ()
    notes: tuple[Note, ...] = ()
    source: bytes = field(default=b"", repr=False)
    sender_address: str = ""
    rows: tuple[tuple[str, ...], ...] = field(default=(), repr=False)
