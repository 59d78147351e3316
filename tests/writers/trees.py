"""Arbitrary letters as trees in the normal form of `writers.markdown`, for properties that hold for all."""

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from hypothesis import strategies as st

from correspondence.document.nodes import (
    PARTS,
    Block,
    BlockQuote,
    Blocks,
    BulletList,
    Cell,
    Code,
    CodeBlock,
    Emphasis,
    FootnoteReference,
    HardBreak,
    Heading,
    Image,
    Inline,
    Inlines,
    Link,
    OrderedList,
    Paragraph,
    Part,
    Strikethrough,
    Strong,
    Table,
    Text,
    ThematicBreak,
    walk,
)

_SIGNS = "ab1é.-+*_`[]()<>#&!|\\~:^{}%=\"'/日ש\u200f\u00a0 ;"
_CONSTRUCTS = [
    *("&amp;", "://", "1. x", "- x", "::: x", "[^1]", "http://a.b", "+++", "```", "<b>", "**", "~~", "[a]: b", "# x"),
    *("| - |", "===", "---"),
]
_TARGETS = [
    *("https://example.org/a", "https://example.org/a(b)", "message:2020-x", "mailto:a@b.org", "/x"),
    *("https://example.org/?a=1&b=%20&copy;", "https://example.org/a*b_c"),
]
_CODE_LINES = ["", " x", "```", "~~~~", ":::", "- a", "    y", "z  "]
_ITEMS_AT_MOST = 3
_DEEPEST = 2  # lists within a list for Word


def _one_space(text: str) -> str:
    return re.sub(" +", " ", text)


_words = (
    st.one_of(st.text(st.sampled_from(_SIGNS), min_size=1, max_size=6), st.sampled_from(_CONSTRUCTS))
    .map(lambda text: _one_space(text).strip(" "))
    .filter(bool)
)
# A link whose code holds `]:` would define a reference at the beginning of a line: no escape reaches into code.
_code = _words.filter(lambda text: "]:" not in text).map(Code)
_plain_leaf: st.SearchStrategy[Inline] = st.one_of(
    _words.map(Text), _words.map(Text), _code, st.builds(Image, st.sampled_from(_TARGETS), _words)
)


@st.composite
def inlines(draw: st.DrawFn, *, marks: frozenset[type] = frozenset({Emphasis, Strong, Strikethrough, Link})) -> Inlines:
    """Inlines with neither white space nor breaks at the edges; no mark stands in itself or beside its own kind."""
    children: list[Inline] = []
    for n in range(draw(st.integers(1, _ITEMS_AT_MOST))):
        if n:
            match draw(st.sampled_from(["", "", "", " ", "break"])):
                case " ":
                    children.append(Text(" "))
                case "break":
                    children.append(HardBreak())
        child = draw(_inline(marks))
        if children and isinstance(child, type(children[-1])) and not isinstance(child, Text | Image | Link):
            children.append(Text(" "))
        children.append(child)
    return _merged(children)


@cache  # strategies are slow to make, and drawn from many times in each example
def _inline(marks: frozenset[type]) -> st.SearchStrategy[Inline]:
    choices = [_plain_leaf, _plain_leaf]
    choices += [inlines(marks=marks - {mark}).map(mark) for mark in (Emphasis, Strong, Strikethrough) if mark in marks]
    if Link in marks:
        choices.append(st.builds(Link, st.sampled_from(_TARGETS), inlines(marks=marks - {Link})))
    return st.one_of(choices)


def _merged(children: list[Inline]) -> Inlines:
    merged: list[Inline] = []
    for child in children:
        last = merged[-1] if merged else None
        if isinstance(child, Text) and isinstance(last, Text):
            merged[-1] = Text(_one_space(last.text + child.text))
        else:
            merged.append(child)
    return tuple(merged)


def _breaks(children: Inlines) -> bool:
    return any(isinstance(node, HardBreak) for node in walk(children))


