"""Earlier statements on the same matter: which passages of what a party said before speak of what is selected now."""

from collections.abc import Sequence
from dataclasses import dataclass

from correspondence.matching.lexical import Index
from correspondence.matching.words import language_of, pieces, stems

_PIECES = 0.5  # how much pieces of words count beside whole ones
_QUESTION = 0.5  # how much the question counts beside the passage
_MEANING = 0.6  # how much meaning counts beside words
_LEAST = 0.05  # less than this is chance
# Cosines of multilingual-e5 begin high: texts that have nothing in common are at about this.
_FLOOR, _TOP = 0.78, 0.95


@dataclass(frozen=True, slots=True)
class Likeness:
    """A statement by its number, and how alike it is: 0 to 1."""

    number: int
    score: float


class Statements:
    """Earlier statements, indexed once and asked often; a look-up takes milliseconds and needs no numpy."""

    def __init__(self, statements: Sequence[str]) -> None:
        """Index statements, in any languages."""
        words = [stems(text, language_of(text)) for text in statements]
        self._size = len(words)
        self._whole = Index(words)
        self._parts = Index([_pieces(terms) for terms in words])

    def on(
        self, selected: str, question: str = "", *, cosines: Sequence[float] | None = None, top: int = 5
    ) -> list[Likeness]:
        """The statements on the matter of some selected words, the likeliest first.

        Args:
            selected: the words.
            question: the question that they speak of, when it is known.
            cosines: of the vectors of every statement and the selected words, where meanings are compared.
            top: how many at most.
        """
        scores = self._by_words(selected)
        if question:
            asked = self._by_words(question)
            scores = [(one + _QUESTION * other) / (1 + _QUESTION) for one, other in zip(scores, asked, strict=True)]
        if cosines is not None:
            meant = [min(1.0, max(0.0, (cosine - _FLOOR) / (_TOP - _FLOOR))) for cosine in cosines]
            scores = [(1 - _MEANING) * one + _MEANING * other for one, other in zip(scores, meant, strict=True)]
        order = sorted(range(self._size), key=lambda number: (-scores[number], number))[:top]
        return [Likeness(number, round(scores[number], 4)) for number in order if scores[number] > _LEAST]

    def _by_words(self, text: str) -> list[float]:
        terms = stems(text, language_of(text))
        whole, parts = self._whole.alike(terms), self._parts.alike(_pieces(terms))
        return [(1 - _PIECES) * one + _PIECES * other for one, other in zip(whole, parts, strict=True)]


def _pieces(terms: Sequence[str]) -> list[str]:
    return [piece for term in terms for piece in pieces(term)]
