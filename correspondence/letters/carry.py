"""Edits carried from one spelling of a text to another, by the words that both have.

An edit goes three ways: from the text that went out to the draft as it is now (where the two differ, both sides changed
the same words), from there to the draft as it was spelled, and from there to its source, in which live parts are no
words that an edit may touch.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Indel

from correspondence.letters.origins import LIVE, Origins
from correspondence.text.worddiff import tokens

OPENING = ("{{", "{%", "{#")
_MOST_RESPELLED = 60  # tokens that are written anew where only their spelling differs


@dataclass(frozen=True, slots=True)
class Hunk:
    """Tokens from `start` to `end` that give way to `words`."""

    start: int
    end: int
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Patch:
    """Characters of the source from `start` to `end` that give way to `text`.

    What stood there before is `old`; a note is for the template language, which prints nothing of it.
    """

    start: int
    end: int
    text: str
    old: str
    is_note: bool = False


def hunks(old: Sequence[str], new: Sequence[str]) -> list[Hunk]:
    """What differs between two texts in tokens, in order."""
    found: list[Hunk] = []
    for step in Indel.opcodes(old, new):
        if step.tag == "equal":
            continue
        words = tuple(new[step.dest_start : step.dest_end])
        if found and found[-1].end == step.src_start:
            found[-1] = Hunk(found[-1].start, step.src_end, found[-1].words + words)
        else:
            found.append(Hunk(step.src_start, step.src_end, words))
    return found


class Alignment:
    """Which tokens of one text are which of another."""

    def __init__(self, old: Sequence[str], new: Sequence[str]) -> None:
        self.old, self.new = old, new
        self._places = [-1] * len(old)
        for step in Indel.opcodes(old, new):
            if step.tag == "equal":
                for n in range(step.src_end - step.src_start):
                    self._places[step.src_start + n] = step.dest_start + n

    def exactly(self, hunk: Hunk) -> Hunk | None:
        """The edit on the other side, or None if the words that it touches are not the same there."""
        if hunk.start < hunk.end:
            first = self._places[hunk.start]
            same = all(self._places[n] == first + n - hunk.start for n in range(hunk.start, hunk.end))
            return Hunk(first, first + hunk.end - hunk.start, hunk.words) if same and first >= 0 else None
        if hunk.start == 0:
            return Hunk(0, 0, hunk.words)
        before = self._places[hunk.start - 1]
        if before >= 0:
            return Hunk(before + 1, before + 1, hunk.words)
        behind = self._places[hunk.start] if hunk.start < len(self._places) else len(self.new)
        return Hunk(behind, behind, hunk.words) if behind >= 0 else None

    def has(self, hunk: Hunk) -> bool:
        """Whether the other side has the edit already: the same words at the same place."""
        start, end, words = self._to_common_words(hunk)
        first = self._places[start - 1] + 1 if start else 0
        last = self._places[end] if end < len(self.old) else len(self.new)
        return list(self.new[first:last]) == words

    def _to_common_words(self, hunk: Hunk) -> tuple[int, int, list[str]]:
        """The edit, widened on this side until it stands between tokens that the other side has too."""
        start, end, words = hunk.start, hunk.end, list(hunk.words)
        while start > 0 and self._places[start - 1] < 0:
            start -= 1
            words.insert(0, self.old[start])
        while end < len(self.old) and self._places[end] < 0:
            words.append(self.old[end])
            end += 1
        return start, end, words

    def behind(self, hunk: Hunk) -> Hunk | None:
        """What an edit puts in, behind what stands on the other side in place of the words that it touches."""
        end = hunk.end
        while end < len(self.old) and self._places[end] < 0:
            end += 1
        place = self._places[end] if end < len(self.old) else len(self.new)
        while place > 0 and self.new[place - 1].isspace():
            place -= 1
        return Hunk(place, place, (" ", *hunk.words))

    def nearly(self, hunk: Hunk) -> Hunk | None:
        """The edit on the other side, with the tokens around it that are spelled otherwise there written anew."""
        if (exact := self.exactly(hunk)) is not None:
            return exact
        start, end, words = self._to_common_words(hunk)
        if end - start > _MOST_RESPELLED + hunk.end - hunk.start:
            return None
        first = self._places[start - 1] + 1 if start else 0
        last = self._places[end] if end < len(self.old) else len(self.new)
        return Hunk(first, last, tuple(words)) if first <= last else None


class Source:
    """The source of a draft, and its rendered text in tokens."""

    def __init__(self, origins: Origins) -> None:
        self.origins = origins
        self.tokens = tokens(origins.text)
        self._starts = [0]
        for token in self.tokens:
            self._starts.append(self._starts[-1] + len(token))

    def patch(self, hunk: Hunk) -> Patch | str:
        """The edit in the source, or why there is none."""
        first, last, words = hunk.start, hunk.end, list(hunk.words)
        while first < last and words and self.tokens[first] == words[0]:
            first, words = first + 1, words[1:]
        while first < last and words and self.tokens[last - 1] == words[-1]:
            last, words = last - 1, words[:-1]
        start, end, text = self._starts[first], self._starts[last], "".join(words)
        places, source = self.origins.places, self.origins.source
        if start == end:
            if start and places[start - 1] != LIVE:
                return self._safe(Patch(places[start - 1] + 1, places[start - 1] + 1, text, ""))
            if start < len(places) and places[start] != LIVE:
                return self._safe(Patch(places[start], places[start], text, ""))
            return self.origins.reason(start, end)
        touched = places[start:end]
        if LIVE in touched:
            first = start + touched.index(LIVE)
            last = first
            while last < end and places[last] == LIVE:
                last += 1
            return self.origins.reason(first, last)
        if touched[-1] - touched[0] != end - start - 1:
            return "reaches over a part of the body that is live"
        return self._safe(Patch(touched[0], touched[-1] + 1, text, source[touched[0] : touched[-1] + 1]))

    def _safe(self, patch: Patch) -> Patch | str:
        """The patch, unless it would make template language together with what stands beside it."""
        before, behind = self.origins.source[: patch.start][-1:], self.origins.source[patch.end :][:1]
        edges = (before + patch.text[:1], patch.text[-1:] + behind) if patch.text else (before + behind,)
        return "would become template language in the draft" if any(edge in OPENING for edge in edges) else patch
