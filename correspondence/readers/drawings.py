"""What drawings say: diagrams, and charts with their titles and the figures they show (ECMA-376, 21.1 to 21.4)."""

from lxml import etree

_MOST_POINTS = 2_000
_MOST_SERIES = 50


def paragraphs(root: etree._Element) -> list[str]:
    """The paragraphs of a drawing, of a diagram, or of the titles of a chart."""
    found = ("".join(run.text or "" for run in one.iter("{*}t")) for one in root.iter("{*}p"))
    return [words for words in (" ".join(one.split()) for one in found) if words]


def chart(root: etree._Element) -> list[str]:
    """The titles of a chart, and its figures as a table: a column for each series, a row for each category."""
    columns: list[tuple[str, dict[int, str]]] = []
    categories: dict[int, str] = {}
    for series in list(root.iter("{*}ser"))[:_MOST_SERIES]:
        name = series.find("{*}tx")
        columns.append((" ".join(_points(name).values()), _points(_first(series, "val", "yVal"))))
        categories = categories or _points(_first(series, "cat", "xVal"))
    places = sorted({place for _, values in columns for place in values} | set(categories))[:_MOST_POINTS]
    rows = [["", *(name for name, _ in columns)]]
    rows += [[categories.get(place, ""), *(values.get(place, "") for _, values in columns)] for place in places]
    table = "\n".join(f"| {' | '.join(row)} |" for row in rows if any(row))
    return [*paragraphs(root), *filter(None, [table])]


def _first(series: etree._Element, *names: str) -> etree._Element | None:
    return next((found for name in names if (found := series.find(f"{{*}}{name}")) is not None), None)


def _points(element: etree._Element | None) -> dict[int, str]:
    """The values that are kept of a reference to cells, by their places."""
    found: dict[int, str] = {}
    for point in element.iter("{*}pt") if element is not None else ():
        place = str(point.get("idx", ""))
        words = _shown(point.findtext("{*}v") or "")
        if place.isdecimal() and len(place) < len(str(_MOST_POINTS)) + 1:
            found.setdefault(int(place), words)
    if not found and element is not None:
        value = element.findtext("{*}v")
        found = {0: " ".join(value.split())} if value else {}
    return found


def _shown(value: str) -> str:
    """A value as people see it: fifteen digits of a number, as spreadsheet programs show."""
    try:
        return f"{float(value):.15g}"
    except ValueError:
        return " ".join(value.replace("|", "\\|").split())
