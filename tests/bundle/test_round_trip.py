"""Nothing is lost on the way: export, import, export gives the same bytes."""

import tempfile
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from correspondence.bundle import dump, folder, schema, toml, transfer
from correspondence.store.change import change
from correspondence.store.reading import reading
from correspondence.workspace import Workspace
from tests.conftest import REPOSITORY, SHARED
from tests.factories.bundles import bundles
from tests.factories.strategies import texts


class _UndoError(Exception):
    """Ends a change without keeping it."""


def _through(store: Workspace, bundle: schema.ThreadBundle) -> schema.ThreadBundle:
    """What a store gives back of a bundle; the store is left as it was."""
    given_back = []
    with pytest.raises(_UndoError), change(store, "thread import", bundle.thread.slug) as act:
        transfer.import_thread(act.session, bundle)
        given_back.append(dump.dump(act.session, bundle.thread.slug))
        again = transfer.import_thread(act.session, bundle)
        assert again.added == ()
        raise _UndoError
    return given_back[0]


def _written(bundle: schema.ThreadBundle, target: Path) -> dict[str, bytes]:
    folder.write(folder.files_of(bundle), target)
    return {path.relative_to(target).as_posix(): path.read_bytes() for path in target.rglob("*") if path.is_file()}


@given(bundle=bundles())
def test_files_give_back_the_bundle(bundle: schema.ThreadBundle) -> None:
    with tempfile.TemporaryDirectory() as name:
        files = _written(bundle, Path(name, "a"))
        read = folder.read_thread(Path(name, "a"))
        assert read == bundle
        assert _written(read, Path(name, "b")) == files


@given(bundle=bundles())
@settings(max_examples=30)
def test_a_store_gives_back_the_same_bytes(store: Workspace, bundle: schema.ThreadBundle) -> None:
    assert folder.files_of(_through(store, bundle)) == folder.files_of(bundle)
    with reading(store) as reader:
        assert reader.rows("SELECT count(*) FROM thread") == [(0,)]


@pytest.mark.parametrize("source", sorted((REPOSITORY / "threads").iterdir()), ids=lambda path: path.name)
def test_the_threads_that_are_shipped(store: Workspace, source: Path) -> None:
    bundle, signatories, findings = transfer.read(source)
    assert findings == ()
    with change(store, "thread import", bundle.thread.slug) as act:
        transfer.import_thread(act.session, bundle, signatories)
    with change(store, "thread export", bundle.thread.slug) as act:
        given_back = dump.dump(act.session, bundle.thread.slug)
        act.nothing_done = True
    files = {path.relative_to(source).as_posix(): path.read_bytes() for path in source.rglob("*") if path.is_file()}
    assert folder.files_of(given_back) == files


def test_the_model_case(store: Workspace) -> None:
    source = SHARED / "acceptance" / "nso-2021" / "threads" / "nso-group"
    if not source.is_dir():
        pytest.skip("the model case is not beside this checkout")
    bundle, _, _ = transfer.read(source)
    assert _through(store, bundle) == bundle


@given(
    data=st.dictionaries(
        texts,
        st.one_of(
            texts,
            st.integers(),
            st.booleans(),
            st.lists(texts, max_size=3),
            st.dictionaries(texts, texts, min_size=1, max_size=2),
        ),
        max_size=5,
    )
)
def test_canonical_toml_reads_back(data: dict[str, object]) -> None:
    assert tomllib.loads(toml.dumps(data)) == data
