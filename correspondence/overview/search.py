"""Where to look: from what a person says (a thread, a party, dates, kinds) to what the index is narrowed by."""

import json

from correspondence.errors import CorrespondenceError
from correspondence.overview.find import thread_id
from correspondence.store.reading import Reader
from correspondence.store.search.look import Narrowing
from correspondence.text.dates import PartialDate
from correspondence.text.findable import joined
from correspondence.vocabulary import SearchKind

_ORGANIZATIONS = "SELECT id, thread_id, name, names FROM organization ORDER BY id"
_CONTACTS = "SELECT organization_id, name, email FROM contact ORDER BY id"


def narrowing(
    reader: Reader,
    *,
    thread: str = "",
    party: str = "",
    since: str = "",
    until: str = "",
    kinds: tuple[SearchKind, ...] = (),
) -> Narrowing:
    """What the index is narrowed by.

    Args:
        reader: an open look at the store.
        thread: a thread's slug, or empty.
        party: the name of an organization or a person, or a part of it; or empty.
        since: partial date, or empty.
        until: partial date, or empty.
        kinds: what to find; nothing means all.

    Raises:
        NotFoundError: there is no such thread.
        CorrespondenceError: a date is none, or the time ends before it begins.
    """
    begins, ends = _date(since), _date(until)
    if begins is not None and ends is not None and ends.latest() < begins.earliest():
        raise CorrespondenceError(f"nothing lies between {since} and {until}: the first comes after the second")
    names, threads = _party(reader, party)
    return Narrowing(thread_id(reader, thread) if thread else None, names, threads, begins, ends, kinds)


def _date(text: str) -> PartialDate | None:
    if not text:
        return None
    try:
        return PartialDate.parse(text)
    except ValueError as error:
        raise CorrespondenceError(str(error)) from None


def _party(reader: Reader, party: str) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """The names that letters of a party may bear, and the threads that are with it.

    An organization is also its people; a person is nobody else.
    """
    sought = joined(party)
    if not sought:
        return ((party,), ()) if party else ((), ())

    def meant(texts: list[str]) -> bool:
        return any(f" {sought}" in f" {joined(text)}" for text in texts)

    names: dict[str, None] = {party: None}
    threads: dict[int, None] = {}
    organizations = set()
    for organization, thread, name, by_language in reader.rows(_ORGANIZATIONS):
        own = [name, *(json.loads(by_language).values() if by_language else ())]
        if meant(own):
            organizations.add(organization)
            names |= dict.fromkeys(own)
            threads[thread] = None
    for organization, name, email in reader.rows(_CONTACTS):
        own = [text for text in (name, email) if text]
        if organization in organizations or meant(own):
            names |= dict.fromkeys(own)
    return tuple(names), tuple(threads)
