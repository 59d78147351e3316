"""A letter as Word document, beside pandoc, docxtpl and plain python-docx on the same content; writes docs/benchmarks-letters.md.

    python benchmarks/letters.py [--bundle FOLDER LETTER]

measures the sample thread's letter, or that of another bundle. Whole processes and single calls, taken in turn, in one
run; what is given is the median of the rounds' ratios, since the machine's speed drifts.
"""

import argparse
import importlib.metadata
import io
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from lxml import etree

from correspondence.document.nodes import Cell, Document, Heading, Link, Paragraph, Part, Table, Text
from correspondence.document.parse import parse
from correspondence.writers import docx as ours

REPOSITORY = Path(__file__).parent.parent
REFERENCE = (REPOSITORY / "templates" / "open-letter.docx").read_bytes()
PROGRAM = str(Path(sys.executable).with_name("correspondence"))
ROUNDS = 7
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

# The peers as somebody would write them by hand who wants the same content: headings, paragraphs with links, lists,
# tables with their header row. They get the document tree's plain words from `content`.
PEERS = """
import io, json, sys

def python_docx(content):
    import docx
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    def add(paragraph, runs):
        for words, target in runs:
            if target:
                link = OxmlElement("w:hyperlink")
                link.set(qn("r:id"), document.part.relate_to(target, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
                run, text = OxmlElement("w:r"), OxmlElement("w:t")
                text.text = words
                run.append(text)
                link.append(run)
                paragraph._p.append(link)
            else:
                paragraph.add_run(words)
    document = docx.Document()
    for kind, value in content:
        if kind == "table":
            table = document.add_table(rows=0, cols=len(value[0]))
            for row in value:
                for cell, runs in zip(table.add_row().cells, row):
                    add(cell.paragraphs[0], runs)
        else:
            add(document.add_paragraph(style={"p": None, "li": "List Bullet"}.get(kind, "Heading %s" % kind[1:])), value)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()

def docxtpl(content, template):
    from docxtpl import DocxTemplate, RichText
    letter = DocxTemplate(io.BytesIO(template))
    def rich(runs):
        text = RichText()
        for words, target in runs:
            text.add(words, url_id=letter.build_url_id(target)) if target else text.add(words)
        return text
    blocks, tables = [], []
    for kind, value in content:
        if kind == "table":
            tables.append([[rich(cell) for cell in row] for row in value])
            blocks.append({"rows": [{"left": row[0], "right": row[-1]} for row in tables[-1]]})
        else:
            blocks.append({"words": rich(value), "rows": []})
    letter.render({"blocks": blocks})
    target = io.BytesIO()
    letter.save(target)
    return target.getvalue()
"""
AS_PROCESS = (
    PEERS
    + """
content = json.load(open(sys.argv[2], encoding="utf-8"))
made = python_docx(content) if sys.argv[1] == "python-docx" else docxtpl(content, open(sys.argv[4], "rb").read())
open(sys.argv[3], "wb").write(made)
"""
)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--bundle", nargs=2, metavar=("FOLDER", "LETTER"))
    given = options.parse_args().bundle or (str(REPOSITORY / "threads" / "nivelmark"), "2025-06-03-open-letter")
    with tempfile.TemporaryDirectory() as name:
        whole, features = _whole(Path(name), *given)
        lines = [
            *_heading(given[1]),
            *whole,
            "",
            *features,
            "",
            *_growth(),
        ]
    (REPOSITORY / "docs" / "benchmarks-letters.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(lines))


def _heading(letter: str) -> list[str]:
    versions = ", ".join(f"{p} {importlib.metadata.version(p)}" for p in ("docxtpl", "python-docx", "lxml"))
    return [
        "# What a Word document costs",
        "",
        f"`python benchmarks/letters.py` writes this page: the letter `{letter}`, {ROUNDS} rounds in turn in one run, medians.",
        f"{datetime.now(UTC):%d %B %Y}, {os.cpu_count()} cores, Python {platform.python_version()}, {versions}.",
        "",
    ]


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
    content = _content(document)
    import json

    (folder / "content.json").write_text(json.dumps(content), encoding="utf-8")
    (folder / "template.docx").write_bytes(_template())
    (folder / "peers.py").write_text(AS_PROCESS, encoding="utf-8")
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
    exec(PEERS, made)  # the very code that the processes run
    calls: dict[str, Callable[[], tuple[float, float]]] = {
        "ours, from the store": lambda: _timed(lambda: ours.write(document, REFERENCE)),
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


Runs = list[tuple[str, str]]


def _content(document: Document) -> list[tuple[str, object]]:
    """The letter as the peers get it: kinds of blocks with their words and addresses."""
    from correspondence.document import nodes

    def runs(inlines: nodes.Inlines, target: str = "") -> Runs:
        found: Runs = []
        for inline in inlines:
            match inline:
                case nodes.Link():
                    found += runs(inline.children, inline.target)
                case nodes.Emphasis() | nodes.Strong() | nodes.Strikethrough():
                    found += runs(inline.children, target)
                case nodes.Text() | nodes.Code():
                    found.append((inline.text, target))
        return found

    def cell(blocks: nodes.Blocks) -> Runs:
        return [run for kind, value in flat(blocks) if kind != "table" for run in value]  # type: ignore[attr-defined]

    def flat(blocks: nodes.Blocks) -> list[tuple[str, object]]:
        found: list[tuple[str, object]] = []
        for block in blocks:
            match block:
                case nodes.Heading():
                    found.append((f"h{block.level}", runs(block.children)))
                case nodes.Paragraph():
                    found.append(("p", runs(block.children)))
                case nodes.BulletList() | nodes.OrderedList():
                    found += [
                        ("li" if kind == "p" else kind, value) for item in block.items for kind, value in flat(item)
                    ]
                case nodes.BlockQuote() | nodes.Part():
                    found += flat(block.blocks)
                case nodes.Table():
                    found.append(("table", [[cell(one.blocks) for one in row] for row in block.rows]))
        return found

    return flat(document.blocks)


def _template() -> bytes:
    """A template for docxtpl that holds blocks in a loop, each words or a table."""
    import docx

    document = docx.Document()
    document.add_paragraph("{%p for block in blocks %}")
    document.add_paragraph("{%p if block.words %}")
    document.add_paragraph("{{r block.words }}")
    document.add_paragraph("{%p endif %}")
    document.add_paragraph("{%p if block.rows %}")
    table = document.add_table(rows=3, cols=2)
    table.cell(0, 0).text = "{%tr for row in block.rows %}"
    table.cell(1, 0).text, table.cell(1, 1).text = "{{r row.left }}", "{{r row.right }}"
    table.cell(2, 0).text = "{%tr endfor %}"
    document.add_paragraph("{%p endif %}")
    document.add_paragraph("{%p endfor %}")
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


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
                "ours": lambda d=document: _timed(lambda: ours.write(d, REFERENCE)),
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
        body, links = _body()
        table = etree.SubElement(body, f"{{{W}}}tbl")
        for left, to, right in words:
            row = etree.SubElement(table, f"{{{W}}}tr")
            etree.SubElement(etree.SubElement(row, f"{{{W}}}trPr"), f"{{{W}}}cantSplit")
            _runs(_cell(row), left)
            paragraph = _cell(row)
            _runs(paragraph, "Outstanding: ")
            link = etree.SubElement(paragraph, f"{{{W}}}hyperlink", {f"{{{R}}}id": f"rId{len(links)}"})
            links.append(to)
            _runs(link, "source", style="Hyperlink")
            _runs(paragraph, right)
        return _packed(body, links)

    return document, bare


def _signed(count: int) -> tuple[Document, Callable[[], bytes]]:
    names = [f"Organization for the Protection of Rights number {n}" for n in range(count)]
    document = Document("Growth", "en", (Part("signature-block", tuple(Paragraph((Text(name),)) for name in names)),))

    def bare() -> bytes:
        body, links = _body()
        for name in names:
            _runs(_paragraph(body, "Signature"), name)
        return _packed(body, links)

    return document, bare


def _body() -> tuple[etree._Element, list[str]]:
    root = etree.Element(f"{{{W}}}document", nsmap={"w": W, "r": R})
    return etree.SubElement(root, f"{{{W}}}body"), []


def _cell(row: etree._Element) -> etree._Element:
    cell = etree.SubElement(row, f"{{{W}}}tc")
    width = etree.SubElement(etree.SubElement(cell, f"{{{W}}}tcPr"), f"{{{W}}}tcW")
    width.set(f"{{{W}}}w", "4500")
    width.set(f"{{{W}}}type", "dxa")
    return _paragraph(cell, "TableText")


def _paragraph(parent: etree._Element, style: str) -> etree._Element:
    paragraph = etree.SubElement(parent, f"{{{W}}}p")
    etree.SubElement(etree.SubElement(paragraph, f"{{{W}}}pPr"), f"{{{W}}}pStyle").set(f"{{{W}}}val", style)
    return paragraph


def _runs(parent: etree._Element, words: str, style: str = "") -> None:
    run = etree.SubElement(parent, f"{{{W}}}r")
    if style:
        etree.SubElement(etree.SubElement(run, f"{{{W}}}rPr"), f"{{{W}}}rStyle").set(f"{{{W}}}val", style)
    etree.SubElement(run, f"{{{W}}}t").text = words


def _packed(body: etree._Element, links: list[str]) -> bytes:
    """A package of the body, its relationships and the parts that the house style brings."""
    relationships = etree.Element("Relationships")
    for n, link in enumerate(links):
        etree.SubElement(
            relationships, "Relationship", Id=f"rId{n}", Type=f"{R}/hyperlink", Target=link, TargetMode="External"
        )
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "word/document.xml", etree.tostring(body.getroottree(), encoding="UTF-8", xml_declaration=True)
        )
        archive.writestr("word/_rels/document.xml.rels", etree.tostring(relationships))
        with zipfile.ZipFile(io.BytesIO(REFERENCE)) as house:
            archive.writestr("word/styles.xml", house.read("word/styles.xml"))
    return target.getvalue()


if __name__ == "__main__":
    main()
