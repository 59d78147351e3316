"""What a letter is made of: blocks, inlines and letter parts, frozen, in one tree.

The names follow CommonMark 0.31 where it has one. A letter part is a named container: `addressee`, `closing`,
`signature-block`, `appendix` and so on.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from correspondence.errors import DocumentError

PARTS = frozenset(
    {"date", "addressee", "cc", "salutation", "closing", "signature-block", "enclosures", "appendix", "list-table"}
)


@dataclass(frozen=True, slots=True)
class Text:
    """Characters as they are printed."""

    text: str


@dataclass(frozen=True, slots=True)
class Emphasis:
    """Stressed words: italic."""

    children: "Inlines"


@dataclass(frozen=True, slots=True)
class Strong:
    """Strongly stressed words: bold."""

    children: "Inlines"


@dataclass(frozen=True, slots=True)
class Strikethrough:
    """Words struck out."""

    children: "Inlines"


@dataclass(frozen=True, slots=True)
class Code:
    """A code span."""

    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead to an address; `message:ID` is a citation."""

    target: str
    children: "Inlines"


@dataclass(frozen=True, slots=True)
class Picture:
    """The bytes of an image without metadata: `png` or `jpeg`, so many pixels wide and high."""

    kind: str
    content: bytes
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Image:
    """A picture; without `picture` its alternative text is printed. Nothing is ever fetched."""

    target: str
    alternative: str
    picture: Picture | None = None


@dataclass(frozen=True, slots=True)
class HardBreak:
    """A line break that was asked for."""


@dataclass(frozen=True, slots=True)
class FootnoteReference:
    """The mark of a footnote; `index` counts the document's footnotes from 0."""

    index: int


Inline = Text | Emphasis | Strong | Strikethrough | Code | Link | Image | HardBreak | FootnoteReference
Inlines = tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 6; `id` is what the document's own links call it, if they do."""

    level: int
    children: Inlines
    id: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph."""

    children: Inlines


@dataclass(frozen=True, slots=True)
class BulletList:
    """An unordered list; tight items stand without space between them."""

    items: tuple["Blocks", ...]
    tight: bool = True


@dataclass(frozen=True, slots=True)
class OrderedList:
    """A numbered list that begins at `start`."""

    items: tuple["Blocks", ...]
    start: int = 1
    tight: bool = True


@dataclass(frozen=True, slots=True)
class BlockQuote:
    """Quoted blocks."""

    blocks: "Blocks"


@dataclass(frozen=True, slots=True)
class CodeBlock:
    """Preformatted lines; `text` ends in a line feed unless it is empty."""

    text: str
    info: str = ""


@dataclass(frozen=True, slots=True)
class ThematicBreak:
    """A rule between two passages."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A table's cell."""

    blocks: "Blocks"


@dataclass(frozen=True, slots=True)
class Table:
    """A table.

    Attributes:
        rows: each with as many cells as the others.
        header_rows: how many of them are headings, repeated on every page.
        widths: relative column widths; empty for equal ones.
        caption: what stands above it, or nothing.
        id: what the document's own links call it, if they can.
        label: what stands before its caption, such as `Table 2: `, if it is numbered.
    """

    rows: tuple[tuple[Cell, ...], ...]
    header_rows: int = 1
    widths: tuple[int, ...] = ()
    caption: str = ""
    id: str = ""
    label: str = ""

    @property
    def title(self) -> str:
        """What is printed above it: its label and its caption."""
        return self.label + self.caption


@dataclass(frozen=True, slots=True)
class Part:
    """A letter part: one of `PARTS` but `list-table`, which becomes a `Table`.

    Attributes:
        name: which part.
        blocks: what is in it.
        options: of a signature block, how its names are laid out; see `document.signatures`.
        runs_on: of an appendix, whether it begins on the page where what stands before it ends.
    """

    name: str
    blocks: "Blocks"
    options: tuple[tuple[str, str], ...] = ()
    runs_on: bool = False


Block = Heading | Paragraph | BulletList | OrderedList | BlockQuote | CodeBlock | ThematicBreak | Table | Part
Blocks = tuple[Block, ...]
Node = Block | Inline | Cell


@dataclass(frozen=True, slots=True)
class Document:
    """A letter.

    Attributes:
        title: for the document's properties.
        language: BCP 47.
        blocks: the letter, in order.
        footnotes: the notes that `FootnoteReference.index` counts.
        endnotes: whether they stand at the end of the letter, not at the foot of their pages.
        letterhead: who writes, a line each, for the head of the first page.
        marks: what every page of a copy that goes round must say, such as that it is a draft.
    """

    title: str
    language: str
    blocks: Blocks
    footnotes: tuple[Blocks, ...] = ()
    endnotes: bool = False
    letterhead: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()


def plain_text(nodes: Sequence[Node]) -> str:
    """The words of nodes without any form: a line break is a space, and every block begins a line."""
    pieces: list[str] = []
    for n, node in enumerate(nodes):
        if n and not isinstance(node, Inline):
            pieces.append("\n")
        match node:
            case Text() | Code():
                pieces.append(node.text)
            case CodeBlock():
                pieces.append(node.text.removesuffix("\n"))
            case Image():
                pieces.append(node.alternative)
            case HardBreak():
                pieces.append(" ")
            case _:
                pieces.append(plain_text(tuple(_below(node))))
    return "".join(pieces)


