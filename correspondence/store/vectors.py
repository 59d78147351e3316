"""What texts mean, kept beside the store, so that each is worked out once.

Working out a vector takes tens of milliseconds, and a reply with its questions has hundreds of texts. The file holds
digests and vectors and no text, but a vector tells much of what its text says: so it stays in the workspace, with the
permissions of the store. It can be deleted at any time, and nothing but time is lost where it cannot be used.
"""

import contextlib
import hashlib
import os
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from correspondence.matching import meaning
from correspondence.matching.meaning import DIMENSIONS, Vectors
from correspondence.workspace import Workspace

FILE_NAME = "correspondence.db.vectors"
_MOST_KEPT = 50_000  # vectors of 768 bytes: about 40 MB
_AT_ONCE = 500  # digests in one query
_TIMEOUT_S = 2.0
_STORED = np.float16  # a cosine differs by less than 0.0005 for it
_TABLE = "CREATE TABLE IF NOT EXISTS vector (digest BLOB PRIMARY KEY, numbers BLOB NOT NULL)"


def vectors(workspace: Workspace, texts: Sequence[str]) -> Vectors | None:
    """A vector for each text, one a row; None where the model is not installed or fails.

    Args:
        workspace: beside whose store they are kept.
        texts: in any languages.
    """
    model = meaning.model()
    if not model:
        return None
    digests = [hashlib.sha256(f"{model}\0{text}".encode(errors="surrogatepass")).digest() for text in texts]
    known = _known(workspace, digests)
    missing = {digest: text for digest, text in zip(digests, texts, strict=True) if digest not in known}
    if missing:
        made = meaning.vectors(list(missing.values()))
        if made is None:
            return None
        new = {digest: row.astype(_STORED).tobytes() for digest, row in zip(missing, made, strict=True)}
        _keep(workspace, new)
        known |= new
    # Through what is stored in either case: what is proposed must not depend on what was asked before.
    packed = b"".join(known[digest] for digest in digests)
    return np.frombuffer(packed, _STORED).reshape(len(texts), DIMENSIONS).astype(np.float32)


def _known(workspace: Workspace, digests: Sequence[bytes]) -> dict[bytes, bytes]:
    found: dict[bytes, bytes] = {}
    with contextlib.suppress(sqlite3.Error, OSError), _opened(workspace) as connection:
        each = list(dict.fromkeys(digests))
        for first in range(0, len(each), _AT_ONCE):
            some = each[first : first + _AT_ONCE]
            marks = ",".join("?" * len(some))
            rows = connection.execute(f"SELECT digest, numbers FROM vector WHERE digest IN ({marks})", some)  # noqa: S608  # marks only
            found.update(rows)
    size = DIMENSIONS * np.dtype(_STORED).itemsize
    return {digest: numbers for digest, numbers in found.items() if len(numbers) == size}


def _keep(workspace: Workspace, new: dict[bytes, bytes]) -> None:
    with contextlib.suppress(sqlite3.Error, OSError), _opened(workspace) as connection, connection:
        connection.executemany("INSERT OR REPLACE INTO vector VALUES (?, ?)", new.items())
        connection.execute(
            "DELETE FROM vector WHERE rowid <= (SELECT max(rowid) FROM vector) - ?", (_MOST_KEPT,)
        )  # the oldest first


@contextlib.contextmanager
def _opened(workspace: Workspace) -> Iterator[sqlite3.Connection]:
    """The file, made where it is missing and made anew where it is no database."""
    file = workspace.root / FILE_NAME
    _made(file, workspace.database_file)
    connection = sqlite3.connect(file, timeout=_TIMEOUT_S)
    try:
        try:
            connection.execute(_TABLE)
        except sqlite3.DatabaseError as error:
            if not isinstance(error, sqlite3.OperationalError):
                file.unlink()
            raise
        yield connection
    finally:
        connection.close()


def _made(file: Path, store: Path) -> None:
    """Make the file with the permissions of the store, else for oneself alone; never through a link to elsewhere."""
    mode = store.stat().st_mode & 0o666 if store.is_file() else 0o600
    flags = os.O_CREAT | os.O_RDWR | getattr(os, "O_NOFOLLOW", 0)
    os.close(os.open(file, flags, mode))
