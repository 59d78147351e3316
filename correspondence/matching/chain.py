"""How a reply goes through questions: a hidden Markov chain whose states are the questions, and one that is none.

After Rabiner, "A tutorial on hidden Markov models" (1989), with forward–backward posteriors. Two chains are run, one
for a reply that goes through the questions in their order and one for a reply that does not; how well each explains the
whole reply (its evidence) decides how much it counts.
"""

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.float64]

_STAY, _NEXT, _NEAR, _KIN = 0.15, 0.38, 0.03, 0.28
_IN_ORDER = 0.6  # so many replies go through the questions in their order
_TRUST = 0.37  # the passages' scores are too sure of themselves: so much of the evidence counts
_MOST_EVIDENCE = 50.0


def posterior(scores: Matrix, none: float, kin: Matrix) -> Matrix:
    """How likely each passage speaks of each question, given all passages.

    Args:
        scores: a row a passage, a column a question, in log-odds.
        none: how much a passage that speaks of no question would score.
        kin: from each question the share of jumps to each other one, a row a question; questions of one matter are kin.
    """
    with_none = np.hstack([scores, np.full((len(scores), 1), none)])
    weights = np.exp(with_none - with_none.max(axis=1, keepdims=True))
    ordered, for_order = _forward_backward(weights, _steps(kin, in_order=True))
    free, for_freedom = _forward_backward(weights, _steps(kin, in_order=False))
    odds = _TRUST * (for_order - for_freedom) + np.log(_IN_ORDER / (1 - _IN_ORDER))
    share = 1 / (1 + np.exp(-np.clip(odds, -_MOST_EVIDENCE, _MOST_EVIDENCE)))
    mixed: Matrix = share * ordered + (1 - share) * free
    return mixed[:, :-1]


def _steps(kin: Matrix, *, in_order: bool) -> Matrix:
    """The likelihood of each question, and of none, at the next passage; a row each that this passage may speak of."""
    size = len(kin)
    steps = np.zeros((size + 1, size + 1))
    within = steps[:size, :size]
    within += _KIN * kin
    within[np.diag_indices(size)] += _STAY
    if in_order:
        for by, share in ((1, _NEXT), (2, _NEAR), (-1, _NEAR)):
            within += share * np.eye(size, k=by)
    steps += (1 - _KIN - _STAY - (_NEXT + 2 * _NEAR if in_order else 0.0)) / (size + 1)
    # A passage that speaks of none keeps no memory of where the reply was.
    steps[size] = 1.0
    steps /= steps.sum(axis=1, keepdims=True)
    return steps


def _forward_backward(weights: Matrix, steps: Matrix) -> tuple[Matrix, float]:
    """The posteriors, and the logarithm of how likely the whole is, but for a constant."""
    forward = np.empty_like(weights)
    evidence = 0.0
    current = np.full(len(steps), 1.0 / len(steps))
    for number, row in enumerate(weights):
        current = (current if number == 0 else current @ steps) * row
        total = float(current.sum())
        evidence += float(np.log(total))
        current = current / total
        forward[number] = current
    backward = np.ones(len(steps))
    found = np.empty_like(weights)
    for number in range(len(weights) - 1, -1, -1):
        both = forward[number] * backward
        found[number] = both / both.sum()
        backward = steps @ (backward * weights[number])
        backward /= backward.sum()
    return found, evidence
