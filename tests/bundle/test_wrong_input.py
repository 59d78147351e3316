"""Wrong input in every place: one line that names file, line and key."""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from correspondence.bundle import folder, transfer
from correspondence.errors import BundleError
from tests.factories.threads import EVIDENCE, digest, full_thread

NOWHERE = "0" * 64
REPLY, ASK, LETTER = "messages/reply.md", "messages/ask.md", "letters/l/letter.md"
FROZEN, SIGNONS = "letters/l/revisions/0001.md", "letters/l/signons.toml"
ORIGINAL = f"files/{digest(EVIDENCE)}.eml"

# File, what stands there, what is put in its place, and what must be said after `FILE: line N: `, where N is the line
# on which the new text begins.
CHANGES = [
    # Keys that the format does not have, in every kind of file and at every depth.
    ("thread.toml", 'title = "Full"', 'tilte = "Full"', "tilte: unknown key (and 1 more)"),
    ("thread.toml", 'kind = "company"', 'genre = "x"', "organization.1.genre: unknown key"),
    ("thread.toml", 'until = "2021-05"', 'unitl = "2021-05"', "organization.2.unitl: unknown key"),
    ("thread.toml", 'role = "Counsel"', '"ro=le" = "Counsel"', "contact.1.ro=le: unknown key"),
    ("undertakings.toml", "start = 0", "begin = 0", "undertaking.1.passage.1.begin: unknown key"),
    ("questions.toml", 'manner = "general"', 'mood = "general"', "question.1.assessment.1.mood: unknown key"),
    ("questions.toml", 'asked_in = ["ask", {', 'asked_in = ["ask", { x = "x",', "question.1.asked_in.2.x: unknown key"),
    (REPLY, 'date = "2022-07"', 'dated = "2022-07"', "dated: unknown key"),
    (REPLY, "files = [{ ", 'files = [{ size = "1", ', "files.1.size: unknown key"),
    (LETTER, 'label = "A"', 'lable = "A"', "appendix.1.lable: unknown key"),
    (FROZEN, 'kind = "substantive"', 'knid = "substantive"', "knid: unknown key"),
    (SIGNONS, 'channel = "email"', 'chanel = "email"', "signon.1.chanel: unknown key"),
    # Values of another kind.
    ("thread.toml", "reply_due_days = 30", 'reply_due_days = "soon"', "reply_due_days: must be a whole number"),
    ("thread.toml", "reply_due_days = 30", "reply_due_days = -1", "reply_due_days: "),
    ("thread.toml", 'title = "Full"', "title = 1", "title: must be text in quotes"),
    ("thread.toml", 'title = "Full"', 'title = ""', "title: must not be empty"),
    ("thread.toml", 'language = "en"', 'language = "english, mostly"', "language: "),
    ("thread.toml", 'slug = "full"', 'slug = "Full Thread"', "slug: must be lower-case words"),
    ("thread.toml", 'slug = "full"', 'slug = "../full"', "slug: must be lower-case words"),
    ("thread.toml", 'email = "eva@example.org"', 'email = "eva at home"', "contact.1.email: is not an e-mail address"),
    ("thread.toml", 'role = "Counsel"', 'role = "a\\nb"', "contact.1.role: must be one line"),
    ("thread.toml", 'kind = "company"', 'kind = "band"', "organization.1.kind: must be one of"),
    ("thread.toml", 'parent = "Acme"\nfrom = "2019', 'parent = "Acme"\nfrom = "2019-13', "organization.2.parent.1"),
    (REPLY, 'date = "2022-07"', "date = 2022-07-01", "date: a date is written in quotes"),
    (REPLY, 'date = "2022-07"', 'date = "2022-02-30"', "date: 2022-02-30 is not a date"),
    (REPLY, 'date = "2022-07"', 'date = "July 2022"', "date: 'July 2022' is not a date"),
    (REPLY, 'date = "2022-07"', 'received = "2022-07-01T25:00:00Z"', "received: must be a date"),
    (REPLY, "assessed = true", 'assessed = "perhaps"', "assessed: must be true or false"),
    (REPLY, 'direction = "incoming"', 'direction = "sideways"', "direction: must be one of"),
    (REPLY, 'id = "reply"', 'id = "answer"', "id: is 'answer', but the file's name"),
    ("questions.toml", 'verdict = "evaded"', 'verdict = "ducked"', "question.1.assessment.1.verdict: must be one of"),
    ("questions.toml", "start = 0", "start = -1", "question.1.assessment.1.passage.1.start: "),
    ("undertakings.toml", "end = 25", f"end = {2**70}", "undertaking.1.passage.1.end: "),
    ("undertakings.toml", 'exact = "', 'exact = "" # "', "undertaking.1.passage.1.exact: must not be empty"),
    ("undertakings.toml", 'by = ["Acme"]', "by = { name = 1 }", "undertaking.1.by: must be a list"),
    (FROZEN, "number = 1", "number = 2", "number: revisions are numbered"),
    (FROZEN, "number = 1", "number = 0", "number: "),
    (FROZEN, 'digest = "', 'digest = "x', "digest: must be a SHA-256"),
    (FROZEN, 'digest = "', f'digest = "{NOWHERE}" # "', "digest: is not the SHA-256 of the text below it"),
    (SIGNONS, 'revision = "', f'revision = "{NOWHERE}" # "', "signon 'Öko': revision: no revision of this letter has"),
    (SIGNONS, 'at = "2022-08-30"', 'at = "yesterday"', "signon.1.at: must be a date"),
    (LETTER, '[[addressee]]\ncontact = "Eva Ruiz"', "[[addressee]]\ncc = true", "addressee.1: names nobody"),
    # A newer format, and one that is none.
    ("thread.toml", "format = 1", "format = 2", "format: this bundle has format 2, and this program reads 1"),
    ("thread.toml", "format = 1", 'format = "1"', "format: must be 1"),
    ("thread.toml", "format = 1", "format = true", "format: must be 1"),
    # The same name twice, and names of oneself.
    ("thread.toml", 'parent = "Acme"', 'parent = "Acme Labs"', "organization 'Acme Labs': parent: an organization"),
    ("thread.toml", 'name = "Acme Labs"', 'name = "Acme"', "name: 'Acme' stands twice"),
    ("undertakings.toml", 'by = ["Acme"]', 'by = ["Acme", "Acme"]', "undertaking 'u': by: 'Acme' stands twice"),
    ("questions.toml", 'superseded_by = "q"', 'superseded_by = "older"', "question 'older': superseded_by: a question"),
    ("questions.toml", 'id = "older"', 'id = "q"', "id: 'q' stands twice"),
    (LETTER, 'undertakings = ["u"]', 'undertakings = ["u", "u"]', "appendix.undertakings: 'u' stands twice"),
    # TOML that is none; the parser says the line.
    ("thread.toml", 'title = "Full"', 'title = "Full', "is not TOML: "),
    ("questions.toml", 'text = "How so?"', 'id = "again"', "is not TOML: Cannot overwrite a value"),
    (REPLY, 'date = "2022-07"', "date: 2022-07", "is not TOML: "),
]  # fmt: skip


