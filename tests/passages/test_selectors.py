import pytest
from hypothesis import given
from hypothesis import strategies as st

from correspondence.passages.selectors import Passage, select

BODY = "We generally suspend the use of the system while we investigate."


def test_a_passage_knows_its_words_and_what_stands_around_them() -> None:
    assert select(BODY, 13, 20, context=10) == Passage(
        exact="suspend", prefix="generally ", suffix=" the use o", start=13, end=20
    )
    assert select(BODY, 0, 2).prefix == ""
    assert select(BODY, 3, len(BODY)).suffix == ""
    assert len(select(BODY * 9, 200, 210).prefix) == len(select(BODY * 9, 200, 210).suffix) == 32


def test_positions_count_code_points() -> None:
    body = "😀 é “well-founded”"
    assert select(body, 5, 17).exact == "well-founded"


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (3, 3), (4, 3), (0, len(BODY) + 1), (len(BODY), len(BODY) + 1)])
def test_positions_without_words_are_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="is no passage of a text of"):
        select(BODY, start, end)


@given(st.text(min_size=1), st.data(), st.integers(min_value=0, max_value=40))
def test_the_parts_are_those_of_the_text(body: str, data: st.DataObject, context: int) -> None:
    start = data.draw(st.integers(0, len(body) - 1))
    end = data.draw(st.integers(start + 1, len(body)))
    passage = select(body, start, end, context)
    assert passage.prefix + passage.exact + passage.suffix in body
    assert passage.exact == body[start:end]
