"""The likeliest questions for every passage of a reply.

A passage is not judged alone. A reply goes through the questions in runs, mostly in the order in which they were asked,
and speaks of few matters: so what neighbouring passages speak of, and the reply as a whole, tell much about each. The
passages are a hidden Markov chain whose states are the questions: after Rabiner, "A tutorial on hidden Markov models"
(1989), with forward–backward posteriors as the scores.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from correspondence.matching.lexical import Index
from correspondence.matching.words import language_of, pieces, stems

_PIECES_SHARE = 0.6
_CONTEXT_SHARE = 0.15
_SHARPNESS = 18.0
_NONE = 0.18  # how much a passage that answers nothing would score
_WHOLE = 0.5  # how much the reply as a whole weighs
_GROUP = 2.0  # how much the letter or undertaking that the reply speaks of weighs
_STAY, _NEXT, _NEAR, _GROUP_JUMP = 0.25, 0.15, 0.05, 0.25
_FEW_WORDS = 4  # so few stand together by chance
_QUOTED = 0.75  # share of a question's words in a passage that quotes it


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it was asked.

    Attributes:
        id: its identifier.
        texts: its text, and other wordings used for it.
        context: what it belongs to, such as the statement of an undertaking.
        groups: the letters it was asked in, and its undertaking: questions of one group are answered together.
    """

    id: str
    texts: tuple[str, ...]
    context: str = ""
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ranked:
    """A question for a passage, with how likely it is: 0 to 1, all questions of a passage together at most 1."""

    id: str
    score: float


def suggest(passages: Sequence[str], questions: Sequence[Asked], *, language: str = "") -> list[list[Ranked]]:
    """Rank the questions for each passage of a reply.

    Args:
        passages: the reply's passages, in order.
        questions: in the order in which they were asked.
        language: of the reply, BCP 47; told by its words when not given.

    Returns:
        For each passage all questions, the likeliest first; of equals, the one that was asked first.
    """
    if not questions:
        return [[] for _ in passages]
    emission = _smoothed_by_whole(_lexical(passages, questions, language), questions)
    posterior = _chain(emission, questions)
    names = [question.id for question in questions]
    ranked = []
    for row in posterior:
        order = sorted(range(len(names)), key=lambda n: (-row[n], n))
        ranked.append([Ranked(names[n], round(row[n], 6)) for n in order])
    return ranked


def _lexical(passages: Sequence[str], questions: Sequence[Asked], language: str) -> list[list[float]]:
    """How much each passage alone speaks of each question: about 0 to 1."""
    spoken = language or language_of(" ".join(passages))
    asked = [" ".join(question.texts) for question in questions]
    asked_in = [language_of(text, spoken) for text in asked]
    by_stem = [stems(text, tongue) for text, tongue in zip(asked, asked_in, strict=True)]
    context = [stems(question.context, tongue) for question, tongue in zip(questions, asked_in, strict=True)]
    said = [stems(passage, spoken) for passage in passages]
    whole = Index(by_stem, said)
    parts = Index([_pieces(terms) for terms in by_stem], [_pieces(terms) for terms in said])
    around = Index(context, said) if any(context) else None
    scores = []
    for terms in said:
        row = [
            (1 - _PIECES_SHARE) * one + _PIECES_SHARE * other
            for one, other in zip(whole.scores(terms), parts.scores(_pieces(terms)), strict=True)
        ]
        if around is not None:
            row = [one + _CONTEXT_SHARE * other for one, other in zip(row, around.scores(terms), strict=True)]
        scores.append([max(value, _quotes(question, set(terms))) for value, question in zip(row, by_stem, strict=True)])
    return scores


def _quotes(question: Sequence[str], said: set[str]) -> float:
    """Whether a passage repeats a question: far more than any likeness."""
    if len(question) < _FEW_WORDS:
        return 0.0
    share = sum(term in said for term in question) / len(question)
    return 2.5 * share if share >= _QUOTED else 0.0


