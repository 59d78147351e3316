"""A letter as Word document, beside pandoc, docxtpl and plain python-docx on the same content; writes docs/benchmarks-letters.md.

    python benchmarks/letters.py [--bundle FOLDER LETTER]

measures the sample thread's letter, or that of another bundle. Whole processes and single calls, taken in turn, in one
run; what is given is the median of the rounds' ratios, since the machine's speed drifts. A campaign sends its text to a
hundred companies: one command, beside pandoc run for each letter.
"""

import argparse
import io
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import letter_peers as peers
import page
from lxml import etree

from correspondence.cli.main import cli
from correspondence.document.nodes import Cell, Document, Heading, Link, Paragraph, Part, Table, Text
from correspondence.document.parse import parse
from correspondence.writers import docx as ours

REPOSITORY = Path(__file__).parent.parent
PROGRAM = str(Path(sys.executable).with_name("correspondence"))
ROUNDS = 7


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--bundle", nargs=2, metavar=("FOLDER", "LETTER"))
    given = options.parse_args().bundle or (str(REPOSITORY / "threads" / "nivelmark"), "2025-06-03-open-letter")
    with tempfile.TemporaryDirectory() as name:
        whole, features = _whole(Path(name), *given)
        hundred = _hundred(Path(name))
    lines = [
        f"The letter is `{given[1]}`; {ROUNDS} rounds in turn in one run, medians.",
        "",
        *whole,
        "",
        *hundred,
        "",
        *features,
        "",
        *_growth(),
    ]
    libraries = ("docxtpl", "python-docx", "lxml")
    page.write(
        "benchmarks-letters", "What a Word document costs", "python benchmarks/letters.py", lines, libraries=libraries
    )
    print("\n".join(lines))


def _whole(folder: Path, bundle: str, letter: str) -> tuple[list[str], list[str]]:
    """The letter by each program, as a process and in process."""
    root = folder / "workspace"
    export = ("letter", "export", letter, "--unconfirmed", "leave-out", "-o")
    ws = (PROGRAM, "--workspace", str(root))
    for command in (
        (PROGRAM, "init", str(root)),
        (*ws, "thread", "import", bundle),
        (*ws, *export, str(folder / "letter.md")),
    ):
        subprocess.run(command, check=True, capture_output=True)
    markdown = (folder / "letter.md").read_text(encoding="utf-8")
    document = parse(markdown, language="en")
    content = peers.content(document)
    (folder / "content.json").write_text(json.dumps(content), encoding="utf-8")
    (folder / "template.docx").write_bytes(peers.template())
    (folder / "peers.py").write_text(peers.AS_PROCESS, encoding="utf-8")
    peer = (sys.executable, str(folder / "peers.py"))
    commands = {
        "ours, from the store": (*ws, *export, str(folder / "ours.docx")),
        "docxtpl": (
            *peer,
            "docxtpl",
            str(folder / "content.json"),
            str(folder / "docxtpl.docx"),
            str(folder / "template.docx"),
        ),
        "python-docx": (*peer, "python-docx", str(folder / "content.json"), str(folder / "python-docx.docx")),
    }
    if pandoc := shutil.which("pandoc"):
        commands |= {"pandoc": (pandoc, str(folder / "letter.md"), "-o", str(folder / "pandoc.docx"))}
    processes = _in_turn({name: lambda command=command: _process(command) for name, command in commands.items()})
    made: dict[str, object] = {}
    exec(peers.PEERS, made)  # the very code that the processes run
    calls: dict[str, Callable[[], tuple[float, float]]] = {
        "ours, from the store": lambda: _timed(lambda: ours.write(document, peers.REFERENCE)),
        "docxtpl": lambda: _timed(lambda: made["docxtpl"](content, (folder / "template.docx").read_bytes())),  # type: ignore[operator]
        "python-docx": lambda: _timed(lambda: made["python_docx"](content)),  # type: ignore[operator]
    }
    inside = _in_turn(calls)
    lines = [
        "| program | whole process, ms | × ours | in process, imports done, ms | × ours | peak memory, MB |",
        "|---|---|---|---|---|---|",
    ]
    for name, (ms, times, memory) in processes.items():
        own = inside.get(name)
        lines.append(
            f"| {name} | {ms:.0f} | {times:.2f} | {f'{own[0]:.1f} | {own[1]:.2f}' if own else '– | –'} | {memory:.0f} |"
        )
    files = {name: folder / f"{name.split(',')[0]}.docx" for name in commands}
    return lines, _features({name: path.read_bytes() for name, path in files.items()})


