"""A question can point at the words that gave rise to it."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ONE_OWNER = (
    "CASE WHEN undertaking_id IS NULL THEN 0 ELSE 1 END + CASE WHEN assessment_id IS NULL THEN 0 ELSE 1 END"
    " + CASE WHEN question_id IS NULL THEN 0 ELSE 1 END = 1"
)


def upgrade() -> None:
    """A third kind of owner for passages."""
    with op.batch_alter_table("passage", schema=None) as batch_op:
        batch_op.add_column(sa.Column("question_id", sa.Integer(), nullable=True))
        batch_op.drop_constraint(op.f("ck_passage_one_owner"), type_="check")
        batch_op.create_check_constraint(op.f("ck_passage_one_owner"), ONE_OWNER)
        batch_op.create_foreign_key(
            op.f("fk_passage_question_id"), "question", ["question_id"], ["id"], ondelete="CASCADE"
        )
        batch_op.create_unique_constraint(op.f("uq_passage_question_id_position"), ["question_id", "position"])
        batch_op.create_index(batch_op.f("ix_passage_question_id"), ["question_id"], unique=False)


def downgrade() -> None:
    """What points at words would be lost."""
    raise NotImplementedError("a store is not taken back to an older version")
