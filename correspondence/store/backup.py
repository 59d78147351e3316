"""A consistent copy of the store, made while it is in use."""

import os
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from correspondence.errors import CorrespondenceError, RefusedError, StoreError
from correspondence.store.reading import BUSY_TIMEOUT_S, open_reader
from correspondence.store.verify import Report, verify
from correspondence.workspace import DATABASE_NAME, Workspace


def backup(workspace: Workspace, target: Path, *, replace: bool = False) -> Report:
    """Copy the store to a file, by SQLite's own backup, and verify the copy before it gets its name.

    Args:
        workspace: whose store.
        target: the file to make, in a folder that is there.
        replace: put the copy in the place of a file of that name.

    Returns:
        What `verify` says of the copy.

    Raises:
        RefusedError: the file is there already.
        CorrespondenceError: it is the store itself.
        StoreError: the store is on a PostgreSQL server, or cannot be read, or the copy cannot be written.
    """
    if workspace.database_url is not None:
        raise StoreError(
            "the store is on a PostgreSQL server, which makes its own copies: "
            f'pg_dump --format=custom --file={target} "$CORRESPONDENCE_DATABASE_URL"'
        )
    if target.exists() and target.samefile(workspace.database_file):
        raise CorrespondenceError(f"{target} is the store itself: give the copy another name")
    if target.exists() and not replace:
        raise RefusedError(f"{target} is there already: --replace puts the copy in its place")
    open_reader(workspace).close()  # rolls back what a writer left that was killed, and knows the schema
    try:
        with tempfile.TemporaryDirectory(prefix=f".{target.name}.", dir=target.parent) as folder:
            copy = Workspace(Path(folder), None, workspace.actor)
            _copy(workspace.database_file, Path(folder) / DATABASE_NAME)
            reader = open_reader(copy)
            with closing(reader):
                report = verify(reader)
            _settle(Path(folder) / DATABASE_NAME, target)
    except sqlite3.Error as error:
        raise StoreError(f"the store cannot be copied: {error}") from error
    except OSError as error:
        raise StoreError(f"{target} cannot be written: {error.strerror or error}") from error
    return report


def _copy(source: Path, target: Path) -> None:
    with (
        closing(sqlite3.connect(source.as_uri() + "?mode=rw", uri=True, timeout=BUSY_TIMEOUT_S)) as there,
        closing(sqlite3.connect(target)) as here,
    ):
        there.execute("PRAGMA query_only=ON")
        there.backup(here)  # in one step: a copy in several begins anew whenever somebody writes
        here.execute("PRAGMA journal_mode=DELETE")  # one file, whatever the store's own journal


def _settle(made: Path, target: Path) -> None:
    """Give the copy its name when it is on the disk."""
    for path in (made, target.parent):
        handle = os.open(path, os.O_RDONLY)
        try:
            if path == target.parent:
                made.replace(target)
            os.fsync(handle)
        finally:
            os.close(handle)
