import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.attrs import attrs_block_plugin, attrs_plugin
from mdit_py_plugins.container import container_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from correspondence.text.escape import for_markdown

# More than letters use, so that a wider dialect changes nothing in what data prints.
MARKDOWN = (
    MarkdownIt("commonmark", {"html": False})
    .enable(["table", "strikethrough"])
    .use(footnote_plugin)
    .use(deflist_plugin)
    .use(attrs_plugin, spans=True)
    .use(attrs_block_plugin)
    .use(container_plugin, "note")
)

SNIPPETS = [
    *(
        "# ",
        "#",
        " #",
        "- ",
        "-",
        "--- ",
        "+",
        "+++",
        "* ",
        "*",
        "**",
        "_",
        "__",
        "a_b",
        "1. ",
        "12) ",
        "1",
        ".",
        ")",
        "> ",
    ),
    *(
        "```",
        "~~~",
        "~~",
        "~",
        "`",
        "``",
        ":::",
        "::: note",
        ": ",
        ":",
        "===",
        "=",
        "|",
        "| a | b |",
        "--- | ---",
        "|-|-|",
    ),
    *(
        "[",
        "]",
        "(",
        "[a](http://x.org)",
        "![i](u)",
        "!",
        "![",
        "[^1]",
        "[^1]: note",
        "^[note]",
        "^",
        "[x]: /url",
        "[x]",
    ),
    *(
        "<",
        ">",
        "<b>",
        "</b>",
        "<http://x.org>",
        "<!--",
        "<?x",
        "<a@b.c>",
        "&amp;",
        "&",
        "&#35;",
        "&#x23;",
        "&am",
        "p;",
    ),
    *(
        "\\",
        "\\*",
        "\\\n",
        "  \n",
        "\n",
        "\n\n",
        "\r\n",
        "\t",
        "    ",
        "{",
        "{{ x }}",
        "{% if %}",
        "{#",
        "{.class}",
        "}",
        "$",
    ),
    *(
        "a",
        "Ltd.",
        "é",
        "中",
        "\u00a0",
        "\u3000",
        "“x”",
        "'",
        '"',
        "@",
        "%",
        "www.x.org",
        "http://x.org",
        "\x00",
        "\x0b",
    ),
]
data = st.lists(st.sampled_from(SNIPPETS) | st.characters(exclude_categories=["Cs"]), max_size=12).map("".join)


def folded(text: str) -> str:
    """What a page shows of text: white space is one space, and the parser takes NUL for U+FFFD."""
    return re.sub(r"[ \t\n\r\f\v]+", " ", text).replace("\0", "\ufffd").strip()


def printed(markdown: str, kinds: list[str]) -> str:
    """The text of Markdown that parses into nothing but tokens of these kinds and plain text."""
    tokens = MARKDOWN.parse(markdown)
    assert [token.type for token in tokens if token.type != "inline"] == kinds
    children = [child for token in tokens for child in token.children or [] if token.content]
    assert {child.type for child in children} <= {"text", "softbreak"}, markdown
    assert not any(token.attrs for token in tokens)
    return "".join(" " if child.type == "softbreak" else child.content for child in children).strip()


def nested(*names: str) -> list[str]:
    return [f"{name}_open" for name in names] + [f"{name}_close" for name in reversed(names)]


PLACES: dict[str, tuple[Callable[[str], str], list[str]]] = {
    "paragraph": ("{}".format, nested("paragraph")),
    "heading": ("## {}".format, nested("heading")),
    "list": ("- {}".format, nested("bullet_list", "list_item", "paragraph")),
    "list-table": ("* - {}".format, nested("bullet_list", "list_item", "bullet_list", "list_item", "paragraph")),
    "quotation": ("> {}".format, nested("blockquote", "paragraph")),
    "container": ("::: note\n{}\n:::".format, nested("container_note", "paragraph")),
}


@pytest.mark.parametrize("place", PLACES)
@given(text=data)
def test_data_prints_as_it_is(place: str, text: str) -> None:
    put, kinds = PLACES[place]
    if folded(text):
        assert printed(put(for_markdown(text)), kinds) == folded(text)


