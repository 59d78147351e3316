"""A disk that is full, a folder that is none, output that nobody takes: one line, and everything as it was."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from correspondence.store.reading import reading
from correspondence.store.verify import verify
from correspondence.workspace import Workspace
from tests.conftest import ACTOR, REPOSITORY
from tests.factories.threads import full_thread, stored

TOOL = Path(sys.executable).with_name("correspondence")
SAMPLE = REPOSITORY / "threads" / "nivelmark"


@pytest.fixture
def root(workspace: Workspace, tmp_path: Path) -> Path:
    """A workspace with a thread, and a file that could be a letter's body."""
    (tmp_path / "body.md").write_text("Another body.", encoding="utf-8")
    return stored(workspace, full_thread()).root


def _content(root: Path) -> list[str]:
    """All that a store holds, after it has been looked at and found whole."""
    with reading(Workspace(root, None, ACTOR)) as reader:
        assert verify(reader).findings == ()
    connection = sqlite3.connect(root / "correspondence.db")
    found = list(connection.iterdump())
    connection.close()
    return found


def _run(cwd: Path, command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", "-c", command],
        cwd=cwd,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
        # Where files may only be short, none of Python's own are left cut off.
        env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"} | environment,
    )


WRITING = [
    f"thread import {SAMPLE}",
    "letter edit l --from body.md",
    "letter freeze l",
    "signon add l Bee",
    "signon withdraw l Öko",
    "letter export l -o letter.docx",
    "letter export l -o letter.txt",
    "thread export full out",
]


@pytest.mark.parametrize("blocks", [0, 8, 200])
@pytest.mark.parametrize("command", WRITING)
def test_a_full_disk_leaves_everything_as_it_was(root: Path, tmp_path: Path, command: str, blocks: int) -> None:
    (tmp_path / "letter.docx").write_bytes(b"old")
    before = _content(root)
    # No file may grow beyond so many blocks: the write that would fails, as on a full disk.
    done = _run(tmp_path, f"ulimit -f {blocks}; exec {TOOL} --workspace {root} {command}")
    assert "Traceback" not in done.stderr
    after = _content(root)
    if done.returncode == 0:
        assert blocks
        return
    assert after == before
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert (tmp_path / "letter.docx").read_bytes() == b"old"
    assert not (tmp_path / "letter.txt").exists()
    assert not [path for path in tmp_path.iterdir() if path.name.endswith(".part")]


@pytest.mark.parametrize("blocks", [0, 8, 200])
def test_a_workspace_that_finds_no_room_is_made_later(tmp_path: Path, blocks: int) -> None:
    done = _run(tmp_path, f"ulimit -f {blocks}; exec {TOOL} init w")
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert _run(tmp_path, f"{TOOL} init w").returncode == 0
    with reading(Workspace(tmp_path / "w", None, ACTOR)) as reader:
        assert verify(reader).findings == ()


@pytest.mark.parametrize(
    ("command", "says"),
    [
        ("init body.md", "cannot be made a workspace"),
        ("init body.md/w", "cannot be made a workspace"),
        ("init /proc/w", "cannot be made a workspace"),
        ("demo body.md --no-ui", "cannot be made a workspace"),
        ("--workspace w thread import nowhere", "no such folder"),
        ("--workspace w thread import body.md", "no such folder"),
        ("--workspace w thread import .", "no thread.toml here"),
        ("--workspace w thread export full .", "holds something already"),
        ("--workspace w thread export full body.md", "holds something already"),
        ("--workspace w thread export full body.md/x", "cannot be written"),
        ("--workspace w thread export full /proc/x", "cannot be written"),
        ("--workspace w letter export l -o /proc/x.docx", "cannot be written"),
        ("--workspace w letter edit l --from .", "cannot be read"),
        ("--workspace body.md thread list", "holds no workspace"),
        ("--workspace w letter export l -o ''", "its ending must be one of"),
        ("--workspace w", "needs a terminal"),
        ("", "holds no workspace"),
    ],
)
def test_places_that_serve_for_nothing(root: Path, tmp_path: Path, command: str, says: str) -> None:
    root.rename(tmp_path / "w")
    done = _run(tmp_path, f"{TOOL} {command}")
    assert says in done.stderr
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert done.stdout == ""


@pytest.mark.parametrize("command", ["question list full", "thread show full --json", "letter show l", "--help"])
def test_a_reader_who_has_had_enough_is_no_error(root: Path, command: str) -> None:
    done = _run(root, f"{TOOL} {command} | true; exec 2>&1; {TOOL} {command} | head -c 1 > /dev/null")
    assert (done.stdout, done.stderr) == ("", "")


@pytest.mark.parametrize(
    "environment",
    [
        {"LC_ALL": "C"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONIOENCODING": "ascii"},
        {"PYTHONIOENCODING": "latin-1"},
        {"LC_ALL": "tr_TR.UTF-8"},
        {"HOME": "/nonexistent", "USER": "", "LOGNAME": ""},
    ],
    ids=lambda values: " ".join(f"{name}={value}" for name, value in values.items()),
)
def test_any_terminal_gets_the_names_as_well_as_it_can(root: Path, environment: dict[str, str]) -> None:
    for command in ("signon list l", "thread show full", "question list"):
        done = _run(root, f"{TOOL} {command}", **environment)
        assert done.returncode == 0, done.stderr
        assert done.stderr == ""
    assert "confirmed" in _run(root, f"{TOOL} signon list l", **environment).stdout
