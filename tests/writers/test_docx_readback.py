"""Reading a Word document back finds every word, footnote mark and link that is not as in the letter."""

import re
import zipfile
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from correspondence.document.nodes import Document, HardBreak, Image, Link, Paragraph, Text
from correspondence.document.parse import parse
from correspondence.errors import DocumentError
from correspondence.writers.docx import write
from correspondence.writers.docx.readback import paragraphs, verify
from tests.writers.conftest import LETTERS, REFERENCE, exchanged

EVERYTHING = LETTERS["everything"]
PACKAGE = write(EVERYTHING, REFERENCE)
with zipfile.ZipFile(BytesIO(PACKAGE)) as _archive:
    BODY, NOTES, RELATIONS = (
        _archive.read(name).decode()
        for name in ("word/document.xml", "word/footnotes.xml", "word/_rels/document.xml.rels")
    )


def _fails(part: str, content: str) -> bool:
    try:
        verify(exchanged(PACKAGE, {part: content}), EVERYTHING)
    except DocumentError as error:
        return "does not read back" in str(error)
    return False


def test_the_letter_as_written_is_the_letter() -> None:
    verify(PACKAGE, EVERYTHING)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Plain, ", ""),
        ("Plain, ", "Plain, plain, "),
        ("Second level", "Second leve1"),
        ("Did they?", ""),
        ("They said it.", "They said it"),
        ("What was said &amp; done", "What was said"),
        ("code  with   spaces", "code with"),
        (" – dashes", " - dashes"),
        ("Ms. Ada", "Ms.\u00a0Ada"),
    ],
)
def test_a_word_lost_doubled_or_changed(old: str, new: str) -> None:
    assert old in BODY
    assert _fails("word/document.xml", BODY.replace(old, new, 1))


def test_words_of_a_note() -> None:
    assert _fails("word/footnotes.xml", NOTES.replace("And a second", "And a", 1))


@pytest.mark.parametrize(
    "pattern",
    [
        r"<w:p>(?:(?!</w:p>).)*Sincerely,.*?</w:p>",
        r"<w:tr>(?:(?!</w:tr>).)*a cell.*?</w:tr>",
        r"<w:r>(?:(?!</w:r>).)*<w:footnoteReference.*?</w:r>",
    ],
    ids=["paragraph", "row", "mark"],
)
def test_a_piece_lost_or_doubled(pattern: str) -> None:
    match = re.search(pattern, BODY)
    assert match is not None
    assert _fails("word/document.xml", BODY.replace(match[0], "", 1))
    assert _fails("word/document.xml", BODY.replace(match[0], match[0] * 2, 1))


def test_paragraphs_in_another_order_or_in_one() -> None:
    first, second = (
        re.search(rf"<w:p>(?:(?!</w:p>).)*{name} Organization.*?</w:p>", BODY) for name in ("First", "Second")
    )
    assert first is not None
    assert second is not None
    swapped = BODY.replace(first[0] + second[0], second[0] + first[0])
    assert swapped != BODY
    assert _fails("word/document.xml", swapped)
    joined = BODY.replace(first[0] + second[0], first[0].removesuffix("</w:p>") + second[0].partition("</w:pPr>")[2])
    assert joined != BODY
    assert _fails("word/document.xml", joined)


def test_a_link_lost_or_led_astray() -> None:
    assert _fails("word/document.xml", re.sub("<w:hyperlink[^>]*>|</w:hyperlink>", "", BODY, count=2))
    assert _fails("word/_rels/document.xml.rels", RELATIONS.replace("example.org/z", "example.org/y"))


def test_a_part_of_the_letter_that_the_writer_forgot() -> None:
    document = parse("one two\n\nthree\n")
    package = write(document, REFERENCE)
    for other in ("one two\n", "one two\n\nthree\n\nfour\n", "one two three\n", "one  two\n\n*three* \n\n- x\n"):
        with pytest.raises(DocumentError, match="does not read back"):
            verify(package, parse(other))


_INLINE = st.one_of(
    st.builds(Text, st.text()),
    st.builds(Image, st.just("x"), st.text()),
    st.just(HardBreak()),
    st.builds(
        Link,
        st.one_of(st.text(), st.text().map("https://example.org/{}".format)),
        st.tuples(st.builds(Text, st.text())),
    ),
)


@given(st.lists(_INLINE).map(tuple), st.sampled_from(["en", "ar"]))
def test_whatever_the_words_they_read_back(inlines: tuple[Text, ...], language: str) -> None:
    document = Document("", language, (Paragraph(inlines),))
    package = write(document, REFERENCE)
    verify(package, document)
    assert len(list(paragraphs(package))) == 1
