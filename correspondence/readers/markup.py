"""What a page's styles hide from its readers, and markup cut down so that parsing it stays quick."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from selectolax.lexbor import LexborNode

_PROPERTY = re.compile(
    r"(?:^|[;\s])(display|visibility|font-size|opacity|color|background(?:-color)?|max-height|height|overflow)\s*:"
    r"\s*([^;]{1,200})",
    re.IGNORECASE,
)
_NOUGHT = re.compile(r"0*(?:\.0*)?(?:px|pt|em|rem|%|cm|mm|in)?")
_TINY = re.compile(r"0*[01]?(?:\.\d*)?(?:px|pt)?")
_RGB = re.compile(r"rgba?\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})")
_NAMED = {"white": "#ffffff", "black": "#000000"}
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u2800\ufeff\xa0]"
)

_SHEET_COMMENT = re.compile(r"/\*.*?\*/|<!--|-->", re.DOTALL)
_BRACE = re.compile(r"[{}]")
_SIMPLE = re.compile(r"[a-z0-9]*([.#][\w-]+)", re.IGNORECASE)
_MOST_SHEET = 500_000

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,20})([^<>]*)")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
# Elements that the parser opens again in every block after the one in which they were left open (WHATWG HTML,
# 13.2.4.3), and elements that nest. Beyond so many of them open at once, further ones are left out.
_FORMATTING = {"a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"}
_ENDED_BY_OTHERS = {
    "p", "li", "dt", "dd", "td", "th", "tr", "tbody", "thead", "tfoot", "option", "br", "hr", "img", "input", "meta",
    "link", "col", "area", "base", "wbr", "source", "param", "html", "head", "body", "o", "v", "w",
}  # fmt: skip
_MOST_FORMATTING = 40
_MOST_NESTED = 800
_MOST_ATTRIBUTES = 200


@dataclass(frozen=True, slots=True)
class Style:
    """What of an element's style tells whether its words are seen.

    Attributes:
        gone: not shown at all, nor is anything inside.
        tiny: in a size that nobody reads.
        invisible: takes room, shows nothing.
        color: as `#rrggbb`; empty when none is given.
        background: the same.
    """

    gone: bool = False
    tiny: bool = False
    invisible: bool = False
    color: str = ""
    background: str = ""

    @property
    def unseen(self) -> bool:
        """Whether words directly in it are not seen."""
        return self.tiny or self.invisible or (self.color != "" and self.color == self.background)

    def within(self, node: LexborNode, hidden_names: frozenset[str]) -> "Style":
        """The style of an element inside one of this style."""
        attributes = node.attributes
        if not attributes:
            return self
        style = self
        if "bgcolor" in attributes:
            style = replace(style, background=_color(attributes["bgcolor"] or ""))
        if "color" in attributes and node.tag == "font":
            style = replace(style, color=_color(attributes["color"] or ""))
        declared = _PROPERTY.findall(given) if (given := attributes.get("style")) else []
        properties = {name.lower(): value.lower().replace("!important", "").strip() for name, value in declared}
        if "hidden" in attributes or (hidden_names and not hidden_names.isdisjoint(_names(node))):
            style = replace(style, gone=properties.get("display", "none") == "none")
        return style.declared(properties) if properties else style

    def declared(self, properties: dict[str, str]) -> "Style":
        """This style with declarations of CSS."""
        color = _color(properties["color"]) if "color" in properties else self.color
        background = properties.get("background-color", properties.get("background"))
        tiny = self.tiny
        if "font-size" in properties:
            tiny = _TINY.fullmatch(properties["font-size"]) is not None
        invisible = self.invisible
        if "visibility" in properties:
            invisible = properties["visibility"] in ("hidden", "collapse")
        no_height = any(_NOUGHT.fullmatch(properties.get(one, "x")) for one in ("max-height", "height"))
        return Style(
            gone=self.gone
            or properties.get("display") == "none"
            or (properties.get("overflow") == "hidden" and no_height)
            or _NOUGHT.fullmatch(properties.get("opacity", "1")) is not None,
            tiny=tiny,
            invisible=invisible,
            color=color,
            background=self.background if background is None else _color(background),
        )

    @staticmethod
    def seen_of(text: str) -> str:
        """Text without the characters that nobody sees, its white space as single spaces."""
        return " ".join(_INVISIBLE.sub(" ", text).split())


def hidden_by_sheets(sheets: Iterable[str]) -> frozenset[str]:
    """The classes (`.name`) and identifiers (`#name`) whose elements a page's own style sheets never show.

    Rules for some media only are left out, and so are selectors of more than one name.
    """
    hidden: set[str] = set()
    for sheet in sheets:
        text = _SHEET_COMMENT.sub(" ", sheet[:_MOST_SHEET])
        depth = start = opened = 0
        for brace in _BRACE.finditer(text):
            if brace[0] == "{":
                depth += 1
                if depth == 1:
                    selector, opened = text[start : brace.start()], brace.end()
            elif depth:
                depth -= 1
                if depth == 0:
                    if not selector.lstrip().startswith("@") and _hides(text[opened : brace.start()]):
                        hidden.update(m[1] for one in selector.split(",") if (m := _SIMPLE.fullmatch(one.strip())))
                    start = brace.end()
    return frozenset(hidden)


def tamed(markup: str) -> str:
    """Markup without the tags that nest beyond any page's need: parsing them takes the square of their number."""
    open_now: dict[str, int] = {}
    nested = formatting = 0

    def kept(match: re.Match[str]) -> str:
        nonlocal nested, formatting
        name = match[2].lower()
        if name in _ENDED_BY_OTHERS:
            return _few_attributes(match)
        step = -1 if match[1] else 1
        if step < 0 and not open_now.get(name):
            return match[0]
        full = formatting >= _MOST_FORMATTING if name in _FORMATTING else nested >= _MOST_NESTED
        if step > 0 and full:
            return "<br" if name == "div" else "<wbr"
        open_now[name] = open_now.get(name, 0) + step
        if name in _FORMATTING:
            formatting += step
        else:
            nested += step
        return _few_attributes(match)

    return _TAG.sub(kept, markup)


def _few_attributes(match: re.Match[str]) -> str:
    whole, slash, name, attributes = match.group(0, 1, 2, 3)
    if len(attributes) < 2 * _MOST_ATTRIBUTES or len(_QUOTED.sub("", attributes).split()) <= _MOST_ATTRIBUTES:
        return str(whole)
    return f"<{slash}{name}"


def _hides(declarations: str) -> bool:
    properties = {name.lower(): value for name, value in _PROPERTY.findall(declarations[:2000])}
    display: str = properties.get("display", "")
    return display.lower().replace("!important", "").strip() == "none"


def _names(node: LexborNode) -> set[str]:
    attributes = node.attributes
    return {f".{one}" for one in (attributes.get("class") or "").split()} | {f"#{attributes.get('id') or ''}"}


def _color(value: str) -> str:
    """A colour as `#rrggbb`, or empty when it is of another form."""
    value = value.strip().lower()
    if match := re.search(r"#([0-9a-f]{6}|[0-9a-f]{3})\b", value):
        digits = match[1]
        return "#" + (digits if len(digits) == len("rrggbb") else "".join(2 * digit for digit in digits))
    if match := _RGB.search(value):
        return "#" + "".join(f"{min(255, int(part)):02x}" for part in match.groups())
    return next((code for name, code in _NAMED.items() if re.search(rf"\b{name}\b", value)), "")
