import pytest
from hypothesis import given
from hypothesis import strategies as st

from correspondence.passages.folding import fold, fold_with_places, inside_word

text = st.text(alphabet=st.one_of(st.sampled_from(" \n\t\u00a0\u00ad\u200b\ufeff-–—'\"“”’.…ﬁﬃabé"), st.characters()))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("we  generally\n\tsuspend", "we generally\u00a0suspend"),
        ("“well-founded”", '"well‑founded"'),
        ("he said “it’s ‘so’”", "he said 'it's \"so\"'"),
        ("a — b -- c", "a – b - c"),
        ("and so on…", "and so on..."),
        ("ﬁnal oﬃce", "final office"),
        ("investi\u00ad\ngation", "investi\u00adgation"),
        ("\ufeffdue\u200b diligence", "due diligence"),
    ],
)
def test_what_setting_changes_is_folded(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("may", "May"), ("well founded", "wellfounded"), ("resume", "résumé")])
def test_what_makes_other_words_is_not(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(text)
def test_both_ways_of_folding_agree(raw: str) -> None:
    assert fold_with_places(raw).text == fold(raw)


@given(text, st.data())
def test_the_way_back_leads_to_the_same_words(raw: str, data: st.DataObject) -> None:
    folded = fold_with_places(raw)
    start = data.draw(st.integers(0, len(folded.text)))
    end = data.draw(st.integers(start, len(folded.text)))
    span = folded.original(start, end)
    if span is not None and start < end:
        assert fold(raw[slice(*span)]) == folded.text[start:end]


@given(text, st.data())
def test_places_keep_their_order_and_leave_out_only_what_folds_to_nothing(raw: str, data: st.DataObject) -> None:
    folded = fold_with_places(raw)
    cut = data.draw(st.integers(0, len(folded.text)))
    before, after = folded.original(0, cut), folded.original(cut, len(folded.text))
    assert (before is None) == (after is None)
    if before and after:
        left_out = [raw[: before[0]], raw[before[1] : after[0]], raw[after[1] :]]
        assert [fold(piece) for piece in left_out] == ["", "", ""]


def test_a_span_that_cuts_a_ligature_or_an_ellipsis_has_no_place() -> None:
    folded = fold_with_places("a oﬃce…")
    assert folded.text == "a office..."
    assert folded.original(2, 8) == (2, 6)
    assert folded.original(2, 4) is None
    assert folded.original(8, 9) is None
    assert folded.original(8, 11) == (6, 7)


@pytest.mark.parametrize(
    ("raw", "at", "inside"),
    [
        ("founded", 3, True),
        ("well-founded", 5, False),
        ("well-founded", 4, False),
        ("don't", 3, False),
        ("3rd", 1, True),
        ("founded", 0, False),
        ("founded", 7, False),
        ("एक", 1, False),
        ("की", 1, True),
        ("中国", 1, False),
        ("والشركة", 1, False),
        ("x\u0302y", 1, True),
    ],
)
def test_where_a_cut_would_cut_a_word(raw: str, at: int, inside: bool) -> None:
    assert inside_word(raw, at) is inside
