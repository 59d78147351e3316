"""A site's folder: whole or as it was, and nothing of anybody else's is touched."""

from collections.abc import Callable
from pathlib import Path

import pytest

from correspondence.errors import CorrespondenceError, RefusedError
from correspondence.publish import files
from correspondence.publish.tracker import folder
from correspondence.publish.tracker.folder import MARKER, write_folder

FIRST = {"index.html": b"first", "documents/a.html": b"a"}
SECOND = {"index.html": b"second"}


def _held(place: Path) -> dict[str, bytes]:
    return {
        path.relative_to(place).as_posix(): path.read_bytes()
        for path in place.rglob("*")
        if path.is_file() and path.name != MARKER
    }


def test_new_then_other_then_the_same(tmp_path: Path) -> None:
    place = tmp_path / "deep" / "site"
    assert write_folder(FIRST, place)
    assert _held(place) == FIRST
    place.chmod(0o750)
    assert write_folder(SECOND, place)
    assert _held(place) == SECOND
    assert place.stat().st_mode & 0o777 == 0o750
    before = place.stat().st_ino
    assert not write_folder(SECOND, place)
    assert place.stat().st_ino == before
    assert [path.name for path in place.parent.iterdir()] == ["site"]


def test_an_empty_folder_is_free(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    assert write_folder(FIRST, tmp_path / "site")
    assert _held(tmp_path / "site") == FIRST


def _add(place: Path) -> None:
    (place / "notes.txt").write_text("mine")


def _add_deep(place: Path) -> None:
    (place / "documents" / "b.html").write_text("mine")


def _change(place: Path) -> None:
    (place / "index.html").write_text("by hand")


def _link(place: Path) -> None:
    (place / "documents" / "a.html").unlink()
    (place / "documents" / "a.html").symlink_to(place / "index.html")


def _link_folder(place: Path) -> None:
    (place / "more").symlink_to(place.parent, target_is_directory=True)


@pytest.mark.parametrize("act", [_add, _add_deep, _change, _link, _link_folder])
def test_what_is_not_ours_is_refused_and_stays(tmp_path: Path, act: Callable[[Path], None]) -> None:
    place = tmp_path / "site"
    write_folder(FIRST, place)
    act(place)
    before = _held(place)
    with pytest.raises(RefusedError, match=r"was not written by this command, or was changed since"):
        write_folder(SECOND, place)
    assert _held(place) == before
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_a_folder_of_others_and_a_file(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(RefusedError, match="holds other files"):
        write_folder(FIRST, tmp_path)
    with pytest.raises(CorrespondenceError, match="is a file"):
        write_folder(FIRST, tmp_path / "notes.txt")
    assert _held(tmp_path) == {"notes.txt": b"mine"}


def test_a_marker_alone_does_not_make_files_ours(tmp_path: Path) -> None:
    (tmp_path / MARKER).write_text("0" * 64 + "  thesis.docx\n")
    (tmp_path / "thesis.docx").write_text("mine")
    with pytest.raises(RefusedError, match=r"thesis\.docx"):
        write_folder(FIRST, tmp_path)
    assert (tmp_path / "thesis.docx").read_text() == "mine"


def test_a_link_to_the_folder_is_followed(tmp_path: Path) -> None:
    (tmp_path / "public").symlink_to(tmp_path / "real", target_is_directory=True)
    write_folder(FIRST, tmp_path / "public")
    write_folder(SECOND, tmp_path / "public")
    assert (tmp_path / "public").is_symlink()
    assert _held(tmp_path / "real") == SECOND


@pytest.mark.parametrize("writes", range(1, 4))
def test_a_full_disk_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, writes: int) -> None:
    place = tmp_path / "site"
    write_folder(SECOND, place)
    left = [writes]
    put = files.put

    def failing(content: bytes, path: Path) -> None:
        left[0] -= 1
        if not left[0]:
            raise OSError(28, "No space left on device")
        put(content, path)

    monkeypatch.setattr("correspondence.publish.tracker.folder.put", failing)
    with pytest.raises(CorrespondenceError, match="No space left"):
        write_folder(FIRST, place)
    assert _held(place) == SECOND
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_what_comes_in_while_the_site_is_replaced_is_not_deleted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "site"
    write_folder(FIRST, place)
    fill = folder._fill

    def filled(beside: Path, files: dict[str, bytes]) -> None:
        fill(beside, files)
        (place / "late.txt").write_text("mine")

    monkeypatch.setattr(folder, "_fill", filled)
    write_folder(SECOND, place)
    assert _held(place) == SECOND
    assert [path.read_text() for path in tmp_path.glob(".*/late.txt")] == ["mine"]
