"""What changed between two texts, word by word.

The shortest script of insertions and deletions over words, spaces and marks (rapidfuzz's Indel distance), gathered
into phrases: a lone space between two changes belongs to both.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.distance import Indel

# So many pairs of words are compared with one another; of longer changes what went stands before what came.
_MOST_COMPARED = 400_000_000
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
    steps = list(_steps(old, new))
    for n, (same, went, came) in enumerate(steps):
        if not same:
            gone += went
            come += came
            continue
        ends = n + 1 == len(steps)
        if (gone or come) and not ends and same.isspace() and "\n" not in same:
            gone, come = gone + same, come + same
            continue
        gathered += _changed(gone, come)
        gone, come = "", ""
        before = gathered.pop().text if gathered and gathered[-1].change is Change.EQUAL else ""
        gathered.append(Stretch(Change.EQUAL, before + same))
    return (*gathered, *_changed(gone, come))


def _steps(old: str, new: str) -> Iterator[tuple[str, str, str]]:
    """What stayed, or what went and came, piece by piece: first the lines that stayed, then the words between them.

    By lines first, because the words of two books compared at once would fill the memory.
    """
    lines, others = old.splitlines(keepends=True), new.splitlines(keepends=True)
    for same, went, came in _opcodes(lines, others):
        if same:
            yield same, "", ""
            continue
        words, new_words = tokens(went), tokens(came)
        if len(words) * len(new_words) > _MOST_COMPARED:
            yield "", went, came
        else:
            yield from _opcodes(words, new_words)


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
