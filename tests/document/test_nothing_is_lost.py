"""Every word of a letter's text stands in its tree, or the letter is refused with a line."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from correspondence.document import nodes
from correspondence.document.parse import parse
from correspondence.errors import DocumentError

_MARKS = [
    *("*", "**", "_", "`", "~~", "[", "](", ")", "<", "!", "|", "\\", "&amp;", "+++", "---\n", "```\n", "# "),
    *("- ", "  - ", "1. ", "> ", "    ", "  ", " ", "\n", "\n\n", "- - ", "\n| - |\n| "),
    *("::: closing\n", ":::\n", "  :::\n", "- ::: cc\n", "> ::: cc\n", "> :::\n", ":::: list-table\n"),
    *("[^1]", "\n\n[^1]: ", "\n\n[^2]: ", "^[", "\n\n[", "]: ", "![", "]"),
]


@settings(max_examples=300)
@given(st.lists(st.tuples(st.sampled_from(_MARKS), st.booleans()), max_size=25))
def test_every_word_arrives_or_the_text_is_refused(pieces: list[tuple[str, bool]]) -> None:
    words = [f"w{n}q" for n in range(len(pieces))]
    text = "".join(mark + (word if has_word else "") for (mark, has_word), word in zip(pieces, words, strict=True))
    try:
        tree = repr(parse(text))
    except DocumentError:
        return
    assert [word for has, word in zip(pieces, words, strict=True) if has[1] and word not in tree] == []


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("x\n\n[^1]: never", r"line 3: nothing refers to the footnote \[\^1\]"),
        ("x[^a]\n\n[^a]: one\n[^a]: two", r"line 4: there is already a footnote \[\^a\]"),
        ("x[^1]\n\n[^1]: see[^2]\n\n[^2]: b", "line 3: a footnote cannot refer to a footnote"),
        ("x ^[see ^[this]]", r"the footnote \^\[see \^\[this\]\] refers to a footnote"),
        (
            "| a | b |\n|---|---|\n| 1 | 2 |\n| 1 | 2 | 3 |",
            "line 4: the row has more cells than the table's heading",
        ),
        ("> a|b\n> -|-\n> |1|2|3|", "line 3: the row has more cells"),
        ("[^2]\n\n[^2]: ::: closing\nwords\n:::", "line 3: the part '::: closing' is never closed"),
        ("- ::: closing\nwords\n:::", "line 1: the part '::: closing' is never closed"),
        ("::: closing\n> a\n> :::\n:::", "line 3: ::: closes nothing"),
        ("::: closing\n" * 100 + ":::\n" * 100, "line 60: nested more than"),
        ("a\n\n[Note]: important", r"line 3: no link uses the address of \[note\]"),
        ("[a]\n\n> [a]: b\n\n[A]: c", r"line 5: there is already an address of \[a\]"),
        ("x\n\n- ![a *b[^1]*](u)\n\n[^1]: n", "line 3: the words of a picture cannot refer to a footnote"),
    ],
)
def test_what_would_be_lost_is_told(text: str, says: str) -> None:
    with pytest.raises(DocumentError, match=says):
        parse(text)


@pytest.mark.parametrize(
    "row", ["| 1 | 2 |", "1 | 2", "| 1", "| 1 \\| 2 | 3 |", "| `a` |", "|1|2|", "||"],
)  # fmt: skip
def test_rows_as_long_as_their_heading_or_shorter_are_rows(row: str) -> None:
    (table,) = parse(f"| a | b |\n|---|---|\n{row}").blocks
    assert isinstance(table, nodes.Table)
    assert len(table.rows) == 2


def test_a_fence_inside_a_list_or_in_code_closes_nothing_outside() -> None:
    (part,) = parse("::: appendix\n- ::: closing\n  x\n  :::\n\n      :::\n\n- ```\n  :::\n  ```\n:::").blocks
    assert isinstance(part, nodes.Part)
    (items,) = part.blocks
    assert isinstance(items, nodes.BulletList)
    assert [[type(block).__name__ for block in item] for item in items.items] == [["Part", "CodeBlock"], ["CodeBlock"]]


def test_addresses_may_be_defined_apart() -> None:
    text = "[a], [b][A], ![c][d] ^[see [e]]\n\n[a]: https://a.org\n[d]: https://d.org\n[e]: https://e.org"
    document = parse(text)
    links = [node.target for node in nodes.walk([*document.blocks, *document.footnotes[0]]) if hasattr(node, "target")]
    assert links == ["https://a.org", "https://a.org", "https://d.org", "https://e.org"]