_code_block = st.builds(
    CodeBlock,
    st.lists(st.one_of(_words, st.sampled_from(_CODE_LINES)), max_size=3).map(
        lambda lines: "".join(f"{line}\n" for line in lines)
    ),
    st.sampled_from(["", "py", "a`b", "{x}"]),
)
_leaf: st.SearchStrategy[Block] = st.one_of(
    inlines().map(Paragraph),
    inlines().map(Paragraph),
    st.builds(Heading, st.integers(1, 6), inlines().filter(lambda children: not _breaks(children))),
    st.builds(Heading, st.integers(1, 2), inlines()),
    _code_block,
    st.just(ThematicBreak()),
)


@st.composite
def _lists(draw: st.DrawFn, some: st.SearchStrategy[list[Blocks]]) -> Block:
    items = tuple(draw(some))
    # Only a paragraph shows whether a list is loose, and only blocks or items apart make it so.
    shown = any(isinstance(block, Paragraph) for item in items for block in item)
    apart = len(items) > 1 or any(len(item) > 1 for item in items)
    touching = all(_stay_two(one, two) for item in items for one, two in pairwise(item))
    tight = not shown or not apart or (touching and draw(st.booleans()))
    if draw(st.booleans()):
        return OrderedList(items, draw(st.sampled_from([0, 1, 3, 2021])), tight)
    return BulletList(items, tight)


def _stay_two(one: Block, two: Block) -> bool:
    """Blocks that stay two with no blank line between them, whatever they hold."""
    if isinstance(one, Heading | CodeBlock | ThematicBreak | Part) or isinstance(two, CodeBlock | ThematicBreak | Part):
        return True
    if isinstance(one, Paragraph) and isinstance(two, BulletList | OrderedList):
        return bool(two.items[0]) and (isinstance(two, BulletList) or two.start == 1)
    return isinstance(one, Paragraph) and isinstance(two, BlockQuote)


def _rows(child: st.SearchStrategy[Block], columns: int) -> st.SearchStrategy[list[tuple[Cell, ...]]]:
    cell = st.lists(child, max_size=2).map(tuple).map(Cell)
    return st.lists(st.tuples(*[cell] * columns), min_size=1, max_size=3)


@st.composite
def _tables(draw: st.DrawFn, rows_of: Sequence[st.SearchStrategy[list[tuple[Cell, ...]]]]) -> Block:
    columns = draw(st.integers(1, 3))
    rows = tuple(draw(rows_of[columns - 1]))
    widths = tuple(range(1, columns + 1)) if draw(st.booleans()) else ()
    caption = draw(st.sampled_from(["", "A caption", 'what "x" & *y* {z} \\ \\"']))
    return Table(rows, draw(st.integers(0, min(2, len(rows)))), widths, caption)


def _holding(child: st.SearchStrategy[Block]) -> st.SearchStrategy[Block]:
    inside = st.lists(child, max_size=3).map(tuple)
    items = st.lists(inside, min_size=1, max_size=_ITEMS_AT_MOST)
    rows = [_rows(child, columns) for columns in (1, 2, 3)]
    parts = st.builds(Part, st.sampled_from(sorted(PARTS - {"list-table"})), inside)
    return st.one_of(_lists(items), _tables(rows), st.builds(BlockQuote, inside), parts)


@cache
def blocks() -> st.SearchStrategy[Blocks]:
    """The blocks of a letter."""
    return st.lists(st.recursive(_leaf, _holding, max_leaves=6), max_size=4).map(tuple)


def with_notes(children: Inlines) -> Inlines:
    """Inlines with a reference to the second footnote, then to the first, in their midst."""
    at = len(children) // 2
    return (*children[:at], FootnoteReference(0), *children[at:], FootnoteReference(1))


# What a Word document holds as it is: the normal form that `document.outline` states.
_FOR_WORD = ("https://example.org/a", "https://example.org/?a=1&b=%20&copy;", "mailto:a@b.org")


def _settled(children: Inlines) -> Inlines:
    """Inlines without pictures, with addresses that can be followed, and with emphasis that nothing crosses."""
    settled: list[Inline] = []
    for child in children:
        match child:
            case Image() | Link():
                settled.append(Text("picture"))
            case Emphasis() | Strong() | Strikethrough():
                settled.append(type(child)((Text(_flat(child.children)),)))
            case _:
                settled.append(child)
    return _merged([Text(re.sub("[\u00a0\u200f]", "x", c.text)) if isinstance(c, Text) else c for c in settled])


