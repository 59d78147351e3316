"""The journal's chain: whatever is altered behind the program's back is found, field by field, on both engines."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, text

from correspondence.records.thread import Thread
from correspondence.store.change import change
from correspondence.store.engine import open_engine
from correspondence.store.reading import reading
from correspondence.store.verify import verify
from correspondence.workspace import Workspace

ENTRIES = 3
FIELDS = ("number", "at", "actor", "act", "subject", "detail", "previous", "digest")


@pytest.fixture
def unguarded(store: Workspace) -> Iterator[Connection]:
    """A connection of somebody who owns the database and has taken the guards away; three acts are on record."""
    for n in range(ENTRIES):
        with change(store, "thread make", f"t{n}") as act:
            act.session.add(Thread(slug=f"t{n}", title="“Ünïcode”\n\t\\ 𝔘", language="en"))
            act.detail |= {"n": n, "why": "“Ünïcode”\n\t\\ 𝔘"}
    engine = open_engine(store)
    with engine.connect() as connection:
        if store.database_url is None:
            names = (
                connection.execute(text("SELECT name FROM sqlite_master WHERE name LIKE 'journal_frozen%'"))
                .scalars()
                .all()
            )
            for name in names:
                connection.execute(text(f"DROP TRIGGER {name}"))
        else:
            connection.execute(text("ALTER TABLE journal DISABLE TRIGGER ALL"))
        connection.commit()
        yield connection
    engine.dispose()


def _places(store: Workspace) -> list[str]:
    with reading(store) as reader:
        return [finding.place for finding in verify(reader).findings]


def test_an_untouched_journal_is_as_it_should_be(store: Workspace, unguarded: Connection) -> None:
    assert unguarded.execute(text("SELECT count(*) FROM journal")).scalar_one() == ENTRIES
    assert _places(store) == []


@pytest.mark.parametrize("field", FIELDS)
def test_any_field_altered_is_found_and_the_entry_named(store: Workspace, unguarded: Connection, field: str) -> None:
    for number in range(1, ENTRIES + 1):
        select = text(f"SELECT {field} FROM journal WHERE number = :number")
        was = unguarded.execute(select, {"number": number}).scalar_one()
        other = was + 40 if isinstance(was, int) else ("f" if was[0] != "f" else "e") + was[1:]
        update = text(f"UPDATE journal SET {field} = :value WHERE number = :number")
        unguarded.execute(update, {"value": other, "number": number})
        unguarded.commit()
        found = _places(store)
        # An entry under another number leaves a gap, and the one behind the gap is named.
        named = other if field == "number" and number == ENTRIES else number + (field == "number")
        assert found == [f"journal entry {named}"]
        unguarded.execute(update, {"value": was, "number": other if field == "number" else number})
        unguarded.commit()
    assert _places(store) == []


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM journal WHERE number = 1",
        "DELETE FROM journal WHERE number = 2",
        "UPDATE journal SET number = 11 WHERE number = 1",
        f"INSERT INTO journal SELECT 4, at, actor, act, subject, detail, digest, '{'0' * 64}' FROM journal LIMIT 1",
    ],
)
def test_entries_gone_moved_or_added_are_found(store: Workspace, unguarded: Connection, statement: str) -> None:
    unguarded.execute(text(statement))
    unguarded.commit()
    assert len(_places(store)) == 1


def test_who_acts_next_goes_on_from_the_last_entry(store: Workspace, unguarded: Connection) -> None:
    with change(store, "thread make", "t9") as act:
        act.session.add(Thread(slug="t9", title="T", language="en"))
    chain = unguarded.execute(text("SELECT number, previous, digest FROM journal ORDER BY number")).all()
    assert [row[0] for row in chain] == [1, 2, 3, 4]
    assert [row[1] for row in chain] == ["0" * 64, *(row[2] for row in chain[:-1])]
    assert _places(store) == []
