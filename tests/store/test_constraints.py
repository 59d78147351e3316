"""What no program may put into the store: the database itself refuses it, on both engines."""

from collections.abc import Iterator

import pytest
from sqlalchemy import CheckConstraint, Connection, ForeignKeyConstraint, text
from sqlalchemy.exc import DBAPIError

from correspondence.records.tables import METADATA
from correspondence.store.engine import open_engine
from correspondence.workspace import Workspace
from tests.factories.kept import Kept, fill_every_table

_REVISION = "INSERT INTO revision (letter_id, number, kind, digest, body) VALUES "
# For each check constraint a change that breaks it and nothing else.
BREAKS = {
    "assessment.manner": "UPDATE assessment SET manner = 'sulking'",
    "assessment.verdict": "UPDATE assessment SET verdict = 'ducked'",
    "campaign.date": "UPDATE campaign SET date = 'sooner'",
    "contact.since": "UPDATE contact SET since = '21'",
    "contact.until": "UPDATE contact SET until = '2021-2-3'",
    "journal.digest": "INSERT INTO journal VALUES (9, '', '', '', '', '', '', 'short')",
    "journal.number": f"INSERT INTO journal VALUES (0, '', '', '', '', '', '', '{'0' * 64}')",
    "letter.date": "UPDATE letter SET date = 'sooner'",
    "letter_appendix.kind": "UPDATE letter_appendix SET kind = 'annex'",
    "message.date": "UPDATE message SET date = '2021-2'",
    "message.direction": "UPDATE message SET direction = 'sideways'",
    "message.kind": "UPDATE message SET kind = 'pigeon'",
    "message.visibility": "UPDATE message SET visibility = 'secret'",
    "message_reply.one_target": "UPDATE message_reply SET to_message_id = NULL, to_letter_id = NULL",
    "organization.kind": "UPDATE organization SET kind = 'band'",
    "organization_parent.not_itself": "UPDATE organization_parent SET parent_id = organization_id",
    "organization_parent.since": "UPDATE organization_parent SET since = '1'",
    "organization_parent.until": "UPDATE organization_parent SET until = '1'",
    "original.sha256": "INSERT INTO original (sha256, extension, size, content) VALUES ('short', '', 1, 'x')",
    "original.size": f"INSERT INTO original (sha256, extension, size, content) VALUES ('{'0' * 64}', '', -1, 'x')",
    "page_entry.kind": "UPDATE page_entry SET kind = 'band'",
    "page_entry.state": "UPDATE page_entry SET state = 'lost'",
    "page_entry.tries": "UPDATE page_entry SET tries = -1",
    "passage.both_positions": "UPDATE passage SET start_at = 1, end_at = NULL",
    "passage.exact": "UPDATE passage SET exact = ''",
    "passage.one_owner": "UPDATE passage SET undertaking_id = NULL, assessment_id = NULL",
    "passage.positions": "UPDATE passage SET start_at = 5, end_at = 4",
    "question.not_itself": "UPDATE question SET superseded_by_id = id",
    "question_asked.one_place": "UPDATE question_asked SET message_id = NULL, letter_id = NULL",
    "revision.digest": _REVISION + "(1, 9, 'editorial', 'x', '')",
    "revision.kind": "UPDATE revision SET kind = 'trifling'",
    "revision.number": _REVISION + f"(1, 0, 'editorial', '{'0' * 64}', '')",
    "signatory.kind": "UPDATE signatory SET kind = 'band'",
    "signon_answer.channel": "UPDATE signon_answer SET channel = 'pigeon'",
    "signon_answer.kind": "UPDATE signon_answer SET kind = 'band'",
    "signon_answer.number": "UPDATE signon_answer SET number = 0",
    "signon_answer.says": "UPDATE signon_answer SET says = 'mumbles'",
    "signon_answer.state": "UPDATE signon_answer SET state = 'maybe'",
    "signon_mail.kind": "UPDATE signon_mail SET kind = 'pigeon'",
    "signon_mail.round": "UPDATE signon_mail SET round = 0",
    "signon_mail.state": "UPDATE signon_mail SET state = 'lost'",
    "signon_mail.tries": "UPDATE signon_mail SET tries = -1",
    "signon.channel": "UPDATE signon SET channel = 'pigeon'",
    "signon.kind": "UPDATE signon SET kind = 'band'",
    "signon.status": "UPDATE signon SET status = 'maybe'",
    "thread.reply_due_days": "UPDATE thread SET reply_due_days = -1",
    "undertaking.status": "UPDATE undertaking SET status = 'soon'",
}

ONE_OF_THESE = (
    ("message_reply.to_message_id", "message_reply.to_letter_id"),
    ("passage.undertaking_id", "passage.assessment_id", "passage.question_id"),
    ("question_asked.message_id", "question_asked.letter_id"),
)


@pytest.fixture
def connection(store: Workspace, kept: Kept) -> Iterator[Connection]:
    """A connection to a store with a row in every table."""
    kept.fill(store, "every_table", fill_every_table)
    engine = open_engine(store)
    with engine.connect() as opened:
        yield opened
    engine.dispose()


def _refusal(connection: Connection, statement: str, **values: object) -> str:
    """What the database says to a statement; nothing of it stays."""
    point = connection.begin_nested()
    try:
        with pytest.raises(DBAPIError) as refused:
            connection.execute(text(statement), values)
            pytest.fail(f"nobody refused: {statement}")
    finally:
        point.rollback()
    return str(refused.value.orig)


def _checks() -> dict[str, str]:
    """The name in the database of every check constraint, by table and short name."""
    found = {}
    for table in METADATA.sorted_tables:
        for constraint in table.constraints:
            if isinstance(constraint, CheckConstraint):
                name = str(constraint.name)
                found[f"{table.name}.{name.removeprefix(f'ck_{table.name}_')}"] = name
    return found


def test_every_check_has_its_breach() -> None:
    assert BREAKS.keys() == _checks().keys()


def test_the_checks_refuse_bad_rows(connection: Connection) -> None:
    full_names = _checks()
    for name, statement in BREAKS.items():
        short = full_names[name].removeprefix(f"ck_{name.partition('.')[0]}_")
        assert f"ck_{name.partition('.')[0]}_{short}" in _refusal(connection, statement), name


def test_every_link_must_lead_to_a_row(connection: Connection) -> None:
    keys = [c for table in METADATA.sorted_tables for c in table.constraints if isinstance(c, ForeignKeyConstraint)]
    assert len(keys) > 30
    for key in keys:
        table, column = key.table, list(key.columns)[-1]
        # Of some links only one is set: the others give way to the one that is tried.
        twin = next((some for some in ONE_OF_THESE if f"{table.name}.{column.name}" in some), ())
        also = "".join(f", {name.split('.')[1]} = NULL" for name in twin if name != f"{table.name}.{column.name}")
        bound = "revision IS NOT NULL" if len(key.columns) > 1 else "1 = 1"
        row = connection.execute(text(f"SELECT * FROM {table.name} WHERE {bound} LIMIT 1")).mappings().one()
        values = {part.name: row[part.name] for part in table.primary_key.columns}
        this = " AND ".join(f"{name} = :{name}" for name in values)
        statement = f"UPDATE {table.name} SET {column.name} = :nothing{also} WHERE {this}"
        nothing: object = 987_654 if column.type.python_type is int else "0" * 64
        assert "foreign key" in _refusal(connection, statement, nothing=nothing, **values).lower(), key.name