def _smoothed_by_whole(scores: list[list[float]], questions: Sequence[Asked]) -> list[list[float]]:
    """Log-likelihoods of each question for each passage, raised for what the whole reply speaks of."""
    top = max((max(row) for row in scores), default=0.0) or 1.0
    scores = [[value / top for value in row] for row in scores]
    size = len(questions)
    # What a question's best passages say of it, seen against what an ordinary question's say.
    best = [_of_best([row[n] for row in scores]) for n in range(size)]
    middle = sum(best) / size
    groups: dict[str, list[int]] = {}
    for n, question in enumerate(questions):
        for group in question.groups:
            groups.setdefault(group, []).append(n)
    strength = {group: sum(best[n] for n in members) / len(members) for group, members in groups.items()}
    raised = []
    for n, question in enumerate(questions):
        of_group = max((strength[group] for group in question.groups), default=middle)
        raised.append(_WHOLE * (best[n] - middle) + _GROUP * (of_group - middle))
    return [[_SHARPNESS * value + raised[n] for n, value in enumerate(row)] for row in scores]


def _of_best(values: list[float]) -> float:
    ordered = sorted(values, reverse=True)[:2]
    return sum(ordered) / len(ordered) if ordered else 0.0


def _chain(emission: list[list[float]], questions: Sequence[Asked]) -> list[list[float]]:
    """Forward–backward over the passages; one more state stands for a passage that answers nothing."""
    if not emission:
        return []
    size = len(questions)
    weights = [[math.exp(value) for value in row] + [math.exp(_SHARPNESS * _NONE)] for row in emission]
    step = _Step(questions)
    forward: list[list[float]] = []
    current = [1.0 / (size + 1)] * (size + 1)
    for number, row in enumerate(weights):
        came = current if number == 0 else step.forward(current)
        current = _normal([a * b for a, b in zip(came, row, strict=True)])
        forward.append(current)
    backward = [1.0] * (size + 1)
    posterior: list[list[float]] = [[]] * len(weights)
    for number in range(len(weights) - 1, -1, -1):
        posterior[number] = _normal([a * b for a, b in zip(forward[number], backward, strict=True)])[:size]
        seen = [a * b for a, b in zip(backward, weights[number], strict=True)]
        backward = _normal(step.backward(seen))
    return posterior


class _Step:
    """From one passage to the next: stay with a question, go on, jump within its letter, or anywhere."""

    def __init__(self, questions: Sequence[Asked]) -> None:
        self._size = len(questions)
        names = sorted({group for question in questions for group in question.groups})
        self._groups = [[n for n, question in enumerate(questions) if name in question.groups] for name in names]
        self._in_groups = [max(1, len(question.groups)) for question in questions]
        self._anywhere = max(0.02, 1 - _STAY - _NEXT - 2 * _NEAR - _GROUP_JUMP)

    def forward(self, before: list[float]) -> list[float]:
        """What is likely next, by what was likely before."""
        return self._mixed(before, onward=1)

    def backward(self, after: list[float]) -> list[float]:
        """What was likely before, by what is likely after."""
        return self._mixed(after, onward=-1)

    def _mixed(self, mass: list[float], onward: int) -> list[float]:
        size = self._size
        total = sum(mass)
        spread = self._anywhere * total / (size + 1)
        mixed = [spread + _STAY * value for value in mass]
        for n in range(size):
            if 0 <= n - onward < size:
                mixed[n] += _NEXT * mass[n - onward]
            for near in (n - 2 * onward, n + onward):
                if 0 <= near < size:
                    mixed[n] += _NEAR * mass[near]
        for members in self._groups:
            shared = _GROUP_JUMP * sum(mass[n] / self._in_groups[n] for n in members) / len(members)
            for n in members:
                mixed[n] += shared
        # A passage that answers nothing keeps no memory of where the reply was, and may come anywhere.
        mixed[size] += _NEAR * total
        return mixed


def _normal(values: list[float]) -> list[float]:
    total = sum(values) or 1.0
    return [value / total for value in values]


def _pieces(terms: Sequence[str]) -> list[str]:
    return [piece for term in terms for piece in pieces(term)]
