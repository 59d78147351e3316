"""Who signs, and who signed which text."""

from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKeyConstraint, UniqueConstraint
from sqlmodel import Field

from correspondence.records.base import Json, PlainText, Record, one_of
from correspondence.vocabulary import AnswerState, Channel, MailKind, MailState, Says, SignatoryKind, SignOnStatus


class Signatory(Record, table=True):
    """An organization or person in the directory of those who sign; shared by all threads of a store."""

    __table_args__ = (one_of("kind", SignatoryKind),)

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(sa_type=PlainText, unique=True)
    names: dict[str, str] | None = Field(default=None, sa_type=Json)
    kind: str | None = Field(default=None, sa_type=PlainText)
    sort_as: str | None = Field(default=None, sa_type=PlainText)
    country: str | None = Field(default=None, sa_type=PlainText)
    url: str | None = Field(default=None, sa_type=PlainText)
    domains: list[str] | None = Field(default=None, sa_type=Json)
    contacts: list[Any] | None = Field(default=None, sa_type=Json)
    logo: str | None = Field(default=None, sa_type=PlainText)
    aliases: list[str] | None = Field(default=None, sa_type=Json)
    distinct_from: list[str] | None = Field(default=None, sa_type=Json)
    version: int = Field(default=1, sa_column_kwargs={"server_default": "1"})


class SignOn(Record, table=True):
    """One signatory's answer to one letter; `revision` is the digest of the text that was signed.

    Without `revision` the sign-on was given outside the program. `position` is the order that a person gave;
    without it the language's collation decides.
    """

    __tablename__ = "signon"
    __table_args__ = (
        ForeignKeyConstraint(["letter_id", "revision"], ["revision.letter_id", "revision.digest"]),
        UniqueConstraint("letter_id", "position"),
        one_of("kind", SignatoryKind),
        one_of("status", SignOnStatus),
        one_of("channel", Channel),
    )

    id: int | None = Field(default=None, primary_key=True)
    letter_id: int = Field(foreign_key="letter.id", ondelete="CASCADE", index=True)
    position: int | None = None
    name: str = Field(sa_type=PlainText)
    signatory_id: int | None = Field(default=None, foreign_key="signatory.id", index=True)
    kind: str | None = Field(default=None, sa_type=PlainText)
    representative: str | None = Field(default=None, sa_type=PlainText)
    role: str | None = Field(default=None, sa_type=PlainText)
    email: str | None = Field(default=None, sa_type=PlainText)
    country: str | None = Field(default=None, sa_type=PlainText)
    status: str = Field(sa_type=PlainText)
    revision: str | None = Field(default=None, sa_type=PlainText)
    channel: str | None = Field(default=None, sa_type=PlainText)
    evidence: str | None = Field(default=None, foreign_key="original.sha256", sa_type=PlainText, index=True)
    signed_at: str | None = Field(default=None, sa_type=PlainText)
    version: int = Field(default=1, sa_column_kwargs={"server_default": "1"})


class Call(Record, table=True):
    """The call to sign a letter: by when, and with which mail.

    `deadline` is the local time in `zone` (an IANA name), without offset; `revision` the text that was sent round.
    """

    __tablename__ = "signon_call"
    __table_args__ = (ForeignKeyConstraint(["letter_id", "revision"], ["revision.letter_id", "revision.digest"]),)

    letter_id: int = Field(foreign_key="letter.id", ondelete="CASCADE", primary_key=True)
    deadline: str = Field(sa_type=PlainText)
    zone: str = Field(sa_type=PlainText)
    template: str = Field(sa_type=PlainText)
    revision: str = Field(sa_type=PlainText)
    attach: list[str] | None = Field(default=None, sa_type=Json)


