"""Alphabetical order: the Unicode Collation Algorithm (UTS #10) and what some languages change in it.

The default table (DUCET 10.0) loads at the first name that needs it, which takes a tenth of a second. The weights of
ASCII, of the common accents and of typographic punctuation stand here, so that most names in Latin letters do not.
"""

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyuca.collator import Collator_10_0_0

Element = tuple[int, int, int]
SortKey = tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...], str]

_UNACCENTED, _LOWER, _UPPER = 0x20, 0x02, 0x08

# Primary weights of DUCET 10.0.
_PUNCTUATION = dict(
    zip(
        " _-–—,;:!?.‘’“”()[]{}@*/\\&#%`^+<=>|~$",
        [
            *(0x209, 0x20B, 0x20D, 0x215, 0x216, 0x222, 0x234, 0x23A, 0x261, 0x267, 0x278, 0x307, 0x308, 0x30E),
            *(0x30F, 0x318, 0x319, 0x31A, 0x31B, 0x31C, 0x31D, 0x38F, 0x390, 0x395, 0x396, 0x397, 0x399, 0x39A),
            *(0x498, 0x49B, 0x62C, 0x630, 0x631, 0x632, 0x634, 0x636, 0x1C77),
        ],
        strict=True,
    )
) | {"'": 0x306, '"': 0x30D}
_DIGITS = {str(digit): 0x1CA3 + digit for digit in range(10)}
_LETTERS = dict(
    zip(
        "abcdefghijklmnopqrstuvwxyz",
        [
            *(0x1CAD, 0x1CC6, 0x1CE0, 0x1CF5, 0x1D10, 0x1D4B, 0x1D5A, 0x1D7E, 0x1D98, 0x1DB2, 0x1DCB, 0x1DDD, 0x1E10),
            *(0x1E1F, 0x1E43, 0x1E72, 0x1E87, 0x1E99, 0x1ED7, 0x1EFB, 0x1F1B, 0x1F49, 0x1F5B, 0x1F65, 0x1F71, 0x1F87),
        ],
        strict=True,
    )
)
# Secondary weights of combining marks: the accents that European Latin letters leave behind in NFD.
_ACCENTS = {
    "\u0301": 0x24,
    "\u0300": 0x25,
    "\u0306": 0x26,
    "\u0302": 0x27,
    "\u030c": 0x28,
    "\u030a": 0x29,
    "\u0308": 0x2B,
    "\u030b": 0x2C,
    "\u0303": 0x2D,
    "\u0307": 0x2E,
    "\u0327": 0x30,
    "\u0328": 0x31,
    "\u0304": 0x32,
}
_FAST: dict[str, Element] = (
    {character: (weight, _UNACCENTED, _LOWER) for character, weight in (_PUNCTUATION | _DIGITS | _LETTERS).items()}
    | {letter.upper(): (weight, _UNACCENTED, _UPPER) for letter, weight in _LETTERS.items()}
    | {accent: (0, weight, _LOWER) for accent, weight in _ACCENTS.items()}
)

# Letters of their own, after the letter before the colon, from the tailorings of CLDR. Letters that sort as one but
# for an accent share a group (`/`); case is as usual. German, French, Portuguese and Italian change nothing here.
_NORDIC = "z:æ/ä ø/ö å/aa"
_TAILORINGS = {
    "cs": "c:č h:ch r:ř s:š z:ž",
    "da": _NORDIC,
    "es": "n:ñ",
    "fi": "z:å ä/æ ö/ø",
    "nb": _NORDIC,
    "nn": _NORDIC,
    "no": _NORDIC,
    "pl": "a:ą c:ć e:ę l:ł n:ń o:ó s:ś z:ź ż",
    "sk": "a:ä c:č h:ch o:ô s:š z:ž",
    "sv": "z:å ä/æ ö/ø",
    "tr": "c:ç g:ğ h:ı o:ö s:ş u:ü",
}
# Above every first weight of the table (implicit weights end at FBE1), so that a letter after z comes after "zz".
_AFTER_ALL = 0xFFF0

_LEADING_PUNCTUATION = re.compile(r"^[\W_]+")


def sort_key(text: str, language: str) -> SortKey:
    """What to sort a name by, so that an alphabetical list reads as its language expects.

    The Unicode Collation Algorithm with its default table: letters first, then accents, then case (lower first). Word
    for word: a space comes before every letter. Punctuation before the first letter or digit does not count. Names that
    differ in nothing else stand in code-point order. The letters of Czech, Danish, Finnish, Norwegian, Polish, Slovak,
    Spanish, Swedish and Turkish stand where those alphabets have them; any other language has the default order. Keys
    compare within one language.

    Args:
        text: a name.
        language: BCP 47 tag.
    """
    composed = unicodedata.normalize("NFC", text)
    name = _LEADING_PUNCTUATION.sub("", composed) or composed
    subtag = language.partition("-")[0].lower()
    elements = _tailored(name, subtag) if subtag in _TAILORINGS else _elements(name)
    first, second, third = (tuple(weights) for weights in zip(*elements, strict=True)) if elements else ((), (), ())
    return (
        tuple(weight for weight in first if weight),
        tuple(weight for weight in second if weight),
        tuple(weight for weight in third if weight),
        text,
    )


def _elements(text: str) -> list[Element]:
    """The collation elements of text (UTS #10, 7.2) on the first three levels."""
    decomposed = unicodedata.normalize("NFD", text)
    fast = [_FAST.get(character) for character in decomposed]
    if None not in fast:
        return [element for element in fast if element is not None]
    return [(first, second, third) for first, second, third, *_ in _collator().collation_elements(decomposed)]


def _tailored(text: str, language: str) -> list[Element]:
    if language == "tr":
        # Upper-case I is the letter ı, and İ the letter i.
        text = text.replace("İ", "i").replace("I", "ı")
    pattern, letters = _letters_of(language)
    elements: list[Element] = []
    for n, piece in enumerate(pattern.split(text)):
        if n % 2 == 0:
            elements += _elements(piece) if piece else []
            continue
        anchor, rank, variant = letters[piece]
        case = _LOWER if piece.islower() else _UPPER
        elements += [(_LETTERS[anchor], _UNACCENTED, case), (_AFTER_ALL + rank, _UNACCENTED + variant, case)]
    return elements


@lru_cache(maxsize=len(_TAILORINGS))
def _letters_of(language: str) -> tuple[re.Pattern[str], dict[str, tuple[str, int, int]]]:
    """The pattern that splits off a language's own letters; for each what it follows, its rank there, its variant."""
    letters: dict[str, tuple[str, int, int]] = {}
    anchor, rank = "", 0
    for word in _TAILORINGS[language].split():
        before, colon, group = word.rpartition(":")
        anchor, rank = (before, 0) if colon else (anchor, rank + 1)
        for variant, letter in enumerate(group.split("/")):
            # Not IGNORECASE: to that, ı and i are one letter.
            letters |= dict.fromkeys((letter, letter.title(), letter.upper()), (anchor, rank, variant))
    return re.compile(f"({'|'.join(sorted(letters, key=len, reverse=True))})"), letters


@lru_cache(maxsize=1)
def _collator() -> "Collator_10_0_0":
    from pyuca.collator import Collator_10_0_0  # its table takes a tenth of a second to load

    return Collator_10_0_0()
