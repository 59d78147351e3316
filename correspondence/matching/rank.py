"""The likeliest questions for every passage of a reply.

A passage is not judged alone. A reply goes through the questions in runs, mostly in the order in which they were asked,
repeats or numbers them, and speaks of few matters: so what neighbouring passages speak of, and the reply as a whole,
tell much about each. What is likely for a passage alone is a sum of likenesses, each times a weight that was fitted
(docs/matching.md); `chain` then looks at the passages together.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from correspondence.matching import chain, cues
from correspondence.matching.chain import Matrix
from correspondence.matching.lexical import Index
from correspondence.matching.meaning import Vectors
from correspondence.matching.words import language_of, pieces, stems


@dataclass(frozen=True, slots=True)
class _Weights:
    """What each sign counts, in log-odds.

    Attributes:
        meaning: a cosine of vectors; they lie close together, a tenth is much.
        stems: shared words.
        pieces: shared pieces of words.
        context: words shared with the undertaking that a question is about.
        common: the share taken away of what a question has in common with the whole reply: some are like anything.
        own: that a passage says more on a question than the others do.
        matter: that the reply speaks of a question's matter elsewhere too.
        none: how much a passage that speaks of no question would score, against the others' best.
    """

    meaning: float
    stems: float
    pieces: float
    context: float
    common: float
    own: float
    matter: float
    none: float


_BY_MEANING = _Weights(meaning=130.0, stems=1.1, pieces=1.2, context=1.3, common=0.9, own=0.15, matter=3.0, none=-2.7)
_BY_WORDS = _Weights(meaning=0.0, stems=3.0, pieces=3.0, context=1.3, common=0.3, own=0.35, matter=0.5, none=-5.0)
_LIKE = 6.0  # how fast questions cease to be kin as their vectors part
_SAME_LETTER = 0.7  # of the kinship of questions, where their letters are known
_MOST_PASSAGES = 1.5  # on one question count for its matter
_LEAST = 1e-3
_FIFTH = 5


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
    weights = _BY_WORDS if vectors is None else _BY_MEANING
    scores = _likeness_of_words(passages, questions, language, weights)
    kin = _of_one_letter(questions)
    if vectors is not None:
        scores += weights.meaning * _less_common(_cosines(vectors, len(passages), questions), weights)
        kin = _kin(vectors[len(passages) :], questions, kin)
    scores += weights.own * _log_shares(scores)
    none = float(scores.max(axis=1).mean()) + weights.none
    scores += cues.bonus(passages, [question.texts for question in questions], [one.groups for one in questions])
    matters = weights.matter * _matters(scores, kin)
    none += float(np.median(np.sort(matters)[-_FIFTH:]))
    posterior = chain.posterior(scores + matters, none, kin)
    names = [question.id for question in questions]
    order = np.argsort(-posterior, axis=1, kind="stable")
    return [
        [Ranked(names[n], round(float(row[n]), 6)) for n in places]
        for row, places in zip(posterior, order, strict=True)
    ]


def _likeness_of_words(passages: Sequence[str], questions: Sequence[Asked], language: str, weights: _Weights) -> Matrix:
    """How many telling words each passage shares with each question."""
    spoken = language or language_of(" ".join(passages))
    asked = [" ".join(question.texts) for question in questions]
    asked_in = [language_of(text, spoken) for text in asked]
    by_stem = [stems(text, tongue) for text, tongue in zip(asked, asked_in, strict=True)]
    context = [stems(question.context, tongue) for question, tongue in zip(questions, asked_in, strict=True)]
    said = [stems(passage, spoken) for passage in passages]
    whole = Index(by_stem, said)
    parts = Index([_pieces(terms) for terms in by_stem], [_pieces(terms) for terms in said])
    scores = weights.stems * np.array([whole.scores(terms) for terms in said])
    scores += weights.pieces * np.array([parts.scores(_pieces(terms)) for terms in said])
    if weights.meaning == 0.0:
        scores = _less_common(scores, weights)
    if any(context):
        around = Index(context, said)
        scores += weights.context * np.array([around.scores(terms) for terms in said])
    return scores


def _cosines(vectors: Vectors, passages: int, questions: Sequence[Asked]) -> Matrix:
    """How near each passage is to the nearest wording of each question."""
    cosines = vectors[:passages] @ vectors[passages:].T
    first = np.cumsum([0, *(len(question.texts) for question in questions[:-1])])
    nearest: Matrix = np.maximum.reduceat(cosines, first, axis=1).astype(np.float64)
    return nearest


def _less_common(likeness: Matrix, weights: _Weights) -> Matrix:
    less: Matrix = likeness - weights.common * likeness.mean(axis=0)
    return less


def _log_shares(scores: Matrix) -> Matrix:
    """How much of all that is said on a question each passage says, as logarithms."""
    above = scores - scores.max(axis=0)
    shares: Matrix = above - np.log(np.exp(above).sum(axis=0))
    return shares


def _of_one_letter(questions: Sequence[Asked]) -> Matrix:
    """For each question the others of its letters and undertaking, in equal shares; itself where they are not known."""
    kin = np.zeros((len(questions), len(questions)))
    members: dict[str, list[int]] = {}
    for n, question in enumerate(questions):
        for group in question.groups:
            members.setdefault(group, []).append(n)
    for those in members.values():
        kin[np.ix_(those, those)] += 1 / len(those)
    alone = kin.sum(axis=1) == 0
    kin[alone] = 1 / len(questions)
    kin /= kin.sum(axis=1, keepdims=True)
    return kin


def _kin(vectors: Vectors, questions: Sequence[Asked], of_one_letter: Matrix) -> Matrix:
    """Kinship by meaning beside that by letter."""
    first = np.cumsum([0, *(len(question.texts) for question in questions[:-1])])
    asked = vectors[first].astype(np.float64)
    alike = np.exp(_LIKE * (asked @ asked.T - 1))
    alike /= alike.sum(axis=1, keepdims=True)
    share = np.array([[_SAME_LETTER if question.groups else 0.0] for question in questions])
    kin: Matrix = (1 - share) * alike + share * of_one_letter
    return kin


def _matters(scores: Matrix, kin: Matrix) -> npt.NDArray[np.float64]:
    """How much the reply as a whole speaks of each question and its kin, as logarithms; the most is 0."""
    shares = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares /= shares.sum(axis=1, keepdims=True)
    spoken = np.log(np.minimum(shares.sum(axis=0), _MOST_PASSAGES) @ kin + _LEAST)
    matters: npt.NDArray[np.float64] = spoken - spoken.max()
    return matters


def _pieces(terms: Sequence[str]) -> list[str]:
    return [piece for term in terms for piece in pieces(term)]
