"""Marks of a copy that goes round before publication: DRAFT, CONFIDENTIAL, who has which copy.

Each page bears them twice: as a line at the top of its header, which a screen reader reads out, and the first of them
as a pale word across the page (a WordArt shape of VML, ECMA-376 part 4, 19.1.2.19, which every word processor shows).
"""

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
_WIDTH, _HEIGHT = 440, 110  # of the word across the page, in points; a longer text is as wide and less high
_LETTERS_AT_FULL_HEIGHT = 8
_PALE = "#b9c0c6"


def stamp(source: Reference, styles: Styles, marks: tuple[str, ...], language: str) -> None:
    """Put marks into every header of a reference document, making those that it lacks."""
    if not marks:
        return
    for number, page in enumerate(_pages(source), start=1):
        part = _header(source, page)
        root = etree.fromstring(source.parts[part])
        for at, paragraph in enumerate(_paragraphs(styles, marks, language, number)):
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


def _paragraphs(styles: Styles, marks: tuple[str, ...], language: str, number: int) -> list[etree._Element]:
    rtl = direction(language) == "rtl"
    style = styles.id("Circulation Mark")
    bidi = "<w:bidi/>" if rtl else ""
    lines = [
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{bidi}</w:pPr>{_across(mark, number) if not n else ""}'
        f"{runs(mark, Look(), rtl=rtl)}</w:p>"
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
