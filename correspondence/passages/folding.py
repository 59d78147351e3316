"""Text without what differs when the same words are derived or typed anew, and the way back to the original places.

White space, quotation marks, dashes, ellipses, typographic ligatures and invisible characters differ between a PDF, an
e-mail and a retyped quotation; words do not. Case and letters are never folded.
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import lru_cache

_ONE_FOR_ONE = str.maketrans(
    # All quotation marks are one: a quotation inside a quotation changes double for single and back.
    dict.fromkeys('"“”„‟«»‹›‘’‚‛′″´`', "'") | dict.fromkeys("‐‑‒–—―−﹘﹣－", "-")
)
_INVISIBLE = "\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff"
_RESIZED = re.compile(rf"[\s{_INVISIBLE}]{{2,}}|[{_INVISIBLE}]|[^\S ]|-{{2,}}|'{{2,}}|…|[ﬀ-ﬆ]")
_SPELT_OUT = {"…": "...", "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_SOFT_HYPHEN = "\u00ad"


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text, and where its pieces came from.

    Attributes:
        text: the folded text.
        starts, ends: where the pieces that changed their length begin and end in `text`.
        raw_starts, raw_ends: where they begin and end in the original.
    """

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    raw_starts: tuple[int, ...]
    raw_ends: tuple[int, ...]

    def original(self, start: int, end: int) -> tuple[int, int] | None:
        """The span of the original for a span of the folded text; None when it cuts a character of the original."""
        first = self._raw(bisect_right(self.starts, start) - 1, start)
        last = self._raw(bisect_left(self.starts, end) - 1, end)
        return None if first is None or last is None else (first, last)

    def _raw(self, piece: int, at: int) -> int | None:
        if piece < 0:
            return at
        if at >= self.ends[piece]:
            return self.raw_ends[piece] + at - self.ends[piece]
        return self.raw_starts[piece] if at == self.starts[piece] else None


def fold(text: str) -> str:
    """Text in the form in which quotations are compared."""
    return _RESIZED.sub(_replacement, text.translate(_ONE_FOR_ONE))


@lru_cache(maxsize=4)
def fold_with_places(text: str) -> Folded:
    """The same, with the way back. The last few texts are kept: a message is searched for many passages in a row."""
    single = text.translate(_ONE_FOR_ONE)
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    raw_starts: list[int] = []
    raw_ends: list[int] = []
    copied, length = 0, 0
    for match in _RESIZED.finditer(single):
        replacement = _replacement(match)
        pieces += (single[copied : match.start()], replacement)
        length += match.start() - copied
        starts.append(length)
        length += len(replacement)
        ends.append(length)
        raw_starts.append(match.start())
        raw_ends.append(match.end())
        copied = match.end()
    pieces.append(single[copied:])
    return Folded("".join(pieces), tuple(starts), tuple(ends), tuple(raw_starts), tuple(raw_ends))


def _replacement(match: re.Match[str]) -> str:
    piece = match[0]
    if piece in _SPELT_OUT:
        return _SPELT_OUT[piece]
    if piece[0] in "-'":
        return piece[0]
    if piece[0] == _SOFT_HYPHEN and "\n" in piece:
        # A word that was broken at the end of a line.
        return ""
    return " " if any(character.isspace() for character in piece) else ""


def inside_word(text: str, at: int) -> bool:
    """Whether a cut there would cut a word or a character and its marks.

    In scripts where words are not set apart, or where particles are written on to them, any letter may end a passage.
    """
    if not 0 < at < len(text):
        return False
    return unicodedata.category(text[at]).startswith("M") or (_set_apart(text[at - 1]) and _set_apart(text[at]))


def _set_apart(character: str) -> bool:
    """A letter or digit of Latin, Greek, Cyrillic, Armenian or Georgian."""
    return character.isalnum() and (
        character < "\u0590"
        or "\u10a0" <= character <= "\u10ff"
        or "\u1e00" <= character <= "\u1fff"
        or "\ufb00" <= character <= "\ufb17"
    )
