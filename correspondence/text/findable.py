"""Words in the form in which they are looked for: no case, no accents, one form for what is written in several ways.

What is indexed and what a person types go through the same fold, so that both engines of the store find the same. A
character of a script that sets no spaces between words (Chinese, Japanese, Thai and others, and Korean, which writes
particles on to words) is a word of its own; longer words of theirs are found as rows of characters.
"""

import re
import unicodedata
from dataclasses import dataclass

LONGEST_WORD = 80
_NO_SPACES = re.compile(
    # Thai, Lao; Myanmar; Khmer; Japanese syllables and Bopomofo; Han; Hangul; the wide planes of Han
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3041-\u30ff\u3105-\u31bf\u31f0-\u31ff\u3400-\u9fff"
    "\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff]"
)
# Letters that no decomposition leads to what people type without their keyboard.
_PLAIN = str.maketrans(
    {
        "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ħ": "h", "ı": "i", "ŧ": "t", "æ": "ae", "œ": "oe", "þ": "th",
        "ى": "ي", "ی": "ي", "ې": "ي", "ک": "ك", "ة": "ه", "ە": "ه", "ھ": "ه", "ٱ": "ا", "ـ": "",
    }
)  # fmt: skip
# Accents: of Latin, Greek and Cyrillic, the points of Hebrew, the vowels of Arabic and Syriac. The marks of India's
# scripts are vowels, and stay.
_ACCENTS = re.compile(
    "[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06ed\u0730-\u074a\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
)
_PLAIN_WORD = re.compile("[0-9a-z]+")
_INSIDE_WORDS = frozenset("\u00ad\u034f\u061c\u200b\u200c\u200d\u200e\u200f\u2060\ufeff")


class _Folds(dict[int, str]):
    """What each character becomes, worked out once: its letters, a space, or nothing."""

    def __missing__(self, code: int) -> str:
        folded = _folded(chr(code))
        self[code] = folded
        return folded


def _folded(character: str) -> str:
    if character in _INSIDE_WORDS or _ACCENTS.match(character) or "\ufe00" <= character <= "\ufe0f":
        return ""
    if _NO_SPACES.match(character):
        compatible = unicodedata.normalize("NFKC", character)
        return f" {compatible} " if unicodedata.category(character)[0] in "LNM" else " "
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    if unicodedata.category(character)[0] not in "LNM":
        return " "
    plain = _ACCENTS.sub("", unicodedata.normalize("NFKD", character)).casefold()
    plain = _ACCENTS.sub("", unicodedata.normalize("NFKD", plain)).translate(_PLAIN)
    return "".join(c if unicodedata.category(c)[0] in "LNM" else " " for c in plain)


_FOLDS = _Folds()
_ASCII = bytes(code if chr(code).isalnum() else ord(" ") for code in range(128)).lower() + b" " * 128


@dataclass(frozen=True, slots=True)
class PlacedWord:
    """A folded word, and where it stands in the text; `end` is exclusive."""

    word: str
    start: int
    end: int


def words(text: str) -> list[str]:
    """The words of a text in order, folded; none is longer than `LONGEST_WORD`."""
    found = (text.encode().translate(_ASCII).decode() if text.isascii() else text.translate(_FOLDS)).split()
    return [word[:LONGEST_WORD] for word in found] if len(text) > LONGEST_WORD else found


def joined(text: str) -> str:
    """The words of a text with a space between each two."""
    return " ".join(words(text))


def placed_words(text: str) -> list[PlacedWord]:
    """The same words, each with its place."""
    if text.isascii():
        return [
            PlacedWord(match[0][:LONGEST_WORD], match.start(), match.end())
            for match in _PLAIN_WORD.finditer(text.lower())
        ]
    found: list[PlacedWord] = []
    word, start, end = "", 0, 0
    for at, character in enumerate(text):
        folded = _FOLDS[ord(character)]
        if not folded and word:
            end = at + 1  # an accent that is a character of its own
        for piece in folded:
            if not piece.isspace():
                start = start if word else at
                word, end = word + piece, at + 1
            elif word:
                found.append(PlacedWord(word[:LONGEST_WORD], start, end))
                word = ""
    if word:
        found.append(PlacedWord(word[:LONGEST_WORD], start, end))
    return found