# Names that name nothing, in every place: file, what stands before the name, the name, where that is, what it names.
LINKS = [
    ("thread.toml", 'parent = "', "Acme", "organization 'Acme Labs': parent", "organization"),
    ("thread.toml", 'organization = "', "Acme", "contact 'Eva Ruiz': organization", "organization"),
    ("undertakings.toml", 'by = ["', "Acme", "undertaking 'u': by", "organization"),
    ("undertakings.toml", 'message = "', "reply", "undertaking 'u': passage.message", "message"),
    ("questions.toml", 'undertaking = "', "u", "question 'q': undertaking", "undertaking"),
    ("questions.toml", 'asked_in = ["', "ask", "question 'q': asked_in", "message or letter"),
    ("questions.toml", 'asked_in = ["ask", { id = "', "l", "question 'q': asked_in", "message or letter"),
    ("questions.toml", 'superseded_by = "', "q", "question 'older': superseded_by", "question"),
    ("questions.toml", 'assessment]]\nmessage = "', "reply", "question 'q': assessment.message", "message"),
    ("questions.toml", 'passage]]\nmessage = "', "reply", "question 'q': assessment.passage.message", "message"),
    (REPLY, 'in_reply_to = ["', "ask", "in_reply_to", "message or letter"),
    (REPLY, 'files = [{ sha256 = "', digest(EVIDENCE), "files", "file in files/"),
    (LETTER, 'in_reply_to = ["', "reply", "in_reply_to", "message"),
    (LETTER, 'contact = "', "Eva Ruiz", "addressee.contact", "contact in thread.toml"),
    (LETTER, 'undertakings = ["', "u", "appendix.undertakings", "undertaking"),
    (SIGNONS, 'evidence = "', digest(EVIDENCE), "signon 'Öko': evidence", "file in files/"),
]


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """A bundle with everything in it, to break."""
    target = tmp_path / "full"
    folder.write(folder.files_of(full_thread()), target)
    assert transfer.read(target)[2] == ()
    return target


