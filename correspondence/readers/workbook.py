"""What stands in a workbook beside its cells (text boxes, comments), and its cells where no library opens it."""

import posixpath
import re
from collections.abc import Iterator

from lxml import etree

from correspondence.readers.archive import Package, local_name
from correspondence.readers.drawings import paragraphs

_COLUMN = re.compile(r"([A-Z]{1,3})\d*")
_LETTERS = 26
_MOST_COLUMNS = 16_384
_DRAWN = (
    ("Text boxes", re.compile(r"xl/drawings/drawing\d*\.xml")),
    ("Diagrams", re.compile(r"xl/diagrams/data\d*\.xml")),
    ("Charts", re.compile(r"xl/charts/chart\d*\.xml")),
    ("Comments", re.compile(r"xl/(?:comments\d*|comments/comment\d*|threadedComments/threadedComment\d*)\.xml")),
)


def beside_the_cells(package: Package) -> Iterator[tuple[str, list[str]]]:
    """What text boxes, diagrams, titles of charts and comments say, each with a heading, where there is any."""
    for title, pattern in _DRAWN:
        lines: list[str] = []
        for name in sorted(filter(pattern.fullmatch, package.names)):
            root = package.xml(name)
            if root is not None:
                lines += _comments(root) if title == "Comments" else paragraphs(root)
        if lines := list(dict.fromkeys(lines)):
            yield title, lines


def _comments(root: etree._Element) -> list[str]:
    """Notes on cells, and comments that are answered (18.7; MS-XLSX, 2.6.205)."""
    entries = list(root.iter("{*}comment", "{*}threadedComment"))
    found = (
        (str(one.get("ref", "")), "".join(run.text or "" for run in one.iter("{*}t", "{*}text"))) for one in entries
    )
    return [f"[{place}] {' '.join(words.split())}" for place, words in found if _says(words)]


def _says(words: str) -> bool:
    """Whether a note is its own, and not what older programs show in place of a comment that is answered."""
    return bool(words.strip()) and not words.startswith("[Threaded comment]")


def sheets(package: Package) -> Iterator[tuple[str, list[list[str]]]]:
    """The worksheets with their titles and cells as they are stored: numbers as they are, dates as days since 1900."""
    book, relations = package.xml("xl/workbook.xml"), package.xml("xl/_rels/workbook.xml.rels")
    targets = {str(one.get("Id")): str(one.get("Target")) for one in (relations if relations is not None else ())}
    shared = _shared(package.xml("xl/sharedStrings.xml"))
    titles = {}
    for one in book.iter("{*}sheet") if book is not None else ():
        key = next((str(value) for name, value in one.attrib.items() if str(name).endswith("}id")), "")
        titles[posixpath.normpath(posixpath.join("/xl", targets.get(key, "?"))).lstrip("/")] = str(one.get("name"))
    for name in titles or sorted(package.names):
        if re.fullmatch(r"xl/worksheets/[^/]+\.xml", name) and (root := package.xml(name)) is not None:
            yield titles.get(name, posixpath.basename(name)), [_row(row, shared) for row in root.iter("{*}row")]


def _shared(root: etree._Element | None) -> list[str]:
    return [_text(one) for one in root.iter("{*}si")] if root is not None else []


def _text(element: etree._Element) -> str:
    """The words of a string, without how they are read aloud."""
    runs = (one for one in element.iter("{*}t") if local_name(one.getparent()) != "rPh")  # type: ignore[arg-type]  # `t` is within
    return "".join(run.text or "" for run in runs)


def _row(row: etree._Element, shared: list[str]) -> list[str]:
    cells: list[str] = []
    for cell in row.iter("{*}c"):
        place = _COLUMN.fullmatch(str(cell.get("r", "")))
        at = len(cells) if place is None else _number(place[1])
        if at >= _MOST_COLUMNS:
            continue
        cells += [""] * (at - len(cells))
        value = cell.findtext("{*}v") or ""
        if cell.get("t") == "s":
            value = shared[int(value)] if value.isdecimal() and int(value) < len(shared) else ""
        elif cell.get("t") == "inlineStr":
            value = _text(cell)
        cells[at : at + 1] = [value]
    return cells


def _number(letters: str) -> int:
    """A column's place, from 0."""
    place = 0
    for letter in letters:
        place = place * _LETTERS + ord(letter) - ord("A") + 1
    return place - 1
