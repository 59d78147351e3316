"""Open questions over time: a picture (SVG 1.1) that stretches to its place, its scale as text, and a table beside it.

The scale is no part of the picture, so that its words are as large on a telephone as elsewhere.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from correspondence.overview.figures import CoursePoint
from correspondence.publish.tracker.words import Words
from correspondence.writers.html import attribute, text

_WIDTH, _HEIGHT = 1000, 300
_FEWEST, _MOST_LABELS = 2, 5
_AFTER = 0.03  # of the time that is shown: how far the picture goes on after the last day


def chart(points: Sequence[CoursePoint], until: date, words: Words, *, name: str) -> str:
    """The figure, or nothing while nothing has changed: a sentence says it better.

    Args:
        points: oldest first.
        until: the last day to show.
        words: of the site.
        name: for the identifiers in it.
    """
    if len(points) < _FEWEST:
        return ""
    until = max(until, points[-1].day)
    last = until + max((until - points[0].day) * _AFTER, timedelta(days=1))  # else what came last could not be seen
    top = max(point.asked for point in points)
    first_date, last_date = words.date(points[0].at), words.date(until.isoformat())
    told = words(
        "chart",
        first=first_date,
        last=last_date,
        asked=words.number(points[-1].asked),
        open=words.number(points[-1].open),
    )
    years = _years(points[0].day, until, last)
    lines = "".join(f'<path class="grid" d="M{x:.1f} 0V{_HEIGHT}"/>' for _, x in years)
    picture = (
        f'<svg role="img" aria-labelledby="{name}-told" viewBox="0 0 {_WIDTH} {_HEIGHT}" preserveAspectRatio="none">'
        f'<title id="{name}-told">{text(told)}</title>{lines}'
        f'<path class="asked" d="{_area([(point.day, point.asked) for point in points], last, top)}"/>'
        f'<path class="open" d="{_area([(point.day, point.open) for point in points], last, top)}"/></svg>'
    )
    labels = "".join(
        f'<span dir="auto" style="left:{100 * x / _WIDTH:.1f}%">{text(words.date(f"{year:04d}"))}</span>'
        for year, x in years
    )
    if not years:
        ends = (("from", first_date), ("until", last_date))
        labels = "".join(f'<span class="{place}" dir="auto">{text(day)}</span>' for place, day in ends)
    keys = f'<li class="open">{text(words("open"))}</li><li class="asked">{text(words("all"))}</li>'
    return (
        f'<figure class="chart">\n<ul class="keys" aria-hidden="true">{keys}</ul>\n<div class="plot" dir="ltr">'
        f'<span class="top" aria-hidden="true">{text(words.number(top))}</span>'
        f'<span class="zero" aria-hidden="true">{text(words.number(0))}</span>{picture}'
        f'<div class="years" aria-hidden="true">{labels}</div></div>\n'
        f"<figcaption>{text(told)}</figcaption>\n{_table(points, words)}</figure>\n"
    )


def _area(steps: Sequence[tuple[date, int]], until: date, top: int) -> str:
    """The outline of an area under steps, from the first day to the last."""
    first = steps[0][0]
    days = max((until - first).days, 1)
    path = [f"M0 {_HEIGHT}"]
    for day, count in steps:
        path.append(f"H{_WIDTH * (day - first).days / days:.1f}V{_HEIGHT - _HEIGHT * count / top:.1f}")
    return "".join([*path, f"H{_WIDTH}V{_HEIGHT}Z"])


def _years(first: date, until: date, last: date) -> list[tuple[int, float]]:
    """The years that begin between two days, and where up to `last`; not more than there is room to name."""
    days = max((last - first).days, 1)
    begun = list(range(first.year + 1, until.year + 1))
    step = -(-len(begun) // _MOST_LABELS) if begun else 1
    return [(year, _WIDTH * (date(year, 1, 1) - first).days / days) for year in begun[::step]]


def _table(points: Sequence[CoursePoint], words: Words) -> str:
    rows = "".join(
        f'<tr><th scope="row">{text(words.date(point.at))}</th><td>{text(words.number(point.asked))}</td>'
        f"<td>{text(words.number(point.open))}</td></tr>\n"
        for point in points
    )
    heads = "".join(f'<th scope="col">{text(head)}</th>' for head in (words("date"), words("all"), words("open")))
    return (
        f"<details>\n<summary>{text(words('as-table'))}</summary>\n"
        f'<table aria-label="{attribute(words("course"))}">\n<thead><tr>{heads}</tr></thead>\n'
        f"<tbody>\n{rows}</tbody>\n</table>\n</details>\n"
    )
