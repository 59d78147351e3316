"""Search: paragraphs by the words that stand in them, and which records have changed since they were indexed."""

import sqlalchemy as sa
from alembic import op

PLAIN = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

# The words come folded and set apart, so that the tokenizer has nothing to decide: all beyond ASCII belongs to a word.
SQLITE_INDEX = "CREATE VIRTUAL TABLE search_index USING fts5(words, party, scope, tokenize='ascii', prefix='2 3 4')"
SQLITE_BUFFER = "INSERT INTO search_index (search_index, rank) VALUES ('hashsize', 16777216)"


def upgrade() -> None:
    """Add the tables; the store fills them, and makes the triggers, when all migrations are done."""
    op.create_table(
        "search_document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", PLAIN, nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=True),
        sa.Column("kind", PLAIN, nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("checksum", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_document")),
        sa.UniqueConstraint("source", "row_id", name=op.f("uq_search_document_source_row_id")),
    )
    op.create_table(
        "search_stale",
        sa.Column("source", PLAIN, nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("source", "row_id", name=op.f("pk_search_stale")),
    )
    op.create_table(
        "search_version",
        sa.Column("version", PLAIN, nullable=False),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_search_version")),
    )
    if op.get_bind().dialect.name == "sqlite":
        op.execute(SQLITE_INDEX)
        op.execute(SQLITE_BUFFER)
        return
    op.execute("CREATE TABLE search_index (id bigint CONSTRAINT pk_search_index PRIMARY KEY, words tsvector NOT NULL)")
    op.execute("CREATE INDEX ix_search_index_words ON search_index USING gin (words)")


def downgrade() -> None:
    """A store is only ever brought up to date."""
    raise NotImplementedError("a store is not taken back to an older version")
