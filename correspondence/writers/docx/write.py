"""The door: a document and a reference document in, the bytes of a Word document out."""

from lxml import etree

from correspondence.document.nodes import Document
from correspondence.text.locale import direction
from correspondence.writers.docx import circulation, notes, package, reference
from correspondence.writers.docx.blocks import BlockWriter
from correspondence.writers.docx.inlines import InlineWriter
from correspondence.writers.docx.links import Links
from correspondence.writers.docx.numbering import Numbering
from correspondence.writers.docx.reference import Reference
from correspondence.writers.docx.styles import Styles
from correspondence.writers.docx.xml import DECLARATION, NAMESPACES, W, attribute, relationships, text

_CORE = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"


def write(document: Document, reference_document: bytes) -> bytes:
    """Write a letter as DOCX.

    Args:
        document: the letter.
        reference_document: a DOCX that gives page set-up, letterhead and styles.

    Returns:
        The package; the same bytes for the same arguments, on any machine.

    Raises:
        DocumentError: the tree holds a node that this writer does not know.
        ReferenceDocumentError: the reference document cannot be used.
    """
    source = reference.read(
        reference_document, title=document.title, language=document.language, letterhead=document.letterhead
    )
    rtl = direction(document.language) == "rtl"
    styles = Styles(source.styles, document.language)
    circulation.stamp(source, styles, document.marks, document.language)
    numbering = Numbering()
    kind = notes.ENDNOTES if document.endnotes else notes.FOOTNOTES
    marks = notes.Marks(kind, styles, len(document.footnotes))
    links, note_links = Links(), Links()
    body_writer = BlockWriter(styles, InlineWriter(styles, links, marks, rtl=rtl), numbering, rtl=rtl)
    body = "".join(body_writer.document(document.blocks, source.text_width))
    note_inlines = InlineWriter(styles, note_links, marks, rtl=rtl, inside_notes=True)
    note_writer = BlockWriter(styles, note_inlines, numbering, rtl=rtl)
    note_part = notes.part(kind, document.footnotes, styles, note_writer, source.text_width)
    section = _section(source.section, kind, rtl=rtl)
    main = f"{DECLARATION}<w:document {NAMESPACES}><w:body>{body}{section}</w:body></w:document>".encode()
    parts = {
        "_rels/.rels": relationships(
            (("rId1", "officeDocument", "word/document.xml", False), ("rId2", _CORE, "docProps/core.xml", False))
        ),
        "word/document.xml": main,
        "word/_rels/document.xml.rels": relationships([*_own_relationships(source, kind), *links.entries()]),
        "word/styles.xml": styles.part(),
        "word/settings.xml": _settings(source, document.language, kind),
        "word/numbering.xml": numbering.part(),
        kind.part: note_part,
    }
    if note_links.entries():
        parts[f"word/_rels/{kind.name}s.xml.rels"] = relationships(note_links.entries())
    parts |= dict(sorted(source.parts.items()))
    parts["docProps/core.xml"] = _core_properties(document)
    return package.build(parts)


def _own_relationships(source: Reference, kind: notes.Kind) -> list[tuple[str, str, str, bool]]:
    kinds = [("styles", "styles.xml"), ("settings", "settings.xml"), ("numbering", "numbering.xml")]
    kinds += [(f"{kind.name}s", f"{kind.name}s.xml"), ("fontTable", "fontTable.xml"), ("theme", "theme/theme1.xml")]
    entries = [(f"rId{number}", name, target, False) for number, (name, target) in enumerate(kinds, start=1)]
    return entries + [
        (identifier, name, part.removeprefix("word/"), False) for identifier, name, part in source.related
    ]


def _section(section: etree._Element, kind: notes.Kind, *, rtl: bool) -> str:
    """The reference document's page set-up, for a text in the letter's direction and its kind of notes."""
    if rtl:
        behind = [child for child in section if str(child.tag) in {f"{{{W}}}rtlGutter", f"{{{W}}}docGrid"}]
        section.insert(section.index(behind[0]) if behind else len(section), etree.Element(f"{{{W}}}bidi"))
    if kind is notes.ENDNOTES:  # LibreOffice takes their figures from here alone
        before = [child for child in section if str(child.tag).endswith(("Reference", "footnotePr"))]
        properties = etree.Element(f"{{{W}}}endnotePr")
        etree.SubElement(properties, f"{{{W}}}numFmt").set(f"{{{W}}}val", "decimal")
        section.insert(len(before), properties)
    return etree.tostring(section, encoding="unicode", with_tail=False)


def _settings(source: Reference, language: str, kind: notes.Kind) -> bytes:
    even = "<w:evenAndOddHeaders/>" if source.even_and_odd else ""
    return (
        f'{DECLARATION}<w:settings {NAMESPACES}><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/>{even}'
        '<w:characterSpacingControl w:val="doNotCompress"/>'
        f"{kind.settings}"
        '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" '
        f'w:val="15"/></w:compat><w:themeFontLang w:val={attribute(language)}/>'
        '<w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
    ).encode()


def _core_properties(document: Document) -> bytes:
    """Title and language, and nothing that says who, when or with what."""
    return (
        f"{DECLARATION}<cp:coreProperties "
        'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{text(document.title)}</dc:title><dc:language>{text(document.language)}</dc:language>"
        "</cp:coreProperties>"
    ).encode()
