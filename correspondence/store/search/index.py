"""Keeping the index in step: what changed is indexed anew, in the transaction that changed it."""

import zlib
from collections.abc import Iterable, Iterator, Mapping
from operator import itemgetter
from typing import Any, Protocol

from correspondence.store.search import marks, sources
from correspondence.store.search.sources import MOST_ROWS, Record, Source, rows_of
from correspondence.text.findable import LONGEST_WORD

NUMBERS = 1 << 26
"""How many records an index row's number has room for."""
_POSTGRES_EMPTY = ("TRUNCATE search_index",)
_AT_ONCE = 400
_MOST_PLACES = 16_000  # PostgreSQL counts no further in a text

_SQLITE_INDEX = "CREATE VIRTUAL TABLE search_index USING fts5(words, party, scope, tokenize='ascii', prefix='2 3 4')"
_SQLITE_BUFFER = "INSERT INTO search_index (search_index, rank) VALUES ('hashsize', 16777216)"
_NOTED = "SELECT row_id FROM search_stale WHERE source = :source AND row_id BETWEEN :low AND :high"
_KNOWN = (
    "SELECT row_id, id, day, thread_id, kind, checksum FROM search_document "
    "WHERE source = :source AND row_id BETWEEN :low AND :high"
)
_SQLITE_INSERT = "INSERT INTO search_index (rowid, words, party, scope) VALUES (:id, :words, :party, :scope)"
_POSTGRES_INSERT = "INSERT INTO search_index (id, words) VALUES (:id, CAST(:words AS tsvector))"


class Hand(Protocol):
    """A change under way, by plain SQL."""

    sqlite: bool

    def rows(self, sql: str, **parameters: Any) -> list[tuple[Any, ...]]:
        """All rows of a query."""

    def do(self, sql: str, values: Iterable[Mapping[str, Any]] | None = None) -> None:
        """Run a statement once, or once for each set of values."""


def settle(hand: Hand) -> None:
    """Index anew what is noted as changed; all of it when the index was made by another version."""
    if _current(hand):
        _settle_noted(hand)
    else:
        rebuild(hand)


def prepare(hand: Hand) -> None:
    """Make the triggers, and bring the index up to date: after every migration."""
    for statement in marks.statements(sqlite=hand.sqlite):
        hand.do(statement)
    settle(hand)


def rebuild(hand: Hand) -> int:
    """Make the index from nothing but the records.

    Returns:
        How many records it holds.
    """
    for table in ("search_document", "search_stale", "search_version"):
        hand.do(f"DELETE FROM {table}")  # noqa: S608  # names of ours
    for statement in ("DROP TABLE search_index", _SQLITE_INDEX, _SQLITE_BUFFER) if hand.sqlite else _POSTGRES_EMPTY:
        hand.do(statement)
    for source in sources.SOURCES:
        hand.do(f"INSERT INTO search_stale (source, row_id) SELECT '{source.name}', id FROM {source.table}")  # noqa: S608
    _settle_noted(hand)
    hand.do("INSERT INTO search_version (version) VALUES (:version)", [{"version": sources.INDEX_VERSION}])
    if hand.sqlite:
        hand.do("INSERT INTO search_index (search_index) VALUES ('optimize')")
    ((records,),) = hand.rows("SELECT count(*) FROM search_document")
    return int(records)


def first_row(day: int, number: int) -> int:
    """The index row of a record's first paragraph; the others lie below it, down to `last_row`."""
    return ((day * NUMBERS + number) * MOST_ROWS) + MOST_ROWS - 1


def last_row(day: int, number: int) -> int:
    """The lowest number that a paragraph of a record can have."""
    return (day * NUMBERS + number) * MOST_ROWS


def checksum(rows: list[tuple[str, str]], record: Record) -> int:
    """A number that tells whether a record is indexed as it now stands."""
    return zlib.crc32(repr((rows, record.thread_id, record.kind)).encode())


def scope(record: Record) -> tuple[str, ...]:
    """The words by which a search is narrowed to a thread and to kinds."""
    kind = f"k{record.kind.replace('-', '')}"
    return (kind,) if record.thread_id is None else (kind, f"t{record.thread_id}")


