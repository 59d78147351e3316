"""What is new, as an Atom feed (RFC 4287): an entry for each document, dated as the document is."""

import uuid
from collections.abc import Sequence
from urllib.parse import urljoin
from xml.sax.saxutils import escape, quoteattr

from correspondence.publish.tracker.markup import FEED, INDEX, Place, page_of
from correspondence.publish.tracker.site import Public, Site
from correspondence.publish.tracker.words import Words
from correspondence.text.dates import PartialDate
from correspondence.text.escape import for_print

_MOST = 100
# Of names below it: a thread's name and a document's give an entry's identifier, wherever the site stands.
_NAMES = uuid.UUID("7d5b1a52-3d0c-4d43-9e60-0a2f8f4c1c57")


def feed(site: Site, places: Sequence[Place], words: Words, *, title: str, folder: str) -> str:
    """The feed of these threads, newest first.

    Args:
        site: the site.
        places: the threads.
        words: of the site.
        title: of the feed.
        folder: where it stands on the site, ending in a slash; empty for the site's own folder.
    """
    entries = [
        (document.date or "", place, document)
        for place in places
        for document in place.thread.documents
        if document.date
    ]
    newest = sorted(entries, key=lambda entry: (entry[0], entry[1].thread.slug, entry[2].id), reverse=True)[:_MOST]
    updated = _moment(newest[0][0]) if newest else f"{site.as_of.isoformat()}T00:00:00Z"
    here = urljoin(site.base_url, folder) if site.base_url else ""
    own = f'<link rel="self" href={quoteattr(f"{here}{FEED}")}/>\n' if here else ""
    items = "".join(_entry(site, place, document, words, folder) for _, place, document in newest)
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" '
        f"xml:lang={quoteattr(words.language)}>\n<id>{_identifier(*(place.thread.slug for place in places))}</id>\n"
        f"<title>{_text(title)}</title>\n<updated>{updated}</updated>\n<author><name>{_text(site.title)}</name></author>\n"
        f'{own}<link rel="alternate" type="text/html" href={quoteattr(f"{here}{INDEX}")}/>\n{items}</feed>\n'
    )


def _entry(site: Site, place: Place, document: Public, words: Words, folder: str) -> str:
    target = f"{place.folder}{page_of(document)}"
    href = urljoin(site.base_url, target) if site.base_url else target.removeprefix(folder)
    of_several = place.thread.title if place.folder and not folder else ""
    about = [
        of_several,
        words(document.direction),
        words(document.kind or "other"),
        document.party,
        words.date(document.date),
    ]
    return (
        f"<entry>\n<id>{_identifier(place.thread.slug, document.id)}</id>\n"
        f"<title>{_text(place.name(document))}</title>\n"
        f"<updated>{_moment(document.date or '')}</updated>\n"
        f'<link rel="alternate" type="text/html" href={quoteattr(href)}/>\n'
        f"<summary>{_text(' · '.join(filter(None, about)))}</summary>\n</entry>\n"
    )


def _identifier(*names: str) -> str:
    return uuid.uuid5(_NAMES, "/".join(names)).urn


def _moment(day: str) -> str:
    """The beginning of a partial date, as the feed's format wants a moment."""
    return f"{PartialDate.parse(day).earliest().isoformat()}T00:00:00Z"


def _text(words: str) -> str:
    return escape(for_print(words))
