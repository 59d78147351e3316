"""Which of an old and a new sequence belong together: paragraphs or rows, and the words in them.

Units that are equal hold the sequences together. Between them units pair by the words that they share; a unit that was
split, or two that were merged, become one span of several. Long stretches in which everything changed are cut at words
that are rare in both, so that the work stays near to linear.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from rapidfuzz.distance import Indel

_WORD = re.compile(r"\w+|\s+|[^\w\s]")
T = TypeVar("T", bound=Hashable)

_ALIKE = 0.4  # share of common words from which two units are one that was changed
_PART_OF = 0.7  # share of a unit's words that must stand in the other's rest for it to be split off from there
_FEWEST_WORDS = 3  # fewer say nothing about where they come from
_MOST_COMPARED = 2_500  # pairs of units that are compared each with each
_MOST_CELLS = 400_000_000  # of a table of equal units, in bits
_RARE = 3  # times a word may stand in a stretch to be called rare
_LIGHT = 3  # letters of a word that does not hold two changes apart


@dataclass(frozen=True, slots=True)
class Unit:
    """Something to align: a kind, and words; units of different kinds never pair."""

    kind: Hashable
    words: tuple[str, ...]


def words_of(text: str) -> list[str]:
    """The words of a text, with the white space and each mark between them as words of their own."""
    return _WORD.findall(text)


def unit(kind: Hashable, text: str) -> Unit:
    """A unit whose words are those of a text."""
    return Unit(kind, tuple(word for word in words_of(text) if not word.isspace()))


class Span(NamedTuple):
    """Old units and new ones that belong together; one side may be empty, and either may hold several."""

    old: range
    new: range


class Edit(NamedTuple):
    """Old and new words at one place; `equal` where they are the same."""

    equal: bool
    old: range
    new: range


def align(old: Sequence[Unit], new: Sequence[Unit], *, whole: bool = False) -> list[Span]:
    """Spans in order that together hold every unit once.

    Args:
        old: units.
        new: units.
        whole: whether a unit stays one unit: table rows are not split.
    """
    pairs: list[tuple[int, int]] = []
    at_old = at_new = 0
    for i, j in [*_equal(old, new), (len(old), len(new))]:
        pairs += _alike(old, new, range(at_old, i), range(at_new, j))
        if i < len(old):
            pairs.append((i, j))
        at_old, at_new = i + 1, j + 1
    spans = list(_spans(pairs, len(old), len(new)))
    return spans if whole else _grown(spans, old, new)


def edits(
    old: Sequence[T], new: Sequence[T], text: Callable[[T], str], firm: Callable[[T], bool] = lambda _: False
) -> list[Edit]:
    """The words that are equal and those that differ, by turns, as a person would mark them.

    Args:
        old: words, with what stands between them.
        new: the same.
        text: the characters of one; empty for what no change may swallow.
        firm: whether one holds its place before all others, such as the mark of a note.
    """
    places = [[n for n, word in enumerate(side) if firm(word)] for side in (old, new)]
    held = pairs_of_equals([old[n] for n in places[0]], [new[n] for n in places[1]])
    found: list[Edit] = []
    at_old = at_new = 0
    for i, j in [*((places[0][a], places[1][b]) for a, b in held), (len(old), len(new))]:
        _append(found, _between(old, new, range(at_old, i), range(at_new, j)))
        if i < len(old):
            _append(found, [Edit(equal=True, old=range(i, i + 1), new=range(j, j + 1))])
        at_old, at_new = i + 1, j + 1
    return _smoothed(found, old, text)


def _between(old: Sequence[T], new: Sequence[T], olds: range, news: range) -> Iterator[Edit]:
    numbers: dict[T, int] = {}
    coded = [[numbers.setdefault(side[n], len(numbers)) for n in places] for side, places in ((old, olds), (new, news))]
    for code in Indel.opcodes(coded[0], coded[1]):
        before = range(olds.start + code.src_start, olds.start + code.src_end)
        yield Edit(code.tag == "equal", before, range(news.start + code.dest_start, news.start + code.dest_end))


def _append(found: list[Edit], more: Iterable[Edit]) -> None:
    for edit in more:
        if found and edit.equal == found[-1].equal:
            found[-1] = _together(found[-1], edit)
        else:
            found.append(edit)


def pairs_of_equals(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[tuple[int, int]]:
    """A longest run of pairs of equal things in the same order on both sides; a long one where they are very many."""
    numbers: dict[Hashable, int] = {}
    coded = [[numbers.setdefault(item, len(numbers)) for item in side] for side in (old, new)]
    if len(old) * len(new) <= _MOST_CELLS:
        return _pairs_of(coded[0], coded[1], 0, 0)
    anchors = _in_order(_unique_on_both_sides(coded[0], coded[1]))
    pairs: list[tuple[int, int]] = []
    at_old = at_new = 0
    for i, j in [*anchors, (len(old), len(new))]:
        if (i - at_old) * (j - at_new) <= _MOST_CELLS:
            pairs += _pairs_of(coded[0][at_old:i], coded[1][at_new:j], at_old, at_new)
        if i < len(old):
            pairs.append((i, j))
        at_old, at_new = i + 1, j + 1
    return pairs


def _equal(old: Sequence[Unit], new: Sequence[Unit]) -> list[tuple[int, int]]:
    return pairs_of_equals(old, new)


def _pairs_of(old: list[int], new: list[int], before_old: int, before_new: int) -> list[tuple[int, int]]:
    return [
        (before_old + code.src_start + n, before_new + code.dest_start + n)
        for code in Indel.opcodes(old, new)
        if code.tag == "equal"
        for n in range(code.src_end - code.src_start)
    ]


def _unique_on_both_sides(old: list[int], new: list[int]) -> list[tuple[int, int]]:
    counts = [Counter(old), Counter(new)]
    places = {item: j for j, item in enumerate(new)}
    return [(i, places[item]) for i, item in enumerate(old) if counts[0][item] == 1 and counts[1][item] == 1]


def _in_order(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest run of pairs that go up on both sides; the pairs are sorted by their old side."""
    ends: list[int] = []  # the smallest new side at which a run of that length ends
    at: list[int] = []
    before: list[int] = []
    for n, (_, j) in enumerate(pairs):
        length = bisect_left(ends, j)
        before.append(at[length - 1] if length else -1)
        ends[length : length + 1] = [j]
        at[length : length + 1] = [n]
    run = []
    n = at[-1] if at else -1
    while n >= 0:
        run.append(pairs[n])
        n = before[n]
    return run[::-1]


