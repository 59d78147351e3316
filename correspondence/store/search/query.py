"""What a person types to search: words, "phrases", -without, begin*.

Nothing is a mistake: what cannot be read as one of these is read as words, or as nothing.
"""

import re
from dataclasses import dataclass

from correspondence.text.findable import words
from correspondence.text.normalise import normalise

MOST_TERMS = 24
_LONGEST = 1_000
_MOST_WORDS = 48
_OPENING, _CLOSING = '"“„«”', '"”“»'
_PIECE = re.compile(rf"(?P<minus>[-−–]?)(?:[{_OPENING}](?P<phrase>[^{_CLOSING}]*)(?:[{_CLOSING}]|$)|(?P<word>\S+))")
# Arabic and Hebrew write the article, "and", "in", "for" on to the word.
_ARABIC = re.compile("[\u0620-\u064a\u066e-\u06d3]{3,}")
_HEBREW = re.compile("[\u05d0-\u05ea]{3,}")
_BEFORE_ARABIC = ("", "ال", "و", "وال", "ب", "بال", "ل", "لل", "ف", "فال", "ك", "كال")
_BEFORE_HEBREW = ("", "ה", "ו", "וה", "ב", "בה", "ל", "לה", "מ", "מה", "ש", "שה", "כ")


@dataclass(frozen=True, slots=True)
class Term:
    """One thing to look for.

    Attributes:
        forms: rows of folded words, any of which will do; mostly there is one, of one word.
        prefix: whether the last word may go on.
        without: whether a record that holds it is left out.
    """

    forms: tuple[tuple[str, ...], ...]
    prefix: bool = False
    without: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for: all of `terms`, none of `without`."""

    terms: tuple[Term, ...]
    without: tuple[Term, ...] = ()


def parse(text: str, *, typing: bool = False) -> Query:
    """Read what was typed; the order of terms is kept, the same one twice is one.

    Args:
        text: anything.
        typing: the last word may not be finished: it is taken as the beginning of one.
    """
    found: dict[Term, None] = {}
    cut = normalise(text[:_LONGEST])
    for match in _PIECE.finditer(cut):
        phrase, word = match["phrase"], match["word"]
        term = _term(phrase if phrase is not None else word, bool(match["minus"]))
        if term is None:
            continue
        unfinished = typing and word is not None and match.end() == len(cut)
        if unfinished or (word or "").endswith("*") or cut[match.end() : match.end() + 1] == "*":
            term = Term(term.forms[:1], prefix=True, without=term.without)
        found[term] = None
        if len(found) == MOST_TERMS:
            break
    return Query(
        tuple(term for term in found if not term.without),
        tuple(term for term in found if term.without),
    )


def _term(text: str, without: bool) -> Term | None:
    sought = tuple(words(text)[:_MOST_WORDS])
    if not sought:
        return None
    return Term(_forms(sought[0]) if len(sought) == 1 else (sought,), without=without)


def _forms(word: str) -> tuple[tuple[str, ...], ...]:
    """A word alone and with what its script may write on to it."""
    if _ARABIC.fullmatch(word):
        bare = word[2:] if word.startswith("ال") and len(word) > 4 else word  # noqa: PLR2004  # three letters stay
        return tuple(dict.fromkeys(((word,), *((f"{before}{bare}",) for before in _BEFORE_ARABIC))))
    if _HEBREW.fullmatch(word):
        return tuple((f"{before}{word}",) for before in _BEFORE_HEBREW)
    return ((word,),)