def _told(bundle: Path) -> str:
    with pytest.raises(BundleError) as error:
        transfer.read(bundle)
    assert "\n" not in str(error.value)
    return str(error.value)


@pytest.mark.parametrize(("file", "old", "new", "says"), CHANGES, ids=range(len(CHANGES)))
def test_what_is_wrong_is_told_with_file_line_and_key(bundle: Path, file: str, old: str, new: str, says: str) -> None:
    path = bundle / file
    before, found, after = path.read_text(encoding="utf-8").partition(old)
    assert found
    path.write_text(before + new + after, encoding="utf-8")
    assert _told(bundle).startswith(f"{path}: line {before.count(chr(10)) + 1}: {says}")


@pytest.mark.parametrize(("file", "before", "name", "place", "kind"), LINKS, ids=range(len(LINKS)))
def test_a_name_that_names_nothing(bundle: Path, file: str, before: str, name: str, place: str, kind: str) -> None:
    other = NOWHERE if len(name) == len(NOWHERE) else "nowhere"
    path = bundle / file
    head, found, tail = path.read_text(encoding="utf-8").partition(f'{before}{name}"')
    assert found
    path.write_text(f'{head}{before}{other}"{tail}', encoding="utf-8")
    line = f"{head}{before}".count("\n") + 1
    assert _told(bundle) == f"{path}: line {line}: {place}: there is no {kind} {other!r}"


def test_a_name_that_is_nearly_one_gets_a_hint(bundle: Path) -> None:
    path = bundle / "questions.toml"
    path.write_text(path.read_text(encoding="utf-8").replace('["ask"', '["aks"'), encoding="utf-8")
    assert _told(bundle).endswith("there is no message or letter 'aks' (did you mean 'ask'?)")


def test_a_passage_with_half_its_positions_is_told_at_its_entry(bundle: Path) -> None:
    path = bundle / "undertakings.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("end = 25\n", ""), encoding="utf-8")
    assert _told(bundle) == f"{path}: line 7: undertaking.1.passage.1: start and end go together"


def _write(name: str, content: bytes) -> Callable[[Path], None]:
    def written(bundle: Path) -> None:
        (bundle / name).parent.mkdir(parents=True, exist_ok=True)
        (bundle / name).write_bytes(content)

    return written


def _link(name: str, target: str) -> Callable[[Path], None]:
    def linked(bundle: Path) -> None:
        (bundle / name).symlink_to(target)

    return linked


def _rename(name: str, other: str) -> Callable[[Path], None]:
    def renamed(bundle: Path) -> None:
        (bundle / other).parent.mkdir(parents=True, exist_ok=True)
        (bundle / name).rename(bundle / other)

    return renamed


