"""The journal: every change on record, in an append-only chain."""

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from correspondence.records.base import PlainText, Record


class JournalEntry(Record, table=True):
    """One act: who, when, what. `digest` is over this entry and `previous`, so the chain shows any tampering.

    `number` counts from 1 without gaps; `at` is UTC, ISO 8601 to the second; `detail` is canonical JSON.
    """

    __tablename__ = "journal"
    __table_args__ = (
        CheckConstraint("number >= 1", name="number"),
        CheckConstraint("length(digest) = 64", name="digest"),
    )

    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    at: str = Field(sa_type=PlainText)
    actor: str = Field(sa_type=PlainText)
    act: str = Field(sa_type=PlainText)
    subject: str = Field(sa_type=PlainText)
    detail: str = Field(sa_type=PlainText)
    previous: str = Field(sa_type=PlainText)
    digest: str = Field(sa_type=PlainText, unique=True)
