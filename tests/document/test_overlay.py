"""A manuscript laid over the one that went out: reject every change and it is the one, accept every one the other."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from correspondence.document.manuscript import Manuscript, paragraphs
from correspondence.document.nodes import Document, Paragraph, Text
from correspondence.document.outline import document as outline
from correspondence.document.overlay import overlay
from correspondence.document.resolve import EVERYTHING, NOTHING, resolved
from correspondence.readers import manuscript
from correspondence.writers import docx, markdown
from correspondence.writers.docx import tracked
from tests.writers.conftest import LETTERS, REFERENCE


def _read(document: Document) -> Manuscript:
    return manuscript.read(docx.write(document, REFERENCE))


def _text(read: Manuscript) -> str:
    """The letter; a space that stands alone in a paragraph says nothing."""
    return re.sub(r"(?m)(?:[ ]?&#160;)+$", "", markdown.write(outline(read)))


def _words(read: Manuscript) -> list[str]:
    """What a text says, but for which of two neighbouring lists an item is in, and how a table is laid out."""
    return re.sub(r'(?m)^([ >]*)(?:[*-](?: |$))+|header-rows=\d|widths="[\d ]*"', "", _text(read)).split()


# Where paragraphs are empty or tables hold no word, what one text became of the other cannot always be told.
_WORDS = st.lists(
    st.sampled_from(["audits", "customers", "never", "published", "in", "2020", "all,"]), min_size=1, max_size=9
)
PROSE = st.lists(_WORDS.map(" ".join), min_size=1, max_size=6).map(
    lambda lines: Document("A title", "en", tuple(Paragraph((Text(line),)) for line in lines))
)


def _untracked(read: Manuscript) -> str:
    numbers = {number for number, change in enumerate(read.changes, start=1) if not change.tracked}
    stories = (read.body, *read.notes.values())
    pieces = (piece for story in stories for para in paragraphs(story) for piece in para.pieces)
    return "".join(p.text for p in pieces if {p.inserted, p.deleted, p.formatted} & numbers)


@settings(max_examples=25)
@given(st.tuples(PROSE, PROSE))
def test_edits_that_nobody_tracked_are_found(pair: tuple[Document, Document]) -> None:
    old, new = map(_read, pair)
    both = overlay(old, new)
    assert _text(resolved(both, NOTHING)) == _text(old)
    assert _words(resolved(both, EVERYTHING)) == _words(new)
    assert not any(change.tracked for change in both.changes)


@settings(max_examples=25)
@given(st.tuples(PROSE, PROSE))
def test_edits_that_were_tracked_are_the_only_ones(pair: tuple[Document, Document]) -> None:
    old, new = map(_read, pair)
    redline = manuscript.read(tracked.write(*pair, REFERENCE, author="Ana").content)
    both = overlay(old, redline)
    assert _untracked(both) == ""
    assert _text(resolved(both, NOTHING)) == _text(old)
    assert _words(resolved(both, EVERYTHING)) == _words(new)


def test_what_came_back_as_it_went_out_has_no_edits() -> None:
    for document in LETTERS.values():
        read = _read(document)
        assert overlay(read, read).changes == ()
