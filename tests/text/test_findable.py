"""What people type and what was written become the same words."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from correspondence.text.findable import LONGEST_WORD, placed_words, words


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("ÉCOLE", "ecole"),
        ("Łódź", "lodz"),
        ("Straße", "STRASSE"),
        ("ﬁnance", "finance"),
        ("Ångström", "angstrom"),
        ("İstanbul", "istanbul"),
        ("ΣΟΦΌΣ", "σοφος"),
        ("Ёлка", "елка"),
        ("مُحَمَّد", "محمد"),
        ("شركة", "شركه"),
        ("أحمد", "احمد"),
        ("کتاب", "كتاب"),
        ("٢٠٢١", "2021"),
        ("co\u00adoperate", "cooperate"),
        ("ｅｘｐｏｒｔ", "export"),
        ("NSO-Group", "nso group"),
        ("don’t", "don't"),
        ("ana@example.org", "ana example org"),
        ("出口管制", "出 口 管 制"),
        ("हिन्दी", "हिन्दी"),
    ],
)
def test_written_and_typed_are_one(written: str, typed: str) -> None:
    assert words(written) == words(typed) != []


@pytest.mark.parametrize(("one", "other"), [("がく", "かく"), ("हिन्दी", "हनद"), ("a1", "a2"), ("ב", "כ")])
def test_what_differs_stays_different(one: str, other: str) -> None:
    assert words(one) != words(other)


@given(st.text())
def test_words_are_letters_and_their_places_are_where_they_stand(text: str) -> None:
    placed = placed_words(text)
    assert [word.word for word in placed] == words(text)
    for word in placed:
        assert word.word == "".join(c for c in word.word if unicodedata.category(c)[0] in "LNM")
        assert 0 < len(word.word) <= LONGEST_WORD
        assert 0 <= word.start < word.end <= len(text)
    assert all(one.start <= other.start for one, other in pairwise(placed))


@given(st.text())
def test_what_was_folded_folds_to_itself(text: str) -> None:
    once = " ".join(words(text))
    assert words(once) == words(text)
