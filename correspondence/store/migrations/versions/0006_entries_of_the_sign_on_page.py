"""What is entered on the sign-on page and waits to be confirmed by e-mail."""

import sqlalchemy as sa
from alembic import op

PLAIN = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables; nothing that is there changes."""
    texts = ("name", "kind", "representative", "role", "email", "country", "url")
    states = "'queued', 'sending', 'sent', 'written', 'failed', 'cancelled'"
    op.create_table(
        "page_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("key", PLAIN, nullable=False),
        sa.Column("signon_id", sa.Integer(), nullable=True),
        sa.Column("revision", PLAIN, nullable=False),
        sa.Column("language", PLAIN, nullable=False),
        *(sa.Column(name, PLAIN, nullable=True) for name in texts),
        sa.Column("entered_at", PLAIN, nullable=False),
        sa.Column("expires_at", PLAIN, nullable=False),
        sa.Column("state", PLAIN, nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("not_before", PLAIN, nullable=True),
        sa.Column("answer", sa.Integer(), nullable=True),
        sa.CheckConstraint("kind IN ('organization', 'person')", name=op.f("ck_page_entry_kind")),
        sa.CheckConstraint(f"state IN ({states})", name=op.f("ck_page_entry_state")),
        sa.CheckConstraint("tries >= 0", name=op.f("ck_page_entry_tries")),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_page_entry_letter_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["letter_id", "revision"],
            ["revision.letter_id", "revision.digest"],
            name=op.f("fk_page_entry_letter_id_revision"),
        ),
        sa.ForeignKeyConstraint(
            ["signon_id"], ["signon.id"], name=op.f("fk_page_entry_signon_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_page_entry")),
        sa.UniqueConstraint("letter_id", "key", name=op.f("uq_page_entry_letter_id_key")),
    )
    for column in ("letter_id", "signon_id", "state"):
        op.create_index(op.f(f"ix_page_entry_{column}"), "page_entry", [column])
    op.create_table(
        "page_token",
        sa.Column("digest", PLAIN, nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["page_entry.id"], name=op.f("fk_page_token_entry_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_page_token")),
    )
    op.create_index(op.f("ix_page_token_entry_id"), "page_token", ["entry_id"])


def downgrade() -> None:
    """Who has not confirmed yet would be lost."""
    raise NotImplementedError("a store is not taken back to an older version")
