"""What changed between two texts, word by word.

The shortest script of insertions and deletions over words, spaces and marks (rapidfuzz's Indel distance), gathered
into phrases: a lone space between two changes belongs to both.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.distance import Indel

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
    before, after = tokens(old), tokens(new)
    gathered: list[Stretch] = []
    gone, come = "", ""
    for step in Indel.opcodes(before, after):
        same = "".join(before[step.src_start : step.src_end])
        if step.tag != "equal":
            gone += same
            come += "".join(after[step.dest_start : step.dest_end])
            continue
        ends = step.src_end == len(before) or step.dest_end == len(after)
        if (gone or come) and not ends and same.isspace() and "\n" not in same:
            gone, come = gone + same, come + same
            continue
        gathered += [*_changed(gone, come), Stretch(Change.EQUAL, same)]
        gone, come = "", ""
    return (*gathered, *_changed(gone, come))


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
