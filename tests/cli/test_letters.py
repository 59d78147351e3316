"""A letter on the command line: its data, its texts and what differs between them, and what was typed and not saved."""

import json

import pytest
from click.testing import CliRunner, Result

from correspondence.bundle import schema
from correspondence.cli.main import cli
from correspondence.errors import CorrespondenceError
from correspondence.letters import autosave
from correspondence.store.change import jotting
from correspondence.workspace import Workspace
from tests.factories.threads import digest, message, stored, thread

FIRST = "# Acme\n\nWe ask you to answer.\n\n::: signature-block\n:::\n"
SECOND = "# Acme\n\nWe beg you to answer, all of it.\n\n::: signature-block\n:::\n"


def _run(workspace: Workspace, *arguments: str, status: int = 0) -> Result:
    done = CliRunner().invoke(cli, ["--workspace", str(workspace.root), "letter", *arguments])
    if isinstance(done.exception, CorrespondenceError):
        assert done.exception.exit_status == status, done.exception
    else:
        assert done.exit_code == status, done.output
    return done


def _json(workspace: Workspace, *arguments: str) -> object:
    return json.loads(_run(workspace, *arguments, "--json").stdout)


@pytest.fixture
def acme(workspace: Workspace) -> Workspace:
    """A letter frozen twice, with an addressee and one who gets a copy."""
    people = (
        schema.Contact(name="Eva Ruiz", honorific="Ms.", role="General Counsel"),
        schema.Contact(name="Ines Falk", role="Chief Executive"),
    )
    texts = [(1, "substantive", FIRST), (2, "editorial", SECOND)]
    revisions = tuple(
        schema.RevisionDocument(
            revision=schema.Revision(number=number, kind=kind, digest=digest(body), note=f"Note {number}."), body=body
        )
        for number, kind, body in texts
    )
    letter = schema.Letter(
        id="l",
        title="Acme",
        template="open-letter",
        closing="Sincerely,",
        addressee=(schema.Addressee(contact="Eva Ruiz"), schema.Addressee(contact="Ines Falk", cc=True)),
    )
    signons = (schema.SignOn(name="Öko", status="signed", revision=digest(FIRST)),)
    document = schema.LetterDocument(
        letter=letter, body="We beg you to answer, all of it.", revisions=revisions, signons=signons
    )
    bundle = thread(messages=(message("reply", "2025-01"),), letters=(document,))
    return stored(workspace, bundle.model_copy(update={"thread": bundle.thread.model_copy(update={"contact": people})}))


def test_the_frozen_texts_are_listed(acme: Workspace) -> None:
    rows = _json(acme, "revisions", "l")
    assert isinstance(rows, list)
    assert [(r["number"], r["kind"], r["note"], r["text_number"], r["signed"]) for r in rows] == [
        (1, "substantive", "Note 1.", 1, 1),
        (2, "editorial", "Note 2.", 1, 0),
    ]
    assert digest(SECOND)[:12] in _run(acme, "revisions", "t/l").stdout


def test_what_differs_is_shown_word_by_word(acme: Workspace) -> None:
    done = _run(acme, "diff", "l", "1", "2")
    assert done.stdout == "…\nWe [-ask-]{+beg+} you to answer{+, all of it+}.\n"
    assert done.stderr == "4 words changed of 7\n"
    assert "signature-block" in _run(acme, "diff", "l", "1", "2", "--whole").stdout
    data = _json(acme, "diff", "l", "1", "2")
    assert isinstance(data, dict)
    assert (data["changed"], data["words"]) == (4, 7)
    assert "".join(s["text"] for s in data["stretches"] if s["change"] != "insert") == FIRST
    assert _run(acme, "diff", "l", "2", "2").stderr == "nothing changed\n"
    assert "::: addressee" in _run(acme, "diff", "l", "2", "draft").stdout


@pytest.mark.parametrize("text", ["3", "0", "-1", "x", "9" * 40, "²", "1.0"])
def test_a_text_that_is_not_there_is_told(acme: Workspace, text: str) -> None:
    done = _run(acme, "diff", "l", "1", "--", text, status=2)
    assert "no text of a letter" in str(done.exception) or "has no revision" in str(done.exception)


