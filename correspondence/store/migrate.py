"""Bringing a store's schema up to date, without losing a row."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from correspondence.errors import StoreError
from correspondence.store.engine import open_engine, store_error
from correspondence.store.hand import ConnectionHand
from correspondence.store.reading import SCHEMA_VERSION, refuse_newer
from correspondence.store.search import index
from correspondence.workspace import Workspace


def migrate(workspace: Workspace, revision: str = "head") -> None:
    """Make the schema, or bring it to `revision`, in one transaction.

    On SQLite a table is altered by copying it, and dropping the old one would delete, through `ON DELETE CASCADE`,
    every row that points at it. So foreign keys are off while tables are copied and checked as a whole before the
    commit.

    Raises:
        StoreError: the store cannot be reached, or was made by a newer version; or rows would be left pointing at
            nothing. The store stays as it was.
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
                refuse_newer(MigrationContext.configure(connection).get_current_revision() or "")
                command.upgrade(_config(connection), revision)
                if MigrationContext.configure(connection).get_current_revision() == SCHEMA_VERSION:
                    index.prepare(ConnectionHand(connection))
                if sqlite:
                    _check_foreign_keys(connection)
    except DBAPIError as error:
        raise store_error(error, "the store cannot be brought up to date") from error
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
