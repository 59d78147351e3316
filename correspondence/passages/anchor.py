"""Finding words in a text again, or saying that they are not there.

A passage that stands where it stood, amid what stood around it, is found at once. Otherwise every place where its words
stand is weighed by what stands around it and by how far it lies from where they were, with the weights of the
Hypothesis client's quote matching (quote 50, prefix 20, suffix 20, position 2). Its fuzzy matching is left out on
purpose: white space and typography may differ (`folding`), words may not, and a passage is never moved to a guess.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from correspondence.passages.folding import fold, fold_with_places, inside_word
from correspondence.passages.quotation import readings, spans
from correspondence.passages.selectors import Passage

_PREFIX_WEIGHT = 20
_SUFFIX_WEIGHT = 20
_POSITION_WEIGHT = 2
# So much of the old surroundings tells one place of the same words from another.
_TELLING = 8
# Words as short as this stand in many texts: alone, without their surroundings, they are not the same passage.
_SHORT = 20
# Words that stand in more places than this are not looked at one by one: only their full surroundings identify them.
_MOST_PLACES = 2_000


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
    """The place of a passage in a text, or None when its words are not there or may be meant in several places."""
    found = places(passage, body)
    return found[0] if len(found) == 1 else None


def places(passage: Passage, body: str) -> tuple[Anchor, ...]:
    """The places that a passage fits equally well: none when it is lost, several when it is ambiguous.

    At most some thousands are listed.
    """
    if not passage.exact:
        return ()
    if _stands_where_it_stood(passage, body):
        return (Anchor(passage.start or 0, passage.end or 0),)
    verbatim = _best(passage, _verbatim(passage, body), body)
    if len(verbatim) == 1:
        return verbatim
    return _best(passage, _folded(passage, body), body) or verbatim


def find_quote(body: str, quote: str) -> Anchor | None:
    """The place of a quotation as people type it, or None when the text does not say so word for word.

    An ellipsis (`…`, `...`, `[...]`) leaves words out: the parts follow one another, as near as they can. Letters in
    square brackets were changed by an editor: `[s]trengthened` is either case of it, `strengthen[ing]` any ending.
    Words alone in square brackets stand for a few others; `[sic]` for none. The case of the first letter, quotation
    marks around the whole and a comma or full stop before the last of them are the quoting writer's. Of several places,
    the shortest span counts, then the first.
    """
    folded = fold_with_places(body)
    for reading in readings(fold(quote)):
        for start, end in spans(reading, folded.text):
            original = folded.original(start, end)
            if original is not None:
                return Anchor(*original, literal=body[slice(*original)] == quote)
    return None


def _stands_where_it_stood(passage: Passage, body: str) -> bool:
    if passage.start is None or body[passage.start : passage.end] != passage.exact:
        return False
    before = body[max(0, passage.start - len(passage.prefix)) : passage.start]
    return before == passage.prefix and body.startswith(passage.suffix, passage.end)


def _verbatim(passage: Passage, body: str) -> list[Anchor]:
    in_full = passage.prefix + passage.exact + passage.suffix
    skip, length = len(passage.prefix), len(passage.exact)
    if in_full != passage.exact:
        whole = [Anchor(at + skip, at + skip + length) for at in _occurrences(in_full, body)]
        if whole:
            return whole
    return [Anchor(at, at + length) for at in _occurrences(passage.exact, body)]


def _folded(passage: Passage, body: str) -> list[Anchor]:
    words = fold(passage.exact).strip(" ")
    folded = fold_with_places(body)
    spans_there = (folded.original(at, at + len(words)) for at in _occurrences(words, folded.text))
    return [Anchor(*span, literal=body[slice(*span)] == passage.exact) for span in spans_there if span is not None]


def _occurrences(words: str, text: str) -> list[int]:
    """Where the words begin; nothing when they stand in more places than can be told apart."""
    found: list[int] = []
    at = text.find(words) if words else -1
    while at >= 0:
        found.append(at)
        if len(found) > _MOST_PLACES:
            return []
        at = text.find(words, at + 1)
    return found


def _best(passage: Passage, candidates: Iterable[Anchor], body: str) -> tuple[Anchor, ...]:
    whole = [place for place in candidates if _cuts_no_word(passage, place, body)]
    context = len(fold(passage.prefix).strip(" ")) + len(fold(passage.suffix).strip(" "))
    alone = len(whole) == 1 and (not context or len(passage.exact) >= _SHORT)
    weighed: list[tuple[float, Anchor]] = []
    for place in whole:
        before, after = _surroundings(passage, place, body)
        told_apart = context > 0 and before + after >= min(_TELLING, context)
        if alone or told_apart or place.start == passage.start:
            weighed.append((_score(passage, place, before, after, len(body)), place))
    if not weighed:
        return tuple(whole) if len(whole) > 1 else ()
    top = max(score for score, _ in weighed)
    return tuple(place for score, place in weighed if score == top)


def _cuts_no_word(passage: Passage, place: Anchor, body: str) -> bool:
    """Whether the place begins and ends inside a word only where the passage did too."""
    if inside_word(body, place.start) and not inside_word(passage.prefix + passage.exact, len(passage.prefix)):
        return False
    return not inside_word(body, place.end) or inside_word(passage.exact + passage.suffix, len(passage.exact))


def _surroundings(passage: Passage, place: Anchor, body: str) -> tuple[int, int]:
    """How many characters of the prefix and of the suffix, counted from the words outwards, stand at the place."""
    # Twice as much and some, because the text may hold wider white space than the context did.
    before = body[max(0, place.start - 2 * len(passage.prefix) - _TELLING) : place.start]
    after = body[place.end : place.end + 2 * len(passage.suffix) + _TELLING]
    return (
        _shared(fold(passage.prefix).rstrip(" ")[::-1], fold(before).rstrip(" ")[::-1]),
        _shared(fold(passage.suffix).lstrip(" "), fold(after).lstrip(" ")),
    )


def _shared(expected: str, found: str) -> int:
    for n, (one, other) in enumerate(zip(expected, found, strict=False)):
        if one != other:
            return n
    return min(len(expected), len(found))


def _score(passage: Passage, place: Anchor, before: int, after: int, length: int) -> float:
    score = 0.0
    if passage.prefix:
        score += _PREFIX_WEIGHT * before / len(passage.prefix)
    if passage.suffix:
        score += _SUFFIX_WEIGHT * after / len(passage.suffix)
    if passage.start is not None:
        score += _POSITION_WEIGHT * (1 - abs(place.start - passage.start) / max(length, passage.start, 1))
    return score
