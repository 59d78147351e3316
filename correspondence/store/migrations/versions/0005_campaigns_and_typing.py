"""Campaigns, questions chosen for an appendix, and what is being typed."""

import sqlalchemy as sa
from alembic import op

PLAIN = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

APPENDIX_KINDS = (
    "kind IN ('unresolved-questions', 'all-questions', 'timeline', 'contradictions', 'campaign-table', 'text')"
)


def upgrade() -> None:
    """Add the tables and columns; an appendix may also be a campaign's table."""
    op.create_table(
        "campaign",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("identifier", PLAIN, nullable=False),
        sa.Column("title", PLAIN, nullable=False),
        sa.Column("template", PLAIN, nullable=True),
        sa.Column("language", PLAIN, nullable=True),
        sa.Column("date", PLAIN, nullable=True),
        sa.Column("reply_by", PLAIN, nullable=True),
        sa.Column("embargo", PLAIN, nullable=True),
        sa.Column("body", PLAIN, nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("length(date) IN (4, 7, 10)", name=op.f("ck_campaign_date")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign")),
        sa.UniqueConstraint("identifier", name=op.f("uq_campaign_identifier")),
    )
    op.create_table(
        "campaign_letter",
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_campaign_letter_campaign_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["letter_id"], ["letter.id"], name=op.f("fk_campaign_letter_letter_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("campaign_id", "position", name=op.f("pk_campaign_letter")),
        sa.UniqueConstraint("letter_id", name=op.f("uq_campaign_letter_letter_id")),
    )
    op.create_table(
        "draft_autosave",
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("editor", PLAIN, nullable=False),
        sa.Column("actor", PLAIN, nullable=False),
        sa.Column("base_version", sa.Integer(), nullable=False),
        sa.Column("base", PLAIN, nullable=False),
        sa.Column("body", PLAIN, nullable=False),
        sa.Column("saved_at", PLAIN, nullable=False),
        sa.ForeignKeyConstraint(
            ["letter_id"], ["letter.id"], name=op.f("fk_draft_autosave_letter_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("letter_id", "editor", name=op.f("pk_draft_autosave")),
    )
    _widen_appendix()
    op.create_table(
        "letter_appendix_question",
        sa.Column("appendix_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["appendix_id"],
            ["letter_appendix.id"],
            name=op.f("fk_letter_appendix_question_appendix_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"], name=op.f("fk_letter_appendix_question_question_id")),
        sa.PrimaryKeyConstraint("appendix_id", "position", name=op.f("pk_letter_appendix_question")),
    )
    op.create_index(op.f("ix_letter_appendix_question_question_id"), "letter_appendix_question", ["question_id"])


def _widen_appendix() -> None:
    name = op.f("ck_letter_appendix_kind")
    with op.batch_alter_table("letter_appendix") as table:
        table.drop_constraint(name, type_="check")
        table.create_check_constraint(name, APPENDIX_KINDS)
        table.add_column(sa.Column("show", PLAIN, nullable=True))
        table.add_column(sa.Column("campaign", PLAIN, nullable=True))
