"""Markdown to the tree: every construct, every fault with its line, and back again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from correspondence.document import nodes
from correspondence.document.nodes import Part, Table, plain_text, walk
from correspondence.document.parse import parse
from correspondence.errors import DocumentError
from correspondence.text.escape import for_markdown
from correspondence.writers import html, markdown, plain
from tests.conftest import REPOSITORY
from tests.writers.samples import ARABIC, EVERYTHING


def test_the_parts_and_the_tables() -> None:
    document = parse(EVERYTHING, language="en-GB")
    assert document.title == "A letter with everything"
    names = [block.name for block in document.blocks if isinstance(block, Part)]
    assert names == ["date", "addressee", "salutation", "closing", "signature-block", "cc", "enclosures", "appendix"]
    tables = [node for node in walk(document.blocks) if isinstance(node, Table)]
    assert [(len(t.rows), t.header_rows, t.widths, t.caption) for t in tables] == [
        (2, 1, (), ""),
        (3, 1, (1, 2), "What was said & done"),
        (2, 1, (1, 1), ""),
    ]
    assert len(document.footnotes) == 2
    assert len(document.footnotes[0]) == 2


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a\n\n::: closing\nx", "line 3: the part '::: closing' is never closed"),
        ("::: nothing\n:::", "line 1: there is no letter part 'nothing'"),
        ("a\n\n:::\n", "line 3: ::: closes nothing"),
        ("::: closing {x=1}\n:::", "line 1: the part 'closing' takes no 'x'"),
        ("::: list-table\nno list\n:::", "line 1: a list-table is one list of lists"),
        ("::: list-table\n- - a\n  - b\n- - c\n:::", "line 1: the rows of a list-table must have the same number"),
        ("::: list-table\n- - a\n- b\n:::", "line 3: a row of a list-table is a list of its cells"),
        ('::: list-table {widths="1"}\n- - a\n  - b\n:::', "widths needs 2 numbers"),
        ("::: list-table {header-rows=9}\n- - a\n:::", "header-rows must lie between"),
        ("::: list-table {colour=red}\n- - a\n:::", "a list-table takes no 'colour'"),
        ('::: list-table {"}\n- - a\n:::', "between the braces"),
        ("> " * 200 + "x", "nested more than"),
    ],
)
def test_faults_say_their_line(text: str, says: str) -> None:
    with pytest.raises(DocumentError, match=says.replace("(", r"\(")):
        parse(text)


def test_fences_nest_and_code_is_passed_over() -> None:
    document = parse("::: appendix\n# A\n\n```\n:::\n```\n\n::: list-table\n- - x\n:::\n\nend\n:::\nafter\n")
    part, after = document.blocks
    assert isinstance(part, Part)
    assert [type(block).__name__ for block in part.blocks] == ["Heading", "CodeBlock", "Table", "Paragraph"]
    assert plain_text([after]) == "after"


@pytest.mark.parametrize(
    "text",
    [
        "[" * 5_000,
        "*a " * 5_000,
        "`" * 5_000,
        "> " * 3_000,
        "- " * 3_000,
        "![" * 3_000,
        "a" * 1_000_000,
        "[^1]" * 5_000,
        "|" * 10_000,
        ":::: list-table\n" + "- - a\n" * 3_000 + "::::",
    ],
    ids=["brackets", "stars", "ticks", "quotes", "bullets", "images", "long", "notes", "pipes", "rows"],
)
def test_hostile_text_ends(text: str) -> None:
    try:
        document = parse(text)
    except DocumentError:
        return
    assert document.blocks or not text.strip()


@pytest.mark.parametrize(
    "text",
    [EVERYTHING, ARABIC, *(p.read_text(encoding="utf-8").split("+++\n", 2)[2]
                           for p in sorted(REPOSITORY.glob("threads/*/letters/*/revisions/*.md")))],
)  # fmt: skip
def test_letters_come_back_as_they_were(text: str) -> None:
    document = parse(text)
    assert parse(markdown.write(document)) == document


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r"), max_size=60))
def test_data_in_a_paragraph_and_in_a_cell_prints_as_it_is(data: str) -> None:
    shown = for_markdown(data).strip(" ")
    document = parse(f"before {shown} after\n\n:::: list-table\n- - {shown}\n  - x\n::::\n")
    paragraph, table = document.blocks
    assert plain_text([paragraph]).split() == f"before {data.replace(chr(0), '')} after".split()
    assert isinstance(table, nodes.Table)
    assert plain_text([table.rows[0][0]]).split() == data.split()


@pytest.mark.parametrize("write", [html.write, plain.write, markdown.write])
def test_an_unknown_node_is_an_error(write: object) -> None:
    document = nodes.Document("t", "en", ("no block",))  # type: ignore[arg-type]  # what the test is about
    with pytest.raises(DocumentError):
        write(document)  # type: ignore[operator]


def test_a_caption_holds_any_words() -> None:
    (table,) = parse(r':::: list-table {caption="said \"no\" {twice} C:\\x"}' + "\n- - a\n::::").blocks
    assert isinstance(table, Table)
    assert table.caption == 'said "no" {twice} C:\\x'


def test_the_words_of_blocks_stand_in_lines() -> None:
    text = "# A *b*\n\none\\\ntwo\n\n- x\n- y\n\n```\nc\n```\n\n| p | q |\n|---|---|\n| r | s |\n"
    assert plain_text(parse(text).blocks) == "A b\none two\nx\ny\nc\np\nq\nr\ns"
