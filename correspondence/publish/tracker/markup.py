"""What the pages of a site share: their frame, statuses, quotations, and links from one page to another."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from correspondence.document.nodes import Block, Heading, Paragraph, Strong, plain_text
from correspondence.document.parse import parse
from correspondence.errors import DocumentError
from correspondence.overview.figures import together
from correspondence.publish.tracker.documents import public_links
from correspondence.publish.tracker.site import Public, Quote, Site, Thread, Undertaking
from correspondence.publish.tracker.style import STYLE
from correspondence.publish.tracker.words import Words
from correspondence.text.locale import direction, format_list
from correspondence.vocabulary import UndertakingStatus
from correspondence.writers import html
from correspondence.writers.addresses import address
from correspondence.writers.html import attribute, text

FEED = "feed.xml"
INDEX = "index.html"


@dataclass(frozen=True, slots=True)
class Place:
    """A thread on the site: its documents by identifier, and the folder that its pages stand in.

    Attributes:
        site: the site.
        thread: the thread.
        words: of the site.
        folder: ending in a slash; empty for a site of one thread, which is in the site's own folder.
    """

    site: Site
    thread: Thread
    words: Words
    folder: str

    @property
    def documents(self) -> Mapping[str, Public]:
        """The thread's documents."""
        return {document.id: document for document in self.thread.documents}

    @property
    def addresses(self) -> Mapping[str, str]:
        """Where messages were published, for links in texts."""
        return {document.id: document.url or document.archive_url for document in self.thread.documents}

    def prose(self, markdown: str, name: str) -> str:
        """A few words of Markdown of the thread; headings in them are bold, and what is no Markdown is text."""
        try:
            document = parse(markdown, language=self.thread.language, title="")
            shown = public_links(replace(document, blocks=tuple(map(_flat, document.blocks))), self.addresses)
            markup = html.snippet(shown, prefix=f"{name}-")
        except DocumentError:
            markup = f"<p>{text(markdown)}</p>\n"
        return f'<div class="prose"{self.in_language(self.thread.language)}>\n{markup}</div>\n'

    def in_language(self, language: str) -> str:
        """The attributes of something in another language than the site's, or nothing."""
        if not language or language == self.words.language:
            return ""
        return f' lang="{attribute(language)}" dir="{direction(language)}"'

    def name(self, document: Public) -> str:
        """What a document is called, as text."""
        return document.title or self.words(document.kind or "other")

    def link_to(self, document: Public) -> str:
        """A link from the thread's page to a document by its name alone."""
        return f'<a href="{page_of(document)}">{self._called(document)}</a>'

    def link(self, identifier: str, *, up: str = "") -> str:
        """A link to a document: its date and its name.

        Args:
            identifier: the document's.
            up: from the page that the link stands on to the thread's folder.
        """
        document = self.documents[identifier]
        words = f"{text(self.words.date(document.date))}, {self._called(document)}"
        return f'<a href="{up}{page_of(document)}">{words}</a>'

    def quotes(self, quotes: Iterable[Quote], numbers: Mapping[Quote, int], *, up: str = "") -> str:
        """Quotations, each with a link to the words in their document."""
        items = []
        for quote in quotes:
            document = self.documents[quote.document]
            anchor = f"#passage-{numbers[quote]}" if quote in numbers else ""
            source = f"{text(self.words.date(document.date))}, {text(document.party or self.name(document))}"
            said = f"<q{self.in_language(document.language)}>{text(' '.join(quote.exact.split()))}</q>"
            items.append(f'<li>{said} <a href="{up}{page_of(document)}{anchor}">{source}</a></li>\n')
        return f'<ul class="quotes">\n{"".join(items)}</ul>\n' if items else ""

    def _called(self, document: Public) -> str:
        return f"<span{self.in_language(document.language)}>{text(self.name(document))}</span>"


def page_of(document: Public) -> str:
    """A document's page, as seen from its thread's folder."""
    return f"documents/{document.id}.html"


