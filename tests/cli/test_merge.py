"""`letter merge` on the sample thread."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from correspondence.cli.main import cli
from correspondence.errors import CorrespondenceError
from correspondence.workspace import Workspace
from tests.factories.kept import Kept
from tests.factories.partners import retyped, tracked_words

LETTER = "2025-06-03-open-letter"
PRAISE = "It was praised at the time, also by some of us."


@pytest.fixture
def filled(workspace: Workspace, kept: Kept) -> Workspace:
    return kept.sample(workspace)


def _run(workspace: Workspace, *arguments: str) -> Result:
    return CliRunner().invoke(cli, ["--workspace", str(workspace.root), *arguments], catch_exceptions=False)


def _body(workspace: Workspace) -> str:
    return str(json.loads(_run(workspace, "letter", "show", LETTER, "--json").output)["body"])


@pytest.fixture
def files(filled: Workspace, tmp_path: Path) -> list[str]:
    """The letter as two partners sent it back."""
    path = tmp_path / "sent.docx"
    _run(filled, "letter", "export", LETTER, "--unconfirmed", "leave-out", "-o", str(path))
    sent = path.read_bytes()
    ana = retyped(sent, tracked_words(PRAISE, "Some of us praised it.", by="Ana"))
    ana = retyped(ana, lambda xml: xml.replace(", 26 have", ", 27 have").replace("26 have not", "27 have not"))
    ben = retyped(sent, tracked_words("the whole file", "", by="Ben", around="")) if b"the whole file" in sent else sent
    ben = retyped(ben, lambda xml: xml.replace("They are withheld by choice.", "They are withheld by choice alone."))
    names = [str(tmp_path / f"{name}.docx") for name in ("ana", "ben")]
    for name, content in zip(names, (ana, ben), strict=True):
        Path(name).write_bytes(content)
    return names


def test_edits_are_listed_with_numbers_and_nothing_is_changed(filled: Workspace, files: list[str]) -> None:
    before = _body(filled)
    done = _run(filled, "letter", "merge", LETTER, files[0])
    assert done.exit_code == 0
    assert f"{files[0]}: made from revision 2; 2 edits, 0 comments" in done.output
    assert (
        "  2. replaced by Ana, 2025-05-20 · paragraph 1 under “What was promised, and what became of it”" in done.output
    )
    assert f"[-{PRAISE}-]{{+Some of us praised it.+}}" in done.output
    assert "cannot be taken: comes from a live part of the body: {{ pool|length }}" in done.output
    assert _body(filled) == before


def test_what_is_taken_is_in_the_draft_and_what_cannot_be_is_told(filled: Workspace, files: list[str]) -> None:
    before = _body(filled)
    done = _run(filled, "letter", "merge", LETTER, files[0], "--take", "1-2")
    assert done.exit_code == 1
    assert "taken into the draft: 1 edit; left: 1" in done.output
    assert "1: not taken: comes from a live part" in done.output
    assert _body(filled) == before.replace(PRAISE, "Some of us praised it.")
    journal = _run(filled, "letter", "merge", LETTER, files[0], "--json")
    (told,) = json.loads(journal.output)
    assert [edit["number"] for edit in told["edits"] if edit["problem"] == "is in the draft already"] == [2]


def test_files_of_several_partners_one_after_the_other(filled: Workspace, files: list[str]) -> None:
    done = _run(filled, "letter", "merge", LETTER, *files, "--take", "all", "--json")
    assert done.exit_code == 1
    assert [told["taken"] for told in json.loads(done.output)] == [[2], [1]]
    body = _body(filled)
    assert "Some of us praised it." in body
    assert "They are withheld by choice alone." in body
    assert "{{ pool|length }} have not been answered" in body


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--take", "some"), "--take some: give all, none, or numbers such as 1,3-5"),
        (("--take", "9"), "there is no edit 9 (there are 2)"),
        (("--take", "0"), "there is no edit 0"),
        (("--revision", "7"), "has no revision 7"),
        (("--list", "--take", "all"), "give --list, or --take"),
    ],
)
def test_what_cannot_be_is_said_in_a_line(
    filled: Workspace, files: list[str], arguments: tuple[str, ...], said: str
) -> None:
    with pytest.raises(CorrespondenceError) as told:
        _run(filled, "letter", "merge", LETTER, files[0], *arguments)
    assert said in str(told.value)


def test_a_file_that_is_no_letter_is_named(filled: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "no.docx"
    path.write_bytes(b"no archive")
    with pytest.raises(CorrespondenceError, match=r"no\.docx: is damaged"):
        _run(filled, "letter", "merge", LETTER, str(path))
    with pytest.raises(CorrespondenceError, match=r"none\.docx: cannot be read"):
        _run(filled, "letter", "merge", LETTER, str(tmp_path / "none.docx"))


def test_what_a_file_says_acts_on_no_terminal(filled: Workspace, files: list[str], tmp_path: Path) -> None:
    bad = retyped(
        Path(files[0]).read_bytes(), lambda xml: xml.replace('w:author="Ana"', 'w:author="A&#x202e;&#x9b;2J[/]"')
    )
    path = tmp_path / "bad.docx"
    path.write_bytes(bad)
    done = _run(filled, "letter", "merge", LETTER, str(path))
    assert "replaced by A" in done.output
    assert not set(done.output) & {"\u202e", "\x9b", "\x1b"}
