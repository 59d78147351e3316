"""The main job by the command line, as a person types it, and what wrong input gets."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from correspondence.workspace import Workspace
from tests.conftest import ACTOR, REPOSITORY, SHARED
from tests.factories.commands import Typed

SAMPLE = REPOSITORY / "threads" / "nivelmark"
LETTER = "2025-06-03-open-letter"


def run(
    *arguments: str | Path, status: int = 0, cwd: Path | None = None, environment: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("correspondence")), *map(str, arguments)]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=cwd, env=os.environ | (environment or {})
    )
    assert done.returncode == status, done.stderr
    assert "Traceback" not in done.stderr
    return done


@pytest.fixture(scope="module")
def _imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("imported")
    run("init", root)
    run("--workspace", root, "thread", "import", SAMPLE)
    return root


@pytest.fixture
def root(_imported: Path, tmp_path: Path) -> Path:
    """A workspace with the sample thread, a test's own."""
    return Path(shutil.copytree(_imported, tmp_path / "w"))


def test_the_model_letter_is_the_printed_one(tmp_path: Path) -> None:
    case = SHARED / "acceptance"
    if not case.is_dir():
        pytest.skip("the model case is not beside this checkout")
    root, letter = tmp_path / "W", tmp_path / "L.docx"
    run("init", root)
    run("--workspace", root, "thread", "import", case / "nso-2021" / "threads" / "nso-group")
    done = run("--workspace", root, "letter", "export", "2021-04-27-open-letter", "--to", "docx", "-o", letter)
    assert "[draft]" in done.stderr
    checked = subprocess.run(
        [sys.executable, case / "check_letter.py", letter], capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stdout
    assert "FAIL" not in checked.stdout
    assert checked.stdout.count("ok") >= 14


def test_the_demo_goes_from_nothing_to_a_letter(tmp_path: Path) -> None:
    done = run("demo", tmp_path / "d", "--no-ui")
    assert str(tmp_path / "d" / f"{LETTER}.docx") in done.stdout
    for ending in ("docx", "html", "md", "txt"):
        assert (tmp_path / "d" / f"{LETTER}.{ending}").stat().st_size > 1_000
    before = (tmp_path / "d" / f"{LETTER}.docx").read_bytes()
    run("demo", tmp_path / "d", "--no-ui")
    assert (tmp_path / "d" / f"{LETTER}.docx").read_bytes() == before


def test_importing_twice_changes_nothing(root: Path) -> None:
    before = (root / "correspondence.db").read_bytes()
    assert "nothing new" in run("--workspace", root, "thread", "import", SAMPLE).stdout
    assert (root / "correspondence.db").read_bytes() == before


def test_a_store_that_was_exported_and_imported_gives_the_same_letter(root: Path, tmp_path: Path) -> None:
    run("--workspace", root, "thread", "export", "nivelmark", tmp_path / "out" / "threads" / "nivelmark")
    assert (tmp_path / "out" / "signatories" / "directory.toml").is_file()
    run("init", tmp_path / "second")
    run("--workspace", tmp_path / "second", "thread", "import", tmp_path / "out" / "threads" / "nivelmark")
    letters = []
    for n, (workspace, environment) in enumerate(
        (
            (root, {}),
            (root, {"TZ": "Asia/Kathmandu", "LC_ALL": "C", "USER": "x", "PYTHONHASHSEED": "7"}),
            (tmp_path / "second", {"TZ": "America/Lima", "PYTHONHASHSEED": "8"}),
        )
    ):
        target = tmp_path / f"{n}.docx"
        run(
            "--workspace",
            workspace,
            "letter",
            "export",
            LETTER,
            "--unconfirmed",
            "leave-out",
            "-o",
            target,
            environment=environment,
        )
        letters.append(target.read_bytes())
    assert letters[0] == letters[1] == letters[2]


def test_an_unconfirmed_signatory_stops_the_export(root: Path, tmp_path: Path) -> None:
    target = tmp_path / "letter.docx"
    done = run("--workspace", root, "letter", "export", LETTER, "-o", target, status=1)
    assert "Fundacja Otwarty Kanał signed an earlier text" in done.stderr
    assert not target.exists()
    assert "unconfirmed-signon" in run("--workspace", root, "letter", "check", LETTER, status=1).stdout
    run("--workspace", root, "signon", "add", LETTER, "Fundacja Otwarty Kanał", "--channel", "email")
    assert "9 signatures" in run("--workspace", root, "letter", "export", LETTER, "-o", target).stdout


def test_freezing_and_signing_and_withdrawing(root: Path, tmp_path: Path) -> None:
    body = run("--workspace", root, "letter", "show", LETTER, "--json").stdout
    source = tmp_path / "body.md"
    source.write_text(json.loads(body)["body"] + "\nOne more sentence.\n", encoding="utf-8")
    run("--workspace", root, "letter", "edit", LETTER, "--from", source)
    frozen = run("--workspace", root, "letter", "freeze", LETTER, "--kind", "editorial").stdout
    assert "revision 3 (editorial)" in frozen
    again = run("--workspace", root, "letter", "freeze", LETTER, status=1)
    assert "is frozen already: revision 3" in again.stderr
    states = json.loads(run("--workspace", root, "signon", "list", LETTER, "--json").stdout)
    assert sum(row["state"] == "confirmed" for row in states) == 8
    run("--workspace", root, "signon", "withdraw", LETTER, states[0]["name"])
    run("--workspace", root, "signon", "withdraw", LETTER, states[0]["name"], status=1)
    assert "all as they should be" in run("--workspace", root, "verify").stdout


def test_two_who_edit_the_same_letter_lose_no_word(root: Path, tmp_path: Path) -> None:
    editor = tmp_path / "editor.sh"
    # While this editor is open, a colleague saves another text.
    editor.write_text(
        f"#!/bin/sh\nprintf 'theirs' > {tmp_path}/theirs.md\n"
        f"CORRESPONDENCE_ACTOR=Colleague {Path(sys.executable).with_name('correspondence')} --workspace {root} "
        f"letter edit {LETTER} --from {tmp_path}/theirs.md\nprintf 'ours' > \"$1\"\n",
        encoding="utf-8",
    )
    editor.chmod(0o755)
    done = run(
        "--workspace",
        root,
        "letter",
        "edit",
        LETTER,
        status=2,
        environment={"EDITOR": str(editor), "VISUAL": str(editor)},
    )
    assert "was changed by Colleague at" in done.stderr
    assert (root / f"{LETTER}.unsaved-1.md").read_text(encoding="utf-8") == "ours"
    shown = json.loads(run("--workspace", root, "letter", "show", LETTER, "--json").stdout)
    assert shown["body"] == "theirs"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--workspace", "nowhere", "thread", "list"), "holds no workspace"),
        (("thread", "show", "nivelmrk"), "there is no thread 'nivelmrk'"),
        (("letter", "export", "nothing", "-o", "x.docx"), "there is no letter 'nothing'"),
        (("message", "show", "2025"), "there is no message '2025'"),
        (("letter", "export", LETTER, "--revision", "9", "-o", "x.docx"), "has no revision 9"),
        (
            ("letter", "export", LETTER, "--unconfirmed", "leave-out", "-o", "no/such/folder/x.docx"),
            "cannot be written",
        ),
        (("signon", "add", LETTER, "X\r\nBcc: e@example.org"), "one line"),
        (("signon", "add", LETTER, "X", "--email", "not an address"), "not an e-mail address"),
        (("letter", "export", LETTER, "--unconfirmed", "leave-out", "-o", "x.pages"), "its ending must be one of"),
        (("nonsense",), "No such command"),
        (("thread", "import"), "Missing argument 'FOLDER'. (see `correspondence thread import --help`)"),
        (("thread", "list", "--workspace", "x"), "It stands before the command"),
        (("question", "list", "--status", "ducked"), "is not one of"),
    ],
)
def test_wrong_use_gets_a_clear_line(root: Path, arguments: tuple[str, ...], says: str) -> None:
    before = (root / "correspondence.db").read_bytes()
    done = run(*arguments, status=2, cwd=root)
    assert says in done.stderr
    assert done.stderr.count("\n") == 1
    assert (root / "correspondence.db").read_bytes() == before


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("{{ nobody.name }}", "line 1: 'nobody' is undefined"),
        ("a\n\n{% for a in pool %}", "line 3: "),
        ("{% for a in [0] * 99999 %}{% for b in [0] * 99999 %}{% endfor %}{% endfor %}", "endless loop"),
        ("{{ ''.__class__.__mro__ }}", "is not allowed"),
        ("see [this](message:nowhere)", "there is no message 'nowhere'"),
        ("::: unheard-of\n:::", "there is no letter part 'unheard-of'"),
        ("::: closing\nnever closed", "is never closed"),
    ],
)
def test_a_body_that_cannot_be_a_letter(
    root: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    body: str,
    says: str,
) -> None:
    typed = Typed(Workspace(root, None, ACTOR), monkeypatch, capsys)
    source = tmp_path / "body.md"
    source.write_text(body, encoding="utf-8")
    typed("letter", "edit", LETTER, "--from", source)
    before = (root / "correspondence.db").read_bytes()
    said = typed("letter", "freeze", LETTER, status=2)
    assert says in said.err
    assert said.err.count("\n") == 1
    assert (root / "correspondence.db").read_bytes() == before
