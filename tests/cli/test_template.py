"""Templates on the command line: listed, shown, checked like a linter, begun."""

import json

import pytest
from click.testing import CliRunner, Result

from correspondence.cli.main import cli
from correspondence.errors import CorrespondenceError
from correspondence.workspace import Workspace


def _run(workspace: Workspace, *arguments: str, status: int = 0) -> Result:
    done = CliRunner().invoke(cli, ["--workspace", str(workspace.root), "template", *arguments])
    if isinstance(done.exception, CorrespondenceError):
        assert done.exception.exit_status == status, done.exception
    else:
        assert done.exit_code == status, done.output
    return done


def test_templates_are_listed_and_shown(workspace: Workspace) -> None:
    rows = json.loads(_run(workspace, "list", "--json").stdout)
    assert {"open-letter", "follow-up", "press-release"} < {row["name"] for row in rows}
    assert "Open letter" in _run(workspace, "list").stdout
    assert "::: signature-block" not in _run(workspace, "show", "open-letter", "--path").stdout
    assert "{{ body }}" in _run(workspace, "show", "open-letter").stdout
    assert json.loads(_run(workspace, "show", "open-letter", "--json").stdout)["citations"] == "links"
    assert "there is no template 'nothing'" in str(_run(workspace, "show", "nothing", status=2).exception)


def test_a_template_is_begun_changed_and_checked(workspace: Workspace) -> None:
    made = _run(workspace, "new", "house", "--from", "follow-up", "--title", "House").stdout.splitlines()
    assert [path.rpartition("/")[2] for path in made] == ["house.md.jinja", "house.docx"]
    assert "1 template checked, nothing found" in _run(workspace, "check", "house").stderr
    path = workspace.root / "templates/house.md.jinja"
    path.write_text(path.read_text(encoding="utf-8") + "{{ nobody }}\n", encoding="utf-8")
    done = _run(workspace, "check", "house", status=1)
    line = len(path.read_text(encoding="utf-8").splitlines())
    assert done.stdout == f"{path}:{line}: template-syntax 'nobody' is undefined\n"
    (found,) = json.loads(_run(workspace, "check", "house", "--json", status=1).stdout)
    assert (found["spot"]["line"], found["severity"]) == (line, "error")


@pytest.mark.parametrize("name", ["../x", ".hidden", "a b", "a/b"])
def test_no_template_is_begun_outside_its_folder(workspace: Workspace, name: str) -> None:
    assert "is not the name of a template" in str(_run(workspace, "new", name, status=2).exception)
