"""The first page of a site of several threads: each in numbers, and a campaign's table."""

from collections.abc import Sequence

from correspondence.publish.tracker.markup import FEED, INDEX, Place, figures, page
from correspondence.publish.tracker.site import Compared, Site
from correspondence.publish.tracker.words import Words
from correspondence.text.locale import format_list
from correspondence.writers.html import attribute, text


def index_page(site: Site, places: Sequence[Place], words: Words) -> str:
    """The page."""
    body = [
        f"<h1>{text(site.title)}</h1>\n",
        f'<p class="quiet">{text(words("as-of", date=words.date(site.as_of.isoformat())))}</p>\n',
        *(_thread(place) for place in places),
    ]
    if site.table is not None and site.table.questions:
        title = text(words.title("campaign-table"))
        body.append(f'<section id="table">\n<h2>{title}</h2>\n{_table(site.table, places, words)}</section>\n')
    links = (
        f'<li><a href="{FEED}">{text(words("feed"))}</a></li>\n<li><a href="data.json">{text(words("json"))}</a></li>\n'
    )
    body.append(f'<section id="data" class="data">\n<h2>{text(words("data"))}</h2>\n<ul>\n{links}</ul>\n</section>\n')
    return page(None, site, words, title=site.title, body="".join(body), up="")


def _thread(place: Place) -> str:
    thread, words = place.thread, place.words
    organizations = format_list([row.name for row in thread.organizations], words.language)
    about = f'<p class="quiet">{text(organizations)}</p>\n' if organizations else ""
    return (
        f'<section class="undertaking"><h2><a href="{place.folder}{INDEX}"{place.in_language(thread.language)}>'
        f"{text(thread.title)}</a></h2>\n{about}{figures(thread, words)}</section>\n"
    )


def _table(table: Compared, places: Sequence[Place], words: Words) -> str:
    """Question by company: a row for each question, so that it can be read on a telephone."""
    folders = {place.thread.slug: place.folder for place in places}
    lead = next((place for place in places), None)
    heads = "".join(f'<th scope="col">{text(name)}</th>' for _, name, _ in table.companies)
    rows = []
    for n, (question, markdown) in enumerate(table.questions):
        cells = "".join(
            f'<td data-head="{attribute(name)}">{_cell(folders[slug], question, statuses[n], words)}</td>'
            for slug, name, statuses in table.companies
        )
        shown = lead.prose(markdown, f"table-{question}") if lead is not None else text(markdown)
        rows.append(f'<tr><th scope="row">{shown}</th>{cells}</tr>\n')
    return (
        f'<table class="wide" aria-label="{attribute(words.title("campaign-table"))}">\n'
        f'<thead><tr><th scope="col">{text(words("question"))}</th>{heads}</tr></thead>\n'
        f"<tbody>\n{''.join(rows)}</tbody>\n</table>\n"
    )


def _cell(folder: str, question: str, status: str, words: Words) -> str:
    if not status:
        return ""
    return f'<a href="{folder}{INDEX}#question-{attribute(question)}">{text(words.status(status))}</a>'
