"""Bringing a store's schema up to date, without losing a row."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text

from correspondence.errors import StoreError
from correspondence.store.engine import open_engine
from correspondence.workspace import Workspace


def migrate(workspace: Workspace, revision: str = "head") -> None:
    """Make the schema, or bring it to `revision`, in one transaction.

    On SQLite a table is altered by copying it, and dropping the old one would delete, through `ON DELETE CASCADE`,
    every row that points at it. So foreign keys are off while tables are copied and checked as a whole before the
    commit.

    Raises:
        StoreError: rows would be left pointing at nothing; the store stays as it was.
    """
    engine = open_engine(workspace)
    try:
        with engine.connect() as connection:
            sqlite = connection.dialect.name == "sqlite"
            if sqlite:
                # A pragma has no effect inside a transaction, and SQLAlchemy has begun one.
                connection.rollback()
                raw = connection.connection.driver_connection
                assert raw is not None
                raw.execute("PRAGMA foreign_keys=OFF")
            with connection.begin():
                command.upgrade(_config(connection), revision)
                if sqlite:
                    _check_foreign_keys(connection)
    finally:
        engine.dispose()


def _config(connection: Connection) -> Config:
    config = Config()
    # A percent sign in a path would be read as interpolation.
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _check_foreign_keys(connection: Connection) -> None:
    broken = connection.execute(text("PRAGMA foreign_key_check")).fetchall()
    if broken:
        tables = ", ".join(sorted({row[0] for row in broken}))
        raise StoreError(f"the store was left as it was: rows of {tables} would point at nothing after the update")
