"""How much a passage alone speaks of each question: BM25 over stems and over pieces of words.

BM25 after Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009), section 3; each
score is divided by the best that the question could have, so that long questions do not win by length alone.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Sequence

_K1, _B = 1.2, 0.5


class Index:
    """Questions by their terms."""

    def __init__(self, documents: Sequence[Sequence[str]], background: Sequence[Sequence[str]] = ()) -> None:
        """Index documents; `background` are texts that also tell how common a term is."""
        self._size = len(documents)
        frequency = Counter(term for document in (*documents, *background) for term in set(document))
        total = len(documents) + len(background)
        self._weight = {term: math.log(1 + (total - count + 0.5) / (count + 0.5)) for term, count in frequency.items()}
        average = sum(map(len, documents)) / max(1, len(documents)) or 1.0
        self._postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
        self._norms = [1.0] * self._size
        for number, document in enumerate(documents):
            length = _K1 * (1 - _B + _B * len(document) / average)
            squares = 0.0
            for term, count in Counter(document).items():
                weight = self._weight[term] * count * (_K1 + 1) / (count + length)
                self._postings[term].append((number, weight))
                squares += weight * weight
            self._norms[number] = math.sqrt(squares) or 1.0

    def scores(self, terms: Sequence[str]) -> list[float]:
        """How much a text of these terms speaks of each document: 0 for nothing in common."""
        found, squares = self._sums(terms)
        root = math.sqrt(math.sqrt(squares) or 1.0)
        # The root of the passage's length: a long paragraph may speak of a question in one of its sentences.
        return [score / (norm * root) for score, norm in zip(found, self._norms, strict=True)]

    def alike(self, terms: Sequence[str]) -> list[float]:
        """How alike a text of these terms and each document are as wholes: 0 to about 1."""
        found, squares = self._sums(terms)
        root = math.sqrt(squares) or 1.0
        return [score / (norm * root) for score, norm in zip(found, self._norms, strict=True)]

    def _sums(self, terms: Sequence[str]) -> tuple[list[float], float]:
        """For each document the weight of shared terms; and the squares of the terms' own weights."""
        found = [0.0] * self._size
        squares = 0.0
        for term, count in Counter(terms).items():
            own = self._weight.get(term, 0.0) * (1 + math.log(count))
            squares += own * own
            for number, weight in self._postings.get(term, ()):
                found[number] += own * weight
        return found, squares