TITLED = b'format = 1\ntitle = "\\u0000"\nslug = "s"\nlanguage = "en"\n'
FILES: list[tuple[Callable[[Path], None], str, str]] = [
    (_rename(ORIGINAL, f"files/{NOWHERE}.eml"), f"files/{NOWHERE}.eml", "its name is not the SHA-256 of its bytes"),
    (_write(ORIGINAL, b"altered"), ORIGINAL, "its name is not the SHA-256 of its bytes"),
    (lambda b: (b / ORIGINAL).unlink(), REPLY, "line 6: files: there is no file in files/"),
    (_rename(ORIGINAL, ORIGINAL.replace(".eml", ".EML")), ORIGINAL.replace(".eml", ".EML"), "originals are named"),
    (
        _rename(ORIGINAL, ORIGINAL.replace(".eml", ".tar.gz")),
        ORIGINAL.replace(".eml", ".tar.gz"),
        "originals are named",
    ),
    (_write(ORIGINAL.replace(".eml", ".txt"), EVIDENCE), "files", f"'{digest(EVIDENCE)}' stands twice"),
    (
        _write(f"files/{hashlib.sha256(b'?').hexdigest()}.bin", b"?"),
        f"files/{hashlib.sha256(b'?').hexdigest()}.bin",
        "no message and no sign-on names this file",
    ),
    (_rename(REPLY, "messages/answer.md"), "messages/answer.md", "line 2: id: is 'reply'"),
    (_rename("letters/l", "letters/m"), "letters/m/letter.md", "line 2: id: is 'l'"),
    (_rename(FROZEN, FROZEN.replace("0001", "1")), FROZEN.replace("0001", "1"), "line 2: number: revisions are"),
    (lambda b: (b / LETTER).unlink(), "letters/l", "no letter.md here"),
    (lambda b: (b / "thread.toml").unlink(), "", "no thread.toml here"),
    (_write("notes.txt", b"x"), "notes.txt", "a bundle has no such file"),
    (_write("messages/deep/m.md", b"x"), "messages/deep/m.md", "a bundle has no such file"),
    (_write("messages/reply.MD", b"x"), "messages/reply.MD", "a bundle has no such file"),
    (_write("letters/l/old.md", b"x"), "letters/l/old.md", "a bundle has no such file"),
    (_link("messages/other.md", "/etc/hostname"), "messages/other.md", "a bundle may not hold symbolic links"),
    (_link("other", "/etc"), "other", "a bundle may not hold symbolic links"),
    (_link("messages/gone.md", "nowhere"), "messages/gone.md", "a bundle may not hold symbolic links"),
    (lambda b: os.mkfifo(b / "messages" / "pipe.md"), "messages/pipe.md", "not a regular file"),
    (_write(REPLY, b'+++\nid = "reply"\n\xff\n+++\n'), REPLY, "is not UTF-8 (byte 17)"),
    (_write("thread.toml", "format = 1\n".encode("utf-16")), "thread.toml", "is not UTF-8 (byte 0)"),
    (_write(REPLY, b'+++\nid = "reply"\n+++\n\x00'), REPLY, "holds a NUL character"),
    (_write("thread.toml", TITLED), "thread.toml", "line 2: title: holds a NUL character"),
    (_write(REPLY, b"Dear all,"), REPLY, "line 1: must begin with TOML between two lines of +++"),
    (_write(REPLY, b'+++\nid = "reply"\n'), REPLY, "line 1: must begin with TOML between two lines of +++"),
    (_write(REPLY, b""), REPLY, "line 1: must begin with TOML between two lines of +++"),
    (_write("questions.toml", b"a = " + b"[" * 100_000), "questions.toml", "is not TOML: "),
    (_write("questions.toml", b"a = " + b"9" * 5_000), "questions.toml", "is not TOML: "),
    (_write("questions.toml", b"question = 1"), "questions.toml", "line 1: question: must be a list"),
]


@pytest.mark.parametrize(("breaking", "file", "says"), FILES, ids=range(len(FILES)))
def test_files_that_a_bundle_may_not_hold(bundle: Path, breaking: Callable[[Path], None], file: str, says: str) -> None:
    breaking(bundle)
    assert _told(bundle).startswith(f"{bundle / file}: {says}")


@pytest.mark.parametrize(
    "name", [".git/config", ".DS_Store", "messages/.reply.md.swp", "Thumbs.db", "files/desktop.ini"]
)
def test_what_desktops_and_version_control_leave_is_passed_over(bundle: Path, name: str) -> None:
    _write(name, b"x")(bundle)
    assert transfer.read(bundle)[0] == full_thread()


def test_a_folder_that_cannot_be_read_is_told(bundle: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scandir = os.scandir

    def refusing(path: str) -> object:
        if Path(path).name == "messages":
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refusing)
    assert _told(bundle) == f"{bundle / 'messages'}: cannot be read: Permission denied"
