"""A letter as its editors left it: every word with who put it in, who took it out, and what was said about it.

Plain values, as a word processor's file holds them: paragraphs by their role, tables row by row, footnotes, tracked
changes and comments. A change has a number from 1; 0 is none. What is both inserted and deleted was put in by one
person and taken out by another: it stands in no reading but theirs.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

BREAK, TAB = "\n", "\t"
PROSE = "body text"

INSERTION, DELETION, MOVE, FORMATTING = "insertion", "deletion", "move", "formatting"


@dataclass(frozen=True, slots=True)
class Change:
    """A tracked change.

    Attributes:
        kind: `insertion`, `deletion`, `move` or `formatting`.
        author: as the file says; empty when it says nobody.
        date: as the file says, ISO 8601.
        group: the name that both ends of a move share; else empty.
        tracked: whether the file marks it; else it was found by comparing.
        detail: what a formatting changed beside what a letter can hold, such as a colour.
    """

    kind: str
    author: str = ""
    date: str = ""
    group: str = ""
    tracked: bool = True
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment.

    Attributes:
        id: what pieces refer to.
        author: as the file says.
        date: as the file says, ISO 8601.
        text: its words, a line for each paragraph.
        parent: the comment that it answers, or nothing.
        done: whether it is marked as resolved.
    """

    id: str
    author: str
    date: str
    text: str
    parent: str = ""
    done: bool = False


@dataclass(frozen=True, slots=True)
class Look:
    """How characters look, as far as a letter's text can say it."""

    bold: bool = False
    italic: bool = False
    strike: bool = False
    code: bool = False
    link: str = ""


PLAIN = Look()


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters that are alike.

    Attributes:
        text: the characters; a line break is a line feed.
        look: how they look.
        note: the footnote whose mark stands here, before the characters; else empty.
        image: the words that stand for a picture, when it is one; else None.
        inserted: the change that put it in, or 0.
        deleted: the change that took it out, or 0.
        was: how it looked before the change `formatted`.
        formatted: the change of its look, or 0.
        comments: the comments on it.
    """

    text: str
    look: Look = PLAIN
    note: str = ""
    image: str | None = None
    inserted: int = 0
    deleted: int = 0
    was: Look | None = None
    formatted: int = 0
    comments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Role:
    """What a paragraph is.

    Attributes:
        kind: the name of its style in lower case, `heading` without its level; `body text` when it is nothing else.
        level: of a heading, from 1.
        mark: `bullet` or `number` when it carries a list's mark.
        depth: of the list, from 0.
        instance: which numbered list of the document it belongs to.
        start: the number that this list begins with.
        left: how far it is moved in, in twips.
        tight: whether it stands close to its neighbours in a list.
        apart: whether space was asked for above it.
        page: whether it begins a page.
        rule: whether it is a line across the page.
    """

    kind: str = PROSE
    level: int = 0
    mark: str = ""
    depth: int = 0
    instance: str = ""
    start: int = 1
    left: int = 0
    tight: bool = False
    apart: bool = False
    page: bool = False
    rule: bool = False


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph; `inserted` and `deleted` are changes of its end: without it, it runs on into the next."""

    role: Role
    pieces: tuple[Piece, ...] = ()
    inserted: int = 0
    deleted: int = 0
    was: Role | None = None
    restyled: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table."""

    cells: tuple["Story", ...]
    inserted: int = 0
    deleted: int = 0
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; the widths of its columns and how far it is moved in are in twips."""

    rows: tuple[Row, ...]
    widths: tuple[int, ...] = ()
    left: int = 0


Story = tuple[Para | Grid, ...]


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A letter with its changes and comments.

    Attributes:
        body: its blocks.
        notes: its footnotes or endnotes by the name that marks refer to, in the order of the file.
        changes: change number 1 stands first.
        remarks: its comments in the order of the file.
        running: the lines at the head and foot of its pages.
        told: what there is to say of the file, such as that it holds macros.
    """

    body: Story
    notes: dict[str, Story] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()
    remarks: tuple[Remark, ...] = ()
    running: tuple[str, ...] = ()
    told: tuple[str, ...] = ()


def paragraphs(story: Story) -> Iterator[Para]:
    """Every paragraph of a story, those of its tables included, in order."""
    for block in story:
        if isinstance(block, Para):
            yield block
        else:
            for row in block.rows:
                for cell in row.cells:
                    yield from paragraphs(cell)
