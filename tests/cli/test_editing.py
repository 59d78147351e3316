"""Editing a letter: whatever happens after the editor closes, the words are in the store or in a file."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from correspondence.store.reading import reading
from correspondence.workspace import Workspace
from tests.cli.test_acceptance import run
from tests.factories.threads import letter, stored, thread

TOOL = Path(sys.executable).with_name("correspondence")


@pytest.fixture
def root(workspace: Workspace) -> Path:
    """A workspace with a letter."""
    return stored(workspace, thread(letters=(letter(),))).root


def _editor(folder: Path, script: str) -> dict[str, str]:
    """An environment whose editor does that; $1 is the file."""
    path = folder / "editor"
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)
    return {"EDITOR": str(path), "VISUAL": str(path), "CORRESPONDENCE_ACTOR": "Ana"}


def _body(root: Path) -> str:
    shown = json.loads(run("--workspace", root, "letter", "show", "l", "--json").stdout)
    return str(shown["body"])


def test_what_the_editor_saved_is_the_letters_body(root: Path, tmp_path: Path) -> None:
    done = run("--workspace", root, "letter", "edit", "l", environment=_editor(tmp_path, 'printf "Ünew." > "$1"'))
    assert "saved" in done.stdout
    assert _body(root) == "Ünew."


def test_an_editor_that_changed_nothing(root: Path, tmp_path: Path) -> None:
    done = run("--workspace", root, "letter", "edit", "l", environment=_editor(tmp_path, "true"))
    assert "nothing changed" in done.stderr
    with reading(Workspace(root, None, "x")) as reader:
        assert reader.rows("SELECT count(*) FROM journal") == [(1,)]


@pytest.mark.parametrize(
    ("script", "says", "kept"),
    [
        # A colleague saves another text meanwhile.
        ("theirs", "was changed by Bo at", True),
        # The store becomes one of a newer version, is gone, or holds the letter no more.
        ("sqlite", "newer version", True),
        ("gone", "", True),
        ("forgotten", "there is no letter 'l'", True),
        # The text cannot be stored.
        ("nul", "holds a NUL character", True),
        # The editor itself fails: there is no text to keep.
        ("fails", "", False),
    ],
)
def test_words_that_cannot_be_saved_are_kept_in_a_file(
    root: Path, tmp_path: Path, script: str, says: str, kept: bool
) -> None:
    (tmp_path / "theirs.md").write_text("theirs", encoding="utf-8")
    (tmp_path / "execute.py").write_text(
        "import sqlite3, sys\nc = sqlite3.connect(sys.argv[1])\nc.execute(sys.argv[2])\nc.commit()\n", encoding="utf-8"
    )
    execute = f"{sys.executable} {tmp_path}/execute.py {root}/correspondence.db"
    meanwhile = {
        "theirs": f"CORRESPONDENCE_ACTOR=Bo {TOOL} --workspace {root} letter edit l --from {tmp_path}/theirs.md",
        "sqlite": f"{execute} \"UPDATE alembic_version SET version_num = '9999'\"",
        "gone": f"rm {root}/correspondence.db",
        "forgotten": f'{execute} "DELETE FROM letter"',
        "nul": "true",
        "fails": "exit 3",
    }[script]
    text = r"ours\000" if script == "nul" else "ours"
    done = run(
        "--workspace",
        root,
        "letter",
        "edit",
        "l",
        status=2,
        environment=_editor(tmp_path, f"{meanwhile}\nprintf '{text}' > \"$1\""),
    )
    assert says in done.stderr
    assert done.stderr.rstrip("\n").count("\n") == 0
    found = sorted(root.glob("l.unsaved-*.md"))
    assert len(found) == kept
    if kept:
        assert found[0].read_text(encoding="utf-8").startswith("ours")
        assert str(found[0]) in done.stderr


def test_texts_kept_before_are_not_overwritten(root: Path, tmp_path: Path) -> None:
    (root / "l.unsaved-1.md").write_text("earlier", encoding="utf-8")
    (tmp_path / "theirs.md").write_text("theirs", encoding="utf-8")
    meanwhile = f"{TOOL} --workspace {root} letter edit l --from {tmp_path}/theirs.md"
    environment = _editor(tmp_path, f"{meanwhile}\nprintf 'ours' > \"$1\"")
    run("--workspace", root, "letter", "edit", "l", status=2, environment=environment)
    assert (root / "l.unsaved-1.md").read_text(encoding="utf-8") == "earlier"
    assert (root / "l.unsaved-2.md").read_text(encoding="utf-8") == "ours"


def test_a_workspace_that_is_gone_leaves_the_text_elsewhere(root: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    environment = _editor(tmp_path, f"rm -r {root}\nprintf 'ours' > \"$1\"") | {"TMPDIR": str(tmp_path / "elsewhere")}
    done = run("--workspace", root, "letter", "edit", "l", status=2, environment=environment)
    kept = tmp_path / "elsewhere" / "l.unsaved-1.md"
    assert kept.read_text(encoding="utf-8") == "ours"
    assert str(kept) in done.stderr


def test_a_text_that_no_file_can_take_is_printed(root: Path, tmp_path: Path) -> None:
    limited = tmp_path / "limited"
    limited.write_text(f'#!/bin/sh\nulimit -f 0\nexec {TOOL} "$@"\n', encoding="utf-8")
    limited.chmod(0o755)
    done = subprocess.run(
        [limited, "--workspace", root, "letter", "edit", "l", "--from", "-"],
        input="ours",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2, done.stderr
    assert "ours" in done.stdout
    assert "printed above" in done.stderr


@pytest.mark.parametrize(
    ("content", "says"),
    [(b"a\x00b", "holds a NUL character"), (b"\xff", "is not UTF-8 (byte 0)"), (None, "cannot be read")],
)
def test_a_file_that_cannot_be_a_body(root: Path, tmp_path: Path, content: bytes | None, says: str) -> None:
    source = tmp_path / "body.md"
    if content is not None:
        source.write_bytes(content)
    done = run("--workspace", root, "letter", "edit", "l", "--from", source, status=2)
    assert says in done.stderr
    assert done.stderr.count("\n") == 1
    assert _body(root) == "Body."
