"""The reference document: a DOCX made by whoever owns the house style.

Taken from it: styles, theme, fonts, page set-up, headers and footers with their pictures. Left behind: its text, its
macros, its properties, its lists, and every relationship that leads outside.
"""

import copy
import io
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from lxml import etree

from correspondence.document.nodes import Picture
from correspondence.errors import ReferenceDocumentError
from correspondence.text.locale import direction
from correspondence.writers.docx import defaults, placeholders
from correspondence.writers.docx.letterhead import clean, clean_styles, clean_theme, settle_fields, settle_relationships
from correspondence.writers.docx.xml import PACKAGE_RELATIONSHIPS, R, W, relationships
from correspondence.writers.pictures import bare

MAX_PARTS = 500
MAX_UNPACKED = 64 << 20
_PARSER = etree.XMLParser(
    resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
)
_DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, struct.error),
    *(OSError, EOFError, RuntimeError, NotImplementedError, ValueError),
)
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
_PAGES = frozenset({"default", "first", "even"})
_OFF = frozenset({"0", "false", "off"})
# Of a section (ECMA-376 part 1, 17.6.17), in order. Left out: columns, breaks, paper trays, the printer, edits.
_SECTION = (
    *("headerReference", "footerReference", "footnotePr", "pgSz", "pgMar", "pgBorders", "lnNumType", "pgNumType"),
    *("vAlign", "titlePg", "textDirection", "rtlGutter", "docGrid"),
)


@dataclass(slots=True)
class Reference:
    """What a reference document gives.

    Attributes:
        styles: the root of `word/styles.xml`.
        section: the last section's properties, whose header and footer identifiers are those of `related`.
        text_width: the width between the margins, in twips.
        related: identifier, kind (`header`, `footer`), part name.
        parts: parts to carry over as they are, by name.
        even_and_odd: whether even pages have headers of their own.
    """

    styles: etree._Element
    section: etree._Element
    text_width: int
    related: list[tuple[str, str, str]] = field(default_factory=list)
    parts: dict[str, bytes] = field(default_factory=dict)
    even_and_odd: bool = False


def read(content: bytes, *, title: str, language: str, letterhead: Sequence[str] = ()) -> Reference:
    """Read a reference document.

    Args:
        content: the DOCX.
        title: what its fields of the document's title show.
        language: of the letter; what the document leaves open is filled in it.
        letterhead: who writes, a line each, where the document leaves it open.

    Raises:
        ReferenceDocumentError: it is no DOCX, too large when unpacked, or holds XML that is not allowed.
    """
    source = _unpacked(content)
    if "word/document.xml" not in source:
        raise ReferenceDocumentError("the reference document is not a Word document: it has no word/document.xml")
    styles = _tree(source.get("word/styles.xml", defaults.STYLES), "styles")
    clean_styles(styles)
    section = _section(_tree(source["word/document.xml"], "document"))
    reference = Reference(styles=styles, section=section, text_width=_text_width(section))
    _carry(reference, source, "word/theme/theme1.xml", f"{{{_DRAWING}}}theme", clean_theme, defaults.theme)
    _carry(reference, source, "word/fontTable.xml", f"{{{W}}}fonts", clean, defaults.font_table)
    if "word/settings.xml" in source:
        even = _tree(source["word/settings.xml"], "settings").find(f"{{{W}}}evenAndOddHeaders")
        reference.even_and_odd = even is not None and even.get(f"{{{W}}}val") not in _OFF
    _carry_headers(reference, source, title, language, letterhead)
    return reference


def _unpacked(content: bytes) -> dict[str, bytes]:
    """The parts of the document itself, by name."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            if len(entries) > MAX_PARTS or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
                raise ReferenceDocumentError(
                    f"the reference document is too large when unpacked (over {MAX_UNPACKED >> 20} MB)"
                )
            # The other methods unpack without regard to the size that the archive states.
            if any(entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED} for entry in entries):
                raise ReferenceDocumentError("the reference document is packed in a way that no Word document is")
            return {entry.filename: archive.read(entry) for entry in entries if entry.filename.startswith("word/")}
    except _DAMAGED as error:
        raise ReferenceDocumentError(f"the reference document is not a DOCX: {error}") from error


def _tree(content: bytes, root_name: str) -> etree._Element:
    """A part's root, which must have that name: in WordprocessingML, or with its namespace in braces before it."""
    try:
        root = etree.fromstring(content, _PARSER)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ReferenceDocumentError(f"the reference document holds broken XML: {error}") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise ReferenceDocumentError("the reference document holds a DOCTYPE, which no Word document has")
    wanted = root_name if root_name.startswith("{") else f"{{{W}}}{root_name}"
    if root.tag != wanted:
        raise ReferenceDocumentError(
            "the reference document is not in the form that Word saves by default (a part begins with "
            f"{str(root.tag)[:80]!r}): save it as “Word document”, not as “Strict Open XML”"
        )
    return root


