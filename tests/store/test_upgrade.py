"""Stores of every schema there has been come up to date with all their rows, on both engines.

`stores/` holds one for each migration, as SQL for SQLite, made when that schema was the newest:
`python -m tests.store.test_upgrade`. A migration without its store fails here.
"""

import re
import sqlite3
import tempfile
from pathlib import Path
from typing import Any

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, text

from correspondence.bundle import dump
from correspondence.records.tables import METADATA
from correspondence.store import migrate as migrating
from correspondence.store.change import change
from correspondence.store.engine import open_engine
from correspondence.store.migrate import migrate
from correspondence.store.reading import SCHEMA_VERSION, reading
from correspondence.store.search.look import search
from correspondence.store.search.query import parse
from correspondence.store.verify import verify
from correspondence.workspace import Workspace
from tests.factories.calls import with_call
from tests.factories.campaigns import with_campaign
from tests.factories.servers import PostgresServer
from tests.factories.threads import full_thread, stored

STORES = Path(__file__).parent / "stores"
VERSIONS = sorted(path.stem for path in STORES.glob("*.sql"))
Rows = dict[str, list[dict[str, Any]]]


def _restored(version: str, root: Path) -> Workspace:
    """An SQLite workspace as it was at that version."""
    root.mkdir()
    workspace = Workspace(root, None, "tests")
    with sqlite3.connect(workspace.database_file) as connection:
        connection.executescript((STORES / f"{version}.sql").read_text(encoding="utf-8"))
    connection.close()
    return workspace


def _rows(connection: Connection) -> Rows:
    """Every row of every table, whatever the schema; not the index of search, which is made of them."""
    tables = MetaData()
    tables.reflect(connection, only=lambda name, _: not name.startswith("search_"))
    found: Rows = {}
    for table in tables.sorted_tables:
        order = [*table.primary_key.columns]
        found[table.name] = [dict(row) for row in connection.execute(table.select().order_by(*order)).mappings()]
    return found


def _rows_of(workspace: Workspace) -> Rows:
    engine = open_engine(workspace)
    with engine.connect() as connection:
        rows = _rows(connection)
    engine.dispose()
    return rows


def _moved(version: str, source: Workspace, target: Workspace) -> Workspace:
    """The same rows in a database of that version on the other engine."""
    migrate(target, version)
    engine = open_engine(target)
    with engine.begin() as connection:
        connection.execute(text("SET session_replication_role = replica"))  # rows may come in any order
        tables = MetaData()
        tables.reflect(connection)
        for name, rows in _rows_of(source).items():
            if rows and name != "alembic_version":
                connection.execute(tables.tables[name].insert(), rows)
        if "search_version" in tables.tables:
            connection.execute(text("DELETE FROM search_version"))  # no trigger has seen these rows
    engine.dispose()
    return target


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def engine(request: pytest.FixtureRequest) -> str:
    """Both engines in turn."""
    return str(request.param)


def test_every_migration_has_its_store() -> None:
    script = ScriptDirectory(str(Path(migrating.__file__).parent / "migrations"))
    assert sorted(entry.revision for entry in script.walk_revisions()) == VERSIONS


@pytest.mark.parametrize("version", VERSIONS)
def test_a_store_of_that_version_keeps_every_row(
    version: str, engine: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    workspace = _restored(version, tmp_path / "old")
    if engine == "postgres":
        server = request.getfixturevalue("server")
        assert isinstance(server, PostgresServer)
        name = f"upgrade-{version}"
        server.create(name)
        request.addfinalizer(lambda: server.drop(name))
        workspace = _moved(version, workspace, Workspace(tmp_path, server.url(name), "tests"))
    before = _rows_of(workspace)
    assert all(before[name] for name in before), "a stored store has a row in every table"
    migrate(workspace)
    after = _rows_of(workspace)
    assert after.pop("alembic_version") == [{"version_num": SCHEMA_VERSION}]
    del before["alembic_version"]
    for table, rows in before.items():
        for was, now in zip(rows, after[table], strict=True):
            kept = was.keys() & now.keys()
            assert {key: now[key] for key in kept} == {key: was[key] for key in kept}
    with reading(workspace) as reader:
        assert verify(reader).findings == ()
        assert [hit.id for hit in search(reader, parse('"customer is vetted"')).hits] == ["reply"]
    with change(workspace, "thread export", "full") as act:
        assert dump.dump(act.session, "full") == full_thread()


def test_the_newest_store_is_of_the_newest_schema(tmp_path: Path) -> None:
    workspace = _restored(SCHEMA_VERSION, tmp_path / "old")
    assert _rows_of(workspace).keys() == METADATA.tables.keys() | {"alembic_version"}


def _plain(connection: sqlite3.Connection) -> list[str]:
    """The dump of all but the index of search, whose tables are FTS5's own."""
    return [line for line in connection.iterdump() if not re.search(r"(?:TABLE|INTO) \W?search_index", line)]


def _index(connection: sqlite3.Connection) -> list[str]:
    """The index as its rows."""
    ((made,),) = connection.execute("SELECT sql FROM sqlite_master WHERE name = 'search_index'")
    quoted = "SELECT 'INSERT INTO search_index (rowid, words, party, scope) VALUES (' || rowid || ', ' || quote(words)"
    rows = connection.execute(f"{quoted} || ', ' || quote(party) || ', ' || quote(scope) || ');' FROM search_index")
    return [f"{made};", *(line for (line,) in rows)]


def main() -> None:
    """Write the store of the newest schema."""
    with tempfile.TemporaryDirectory() as root:
        workspace = Workspace(Path(root), None, "Ana Ferreira")
        migrate(workspace)
        stored(workspace, full_thread())
        with_call(workspace)
        with_campaign(workspace)
        with sqlite3.connect(workspace.database_file) as connection:
            lines = "\n".join([*_plain(connection), *_index(connection)])
        connection.close()
    (STORES / f"{SCHEMA_VERSION}.sql").write_text(f"{lines}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
