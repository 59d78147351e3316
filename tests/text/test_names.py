"""Identifiers made of words."""

import pytest

from correspondence.errors import CorrespondenceError
from correspondence.text.names import chosen_name, slug


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Réponse à votre lettre du 3 mai", "reponse-a-votre-lettre-du-3-mai"),
        ("ответ", ""),
        ("x" * 200, "x" * 60),
        ("a word " * 30, "a-word-a-word-a-word-a-word-a-word-a-word-a-word-a-word-a"),
    ],
)
def test_names_are_words_of_the_text(text: str, expected: str) -> None:
    assert slug(text) == expected


def test_a_name_is_free_or_refused() -> None:
    taken = {"how", "how-2", "question"}
    assert chosen_name("", "How?", taken, "question") == "how-3"
    assert chosen_name("", "как?", taken, "question") == "question-2"
    assert chosen_name("why", "How?", taken, "question") == "why"
    for wanted in ("how", "How", "a/b", "-"):
        with pytest.raises(CorrespondenceError):
            chosen_name(wanted, "How?", taken, "question")
