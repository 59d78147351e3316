"""What is left of a Word document when all its tracked changes are accepted or rejected: by the rules, not by our code.

ECMA-376 part 1, 17.13.5: what is inserted goes when it is rejected, what is deleted when it is accepted; a paragraph
whose end goes runs on in the next one; a row that goes takes its cells along.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from lxml import etree

from tests.writers.conftest import OFFICE, W

Choice = Literal["accept", "reject"]
_GONE = {"accept": ("del", "moveFrom"), "reject": ("ins", "moveTo")}


@dataclass(frozen=True, slots=True)
class _Around:
    """What the words of a part refer to: addresses by relationship, notes by number."""

    choice: Choice
    addresses: dict[str, str]
    notes: dict[str, str] = field(default_factory=dict)


def resolved(package: bytes, choice: Choice) -> list[str]:
    """The words of every paragraph that holds any; a note stands at its mark, an address behind its link."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        kind = "footnotes" if "word/footnotes.xml" in archive.namelist() else "endnotes"
        body, notes = (_tree(archive, f"word/{name}.xml") for name in ("document", kind))
        addresses = {name: _addresses(archive, f"word/_rels/{name}.xml.rels") for name in ("document", kind)}
    around = _Around(choice, addresses[kind])
    told = {str(note.get(f"{W}id")): " / ".join(_story(note, around)) for note in notes}
    return list(_story(next(body.iterfind(f"{W}body")), _Around(choice, addresses["document"], told)))


def _tree(archive: zipfile.ZipFile, name: str) -> etree._Element:
    return etree.fromstring(archive.read(name), etree.XMLParser(huge_tree=True))


def _addresses(archive: zipfile.ZipFile, name: str) -> dict[str, str]:
    if name not in archive.namelist():
        return {}
    return {str(entry.get("Id")): str(entry.get("Target")) for entry in _tree(archive, name)}


def looks(package: bytes, choice: Choice) -> list[tuple[str, str, str]]:
    """The words of every run, its properties and those of its paragraph, as they are when the changes are resolved."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        root = _tree(archive, "word/document.xml")
    seen: list[tuple[str, str, str]] = []
    waiting: list[tuple[str, str]] = []
    for paragraph in root.iter(f"{W}p"):
        if any(_row_goes(row, choice) for row in paragraph.iterancestors(f"{W}tr")):
            continue
        for run in paragraph.iter(f"{W}r"):
            if not any(_name(around) in _GONE[choice] for around in run.iterancestors()):
                text = "".join(t.text or "" for t in run.iter(f"{W}t", f"{W}delText"))
                properties = _properties(run.find(f"{W}rPr"), "rPr", choice)
                if text:
                    waiting.append((text, properties))
        end = paragraph.find(f"{W}pPr/{W}rPr")
        if end is not None and any(_name(mark) in _GONE[choice] for mark in end):
            continue
        about = _properties(paragraph.find(f"{W}pPr"), "pPr", choice)
        for text, properties in waiting:
            if seen and seen[-1][1:] == (properties, about):
                seen[-1] = (seen[-1][0] + text, properties, about)
            else:
                seen.append((text, properties, about))
        waiting = []
    return seen


def _properties(element: etree._Element | None, name: str, choice: Choice) -> str:
    if element is None:
        return ""
    change = element.find(f"{W}{name}Change")
    if change is not None and choice == "reject":
        return _properties(change.find(f"{W}{name}"), name, choice)
    kept = [child for child in element if _name(child) not in {f"{name}Change", "rPr", "keepNext", "numPr"}]
    return "".join(etree.tostring(child, method="c14n").decode() for child in kept)


def _story(root: etree._Element, around: _Around) -> Iterator[str]:
    """Paragraphs; one that runs on stops where its story does."""
    choice = around.choice
    waiting: list[str] = []
    for block in root:
        match _name(block):
            case "p":
                waiting.append("".join(_words(block, around)))
                end = block.find(f"{W}pPr/{W}rPr")
                if end is not None and any(_name(mark) in _GONE[choice] for mark in end):
                    continue
            case "tbl":
                yield from _folded(waiting)
                for row in block.iter(f"{W}tr"):
                    if _parent(row, "tbl") is block and not _row_goes(row, choice):
                        yield "| row"
                        for cell in row.iter(f"{W}tc"):
                            if _parent(cell, "tr") is row:
                                yield "| cell"
                                yield from _story(cell, around)
        yield from _folded(waiting)
        waiting = []
    yield from _folded(waiting)


def _words(element: etree._Element, around: _Around) -> Iterator[str]:
    for child in element:
        match _name(child):
            case "pPr" | "rPr":
                pass
            case name if name in _GONE[around.choice]:
                pass
            case "t" | "delText":
                yield child.text or ""
            case "br" | "tab":
                yield " "
            case "footnoteReference" | "endnoteReference":
                yield f"[{around.notes.get(str(child.get(f'{W}id')), '')}]"
            case "hyperlink":
                inside = "".join(_words(child, around))
                outside = child.get(f"{{{OFFICE}}}id")  # a link to a place in the letter has none
                yield f"{inside}\x02{around.addresses[str(outside)]}\x03" if inside and outside else inside
            case "p" | "tbl" | "instrText" | "delInstrText":
                pass
            case _:
                yield from _words(child, around)


def _row_goes(row: etree._Element, choice: Choice) -> bool:
    return any(_name(mark) in _GONE[choice] for mark in row.iterfind(f"{W}trPr/*"))


def _parent(element: etree._Element, name: str) -> etree._Element:
    return next(element.iterancestors(f"{W}{name}"))


def _name(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _folded(pieces: list[str]) -> Iterator[str]:
    text = re.sub("[ \t\r\n]+", " ", "".join(pieces)).strip(" ")
    # Links that touch and lead to one place are one, wherever a change divided them.
    text = re.sub("\x02([^\x03]*)\x03(?=[^\x02\x03]+\x02\\1\x03)", "", text)
    if text:
        yield text