def test_data_is_changed_piece_by_piece(acme: Workspace) -> None:
    options = [
        "--title",
        "To Acme",
        "--date",
        "2025-06",
        "--reply-by",
        "2025-07-01",
        "--closing",
        "",
        "--language",
        "fr",
    ]
    data = _json(acme, "set", "l", *options, "--in-reply-to", "reply", "--to", "Jo Roe; Chair; Acme", "--to", "Falk")
    assert isinstance(data, dict)
    names = ("title", "date", "reply_by", "closing", "language", "in_reply_to", "template")
    assert [data[name] for name in names] == ["To Acme", "2025-06", "2025-07-01", "", "fr", ["reply"], "open-letter"]
    assert [(a["name"], a["role"], a["cc"]) for a in data["addressees"]] == [
        ("Jo Roe", "Chair", False),
        ("Ines Falk", "Chief Executive", False),
        ("Ines Falk", "Chief Executive", True),
    ]
    data = _json(acme, "set", "l", "--cc", "")
    assert isinstance(data, dict)
    assert [a["cc"] for a in data["addressees"]] == [False, False]
    assert "nothing changed" in _run(acme, "set", "l", "--title", "To Acme").stdout


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--date", "soon"], "date: 'soon' is not a date"),
        (["--embargo", "2025-13"], "embargo: "),
        (["--language", "klingon!"], "language: "),
        (["--title", ""], "title: "),
        (["--title", "a\nb"], "title: "),
        (["--to", "Nobody"], "there is no contact 'Nobody' (the thread has: Eva Ruiz, Ines Falk; "),
        (["--to", "a"], "several contacts fit 'a'"),
        (["--in-reply-to", "replay"], "there is no message 'replay'"),
        ([], "say what to change"),
    ],
)
def test_data_that_no_letter_can_have_is_told(acme: Workspace, options: list[str], says: str) -> None:
    before = _json(acme, "show", "l")
    assert says in str(_run(acme, "set", "l", *options, status=2).exception)
    assert _json(acme, "show", "l") == before


def _typed(store: Workspace, body: str, *, editor: str = "e1", base: str = "We beg you to answer, all of it.") -> None:
    with jotting(store) as session:
        autosave.keep(
            session, "t", "l", body, editor=editor, actor="Ana", at=f"2025-{editor}", base=base, read_version=1
        )


def test_what_was_typed_is_taken_up_again(acme: Workspace) -> None:
    assert _json(acme, "recover", "l") == []
    assert "nothing was typed" in str(_run(acme, "recover", "l", "--take", status=2).exception)
    _typed(acme, "We beg you to answer, all of it, and soon.")
    assert "e1      Ana" in _run(acme, "recover", "l").stdout
    assert _run(acme, "recover", "l", "--diff").stdout == "We beg you to answer, all of it{+, and soon+}.\n"
    assert "t/l: saved" in _run(acme, "recover", "l", "--take").stdout
    data = _json(acme, "show", "l")
    assert isinstance(data, dict)
    assert data["body"] == "We beg you to answer, all of it, and soon."
    assert _json(acme, "recover", "l") == []


def test_what_was_typed_over_somebody_elses_text_is_merged(acme: Workspace) -> None:
    _typed(acme, "We urge you to answer, all of it.")
    _typed(acme, "We beg you to answer, all of it. Please.", editor="e2")
    source = acme.root / "theirs.md"
    source.write_text("We implore you to answer, all of it.", encoding="utf-8")
    _run(acme, "edit", "l", "--from", str(source))
    done = _run(acme, "recover", "l", "--editor", "e1", "--take", status=1)
    assert "was changed since at one place where something was typed too" in str(done.exception)
    _run(acme, "recover", "l", "--editor", "e1", "-o", str(acme.root / "typed.md"))
    assert (acme.root / "typed.md").read_text(encoding="utf-8") == "We urge you to answer, all of it."
    _run(acme, "recover", "l", "--editor", "e1", "--take", "--side", "typed")
    data = _json(acme, "show", "l")
    assert isinstance(data, dict)
    assert data["body"] == "We urge you to answer, all of it."
    # Where only one of two changed something, nobody is asked.
    _run(acme, "recover", "l", "--take")
    data = _json(acme, "show", "l")
    assert isinstance(data, dict)
    assert data["body"] == "We urge you to answer, all of it. Please."
    _typed(acme, "Rubbish.")
    _run(acme, "recover", "l", "--drop")
    assert _json(acme, "recover", "l") == []
