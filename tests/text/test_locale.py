import re
import subprocess
import sys
from datetime import UTC, date, datetime

import pytest
from babel import Locale, localedata
from hypothesis import given
from hypothesis import strategies as st

from correspondence.text.dates import PartialDate
from correspondence.text.locale import (
    comma,
    direction,
    format_date,
    format_list,
    format_moment,
    language_name,
    language_tag,
)

TAGS = sorted(identifier.replace("_", "-") for identifier in localedata.locale_identifiers())


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("EN", "en"),
        ("pt-br", "pt-BR"),
        ("ZH-hANT-tw", "zh-Hant-TW"),
        ("es-419", "es-419"),
        ("zh-yue", "zh-yue"),
        ("sl-rozaj-BISKE-1994", "sl-rozaj-biske-1994"),
        ("de-CH-1996-u-co-PHONEBK-x-Staff", "de-CH-1996-u-co-phonebk-x-staff"),
        ("ckb", "ckb"),
    ],
)
def test_a_tag_gets_its_usual_case(text: str, tag: str) -> None:
    assert language_tag(text) == tag
    assert language_tag(tag) == tag


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "e",
            "english",
            "en_GB",
            "en-",
            "-en",
            "en--GB",
            "en GB",
            "en-GB\n",
            "en-u",
            "en-x",
            "x-staff",
            "i-klingon",
        ),
        *(
            "de-1901-1901",
            "en-u-co-phonebk-u-nu-latn",
            "ｅｎ",
            "en-" + "a" * 9,
            "١٢",
            "ſk",
            "en-x-" + "abcdefgh-" * 10_000,
        ),
    ],
)
def test_what_is_no_tag_is_refused_in_a_short_line(text: str) -> None:
    with pytest.raises(ValueError, match="is not a language tag") as refusal:
        language_tag(text)
    assert len(str(refusal.value)) < 120


def test_every_language_that_babel_knows_is_a_tag_and_has_its_direction() -> None:
    horizontal = {"left-to-right": "ltr", "right-to-left": "rtl"}
    for tag in TAGS:
        assert language_tag(tag).lower() == tag.lower()
        order = Locale.parse(tag, sep="-").character_order
        if order in horizontal:
            assert direction(tag) == horizontal[order], tag


@pytest.mark.parametrize(
    ("tag", "way"),
    [
        *[("ar", "rtl"), ("AR-eg", "rtl"), ("fa", "rtl"), ("he-IL", "rtl"), ("az-Arab", "rtl"), ("pa-PK", "rtl")],
        *[
            ("ar-Latn", "ltr"),
            ("pa", "ltr"),
            ("sd-Deva", "ltr"),
            ("en-Arab", "rtl"),
            ("xx", "ltr"),
            ("not a tag", "ltr"),
        ],
        *[("en-x-arab", "ltr"), ("en-u-nu-arab", "ltr")],
    ],
)
def test_direction_follows_the_script(tag: str, way: str) -> None:
    assert direction(tag) == way


@pytest.mark.parametrize(
    ("language", "day", "month", "year"),
    [
        ("en", "18 February 2021", "June 2020", "2019"),
        ("en-GB", "18 February 2021", "June 2020", "2019"),
        ("en-US", "February 18, 2021", "June 2020", "2019"),
        ("es", "18 de febrero de 2021", "junio de 2020", "2019"),
        ("fr", "18 février 2021", "juin 2020", "2019"),
        ("de", "18. Februar 2021", "Juni 2020", "2019"),
        ("ar", "18 فبراير 2021", "يونيو 2020", "2019"),
        ("pt-BR", "18 de fevereiro de 2021", "junho de 2020", "2019"),
        ("de-1996", "18. Februar 2021", "Juni 2020", "2019"),
        # No language that Babel knows: what no language can misread.
        ("tet", "2021-02-18", "2020-06", "2019"),
        ("und", "2021-02-18", "2020-06", "2019"),
        ("", "2021-02-18", "2020-06", "2019"),
    ],
)
def test_a_date_prints_as_precisely_as_it_is_known(language: str, day: str, month: str, year: str) -> None:
    assert format_date("2021-02-18", language) == day
    assert format_date(PartialDate(2020, 6), language) == month
    assert format_date("2019", language) == year


@pytest.mark.parametrize(
    ("language", "first", "eleventh"),
    [
        ("fr", "1er mars 2026", "11 mars 2026"),
        ("fr-CA", "1er mars 2026", "11 mars 2026"),
        ("es", "1 de marzo de 2026", "11 de marzo de 2026"),
    ],
)
def test_the_first_of_a_month_in_french(language: str, first: str, eleventh: str) -> None:
    assert format_date("2026-03-01", language) == first
    assert format_date("2026-03-11", language) == eleventh
    assert f" {first}" in format_moment(datetime(2026, 3, 1, 9, tzinfo=UTC), language)


def test_every_language_prints_every_precision() -> None:
    for tag in TAGS:
        digits = [re.sub(r"\D", "", format_date(text, tag)) for text in ("2021-02-18", "2020-06", "2019")]
        assert "18" in digits[0], tag
        assert all(digits), tag
        assert "18" not in digits[2], tag


@given(st.dates(min_value=date(1, 1, 1)))
def test_every_day_prints(day: date) -> None:
    assert format_date(str(day), "en").startswith(f"{day.day} ")


def test_what_is_no_date_is_refused() -> None:
    with pytest.raises(ValueError, match="is not a date"):
        format_date("yesterday", "en")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Access Now, R3D and SMEX"),
        ("en-US", "Access Now, R3D, and SMEX"),
        ("es", "Access Now, R3D y SMEX"),
        ("tet", "Access Now, R3D, SMEX"),
    ],
)
def test_a_list_has_the_languages_and(language: str, text: str) -> None:
    assert format_list(["Access Now", "R3D", "SMEX"], language) == text
    assert format_list(["Access Now"], language) == "Access Now"
    assert format_list([], language) == ""


def test_a_language_has_a_name_or_its_tag() -> None:
    assert language_name("pt-BR", "en") == "Portuguese (Brazil)"
    assert language_name("en", "es") == "inglés"
    assert language_name("tet", "en") == "tet"
    assert language_name("fr", "tet") == "fr"


def test_naming_and_escaping_load_neither_babel_nor_the_collation_table() -> None:
    program = (
        "import sys, correspondence.text.escape, correspondence.text.order as order, correspondence.text.locale as l;"
        "l.language_tag('pt-BR'); l.direction('ar'); l.sort_key('Fundación Karisma', 'es');"
        "print(sorted(m for m in sys.modules if m.split('.')[0] in {'babel', 'pyuca'}))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("language", "shown"), [("en-GB", "a, b"), ("ar", "a، b"), ("ja-JP", "a、b"), ("zh-Hant", "a，b")]
)
def test_a_comma_is_that_of_the_language(language: str, shown: str) -> None:
    assert comma(language).join("ab") == shown
