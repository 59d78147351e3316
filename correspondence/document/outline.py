"""The paragraphs of a word processor as a letter's tree again: lists by their marks and indents, parts by their styles.

The normal form of what comes back from a Word document, beyond that of `writers.markdown`: A part holds paragraphs,
lists and quotations; one that is empty is not there, and two of one name that touch are one. An appendix goes on to the
next appendix, to the next other part, or to the end. A quotation outside lists, tables and notes holds paragraphs,
lists and quotations; two that touch are one. A list's item does not begin with a quotation or a list. A code block says
nothing of its language, ends in one line feed and is not empty. A table that is not in a list has rows; the shares of
its columns are the smallest numbers, and none are given when they are equal. A picture that could not be had is its
words between brackets. Of a link, its address is what a word processor can follow; of emphasis, what spans more stands
outside.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from correspondence.document import nodes
from correspondence.document.manuscript import BREAK, TAB, Grid, Look, Manuscript, Para, Piece, Role, Story
from correspondence.document.nodes import Block, Blocks, Document, Inline, Inlines

_PARTS = {
    "date": "date",
    "addressee": "addressee",
    "carbon copy": "cc",
    "salutation": "salutation",
    "closing": "closing",
    "signature": "signature-block",
    "enclosures": "enclosures",
}
_INDENT, _QUOTE_INDENT = 360, 454  # twips that a list and a quotation move their text in, as our writer does
_NEAR = 4  # twips: word processors count in other units and round
_PROSE = frozenset({"body text", "list paragraph"})
_MOST_SHARES = 100


def document(manuscript: Manuscript, *, title: str = "", language: str = "en") -> Document:
    """The tree of a manuscript that holds no changes; its footnotes in the order of `manuscript.notes`."""
    builder = Outline({name: n for n, name in enumerate(manuscript.notes)})
    notes = tuple(builder.blocks(note) for note in manuscript.notes.values())
    return Document(title, language, builder.letter(manuscript.body), notes)


class Outline:
    """Turns stories without changes into blocks; `notes` are the indexes of the footnotes by name."""

    def __init__(self, notes: Mapping[str, int]) -> None:
        self._notes = notes

    def letter(self, story: Story) -> Blocks:
        """A letter's blocks, with its parts."""
        found: list[Block] = []
        plain: list[Para | Grid] = []
        name = ""

        def end() -> None:
            nonlocal plain
            blocks = self.blocks(plain)
            if name and blocks:
                found.append(nodes.Part(name, blocks))
            else:
                found.extend(blocks)
            plain = []

        for block in story:
            role = block.role if isinstance(block, Para) else Role()
            part = _PARTS.get(role.kind, "")
            if role.page:
                part = "appendix"
                end()
            elif name == "appendix" and not part:
                part = name
            elif part != name:
                end()
            name = part
            plain.append(block)
        end()
        return tuple(found)

    def blocks(self, story: Sequence[Para | Grid]) -> Blocks:
        """The blocks of a story of one part, cell or note."""
        held = [block for block in story if isinstance(block, Grid) or _is_something(block)]
        return self._within(held, 0, 0)

    def _within(self, held: Sequence[Para | Grid], left: int, lists: int) -> Blocks:
        """The blocks of what stands `left` twips in."""
        found: list[Block] = []
        at = 0
        while at < len(held):
            block = held[at]
            if _is_quoted(block, left):
                end = _end(held, at, lambda one: _left(one) >= left + _QUOTE_INDENT - _NEAR)
                found.append(nodes.BlockQuote(self._within(held[at:end], left + _QUOTE_INDENT, lists)))
            elif isinstance(block, Para) and block.role.mark:
                end = self._list(held, at, lists, found)
            elif isinstance(block, Para) and block.role.kind == "caption" and isinstance(_at(held, at + 1), Grid):
                end = at + 1
            else:
                end = at + 1
                caption = held[at - 1] if at else None
                found.append(self._block(block, caption))
            at = end
        return tuple(found)

    def _list(self, held: Sequence[Para | Grid], at: int, lists: int, found: list[Block]) -> int:
        """Append the list that begins there; where it ends."""
        first = held[at]
        assert isinstance(first, Para)
        role = first.role
        items: list[Blocks] = []
        tight = False
        start = at
        while at < len(held):
            para = held[at]
            if not isinstance(para, Para) or not _goes_on(role, para.role, is_first=at == start):
                break
            end = _end(held, at + 1, lambda one: _belongs(one, role))
            inside = self._within(held[at + 1 : end], role.left, lists + 1)
            words = self._inlines(para.pieces)
            items.append((nodes.Paragraph(words), *inside) if words else inside)
            tight = tight or para.role.tight
            at = end
        if role.mark == "bullet":
            found.append(nodes.BulletList(tuple(items), tight))
        else:
            found.append(nodes.OrderedList(tuple(items), role.start, tight))
        return at

    def _block(self, block: Para | Grid, before: Para | Grid | None) -> Block:
        if isinstance(block, Grid):
            caption = before if isinstance(before, Para) and before.role.kind == "caption" else None
            return self._table(block, caption)
        role = block.role
        if role.kind == "title":
            return nodes.Heading(1, self._inlines(block.pieces))
        if role.kind == "heading":
            return nodes.Heading(role.level, self._inlines(block.pieces))
        if role.kind == "source code":
            return nodes.CodeBlock("".join(piece.text for piece in block.pieces) + "\n")
        if role.rule and not _has_words(block):
            return nodes.ThematicBreak()
        return nodes.Paragraph(self._inlines(block.pieces))

    def _table(self, grid: Grid, caption: Para | None) -> nodes.Table:
        columns = max((len(row.cells) for row in grid.rows), default=0)
        rows = tuple(
            tuple(nodes.Cell(self.blocks(cell)) for cell in (*row.cells, *((),) * (columns - len(row.cells))))
            for row in grid.rows
        )
        heading = next((n for n, row in enumerate(grid.rows) if not row.heading), len(grid.rows))
        words = "".join(piece.text for piece in caption.pieces) if caption is not None else ""
        widths = shares(grid.widths) if len(grid.widths) == columns else ()
        return nodes.Table(rows, heading, widths, " ".join(re.split("[ \t\n]+", words)).strip(" "))

    def _inlines(self, pieces: Sequence[Piece]) -> Inlines:
        """Pieces as a tree of inlines, what spans more outside."""
        return _nested([_Leaf(node, piece.look) for piece in pieces for node in self._leaves(piece)], frozenset())

    def _leaves(self, piece: Piece) -> list[Inline]:
        leaves: list[Inline] = []
        if piece.note in self._notes:
            leaves.append(nodes.FootnoteReference(self._notes[piece.note]))
        if piece.image is not None:
            leaves.append(nodes.Image("", piece.image))
        for n, line in enumerate(piece.text.split(BREAK)):
            if n:
                leaves.append(nodes.HardBreak())
            if line:
                leaves.append(nodes.Code(line) if piece.look.code else nodes.Text(line.replace(TAB, " ")))
        return leaves


