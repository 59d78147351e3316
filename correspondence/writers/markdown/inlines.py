"""Inlines in a line of Markdown, escaped so that they read as they are.

Whether `*`, `_` and `~~` act depends on the characters beside them (CommonMark 0.31, 6.2). Where these would keep them
from acting, the character beside is written as a character reference, which begins and ends in punctuation.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import lru_cache
from typing import TypeGuard

from markdown_it.common.normalize_url import normalizeLink, validateLink
from markdown_it.common.utils import isMdAsciiPunct, isPunctChar

from correspondence.document import nodes
from correspondence.document.nodes import Inline, Inlines
from correspondence.errors import DocumentError
from correspondence.text.escape import for_markdown

_PARENTHESES = re.compile("[()]")
_REFERENCE = re.compile(r"&(?=#?[0-9A-Za-z]+;)")
_SPACES = re.compile("[ \t\n\r\f\v]+")
_OTHER = {"": "*", "*": "_", "_": "*"}
_MARKED = nodes.Emphasis | nodes.Strong | nodes.Strikethrough


class _Kind(Enum):
    """What a piece of a line is."""

    TEXT = auto()
    OTHER = auto()  # code, links, pictures: they begin and end in punctuation
    NOTE = auto()
    BREAK = auto()
    OPEN = auto()
    CLOSE = auto()


@dataclass(frozen=True, slots=True)
class _Piece:
    """A piece of a line; text is not yet escaped."""

    kind: _Kind
    text: str


_BREAK = _Piece(_Kind.BREAK, "\\\n")
_SPACE = _Piece(_Kind.TEXT, " ")


def inlines(children: Inlines, *, one_line: bool = False) -> str:
    """The line, or the lines where breaks were asked for; `one_line` makes them spaces.

    Raises:
        DocumentError: the tree holds a node that this writer does not know.
    """
    pieces = _trimmed(_pieces(children))[1]
    if one_line:
        pieces = [_SPACE if piece == _BREAK else piece for piece in pieces]
    written = _joined(pieces, line_start=True)
    for at in (0, -1):
        if written and written[at].isspace():  # a parser takes it off
            written = _referred(written, at)
    return written


def longest_run(character: str, text: str) -> int:
    """How many of a character stand in a row at most."""
    return max((len(run) for run in re.findall(f"{character}+", text)), default=0)


def _pieces(children: Inlines, above: str = "") -> list[_Piece]:
    """The pieces of inlines that stand between marks of the character `above`."""
    pieces: list[_Piece] = []
    for child in _merged(_expanded(children)):
        match child:
            case nodes.Emphasis() | nodes.Strong():
                character = _OTHER[above]
                if pieces and pieces[-1].kind is _Kind.CLOSE and pieces[-1].text[0] == character:
                    character = _OTHER[character]
                strong = isinstance(child, nodes.Strong)
                inside = _unmarked(child.children, nodes.Strong) if strong else child.children
                pieces.extend(_marked(character * (2 if strong else 1), _pieces(inside, character)))
            case nodes.Strikethrough():
                pieces.extend(_marked("~~", _pieces(_unmarked(child.children, nodes.Strikethrough), above)))
            case nodes.Link():
                pieces.append(_link(child))
                # A link that holds the mark of a note is none: the mark goes behind it.
                pieces += [_piece(node) for node in nodes.walk(child.children) if _is_note(node)]
            case _:
                pieces.append(_piece(child))
    return pieces


def _piece(inline: Inline) -> _Piece:
    match inline:
        case nodes.Text():
            return _Piece(_Kind.TEXT, inline.text)
        case nodes.Code():
            fence = "`" * (longest_run("`", inline.text) + 1)
            # A parser takes one space off each end, unless there is nothing but spaces.
            space = " " if inline.text.strip(" ") and {inline.text[0], inline.text[-1]} & {"`", " "} else ""
            return _Piece(_Kind.OTHER, f"{fence}{space}{inline.text}{space}{fence}")
        case nodes.Image():
            return _Piece(_Kind.OTHER, f"![{for_markdown(inline.alternative)}]({_address(inline.target)})")
        case nodes.HardBreak():
            return _BREAK
        case nodes.FootnoteReference():
            return _Piece(_Kind.NOTE, f"[^{inline.index + 1}]")
    raise DocumentError(f"Markdown cannot hold {type(inline).__name__}")


def _link(link: nodes.Link) -> _Piece:
    words = _joined(_pieces(_unmarked(link.children, nodes.Link, nodes.FootnoteReference)), line_start=False)
    return _Piece(_Kind.OTHER, f"[{words}]({_address(link.target)})")


@lru_cache(maxsize=1024)
def _address(target: str) -> str:
    """An address as the parser would give it back."""
    address = _REFERENCE.sub("&amp;", normalizeLink(target))
    return f"<{address}>" if _PARENTHESES.search(address) else address


def _expanded(children: Inlines) -> Iterator[Inline]:
    """Inlines with the words alone of links and pictures whose address the parser would not take."""
    for child in children:
        if not isinstance(child, nodes.Link | nodes.Image) or validateLink(normalizeLink(child.target)):
            yield child
        elif isinstance(child, nodes.Link):
            yield from _expanded(child.children)
        else:
            yield nodes.Text(f"[{child.alternative}]")


def _merged(children: Iterable[Inline]) -> Iterator[Inline]:
    """Neighbouring text, code, or words with one mark in one piece."""
    waiting: Inline | None = None
    for child in children:
        if isinstance(child, nodes.Text | nodes.Code) and isinstance(waiting, type(child)):
            waiting = replace(child, text=waiting.text + child.text)
        elif isinstance(child, _MARKED) and isinstance(waiting, _MARKED) and type(child) is type(waiting):
            waiting = replace(waiting, children=waiting.children + child.children)
        else:
            if waiting is not None:
                yield waiting
            waiting = child
    if waiting is not None:
        yield waiting


def _unmarked(children: Inlines, *kinds: type[Inline]) -> Inlines:
    """Inlines without those of some kinds at any depth; what these hold stays."""
    kept: list[Inline] = []
    for child in children:
        inside = _unmarked(child.children, *kinds) if isinstance(child, _MARKED | nodes.Link) else ()
        if isinstance(child, kinds):
            kept.extend(inside)
        else:
            kept.append(replace(child, children=inside) if isinstance(child, _MARKED | nodes.Link) else child)
    return tuple(kept)


def _is_note(node: nodes.Node) -> TypeGuard[nodes.FootnoteReference]:
    return isinstance(node, nodes.FootnoteReference)


def _marked(mark: str, inside: list[_Piece]) -> list[_Piece]:
    """Pieces between marks; white space and breaks at the edges stand outside, where the marks still act."""
    before, words, after = _trimmed(inside)
    if not words:
        return before
    return [*before, _Piece(_Kind.OPEN, mark), *words, _Piece(_Kind.CLOSE, mark), *after]


def _trimmed(pieces: list[_Piece]) -> tuple[list[_Piece], list[_Piece], list[_Piece]]:
    """Pieces cut into white space and breaks, what stands between, and white space and breaks again."""
    pieces = [replace(piece, text=_SPACES.sub(" ", piece.text)) if _is_text(piece) else piece for piece in pieces]
    solid = [n for n, piece in enumerate(pieces) if piece not in {_SPACE, _BREAK} and piece.text]
    if not solid:
        return pieces, [], []
    before, words, after = pieces[: solid[0]], pieces[solid[0] : solid[-1] + 1], pieces[solid[-1] + 1 :]
    if _is_text(words[0]) and words[0].text.startswith(" "):
        before, words[0] = [*before, _SPACE], replace(words[0], text=words[0].text[1:])
    if _is_text(words[-1]) and words[-1].text.endswith(" "):
        after, words[-1] = [_SPACE, *after], replace(words[-1], text=words[-1].text[:-1])
    return before, words, after


def _joined(pieces: list[_Piece], *, line_start: bool) -> str:
    written = []
    for n, piece in enumerate(pieces):
        before = pieces[n - 1] if n else _BREAK if line_start else None
        if not _is_text(piece):
            written.append(piece.text)
            continue
        words = piece.text
        if n and before == _BREAK:
            words = words.removeprefix(" ")
        if n + 1 < len(pieces) and pieces[n + 1] == _BREAK:
            words = words.removesuffix(" ")
        # What acts only at the beginning of a line needs no escape behind other words.
        words = for_markdown(words) if before == _BREAK else for_markdown(f".{words}")[1:]
        if before is not None and before.kind is _Kind.NOTE and words.startswith((":", "(")):
            words = f"\\{words}"
        written.append(words)
    _let_act(pieces, written)
    return "".join(written)


def _let_act(pieces: list[_Piece], written: list[str]) -> None:
    """See that every mark acts, by the characters beside it."""
    marks = {n for n, piece in enumerate(pieces) if piece.kind in {_Kind.OPEN, _Kind.CLOSE}}
    waiting = sorted(marks, reverse=True)
    while waiting:
        n = waiting.pop()
        opens = pieces[n].kind is _Kind.OPEN
        outside, inside = (n - 1, n + 1) if opens else (n + 1, n - 1)
        outer = (written[outside][-1:] if opens else written[outside][:1]) if 0 <= outside < len(written) else ""
        inner = written[inside][0] if opens else written[inside][-1]
        beside_word = bool(outer) and not outer.isspace() and not _is_punctuation(outer)
        if inner.isspace():
            changed = inside
            written[inside] = _referred(written[inside], 0 if opens else -1)
        elif beside_word and (_is_punctuation(inner) or pieces[n].text.startswith("_")):
            changed = outside
            written[outside] = _referred(written[outside], -1 if opens else 0)
        else:
            continue
        # The new punctuation counts for this mark and for one at the text's other end.
        waiting += sorted(marks & {n, changed - 1, changed + 1})


def _referred(text: str, at: int) -> str:
    """Text whose first (0) or last (-1) character is written as a character reference.

    An underscore beside it, which stood inside a word, would act beside punctuation.
    """
    reference = f"&#{ord(text[at])};"
    if at == 0:
        rest = text[1:]
        return f"{reference}\\{rest}" if rest.startswith("_") else reference + rest
    rest = text[:-1]
    return f"{rest[:-1]}\\_{reference}" if rest.endswith("_") and not rest.endswith("\\_") else rest + reference


def _is_text(piece: _Piece) -> bool:
    return piece.kind is _Kind.TEXT


def _is_punctuation(character: str) -> bool:
    return isMdAsciiPunct(ord(character)) or isPunctChar(character)
