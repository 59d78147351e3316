"""Who signs, and who signed which text."""

from typing import Any

from sqlalchemy import ForeignKeyConstraint, UniqueConstraint
from sqlmodel import Field

from correspondence.records.base import Json, PlainText, Record, one_of
from correspondence.vocabulary import Channel, SignatoryKind, SignOnStatus


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
