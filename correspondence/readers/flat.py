"""Documents and workbooks that Office saves as one XML file: Flat OPC, WordprocessingML 2003, SpreadsheetML 2003."""

from lxml import etree

from correspondence.readers.archive import local_name, parse_xml
from correspondence.readers.extract import Extract, Note, Remark, UnreadableError


def read(content: bytes) -> Extract:
    """Read its words: a paragraph, or a table's row, a line.

    Raises:
        UnreadableError: it is damaged.
    """
    root = parse_xml(content)
    if root is None:
        raise UnreadableError("is damaged: open it where it came from, and save it as DOCX, XLSX or PDF")
    rows = [f"| {' | '.join(map(_words, row.iter('{*}Data')))} |" for row in root.iter("{*}Row")]
    paragraphs = [] if rows else list(filter(None, map(_words, root.iter("{*}p"))))
    text = "\n".join(rows) or "\n\n".join(paragraphs)
    notes = () if text else (Note(Remark.NO_TEXT, "there is no text in it"),)
    return Extract(text=f"{text}\n" if text else "", media_type="application/xml", notes=notes)


def _words(element: etree._Element) -> str:
    told = []
    for node in element.iter():
        name = local_name(node)
        if name in ("t", "Data"):
            told.append(node.text or "")
        elif name in ("tab", "br"):
            told.append(" ")
    return " ".join("".join(told).split())
