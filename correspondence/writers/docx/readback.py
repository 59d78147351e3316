"""Reading a package again with other eyes, before it replaces anybody's file.

The reader knows nothing of the writer: it takes the words out of the XML as a word processor would. A letter that
lost a word, a footnote's mark or a link on the way is not written at all.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from itertools import zip_longest

from lxml import etree

from correspondence.document.nodes import (
    Block,
    BlockQuote,
    Blocks,
    BulletList,
    Code,
    CodeBlock,
    Document,
    Emphasis,
    FootnoteReference,
    HardBreak,
    Heading,
    Image,
    Inlines,
    Link,
    OrderedList,
    Paragraph,
    Part,
    Strikethrough,
    Strong,
    Table,
    Text,
    walk,
)
from correspondence.errors import DocumentError
from correspondence.text.escape import for_xml
from correspondence.writers.addresses import address
from correspondence.writers.docx.xml import PACKAGE_RELATIONSHIPS, R, W

# What separates words in XML; a no-break space is a character like others.
_WHITE = " \t\r\n"
_SPACE = re.compile(f"[{_WHITE}]+")
_RELATIONSHIP = f"{{{PACKAGE_RELATIONSHIPS}}}Relationship"
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
_MARK = re.compile("\x02[0-9]+\x03")
_CITED = re.compile(r"\s*NOTEREF\s+_Note(\d+)\b")


def paragraphs(package: bytes, part: str = "word/document.xml") -> Iterator[str]:
    """The words of every paragraph of a part, table cells included, in order; white space folded."""
    for text in _marked_paragraphs(package, part):
        yield _MARK.sub("", text)


def verify(package: bytes, document: Document) -> None:
    """See that every paragraph of the letter stands in the package, in order, to the letter, and every link.

    Raises:
        DocumentError: words are missing, doubled or changed: a fault of this program, and nothing was written.
    """
    notes = tuple(block for note in document.footnotes for block in note)
    notes_part = f"word/{'endnotes' if document.endnotes else 'footnotes'}.xml"
    for part, blocks in (("word/document.xml", document.blocks), (notes_part, notes)):
        found = [text for text in _marked_paragraphs(package, part) if text]
        wanted = [text for text in _all(blocks) if text]
        links = (address(node.target) for node in walk(blocks) if isinstance(node, Link))
        for was, text in (
            *zip_longest(found, wanted, fillvalue=""),
            *zip_longest(_links(package, part), (link for link in links if link), fillvalue=""),
        ):
            if was != text:
                raise DocumentError(f"the export does not read back as the letter: {was[:60]!r}, not {text[:60]!r}")


def _tree(package: bytes, part: str) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return etree.fromstring(archive.read(part), _PARSER)


def _marked_paragraphs(package: bytes, part: str) -> Iterator[str]:
    for paragraph in _tree(package, part).iter(f"{{{W}}}p"):
        yield _folded("".join(_content(paragraph)))


def _content(element: etree._Element) -> Iterator[str]:
    for child in element:
        match str(child.tag).removeprefix(f"{{{W}}}"):
            case "t":
                yield child.text or ""
            case "br" | "tab":
                yield " "
            case "footnoteReference" | "endnoteReference":
                yield _mark(int(str(child.get(f"{{{W}}}id"))))
            case "fldSimple" if cited := _CITED.match(str(child.get(f"{{{W}}}instr"))):
                yield _mark(int(cited[1]))
            case "p":
                pass  # a paragraph of its own
            case _:
                yield from _content(child)


def _links(package: bytes, part: str) -> Iterator[str]:
    root = _tree(package, part)
    folder, _, file = part.rpartition("/")
    leading_out = (link.get(f"{{{R}}}id") for link in root.iter(f"{{{W}}}hyperlink"))
    identifiers = [str(identifier) for identifier in leading_out if identifier]
    if identifiers:
        relationships = _tree(package, f"{folder}/_rels/{file}.rels")
        targets = {entry.get("Id"): str(entry.get("Target")) for entry in relationships.iter(_RELATIONSHIP)}
        yield from (targets.get(identifier, "") for identifier in identifiers)


def _texts(block: Block) -> Iterator[str]:
    """The words of every paragraph that a block becomes."""
    match block:
        case Paragraph() | Heading():
            yield _folded(_words(block.children))
        case CodeBlock():
            yield _folded(for_xml(block.text))
        case BulletList() | OrderedList():
            for item in block.items:
                yield from _all(item)
        case BlockQuote() | Part():
            yield from _all(block.blocks)
        case Table():
            yield _folded(for_xml(block.title))
            for row in block.rows:
                for cell in row:
                    yield from _all(cell.blocks)


def _all(blocks: Blocks) -> Iterator[str]:
    for block in blocks:
        yield from _texts(block)


def _words(inlines: Inlines) -> str:
    pieces = []
    for inline in inlines:
        match inline:
            case Emphasis() | Strong() | Strikethrough() | Link():
                pieces.append(_words(inline.children))
            case Image():
                pieces.append("" if inline.picture else f"[{for_xml(inline.alternative)}]")
            case HardBreak():
                pieces.append(" ")
            case Text() | Code():
                pieces.append(for_xml(inline.text))
            case FootnoteReference():
                pieces.append(_mark(inline.index + 1))
    return "".join(pieces)


def _mark(note: int) -> str:
    """A footnote's mark, between characters that no text in XML can hold."""
    return f"\x02{note}\x03"


def _folded(text: str) -> str:
    return _SPACE.sub(" ", text).strip(_WHITE)
