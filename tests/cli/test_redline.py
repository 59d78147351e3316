"""`letter redline` on the sample thread."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from correspondence.cli.main import cli
from correspondence.errors import CorrespondenceError
from correspondence.workspace import Workspace
from tests.factories.kept import Kept
from tests.writers.conftest import W, parts
from tests.writers.resolve import resolved

LETTER = "2025-06-03-open-letter"


@pytest.fixture
def filled(workspace: Workspace, kept: Kept) -> Workspace:
    return kept.sample(workspace)


def _run(workspace: Workspace, *arguments: str) -> str:
    done = CliRunner().invoke(cli, ["--workspace", str(workspace.root), *arguments], catch_exceptions=False)
    assert done.exit_code == 0
    return done.output


def test_two_revisions_become_a_document_with_tracked_changes(filled: Workspace, tmp_path: Path) -> None:
    path, again = tmp_path / "redline.docx", tmp_path / "again.docx"
    said = _run(filled, "letter", "redline", LETTER, "1", "2", "-o", str(path))
    assert re.search("from revision 1 to revision 2, [1-9][0-9]* changes", said)
    old, new = (" ".join(resolved(path.read_bytes(), choice)) for choice in ("reject", "accept"))
    assert "24 June 2025" in old
    assert "1 July 2025" in new
    assert "1 July 2025" not in old
    _run(filled, "letter", "redline", LETTER, "1", "2", "-o", str(again))
    assert again.read_bytes() == path.read_bytes()


def test_the_draft_is_a_text_too_and_who_and_when_are_told(filled: Workspace, tmp_path: Path) -> None:
    body = json.loads(_run(filled, "letter", "show", LETTER, "--json"))["body"]
    edited = tmp_path / "body.md"
    edited.write_text(body.replace("We, the undersigned organizations,", "We, the organizations below,"), "utf-8")
    _run(filled, "letter", "edit", LETTER, "--from", str(edited))
    path = tmp_path / "redline.docx"
    _run(
        filled, "letter", "redline", LETTER, "2", "draft", "-o", str(path), "--author", "C. N.", "--date", "2025-07-01"
    )
    marks = [mark for mark in parts(path.read_bytes())["word/document.xml"].iter() if mark.get(f"{W}author")]
    assert {(mark.get(f"{W}author"), mark.get(f"{W}date")) for mark in marks} == {("C. N.", "2025-07-01T00:00:00Z")}
    assert "We, the organizations below" in " ".join(resolved(path.read_bytes(), "accept"))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("1", "9"), "has no revision 9"),
        (("1", "newest"), "'newest' is no text of a letter"),
        (("1", "2", "--date", "yesterday"), "'yesterday' is no date"),
    ],
)
def test_what_cannot_be_is_said_in_a_line(
    filled: Workspace, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    path = tmp_path / "redline.docx"
    with pytest.raises(CorrespondenceError, match=said):
        _run(filled, "letter", "redline", LETTER, *arguments, "-o", str(path))
    assert not path.exists()
