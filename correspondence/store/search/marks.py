"""Triggers that note in `search_stale` which records changed, whoever changes them.

SQLite drops a table's triggers when a migration rebuilds the table, so they are made anew after every migration.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class _Table:
    """A table whose changes make records stale.

    Attributes:
        name: the table.
        columns: those that are searched, or that say of what, when and by whom.
        marks: which records of which source; `{row}` is the changed row.
    """

    name: str
    columns: str
    marks: tuple[tuple[str, str], ...]


_ADDRESSED = "FROM revision r JOIN letter_addressee a ON a.letter_id = r.letter_id"
_CONTACT_OF = "JOIN contact c ON c.id = a.contact_id WHERE c.organization_id = {row}.id"
_TABLES = (
    _Table("thread", "slug, title, summary", (("thread", "{row}.id"),)),
    _Table(
        "organization",
        "thread_id, name, names, url",
        (
            ("organization", "{row}.id"),
            ("contact", "c.id FROM contact c WHERE c.organization_id = {row}.id"),
            ("letter", f"a.letter_id FROM letter_addressee a {_CONTACT_OF}"),
            ("revision", f"r.id {_ADDRESSED} {_CONTACT_OF}"),
            ("undertaking", "b.undertaking_id FROM undertaking_by b WHERE b.organization_id = {row}.id"),
            ("finding", "b.undertaking_id FROM undertaking_by b WHERE b.organization_id = {row}.id"),
        ),
    ),
    _Table(
        "contact",
        "thread_id, name, honorific, role, email, organization_id",
        (
            ("contact", "{row}.id"),
            ("letter", "a.letter_id FROM letter_addressee a WHERE a.contact_id = {row}.id"),
            ("revision", f"r.id {_ADDRESSED} WHERE a.contact_id = {{row}}.id"),
        ),
    ),
    _Table("signatory", "name, names, aliases, contacts, url", (("signatory", "{row}.id"),)),
    _Table(
        "message",
        "thread_id, direction, date, received, title, author, recipients, body",
        (
            ("message", "{row}.id"),
            ("assessment", "a.id FROM assessment a WHERE a.message_id = {row}.id"),
            ("question", "a.question_id FROM question_asked a WHERE a.message_id = {row}.id"),
            ("undertaking", "p.undertaking_id FROM passage p WHERE p.message_id = {row}.id AND p.undertaking_id > 0"),
            ("finding", "p.undertaking_id FROM passage p WHERE p.message_id = {row}.id AND p.undertaking_id > 0"),
        ),
    ),
    _Table("message_file", "message_id, position, name", (("message", "{row}.message_id"),)),
    _Table(
        "passage",
        "message_id, undertaking_id",
        (
            ("undertaking", "{row}.undertaking_id WHERE {row}.undertaking_id > 0"),
            ("finding", "{row}.undertaking_id WHERE {row}.undertaking_id > 0"),
        ),
    ),
    _Table("undertaking", "thread_id, statement, finding", (("undertaking", "{row}.id"), ("finding", "{row}.id"))),
    _Table(
        "undertaking_by",
        "undertaking_id, position, organization_id",
        (("undertaking", "{row}.undertaking_id"), ("finding", "{row}.undertaking_id")),
    ),
    _Table("question", "text, tags, withdrawn", (("question", "{row}.id"),)),
    _Table(
        "question_asked", "question_id, position, message_id, letter_id, wording", (("question", "{row}.question_id"),)
    ),
    _Table("assessment", "question_id, message_id, note, retracted_at", (("assessment", "{row}.id"),)),
    _Table(
        "letter",
        "date, title, body",
        (
            ("letter", "{row}.id"),
            ("revision", "r.id FROM revision r WHERE r.letter_id = {row}.id"),
            ("question", "a.question_id FROM question_asked a WHERE a.letter_id = {row}.id"),
        ),
    ),
    _Table("letter_appendix", "letter_id, position, title, body", (("letter", "{row}.letter_id"),)),
    _Table(
        "letter_addressee",
        "letter_id, position, contact_id, name, organization",
        (("letter", "{row}.letter_id"), ("revision", "r.id FROM revision r WHERE r.letter_id = {row}.letter_id")),
    ),
    _Table("revision", "letter_id, number, frozen_at, note, body", (("revision", "{row}.id"),)),
    _Table("campaign", "title, date, body", (("campaign", "{row}.id"),)),
    _Table("signon", "letter_id, name, representative, role, email, signed_at", (("signon", "{row}.id"),)),
    _Table(
        "signon_answer",
        "letter_id, number, name, email, sender, comments, passage, said_at, received_at",
        (("answer", "{row}.id"),),
    ),
)
_EVENTS = (
    ("insert", "INSERT", ("NEW",)),
    ("update", "UPDATE OF {columns}", ("OLD", "NEW")),
    ("delete", "DELETE", ("OLD",)),
)


def statements(*, sqlite: bool) -> list[str]:
    """The statements that make every trigger, instead of those that are there."""
    made = []
    for table in _TABLES:
        for event, when, rows in _EVENTS:
            # Nothing can point at a row that is only being born.
            marks = [mark for mark in table.marks if event != "insert" or "= {row}.id" not in mark[1]]
            if marks:
                name = f"search_{table.name}_{event}"
                made += _trigger(name, table.name, when.format(columns=table.columns), marks, rows, sqlite=sqlite)
    return made


def _trigger(
    name: str, table: str, when: str, marks: list[tuple[str, str]], rows: tuple[str, ...], *, sqlite: bool
) -> list[str]:
    notes = " ".join(_note(source, select.format(row=row)) for source, select in marks for row in rows)
    head = f"CREATE TRIGGER {name} AFTER {when} ON {table}"
    if sqlite:
        return [f"DROP TRIGGER IF EXISTS {name}", f"{head} BEGIN {notes} END"]
    return [
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {notes} RETURN NULL; END $$",
        f"DROP TRIGGER IF EXISTS {name} ON {table}",
        f"{head} FOR EACH ROW EXECUTE FUNCTION {name}()",
    ]


def _note(source: str, select: str) -> str:
    where = "" if " WHERE " in select else " WHERE true"
    return f"INSERT INTO search_stale (source, row_id) SELECT '{source}', {select}{where} ON CONFLICT DO NOTHING;"
