"""A store that is not there, is no database, or is of another version: one clear line, for looking and for changing."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from correspondence.errors import StoreError
from correspondence.store.change import change
from correspondence.store.engine import open_engine
from correspondence.store.migrate import migrate
from correspondence.store.reading import reading
from correspondence.workspace import Workspace
from tests.conftest import ACTOR
from tests.factories.servers import PostgresServer


def _look(workspace: Workspace) -> None:
    with reading(workspace):
        pass


def _change(workspace: Workspace) -> None:
    with change(workspace, "look", "nothing"):
        pass


DOORS = pytest.mark.parametrize("door", [_look, _change], ids=["looking", "changing"])


def _told(door: Callable[[Workspace], None], workspace: Workspace) -> str:
    with pytest.raises(StoreError) as told:
        door(workspace)
    assert "\n" not in str(told.value)
    return str(told.value)


@DOORS
def test_a_database_without_a_store(door: Callable[[Workspace], None], tmp_path: Path) -> None:
    (tmp_path / "correspondence.db").write_bytes(b"")
    assert "run `correspondence init`" in _told(door, Workspace(tmp_path, None, ACTOR))


@pytest.mark.postgres
@DOORS
def test_a_server_without_a_store(
    door: Callable[[Workspace], None], tmp_path: Path, server: PostgresServer, request: pytest.FixtureRequest
) -> None:
    name = f"bare-{door.__name__}"
    server.create(name)
    request.addfinalizer(lambda: server.drop(name))
    assert "run `correspondence init`" in _told(door, Workspace(tmp_path, server.url(name), ACTOR))


@pytest.mark.postgres
@pytest.mark.parametrize("door", [_look, _change, migrate], ids=["looking", "changing", "migrating"])
def test_a_server_that_does_not_know_the_database(
    door: Callable[[Workspace], None], tmp_path: Path, server: PostgresServer
) -> None:
    assert "does not exist" in _told(door, Workspace(tmp_path, server.url("nobody-made-it"), ACTOR))


@pytest.mark.parametrize("address", ["127.0.0.1:9/x", "[::1/x", "127.0.0.1:port/x", "127.0.0.1:9/x?colour=red"])
@pytest.mark.parametrize("door", [_look, _change, migrate], ids=["looking", "changing", "migrating"])
def test_no_server_and_no_password_in_the_message(
    door: Callable[[Workspace], None], tmp_path: Path, address: str
) -> None:
    address = f"postgresql://ana:hunter2@{address}"
    assert "hunter2" not in _told(door, Workspace(tmp_path, address, ACTOR))


@pytest.mark.parametrize("door", [_look, _change, migrate], ids=["looking", "changing", "migrating"])
def test_a_file_that_is_no_database(door: Callable[[Workspace], None], tmp_path: Path) -> None:
    path = tmp_path / "correspondence.db"
    path.write_bytes(b"Dear Sir or Madam, " * 100)
    assert "not a database" in _told(door, Workspace(tmp_path, None, ACTOR))
    assert path.read_bytes() == b"Dear Sir or Madam, " * 100


@pytest.mark.parametrize("door", [_look, _change, migrate], ids=["looking", "changing", "migrating"])
def test_a_damaged_database(door: Callable[[Workspace], None], workspace: Workspace) -> None:
    content = workspace.database_file.read_bytes()
    workspace.database_file.write_bytes(content[:4096] + b"\xff" * 8192 + content[12288:])
    assert "store" in _told(door, workspace)


@pytest.mark.parametrize(
    ("door", "version", "says"),
    [
        (_look, "0000", "older version"),
        (_look, "9999", "newer version"),
        (_change, "0000", "older version"),
        (_change, "9999", "newer version"),
        (migrate, "9999", "newer version"),
    ],
)
def test_another_schema(store: Workspace, door: Callable[[Workspace], None], version: str, says: str) -> None:
    engine = open_engine(store)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :version"), {"version": version})
    engine.dispose()
    assert says in _told(door, store)


def test_a_database_that_somebody_else_holds_is_told_after_a_while(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("correspondence.store.engine.BUSY_TIMEOUT_S", 0.2)
    with change(workspace, "thread make", "a") as act:
        assert "cannot be changed now" in _told(_change, workspace)
        act.nothing_done = True
    _change(workspace)


def test_a_workspace_may_lie_under_any_name(workspace: Workspace, tmp_path: Path) -> None:
    root = tmp_path / "100% of “our” work? #1 & [x] ñandú"
    shutil.copytree(workspace.root, root)
    moved = Workspace(root, None, ACTOR)
    migrate(moved)
    with change(moved, "look", "nothing"):
        pass
    with reading(moved) as reader:
        assert reader.rows("SELECT number FROM journal") == [(1,)]
    assert sorted(path.name for path in root.iterdir()) == ["correspondence.db"]
