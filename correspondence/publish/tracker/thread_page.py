"""The page of a thread: its figures, its chart, the table of undertakings and questions, its timeline, its replies."""

from collections.abc import Iterable, Mapping

from correspondence.publish.tracker.chart import chart
from correspondence.publish.tracker.markup import FEED, Place, figures, page, plain, tally, with_whom
from correspondence.publish.tracker.site import Question, Quote, Said, Undertaking
from correspondence.text.locale import format_list
from correspondence.vocabulary import Direction
from correspondence.writers.html import attribute, text

_ARROWS = {Direction.INCOMING: "←", Direction.OUTGOING: "→", Direction.REFERENCE: "·"}
_NUMBERS = "number"


def thread_page(place: Place, numbers: Mapping[Quote, int]) -> str:
    """The page.

    Args:
        place: the thread.
        numbers: of the passages that are marked in their documents.
    """
    thread, words = place.thread, place.words
    about = words("as-of", date=words.date(_day(place)))
    parts = [
        f"<h1{place.in_language(thread.language)}>{text(thread.title)}</h1>\n",
        with_whom(place, thread.title),
        f'<p class="quiet">{text(about)}</p>\n',
        figures([thread], words),
        _section("promised", words("promised"), _promised(place)),
        _section("course", words("course"), chart(thread.course, place.site.as_of, words, name="course")),
        _section("by-party", words("by-party"), _parties(place)),
        _section("undertakings", words("undertakings"), _undertakings(place, numbers)),
        _section("timeline", words("timeline"), _timeline(place)),
        _section("replies", words("replies"), _replies(place)),
        _section("data", words("data"), _data(place)),
    ]
    up = "../" if place.folder else ""
    inner = place if place.folder else None
    return page(inner, place.site, words, title=thread.title, body="".join(parts), up=up)


def _day(place: Place) -> str:
    return place.site.as_of.isoformat()


def _section(name: str, title: str, content: str) -> str:
    if not content:
        return ""
    kind = ' class="data"' if name == "data" else ""
    return f'<section id="{name}"{kind}>\n<h2>{text(title)}</h2>\n{content}</section>\n'


def _promised(place: Place) -> str:
    """Every undertaking in a line or two, with how many of its questions are open; one alone stands below anyway."""
    words, rows = place.words, place.thread.undertakings
    if len(rows) < 2:  # noqa: PLR2004  # one is no list
        return ""
    items = []
    for row in rows:
        mark = f'<span class="status">{text(words.mark(row.status))}</span>' if row.status else ""
        count = sum(question.is_open for question in row.questions)
        still = words.count("open-questions", len(row.questions), open=words.number(count)) if row.questions else ""
        about = "".join(f" · {text(one)}" for one in (format_list(row.by, words.language), still) if one)
        statement = plain(row.statement, place.thread.language)
        items.append(
            f'<li>{mark}<span class="quiet">{about.removeprefix("" if mark else " · ")}</span>'
            f'<a href="#undertaking-{attribute(row.id)}"{place.in_language(place.thread.language)}>'
            f"{text(statement)}</a></li>\n"
        )
    return f'{tally(rows, words)}<ol class="promised">\n{"".join(items)}</ol>\n'


def _parties(place: Place) -> str:
    """Who is asked how much; only where that tells more than the sum."""
    rows = [row for row in place.thread.parties if row.party]
    if len(rows) < 2:  # noqa: PLR2004  # one party is the whole
        return ""
    words = place.words
    most = max(row.questions for row in rows)
    body = "".join(
        f'<tr><th scope="row">{text(row.party)}</th>'
        f'<td class="{_NUMBERS}" data-head="{attribute(words("open"))}">{text(words.number(row.open))}</td>'
        f'<td class="{_NUMBERS}" data-head="{attribute(words("all"))}">{text(words.number(row.questions))}</td>'
        f'<td><span class="bar" style="width:{100 * row.questions / most:.0f}%">'
        f'<span style="width:{100 * row.open / row.questions:.0f}%"></span></span></td></tr>\n'
        for row in rows
    )
    return _table(place, "by-party", (words("organization"), words("open"), words("all"), ""), body)


def _table(place: Place, name: str, heads: Iterable[str], body: str) -> str:
    kind = " questions" if name == "undertakings" else ""
    cells = "".join(f'<th scope="col">{text(head)}</th>' if head else "<td></td>" for head in heads)
    return (
        f'<table class="wide{kind}" aria-label="{attribute(place.words(name))}">\n<thead><tr>{cells}</tr></thead>\n'
        f"<tbody>\n{body}</tbody>\n</table>\n"
    )


def _undertakings(place: Place, numbers: Mapping[Quote, int]) -> str:
    parts = [_undertaking(place, row, numbers) for row in place.thread.undertakings]
    if place.thread.questions:
        title = f"<h3>{text(place.words('other-questions'))}</h3>\n" if parts else ""
        table = _questions(place, place.thread.questions, numbers)
        parts.append(f'<section class="undertaking" id="other-questions">\n{title}{table}</section>\n')
    return "".join(parts)


