"""The page of a document: what it is, and its text, with the passages marked that something on the site points at."""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from correspondence.publish.tracker.markup import Place, outward, page
from correspondence.publish.tracker.site import Public, Quote
from correspondence.writers import html
from correspondence.writers.html import text

_PARAGRAPH = re.compile(r"[^\n]+(?:\n(?![ \t]*(?:\n|\Z))[^\n]*)*")


def numbers(quotes: Sequence[Quote]) -> dict[Quote, int]:
    """A number for each passage that is found in its document, in the order of its words."""
    found = {quote for quote in quotes if quote.start is not None}
    ordered = sorted(found, key=lambda quote: (quote.document, quote.start or 0, quote.end or 0, quote.exact))
    count: dict[str, int] = {}
    numbered = {}
    for quote in ordered:
        count[quote.document] = count.get(quote.document, 0) + 1
        numbered[quote] = count[quote.document]
    return numbered


def document_page(place: Place, document: Public, passages: Mapping[Quote, int]) -> str:
    """The page; `passages` are those of this document."""
    words = place.words
    name = place.name(document)
    up = "../../" if place.folder else "../"
    parts = [f"<dl>\n{_about(place, document)}</dl>\n"]
    language = place.in_language(document.language)
    if document.letter is not None:
        body = html.snippet(document.letter, prefix="letter-", first_level=2)
        parts.append(f"<article{language}>\n{body}</article>\n")
    else:
        parts.append(f'<article class="prose"{language}>\n{_body(document.body, passages)}</article>\n')
    if document.left_out:
        parts.append(f'<p class="quiet">{text(words("quotes-left-out"))}</p>\n')
    title = f"<h1{language}>{text(name)}</h1>\n"
    return page(place, place.site, words, title=name, body=title + "".join(parts), up=up)


def _about(place: Place, document: Public) -> str:
    words = place.words
    kind = f"{words(document.kind or 'other')} ({words(document.direction)})"
    replies = "<br>".join(place.link(name, up="../") for name in document.in_reply_to)
    rows = (
        (words("date"), text(words.date(document.date))),
        (words("document"), text(kind)),
        (words("from"), text(document.party)),
        (words("in-reply-to"), replies),
        (words("published-at"), outward(document.url) if document.url else ""),
        (words("archived-at"), outward(document.archive_url) if document.archive_url else ""),
    )
    return "".join(f"<dt>{text(name)}</dt><dd>{value}</dd>\n" for name, value in rows if value)


def _body(body: str, passages: Mapping[Quote, int]) -> str:
    """A text's paragraphs; every passage is marked and can be linked to, those that overlap too."""
    starts: dict[int, list[int]] = {}
    covered: list[tuple[int, int]] = []
    for quote, number in sorted(passages.items(), key=lambda item: item[1]):
        start, end = quote.start or 0, quote.end or 0
        starts.setdefault(start, []).append(number)
        if covered and start <= covered[-1][1]:
            covered[-1] = (covered[-1][0], max(covered[-1][1], end))
        else:
            covered.append((start, end))
    edges = sorted({*starts, *(edge for span in covered for edge in span)})
    paragraphs = []
    for match in _PARAGRAPH.finditer(body):
        cuts = [match.start(), *(edge for edge in edges if match.start() < edge < match.end()), match.end()]
        pieces = []
        for start, end in pairwise(cuts):
            words = "<br>\n".join(text(line) for line in body[start:end].split("\n"))
            anchors = "".join(f'<span id="passage-{number}"></span>' for number in starts.get(start, ()))
            inside = any(left <= start and end <= right for left, right in covered)
            pieces.append(f"{anchors}<mark>{words}</mark>" if inside else anchors + words)
        paragraphs.append(f'<p dir="auto">{"".join(pieces)}</p>\n')
    return "".join(paragraphs)
