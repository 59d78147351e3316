"""Marks of a copy that goes round before publication: DRAFT, CONFIDENTIAL, who has which copy.

Each page bears them twice: as a line at the top of its header, which a screen reader reads out, and the first of them
as a pale word across the page (a WordArt shape of VML, ECMA-376 part 4, 19.1.2.19, which every word processor shows).
"""

import re

from lxml import etree

from correspondence.text.locale import direction
from correspondence.writers.docx.inlines import Look, runs
from correspondence.writers.docx.reference import Reference
from correspondence.writers.docx.styles import Styles
from correspondence.writers.docx.xml import NAMESPACES, R, W, attribute

_VML = "urn:schemas-microsoft-com:vml"
_OFFICE = "urn:schemas-microsoft-com:office:office"
# By this name Word knows a watermark and offers to remove it, and LibreOffice draws it behind the text.
_WATERMARK = "PowerPlusWaterMarkObject"
_WORD_ART = (
    '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" path="m0,0l21600,0m0,21600l21600,21600e">'
    '<v:path textpathok="t"/><v:textpath on="t" fitshape="t"/></v:shapetype>'
)
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_EMU_PER_TWIP = 635
_GAP = 120  # between what is drawn and the marks, in twips
_A_THIRD = 5_600  # of A4, in twips
_LENGTH = re.compile(r"-?\d{1,9}")
_WIDTH, _HEIGHT = 440, 110  # of the word across the page, in points; a longer text is as wide and less high
_LETTERS_AT_FULL_HEIGHT = 8
_PALE = "#b9c0c6"


def stamp(source: Reference, styles: Styles, marks: tuple[str, ...], language: str) -> None:
    """Put marks into every header of a reference document, making those that it lacks.

    They stand above the letterhead, or below what it draws at a place of the page, and the text gives way to them.
    """
    if not marks:
        return
    _let_text_give_way(source.section)
    for number, page in enumerate(_pages(source), start=1):
        part = _header(source, page)
        root = etree.fromstring(source.parts[part])
        drawn = _drawn_down_to(root, source.section)
        above = max(0, drawn + _GAP - _margin(source.section, "header")) if drawn else 0
        for at, paragraph in enumerate(_paragraphs(styles, marks, language, number, above)):
            root.insert(at, paragraph)
        source.parts[part] = bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _pages(source: Reference) -> list[str]:
    """The kinds of pages that may have a header of their own."""
    first = source.section.find(f"{{{W}}}titlePg") is not None
    return ["default", *(["first"] if first else []), *(["even"] if source.even_and_odd else [])]


def _header(source: Reference, page: str) -> str:
    """The part that is the header of such pages; a new and empty one if there is none."""
    for element in source.section.findall(f"{{{W}}}headerReference"):
        if element.get(f"{{{W}}}type") == page:
            identifier = element.get(f"{{{R}}}id")
            return next(part for known, _, part in source.related if known == identifier)
    number = len(source.related) + 1
    identifier, part = f"rIdPage{number}", f"word/header{number}.xml"
    source.related.append((identifier, "header", part))
    source.parts[part] = f"<w:hdr {NAMESPACES}/>".encode()
    entry = etree.Element(f"{{{W}}}headerReference")
    entry.set(f"{{{W}}}type", page)
    entry.set(f"{{{R}}}id", identifier)
    source.section.insert(0, entry)
    return part


def _let_text_give_way(section: etree._Element) -> None:
    """A negative margin holds the text in its place whatever the header needs (ECMA-376 part 1, 17.6.11)."""
    for margin in section.findall(f"{{{W}}}pgMar"):
        margin.set(f"{{{W}}}top", str(abs(_margin(section, "top"))))


def _margin(section: etree._Element, side: str) -> int:
    """A length of the page set-up in twips; 0 when there is none."""
    margin = section.find(f"{{{W}}}pgMar")
    length = "" if margin is None else str(margin.get(f"{{{W}}}{side}", ""))
    return int(length) if _LENGTH.fullmatch(length) else 0


def _drawn_down_to(root: etree._Element, section: etree._Element) -> int:
    """How far down a header draws at places of the page, in twips; what lies behind the text is no matter."""
    size = section.find(f"{{{W}}}pgSz")
    height = "" if size is None else str(size.get(f"{{{W}}}h", ""))
    lowest = int(height) // 3 if _LENGTH.fullmatch(height) else _A_THIRD  # what is taller is no letterhead
    bottoms = [0]
    for anchor in root.iter(f"{{{_DRAWING}}}anchor"):
        place = anchor.find(f"{{{_DRAWING}}}positionV")
        extent = anchor.find(f"{{{_DRAWING}}}extent")
        if place is None or extent is None or anchor.get("behindDoc") in ("1", "true"):
            continue
        offset = place.findtext(f"{{{_DRAWING}}}posOffset") or ""
        if place.get("relativeFrom") in ("page", "topMargin") and _LENGTH.fullmatch(offset):
            bottoms.append((int(offset) + int(extent.get("cy", "0"))) // _EMU_PER_TWIP)
    return max(bottom for bottom in bottoms if bottom <= lowest)


def _paragraphs(styles: Styles, marks: tuple[str, ...], language: str, number: int, above: int) -> list[etree._Element]:
    rtl = direction(language) == "rtl"
    style = styles.id("Circulation Mark")
    bidi = "<w:bidi/>" if rtl else ""
    space = f'<w:spacing w:before="{above}"/>' if above else ""
    lines = [
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{bidi}{"" if n else space}</w:pPr>'
        f"{'' if n else _across(mark, number)}{runs(mark, Look(), rtl=rtl)}</w:p>"
        for n, mark in enumerate(marks)
    ]
    return list(etree.fromstring(f'<w:hdr {NAMESPACES} xmlns:v="{_VML}" xmlns:o="{_OFFICE}">{"".join(lines)}</w:hdr>'))


def _across(mark: str, number: int) -> str:
    """A word across the page."""
    height = max(_HEIGHT * _LETTERS_AT_FULL_HEIGHT // max(len(mark), _LETTERS_AT_FULL_HEIGHT), _HEIGHT // 4)
    place = (
        f"position:absolute;margin-left:0;margin-top:0;width:{_WIDTH}pt;height:{height}pt;rotation:315;z-index:-251658240;"
        "mso-position-horizontal:center;mso-position-horizontal-relative:margin;"
        "mso-position-vertical:center;mso-position-vertical-relative:margin"
    )
    said = attribute(mark)
    return (
        f'<w:r><w:pict>{_WORD_ART}<v:shape id="{_WATERMARK}{number}" type="#_x0000_t136" alt={said} '
        f'style="{place}" fillcolor="{_PALE}" stroked="f"><v:fill opacity=".4"/>'
        f'<v:textpath on="t" style="font-family:Calibri;font-size:1pt" string={said}/></v:shape></w:pict></w:r>'
    )
