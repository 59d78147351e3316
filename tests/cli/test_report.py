"""`correspondence report`: the figures of the sample thread, as people and as scripts read them."""

import json
from pathlib import Path

import pytest

from correspondence.workspace import Workspace
from tests.cli.test_acceptance import run
from tests.factories.kept import Kept


@pytest.fixture
def sample(workspace: Workspace, kept: Kept) -> Path:
    return kept.sample(workspace).root


def test_the_report_on_a_thread(sample: Path) -> None:
    said = run("--workspace", sample, "report", "nivelmark", "--date", "2025-07-15").stdout
    assert "6 of 7 answered (86%)" in said
    assert "a reply takes 40 days (median), 184 at the longest" in said
    assert "4 came late, 1 is overdue" in said
    assert "2025-06-03  Nivelmark Technologies  none              14 days" in said
    assert "22 of 28  " in said
    assert "0 ┼───" in said


def test_as_of_an_earlier_day(sample: Path) -> None:
    data = json.loads(run("--workspace", sample, "report", "--date", "2023-02-01", "--json").stdout)
    assert data["as_of"] == "2023-02-01"
    assert (data["replies"]["sent"], data["replies"]["replied"], data["replies"]["waiting"]) == (2, 1, 1)
    assert data["replies"]["rate"] == 1.0
    assert data["course"][-1]["at"] <= "2023-02-01"
    assert sum(row["questions"] for row in data["parties"]) < 44


def test_the_json_holds_what_the_text_says(sample: Path) -> None:
    data = json.loads(run("--workspace", sample, "report", "nivelmark", "--date", "2025-07-15", "--json").stdout)
    assert data["overdue"] == ["nivelmark/2025-06-03-open-letter"]
    late = {row["id"]: row["late_days"] for row in data["exchanges"]}
    assert (late["2025-06-03-open-letter"], late["2024-06-03-tracefield-to-kessingrave"]) == (14, None)
    assert data["parties"][0] == {"party": "Nivelmark Technologies", "questions": 28, "open": 22}
    assert data["course"][-1]["asked"] == 34


def test_a_workspace_without_letters(workspace: Workspace) -> None:
    done = run("--workspace", workspace.root, "report")
    assert done.stdout.splitlines()[0] == "Nothing was sent yet."


def test_no_such_thread(sample: Path) -> None:
    done = run("--workspace", sample, "report", "nivelmrk", status=2)
    assert "there is no thread 'nivelmrk'" in done.stderr
