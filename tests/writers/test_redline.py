"""A redline: accepting all its changes gives the new text, rejecting them all the old one."""

from pathlib import Path

import docx
import pytest
from docx_plus.revisions import read_revisions
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from correspondence.document import nodes
from correspondence.document.nodes import Blocks, Document, FootnoteReference, Paragraph, Text
from correspondence.document.parse import parse
from correspondence.writers.docx import tracked, write
from tests.writers import trees
from tests.writers.conftest import LETTERS, REFERENCE, W, parts
from tests.writers.resolve import Choice, looks, resolved
from tests.writers.samples import CHANGED, EVERYTHING


@st.composite
def revisions(draw: st.DrawFn) -> tuple[Document, Document]:
    """Two texts of a letter, the later one made from the earlier by what people do to texts."""
    blocks = draw(trees.blocks())
    other = draw(trees.blocks())
    notes = draw(st.lists(trees.blocks(), min_size=2, max_size=2))
    old = _with_notes(blocks, tuple(notes))
    changed = list(blocks)
    for _ in range(draw(st.integers(0, 3))):
        match draw(st.sampled_from(["take out", "put in", "move", "split", "again"])):
            case "take out" if changed:
                changed.pop(draw(st.integers(0, len(changed) - 1)))
            case "put in" if other:
                changed.insert(draw(st.integers(0, len(changed))), draw(st.sampled_from(other)))
            case "move" if changed:
                block = changed.pop(draw(st.integers(0, len(changed) - 1)))
                changed.insert(draw(st.integers(0, len(changed))), block)
            case "split" if changed:
                at = draw(st.integers(0, len(changed) - 1))
                changed[at : at + 1] = _split(changed[at])
            case "again":
                changed = [_reworded(block) for block in changed]
    kept = draw(st.sampled_from([(0, 1), (1, 0), (0,), (1,)]))
    new = _with_notes(tuple(changed), tuple(notes[n] for n in kept))
    return old, new


def _with_notes(blocks: Blocks, notes: tuple[Blocks, ...]) -> Document:
    marks = tuple(FootnoteReference(n) for n in range(len(notes)))
    return Document("A title", "en", (*blocks, Paragraph((Text("Noted here"), *marks))), notes)


def _split(block: nodes.Block) -> list[nodes.Block]:
    if isinstance(block, Paragraph) and len(block.children) > 1:
        return [Paragraph(block.children[:1]), Paragraph(block.children[1:])]
    return [block, block]


def _reworded(block: nodes.Block) -> nodes.Block:
    match block:
        case Paragraph():
            return Paragraph((Text("Now: "), *block.children))
        case nodes.Heading():
            return nodes.Heading(block.level % 6 + 1, block.children)
        case nodes.BulletList():
            return nodes.OrderedList(block.items[1:] or block.items, 1, block.tight)
        case nodes.Table():
            return nodes.Table(block.rows[::-1], 0, block.widths[::-1], block.caption)
    return block


def _is_proven(old: Document, new: Document) -> bytes:
    redline = tracked.write(old, new, REFERENCE).content
    texts: tuple[tuple[Choice, Document], ...] = (("reject", old), ("accept", new))
    for choice, document in texts:
        assert resolved(redline, choice) == resolved(write(document, REFERENCE), choice)
    return redline


@settings(max_examples=80)
@given(revisions())
def test_any_two_texts_come_out_again(pair: tuple[Document, Document]) -> None:
    _is_proven(*pair)


@settings(max_examples=25)
@given(trees.blocks(), trees.blocks())
def test_two_texts_that_have_nothing_in_common_come_out_again(old: Blocks, new: Blocks) -> None:
    _is_proven(Document("", "en", old), Document("", "ar", new))


@pytest.mark.parametrize("one", LETTERS)
@pytest.mark.parametrize("other", ["everything", "strange", "empty"])
def test_whole_letters_become_each_other(one: str, other: str) -> None:
    _is_proven(LETTERS[one], LETTERS[other])
    _is_proven(LETTERS[other], LETTERS[one])


