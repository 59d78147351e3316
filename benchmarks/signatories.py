"""5,000 people sign: import of the form, likely duplicates, sorting, export; beside the least that does as much.

`PYTHONPATH=. python benchmarks/signatories.py [COUNT]` prints a table and writes `docs/signatories.md`. The peer reads
the same file with `csv`, drops names that are equal but for case and spaces, sorts with `sorted`, and writes bare
paragraphs with python-docx: no evidence, no likely duplicates, no language's alphabet, no bad rows kept. Whole processes for whole commands; parts in
process, taken in turn with the peer's, median of the ratios.
"""

import csv
import datetime as dt
import io
import os
import platform
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.plain_signatories import plain
from correspondence.bundle import transfer
from correspondence.overview import letters
from correspondence.publish.export import Format, export
from correspondence.signons import columns, form_rows, forms, listed
from correspondence.signons.likely import Party, pairs
from correspondence.store.change import change
from correspondence.store.migrate import migrate
from correspondence.store.reading import reading
from correspondence.text.collation import sort_key
from correspondence.workspace import Workspace
from tests.factories.threads import letter, thread

REPOSITORY = Path(__file__).parent.parent
ROUNDS = 3
HEADINGS = ("Timestamp", "Full name", "Role", "Affiliation", "E-mail address", "Country")
_FIRST = [
    "Ana",
    "Bo",
    "Carla",
    "Dieter",
    "Élise",
    "Fátima",
    "Grzegorz",
    "Hala",
    "Imogen",
    "João",
    "Katarína",
    "Łukasz",
    "Mónica",
    "Noor",
    "Øystein",
    "Priya",
    "Rosa",
    "Şule",
    "Tomáš",
    "Ülkü",
    "Vera",
    "Wen",
    "Xenia",
    "Yara",
    "Zoë",
]
_MIDDLE = [
    "al",
    "ba",
    "co",
    "da",
    "el",
    "fi",
    "go",
    "ha",
    "in",
    "jo",
    "ka",
    "lu",
    "mi",
    "no",
    "or",
    "pe",
    "qui",
    "ra",
    "su",
    "te",
    "ul",
    "vo",
    "wi",
    "ya",
    "ze",
]
_LAST = [
    "berg",
    "dottir",
    "escu",
    "feld",
    "granov",
    "hausen",
    "inger",
    "jansen",
    "kova",
    "lind",
    "marques",
    "nowak",
    "ovic",
    "petrov",
    "quist",
    "ruiz",
    "stein",
    "torres",
    "usman",
    "vik",
    "walker",
    "yilmaz",
    "zadeh",
]