def walk(nodes: Sequence[Node]) -> Iterator[Node]:
    """Every node, each before what it holds."""
    for node in nodes:
        yield node
        yield from walk(tuple(_below(node)))


def map_links(document: Document, replaced: Callable[[Link], Inlines]) -> Document:
    """The document with every link as `replaced` gives it."""
    return _mapped(document, Link, replaced)


def map_text(document: Document, replaced: Callable[[str], str]) -> Document:
    """The document with its characters as `replaced` gives them; code, addresses and captions stay."""
    return _mapped(document, Text, lambda node: (replace(node, text=replaced(node.text)),))


def map_images(document: Document, replaced: Callable[[Image], Image]) -> Document:
    """The document with every picture as `replaced` gives it."""
    return _mapped(document, Image, lambda image: (replaced(image),))


def map_blocks(document: Document, replaced: Callable[[Block], Block]) -> Document:
    """The document with every block as `replaced` gives it; a block goes before those that it holds."""
    return replace(
        document,
        blocks=_map_blocks(document.blocks, replaced),
        footnotes=tuple(_map_blocks(note, replaced) for note in document.footnotes),
    )


def footnotes_in_order(document: Document) -> Document:
    """The document with its footnotes in the order in which the text first refers to them.

    One that the text does not refer to stands last.
    """
    first = dict.fromkeys(node.index for node in walk(document.blocks) if isinstance(node, FootnoteReference))
    order = (*first, *(index for index in range(len(document.footnotes)) if index not in first))
    if order == tuple(range(len(document.footnotes))):
        return document
    if len(order) != len(document.footnotes):
        raise DocumentError(f"the text refers to footnote {max(order) + 1}, and there is none")
    number = {old: new for new, old in enumerate(order)}
    mapped = _mapped(document, FootnoteReference, lambda mark: (FootnoteReference(number[mark.index]),))
    return replace(mapped, footnotes=tuple(mapped.footnotes[index] for index in order))


def renumber_footnotes(document: Document, numbers: Mapping[int, int], count: int) -> Document:
    """The document with `count` footnotes, its own at the places that `numbers` gives them and the others empty."""
    mapped = _mapped(document, FootnoteReference, lambda mark: (FootnoteReference(numbers[mark.index]),))
    notes: list[Blocks] = [()] * count
    for old, new in numbers.items():
        notes[new] = mapped.footnotes[old]
    return replace(mapped, footnotes=tuple(notes))


def fill_part(document: Document, name: str, blocks: Blocks) -> Document:
    """The document with `blocks` in every part of that name."""

    def filled(block: Block) -> Block:
        return replace(block, blocks=blocks) if isinstance(block, Part) and block.name == name else block

    return replace(document, blocks=tuple(filled(block) for block in document.blocks))


def _below(node: Node) -> Iterator[Node]:
    match node:
        case Emphasis() | Strong() | Strikethrough() | Link() | Heading() | Paragraph():
            yield from node.children
        case BulletList() | OrderedList():
            for item in node.items:
                yield from item
        case BlockQuote() | Part() | Cell():
            yield from node.blocks
        case Table():
            for row in node.rows:
                yield from row


_Replaced = TypeVar("_Replaced", Link, Image, FootnoteReference, Text)


def _mapped(document: Document, kind: type[_Replaced], replaced: Callable[[_Replaced], Inlines]) -> Document:
    return replace(
        document,
        blocks=_map(document.blocks, kind, replaced),
        footnotes=tuple(_map(note, kind, replaced) for note in document.footnotes),
    )


def _map_blocks(blocks: Blocks, replaced: Callable[[Block], Block]) -> Blocks:
    return tuple(_map_block(replaced(block), replaced) for block in blocks)


def _map_block(block: Block, replaced: Callable[[Block], Block]) -> Block:
    match block:
        case BulletList() | OrderedList():
            return replace(block, items=tuple(_map_blocks(item, replaced) for item in block.items))
        case BlockQuote() | Part():
            return replace(block, blocks=_map_blocks(block.blocks, replaced))
        case Table():
            rows = tuple(tuple(Cell(_map_blocks(cell.blocks, replaced)) for cell in row) for row in block.rows)
            return replace(block, rows=rows)
    return block


def _map(nodes: Any, kind: type[Any], replaced: Callable[[Any], Inlines]) -> Any:
    changed: list[Any] = []
    for node in nodes:
        new: Any
        match node:
            case Link() | Emphasis() | Strong() | Strikethrough() | Heading() | Paragraph():
                new = replace(node, children=_map(node.children, kind, replaced))
            case BulletList() | OrderedList():
                new = replace(node, items=tuple(_map(item, kind, replaced) for item in node.items))
            case BlockQuote() | Part() | Cell():
                new = replace(node, blocks=_map(node.blocks, kind, replaced))
            case Table():
                new = replace(node, rows=tuple(_map(row, kind, replaced) for row in node.rows))
            case _:
                new = node
        changed.extend(replaced(new) if isinstance(new, kind) else (new,))
    return tuple(changed)
