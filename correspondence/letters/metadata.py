"""A letter's data as people give it on the command line or in a form: whom it is to, by the names that they know."""

from collections.abc import Sequence

from sqlmodel import Session

from correspondence.bundle import dump
from correspondence.errors import NotFoundError
from correspondence.letters.new import addressee, people
from correspondence.overview import organizations
from correspondence.store.reading import Reader


def addressees(reader: Reader, thread: str, to: Sequence[str], cc: Sequence[str]) -> list[dict[str, object]]:
    """Addressees and those who get a copy, as a letter's front matter has them.

    Args:
        reader: an open look at the store.
        thread: the thread's slug.
        to: contacts of the thread by name; somebody else written out as `Name; role; organization`.
        cc: the same.

    Raises:
        NotFoundError: there is no such thread or contact, or several contacts fit.
    """
    known = organizations.contacts(reader, thread)
    named = [addressee(person, known) for person in people(to, known)]
    return named + [addressee(person, known, cc=True) for person in people(cc, known)]


def with_addressees(
    session: Session, thread: str, identifier: str, named: Sequence[dict[str, object]], kinds: Sequence[str]
) -> list[dict[str, object]]:
    """The addressees of a letter with those of the kinds `to` or `cc` replaced by others, and the rest as they are.

    Raises:
        NotFoundError: there is no such letter.
    """
    there = _entries(session, thread, identifier, "addressee")
    kept = [entry for entry in there if _kind(entry) not in kinds]
    return sorted([*kept, *named], key=lambda entry: _kind(entry) == "cc")


def appendices(session: Session, thread: str, identifier: str) -> list[dict[str, object]]:
    """The appendices of a letter, as its front matter has them.

    Raises:
        NotFoundError: there is no such letter.
    """
    return _entries(session, thread, identifier, "appendix")


def _entries(session: Session, thread: str, identifier: str, name: str) -> list[dict[str, object]]:
    letter = dump.letter(session, thread, identifier)
    if letter is None:
        raise NotFoundError(f"there is no letter {identifier!r} in thread {thread!r}")
    entries: list[dict[str, object]] = letter.model_dump(mode="json", by_alias=True, exclude_none=True)[name]
    return entries


def _kind(entry: dict[str, object]) -> str:
    return "cc" if entry.get("cc") else "to"
