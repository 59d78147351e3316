"""A backup is the whole store as it was at one moment, whoever works with it meanwhile."""

import multiprocessing
import sqlite3
from multiprocessing.synchronize import Event
from pathlib import Path

import pytest
from click.testing import CliRunner

from correspondence.cli.main import cli
from correspondence.errors import CorrespondenceError, RefusedError, StoreError
from correspondence.records.thread import Thread
from correspondence.store.backup import backup
from correspondence.store.change import change
from correspondence.store.reading import reading
from correspondence.store.verify import verify
from correspondence.workspace import DATABASE_NAME, Workspace
from tests.conftest import ACTOR
from tests.factories.threads import full_thread, stored


def _restored(copy: Path, root: Path) -> Workspace:
    root.mkdir()
    copy.rename(root / DATABASE_NAME)
    return Workspace(root, None, ACTOR)


def test_a_copy_is_a_workspace(workspace: Workspace, tmp_path: Path) -> None:
    stored(workspace, full_thread())
    target = tmp_path / "copies" / "100% of it.db"
    target.parent.mkdir()
    report = backup(workspace, target)
    assert report.findings == ()
    assert [*target.parent.iterdir()] == [target]
    restored = _restored(target, tmp_path / "restored")
    with reading(restored) as copy, reading(workspace) as own:
        for table in ("message", "journal", "original", "search_document"):
            assert copy.rows(f"SELECT * FROM {table}") == own.rows(f"SELECT * FROM {table}")


def test_nothing_is_overwritten_in_silence(workspace: Workspace, tmp_path: Path) -> None:
    target = tmp_path / "copy.db"
    target.write_bytes(b"precious")
    with pytest.raises(RefusedError, match="--replace"):
        backup(workspace, target)
    assert target.read_bytes() == b"precious"
    backup(workspace, target, replace=True)
    assert target.read_bytes().startswith(b"SQLite format 3")
    with pytest.raises(CorrespondenceError, match="the store itself"):
        backup(workspace, workspace.database_file, replace=True)
    with pytest.raises(StoreError, match="cannot be written"):
        backup(workspace, tmp_path / "nowhere" / "copy.db")


def _write(store: Workspace, begun: Event, stop: Event) -> None:
    n = 0
    while not stop.is_set():
        with change(store, "thread make", f"t{n}") as act:
            act.session.add(Thread(slug=f"t{n}", title="T", language="en"))
        n += 1
        begun.set()


def test_while_others_write_the_copy_is_of_one_moment(workspace: Workspace, tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    begun, stop = context.Event(), context.Event()
    writer = context.Process(target=_write, args=(workspace, begun, stop))
    writer.start()
    try:
        assert begun.wait(60)
        for n in range(5):
            assert backup(workspace, tmp_path / f"copy{n}.db").findings == ()
    finally:
        stop.set()
        writer.join(60)
    assert writer.exitcode == 0
    for n in range(5):
        with reading(_restored(tmp_path / f"copy{n}.db", tmp_path / f"restored{n}")) as reader:
            assert reader.rows("SELECT count(*) FROM thread") == reader.rows("SELECT count(*) FROM journal")
            assert verify(reader).findings == ()


def test_a_copy_of_an_altered_store_is_made_and_told(workspace: Workspace, tmp_path: Path) -> None:
    stored(workspace, full_thread())
    with sqlite3.connect(workspace.database_file) as connection:
        connection.execute("DROP TRIGGER journal_frozen_update")
        connection.execute("UPDATE journal SET actor = 'somebody else'")
    connection.close()
    target = tmp_path / "copy.db"
    done = CliRunner().invoke(cli, ["--workspace", str(workspace.root), "backup", str(target)])
    assert done.exit_code == 1
    assert "journal-altered" in done.stderr
    assert target.is_file()


@pytest.mark.postgres
def test_a_server_makes_its_own_copies(postgres: Workspace, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="pg_dump"):
        backup(postgres, tmp_path / "copy.db")
