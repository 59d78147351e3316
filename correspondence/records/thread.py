"""A thread, and the organizations and people on the other side of it."""

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from correspondence.records.base import Json, PlainText, Record, one_of, partial_date
from correspondence.vocabulary import OrganizationKind


class Thread(Record, table=True):
    """A correspondence with one counterpart and those around it, over years."""

    __table_args__ = (CheckConstraint("reply_due_days >= 0", name="reply_due_days"),)

    id: int | None = Field(default=None, primary_key=True)
    slug: str = Field(sa_type=PlainText, unique=True)
    title: str = Field(sa_type=PlainText)
    language: str = Field(sa_type=PlainText)
    summary: str | None = Field(default=None, sa_type=PlainText)
    reply_due_days: int | None = None
    version: int = Field(default=1, sa_column_kwargs={"server_default": "1"})


class Organization(Record, table=True):
    """An organization that takes part in a thread; `names` maps a language tag to the name in that language."""

    __table_args__ = (
        UniqueConstraint("thread_id", "name"),
        UniqueConstraint("thread_id", "position"),
        one_of("kind", OrganizationKind),
    )

    id: int | None = Field(default=None, primary_key=True)
    thread_id: int = Field(foreign_key="thread.id", ondelete="CASCADE", index=True)
    position: int
    name: str = Field(sa_type=PlainText)
    kind: str | None = Field(default=None, sa_type=PlainText)
    names: dict[str, str] | None = Field(default=None, sa_type=Json)
    country: str | None = Field(default=None, sa_type=PlainText)
    url: str | None = Field(default=None, sa_type=PlainText)


class Parent(Record, table=True):
    """That one organization owned or controlled another, and when."""

    __tablename__ = "organization_parent"
    __table_args__ = (
        CheckConstraint("organization_id <> parent_id", name="not_itself"),
        partial_date("since"),
        partial_date("until"),
    )

    organization_id: int = Field(foreign_key="organization.id", ondelete="CASCADE", primary_key=True)
    position: int = Field(primary_key=True)
    parent_id: int = Field(foreign_key="organization.id", ondelete="CASCADE", index=True)
    since: str | None = Field(default=None, sa_type=PlainText)
    until: str | None = Field(default=None, sa_type=PlainText)


class Contact(Record, table=True):
    """A person at one of the organizations, in a role, for a time."""

    __table_args__ = (
        UniqueConstraint("thread_id", "position"),
        partial_date("since"),
        partial_date("until"),
    )

    id: int | None = Field(default=None, primary_key=True)
    thread_id: int = Field(foreign_key="thread.id", ondelete="CASCADE", index=True)
    position: int
    name: str = Field(sa_type=PlainText)
    honorific: str | None = Field(default=None, sa_type=PlainText)
    role: str | None = Field(default=None, sa_type=PlainText)
    organization_id: int | None = Field(default=None, foreign_key="organization.id", index=True)
    email: str | None = Field(default=None, sa_type=PlainText)
    since: str | None = Field(default=None, sa_type=PlainText)
    until: str | None = Field(default=None, sa_type=PlainText)