class Mail(Record, table=True):
    """A mail to somebody who is asked to sign: in the queue, on its way, or gone.

    `message_id` (RFC 5322, without angle brackets) is fixed before the mail is sent and never used again. `earlier` is
    the text that `revision` replaces, when the mail asks to confirm. `tokens` are the SHA-256 of the references that
    stood in it, one for each time it was made: the references themselves are in the mails alone.
    """

    __tablename__ = "signon_mail"
    __table_args__ = (
        ForeignKeyConstraint(["letter_id", "revision"], ["revision.letter_id", "revision.digest"]),
        ForeignKeyConstraint(["letter_id", "earlier"], ["revision.letter_id", "revision.digest"]),
        UniqueConstraint("letter_id", "message_id"),
        UniqueConstraint("signon_id", "kind", "revision", "round"),
        one_of("kind", MailKind),
        one_of("state", MailState),
        CheckConstraint("tries >= 0", name="tries"),
        CheckConstraint("round >= 1", name="round"),
    )

    id: int | None = Field(default=None, primary_key=True)
    letter_id: int = Field(foreign_key="letter.id", ondelete="CASCADE", index=True)
    signon_id: int = Field(foreign_key="signon.id", ondelete="CASCADE")
    message_id: str = Field(sa_type=PlainText)
    kind: str = Field(sa_type=PlainText)
    round: int = 1
    address: str = Field(sa_type=PlainText)
    language: str = Field(sa_type=PlainText)
    revision: str = Field(sa_type=PlainText)
    earlier: str | None = Field(default=None, sa_type=PlainText)
    state: str = Field(sa_type=PlainText, index=True)
    tokens: list[str] | None = Field(default=None, sa_type=Json)
    tries: int = 0
    queued_at: str | None = Field(default=None, sa_type=PlainText)
    tried_at: str | None = Field(default=None, sa_type=PlainText)
    sent_at: str | None = Field(default=None, sa_type=PlainText)
    not_before: str | None = Field(default=None, sa_type=PlainText)
    said: str | None = Field(default=None, sa_type=PlainText)


class Answer(Record, table=True):
    """What came in on a call: a row of a form, a mail, an entry of the sign-on page; kept whatever becomes of it.

    `number` counts within the letter. `key` tells the same answer when it comes in again: the SHA-256 of what came in.
    `evidence` is the file it came in, `place` its row there. `passage` are the words that say what `says` says.
    `checks` is what speaks against believing it, as checked at receipt. `cells` are a form's cells by their headings.
    """

    __tablename__ = "signon_answer"
    __table_args__ = (
        ForeignKeyConstraint(["letter_id", "revision"], ["revision.letter_id", "revision.digest"]),
        UniqueConstraint("letter_id", "number"),
        UniqueConstraint("letter_id", "key"),
        one_of("channel", Channel),
        one_of("state", AnswerState),
        one_of("says", Says),
        one_of("kind", SignatoryKind),
        CheckConstraint("number >= 1", name="number"),
    )

    id: int | None = Field(default=None, primary_key=True)
    letter_id: int = Field(foreign_key="letter.id", ondelete="CASCADE", index=True)
    number: int
    key: str = Field(sa_type=PlainText)
    channel: str = Field(sa_type=PlainText)
    state: str = Field(sa_type=PlainText)
    says: str = Field(sa_type=PlainText)
    signon_id: int | None = Field(default=None, foreign_key="signon.id", ondelete="SET NULL", index=True)
    name: str | None = Field(default=None, sa_type=PlainText)
    kind: str | None = Field(default=None, sa_type=PlainText)
    representative: str | None = Field(default=None, sa_type=PlainText)
    role: str | None = Field(default=None, sa_type=PlainText)
    email: str | None = Field(default=None, sa_type=PlainText)
    country: str | None = Field(default=None, sa_type=PlainText)
    comments: str | None = Field(default=None, sa_type=PlainText)
    revision: str | None = Field(default=None, sa_type=PlainText)
    passage: str | None = Field(default=None, sa_type=PlainText)
    sender: str | None = Field(default=None, sa_type=PlainText)
    matched: str | None = Field(default=None, sa_type=PlainText)
    dkim: str | None = Field(default=None, sa_type=PlainText)
    checks: list[str] | None = Field(default=None, sa_type=Json)
    cells: dict[str, str] | None = Field(default=None, sa_type=Json)
    fault: str | None = Field(default=None, sa_type=PlainText)
    evidence: str | None = Field(default=None, foreign_key="original.sha256", sa_type=PlainText, index=True)
    place: int | None = None
    said_at: str | None = Field(default=None, sa_type=PlainText)
    received_at: str = Field(sa_type=PlainText)
    decided_at: str | None = Field(default=None, sa_type=PlainText)
    decided_by: str | None = Field(default=None, sa_type=PlainText)


