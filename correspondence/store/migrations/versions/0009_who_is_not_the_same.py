"""An entry of the directory can say with whom it is not the same, so that a person is not asked again."""

import sqlalchemy as sa
from alembic import op

PLAIN = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the list of names."""
    op.add_column("signatory", sa.Column("distinct_from", PLAIN, nullable=True))


def downgrade() -> None:
    """What a person judged would be lost."""
    raise NotImplementedError("a store is not taken back to an older version")
