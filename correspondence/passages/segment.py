"""A text in blocks: the author's own paragraphs, and what is not theirs to be judged by.

Blocks are told by the light Markdown that readers write, and by what people type: bullets, numbers, hard line ends.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

_PAGE = re.compile(r"\[page \d+\]")
_HEADING = re.compile(r"#{1,6} ")
_ITEM = re.compile(r"(?:[-*+•▪◦●■–—·o]|\(?\d{1,3}(?:\.\d{1,3})*[.)]|\(?[a-zA-Z][.)]|\([ivx]{1,4}\))\s+\S")
_ROW = re.compile(r"\|.*\|$")
_QUOTED = re.compile(r">")
_SIGNATURE = re.compile(r"-- ?$")
# The splitter takes `M.` and other initials for the end of a sentence.
_INITIAL = re.compile(r"(?:^|\s)[^\W\d_]\.$")
_LONGEST_WRAPPED = 120
_LINE = re.compile(r"[^\n]*\n?")


class Kind(StrEnum):
    """What a block is."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    ITEM = "item"
    ROW = "row"
    QUOTED = "quoted"
    SIGNATURE = "signature"
    PAGE = "page"


OWN = frozenset({Kind.PARAGRAPH, Kind.HEADING, Kind.ITEM, Kind.ROW})


@dataclass(frozen=True, slots=True)
class Block:
    """A block: where it begins and ends, exclusive, in code points of the text, without white space around it."""

    kind: Kind
    start: int
    end: int


def blocks(body: str) -> tuple[Block, ...]:
    """The blocks of a text in order; together they hold all that is not white space."""
    found: list[Block] = []
    signed = open_ended = False
    at = 0
    for match in _LINE.finditer(body):
        line = match[0]
        words = line.strip()
        start = at + len(line) - len(line.lstrip())
        at = match.end()
        if not words:
            open_ended = False
            continue
        kind = _kind(words, line)
        if kind is Kind.SIGNATURE:
            signed = True
        elif signed:
            # A mail's signature ends where its attachments' texts or another mail begin.
            signed = kind not in (Kind.HEADING, Kind.QUOTED)
            kind = Kind.SIGNATURE if signed else kind
        goes_on = kind in (Kind.PARAGRAPH, Kind.QUOTED, Kind.SIGNATURE) and found and open_ended
        if goes_on and (found[-1].kind is kind or (kind is Kind.PARAGRAPH and found[-1].kind is Kind.ITEM)):
            found[-1] = Block(found[-1].kind, found[-1].start, start + len(words))
        else:
            found.append(Block(kind, start, start + len(words)))
        # A line that nobody breaks by hand is a paragraph of its own.
        own = kind in (Kind.PARAGRAPH, Kind.ITEM) and len(words) > _LONGEST_WRAPPED
        open_ended = not own and kind not in (Kind.HEADING, Kind.PAGE, Kind.ROW)
    return tuple(found)


def is_passage(kind: Kind) -> bool:
    """Whether a block can be judged: the author's own paragraphs, list items and table rows, not headings."""
    return kind in OWN and kind is not Kind.HEADING


def passages(body: str) -> tuple[tuple[int, int], ...]:
    """What can be judged, in order."""
    return tuple((block.start, block.end) for block in blocks(body) if is_passage(block.kind))


def sentences(body: str, start: int, end: int, language: str = "en") -> tuple[tuple[int, int], ...]:
    """The sentences of a passage, by a kept splitter that knows a language's abbreviations; together they cover it."""
    from sentencex import segment  # compiled, and not needed to look at a list

    found: list[tuple[int, int]] = []
    at = start
    for sentence in segment(language.partition("-")[0] or "en", body[start:end]):
        words = str(sentence).strip()
        place = body.find(words, at, end) if words else -1
        if place < 0:
            continue
        at = place + len(words)
        if found and _INITIAL.search(body[slice(*found[-1])]):
            found[-1] = (found[-1][0], at)
        else:
            found.append((place, at))
    return tuple(found) or ((start, end),)


def _kind(words: str, line: str) -> Kind:
    if _PAGE.fullmatch(words):
        return Kind.PAGE
    if _QUOTED.match(words):
        return Kind.QUOTED
    if _SIGNATURE.fullmatch(line.rstrip("\n")):
        return Kind.SIGNATURE
    if _HEADING.match(words):
        return Kind.HEADING
    if _ROW.match(words):
        return Kind.ROW
    return Kind.ITEM if _ITEM.match(words) else Kind.PARAGRAPH
