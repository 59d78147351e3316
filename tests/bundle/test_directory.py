"""The directory of signatories: in and out unchanged, and its faults told like a bundle's."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from correspondence.bundle import dump, folder, load, schema, transfer
from correspondence.errors import BundleError
from correspondence.store.change import change
from correspondence.store.reading import reading
from correspondence.vocabulary import SignatoryKind
from correspondence.workspace import Workspace
from tests.conftest import REPOSITORY
from tests.factories.strategies import emails, filled_lines, languages, maybe, several
from tests.factories.threads import full_thread, stored

contacts = st.one_of(
    filled_lines,
    st.builds(schema.DirectoryContact, name=maybe(filled_lines), role=maybe(filled_lines), email=emails),
)
signatories = st.lists(
    st.builds(
        schema.Signatory,
        name=filled_lines,
        names=st.dictionaries(languages, filled_lines, max_size=2),
        kind=maybe(st.sampled_from(SignatoryKind)),
        sort_as=maybe(filled_lines),
        country=maybe(filled_lines),
        url=maybe(filled_lines),
        domains=several(filled_lines),
        contacts=several(contacts),
        logo=maybe(filled_lines),
        aliases=several(filled_lines),
        distinct_from=several(filled_lines),
    ),
    max_size=3,
    unique_by=lambda entry: entry.name,
).map(lambda entries: tuple(sorted(entries, key=lambda entry: entry.name)))


@given(entries=signatories)
def test_files_and_both_engines_give_the_directory_back(
    store: Workspace, entries: tuple[schema.Signatory, ...]
) -> None:
    path = store.root / "signatories" / "directory.toml"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(folder.directory_file(entries))
    assert folder.read_directory(path.parent) == entries
    with pytest.raises(ZeroDivisionError), change(store, "x", "y") as act:
        load.add_signatories(act.session, entries)
        assert dump.directory(act.session) == entries
        _ = 1 // 0


def test_the_directory_goes_with_a_thread(store: Workspace, tmp_path: Path) -> None:
    bundle, entries, _ = transfer.read(REPOSITORY / "threads" / "nivelmark")
    with change(store, "thread import", "nivelmark") as act:
        done = transfer.import_thread(act.session, bundle, entries)
    assert f"signatory {entries[0].name}" in done.added
    with change(store, "thread export", "nivelmark") as act:
        transfer.export_thread(act.session, "nivelmark", tmp_path / "out" / "threads" / "nivelmark")
    signed = {s.signatory for letter in bundle.letters for s in letter.signons}
    again = folder.read_directory(tmp_path / "out" / "signatories")
    assert again == tuple(sorted((e for e in entries if e.name in signed), key=lambda entry: entry.name))


def test_a_folder_that_is_no_workspace_gets_no_directory(store: Workspace, tmp_path: Path) -> None:
    stored(store, full_thread())
    with change(store, "thread export", "full") as act:
        transfer.export_thread(act.session, "full", tmp_path / "out" / "full")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["full"]


def test_whom_a_sign_on_names_is_in_the_directory_afterwards(store: Workspace) -> None:
    stored(store, full_thread())
    with reading(store) as reader:
        assert reader.rows("SELECT name FROM signatory") == [("Öko e. V.",)]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b'[[signatory]]\nname = "A"\nnmaes = 1\n', "line 3: signatory.1.nmaes: unknown key"),
        (b'[[signatory]]\nname = "A"\n\n[[signatory]]\nname = "A"\n', "line 5: name: 'A' stands twice"),
        (b'[[signatory]]\nname = "A"\ncontacts = ["a\\nb"]\n', "line 3: signatory.1.contacts.1"),
        (b"\xff", "is not UTF-8 (byte 0)"),
        (b"[[", "is not TOML: "),
    ],
)
def test_a_fault_of_the_directory_is_told(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "directory.toml"
    path.write_bytes(content)
    with pytest.raises(BundleError) as told:
        folder.read_directory(tmp_path)
    assert str(told.value).startswith(f"{path}: ")
    assert says in str(told.value)
    assert "\n" not in str(told.value)


def test_a_signatory_in_two_files_is_told(tmp_path: Path) -> None:
    for name in ("a.toml", "b.toml"):
        (tmp_path / name).write_bytes(b'[[signatory]]\nname = "A"\n')
    with pytest.raises(BundleError, match=r"b\.toml: line 2: name: 'A' stands twice"):
        folder.read_directory(tmp_path)


def test_the_directory_follows_no_link(tmp_path: Path) -> None:
    (tmp_path / "a.toml").symlink_to("/etc/hostname")
    with pytest.raises(BundleError, match=r"a\.toml: a bundle may not hold symbolic links"):
        folder.read_directory(tmp_path)


def test_an_entry_that_differs_from_the_stores_is_told(store: Workspace) -> None:
    first, other = (schema.Signatory(name="Öko e. V.", country=country) for country in ("DE", "AT"))
    with change(store, "thread import", "full") as act:
        transfer.import_thread(act.session, full_thread(), (first,))
    with change(store, "thread import", "full") as act:
        done = transfer.import_thread(act.session, full_thread(), (other,), merge=True)
        act.nothing_done = not done.added
    assert (done.added, done.kept) == ((), ("signatory Öko e. V.",))
    with reading(store) as reader:
        assert reader.rows("SELECT country FROM signatory") == [("DE",)]
