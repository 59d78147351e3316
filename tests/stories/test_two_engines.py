"""The sample thread on SQLite and on PostgreSQL: every look, every act and every file is the same."""

import re
import shlex
from pathlib import Path

import pytest

from correspondence.workspace import ENV_DATABASE_URL, Workspace
from tests.conftest import REPOSITORY
from tests.factories.commands import Typed

# A line is the exit status that a command must end with, and the command.
STORY = """
0 thread import {SAMPLE}
0 thread list --json
0 thread show nivelmark
0 message show {REPLY}
0 question list nivelmark --json
0 question matrix nivelmark --json
0 undertaking list nivelmark --json
0 letter list --json
0 letter appendix list {LETTER} --json
0 letter diff {LETTER} 1 2
0 signatory list --json
0 signon list {LETTER} --json
0 report --json
0 search "independent advisory" --order ranked --json
0 search assessment --thread nivelmark --party Nivelmark --since 2023 --json
0 question add nivelmark "Who reads the log?" --id log-readers
0 question assess log-readers {REPLY} refused --quote "limited technical information"
0 question show log-readers --json
0 signatory add "Öko-Netz e. V." --country DE
0 letter new nivelmark --template follow-up --date 2025-07-01
0 letter check nivelmark/2025-07-01-follow-up --json
0 letter freeze nivelmark/2025-07-01-follow-up --anyway
0 signon add nivelmark/2025-07-01-follow-up "Öko-Netz e. V."
0 letter export {LETTER} --unconfirmed leave-out -o {OUT}/letter.docx
0 letter export {LETTER} --unconfirmed leave-out -o {OUT}/letter.html
0 letter export {LETTER} --unconfirmed leave-out -o {OUT}/letter.txt
0 letter export nivelmark/2025-07-01-follow-up -o {OUT}/follow-up.docx
0 publish {OUT}/site
0 thread export nivelmark {OUT}/bundle
"""
LETTER = "2025-06-03-open-letter"
REPLY = "2025-03-27-nivelmark-to-coalition"
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")


def _played(typed: Typed, out: Path) -> list[tuple[str, str, str]]:
    """What each command of the story said."""
    out.mkdir()
    said = []
    for line in STORY.strip().splitlines():
        status, _, command = line.partition(" ")
        places = {"SAMPLE": REPOSITORY / "threads" / "nivelmark", "REPLY": REPLY, "LETTER": LETTER, "OUT": out}
        one = typed(*shlex.split(command.format(**places)), status=int(status))
        told, noted = (_MOMENT.sub("NOW", text).replace(str(out), "OUT") for text in (one.out, one.err))
        said.append((command, told, noted))
    return said


def _files(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): _MOMENT.sub("NOW", path.read_bytes().decode("latin-1")).encode("latin-1")
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.postgres
def test_two_engines_say_and_write_the_same(
    workspace: Workspace,
    postgres: Workspace,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    on_sqlite = _played(Typed(workspace, monkeypatch, capsys), tmp_path / "sqlite")
    on_postgres = _played(Typed(postgres, monkeypatch, capsys), tmp_path / "postgres")
    monkeypatch.delenv(ENV_DATABASE_URL)
    for ours, theirs in zip(on_sqlite, on_postgres, strict=True):
        assert ours == theirs
    files = _files(tmp_path / "sqlite")
    assert {"letter.docx", "follow-up.docx", "bundle/thread.toml", "site/index.html"} <= set(files)
    assert _files(tmp_path / "postgres") == files
