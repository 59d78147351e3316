"""The newest reply of each thread that was read to the end: looked up once for a thread, not once for each question."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_READ = sa.text("direction = 'incoming' AND assessed")

VIEWS = (
    """
    CREATE VIEW thread_read AS
    SELECT thread_id, max(coalesce(date, received)) AS newest
      FROM message
     WHERE direction = 'incoming' AND assessed
     GROUP BY thread_id
    """,
    # A question that nobody addressed was passed over once a reply dated after it has been read to the end.
    """
    CREATE VIEW question_state AS
    SELECT q.id AS question_id,
           CASE
               WHEN q.withdrawn IS NOT NULL THEN 'withdrawn'
               WHEN q.superseded_by_id IS NOT NULL THEN 'superseded'
               WHEN d.verdict IS NOT NULL THEN d.verdict
               WHEN r.newest >= k.first_asked THEN 'passed-over'
               ELSE 'open'
           END AS status,
           d.assessment_id AS assessment_id,
           d.message_id AS message_id,
           k.times_asked AS times_asked,
           k.first_asked AS first_asked,
           k.last_asked AS last_asked
      FROM question q
      JOIN question_asking k ON k.question_id = q.id
      LEFT JOIN question_decision d ON d.question_id = q.id
      LEFT JOIN thread_read r ON r.thread_id = q.thread_id
    """,
)


def upgrade() -> None:
    """Add the index and the view, and let the questions' status be derived by them."""
    op.create_index(
        "ix_message_read",
        "message",
        ["thread_id", "date", "received"],
        sqlite_where=_READ,
        postgresql_where=_READ,
    )
    op.execute("DROP VIEW question_state")
    for view in VIEWS:
        op.execute(view)


def downgrade() -> None:
    """A store is only ever brought up to date."""
    raise NotImplementedError("a store is not taken back to an older version")
