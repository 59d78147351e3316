"""Charts of block characters: as wide as they may be, and never a count that nobody sees."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from correspondence.text.charts import lengths, share, steps

FIRST = date(2022, 6, 14)
counts = st.integers(0, 10_000).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total)))


def test_a_bar_shows_a_share() -> None:
    assert [share(n, 4, 8) for n in (0, 1, 4)] == ["░░░░░░░░", "██░░░░░░", "████████"]
    assert share(0, 0, 3) == "   "


def test_bars_on_one_scale() -> None:
    assert lengths([(22, 28), (1, 15), (0, 1), (0, 0)], 14) == [
        "███████████░░░",
        "█░░░░░░░      ",
        "░             ",
        "              ",
    ]
    assert lengths([], 5) == []


def test_steps_in_time() -> None:
    points = [(FIRST, 4, 4), (FIRST + timedelta(days=100), 8, 8), (FIRST + timedelta(days=200), 8, 2)]
    assert steps(points, FIRST + timedelta(days=300), width=34, height=4) == [
        "8 ┤          ██████████░░░░░░░░░░░",
        "  │          ██████████░░░░░░░░░░░",
        "  │████████████████████░░░░░░░░░░░",
        "  │███████████████████████████████",
        "0 ┼───────────────────────────────",
        "   2022-06-14           2023-04-10",
    ]


@given(
    st.lists(st.tuples(st.integers(0, 4000), counts), min_size=1, max_size=8),
    st.integers(0, 5000),
    st.integers(30, 120),
    st.integers(1, 12),
)
def test_a_chart_keeps_to_its_room_and_hides_nothing(
    raw: list[tuple[int, tuple[int, int]]], until: int, width: int, height: int
) -> None:
    points = [(FIRST + timedelta(days=day), total, part) for day, (part, total) in sorted(raw)]
    lines = steps(points, FIRST + timedelta(days=until), width=width, height=height)
    assert len(lines) == height + 2
    assert all(len(line) <= width for line in lines)
    assert lines[-1].startswith(" ")
    last = points[-1]
    if last[2] and until > (last[0] - FIRST).days:
        assert lines[height - 1][-1] in "▁▂▃▄▅▆▇█"
    assert steps([], FIRST, width=width, height=height) == []


@given(st.lists(counts, max_size=8), st.integers(1, 60))
def test_no_count_is_lost_in_a_bar(pairs: list[tuple[int, int]], width: int) -> None:
    bars = lengths(pairs, width)
    assert all(len(bar) == width for bar in bars)
    assert all(("█" in bar) == bool(part) for bar, (part, total) in zip(bars, pairs, strict=True))
    assert all((bar.strip() != "") == bool(total) for bar, (part, total) in zip(bars, pairs, strict=True))
