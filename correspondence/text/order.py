"""In which order names are printed: as a person gave it, or as the language sorts."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from correspondence.text.collation import SortKey, sort_key

Entry = TypeVar("Entry")


def given_or_sorted(
    entries: Iterable[Entry], *, language: str, position: Callable[[Entry], int | None], name: Callable[[Entry], str]
) -> list[Entry]:
    """Entries in the order to print them.

    Those with a position keep the order that it gives. Those without are sorted by the language's collation. When
    the given order is the sorted one anyway, as in most letters, a latecomer takes its place in the alphabet; when it
    is not, latecomers follow at the end.

    Args:
        entries: what is to be printed.
        language: BCP 47, for the collation.
        position: an entry's place as a person gave it, or None.
        name: what an entry is sorted by.
    """

    def collation(entry: Entry) -> SortKey:
        return sort_key(name(entry), language)

    entries = list(entries)
    given = sorted((e for e in entries if position(e) is not None), key=lambda e: position(e) or 0)
    late = [e for e in entries if position(e) is None]
    if late and given == sorted(given, key=collation):
        return sorted(entries, key=collation)
    return given + sorted(late, key=collation)
