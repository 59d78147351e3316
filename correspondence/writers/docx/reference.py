"""The reference document: a DOCX made by whoever owns the house style.

Taken from it: styles, theme, fonts, page set-up, headers and footers with their pictures. Left behind: its text, its
macros, its properties, and every relationship that leads outside.
"""

import io
import posixpath
import zipfile
from dataclasses import dataclass, field

from lxml import etree

from correspondence.errors import ReferenceDocumentError
from correspondence.text.escape import for_xml
from correspondence.writers.docx import defaults
from correspondence.writers.docx.package import MEDIA_ENDINGS
from correspondence.writers.docx.xml import PACKAGE_RELATIONSHIPS, R, W, relationships

MAX_PARTS = 500
MAX_UNPACKED = 64 << 20
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
_DEFAULT_TEXT_WIDTH = 9070  # A4 with margins of 2.5 cm, in twentieths of a point
_TITLE_FIELD = "TITLE"


@dataclass(slots=True)
class Reference:
    """What a reference document gives.

    Attributes:
        styles: the root of `word/styles.xml`.
        section: the last section's properties, whose header and footer identifiers are those of `related`.
        text_width: the width between the margins, in twentieths of a point.
        related: identifier, kind (`header`, `footer`), part name.
        parts: parts to carry over as they are, by name.
        even_and_odd: whether even pages have headers of their own.
    """

    styles: etree._Element
    section: etree._Element | None
    text_width: int = _DEFAULT_TEXT_WIDTH
    related: list[tuple[str, str, str]] = field(default_factory=list)
    parts: dict[str, bytes] = field(default_factory=dict)
    even_and_odd: bool = False


def read(content: bytes, *, title: str) -> Reference:
    """Read a reference document; its fields of the document's title get `title`.

    Raises:
        ReferenceDocumentError: it is no DOCX, too large when unpacked, or holds XML that is not allowed.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_size(archive)
            names = set(archive.namelist())
            source = {name: archive.read(name) for name in names if name.startswith("word/")}
    except (zipfile.BadZipFile, OSError, EOFError, RuntimeError, NotImplementedError) as error:
        raise ReferenceDocumentError(f"the reference document is not a DOCX: {error}") from error
    if "word/styles.xml" not in source or "word/document.xml" not in source:
        raise ReferenceDocumentError("the reference document is not a Word document: it has no styles")
    document = _tree(source["word/document.xml"])
    reference = Reference(styles=_tree(source["word/styles.xml"]), section=_last_section(document))
    for name, default in (("word/theme/theme1.xml", defaults.theme), ("word/fontTable.xml", defaults.font_table)):
        reference.parts[name] = _clean(source[name]) if name in source else default()
    if "word/settings.xml" in source:
        settings = _tree(source["word/settings.xml"])
        reference.even_and_odd = settings.find(f"{{{W}}}evenAndOddHeaders") is not None
    if reference.section is not None:
        reference.text_width = _text_width(reference.section)
        _carry_headers(reference, source, title)
    return reference


def _check_size(archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    if len(entries) > MAX_PARTS or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise ReferenceDocumentError(
            f"the reference document is too large when unpacked (over {MAX_UNPACKED >> 20} MB)"
        )


def _tree(content: bytes) -> etree._Element:
    try:
        root = etree.fromstring(content, _PARSER)
    except etree.XMLSyntaxError as error:
        raise ReferenceDocumentError(f"the reference document holds broken XML: {error}") from error
    if b"<!DOCTYPE" in content[:4096]:
        raise ReferenceDocumentError("the reference document holds a DOCTYPE, which no Word document has")
    return root


def _clean(content: bytes) -> bytes:
    """A part without what names a moment of editing or leads outside."""
    root = _tree(content)
    for element in root.iter(etree.Element):
        for name in [name for name in element.attrib if "rsid" in str(name)]:
            del element.attrib[name]
    for name in ("embedRegular", "embedBold", "embedItalic", "embedBoldItalic"):
        for element in list(root.iter(f"{{{W}}}{name}")):
            parent = element.getparent()
            if parent is not None:
                parent.remove(element)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _last_section(document: etree._Element) -> etree._Element | None:
    sections = list(document.iter(f"{{{W}}}sectPr"))
    return sections[-1] if sections else None


def _text_width(section: etree._Element) -> int:
    size, margin = section.find(f"{{{W}}}pgSz"), section.find(f"{{{W}}}pgMar")
    try:
        assert size is not None
        assert margin is not None
        left, right = (int(str(margin.get(f"{{{W}}}{side}"))) for side in ("left", "right"))
        width = int(str(size.get(f"{{{W}}}w"))) - left - right
    except (AssertionError, ValueError):
        return _DEFAULT_TEXT_WIDTH
    return width if width > 0 else _DEFAULT_TEXT_WIDTH


def _carry_headers(reference: Reference, source: dict[str, bytes], title: str) -> None:
    """Take over the headers and footers that the section names; forget what it names and nobody has."""
    assert reference.section is not None
    targets = _targets(source, "word/document.xml")
    for kind in ("header", "footer"):
        for element in list(reference.section.findall(f"{{{W}}}{kind}Reference")):
            old = str(element.get(f"{{{R}}}id"))
            part = targets.get(old)
            if part is None or part not in source:
                reference.section.remove(element)
                continue
            number = len(reference.related) + 1
            name = f"word/{kind}{number}.xml"
            reference.related.append((f"rIdPage{number}", kind, name))
            element.set(f"{{{R}}}id", f"rIdPage{number}")
            reference.parts[name] = _with_title(_clean(source[part]), title)
            _carry_media(reference, source, part, name)


def _carry_media(reference: Reference, source: dict[str, bytes], part: str, name: str) -> None:
    entries = []
    for identifier, target in _targets(source, part).items():
        if target in source and target.rpartition(".")[2].lower() in MEDIA_ENDINGS:
            reference.parts[target] = source[target]
            entries.append((identifier, "image", posixpath.relpath(target, "word"), False))
    if entries:
        folder, _, file = name.rpartition("/")
        reference.parts[f"{folder}/_rels/{file}.rels"] = relationships(entries)


def _targets(source: dict[str, bytes], part: str) -> dict[str, str]:
    """The parts that a part relates to, by identifier; none that lies outside the package."""
    folder, _, file = part.rpartition("/")
    rels = source.get(f"{folder}/_rels/{file}.rels")
    if rels is None:
        return {}
    found = {}
    for element in _tree(rels).findall(f"{{{PACKAGE_RELATIONSHIPS}}}Relationship"):
        if element.get("TargetMode") != "External":
            target = str(element.get("Target"))
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
            found[str(element.get("Id"))] = path
    return found


def _with_title(content: bytes, title: str) -> bytes:
    """A header whose TITLE fields show the letter's title before any word processor has computed them."""
    root = _tree(content)
    for field_ in root.iter(f"{{{W}}}fldSimple"):
        if str(field_.get(f"{{{W}}}instr")).split()[:1] == [_TITLE_FIELD]:
            for n, element in enumerate(field_.iter(f"{{{W}}}t")):
                element.text = for_xml(title) if n == 0 else ""
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
