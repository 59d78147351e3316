"""Messages of a thread, the originals they came from, and the passages that are quoted from them."""

from sqlalchemy import CheckConstraint, Index, LargeBinary, UniqueConstraint, text
from sqlmodel import Field

from correspondence.records.base import Json, PlainText, Record, one_of, partial_date
from correspondence.vocabulary import Direction, MessageKind, Visibility

_READ = text("direction = 'incoming' AND assessed")  # what the view `thread_read` looks through


class Message(Record, table=True):
    """One message, or one public source to quote; `body` is its text as received.

    `assessed` says that a person has finished reading it against the questions. `remarks` is what the reader of its
    files had to say (`[code, detail]` each), `refers_to` the RFC 5322 message identifiers that it answers, the nearest
    first: both are derived from the originals.
    """

    __table_args__ = (
        UniqueConstraint("thread_id", "identifier"),
        one_of("direction", Direction),
        one_of("kind", MessageKind),
        one_of("visibility", Visibility),
        partial_date("date"),
        Index("ix_message_read", "thread_id", "date", "received", sqlite_where=_READ, postgresql_where=_READ),
    )

    id: int | None = Field(default=None, primary_key=True)
    thread_id: int = Field(foreign_key="thread.id", ondelete="CASCADE", index=True)
    identifier: str = Field(sa_type=PlainText)
    direction: str = Field(sa_type=PlainText)
    kind: str | None = Field(default=None, sa_type=PlainText)
    date: str | None = Field(default=None, sa_type=PlainText)
    received: str | None = Field(default=None, sa_type=PlainText)
    author: str | None = Field(default=None, sa_type=PlainText)
    recipients: list[str] | None = Field(default=None, sa_type=Json)
    title: str | None = Field(default=None, sa_type=PlainText)
    language: str | None = Field(default=None, sa_type=PlainText)
    url: str | None = Field(default=None, sa_type=PlainText)
    archive_url: str | None = Field(default=None, sa_type=PlainText)
    message_id: str | None = Field(default=None, sa_type=PlainText, index=True)
    visibility: str | None = Field(default=None, sa_type=PlainText)
    assessed: bool = False
    body: str = Field(default="", sa_type=PlainText)
    version: int = Field(default=1, sa_column_kwargs={"server_default": "1"})
    remarks: list[list[str]] | None = Field(default=None, sa_type=Json)
    refers_to: list[str] | None = Field(default=None, sa_type=Json)


class MessageReply(Record, table=True):
    """That a message replies to an earlier message or to a letter of the thread."""

    __tablename__ = "message_reply"
    __table_args__ = (CheckConstraint("(to_message_id IS NULL) <> (to_letter_id IS NULL)", name="one_target"),)

    message_id: int = Field(foreign_key="message.id", ondelete="CASCADE", primary_key=True)
    position: int = Field(primary_key=True)
    to_message_id: int | None = Field(default=None, foreign_key="message.id", ondelete="CASCADE", index=True)
    to_letter_id: int | None = Field(default=None, foreign_key="letter.id", ondelete="CASCADE", index=True)


class Original(Record, table=True):
    """The bytes of a file as it came in, named by their SHA-256 in lower-case hexadecimal; never altered."""

    __table_args__ = (
        CheckConstraint("length(sha256) = 64", name="sha256"),
        CheckConstraint("size >= 0", name="size"),
    )

    sha256: str = Field(sa_type=PlainText, primary_key=True)
    extension: str = Field(default="", sa_type=PlainText)
    size: int
    content: bytes = Field(sa_type=LargeBinary)


class MessageFile(Record, table=True):
    """That a message came as, or with, an original; `name` is for display only and never a path."""

    __tablename__ = "message_file"

    message_id: int = Field(foreign_key="message.id", ondelete="CASCADE", primary_key=True)
    position: int = Field(primary_key=True)
    sha256: str = Field(foreign_key="original.sha256", sa_type=PlainText, index=True)
    name: str | None = Field(default=None, sa_type=PlainText)
    media_type: str | None = Field(default=None, sa_type=PlainText)


class Passage(Record, table=True):
    """Words of a message that an undertaking or an assessment points at, or that gave rise to a question.

    A W3C Web Annotation selector pair: `exact`, `prefix`, `suffix` (TextQuoteSelector) and `start_at`, `end_at`
    (TextPositionSelector, in code points of the message's body; both or neither).
    """

    __table_args__ = (
        CheckConstraint(
            "CASE WHEN undertaking_id IS NULL THEN 0 ELSE 1 END + CASE WHEN assessment_id IS NULL THEN 0 ELSE 1 END"
            " + CASE WHEN question_id IS NULL THEN 0 ELSE 1 END = 1",
            name="one_owner",
        ),
        CheckConstraint("(start_at IS NULL) = (end_at IS NULL)", name="both_positions"),
        CheckConstraint("0 <= start_at AND start_at <= end_at", name="positions"),
        CheckConstraint("exact <> ''", name="exact"),
        UniqueConstraint("undertaking_id", "position"),
        UniqueConstraint("assessment_id", "position"),
        UniqueConstraint("question_id", "position"),
    )

    id: int | None = Field(default=None, primary_key=True)
    message_id: int = Field(foreign_key="message.id", ondelete="CASCADE", index=True)
    undertaking_id: int | None = Field(default=None, foreign_key="undertaking.id", ondelete="CASCADE", index=True)
    assessment_id: int | None = Field(default=None, foreign_key="assessment.id", ondelete="CASCADE", index=True)
    position: int
    exact: str = Field(sa_type=PlainText)
    prefix: str | None = Field(default=None, sa_type=PlainText)
    suffix: str | None = Field(default=None, sa_type=PlainText)
    start_at: int | None = None
    end_at: int | None = None
    question_id: int | None = Field(default=None, foreign_key="question.id", ondelete="CASCADE", index=True)
