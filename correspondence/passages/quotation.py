"""How people type a quotation: ellipses, letters and words in square brackets, marks around it.

Works on folded text alone (`folding`), where an ellipsis is three full stops and every quotation mark an apostrophe.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from correspondence.passages.folding import inside_word

# Three full stops or more, set apart or not, in brackets or not.
_ELLIPSIS = re.compile(r" ?(?:\[ ?(?:\. ?){3}\]|\( ?(?:\. ?){3}\)|(?:\. ?){2,}\.) ?")
_SIC = re.compile(r" ?\[sic[.!]?\]", re.IGNORECASE)
_BRACKETS = re.compile(r"\[([^\[\]]{1,200})\]")
# What an editor's words in brackets may stand for, in characters.
_REPLACED = 80
# What `[ing]` may stand for: the other endings of the word.
_ENDING = r"[^\W\d_]{0,12}"
# Parts that stand in more places than this are looked for no further.
_MOST_PLACES = 100_000


@dataclass(frozen=True, slots=True)
class Part:
    """Words of a quotation without a gap.

    Attributes:
        pattern: what matches them in folded text.
        reach: how far behind the part before they may begin, in characters; None for any distance.
    """

    pattern: re.Pattern[str]
    reach: int | None = None


def readings(quote: str) -> Iterator[tuple[Part, ...]]:
    """What a folded quotation may mean, the most literal first."""
    bare = quote.strip(" ")
    unquoted = bare.strip(" '")
    for words in dict.fromkeys((bare, bare.lstrip(" '"), bare.rstrip(" '"), unquoted, unquoted.rstrip(",."))):
        if any(character.isalnum() for character in words):
            yield (Part(re.compile(re.escape(words))),)
            yield (Part(re.compile(_either_case_first(words))),)
            if "[" in words or "..." in words or ". ." in words:
                yield tuple(_parts(words))


def spans(parts: tuple[Part, ...], text: str) -> list[tuple[int, int]]:
    """Where the parts stand in the text one after another, whole words all: the shortest span first, then the first.

    For each place of the last part it is the nearest chain of the others that counts.
    """
    chains: list[tuple[int, int]] = []
    for n, part in enumerate(parts):
        found = _whole_words(part.pattern, text)
        chains = found if n == 0 else list(_joined(chains, found, part.reach))
        if not chains:
            return []
    return sorted(chains, key=lambda span: (span[1] - span[0], span[0]))


def _joined(
    chains: list[tuple[int, int]], found: list[tuple[int, int]], reach: int | None
) -> Iterator[tuple[int, int]]:
    # Among chains that end before a place, the last one to end also begins last: its span is the shortest.
    ends = [end for _, end in chains]
    for start, end in found:
        nearest = bisect_right(ends, start) - 1
        if nearest >= 0 and (reach is None or start - ends[nearest] <= reach):
            yield chains[nearest][0], end


def _whole_words(pattern: re.Pattern[str], text: str) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    match = pattern.search(text)
    while match is not None and len(found) < _MOST_PLACES:
        if not inside_word(text, match.start()) and not inside_word(text, match.end()):
            found.append(match.span())
        match = pattern.search(text, match.start() + 1)
    return sorted(found, key=lambda span: span[::-1])


def _parts(words: str) -> Iterator[Part]:
    reach: int | None = None
    for n, section in enumerate(_ELLIPSIS.split(_SIC.sub("", words))):
        for pattern in _between_brackets(section, quotation_begins=n == 0):
            if pattern:
                yield Part(re.compile(pattern), reach)
                reach = _REPLACED
        reach = None


def _between_brackets(section: str, *, quotation_begins: bool) -> Iterator[str]:
    """Patterns for the words between stand-alone brackets; brackets in a word are part of its pattern."""
    pattern, copied = "", 0
    if quotation_begins and section[:1].isalpha():
        pattern, copied = _either_case_first(section[0]), 1
    for match in _BRACKETS.finditer(section):
        before, after = section[: match.start()][-1:], section[match.end() :][:1]
        words = section[copied : match.start()]
        copied = match.end()
        if after.isalnum():
            pattern += f"{re.escape(words)}(?i:{re.escape(match[1])})"
        elif before.isalnum():
            pattern += re.escape(words) + _ENDING
        else:
            yield _pattern(pattern, words.rstrip(" "))
            pattern = ""
            copied += after == " "
    yield _pattern(pattern, section[copied:])


def _either_case_first(words: str) -> str:
    """The pattern of words that may begin with a capital or not, as a quotation fitted into a sentence does."""
    return f"(?i:{re.escape(words[0])}){re.escape(words[1:])}"


def _pattern(begun: str, words: str) -> str:
    """The pattern of some words, or nothing when they hold no word."""
    return begun + re.escape(words) if begun or any(character.isalnum() for character in words) else ""
