"""What a language asks for: its tag, its direction, its dates, its lists, its alphabetical order.

Babel loads at the first call that needs it, so that naming a language costs nothing. A language that Babel does not
know gets what belongs to no language: ISO dates, commas, its own tag for a name.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from string import Formatter
from typing import TYPE_CHECKING, Literal

from correspondence.text.collation import SortKey, sort_key
from correspondence.text.dates import PartialDate, Precision

if TYPE_CHECKING:
    from datetime import datetime

    from babel import Locale

__all__ = [
    "Direction",
    "SortKey",
    "colon",
    "comma",
    "direction",
    "format_date",
    "format_list",
    "format_moment",
    "format_number",
    "format_ordinal",
    "format_percent",
    "language_name",
    "language_tag",
    "page_of",
    "paper",
    "plural_form",
    "sort_key",
    "table_named",
]

Direction = Literal["ltr", "rtl"]

# RFC 5646, section 2.1, `langtag`, without the lengths of language that the registry has never used (4 to 8 letters).
_TAG = re.compile(
    r"(?P<language>[a-z]{2,3}(?:-[a-z]{3}){0,3})"
    r"(?:-(?P<script>[a-z]{4}))?"
    r"(?:-(?P<region>[a-z]{2}|[0-9]{3}))?"
    r"(?P<variants>(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*)"
    r"(?P<extensions>(?:-[0-9a-wyz](?:-[a-z0-9]{2,8})+)*)"
    r"(?P<private>(?:-x(?:-[a-z0-9]{1,8})+)?)",
    re.IGNORECASE | re.ASCII,
)
_FIRST = re.compile(r"\b1(?= \w)")  # of a month
_LONGEST_TAG = 64

_RTL_SCRIPTS = frozenset(
    {"Adlm", "Arab", "Aran", "Armi", "Hebr", "Mand", "Mend", "Nkoo", "Rohg", "Samr", "Sogd", "Syrc", "Syrj", "Thaa"}
)
# Languages usually written in one of these scripts (CLDR's likely subtags).
# fmt: off
_RTL_LANGUAGES = frozenset({
    "apc", "ar", "arc", "arq", "ary", "arz", "azb", "bal", "bgn", "bqi", "brh", "ckb", "dv", "fa", "glk", "haz",
    "he", "iw", "ji", "khw", "ks", "lrc", "luz", "mzn", "nqo", "prs", "ps", "pnb", "rhg", "sd", "sdh", "skr",
    "syr", "trw", "ug", "ur", "yi",
})
# fmt: on
# Languages that are so written in some countries only.
_RTL_IN = {"az": {"IQ", "IR"}, "kk": {"CN"}, "ku": {"IQ", "IR"}, "ky": {"CN"}, "pa": {"PK"}, "uz": {"AF"}}
_LTR_IN = {"sd": {"IN"}}
# Tags that name no language (ISO 639-2); Babel takes the first for American English.
_NO_LANGUAGE = frozenset({"und", "mul", "zxx"})


# "Page 2 of 7". A language that is not here has figures alone.
_PAGE_OF = {
    "ar": "صفحة {page} من {pages}",
    "de": "Seite {page} von {pages}",
    "en": "Page {page} of {pages}",
    "es": "Página {page} de {pages}",
    "fr": "Page {page} sur {pages}",
    "it": "Pagina {page} di {pages}",
    "nl": "Pagina {page} van {pages}",
    "pl": "Strona {page} z {pages}",
    "pt": "Página {page} de {pages}",
    "ru": "Страница {page} из {pages}",
    "tr": "Sayfa {page} / {pages}",
    "uk": "Сторінка {page} з {pages}",
}
_COMMA = {"ar": "، ", "fa": "، ", "ur": "، ", "ja": "、", "zh": "，"}  # elsewhere ", "
_TABLE = {
    "ar": "الجدول {number}",
    "de": "Tabelle {number}",
    "en": "Table {number}",
    "es": "Tabla {number}",
    "fr": "Tableau {number}",
    "it": "Tabella {number}",
    "nl": "Tabel {number}",
    "pl": "Tabela {number}",
    "pt": "Tabela {number}",
    "ru": "Таблица {number}",
    "tr": "Tablo {number}",
    "uk": "Таблиця {number}",
}
# Where letters are written on US Letter (CLDR's `paperSize`), and not on A4.
_US_LETTER = frozenset({"BZ", "CA", "CL", "CO", "CR", "GT", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE"})

Paper = Literal["a4", "us-letter"]


def paper(language: str) -> Paper:
    """The paper that letters are written on where a language is spoken: `en-US` on US Letter, `en` on A4."""
    match = _TAG.fullmatch(language)
    return "us-letter" if match is not None and (match["region"] or "").upper() in _US_LETTER else "a4"


def page_of(language: str) -> list[tuple[str, str]]:
    """How a language numbers a page: words, each with the number behind them: `page`, `pages`, or none."""
    subtag = language.split("-", maxsplit=1)[0].lower()
    pattern = _PAGE_OF.get(subtag, "{page} / {pages}")
    return [(words, field or "") for words, field, _, _ in Formatter().parse(pattern)]


def table_named(number: int, language: str) -> str:
    """How a language calls a table by its number: `Table 2`; in one that is not known here the number alone."""
    return _TABLE.get(language.split("-", maxsplit=1)[0].lower(), "{number}").format(number=number)


def colon(language: str) -> str:
    """A colon between two phrases, with the spaces that the language wants around it."""
    return "\u00a0: " if language.split("-", maxsplit=1)[0].lower() == "fr" else ": "


def comma(language: str) -> str:
    """A comma between two parts of a line, as the language writes it."""
    return _COMMA.get(language.split("-", maxsplit=1)[0].lower(), ", ")


def language_tag(text: str) -> str:
    """A language tag in its usual case: `pt-BR`, `zh-Hant`, `ar` (RFC 5646, sections 2.1 and 2.1.1).

    Raises:
        ValueError: it is not a well-formed BCP 47 tag, or one that stands for private use alone or is grandfathered.
    """
    match = _TAG.fullmatch(text) if len(text) <= _LONGEST_TAG else None
    if match is None:
        raise ValueError(f"{text[:40]!r} is not a language tag such as en, pt-BR or zh-Hant")
    variants = match["variants"].lower().split("-")[1:]
    singletons = re.findall(r"-([0-9a-z])(?=-)", match["extensions"].lower())
    if len(set(variants)) < len(variants) or len(set(singletons)) < len(singletons):
        raise ValueError(f"{text!r} is not a language tag: a part stands in it twice")
    tag = match["language"].lower()
    tag += f"-{match['script'].title()}" if match["script"] else ""
    tag += f"-{match['region'].upper()}" if match["region"] else ""
    return tag + (match["variants"] + match["extensions"] + match["private"]).lower()


def direction(language: str) -> Direction:
    """Which way a language is written, by its script, or else by the script that is usual for it."""
    match = _TAG.fullmatch(language)
    if match is None:
        return "ltr"
    if match["script"]:
        return "rtl" if match["script"].title() in _RTL_SCRIPTS else "ltr"
    subtag, region = match["language"].lower().split("-")[0], (match["region"] or "").upper()
    if region in _RTL_IN.get(subtag, ()):
        return "rtl"
    return "rtl" if subtag in _RTL_LANGUAGES and region not in _LTR_IN.get(subtag, ()) else "ltr"


def format_date(value: PartialDate | str, language: str) -> str:
    """A date as a letter prints it, as precisely as it is known: `18 February 2021`, `June 2020`, `2019`.

    Plain `en` is international English, day before month; `en-US` is American. The calendar is the Gregorian one.

    Raises:
        ValueError: the value is not a date.
    """
    from babel.dates import format_date as babel_date  # loads when first needed
    from babel.dates import format_skeleton  # loads when first needed

    day = value if isinstance(value, PartialDate) else PartialDate.parse(value)
    locale = _locale(_usual(language))
    if locale is None:
        return str(day)
    if day.precision is Precision.DAY:
        return _counted(babel_date(day.earliest(), format="long", locale=locale), locale.language)
    skeleton = "y" if day.precision is Precision.YEAR else "yMMMM"
    return format_skeleton(skeleton, day.earliest(), locale=locale)


def _counted(date: str, language: str) -> str:
    """A date in words; French counts the first of a month as an ordinal, which the CLDR does not."""
    return _FIRST.sub("1er", date) if language == "fr" else date


def format_moment(moment: "datetime", language: str) -> str:
    """A moment with its weekday and its zone's name: `Tuesday 1 December 2026, 09:00 (Central European Standard Time)`.

    Args:
        moment: with a time zone.
        language: BCP 47.
    """
    from babel.dates import format_date as babel_date  # loads when first needed
    from babel.dates import format_time, get_timezone_name

    locale = _locale(_usual(language))
    if locale is None:
        return moment.isoformat(sep=" ", timespec="minutes")
    day = _counted(babel_date(moment.date(), format="full", locale=locale), locale.language)
    time = format_time(moment, "HH:mm", tzinfo=moment.tzinfo, locale=locale)
    return f"{day}, {time} ({get_timezone_name(moment, locale=locale)})"


def format_list(entries: Sequence[str], language: str) -> str:
    """Names one after another with the language's own commas and its *and*."""
    from babel.lists import format_list as babel_list  # loads when first needed

    locale = _locale(_usual(language))
    return ", ".join(entries) if locale is None else babel_list(list(entries), locale=locale)