def page(place: Place | None, site: Site, words: Words, *, title: str, body: str, up: str) -> str:
    """A page of the site.

    Args:
        place: the thread that it belongs to; None for the site's first page.
        site: the site.
        words: of the site.
        title: the page's own, or that of the site.
        body: what stands in `main`.
        up: from the page to the site's folder.
    """
    whole = title if title == site.title else f"{title} – {site.title}"
    feed = f'<link rel="alternate" type="application/atom+xml" href="{up}{FEED}" title="{attribute(site.title)}">\n'
    trail = []
    if up or place is not None:
        trail.append(f'<a href="{up}{INDEX}">{text(site.title)}</a>')
    if place is not None and place.folder and title != place.thread.title:
        trail.append(f'<a href="../{INDEX}">{text(place.thread.title)}</a>')
    nav = f'<nav class="site" aria-label="{attribute(site.title)}">{" › ".join(trail)}</nav>\n' if trail else ""
    skip = f'<a class="skip" href="#content">{text(words("skip"))}</a>\n'
    main = f'<main id="content">\n{body}</main>\n'
    return html.shell(title=whole, language=words.language, body=f"{skip}{nav}{main}", head=feed, style=STYLE)


def outward(target: str, words: str = "") -> str:
    """A link to another site, or the words alone when the address leads nowhere."""
    leads = address(target)
    shown = text(words or target)
    return f'<a href="{attribute(leads)}" rel="noreferrer">{shown}</a>' if leads else shown


def figures(threads: Sequence[Thread], words: Words) -> str:
    """Threads in numbers, as sentences; how long it took is said of one thread alone."""
    questions = [question for thread in threads for question in thread.all_questions]
    unresolved = sum(question.is_open for question in questions)
    replies = threads[0].replies if len(threads) == 1 else together([thread.replies for thread in threads])
    lines = []
    if questions:
        lines.append(words.count("open-questions", len(questions), open=words.number(unresolved)))
    if replies.sent > replies.waiting and replies.rate is not None:
        counted = replies.sent - replies.waiting
        lines.append(
            words.count("answered", counted, replied=words.number(replies.replied), share=words.share(replies.rate))
        )
    if replies.median_days is not None:
        days = round(replies.median_days)
        kind = "took" if replies.replied == 1 else "median"
        lines.append(words.count(kind, days, longest=words.number(replies.longest_days or 0)))
    if replies.overdue:
        lines.append(words.count("overdue", replies.overdue))
    if replies.waiting:
        lines.append(words.count("time-left", replies.waiting))
    items = "".join(f"<li>{text(line)}</li>\n" for line in lines)
    return f'<ul class="figures">\n{items}</ul>\n' if items else ""


def with_whom(place: Place, called: str) -> str:
    """The organizations of a thread on a line, unless what it is called names them all."""
    names = [row.name for row in place.thread.organizations]
    if all(name in called for name in names):
        return ""
    return f'<p class="quiet">{text(format_list(names, place.words.language))}</p>\n'


def tally(undertakings: Sequence[Undertaking], words: Words) -> str:
    """How many undertakings are outstanding, fulfilled and so on; empty when nobody says."""
    counts = Counter(row.status for row in undertakings if row.status)
    shown = [
        f'<span class="status">{text(words.mark(status))}</span> {text(words.number(counts[status]))}'
        for status in UndertakingStatus
        if counts[status]
    ]
    return f'<p class="tally">{" ".join(f"<span>{one}</span>" for one in shown)}</p>\n' if shown else ""


def _flat(block: Block) -> Block:
    """A heading as a bold paragraph: a few words among others have no place in a page's outline."""
    return Paragraph((Strong(block.children),)) if isinstance(block, Heading) else block


def plain(markdown: str, language: str) -> str:
    """The words of a few words of Markdown, on one line."""
    try:
        words = plain_text(parse(markdown, language=language, title="").blocks)
    except DocumentError:
        words = markdown
    return " ".join(words.split())
