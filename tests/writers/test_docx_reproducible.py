"""The same letter gives the same bytes on any machine, and its cost grows with its length alone."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from correspondence.document.nodes import Document, Paragraph
from correspondence.document.parse import parse
from correspondence.writers.docx import write
from correspondence.writers.docx.readback import verify
from tests.conftest import REPOSITORY
from tests.writers.conftest import LETTERS, REFERENCE, words

_PROGRAM = """
import hashlib, sys, time
from tests.writers.conftest import LETTERS, REFERENCE
from correspondence.writers.docx import write
print(time.tzname[0], hash("a"))
for name in sorted(LETTERS):
    print(name, hashlib.sha256(write(LETTERS[name], REFERENCE)).hexdigest())
"""


def _elsewhere(**environment: str) -> list[str]:
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    command = [sys.executable, "-c", _PROGRAM]
    run = subprocess.run(
        command, cwd=REPOSITORY, env=kept | environment, check=True, capture_output=True, encoding="utf-8"
    )
    return run.stdout.splitlines()


def test_the_same_bytes_elsewhere() -> None:
    here = [f"{name} {hashlib.sha256(write(LETTERS[name], REFERENCE)).hexdigest()}" for name in sorted(LETTERS)]
    east = _elsewhere(TZ="Asia/Kathmandu", LANG="ar_EG.UTF-8", LC_ALL="C", USER="anna", PYTHONHASHSEED="1")
    west = _elsewhere(TZ="PST8PDT", LANG="de_DE.UTF-8", USER="b", HOME="/nowhere", PYTHONHASHSEED="2", PYTHONUTF8="1")
    assert east[0] != west[0]
    assert east[1:] == west[1:] == here


def test_the_committed_reference_documents_are_what_their_script_writes(tmp_path: Path) -> None:
    subprocess.run([sys.executable, REPOSITORY / "scripts" / "reference_document.py", tmp_path], check=True)
    written = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert written == {path.name: path.read_bytes() for path in (REPOSITORY / "templates").glob("*.docx")}


def _rows(count: int) -> Document:
    cells = "".join(f"- - [{n}](https://example.org/{n})\n  - cell {n} ✅ \n" for n in range(count))
    return parse(f":::: list-table\n{cells}::::\n")


def _lists(count: int) -> Document:
    return parse("".join(f"{n}. one\n\ntext {n}[^{n}]\n\n[^{n}]: note\n\n" for n in range(count)))


def _right_to_left(count: int) -> Document:
    return Document(
        "", "ar", (Paragraph(()), *(block for n in range(count) for block in words(f"كلمة word {n} " * 20)))
    )


@pytest.mark.parametrize("letter", [_rows, _lists, _right_to_left])
def test_the_cost_grows_with_the_length_alone(letter: Callable[[int], Document]) -> None:
    def calls(document: Document) -> int:
        counted = 0

        def count(*_: object) -> None:
            nonlocal counted
            counted += 1

        sys.setprofile(count)
        try:
            verify(write(document, REFERENCE), document)
        finally:
            sys.setprofile(None)
        return counted

    assert calls(letter(2_000)) < 11 * calls(letter(200))


@pytest.mark.parametrize("unit", ["a ", "א1", "א a", "✅", "% ", "\t", "\u200d✅", "_א", "1א.,"])
def test_very_long_words_and_mixtures_read_back(unit: str) -> None:
    document = Document(unit, "ar", words(unit * 30_000 + "x"))
    verify(write(document, REFERENCE), document)
