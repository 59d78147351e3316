"""Where a document's links lead: addresses outside, each once in a part, and places inside."""

from itertools import count

_FIRST_MARK = 1_000_000  # beyond the bookmarks of notes: numbers are each once in a document


class Links:
    """The addresses that a part leads to, each once."""

    def __init__(self) -> None:
        self._ids: dict[str, str] = {}

    def id(self, target: str) -> str:
        """The relationship's identifier for an address."""
        return self._ids.setdefault(target, f"rIdLink{len(self._ids) + 1}")

    def entries(self) -> list[tuple[str, str, str, bool]]:
        """The relationships to write."""
        return [(identifier, "hyperlink", target, True) for target, identifier in self._ids.items()]


class Places:
    """The bookmarks of what a document's own links lead to (ECMA-376 part 1, 17.13.6).

    Word's names are of 40 letters and digits at most, so they are counted; one with a leading underscore is hidden.

    Attributes:
        known: what links can lead to.
    """

    def __init__(self, known: frozenset[str]) -> None:
        self.known = known
        self._names: dict[str, str] = {}
        self._marks = count(_FIRST_MARK)

    def name(self, place: str) -> str:
        """The bookmark's name for a place."""
        return self._names.setdefault(place, f"_Place{len(self._names) + 1}")

    def around(self, written: str, place: str) -> str:
        """Runs with the place's bookmark around them; as they are if it has no name."""
        if not place:
            return written
        number = next(self._marks)
        return (
            f'<w:bookmarkStart w:id="{number}" w:name="{self.name(place)}"/>{written}<w:bookmarkEnd w:id="{number}"/>'
        )
