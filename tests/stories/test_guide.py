"""The guide is true: its example is a thread that imports, and a letter that exports."""

import re
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
