"""Measure the program beside its peers and write docs/benchmarks.md: `make bench`."""

import importlib.metadata
import io
import os
import platform
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

REPOSITORY = Path(__file__).parent.parent
ROUNDS = 9
PROGRAM = str(Path(sys.executable).with_name("correspondence"))
LETTER = "2025-06-03-open-letter"
BARE_CLICK = "import click\n@click.command()\ndef c(): 'x'\nc(['--help'])"
FIRST_SCREEN = """
import asyncio
async def look(app):
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
"""
HELLO = f"""{FIRST_SCREEN}
from textual.app import App
from textual.widgets import Static
class Hello(App):
    def compose(self):
        yield Static("Hello")
asyncio.run(look(Hello()))
"""
OURS = f"""{FIRST_SCREEN}
import sys
from pathlib import Path
from correspondence.tui.app import CorrespondenceApp
from correspondence.workspace import Workspace
asyncio.run(look(CorrespondenceApp(Workspace(Path(sys.argv[1]), None, "bench"))))
"""
PYTHON_DOCX = """
import sys, docx
d = docx.Document(); text = open(sys.argv[1], encoding="utf-8").read()
for paragraph in text.split("\\n\\n"):
    d.add_paragraph(paragraph)
d.save(sys.argv[2])
"""


@dataclass(frozen=True)
class Pair:
    """Something of ours beside a peer that does the like."""

    work: str
    beside: str
    ours: Callable[[], float]
    peer: Callable[[], float]
    goal: str


def process(*command: str) -> Callable[[], float]:
    """Seconds of a whole process."""

    def run() -> float:
        began = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True, env=os.environ | {"PYTHONDONTWRITEBYTECODE": ""})
        return time.perf_counter() - began

    return run


def ratio(pair: Pair) -> tuple[float, float, float]:
    """Median of the rounds' ratios, and both medians in milliseconds; the first round only warms up."""
    pair.ours(), pair.peer()
    rounds = [(pair.ours(), pair.peer()) for _ in range(ROUNDS)]
    return (
        statistics.median(ours / peer for ours, peer in rounds),
        1000 * statistics.median(ours for ours, _ in rounds),
        1000 * statistics.median(peer for _, peer in rounds),
    )


def prepared(folder: Path) -> Path:
    """A workspace with the sample thread, and its letter as Markdown for the peers."""
    root = folder / "workspace"
    for command in (
        ("init", str(root)),
        ("--workspace", str(root), "thread", "import", str(REPOSITORY / "threads" / "nivelmark")),
        (
            "--workspace",
            str(root),
            "letter",
            "export",
            LETTER,
            "--unconfirmed",
            "leave-out",
            "-o",
            str(folder / "letter.md"),
        ),
    ):
        subprocess.run([PROGRAM, *command], check=True, capture_output=True)
    return root


def pairs(folder: Path, root: Path) -> list[Pair]:
    """What is measured."""
    ws = ("--workspace", str(root))
    letter = str(folder / "letter.md")
    export = process(
        PROGRAM, *ws, "letter", "export", LETTER, "--unconfirmed", "leave-out", "-o", str(folder / "o.docx")
    )
    found = [
        Pair("`--help`", "bare click", process(PROGRAM, "--help"), process(sys.executable, "-c", BARE_CLICK), "≤ 1.5"),
        Pair("`thread list`", "`python -c pass`", process(PROGRAM, *ws, "thread", "list"), process(sys.executable, "-c", "pass"), "≤ 15"),
        Pair("`question list`", "`python -c pass`", process(PROGRAM, *ws, "question", "list"), process(sys.executable, "-c", "pass"), "≤ 15"),
        Pair("UI to the settled first screen, whole process", "a Textual hello", process(sys.executable, "-c", OURS, str(root)),
             process(sys.executable, "-c", HELLO), "≤ 1.35"),
        Pair("letter → DOCX, whole process", "python-docx, the bare paragraphs", export,
             process(sys.executable, "-c", PYTHON_DOCX, letter, str(folder / "p.docx")), "–"),
        Pair("import of the sample bundle", "`python -c 'import sqlmodel'`", _import(folder), process(sys.executable, "-c", "import sqlmodel"), "–"),
        Pair("letter → DOCX in process", "python-docx, the bare paragraphs", _write(letter), _python_docx(letter), "≤ 1"),
    ]  # fmt: skip
    if pandoc := shutil.which("pandoc"):
        peer = process(pandoc, letter, "-o", str(folder / "q.docx"))
        found.append(Pair("letter → DOCX, whole process", f"pandoc {_pandoc(pandoc)}", export, peer, "≤ 2"))
    else:
        print("pandoc is not installed: not measured", file=sys.stderr)
    found += [_growth(rows) for rows in (100, 1_000, 10_000)]
    return found


