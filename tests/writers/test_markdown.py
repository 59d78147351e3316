"""Markdown from the tree: reading it gives the tree again, whatever words stand in it."""

from hypothesis import given, settings

from correspondence.document import nodes
from correspondence.document.nodes import Blocks, Document, Emphasis, Inlines, Link, Paragraph, Strong, Text
from correspondence.document.parse import parse
from correspondence.writers import markdown
from tests.writers import trees

NOTES = ((Paragraph((Text("one"),)),), (Paragraph((Text("two"),)), Paragraph((Text("more"),))))


def _written(*children: nodes.Inline) -> str:
    return markdown.write(Document("", "en", (Paragraph(children),))).strip("\n")


@settings(max_examples=120)
@given(trees.blocks())
def test_reading_what_was_written_gives_the_tree_again(blocks: Blocks) -> None:
    assert parse(markdown.write(Document("", "en", blocks)), title="").blocks == blocks


@settings(max_examples=100)
@given(trees.inlines().map(trees.with_notes))
def test_marks_of_footnotes_stand_anywhere(children: Inlines) -> None:
    document = Document("", "en", (Paragraph(children),), NOTES)
    assert parse(markdown.write(document), title="") == document


def test_ordinary_words_are_written_plainly() -> None:
    text = (
        "St. John (UK) Ltd. *said* “no” – **twice _indeed_**, in 2019: [see here](https://example.org/a_b?c=1&d=2).\n"
    )
    assert markdown.write(parse(text)) == text


def test_marks_that_touch_each_other_or_punctuation_act() -> None:
    words = (Text("a"), Emphasis((Text("“b”"),)), Strong((Text("c"),)), Text("d"))
    assert _written(*words) == "&#97;*“b”*__c__&#100;"
    assert parse(_written(*words)).blocks == (Paragraph(words),)


def test_what_markdown_cannot_say_keeps_its_words() -> None:
    assert _written(Strong((Strong((Text("a"),)), Text("b")))) == "**ab**"
    assert _written(Emphasis((Text("a"),)), Emphasis((Text("b"),))) == "*ab*"
    assert _written(Text("a"), Emphasis((Text(" b "),)), Text("c")) == "a *b* c"
    assert _written(Link("javascript:alert(1)", (Text("1"),)), Text(". x")) == r"1\. x"
    assert _written(nodes.Image("javascript:alert(1)", "a *chart*")) == r"\[a \*chart\*\]"
    assert _written(Link("https://example.org/ä b|c", (Text("x"),))) == "[x](https://example.org/%C3%A4%20b%7Cc)"


def test_footnotes_are_numbered_as_the_text_refers_to_them() -> None:
    marks = (nodes.FootnoteReference(1), nodes.FootnoteReference(0), nodes.FootnoteReference(1))
    written = markdown.write(Document("", "en", (Paragraph(marks),), NOTES))
    assert written == "[^1][^2][^1]\n\n[^1]: two\n\n    more\n\n[^2]: one\n"
