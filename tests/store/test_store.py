"""The store keeps its word: one act one entry, a chain that shows tampering, a schema that is what it says."""

import multiprocessing
import os
import signal
import sqlite3
import time
from itertools import count
from multiprocessing.synchronize import Event
from pathlib import Path

import pytest
import sqlalchemy
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlmodel import col, select

from correspondence.bundle import transfer
from correspondence.errors import StoreError
from correspondence.records.campaign import Campaign, CampaignLetter
from correspondence.records.letter import Appendix, AppendixQuestion, Autosave, Letter
from correspondence.records.question import Question
from correspondence.records.tables import METADATA
from correspondence.records.thread import Thread
from correspondence.store import migrate as migrating
from correspondence.store.change import change
from correspondence.store.engine import open_engine, wal_is_safe
from correspondence.store.migrate import migrate
from correspondence.store.reading import SCHEMA_VERSION, reading
from correspondence.store.verify import verify
from correspondence.workspace import Workspace
from tests.conftest import REPOSITORY
from tests.factories.calls import with_call


def _fill(store: Workspace) -> None:
    read = transfer.read(REPOSITORY / "threads" / "nivelmark")
    with change(store, "thread import", "nivelmark") as act:
        transfer.import_thread(act.session, *read)


def _with_what_no_bundle_brings(store: Workspace) -> None:
    """A campaign, words half typed and a chosen question of an appendix."""
    with change(store, "campaign new", "registers") as act:
        session = act.session
        letter = session.exec(select(Letter)).first()
        appendix = session.exec(select(Appendix)).first()
        question = session.exec(select(Question)).first()
        assert letter is not None
        assert letter.id is not None
        assert appendix is not None
        assert appendix.id is not None
        assert question is not None
        assert question.id is not None
        campaign = Campaign(identifier="registers", title="Registers")
        session.add(campaign)
        session.flush()
        assert campaign.id is not None
        session.add_all(
            [
                CampaignLetter(campaign_id=campaign.id, position=0, letter_id=letter.id),
                AppendixQuestion(appendix_id=appendix.id, position=0, question_id=question.id),
                Autosave(
                    letter_id=letter.id, editor="e", actor="a", base_version=1, base="", body="half", saved_at=act.at
                ),
            ]
        )


def _counts(store: Workspace) -> dict[str, int]:
    with reading(store) as reader:
        return {name: reader.rows(f'SELECT count(*) FROM "{name}"')[0][0] for name in METADATA.tables}


def test_the_migrations_make_the_schema_of_the_records(store: Workspace) -> None:
    engine = open_engine(store)
    # The index of search is no record: it has no class, and FTS5 keeps it in tables of its own.
    options = {"include_name": lambda name, kind, _: kind != "table" or not name.startswith("search_")}
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection, opts=options), METADATA) == []
    engine.dispose()


def test_readers_know_the_newest_schema() -> None:
    folder = Path(migrating.__file__).parent / "migrations"
    assert ScriptDirectory(str(folder)).get_current_head() == SCHEMA_VERSION


def test_migrating_a_filled_store_again_keeps_every_row(store: Workspace) -> None:
    _fill(store)
    with_call(store)
    _with_what_no_bundle_brings(store)
    before = _counts(store)
    assert min(count for name, count in before.items() if name != "organization_parent") > 0
    migrate(store)
    assert _counts(store) == before


def test_a_parent_table_that_is_rebuilt_keeps_its_children(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Alembic's batch mode drops the old table: with foreign keys on, every child would be deleted in silence."""
    _fill(workspace)
    before = _counts(workspace)

    def rebuild(config: object, _revision: str) -> None:
        connection = config.attributes["connection"]  # type: ignore[attr-defined]  # an alembic Config
        views = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'view'")).all()
        for name, _ in views:
            connection.execute(text(f"DROP VIEW {name}"))
        from alembic.operations import Operations

        operations = Operations(MigrationContext.configure(connection))
        with operations.batch_alter_table("thread", recreate="always") as batch:
            batch.add_column(sqlalchemy.Column("added", sqlalchemy.Text()))
        for _, sql in reversed(views):
            connection.execute(text(sql))

    monkeypatch.setattr(command, "upgrade", rebuild)
    migrate(workspace)
    assert _counts(workspace) == before


def test_readers_cannot_write(store: Workspace) -> None:
    with reading(store) as reader, pytest.raises(StoreError):
        reader.rows("DELETE FROM thread RETURNING id")


def test_bad_rows_are_refused(store: Workspace) -> None:
    for statement in (
        "INSERT INTO contact (thread_id, position, name) VALUES (99, 0, 'x')",
        "INSERT INTO original (sha256, extension, size, content) VALUES ('short', '', 1, 'x')",
        "INSERT INTO revision (letter_id, number, kind, digest, body) VALUES (1, 0, 'substantive', 'x', '')",
    ):
        with pytest.raises((IntegrityError, DBAPIError)), change(store, "x", "y") as act:
            act.session.execute(text(statement))
    assert _counts(store)["journal"] == 0


def test_an_act_is_one_entry_and_an_act_that_did_nothing_is_none(store: Workspace) -> None:
    with change(store, "thread make", "a") as act:
        act.session.add(Thread(slug="a", title="A", language="en"))
        act.detail["why"] = "because"
    with change(store, "thread make", "b") as act:
        act.session.add(Thread(slug="b", title="B", language="en"))
        act.nothing_done = True
    with pytest.raises(ZeroDivisionError), change(store, "thread make", "c") as act:
        act.session.add(Thread(slug="c", title="C", language="en"))
        _ = 1 // 0
    with reading(store) as reader:
        assert reader.rows("SELECT slug FROM thread") == [("a",)]
        assert reader.rows("SELECT number, actor, act, subject, detail FROM journal") == [
            (1, store.actor, "thread make", "a", '{"why":"because"}')
        ]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal SET actor = 'somebody else'",
        "DELETE FROM journal",
        "UPDATE original SET content = 'x'",
        "UPDATE revision SET body = body || '.'",
    ],
)
def test_what_is_on_record_is_never_altered(store: Workspace, statement: str) -> None:
    _fill(store)
    with pytest.raises(DBAPIError, match="never altered"), change(store, "x", "y") as act:
        act.session.execute(text(statement))


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE journal SET actor = 'somebody else' WHERE number = 2", "journal-altered"),
        ("UPDATE journal SET detail = '[1]' WHERE number = 1", "journal-altered"),
        ("DELETE FROM journal WHERE number = 2", "journal-altered"),
        ("UPDATE original SET content = x'00'", "original-altered"),
        ("UPDATE revision SET body = body || '.' WHERE number = 2", "revision-altered"),
        ("UPDATE message SET body = 'nothing of the kind' WHERE identifier LIKE '2025-03%'", "passage-not-found"),
    ],
)
def test_verify_finds_what_was_altered_behind_its_back(workspace: Workspace, statement: str, code: str) -> None:
    _fill(workspace)
    for slug in "ab":
        with change(workspace, "thread make", slug) as act:
            act.session.add(Thread(slug=slug, title=slug, language="en"))
    with reading(workspace) as reader:
        assert verify(reader).findings == ()
    with sqlite3.connect(workspace.database_file) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute(statement)
    connection.close()
    with reading(workspace) as reader:
        assert code in {finding.code for finding in verify(reader).findings}


