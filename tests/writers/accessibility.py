"""What Word's accessibility checker objects to, looked for in a package: written from its list of rules.

The rules are those of Microsoft's "Rules for the Accessibility Checker" that a letter can break: title, language,
headings in order, header rows, alternative texts, link texts, blank paragraphs for space, contrast of colours (WCAG
2.2, success criterion 1.4.3).
"""

import io
import re
import zipfile
from collections.abc import Iterator

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_VML = "{urn:schemas-microsoft-com:vml}"
_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_VAGUE_LINKS = frozenset({"here", "click here", "link", "more", "read more", "this", "aquí", "ici", "hier", "هنا"})
_LEAST_CONTRAST, _LEAST_LARGE = 4.5, 3.0
_LARGE = 28  # half-points, from which bold letters count as large


def objections(package: bytes) -> list[str]:
    """What the checker would say, a line each."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        parts = {
            name: etree.fromstring(archive.read(name), etree.XMLParser(huge_tree=True))
            for name in archive.namelist()
            if name.endswith(".xml")
        }
    body, styles = parts["word/document.xml"], parts["word/styles.xml"]
    found = [*_properties(parts["docProps/core.xml"], styles), *_headings(body, styles), *_tables(body)]
    for name, part in parts.items():
        if name.startswith("word/"):
            found += [f"{name}: {said}" for said in (*_pictures(part), *_links(part))]
    return [*found, *_blanks(body), *_contrast(styles)]


def _properties(core: etree._Element, styles: etree._Element) -> Iterator[str]:
    if not (core.findtext(_TITLE) or "").strip():
        yield "the document has no title"
    if not [lang for lang in styles.iterfind(f"{W}docDefaults//{W}lang") if lang.get(f"{W}val")]:
        yield "the document says no language"


def _headings(body: etree._Element, styles: etree._Element) -> Iterator[str]:
    levels = {
        str(style.get(f"{W}styleId")): int(str(outline.get(f"{W}val"))) + 1
        for style in styles.iterfind(f"{W}style")
        for outline in style.iterfind(f"{W}pPr/{W}outlineLvl")
    }
    last = 0
    for style in body.iterfind(f".//{W}p/{W}pPr/{W}pStyle"):
        level = levels.get(str(style.get(f"{W}val")), 0)
        if level > last + 1 and last:
            yield f"a heading of level {level} follows one of level {last}"
        last = level or last


def _tables(body: etree._Element) -> Iterator[str]:
    for number, table in enumerate(body.iter(f"{W}tbl"), start=1):
        first = table.find(f"{W}tr")
        if first is None or first.find(f"{W}trPr/{W}tblHeader") is None:
            yield f"table {number} has no header row"
        if table.find(f".//{W}gridSpan") is not None or table.find(f".//{W}vMerge") is not None:
            yield f"table {number} has merged cells"


def _pictures(part: etree._Element) -> Iterator[str]:
    for drawing in part.iter(f"{_DRAWING}docPr"):
        if not (drawing.get("descr") or "").strip():
            yield "a picture has no alternative text"
    for shape in part.iter(f"{_VML}shape"):
        if not (shape.get("alt") or "").strip():
            yield "a shape has no alternative text"
    if list(part.iter(f"{_DRAWING}anchor")):
        yield "a picture does not stand in line with the text"


def _links(part: etree._Element) -> Iterator[str]:
    for link in part.iter(f"{W}hyperlink"):
        words = "".join(str(text.text or "") for text in link.iter(f"{W}t")).strip()
        if not words:
            yield "a link has no words"
        elif words.casefold() in _VAGUE_LINKS:
            yield f"a link says only {words!r}"


def _blanks(body: etree._Element) -> Iterator[str]:
    """Two empty paragraphs in a row make space that a style should make; one with a height of its own is a seam."""
    blank = 0
    for paragraph in body.iter(f"{W}p"):
        exact = paragraph.find(f"{W}pPr/{W}spacing[@{W}lineRule='exact']") is not None
        text = "".join(str(node.text or "") for node in paragraph.iter(f"{W}t")).strip()
        marks = any(True for _ in paragraph.iter(f"{W}pBdr", f"{W}drawing", f"{W}br", f"{W}numPr"))
        in_cell = next(paragraph.iterancestors(f"{W}tc"), None) is not None
        blank = 0 if text or marks or exact or in_cell else blank + 1
        if blank > 1:
            yield "empty paragraphs make space"


def _contrast(styles: etree._Element) -> Iterator[str]:
    for style in styles.iterfind(f"{W}style"):
        colour, shade = style.find(f"{W}rPr/{W}color"), style.find(f"{W}pPr/{W}shd")
        value = "" if colour is None else str(colour.get(f"{W}val"))
        if not re.fullmatch("[0-9A-Fa-f]{6}", value):
            continue
        ground = "FFFFFF" if shade is None else str(shade.get(f"{W}fill"))
        size, bold = style.find(f"{W}rPr/{W}sz"), style.find(f"{W}rPr/{W}b")
        large = bold is not None and size is not None and int(str(size.get(f"{W}val"))) >= _LARGE
        if _ratio(value, ground) < (_LEAST_LARGE if large else _LEAST_CONTRAST):
            yield f"the style {style.get(f'{W}styleId')} is too pale"


def _ratio(one: str, other: str) -> float:
    """The contrast of two colours, as WCAG 2.2 defines it."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