def _alike(old: Sequence[Unit], new: Sequence[Unit], olds: range, news: range) -> list[tuple[int, int]]:
    """Pairs of units in two stretches that hold no equal ones."""
    if not olds or not news:
        return []
    if len(olds) * len(news) <= _MOST_COMPARED:
        return _best_pairs(old, new, olds, news)
    anchors = _by_rare_words(old, new, olds, news)
    if not anchors:
        step = zip(olds, news, strict=False)
        return [(i, j) for i, j in step if _likeness(old[i], new[j]) >= _ALIKE]
    pairs: list[tuple[int, int]] = []
    at_old, at_new = olds.start, news.start
    for i, j in [*anchors, (olds.stop, news.stop)]:
        pairs += _alike(old, new, range(at_old, i), range(at_new, j))
        if i < olds.stop:
            pairs.append((i, j))
        at_old, at_new = i + 1, j + 1
    return pairs


def _by_rare_words(old: Sequence[Unit], new: Sequence[Unit], olds: range, news: range) -> list[tuple[int, int]]:
    places: list[dict[str, list[int]]] = [{}, {}]
    for side, units, stretch in ((0, old, olds), (1, new, news)):
        for n in stretch:
            for word in set(units[n].words):
                places[side].setdefault(word, []).append(n)
    found = []
    for i in olds:
        votes: Counter[int] = Counter()
        for word in set(old[i].words):
            there = places[1].get(word, [])
            if len(there) <= _RARE and len(places[0][word]) <= _RARE:
                votes.update(there)
        for j, _ in votes.most_common(1):
            if _likeness(old[i], new[j]) >= _ALIKE:
                found.append((i, j))
    return _in_order(found)


