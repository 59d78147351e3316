"""Inlines as runs and hyperlinks (ECMA-376 part 1, 17.3.2 and 17.16.22)."""

import re
from dataclasses import dataclass, replace

from correspondence.document import nodes
from correspondence.document.nodes import Inlines
from correspondence.errors import DocumentError
from correspondence.writers.docx.styles import Styles
from correspondence.writers.docx.xml import text

# Hebrew, Arabic, Syriac, Thaana, N'Ko and their presentation forms: strong right-to-left letters.
_RTL = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff"
_RTL_STRETCH = re.compile(f"([{_RTL}](?:[^A-Za-z{_RTL}]*[{_RTL}])*)")
_HAS_RTL = re.compile(f"[{_RTL}]")
# Marks such as ❖ and ✅: no text face has them, and without a name each program falls back to another one.
_SYMBOLS = re.compile("([\u2600-\u27bf\u2b00-\u2bff]\ufe0f?)+")
_SYMBOL_FONT = "".join(f' w:{part}="Segoe UI Symbol"' for part in ("ascii", "hAnsi", "eastAsia", "cs"))
_SCHEMES = ("http://", "https://", "mailto:")


@dataclass(frozen=True, slots=True)
class Look:
    """How a run looks."""

    style: str = ""
    bold: bool = False
    italic: bool = False
    strike: bool = False


class Links:
    """The addresses that a part leads to, each once."""

    def __init__(self) -> None:
        self._ids: dict[str, str] = {}

    def id(self, target: str) -> str:
        """The relationship's identifier for an address."""
        return self._ids.setdefault(target, f"rIdLink{len(self._ids) + 1}")

    def entries(self) -> list[tuple[str, str, str, bool]]:
        """The relationships to write."""
        return [(identifier, "hyperlink", target, True) for target, identifier in self._ids.items()]


class InlineWriter:
    """Writes the inlines of one part."""

    def __init__(self, styles: Styles, links: Links, *, notes: bool = True) -> None:
        self._styles = styles
        self._links = links
        self._notes = notes

    def write(self, inlines: Inlines, look: Look = Look()) -> str:  # frozen
        """The runs of inlines."""
        return "".join(self._one(inline, look) for inline in inlines)

    def _one(self, inline: nodes.Inline, look: Look) -> str:
        match inline:
            case nodes.Text():
                return runs(inline.text, look)
            case nodes.Emphasis():
                return self.write(inline.children, replace(look, italic=not look.italic))
            case nodes.Strong():
                return self.write(inline.children, replace(look, bold=True))
            case nodes.Strikethrough():
                return self.write(inline.children, replace(look, strike=True))
            case nodes.Code():
                return runs(inline.text, replace(look, style=self._styles.id("Source Code Character")))
            case nodes.Link():
                return self._link(inline, look)
            case nodes.Image():
                return runs(f"[{inline.alternative}]", look)
            case nodes.HardBreak():
                return "<w:r><w:br/></w:r>"
            case nodes.FootnoteReference():
                style = self._styles.id("footnote reference")
                return (
                    f'<w:r><w:rPr><w:rStyle w:val="{style}"/></w:rPr>'
                    f'<w:footnoteReference w:id="{inline.index + 1}"/></w:r>'
                )
        raise DocumentError(f"a Word document cannot hold {type(inline).__name__}")

    def _link(self, link: nodes.Link, look: Look) -> str:
        if not link.target.lower().startswith(_SCHEMES):
            return self.write(link.children, look)
        inside = self.write(link.children, replace(look, style=self._styles.id("Hyperlink")))
        return f'<w:hyperlink r:id="{self._links.id(link.target)}" w:history="1">{inside}</w:hyperlink>'


def runs(value: str, look: Look) -> str:
    """Characters as runs; a stretch of right-to-left letters, or of symbols, is a run of its own."""
    if not _HAS_RTL.search(value):
        return _symbols_apart(value, look, rtl=False)
    pieces = _RTL_STRETCH.split(value)
    return "".join(_symbols_apart(piece, look, rtl=n % 2 == 1) for n, piece in enumerate(pieces) if piece)


def _symbols_apart(value: str, look: Look, *, rtl: bool) -> str:
    written, position = [], 0
    for match in _SYMBOLS.finditer(value):
        if match.start() > position:
            written.append(_run(value[position : match.start()], look, rtl=rtl))
        written.append(_run(match[0], look, rtl=rtl, symbol=True))
        position = match.end()
    if position < len(value):
        written.append(_run(value[position:], look, rtl=rtl))
    return "".join(written)


def _run(value: str, look: Look, *, rtl: bool, symbol: bool = False) -> str:
    properties = "".join(
        xml
        for wanted, xml in (
            (look.style, f'<w:rStyle w:val="{look.style}"/>'),
            (symbol, f"<w:rFonts{_SYMBOL_FONT}/>"),
            (look.bold, "<w:b/><w:bCs/>"),
            (look.italic, "<w:i/><w:iCs/>"),
            (look.strike, "<w:strike/>"),
            (rtl, "<w:rtl/>"),
        )
        if wanted
    )
    inside = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{inside}<w:t xml:space="preserve">{text(value)}</w:t></w:r>'