def _hundred(folder: Path) -> list[str]:
    """The letter's text and tables as a campaign's draft in a hundred threads, frozen, and exported by one command."""
    pandoc = shutil.which("pandoc")
    if pandoc is None:
        return ["pandoc is not installed: a hundred letters have nothing to be compared with."]
    letter = (folder / "letter.md").read_text(encoding="utf-8")
    text = re.search(r"^::: salutation$.*?^:::$(.*?)^::: closing$", letter, re.MULTILINE | re.DOTALL)
    assert text is not None, "the letter has no text"
    tables = re.findall(r"^:::: list-table.*?^::::$", letter, re.MULTILINE | re.DOTALL)
    (folder / "draft.md").write_text("\n\n".join([text[1].strip(), *tables]), encoding="utf-8")
    root, threads = folder / "campaign", [f"company-{n}" for n in range(1, 101)]
    commands = [
        ("init", str(root)),
        *(("thread", "new", slug, "--title", slug, "--organization", slug) for slug in threads),
        ("campaign", "new", "all", *(part for slug in threads for part in ("--thread", slug)), "--title", "To {organization}"),
        ("campaign", "edit", "all", "--from", str(folder / "draft.md")),
        ("campaign", "freeze", "all", "--anyway"),
        ("campaign", "export", "all", "--to", "md", "-o", str(folder / "markdown")),
    ]  # fmt: skip
    with (folder / "said").open("w", encoding="utf-8") as said, redirect_stdout(said), redirect_stderr(said):
        for command in commands:
            cli.main(["--workspace", str(root), *command], prog_name="correspondence", standalone_mode=False)
    export = (PROGRAM, "--workspace", str(root), "campaign", "export", "all", "-o", str(folder / "word"))
    one = (pandoc, str(folder / "markdown" / "company-1-all.md"), "-o", str(folder / "one.docx"))
    times = _in_turn({"pandoc": lambda: _process(one), "ours": lambda: _process(export)})
    assert len(list((folder / "word").glob("*.docx"))) == len(threads)
    size = f"{len(text[1].split()):,} words and {len(tables)} table(s)"
    cost = f"{times['ours'][0] / 1000:.1f} s, {times['ours'][1] / len(threads):.2f} of {len(threads)} runs of pandoc"
    return [f"A campaign's {len(threads)} letters of {size} each, exported by one command: {cost}."]


def _in_turn(works: dict[str, Callable[[], tuple[float, float]]]) -> dict[str, tuple[float, float, float]]:
    """Median milliseconds, median ratio to ours, and median memory, of works that take turns."""
    for work in works.values():
        work()
    rounds = [{name: work() for name, work in works.items()} for _ in range(ROUNDS)]
    first = next(iter(works))
    return {
        name: (
            1000 * statistics.median(one[name][0] for one in rounds),
            statistics.median(one[name][0] / one[first][0] for one in rounds),
            statistics.median(one[name][1] for one in rounds),
        )
        for name in works
    }


def _process(command: tuple[str, ...]) -> tuple[float, float]:
    """Seconds and peak megabytes of a whole process."""
    began = time.perf_counter()
    quiet = [(os.POSIX_SPAWN_OPEN, n, os.devnull, os.O_WRONLY, 0) for n in (1, 2)]
    pid = os.posix_spawn(command[0], command, dict(os.environ), file_actions=quiet)
    _, status, usage = os.wait4(pid, 0)
    if status:
        raise SystemExit(f"{' '.join(command)}: {status}")
    return time.perf_counter() - began, usage.ru_maxrss / 1024


def _timed(work: Callable[[], object]) -> tuple[float, float]:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began, 0.0


