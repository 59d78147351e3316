"""Markdown to a Word document and back: the same Markdown, in the normal form that `document.outline` states."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from correspondence.document import nodes
from correspondence.document.nodes import Blocks, Document, FootnoteReference, Paragraph, Text, plain_text
from correspondence.document.outline import document as outline
from correspondence.document.outline import shares
from correspondence.readers import manuscript
from correspondence.writers import docx, markdown
from tests.writers import trees
from tests.writers.conftest import LETTERS, REFERENCE


def _back(document: Document) -> Document:
    read = manuscript.read(docx.write(document, REFERENCE))
    return outline(read, title=document.title, language=document.language)


def _words(document: Document) -> str:
    """All that is printed, but for spaces, and for what a word processor cannot hold."""
    printed = plain_text([node for note in (document.blocks, *document.footnotes) for node in note])
    return re.sub(r"[\s\[\]]", "", printed)


@settings(max_examples=30)
@given(trees.letters_for_word())
def test_a_letter_in_normal_form_comes_back_as_it_was(blocks: Blocks) -> None:
    written = markdown.write(Document("", "en", blocks))
    assert markdown.write(_back(Document("", "en", blocks))) == written


@settings(max_examples=30)
@given(trees.blocks(), st.sampled_from(["en", "ar", "fr"]))
def test_any_letter_settles_in_one_form_and_keeps_its_words(blocks: Blocks, language: str) -> None:
    document = Document("", language, blocks)
    once = _back(document)
    assert _words(once) == _words(document)
    again = _back(once)  # what a quotation by its style cannot hold comes out of it at the second time
    assert markdown.write(_back(again)) == markdown.write(again)


@settings(max_examples=20)
@given(trees.letters_for_word(), trees.letters_for_word())
def test_footnotes_come_back_with_any_blocks(one: Blocks, other: Blocks) -> None:
    bare = [tuple(b for b in note if not isinstance(b, nodes.Part | nodes.BlockQuote)) for note in (one, other)]
    notes = tuple(note for note in bare if note and isinstance(note[0], Paragraph))
    marks = tuple(FootnoteReference(n) for n in range(len(notes)))
    document = Document("", "en", (Paragraph((Text("a"), *marks)),), notes)
    assert markdown.write(_back(document)) == markdown.write(document)


@pytest.mark.parametrize("name", ["everything", "sample", "arabic", "circulated", "empty"])
def test_whole_letters_come_back(name: str) -> None:
    once = _back(LETTERS[name])
    assert _words(once) == _words(LETTERS[name])
    assert markdown.write(_back(once)) == markdown.write(once)


@given(st.lists(st.integers(1, 9), min_size=2, max_size=6))
def test_shares_of_a_width_are_found_again(wanted: list[int]) -> None:
    total = 8958
    widths = [total * share // sum(wanted) for share in wanted]
    found = shares(widths) or (1,) * len(wanted)
    assert all(abs(total * share / sum(found) - width) <= 5 for share, width in zip(found, widths, strict=True))
