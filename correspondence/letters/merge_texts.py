"""Two people's changes to one text brought together, word by word, with nobody's words lost.

The three-way merge of diff3 over words: where the base stayed in both texts they are aligned; between, one side's
change is taken when the other side changed nothing, and both are shown when both did.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.distance import Indel

from correspondence.text.worddiff import tokens


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
    words, our_words, their_words = tokens(base), tokens(ours), tokens(theirs)
    our_place, their_place = _places(words, our_words), _places(words, their_words)
    pieces: list[Piece] = []
    at = (0, 0, 0)
    for n in range(len(words)):
        if n not in our_place or n not in their_place:
            continue
        here = (n, our_place[n], their_place[n])
        if here != at:
            pieces.append(_piece((words, at[0], n), (our_words, at[1], here[1]), (their_words, at[2], here[2])))
        pieces.append(Piece(words[n], words[n], words[n]))
        at = (n + 1, here[1] + 1, here[2] + 1)
    rest = _piece(
        (words, at[0], len(words)), (our_words, at[1], len(our_words)), (their_words, at[2], len(their_words))
    )
    return Merged(tuple(_gathered([*pieces, rest])))


def _places(base: list[str], text: list[str]) -> dict[int, int]:
    """Where each word of the base that stayed stands in a text."""
    return {
        step.src_start + n: step.dest_start + n
        for step in Indel.opcodes(base, text)
        if step.tag == "equal"
        for n in range(step.src_end - step.src_start)
    }


def _piece(*spans: tuple[list[str], int, int]) -> Piece:
    base, ours, theirs = ("".join(words[start:end]) for words, start, end in spans)
    return Piece(base, ours, theirs)


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
