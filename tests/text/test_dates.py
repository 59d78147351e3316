from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from correspondence.text.dates import PartialDate, Precision

known = st.one_of(
    st.dates().map(str),
    st.dates().map(lambda day: str(day)[:7]),
    st.dates().map(lambda day: str(day)[:4]),
)


@given(known)
def test_a_date_prints_as_it_was_read(text: str) -> None:
    assert str(PartialDate.parse(text)) == text


@given(st.lists(known))
def test_the_order_is_that_of_the_strings(texts: list[str]) -> None:
    assert [str(day) for day in sorted(map(PartialDate.parse, texts))] == sorted(texts)


@given(known)
def test_a_date_lies_between_its_first_and_last_day(text: str) -> None:
    day = PartialDate.parse(text)
    assert day.earliest() <= day.latest()
    assert str(day.earliest()).startswith(text)
    assert str(day.latest()).startswith(text)
    assert (day.earliest() == day.latest()) == (day.precision is Precision.DAY)


def test_what_is_known() -> None:
    assert PartialDate.parse("2019").precision is Precision.YEAR
    assert PartialDate.parse("2020-06").precision is Precision.MONTH
    assert PartialDate.parse("2021-02-18").precision is Precision.DAY
    assert PartialDate.parse("2020-02").latest() == date(2020, 2, 29)
    assert PartialDate.parse("2019").latest() == date(2019, 12, 31)


@pytest.mark.parametrize(
    "text",
    [
        *("", "21", "2021-2-18", "2021-02-18T09:00", "18.2.2021", "2021-02-18 ", " 2021", "2021-", "-2021", "2021-02-"),
        *("2021-00", "2021-13", "2021-02-00", "2021-02-29", "2021-04-31", "0000", "0000-01-01", "20210218", "2021-W07"),
        *("2021-02-18\n", "２０２１", "٢٠٢١-٠٢", "2021~", "2021?", "2021/2022", "2021-XX", "9" * 100_000),
    ],
)
def test_anything_else_is_refused_in_a_short_line(text: str) -> None:
    with pytest.raises(ValueError, match="is not a date") as refusal:
        PartialDate.parse(text)
    assert len(str(refusal.value)) < 120
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize("parts", [(2021, 0, 5), (2021, 13), (2021, 2, 30), (0,), (10_000,), (-1,), (2021, -1)])
def test_an_impossible_date_cannot_be_made(parts: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="is not a date"):
        PartialDate(*parts)
