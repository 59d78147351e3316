"""Searching: from what a person typed to records and their passages, newest first or the likeliest first."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import log1p

from correspondence.store.reading import Reader, SqliteReader
from correspondence.store.search import sources
from correspondence.store.search.index import NUMBERS
from correspondence.store.search.legs import Leg, Postgres, Scope, Sqlite
from correspondence.store.search.query import Query, Term
from correspondence.store.search.snippet import SNIPPET_WIDTH, Snippet, found_in, snippet
from correspondence.store.search.sources import MOST_ROWS, Record
from correspondence.text.dates import PartialDate
from correspondence.text.unmarked import unmarked
from correspondence.vocabulary import SearchKind, SearchOrder

MOST_RANKED = 1_000
"""Of how many hits, the newest, the likeliest are told; a screen says so when there are more."""
_TOP = 1 << 62

Cancelled = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Narrowing:
    """To what a search is narrowed; what is empty narrows nothing.

    Attributes:
        thread: a thread's row.
        party: names of whom it is from or to; any of them will do.
        party_threads: threads that are with that party: their questions and undertakings count as well.
        since, until: partial dates; a record whose date may lie between them is found.
        kinds: kinds of records.
    """

    thread: int | None = None
    party: tuple[str, ...] = ()
    party_threads: tuple[int, ...] = ()
    since: PartialDate | None = None
    until: PartialDate | None = None
    kinds: tuple[SearchKind, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """A record that was found, with the passage that says most.

    Attributes:
        kind: what it is.
        source: from which kind of record (`store.search.sources`).
        row: its row there.
        thread: its thread's slug, or empty.
        id: its identifier in the thread; of a finding on a question the question's, of a sign-on the letter's.
        part: a revision's number, the message that a finding is on, an answer's number; or empty.
        date: partial date, or empty.
        title: what it is called.
        party: whom it is from or to, or empty.
        snippet: the words.
        start, end: where the passage stands in the record's own text; None when the hit is in its title or names.
        passages: in how many passages of the record something was found.
    """

    kind: SearchKind
    source: str
    row: int
    thread: str
    id: str
    part: str
    date: str
    title: str
    party: str
    snippet: Snippet
    start: int | None
    end: int | None
    passages: int


@dataclass(frozen=True, slots=True)
class Found:
    """Hits in their order; `more` says that there are others, `capped` that only the newest were ranked."""

    hits: tuple[Hit, ...] = ()
    more: bool = False
    capped: bool = False


def search(
    reader: Reader,
    query: Query,
    narrowing: Narrowing | None = None,
    *,
    order: SearchOrder = SearchOrder.NEWEST,
    limit: int = 50,
    width: int = SNIPPET_WIDTH,
    cancelled: Cancelled = lambda: False,
) -> Found:
    """Records that hold all terms of a query and none of those it is without.

    Args:
        reader: an open look at the store.
        query: what is looked for; without a term nothing is found.
        narrowing: where to look.
        order: the newest first, or the likeliest.
        limit: how many.
        width: of snippets, in characters.
        cancelled: asked between steps; when it says so, what has been found so far is returned.
    """
    if not query.terms:
        return Found()
    looking = _Looking(reader, query, narrowing or Narrowing())
    if order is SearchOrder.NEWEST:
        return _shown(looking.matches(), lambda match: _hit(reader, match, query.terms, width), limit, cancelled)
    matches: list[_Match] = []
    for match in looking.matches():
        if cancelled() or len(matches) == MOST_RANKED:
            break
        matches.append(match)
    capped = len(matches) == MOST_RANKED
    matches.sort(key=_Match.score, reverse=True)  # of the same score the newest stays first
    found = _shown(iter(matches), lambda match: _hit(reader, match, query.terms, width), limit, cancelled)
    return Found(found.hits, found.more, capped)


def own_text(reader: Reader, hit: Hit) -> str:
    """The text in which a hit's passage stands; empty when the record has gone since."""
    record = next(sources.read(reader, sources.BY_NAME[hit.source], hit.row, hit.row), None)
    return record.body[: record.own] if record is not None else ""


def as_read(source: str, words: str, terms: Sequence[Term]) -> str:
    """The words of a passage as a reader sees them; what was found in an address or a live part alone, as written."""
    if source not in sources.MARKDOWN:
        return words
    read = unmarked(words)
    return read if found_in(read, terms) or not found_in(words, terms) else words


def _shown(
    matches: Iterator["_Match"], show: Callable[["_Match"], Hit | None], limit: int, cancelled: Cancelled
) -> Found:
    """The first matches as hits. A letter's texts that say the same in the passage found are one hit: the newest."""
    hits: list[Hit] = []
    letters: set[tuple[str, ...]] = set()
    for match in matches:
        if cancelled():
            break
        hit = show(match)
        if hit is None:
            continue
        if hit.source in ("letter", "revision"):
            key = (hit.thread, hit.id, hit.snippet.text)
            if key in letters:
                continue
            letters.add(key)
        if len(hits) == limit:
            return Found(tuple(hits), more=True)
        hits.append(hit)
    return Found(tuple(hits))


