"""What a paragraph of a Word document is and how its characters look: styles by name, lists by their definitions."""

import re

from lxml import etree

from correspondence.document.manuscript import PROSE, Look, Role
from correspondence.readers.archive import local_name

_HEADING = re.compile(r"heading ([1-9])")
# The styles that a letter's paragraphs have, and those that word processors give to plain paragraphs.
KNOWN = frozenset(
    {
        *("title", "body text", "date", "addressee", "carbon copy", "salutation", "closing", "signature", "enclosures"),
        *("list paragraph", "quote", "source code", "caption", "table text", "table heading"),
        *("footnote text", "endnote text"),
    }
)
_OTHER_NAMES = {
    "intense quote": "quote",
    "block text": "quote",
    "html preformatted": "source code",
    "preformatted text": "source code",
    "text body": "body text",
    "envelope address": "addressee",
    "complimentary close": "closing",
    "footnote": "footnote text",
    "endnote": "endnote text",
}
_CODE = ("source code character", "source code char", "html code", "source text", "verbatim char")
_LOOKS = {"b", "bCs", "i", "iCs", "strike", "rStyle", "rPrChange", "lang", "rFonts", "rtl", "cs", "noProof", "szCs"}
_ROLES = {
    *("pStyle", "numPr", "ind", "spacing", "contextualSpacing", "keepNext", "keepLines", "pageBreakBefore", "pBdr"),
    *("bidi", "rPr", "pPrChange", "widowControl", "outlineLvl", "tabs", "suppressAutoHyphens"),
}
_SPOKEN = {
    "jc": "alignment",
    "shd": "shading",
    "color": "colour",
    "highlight": "highlighting",
    "u": "underline",
    "sz": "size",
    "vertAlign": "raised or lowered",
}
_OFF = ("0", "false", "off", "none")
_MOST_STEPS = 20  # from a style to those that it is based on
_APART_FROM = 200  # twips above a paragraph that someone asked for
_PAGE_RULES = ("bottom", "top")


class Roles:
    """The styles and lists of one document."""

    def __init__(self, numbering: etree._Element | None, styles: etree._Element | None) -> None:
        self._names: dict[str, str] = {}
        self._based_on: dict[str, str] = {}
        self._styles: dict[str, etree._Element] = {}
        for style in styles.iterfind("{*}style") if styles is not None else ():
            identifier = attribute(style, "styleId")
            self._names[identifier] = child_value(style, "name").lower()
            self._based_on[identifier] = child_value(style, "basedOn")
            self._styles[identifier] = style
        self._lists = _Lists(numbering)
        self._by_look: dict[bytes, Look] = {}

    def role(self, properties: etree._Element | None) -> Role:
        """What a paragraph with these properties is."""
        if properties is None:
            return Role()
        style = child_value(properties, "pStyle")
        kind, level = self._kind(style)
        numbered = properties.find("{*}numPr")
        if numbered is None:
            numbered = self._of_style(style, "pPr/{*}numPr")
        instance = child_value(numbered, "numId")
        depth = _number(child_value(numbered, "ilvl"))
        form, moved_in, start = self._lists.level(instance, depth)
        is_listed = form != "" and kind not in ("heading", "title")
        indent = properties.find("{*}ind")
        left = _twips(indent, "left", "start")
        spacing = properties.find("{*}spacing")
        apart = spacing is not None and _number(attribute(spacing, "before")) >= _APART_FROM
        border = properties.find("{*}pBdr")
        return Role(
            kind=kind,
            level=level,
            mark=form if is_listed else "",
            depth=depth if is_listed else 0,
            instance=instance if is_listed and form == "number" else "",
            start=start if is_listed else 1,
            left=left if left is not None else moved_in if is_listed else 0,
            tight=is_on(properties.find("{*}contextualSpacing")) or (apart and _of(spacing, "after") == "0"),
            apart=apart,
            page=is_on(properties.find("{*}pageBreakBefore")),
            rule=border is not None and any(local_name(side) in _PAGE_RULES for side in border),
        )

    def look(self, properties: etree._Element | None) -> Look:
        """How characters with these properties look, as far as a letter's text can say it."""
        if properties is None or not len(properties):
            return Look()
        style = child_value(properties, "rStyle")
        name = self._names.get(style, style.lower())
        return Look(
            bold=self._has(properties, style, "b") or name == "strong",
            italic=self._has(properties, style, "i") or name == "emphasis",
            strike=self._has(properties, style, "strike"),
            code=name in _CODE,
        )

    def _has(self, properties: etree._Element, style: str, name: str) -> bool:
        own = properties.find(f"{{*}}{name}")
        return is_on(own) if own is not None else is_on(self._of_style(style, f"rPr/{{*}}{name}"))

    def _of_style(self, style: str, path: str) -> etree._Element | None:
        for _ in range(_MOST_STEPS):
            found = self._styles[style].find(f"{{*}}{path}") if style in self._styles else None
            if found is not None or not style:
                return found
            style = self._based_on.get(style, "")
        return None

    def _kind(self, style: str) -> tuple[str, int]:
        """What kind of paragraph a style makes, and a heading's level."""
        for _ in range(_MOST_STEPS):
            name = self._names.get(style, style.lower())
            name = _OTHER_NAMES.get(name, name)
            if match := _HEADING.fullmatch(name):
                return "heading", min(int(match[1]), 6)
            if name in KNOWN:
                return name, 0
            style = self._based_on.get(style, "")
            if not style:
                break
        return PROSE, 0


