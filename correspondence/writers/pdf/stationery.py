"""Paper and letterhead, taken from the template's Word document: size, margins, header and footer.

The words and pictures of a header are carried, not its layout: what Word places freely stands here one below the other.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from correspondence.document.nodes import Document, Picture
from correspondence.writers.docx import reference
from correspondence.writers.docx.xml import PACKAGE_RELATIONSHIPS, R, W
from correspondence.writers.pictures import bare

_TWIPS = 20  # in a point
_EMU = 12_700  # in a point
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_PAGE_NUMBER = re.compile(r"\s*(PAGE|NUMPAGES|SECTIONPAGES)\b")


@dataclass(frozen=True, slots=True)
class Placed:
    """A picture at its size in points."""

    picture: Picture
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Header:
    """What a header prints: pictures, then lines."""

    lines: tuple[str, ...] = ()
    pictures: tuple[Placed, ...] = ()


@dataclass(frozen=True, slots=True)
class Stationery:
    """Paper; lengths in points. `first` is the letterhead, `header` what (other) pages print above the text."""

    width: float = 595.3
    height: float = 841.9
    top: float = 73.7
    bottom: float = 68.0
    left: float = 73.7
    right: float = 73.7
    first: Header | None = None
    header: Header = Header()
    footer: tuple[str, ...] = ()


PLAIN = Stationery()


def read(reference_document: bytes, document: Document) -> Stationery:
    """The stationery of a reference document, as the letter fills it in.

    Raises:
        ReferenceDocumentError: the document cannot be used.
    """
    source = reference.read(
        reference_document, title=document.title, language=document.language, letterhead=document.letterhead
    )
    parts = {identifier: part for identifier, _, part in source.related}
    found: dict[str, Header] = {}
    for kind in ("header", "footer"):
        for element in source.section.findall(f"{{{W}}}{kind}Reference"):
            name = parts[str(element.get(f"{{{R}}}id"))]
            found[f"{kind}-{element.get(f'{{{W}}}type')}"] = _header(name, source.parts)
    first_differs = source.section.find(f"{{{W}}}titlePg") is not None
    page, margin = (dict(_lengths(source.section, name)) for name in ("pgSz", "pgMar"))
    return Stationery(
        width=page.get("w", PLAIN.width),
        height=page.get("h", PLAIN.height),
        # A negative margin above or below is one that a header does not move.
        **{side: abs(margin.get(side, getattr(PLAIN, side))) for side in ("top", "bottom")},
        **{side: max(margin.get(side, getattr(PLAIN, side)), 0.0) for side in ("left", "right")},
        first=found.get("header-first", Header()) if first_differs else None,
        header=found.get("header-default", Header()),
        footer=found.get("footer-default", Header()).lines,
    )


def _lengths(section: etree._Element, name: str) -> Iterator[tuple[str, float]]:
    element = section.find(f"{{{W}}}{name}")
    for key, value in (element.attrib if element is not None else {}).items():
        if re.fullmatch(r"-?\d{1,6}", str(value)):
            yield str(key).removeprefix(f"{{{W}}}"), int(str(value)) / _TWIPS


def _header(name: str, parts: dict[str, bytes]) -> Header:
    root = etree.fromstring(parts[name])
    return Header(tuple(_lines(root)), tuple(_pictures(root, name, parts)))


def _lines(root: etree._Element) -> Iterator[str]:
    """The words of each paragraph but those that number the pages, which the letter does itself."""
    for paragraph in root.iter(f"{{{W}}}p"):
        codes = [str(field.get(f"{{{W}}}instr")) for field in paragraph.iter(f"{{{W}}}fldSimple")]
        codes.append("".join(code.text or "" for code in paragraph.iter(f"{{{W}}}instrText")))
        words = " ".join("".join(text.text or "" for text in paragraph.iter(f"{{{W}}}t")).split())
        if words and not any(map(_PAGE_NUMBER.match, codes)):
            yield words


def _pictures(root: etree._Element, name: str, parts: dict[str, bytes]) -> Iterator[Placed]:
    folder, _, file = name.rpartition("/")
    relationships = parts.get(f"{folder}/_rels/{file}.rels")
    if relationships is None:
        return
    targets = {
        entry.get("Id"): f"{folder}/{entry.get('Target')}"
        for entry in etree.fromstring(relationships).iter(f"{{{PACKAGE_RELATIONSHIPS}}}Relationship")
    }
    for drawing in root.iter(f"{{{W}}}drawing"):
        extent, shown = drawing.find(f".//{{{_WP}}}extent"), drawing.find(f".//{{{_A}}}blip")
        if extent is not None and shown is not None and (part := targets.get(shown.get(f"{{{R}}}embed"))) in parts:
            width, height = (int(str(extent.get(side))) / _EMU for side in ("cx", "cy"))
            yield Placed(bare(parts[str(part)]), width, height)
