"""Any text turned into any other by a partner: all that is taken is in the draft, and all that is not is told."""

import re
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from correspondence.document.nodes import Blocks, Document, plain_text
from correspondence.document.overlay import overlay
from correspondence.document.parse import parse
from correspondence.letters import edits
from correspondence.letters.carry import Source
from correspondence.letters.merge import Merge
from correspondence.letters.origins import Origins
from correspondence.letters.spelling import Spelling, numbered
from correspondence.overview.letters import LetterDetail
from correspondence.readers import manuscript
from correspondence.writers import docx, markdown
from correspondence.writers.docx import tracked
from tests.writers import trees
from tests.writers.conftest import REFERENCE


def _letter(body: str) -> LetterDetail:
    nothing = ("", "", "", "")
    return LetterDetail("l", "t", "L", None, "en", "open-letter", *nothing, body, 1, (), (), (), ())


def _merge(old: Document, new: Document, *, is_tracked: bool) -> Merge:
    """What is read back of a letter without template, whose body is all of its text."""
    body = markdown.write(old)
    went_out = manuscript.read(docx.write(old, REFERENCE))
    content = tracked.write(old, new, REFERENCE, author="Ana").content if is_tracked else docx.write(new, REFERENCE)
    both = overlay(went_out, manuscript.read(content))
    spelling = Spelling("en", {}, {}, numbered(list(both.notes), len(went_out.notes), body), len(went_out.notes))
    shown = edits.lines(both)
    return Merge(
        letter=_letter(body),
        text="draft",
        edits=tuple(edits.edits(both, shown)),
        comments=(),
        lines=tuple(shown),
        told=(),
        spelling=spelling,
        both=both,
        source=Source(Origins(body, tuple(range(len(body))), body)),
        draft=spelling.main(went_out, ()),
    ).judged()


def _words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", plain_text(parse(text).blocks)))


@settings(max_examples=15, deadline=None)
@given(trees.letters_for_word(), trees.letters_for_word(), st.booleans())
def test_any_text_becomes_any_other_or_it_is_told(one: Blocks, other: Blocks, is_tracked: bool) -> None:
    old, new = Document("", "en", one), Document("", "en", other)
    merge = _merge(old, new, is_tracked=is_tracked)
    every = [edit.number for edit in merge.edits]
    taken = merge.taken(every)
    assert {edit.number for edit in taken.taken} | {edit.number for edit, _ in taken.left} == set(every)
    assert all(why for _, why in taken.left)
    if not taken.left:
        # What would be template language stands in a raw block, which prints it as it is.
        body = re.sub(r"{% (?:end)?raw %}", "", taken.body)
        assert _words(body) == _words(markdown.write(new))
    assert merge.taken([]).body == merge.letter.body


@settings(max_examples=15, deadline=None)
@given(trees.letters_for_word(), st.data())
def test_words_that_change_in_place_are_always_taken(blocks: Blocks, data: st.DataObject) -> None:
    last = parse("Some plain words to change, and *more* of them.").blocks
    text = markdown.write(Document("", "en", (*blocks, *last)))
    at = data.draw(st.sampled_from(["plain", "change", "them", "Some plain words", "more"]))
    fresh = data.draw(st.sampled_from(["other", "some more of it", "— c —", "“d”"]))
    wanted = fresh.join(text.rsplit(at, 1))
    merge = _merge(parse(text), parse(wanted), is_tracked=data.draw(st.booleans()))
    taken = merge.taken([edit.number for edit in merge.edits])
    assert taken.left == ()
    assert markdown.write(parse(taken.body)) == markdown.write(parse(wanted))
