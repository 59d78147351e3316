"""What was undertaken, what was asked, and how each message dealt with each question."""

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from correspondence.records.base import Json, PlainText, Record, one_of
from correspondence.vocabulary import Manner, UndertakingStatus, Verdict


class Undertaking(Record, table=True):
    """Something that one or more organizations said they would do; `statement` and `finding` are Markdown."""

    __table_args__ = (
        UniqueConstraint("thread_id", "identifier"),
        UniqueConstraint("thread_id", "position"),
        one_of("status", UndertakingStatus),
    )

    id: int | None = Field(default=None, primary_key=True)
    thread_id: int = Field(foreign_key="thread.id", ondelete="CASCADE", index=True)
    identifier: str = Field(sa_type=PlainText)
    position: int
    statement: str = Field(sa_type=PlainText)
    status: str | None = Field(default=None, sa_type=PlainText)
    finding: str | None = Field(default=None, sa_type=PlainText)
    version: int = Field(default=1, sa_column_kwargs={"server_default": "1"})


class UndertakingBy(Record, table=True):
    """Which organization gave an undertaking."""

    __tablename__ = "undertaking_by"

    undertaking_id: int = Field(foreign_key="undertaking.id", ondelete="CASCADE", primary_key=True)
    position: int = Field(primary_key=True)
    organization_id: int = Field(foreign_key="organization.id", index=True)


class Question(Record, table=True):
    """One question, asked once or many times. Its status is derived by the view `question_state`, never stored."""

    __table_args__ = (
        UniqueConstraint("thread_id", "identifier"),
        UniqueConstraint("thread_id", "position"),
        CheckConstraint("superseded_by_id <> id", name="not_itself"),
    )

    id: int | None = Field(default=None, primary_key=True)
    thread_id: int = Field(foreign_key="thread.id", ondelete="CASCADE", index=True)
    identifier: str = Field(sa_type=PlainText)
    position: int
    undertaking_id: int | None = Field(default=None, foreign_key="undertaking.id", index=True)
    text: str = Field(sa_type=PlainText)
    tags: list[str] | None = Field(default=None, sa_type=Json)
    withdrawn: str | None = Field(default=None, sa_type=PlainText)
    superseded_by_id: int | None = Field(default=None, foreign_key="question.id", index=True)
    version: int = Field(default=1, sa_column_kwargs={"server_default": "1"})


class QuestionAsked(Record, table=True):
    """That a question was put in a message or a letter, and in which words there."""

    __tablename__ = "question_asked"
    __table_args__ = (CheckConstraint("(message_id IS NULL) <> (letter_id IS NULL)", name="one_place"),)

    question_id: int = Field(foreign_key="question.id", ondelete="CASCADE", primary_key=True)
    position: int = Field(primary_key=True)
    message_id: int | None = Field(default=None, foreign_key="message.id", ondelete="CASCADE", index=True)
    letter_id: int | None = Field(default=None, foreign_key="letter.id", ondelete="CASCADE", index=True)
    wording: str | None = Field(default=None, sa_type=PlainText)


class Assessment(Record, table=True):
    """A person's verdict on what one message says to one question, tied to its passages.

    Assessments are added and retracted, never overwritten; of several on one message, the last that was not retracted
    holds. `judged_by` and `judged_at` are who gave the verdict, and when (a partial date or an ISO 8601 time);
    `retracted_by` and `retracted_at` who took it back, and `retracted_why` for what reason.
    """

    __table_args__ = (
        UniqueConstraint("question_id", "position"),
        one_of("verdict", Verdict),
        one_of("manner", Manner),
    )

    id: int | None = Field(default=None, primary_key=True)
    question_id: int = Field(foreign_key="question.id", ondelete="CASCADE", index=True)
    message_id: int = Field(foreign_key="message.id", ondelete="CASCADE", index=True)
    position: int
    verdict: str = Field(sa_type=PlainText)
    manner: str | None = Field(default=None, sa_type=PlainText)
    note: str | None = Field(default=None, sa_type=PlainText)
    judged_by: str | None = Field(default=None, sa_type=PlainText)
    judged_at: str | None = Field(default=None, sa_type=PlainText)
    retracted_by: str | None = Field(default=None, sa_type=PlainText)
    retracted_at: str | None = Field(default=None, sa_type=PlainText)
    retracted_why: str | None = Field(default=None, sa_type=PlainText)
