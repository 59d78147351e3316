"""Search in many paragraphs beside plain FTS5, class of query by class: `python benchmarks/search.py [--paragraphs N]`.

Both hold the same paragraphs, of words that are as frequent as in a language (Zipf), ten to a message. Plain FTS5 gives
numbers and its own snippets of paragraphs; ours gives records with title, party, date and snippet, and finds words in
different paragraphs of a message. With --page the table goes to docs/benchmarks-search.md.
"""

import argparse
import bisect
import itertools
import platform
import random
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from correspondence.store.engine import open_engine
from correspondence.store.hand import ConnectionHand
from correspondence.store.migrate import migrate
from correspondence.store.reading import Reader, reading
from correspondence.store.search import index
from correspondence.store.search.look import Narrowing, search
from correspondence.store.search.query import parse
from correspondence.vocabulary import SearchOrder
from correspondence.workspace import Workspace

PAGE = Path(__file__).parent.parent / "docs" / "benchmarks-search.md"
QUERIES = 200
SHOWN = 20
PER_MESSAGE = 10
THREADS = 40
WORDS = 30_000
_SYLLABLES = [
    "ba",
    "ce",
    "di",
    "fo",
    "gu",
    "ha",
    "je",
    "ki",
    "lo",
    "mu",
    "na",
    "pe",
    "qui",
    "ro",
    "su",
    "ta",
    "ve",
    "wi",
    "xo",
    "ya",
    "zo",
    "bra",
    "cle",
    "dri",
    "flo",
    "gra",
    "ple",
    "sti",
    "tra",
]


