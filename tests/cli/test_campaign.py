"""A campaign on the command line: begun, changed, checked, frozen, exported, and how each company replied."""

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from correspondence.bundle import schema
from correspondence.cli.main import cli
from correspondence.errors import CorrespondenceError
from correspondence.overview import letters
from correspondence.store.reading import reading
from correspondence.workspace import Workspace
from tests.factories.threads import stored, thread


def _run(workspace: Workspace, *arguments: str, status: int = 0) -> Result:
    done = CliRunner().invoke(cli, ["--workspace", str(workspace.root), "campaign", *arguments])
    if isinstance(done.exception, CorrespondenceError):
        assert done.exception.exit_status == status, done.exception
    else:
        assert done.exit_code == status, done.output
    return done


@pytest.fixture
def two(workspace: Workspace) -> Workspace:
    for slug, name in (("acme", "Acme \x1b[31m"), ("beta", "Beta")):
        bundle = thread(slug)
        parties = {"organization": (schema.Organization(name=name.replace("\x1b", "")),)}
        stored(workspace, bundle.model_copy(update={"thread": bundle.thread.model_copy(update=parties)}))
    begin = [
        "new",
        "audits",
        "--thread",
        "acme",
        "--thread",
        "beta",
        "--ask",
        "How many audits?",
        "--date",
        "2025-06-03",
    ]
    made = _run(workspace, *begin, "--template", "follow-up", "--json")
    assert json.loads(made.stdout) == {"campaign": "audits", "letters": ["acme/audits", "beta/audits"]}
    return workspace


def test_it_is_listed_and_shown(two: Workspace) -> None:
    (row,) = json.loads(_run(two, "list", "--json").stdout)
    assert (row["id"], row["letters"], row["frozen"], row["replied"]) == ("audits", 2, 0, 0)
    assert "audits" in _run(two, "list").stdout
    data = json.loads(_run(two, "show", "audits", "--json").stdout)
    assert [letter["thread"] for letter in data["letters"]] == ["acme", "beta"]
    assert "{{ thread.organization }}" in _run(two, "show", "audits", "--text").stdout
    assert "beta/audits" in _run(two, "show", "audits").stdout
    assert "did you mean 'audits'" in str(_run(two, "show", "audit", status=2).exception)


def test_it_shows_what_was_sent_and_what_is_late(two: Workspace) -> None:
    _run(two, "set", "audits", "--reply-by", "2025-07-01")
    _run(two, "freeze", "audits")
    heads, first, *_ = _run(two, "show", "audits").stdout.splitlines()[1:]
    assert heads.split() == ["LETTER", "TO", "LANGUAGE", "REVISIONS", "SENT", "REPLIED", "LATE", "DRAFT"]
    late = (date.today() - date(2025, 7, 1)).days  # noqa: DTZ011  # as the command counts
    assert first.split()[-4] == "2025-06-03"
    assert first.split()[-2:] == ["days", "shared"]
    (one, _) = json.loads(_run(two, "show", "audits", "--json").stdout)["letters"]
    assert (one["sent"], one["replied"]) == ("2025-06-03", None)
    assert one["late_days"] - late in (0, 1)


def test_each_letter_is_in_its_threads_language(workspace: Workspace) -> None:
    for slug, language in (("acme", "en"), ("nord", "de"), ("slask", "pl"), ("beta", "en")):
        bundle = thread(slug)
        facts = {"language": language, "organization": (schema.Organization(name=slug.title()),)}
        stored(workspace, bundle.model_copy(update={"thread": bundle.thread.model_copy(update=facts)}))
    begin = ["new", "audits", *(f"--thread={slug}" for slug in ("acme", "nord", "slask", "beta"))]
    made = _run(workspace, *begin, "--template", "follow-up", "--ask", "How many audits?")
    assert "each with a draft of its own, which `campaign edit` leaves alone: nord (de)\n" in made.stderr
    assert "the questions given stand in them as you wrote them: translate them there\n" in made.stderr
    assert "slask is in pl, for which there are no words of letters: its letter is in en\n" in made.stderr
    shown = json.loads(_run(workspace, "show", "audits", "--json").stdout)
    assert [(row["language"], row["own_text"]) for row in shown["letters"]] == [
        ("en", False),
        ("de", True),
        ("en", False),
        ("en", False),
    ]
    with reading(workspace) as reader:
        german = letters.letter(reader, "audits", "nord")
        polish = letters.letter(reader, "audits", "slask")
    assert german.title == "Nachfrage: Nord"
    assert "Wir kommen auf unseren Schriftwechsel mit {{ thread.organization }} zurück" in german.body
    assert "We return to our correspondence" in polish.body
    french = _run(workspace, "new", "all", *begin[2:], "--language", "fr", "--template", "follow-up")
    assert "in their thread's language" not in french.stderr
    shown = json.loads(_run(workspace, "show", "all", "--json").stdout)
    assert {(row["language"], row["own_text"]) for row in shown["letters"]} == {("fr", False)}
    with reading(workspace) as reader:
        assert letters.letter(reader, "all", "nord").title == "Lettre de relance\u00a0: Nord"