def format_number(value: float, language: str) -> str:
    """A number with the language's separators: `1,234.5`, `1.234,5`."""
    from babel.numbers import format_decimal  # loads when first needed

    locale = _locale(_usual(language))
    return str(value) if locale is None else format_decimal(value, locale=locale)


def format_percent(value: float, language: str) -> str:
    """A share from 0 to 1 as the language writes percentages: `86%`, `86 %`, `٪86`."""
    from babel.numbers import format_percent as babel_percent  # loads when first needed

    locale = _locale(_usual(language))
    return f"{value:.0%}" if locale is None else babel_percent(value, locale=locale)


def format_ordinal(value: int, language: str) -> str:
    """A number as a place in a row: `2nd`, `2.º`, `2e`, `2.`; a language whose way is not known here gets `2.`."""
    digits = format_number(value, language)
    match language.partition("-")[0].lower():
        case "en":
            locale = _locale("en")
            ending = {"one": "st", "two": "nd", "few": "rd"}.get(locale.ordinal_form(value) if locale else "", "th")
            return f"{digits}{ending}"
        case "es" | "pt" | "it" | "ca" | "gl":
            return f"{digits}.º" if language.partition("-")[0].lower() in {"es", "ca", "gl"} else f"{digits}º"
        case "fr":
            return f"{digits}er" if value == 1 else f"{digits}e"
        case "ar" | "he" | "fa" | "ur":
            return digits
        case _:
            return f"{digits}."


def plural_form(value: float, language: str) -> str:
    """The plural form that a language gives to a number: `zero`, `one`, `two`, `few`, `many` or `other` (CLDR)."""
    locale = _locale(_usual(language))
    return "other" if locale is None else locale.plural_form(value)


def language_name(language: str, in_language: str) -> str:
    """The name of a language in another: `language_name("pt-BR", "en")` is `Portuguese (Brazil)`.

    A name that Babel does not know is the tag itself.
    """
    locale, speaker = _locale(language), _locale(in_language)
    if locale is None or speaker is None:
        return language
    return locale.get_display_name(speaker) or language


def _usual(language: str) -> str:
    """The language whose formats are used; those of plain `en` would be American."""
    return "en-001" if language.lower() == "en" else language


@lru_cache(maxsize=64)
def _locale(language: str) -> "Locale | None":
    """The nearest locale that Babel knows: subtags are dropped from the right (RFC 4647, 3.4)."""
    from babel import Locale, UnknownLocaleError  # loads when first needed

    subtags = language.split("-")
    if subtags[0].lower() in _NO_LANGUAGE:
        return None
    for length in range(len(subtags), 0, -1):
        try:
            return Locale.parse("-".join(subtags[:length]), sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return None
