"""From a file to a verdict on the command line: log, suggest, assess, retract, finish."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from correspondence.cli.main import cli
from correspondence.workspace import Workspace
from tests.conftest import REPOSITORY
from tests.factories.commands import Typed
from tests.factories.threads import stored, thread

THREAD = REPOSITORY / "threads" / "nivelmark"
REPLY = "Dear all,\n\nThe audits of our customers are published every year.\n\nWe do not discuss customers.\n"


def _run(typed: Typed, *arguments: str, status: int = 0) -> str:
    said = typed(*arguments, status=status)
    return said.out if status == 0 or said.out else said.err


def _json(typed: Typed, *arguments: str, status: int = 0) -> Any:
    return json.loads(_run(typed, *arguments, "--json", status=status))


@pytest.fixture
def asked(typed: Typed, tmp_path: Path) -> Typed:
    """A thread with two questions."""
    bundle = tmp_path / "t"
    (bundle / "messages").mkdir(parents=True)
    (bundle / "thread.toml").write_text('format = 1\nslug = "t"\ntitle = "T"\nlanguage = "en"\n')
    (bundle / "questions.toml").write_text(
        '[[question]]\nid = "audits"\ntext = "Will you publish the audits?"\nasked_in = ["ask"]\n\n'
        '[[question]]\nid = "customers"\ntext = "Who are your customers?"\nasked_in = ["ask"]\n'
    )
    (bundle / "messages" / "ask.md").write_text(
        '+++\nid = "ask"\ndirection = "outgoing"\ndate = "2022-01-03"\n+++\nWhy?\n'
    )
    _run(typed, "thread", "import", str(bundle))
    return typed


def test_a_reply_is_logged_judged_and_finished(asked: Typed, tmp_path: Path) -> None:
    reply = tmp_path / "reply.txt"
    reply.write_text(REPLY)
    (logged,) = _json(asked, "log", "t", str(reply), "--date", "2022-02-01")
    assert logged == {"file": str(reply), "messages": ["2022-02-01-reply"], "error": None, "remarks": {}}
    proposals = _json(asked, "question", "suggest", "2022-02-01-reply", "--top", "1")
    assert [one["questions"][0]["id"] for one in proposals[1:]] == ["audits", "customers"]
    for one in proposals:
        assert REPLY[one["passage"]["start"] : one["passage"]["end"]] == one["passage"]["exact"]
    words = "published every year"
    _run(asked, "question", "assess", "audits", "2022-02-01-reply", "answered", "--quote", words)
    assert _statuses(asked) == {"audits": "answered", "customers": "open"}
    _run(asked, "question", "finish", "2022-02-01-reply")
    assert _statuses(asked) == {"audits": "answered", "customers": "passed-over"}
    _run(asked, "question", "retract", "audits", "2022-02-01-reply", "--why", "read again")
    assert _statuses(asked) == {"audits": "passed-over", "customers": "passed-over"}
    _run(asked, "verify")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("audits", "2022-02-01-reply", "answered"), "a verdict points at words"),
        (("audits", "2022-02-01-reply", "answered", "--quote", "never said"), "do not stand in"),
        (("audits", "2022-02-01-reply", "contradicted", "--quote", "every year"), "points at two passages"),
        (("audits", "ask", "answered", "--quote", "Why?"), "is our own"),
        (("nothing", "2022-02-01-reply", "answered"), "there is no question"),
    ],
)
def test_a_verdict_that_points_at_nothing_is_refused(
    asked: Typed, tmp_path: Path, arguments: tuple[str, ...], told: str
) -> None:
    (tmp_path / "reply.txt").write_text(REPLY)
    _run(asked, "log", "t", str(tmp_path / "reply.txt"), "--date", "2022-02-01")
    assert told in _run(asked, "question", "assess", *arguments, status=2)
    assert _statuses(asked) == {"audits": "open", "customers": "open"}


def test_files_that_cannot_be_read_do_not_stop_the_others(asked: Typed, tmp_path: Path) -> None:
    (tmp_path / "empty.eml").write_bytes(b"")
    results = _json(asked, "log", "t", str(tmp_path / "empty.eml"), str(THREAD / "files"), "-", status=1)
    assert ["empty" in results[0]["error"], "is a folder" in results[1]["error"]] == [True, True]
    assert [result["messages"] for result in results[:2]] == [[], []]


def test_the_samples_originals_are_logged_once(asked: Typed) -> None:
    files = [str(path) for path in sorted((THREAD / "files").iterdir())]
    first = _json(asked, "log", "t", *files)
    again = _json(asked, "log", "t", *files)
    assert [result["messages"] for result in again] == [result["messages"] for result in first]
    assert len({name for result in first for name in result["messages"]}) == len(files)
    assert not any(result["error"] for result in first)


def test_headings_quotations_and_signatures_have_questions_too(asked: Typed, tmp_path: Path) -> None:
    (tmp_path / "reply.md").write_text(
        "# On customers\n\nWe decline to speak of them.\n\n> Will you publish the audits?\n\nThey are public.\n\n"
        "- a list\n- of two\n\n-- \nEva, Nivelmark\n\n> Why?\n"
    )
    _run(asked, "log", "t", str(tmp_path / "reply.md"), "--date", "2022-02-01")
    body = _run(asked, "message", "show", "2022-02-01-reply", "--text")
    proposals = _json(asked, "question", "suggest", "2022-02-01-reply")
    kinds = [one["kind"] for one in proposals]
    assert kinds == ["heading", "paragraph", "quoted", "paragraph", "item", "item", "signature", "quoted"]
    assert all(len(one["questions"]) == 2 for one in proposals)
    held = "".join(body[one["passage"]["start"] : one["passage"]["end"]] for one in proposals)
    assert "".join(held.split()) == "".join(body.split())
    assert proposals[3]["questions"][0]["id"] == "audits"
    assert (asked.workspace.root / "correspondence.db.vectors").is_file()


def _statuses(typed: Typed) -> dict[str, str]:
    return {row["id"]: row["status"] for row in _json(typed, "question", "list", "t")}


def test_what_a_file_is_taken_for_is_told(workspace: Workspace, tmp_path: Path) -> None:
    stored(workspace, thread())
    (tmp_path / "said.html").write_text("<meta name='author' content='Ada'><p>We sold nothing.</p>")
    mail = "From: Ada <a@x.example>\nDate: Mon, 14 Apr 2025 10:00:00 +0200\nSubject: S\n\nWe sold nothing.\n"
    (tmp_path / "said.eml").write_text(mail)

    def told(*words: str) -> str:
        return CliRunner().invoke(cli, ["--workspace", str(workspace.root), "log", "t", *words]).stderr

    assert "came in, email, dated 2025-04-14, from Ada <a@x.example>" in told(str(tmp_path / "said.eml"))
    given = told(str(tmp_path / "said.html"), "--date", "2025-05", "--direction", "reference", "--kind", "report")
    assert "a source, report, dated 2025-05" in given
    assert "as the file says" not in given
    assert "came in" not in told(str(tmp_path / "said.eml"))
