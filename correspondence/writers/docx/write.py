"""The door: a document and a reference document in, the bytes of a Word document out."""

from dataclasses import dataclass

from lxml import etree

from correspondence.document.crossing import places
from correspondence.document.nodes import Document
from correspondence.text.locale import direction
from correspondence.writers.docx import circulation, notes, package, reference, sections
from correspondence.writers.docx.blocks import BlockWriter
from correspondence.writers.docx.drawings import Drawings
from correspondence.writers.docx.inlines import InlineWriter
from correspondence.writers.docx.links import Links, Places
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
    package_of = Composition(document, reference_document)
    return package_of.package(package_of.stories(document))


@dataclass(frozen=True, slots=True)
class Stories:
    """What a text becomes in WordprocessingML: the blocks of its body, and those of each of its footnotes."""

    body: str
    notes: tuple[str, ...]


class Composition:
    """One package under way: what its stories share, and the parts around them.

    Raises:
        ReferenceDocumentError: the reference document cannot be used.
    """

    def __init__(self, document: Document, reference_document: bytes) -> None:
        self._document = document
        self._rtl = direction(document.language) == "rtl"
        self._source = reference.read(
            reference_document, title=document.title, language=document.language, letterhead=document.letterhead
        )
        self._styles = Styles(self._source.styles, document.language)
        circulation.stamp(self._source, self._styles, document.marks, document.language)
        self._kind = notes.ENDNOTES if document.endnotes else notes.FOOTNOTES
        self._links, self._note_links, self._places = Links(), Links(), Places(places(document))
        width = self._source.text_width
        self._drawings, self._note_drawings = Drawings("picture", width), Drawings("note", width)
        self.numbering = Numbering()

    def stories(self, document: Document) -> Stories:
        """Write a text; several may be written for one package.

        Raises:
            DocumentError: the tree holds a node that this writer does not know.
        """
        marks = notes.Marks(self._kind, self._styles, len(document.footnotes))
        inlines = InlineWriter(self._styles, self._links, self._places, marks, self._drawings, rtl=self._rtl)
        body = BlockWriter(self._styles, inlines, self.numbering, rtl=self._rtl)
        written = "".join(body.document(document.blocks, self._source.text_width))
        note_inlines = InlineWriter(
            self._styles,
            self._note_links,
            self._places,
            marks,
            self._note_drawings,
            rtl=self._rtl,
            inside_notes=True,
        )
        note_writer = BlockWriter(self._styles, note_inlines, self.numbering, rtl=self._rtl)
        width = self._source.text_width
        return Stories(written, notes.written(self._kind, document.footnotes, self._styles, note_writer, width))

    def package(self, stories: Stories) -> bytes:
        """The package that holds stories of this composition."""
        source, document, kind = self._source, self._document, self._kind
        body, section = sections.divide(stories.body, _section(source.section, kind, rtl=self._rtl))
        main = f"{DECLARATION}<w:document {NAMESPACES}><w:body>{body}{section}</w:body></w:document>".encode()
        parts = {
            "_rels/.rels": relationships(
                (("rId1", "officeDocument", "word/document.xml", False), ("rId2", _CORE, "docProps/core.xml", False))
            ),
            "word/document.xml": main,
            "word/_rels/document.xml.rels": relationships(
                [*_own_relationships(source, kind), *self._links.entries(), *self._drawings.entries()]
            ),
            "word/styles.xml": self._styles.part(),
            "word/settings.xml": _settings(source, document.language, kind),
            "word/numbering.xml": self.numbering.part(),
            kind.part: notes.part(kind, stories.notes),
        }
        if of_notes := [*self._note_links.entries(), *self._note_drawings.entries()]:
            parts[f"word/_rels/{kind.name}s.xml.rels"] = relationships(of_notes)
        parts |= self._drawings.parts() | self._note_drawings.parts()
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


def _section(section: etree._Element, kind: notes.Kind, *, rtl: bool) -> etree._Element:
    """The reference document's page set-up, for a text in the letter's direction and its kind of notes."""
    if rtl:
        behind = [child for child in section if str(child.tag) in {f"{{{W}}}rtlGutter", f"{{{W}}}docGrid"}]
        section.insert(section.index(behind[0]) if behind else len(section), etree.Element(f"{{{W}}}bidi"))
    if kind is notes.ENDNOTES:  # LibreOffice takes their figures from here alone
        before = [child for child in section if str(child.tag).endswith(("Reference", "footnotePr"))]
        properties = etree.Element(f"{{{W}}}endnotePr")
        etree.SubElement(properties, f"{{{W}}}numFmt").set(f"{{{W}}}val", "decimal")
        section.insert(len(before), properties)
    return section


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