def _write_many(store: Workspace, name: str, times: int) -> None:
    for n in range(times):
        with change(store, "thread make", name) as act:
            act.session.add(Thread(slug=f"{name}-{n}", title=name, language="en"))


def test_many_writers_take_turns(store: Workspace) -> None:
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_write_many, args=(store, name, 25)) for name in "abcd"]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
        assert writer.exitcode == 0
    with reading(store) as reader:
        assert reader.rows("SELECT count(*) FROM journal") == [(100,)]
        assert verify(reader).findings == ()
    with change(store, "look", "all") as act:
        slugs = act.session.exec(select(Thread.slug).order_by(col(Thread.slug))).all()
        act.nothing_done = True
    assert len(slugs) == 100


def _import_until_killed(store: Workspace, begun: Event) -> None:
    bundle, signatories, _ = transfer.read(REPOSITORY / "threads" / "nivelmark")
    begun.set()
    for n in count():
        with change(store, "thread import", f"{os.getpid()}-{n}") as act:
            thread = bundle.thread.model_copy(update={"slug": f"{os.getpid()}-{n}"})
            transfer.import_thread(act.session, bundle.model_copy(update={"thread": thread}), signatories)


def _wait_for_threads(store: Workspace) -> None:
    end = time.monotonic() + 60
    while True:
        with reading(store) as reader:
            if reader.rows("SELECT count(*) FROM thread")[0][0]:
                return
        assert time.monotonic() < end, "no import came to its end"
        time.sleep(0.05)


def test_killed_at_any_moment_the_store_is_whole(store: Workspace) -> None:
    context = multiprocessing.get_context("spawn")
    for seconds in (0.0, 0.08, 0.17, 0.31, None):
        begun = context.Event()
        process = context.Process(target=_import_until_killed, args=(store, begun))
        process.start()
        assert begun.wait(30)
        if seconds is None:
            _wait_for_threads(store)
        process.join(seconds or 0.1)
        process.kill()
        process.join(10)
        assert process.exitcode == -signal.SIGKILL
        with reading(store) as reader:
            assert verify(reader).findings == ()
            (entries,) = reader.rows("SELECT count(*) FROM journal")[0]
            (threads,) = reader.rows("SELECT count(*) FROM thread")[0]
            (messages,) = reader.rows("SELECT count(*) FROM message")[0]
        assert threads == entries
        assert messages == 22 * threads
    _fill(store)
    assert _counts(store)["thread"] == threads + 1 > 1


def _die_half_way(store: Workspace) -> None:
    with change(store, "thread import", "x") as act:
        act.session.execute(text("UPDATE thread SET title = 'half done'"))
        for n in range(12):  # more than the page cache holds, so that the file itself is changed
            content = os.urandom(1 << 20)
            values = {"digest": f"{n:064}", "size": len(content), "content": content}
            act.session.execute(text("INSERT INTO original VALUES (:digest, '', :size, :content)"), values)
        os.kill(os.getpid(), signal.SIGKILL)


def test_what_a_killed_writer_left_is_rolled_back_by_the_next_who_looks(store: Workspace) -> None:
    _fill(store)
    process = multiprocessing.get_context("spawn").Process(target=_die_half_way, args=(store,))
    process.start()
    process.join(30)
    assert process.exitcode == -signal.SIGKILL
    with reading(store) as reader:
        assert verify(reader).findings == ()
        assert reader.rows("SELECT title FROM thread WHERE title = 'half done'") == []
        assert reader.rows("SELECT count(*) FROM journal") == [(1,)]


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 50, 7), True),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
    ],
)
def test_the_write_ahead_log_is_used_only_where_it_is_safe(version: tuple[int, int, int], safe: bool) -> None:
    assert wal_is_safe(version) is safe


def test_a_store_is_given_the_same_engine_and_every_connection_of_it_is_safe(workspace: Workspace) -> None:
    engines = []
    for _ in range(2):
        engine = open_engine(workspace)
        with engine.connect() as connection:
            pragmas = ("foreign_keys", "synchronous", "trusted_schema")
            assert [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in pragmas] == [1, 2, 0]
        engine.dispose()
        engines.append(engine)
    assert engines[0] is engines[1]
