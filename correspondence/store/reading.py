"""Looking without changing: plain SQL over the driver, for SQLite and PostgreSQL alike.

SQL is written once, with `:name` parameters. This module loads no object mapper (the import budget of a list
command), and a reader cannot write: both engines are opened read-only.
"""

import re
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Protocol

from correspondence.errors import StoreError
from correspondence.workspace import Workspace

SCHEMA_VERSION = "0009"
BUSY_TIMEOUT_S = 10
BAD_ADDRESS = "the database's address cannot be read: postgresql://USER@HOST:PORT/NAME"

_PARAMETER = re.compile(r"(?<![:\w]):([a-z_][a-z0-9_]*)\b")


class Reader(Protocol):
    """An open, read-only look at a store: one consistent picture for as long as it is open."""

    def rows(self, sql: str, **parameters: Any) -> list[tuple[Any, ...]]:
        """All rows of a query."""

    def close(self) -> None:
        """Let go of the database."""


class SqliteReader:
    """A look at an SQLite store."""

    def __init__(self, workspace: Workspace) -> None:
        # Not mode=ro: what a writer left that was killed must be rolled back before anybody can read.
        uri = workspace.database_file.as_uri() + "?mode=rw"
        try:
            self._connection = sqlite3.connect(uri, uri=True, timeout=BUSY_TIMEOUT_S, isolation_level=None)
            self._connection.execute("PRAGMA query_only=ON")
            self._connection.execute("BEGIN")
        except sqlite3.Error as error:
            raise StoreError(f"{workspace.database_file} cannot be opened: {error}") from error

    def rows(self, sql: str, **parameters: Any) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        try:
            return self._connection.execute(sql, parameters).fetchall()
        except sqlite3.DatabaseError as error:
            raise StoreError(f"the store cannot be read: {error}") from error

    def close(self) -> None:
        """Let go of the database."""
        self._connection.close()


class PostgresReader:
    """A look at a PostgreSQL store."""

    def __init__(self, workspace: Workspace) -> None:
        try:
            import psycopg  # an extra, and slow to import
        except ImportError as error:
            raise StoreError("PostgreSQL needs one more package: install `correspondence[postgres]`") from error
        self._error = psycopg.Error
        try:
            self._connection = psycopg.connect(workspace.database_url or "", connect_timeout=BUSY_TIMEOUT_S)
        except psycopg.ProgrammingError:
            raise StoreError(BAD_ADDRESS) from None  # the error would print the address, which may hold a password
        except psycopg.Error as error:
            raise StoreError(f"the PostgreSQL server does not answer: {_one_line(error)}") from error
        self._connection.read_only = True
        self._connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ

    def rows(self, sql: str, **parameters: Any) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        try:
            return list(self._connection.execute(for_postgres(sql).encode(), parameters).fetchall())
        except self._error as error:
            raise StoreError(f"the store cannot be read: {_one_line(error)}") from error

    def close(self) -> None:
        """Let go of the database."""
        self._connection.close()


def open_reader(workspace: Workspace) -> Reader:
    """A reader of the workspace's store, after its schema has been seen to be the one this program knows.

    Raises:
        StoreError: no store there, an older or newer schema, or a database that cannot be opened.
    """
    reader: Reader = SqliteReader(workspace) if workspace.database_url is None else PostgresReader(workspace)
    try:
        check_schema(reader.rows)
    except BaseException:
        reader.close()
        raise
    return reader


@contextmanager
def reading(workspace: Workspace) -> Iterator[Reader]:
    """A reader for the length of a `with` block."""
    reader = open_reader(workspace)
    try:
        yield reader
    finally:
        reader.close()


def check_schema(rows: Callable[[str], Sequence[tuple[Any, ...]]]) -> None:
    """See that the store's schema is the one this program works with.

    Raises:
        StoreError: it is older (`correspondence init` brings it up to date), newer, or no store at all.
    """
    try:
        found = rows("SELECT version_num FROM alembic_version")
    except StoreError as error:
        if "alembic_version" not in str(error):
            raise
        raise StoreError("the database holds no store yet: run `correspondence init` on the workspace") from error
    version = found[0][0] if found else ""
    if version < SCHEMA_VERSION:
        raise StoreError("the store was made by an older version: run `correspondence init` on the workspace")
    refuse_newer(version)


def refuse_newer(version: str) -> None:
    """Leave a store alone whose schema this program does not know yet.

    Raises:
        StoreError: the schema is newer.
    """
    if version > SCHEMA_VERSION:
        raise StoreError(f"the store was made by a newer version (schema {version}): update correspondence")


def for_postgres(sql: str) -> str:
    """SQL with `:name` parameters as PostgreSQL's driver takes it."""
    return _PARAMETER.sub(r"%(\1)s", sql.replace("%", "%%"))


def _one_line(error: Exception) -> str:
    """A driver's message without its line breaks; it never holds the password."""
    return " ".join(str(error).split())
