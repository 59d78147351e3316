"""An export is whole or not there, carries only names that belong under its text, and is the same bytes each time."""

import io
import os
import stat
import zipfile
from pathlib import Path

import pytest

from correspondence.bundle import dump, schema, transfer
from correspondence.errors import CorrespondenceError, DocumentError, NotFoundError, RefusedError
from correspondence.letters.edit import find
from correspondence.publish.export import Format, export
from correspondence.publish.files import write_file
from correspondence.publish.gate import Unconfirmed, check
from correspondence.store.change import change
from correspondence.store.reading import reading
from correspondence.workspace import Workspace
from correspondence.writers import docx
from tests.conftest import REPOSITORY
from tests.factories.threads import letter, revisions, stored, thread

LETTER = "2025-06-03-open-letter"


def _signed(name: str, revision: int | None, kinds: list[str]) -> schema.SignOn:
    digest = None if revision is None else revisions(kinds)[revision - 1].revision.digest
    return schema.SignOn(name=name, status="signed", revision=digest)


@pytest.fixture
def twice(store: Workspace) -> Workspace:
    """A letter frozen twice in substance: one signed the first text, one the second, one outside the program."""
    kinds = ["substantive", "substantive"]
    signons = [_signed("Early", 1, kinds), _signed("Late", 2, kinds), _signed("Elsewhere", None, kinds)]
    return stored(store, thread(letters=(letter(kinds, signons=signons),)))


def _text(store: Workspace, **how: object) -> tuple[list[str], list[str]]:
    """The names under an exported text, and the codes of what was found."""
    with reading(store) as reader:
        done = export(reader, store, "l", to=Format.TEXT, **how)  # type: ignore[arg-type]  # plain keywords
    named = [line for line in done.content.decode().splitlines() if line in {"Early", "Late", "Elsewhere"}]
    assert len(named) == done.signatories
    return named, [finding.code for finding in done.findings]


def test_a_text_goes_out_only_with_names_put_to_it(twice: Workspace) -> None:
    with pytest.raises(RefusedError, match="Early signed an earlier text"):
        _text(twice)
    assert _text(twice, unconfirmed=Unconfirmed.LEAVE_OUT) == (
        ["Late", "Elsewhere"],
        ["unbound-signon", "signatory-left-out"],
    )
    assert _text(twice, unconfirmed=Unconfirmed.PRINT) == (
        ["Early", "Late", "Elsewhere"],
        ["unconfirmed-signon", "unbound-signon"],
    )
    # Under the first text it is the other one who has not confirmed.
    with pytest.raises(RefusedError, match="Late signed"):
        _text(twice, revision=1)
    assert _text(twice, revision=1, unconfirmed=Unconfirmed.LEAVE_OUT)[0] == ["Early", "Elsewhere"]


def test_the_check_says_what_the_export_will(twice: Workspace) -> None:
    with reading(twice) as reader:
        found = [(f.code, str(f.severity)) for f in check(reader, twice, "l") if f.code != "part-missing"]
        assert found == [
            ("draft-differs", "warning"),
            ("unconfirmed-signon", "error"),
            ("unbound-signon", "warning"),
        ]


def test_a_draft_says_that_it_is_one(workspace: Workspace) -> None:
    stored(workspace, thread(letters=(letter(body="As it stands."),)))
    with reading(workspace) as reader:
        done = export(reader, workspace, "l", to=Format.TEXT)
        assert [f.code for f in check(reader, workspace, "l") if f.code != "part-missing"] == ["draft"]
    assert (done.revision, [finding.code for finding in done.findings]) == (None, ["draft"])
    assert b"As it stands." in done.content


def test_signatures_that_the_text_has_no_place_for_stop_the_export(workspace: Workspace) -> None:
    signons = [schema.SignOn(name="Öko", status="signed")]
    stored(workspace, thread(letters=(letter(["substantive"], signons=signons, block="\n"),)))
    with reading(workspace) as reader, pytest.raises(RefusedError, match="no signature block"):
        export(reader, workspace, "l", to=Format.TEXT)


def test_a_frozen_text_whose_template_is_gone_is_exported_all_the_same(workspace: Workspace) -> None:
    stored(workspace, thread(letters=(letter(["substantive"]),)))
    with change(workspace, "letter edit", "t/l") as act:
        find(act.session, "t", "l").template = "gone"
    with reading(workspace) as reader:
        done = export(reader, workspace, "l", to=Format.TEXT)
    assert [finding.code for finding in done.findings] == ["no-template"]


def test_a_citation_of_nothing_stops_the_export(workspace: Workspace) -> None:
    stored(workspace, thread(letters=(letter(body="See [there](message:nowhere)."),)))
    with reading(workspace) as reader, pytest.raises(NotFoundError, match="cites message:nowhere"):
        export(reader, workspace, "l")


