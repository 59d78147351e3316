"""Where a reply says itself which question it turns to: it repeats the question, or numbers its answer."""

import re
import unicodedata
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from correspondence.matching.words import stems

_REPEATED, _NUMBERED, _LISTED = 6.0, 3.0, 0.5  # log-odds
_LASTS = 0.8  # what is left of it for the next passage, and so on until the next cue
_FEW_WORDS = 4  # so few stand together by chance
_SHARE = 0.75  # of a question's words in a passage that repeats it
_ASKS = re.compile("[?？؟]\\W*$")
_HEAD = 80  # characters in which a number is looked for
_NAMED = re.compile(
    r"^\W*(?:(?:in\s+)?(?:answer|response|reply|regarding|antwort|réponse|respuesta|en\s+cuanto|zu|à|a)\b[^.:]{0,24}?)?"
    r"\b(?:questions?|q|point|item|frage|punkt|pregunta|punto|domanda|pergunta|vraag|вопрос|سؤال)"
    r"\s*(?:no\.?|nr\.?|n°|n\.º|nº|#)?\s*(\d{1,2})\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"^\W{0,4}(\d{1,2})\s*[.)\]:–-]\s*\D")


def bonus(
    passages: Sequence[str], wordings: Sequence[Sequence[str]], groups: Sequence[Sequence[str]]
) -> npt.NDArray[np.float64]:
    """How much more likely each question is for each passage, in log-odds.

    Args:
        passages: of a reply, in order.
        wordings: for each question the ways in which it was asked.
        groups: for each question the letters it was asked in; a number counts within a letter, or among all.
    """
    found = np.zeros((len(passages), len(wordings)))
    asked = [[frozenset(stems(text, "")) for text in texts] for texts in wordings]
    numbered = _by_number(groups)
    listed = _goes_up([_first_number(_NUMBER, passage) for passage in passages])
    current = np.zeros(len(wordings))
    for place, passage in enumerate(passages):
        said = frozenset(stems(passage, ""))
        asks = _ASKS.search(passage) is not None
        cue = np.array([_REPEATED * _repeats(texts, said, whole=asks) for texts in asked])
        named = _first_number(_NAMED, passage)
        number = named or listed[place]
        if number is not None and not cue.any():
            cue[numbered.get(number, [])] = _NUMBERED if named else _LISTED
        current = cue if cue.any() else _LASTS * current
        found[place] = current
    return found


def _repeats(texts: Sequence[frozenset[str]], said: frozenset[str], *, whole: bool) -> float:
    """How much of a question a passage repeats, where that is more than chance.

    A passage that asks, in a question's own words and no others, repeats it however short it is.
    """
    if whole and said and said in texts:
        return 1.0
    shares = [len(text & said) / len(text) for text in texts if len(text) >= _FEW_WORDS]
    best = max(shares, default=0.0)
    return best if best >= _SHARE else 0.0


def _by_number(groups: Sequence[Sequence[str]]) -> dict[int, list[int]]:
    """The questions that bear each number: their place within a letter, or among all where no letter is known."""
    counts: dict[str, int] = {}
    found: dict[int, list[int]] = {}
    for n, places in enumerate(groups):
        for place in places or ("",):
            counts[place] = counts.get(place, 0) + 1
            if n not in found.setdefault(counts[place], []):
                found[counts[place]].append(n)
    return found


def _first_number(pattern: re.Pattern[str], passage: str) -> int | None:
    match = pattern.match(passage[:_HEAD])
    return int(unicodedata.normalize("NFKC", match[1])) if match else None


def _goes_up(numbers: Sequence[int | None]) -> list[int | None]:
    """Numbers of a list that goes up from one; a number alone may be anything."""
    seen = [number for number in numbers if number is not None]
    in_order = len(seen) > 1 and seen == sorted(set(seen)) and seen[0] == 1
    return list(numbers) if in_order else [None] * len(numbers)