def _flat(children: Inlines) -> str:
    words = "".join(node.text if isinstance(node, Text | Code) else " " for node in walk(children))
    return _one_space(re.sub("[\u00a0\u200f]", "x", words)).strip(" ") or "x"


_any_line = inlines()


@st.composite
def _lines_for_word(draw: st.DrawFn) -> Inlines:
    children = _settled(draw(_any_line))
    if draw(st.booleans()):
        link = Link(draw(st.sampled_from(_FOR_WORD)), (Text("there"),))
        children = _merged([*children, Text(" "), link])
    return children


_paragraphs_for_word = _lines_for_word().map(Paragraph)


@st.composite
def _lists_for_word(draw: st.DrawFn, depth: int = 0) -> Block:
    items: list[Blocks] = []
    for _ in range(draw(st.integers(1, _ITEMS_AT_MOST))):
        item: list[Block] = [draw(_paragraphs_for_word)]
        if draw(st.booleans()):
            item.append(draw(_paragraphs_for_word))
        if depth < _DEEPEST and draw(st.integers(0, 3)) == 0:
            item.append(draw(_deeper[depth]))
        items.append(tuple(item))
    apart = len(items) > 1 or any(len(item) > 1 for item in items)
    touching = all(_stay_two(one, two) for item in items for one, two in pairwise(item))
    tight = not apart or (touching and draw(st.booleans()))
    if draw(st.booleans()):
        return OrderedList(tuple(items), draw(st.sampled_from([0, 1, 3, 2021])), tight)
    return BulletList(tuple(items), tight)


_deeper = [_lists_for_word(depth + 1) for depth in range(_DEEPEST)]
_rows_for_word = {columns: _rows(_paragraphs_for_word, columns) for columns in (2, 3)}


@st.composite
def _tables_for_word(draw: st.DrawFn) -> Block:
    columns = draw(st.integers(2, 3))
    rows = tuple(draw(_rows_for_word[columns]))
    widths = tuple(range(1, columns + 1)) if draw(st.booleans()) else ()
    return Table(rows, draw(st.integers(0, min(2, len(rows)))), widths, draw(st.sampled_from(["", "A caption"])))


_closing_for_word: st.SearchStrategy[Blocks] = st.lists(_paragraphs_for_word, min_size=1, max_size=2).map(tuple)
_quotes_for_word = _closing_for_word.map(BlockQuote)
_list_for_word = _lists_for_word()
_leaves_for_word: st.SearchStrategy[Block] = st.one_of(
    _paragraphs_for_word,
    st.builds(Heading, st.integers(2, 6), st.just((Text("A heading"),))),
    _list_for_word,
    _tables_for_word(),
    _quotes_for_word,
    st.just(CodeBlock("a  b\n\n    c\n")),
    st.just(ThematicBreak()),
)
_some_for_word = st.lists(_leaves_for_word, max_size=5)
_rest_for_word = st.lists(_leaves_for_word, max_size=2)


@st.composite
def letters_for_word(draw: st.DrawFn) -> Blocks:
    """The blocks of a letter that a Word document gives back as they are."""
    letter = draw(_some_for_word)
    if draw(st.booleans()):
        letter = [Part("salutation", (Paragraph((Text("Dear all,"),)),)), *letter]
        letter.append(Part("closing", draw(_closing_for_word)))
        letter.append(Part("cc", (draw(_paragraphs_for_word), draw(_list_for_word))))
    for _ in range(draw(st.integers(0, 2))):
        rest = draw(_rest_for_word)
        letter.append(Part("appendix", (Heading(1, (Text("Appendix A"),)), *_apart(rest))))
    return _apart(letter)


def _apart(blocks: Sequence[Block]) -> Blocks:
    """The blocks without those that Word would hold as one with the block before."""
    return tuple(block for n, block in enumerate(blocks) if not n or not _would_be_one(blocks[n - 1], block))


def _would_be_one(one: Block, other: Block) -> bool:
    return isinstance(one, BlockQuote | CodeBlock) and type(one) is type(other)
