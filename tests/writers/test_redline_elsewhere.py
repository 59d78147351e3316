"""Other programs accept and reject our tracked changes, and come to our texts."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from correspondence.document.nodes import Document
from correspondence.document.parse import parse
from correspondence.writers.docx import tracked, write
from correspondence.writers.docx.readback import paragraphs
from tests.writers.conftest import LETTERS, REFERENCE
from tests.writers.samples import CHANGED, EVERYTHING

OLD, NEW = parse(EVERYTHING, language="en-GB"), parse(CHANGED, language="en-GB")
PAIRS: dict[str, tuple[Document, Document]] = {
    "changed": (OLD, NEW),
    "back": (NEW, OLD),
    "another": (LETTERS["sample"], LETTERS["everything"]),
}
_HEADER = '<?xml version="1.0" encoding="UTF-8"?>\n'
_MACRO = """Sub Resolve(path As String, command As String, target As String)
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden"
  hidden(0).Value = True
  document = StarDesktop.loadComponentFromURL(ConvertToURL(path), "_blank", 0, hidden())
  dispatcher = CreateUnoService("com.sun.star.frame.DispatchHelper")
  dispatcher.executeDispatch(document.CurrentController.Frame, command, "", 0, Array())
  Dim format(0) As New com.sun.star.beans.PropertyValue
  format(0).Name = "FilterName"
  format(0).Value = "MS Word 2007 XML"
  document.storeToURL(ConvertToURL(target), format())
  document.close(True)
End Sub
Sub Main
"""


def _found(program: str) -> str:
    path = shutil.which(program)
    if path is None:
        why = f"{program} is not installed"
        if os.environ.get("CI"):
            pytest.fail(why)
        pytest.skip(why)
    return path


@pytest.fixture(scope="module")
def resolved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which LibreOffice accepted and rejected the changes of each redline."""
    office = _found("soffice")
    folder = tmp_path_factory.mktemp("redlines")
    calls = []
    for name, pair in PAIRS.items():
        path = folder / f"{name}.docx"
        path.write_bytes(tracked.write(*pair, REFERENCE).content)
        for choice in ("Accept", "Reject"):
            target = folder / f"{name}-{choice.lower()}.docx"
            calls.append(f'  Resolve("{path}", ".uno:{choice}AllTrackedChanges", "{target}")\n')
    profile = folder / "profile"
    run = [office, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore"]
    subprocess.run([*run, "--terminate_after_init"], check=True, capture_output=True, timeout=180)
    module = (
        "".join((_MACRO, *calls, "  StarDesktop.terminate()\nEnd Sub\n")).replace("&", "&amp;").replace('"', "&quot;")
    )
    standard = profile / "user" / "basic" / "Standard"
    standard.mkdir(parents=True, exist_ok=True)
    (standard / "Module1.xba").write_text(
        f'{_HEADER}<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" '
        f'script:language="StarBasic">{module}</script:module>'
    )
    (standard / "script.xlb").write_text(
        f'{_HEADER}<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" '
        'library:readonly="false"><library:element library:name="Module1"/></library:library>'
    )
    macro = "vnd.sun.star.script:Standard.Module1.Main?language=Basic&location=application"
    subprocess.run([*run, macro], check=True, capture_output=True, timeout=180)
    return folder


@pytest.mark.libreoffice
@pytest.mark.parametrize("name", PAIRS)
@pytest.mark.parametrize("choice", ["accept", "reject"])
@pytest.mark.parametrize("part", ["document", "footnotes"])
def test_libreoffice_comes_to_both_texts(resolved: Path, name: str, choice: str, part: str) -> None:
    wanted = write(PAIRS[name][choice == "accept"], REFERENCE)
    got = (resolved / f"{name}-{choice}.docx").read_bytes()
    assert _texts(got, part) == _texts(wanted, part)


def _texts(package: bytes, part: str) -> list[str]:
    return [text for text in paragraphs(package, f"word/{part}.xml") if text]


@pytest.mark.libreoffice
@pytest.mark.parametrize("name", ["changed", "back"])
@pytest.mark.parametrize("choice", ["accept", "reject"])
def test_pandoc_comes_to_both_texts(tmp_path: Path, name: str, choice: str) -> None:
    pandoc = _found("pandoc")
    read = []
    redline = tracked.write(*PAIRS[name], REFERENCE).content
    for package in (redline, write(PAIRS[name][choice == "accept"], REFERENCE)):
        path = tmp_path / "letter.docx"
        path.write_bytes(package)
        command = [pandoc, f"--track-changes={choice}", "--from=docx", "--to=plain", "--wrap=none", str(path)]
        done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=60)
        # Of rows and list items that go it leaves the frames; words are what counts.
        read.append([word for word in done.stdout.split() if any(map(str.isalpha, word))])
    assert read[0] == read[1]
