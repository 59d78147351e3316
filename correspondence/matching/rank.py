"""The likeliest questions for every passage of a reply.

A passage is not judged alone. A reply goes through the questions in runs, mostly in the order in which they were asked,
repeats or numbers them, and speaks of few matters: so what neighbouring passages speak of, and the reply as a whole,
tell much about each. The passages are a hidden Markov chain whose states are the questions: after Rabiner, "A tutorial
on hidden Markov models" (1989), with forward–backward posteriors as the scores.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from correspondence.matching import cues
from correspondence.matching.lexical import Index
from correspondence.matching.meaning import Vectors
from correspondence.matching.words import language_of, pieces, stems

Matrix = npt.NDArray[np.float64]

_PIECES_SHARE = 0.6
_CONTEXT_SHARE = 0.15
_WORDS_ALONE, _WORDS_BESIDE, _MEANING = 12.0, 3.0, 100.0  # how sharply a likeness tells
_OWN = 0.5  # how much it counts that a passage is the best for its question
_GROUP = 0.5  # how much the letter or undertaking that the reply speaks of weighs
_NONE = -2.0  # how much a passage that answers nothing would score
_STAY, _NEXT, _NEAR, _GROUP_JUMP = 0.15, 0.15, 0.05, 0.1


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


def texts(passages: Sequence[str], questions: Sequence[Asked]) -> list[str]:
    """The texts whose vectors `suggest` takes: the passages, then every wording of every question."""
    return [*passages, *(text for question in questions for text in question.texts)]


def suggest(
    passages: Sequence[str], questions: Sequence[Asked], *, language: str = "", vectors: Vectors | None = None
) -> list[list[Ranked]]:
    """Rank the questions for each passage of a reply.

    Args:
        passages: the reply's passages, in order.
        questions: in the order in which they were asked.
        language: of the reply, BCP 47; told by its words when not given.
        vectors: what `texts` of the same passages and questions mean, a unit vector a row; without, words alone tell.

    Returns:
        For each passage all questions, the likeliest first; of equals, the one that was asked first.
    """
    if not questions or not passages:
        return [[] for _ in passages]
    words = _likeness_of_words(passages, questions, language)
    if vectors is None:
        scores, none = _WORDS_ALONE * words, 0.0
    else:
        scores = _MEANING * _likeness_of_meaning(vectors, len(passages), questions) + _WORDS_BESIDE * words
        # Not by words alone: a passage that happens to share none would be shut out.
        scores += _OWN * _log_shares(scores)
        none = float(scores.max(axis=1).mean()) + _NONE
    scores += _of_groups(scores, questions)
    scores += cues.bonus(passages, [question.texts for question in questions], [one.groups for one in questions])
    posterior = _chain(scores, questions, none)
    names = [question.id for question in questions]
    order = np.argsort(-posterior, axis=1, kind="stable")
    return [
        [Ranked(names[n], round(float(row[n]), 6)) for n in places]
        for row, places in zip(posterior, order, strict=True)
    ]


def _likeness_of_words(passages: Sequence[str], questions: Sequence[Asked], language: str) -> Matrix:
    """How many telling words each passage shares with each question: 0 to 1, the best of the reply being 1."""
    spoken = language or language_of(" ".join(passages))
    asked = [" ".join(question.texts) for question in questions]
    asked_in = [language_of(text, spoken) for text in asked]
    by_stem = [stems(text, tongue) for text, tongue in zip(asked, asked_in, strict=True)]
    context = [stems(question.context, tongue) for question, tongue in zip(questions, asked_in, strict=True)]
    said = [stems(passage, spoken) for passage in passages]
    whole = Index(by_stem, said)
    parts = Index([_pieces(terms) for terms in by_stem], [_pieces(terms) for terms in said])
    scores = (1 - _PIECES_SHARE) * np.array([whole.scores(terms) for terms in said])
    scores += _PIECES_SHARE * np.array([parts.scores(_pieces(terms)) for terms in said])
    if any(context):
        around = Index(context, said)
        scores += _CONTEXT_SHARE * np.array([around.scores(terms) for terms in said])
    scores /= scores.max() or 1.0
    return scores


def _likeness_of_meaning(vectors: Vectors, passages: int, questions: Sequence[Asked]) -> Matrix:
    """Cosines, less what every passage has in common with a question: some questions are like anything."""
    cosines = vectors[:passages] @ vectors[passages:].T
    likeness = np.empty((passages, len(questions)))
    first = 0
    for n, question in enumerate(questions):
        after = first + len(question.texts)
        likeness[:, n] = cosines[:, first:after].max(axis=1)
        first = after
    likeness -= likeness.mean(axis=0)
    return likeness


def _log_shares(scores: Matrix) -> Matrix:
    """How much of all that is said on a question each passage says, as logarithms."""
    above = scores - scores.max(axis=0)
    shares: Matrix = above - np.log(np.exp(above).sum(axis=0))
    return shares


def _of_groups(scores: Matrix, questions: Sequence[Asked]) -> npt.NDArray[np.float64]:
    """What the reply as a whole says of each question's letter or undertaking, against what it says of others'."""
    best = np.sort(scores, axis=0)[-2:].mean(axis=0)
    members = _members(questions)
    if not members:
        return np.zeros(len(questions))
    strength = {group: float(best[those].mean()) for group, those in members.items()}
    middle = float(best.mean())
    of_group = [max((strength[group] for group in one.groups), default=middle) for one in questions]
    return _GROUP * (np.array(of_group) - middle)


def _members(questions: Sequence[Asked]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for n, question in enumerate(questions):
        for group in question.groups:
            found.setdefault(group, []).append(n)
    return found


def _chain(scores: Matrix, questions: Sequence[Asked], none: float) -> Matrix:
    """Forward–backward over the passages; one more state stands for a passage that answers nothing."""
    size = len(questions)
    scores = np.hstack([scores, np.full((len(scores), 1), none)])
    weights = np.exp(scores - scores.max(axis=1, keepdims=True))
    step = _Step(questions)
    forward = np.empty_like(weights)
    current = np.full(size + 1, 1.0 / (size + 1))
    for number, row in enumerate(weights):
        current = _normal((current if number == 0 else step.mixed(current, onward=True)) * row)
        forward[number] = current
    backward = np.ones(size + 1)
    posterior = np.empty_like(weights)
    for number in range(len(weights) - 1, -1, -1):
        posterior[number] = _normal(forward[number] * backward)
        backward = _normal(step.mixed(backward * weights[number], onward=False))
    without_nothing: Matrix = posterior[:, :size]
    return without_nothing


class _Step:
    """From one passage to the next: stay with a question, go on, jump within its letter, or anywhere."""

    def __init__(self, questions: Sequence[Asked]) -> None:
        members = _members(questions)
        self._shared = np.zeros((len(members), len(questions)))
        for place, those in enumerate(members.values()):
            self._shared[place, those] = 1.0
        self._sizes = self._shared.sum(axis=1, keepdims=True)
        self._shares = self._shared / np.maximum(self._shared.sum(axis=0), 1.0)

    def mixed(self, mass: Matrix, *, onward: bool) -> Matrix:
        """What is likely at the next passage by what was likely at this one; or the other way round."""
        size = len(mass) - 1
        # A passage that answers nothing keeps no memory of where the reply was, and may come anywhere.
        result = np.full(size + 1, (1 - _STAY - _NEXT - 2 * _NEAR - _GROUP_JUMP) * mass.sum() / (size + 1))
        result[size] += _NEAR * mass.sum()
        asked, into = mass[:size], result[:size]
        into += _STAY * asked
        for by, share in ((1, _NEXT), (2, _NEAR), (-1, _NEAR)):
            way = by if onward else -by
            if way > 0:
                into[way:] += share * asked[:-way]
            else:
                into[:way] += share * asked[-way:]
        if len(self._sizes):
            into += _GROUP_JUMP * (self._shared.T @ (self._shares @ asked / self._sizes[:, 0]))
        return result


def _normal(values: Matrix) -> Matrix:
    total = values.sum()
    normal: Matrix = values / total if total > 0 else np.full_like(values, 1.0 / len(values))
    return normal


def _pieces(terms: Sequence[str]) -> list[str]:
    return [piece for term in terms for piece in pieces(term)]
