"""What somebody searches for."""

from dataclasses import dataclass, replace

from correspondence.vocabulary import SearchKind, SearchOrder

_KINDS = ("", *SearchKind)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is searched for; what is empty narrows nothing.

    Attributes:
        typed: the words.
        kind: a `SearchKind`.
        thread: a thread's slug.
        party: from or to whom.
        since, until: partial dates.
        order: which hits come first.
    """

    typed: str = ""
    kind: str = ""
    thread: str = ""
    party: str = ""
    since: str = ""
    until: str = ""
    order: SearchOrder = SearchOrder.NEWEST

    @property
    def told(self) -> str:
        """What narrows the search, and the order, in words."""
        times = {"from": self.since, "to": self.until}
        told = " ".join(f"{name} {date}" for name, date in times.items() if date)
        first = "newest first" if self.order is SearchOrder.NEWEST else "likeliest first"
        return " · ".join(filter(None, (first, self.kind, self.thread, self.party, told)))

    def next_kind(self) -> "Wanted":
        """Of the next kind; after the last, of all."""
        return replace(self, kind=_KINDS[(_KINDS.index(self.kind) + 1) % len(_KINDS)])

    def other_order(self) -> "Wanted":
        """In the other order."""
        newest = self.order is SearchOrder.NEWEST
        return replace(self, order=SearchOrder.RANKED if newest else SearchOrder.NEWEST)
