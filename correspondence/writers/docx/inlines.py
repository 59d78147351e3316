"""Inlines as runs and hyperlinks (ECMA-376 part 1, 17.3.2 and 17.16.22)."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Protocol

from correspondence.document import nodes
from correspondence.document.crossing import leads_inside
from correspondence.document.nodes import Inlines
from correspondence.errors import DocumentError
from correspondence.writers.addresses import address
from correspondence.writers.docx.drawings import Drawings
from correspondence.writers.docx.links import Links, Places
from correspondence.writers.docx.stretches import Shape, stretches
from correspondence.writers.docx.styles import Styles
from correspondence.writers.docx.xml import text

# Fonts of letters have no such shapes. With these named, no word processor falls back to a font of coloured pictures,
# which print as nothing; and with one for each, LibreOffice measures them rightly.
_FONTS = {Shape.SYMBOL: "DejaVu Sans", Shape.EMOJI: "Segoe UI Symbol"}
_NUMBER = re.compile(r"(\D*)(\d*)(.*)", re.DOTALL)
# A field in runs of their own, not a `fldSimple`: there are readers that do not see the words inside that.
_FIELD_BEGINS = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> SEQ Table \\* ARABIC '
    '</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
)
_FIELD_ENDS = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
_LINE_ENDS = str.maketrans("\r\n", "  ")


@dataclass(frozen=True, slots=True)
class Look:
    """How a run looks."""

    style: str = ""
    bold: bool = False
    italic: bool = False
    strike: bool = False


class Marks(Protocol):
    """What writes the mark of a note."""

    def cite(self, index: int, *, inside_note: bool) -> str:
        """The mark of the note of that index, from 0."""


class InlineWriter:
    """Writes the inlines of one part."""

    def __init__(
        self,
        styles: Styles,
        links: Links,
        places: Places,
        notes: Marks,
        drawings: Drawings,
        *,
        rtl: bool,
        inside_notes: bool = False,
    ) -> None:
        self._drawings = drawings
        self._styles = styles
        self._links = links
        self._places = places
        self._notes = notes
        self._rtl = rtl
        self._inside_notes = inside_notes

    def write(self, inlines: Inlines, look: Look = Look()) -> str:  # frozen
        """The runs of inlines."""
        return "".join(self._one(inline, look) for inline in inlines)

    def words(self, value: str, look: Look = Look()) -> str:  # frozen
        """The runs of plain characters."""
        return runs(value, look, rtl=self._rtl)

    def _one(self, inline: nodes.Inline, look: Look) -> str:
        match inline:
            case nodes.Text():
                return self.words(inline.text, look)
            case nodes.Emphasis():
                return self.write(inline.children, replace(look, italic=not look.italic))
            case nodes.Strong():
                return self.write(inline.children, replace(look, bold=True))
            case nodes.Strikethrough():
                return self.write(inline.children, replace(look, strike=True))
            case nodes.Code():
                return self.words(inline.text, replace(look, style=self._styles.id("Source Code Character")))
            case nodes.Link():
                return self._link(inline, look)
            case nodes.Image():
                if inline.picture is not None:
                    return self._drawings.draw(inline.picture, inline.alternative)
                return self.words(f"[{inline.alternative}]", look)
            case nodes.HardBreak():
                return "<w:r><w:br/></w:r>"
            case nodes.FootnoteReference():
                return self._notes.cite(inline.index, inside_note=self._inside_notes)
        raise DocumentError(f"a Word document cannot hold {type(inline).__name__}")

    def place(self, written: str, name: str) -> str:
        """Runs as a place that the document's own links lead to, if it has a name."""
        return self._places.around(written, name)

    def numbered(self, label: str) -> str:
        """The runs of a table's label; a word processor counts its number anew (17.16.5.61)."""
        words, digits, behind = _NUMBER.fullmatch(label).groups()  # type: ignore[union-attr]  # it matches every text
        if not digits:
            return self.words(label)
        return f"{self.words(words)}{_FIELD_BEGINS}{self.words(digits)}{_FIELD_ENDS}{self.words(behind)}"

    def _link(self, link: nodes.Link, look: Look) -> str:
        if place := leads_inside(link, self._places.known):
            inside = self.write(link.children, replace(look, style=self._styles.id("Hyperlink")))
            return f'<w:hyperlink w:anchor="{self._places.name(place)}" w:history="1">{inside}</w:hyperlink>'
        target = address(link.target)
        if target is None:
            return self.write(link.children, look)
        inside = self.write(link.children, replace(look, style=self._styles.id("Hyperlink")))
        return f'<w:hyperlink r:id="{self._links.id(target)}" w:history="1">{inside}</w:hyperlink>'


def runs(value: str, look: Look, *, rtl: bool) -> str:
    """Characters as runs, in text whose direction is from right to left or not; a line end is a space."""
    flat = value.translate(_LINE_ENDS)
    if not rtl and flat.isascii():  # most of all text: one run
        return _run(flat, look, rtl=False, font=None) if flat else ""
    return "".join(
        _run(stretch.text, look, rtl=stretch.rtl, font=_FONTS.get(stretch.shape))
        for stretch in stretches(flat, rtl=rtl)
    )


def _run(value: str, look: Look, *, rtl: bool, font: str | None) -> str:
    words = "<w:tab/>".join(
        f'<w:t xml:space="preserve">{text(piece)}</w:t>' if piece else "" for piece in value.split("\t")
    )
    return f"<w:r>{_properties(look, font, rtl=rtl)}{words}</w:r>"


@lru_cache(maxsize=256)
def _properties(look: Look, font: str | None, *, rtl: bool) -> str:
    """A run's properties in the order that the schema asks."""
    properties = "".join(
        xml
        for wanted, xml in (
            (look.style, f'<w:rStyle w:val="{look.style}"/>'),
            (font, f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:eastAsia="{font}" w:cs="{font}"/>'),
            (look.bold, "<w:b/><w:bCs/>"),
            (look.italic, "<w:i/><w:iCs/>"),
            (look.strike, "<w:strike/>"),
            (rtl, "<w:rtl/>"),
        )
        if wanted
    )
    return f"<w:rPr>{properties}</w:rPr>" if properties else ""
