"""The guide is true: its example is a thread that imports, and a letter that exports."""

import os
import re
import subprocess
import sys
from pathlib import Path

from correspondence.bundle import transfer
from correspondence.overview import questions
from correspondence.publish.export import Format, export
from correspondence.store.change import change
from correspondence.store.reading import reading
from correspondence.workspace import Workspace
from tests.conftest import REPOSITORY

_BLOCK = re.compile(r"```(?:toml)?\n(.*?)```", re.DOTALL)
_FILE = re.compile(r"# (\w+\.toml)\n")
_ID = re.compile(r'id = "([^"]+)"')


def _example(folder: Path) -> None:
    """Write the guide's example where its words say."""
    guide = (REPOSITORY / "docs" / "guide" / "bundles.md").read_text(encoding="utf-8")
    for block in _BLOCK.findall(guide):
        if named := _FILE.match(block):
            (folder / named[1]).write_text(block, encoding="utf-8")
        elif block.startswith("+++") and (identity := _ID.search(block)):
            home = "letters" if "template" in block else "messages"
            path = folder / home / (f"{identity[1]}/letter.md" if home == "letters" else f"{identity[1]}.md")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block, encoding="utf-8")


def test_the_example_of_the_guide_imports_and_exports(workspace: Workspace, tmp_path: Path) -> None:
    folder = tmp_path / "example"
    folder.mkdir()
    _example(folder)
    read = transfer.read(folder)
    assert read[2] == ()
    with change(workspace, "thread import", "example") as act:
        transfer.import_thread(act.session, *read)
    with reading(workspace) as reader:
        (question,) = questions.questions(reader, "example")
        text = export(reader, workspace, "2025-03-open-letter", to=Format.TEXT).content.decode()
    assert question.status == "evaded"
    assert "In your reply of 3 February 2025 you left 1 of our questions open." in " ".join(text.split())
    assert "Will the results of all audits be published?" in text


def test_the_five_minutes_of_the_readme(tmp_path: Path) -> None:
    readme = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    section = readme.partition("## Five minutes to a first letter")[2]
    commands = re.findall(r"```sh\n(.*?)```", section, re.DOTALL)[0].split("\n")
    # The line that opens the terminal UI needs a terminal; tests/tui looks at that.
    script = "\n".join(line for line in commands if line.split("#")[0].strip() != "correspondence")
    assert script.count("correspondence ") >= 9
    (tmp_path / "threads").symlink_to(REPOSITORY / "threads")
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\necho "One more paragraph." >> "$1"\n', encoding="utf-8")
    editor.chmod(0o755)
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    environment = os.environ | {"PATH": path, "EDITOR": str(editor), "VISUAL": str(editor)}
    done = subprocess.run(
        ["bash", "-euc", script], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "letter.docx: revision 3, 9 signatures" in done.stdout
    assert "all as they should be" in done.stdout
    assert (tmp_path / "work" / "letter.docx").is_file()
