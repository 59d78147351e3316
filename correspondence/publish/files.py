"""Files that are whole or not there: written beside, read back, put in place at once."""

import os
import shutil
import uuid
from contextlib import suppress
from pathlib import Path

from correspondence.errors import CorrespondenceError


def write_file(content: bytes, target: Path) -> None:
    """Put the bytes in a file: beside it first, then in its place, so that it is never half there.

    Raises:
        CorrespondenceError: it cannot be written, or reads back as something else; what was there before stays.
    """
    beside = target.parent / f".{uuid.uuid4().hex}.part"
    try:
        try:
            put(content, beside)
            if target.exists():
                shutil.copymode(target, beside)
            beside.replace(target)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        why = error.strerror or error
        if isinstance(error, FileNotFoundError) and not target.parent.is_dir():
            why = f"there is no folder {target.parent}"
        raise CorrespondenceError(f"{target} cannot be written: {why}") from error
    keep_entry(target.parent)


def put(content: bytes, path: Path) -> None:
    """Write a new file, to the disk, and see that it holds what it should.

    Raises:
        OSError: it cannot be written, or does not read back.
    """
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    if path.read_bytes() != content:
        raise OSError("it does not read back as it was written: is the disk full or failing?")


def keep_entry(folder: Path) -> None:
    """Have a folder's entries on the disk too: after a power cut the new name must not lead to the old file."""
    with suppress(OSError):  # some systems open no folders, and some file systems sync none
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
