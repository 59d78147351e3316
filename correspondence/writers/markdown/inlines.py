"""Inlines in a line of Markdown, spelled so that every mark acts and every character prints.

Marks of emphasis act by the characters beside them (CommonMark 0.31, 6.2). Marks that touch, and marks inside marks,
are therefore `*` and `_` by turns; and a letter beside a mark that would keep it from acting is written as a character
reference, which begins and ends in punctuation: `x*"y"*` is no emphasis, `&#120;*"y"*` is.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache

from markdown_it.common.normalize_url import normalizeLink

from correspondence.document import nodes
from correspondence.document.nodes import Inlines
from correspondence.errors import DocumentError
from correspondence.text.escape import for_markdown

_OTHER = {"*": "_", "_": "*"}
_PARENTHESES = re.compile("[()]")
_REFERENCE = re.compile(r"&(?=#?[0-9A-Za-z]+;)")


class Place(Enum):
    """Where inlines stand, and so what acts in them."""

    LINE = auto()
    HEADING = auto()
    CELL = auto()
    LINK = auto()


# What a text stands behind, as far as its escapes are concerned: what acts only at the beginning of a line needs none
# elsewhere, and `#` acts behind a space.
_BEFORE = {Place.LINE: "", Place.HEADING: ". ", Place.CELL: ".", Place.LINK: "."}


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
    """A piece of a line; text is not yet escaped, and never empty."""

    kind: _Kind
    text: str


def spelled(inlines: Inlines, place: Place = Place.LINE) -> str:
    """Inlines in normal form as Markdown: one line, and one more for every hard break.

    Raises:
        DocumentError: a node that this writer does not know.
    """
    pieces: list[_Piece] = []
    _gather(pieces, inlines, "", in_cell=place is Place.CELL)
    return _joined(pieces, place)


def longest_run(character: str, text: str) -> int:
    """How many of a character stand in a row at most."""
    return max((len(run) for run in re.findall(f"{character}+", text)), default=0)


def _gather(pieces: list[_Piece], inlines: Inlines, around: str, *, in_cell: bool) -> None:
    """Append the pieces of inlines that stand between marks of the character `around`."""
    for inline in inlines:
        match inline:
            case nodes.Text():
                pieces.append(_Piece(_Kind.TEXT, inline.text))
            case nodes.Emphasis() | nodes.Strong():
                character = _OTHER[around] if around else "_" if pieces and _is_mark(pieces[-1], "*") else "*"
                mark = character if isinstance(inline, nodes.Emphasis) else character * 2
                pieces.append(_Piece(_Kind.OPEN, mark))
                _gather(pieces, inline.children, character, in_cell=in_cell)
                pieces.append(_Piece(_Kind.CLOSE, mark))
            case nodes.Strikethrough():
                pieces.append(_Piece(_Kind.OPEN, "~~"))
                _gather(pieces, inline.children, around, in_cell=in_cell)
                pieces.append(_Piece(_Kind.CLOSE, "~~"))
            case nodes.HardBreak():
                pieces.append(_Piece(_Kind.BREAK, "\\\n"))
            case nodes.FootnoteReference():
                pieces.append(_Piece(_Kind.NOTE, f"[^{inline.index + 1}]"))
            case nodes.Code():
                pieces.append(_Piece(_Kind.OTHER, _code(inline.text.replace("|", r"\|") if in_cell else inline.text)))
            case nodes.Image():
                words = _escaped(inline.alternative, Place.LINK)
                pieces.append(_Piece(_Kind.OTHER, f"![{words}]({_address(inline.target)})"))
            case nodes.Link():
                inside: list[_Piece] = []
                _gather(inside, inline.children, "", in_cell=in_cell)
                words = _joined(inside, Place.LINK)
                pieces.append(_Piece(_Kind.OTHER, f"[{words}]({_address(inline.target)})"))
            case _:
                raise DocumentError(f"Markdown cannot hold {type(inline).__name__}")


def _is_mark(piece: _Piece, character: str) -> bool:
    return piece.kind in {_Kind.OPEN, _Kind.CLOSE} and piece.text[0] == character


def _joined(pieces: list[_Piece], place: Place) -> str:
    return "".join(
        _text(pieces, n, place) if piece.kind is _Kind.TEXT else piece.text for n, piece in enumerate(pieces)
    )


def _text(pieces: list[_Piece], n: int, place: Place) -> str:
    """A text escaped for where it stands, with a reference for a character at its end where it must be."""
    text = pieces[n].text
    before = pieces[n - 1].kind if n else None
    at_end = n + 1 == len(pieces)
    inside = Place.LINK if before else place
    first = last = ""
    if _begins_in_reference(pieces, n) or (inside is not Place.LINK and _is_trimmed(text[0])):
        first, text, inside = f"&#{ord(text[0])};", text[1:], Place.LINK
    if text and (_ends_in_reference(pieces, n) or (at_end and place is not Place.LINK and _is_trimmed(text[-1]))):
        last, text = f"&#{ord(text[-1])};", text[:-1]
    if before is _Kind.NOTE and text.startswith(("(", ":")):
        first = "\\"  # or the mark would be a link's words, or begin the note
    return first + _escaped(text, Place.LINE if before is _Kind.BREAK else inside) + last


def _begins_in_reference(pieces: list[_Piece], n: int) -> bool:
    """Whether a text's first character would keep the mark before it from acting."""
    if not n or pieces[n - 1].kind not in {_Kind.OPEN, _Kind.CLOSE}:
        return False
    mark, character = pieces[n - 1], pieces[n].text[0]
    if mark.kind is _Kind.OPEN:
        return _is_space(character)
    return _is_of_words(character) and (mark.text[0] == "_" or not _ends_in_word(pieces, n - 2))