@dataclass(slots=True)
class _Match:
    """A record that was found: its number with its day, and for each term its paragraphs, as negative numbers."""

    document: int
    paragraphs: list[list[int]]

    def best(self) -> int:
        """The place of the paragraph in which most terms stand; the head gives way to a passage."""
        counts = self._counts()
        row = min(counts, key=lambda row: (-counts[row], row == self._head, row))
        return row - self._head

    def score(self) -> float:
        """How likely this is what was looked for: words together first, then the title, then how much is said of it."""
        first, *others = self.paragraphs
        terms, head = len(self.paragraphs), self._head
        in_head = sum(rows[0] == head for rows in self.paragraphs)
        said = sum(map(len, self.paragraphs))
        together = not others or set(first).intersection(*others)
        most = terms if together else max(self._counts().values())
        return (4 * most + 2 * in_head) / terms + log1p(said)

    def passages(self) -> int:
        """In how many paragraphs something was found."""
        return len(self._counts())

    @property
    def _head(self) -> int:
        return -(self.document * MOST_ROWS + MOST_ROWS - 1)

    def _counts(self) -> Counter[int]:
        return Counter(row for rows in self.paragraphs for row in rows)


class _Looking:
    """One search under way."""

    def __init__(self, reader: Reader, query: Query, narrowing: Narrowing) -> None:
        self._reader = reader
        self._narrowing = narrowing
        dialect = Sqlite(reader) if isinstance(reader, SqliteReader) else Postgres(reader)
        within = Scope(narrowing.thread, narrowing.kinds)
        below, lowest = self._span()
        self._legs = [
            Leg(dialect.page, dialect.matching(term, within), below, lowest, prefix=term.prefix) for term in query.terms
        ]
        self._terms = len(self._legs)
        if narrowing.party:
            expression = dialect.party(narrowing.party, narrowing.party_threads)
            self._legs.append(Leg(dialect.page, expression, below, lowest, prefix=False))
        self._without = [
            Leg(dialect.page, dialect.matching(term, Scope()), below, lowest, prefix=term.prefix)
            for term in query.without
        ]

    def matches(self) -> Iterator[_Match]:
        """What was found, newest first."""
        bound = _TOP
        while True:
            document = bound
            agreed = 0
            while agreed < len(self._legs):
                for leg in self._legs:
                    at = leg.document(document)
                    if at is None:
                        return
                    agreed = agreed + 1 if at == document else 1
                    document = at
                    if agreed >= len(self._legs):
                        break
            bound = document - 1
            if any(leg.document(document) == document for leg in self._without) or not self._dated(document):
                continue
            yield _Match(document, [leg.rows(document) for leg in self._legs[: self._terms]])

    def _span(self) -> tuple[int, int]:
        """Between which rows of the index the dates lie; a year alone stands on its first day."""
        since, until = self._narrowing.since, self._narrowing.until
        below = (until.latest().toordinal() + 1) * NUMBERS * MOST_ROWS if until else _TOP
        lowest = since.earliest().replace(month=1, day=1).toordinal() * NUMBERS * MOST_ROWS if since else 0
        return below, lowest

    def _dated(self, document: int) -> bool:
        """Whether the record's date may lie within the dates asked for."""
        since = self._narrowing.since
        if since is None or document // NUMBERS >= since.earliest().toordinal():
            return True
        found = _record(self._reader, document)
        try:
            return found is not None and PartialDate.parse(found[1].date).latest() >= since.earliest()
        except ValueError:
            return False


def _record(reader: Reader, document: int) -> tuple[str, Record] | None:
    """The record behind a number and of which source it is, read anew; None when it has gone since."""
    rows = reader.rows("SELECT source, row_id FROM search_document WHERE id = :number", number=document % NUMBERS)
    if not rows:
        return None
    source, row = rows[0]
    record = next(sources.read(reader, sources.BY_NAME[source], row, row), None)
    return None if record is None else (source, record)


def _hit(reader: Reader, match: _Match, terms: Sequence[Term], width: int) -> Hit | None:
    found = _record(reader, match.document)
    if found is None:
        return None
    source, record = found
    place = match.best()
    parts = sources.paragraphs(record.body) if place else []
    start, end = parts[place - 1] if 0 < place <= len(parts) else (0, 0)
    own = 0 < end <= record.own
    words = record.body[start:end] if end else sources.heading(record)
    return Hit(
        kind=SearchKind(record.kind),
        source=source,
        row=record.row,
        thread=record.slug,
        id=record.identifier,
        part=record.part,
        date=record.date,
        title=" ".join((unmarked(record.title) if source in sources.STATED else record.title).split()),
        party=sources.parties(record),
        snippet=snippet(as_read(source, words, terms), terms, width),
        start=start if own else None,
        end=end if own else None,
        passages=match.passages(),
    )