def _undertaking(place: Place, row: Undertaking, numbers: Mapping[Quote, int]) -> str:
    words = place.words
    by = format_list(row.by, words.language)
    status = f' <span class="status">{text(words.mark(row.status))}</span>' if row.status else ""
    quotes = place.quotes(row.quotes, numbers)
    finding = ""
    if row.finding:
        finding = f"<p><strong>{text(words('finding'))}</strong></p>\n{place.prose(row.finding, f'finding-{row.id}')}"
    return (
        f'<section class="undertaking" id="undertaking-{attribute(row.id)}">\n'
        f"<h3>{text(by or words('undertaking'))}{status}</h3>\n{place.prose(row.statement, f'statement-{row.id}')}"
        f"<details>\n<summary>{text(words('said'))}</summary>\n{quotes}</details>\n{finding}"
        f"{_questions(place, row.questions, numbers)}</section>\n"
    )


def _questions(place: Place, questions: Iterable[Question], numbers: Mapping[Quote, int]) -> str:
    words = place.words
    rows = [
        f'<tr id="question-{attribute(row.id)}"><th scope="row">{place.prose(row.text, f"question-{row.id}")}'
        f"{_asked(place, row)}</th>"
        f'<td class="status" data-head="{attribute(words("status"))}">{text(words.status(row.status))}</td>'
        f"<td>{_behind(place, row.said, numbers)}</td></tr>\n"
        for row in questions
    ]
    heads = (words("question"), words("status"), words("behind"))
    return _table(place, "undertakings", heads, "".join(rows)) if rows else ""


def _asked(place: Place, row: Question) -> str:
    """Where it was put, and in which words then."""
    places = []
    for asked in row.asked:
        then = ""
        if asked.wording:
            wording = place.words.quoted(plain(asked.wording, place.thread.language))
            then = f"<br>{text(place.words('asked-then'))}: {text(wording)}"
        places.append(f"<li>{place.link(asked.document)}{then}</li>\n")
    if not places:
        return ""
    summary = f"{text(place.words('asked'))}: {text(_dates(place, row))}"
    return f'<details class="asked">\n<summary>{summary}</summary>\n<ul>\n{"".join(places)}</ul>\n</details>\n'


def _dates(place: Place, row: Question) -> str:
    dates = [place.documents[asked.document].date for asked in row.asked]
    return format_list(list(dict.fromkeys(place.words.date(day) for day in dates)), place.words.language)


def _behind(place: Place, said: Iterable[Said], numbers: Mapping[Quote, int]) -> str:
    """The newest verdict with its words, and the earlier ones folded away."""
    told = [(row, _verdict(place, row, numbers)) for row in said]
    if not told:
        return ""
    (_, newest), *earlier = told
    if not earlier:
        return newest
    older = "".join(
        f'<p class="status">{text(place.words.status(row.verdict))}</p>\n{markup}' for row, markup in earlier
    )
    dates = format_list(
        [place.words.date(place.documents[row.document].date) for row, _ in earlier], place.words.language
    )
    return f"{newest}<details>\n<summary>{text(dates)}</summary>\n{older}</details>\n"


def _verdict(place: Place, row: Said, numbers: Mapping[Quote, int]) -> str:
    if row.quotes:
        return place.quotes(row.quotes, numbers)
    return f"<p>{text(place.words('silent'))} {place.link(row.document)}</p>\n"


def _timeline(place: Place) -> str:
    words = place.words
    items = []
    for document in place.thread.documents:
        when = text(words.date(document.date))
        if document.date:
            when = f'<time datetime="{document.date}">{when}</time>'
        about = [words(document.direction), words(document.kind or "other"), document.party]
        items.append(
            f'<li class="{document.direction}">{when} <span class="arrow" aria-hidden="true">'
            f"{_ARROWS[Direction(document.direction)]}</span> {place.link_to(document)}<br>\n"
            f'<span class="quiet">{text(" · ".join(filter(None, about)))}</span></li>\n'
        )
    return f'<ol class="timeline">\n{"".join(items)}</ol>\n'


def _replies(place: Place) -> str:
    words = place.words
    several = len({row.parties for row in place.thread.exchanges}) > 1
    rows = []
    for row in place.thread.exchanges:
        late = row.late_days
        if row.reply:
            answer = place.link(row.reply)
            state = words.count("late", late) if late is not None else ""
        else:
            answer = text(words.count("overdue-by", late) if late is not None else words("no-reply"))
            state = "" if late is not None or row.due is None else words("not-due")
        days = "" if row.days is None else words.number(row.days)
        to = f'<td data-head="{attribute(words("to"))}">{text(format_list(row.parties, words.language))}</td>'
        rows.append(
            f'<tr><th scope="row">{place.link(row.document)}</th>{to if several else ""}'
            f'<td data-head="{attribute(words("reply"))}">{answer}</td>'
            f'<td class="{_NUMBERS}" data-head="{attribute(words("days"))}">{text(days)}</td>'
            f"<td>{text(state)}</td></tr>\n"
        )
    heads = (words("sent"), *((words("to"),) if several else ()), words("reply"), words("days"), words("status"))
    return _table(place, "replies", heads, "".join(rows)) if rows else ""


def _data(place: Place) -> str:
    files = (("feed", FEED), *((name, f"{name.removeprefix('csv-')}.csv") for name in _CSVS), ("json", "data.json"))
    up = "../" if place.folder else ""
    items = "".join(
        f'<li><a href="{up if name == "json" else ""}{file}">{text(place.words(name))}</a></li>\n'
        for name, file in files
    )
    return f"<ul>\n{items}</ul>\n"


_CSVS = ("csv-questions", "csv-documents", "csv-replies")
