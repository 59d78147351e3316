"""Names that may mean the same: what they are compared by, from the strictest likeness to the loosest.

Nothing here decides that two names are one: it finds what a person should look at.
"""

import re
import unicodedata
from functools import lru_cache

from correspondence.text.domains import drawn_alike

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_NO_WORD = re.compile(r"[^\w]+")
# Legal forms, as they are written behind or before a name once dots and case are gone.
# fmt: off
_LEGAL_FORMS = frozenset({
    "ev", "gmbh", "ggmbh", "gug", "ug", "ag", "kg", "ohg", "ltd", "limited", "inc", "incorporated", "llc",
    "llp", "plc", "corp", "corporation", "co", "cic", "cio", "npo", "asbl", "aisbl", "ivzw", "vzw", "sa",
    "sarl", "sas", "sl", "slu", "srl", "spa", "ong", "ngo", "bv", "nv", "oy", "ab", "as", "asa", "aps", "kft",
    "zrt", "doo", "dd", "zs", "ops", "ry", "rf", "eingetragener", "verein", "ac", "osc", "apc", "ofm",
})
# fmt: on
# fmt: off
_LITTLE_WORDS = frozenset({
    "the", "a", "an", "of", "for", "and", "in", "on", "to", "at", "de", "del", "la", "las", "el", "los", "y",
    "e", "para", "por", "con", "des", "du", "le", "les", "et", "pour", "en", "au", "aux", "der", "die", "das",
    "und", "fur", "von", "zu", "im", "da", "do", "dos", "em", "no", "na", "ال", "و", "في", "من", "على",
})
# fmt: on
_FEWEST_INITIALS = 2


@lru_cache(maxsize=1 << 14)  # a name is compared many times while a list is taken in
def fold(name: str) -> str:
    """A name without case, width, invisible characters and how its words are spaced: equal folds are one name."""
    text = unicodedata.normalize("NFKC", _INVISIBLE.sub("", name)).casefold()
    return " ".join(text.split())


def core(name: str) -> str:
    """A name without accents, punctuation, articles at its head and legal forms either."""
    plain = unicodedata.normalize("NFD", fold(name).replace("&", " and ").replace(".", "").replace("ß", "ss"))
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    plain = plain.translate(_STROKES)
    words = [word for word in _NO_WORD.split(plain) if word]
    kept = [word for word in words if word not in _LEGAL_FORMS] or words
    if len(kept) > 1 and kept[0] == "the":
        kept = kept[1:]
    return " ".join(kept)


def skeleton(name: str) -> str:
    """What a name looks like (a part of UTS 39, section 4): equal skeletons can be taken for one another."""
    drawn = drawn_alike(fold(name))
    plain = "".join(letter for letter in unicodedata.normalize("NFD", drawn) if not unicodedata.combining(letter))
    return plain.translate(_DRAWN_AS).replace("rn", "m").replace("vv", "w").replace(" ", "")


def initials(name: str) -> str:
    """The first letters of a name's words but the little ones: `hrw` of Human Rights Watch; "" of a single word."""
    words = [word for word in core(name).split() if word not in _LITTLE_WORDS]
    return "".join(word[0] for word in words) if len(words) >= _FEWEST_INITIALS else ""


def is_acronym(name: str) -> bool:
    """Whether a name may be one: a single short word in capitals, with or without dots."""
    letters = name.replace(".", "").strip()
    return 2 <= len(letters) <= 8 and letters.isalpha() and letters == letters.upper()  # noqa: PLR2004  # as people make them


_STROKES = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"})
_DRAWN_AS = str.maketrans({"0": "o", "1": "l", "|": "l", "і": "i"})