_KEPT = {
    "links": rb"<w:hyperlink ",
    "footnotes": rb"<w:footnoteReference ",
    "headings": rb'<w:pStyle w:val="(?:Heading|heading|Title)',
    "header rows that repeat": rb"<w:tblHeader",
    "rows that stay whole": rb"<w:cantSplit",
    "list items": rb"<w:numPr>|ListBullet",
    "kept with the next": rb"<w:keepNext",
}


def _features(packages: dict[str, bytes]) -> list[str]:
    """What of the letter each program's document holds, counted in the documents that were just made."""
    lines = ["| what the document holds | " + " | ".join(packages) + " |", "|---|" + "---|" * len(packages)]
    parts = {}
    for name, package in packages.items():
        with zipfile.ZipFile(io.BytesIO(package)) as archive:
            parts[name] = archive.read("word/document.xml")
    for what, pattern in _KEPT.items():
        counts = [str(len(re.findall(pattern, part))) for part in parts.values()]
        lines.append(f"| {what} | " + " | ".join(counts) + " |")
    sizes = [f"{len(package) / 1024:.0f}" for package in packages.values()]
    return [*lines, "| kB | " + " | ".join(sizes) + " |"]


def _growth() -> list[str]:
    """How the cost grows, beside lxml alone that builds the same elements and packs them."""
    lines = ["| in process | ours, ms | lxml and zip alone, ms | × |", "|---|---|---|---|"]
    works = [(f"appendix of {n:,} questions, a link each", _appendix(n)) for n in (10, 100, 1_000, 10_000)]
    works += [(f"{n:,} signatories", _signed(n)) for n in (9, 500, 5_000)]
    for what, (document, bare) in works:
        times = _in_turn(
            {
                "lxml": lambda bare=bare: _timed(bare),
                "ours": lambda d=document: _timed(lambda: ours.write(d, peers.REFERENCE)),
            }
        )
        lines.append(f"| {what} | {times['ours'][0]:.1f} | {times['lxml'][0]:.1f} | {times['ours'][1]:.2f} |")
    return lines


def _appendix(rows: int) -> tuple[Document, Callable[[], bytes]]:
    words = [
        (f"The company undertook to publish part {n} of its register within a year.", f"https://example.org/{n}",
         f" When will part {n} be published? Who verified it, and against which standard?")
        for n in range(rows)
    ]  # fmt: skip
    head = (Cell((Paragraph((Text("Undertaking"),)),)), Cell((Paragraph((Text("Status and open questions"),)),)))
    body = tuple(
        (
            Cell((Paragraph((Text(left),)),)),
            Cell((Paragraph((Text("Outstanding: "), Link(to, (Text("source"),)), Text(right))),)),
        )
        for left, to, right in words
    )
    document = Document("Growth", "en", (Part("appendix", (Heading(1, (Text("Appendix A"),)), Table((head, *body)))),))

    def bare() -> bytes:
        body, links = peers.body()
        table = etree.SubElement(body, f"{{{peers.W}}}tbl")
        for left, to, right in words:
            row = etree.SubElement(table, f"{{{peers.W}}}tr")
            etree.SubElement(etree.SubElement(row, f"{{{peers.W}}}trPr"), f"{{{peers.W}}}cantSplit")
            peers.runs(peers.cell(row), left)
            paragraph = peers.cell(row)
            peers.runs(paragraph, "Outstanding: ")
            link = etree.SubElement(paragraph, f"{{{peers.W}}}hyperlink", {f"{{{peers.R}}}id": f"rId{len(links)}"})
            links.append(to)
            peers.runs(link, "source", style="Hyperlink")
            peers.runs(paragraph, right)
        return peers.packed(body, links)

    return document, bare


def _signed(count: int) -> tuple[Document, Callable[[], bytes]]:
    names = [f"Organization for the Protection of Rights number {n}" for n in range(count)]
    document = Document("Growth", "en", (Part("signature-block", tuple(Paragraph((Text(name),)) for name in names)),))

    def bare() -> bytes:
        body, links = peers.body()
        for name in names:
            peers.runs(peers.paragraph(body, "Signature"), name)
        return peers.packed(body, links)

    return document, bare


if __name__ == "__main__":
    main()
