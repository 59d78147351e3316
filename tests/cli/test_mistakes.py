"""What was logged or begun by mistake is taken away, and the journal says so (on both engines)."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from correspondence.cli.main import cli
from correspondence.errors import CorrespondenceError
from correspondence.workspace import Workspace
from tests.factories.threads import full_thread, letter, stored, thread


def _run(store: Workspace, *words: str, status: int = 0, environment: dict[str, str | None] | None = None) -> str:
    environment = {"CORRESPONDENCE_DATABASE_URL": store.database_url} if store.database_url else {}
    done = CliRunner(env=environment).invoke(cli, ["--workspace", str(store.root), *words])
    if status:
        assert isinstance(done.exception, CorrespondenceError), done.output
        assert done.exception.exit_status == status
        return str(done.exception)
    assert done.exit_code == 0, done.output
    return done.stdout


def test_a_message_logged_by_mistake_goes_and_its_file_stays(store: Workspace, tmp_path: Path) -> None:
    stored(store, thread())
    (tmp_path / "wrong.txt").write_text("Nothing of ours.")
    name = _run(store, "log", "t", str(tmp_path / "wrong.txt"), "--date", "2025-01-02").strip()
    assert _run(store, "message", "drop", name, "--why", "another thread's") == f"t/{name}: taken away\n"
    assert json.loads(_run(store, "thread", "show", "t", "--json"))["timeline"] == []
    assert "1 originals" in _run(store, "verify")
    (entry, *_) = json.loads(_run(store, "journal", "t", "--json"))
    assert (entry["act"], entry["subject"], entry["detail"]["why"]) == ("message drop", f"t/{name}", "another thread's")
    assert len(entry["detail"]["files"]) == 1
    assert _run(store, "log", "t", str(tmp_path / "wrong.txt"), "--date", "2025-01-02").strip() == name


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("message", "drop", "reply", "--why", "x"), "a verdict was given on it"),
        (("message", "drop", "ask", "--why", "x"), "a question was asked in it"),
        (("letter", "drop", "l"), "a text of it is frozen"),
        (("letter", "drop", "m"), "there is no letter 'm'"),
    ],
)
def test_what_something_rests_on_stays(store: Workspace, words: tuple[str, ...], told: str) -> None:
    stored(store, full_thread())
    assert told in _run(store, *words, status=2)
    assert _run(store, "journal").count("thread import") == 1


def test_a_message_that_a_letter_cites_stays(workspace: Workspace, tmp_path: Path) -> None:
    stored(workspace, thread(letters=(letter(),)))
    (tmp_path / "said.txt").write_text("Words.")
    name = _run(workspace, "log", "t", str(tmp_path / "said.txt"), "--date", "2025-01-02").strip()
    (tmp_path / "body.md").write_text(f"You [wrote](message:{name}) it.")
    _run(workspace, "letter", "edit", "l", "--from", str(tmp_path / "body.md"))
    assert "the letter l cites it" in _run(workspace, "message", "drop", name, "--why", "x", status=2)


def test_a_draft_begun_by_mistake_goes_and_its_text_is_on_record(store: Workspace) -> None:
    stored(store, thread(letters=(letter(body="Dear all,"),)))
    assert _run(store, "letter", "drop", "l") == "t/l: taken away\n"
    assert json.loads(_run(store, "letter", "list", "--json")) == []
    (entry,) = json.loads(_run(store, "journal", "l", "--json"))
    assert entry["detail"]["body"] == "Dear all,"
    assert "letter drop" in _run(store, "journal", "--limit", "1")
    _run(store, "verify")


def test_a_verdict_in_place_of_another_says_so(workspace: Workspace) -> None:
    stored(workspace, full_thread())
    words = ("question", "assess", "q", "reply", "refused", "--quote", "We never comment on customers.")
    done = CliRunner().invoke(cli, ["--workspace", str(workspace.root), *words])
    assert done.stdout == "q: refused in reply\n"
    assert "it was evaded before, which stays on record" in done.stderr


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ('{{ messages["repl"].date }}', "line 1: there is no message 'repl' in the thread (did you mean 'reply'?)"),
        ("\n{{ questions.zzz.text }}", "line 2: there is no question 'zzz' in the thread: `correspondence question"),
        ("{{ undertakings.u.nothing }}", "this record has no attribute 'nothing'"),
        ('{{ messages["zzz"]|default("none") }}{{ nobody }}', "'nobody' is undefined"),
    ],
)
def test_a_live_part_that_names_nothing_says_what_is_meant(
    workspace: Workspace, tmp_path: Path, body: str, told: str
) -> None:
    stored(workspace, full_thread())
    (tmp_path / "body.md").write_text(body)
    _run(workspace, "letter", "edit", "l", "--from", str(tmp_path / "body.md"))
    assert told in _run(workspace, "letter", "show", "l", status=2)
