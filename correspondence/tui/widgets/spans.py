"""A text and stretches of it: what of it can be judged, what was judged, and which stretch holds a place."""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

Span = tuple[int, int]  # where words begin and end, in code points


@dataclass(frozen=True, slots=True)
class Text:
    """What a reader shows.

    Attributes:
        body: the text.
        passages: what can be judged, in order.
        faint: what cannot: quoted mail, signatures, page marks.
        sentences: the sentences of a span.
    """

    body: str
    passages: tuple[Span, ...] = ()
    faint: tuple[Span, ...] = ()
    sentences: Callable[[Span], Sequence[Span]] = field(default=lambda span: (span,))


@dataclass(frozen=True, slots=True)
class Mark:
    """A span that something was said about: a sign for the margin, and its tone."""

    span: Span
    sign: str
    tone: str


def narrowest_first(marks: Sequence[Mark]) -> tuple[Mark, ...]:
    """The shortest first where several begin at one place, so that the narrower verdict is seen."""
    return tuple(sorted(marks, key=lambda mark: (mark.span[1] - mark.span[0], mark.span)))


def holds(spans: Sequence[Span], place: int) -> bool:
    """Whether one of the spans, which are in order and do not overlap, holds the place."""
    at = bisect_left(spans, (place + 1, 0)) - 1
    return at >= 0 and spans[at][0] <= place < spans[at][1]


def touching(spans: Sequence[Span], first: int, last: int) -> list[Span]:
    """Those of the spans, which are in order and do not overlap, that touch a stretch of the text."""
    low = max(0, bisect_left(spans, (first, 0)) - 1)
    return list(spans[low : bisect_left(spans, (last + 1, 0))])
