"""What texts mean is worked out once, and kept where the store is."""

import stat
import sys
from pathlib import Path

import numpy as np
import pytest

from correspondence.matching import meaning
from correspondence.store import vectors
from correspondence.workspace import Workspace

TEXTS = ["Who are your customers?", "Wir nennen keine Kunden.", "Who are your customers?"]


class _Model:
    """Stands in for the language model: counts what it is asked for."""

    def __init__(self) -> None:
        self.asked: list[list[str]] = []

    def __call__(self, texts: list[str]) -> meaning.Vectors:
        self.asked.append(list(texts))
        rows = [np.random.default_rng(len(text)).normal(size=meaning.DIMENSIONS) for text in texts]
        return np.array([row / np.linalg.norm(row) for row in rows], np.float32)


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> _Model:
    found = _Model()
    monkeypatch.setattr(meaning, "vectors", found)
    monkeypatch.setattr(meaning, "model", lambda: "a model")
    return found


def _file(workspace: Workspace) -> Path:
    return workspace.root / vectors.FILE_NAME


def test_each_text_is_worked_out_once_and_comes_back_the_same(store: Workspace, model: _Model) -> None:
    first = vectors.vectors(store, TEXTS)
    again = vectors.vectors(store, [*reversed(TEXTS), "No comment."])
    assert model.asked == [TEXTS[:2], ["No comment."]]
    assert first is not None
    assert again is not None
    assert np.array_equal(first, again[2::-1])
    assert np.allclose(np.linalg.norm(first, axis=1), 1, atol=1e-3)


def test_another_model_has_vectors_of_its_own(
    workspace: Workspace, model: _Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    vectors.vectors(workspace, TEXTS)
    monkeypatch.setattr(meaning, "model", lambda: "a newer model")
    vectors.vectors(workspace, TEXTS)
    assert len(model.asked) == 2


def test_the_file_holds_no_text_and_is_as_private_as_the_store(workspace: Workspace, model: _Model) -> None:
    workspace.database_file.chmod(0o640)
    vectors.vectors(workspace, TEXTS)
    content = _file(workspace).read_bytes()
    assert b"customers" not in content
    assert b"Kunden" not in content
    if sys.platform != "win32":
        assert stat.S_IMODE(_file(workspace).stat().st_mode) & 0o007 == 0
    assert model.asked


@pytest.mark.parametrize("content", [b"no database " * 100, b""])
def test_a_file_that_is_no_database_is_made_anew(workspace: Workspace, model: _Model, content: bytes) -> None:
    _file(workspace).write_bytes(content)
    for _ in range(3):
        assert vectors.vectors(workspace, TEXTS) is not None
    assert len(model.asked) <= 2


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_link_to_elsewhere_is_not_followed(workspace: Workspace, model: _Model, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    _file(workspace).symlink_to(elsewhere)
    assert vectors.vectors(workspace, TEXTS) is not None
    assert not elsewhere.exists()
    assert model.asked


def test_the_oldest_go_when_there_are_too_many(
    workspace: Workspace, model: _Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vectors, "_MOST_KEPT", 10)
    for number in range(30):
        vectors.vectors(workspace, [f"Text {number}."])
    vectors.vectors(workspace, ["Text 29."])
    assert len(model.asked) == 30
    vectors.vectors(workspace, ["Text 0."])
    assert len(model.asked) == 31


def test_without_the_model_there_is_nothing(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meaning, "model", lambda: "")
    assert vectors.vectors(workspace, TEXTS) is None
    assert not _file(workspace).exists()