@given(data, data)
def test_data_prints_as_it_is_between_a_templates_words(one: str, other: str) -> None:
    markdown = f"see {for_markdown(one)}{for_markdown(other)} [1]."
    assert printed(markdown, nested("paragraph")) == f"see {folded_inside(one)}{folded_inside(other)} [1]."


def folded_inside(text: str) -> str:
    return re.sub(r"[ \t\n\r\f\v]+", " ", text).replace("\0", "\ufffd")


@given(data)
def test_data_in_a_table_cell_stays_in_its_cell(text: str) -> None:
    tokens = MARKDOWN.parse(f"| a | b |\n| --- | --- |\n| {for_markdown(text)} | c |\n")
    cells = [tokens[n + 1] for n, token in enumerate(tokens) if token.type == "td_open"]
    assert len(cells) == 2
    assert plain(cells[0]) == folded(text)


@given(data)
def test_data_in_a_link_is_the_links_text(text: str) -> None:
    (inline,) = [
        token for token in MARKDOWN.parse(f"a [x{for_markdown(text)}x](https://example.org) b") if token.children
    ]
    kinds = [child.type for child in inline.children or []]
    assert kinds.count("link_open") == 1
    assert plain(inline) == f"a x{folded_inside(text)}x b"


@given(data)
def test_data_in_a_footnote_is_its_text(text: str) -> None:
    tokens = MARKDOWN.parse(f"a[^n]\n\n[^n]: x {for_markdown(text)}\n")
    notes = [token for token in tokens if token.type == "inline"]
    assert len(notes) == 2
    assert plain(notes[1]) == f"x {folded_inside(text)}".strip()


def plain(inline: Token) -> str:
    return "".join(" " if c.type == "softbreak" else c.content for c in inline.children or []).strip()


@given(data)
def test_line_ends_can_be_kept_as_hard_breaks(text: str) -> None:
    lines = [folded_inside(line).strip(" ") for line in re.split(r"[\r\n]", text) if line.strip()]
    markdown = for_markdown(text, hard_breaks=True)
    tokens = MARKDOWN.parse(f"- x {markdown}\n")
    (inline,) = [token for token in tokens if token.type == "inline"]
    assert [token.type for token in tokens if token.type != "inline"] == PLACES["list"][1]
    children = inline.children or []
    assert {child.type for child in children} <= {"text", "hardbreak"}
    shown = "".join("\n" if child.type == "hardbreak" else child.content for child in children)
    assert shown.strip() == ("x " + "\n".join(lines)).strip()


@given(data)
def test_jinja_sees_no_delimiter_in_escaped_data(text: str) -> None:
    escaped = for_markdown(text)
    template = Environment(keep_trailing_newline=True, autoescape=False).from_string(escaped)
    assert template.render() == escaped


@pytest.mark.parametrize(
    "text",
    [
        *("R3D: Red en Defensa de los Derechos Digitales", "St. John (UK) Ltd.", "AT&T", "Johnson & Johnson", "C# #1"),
        *(
            "info@example.org",
            "https://example.org/a_b?c=d&e=f",
            "7amleh – The Arab Center",
            "“Right to Know”, 2.5 % = $5",
        ),
        *("Derechos Digitales · América Latina", "18. Februar-Straße", "No!", "x > y + 1"),
    ],
)
def test_ordinary_names_are_hardly_touched(text: str) -> None:
    assert for_markdown(text).replace("\\", "") == text
    assert for_markdown(text).count("\\") <= 1


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("St. John (UK) Ltd.", "St. John (UK) Ltd."),
        ("*R3D* [beta]", r"\*R3D\* \[beta\]"),
        ("# 1", r"\# 1"),
        ("1. May", r"1\. May"),
        ("- x", r"\- x"),
        ("a | b", r"a \| b"),
        ("one\n\n  two  ", "one two "),
        (", ", ", "),
        ("    code", " code"),
        ("\t# no heading", r" \# no heading"),
        ("  2) x", r" 2\) x"),
        ("C:\\", "C:\\\\"),
        ("{% raw %}{{ x }}", r"\{\% raw %}\{\{ x }}"),
        ("", ""),
    ],
)
def test_what_could_act_gets_a_backslash(text: str, escaped: str) -> None:
    assert for_markdown(text) == escaped
