"""What stands before a paragraph of a Word document: heading marks, bullets, computed numbers (ECMA-376, 17.9)."""

import re
from collections import defaultdict

from lxml import etree

_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
          (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_HEADING = re.compile(r"(?:heading|titre|überschrift|título)\s*([1-6])$", re.IGNORECASE)
_BOXES = ("☐", "☒", "☑")
_MOST = 4_000
_MOST_DIGITS = 6


class Numbering:
    """Counts a document's numbered paragraphs as Word does."""

    def __init__(self, numbering: etree._Element | None, styles: etree._Element | None) -> None:
        self._levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        self._headings: dict[str, int] = {}
        self._by_style: dict[str, tuple[str, int]] = {}
        abstract: dict[str, dict[int, tuple[str, str, int]]] = {}
        for entry in numbering.iterfind("{*}abstractNum") if numbering is not None else ():
            abstract[_own(entry, "abstractNumId")] = {
                _number(_own(level, "ilvl")): (
                    _value(level, "numFmt"), _value(level, "lvlText"), _number(_value(level, "start") or "1"),
                )
                for level in entry.iterfind("{*}lvl")
            }  # fmt: skip
        for entry in numbering.iterfind("{*}num") if numbering is not None else ():
            self._levels[_own(entry, "numId")] = abstract.get(_value(entry, "abstractNumId"), {})
        for style in styles.iterfind("{*}style") if styles is not None else ():
            name = _HEADING.match(_value(style, "name"))
            if name:
                self._headings[_own(style, "styleId")] = int(name[1])
            properties = style.find("{*}pPr/{*}numPr")
            if properties is not None and _value(properties, "numId"):
                self._by_style[_own(style, "styleId")] = (
                    _value(properties, "numId"),
                    _number(_value(properties, "ilvl")),
                )

    def label(self, properties: etree._Element | None) -> str:
        """What stands before a paragraph with these properties; it counts on."""
        if properties is None:
            return ""
        style = _value(properties, "pStyle")
        heading = "#" * self._headings[style] + " " if style in self._headings else ""
        numbered = properties.find("{*}numPr")
        key, level = self._by_style.get(style, ("", 0))
        if numbered is not None:
            key = _value(numbered, "numId") or key
            level = _number(_value(numbered, "ilvl") or str(level))
        if not key or key == "0":
            return heading
        form, text, start = self._levels.get(key, {}).get(level, ("bullet", "", 1))
        if form in ("bullet", "none", ""):
            return heading or (f"- {f'{text} ' if text in _BOXES else ''}" if form == "bullet" else "")
        counts = self._counts[key]
        counts[level] = counts.get(level, start - 1) + 1
        for deeper in [one for one in counts if one > level]:
            del counts[deeper]
        return f"{heading}{self._shown(key, text)} "

    def _shown(self, key: str, text: str) -> str:
        def number(match: re.Match[str]) -> str:
            level = int(match[1]) - 1
            form = self._levels[key].get(level, ("decimal", "", 1))[0]
            return in_form(self._counts[key].get(level, self._levels[key].get(level, ("", "", 1))[2]), form)

        return re.sub(r"%([1-9])", number, text)


def in_form(count: int, form: str) -> str:
    """A number as one of Word's number formats shows it."""
    if form in ("lowerLetter", "upperLetter") and 0 < count < _MOST:
        letter = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letter if form == "lowerLetter" else letter.upper()
    if form in ("lowerRoman", "upperRoman") and 0 < count < _MOST:
        written = ""
        for value, sign in _ROMAN:
            written += sign * (count // value)
            count %= value
        return written if form == "lowerRoman" else written.upper()
    return str(count)


def _value(element: etree._Element, child: str) -> str:
    found = element.find(f"{{*}}{child}")
    return _own(found, "val") if found is not None else ""


def _own(element: etree._Element, name: str) -> str:
    return next((str(value) for key, value in element.attrib.items() if str(key).rpartition("}")[2] == name), "")


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS else 0