def _import(folder: Path) -> Callable[[], float]:
    def run() -> float:
        root = folder / "import"
        shutil.rmtree(root, ignore_errors=True)
        subprocess.run([PROGRAM, "init", str(root)], check=True, capture_output=True)
        return process(
            PROGRAM, "--workspace", str(root), "thread", "import", str(REPOSITORY / "threads" / "nivelmark")
        )()

    return run


def _write(letter: str) -> Callable[[], float]:
    from correspondence.document.parse import parse
    from correspondence.writers.docx import write

    text = Path(letter).read_text(encoding="utf-8")
    reference = (REPOSITORY / "templates" / "open-letter.docx").read_bytes()
    return lambda: _timed(lambda: write(parse(text), reference))


def _python_docx(letter: str) -> Callable[[], float]:
    import docx

    paragraphs = Path(letter).read_text(encoding="utf-8").split("\n\n")

    def run() -> None:
        document = docx.Document()
        for paragraph in paragraphs:
            document.add_paragraph(paragraph)
        document.save(io.BytesIO())

    return lambda: _timed(run)


def _growth(rows: int) -> Pair:
    """An appendix of so many rows with a link each, beside lxml building the same cells."""
    from lxml import etree

    from correspondence.document.nodes import Cell, Document, Link, Paragraph, Table, Text
    from correspondence.writers.docx import write

    reference = (REPOSITORY / "templates" / "open-letter.docx").read_bytes()
    cells = [(f"What they undertook, number {n}.", f"https://example.org/{n}") for n in range(rows)]
    table = Table(
        tuple((Cell((Paragraph((Text(a),)),)), Cell((Paragraph((Link(b, (Text("source"),)),)),))) for a, b in cells)
    )
    document = Document("Growth", "en", (table,))
    w = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

    def bare() -> None:
        root = etree.Element(f"{w}tbl")
        for text, address in cells:
            row = etree.SubElement(root, f"{w}tr")
            for words in (text, address):
                paragraph = etree.SubElement(etree.SubElement(row, f"{w}tc"), f"{w}p")
                etree.SubElement(etree.SubElement(paragraph, f"{w}r"), f"{w}t").text = words
        etree.tostring(root)

    return Pair(
        f"appendix of {rows:,} rows and links, in process",
        "lxml, the bare cells",
        lambda: _timed(lambda: write(document, reference)),
        lambda: _timed(bare),
        "linear",
    )


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _pandoc(path: str) -> str:
    return subprocess.run([path, "--version"], check=True, capture_output=True, text=True).stdout.split()[1]


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        lines = ["| work | beside | ratio | ours, ms | peer, ms | goal |", "|---|---|---|---|---|---|"]
        for pair in pairs(folder, prepared(folder)):
            times, ours, peer = ratio(pair)
            lines.append(f"| {pair.work} | {pair.beside} | {times:.2f} | {ours:.1f} | {peer:.1f} | {pair.goal} |")
            print(lines[-1])
    versions = ", ".join(
        f"{p} {importlib.metadata.version(p)}" for p in ("click", "lxml", "python-docx", "sqlmodel", "textual")
    )
    text = (
        "# What it costs\n\nWhole processes and single calls beside a peer, taken in turn, "
        f"median of {ROUNDS} rounds' ratios; `make bench` writes this page.\n"
        f"Measured {datetime.now(UTC):%d %B %Y} on {os.cpu_count()} cores, Python {platform.python_version()}, "
        f"SQLite {sqlite3.sqlite_version}, {versions}.\n\n" + "\n".join(lines) + "\n\n"
        "The peers do less: python-docx writes bare paragraphs without headings, links, notes, tables or styles of a house; "
        "pandoc starts from the finished Markdown and knows no store; lxml builds cells without a package around them.\n"
    )
    (REPOSITORY / "docs" / "benchmarks.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
