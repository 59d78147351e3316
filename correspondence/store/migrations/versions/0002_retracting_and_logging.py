"""Assessments can be retracted; a message keeps what its reader remarked and which messages it refers to."""

import sqlalchemy as sa
from alembic import op

PLAIN = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# As before, but an assessment that was retracted decides nothing.
QUESTION_DECISION = """
    CREATE VIEW question_decision AS
    SELECT question_id, assessment_id, message_id, verdict
      FROM (SELECT a.question_id, a.id AS assessment_id, a.message_id, a.verdict,
                   row_number() OVER (
                       PARTITION BY a.question_id
                       ORDER BY coalesce(m.date, m.received, '') DESC, coalesce(m.received, '') DESC, a.position DESC
                   ) AS newest
              FROM assessment a JOIN message m ON m.id = a.message_id
             WHERE a.retracted_at IS NULL) ranked
     WHERE newest = 1
"""


def upgrade() -> None:
    """Add the columns, and make the one view anew that they change; what stands on it is made again as it was."""
    op.add_column("assessment", sa.Column("retracted_by", PLAIN, nullable=True))
    op.add_column("assessment", sa.Column("retracted_at", PLAIN, nullable=True))
    op.add_column("assessment", sa.Column("retracted_why", PLAIN, nullable=True))
    op.add_column("message", sa.Column("remarks", PLAIN, nullable=True))
    op.add_column("message", sa.Column("refers_to", PLAIN, nullable=True))
    if op.get_bind().dialect.name == "postgresql":
        # Its columns stay the same, so the views on top of it need not go.
        op.execute(QUESTION_DECISION.replace("CREATE VIEW", "CREATE OR REPLACE VIEW"))
    else:
        op.execute("DROP VIEW question_decision")
        op.execute(QUESTION_DECISION)
