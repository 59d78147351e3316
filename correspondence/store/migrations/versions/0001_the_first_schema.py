"""The first schema."""

import sqlalchemy as sa
from alembic import op

PLAIN = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

VIEWS = (
    # How often each question was asked, and when first and last, in code-point order of partial dates.
    """
    CREATE VIEW question_asking AS
    SELECT q.id AS question_id,
           count(a.question_id) AS times_asked,
           min(coalesce(m.date, l.date)) AS first_asked,
           max(coalesce(m.date, l.date)) AS last_asked
      FROM question q
      LEFT JOIN question_asked a ON a.question_id = q.id
      LEFT JOIN message m ON m.id = a.message_id
      LEFT JOIN letter l ON l.id = a.letter_id
     GROUP BY q.id
    """,
    # The assessment that decides: of the newest message that addresses the question, the last one given.
    """
    CREATE VIEW question_decision AS
    SELECT question_id, assessment_id, message_id, verdict
      FROM (SELECT a.question_id, a.id AS assessment_id, a.message_id, a.verdict,
                   row_number() OVER (
                       PARTITION BY a.question_id
                       ORDER BY coalesce(m.date, m.received, '') DESC, coalesce(m.received, '') DESC, a.position DESC
                   ) AS newest
              FROM assessment a JOIN message m ON m.id = a.message_id) ranked
     WHERE newest = 1
    """,
    # A question that nobody addressed was passed over once a reply dated after it has been read to the end.
    """
    CREATE VIEW question_state AS
    SELECT q.id AS question_id,
           CASE
               WHEN q.withdrawn IS NOT NULL THEN 'withdrawn'
               WHEN q.superseded_by_id IS NOT NULL THEN 'superseded'
               WHEN d.verdict IS NOT NULL THEN d.verdict
               WHEN EXISTS (SELECT 1 FROM message r
                             WHERE r.thread_id = q.thread_id AND r.direction = 'incoming' AND r.assessed
                               AND coalesce(r.date, r.received) >= k.first_asked) THEN 'passed-over'
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
    """,
    # Revisions with the same text_number say the same in substance: only editorial changes lie between them.
    """
    CREATE VIEW revision_text AS
    SELECT id AS revision_id, letter_id, number, digest,
           coalesce(max(CASE WHEN kind = 'substantive' THEN number END)
                        OVER (PARTITION BY letter_id ORDER BY number), 1) AS text_number
      FROM revision
    """,
    # Whether each sign-on holds for the newest revision of its letter.
    """
    CREATE VIEW signon_state AS
    SELECT s.id AS signon_id, s.letter_id AS letter_id,
           CASE
               WHEN s.status <> 'signed' THEN s.status
               WHEN s.revision IS NULL THEN 'unbound'
               WHEN signed.text_number = newest.text_number THEN 'confirmed'
               ELSE 'to-be-confirmed'
           END AS state
      FROM signon s
      LEFT JOIN revision_text signed ON signed.letter_id = s.letter_id AND signed.digest = s.revision
      LEFT JOIN revision_text newest ON newest.letter_id = s.letter_id
           AND newest.number = (SELECT max(r.number) FROM revision r WHERE r.letter_id = s.letter_id)
    """,
)

# What is on record stays as it is, whoever holds the connection.
_FROZEN = (
    ("journal", "UPDATE OF number, at, actor, act, subject, detail, previous, digest"),
    ("journal", "DELETE"),
    ("original", "UPDATE OF sha256, size, content"),
    ("revision", "UPDATE OF number, digest, body"),
)
SQLITE_GUARDS = tuple(
    f"CREATE TRIGGER {table}_frozen_{event.split()[0].lower()} BEFORE {event} ON {table} "
    f"BEGIN SELECT RAISE(ABORT, '{table}: what is on record is never altered'); END"
    for table, event in _FROZEN
)
POSTGRES_GUARDS = (
    """
    CREATE FUNCTION on_record() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION '%: what is on record is never altered', TG_TABLE_NAME; END $$
    """,
    *(
        f"CREATE TRIGGER {table}_frozen_{event.split()[0].lower()} BEFORE {event} ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION on_record()"
        for table, event in _FROZEN
    ),
)


