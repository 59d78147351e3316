"""Text cut where one run must end: at a change of direction, and around symbols.

A word processor takes the direction of digits, spaces and full stops from their run, not from the letters near them
as the Unicode bidirectional algorithm does (UAX #9). So the direction is decided here.
"""

import re
from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

# The blocks whose letters are strong right-to-left: Hebrew to Arabic Extended-A, presentation forms, and those beyond.
_RTL = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
_LTR_LETTER = f"[^\\W\\d_{_RTL}]"
_HAS_RTL = re.compile(f"[{_RTL}]")
# Each takes all up to the last letter of its direction before a letter of the other.
_RTL_STRETCH = re.compile(f"([{_RTL}](?:[\\W\\d_{_RTL}]*[{_RTL}])?)")
# A number behind a left-to-right word belongs to it (UAX #9, W7).
_LTR_STRETCH = re.compile(f"({_LTR_LETTER}(?:[^{_RTL}]*(?:{_LTR_LETTER}|[0-9]))?)")
# Geometric shapes to dingbats, miscellaneous symbols and arrows.
_SYMBOL = "\u25a0-\u27bf\u2b00-\u2bff"
# Of those, what is a coloured picture unless told otherwise, and all emoji beyond (UTS 51, Emoji_Presentation).
_EMOJI = (
    "\u25fd\u25fe\u2614\u2615\u2648-\u2653\u267f\u2693\u26a1\u26aa\u26ab\u26bd\u26be\u26c4\u26c5\u26ce\u26d4\u26ea"
    "\u26f2\u26f3\u26f5\u26fa\u26fd\u2705\u270a\u270b\u2728\u274c\u274e\u2753-\u2755\u2757\u2795-\u2797\u27b0\u27bf"
    "\u2b1b\u2b1c\u2b50\u2b55\U0001f000-\U0001faff"
)
_SHAPES = re.compile(
    f"(?P<emoji>(?:[{_EMOJI}]|[{_SYMBOL}]\ufe0f)(?:[{_EMOJI}\ufe0e\ufe0f]|\u200d[{_SYMBOL}]?|[{_SYMBOL}]\ufe0f)*)"
    f"|(?P<symbol>(?:(?![{_EMOJI}])[{_SYMBOL}](?!\ufe0f)\ufe0e?)+)"
)


class Shape(Enum):
    """What a stretch is made of."""

    TEXT = "text"
    SYMBOL = "symbol"
    EMOJI = "emoji"


class Stretch(NamedTuple):
    """Characters of one run."""

    text: str
    rtl: bool
    shape: Shape = Shape.TEXT


def stretches(value: str, *, rtl: bool) -> Iterator[Stretch]:
    """The stretches of a text that as a whole runs from right to left or not; none is empty."""
    if value.isascii() and not rtl:
        if value:
            yield Stretch(value, rtl=False)
        return
    for piece, is_rtl in _directions(value, rtl=rtl):
        at = 0
        for match in _SHAPES.finditer(piece):
            if match.start() > at:
                yield Stretch(piece[at : match.start()], is_rtl)
            yield Stretch(match[0], is_rtl, Shape(match.lastgroup))
            at = match.end()
        if at < len(piece):
            yield Stretch(piece[at:], is_rtl)


def _directions(value: str, *, rtl: bool) -> Iterator[tuple[str, bool]]:
    if not rtl and not _HAS_RTL.search(value):
        yield value, False
        return
    for n, piece in enumerate((_LTR_STRETCH if rtl else _RTL_STRETCH).split(value)):
        if piece:
            yield piece, rtl != (n % 2 == 1)
