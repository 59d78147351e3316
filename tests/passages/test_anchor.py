import random
import time
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from correspondence.passages.anchor import Anchor, find, places
from correspondence.passages.folding import fold
from correspondence.passages.selectors import Passage, select

BODY = (
    "We generally suspend the use of the system while we investigate. Where the customer does not cooperate, we may "
    "terminate the contract. “Well-founded” reports are investigated. We may terminate the contract at any time."
)
few_letters = st.text(alphabet="ab \n“’-", min_size=1, max_size=60)
bodies = st.one_of(few_letters, st.text(min_size=1, max_size=60))
# Texts in which no word stands twice: what is found is found in the one right place.
distinct = st.integers(3, 60).map(lambda n: [f"word{n}" for n in range(n)])


@st.composite
def passages(draw: st.DrawFn, texts: st.SearchStrategy[str] = bodies) -> tuple[str, Passage]:
    body = draw(texts)
    start = draw(st.integers(0, len(body) - 1))
    return body, select(body, start, draw(st.integers(start + 1, len(body))), draw(st.sampled_from([0, 4, 32])))


def words_at(place: Anchor, body: str) -> str:
    return body[place.start : place.end]


@given(passages())
def test_a_passage_is_found_where_it_was_selected(made: tuple[str, Passage]) -> None:
    body, passage = made
    assert find(passage, body) == Anchor(passage.start or 0, passage.end or 0)


@given(passages(), st.data())
def test_a_changed_text_gives_the_same_words_or_none(made: tuple[str, Passage], data: st.DataObject) -> None:
    body, passage = made
    at = data.draw(st.integers(0, len(body)))
    cut = data.draw(st.integers(at, len(body)))
    changed = body[:at] + data.draw(few_letters | st.just("")) + body[cut:]
    for place in places(passage, changed):
        assert fold(words_at(place, changed)).strip() == fold(passage.exact).strip()
        assert place.literal == (words_at(place, changed) == passage.exact)


@given(distinct, st.data())
def test_words_move_with_the_text_around_them(words: list[str], data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first, len(words) - 1))
    start = len(" ".join(words[:first])) + bool(first)
    passage = select(" ".join(words), start, start + len(" ".join(words[first : last + 1])))
    before, after = words[:first], words[last + 1 :]
    side, new = data.draw(st.sampled_from([before, after])), data.draw(st.lists(st.sampled_from(["new", "other"])))
    at = data.draw(st.integers(0, len(side)))
    side[at : data.draw(st.integers(at, len(side)))] = new
    changed = " ".join([*before, *words[first : last + 1], *after])
    moved = len(" ".join(before)) + bool(before)
    # One side is as it was; it has to be long enough to say so.
    assume(len(passage.exact) >= 20 or min(len(passage.prefix), len(passage.suffix)) > 8)
    assert find(passage, changed) == Anchor(moved, moved + len(passage.exact))


@given(distinct, st.data())
def test_words_that_are_gone_are_not_found(words: list[str], data: st.DataObject) -> None:
    gone = data.draw(st.integers(0, len(words) - 1))
    start = len(" ".join(words[:gone])) + bool(gone)
    passage = select(" ".join(words), start, start + len(words[gone]))
    assert find(passage, " ".join(word for word in words if word != words[gone])) is None
    assert find(passage, "") is None


@given(st.lists(st.sampled_from(["a", "“b”", "c’s", "d-e", "f…", "ﬁnd"]), min_size=3, max_size=30), st.data())
def test_a_text_derived_anew_keeps_its_passages(words: list[str], data: st.DataObject) -> None:
    body = " ".join(f"{word}{n}" for n, word in enumerate(words))
    start = data.draw(st.integers(0, len(body) - 1))
    end = data.draw(st.integers(start + 1, len(body)))
    passage = select(body, start, end)
    assume(passage.exact.strip())
    anew = body
    for old, new in [(" ", " \n"), ("“", '"'), ("”", "’’"), ("’", "'"), ("-", "–"), ("…", "..."), ("ﬁ", "fi")]:
        if data.draw(st.booleans()):
            anew = anew.replace(old, new)
    found = find(passage, anew)
    assert found is not None
    assert fold(words_at(found, anew)).strip() == fold(passage.exact).strip()
    assert fold(anew[: found.start]).strip() == fold(body[:start]).strip()


