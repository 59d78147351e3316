"""Two people's changes to one text brought together, word by word, with nobody's words lost.

The three-way merge of diff3 over words: where the base stayed in both texts they are aligned; between, one side's
change is taken when the other side changed nothing, and both are shown when both did. Lines that stayed are found
first, so that time and memory grow with what changed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from correspondence.text.worddiff import steps


class Side(StrEnum):
    """Whose words to take at a place where both changed them."""

    OURS = "ours"
    THEIRS = "theirs"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text as it was, as we have it, and as they have it; each may be empty."""

    base: str
    ours: str
    theirs: str

    @property
    def clashes(self) -> bool:
        """Whether both changed it, and not alike."""
        return self.ours != self.theirs and self.base not in (self.ours, self.theirs)

    def settled(self, side: Side) -> str:
        """Its words: the side that changed it, or where both did, the one asked for."""
        if not self.clashes:
            return self.theirs if self.ours == self.base else self.ours
        return {Side.OURS: self.ours, Side.THEIRS: self.theirs, Side.BOTH: _both(self.ours, self.theirs)}[side]


@dataclass(frozen=True, slots=True)
class Merged:
    """Both texts in pieces, in order; the pieces' `ours` joined are our text, and so for `base` and `theirs`."""

    pieces: tuple[Piece, ...]

    @property
    def clashes(self) -> int:
        """At how many places a person must choose."""
        return sum(piece.clashes for piece in self.pieces)

    @property
    def text(self) -> str | None:
        """The merged text, or None while somebody must choose."""
        return None if self.clashes else self.settled([])

    def settled(self, sides: Sequence[Side]) -> str:
        """The merged text, with a side for each clash in order; both sides' words where none is given."""
        choices = iter(sides)
        return "".join(piece.settled(next(choices, Side.BOTH) if piece.clashes else Side.OURS) for piece in self.pieces)


def merge(base: str, ours: str, theirs: str) -> Merged:
    """Bring together what two people made of one text.

    Args:
        base: the text that both began with.
        ours: what we made of it.
        theirs: what they made of it.
    """
    pieces: list[Piece] = []
    at = (0, 0, 0)
    for stay in _both_left(_stays(base, ours), _stays(base, theirs)):
        pieces.append(_piece((base, at[0], stay.base), (ours, at[1], stay.ours), (theirs, at[2], stay.theirs)))
        end = stay.base + stay.length
        pieces.append(_piece((base, stay.base, end), (base, stay.base, end), (base, stay.base, end)))
        at = (end, stay.ours + stay.length, stay.theirs + stay.length)
    pieces.append(_piece((base, at[0], len(base)), (ours, at[1], len(ours)), (theirs, at[2], len(theirs))))
    return Merged(tuple(_gathered(pieces)))


@dataclass(frozen=True, slots=True)
class _Stay:
    """Characters of the base that both left as they were: where they stand in each text, and how many."""

    base: int
    ours: int
    theirs: int
    length: int


def _stays(base: str, text: str) -> list[tuple[int, int, int]]:
    """What of the base stayed in a text: where it stands in the one and in the other, and how many characters."""
    found, here, there = [], 0, 0
    for same, went, came in steps(base, text):
        if same:
            found.append((here, there, len(same)))
        here += len(same) + len(went)
        there += len(same) + len(came)
    return found


def _both_left(ours: list[tuple[int, int, int]], theirs: list[tuple[int, int, int]]) -> Iterator[_Stay]:
    """What stayed in both texts, in order."""
    n = k = 0
    while n < len(ours) and k < len(theirs):
        (one, our_place, our_length), (other, their_place, their_length) = ours[n], theirs[k]
        start, end = max(one, other), min(one + our_length, other + their_length)
        if start < end:
            yield _Stay(start, our_place + start - one, their_place + start - other, end - start)
        if one + our_length <= other + their_length:
            n += 1
        else:
            k += 1


def _piece(*spans: tuple[str, int, int]) -> Piece:
    return Piece(*(text[start:end] for text, start, end in spans))


def _gathered(pieces: list[Piece]) -> list[Piece]:
    """Neighbours of one kind in one piece; a lone space between two changes belongs to them."""
    gathered: list[Piece] = []
    for n, piece in enumerate(pieces):
        if not (piece.base or piece.ours or piece.theirs):
            continue
        last = gathered[-1] if gathered else None
        follows = pieces[n + 1] if n + 1 < len(pieces) else None
        between = _same(piece) and piece.base.isspace() and "\n" not in piece.base
        joins = between and last is not None and follows is not None and last.clashes and follows.clashes
        if last is not None and (joins or (_same(last) and _same(piece)) or (last.clashes and piece.clashes)):
            gathered[-1] = Piece(last.base + piece.base, last.ours + piece.ours, last.theirs + piece.theirs)
        else:
            gathered.append(piece)
    return gathered


def _same(piece: Piece) -> bool:
    return piece.base == piece.ours == piece.theirs


def _both(ours: str, theirs: str) -> str:
    """Ours, then theirs, with a space between when neither brings one."""
    gap = "" if not ours or not theirs or ours[-1].isspace() or theirs[0].isspace() else " "
    return f"{ours}{gap}{theirs}"
