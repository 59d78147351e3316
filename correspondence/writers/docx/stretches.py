"""Text cut where one run must end: at a change of direction, and around symbols.

A word processor takes the direction of digits, spaces and full stops from their run, not from the letters near them
as the Unicode bidirectional algorithm does (UAX #9). So the direction is decided here.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

# The blocks whose letters are strong right-to-left: Hebrew to Arabic Extended-A, presentation forms, and those beyond.
_RTL = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
_LTR_LETTER = f"[^\\W\\d_{_RTL}]"
_HAS_RTL = re.compile(f"[{_RTL}]")
# Each takes all up to the last letter of its direction before a letter of the other.
_RTL_STRETCH = re.compile(f"([{_RTL}](?:[\\W\\d_{_RTL}]*[{_RTL}])?)")
# A number behind a left-to-right word belongs to it (UAX #9, W7).
_LTR_STRETCH = re.compile(f"({_LTR_LETTER}(?:[^{_RTL}]*(?:{_LTR_LETTER}|[0-9]))?)")
_PICTURES = "\u25a0-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff"
_SYMBOLS = re.compile(f"([{_PICTURES}][{_PICTURES}\ufe0e\ufe0f\u200d]*)")


class Stretch(NamedTuple):
    """Characters of one run."""

    text: str
    rtl: bool
    symbol: bool


def stretches(value: str, *, rtl: bool) -> Iterator[Stretch]:
    """The stretches of a text that as a whole runs from right to left or not; none is empty."""
    if value.isascii() and not rtl:
        if value:
            yield Stretch(value, rtl=False, symbol=False)
        return
    for piece, is_rtl in _directions(value, rtl=rtl):
        for n, part in enumerate(_SYMBOLS.split(piece)):
            if part:
                yield Stretch(part, is_rtl, symbol=n % 2 == 1)


def _directions(value: str, *, rtl: bool) -> Iterator[tuple[str, bool]]:
    if not rtl and not _HAS_RTL.search(value):
        yield value, False
        return
    for n, piece in enumerate((_LTR_STRETCH if rtl else _RTL_STRETCH).split(value)):
        if piece:
            yield piece, rtl != (n % 2 == 1)
