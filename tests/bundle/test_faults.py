"""A bundle that does not hold together: one line with file, line and key, and nothing changed."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from correspondence.bundle import toml, transfer
from correspondence.errors import BundleDiffersError, BundleError
from correspondence.store.change import change
from correspondence.store.reading import reading
from correspondence.workspace import Workspace
from tests.conftest import REPOSITORY

SAMPLE = REPOSITORY / "threads" / "nivelmark"


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """A copy of the sample thread to break."""
    return Path(shutil.copytree(SAMPLE, tmp_path / "nivelmark"))


def _replace(name: str, old: str, new: str) -> Callable[[Path], None]:
    def broken(folder: Path) -> None:
        path = folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return broken


def _append(name: str, text: str) -> Callable[[Path], None]:
    def broken(folder: Path) -> None:
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        with path.open("a", encoding="utf-8") as file:
            file.write(text)

    return broken


def _first(folder: Path, pattern: str) -> Path:
    return min(folder.glob(pattern))


REPLY = "messages/2025-03-27-nivelmark-to-coalition.md"
FROZEN = "letters/2025-06-03-open-letter/revisions/0001.md"

FAULTS: dict[str, tuple[Callable[[Path], object], str]] = {
    "broken TOML": (_append("questions.toml", "\n[[question\n"), "questions.toml: line"),
    "unknown key": (
        _replace("thread.toml", "slug = ", "slugg = 1\nslug = "),
        "thread.toml: line 2: slugg: unknown key",
    ),
    "unknown key in front matter": (
        _replace(REPLY, "direction = ", "colour = 1\ndirection = "),
        "nivelmark-to-coalition.md: line 3: colour: unknown key",
    ),
    "newer format": (_replace("thread.toml", "format = 1", "format = 2"), "this bundle has format 2"),
    "no format": (_replace("thread.toml", "format = 1\n", ""), "format: must be 1"),
    "unquoted date": (_replace(REPLY, 'date = "2025-03-27"', "date = 2025-03-27"), "date: a date is written in quotes"),
    "impossible date": (
        _replace(REPLY, 'date = "2025-03-27"', 'date = "2025-02-30"'),
        "date: 2025-02-30 is not a date",
    ),
    "unknown verdict": (_replace("questions.toml", 'verdict = "evaded"', 'verdict = "ducked"'), "must be one of"),
    "link to no message": (
        _append("questions.toml", '\n[[question]]\nid = "q"\ntext = "Q?"\nasked_in = ["nowhere"]\n'),
        "questions.toml: line 1331: question 'q': asked_in: there is no message or letter 'nowhere'",
    ),
    "undertaking by nobody": (
        _append("undertakings.toml", '\n[[undertaking]]\nid = "u"\nby = ["Nivelmark Technologie"]\nstatement = "S"\n'),
        "did you mean 'Nivelmark Technologies'?",
    ),
    "same id twice": (
        _append("questions.toml", '\n[[question]]\nid = "export-licences"\ntext = "Q?"\n'),
        "questions.toml: line 1329: id: 'export-licences' stands twice",
    ),
    "id and file name differ": (
        lambda folder: (folder / REPLY).rename(folder / "messages" / "other.md"),
        "the file's name says 'other'",
    ),
    "frozen text altered": (_append(FROZEN, "more"), "digest: is not the SHA-256 of the text below it"),
    "gap in revisions": (lambda folder: (folder / FROZEN).unlink(), "revisions are numbered 1, 2, 3"),
    "original altered": (lambda folder: _first(folder, "files/*.pdf").write_bytes(b"%PDF"), "was altered or renamed"),
    "original missing": (lambda folder: _first(folder, "files/*.docx").unlink(), "there is no file in files/"),
    "original that nobody names": (
        lambda folder: (
            folder / "files" / "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad.txt"
        ).write_bytes(b"abc"),
        "no message and no sign-on names this file",
    ),
    "a file that is none of ours": (_append("messages/notes.txt", "x"), "a bundle has no such file"),
    "symbolic link": (
        lambda folder: (folder / "messages" / "passwd.md").symlink_to("/etc/passwd"),
        "may not hold symbolic links",
    ),
    "not UTF-8": (lambda folder: (folder / REPLY).write_bytes(b"+++\n\xff\n+++\n"), "is not UTF-8 (byte 4)"),
    "NUL": (_append(REPLY, "\x00"), "NUL"),
    "no front matter": (lambda folder: (folder / REPLY).write_text("Dear all,"), "line 1: must begin with TOML"),
    "no thread": (lambda folder: (folder / "thread.toml").unlink(), "no thread.toml here"),
    "line break in a name": (_replace("thread.toml", 'honorific = "', 'honorific = "Mr.\\nBcc: x'), "must be one line"),
    "signed a text that is not there": (
        _replace("letters/2025-06-03-open-letter/signons.toml", 'revision = "', f'revision = "{"0" * 64}" #'),
        "no revision of this letter has the digest",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_told_and_nothing_stored(workspace: Workspace, bundle: Path, name: str) -> None:
    breaking, says = FAULTS[name]
    breaking(bundle)
    with pytest.raises(BundleError) as told:
        transfer.read(bundle)
    line = str(told.value)
    assert says in line
    assert "\n" not in line
    with reading(workspace) as reader:
        assert reader.rows("SELECT count(*) FROM journal") == [(0,)]


def test_a_passage_whose_words_are_gone_is_reported_and_stops_nothing(bundle: Path) -> None:
    _replace(REPLY, "considered by the Board", "read by the Board")(bundle)
    _, _, findings = transfer.read(bundle)
    assert {finding.code for finding in findings} == {"passage-not-found"}


def _import(store: Workspace, folder: Path, *, merge: bool = False) -> transfer.Imported:
    read = transfer.read(folder)
    with change(store, "thread import", "nivelmark") as act:
        done = transfer.import_thread(act.session, *read, merge=merge)
        act.nothing_done = not done.added
    return done


def test_what_differs_stops_the_import_and_merge_adds_only_what_is_new(store: Workspace, bundle: Path) -> None:
    _import(store, bundle)
    assert _import(store, bundle).added == ()
    _replace("thread.toml", "title = ", "title = 'Another' #")(bundle)
    _append("questions.toml", '\n[[question]]\nid = "new-one"\ntext = "New?"\n')(bundle)
    with reading(store) as reader:
        before = reader.rows("SELECT count(*) FROM journal")
    with pytest.raises(BundleDiffersError, match=r"thread\.toml, question new-one"):
        _import(store, bundle)
    with reading(store) as reader:
        assert reader.rows("SELECT count(*) FROM question") == [(36,)]
        assert reader.rows("SELECT count(*) FROM journal") == before
    done = _import(store, bundle, merge=True)
    assert done.added == ("question new-one",)
    assert done.kept == ("thread.toml",)
    with reading(store) as reader:
        assert reader.rows("SELECT count(*) FROM question") == [(37,)]
        assert reader.rows("SELECT title FROM thread") != [("Another",)]


def test_a_failing_import_leaves_nothing(store: Workspace, bundle: Path) -> None:
    read = transfer.read(bundle)

    class StoppedError(Exception):
        pass

    with pytest.raises(StoppedError), change(store, "thread import", "nivelmark") as act:
        transfer.import_thread(act.session, *read)
        raise StoppedError
    with reading(store) as reader:
        for table in ("thread", "message", "original", "signatory", "journal"):
            assert reader.rows(f"SELECT count(*) FROM {table}") == [(0,)]


SOURCE = '''# a comment with = and [[question]]
title = """
[[question]]
id = 1
"""

[[question]]
id = "a"  # "
asked_in = [
  "x", { id = "y" },
]

[[question.assessment]]
verdict = "z"

[[question]]
"quoted key" = 1

[[question.assessment]]
[[question.assessment]]
note = 'a # b'
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("title",), 2),
        (("question", 0, "id"), 8),
        (("question", 0, "asked_in", 1, "id"), 9),
        (("question", 0, "assessment", 0, "verdict"), 14),
        (("question", 1), 16),
        (("question", 1, "quoted key"), 17),
        (("question", 1, "assessment", 1, "note"), 21),
        (("question", 1, "assessment", 1, "missing"), 20),
        (("nothing",), None),
    ],
)
def test_the_line_of_a_key(path: tuple[str | int, ...], line: int | None) -> None:
    assert toml.line_of(SOURCE, path) == line
