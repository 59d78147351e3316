"""Two people's changes to one text: nobody's words are lost, and nobody is asked who need not be."""

import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from correspondence.letters.merge_texts import Side, merge

TEXTS = st.lists(st.sampled_from(["a", "b", "c", " ", "\n\n", "."]), max_size=20).map("".join)


@given(TEXTS, TEXTS, TEXTS)
def test_the_three_texts_are_all_there(base: str, ours: str, theirs: str) -> None:
    merged = merge(base, ours, theirs)
    assert "".join(piece.base for piece in merged.pieces) == base
    assert "".join(piece.ours for piece in merged.pieces) == ours
    assert "".join(piece.theirs for piece in merged.pieces) == theirs
    assert (merged.text is None) == (merged.clashes > 0)


@given(TEXTS, TEXTS)
def test_where_one_side_changed_nothing_the_other_stands(base: str, changed: str) -> None:
    assert merge(base, changed, base).text == changed
    assert merge(base, base, changed).text == changed
    assert merge(base, changed, changed).text == changed


@given(TEXTS, TEXTS, TEXTS)
def test_who_wins_every_clash_loses_no_word_of_theirs(base: str, ours: str, theirs: str) -> None:
    merged = merge(base, ours, theirs)
    both = merged.settled([Side.BOTH] * merged.clashes)
    for piece in merged.pieces:
        if piece.clashes:
            assert piece.ours in both
            assert piece.theirs in both


def test_a_book_that_both_changed_in_every_paragraph_comes_together_in_little_memory() -> None:
    paragraphs = [" ".join(f"w{n * 97 % 1009}x{k * 31 % 89}" for k in range(80)) for n in range(150)]
    base = "\n\n".join(paragraphs)
    ours = "\n\n".join(text.replace(text.split()[10], "ours", 1) for text in paragraphs)
    theirs = "\n\n".join(text.replace(text.split()[20], "theirs", 1) for text in paragraphs)
    tracemalloc.start()
    merged = merge(base, ours, theirs)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert merged.clashes == 0
    assert merged.text is not None
    assert (merged.text.count("ours"), merged.text.count("theirs")) == (150, 150)
    assert most < 100 * len(base)  # the words compared at once would take a thousand times


@pytest.mark.parametrize(
    ("ours", "theirs", "text"),
    [
        ("We beg you to answer.", "We ask you to answer soon.", "We beg you to answer soon."),
        ("We ask you to reply.", "We ask you all to answer.", "We ask you all to reply."),
        ("We ask you to answer.\n\nOurs.", "We ask you to answer.", "We ask you to answer.\n\nOurs."),
        ("We beg you to answer.", "We urge you to answer.", None),
    ],
)
def test_changes_apart_go_together(ours: str, theirs: str, text: str | None) -> None:
    merged = merge("We ask you to answer.", ours, theirs)
    assert merged.text == text
    if text is None:
        assert [merged.settled([side]) for side in Side] == [
            "We beg you to answer.",
            "We urge you to answer.",
            "We beg urge you to answer.",
        ]