def test_of_two_places_the_surroundings_tell() -> None:
    second = BODY.rindex("terminate the contract")
    passage = select(BODY, second, second + len("terminate the contract"))
    changed = BODY.replace("generally ", "")
    assert find(passage, changed) == Anchor(second - 10, second - 10 + len(passage.exact))
    assert find(replace(passage, start=None, end=None), changed) == Anchor(second - 10, second + 12)
    assert find(replace(passage, suffix=""), changed) == Anchor(second - 10, second + 12)


def test_of_two_places_alike_the_nearer_counts_and_without_positions_none() -> None:
    page = "The company has no comment. " * 3
    body = "A heading. " + page + "A footer."
    at = body.index("no comment", 45)
    passage = select(body, at, at + len("no comment"), context=8)
    assert find(passage, "x" + body) == Anchor(at + 1, at + 1 + len(passage.exact))
    adrift = replace(passage, start=None, end=None)
    assert find(adrift, body) is None
    assert [place.start for place in places(adrift, body)] == [at - 28, at]


def test_words_alone_are_found_only_where_nothing_else_could_be_meant() -> None:
    assert find(Passage("may terminate"), BODY) is None
    assert len(places(Passage("may terminate"), BODY)) == 2
    assert find(Passage("customer"), BODY) == Anchor(75, 83)
    assert find(Passage('"Well-founded"'), BODY) == Anchor(135, 149, literal=False)


def test_a_part_of_another_word_is_not_the_word() -> None:
    assert find(Passage("use"), "Because of misuse.") is None
    assert find(Passage("use"), "Because of use.") == Anchor(11, 14)
    assert find(select("misuse", 3, 6), "The misuse of it") == Anchor(7, 10)
    assert find(Passage("شركة"), "والشركة") == Anchor(3, 7)


def test_few_words_in_other_surroundings_are_not_the_passage() -> None:
    body = "Did you suspend the contract? No. That is what we know."
    passage = select(body, body.index("No"), body.index("No") + 2)
    assert find(passage, "We asked them what they knew of it. No reply came from anyone.") is None
    assert find(passage, body.replace("Did you", "Did they really")) is not None


@pytest.mark.parametrize(
    "passage", [Passage(""), Passage(" \n"), Passage("\u200b", start=0, end=1), Passage("x", "", "")]
)
def test_no_words_are_nowhere(passage: Passage) -> None:
    assert places(passage, "Words.\n") == ()


@pytest.mark.parametrize(("start", "end"), [(9_999, 10_003), (0, 4), (7, 2)])
def test_positions_that_lead_elsewhere_do_no_harm(start: int, end: int) -> None:
    body = "We may terminate the contract."
    assert find(Passage("terminate the contract", start=start, end=end), body) == Anchor(7, 29)


def prose(length: int) -> str:
    words = ["the", "company", "of", "rights", "“no”", "well-founded", "report\n", "—", "use", "a"]
    chosen = random.Random(1).choices(words, k=length)
    return " ".join(chosen)


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda n: prose(n // 6), id="prose"),
        pytest.param(lambda n: "a" * n, id="one letter"),
        pytest.param(lambda n: "a " * (n // 2), id="one word"),
        pytest.param(lambda n: " \n" * (n // 2), id="white space"),
        pytest.param(lambda n: "“’" * (n // 2), id="quotation marks"),
        pytest.param(lambda n: "\u00ad\u200b" * (n // 2), id="invisible"),
    ],
)
@pytest.mark.parametrize("length", [1, 50, 20_000])
def test_a_long_text_takes_no_long_time(make: Callable[[int], str], length: int) -> None:
    body = make(400_000)
    passage = select(body, len(body) // 2, len(body) // 2 + length)
    begun = time.monotonic()
    find(passage, "x" + body)
    find(passage, body[: len(body) // 2])
    find(replace(passage, start=None, end=None), body.replace(" ", "\n"))
    # Seconds at most, where anything quadratic would take hours.
    assert time.monotonic() - begun < 20