class _Lists:
    """The lists of a document: form, indentation and first number of each level."""

    def __init__(self, numbering: etree._Element | None) -> None:
        self._levels: dict[str, dict[int, tuple[str, int, int]]] = {}
        abstract: dict[str, dict[int, tuple[str, int, int]]] = {}
        for entry in numbering.iterfind("{*}abstractNum") if numbering is not None else ():
            abstract[attribute(entry, "abstractNumId")] = {
                _number(attribute(level, "ilvl")): _level(level) for level in entry.iterfind("{*}lvl")
            }
        for entry in numbering.iterfind("{*}num") if numbering is not None else ():
            levels = dict(abstract.get(child_value(entry, "abstractNumId"), {}))
            for override in entry.iterfind("{*}lvlOverride"):
                depth = _number(attribute(override, "ilvl"))
                own = override.find("{*}lvl")
                form, left, start = _level(own) if own is not None else levels.get(depth, ("number", 0, 1))
                begins = child_value(override, "startOverride")
                levels[depth] = (form, left, _number(begins) if begins else start)
            self._levels[attribute(entry, "numId")] = levels

    def level(self, instance: str, depth: int) -> tuple[str, int, int]:
        """Of a list's level: `bullet`, `number` or nothing; how far it is moved in; where it begins."""
        if instance in ("", "0"):
            return "", 0, 1
        return self._levels.get(instance, {}).get(depth, ("", 0, 1))


def _level(level: etree._Element) -> tuple[str, int, int]:
    form = child_value(level, "numFmt")
    kind = "bullet" if form == "bullet" else "" if form == "none" else "number"
    left = _twips(level.find("{*}pPr/{*}ind"), "left", "start")
    start = child_value(level, "start")
    return kind, left or 0, _number(start) if start else 1


def attribute(element: etree._Element, name: str) -> str:
    """An attribute, whichever namespace it stands in: strict and transitional documents differ."""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return ""


def child_value(element: etree._Element | None, name: str) -> str:
    """The value of a child, or nothing."""
    found = element.find(f"{{*}}{name}") if element is not None else None
    return attribute(found, "val") if found is not None else ""


def is_on(element: etree._Element | None) -> bool:
    """Whether a property that is there or not holds (17.17.4)."""
    return element is not None and attribute(element, "val") not in _OFF


def _of(element: etree._Element | None, name: str) -> str:
    return attribute(element, name) if element is not None else ""


def _twips(element: etree._Element | None, *names: str) -> int | None:
    for name in names:
        value = attribute(element, name) if element is not None else ""
        if value.lstrip("-").isdecimal():
            return max(int(value), 0)
    return None


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 9 else 0  # noqa: PLR2004  # a CommonMark list's longest number


def other_changes(now: etree._Element, before: etree._Element | None, *, of_paragraphs: bool = False) -> str:
    """What a change of formatting touched beside what a letter's text holds, in words."""
    sides = [
        {local_name(e): tuple(sorted(map(str, e.attrib.items()))) for e in (side if side is not None else ())}
        for side in (now, before)
    ]
    names = sorted({name for name in sides[0].keys() | sides[1].keys() if sides[0].get(name) != sides[1].get(name)})
    return ", ".join(_SPOKEN.get(name, name) for name in names if name not in (_ROLES if of_paragraphs else _LOOKS))
