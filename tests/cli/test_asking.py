"""Asking and undertaking on the command line: what was said is in the store, on record, and in the bundle."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from correspondence.bundle import transfer
from correspondence.cli.main import cli
from correspondence.errors import CorrespondenceError, MissingPassageError, NotFoundError
from correspondence.store.change import change
from correspondence.store.reading import reading
from correspondence.store.verify import verify
from correspondence.workspace import ENV_ACTOR, ENV_DATABASE_URL, Workspace
from tests.factories.kept import Kept
from tests.factories.threads import full_thread, stored

WORDS = "We never comment on customers."


@pytest.fixture
def full(store: Workspace, kept: Kept) -> Workspace:
    """A thread with a question, an undertaking and a reply, on each engine."""
    return kept.fill(store, "full", lambda empty: stored(empty, full_thread()))


def _run(store: Workspace, *arguments: str) -> str:
    environment = {ENV_ACTOR: "Ana", ENV_DATABASE_URL: store.database_url}
    done = CliRunner().invoke(cli, ["--workspace", str(store.root), *arguments], env=environment)
    if isinstance(done.exception, CorrespondenceError):
        raise done.exception
    assert done.exit_code == 0, done.output
    return done.stdout


def _json(store: Workspace, *arguments: str) -> Any:
    return json.loads(_run(store, *arguments, "--json"))


def _acts(store: Workspace) -> list[tuple[str, str]]:
    with reading(store) as reader:
        assert verify(reader).findings == ()
        return [(act, subject) for act, subject in reader.rows("SELECT act, subject FROM journal ORDER BY number")][1:]


def test_a_question_points_at_what_gave_rise_to_it(full: Workspace, tmp_path: Path) -> None:
    about = ("--undertaking", "u", "--asked-in", "l", "--quote", "reply", WORDS)
    made = _json(full, "question", "add", "full", "Whom do you vet?", *about)
    assert made["id"] == "whom-do-you-vet"
    shown = _json(full, "question", "show", made["id"])
    assert [(place["place"], place["date"]) for place in shown["asked"]] == [("l", "2022-09-01")]
    assert shown["question"]["undertaking"] == "u"
    (origin,) = shown["origin"]
    assert (origin["message"], origin["exact"]) == ("reply", WORDS)
    assert _acts(full) == [("question add", "full/whom-do-you-vet")]
    # What was asked, and why, goes out and comes in with the bundle.
    with change(full, "thread export", "full") as act:
        transfer.export_thread(act.session, "full", tmp_path / "out")
        act.nothing_done = True
    again = transfer.read(tmp_path / "out")[0]
    (question,) = [question for question in again.questions if question.id == made["id"]]
    assert [passage.exact for passage in question.passage] == [WORDS]


def test_what_is_asked_no_more_can_be_asked_again(full: Workspace) -> None:
    def status(name: str) -> str:
        return str(_json(full, "question", "show", name)["question"]["status"])

    _run(full, "question", "add", "full", "What now?", "--id", "now")
    _run(full, "question", "withdraw", "full/now", "--why", "said by telephone")
    assert status("now") == "withdrawn"
    with pytest.raises(CorrespondenceError, match="no more"):
        _run(full, "question", "withdraw", "now", "--why", "twice")
    _run(full, "question", "reinstate", "now")
    assert status("now") == "open"
    _run(full, "question", "supersede", "now", "q")
    assert status("now") == "superseded"
    assert [act for act, _ in _acts(full)] == [
        "question add",
        "question withdraw",
        "question reinstate",
        "question supersede",
    ]


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("full", " "), CorrespondenceError),
        (("full", "Q?", "--id", "q"), CorrespondenceError),
        (("full", "Q?", "--id", "../q"), CorrespondenceError),
        (("full", "Q?", "--asked-in", "reply"), CorrespondenceError),
        (("full", "Q?", "--asked-in", "nowhere"), NotFoundError),
        (("full", "Q?", "--undertaking", "nothing"), NotFoundError),
        (("full", "Q?", "--quote", "reply", "never said"), MissingPassageError),
        (("nobody", "Q?"), NotFoundError),
    ],
)
def test_a_question_that_cannot_be_asked(
    full: Workspace, arguments: tuple[str, ...], error: type[CorrespondenceError]
) -> None:
    with pytest.raises(error):
        _run(full, "question", "add", *arguments)
    assert _acts(full) == []


def test_an_undertaking_and_what_becomes_of_it(full: Workspace) -> None:
    made = _json(full, "undertaking", "add", "full", "To say nothing.", "--by", "Acme", "--quote", "reply", WORDS)
    assert made["id"] == "to-say-nothing"
    _run(full, "undertaking", "status", "full/to-say-nothing", "fulfilled", "--finding", "They said nothing.")
    assert "nothing new" in _run(full, "undertaking", "status", "to-say-nothing", "fulfilled")
    _run(full, "undertaking", "status", "to-say-nothing", "contradicted", "--finding", "")
    shown = _json(full, "undertaking", "show", "to-say-nothing")
    assert (shown["undertaking"]["status"], shown["undertaking"]["finding"]) == ("contradicted", "")
    assert [(event["kind"], event["status"], event["author"], event["words"]) for event in shown["history"]] == [
        ("stated", "", "", WORDS),
        ("recorded", "", "Ana", ""),
        ("changed", "fulfilled", "Ana", "They said nothing."),
        ("changed", "contradicted", "Ana", ""),
    ]
    assert [row["id"] for row in _json(full, "undertaking", "list", "full", "--status", "contradicted")] == [made["id"]]
    assert "contradicted" in _run(full, "undertaking", "show", "to-say-nothing")
    assert len(_acts(full)) == 3  # what said nothing new is not on record


def test_an_undertaking_by_nobody_of_the_thread(full: Workspace) -> None:
    with pytest.raises(NotFoundError, match="Acme"):
        _run(full, "undertaking", "add", "full", "To say nothing.", "--by", "Umbrella")


def test_the_matrix_shows_what_every_reply_did(full: Workspace) -> None:
    _run(full, "question", "add", "full", "Asked before?", "--id", "early", "--asked-in", "ask")
    _run(full, "question", "add", "full", "Asked later?", "--id", "later", "--asked-in", "l")
    found = _json(full, "question", "matrix", "full")
    assert [reply["id"] for reply in found["replies"]] == ["reply"]
    assert {row["id"]: row["replies"]["reply"] for row in found["questions"]} == {
        "q": "evaded",
        "older": "",
        "early": "passed-over",
        "later": "",
    }
    _run(full, "question", "finish", "reply", "--reopen")
    _run(full, "question", "retract", "q", "reply", "--why", "misread")
    found = _json(full, "question", "matrix", "full")
    assert {row["id"]: row["replies"]["reply"] for row in found["questions"]} == {
        "q": "open",
        "older": "",
        "early": "open",
        "later": "",
    }
    (verdict,) = _json(full, "question", "show", "q")["evidence"]
    assert (verdict["retracted_by"], verdict["retracted_why"]) == ("Ana", "misread")
    assert "taken back" in _run(full, "question", "show", "q")
    assert "being read" in _run(full, "question", "matrix", "full")
