"""The normal form of a letter's Markdown: reading and writing undo each other, whatever the text is.

The trees of `tests.writers.trees` are in normal form: neighbouring texts are one; no text, code or emphasis is empty;
white space is single spaces, none at the edges of a block or an emphasis or beside a hard break; no emphasis stands in
or beside one of its kind; a list is loose only where a paragraph shows it and a blank line can make it so.
"""

from hypothesis import given, settings
from hypothesis import strategies as st

from correspondence.document.nodes import Blocks, Document, FootnoteReference, Paragraph, Text, plain_text
from correspondence.document.parse import parse
from correspondence.errors import DocumentError
from correspondence.writers import markdown
from tests.writers import trees

_MARKS = [
    "*",
    "**",
    "***",
    "_",
    "__",
    "~~",
    "~",
    "`",
    "``",
    "[",
    "[x",
    "](https://a.b/c)",
    "![",
    "](u)",
    "&nbsp;",
    "&#32;",
]
_WORDS = [
    "a",
    "b",
    "1",
    "é",
    "“",
    '"',
    ".",
    ",",
    "日",
    "ש",
    "🙂",
    "\u00a0",
    "\u3000",
    "\u2028",
    "\u202e",
    " ",
    "  ",
    "\\\n",
    "&#97;",
]
_BLOCKS = [
    *("\n", "\n\n", "\n\n", "# ", " #", "> ", "- ", "  - ", "* ", "+ ", "1. ", "3) ", "12345678901. ", "    ", "\t"),
    *("```\n", "~~~ a`b\n", "---\n", "\n===\n", "***\n", "+++\n", "| a | b |\n| - | - |\n", "| x `c|d` | \\| |", "|"),
    *(
        "\n::: closing\n",
        "\n:::\n",
        "\n:::: list-table\n- - ",
        "\n  - ",
        "\n::::\n",
        ":::",
        "\r\n",
        "<b>",
        "<https://x.y>",
    ),
    *("[^1]", "\n\n[^1]: ", "\n\n[^1]:\n    - ", "^[n]", ":", "(", "!", "\\", "&amp;", "{%", "{{ x }}", "#", "-", "="),
]


def _settles(text: str) -> None:
    try:
        document = parse(text)
    except DocumentError:
        return
    written = markdown.write(document)
    again = parse(written)
    assert markdown.write(again) == written
    assert _words(again) == _words(document)


def _words(document: Document) -> str:
    """All that is printed, but for spaces: a hard break in a low heading and a run of spaces are one space."""
    return "".join(plain_text([node for note in (document.blocks, *document.footnotes) for node in note]).split())


@settings(max_examples=400)
@given(st.lists(st.sampled_from(_MARKS + _WORDS), max_size=30).map("".join))
def test_any_line_settles_in_one_form(text: str) -> None:
    _settles(text)


@settings(max_examples=400)
@given(st.lists(st.sampled_from(_MARKS + _WORDS + _BLOCKS * 2), max_size=25).map("".join))
def test_any_text_settles_in_one_form(text: str) -> None:
    _settles(text)


@settings(max_examples=60)
@given(trees.blocks(), trees.blocks())
def test_footnotes_hold_any_blocks(blocks: Blocks, note: Blocks) -> None:
    marks = Paragraph((Text("a"), FootnoteReference(0), FootnoteReference(1)))
    document = Document("A title", "ar", (*blocks, marks), (note, note))
    assert parse(markdown.write(document), language="ar", title="A title") == document