@dataclass(frozen=True, slots=True)
class _Leaf:
    """An inline that holds no others, and how it looks."""

    node: Inline
    look: Look


_WRAPPERS: tuple[tuple[str, Callable[[Inlines, Look], Inline]], ...] = (
    ("link", lambda inside, look: nodes.Link(look.link, inside)),
    ("italic", lambda inside, _: nodes.Emphasis(inside)),
    ("bold", lambda inside, _: nodes.Strong(inside)),
    ("strike", lambda inside, _: nodes.Strikethrough(inside)),
)


def _nested(leaves: Sequence[_Leaf], done: frozenset[str]) -> Inlines:
    """Leaves in the marks that they have and that do not stand around them already."""
    made: list[Inline] = []
    at = 0
    while at < len(leaves):
        best, end = "", at + 1
        for name, _ in _WRAPPERS:
            value = getattr(leaves[at].look, name)
            if not value or name in done:
                continue
            stop = at
            while stop < len(leaves) and getattr(leaves[stop].look, name) == value:
                stop += 1
            if not best or stop > end:
                best, end = name, stop
        if best:
            wrap = dict(_WRAPPERS)[best]
            made.append(wrap(_nested(leaves[at:end], done | {best}), leaves[at].look))
        else:
            _append(made, leaves[at].node)
        at = end
    return tuple(made)


def _append(made: list[Inline], node: Inline) -> None:
    last = made[-1] if made else None
    if isinstance(node, nodes.Text) and isinstance(last, nodes.Text):
        made[-1] = nodes.Text(last.text + node.text)
    elif isinstance(node, nodes.Code) and isinstance(last, nodes.Code):
        made[-1] = nodes.Code(last.text + node.text)
    else:
        made.append(node)


def shares(widths: Sequence[int]) -> tuple[int, ...]:
    """The smallest whole numbers that columns of these widths share a table's width by; nothing when they are equal."""
    total = sum(widths)
    if not total or max(widths) - min(widths) <= _NEAR:
        return ()
    for parts in range(len(widths), _MOST_SHARES):
        tried = [max(1, round(width * parts / total)) for width in widths]
        if all(abs(total * share / sum(tried) - width) <= _NEAR for share, width in zip(tried, widths, strict=True)):
            return tuple(tried)
    return tuple(max(1, round(width * _MOST_SHARES / total)) for width in widths)


def _is_something(para: Para) -> bool:
    """Whether a paragraph is more than space."""
    role = para.role
    return bool(role.mark or role.rule or role.kind == "source code") or _has_words(para)


def _has_words(para: Para) -> bool:
    return any(piece.text.strip(" \t\n") or piece.note or piece.image is not None for piece in para.pieces)


def _left(block: Para | Grid) -> int:
    """How far a block stands in; a simple quotation is moved in by its style."""
    if isinstance(block, Grid):
        return block.left
    return block.role.left or (_QUOTE_INDENT if block.role.kind == "quote" else 0)


def _is_quoted(block: Para | Grid, left: int) -> bool:
    """Whether a block stands in a quotation within what stands `left` twips in."""
    if isinstance(block, Para) and block.role.kind in _PROSE:
        return False
    own = _left(block) - (_INDENT if isinstance(block, Para) and block.role.mark else 0)
    further = own - left
    return further >= _QUOTE_INDENT - _NEAR and (further + _NEAR) % _QUOTE_INDENT <= 2 * _NEAR


def _goes_on(role: Role, other: Role, *, is_first: bool) -> bool:
    """Whether a paragraph is an item of the list that a paragraph of that role began."""
    if other.mark != role.mark or other.depth != role.depth or abs(other.left - role.left) > _NEAR:
        return False
    return is_first or (other.instance == role.instance and not other.apart)


def _belongs(block: Para | Grid, role: Role) -> bool:
    """Whether a block is part of the item that a paragraph of that role began."""
    if isinstance(block, Para) and block.role.mark:
        deeper = block.role.depth > role.depth
        return deeper or (block.role.depth == role.depth and block.role.left > role.left + _NEAR)
    left = block.left if isinstance(block, Grid) else block.role.left
    return role.left > 0 and left >= role.left - _NEAR


def _end(held: Sequence[Para | Grid], at: int, holds: Callable[[Para | Grid], bool]) -> int:
    while at < len(held) and holds(held[at]):
        at += 1
    return at


def _at(held: Sequence[Para | Grid], at: int) -> Para | Grid | None:
    return held[at] if at < len(held) else None