class Publication(Record, table=True):
    """That a frozen text was published, and the names that were printed under it, in order, as they were printed."""

    __table_args__ = (ForeignKeyConstraint(["letter_id", "revision"], ["revision.letter_id", "revision.digest"]),)

    letter_id: int = Field(foreign_key="letter.id", ondelete="CASCADE", primary_key=True)
    revision: str = Field(sa_type=PlainText, primary_key=True)
    published_at: str = Field(sa_type=PlainText)
    published_by: str | None = Field(default=None, sa_type=PlainText)
    note: str | None = Field(default=None, sa_type=PlainText)
    printed: list[dict[str, Any]] | None = Field(default=None, sa_type=Json)


class PageEntry(Record, table=True):
    """What somebody entered on the sign-on page: until its address confirms it, it counts for nothing and may go.

    `key` tells the same entry when it is sent again. `signon_id` is whose personal link was used. `state` and `tries`
    are those of the mail that asks to confirm, `asked` how often it was wanted. When the entry is confirmed, what was
    entered goes to `answer` (its number) and its evidence, and from here.
    """

    __tablename__ = "page_entry"
    __table_args__ = (
        ForeignKeyConstraint(["letter_id", "revision"], ["revision.letter_id", "revision.digest"]),
        UniqueConstraint("letter_id", "key"),
        one_of("kind", SignatoryKind),
        one_of("state", MailState),
        CheckConstraint("tries >= 0", name="tries"),
    )

    id: int | None = Field(default=None, primary_key=True)
    letter_id: int = Field(foreign_key="letter.id", ondelete="CASCADE", index=True)
    key: str = Field(sa_type=PlainText)
    signon_id: int | None = Field(default=None, foreign_key="signon.id", ondelete="SET NULL", index=True)
    revision: str = Field(sa_type=PlainText)
    language: str = Field(sa_type=PlainText)
    name: str | None = Field(default=None, sa_type=PlainText)
    kind: str | None = Field(default=None, sa_type=PlainText)
    representative: str | None = Field(default=None, sa_type=PlainText)
    role: str | None = Field(default=None, sa_type=PlainText)
    email: str | None = Field(default=None, sa_type=PlainText)
    country: str | None = Field(default=None, sa_type=PlainText)
    url: str | None = Field(default=None, sa_type=PlainText)
    entered_at: str = Field(sa_type=PlainText)
    expires_at: str = Field(sa_type=PlainText)
    state: str = Field(sa_type=PlainText, index=True)
    tries: int = 0
    asked: int = 1
    not_before: str | None = Field(default=None, sa_type=PlainText)
    answer: int | None = None


class PageToken(Record, table=True):
    """The SHA-256 of a token in a mail that asks to confirm an entry; the token itself is in that mail alone."""

    __tablename__ = "page_token"

    digest: str = Field(sa_type=PlainText, primary_key=True)
    entry_id: int = Field(foreign_key="page_entry.id", ondelete="CASCADE", index=True)


class FetchedFolder(Record, table=True):
    """How far a mail folder has been fetched for a letter (RFC 9051, section 2.3.1.1)."""

    __tablename__ = "fetched_folder"

    letter_id: int = Field(foreign_key="letter.id", ondelete="CASCADE", primary_key=True)
    account: str = Field(sa_type=PlainText, primary_key=True)
    folder: str = Field(sa_type=PlainText, primary_key=True)
    uid_validity: int = Field(sa_type=BigInteger)
    last_uid: int = Field(sa_type=BigInteger)
