"""Several appendices in one letter: lettered, referred to by label, each with what its kind holds."""

import json

import pytest
from click.testing import CliRunner, Result

from correspondence.bundle import schema
from correspondence.cli.main import cli
from correspondence.document.nodes import Link, Part, Table, plain_text, walk
from correspondence.errors import CorrespondenceError
from correspondence.letters.assemble import assemble
from correspondence.letters.checks.run import check
from correspondence.letters.draft import render_draft
from correspondence.overview import letters
from correspondence.store.reading import reading
from correspondence.workspace import Workspace
from tests.factories.threads import stored
from tests.letters.test_context import _thread

KINDS = ("unresolved-questions", "all-questions", "timeline", "contradictions", "campaign-table", "text")


def _letter(language: str = "en", body: str = "", **of_kind: dict[str, object]) -> schema.ThreadBundle:
    appendices = tuple(schema.Appendix(kind=kind, **of_kind.get(kind.replace("-", "_"), {})) for kind in KINDS)
    bundle = _thread(*appendices, language=language)
    (document,) = bundle.letters
    letter = document.letter.model_copy(update={"campaign": "all-makers"})
    return bundle.model_copy(update={"letters": (document.model_copy(update={"letter": letter, "body": body}),)})


def _parts(store: Workspace) -> list[Part]:
    with reading(store) as reader:
        letter = letters.letter(reader, "l")
        document, _ = assemble(reader, letter, render_draft(reader, letter, store).markdown)
    return [block for block in document.blocks if isinstance(block, Part) and block.name == "appendix"]


def test_all_kinds_stand_in_one_letter_with_what_they_hold(store: Workspace) -> None:
    stored(store, _letter(text={"title": "A note", "body": "Some *words*."}))
    parts = _parts(store)
    headings = [plain_text(part.blocks[:1]) for part in parts]
    assert headings == [
        "Appendix A: Unresolved questions",
        "Appendix B: All questions",
        "Appendix C: Timeline of the correspondence",
        "Appendix D: Statements that contradict each other",
        "Appendix E: How each company replied",
        "Appendix F: A note",
    ]
    tables = [next((node for node in walk(part.blocks) if isinstance(node, Table)), None) for part in parts]
    assert [table is not None for table in tables] == [True, True, True, True, True, False]
    open_, all_, timeline, contradictions, campaign, _ = (table and plain_text([table]) for table in tables)
    assert "When?" not in str(open_)
    assert "When?" in str(all_)
    assert "secret" not in str(timeline)
    assert "It cannot be forged." in str(contradictions)
    assert "T" in str(campaign)
    assert plain_text(parts[5].blocks[1:]) == "Some words."


def test_each_side_of_a_contradiction_has_its_source(store: Workspace) -> None:
    stored(store, _letter())
    with reading(store) as reader:
        letter = letters.letter(reader, "l")
        markdown = render_draft(reader, letter, store).markdown
    table = markdown.partition("Appendix D")[2].partition(":::\n")[0]
    earlier, later = (line for line in table.splitlines() if "forged" in line)
    assert "“It cannot be forged.” ([An \\*interview\\*, January 2019](message:interview))" in earlier
    assert "“It can be forged.” ([reply, 18 February 2021](message:reply))" in later
    part = _parts(store)[3]
    assert not [node for node in walk(part.blocks) if isinstance(node, Link) and node.target.startswith("message:")]


@pytest.mark.parametrize(
    ("language", "letters_", "word"),
    [("en", "ABCDEF", "Appendix"), ("de", "ABCDEF", "Anhang"), ("fr", "ABCDEF", "Annexe")],
)
def test_the_body_refers_to_them_by_label(workspace: Workspace, language: str, letters_: str, word: str) -> None:
    body = (
        '{{ appendix("timeline") }}; {{ appendix("unresolved") }}; {{ appendix("My notes") }}; {{ appendix(4) }}; '
        '{{ appendix("Anhang X") }}; {{ appendix("all-questions") }}.'
    )
    of_kind: dict[str, dict[str, object]] = {
        "all_questions": {"label": "Anhang X"},
        "text": {"title": "My notes", "body": "x"},
    }
    stored(workspace, _letter(language, body, **of_kind))
    with reading(workspace) as reader:
        letter = letters.letter(reader, "l")
        text = render_draft(reader, letter, workspace).markdown
        found = [finding.code for finding in check(reader, workspace, letter)]
    # One has a label of its own: the letters go to the others.
    a, b, c, _, e = (f"{word} {letters_[n]}" for n in range(5))
    assert f"{b}; {a}; {e}; {c}; Anhang X; Anhang X." in text.replace("\xa0", " ")
    assert "appendix-unknown" not in found


def test_a_reference_to_none_is_told_with_those_there_are(workspace: Workspace) -> None:
    stored(workspace, _letter(body='{{ appendix("annexe") }}'))
    with reading(workspace) as reader:
        letter = letters.letter(reader, "l")
        found = next(one for one in check(reader, workspace, letter) if one.code == "not-rendered")
    assert "has no appendix 'annexe' (there is: unresolved-questions, all-questions, timeline" in found.reason


def _run(workspace: Workspace, *arguments: str, status: int = 0) -> Result:
    done = CliRunner().invoke(cli, ["--workspace", str(workspace.root), "letter", "appendix", *arguments])
    if isinstance(done.exception, CorrespondenceError):
        assert done.exception.exit_status == status, done.exception
    else:
        assert done.exit_code == status, done.output
    return done


def _listed(workspace: Workspace) -> list[tuple[str, str]]:
    return [(row["label"], row["kind"]) for row in json.loads(_run(workspace, "list", "l", "--json").stdout)]


def test_they_are_added_moved_and_taken_out(workspace: Workspace) -> None:
    stored(workspace, _thread())
    assert _listed(workspace) == []
    (workspace.root / "note.md").write_text("A *note*.\n", encoding="utf-8")
    _run(
        workspace, "add", "l", "unresolved-questions", "--undertaking", "vetting", "--question", "a", "--show", "asked"
    )
    _run(workspace, "add", "l", "timeline", "--column", "When", "--column", "What")
    _run(workspace, "add", "l", "text", "--at", "1", "--label", "Preface", "--text", str(workspace.root / "note.md"))
    assert _listed(workspace) == [
        ("Preface", "text"),
        ("Appendix A", "unresolved-questions"),
        ("Appendix B", "timeline"),
    ]
    assert "A *note*." in json.loads(_run(workspace, "list", "l", "--json").stdout)[0]["body"]
    _run(workspace, "move", "l", "3", "1")
    assert _listed(workspace)[0] == ("Appendix A", "timeline")
    _run(workspace, "drop", "l", "2")
    assert _listed(workspace) == [("Appendix A", "timeline"), ("Appendix B", "unresolved-questions")]
    assert "Appendix B" in _run(workspace, "list", "l").stdout


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("drop", "l", "2"), "the letter has no appendix 2: it has 0"),
        (("move", "l", "1", "2"), "the letter has no appendix 1: it has 0"),
        (("add", "l", "unresolved-questions", "--question", "nothing"), "there is no question 'nothing'"),
        (("add", "l", "timeline", "--label", "a\nb"), "appendix.1.label"),
    ],
)
def test_what_cannot_be_is_told(workspace: Workspace, arguments: tuple[str, ...], says: str) -> None:
    stored(workspace, _thread())
    assert says in str(_run(workspace, *arguments, status=2).exception)
    assert _listed(workspace) == []
