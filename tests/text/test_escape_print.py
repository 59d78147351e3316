"""Words on a page: what is not XML and what would turn the words around is shown, not obeyed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from correspondence.text.escape import for_print


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain words, العربية, 日本語 ✅\n\t", "plain words, العربية, 日本語 ✅\n\t"),
        ("a\x00b\x1b[2J\ufffe", "a\ufffdb\ufffd[2J\ufffd"),
        ("\u202egnp.exe\u202c", "\ufffdgnp.exe\ufffd"),
        ("\u202aa\u202c \u202bb\u202c \u202dc", "\ufffda\ufffd \ufffdb\ufffd \ufffdc"),
        ("a \u2067ב\u2069 c", "a \u2067ב\u2069 c"),
        ("\u2066a \u2067ב\u2069", "\ufffda \u2067ב\u2069"),
        ("a\u2069\u2068b", "a\ufffd\ufffdb"),
        ("\u200fא\u200e\u061c", "\u200fא\u200e\u061c"),
    ],
)
def test_what_acts_is_shown(text: str, shown: str) -> None:
    assert for_print(text) == shown


@given(st.text(st.sampled_from("a\u05d0\u202a\u202c\u202e\u2066\u2067\u2068\u2069"), max_size=30))
def test_nothing_is_left_open_and_nothing_closed_twice(text: str) -> None:
    shown = for_print(text)
    assert len(shown) == len(text)
    depth = 0
    for character in shown:
        depth += (character in "\u2066\u2067\u2068") - (character == "\u2069")
        assert depth >= 0
        assert character not in "\u202a\u202c\u202e"
    assert depth == 0


@given(st.text(st.sampled_from("a\u2067\u202e\u2069"), max_size=30))
def test_shown_text_is_shown_as_it_is(text: str) -> None:
    assert for_print(for_print(text)) == for_print(text)
