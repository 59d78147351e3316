"""Letters in preparation, what is being typed, and their frozen revisions."""

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from correspondence.records.base import Json, PlainText, Record, one_of, partial_date
from correspondence.vocabulary import AppendixKind, RevisionKind


class Letter(Record, table=True):
    """A letter's draft: its data, and a body of Markdown with Jinja."""

    __table_args__ = (
        UniqueConstraint("thread_id", "identifier"),
        partial_date("date"),
    )

    id: int | None = Field(default=None, primary_key=True)
    thread_id: int = Field(foreign_key="thread.id", ondelete="CASCADE", index=True)
    identifier: str = Field(sa_type=PlainText)
    title: str = Field(sa_type=PlainText)
    date: str | None = Field(default=None, sa_type=PlainText)
    language: str | None = Field(default=None, sa_type=PlainText)
    template: str | None = Field(default=None, sa_type=PlainText)
    salutation: str | None = Field(default=None, sa_type=PlainText)
    closing: str | None = Field(default=None, sa_type=PlainText)
    embargo: str | None = Field(default=None, sa_type=PlainText)
    reply_by: str | None = Field(default=None, sa_type=PlainText)
    body: str = Field(default="", sa_type=PlainText)
    version: int = Field(default=1, sa_column_kwargs={"server_default": "1"})


class LetterReply(Record, table=True):
    """Which message a letter replies to."""

    __tablename__ = "letter_reply"

    letter_id: int = Field(foreign_key="letter.id", ondelete="CASCADE", primary_key=True)
    position: int = Field(primary_key=True)
    message_id: int = Field(foreign_key="message.id", index=True)


class Addressee(Record, table=True):
    """To whom a letter is addressed or copied: a contact of the thread, or a name written out."""

    __tablename__ = "letter_addressee"

    letter_id: int = Field(foreign_key="letter.id", ondelete="CASCADE", primary_key=True)
    position: int = Field(primary_key=True)
    contact_id: int | None = Field(default=None, foreign_key="contact.id", index=True)
    name: str | None = Field(default=None, sa_type=PlainText)
    role: str | None = Field(default=None, sa_type=PlainText)
    organization: str | None = Field(default=None, sa_type=PlainText)
    cc: bool = False


class Appendix(Record, table=True):
    """An appendix of a letter: what it is called and what fills it.

    `show` names what stands beside it (`AppendixShow`); `campaign` the campaign whose replies a `campaign-table` shows,
    by its identifier, since a thread may come without it.
    """

    __tablename__ = "letter_appendix"
    __table_args__ = (UniqueConstraint("letter_id", "position"), one_of("kind", AppendixKind))

    id: int | None = Field(default=None, primary_key=True)
    letter_id: int = Field(foreign_key="letter.id", ondelete="CASCADE", index=True)
    position: int
    label: str | None = Field(default=None, sa_type=PlainText)
    title: str | None = Field(default=None, sa_type=PlainText)
    kind: str = Field(sa_type=PlainText)
    columns: list[str] | None = Field(default=None, sa_type=Json)
    body: str | None = Field(default=None, sa_type=PlainText)
    show: list[str] | None = Field(default=None, sa_type=Json)
    campaign: str | None = Field(default=None, sa_type=PlainText)


class AppendixUndertaking(Record, table=True):
    """Which undertakings an appendix lists, in the order given."""

    __tablename__ = "letter_appendix_undertaking"

    appendix_id: int = Field(foreign_key="letter_appendix.id", ondelete="CASCADE", primary_key=True)
    position: int = Field(primary_key=True)
    undertaking_id: int = Field(foreign_key="undertaking.id", index=True)


class AppendixQuestion(Record, table=True):
    """Which questions an appendix lists; without any, all that its kind and its undertakings say."""

    __tablename__ = "letter_appendix_question"

    appendix_id: int = Field(foreign_key="letter_appendix.id", ondelete="CASCADE", primary_key=True)
    position: int = Field(primary_key=True)
    question_id: int = Field(foreign_key="question.id", index=True)


class Autosave(Record, table=True):
    """What somebody is typing and has not saved yet: one row for each open editor, gone when it is saved.

    `base` is the body as it was read, at `base_version`: with it, what was typed can be merged with what others saved.
    """

    __tablename__ = "draft_autosave"

    letter_id: int = Field(foreign_key="letter.id", ondelete="CASCADE", primary_key=True)
    editor: str = Field(sa_type=PlainText, primary_key=True)
    actor: str = Field(sa_type=PlainText)
    base_version: int
    base: str = Field(sa_type=PlainText)
    body: str = Field(sa_type=PlainText)
    saved_at: str = Field(sa_type=PlainText)


class Revision(Record, table=True):
    """A frozen text: `body` is rendered Markdown and `digest` its SHA-256 in lower-case hexadecimal.

    The text is never altered; a sign-on holds its digest.
    """

    __table_args__ = (
        UniqueConstraint("letter_id", "number"),
        UniqueConstraint("letter_id", "digest"),
        CheckConstraint("number >= 1", name="number"),
        CheckConstraint("length(digest) = 64", name="digest"),
        one_of("kind", RevisionKind),
    )

    id: int | None = Field(default=None, primary_key=True)
    letter_id: int = Field(foreign_key="letter.id", ondelete="CASCADE", index=True)
    number: int
    kind: str = Field(sa_type=PlainText)
    frozen_at: str | None = Field(default=None, sa_type=PlainText)
    frozen_by: str | None = Field(default=None, sa_type=PlainText)
    note: str | None = Field(default=None, sa_type=PlainText)
    digest: str = Field(sa_type=PlainText)
    body: str = Field(sa_type=PlainText)
