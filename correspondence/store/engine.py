"""The SQLAlchemy engine for changes: SQLite made safe, PostgreSQL as it is."""

import sqlite3
from functools import lru_cache
from typing import Any

from sqlalchemy import URL, Engine, create_engine, event
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.pool import NullPool

from correspondence.errors import StoreError
from correspondence.store.reading import BAD_ADDRESS, BUSY_TIMEOUT_S
from correspondence.workspace import Workspace

# https://sqlite.org/wal.html#walresetbug: with two connections, commits could be lost before these releases.
_WAL_FIXED = (3, 51, 3)
_WAL_BACKPORTS = {(3, 50): 7, (3, 44): 6}
_KEPT = 4  # engines: a process works on one store, now and then on a second


def wal_is_safe(version: tuple[int, int, int] = sqlite3.sqlite_version_info) -> bool:
    """Whether this SQLite has the write-ahead log's reset race mended."""
    return version >= _WAL_FIXED or version[2] >= _WAL_BACKPORTS.get(version[:2], 1 << 30)


def open_engine(workspace: Workspace) -> Engine:
    """An engine whose every connection keeps foreign keys, waits for locks and commits durably.

    It keeps no connection, but the statements that it has put into SQL once: the same store is given the same engine.

    Raises:
        StoreError: the driver for PostgreSQL is not installed, or the address is none.
    """
    if workspace.database_url is not None:
        url = "postgresql+psycopg://" + workspace.database_url.split("://", 1)[1]
        try:
            return _postgres(url)
        except ModuleNotFoundError as error:
            raise StoreError("PostgreSQL needs one more package: install `correspondence[postgres]`") from error
        except (ArgumentError, ValueError):
            raise StoreError(BAD_ADDRESS) from None  # as in `reading`
    return _sqlite(str(workspace.database_file.absolute()))


@lru_cache(maxsize=_KEPT)
def _postgres(url: str) -> Engine:
    return create_engine(url, poolclass=NullPool, connect_args={"connect_timeout": BUSY_TIMEOUT_S})


@lru_cache(maxsize=_KEPT)
def _sqlite(file: str) -> Engine:
    url = URL.create("sqlite", database=file)  # a path may hold `?`
    engine = create_engine(url, poolclass=NullPool, connect_args={"timeout": BUSY_TIMEOUT_S})
    event.listen(engine, "connect", _configure_sqlite)
    event.listen(engine, "begin", _begin_immediate)
    return engine


def store_error(error: DBAPIError, what: str) -> StoreError:
    """What the database said, in one line that never holds the password.

    Args:
        error: as SQLAlchemy raised it.
        what: what could not be done, as the beginning of the line.
    """
    said = " ".join(str(error.orig).split())
    if "readonly database" in said:
        said = "its file or its folder may be read only: ask who keeps it for the right to write"
    return StoreError(f"{what}: {said}")


def _configure_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None  # the driver's own BEGIN comes too late for a read that leads to a write
    journal_mode = "WAL" if wal_is_safe() else "DELETE"
    for pragma in ("foreign_keys=ON", f"journal_mode={journal_mode}", "synchronous=FULL", "trusted_schema=OFF"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_immediate(connection: Any) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
