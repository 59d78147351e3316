import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from correspondence.text.normalise import normalise, unstorable


@pytest.mark.parametrize(
    ("raw", "normal"),
    [("a\r\nb\rc\nd", "a\nb\nc\nd"), ("\r\r\n", "\n\n"), ("Fundacio\u0301n", "Fundación"), ("\u212b", "Å"), ("", "")],
)
def test_one_form(raw: str, normal: str) -> None:
    assert normalise(raw) == normal


@given(st.text())
def test_normal_text_stays(text: str) -> None:
    normal = normalise(text)
    assert normalise(normal) == normal
    assert "\r" not in normal
    assert unicodedata.is_normalized("NFC", normal)


def test_what_no_store_holds_is_named_with_its_place() -> None:
    assert "NUL character (character 3)" in (unstorable("ab\0") or "")
    assert "half a surrogate pair (character 2)" in (unstorable("é\ud800") or "")


@given(st.text(alphabet=st.characters(exclude_categories=[], include_characters="\0\ud800\udfff")))
def test_what_is_storable_is_what_utf8_without_nul_holds(text: str) -> None:
    try:
        holds = b"\0" not in text.encode("utf-8")
    except UnicodeEncodeError:
        holds = False
    assert (unstorable(text) is None) == holds
