"""Calls to sign: mails in a queue, answers with their evidence, publications, and how far folders were fetched."""

import sqlalchemy as sa
from alembic import op

PLAIN = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def _text(name: str, *, required: bool = False) -> "sa.Column[str]":
    return sa.Column(name, PLAIN, nullable=not required)


def _number(name: str, *, required: bool = True, big: bool = False) -> "sa.Column[int]":
    return sa.Column(name, sa.BigInteger() if big else sa.Integer(), nullable=not required)


def _letter(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f(f"fk_{table}_letter_id"), ondelete="CASCADE")


def _text_of_letter(table: str, column: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_letter_id_{column}")
    return sa.ForeignKeyConstraint(["letter_id", column], ["revision.letter_id", "revision.digest"], name=name)


def _one_of(table: str, column: str, *values: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(f"{column} IN ({', '.join(map(repr, values))})", name=op.f(f"ck_{table}_{column}"))


def upgrade() -> None:
    """Add the tables; nothing that is there changes."""
    op.create_table(
        "signon_call",
        _number("letter_id"),
        _text("deadline", required=True),
        _text("zone", required=True),
        _text("template", required=True),
        _text("revision", required=True),
        _text("attach"),
        _letter("signon_call"),
        _text_of_letter("signon_call", "revision"),
        sa.PrimaryKeyConstraint("letter_id", name=op.f("pk_signon_call")),
    )
    op.create_table(
        "signon_mail",
        _number("id"),
        _number("letter_id"),
        _number("signon_id"),
        _text("message_id", required=True),
        _text("kind", required=True),
        _number("round"),
        _text("address", required=True),
        _text("language", required=True),
        _text("revision", required=True),
        _text("earlier"),
        _text("state", required=True),
        _text("tokens"),
        _number("tries"),
        _text("queued_at"),
        _text("tried_at"),
        _text("sent_at"),
        _text("not_before"),
        _text("said"),
        _one_of("signon_mail", "kind", "call", "reminder", "confirmation"),
        _one_of("signon_mail", "state", "queued", "sending", "sent", "written", "failed", "cancelled"),
        sa.CheckConstraint("tries >= 0", name=op.f("ck_signon_mail_tries")),
        sa.CheckConstraint("round >= 1", name=op.f("ck_signon_mail_round")),
        _letter("signon_mail"),
        _text_of_letter("signon_mail", "revision"),
        _text_of_letter("signon_mail", "earlier"),
        sa.ForeignKeyConstraint(
            ["signon_id"], ["signon.id"], name=op.f("fk_signon_mail_signon_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signon_mail")),
        sa.UniqueConstraint("letter_id", "message_id", name=op.f("uq_signon_mail_letter_id_message_id")),
        sa.UniqueConstraint(
            "signon_id", "kind", "revision", "round", name=op.f("uq_signon_mail_signon_id_kind_revision_round")
        ),
    )
    op.create_index(op.f("ix_signon_mail_letter_id"), "signon_mail", ["letter_id"])
    op.create_index(op.f("ix_signon_mail_state"), "signon_mail", ["state"])
    op.create_table(
        "signon_answer",
        _number("id"),
        _number("letter_id"),
        _number("number"),
        _text("key", required=True),
        _text("channel", required=True),
        _text("state", required=True),
        _text("says", required=True),
        _number("signon_id", required=False),
        *map(_text, ("name", "kind", "representative", "role", "email", "country", "comments", "revision", "passage")),
        *map(_text, ("sender", "matched", "dkim", "checks", "cells", "fault", "evidence")),
        _number("place", required=False),
        _text("said_at"),
        _text("received_at", required=True),
        _text("decided_at"),
        _text("decided_by"),
        _one_of("signon_answer", "channel", "email", "form", "web", "meeting", "manual"),
        _one_of("signon_answer", "state", "pending", "accepted", "rejected", "duplicate", "faulty"),
        _one_of("signon_answer", "says", "signs", "declines", "withdraws", "wants-change", "asks", "unclear"),
        _one_of("signon_answer", "kind", "organization", "person"),
        sa.CheckConstraint("number >= 1", name=op.f("ck_signon_answer_number")),
        _letter("signon_answer"),
        _text_of_letter("signon_answer", "revision"),
        sa.ForeignKeyConstraint(
            ["signon_id"], ["signon.id"], name=op.f("fk_signon_answer_signon_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["evidence"], ["original.sha256"], name=op.f("fk_signon_answer_evidence")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signon_answer")),
        sa.UniqueConstraint("letter_id", "number", name=op.f("uq_signon_answer_letter_id_number")),
        sa.UniqueConstraint("letter_id", "key", name=op.f("uq_signon_answer_letter_id_key")),
    )
    op.create_index(op.f("ix_signon_answer_letter_id"), "signon_answer", ["letter_id"])
    op.create_index(op.f("ix_signon_answer_signon_id"), "signon_answer", ["signon_id"])
    op.create_index(op.f("ix_signon_answer_evidence"), "signon_answer", ["evidence"])
    op.create_table(
        "publication",
        _number("letter_id"),
        _text("revision", required=True),
        _text("published_at", required=True),
        _text("published_by"),
        _text("note"),
        _text("printed"),
        _letter("publication"),
        _text_of_letter("publication", "revision"),
        sa.PrimaryKeyConstraint("letter_id", "revision", name=op.f("pk_publication")),
    )
    op.create_table(
        "fetched_folder",
        _number("letter_id"),
        _text("account", required=True),
        _text("folder", required=True),
        _number("uid_validity", big=True),
        _number("last_uid", big=True),
        _letter("fetched_folder"),
        sa.PrimaryKeyConstraint("letter_id", "account", "folder", name=op.f("pk_fetched_folder")),
    )


def downgrade() -> None:
    """What was sent and what came in would be lost."""
    raise NotImplementedError("a store is not taken back to an older version")
