"""The door: a document and a reference document in, the bytes of a Word document out."""

from lxml import etree

from correspondence.document.nodes import Document, Inlines, Paragraph
from correspondence.text.locale import direction
from correspondence.writers.docx import package, reference
from correspondence.writers.docx.blocks import BlockWriter, Place
from correspondence.writers.docx.inlines import InlineWriter, Notes
from correspondence.writers.docx.links import Links
from correspondence.writers.docx.numbering import Numbering
from correspondence.writers.docx.reference import Reference
from correspondence.writers.docx.styles import Styles
from correspondence.writers.docx.xml import DECLARATION, NAMESPACES, W, attribute, relationships, text

_CORE = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
_SEPARATORS = ((-1, "separator", "separator"), (0, "continuationSeparator", "continuationSeparator"))


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
    source = reference.read(reference_document, title=document.title, direction=direction(document.language))
    rtl = direction(document.language) == "rtl"
    styles = Styles(source.styles, document.language)
    numbering = Numbering()
    notes = Notes(styles, len(document.footnotes))
    links, note_links = Links(), Links()
    body_writer = BlockWriter(styles, InlineWriter(styles, links, notes, rtl=rtl), numbering, rtl=rtl)
    body = "".join(body_writer.document(document.blocks, source.text_width))
    note_inlines = InlineWriter(styles, note_links, notes, rtl=rtl, inside_notes=True)
    note_writer = BlockWriter(styles, note_inlines, numbering, rtl=rtl)
    footnotes = _footnotes(document, styles, note_writer, source.text_width)
    section = _section(source.section, rtl=rtl)
    main = f"{DECLARATION}<w:document {NAMESPACES}><w:body>{body}{section}</w:body></w:document>".encode()
    parts = {
        "_rels/.rels": relationships(
            (("rId1", "officeDocument", "word/document.xml", False), ("rId2", _CORE, "docProps/core.xml", False))
        ),
        "word/document.xml": main,
        "word/_rels/document.xml.rels": relationships([*_own_relationships(source), *links.entries()]),
        "word/styles.xml": styles.part(),
        "word/settings.xml": _settings(source, document.language),
        "word/numbering.xml": numbering.part(),
        "word/footnotes.xml": footnotes,
    }
    if note_links.entries():
        parts["word/_rels/footnotes.xml.rels"] = relationships(note_links.entries())
    parts |= dict(sorted(source.parts.items()))
    parts["docProps/core.xml"] = _core_properties(document)
    return package.build(parts)


def _own_relationships(source: Reference) -> list[tuple[str, str, str, bool]]:
    kinds = [("styles", "styles.xml"), ("settings", "settings.xml"), ("numbering", "numbering.xml")]
    kinds += [("footnotes", "footnotes.xml"), ("fontTable", "fontTable.xml"), ("theme", "theme/theme1.xml")]
    entries = [(f"rId{number}", kind, target, False) for number, (kind, target) in enumerate(kinds, start=1)]
    return entries + [
        (identifier, kind, part.removeprefix("word/"), False) for identifier, kind, part in source.related
    ]


def _section(section: etree._Element, *, rtl: bool) -> str:
    """The reference document's page set-up, for a text in the letter's direction."""
    if rtl:
        behind = [child for child in section if str(child.tag) in {f"{{{W}}}rtlGutter", f"{{{W}}}docGrid"}]
        section.insert(section.index(behind[0]) if behind else len(section), etree.Element(f"{{{W}}}bidi"))
    return etree.tostring(section, encoding="unicode", with_tail=False)


def _footnotes(document: Document, styles: Styles, writer: BlockWriter, width: int) -> bytes:
    pieces = [
        f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:pPr><w:spacing w:after="0" w:line="240" '
        f'w:lineRule="auto"/></w:pPr><w:r><w:{element}/></w:r></w:p></w:footnote>'
        for number, kind, element in _SEPARATORS
    ]
    place = Place(width, style="footnote text")
    if document.footnotes:
        # The note's own number stands before its first words.
        mark = (
            f'<w:r><w:rPr><w:rStyle w:val="{styles.id("footnote reference")}"/></w:rPr><w:footnoteRef/></w:r>'
            '<w:r><w:t xml:space="preserve"> </w:t></w:r>'
        )
        for number, blocks in enumerate(document.footnotes, start=1):
            words: Inlines = ()
            rest = blocks
            if blocks and isinstance(blocks[0], Paragraph):
                words, rest = blocks[0].children, blocks[1:]
            written = writer.paragraph(words, place, before=mark) + "".join(writer.story(rest, place))
            pieces.append(f'<w:footnote w:id="{number}">{written}</w:footnote>')
    return f"{DECLARATION}<w:footnotes {NAMESPACES}>{''.join(pieces)}</w:footnotes>".encode()


def _settings(source: Reference, language: str) -> bytes:
    even = "<w:evenAndOddHeaders/>" if source.even_and_odd else ""
    return (
        f'{DECLARATION}<w:settings {NAMESPACES}><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/>{even}'
        '<w:characterSpacingControl w:val="doNotCompress"/>'
        '<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
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
