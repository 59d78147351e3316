"""Values of every kind that the bundle format allows, as hypothesis strategies."""

from datetime import date
from typing import Any

from hypothesis import strategies as st

from correspondence.text.normalise import normalise

_NASTY = (
    "+++",
    "\n+++\n",
    '"""',
    "'''",
    "\\",
    '"',
    "'",
    "#",
    "=",
    "[x]",
    "{{ a }}",
    "é",
    "e\u0301",
    "ÅÅ",
    "\u202e",
    "\x1b[2J",
    "\x7f",
    "\t",
    "😀",
    "مرحبا",
    "日本",
    "NO",
    "1979-05-27",
    "true",
    " ",
    "  ",
    "\u2028",
)
_CHARACTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r")
texts = st.lists(st.one_of(st.sampled_from(_NASTY), st.text(_CHARACTERS, max_size=8)), max_size=6).map(
    lambda pieces: normalise("".join(pieces))
)
filled = texts.filter(bool)
lines = texts.map(lambda text: " ".join(text.replace("\u2028", " ").replace("\u2029", " ").splitlines()))
filled_lines = lines.map(normalise).filter(bool)
identifiers = st.from_regex(r"[a-z0-9]{1,6}(-[a-z0-9]{1,5}){0,2}", fullmatch=True)
languages = st.sampled_from(["en", "es", "fr", "de", "ar", "pt-BR", "zh-Hant", "sr-Latn-RS"])
dates = st.builds(
    lambda day, length: day.isoformat()[:length],
    st.dates(date(1000, 1, 1), date(9999, 12, 31)),
    st.sampled_from([4, 7, 10]),
)
moments = st.one_of(
    dates, st.datetimes().filter(lambda at: at.year > 999).map(lambda at: at.isoformat(timespec="seconds") + "Z")
)
emails = st.sampled_from(["a@example.org", "first.last@example.com", "büro@example.org"])


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """A value, or nothing."""
    return st.none() | strategy


def several(strategy: st.SearchStrategy[Any], most: int = 3) -> st.SearchStrategy[Any]:
    """A few values in an order."""
    return st.lists(strategy, max_size=most).map(tuple)
