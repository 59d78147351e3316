"""The paragraphs of one term, in the language of each engine, newest first and page by page."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from correspondence.errors import StoreError
from correspondence.store.reading import Reader
from correspondence.store.search.query import Term
from correspondence.store.search.sources import MOST_ROWS
from correspondence.text.findable import words
from correspondence.vocabulary import SearchKind

_FIRST_PAGE, _LONGEST_PAGE = 48, 6_000


@dataclass(slots=True)
class Leg:
    """The paragraphs of one term, newest first, read page by page; a jump forward skips what lies between."""

    page: Callable[[str, int, int, int], list[int]]
    expression: str
    below: int
    lowest: int
    prefix: bool
    _rows: list[int] = field(default_factory=list)  # negative, so that they ascend
    _at: int = 0
    _size: int = _FIRST_PAGE
    _ended: bool = False

    def document(self, at_most: int) -> int | None:
        """The newest record with the term that is no newer than `at_most`, which never grows."""
        ceiling = -(at_most + 1) * MOST_ROWS  # rows of that record lie below it
        while True:
            self._at = bisect_right(self._rows, ceiling, self._at)
            if self._at < len(self._rows):
                return -self._rows[self._at] // MOST_ROWS
            if self._ended:
                return None
            self._turn(-ceiling)

    def rows(self, document: int) -> list[int]:
        """The paragraphs, as negative numbers, of the record that `document` has just named."""
        low = -document * MOST_ROWS
        while not self._ended and self._rows[-1] <= low:
            self._read(-self._rows[-1])
        return self._rows[self._at : bisect_right(self._rows, low, self._at)]

    def _turn(self, ceiling: int) -> None:
        """Read on from the last row, or from the ceiling when that lies further down."""
        last = -self._rows[-1] if self._rows else self.below
        jumped = ceiling // MOST_ROWS < last // MOST_ROWS
        self._size = _FIRST_PAGE if jumped else min(self._size * 3, _LONGEST_PAGE)
        self._rows, self._at = [], 0
        self._read(min(ceiling, last))

    def _read(self, below: int) -> None:
        size = _LONGEST_PAGE if self.prefix else self._size  # the engine gathers all words that begin so, every time
        rows = self.page(self.expression, below, self.lowest, size)
        self._ended = len(rows) < size
        self._rows += rows


@dataclass(frozen=True, slots=True)
class Scope:
    """To which thread and kinds the paragraphs of a term belong."""

    thread: int | None = None
    kinds: tuple[SearchKind, ...] = ()

    def names(self) -> list[list[str]]:
        """The words of the index's scope: one of each list must be there."""
        kinds = [f"k{kind.replace('-', '')}" for kind in self.kinds]
        return [names for names in (kinds, [f"t{self.thread}"] if self.thread is not None else []) if names]


class Sqlite:
    """FTS5: every word is quoted, so that nothing typed is an operator."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def page(self, expression: str, below: int, lowest: int, size: int) -> list[int]:
        """Rows of the index below one and not below another, negative, the highest first, `size` at most."""
        try:
            rows = self._reader.rows(
                "SELECT -rowid FROM search_index WHERE search_index MATCH :expression AND rowid < :below "
                "AND rowid >= :lowest ORDER BY rowid DESC LIMIT :size",
                expression=expression,
                below=below,
                lowest=lowest,
                size=size,
            )
        except StoreError as error:
            if "malformed" not in str(error):
                raise
            raise StoreError("the index of search is damaged: run `correspondence search --rebuild`") from error
        return [row for (row,) in rows]

    def matching(self, term: Term, within: Scope) -> str:
        """The expression for a term."""
        star = " *" if term.prefix else ""
        text = " OR ".join(f'"{" ".join(form)}"{star}' for form in term.forms)
        return self._within(f"{{words party}} : ({text})", within)

    def party(self, names: Sequence[str], threads: Sequence[int]) -> str:
        """The expression for whatever is from or to one of these names, or asked and found in one of these threads."""
        said = " OR ".join(f'"{" ".join(words(name))}"' for name in names if words(name)) or '""'
        text = f"{{party}} : ({said})"
        if threads:
            kinds = Scope(kinds=(SearchKind.QUESTION, SearchKind.UNDERTAKING, SearchKind.FINDING))
            of_threads = " OR ".join(f"scope : t{thread}" for thread in threads)
            text = f"({text}) OR (({self._within('', kinds)}) AND ({of_threads}))"
        return text

    def _within(self, text: str, within: Scope) -> str:
        narrowed = ["(" + " OR ".join(f"scope : {name}" for name in names) + ")" for names in within.names()]
        return " AND ".join([*([f"({text})"] if text else []), *narrowed])


class Postgres:
    """A tsquery: every word is quoted; they are letters and digits, so that no quote can end early."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def page(self, expression: str, below: int, lowest: int, size: int) -> list[int]:
        """Rows of the index below one and not below another, negative, the highest first, `size` at most."""
        rows = self._reader.rows(
            "SELECT -id FROM search_index WHERE words @@ CAST(:expression AS tsquery) AND id < :below "
            "AND id >= :lowest ORDER BY id DESC LIMIT :size",
            expression=expression,
            below=below,
            lowest=lowest,
            size=size,
        )
        return [row for (row,) in rows]

    def matching(self, term: Term, within: Scope) -> str:
        """The expression for a term."""
        star = ":*" if term.prefix else ""
        text = " | ".join(f"({_followed(form)}{star})" for form in term.forms)
        return self._within(f"({text})", within)

    def party(self, names: Sequence[str], threads: Sequence[int]) -> str:
        """The expression for whatever is from or to one of these names, or asked and found in one of these threads."""
        text = " | ".join(f"({_followed(words(name), ':A')})" for name in names if words(name)) or "'/none'"
        if threads:
            kinds = Scope(kinds=(SearchKind.QUESTION, SearchKind.UNDERTAKING, SearchKind.FINDING))
            of_threads = " | ".join(f"'/t{thread}'" for thread in threads)
            text = f"({text}) | (({self._within('', kinds)}) & ({of_threads}))"
        return text

    def _within(self, text: str, within: Scope) -> str:
        narrowed = ["(" + " | ".join(f"'/{name}'" for name in names) + ")" for names in within.names()]
        return " & ".join([*([text] if text else []), *narrowed])


def _followed(form: Sequence[str], weight: str = "") -> str:
    return " <-> ".join(f"'{word}'{weight}" for word in form)
