"""The few words of a passage around what was looked for."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from correspondence.store.search.query import Term
from correspondence.text.findable import PlacedWord, placed_words

SNIPPET_WIDTH = 160
_LOOKED_AT = 40_000
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Snippet:
    """Words of a passage on one line; `marks` are what was found in it, as places in `text`, `end` exclusive."""

    text: str
    marks: tuple[tuple[int, int], ...]


def found_in(text: str, terms: Sequence[Term]) -> list[tuple[int, int]]:
    """Where the terms stand in a text, in order, without overlaps."""
    placed = placed_words(text[:_LOOKED_AT])
    by_word: dict[str, list[int]] = {}
    for at, word in enumerate(placed):
        by_word.setdefault(word.word, []).append(at)
    spans = sorted({span for term in terms for span in _spans(term, placed, by_word)})
    apart: list[tuple[int, int]] = []
    for start, end in spans:
        if apart and start < apart[-1][1]:
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
        else:
            apart.append((start, end))
    return apart


def snippet(text: str, terms: Sequence[Term], width: int = SNIPPET_WIDTH) -> Snippet:
    """About `width` characters of a text, where most of the terms stand."""
    found = found_in(text, terms)
    best = max(found, key=lambda span: (_distinct(text, found, span[0], width), -span[0]), default=(0, 0))
    inside = sum(end - start for start, end in found if best[0] <= start and end <= best[0] + width)
    start = max(0, min(best[0] - (width - inside) // 3, len(text) - width))
    if start:
        start = min(_word_start(text, start), best[0])
    end = min(len(text), max(start + width, best[1]))
    if end < len(text):
        end = max(_word_end(text, start, end), best[1])
    return _one_line(text, start, end, [span for span in found if start <= span[0] and span[1] <= end])


def _spans(term: Term, placed: list[PlacedWord], by_word: dict[str, list[int]]) -> list[tuple[int, int]]:
    spans = []
    for form in term.forms:
        firsts = by_word.get(form[0], [])
        if term.prefix and len(form) == 1:
            firsts = [at for word, places in by_word.items() if word.startswith(form[0]) for at in places]
        for at in firsts:
            last = at + len(form) - 1
            if last < len(placed) and all(
                _same(placed[at + n].word, word, prefix=term.prefix and n == len(form) - 1)
                for n, word in enumerate(form)
            ):
                spans.append((placed[at].start, placed[last].end))
    return spans


def _same(word: str, sought: str, *, prefix: bool) -> bool:
    return word.startswith(sought) if prefix else word == sought


def _distinct(text: str, found: list[tuple[int, int]], start: int, width: int) -> int:
    return len({text[s:e].casefold() for s, e in found if start <= s and e <= start + width})


def _word_start(text: str, at: int) -> int:
    space = _SPACE.search(text, at, at + 30)
    return space.end() if space else at


def _word_end(text: str, start: int, at: int) -> int:
    space = max(text.rfind(" ", at - 30, at), text.rfind("\n", at - 30, at))
    return space if space > start else at


def _one_line(text: str, start: int, end: int, found: list[tuple[int, int]]) -> Snippet:
    """A stretch of the text with its white space as single spaces, and dots where it was cut."""
    line = "… " if text[:start].strip() else ""
    marks = []
    at = start
    for first, last in [*found, (end, end)]:
        line += _spaced(text[at:first], line)
        if last > first:
            marked = _spaced(text[first:last], line)
            marks.append((len(line), len(line) + len(marked)))
            line += marked
        at = last
    return Snippet(line.rstrip() + (" …" if text[end:].strip() else ""), tuple(marks))


def _spaced(piece: str, before: str) -> str:
    spaced = _SPACE.sub(" ", piece)
    return spaced[1:] if spaced.startswith(" ") and (not before or before.endswith(" ")) else spaced
