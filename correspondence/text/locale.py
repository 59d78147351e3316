"""What a language asks for: its tag, its direction, its dates, its lists, its alphabetical order.

Babel and the collation table load at the first call that needs them, so that naming a language costs nothing.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

from correspondence.text.dates import PartialDate, Precision

if TYPE_CHECKING:
    from babel import Locale

Direction = Literal["ltr", "rtl"]
SortKey = tuple[Any, ...]

# BCP 47 (RFC 5646): language, script, region and variants; extensions and private use as they come.
_TAG = re.compile(
    r"(?P<language>[a-z]{2,8})"
    r"(?:-(?P<script>[a-z]{4}))?"
    r"(?:-(?P<region>[a-z]{2}|\d{3}))?"
    r"(?P<rest>(?:-[a-z0-9]{1,8})*)",
    re.IGNORECASE,
)
_RTL_SCRIPTS = frozenset({"Adlm", "Arab", "Hebr", "Mand", "Mend", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa"})
_RTL_LANGUAGES = frozenset(
    {"ar", "arc", "ckb", "dv", "fa", "he", "iw", "ji", "ks", "lrc", "mzn", "nqo", "ps", "sd", "syr", "ug", "ur", "yi"}
)
_LTR_SCRIPT = re.compile(r"-(?:Latn|Cyrl|Deva|Grek)\b", re.IGNORECASE)
_PATTERNS = {
    # A month without its day, and a whole date, in the long form of letters; elsewhere Babel's long date.
    "en": {Precision.DAY: "d MMMM y"},
    "en-US": {Precision.DAY: "MMMM d, y"},
}
_LEADING_PUNCTUATION = re.compile(r"^[\W_]+")


def language_tag(text: str) -> str:
    """A language tag in its usual case: `pt-BR`, `zh-Hant`, `ar`.

    Raises:
        ValueError: it is not a BCP 47 tag.
    """
    match = _TAG.fullmatch(text)
    if match is None:
        raise ValueError(f"{text[:40]!r} is not a language tag such as en, pt-BR or zh-Hant")
    parts = [match["language"].lower()]
    if match["script"]:
        parts.append(match["script"].title())
    if match["region"]:
        parts.append(match["region"].upper())
    return "-".join(parts) + match["rest"].lower()


def direction(language: str) -> Direction:
    """Which way the language is written."""
    subtags = language.split("-")
    if any(subtag.title() in _RTL_SCRIPTS for subtag in subtags[1:]):
        return "rtl"
    if subtags[0].lower() in _RTL_LANGUAGES and not _LTR_SCRIPT.search(language):
        return "rtl"
    return "ltr"


def format_date(value: PartialDate | str, language: str) -> str:
    """A date as a letter prints it, as precisely as it is known: `18 February 2021`, `June 2020`, `2019`."""
    from babel.dates import format_date as babel_date  # noqa: PLC0415  # loads only when a date is printed
    from babel.dates import format_skeleton  # noqa: PLC0415

    day = value if isinstance(value, PartialDate) else PartialDate.parse(value)
    locale = _locale(language)
    first = day.earliest()
    if day.precision is Precision.YEAR:
        return str(format_skeleton("y", first, locale=locale))
    if day.precision is Precision.MONTH:
        return str(format_skeleton("yMMMM", first, locale=locale))
    patterns = _PATTERNS.get(language) or _PATTERNS.get(language.split("-", maxsplit=1)[0], {})
    return str(babel_date(first, format=patterns.get(Precision.DAY, "long"), locale=locale))


def format_list(entries: Sequence[str], language: str) -> str:
    """Names one after another with the language's own commas and its *and*."""
    from babel.lists import format_list as babel_list  # noqa: PLC0415

    return str(babel_list(list(entries), locale=_locale(language)))


def sort_key(text: str, language: str) -> SortKey:
    """What to sort a name by, so that an alphabetical list reads as its language expects.

    The Unicode Collation Algorithm with its default table (UTS #10). Letters that Danish, Norwegian, Swedish and
    Finnish put after z are put there. Punctuation before the first letter does not count; names that differ in
    nothing else stand in code-point order.
    """
    name = _LEADING_PUNCTUATION.sub("", unicodedata.normalize("NFC", text)) or text
    after_z = _after_z(language.split("-", maxsplit=1)[0].lower())
    if not after_z:
        return (_collator().sort_key(name), text)
    head, *rest = re.split(f"([{after_z}])", name.lower())
    key: list[Any] = [_collator().sort_key(head)]
    for n, piece in enumerate(rest):
        # Above every primary weight of the table, in the order of the language's own alphabet.
        key.append((0x1_0000 + after_z.index(piece),) if n % 2 == 0 else _collator().sort_key(piece))
    flat = tuple(weight for piece in key for weight in _primary(piece))
    return (flat, _collator().sort_key(name), text)


def _after_z(language: str) -> str:
    return {"sv": "åäö", "fi": "åäö", "da": "æøå", "nb": "æøå", "nn": "æøå", "no": "æøå"}.get(language, "")


def _primary(key: Sequence[int]) -> Sequence[int]:
    """The part of a collation key up to its first level separator."""
    return key[: key.index(0)] if 0 in key else key


@lru_cache(maxsize=1)
def _collator() -> Any:
    from pyuca import Collator  # noqa: PLC0415  # its table takes a moment to load

    return Collator()


@lru_cache(maxsize=64)
def _locale(language: str) -> "Locale":
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415

    subtags = language.split("-")
    for length in range(len(subtags), 0, -1):
        try:
            return Locale.parse("-".join(subtags[:length]), sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return Locale.parse("en_GB")
