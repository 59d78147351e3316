"""Where the words of a rendered letter come from: from which place in the draft's body, or from something live."""

import re
from dataclasses import dataclass

from correspondence.letters.marks import BEGIN, END, NUMBERED
from correspondence.text.worddiff import tokens

LIVE = -1
_MARK = re.compile(f"{BEGIN}([0-9]+){NUMBERED}|{END}")
_COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
_DEFINED = re.compile(r"\[\^([^\]\s]+)\]:")
_REFERRED = re.compile(r"\[\^([^\]\s]+)\](?!:)")
_SHOWN = 60  # characters of a live part in a message


@dataclass(frozen=True, slots=True)
class Origins:
    """A rendered letter, and of each of its characters the place in the body's source, or `LIVE`."""

    text: str
    places: tuple[int, ...]
    source: str

    def reason(self, start: int, end: int) -> str:
        """Why the words there cannot be changed in the body."""
        before = next((n for n in range(min(start, len(self.places)) - 1, -1, -1) if self.places[n] != LIVE), None)
        behind = next((n for n in range(end, len(self.places)) if self.places[n] != LIVE), None)
        first = 0 if before is None else self.places[before] + 1
        last = len(self.source) if behind is None else self.places[behind]
        live = " ".join(_COMMENT.sub("", self.source[first:last]).split())
        if "{" not in live:
            return "comes from the template or from the letter's data, not from its body"
        return f"comes from a live part of the body: {live[:_SHOWN]}{'…' if len(live) > _SHOWN else ''}"


def from_marks(marked: str, stretches: list[tuple[int, int]], source: str, plain: str) -> Origins:
    """The origins of a text that was rendered with marks.

    Args:
        marked: as rendered, with marks.
        stretches: where each numbered stretch of the source begins and ends.
        source: the body's source.
        plain: as rendered without marks, which is the text that counts.
    """
    letters: list[str] = []
    places: list[int] = []
    at, here = 0, LIVE
    times = [0] * len(stretches)
    for mark in [*_MARK.finditer(marked), None]:
        piece = marked[at : mark.start() if mark is not None else None]
        letters.append(piece)
        places += [LIVE] * len(piece) if here == LIVE else range(here, here + len(piece))
        if mark is None:
            break
        at = mark.end()
        here = LIVE
        if mark[1] is not None and int(mark[1]) < len(stretches):
            times[int(mark[1])] += 1
            here = stretches[int(mark[1])][0]
    once = [False] * (len(source) + 1)
    for (start, end), count in zip(stretches, times, strict=True):
        once[start:end] = [count == 1] * (end - start)
    text = "".join(letters)
    sure = [
        place if place != LIVE and once[place] and source[place] == text[n] else LIVE for n, place in enumerate(places)
    ]
    return Origins(plain, tuple(sure if text == plain else _carried(text, sure, plain)), source)


def _carried(text: str, places: list[int], plain: str) -> list[int]:
    """Places of the characters of a text that differs a little, such as in the empty lines at its ends."""
    from rapidfuzz.distance import Indel

    before, behind = tokens(text), tokens(plain)
    starts = [0]
    for token in before:
        starts.append(starts[-1] + len(token))
    found: list[int] = []
    for step in Indel.opcodes(before, behind):
        size = sum(map(len, behind[step.dest_start : step.dest_end]))
        if step.tag == "equal":
            found += places[starts[step.src_start] : starts[step.src_start] + size]
        else:
            found += [LIVE] * size
    return found


def notes_last(origins: Origins) -> Origins:
    """The same with the footnotes behind all else, in the order in which the text refers to them."""
    spans = list(_definitions(origins.text))
    if not spans:
        return origins
    main = _without(origins.text, spans)
    order = list(
        dict.fromkeys(match[1] for start, end in main for match in _REFERRED.finditer(origins.text[start:end]))
    )
    # Each span was found by this very pattern.
    label = {(start, end): _DEFINED.match(origins.text, start)[1] for start, end in spans}  # type: ignore[index]
    known = sorted(spans, key=lambda span: order.index(label[span]) if label[span] in order else len(order))
    taken = [*main, *known]
    return Origins(
        "".join(origins.text[start:end] for start, end in taken),
        tuple(place for start, end in taken for place in origins.places[start:end]),
        origins.source,
    )


def without_orphans(old: str, new: str) -> str:
    """The new text without the footnotes that the old one refers to and the new one does not."""
    gone = set(_REFERRED.findall(old)) - set(_REFERRED.findall(new))
    for start, end in reversed(_definitions(new) if gone else []):
        match = _DEFINED.match(new, start)
        if match is not None and match[1] in gone:
            new = new[:start].rstrip("\n") + ("\n\n" if new[end:].strip() else "\n") + new[end:].lstrip("\n")
    return new


def _definitions(text: str) -> list[tuple[int, int]]:
    """Where footnotes are defined: from the mark to the last line that is moved in below it."""
    found: list[tuple[int, int]] = []
    at, start, is_blank = 0, -1, False
    for line in text.splitlines(keepends=True):
        begins = _DEFINED.match(line) is not None
        if start >= 0 and (begins or (is_blank and line.strip() and not line.startswith((" ", "\t")))):
            found.append((start, at))
            start = -1
        if begins:
            start = at
        is_blank = not line.strip()
        at += len(line)
    return [*found, *([(start, at)] if start >= 0 else [])]


def _without(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    edges = [0, *(edge for span in spans for edge in span), len(text)]
    return [(edges[n], edges[n + 1]) for n in range(0, len(edges), 2)]