def vector(words: str, party: str, narrowed: tuple[str, ...]) -> str:
    """An index row for PostgreSQL: words with their places, parties with weight A, the scope behind a slash."""
    places: dict[str, list[str]] = {}
    said, names = words.split()[:_MOST_PLACES], party.split()
    for at, word in enumerate(said, start=1):
        places.setdefault(word, []).append(str(at))
    # A gap, so that no phrase runs from the text into the names.
    for at, word in enumerate(names[: _MOST_PLACES - len(said)], start=len(said) + 2):
        places.setdefault(word, []).append(f"{at}A")
    indexed = [f"'{word}':{','.join(where[:255])}" for word, where in places.items()]
    return " ".join((*indexed, *(f"'/{name}'" for name in narrowed)))


def _current(hand: Hand) -> bool:
    return hand.rows("SELECT version FROM search_version") == [(sources.INDEX_VERSION,)]


def _settle_noted(hand: Hand) -> None:
    if not hand.rows("SELECT 1 FROM search_stale LIMIT 1"):
        return
    for source in sources.SOURCES:
        for low, high in _batches(hand, source):
            _settle_batch(hand, source, low, high)
    hand.do("DELETE FROM search_stale")


def _batches(hand: Hand, source: Source) -> Iterator[tuple[int, int]]:
    """The lowest and highest row of each batch of what is noted."""
    after = 0
    while True:
        rows = hand.rows(
            "SELECT row_id FROM search_stale WHERE source = :source AND row_id > :after ORDER BY row_id LIMIT :most",
            source=source.name,
            after=after,
            most=_AT_ONCE,
        )
        if not rows:
            return
        after = rows[-1][0]
        yield rows[0][0], after


def _settle_batch(hand: Hand, source: Source, low: int, high: int) -> None:
    noted = {row for (row,) in hand.rows(_NOTED, source=source.name, low=low, high=high)}
    known = {row: was for row, *was in hand.rows(_KNOWN, source=source.name, low=low, high=high) if row in noted}
    ((last,),) = hand.rows("SELECT coalesce(max(id), 0) FROM search_document")
    documents: list[dict[str, Any]] = []
    rows: list[dict[str, Any]] = []
    gone = dict(known)
    for record in sources.read(hand, source, low, high, noted=True):
        words, day = rows_of(record), sources.day_of(record.date)
        stands = {"day": day, "thread_id": record.thread_id, "kind": record.kind, "checksum": checksum(words, record)}
        number, *was = known.get(record.row, (0,))
        if was == [*stands.values()]:
            del gone[record.row]
            continue
        if not number:
            last += 1
            number = last
        documents.append({"id": number, "source": source.name, "row_id": record.row, **stands})
        rows += _index_rows(hand, record, words, first_row(day, number))
    _forget(hand, [(number, day) for number, day, *_ in gone.values()])
    _write(hand, documents, rows)


def _index_rows(hand: Hand, record: Record, words: list[tuple[str, str]], first: int) -> Iterator[dict[str, Any]]:
    narrowed = scope(record)
    for place, (text, party) in enumerate(words[:MOST_ROWS]):
        if hand.sqlite:
            yield {"id": first - place, "words": text, "party": party, "scope": " ".join(narrowed)}
        else:
            yield {"id": first - place, "words": vector(text, party, narrowed)}


def _forget(hand: Hand, gone: list[tuple[int, int]]) -> None:
    """Take records, by their numbers and days, out of the index."""
    key = "rowid" if hand.sqlite else "id"
    hand.do("DELETE FROM search_document WHERE id = :number", [{"number": number} for number, _ in gone])
    hand.do(
        f"DELETE FROM search_index WHERE {key} BETWEEN :low AND :high",  # noqa: S608  # a name of ours
        [{"low": last_row(day, number), "high": first_row(day, number)} for number, day in gone],
    )


def _write(hand: Hand, documents: list[dict[str, Any]], rows: list[dict[str, Any]]) -> None:
    hand.do(
        "INSERT INTO search_document (id, source, row_id, thread_id, kind, day, checksum) "
        "VALUES (:id, :source, :row_id, :thread_id, :kind, :day, :checksum)",
        documents,
    )
    # FTS5 writes out what it has gathered whenever a row comes that is not above the one before.
    rows.sort(key=itemgetter("id"))
    hand.do(_SQLITE_INSERT if hand.sqlite else _POSTGRES_INSERT, rows)


assert LONGEST_WORD < 1 << 9  # PostgreSQL's longest lexeme is 2046 bytes
