"""Finding a passage's words in a text again, or saying that they are not there.

The stored positions are tried first. Then every place where the words stand is weighed by what stands around it and
by how far it lies from where they were, with the weights of the Hypothesis client's quote matching (quote 50, prefix
20, suffix 20, position 2). White space, quotation marks and dashes may differ, as they do when a text is derived
anew. Fewer than all of the words is not a match: a passage is never moved to a guess.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from correspondence.passages.selectors import CONTEXT, Passage

_PREFIX_WEIGHT = 20
_SUFFIX_WEIGHT = 20
_POSITION_WEIGHT = 2
_MOST_PLACES = 2_000

_ELLIPSIS = re.compile(r"\s*(?:\[\s*(?:\.\.\.|…)\s*\]|\.\.\.|…)\s*")
_EDITORIAL_LETTER = re.compile(r"\[(\w)\]")


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where words stand in a text.

    Attributes:
        start: first code point.
        end: one past the last.
        literal: whether they stand there to the letter, white space and quotation marks included.
    """

    start: int
    end: int
    literal: bool = True


def find(passage: Passage, body: str) -> Anchor | None:
    """The place of a passage in a text, or None when its words are not there or could be meant in several places."""
    start, end = passage.start, passage.end
    if start is not None and end is not None and passage.exact and body[start:end] == passage.exact:
        return Anchor(start, end)
    places = [Anchor(at, at + len(passage.exact)) for at in _occurrences(passage.exact, body)]
    if not places:
        places = [Anchor(*span, literal=False) for span in _folded_occurrences(passage.exact, body)]
    if not places:
        return None
    scored = sorted(((_score(passage, place, body), place) for place in places), key=lambda pair: -pair[0])
    if len(scored) > 1 and scored[0][0] == scored[1][0]:
        return None
    return scored[0][1]


def find_quote(body: str, quote: str) -> Anchor | None:
    """The place of a quotation as people type it, or None.

    An ellipsis (`…`, `...`, `[...]`) leaves words out: the parts must follow one another. A letter in square
    brackets was changed by an editor and matches either case: `[s]trengthened`. The first place counts.
    """
    parts = [part for part in _ELLIPSIS.split(quote.strip()) if part]
    if not parts:
        return None
    first: int | None = None
    position = 0
    for part in parts:
        pattern = _pattern(part)
        match = pattern.search(body, position) if pattern else None
        if match is None:
            return None
        first = match.start() if first is None else first
        position = match.end()
    assert first is not None
    return Anchor(first, position, literal=body[first:position] == quote)


def _occurrences(words: str, body: str) -> Iterator[int]:
    at = body.find(words) if words else -1
    for _ in range(_MOST_PLACES):
        if at < 0:
            return
        yield at
        at = body.find(words, at + 1)


def _folded_occurrences(words: str, body: str) -> Iterator[tuple[int, int]]:
    pattern = _pattern(words, editorial=False)
    if pattern is None:
        return
    for n, match in enumerate(pattern.finditer(body)):
        if n >= _MOST_PLACES:
            return
        yield match.span()


_QUOTES = '["“”„«»]'
_APOSTROPHES = "['‘’‚]"
_DASHES = "[-–—‐‑−]"
_CLASSES = dict.fromkeys('"“”„«»', _QUOTES) | dict.fromkeys("'‘’‚", _APOSTROPHES) | dict.fromkeys("-–—‐‑−", _DASHES)


def _pattern(words: str, *, editorial: bool = True) -> re.Pattern[str] | None:
    """Words with any white space between them, and any kind of quotation mark and dash."""
    pieces = [
        "".join(_unit(unit, editorial=editorial) for unit in re.findall(r"\[\w\]|.", word)) for word in words.split()
    ]
    return re.compile(r"\s+".join(pieces)) if pieces else None


def _unit(unit: str, *, editorial: bool) -> str:
    if editorial and (letter := _EDITORIAL_LETTER.fullmatch(unit)):
        return f"(?i:{re.escape(letter[1])})"
    if len(unit) > 1:
        return re.escape(unit)
    return _CLASSES.get(unit) or re.escape(unit)


def _score(passage: Passage, place: Anchor, body: str) -> float:
    before = body[max(0, place.start - max(CONTEXT, len(passage.prefix))) : place.start]
    after = body[place.end : place.end + max(CONTEXT, len(passage.suffix))]
    score = _PREFIX_WEIGHT * _shared(passage.prefix[::-1], before[::-1])
    score += _SUFFIX_WEIGHT * _shared(passage.suffix, after)
    if passage.start is not None and body:
        score += _POSITION_WEIGHT * (1 - abs(place.start - passage.start) / (len(body) + abs(passage.start)))
    return score


def _shared(expected: str, found: str) -> float:
    """How much of the context that was stored stands next to the place, from 0 to 1."""
    if not expected:
        return 0.0
    same = 0
    for one, other in zip(expected, found, strict=False):
        if one != other:
            break
        same += 1
    return same / len(expected)