@pytest.mark.parametrize("name", LETTERS)
def test_what_did_not_change_is_not_marked(name: str) -> None:
    redline = tracked.write(LETTERS[name], LETTERS[name], REFERENCE)
    assert redline.changes == 0
    names = {element.tag.rpartition("}")[2] for element in parts(redline.content)["word/document.xml"].iter()}
    assert not names & {"ins", "del", "rPrChange", "pPrChange", "tcPrChange"}


def test_looks_come_out_again_as_well() -> None:
    redline = tracked.write(parse(EVERYTHING), parse(CHANGED), REFERENCE).content
    # Both texts number their links anew: what leads where is the matter of the tests above.
    texts: tuple[tuple[Choice, str], ...] = (("reject", EVERYTHING), ("accept", CHANGED))
    for choice, text in texts:
        assert looks(redline, choice) == looks(write(parse(text), REFERENCE), choice)


def test_each_kind_of_change_is_marked_as_word_does() -> None:
    xml = parts(tracked.write(parse(EVERYTHING), parse(CHANGED), REFERENCE).content)
    body, notes = xml["word/document.xml"], xml["word/footnotes.xml"]

    def words(path: str, root: etree._Element = body) -> list[str]:
        return [text for found in root.iterfind(path) if (text := "".join(str(t) for t in found.itertext()))]

    assert "one and a half" in words(f".//{W}ins")
    assert "deep" in words(f".//{W}del")
    assert words(f".//{W}hyperlink/{W}del") == ["a link"]
    assert words(f".//{W}hyperlink/{W}ins") == ["a link"]
    assert "italic" in words(f".//{W}rPrChange/../..")
    assert words(f".//{W}trPr/{W}ins/../..") == ["2y"]
    assert words(f".//{W}trPr/{W}del/../..") == ["lastlineend"]
    assert [style.get(f"{W}val") for style in body.iterfind(f".//{W}pPrChange/{W}pPr/{W}pStyle")].count("Heading3") == 1
    assert words(f".//{W}ins", notes) == [" one", "Entirely fresh: see ", "here", "."]
    assert len(body.findall(f".//{W}del//{W}footnoteReference")) == 1
    assert len(body.findall(f".//{W}ins//{W}footnoteReference")) == 1
    assert body.find(f".//{W}del//{W}t") is None


def test_who_and_when_are_given_and_else_the_same_for_everybody() -> None:
    old, new = parse(EVERYTHING), parse(CHANGED)
    one, again = (tracked.write(old, new, REFERENCE) for _ in range(2))
    assert one == again
    named = tracked.write(old, new, REFERENCE, author="A <Coalition>", date="2025-06-03T12:00:00Z")
    assert named.changes == one.changes > 30
    for redline, author, date in (
        (one, tracked.AUTHOR, tracked.DATE),
        (named, "A <Coalition>", "2025-06-03T12:00:00Z"),
    ):
        xml = [root for name, root in parts(redline.content).items() if name.startswith("word/")]
        marks = [element for root in xml for element in root.iter() if element.get(f"{W}author")]
        assert {(mark.get(f"{W}author"), mark.get(f"{W}date")) for mark in marks} == {(author, date)}
        numbers = [str(mark.get(f"{W}id")) for mark in marks]
        assert len(set(numbers)) == len(numbers)


def test_a_reader_of_others_sees_the_changes(tmp_path: Path) -> None:
    path = tmp_path / "redline.docx"
    path.write_bytes(tracked.write(parse(EVERYTHING), parse(CHANGED), REFERENCE, author="Coalition").content)
    seen = read_revisions(docx.Document(str(path)))
    kinds = {revision.revision_type for revision in seen}
    assert {revision.author for revision in seen} == {"Coalition"}
    assert any("one and a half" in (revision.text or "") for revision in seen)
    assert {"insertion", "deletion", "paragraph_mark_insertion", "paragraph_mark_deletion"} <= kinds


def test_an_appendix_of_thousands_of_rows_is_compared_row_by_row() -> None:
    def appendix(verb: str) -> Document:
        texts = ((f"row {n}", f"they {verb if n % 5 else 'say'} it in number {n}") for n in range(3000))
        rows = tuple(tuple(nodes.Cell((Paragraph((Text(text),)),)) for text in row) for row in texts)
        return Document("", "en", (nodes.Table(rows),))

    redline = tracked.write(appendix("asked"), appendix("wondered"), REFERENCE)
    assert redline.changes == 2 * 2400
