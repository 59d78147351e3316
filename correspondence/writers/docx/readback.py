"""Reading a package again with other eyes, before it replaces anybody's file.

The reader knows nothing of the writer: it takes the words out of the XML as a word processor would. A letter that
lost a word on the way is not written at all.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from itertools import count, zip_longest

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
)
from correspondence.errors import DocumentError
from correspondence.text.escape import for_xml
from correspondence.writers.docx.xml import W

_SPACE = re.compile(r"\s+")
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)


def paragraphs(package: bytes, part: str = "word/document.xml") -> Iterator[str]:
    """The words of every paragraph of a part, table cells included, in order; white space folded."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        root = etree.fromstring(archive.read(part), _PARSER)
    for paragraph in root.iter(f"{{{W}}}p"):
        elements = paragraph.iter(f"{{{W}}}t", f"{{{W}}}br", f"{{{W}}}tab")
        yield _folded("".join(element.text or "" if element.tag == f"{{{W}}}t" else " " for element in elements))


def verify(package: bytes, document: Document) -> None:
    """See that every paragraph of the letter stands in the package, in order, to the letter.

    Raises:
        DocumentError: words are missing, doubled or changed: a fault of this program, and nothing was written.
    """
    notes = tuple(block for note in document.footnotes for block in note)
    for part, blocks in (("word/document.xml", document.blocks), ("word/footnotes.xml", notes)):
        found = [text for text in paragraphs(package, part) if text]
        tables = count(1)
        wanted = [text for block in blocks for text in _texts(block, tables) if text]
        for was, text in zip_longest(found, wanted, fillvalue=""):
            if was != text:
                raise DocumentError(f"the export does not read back as the letter: {was[:60]!r}, not {text[:60]!r}")


def _texts(block: Block, tables: "count[int]") -> Iterator[str]:
    """The words of every paragraph that a block becomes; `tables` numbers the captions."""
    match block:
        case Paragraph() | Heading():
            yield _folded(_words(block.children))
        case CodeBlock():
            yield _folded(for_xml(block.text))
        case BulletList() | OrderedList():
            for item in block.items:
                yield from _all(item, tables)
        case BlockQuote() | Part():
            yield from _all(block.blocks, tables)
        case Table():
            if block.caption:
                yield _folded(f"Table {next(tables)}: {for_xml(block.caption)}")
            for row in block.rows:
                for cell in row:
                    yield from _all(cell.blocks, tables)


def _all(blocks: Blocks, tables: "count[int]") -> Iterator[str]:
    for block in blocks:
        yield from _texts(block, tables)


def _words(inlines: Inlines) -> str:
    pieces = []
    for inline in inlines:
        match inline:
            case Emphasis() | Strong() | Strikethrough() | Link():
                pieces.append(_words(inline.children))
            case Image():
                pieces.append(f"[{for_xml(inline.alternative)}]")
            case HardBreak():
                pieces.append(" ")
            case Text() | Code():
                pieces.append(for_xml(inline.text))
    return "".join(pieces)


def _folded(text: str) -> str:
    return _SPACE.sub(" ", text).strip()
