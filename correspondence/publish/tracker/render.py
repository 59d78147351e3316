"""A site as files: the same site gives the same bytes, whoever makes it, where and when."""

from collections.abc import Sequence
from pathlib import Path

from correspondence.publish.tracker import data
from correspondence.publish.tracker.document_page import document_page, numbers
from correspondence.publish.tracker.feed import feed
from correspondence.publish.tracker.index_page import index_page
from correspondence.publish.tracker.markup import FEED, INDEX, Place, page_of
from correspondence.publish.tracker.site import Quote, Site, Thread
from correspondence.publish.tracker.thread_page import thread_page
from correspondence.publish.tracker.words import Words


def render(site: Site, folders: Sequence[Path]) -> dict[str, bytes]:
    """The site's files by their paths, which are relative and use slashes.

    Args:
        site: what it says.
        folders: where words are searched first.

    Raises:
        TemplateError: a file of words cannot be read.
    """
    words = Words(site.language, folders)
    alone = len(site.threads) == 1
    places = [Place(site, thread, words, "" if alone else f"{thread.slug}/") for thread in site.threads]
    files = {"data.json": data.as_json(site)}
    if not alone:
        files[INDEX] = index_page(site, places, words)
        files[FEED] = feed(site, places, words, title=site.title, folder="")
    for place in places:
        files.update({place.folder + name: content for name, content in _thread(place).items()})
    return {name: files[name].encode() for name in sorted(files)}


def _thread(place: Place) -> dict[str, str]:
    """The files of a thread, as seen from its folder."""
    passages = numbers(_quotes(place.thread))
    files = {
        INDEX: thread_page(place, passages),
        FEED: feed(place.site, [place], place.words, title=place.thread.title, folder=place.folder),
        "questions.csv": data.questions(place),
        "documents.csv": data.documents(place),
        "replies.csv": data.replies(place),
    }
    for document in place.thread.documents:
        own = {quote: number for quote, number in passages.items() if quote.document == document.id}
        files[page_of(document)] = document_page(place, document, own)
    return files


def _quotes(thread: Thread) -> list[Quote]:
    stated = [quote for undertaking in thread.undertakings for quote in undertaking.quotes]
    return stated + [quote for question in thread.all_questions for said in question.said for quote in said.quotes]
