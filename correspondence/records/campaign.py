"""Campaigns: one letter to several companies, a thread each."""

from sqlmodel import Field

from correspondence.records.base import PlainText, Record, partial_date


class Campaign(Record, table=True):
    """What the letters of a campaign share: their data, and one body of Markdown with Jinja."""

    __table_args__ = (partial_date("date"),)

    id: int | None = Field(default=None, primary_key=True)
    identifier: str = Field(sa_type=PlainText, unique=True)
    title: str = Field(sa_type=PlainText)
    template: str | None = Field(default=None, sa_type=PlainText)
    language: str | None = Field(default=None, sa_type=PlainText)
    date: str | None = Field(default=None, sa_type=PlainText)
    reply_by: str | None = Field(default=None, sa_type=PlainText)
    embargo: str | None = Field(default=None, sa_type=PlainText)
    body: str = Field(default="", sa_type=PlainText)
    version: int = Field(default=1, sa_column_kwargs={"server_default": "1"})


class CampaignLetter(Record, table=True):
    """Which letter a campaign has in a thread; its body is its own copy, so that a thread stands alone."""

    __tablename__ = "campaign_letter"

    campaign_id: int = Field(foreign_key="campaign.id", ondelete="CASCADE", primary_key=True)
    position: int = Field(primary_key=True)
    letter_id: int = Field(foreign_key="letter.id", ondelete="CASCADE", unique=True)