def _bytes(root: etree._Element) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _carry(
    reference: Reference,
    source: Mapping[str, bytes],
    name: str,
    root_name: str,
    cleaned: Callable[[etree._Element], None],
    default: Callable[[], bytes],
) -> None:
    if name not in source:
        reference.parts[name] = default()
        return
    root = _tree(source[name], root_name)
    cleaned(root)
    reference.parts[name] = _bytes(root)


def _section(document: etree._Element) -> etree._Element:
    """The last section's page set-up; a header that it does not name is the one before's (17.10.5)."""
    for change in list(document.iter(f"{{{W}}}sectPrChange")):
        parent = change.getparent()
        assert parent is not None
        parent.remove(change)
    sections = list(document.iter(f"{{{W}}}sectPr"))
    if not sections:
        return etree.fromstring(defaults.SECTION)
    found: dict[tuple[str, str], etree._Element] = {}
    for section in sections:
        for child in section:
            name = str(child.tag).removeprefix(f"{{{W}}}")
            if name.endswith("Reference"):
                found[name, str(child.get(f"{{{W}}}type"))] = child
            elif section is sections[-1]:
                found.setdefault((name, ""), child)
    kept = etree.Element(f"{{{W}}}sectPr", nsmap={"w": W, "r": R})
    for name in _SECTION:
        kept.extend(copy.deepcopy(child) for (kind, _), child in found.items() if kind == name)
    clean(kept)
    for border in kept.findall(f"{{{W}}}pgBorders/*"):
        settle_relationships(border, {})
    return kept


def _text_width(section: etree._Element) -> int:
    size, margin = section.find(f"{{{W}}}pgSz"), section.find(f"{{{W}}}pgMar")
    if size is None or margin is None:
        return defaults.TEXT_WIDTH
    try:
        beside = sum(int(str(margin.get(f"{{{W}}}{side}", "0"))) for side in ("left", "right", "gutter"))
        width = int(str(size.get(f"{{{W}}}w"))) - beside
    except ValueError:
        return defaults.TEXT_WIDTH
    return width if width > 0 else defaults.TEXT_WIDTH


def _carry_headers(
    reference: Reference, source: Mapping[str, bytes], title: str, language: str, letterhead: Sequence[str]
) -> None:
    """Take over the headers and footers that the section names; forget what it names and nobody has."""
    targets = _targets(source, "word/document.xml")
    for kind, root_name in (("header", "hdr"), ("footer", "ftr")):
        for element in reference.section.findall(f"{{{W}}}{kind}Reference"):
            part = targets.get(str(element.get(f"{{{R}}}id")))
            if part is None or part not in source or element.get(f"{{{W}}}type") not in _PAGES:
                reference.section.remove(element)
                continue
            number = len(reference.related) + 1
            name = f"word/{kind}{number}.xml"
            reference.related.append((f"rIdPage{number}", kind, name))
            element.set(f"{{{R}}}id", f"rIdPage{number}")
            root = _tree(source[part], root_name)
            placeholders.fill(root, language=language, letterhead=letterhead)
            settle_fields(root, title, direction(language))
            clean(root)
            settle_relationships(root, _carry_pictures(reference, source, part, number, _shown(root)))
            reference.parts[name] = _bytes(root)


def _shown(root: etree._Element) -> set[str]:
    """The relationships by which a part shows pictures that lie in the package."""
    pictures = (f"{{{_DRAWING}}}blip", "{urn:schemas-microsoft-com:vml}imagedata")
    names = (f"{{{R}}}embed", f"{{{R}}}id")
    return {str(element.get(name)) for element in root.iter(*pictures) for name in names if element.get(name)}


def _carry_pictures(
    reference: Reference, source: Mapping[str, bytes], part: str, number: int, shown: set[str]
) -> dict[str, str]:
    """Carry the pictures of a header under names that tell nothing; the new identifiers by the old."""
    identifiers: dict[str, str] = {}
    entries: list[tuple[str, str, str, bool]] = []
    for old, target in sorted(_targets(source, part).items()):
        if old in shown and target in source:
            picture = _bare(source[target], posixpath.basename(target))
            identifiers[old] = f"rId{len(entries) + 1}"
            name = f"media/image{number}-{len(entries) + 1}.{picture.kind}"
            reference.parts[f"word/{name}"] = picture.content
            entries.append((identifiers[old], "image", name, False))
    if entries:
        kind = reference.related[-1][1]
        reference.parts[f"word/_rels/{kind}{number}.xml.rels"] = relationships(entries)
    return identifiers


def _bare(content: bytes, name: str) -> Picture:
    try:
        return bare(content)
    except ValueError as error:
        raise ReferenceDocumentError(f"the reference document's picture {name[:60]!r} {error}") from error


def _targets(source: Mapping[str, bytes], part: str) -> dict[str, str]:
    """The parts that a part relates to, by identifier; none that lies outside the package."""
    folder, _, file = part.rpartition("/")
    rels = source.get(f"{folder}/_rels/{file}.rels")
    if rels is None:
        return {}
    found = {}
    for element in _tree(rels, f"{{{PACKAGE_RELATIONSHIPS}}}Relationships"):
        if element.get("TargetMode") != "External":
            target = str(element.get("Target"))
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
            found[str(element.get("Id"))] = path
    return found
