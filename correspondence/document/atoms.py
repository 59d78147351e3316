"""The least things that an edit can hold, and what makes two of them the same."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple, TypeVar
from urllib.parse import unquote

from correspondence.document.manuscript import BREAK, INSERTION, Grid, Look, Para, Piece, Role, Row

_TOKEN = re.compile(r"\w+|\n|[^\S\n]+|[^\w\s]")
FOLDED = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛", "'"),
        **dict.fromkeys("“”„‟", '"'),
        **dict.fromkeys("\u2010\u2011", "-"),
        **dict.fromkeys("\u00ad\u200b\u2060\ufeff\ufe0e\ufe0f", ""),
    }
)
_PROSE = frozenset({"body text", "list paragraph"})
_POINT = -1  # a place with a comment on it: there, but in no text


class Key(NamedTuple):
    """What makes two atoms the same: what they are, and what they say."""

    kind: str
    text: str = ""


END = Key("end")


@dataclass(frozen=True, slots=True)
class Atom:
    """A word, what stands between words, a mark of a note, a picture, or the end of a paragraph."""

    key: Key
    piece: Piece | None = None
    para: Para | None = None

    @property
    def stands(self) -> bool:
        """Whether it is there when no change is made."""
        if self.piece is not None:
            return self.piece.inserted == 0
        return self.para is not None and self.para.inserted == 0


def folded(text: str) -> str:
    """Characters without what is no edit; white space is one space."""
    return " " if text.isspace() and text != BREAK else text.translate(FOLDED)


def atoms(para: Para) -> list[Atom]:
    """A paragraph's atoms, its end the last."""
    found = []
    for piece in para.pieces:
        if piece.note:
            found.append(Atom(Key("note", piece.note), replace(piece, text="", image=None)))
        if piece.image is not None:
            found.append(Atom(Key("image", piece.image), replace(piece, text="", note="")))
        bare = replace(piece, note="", image=None)
        found += [Atom(Key("word", folded(word)), replace(bare, text=word)) for word in _TOKEN.findall(piece.text)]
        if not (piece.note or piece.text or piece.image is not None):
            found.append(Atom(Key("point"), replace(bare, inserted=piece.inserted or _POINT)))
    return [*found, Atom(END, para=para)]


def light(key: Key) -> str:
    """The characters of what may be swallowed by the changes beside it."""
    return key.text if key.kind == "word" else ""


def is_firm(key: Key) -> bool:
    """Whether it holds its place before all others."""
    return key.kind == "note"


class Writer:
    """Gathers atoms into paragraphs."""

    def __init__(self) -> None:
        self.made: list[Para | Grid] = []
        self._pieces: list[Piece] = []

    def extend(self, atoms: Iterable[Atom]) -> None:
        """Append several."""
        for atom in atoms:
            self.put(atom)

    def put(self, atom: Atom) -> None:
        """Append one; an end makes a paragraph of those before it."""
        if atom.para is not None:
            self.made.append(replace(atom.para, pieces=tuple(self._pieces)))
            self._pieces = []
        elif atom.piece is not None:
            piece = replace(atom.piece, inserted=max(atom.piece.inserted, 0))
            last = self._pieces[-1] if self._pieces else None
            joins = last is not None and not piece.note and piece.image is None and last.image is None
            if joins and last is not None and replace(last, text="", note="") == replace(piece, text=""):
                self._pieces[-1] = replace(last, text=last.text + piece.text)
            else:
                self._pieces.append(piece)


_Marked = TypeVar("_Marked", Para, Piece, Row)


def marked(one: _Marked, kind: str, number: int) -> _Marked:
    """It, put in or taken out by a change, unless it is so already."""
    if kind == INSERTION:
        return replace(one, inserted=one.inserted or number)
    return replace(one, deleted=one.deleted or number)


def marked_atom(atom: Atom, kind: str, number: int) -> Atom:
    """An atom put in or taken out by a change."""
    return replace(
        atom,
        piece=None if atom.piece is None else marked(atom.piece, kind, number),
        para=None if atom.para is None else marked(atom.para, kind, number),
    )


def alike(old: Look, new: Look) -> bool:
    """Whether characters look the same, and lead to the same place."""
    return same_address(old.link, new.link) and replace(old, link="") == replace(new, link="")


def same_address(one: str, other: str) -> bool:
    """Whether two spellings are one address."""
    return one == other or unquote(one).rstrip("/") == unquote(other).rstrip("/")


def same_role(old: Role, new: Role) -> bool:
    """Whether two paragraphs are the same thing, however a word processor stores it."""
    kinds = ("" if kind in _PROSE else kind for kind in (old.kind, new.kind))
    one, other = kinds
    if one != other or old.level != new.level or old.mark != new.mark:
        return False
    return not old.mark or old.depth == new.depth
