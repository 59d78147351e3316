"""The door: two documents in, one Word document with tracked changes out."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass

from lxml import etree

from correspondence.document.alignment import Unit, align, pairs_of_equals, unit
from correspondence.document.crossing import uncrossed
from correspondence.document.nodes import Blocks, Document, footnotes_in_order, plain_text, renumber_footnotes
from correspondence.writers.docx.numbering import Numbering
from correspondence.writers.docx.tracked.atoms import REFERENCES, tag, words
from correspondence.writers.docx.tracked.marks import DELETED, Marks
from correspondence.writers.docx.tracked.stories import laid_over
from correspondence.writers.docx.write import Composition, Stories
from correspondence.writers.docx.xml import NAMESPACES, W

AUTHOR = "Redline"
DATE = "2000-01-01T00:00:00Z"
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)


@dataclass(frozen=True, slots=True)
class Redline:
    """A document with tracked changes.

    Attributes:
        content: the package; the same bytes for the same arguments, on any machine.
        changes: how many changes it marks.
    """

    content: bytes
    changes: int


def write(
    old: Document, new: Document, reference_document: bytes, *, author: str = AUTHOR, date: str = DATE
) -> Redline:
    """Write what changed from one text of a letter to another.

    Page set-up, headers, title and language are those of the new text.

    Args:
        old: the earlier text.
        new: the later one.
        reference_document: a DOCX that gives page set-up, letterhead and styles.
        author: whom the changes are said to be by.
        date: when, as `xsd:dateTime`.

    Raises:
        DocumentError: a tree holds a node that the writer does not know.
        ReferenceDocumentError: the reference document cannot be used.
    """
    old, new, count = _with_common_notes(*(footnotes_in_order(uncrossed(text)) for text in (old, new)))
    composition = Composition(new, reference_document)
    before, behind = composition.stories(old), composition.stories(new)
    marks = Marks(author, date, first=count)
    olds, news = ([_story(text) for text in (side.body, *side.notes)] for side in (before, behind))
    _number_alike(olds, news, composition.numbering)
    present = _cited(olds[0]), _cited(news[0])
    body = laid_over(list(olds[0]), list(news[0]), marks)
    notes: list[list[etree._Element]] = []
    for number in range(1, count + 1):
        was = olds[number] if number in present[0] else None
        now = news[number] if number in present[1] else None
        notes.append(_note(was, now, marks))
    _cite_once(body, notes, marks)
    stories = Stories(_text(body), tuple(map(_text, notes)))
    return Redline(composition.package(stories), marks.made)


def _with_common_notes(old: Document, new: Document) -> tuple[Document, Document, int]:
    """Both texts with one list of footnotes, in which a note that is in one text alone is empty in the other."""
    units = [[_unit_of(note) for note in document.footnotes] for document in (old, new)]
    numbers: tuple[dict[int, int], dict[int, int]] = {}, {}
    count = 0
    for span in align(units[0], units[1], whole=True):
        for side, places in enumerate((span.old, span.new)):
            numbers[side].update(dict.fromkeys(places, count))
        count += 1
    return renumber_footnotes(old, numbers[0], count), renumber_footnotes(new, numbers[1], count), count


def _unit_of(note: Blocks) -> Unit:
    return unit("note", plain_text(note))


def _story(written: str) -> etree._Element:
    return etree.fromstring(f"<w:body {NAMESPACES}>{written}</w:body>".encode(), _PARSER)


def _text(blocks: list[etree._Element]) -> str:
    """Blocks as text, without the declarations of names that the whole part has."""
    root = etree.fromstring(f"<w:body {NAMESPACES}/>".encode())
    root.extend(blocks)
    etree.cleanup_namespaces(root, keep_ns_prefixes=["w", "r"])
    whole = etree.tostring(root, encoding="unicode")
    return whole[whole.index(">") + 1 : whole.rindex("<")] if len(root) else ""


def _number_alike(olds: list[etree._Element], news: list[etree._Element], numbering: Numbering) -> None:
    """Give the old text's numbered lists the instances of those of the new one that go on from them."""
    items = [[item for root in side for item in root.iter(f"{{{W}}}numId")] for side in (olds, news)]
    texts = [["\0".join(words(_paragraph_of(item))) for item in side] for side in items]
    same: dict[str, str] = {}
    for i, j in pairs_of_equals(texts[0], texts[1]):
        was, now = (str(items[side][n].get(f"{{{W}}}val")) for side, n in ((0, i), (1, j)))
        if numbering.begins(int(was)) == numbering.begins(int(now)) and now not in same.values():
            same.setdefault(was, now)
    for item in items[0]:
        number = str(item.get(f"{{{W}}}val"))
        item.set(f"{{{W}}}val", same.get(number, number))


def _paragraph_of(item: etree._Element) -> etree._Element:
    return next(item.iterancestors(f"{{{W}}}p"))


def _cited(root: etree._Element) -> set[int]:
    return {int(str(mark.get(f"{{{W}}}id"))) for mark in root.iter(*REFERENCES)}


def _note(old: etree._Element | None, new: etree._Element | None, marks: Marks) -> list[etree._Element]:
    """A footnote's blocks; of one that is in one text alone, all words are marked and the note's number is not."""
    if old is not None and new is not None:
        return laid_over(list(old), list(new), marks)
    only = old if new is None else new
    assert only is not None
    bare = deepcopy(only)
    for extra in list(bare)[1:]:
        bare.remove(extra)
    for run in bare[0].findall(f"{{{W}}}r")[2:]:
        bare[0].remove(run)
    for link in (*bare[0].findall(f"{{{W}}}hyperlink"), *bare[0].findall(f"{{{W}}}fldSimple")):
        bare[0].remove(link)
    sides = (list(bare), list(only)) if old is None else (list(only), list(bare))
    return laid_over(*sides, marks)


def _cite_once(body: list[etree._Element], notes: list[list[etree._Element]], marks: Marks) -> None:
    """Word wants one mark for each note: a mark that moved gets, where it was deleted, a copy of its note."""
    seen: set[str] = set()
    for mark in sorted(_marks_of_notes(body), key=_is_deleted):
        number = str(mark.get(f"{{{W}}}id"))
        if number in seen:
            copy = [deepcopy(block) for block in notes[int(number) - 1]]
            marks.numbered_anew(copy)
            notes.append(copy)
            mark.set(f"{{{W}}}id", str(len(notes)))
            _take_bookmark_away(mark)
        seen.add(number)


def _take_bookmark_away(mark: etree._Element) -> None:
    """The bookmark goes with the mark that stays, and cross-references with it."""
    deleted = next(around for around in mark.iterancestors() if tag(around) == DELETED)
    for beside in (deleted.getprevious(), deleted.getnext()):
        if beside is not None and tag(beside).startswith("bookmark"):
            beside.getparent().remove(beside)  # type: ignore[union-attr]  # it stands beside another


def _marks_of_notes(body: list[etree._Element]) -> Iterator[etree._Element]:
    for block in body:
        yield from block.iter(*REFERENCES)


def _is_deleted(mark: etree._Element) -> bool:
    return any(tag(around) == DELETED for around in mark.iterancestors())