def test_both_engines_and_a_reimported_store_give_the_same_bytes(workspace: Workspace, postgres: Workspace) -> None:
    exported: dict[Format, set[bytes]] = {to: set() for to in Format}
    bundle, signatories, _ = transfer.read(REPOSITORY / "threads" / "nivelmark")
    for store in (workspace, postgres):
        with change(store, "thread import", "nivelmark") as act:
            transfer.import_thread(act.session, bundle, signatories)
            bundle = dump.dump(act.session, "nivelmark")  # the second store gets what the first gives back
        with reading(store) as reader:
            for to, contents in exported.items():
                for _ in range(2):
                    contents.add(export(reader, store, LETTER, to=to, unconfirmed=Unconfirmed.LEAVE_OUT).content)
    assert {to: len(contents) for to, contents in exported.items()} == dict.fromkeys(Format, 1)


@pytest.mark.parametrize("missing", ["a word", "a name", "a paragraph"])
def test_an_export_that_lost_something_is_not_written(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    lost = {"a word": ("stands", ""), "a name": ("Öko", "Oko"), "a paragraph": ("As it stands.", "")}[missing]
    signons = [schema.SignOn(name="Öko", status="signed")]
    stored(workspace, thread(letters=(letter(body="As it stands.", signons=signons),)))
    write = docx.write

    def losing(document: object, reference: bytes) -> bytes:
        changed = io.BytesIO()
        with (
            zipfile.ZipFile(io.BytesIO(write(document, reference))) as whole,  # type: ignore[arg-type]  # as it is called
            zipfile.ZipFile(changed, "w") as poorer,
        ):
            for name in whole.namelist():
                part = whole.read(name)
                assert name != "word/document.xml" or lost[0].encode() in part
                poorer.writestr(name, part.replace(lost[0].encode(), lost[1].encode()))
        return changed.getvalue()

    monkeypatch.setattr(docx, "write", losing)
    with reading(workspace) as reader, pytest.raises(DocumentError, match="does not read back"):
        export(reader, workspace, "l")


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    target = tmp_path / "letter.docx"
    write_file(b"old", target)
    write_file(b"new and longer", target)
    assert target.read_bytes() == b"new and longer"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("failing", ["fsync", "replace"])
def test_a_failing_write_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: str) -> None:
    target = tmp_path / "letter.docx"
    write_file(b"old", target)

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, failing, full)
    with pytest.raises(CorrespondenceError, match=r"letter\.docx cannot be written: No space left"):
        write_file(b"new", target)
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_file_is_on_the_disk_before_it_takes_the_other_ones_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = []
    fsync, replace = os.fsync, os.replace

    def synced(descriptor: int) -> None:
        done.append("folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "file")
        fsync(descriptor)

    def replaced(*names: str) -> None:
        done.append("replace")
        replace(*names)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(os, "replace", replaced)
    write_file(b"new", tmp_path / "letter.docx")
    assert done == ["file", "replace", "folder"]


@pytest.mark.parametrize(("mask", "mode"), [(0o022, 0o644), (0o077, 0o600)])
def test_who_may_read_the_file_is_the_users_to_say(tmp_path: Path, mask: int, mode: int) -> None:
    before = os.umask(mask)
    try:
        write_file(b"under embargo", tmp_path / "letter.docx")
        assert stat.S_IMODE((tmp_path / "letter.docx").stat().st_mode) == mode
        (tmp_path / "letter.docx").chmod(0o640)
        write_file(b"under embargo still", tmp_path / "letter.docx")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "letter.docx").stat().st_mode) == 0o640


@pytest.mark.parametrize("name", ["no/such/folder/x.docx", ".", "x" * 300, "a-file/x.docx"])
def test_a_place_that_cannot_be_written(tmp_path: Path, name: str) -> None:
    (tmp_path / "a-file").write_bytes(b"")
    with pytest.raises(CorrespondenceError, match="cannot be written"):
        write_file(b"x", tmp_path / name)
    assert list(tmp_path.iterdir()) == [tmp_path / "a-file"]


@pytest.mark.parametrize(("option", "pages"), [("", 1), ('"first"', 1), ('"each"', 2), ('"none"', 0)])
def test_which_appendices_begin_a_page(workspace: Workspace, option: str, pages: int) -> None:
    name = "appendices"
    folder = workspace.root / "templates"
    folder.mkdir()
    shown = "{{ body }}\n\n::: signature-block\n:::\n{% include 'parts/appendices' %}"
    said = f"+++\nappendix-pages = {option}\n+++\n" if option else ""
    (folder / f"{name}.md.jinja").write_text(f"{said}{shown}", encoding="utf-8")
    two = (schema.Appendix(kind="text", body="One."), schema.Appendix(kind="text", body="Two."))
    own = letter()
    own = own.model_copy(update={"letter": own.letter.model_copy(update={"template": name, "appendix": two})})
    stored(workspace, thread(letters=(own,)))
    with reading(workspace) as reader:
        content = export(reader, workspace, "l").content
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert package.read("word/document.xml").count(b"pageBreakBefore") == pages
