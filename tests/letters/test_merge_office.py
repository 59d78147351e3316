"""Letters that were edited in LibreOffice, and saved by it as Word documents."""

import shutil
from pathlib import Path

import pytest

from correspondence.bundle import transfer
from correspondence.letters.edits import EditKind
from correspondence.letters.merge import Merge
from correspondence.overview import letters
from correspondence.publish.export import export
from correspondence.publish.gate import Unconfirmed
from correspondence.store.change import change
from correspondence.store.reading import reading
from correspondence.workspace import Workspace
from tests.conftest import REPOSITORY
from tests.factories.office import office
from tests.factories.partners import came_back
from tests.factories.threads import letter, stored, thread
from tests.letters.test_merge import LIVE, RICH
from tests.writers.samples import EVERYTHING

pytestmark = pytest.mark.libreoffice
SAMPLE = "2025-06-03-open-letter"
BODIES = {"rich": RICH, "live": LIVE, "everything": EVERYTHING}
_EDITED = """
  document.RecordChanges = True
  Found(document, "It was praised at the time").setString("It was applauded then")
  Found(document, "Never appointed").setString("Not appointed")
  passage = Found(document, "We share the impression")
  passage.CharWeight = 150
  passage = Found(document, "If the company can see")
  cursor = passage.Text.createTextCursorByRange(passage.Start)
  cursor.gotoStartOfParagraph(False)
  cursor.Text.insertString(cursor, "A new paragraph by us.", False)
  cursor.Text.insertControlCharacter(cursor, com.sun.star.text.ControlCharacter.PARAGRAPH_BREAK, False)
  document.RecordChanges = False
  Found(document, "Publish the human rights").setString("Publish the whole human rights")
"""


@pytest.fixture(scope="module")
def edited(tmp_path_factory: pytest.TempPathFactory, empty_store: Path) -> tuple[Workspace, Path]:
    """A workspace with letters, and a folder with each as LibreOffice saved it, and the sample with edits."""
    folder = tmp_path_factory.mktemp("edited")
    root = folder / "workspace"
    shutil.copytree(empty_store, root)
    workspace = Workspace(root=root, database_url=None, actor="Ana Ferreira")
    bundle, signatories, _ = transfer.read(REPOSITORY / "threads" / "nivelmark")
    with change(workspace, "thread import", "nivelmark") as act:
        transfer.import_thread(act.session, bundle, signatories)
    for name, body in BODIES.items():
        stored(workspace, thread(name, letters=(letter(body=body),)))
    calls = []
    with reading(workspace) as reader:
        for name, identifier in [("sample", SAMPLE), *((name, f"{name}/l") for name in BODIES)]:
            path = folder / f"{name}.docx"
            path.write_bytes(export(reader, workspace, identifier, unconfirmed=Unconfirmed.LEAVE_OUT).content)
            calls.append(f'  document = Opened("{path}")\n  Saved(document, "{folder / f"{name}-again.docx"}")')
    calls.append(
        f'  document = Opened("{folder / "sample.docx"}"){_EDITED}  Saved(document, "{folder / "edited.docx"}")'
    )
    office(folder, "\n".join(calls))
    return workspace, folder


def _read(edited: tuple[Workspace, Path], name: str, identifier: str) -> Merge:
    workspace, folder = edited
    return came_back(workspace, (folder / name).read_bytes(), identifier)


@pytest.mark.parametrize("name", ["sample", *BODIES])
def test_what_libreoffice_only_saved_has_no_edits(edited: tuple[Workspace, Path], name: str) -> None:
    merge = _read(edited, f"{name}-again.docx", SAMPLE if name == "sample" else f"{name}/l")
    assert merge.edits == ()
    assert merge.comments == ()


def test_what_was_edited_in_libreoffice_is_found_and_taken(edited: tuple[Workspace, Path]) -> None:
    merge = _read(edited, "edited.docx", SAMPLE)
    assert [(e.kind, e.tracked, e.old, e.new, e.problem) for e in merge.edits] == [
        (EditKind.FORMATTED, True, "We share the impression", "We share the impression", ""),
        (EditKind.REPLACED, True, "It was praised at the time", "It was applauded then", ""),
        (EditKind.REPLACED, True, "Never appointed", "Not appointed", ""),
        (EditKind.INSERTED, True, "", "A new paragraph by us.\n", ""),
        (EditKind.INSERTED, False, "", "whole ", ""),
    ]
    assert merge.comments == ()
    with reading(edited[0]) as reader:
        body = letters.letter(reader, SAMPLE).body
    wanted = (
        body.replace("We share the impression", "**We share the impression**")
        .replace("It was praised at the time", "It was applauded then")
        .replace("Never appointed", "Not appointed")
        .replace("This is the question on which", "A new paragraph by us.\n\nThis is the question on which")
        .replace("Publish the human", "Publish the whole human")
    )
    assert merge.taken(range(1, 6)).body == wanted
