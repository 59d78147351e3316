import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from correspondence.passages.anchor import find_quote

BODY = """\
We generally suspend the use of the system while we
investigate. Where the customer does not “cooperate”, we — in any event — may terminate the contract.
Strengthened controls protect employees; they are ‘well-founded’. We [the Company] never [redacted] sell…
"""


@pytest.mark.parametrize(
    ("quote", "words"),
    [
        ("suspend the use of the system", "suspend the use of the system"),
        ("while we investigate", "while we\ninvestigate"),
        ('customer does not "cooperate"', "customer does not “cooperate”"),
        ("“customer does not ‘cooperate’”", "customer does not “cooperate”"),
        ("we - in any event - may", "we — in any event — may"),
        ("“suspend the use,”", "suspend the use"),
        ("“may terminate the contract.”", "may terminate the contract."),
        ("suspend the use.", "suspend the use"),
        ("generally suspend … the system", "generally suspend the use of the system"),
        ("generally suspend [...] the system", "generally suspend the use of the system"),
        ("generally suspend [ … ] the system", "generally suspend the use of the system"),
        ("generally suspend (...) the system", "generally suspend the use of the system"),
        ("generally suspend . . . the system", "generally suspend the use of the system"),
        ("… generally suspend …", "generally suspend"),
        ("generally suspend … … the ... system.", "generally suspend the use of the system"),
        ("we investigate.... Where the customer", "we\ninvestigate. Where the customer"),
        ("[s]trengthened controls", "Strengthened controls"),
        ("[S]uspend the use", "suspend the use"),
        ("strengthened controls", "Strengthened controls"),
        ("Suspend … [T]he system", "suspend the use of the system"),
        ("protect[s] employees", "protect employees"),
        ("generally suspend[ed] the use", "generally suspend the use"),
        ("[the spyware] while we investigate", "while we\ninvestigate"),
        ("suspend the use of [Pegasus] while we", "suspend the use of the system while we"),
        ("the customer [sic] does not", "the customer does not"),
        ("never [redacted] sell", "never [redacted] sell"),
        ("We [the Company] never", "We [the Company] never"),
        ("never [redacted] sell…", "never [redacted] sell…"),
        ("well-founded", "well-founded"),
    ],
)
def test_a_quotation_is_found_as_people_type_it(quote: str, words: str) -> None:
    found = find_quote(BODY, quote)
    assert found is not None
    assert BODY[found.start : found.end] == words
    assert found.literal == (words == quote)


@pytest.mark.parametrize(
    "quote",
    [
        *("", " ", "…", "[...]", "“”", "[sic]", ".", "[x]"),
        "suspend the sale of the system",
        "suspends the use",
        "the system … the use",
        "suspend THE use",
        "usp",
        "well-found",
        "found",
        "strengthen[ing] the",
        "[X]trengthened controls",
        "generally terminate",
        # Words in brackets stand for a few words, not for a sentence and more.
        "We generally suspend [it] terminate the contract",
        "suspend the use of the system while we investigate … and never tell",
    ],
)
def test_what_the_text_does_not_say_is_not_found(quote: str) -> None:
    assert find_quote(BODY, quote) is None


def test_the_parts_lie_as_near_as_they_can() -> None:
    body = "We act. We act at once. We never act late, and we say so at once."
    found = find_quote(body, "We … at once")
    assert found is not None
    assert body[found.start : found.end] == "We act at once"


@given(st.text(), st.text(alphabet=st.sampled_from("ab [].…'“”“\n-"), max_size=20))
def test_no_quotation_breaks_the_search(body: str, quote: str) -> None:
    found = find_quote(body + quote, quote)
    assert found is None or 0 <= found.start < found.end <= len(body + quote)


@given(st.lists(st.sampled_from(["we", "act", "at", "once", "never", "late"]), min_size=1, max_size=30), st.data())
def test_any_words_of_the_text_are_found_with_any_left_out(words: list[str], data: st.DataObject) -> None:
    left = [word if data.draw(st.booleans()) else "…" for word in words]
    quote = " ".join(left)
    found = find_quote("\n".join(words), quote)
    assert (found is None) == (set(left) == {"…"})


@pytest.mark.parametrize(
    "quote",
    [
        "a",
        "a … a … a … a",
        "a [x] a [x] a [x] a [x] b",
        "a[s] a[s] a[s] b",
        "[a]a[a]a",
        "…" * 1_000,
        "[" * 10_000,
        ". " * 10_000,
    ],
)
@pytest.mark.parametrize("body", ["a " * 200_000, "a" * 400_000, "[" * 400_000, "." * 400_000, " " * 400_000])
def test_hostile_texts_take_no_long_time(body: str, quote: str) -> None:
    begun = time.monotonic()
    find_quote(body, quote)
    assert time.monotonic() - begun < 20