def upgrade() -> None:
    """Make every table, the derived views, and the guards on what is never altered."""
    op.create_table(
        "journal",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", PLAIN, nullable=False),
        sa.Column("actor", PLAIN, nullable=False),
        sa.Column("act", PLAIN, nullable=False),
        sa.Column("subject", PLAIN, nullable=False),
        sa.Column("detail", PLAIN, nullable=False),
        sa.Column("previous", PLAIN, nullable=False),
        sa.Column("digest", PLAIN, nullable=False),
        sa.CheckConstraint("length(digest) = 64", name=op.f("ck_journal_digest")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_journal_number")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_journal")),
        sa.UniqueConstraint("digest", name=op.f("uq_journal_digest")),
    )
    op.create_table(
        "original",
        sa.Column("sha256", PLAIN, nullable=False),
        sa.Column("extension", PLAIN, nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_original_sha256")),
        sa.CheckConstraint("size >= 0", name=op.f("ck_original_size")),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_original")),
    )
    op.create_table(
        "signatory",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", PLAIN, nullable=False),
        sa.Column("names", PLAIN, nullable=True),
        sa.Column("kind", PLAIN, nullable=True),
        sa.Column("sort_as", PLAIN, nullable=True),
        sa.Column("country", PLAIN, nullable=True),
        sa.Column("url", PLAIN, nullable=True),
        sa.Column("domains", PLAIN, nullable=True),
        sa.Column("contacts", PLAIN, nullable=True),
        sa.Column("logo", PLAIN, nullable=True),
        sa.Column("aliases", PLAIN, nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("kind IN ('organization', 'person')", name=op.f("ck_signatory_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signatory")),
        sa.UniqueConstraint("name", name=op.f("uq_signatory_name")),
    )
    op.create_table(
        "thread",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", PLAIN, nullable=False),
        sa.Column("title", PLAIN, nullable=False),
        sa.Column("language", PLAIN, nullable=False),
        sa.Column("summary", PLAIN, nullable=True),
        sa.Column("reply_due_days", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("reply_due_days >= 0", name=op.f("ck_thread_reply_due_days")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thread")),
        sa.UniqueConstraint("slug", name=op.f("uq_thread_slug")),
    )
    op.create_table(
        "letter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("identifier", PLAIN, nullable=False),
        sa.Column("title", PLAIN, nullable=False),
        sa.Column("date", PLAIN, nullable=True),
        sa.Column("language", PLAIN, nullable=True),
        sa.Column("template", PLAIN, nullable=True),
        sa.Column("salutation", PLAIN, nullable=True),
        sa.Column("closing", PLAIN, nullable=True),
        sa.Column("embargo", PLAIN, nullable=True),
        sa.Column("reply_by", PLAIN, nullable=True),
        sa.Column("body", PLAIN, nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("length(date) IN (4, 7, 10)", name=op.f("ck_letter_date")),
        sa.ForeignKeyConstraint(["thread_id"], ["thread.id"], name=op.f("fk_letter_thread_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
        sa.UniqueConstraint("thread_id", "identifier", name=op.f("uq_letter_thread_id_identifier")),
    )
    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_letter_thread_id"), ["thread_id"], unique=False)

    op.create_table(
        "message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("identifier", PLAIN, nullable=False),
        sa.Column("direction", PLAIN, nullable=False),
        sa.Column("kind", PLAIN, nullable=True),
        sa.Column("date", PLAIN, nullable=True),
        sa.Column("received", PLAIN, nullable=True),
        sa.Column("author", PLAIN, nullable=True),
        sa.Column("recipients", PLAIN, nullable=True),
        sa.Column("title", PLAIN, nullable=True),
        sa.Column("language", PLAIN, nullable=True),
        sa.Column("url", PLAIN, nullable=True),
        sa.Column("archive_url", PLAIN, nullable=True),
        sa.Column("message_id", PLAIN, nullable=True),
        sa.Column("visibility", PLAIN, nullable=True),
        sa.Column("assessed", sa.Boolean(), nullable=False),
        sa.Column("body", PLAIN, nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("direction IN ('incoming', 'outgoing', 'reference')", name=op.f("ck_message_direction")),
        sa.CheckConstraint(
            "kind IN ('letter', 'email', 'memo', 'policy', 'interview', 'filing', 'report', 'statement', 'meeting', 'other')",
            name=op.f("ck_message_kind"),
        ),
        sa.CheckConstraint("visibility IN ('public', 'private')", name=op.f("ck_message_visibility")),
        sa.CheckConstraint("length(date) IN (4, 7, 10)", name=op.f("ck_message_date")),
        sa.ForeignKeyConstraint(["thread_id"], ["thread.id"], name=op.f("fk_message_thread_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint("thread_id", "identifier", name=op.f("uq_message_thread_id_identifier")),
    )
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_message_message_id"), ["message_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_message_thread_id"), ["thread_id"], unique=False)

    op.create_table(
        "organization",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", PLAIN, nullable=False),
        sa.Column("kind", PLAIN, nullable=True),
        sa.Column("names", PLAIN, nullable=True),
        sa.Column("country", PLAIN, nullable=True),
        sa.Column("url", PLAIN, nullable=True),
        sa.CheckConstraint(
            "kind IN ('company', 'investor', 'regulator', 'mandate', 'law-firm', 'media', 'civil-society', 'other')",
            name=op.f("ck_organization_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["thread.id"], name=op.f("fk_organization_thread_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organization")),
        sa.UniqueConstraint("thread_id", "name", name=op.f("uq_organization_thread_id_name")),
        sa.UniqueConstraint("thread_id", "position", name=op.f("uq_organization_thread_id_position")),
    )
    with op.batch_alter_table("organization", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_organization_thread_id"), ["thread_id"], unique=False)

    op.create_table(
        "undertaking",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("identifier", PLAIN, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("statement", PLAIN, nullable=False),
        sa.Column("status", PLAIN, nullable=True),
        sa.Column("finding", PLAIN, nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "status IN ('outstanding', 'partly-fulfilled', 'fulfilled', 'contradicted', 'withdrawn')",
            name=op.f("ck_undertaking_status"),
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["thread.id"], name=op.f("fk_undertaking_thread_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_undertaking")),
        sa.UniqueConstraint("thread_id", "identifier", name=op.f("uq_undertaking_thread_id_identifier")),
        sa.UniqueConstraint("thread_id", "position", name=op.f("uq_undertaking_thread_id_position")),
    )
    with op.batch_alter_table("undertaking", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_undertaking_thread_id"), ["thread_id"], unique=False)

    op.create_table(
        "contact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", PLAIN, nullable=False),
        sa.Column("honorific", PLAIN, nullable=True),
        sa.Column("role", PLAIN, nullable=True),
        sa.Column("organization_id", sa.Integer(), nullable=True),
        sa.Column("email", PLAIN, nullable=True),
        sa.Column("since", PLAIN, nullable=True),
        sa.Column("until", PLAIN, nullable=True),
        sa.CheckConstraint("length(since) IN (4, 7, 10)", name=op.f("ck_contact_since")),
        sa.CheckConstraint("length(until) IN (4, 7, 10)", name=op.f("ck_contact_until")),
        sa.ForeignKeyConstraint(["organization_id"], ["organization.id"], name=op.f("fk_contact_organization_id")),
        sa.ForeignKeyConstraint(["thread_id"], ["thread.id"], name=op.f("fk_contact_thread_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
        sa.UniqueConstraint("thread_id", "position", name=op.f("uq_contact_thread_id_position")),
    )
    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contact_organization_id"), ["organization_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_contact_thread_id"), ["thread_id"], unique=False)

    op.create_table(
        "letter_appendix",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("label", PLAIN, nullable=True),
        sa.Column("title", PLAIN, nullable=True),
        sa.Column("kind", PLAIN, nullable=False),
        sa.Column("columns", PLAIN, nullable=True),
        sa.Column("body", PLAIN, nullable=True),
        sa.CheckConstraint(
            "kind IN ('unresolved-questions', 'all-questions', 'timeline', 'contradictions', 'text')",
            name=op.f("ck_letter_appendix_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["letter_id"], ["letter.id"], name=op.f("fk_letter_appendix_letter_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_appendix")),
        sa.UniqueConstraint("letter_id", "position", name=op.f("uq_letter_appendix_letter_id_position")),
    )
    with op.batch_alter_table("letter_appendix", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_letter_appendix_letter_id"), ["letter_id"], unique=False)

    op.create_table(
        "letter_reply",
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["letter_id"], ["letter.id"], name=op.f("fk_letter_reply_letter_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_letter_reply_message_id")),
        sa.PrimaryKeyConstraint("letter_id", "position", name=op.f("pk_letter_reply")),
    )
    with op.batch_alter_table("letter_reply", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_letter_reply_message_id"), ["message_id"], unique=False)

    op.create_table(
        "message_file",
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("sha256", PLAIN, nullable=False),
        sa.Column("name", PLAIN, nullable=True),
        sa.Column("media_type", PLAIN, nullable=True),
        sa.ForeignKeyConstraint(
            ["message_id"], ["message.id"], name=op.f("fk_message_file_message_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["sha256"], ["original.sha256"], name=op.f("fk_message_file_sha256")),
        sa.PrimaryKeyConstraint("message_id", "position", name=op.f("pk_message_file")),
    )
    with op.batch_alter_table("message_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_message_file_sha256"), ["sha256"], unique=False)

    op.create_table(
        "message_reply",
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("to_message_id", sa.Integer(), nullable=True),
        sa.Column("to_letter_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(to_message_id IS NULL) <> (to_letter_id IS NULL)", name=op.f("ck_message_reply_one_target")
        ),
        sa.ForeignKeyConstraint(
            ["message_id"], ["message.id"], name=op.f("fk_message_reply_message_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["to_letter_id"], ["letter.id"], name=op.f("fk_message_reply_to_letter_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["to_message_id"], ["message.id"], name=op.f("fk_message_reply_to_message_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("message_id", "position", name=op.f("pk_message_reply")),
    )
    with op.batch_alter_table("message_reply", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_message_reply_to_letter_id"), ["to_letter_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_message_reply_to_message_id"), ["to_message_id"], unique=False)

    op.create_table(
        "organization_parent",
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=False),
        sa.Column("since", PLAIN, nullable=True),
        sa.Column("until", PLAIN, nullable=True),
        sa.CheckConstraint("length(since) IN (4, 7, 10)", name=op.f("ck_organization_parent_since")),
        sa.CheckConstraint("length(until) IN (4, 7, 10)", name=op.f("ck_organization_parent_until")),
        sa.CheckConstraint("organization_id <> parent_id", name=op.f("ck_organization_parent_not_itself")),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_organization_parent_organization_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["organization.id"], name=op.f("fk_organization_parent_parent_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("organization_id", "position", name=op.f("pk_organization_parent")),
    )
    with op.batch_alter_table("organization_parent", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_organization_parent_parent_id"), ["parent_id"], unique=False)

    op.create_table(
        "question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("identifier", PLAIN, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("undertaking_id", sa.Integer(), nullable=True),
        sa.Column("text", PLAIN, nullable=False),
        sa.Column("tags", PLAIN, nullable=True),
        sa.Column("withdrawn", PLAIN, nullable=True),
        sa.Column("superseded_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("superseded_by_id <> id", name=op.f("ck_question_not_itself")),
        sa.ForeignKeyConstraint(["superseded_by_id"], ["question.id"], name=op.f("fk_question_superseded_by_id")),
        sa.ForeignKeyConstraint(["thread_id"], ["thread.id"], name=op.f("fk_question_thread_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["undertaking_id"], ["undertaking.id"], name=op.f("fk_question_undertaking_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question")),
        sa.UniqueConstraint("thread_id", "identifier", name=op.f("uq_question_thread_id_identifier")),
        sa.UniqueConstraint("thread_id", "position", name=op.f("uq_question_thread_id_position")),
    )
    with op.batch_alter_table("question", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_question_superseded_by_id"), ["superseded_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_question_thread_id"), ["thread_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_question_undertaking_id"), ["undertaking_id"], unique=False)

    op.create_table(
        "revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", PLAIN, nullable=False),
        sa.Column("frozen_at", PLAIN, nullable=True),
        sa.Column("frozen_by", PLAIN, nullable=True),
        sa.Column("note", PLAIN, nullable=True),
        sa.Column("digest", PLAIN, nullable=False),
        sa.Column("body", PLAIN, nullable=False),
        sa.CheckConstraint("kind IN ('editorial', 'substantive')", name=op.f("ck_revision_kind")),
        sa.CheckConstraint("length(digest) = 64", name=op.f("ck_revision_digest")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_revision_number")),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_revision_letter_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revision")),
        sa.UniqueConstraint("letter_id", "digest", name=op.f("uq_revision_letter_id_digest")),
        sa.UniqueConstraint("letter_id", "number", name=op.f("uq_revision_letter_id_number")),
    )
    with op.batch_alter_table("revision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_revision_letter_id"), ["letter_id"], unique=False)

    op.create_table(
        "undertaking_by",
        sa.Column("undertaking_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_undertaking_by_organization_id")
        ),
        sa.ForeignKeyConstraint(
            ["undertaking_id"], ["undertaking.id"], name=op.f("fk_undertaking_by_undertaking_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("undertaking_id", "position", name=op.f("pk_undertaking_by")),
    )
    with op.batch_alter_table("undertaking_by", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_undertaking_by_organization_id"), ["organization_id"], unique=False)

    op.create_table(
        "assessment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("verdict", PLAIN, nullable=False),
        sa.Column("manner", PLAIN, nullable=True),
        sa.Column("note", PLAIN, nullable=True),
        sa.Column("judged_by", PLAIN, nullable=True),
        sa.Column("judged_at", PLAIN, nullable=True),
        sa.CheckConstraint(
            "manner IN ('explicit', 'implicit', 'general', 'partial', 'dodging', 'deflection', 'declining', 'claims-ignorance', 'clarification')",
            name=op.f("ck_assessment_manner"),
        ),
        sa.CheckConstraint(
            "verdict IN ('answered', 'partial', 'evaded', 'refused', 'contradicted')",
            name=op.f("ck_assessment_verdict"),
        ),
        sa.ForeignKeyConstraint(
            ["message_id"], ["message.id"], name=op.f("fk_assessment_message_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["question_id"], ["question.id"], name=op.f("fk_assessment_question_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment")),
        sa.UniqueConstraint("question_id", "position", name=op.f("uq_assessment_question_id_position")),
    )
    with op.batch_alter_table("assessment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assessment_message_id"), ["message_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_assessment_question_id"), ["question_id"], unique=False)

    op.create_table(
        "letter_addressee",
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.Column("name", PLAIN, nullable=True),
        sa.Column("role", PLAIN, nullable=True),
        sa.Column("organization", PLAIN, nullable=True),
        sa.Column("cc", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_letter_addressee_contact_id")),
        sa.ForeignKeyConstraint(
            ["letter_id"], ["letter.id"], name=op.f("fk_letter_addressee_letter_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("letter_id", "position", name=op.f("pk_letter_addressee")),
    )
    with op.batch_alter_table("letter_addressee", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_letter_addressee_contact_id"), ["contact_id"], unique=False)

    op.create_table(
        "letter_appendix_undertaking",
        sa.Column("appendix_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("undertaking_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["appendix_id"],
            ["letter_appendix.id"],
            name=op.f("fk_letter_appendix_undertaking_appendix_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["undertaking_id"], ["undertaking.id"], name=op.f("fk_letter_appendix_undertaking_undertaking_id")
        ),
        sa.PrimaryKeyConstraint("appendix_id", "position", name=op.f("pk_letter_appendix_undertaking")),
    )
    with op.batch_alter_table("letter_appendix_undertaking", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_letter_appendix_undertaking_undertaking_id"), ["undertaking_id"], unique=False
        )

    op.create_table(
        "question_asked",
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=True),
        sa.Column("letter_id", sa.Integer(), nullable=True),
        sa.Column("wording", PLAIN, nullable=True),
        sa.CheckConstraint("(message_id IS NULL) <> (letter_id IS NULL)", name=op.f("ck_question_asked_one_place")),
        sa.ForeignKeyConstraint(
            ["letter_id"], ["letter.id"], name=op.f("fk_question_asked_letter_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["message_id"], ["message.id"], name=op.f("fk_question_asked_message_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["question_id"], ["question.id"], name=op.f("fk_question_asked_question_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("question_id", "position", name=op.f("pk_question_asked")),
    )
    with op.batch_alter_table("question_asked", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_question_asked_letter_id"), ["letter_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_question_asked_message_id"), ["message_id"], unique=False)

    op.create_table(
        "signon",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("name", PLAIN, nullable=False),
        sa.Column("signatory_id", sa.Integer(), nullable=True),
        sa.Column("kind", PLAIN, nullable=True),
        sa.Column("representative", PLAIN, nullable=True),
        sa.Column("role", PLAIN, nullable=True),
        sa.Column("email", PLAIN, nullable=True),
        sa.Column("country", PLAIN, nullable=True),
        sa.Column("status", PLAIN, nullable=False),
        sa.Column("revision", PLAIN, nullable=True),
        sa.Column("channel", PLAIN, nullable=True),
        sa.Column("evidence", PLAIN, nullable=True),
        sa.Column("signed_at", PLAIN, nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("channel IN ('email', 'form', 'web', 'meeting', 'manual')", name=op.f("ck_signon_channel")),
        sa.CheckConstraint("kind IN ('organization', 'person')", name=op.f("ck_signon_kind")),
        sa.CheckConstraint("status IN ('invited', 'signed', 'declined', 'withdrawn')", name=op.f("ck_signon_status")),
        sa.ForeignKeyConstraint(["evidence"], ["original.sha256"], name=op.f("fk_signon_evidence")),
        sa.ForeignKeyConstraint(
            ["letter_id", "revision"],
            ["revision.letter_id", "revision.digest"],
            name=op.f("fk_signon_letter_id_revision"),
        ),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_signon_letter_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["signatory_id"], ["signatory.id"], name=op.f("fk_signon_signatory_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signon")),
        sa.UniqueConstraint("letter_id", "position", name=op.f("uq_signon_letter_id_position")),
    )
    with op.batch_alter_table("signon", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_signon_evidence"), ["evidence"], unique=False)
        batch_op.create_index(batch_op.f("ix_signon_letter_id"), ["letter_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_signon_signatory_id"), ["signatory_id"], unique=False)

    op.create_table(
        "passage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("undertaking_id", sa.Integer(), nullable=True),
        sa.Column("assessment_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("exact", PLAIN, nullable=False),
        sa.Column("prefix", PLAIN, nullable=True),
        sa.Column("suffix", PLAIN, nullable=True),
        sa.Column("start_at", sa.Integer(), nullable=True),
        sa.Column("end_at", sa.Integer(), nullable=True),
        sa.CheckConstraint("exact <> ''", name=op.f("ck_passage_exact")),
        sa.CheckConstraint("(start_at IS NULL) = (end_at IS NULL)", name=op.f("ck_passage_both_positions")),
        sa.CheckConstraint("(undertaking_id IS NULL) <> (assessment_id IS NULL)", name=op.f("ck_passage_one_owner")),
        sa.CheckConstraint("0 <= start_at AND start_at <= end_at", name=op.f("ck_passage_positions")),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name=op.f("fk_passage_assessment_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_passage_message_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["undertaking_id"], ["undertaking.id"], name=op.f("fk_passage_undertaking_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passage")),
        sa.UniqueConstraint("assessment_id", "position", name=op.f("uq_passage_assessment_id_position")),
        sa.UniqueConstraint("undertaking_id", "position", name=op.f("uq_passage_undertaking_id_position")),
    )
    with op.batch_alter_table("passage", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_passage_assessment_id"), ["assessment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_passage_message_id"), ["message_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_passage_undertaking_id"), ["undertaking_id"], unique=False)

    for view in VIEWS:
        op.execute(view)
    for statement in SQLITE_GUARDS if op.get_bind().dialect.name == "sqlite" else POSTGRES_GUARDS:
        op.execute(statement)


def downgrade() -> None:
    """There is nothing before the first schema."""
    raise NotImplementedError("the first schema has no predecessor")
