"""A published text stays as it was; who signs or withdraws later stands in an addendum."""

import io
import zipfile
from pathlib import Path

import pytest

from correspondence.errors import NotFoundError
from tests.factories.commands import Typed
from tests.factories.threads import letter, stored, thread

LETTERS = ("docx", "html", "md", "txt")


@pytest.fixture
def published(typed: Typed, tmp_path: Path) -> Typed:
    """A workspace whose letter was published with two names; `before` are its files."""
    stored(typed.workspace, thread(letters=(letter(["substantive"]),)))
    for name in ("Öko-Netz", "Access Group", "Brave Bar"):
        typed("signon", "add", "l", name)
    typed("signon", "withdraw", "l", "Brave Bar")
    typed("signon", "publish", "l", "--on", "2026-11-20", "--note", "on our site")
    for kind in LETTERS:
        typed("letter", "export", "l", "-o", tmp_path / f"before.{kind}")
    return typed


def _word(path: Path) -> str:
    return zipfile.ZipFile(io.BytesIO(path.read_bytes())).read("word/document.xml").decode()


def test_the_published_bytes_stay_whoever_signs_or_withdraws(published: Typed, tmp_path: Path) -> None:
    assert "Brave Bar" not in (tmp_path / "before.txt").read_text("utf-8")
    published("signon", "add", "l", "Late Group")
    published("signon", "withdraw", "l", "Öko-Netz")
    published("signatory", "add", "Access Group", "--sort-as", "Zzz")
    for kind in LETTERS:
        published("letter", "export", "l", "-o", tmp_path / f"after.{kind}")
        assert (tmp_path / f"after.{kind}").read_bytes() == (tmp_path / f"before.{kind}").read_bytes()


def test_what_came_later_is_an_addendum(published: Typed, tmp_path: Path) -> None:
    target = tmp_path / "addendum.txt"
    assert "nobody has signed or withdrawn" in published("signon", "addendum", "l", "-o", target, status=1).err
    published("signon", "add", "l", "Late Group")
    published("signon", "add", "l", "Adam Ant", "--kind", "person", "--role", "Judge")
    published("signon", "withdraw", "l", "Öko-Netz")
    published("signon", "addendum", "l", "-o", target)
    assert target.read_text("utf-8") == (
        "Addendum: L\n===========\n\nThe letter was published on 20 November 2026.\n\n"
        "Since then it has also been signed by:\n\nAdam Ant, Judge\n\nLate Group\n\n"
        "Since then these signatures have been withdrawn:\n\nÖko-Netz\n"
    )
    published("signon", "addendum", "l", "-o", tmp_path / "addendum.docx")
    first = (tmp_path / "addendum.docx").read_bytes()
    assert "Late Group" in _word(tmp_path / "addendum.docx")
    published("signon", "addendum", "l", "-o", tmp_path / "addendum.docx")
    assert (tmp_path / "addendum.docx").read_bytes() == first


def test_a_new_text_is_not_the_published_one(published: Typed, tmp_path: Path) -> None:
    published("letter", "edit", "l", "--from", _file(tmp_path, "Another body, with other words."))
    published("letter", "freeze", "l")
    assert "must confirm" in published("letter", "export", "l", "-o", tmp_path / "x.txt", status=1).err
    published("letter", "export", "l", "--revision", "1", "-o", tmp_path / "again.txt")
    assert (tmp_path / "again.txt").read_bytes() == (tmp_path / "before.txt").read_bytes()
    assert "must confirm" in published("signon", "publish", "l", status=1).err
    published("signon", "publish", "l", "--unconfirmed", "leave-out")


def test_what_cannot_be_published(published: Typed, tmp_path: Path) -> None:
    assert "has been published already" in published("signon", "publish", "l", status=1).err
    assert "no revision 7" in published("signon", "publish", "l", "--revision", "7", status=2).err
    assert published("signon", "publish", "l", "--on", "tomorrow", status=2).err.count("\n") == 1
    stored(published.workspace, thread("other", letters=(letter(["substantive"]),)))
    assert "has not been published" in published(
        "signon", "addendum", "other/l", "-o", tmp_path / "x.txt", status=2
    ).err  # fmt: skip
    assert issubclass(NotFoundError, Exception)


def test_a_publication_goes_out_and_comes_in_with_its_thread(published: Typed, tmp_path: Path) -> None:
    published("thread", "export", "t", tmp_path / "threads" / "t")
    text = (tmp_path / "threads" / "t" / "letters" / "l" / "signons.toml").read_text("utf-8")
    assert "[[publication]]" in text
    assert 'note = "on our site"' in text
    published("thread", "import", tmp_path / "threads" / "t")


def _file(folder: Path, text: str) -> Path:
    path = folder / "body.md"
    path.write_text(text, "utf-8")
    return path
