"""The first page of a site of several threads: who undertook what, where each stands, and a campaign's table."""

from collections.abc import Sequence

from correspondence.publish.tracker.markup import FEED, INDEX, Place, figures, page, plain, tally, with_whom
from correspondence.publish.tracker.site import Compared, ComparedQuestion, Site
from correspondence.publish.tracker.words import Words
from correspondence.vocabulary import QuestionStatus
from correspondence.writers.html import attribute, text

_MOST_STATEMENTS = 3  # of an organization; more are counted
_MOST_COLUMNS = 4  # of companies side by side; more stand below each question, by status


def index_page(site: Site, places: Sequence[Place], words: Words) -> str:
    """The page."""
    body = [
        f"<h1>{text(site.title)}</h1>\n",
        f'<p class="quiet">{text(words("as-of", date=words.date(site.as_of.isoformat())))}</p>\n',
        figures(site.threads, words),
        _threads(site, places, words),
    ]
    if site.table is not None and site.table.questions:
        title = text(words.title("campaign-table"))
        shown = _table if len(site.table.companies) <= _MOST_COLUMNS else _by_status
        body.append(f'<section id="table">\n<h2>{title}</h2>\n{shown(site.table, places, words)}</section>\n')
    links = (
        f'<li><a href="{FEED}">{text(words("feed"))}</a></li>\n<li><a href="data.json">{text(words("json"))}</a></li>\n'
    )
    body.append(f'<section id="data" class="data">\n<h2>{text(words("data"))}</h2>\n<ul>\n{links}</ul>\n</section>\n')
    return page(None, site, words, title=site.title, body="".join(body), up="")


def _threads(site: Site, places: Sequence[Place], words: Words) -> str:
    """A row for each thread; that of a campaign is called by its company."""
    promised = any(place.thread.undertakings for place in places)
    rows = []
    for place in places:
        names = [row.name for row in place.thread.organizations]
        by_company = site.table is not None and len(names) == 1
        called = names[0] if by_company else place.thread.title
        language = "" if by_company else place.in_language(place.thread.language)
        own = _undertakings(place)
        rows.append(
            f'<tr><th scope="row"><a href="{place.folder}{INDEX}"{language}>{text(called)}</a>'
            f"{with_whom(place, called)}</th>"
            f"{f'<td>{own}</td>' if promised else ''}<td>{figures([place.thread], words)}</td></tr>\n"
        )
    heads = (words("organization"), *((words("promised"),) if promised else ()), words("stands"))
    row = "".join(f'<th scope="col">{text(head)}</th>' for head in heads)
    return (
        f'<table class="wide threads" aria-label="{attribute(words("threads"))}">\n<thead><tr>{row}</tr></thead>\n'
        f"<tbody>\n{''.join(rows)}</tbody>\n</table>\n"
    )


def _undertakings(place: Place) -> str:
    """What was undertaken, or of many how many there are of each status."""
    rows, language = place.thread.undertakings, place.thread.language
    if len(rows) > _MOST_STATEMENTS:
        return tally(rows, place.words)
    items = "".join(
        f"<li>{_mark(place.words, row.status)}"
        f"<span{place.in_language(language)}>{text(plain(row.statement, language))}</span></li>\n"
        for row in rows
    )
    return f'<ul class="promised">\n{items}</ul>\n' if items else ""


def _mark(words: Words, status: str) -> str:
    return f'<span class="status">{text(words.mark(status))}</span> ' if status else ""


def _table(table: Compared, places: Sequence[Place], words: Words) -> str:
    """Question by company: a row for each question, so that it can be read on a telephone."""
    folders = {place.thread.slug: place.folder for place in places}
    heads = "".join(f'<th scope="col">{text(company.name)}</th>' for company in table.companies)
    rows = []
    for n, question in enumerate(table.questions):
        cells = "".join(
            f'<td data-head="{attribute(company.name)}">'
            f"{_cell(folders[company.thread], question.id, company.statuses[n], words)}</td>"
            for company in table.companies
        )
        rows.append(f'<tr><th scope="row">{_question(question, places)}</th>{cells}</tr>\n')
    return (
        f'<table class="wide" aria-label="{attribute(words.title("campaign-table"))}">\n'
        f'<thead><tr><th scope="col">{text(words("question"))}</th>{heads}</tr></thead>\n'
        f"<tbody>\n{''.join(rows)}</tbody>\n</table>\n"
    )


def _by_status(table: Compared, places: Sequence[Place], words: Words) -> str:
    """Under each question the companies by how they dealt with it: readable with any number of them."""
    folders = {place.thread.slug: place.folder for place in places}
    parts = []
    for n, question in enumerate(table.questions):
        lines = []
        for status in QuestionStatus:
            names = ", ".join(
                f'<a href="{folders[company.thread]}{INDEX}#question-{attribute(question.id)}">'
                f"<bdi>{text(company.name)}</bdi></a>"
                for company in table.companies
                if company.statuses[n] == status
            )
            if names:
                lines.append(f"<dt>{text(words.status(status))}</dt><dd>{names}</dd>\n")
        parts.append(f'<li class="undertaking">{_question(question, places)}<dl>\n{"".join(lines)}</dl>\n</li>\n')
    return f'<ol class="compared">\n{"".join(parts)}</ol>\n'


def _question(question: ComparedQuestion, places: Sequence[Place]) -> str:
    place = next(place for place in places if place.thread.language == question.language)
    return place.prose(question.text, f"table-{question.id}")


def _cell(folder: str, question: str, status: str, words: Words) -> str:
    if not status:
        return ""
    return f'<a href="{folder}{INDEX}#question-{attribute(question)}">{text(words.status(status))}</a>'