def _ends_in_reference(pieces: list[_Piece], n: int) -> bool:
    """Whether a text's last character would keep the mark behind it from acting."""
    if n + 1 == len(pieces) or pieces[n + 1].kind not in {_Kind.OPEN, _Kind.CLOSE}:
        return False
    mark, character = pieces[n + 1], pieces[n].text[-1]
    if mark.kind is _Kind.CLOSE:
        return _is_space(character)
    return _is_of_words(character) and (mark.text[0] == "_" or not _begins_in_word(pieces, n + 2))


def _begins_in_word(pieces: list[_Piece], n: int) -> bool:
    """Whether a piece's first character is written as itself and no punctuation."""
    if pieces[n].kind is not _Kind.TEXT or not _is_of_words(pieces[n].text[0]):
        return False
    return len(pieces[n].text) > 1 or not _ends_in_reference(pieces, n)


def _ends_in_word(pieces: list[_Piece], n: int) -> bool:
    """Whether a piece's last character is written as itself and no punctuation."""
    if pieces[n].kind is not _Kind.TEXT or not _is_of_words(pieces[n].text[-1]):
        return False
    return len(pieces[n].text) > 1 or not _begins_in_reference(pieces, n)


def _is_of_words(character: str) -> bool:
    """Neither white space nor punctuation (CommonMark 0.31, 2.1), nor a control, which no reference can stand for."""
    category = unicodedata.category(character)
    return category[0] not in "PS" and category not in {"Zs", "Cc"}


def _is_space(character: str) -> bool:
    return unicodedata.category(character) == "Zs"


def _is_trimmed(character: str) -> bool:
    """Whether the parser would take the character off a block's end."""
    return unicodedata.category(character)[0] == "Z"


def _escaped(text: str, place: Place) -> str:
    before = _BEFORE[place]
    return for_markdown(before + text)[len(before) :]


def _code(text: str) -> str:
    fence = "`" * (longest_run("`", text) + 1)
    # A parser takes one space off each end, unless there is nothing but spaces.
    space = " " if text.strip(" ") and {text[0], text[-1]} & {"`", " "} else ""
    return f"{fence}{space}{text}{space}{fence}"


@lru_cache(maxsize=1024)
def _address(target: str) -> str:
    """An address as the parser would give it back."""
    address = _REFERENCE.sub("&amp;", normalizeLink(target))
    return f"<{address}>" if _PARENTHESES.search(address) else address
