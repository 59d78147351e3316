"""One story laid over another: a body, a cell, a footnote.

A paragraph's end is a change of its own. When an end is deleted, what stands before it goes on in the next paragraph
and looks like that one. So no story may finish in an end that was inserted or deleted, and none may stand before a
table: there the paragraphs are taken together with one that stays.
"""

from collections.abc import Iterator, Sequence
from copy import deepcopy
from itertools import groupby

from lxml import etree

from correspondence.document.alignment import Span, Unit, align, edits
from correspondence.writers.docx import sections
from correspondence.writers.docx.tracked.atoms import Atom, Key, Placed, atoms, content, looks, placed_by, tag, words
from correspondence.writers.docx.tracked.marks import DELETED, INSERTED, Marks, element_of
from correspondence.writers.docx.xml import W

_LAYOUT = ("keepNext",)  # what the writer sets by what follows: nobody changed it


def laid_over(old: Sequence[etree._Element], new: Sequence[etree._Element], marks: Marks) -> list[etree._Element]:
    """The blocks of a story with every change between the two marked.

    Args:
        old: paragraphs and tables.
        new: the same; what is neither is taken from here as it is.
        marks: of the document.
    """
    written: list[etree._Element] = []
    olds, news = _blocks(old), _blocks(new)
    spans = align([_unit(block) for block in olds], [_unit(block) for block in news])
    for is_table, stretch in groupby(spans, lambda span: _holds_table(span, olds, news)):
        if is_table:
            for span in stretch:
                written += _table(_one(olds, span.old), _one(news, span.new), marks)
        else:
            for span in _standing(list(stretch)):
                written += _paragraphs([olds[n] for n in span.old], [news[n] for n in span.new], marks)
    return written


def _blocks(story: Sequence[etree._Element]) -> list[etree._Element]:
    return [block for block in story if tag(block) in {"p", "tbl"}]


def _one(blocks: list[etree._Element], places: range) -> etree._Element | None:
    return blocks[places.start] if places else None


def _unit(block: etree._Element) -> Unit:
    if tag(block) == "p":
        return Unit("p", tuple(words(block)))
    return Unit(f"table of {len(_rows(block)[0]) if _rows(block) else 0}", tuple(words(block)))


def _rows(table: etree._Element) -> list[list[etree._Element]]:
    return [row.findall(f"{{{W}}}tc") for row in table.findall(f"{{{W}}}tr")]


def _holds_table(span: Span, olds: list[etree._Element], news: list[etree._Element]) -> bool:
    first = olds[span.old.start] if span.old else news[span.new.start]
    return tag(first) == "tbl"


def _standing(spans: list[Span]) -> list[Span]:
    """Spans of neighbouring paragraphs whose last one keeps its end, if any of them does."""
    kept = list(spans)
    while len(kept) > 1 and not (kept[-1].old and kept[-1].new):
        last, before = kept.pop(), kept.pop()
        kept.append(
            Span(
                range(min(before.old.start, last.old.start), max(before.old.stop, last.old.stop)),
                range(min(before.new.start, last.new.start), max(before.new.stop, last.new.stop)),
            )
        )
    return kept if kept[-1].old and kept[-1].new else spans


def _paragraphs(old: list[etree._Element], new: list[etree._Element], marks: Marks) -> Iterator[etree._Element]:
    """Paragraphs that belong together, as many as have an end in either text."""
    if len(old) == len(new) == 1 and looks(old[0]) == looks(new[0]):
        yield new[0]
        return
    before = [atom for paragraph in old for atom in atoms(paragraph)]
    behind = [atom for paragraph in new for atom in atoms(paragraph)]
    line: list[Placed] = []
    for placed in _placed(before, behind):
        if placed.atom.key.kind != "end":
            line.append(placed)
            continue
        paragraph = element_of("p")
        properties = _properties(placed, marks)
        if properties is not None:
            paragraph.append(properties)
        paragraph.extend(content(line, marks))
        yield paragraph
        line = []


def _placed(old: list[Atom], new: list[Atom]) -> Iterator[Placed]:
    """The atoms of both, the last ends as one."""
    if not old or not new:
        yield from placed_by(INSERTED if new else DELETED, new or old)
        return
    for edit in edits([atom.key for atom in old[:-1]], [atom.key for atom in new[:-1]], _light, _is_note):
        if edit.equal:
            for i, j in zip(edit.old, edit.new, strict=True):
                yield _same(old[i], new[j])
        else:
            yield from placed_by(DELETED, [old[i] for i in edit.old])
            yield from placed_by(INSERTED, [new[j] for j in edit.new])
    yield _same(old[-1], new[-1])


def _light(key: Key) -> str:
    return key.text if key.kind == "word" else ""


def _is_note(key: Key) -> bool:
    return key.kind == "note"


