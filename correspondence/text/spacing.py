"""Spaces that must not break, where a language wants them.

Only a space that somebody typed is made one that does not break; none is added and no other character is touched, so
quotation marks and dashes stay as typed. The rules are those of each language's own style guides: for French the
Imprimerie nationale's Lexique des règles typographiques, for German DIN 5008, for Spanish the Ortografía of the Real
Academia Española; and for all, the SI Brochure (5.4.3): a number and its unit stay together.
"""

import re
from functools import lru_cache

NO_BREAK = "\u00a0"

# What stands before such a space (each of one length, as look-behind asks), and what behind it.
_Rule = tuple[tuple[str, ...], str]

_FIGURE = ("[0-9]",)
_CAPITAL = "[A-ZÀ-ÖØ-Þ]"
_THOUSANDS: _Rule = (_FIGURE, r"[0-9]{3}\b")
_EVERYWHERE: tuple[_Rule, ...] = (
    (_FIGURE, r"(?:[%‰€£$]|US\$|km²?|m²|kg|ha|t|h|GB|MB|°C)(?!\w)"),
    (("§", r"\b[Nn][°º]"), "[0-9]"),
)
_GERMAN_MONTHS = "Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember"
_BY_LANGUAGE: dict[str, tuple[_Rule, ...]] = {
    "de": (
        ((r"\b[zdu]\.",), r"[BhaÄ]\."),  # z. B., d. h., u. a.
        ((r"\bDr\.", r"\bHr\.", r"\bFr\."), _CAPITAL),
        ((r"\bNr\.", r"\bAz\.", r"\bAbs\.", r"\bArt\."), "[0-9]"),
        ((r"[0-9]\.",), rf"(?:{_GERMAN_MONTHS})\b"),
    ),
    "es": (((r"\bSr\.", r"\bSra\.", r"\bDr\.", r"\bDra\."), _CAPITAL), ((r"\bart\.", r"\bn\.º"), "[0-9]"), _THOUSANDS),
    "fr": (
        ((r"\S",), "[:;!?»]"),
        (("«",), r"\S|\Z"),
        ((r"\bM\.", r"\bMme", r"\bMlle"), _CAPITAL),
        ((r"\bart\.",), "[0-9]"),
        _THOUSANDS,
    ),
}


def no_break_spaces(text: str, language: str) -> str:
    """The text with the spaces that its language keeps unbroken as U+00A0; every other character as it was.

    Args:
        text: characters of one paragraph or a part of it.
        language: BCP 47; of one without rules of its own, only numbers keep their units.
    """
    return _pattern(language.split("-", maxsplit=1)[0].lower()).sub(NO_BREAK, text) if " " in text else text


@lru_cache(maxsize=16)
def _pattern(language: str) -> re.Pattern[str]:
    rules = (*_EVERYWHERE, *_BY_LANGUAGE.get(language, ()))
    return re.compile("|".join(f"(?<={before}) (?={after})" for befores, after in rules for before in befores))
