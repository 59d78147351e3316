"""Changing: one act is one transaction and one journal entry.

A face opens `change(workspace, act, subject)`, calls a job with the session, and leaves the block. Jobs never commit.
Writers take turns: SQLite by `BEGIN IMMEDIATE`, PostgreSQL by a lock, since the journal's chain has one end.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, ProgrammingError
from sqlmodel import Session, col, select

from correspondence.records import tables  # noqa: F401  # a session must know every table
from correspondence.records.journal import JournalEntry
from correspondence.store.engine import open_engine, store_error
from correspondence.store.hand import ConnectionHand
from correspondence.store.reading import check_schema
from correspondence.store.search import index
from correspondence.store.verify import GENESIS, entry_digest
from correspondence.workspace import Workspace

_JOURNAL_LOCK = 0x636F7272  # any constant: the name of the one lock that writers share


@dataclass(slots=True)
class Change:
    """An act under way.

    Attributes:
        session: what jobs work with; it commits when the block is left without an error.
        actor: who acts.
        detail: plain values for the journal entry; a job's caller fills it.
        at: when the act began, UTC, ISO 8601 to the second.
        subject: to what it is done; an act that makes something names it when it knows the name.
        nothing_done: set when the act turned out to change nothing: it is rolled back and not put on record.
    """

    session: Session
    actor: str
    at: str
    subject: str
    detail: dict[str, Any] = field(default_factory=dict)
    nothing_done: bool = False


def now() -> str:
    """The present moment as the journal writes it."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@contextmanager
def change(workspace: Workspace, act: str, subject: str) -> Iterator[Change]:
    """Do one act on the store, wholly or not at all, and put it on record.

    Args:
        workspace: whose store.
        act: what is done, in the words of the journal (`thread import`, `letter freeze`).
        subject: to what (`nso-group`, `nso-group/2021-04-27-open-letter`).

    Raises:
        StoreError: the store cannot be reached, is none or of another version, or stays locked by somebody else.
    """
    engine = open_engine(workspace)
    try:
        with Session(engine, expire_on_commit=False) as session:
            _begin(session)
            under_way = Change(session=session, actor=workspace.actor, at=now(), subject=subject)
            yield under_way
            if under_way.nothing_done:
                return
            session.flush()
            index.settle(ConnectionHand(session.connection()))
            _record(under_way, act)
            session.commit()
    except (IntegrityError, DataError, ProgrammingError):
        raise  # an act that does wrong, not a store that does not serve
    except DBAPIError as error:
        raise store_error(error, "the store cannot be changed now") from error
    finally:
        engine.dispose()


@contextmanager
def jotting(workspace: Workspace) -> Iterator[Session]:
    """Keep what nobody has done yet, such as words half typed: a transaction that leaves no entry in the journal.

    Nothing that anybody relies on may be changed here.

    Raises:
        StoreError: as `change` does.
    """
    engine = open_engine(workspace)
    try:
        with Session(engine, expire_on_commit=False) as session:
            _begin(session)
            yield session
            session.commit()
    except (IntegrityError, DataError, ProgrammingError):
        raise
    except DBAPIError as error:
        raise store_error(error, "what was typed cannot be kept now") from error
    finally:
        engine.dispose()


def _begin(session: Session) -> None:
    """Wait for one's turn, and see that the store is of this version."""

    def rows(sql: str) -> list[tuple[Any, ...]]:
        try:
            return [tuple(row) for row in session.connection().exec_driver_sql(sql)]
        except DBAPIError as error:
            raise store_error(error, "the store cannot be changed now") from error

    if session.get_bind().dialect.name == "postgresql":
        rows(f"SELECT pg_advisory_xact_lock({_JOURNAL_LOCK})")
    check_schema(rows)


def _record(change: Change, act: str) -> None:
    session = change.session
    last = session.exec(select(JournalEntry).order_by(col(JournalEntry.number).desc()).limit(1)).first()
    entry = JournalEntry(
        number=last.number + 1 if last else 1,
        at=change.at,
        actor=change.actor,
        act=act,
        subject=change.subject,
        detail=json.dumps(change.detail, ensure_ascii=False, sort_keys=True, separators=(",", ":")),
        previous=last.digest if last else GENESIS,
        digest="",
    )
    fields: list[object] = [entry.number, entry.at, entry.actor, entry.act, entry.subject, entry.detail, entry.previous]
    entry.digest = entry_digest(fields)
    session.add(entry)
