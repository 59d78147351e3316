"""What every command prints: text that acts on no terminal, JSON that is JSON, and one line when it fails."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from correspondence.cli import output
from correspondence.cli.main import cli
from correspondence.workspace import Workspace
from tests.cli.test_acceptance import run
from tests.factories.hostile import DANGEROUS, PAYLOAD, hostile_thread
from tests.factories.threads import full_thread, stored

LISTS = [
    ("thread", "list"),
    ("thread", "show", "hostile"),
    ("message", "show", "m"),
    ("question", "list"),
    ("question", "list", "hostile"),
    ("undertaking", "list", "hostile"),
    ("letter", "list"),
    ("letter", "list", "hostile"),
    ("letter", "show", "l"),
    ("letter", "check", "l"),
    ("signon", "list", "l"),
    ("signon", "answers", "l"),
    ("signon", "bad", "l"),
    ("signon", "outbox", "l"),
    ("signon", "show", "l", "1"),
    ("signon", "status", "l"),
    ("signatory", "list"),
    ("signatory", "show", PAYLOAD),
    ("report", "hostile"),
    ("report",),
    ("verify",),
]
# All but line feeds: controls C0 and C1, delete, direction controls, what takes no room.
ACTING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")


@pytest.fixture
def hostile(workspace: Workspace) -> Workspace:
    return stored(workspace, hostile_thread())


def _run(workspace: Workspace, *arguments: str) -> Result:
    return CliRunner().invoke(cli, ["--workspace", str(workspace.root), *arguments])


@pytest.mark.parametrize("command", LISTS, ids=" ".join)
def test_nothing_printed_acts_on_a_terminal(hostile: Workspace, command: tuple[str, ...]) -> None:
    done = _run(hostile, *command)
    assert done.output
    assert not [ascii(found) for found in ACTING.findall(done.stdout + done.stderr)]


@pytest.mark.parametrize("command", LISTS, ids=" ".join)
def test_json_is_json_in_ascii_and_holds_what_is_stored(hostile: Workspace, command: tuple[str, ...]) -> None:
    done = _run(hostile, *command, "--json")
    data = json.loads(done.stdout)
    assert done.stdout.isascii()
    assert not [ascii(found) for found in ACTING.findall(done.stdout)]
    if command not in {("verify",), ("letter", "check", "l")}:
        assert PAYLOAD in _strings(data)


def _strings(data: object) -> set[str]:
    match data:
        case str():
            return {data}
        case dict():
            return {text for entry in data.values() for text in _strings(entry)}
        case list():
            return {text for entry in data for text in _strings(entry)}
    return set()


def test_delete_is_escaped_in_json_too(workspace: Workspace) -> None:
    bundle = full_thread()
    thread = bundle.thread.model_copy(update={"title": "a\x7fb"})
    stored(workspace, bundle.model_copy(update={"thread": thread}))
    done = _run(workspace, "thread", "list", "--json")
    assert "\x7f" not in done.stdout
    assert json.loads(done.stdout)[0]["title"] == "a\x7fb"


@pytest.mark.parametrize("command", [("thread", "list"), ("question", "list"), ("letter", "list")], ids=" ".join)
def test_an_empty_workspace_lists_nothing(workspace: Workspace, command: tuple[str, ...]) -> None:
    assert json.loads(_run(workspace, *command, "--json").stdout) == []
    done = _run(workspace, *command)
    assert done.exit_code == 0
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1


def test_the_fields_of_the_lists(workspace: Workspace) -> None:
    stored(workspace, full_thread())
    (thread,) = json.loads(_run(workspace, "thread", "list", "--json").stdout)
    assert thread["slug"] == "full"
    assert (thread["open_questions"], thread["questions"], thread["due"]) == (1, 2, "2022-10-01")
    questions = json.loads(_run(workspace, "question", "list", "full", "--json").stdout)
    assert [(row["id"], row["status"]) for row in questions] == [("q", "evaded"), ("older", "superseded")]
    for arguments in (("--unresolved",), ("--status", "evaded"), ("--status", "evaded", "--status", "answered")):
        rows = json.loads(_run(workspace, "question", "list", "full", *arguments, "--json").stdout)
        assert [row["id"] for row in rows] == ["q"]
    (signon,) = json.loads(_run(workspace, "signon", "list", "l", "--json").stdout)
    assert (signon["name"], signon["state"], signon["revision"]) == ("Öko", "confirmed", 1)
    assert json.loads(_run(workspace, "message", "show", "full/reply", "--json").stdout)["assessed"] is True
    assert json.loads(_run(workspace, "verify", "--json").stdout) == []


def test_the_text_of_a_message_alone(workspace: Workspace) -> None:
    stored(workspace, full_thread())
    assert _run(workspace, "message", "show", "reply", "--text").stdout.rstrip("\n") == (
        full_thread().messages[1].body.rstrip("\n")
    )


def test_on_a_narrow_terminal_the_last_column_gives_way(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setenv("COLUMNS", "40")
    wide = "日本" * 30
    output.table(("A", "B"), [("x", "y" * 100), ("é", wide)], last="none")
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "A  B"
    assert lines[1] == "x  " + "y" * 36 + "…"
    assert lines[2] == "é  " + "日本" * 9 + "…"


@pytest.mark.parametrize("mark", DANGEROUS)
def test_what_a_person_typed_is_shown_harmless_in_the_error(tmp_path: Path, mark: str) -> None:
    done = _run(Workspace(tmp_path, None, "x"), "thread", "show", f"x{mark}y")
    assert done.exit_code != 0
    assert mark not in done.output


def test_hostile_words_of_a_bundle_in_an_error(tmp_path: Path, workspace: Workspace) -> None:
    folder = tmp_path / "threads" / "x"
    folder.mkdir(parents=True)
    text = 'format = 1\nslug = "x"\ntitle = "X"\nlanguage = "en"\n"\\u001b[2J\\u202e" = 1\n'
    (folder / "thread.toml").write_text(text, encoding="utf-8")
    done = run("--workspace", workspace.root, "thread", "import", folder, status=2)
    assert "line 5" in done.stderr
    assert not ACTING.findall(done.stderr)


def test_hostile_names_stay_whole_on_their_way(hostile: Workspace) -> None:
    names = {row["name"] for row in json.loads(_run(hostile, "signon", "list", "l", "--json").stdout)}
    assert names == {signon.name for letter in hostile_thread().letters for signon in letter.signons}