def _same(old: Atom, new: Atom) -> Placed:
    if new.key.kind == "end":
        return Placed(new, was=old if _without_layout(old.content) != _without_layout(new.content) else None)
    return Placed(new, was=old if looks(old.properties) != looks(new.properties) else None)


def _without_layout(properties: etree._Element | None) -> bytes:
    if properties is None:
        return b""
    bare = deepcopy(properties)
    for name in _LAYOUT:
        for element in bare.findall(f"{{{W}}}{name}"):
            bare.remove(element)
    return looks(bare)


def _properties(end: Placed, marks: Marks) -> etree._Element | None:
    properties = deepcopy(end.atom.content)
    if properties is None and not end.change and end.was is None:
        return None
    if properties is None:
        properties = element_of("pPr")
    if end.change:
        mark = element_of("rPr")
        mark.append(marks.mark(end.change))
        sections.append_before_end(properties, mark)
    if end.was is not None:
        properties.append(marks.changed("pPrChange", deepcopy(end.was.content), "pPr"))
    return properties


def _table(old: etree._Element | None, new: etree._Element | None, marks: Marks) -> Iterator[etree._Element]:
    """A table with its rows and cells; what stands only in one text is inserted or deleted row by row."""
    if old is None or new is None:
        table = deepcopy(old if new is None else new)
        assert table is not None
        for row in table.findall(f"{{{W}}}tr"):
            _mark_row(row, INSERTED if old is None else DELETED, marks)
        yield table
        return
    olds, news = old.findall(f"{{{W}}}tr"), new.findall(f"{{{W}}}tr")
    table = element_of("tbl")
    table.extend([deepcopy(child) for child in new if tag(child) != "tr"])
    _note_properties(table, old, marks)
    for span in align(*([Unit("row", tuple(words(row))) for row in rows] for rows in (olds, news)), whole=True):
        before, behind = _one(olds, span.old), _one(news, span.new)
        table.append(_row(before, behind, marks))
    yield table


def _row(old: etree._Element | None, new: etree._Element | None, marks: Marks) -> etree._Element:
    if old is None or new is None:
        row = deepcopy(old if new is None else new)
        assert row is not None
        _mark_row(row, INSERTED if old is None else DELETED, marks)
        return row
    if looks(old) == looks(new):
        return new
    row = deepcopy(new)
    for cell, was, now in zip(*(each.findall(f"{{{W}}}tc") for each in (row, old, new)), strict=True):
        for block in _blocks(list(cell)):
            cell.remove(block)
        properties, before = cell.find(f"{{{W}}}tcPr"), was.find(f"{{{W}}}tcPr")
        if properties is not None and looks(properties) != looks(before):
            properties.append(marks.changed("tcPrChange", deepcopy(before), "tcPr"))
        cell.extend(laid_over(list(was), list(now), marks))
    heading, was_heading = row.find(f"{{{W}}}trPr"), old.find(f"{{{W}}}trPr")
    if heading is not None and looks(heading) != looks(was_heading):
        heading.append(marks.changed("trPrChange", deepcopy(was_heading), "trPr"))
    return row


def _mark_row(row: etree._Element, change: str, marks: Marks) -> None:
    """Say of a row, and of all that stands in it, that it was inserted or deleted; each cell keeps its last end."""
    properties = row.find(f"{{{W}}}trPr")
    if properties is None:
        properties = element_of("trPr")
        row.insert(0, properties)
    properties.append(marks.mark(change))
    for cell in row.findall(f"{{{W}}}tc"):
        blocks = _blocks(list(cell))
        for n, block in enumerate(blocks):
            if tag(block) == "tbl":
                for inner in block.findall(f"{{{W}}}tr"):
                    _mark_row(inner, change, marks)
                continue
            placed = placed_by(change, atoms(block))
            if n == len(blocks) - 1:
                placed[-1] = Placed(placed[-1].atom)
            fresh = element_of("p")
            marked = _properties(placed[-1], marks)
            fresh.extend([] if marked is None else [marked])
            fresh.extend(content(placed[:-1], marks))
            cell.replace(block, fresh)


def _note_properties(table: etree._Element, old: etree._Element, marks: Marks) -> None:
    """Keep what the table looked like and how wide its columns were."""
    properties, before = table.find(f"{{{W}}}tblPr"), old.find(f"{{{W}}}tblPr")
    if properties is not None and looks(properties) != looks(before):
        properties.append(marks.changed("tblPrChange", deepcopy(before), "tblPr"))
    grid, was = table.find(f"{{{W}}}tblGrid"), old.find(f"{{{W}}}tblGrid")
    if grid is not None and looks(grid) != looks(was):
        change = marks.changed("tblGridChange", deepcopy(was), "tblGrid")
        for name in ("author", "date"):  # a change of the grid carries its number alone (17.13.5.33)
            del change.attrib[f"{{{W}}}{name}"]
        grid.append(change)