def _best_pairs(old: Sequence[Unit], new: Sequence[Unit], olds: range, news: range) -> list[tuple[int, int]]:
    """The pairs in order whose likeness is greatest in all."""
    counts = {i: Counter(old[i].words) for i in olds}
    others = {j: Counter(new[j].words) for j in news}
    score = [[0.0] * (len(news) + 1) for _ in range(len(olds) + 1)]
    likeness = [[0.0] * len(news) for _ in olds]
    for a in reversed(range(len(olds))):
        for b in reversed(range(len(news))):
            i, j = olds[a], news[b]
            alike = _dice(counts[i], others[j]) if old[i].kind == new[j].kind else 0.0
            likeness[a][b] = alike if alike >= _ALIKE else 0.0
            paired = likeness[a][b] + score[a + 1][b + 1] if likeness[a][b] else 0.0
            score[a][b] = max(score[a + 1][b], score[a][b + 1], paired)
    pairs = []
    a = b = 0
    while a < len(olds) and b < len(news):
        if likeness[a][b] and score[a][b] == likeness[a][b] + score[a + 1][b + 1]:
            pairs.append((olds[a], news[b]))
            a, b = a + 1, b + 1
        elif score[a][b] == score[a + 1][b]:
            a += 1
        else:
            b += 1
    return pairs


def _likeness(one: Unit, other: Unit) -> float:
    return _dice(Counter(one.words), Counter(other.words)) if one.kind == other.kind else 0.0


def _dice(one: Counter[str], other: Counter[str]) -> float:
    together = one.total() + other.total()
    return 2 * (one & other).total() / together if together else 0.0


def _spans(pairs: list[tuple[int, int]], olds: int, news: int) -> Iterator[Span]:
    at_old = at_new = 0
    for i, j in [*pairs, (olds, news)]:
        yield from (Span(range(n, n + 1), range(at_new, at_new)) for n in range(at_old, i))
        yield from (Span(range(i, i), range(n, n + 1)) for n in range(at_new, j))
        if i < olds:
            yield Span(range(i, i + 1), range(j, j + 1))
        at_old, at_new = i + 1, j + 1


def _grown(spans: list[Span], old: Sequence[Unit], new: Sequence[Unit]) -> list[Span]:
    """Spans of pairs, each with the units beside it that were split off from it or merged into it."""
    grown: list[Span] = []
    for span in spans:
        last = grown[-1] if grown else None
        if last is not None and _belong_together(last, span, old, new):
            grown[-1] = Span(range(last.old.start, span.old.stop), range(last.new.start, span.new.stop))
        else:
            grown.append(span)
    return grown


def _belong_together(one: Span, other: Span, old: Sequence[Unit], new: Sequence[Unit]) -> bool:
    pair, single = (one, other) if one.old and one.new else (other, one)
    if not (pair.old and pair.new) or (single.old and single.new):
        return False
    if single.new:
        units, alone, beside, others, whole = new, single.new, pair.new, old, pair.old
    else:
        units, alone, beside, others, whole = old, single.old, pair.old, new, pair.new
    kinds = {units[n].kind for n in (*alone, *beside)} | {others[n].kind for n in whole}
    words = Counter(word for n in alone for word in units[n].words)
    if len(kinds) > 1 or words.total() < _FEWEST_WORDS:
        return False
    rest = Counter(word for n in whole for word in others[n].words)
    rest -= Counter(word for n in beside for word in units[n].words)
    return (words & rest).total() >= _PART_OF * words.total()


def _together(one: Edit, other: Edit) -> Edit:
    return Edit(one.equal, range(one.old.start, other.old.stop), range(one.new.start, other.new.stop))


def _smoothed(found: list[Edit], old: Sequence[T], text: Callable[[T], str]) -> list[Edit]:
    """Edits in which no blank and no single short word between two larger changes stands as if it had been kept."""
    smooth: list[Edit] = []
    for n, edit in enumerate(found):
        swallowed = (
            edit.equal
            and 0 < n < len(found) - 1
            and _is_swallowed([text(old[i]) for i in edit.old], smooth[-1], found[n + 1])
        )
        if smooth and (swallowed or not (edit.equal or smooth[-1].equal)):
            smooth[-1] = _together(smooth[-1], edit)
        else:
            smooth.append(edit)
    return smooth


def _is_swallowed(kept: list[str], before: Edit, behind: Edit) -> bool:
    if not all(kept):
        return False
    words = [word for word in kept if word[0].isalnum()]
    least = min(max(len(edit.old), len(edit.new)) for edit in (before, behind))
    if not words:
        return len(kept) == 1 and all(min(len(edit.old), len(edit.new)) >= 1 for edit in (before, behind))
    return len(words) == 1 and len(words[0]) <= _LIGHT and len(kept) <= _LIGHT and least > _LIGHT
