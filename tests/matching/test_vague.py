"""Vague terms in five languages, what they leave open, and what to ask."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from correspondence.matching import vague

SENTENCES = {
    "en": ("Where a report is well-founded, we generally act in due course.",
           ["well-founded", "generally", "in due course"]),
    "fr": ("En règle générale, nous prenons les mesures appropriées dans les meilleurs délais.",
           ["En règle générale", "mesures appropriées", "dans les meilleurs délais"]),
    "es": ("Por lo general consultamos a las partes interesadas cuando corresponda.",
           ["Por lo general", "partes interesadas", "cuando corresponda"]),
    "de": ("In der Regel prüfen wir begründete Hinweise zeitnah.", ["In der Regel", "begründete", "zeitnah"]),
    "ar": ("نتخذ عموماً الإجراءات المناسبة في أقرب وقت ممكن.", ["عموماً", "الإجراءات المناسبة", "في أقرب وقت ممكن"]),
}  # fmt: skip


@pytest.mark.parametrize("language", vague.LANGUAGES)
@pytest.mark.parametrize("told", [True, False])
def test_vague_words_are_found_in_each_language_told_or_not(language: str, told: bool) -> None:
    text, expected = SENTENCES[language]
    found = vague.terms(text, language if told else "")
    assert [one.exact for one in found] == expected
    assert [text[one.start : one.end] for one in found] == expected


def test_what_is_asked_fits_what_is_left_open() -> None:
    asked = [vague.question(one, "en") for one in vague.terms(SENTENCES["en"][0], "en")]
    assert asked[0] == "How is “well-founded” defined?"
    assert asked[1] == "“generally”: in which cases is it otherwise?"
    assert asked[2] == "“in due course”: by which date, or how often?"


def test_the_question_is_in_the_language_asked_for_or_in_english() -> None:
    term = vague.terms("Begründete Hinweise", "de")[0]
    assert vague.question(term, "fr-CA") == "Comment « Begründete » est-il défini ?"
    assert vague.question(term, "ja") == "How is “Begründete” defined?"


def test_the_longest_term_is_the_one_and_parts_of_words_are_none() -> None:
    text = "Unduly high risks; manyfold, several-fold and unreasonable."
    assert [one.exact for one in vague.terms(text, "en")] == ["Unduly high"]


def test_a_term_that_the_text_defines_is_not_vague_in_it() -> None:
    assert not vague.terms("“Serious” means punishable by six years. We act on serious crime.", "en")


def test_a_language_without_a_list_has_no_vague_terms() -> None:
    assert not vague.terms("generally well-founded", "ja")


@given(st.text(max_size=200), st.sampled_from((*vague.LANGUAGES, "", "ja")))
def test_terms_lie_in_the_text_in_order_and_apart(text: str, language: str) -> None:
    at = 0
    for one in vague.terms(text, language):
        assert at <= one.start < one.end
        assert text[one.start : one.end] == one.exact
        at = one.end
