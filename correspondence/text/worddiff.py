"""What changed between two texts, word by word.

The shortest script of insertions and deletions over words, spaces and marks (rapidfuzz's Indel distance), gathered
into phrases: a lone space between two changes belongs to both. Long texts are held at what surely stayed.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.distance import Indel

# So many pairs of words are compared with one another; of longer changes what went stands before what came.
_MOST_COMPARED = 400_000_000
# Of shorter ones every pair is; a longer one is held at phrases that both texts have once.
_COMPARED_WHOLE = 4_000_000
_PARAGRAPH = re.compile(r"[^\n]*\n+|[^\n]+")
_TOKEN = re.compile(r"\w+(?:[’'\-]\w+)*|\n+|[^\S\n]+|[^\w\s]")


class Change(StrEnum):
    """What became of a stretch."""

    EQUAL = "equal"
    DELETE = "delete"
    INSERT = "insert"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words that stayed, went or came."""

    change: Change
    text: str


def tokens(text: str) -> list[str]:
    """A text as words, runs of space, line ends and marks; joined they are the text."""
    return _TOKEN.findall(text)


def word_diff(old: str, new: str) -> tuple[Stretch, ...]:
    """What stayed, went and came, in order; of a change, what went stands first.

    The stretches that stayed or went make up `old`, those that stayed or came `new`. No stretch is empty, and no two
    neighbours are of one kind.
    """
    gathered: list[Stretch] = []
    gone, come = "", ""
    pieces = list(steps(old, new))
    for n, (same, went, came) in enumerate(pieces):
        if not same:
            gone += went
            come += came
            continue
        ends = n + 1 == len(pieces)
        if (gone or come) and not ends and same.isspace() and "\n" not in same:
            gone, come = gone + same, come + same
            continue
        gathered += _changed(gone, come)
        gone, come = "", ""
        before = gathered.pop().text if gathered and gathered[-1].change is Change.EQUAL else ""
        gathered.append(Stretch(Change.EQUAL, before + same))
    return (*gathered, *_changed(gone, come))


def steps(old: str, new: str) -> Iterator[tuple[str, str, str]]:
    """What stayed, or what went and came, piece by piece: the pieces of the two kinds take turns.

    The paragraphs that stayed are found first, then the words between them, because the words of two books compared at
    once would fill the memory.
    """
    same = went = came = ""
    for stayed, gone, come in _steps(old, new):
        if stayed and (went or came):
            yield "", went, came
            went = came = ""
        elif same and not stayed:
            yield same, "", ""
            same = ""
        same, went, came = same + stayed, went + gone, came + come
    if same or went or came:
        yield same, went, came


def _steps(old: str, new: str) -> Iterator[tuple[str, str, str]]:
    """The same, without turns."""
    for same, went, came in _opcodes(_PARAGRAPH.findall(old), _PARAGRAPH.findall(new)):
        if same:
            yield same, "", ""
            continue
        words, new_words = tokens(went), tokens(came)
        at = (0, 0)
        for here, there in _anchors(words, new_words):
            yield from _between(words[at[0] : here], new_words[at[1] : there])
            yield words[here], "", ""
            at = here + 1, there + 1
        yield from _between(words[at[0] :], new_words[at[1] :])


def _between(words: list[str], new_words: list[str]) -> Iterator[tuple[str, str, str]]:
    """The steps between two anchors; of more words than can be compared, what went before what came."""
    if len(words) * len(new_words) > _MOST_COMPARED:
        yield "", "".join(words), "".join(new_words)
    else:
        yield from _opcodes(words, new_words)


def _anchors(words: list[str], new_words: list[str]) -> list[tuple[int, int]]:
    """Where a long text surely is the same: words that begin a phrase which both hold once, in the order of both.

    The longest row of them that crosses nowhere, as in patience sorting; none in a short text, which is compared whole.
    """
    if len(words) * len(new_words) <= _COMPARED_WHOLE:
        return []
    there = _phrases(new_words)
    pairs = [(n, there[phrase]) for phrase, n in _phrases(words).items() if n >= 0 and there.get(phrase, -1) >= 0]
    ends: list[int] = []  # of the shortest rows of each length, where the last stands in the new text
    last: list[int] = []  # and which pair that is
    before: list[int] = []  # for each pair, the one before it in its row
    for n, (_, place) in enumerate(pairs):
        length = bisect_left(ends, place)
        before.append(last[length - 1] if length else -1)
        if length < len(ends):
            ends[length], last[length] = place, n
        else:
            ends.append(place)
            last.append(n)
    row, n = [], last[-1] if last else -1
    while n >= 0:
        row.append(pairs[n])
        n = before[n]
    return row[::-1]


def _phrases(words: list[str]) -> dict[int, int]:
    """Where each phrase of a few words begins, by its hash; -1 for one that comes again."""
    found: dict[int, int] = {}
    for n, phrase in enumerate(zip(words, words[1:], words[2:], words[3:], strict=False)):
        key = hash(phrase)
        found[key] = -1 if key in found else n
    return found


def _opcodes(old: list[str], new: list[str]) -> Iterator[tuple[str, str, str]]:
    """What stayed, or what went and came between two pieces that stayed."""
    gone = come = ""
    for step in Indel.opcodes(old, new):
        before = "".join(old[step.src_start : step.src_end])
        if step.tag == "equal":
            if gone or come:
                yield "", gone, come
                gone = come = ""
            yield before, "", ""
        else:
            gone += before
            come += "".join(new[step.dest_start : step.dest_end])
    if gone or come:
        yield "", gone, come


def changed_words(stretches: Sequence[Stretch]) -> int:
    """How many words went or came; a word in another's place counts once."""
    count, gone = 0, 0
    for stretch in stretches:
        words = sum(1 for token in tokens(stretch.text) if token[0].isalnum())
        if stretch.change is Change.DELETE:
            gone = words
            count += words
        elif stretch.change is Change.INSERT:
            count += max(0, words - gone)
            gone = 0
        else:
            gone = 0
    return count


def word_count(text: str) -> int:
    """How many words a text has."""
    return sum(1 for token in tokens(text) if token[0].isalnum())


def _changed(gone: str, come: str) -> list[Stretch]:
    """A change, without the space that both its sides begin or end with."""
    pieces = (Stretch(Change.DELETE, gone), Stretch(Change.INSERT, come))
    return [piece for piece in pieces if piece.text]