def people(count: int) -> list[list[str]]:
    """Rows of a form: a hundredth again in another writing, a hundredth without a usable address."""
    rng = random.Random(5)
    names: dict[str, None] = {}
    while len(names) < count:
        last = "".join(rng.choices(_MIDDLE, k=rng.randint(1, 3))) + rng.choice(_LAST)
        names[f"{rng.choice(_FIRST)} {last.capitalize()}"] = None
    rows = [
        ["2026-11-20 10:00", name, rng.choice(("Judge", "Professor", "")), "", f"p{n}@example.org", "LU"]
        for n, name in enumerate(names)
    ]
    again = rng.sample(rows, count // 100)
    rows += [[row[0], row[1].upper(), *row[2:]] for row in again]
    rows += [["2026-11-20 10:00", f"Bad Row{n}", "", "", "no address", ""] for n in range(count // 100)]
    return rows


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def beside(ours: Callable[[], object], peer: Callable[[], object]) -> tuple[float, float, float]:
    """The median ratio, and both medians in milliseconds."""
    taken = [(seconds(ours), seconds(peer)) for _ in range(ROUNDS)]
    return (
        statistics.median(a / b for a, b in taken),
        statistics.median(a for a, _ in taken) * 1000,
        statistics.median(b for _, b in taken) * 1000,
    )


def workspace(folder: Path) -> Workspace:
    """A workspace with a letter whose text is frozen; made once and copied."""
    first = folder.parent / "first"
    if not first.is_dir():
        first.mkdir(parents=True)
        migrate(Workspace(first, None, "bench"))
        with change(Workspace(first, None, "bench"), "thread import", "t") as act:
            transfer.import_thread(act.session, thread(letters=(letter(["substantive"]),)))
    shutil.copytree(first, folder)
    return Workspace(folder, None, "bench")


def rows_of(count: int, folder: Path) -> list[tuple[str, float, float, float]]:
    text = io.StringIO()
    csv.writer(text).writerows([HEADINGS, *people(count)])
    file = folder / f"form-{count}.csv"
    file.write_text(text.getvalue(), "utf-8")

    def peer() -> object:
        return plain(text.getvalue())

    table = listed.table(file)
    comings = form_rows.comings(table.rows, columns.recognise(table.rows[0]))
    number = iter(range(1_000))

    def imported() -> Workspace:
        found = workspace(folder / f"w{count}-{next(number)}")
        with change(found, "signon import", "t/l") as act:
            forms.take_in(
                act.session, "t", "l", comings, table.content, extension="csv", number=None, at=act.at, by="bench"
            )
        return found

    filled = imported()
    with reading(filled) as reader:
        printed = letters.signons(reader, "l", "t")
    parties = [Party(row.name, person=True) for row in printed]
    names = [row.name for row in printed]

    def exported(to: Format) -> bytes:
        with reading(filled) as reader:
            return export(reader, filled, "l", to=to).content

    tool = str(Path(sys.executable).with_name("correspondence"))
    out = str(folder / "out.docx")

    def whole() -> None:
        root = str(workspace(folder / f"p{count}-{next(number)}").root)
        start = [tool, "--workspace", root]
        subprocess.run([*start, "signon", "import", "l", str(file), "--yes"], capture_output=True, check=False)
        subprocess.run([*start, "letter", "export", "l", "-o", out], capture_output=True, check=True)

    def whole_peer() -> None:
        peer_script = str(REPOSITORY / "benchmarks" / "plain_signatories.py")
        subprocess.run([sys.executable, peer_script, str(file), out], check=True)

    found = [
        (f"{count:,} rows: import with evidence, journal and likely duplicates", *beside(imported, peer)),
        (f"{count:,} names: likely duplicates", *beside(lambda: pairs(parties), peer)),
        (
            f"{count:,} names: in a language's alphabet",
            *beside(lambda: sorted(names, key=lambda n: sort_key(n, "en")), lambda: sorted(names, key=str.casefold)),
        ),
        (f"{count:,} names: export as DOCX", *beside(lambda: exported(Format.DOCX), peer)),
        (f"{count:,} names: export as HTML", *beside(lambda: exported(Format.HTML), peer)),
        (f"{count:,} rows: import and export, whole processes", *beside(whole, whole_peer)),
    ]
    print(f"{count:,}: {len(names):,} signed")
    return found


def main() -> None:
    counts = [int(given) for given in sys.argv[1:]] or [500, 5_000]
    with tempfile.TemporaryDirectory() as folder:
        found = [row for count in counts for row in rows_of(count, Path(folder))]
    lines = [f"| {work} | {ratio:.2f} | {ours:.1f} | {peer:.1f} |" for work, ratio, ours, peer in found]
    table = "\n".join(["| work | ratio | ours, ms | peer, ms |", "|---|---|---|---|", *lines])
    print(table)
    page = f"""# Five thousand signatories

`PYTHONPATH=. python benchmarks/signatories.py` writes this page: a form of so many people (one in a hundred twice, one in a hundred without
a usable address), beside the least that does as much: `csv`, a set of names without case and spaces, `sorted`, and bare
paragraphs by python-docx. Median of {ROUNDS} rounds' ratios in one run, on {os.cpu_count()} cores,
Python {platform.python_version()}, {dt.datetime.now(dt.UTC):%-d %B %Y}.

{table}

The peer keeps no evidence, no bad rows and no journal, finds no likely duplicates, sorts by code points, and knows no
store. The row of the alphabet is beside `sorted` alone.
"""
    if not sys.argv[1:]:
        (REPOSITORY / "docs" / "signatories.md").write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
