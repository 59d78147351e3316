"""The house stands as it was planned: who may import whom, and what a quick look loads."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from correspondence.workspace import Workspace
from tests.conftest import REPOSITORY
from tests.factories.kept import Kept

HEAVY = {"sqlalchemy", "sqlmodel", "docx", "jinja2", "lxml", "babel", "pydantic", "pyuca", "alembic"}
_PROBE = """
import json, sys
from correspondence.cli.main import main
sys.argv = ["correspondence", *json.loads(sys.argv[1])]
try:
    main()
except SystemExit as done:
    status = done.code
print("MODULES " + json.dumps([status, sorted({name.partition(".")[0] for name in sys.modules})]))
"""


def _modules_after(*arguments: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", _PROBE, json.dumps(arguments)], capture_output=True, text=True, check=True
    )
    status, modules = json.loads(done.stdout.rpartition("MODULES ")[2])
    assert status == 0, done.stderr
    return set(modules)


@pytest.fixture
def filled(workspace: Workspace, kept: Kept) -> Workspace:
    return kept.sample(workspace)


def test_imports_go_down_only() -> None:
    tool = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([tool], cwd=REPOSITORY, capture_output=True, text=True, check=False, env=os.environ)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    "command",
    [
        ("--help",),
        ("thread", "list"),
        ("thread", "show", "nivelmark"),
        ("question", "list", "nivelmark", "--json"),
        ("undertaking", "list", "nivelmark"),
        ("report", "nivelmark"),
        ("letter", "list"),
        ("signon", "list", "2025-06-03-open-letter"),
        ("signon", "answers", "2025-06-03-open-letter"),
        ("signon", "outbox", "2025-06-03-open-letter"),
        ("search", "suspension", "--party", "Kessingrave", "--json"),
        ("message", "show", "2025-03-27-nivelmark-to-coalition"),
    ],
)
def test_looking_loads_nothing_heavy(filled: Workspace, command: tuple[str, ...]) -> None:
    loaded = _modules_after("--workspace", str(filled.root), *command)
    assert not loaded & HEAVY
    assert "textual" not in loaded


def test_exporting_a_frozen_letter_loads_no_object_mapper_and_no_template_engine(
    filled: Workspace, tmp_path: Path
) -> None:
    loaded = _modules_after(
        "--workspace",
        str(filled.root),
        "letter",
        "export",
        "2025-06-03-open-letter",
        "--unconfirmed",
        "leave-out",
        "-o",
        str(tmp_path / "letter.docx"),
    )
    assert not loaded & {"sqlalchemy", "sqlmodel", "pydantic", "docx", "textual", "jinja2", "http", "ssl"}


def test_the_first_paint_loads_nothing_heavy(filled: Workspace, tmp_path: Path) -> None:
    probe = f"""
import asyncio, json, sys
from pathlib import Path
from correspondence.tui.app import CorrespondenceApp
from correspondence.workspace import Workspace
app = CorrespondenceApp(Workspace(Path({str(filled.root)!r}), None, "tests"))
async def look():
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        print("MODULES " + json.dumps([app.screen.query_one("Rows").count, sorted(sys.modules)]))
asyncio.run(look())
"""
    unset = os.environ | {"XDG_CONFIG_HOME": str(tmp_path)}  # nobody has chosen a theme, which is read by more
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True, env=unset)
    count, modules = json.loads(done.stdout.rpartition("MODULES ")[2])
    assert count == 1
    assert not {name.partition(".")[0] for name in modules} & HEAVY
    assert not {"textual.widgets._text_area", "tomllib"} & set(modules)
