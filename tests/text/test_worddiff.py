"""What changed between two texts: nothing is lost, nothing is invented, and what stayed is found."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from correspondence.text import worddiff
from correspondence.text.worddiff import Change, Stretch, changed_words, tokens, word_count, word_diff

WORDS = st.lists(
    st.sampled_from(["one", "two", "three", "l’été", "don't", "“so”", ",", " ", "\n\n", "*x*"]), max_size=25
)
TEXTS = WORDS.map(" ".join) | st.text(max_size=60)


def _side(stretches: tuple[Stretch, ...], gone: Change) -> str:
    return "".join(stretch.text for stretch in stretches if stretch.change is not gone)


@given(TEXTS, TEXTS)
def test_both_texts_can_be_made_of_what_stayed_went_and_came(old: str, new: str) -> None:
    stretches = word_diff(old, new)
    assert _side(stretches, Change.INSERT) == old
    assert _side(stretches, Change.DELETE) == new
    assert all(stretch.text for stretch in stretches)
    assert all(one.change is not other.change for one, other in pairwise(stretches))
    assert all((a.change, b.change) != (Change.INSERT, Change.DELETE) for a, b in pairwise(stretches))


@given(TEXTS)
def test_a_text_differs_from_itself_in_nothing(text: str) -> None:
    assert {stretch.change for stretch in word_diff(text, text)} <= {Change.EQUAL}
    assert "".join(tokens(text)) == text


@given(TEXTS, TEXTS)
def test_no_more_words_change_than_there_are(old: str, new: str) -> None:
    changed = changed_words(word_diff(old, new))
    assert abs(word_count(old) - word_count(new)) <= changed <= word_count(old) + word_count(new)
    assert changed_words(word_diff(old, old + " word")) <= 2


def test_lines_and_words_that_stayed_are_one_stretch() -> None:
    stretches = word_diff("One.\nTwo three.\nFour.", "One.\nTwo four.\nFour.")
    assert [stretch.text for stretch in stretches] == ["One.\nTwo ", "three", "four", ".\nFour."]


def test_two_books_are_compared_without_filling_the_memory() -> None:
    old = "\n".join(f"word{n} " * 40 for n in range(1_000))
    stretches = word_diff(old, old.replace("word", "other"))
    assert [len(stretch.text) for stretch in stretches] == [len(old), len(old) + 40_000]


def test_a_long_text_that_changed_in_every_paragraph_is_held_where_it_stayed() -> None:
    paragraphs = [" ".join(f"w{n * 97 % 1009}x{k * 31 % 89}" for k in range(80)) for n in range(250)]
    old = "\n\n".join(paragraphs)
    changed = [text.replace(text.split()[n % 80], "other", 1) for n, text in enumerate(paragraphs)]
    stretches = word_diff(old, "\n\n".join(changed).replace("\n\n", " ", 1))  # and two paragraphs became one
    assert _side(stretches, Change.INSERT) == old
    assert changed_words(stretches) == 250


@given(TEXTS, TEXTS)
def test_where_a_long_text_is_held_nothing_is_lost_either(old: str, new: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(worddiff, "_COMPARED_WHOLE", 0)
        stretches = word_diff(old, new)
    assert _side(stretches, Change.INSERT) == old
    assert _side(stretches, Change.DELETE) == new
    assert all(one.change is not other.change for one, other in pairwise(stretches))


@pytest.mark.parametrize(
    ("old", "new", "marked", "changed"),
    [
        ("We ask you.", "We ask you.", "We ask you.", 0),
        ("We ask you now.", "We beg you now.", "We [-ask-]{+beg+} you now.", 1),
        ("We ask you now.", "We beg them then.", "We [-ask you now-]{+beg them then+}.", 3),
        ("We don’t ask.", "We do ask.", "We [-don’t-]{+do+} ask.", 1),
        ("One.\n\nTwo.", "One.", "One.[-\n\nTwo.-]", 1),
        ("", "All new.", "{+All new.+}", 2),
        ("All gone.", "", "[-All gone.-]", 2),
        ("Seit 2019 offen.", "Seit 2018 offen.", "Seit [-2019-]{+2018+} offen.", 1),
    ],
)
def test_changes_are_told_by_the_phrase(old: str, new: str, marked: str, changed: int) -> None:
    marks = {Change.EQUAL: "{}", Change.DELETE: "[-{}-]", Change.INSERT: "{{+{}+}}"}
    stretches = word_diff(old, new)
    assert "".join(marks[stretch.change].format(stretch.text) for stretch in stretches) == marked
    assert changed_words(stretches) == changed
