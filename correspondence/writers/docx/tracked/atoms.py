"""A paragraph as words, and words as a paragraph with the changes in it.

An atom is the least that a change can hold: a word, what stands between two words, a line break, a footnote's mark.
"""

from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from itertools import groupby
from typing import NamedTuple

from lxml import etree

from correspondence.document.alignment import words_of
from correspondence.writers.docx.tracked.marks import DELETED, INSERTED, Marks, element_of
from correspondence.writers.docx.xml import R, W

PARAGRAPH_END = "¶"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
REFERENCES = (f"{{{W}}}footnoteReference", f"{{{W}}}endnoteReference")


class Key(NamedTuple):
    """What makes two atoms the same: what they are, what they say, and where they lead."""

    kind: str
    text: str
    link: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Atom:
    """An atom.

    Attributes:
        key: what it is.
        properties: the run's, or None.
        content: what stands in the run; for the end of a paragraph the paragraph's properties.
        around: what must stand before and behind the run, such as a bookmark's ends.
        field: the instruction of the field whose result it is.
    """

    key: Key
    properties: etree._Element | None = None
    content: etree._Element | None = None
    around: tuple[etree._Element, ...] = ()
    field: str = ""


@dataclass(frozen=True, slots=True)
class Placed:
    """An atom in the redline: `change` is `ins`, `del` or nothing; `was` the atom before, if it looked otherwise."""

    atom: Atom
    change: str = ""
    was: Atom | None = None


def tag(element: etree._Element) -> str:
    """An element's local name."""
    return str(element.tag).rpartition("}")[2]


def atoms(paragraph: etree._Element) -> list[Atom]:
    """A paragraph's atoms, its end the last."""
    found: list[Atom] = []
    opened: list[etree._Element] = []
    for child in paragraph:
        match tag(child):
            case "pPr":
                pass
            case "bookmarkStart":
                opened.append(child)
            case "bookmarkEnd" if found and opened:
                found[-1] = replace(found[-1], around=(opened.pop(), child))
            case "hyperlink":
                link = str(child.get(f"{{{R}}}id"))
                found += [replace(atom, key=atom.key._replace(link=link)) for run in child for atom in _run(run)]
            case "fldSimple":
                instruction = str(child.get(f"{{{W}}}instr"))
                inside = [atom for run in child for atom in _run(run)]
                key = Key("field", instruction + "".join(atom.key.text for atom in inside))
                found += [replace(atom, key=key, field=instruction) for atom in inside[:1]]
            case _:
                found += _run(child)
    found.append(Atom(Key("end", PARAGRAPH_END), content=paragraph.find(f"{{{W}}}pPr")))
    return found


def words(paragraph: etree._Element) -> Iterator[str]:
    """What a paragraph is compared by."""
    for text in paragraph.iter(f"{{{W}}}t"):
        yield from (word for word in words_of(text.text or "") if not word.isspace())


def looks(element: etree._Element | None) -> bytes:
    """Properties as bytes, to compare."""
    return b"" if element is None or not len(element) else etree.tostring(element, method="c14n", exclusive=True)


def content(placed: Sequence[Placed], marks: Marks) -> Iterator[etree._Element]:
    """The elements of a paragraph without its properties: links around changes around runs."""
    for link, linked in groupby(placed, lambda one: one.atom.key.link):
        inside = list(_changes(list(linked), marks))
        if not link:
            yield from inside
            continue
        hyperlink = element_of("hyperlink")
        hyperlink.set(f"{{{R}}}id", link)
        hyperlink.set(f"{{{W}}}history", "1")
        hyperlink.extend(inside)
        yield hyperlink


def _run(run: etree._Element) -> Iterator[Atom]:
    properties = run.find(f"{{{W}}}rPr")
    for child in run:
        kind = tag(child)
        if kind == "rPr":
            continue
        if kind == "t":
            yield from (Atom(Key("word", word), properties) for word in words_of(child.text or ""))
        elif child.tag in REFERENCES:
            yield Atom(Key("note", str(child.get(f"{{{W}}}id"))), properties, child)
        else:
            yield Atom(Key(kind, etree.tostring(child, method="c14n", exclusive=True).decode()), properties, child)


def _changes(placed: list[Placed], marks: Marks) -> Iterator[etree._Element]:
    for (change, around, field), group in groupby(placed, lambda one: (one.change, one.atom.around, one.atom.field)):
        runs = list(_runs(list(group), marks))
        if field:
            runs = list(_field(field, runs, deleted=change == DELETED)) if change else [_simple_field(field, runs)]
        inside = runs
        if change:
            mark = marks.mark(change)
            mark.extend(runs)
            inside = [mark]
        yield from (deepcopy(element) for element in around[:1])
        yield from inside
        yield from (deepcopy(element) for element in around[1:])


def _runs(placed: list[Placed], marks: Marks) -> Iterator[etree._Element]:
    def look(one: Placed) -> tuple[bytes, bytes | None]:
        return looks(one.atom.properties), None if one.was is None else looks(one.was.properties)

    for _, group in groupby(placed, look):
        alike = list(group)
        first = alike[0]
        run = element_of("r")
        properties = deepcopy(first.atom.properties)
        if first.was is not None:
            properties = element_of("rPr") if properties is None else properties
            properties.append(marks.changed("rPrChange", deepcopy(first.was.properties), "rPr"))
        if properties is not None:
            run.append(properties)
        for is_word, pieces in groupby(alike, lambda one: one.atom.key.kind == "word"):
            if is_word:
                text = etree.SubElement(run, f"{{{W}}}{'delText' if first.change == DELETED else 't'}")
                text.set(_SPACE, "preserve")
                text.text = "".join(piece.atom.key.text for piece in pieces)
            else:
                run.extend(_content_of(piece, deleted=first.change == DELETED) for piece in pieces)
        yield run


def _content_of(placed: Placed, *, deleted: bool) -> etree._Element:
    if placed.atom.content is not None:
        return deepcopy(placed.atom.content)
    text = element_of("delText" if deleted else "t")
    text.text = placed.atom.key.text.removeprefix(placed.atom.field)
    return text


def _simple_field(instruction: str, runs: list[etree._Element]) -> etree._Element:
    field = element_of("fldSimple")
    field.set(f"{{{W}}}instr", instruction)
    field.extend(runs)
    return field


def _field(instruction: str, runs: list[etree._Element], *, deleted: bool) -> Iterator[etree._Element]:
    """A field as runs, since no change may hold a simple one (17.16.18)."""
    code = element_of("r")
    text = etree.SubElement(code, f"{{{W}}}{'delInstrText' if deleted else 'instrText'}")
    text.set(_SPACE, "preserve")
    text.text = instruction
    yield from (_boundary("begin"), code, _boundary("separate"), *runs, _boundary("end"))


def _boundary(kind: str) -> etree._Element:
    run = element_of("r")
    etree.SubElement(run, f"{{{W}}}fldChar").set(f"{{{W}}}fldCharType", kind)
    return run


def placed_by(change: str, of: Sequence[Atom]) -> list[Placed]:
    """Atoms that were all inserted or all deleted."""
    assert change in {INSERTED, DELETED}
    return [Placed(atom, change) for atom in of]
