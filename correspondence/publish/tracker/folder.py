"""A site's folder: new, or in the place of one that we wrote and nobody has touched; whole, or as it was before.

A marker in the folder says which files we wrote, with their SHA-256. A folder that holds anything else is left alone:
nothing of anybody else's is ever deleted or replaced.
"""

import hashlib
import os
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from correspondence.errors import CorrespondenceError, RefusedError
from correspondence.publish.files import keep_entry, put

MARKER = ".site-files"
_MOST_NAMED = 3


def write_folder(files: Mapping[str, bytes], target: Path) -> bool:
    """Put a site in its folder; the old one is seen until the new one is whole.

    Args:
        files: by paths that are relative and use slashes.
        target: the folder; a link to one is followed.

    Returns:
        Whether anything changed.

    Raises:
        RefusedError: the folder holds something that we did not write, or what somebody changed.
        CorrespondenceError: it cannot be written; what was there stays.
    """
    marker = "".join(f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files))
    place = target.resolve()
    beside = place.parent / f".{secrets.token_hex(8)}"
    try:
        if _is_ours(place) and (place / MARKER).read_text(encoding="utf-8") == marker:
            return False
        place.parent.mkdir(parents=True, exist_ok=True)
        try:
            _fill(beside, {**files, MARKER: marker.encode()})
            _exchange(beside, place)
        except BaseException:
            shutil.rmtree(beside, ignore_errors=True)
            raise
    except OSError as error:
        raise CorrespondenceError(f"{target} cannot be written: {error.strerror or error}") from error
    keep_entry(place.parent)
    return True


def _is_ours(place: Path) -> bool:
    """Whether there is a site of ours, as we left it; an empty folder and none are free.

    Raises:
        RefusedError: there is something else.
    """
    if not place.exists():
        return False
    if not place.is_dir():
        raise CorrespondenceError(f"{place} is a file: say a folder")
    marker = place / MARKER
    if not marker.is_file() or marker.is_symlink():
        if any(place.iterdir()):
            raise RefusedError(f"{place} holds other files: say a new folder, or one that was written by this command")
        return False
    known = dict(_listed(marker.read_text(encoding="utf-8", errors="replace")))
    foreign = sorted(path.relative_to(place).as_posix() for path in _walk(place) if not _unchanged(path, place, known))
    if foreign:
        more = f" and {len(foreign) - _MOST_NAMED} more" if len(foreign) > _MOST_NAMED else ""
        raise RefusedError(
            f"{place} holds what was not written by this command, or was changed since: "
            f"{', '.join(foreign[:_MOST_NAMED])}{more} (move it away, or say a new folder)"
        )
    return True


def _listed(marker: str) -> Iterator[tuple[str, str]]:
    for line in marker.splitlines():
        digest, _, name = line.partition("  ")
        yield name, digest


def _walk(place: Path) -> Iterator[Path]:
    """Every file and link below a folder but its marker; links are not followed."""
    for folder, folders, names in os.walk(place):
        for name in [*names, *(each for each in folders if (Path(folder) / each).is_symlink())]:
            path = Path(folder) / name
            if path != place / MARKER:
                yield path


def _unchanged(path: Path, place: Path, known: Mapping[str, str]) -> bool:
    digest = known.get(path.relative_to(place).as_posix())
    return digest is not None and not path.is_symlink() and hashlib.sha256(path.read_bytes()).hexdigest() == digest


def _fill(folder: Path, files: Mapping[str, bytes]) -> None:
    folder.mkdir()
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        put(content, path)


def _exchange(beside: Path, place: Path) -> None:
    """Put a whole folder in another's place; the old one goes once the new one is there."""
    if not place.exists():
        beside.rename(place)
        return
    shutil.copymode(place, beside)
    old = place.parent / f".{secrets.token_hex(8)}"
    place.rename(old)
    try:
        beside.rename(place)
    except BaseException:
        with suppress(OSError):
            old.rename(place)
        raise
    _remove(old)


def _remove(old: Path) -> None:
    """Take away a site that another stands in the place of, file by file: what came in meanwhile stays beside it."""
    marker = old / MARKER
    known = dict(_listed(marker.read_text(encoding="utf-8", errors="replace"))) if marker.is_file() else {}
    with suppress(OSError):
        for path in list(_walk(old)):
            if _unchanged(path, old, known):
                path.unlink()
        marker.unlink(missing_ok=True)
        for folder, _, _ in os.walk(old, topdown=False):
            Path(folder).rmdir()
