"""Whether the index says what the records say."""

from collections.abc import Iterator

from correspondence.errors import Finding, StoreError
from correspondence.store.reading import Reader, SqliteReader
from correspondence.store.search import index, sources
from correspondence.store.search.sources import MOST_ROWS, Record, Source

_AT_ONCE = 500
_FIX = "run `correspondence search --rebuild`"


def check(reader: Reader) -> tuple[list[Finding], int]:
    """Compare every record with its paragraphs in the index.

    Returns:
        What differs, as warnings, since the index can be made again; and how many records there are.
    """
    if reader.rows("SELECT version FROM search_version") != [(sources.INDEX_VERSION,)]:
        return [_finding("all of it", "was made by another version of the program")], 0
    ((behind,),) = reader.rows("SELECT count(*) FROM search_stale")
    findings = [_finding(f"{behind} records", "were changed behind the program’s back")] if behind else []
    records = paragraphs = 0
    for source in sources.SOURCES:
        known = {
            row: (number, day, seen)
            for row, number, day, seen in reader.rows(
                "SELECT row_id, id, day, checksum FROM search_document WHERE source = :source", source=source.name
            )
        }
        for record in _records(reader, source):
            records += 1
            rows = sources.rows_of(record)
            paragraphs += len(rows)
            number, day, seen = known.pop(record.row, (0, 0, 0))
            if not number or (day, seen) != (sources.day_of(record.date), index.checksum(rows, record)):
                findings.append(_finding(_name(source, record), "is not in it as it now stands"))
            elif not _stands(reader, record, rows, index.first_row(day, number)):
                findings.append(_finding(_name(source, record), "is not found by its words"))
        findings += [_finding(f"{source.name} {row}", "is in it and not in the store") for row in known]
    ((indexed,),) = reader.rows("SELECT count(*) FROM search_index")
    if indexed != paragraphs and not findings:
        findings.append(_finding("all of it", f"holds {indexed} paragraphs instead of {paragraphs}"))
    return findings, records


def _records(reader: Reader, source: Source) -> Iterator[Record]:
    ((last,),) = reader.rows(f"SELECT coalesce(max(id), 0) FROM {source.table}")  # noqa: S608  # a name of ours
    for low in range(1, last + 1, _AT_ONCE):
        yield from sources.read(reader, source, low, low + _AT_ONCE - 1)


def _stands(reader: Reader, record: Record, rows: list[tuple[str, str]], first: int) -> bool:
    """Whether the index holds these paragraphs and finds one of them by its longest word."""
    narrowed = index.scope(record)
    numbers = [first - place for place in range(min(len(rows), MOST_ROWS))]
    if isinstance(reader, SqliteReader):
        return _stands_in_sqlite(reader, rows, numbers, " ".join(narrowed))
    vectors = [index.vector(text, party, narrowed) for text, party in rows]
    ((same,),) = reader.rows(
        "SELECT count(*) FROM unnest(CAST(:numbers AS bigint[]), CAST(:vectors AS text[])) AS made(id, words) "
        "JOIN search_index there ON there.id = made.id AND there.words = CAST(made.words AS tsvector)",
        numbers=numbers,
        vectors=vectors[: len(numbers)],
    )
    return bool(same == len(numbers))


def _stands_in_sqlite(reader: SqliteReader, rows: list[tuple[str, str]], numbers: list[int], scope: str) -> bool:
    place, longest = max(
        ((n, word) for n, (text, _) in enumerate(rows) for word in text.split()),
        key=lambda found: len(found[1]),
        default=(0, scope.split(maxsplit=1)[0]),
    )
    try:
        there = reader.rows(
            "SELECT rowid, words, party, scope FROM search_index WHERE rowid BETWEEN :low AND :high "
            "ORDER BY rowid DESC",
            low=numbers[0] - MOST_ROWS + 1,
            high=numbers[0],
        )
        by_word = reader.rows(
            "SELECT rowid FROM search_index WHERE search_index MATCH :word AND rowid = :row",
            word=f'"{longest}"',
            row=numbers[place],
        )
    except StoreError:  # FTS5's tables are damaged
        return False
    return there == [(n, *row, scope) for n, row in zip(numbers, rows, strict=False)] and len(by_word) == 1


def _name(source: Source, record: Record) -> str:
    return f"{source.name} {'/'.join(filter(None, (record.slug, record.identifier, record.part))) or record.title}"


def _finding(place: str, reason: str) -> Finding:
    return Finding("search-index", f"search index: {place}", reason, _FIX)