def test_one_draft_is_changed_for_all(two: Workspace, tmp_path: Path) -> None:
    source = tmp_path / "body.md"
    source.write_text("To {{ thread.organization }}.", encoding="utf-8")
    done = _run(two, "edit", "audits", "--from", str(source))
    assert done.stdout.splitlines() == ["acme/audits", "beta/audits"]
    assert "nothing changed" in _run(two, "edit", "audits", "--from", str(source)).stderr
    assert _run(two, "set", "audits", "--reply-by", "2025-07-01").stdout.splitlines() == ["acme/audits", "beta/audits"]
    assert "reply_by: 'soon' is not a date" in str(_run(two, "set", "audits", "--reply-by", "soon", status=2).exception)
    assert "say what to change" in str(_run(two, "set", "audits", status=2).exception)


def test_all_are_checked_frozen_exported_in_one_go(two: Workspace, tmp_path: Path) -> None:
    told = json.loads(_run(two, "check", "audits", "--json").stdout)
    assert [(one["letter"], one["error"]) for one in told] == [("acme/audits", None), ("beta/audits", None)]
    assert "2 letters of 2 frozen" in _run(two, "freeze", "audits", "--note", "First.").stderr
    assert _run(two, "freeze", "audits").stdout.count("is frozen already: revision 1") == 2
    folder = tmp_path / "out"
    _run(two, "export", "audits", "-o", str(folder), "--mark", "CONFIDENTIAL")
    first = {path.name: path.read_bytes() for path in sorted(folder.iterdir())}
    assert list(first) == ["acme-audits.docx", "beta-audits.docx"]
    _run(two, "export", "audits", "-o", str(folder), "--mark", "CONFIDENTIAL")
    assert {path.name: path.read_bytes() for path in sorted(folder.iterdir())} == first
    _run(two, "export", "audits", "-o", str(folder), "--to", "txt")
    assert "Beta" in (folder / "beta-audits.txt").read_text(encoding="utf-8")


def test_what_is_wrong_with_one_is_told_and_the_others_go_out(two: Workspace, tmp_path: Path) -> None:
    source = tmp_path / "body.md"
    source.write_text("TODO {{ messages.nothing.date }}", encoding="utf-8")
    done = CliRunner().invoke(
        cli, ["--workspace", str(two.root), "letter", "edit", "beta/audits", "--from", str(source)]
    )
    assert done.exit_code == 0
    assert "beta/audits" in _run(two, "check", "audits", status=1).stdout
    done = _run(two, "freeze", "audits", status=1)
    assert "acme/audits: revision 1" in done.stdout
    assert "beta/audits (Beta) was not frozen: the letter's body: line 1" in done.stderr
    assert "1 letter of 2 frozen" in done.stderr
    done = _run(two, "export", "audits", "-o", str(tmp_path / "out"), status=1)
    assert "beta/audits (Beta) was not exported" in done.stderr
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["acme-audits.docx"]
    source.write_text("TODO", encoding="utf-8")
    CliRunner().invoke(cli, ["--workspace", str(two.root), "letter", "edit", "beta/audits", "--from", str(source)])
    done = _run(two, "freeze", "audits", status=1)
    assert "beta/audits/body:1:1: placeholder-left" in done.stderr
    assert "2 letters of 2 frozen" in _run(two, "freeze", "audits", "--anyway").stderr


def test_how_each_replied_is_a_table(two: Workspace) -> None:
    data = json.loads(_run(two, "table", "audits", "--json").stdout)
    assert [question["id"] for question in data["questions"]] == ["how-many-audits"]
    assert [(c["thread"], c["replied"], c["statuses"]) for c in data["companies"]] == [
        ("acme", None, {"how-many-audits": "open"}),
        ("beta", None, {"how-many-audits": "open"}),
    ]
    shown = _run(two, "table", "audits", "--shared").stdout
    assert "1  How many audits?" in shown
    assert shown.count("·") == 2