class Language:
    """Made-up words, of which the n-th is n times rarer than the first."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        made = itertools.product(_SYLLABLES, repeat=3)
        words = ["".join(parts) for parts in itertools.chain(itertools.product(_SYLLABLES, repeat=2), made)]
        random.Random(0).shuffle(words)
        self.words = (words + [f"{a}{b}" for a in words[:99] for b in words[:99]])[:WORDS]
        self._sums = list(itertools.accumulate(1 / (n + 3) for n in range(len(self.words))))

    def text(self, length: int) -> list[str]:
        """Words as they come."""
        found = (bisect.bisect(self._sums, self._random.random() * self._sums[-1]) for _ in range(length))
        return [self.words[min(n, len(self.words) - 1)] for n in found]

    def pick(self, low: int, high: int) -> str:
        """A word of that rank."""
        return self.words[self._random.randrange(low, high)]


def paragraphs(language: Language, count: int) -> Iterator[str]:
    """Paragraphs of about 60 words."""
    for n in range(count):
        yield " ".join(language.text(52 + n % 17)).capitalize() + "."


def filled(root: Path, count: int) -> tuple[Workspace, Path, float, float]:
    """Our store and plain FTS5 with the same paragraphs, and how long each took to index them."""
    workspace, plain = Workspace(root, None, "bench"), root / "plain.db"
    migrate(workspace)
    texts = list(paragraphs(Language(1), count))
    engine = open_engine(workspace)
    with engine.begin() as connection:
        hand = ConnectionHand(connection)
        hand.do(
            "INSERT INTO thread (id, slug, title, language) VALUES (:id, :slug, 'T', 'en')",
            [{"id": n + 1, "slug": f"t{n}"} for n in range(THREADS)],
        )
        hand.do(
            "INSERT INTO message (thread_id, identifier, direction, date, author, title, assessed, body) "
            "VALUES (:thread, :id, 'incoming', :date, :author, :title, 0, :body)",
            [
                {
                    "thread": n * 7 % THREADS + 1,
                    "id": f"m{n}",
                    "date": str(date(2015, 1, 1) + timedelta(days=n * 4000 * PER_MESSAGE // count)),
                    "author": f"Author {n % 90}",
                    "title": f"Letter {n}",
                    "body": "\n\n".join(texts[at : at + PER_MESSAGE]),
                }
                for n, at in enumerate(range(0, count, PER_MESSAGE))
            ],
        )
        began = time.process_time()
        index.settle(hand)
        ours = time.process_time() - began
    engine.dispose()
    with sqlite3.connect(plain) as connection_:
        began = time.process_time()
        connection_.execute("CREATE VIRTUAL TABLE p USING fts5(text, prefix='2 3 4')")
        connection_.executemany("INSERT INTO p (rowid, text) VALUES (?, ?)", enumerate(texts, start=1))
        connection_.commit()
        theirs = time.process_time() - began
    connection_.close()
    return workspace, plain, ours, theirs


def classes(language: Language) -> dict[str, Callable[[], tuple[str, str]]]:
    """For each class of query something that makes one: for us, and for FTS5."""

    def two(low: int, high: int) -> tuple[str, str]:
        pair = f"{language.pick(low, high)} {language.pick(low, high)}"
        return pair, pair

    def phrase() -> tuple[str, str]:
        at = language.text(2)
        return f'"{" ".join(at)}"', f'"{" ".join(at)}"'

    def without() -> tuple[str, str]:
        one, other = language.pick(0, 40), language.pick(40, 400)
        return f"{one} -{other}", f"{one} NOT {other}"

    def same(word: str) -> tuple[str, str]:
        return word, word

    return {
        "rare word": lambda: same(language.pick(10_000, WORDS)),
        "word": lambda: same(language.pick(300, 3_000)),
        "common word": lambda: same(language.pick(0, 40)),
        "two words": lambda: two(50, 1_500),
        "two common words": lambda: two(0, 40),
        "phrase of two": phrase,
        "beginning of four letters": lambda: same(f"{language.pick(0, 3_000)[:4]}*"),
        "common word, without another": without,
        "nothing": lambda: same(f"{language.pick(0, 40)} zzz{language.pick(0, 99)}"),
    }


def times(run: Callable[[str], object], queries: list[str]) -> tuple[float, float]:
    """Median and 99th percentile, in milliseconds of the processor: what others do on the machine is not in them."""
    took = []
    for query in queries:
        began = time.thread_time()
        run(query)
        took.append(1000 * (time.thread_time() - began))
    return statistics.median(took), statistics.quantiles(took, n=100)[98]


def ours(reader: Reader, order: SearchOrder, narrowing: Narrowing | None = None) -> Callable[[str], object]:
    """Our search."""
    return lambda query: search(reader, parse(query), narrowing, order=order, limit=SHOWN)


def theirs(connection: sqlite3.Connection, order: str) -> Callable[[str], object]:
    """Plain FTS5, with its snippets."""
    sql = f"SELECT rowid, snippet(p, 0, '[', ']', '…', 24) FROM p WHERE p MATCH ? ORDER BY {order} LIMIT {SHOWN}"
    return lambda query: connection.execute(sql, (query,)).fetchall()


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--paragraphs", type=int, default=200_000)
    arguments.add_argument("--page", action="store_true")
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        lines = list(report(Path(folder), given.paragraphs))
    print("\n".join(lines))
    if given.page:
        PAGE.write_text("\n".join([*HEAD, *lines, ""]), encoding="utf-8")


HEAD = [
    "# Search beside plain FTS5",
    "",
    "`python benchmarks/search.py --page` writes this page. Both search the same paragraphs in the same run, in turn. Plain FTS5",
    "gives paragraphs with its own snippets; ours gives records with title, party, date and snippet, and finds words that",
    "stand in different paragraphs of a message. Goals: newest first ≤ 30 ms, ranked ≤ 70 ms at the 99th percentile.",
    "",
]


def report(root: Path, count: int) -> Iterator[str]:
    """The table."""
    workspace, plain, built, built_plain = filled(root, count)
    size, plain_size = workspace.database_file.stat().st_size, plain.stat().st_size
    yield (
        f"{count:,} paragraphs in {count // PER_MESSAGE:,} messages, {QUERIES} queries of each class, {SHOWN} hits; "
        f"{datetime.now(UTC):%-d %B %Y}, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, 2 cores."
    )
    yield ""
    yield f"Indexing: {built:.1f} s, plain FTS5 {built_plain:.1f} s. Our whole store with all texts: {size >> 20} MB, plain FTS5 {plain_size >> 20} MB."
    yield ""
    yield "| query | newest first, ms (median / 99th) | plain FTS5 by rowid | ranked | plain FTS5 by rank |"
    yield "|---|---|---|---|---|"
    connection = sqlite3.connect(plain)
    with reading(workspace) as reader:
        for name, make in classes(Language(2)).items():
            made = [make() for _ in range(QUERIES)]
            own, other = [query for query, _ in made], [query for _, query in made]
            cells = [
                times(ours(reader, SearchOrder.NEWEST), own),
                times(theirs(connection, "rowid DESC"), other),
                times(ours(reader, SearchOrder.RANKED), own),
                times(theirs(connection, "rank"), other),
            ]
            yield f"| {name} | {' | '.join(f'{median:.1f} / {worst:.1f}' for median, worst in cells)} |"
        narrowed = Narrowing(thread=7, party=("Author 7",))
        made_ = [make() for make in [classes(Language(3))["common word"]] * QUERIES]
        cells = [times(ours(reader, order, narrowed), [query for query, _ in made_]) for order in SearchOrder]
        yield f"| common word, one thread and party | {cells[0][0]:.1f} / {cells[0][1]:.1f} | – | {cells[1][0]:.1f} / {cells[1][1]:.1f} | – |"
    connection.close()


if __name__ == "__main__":
    main()
