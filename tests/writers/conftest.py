"""What the tests of the Word writer share: letters, the parts of a package, and a package with parts exchanged."""

import io
import zipfile
from collections.abc import Mapping
from dataclasses import replace

from lxml import etree

from correspondence.document import nodes
from correspondence.document.crossing import cross
from correspondence.document.nodes import Blocks, Document, Paragraph, Text
from correspondence.document.parse import parse
from correspondence.writers.docx import write
from tests.conftest import REPOSITORY
from tests.writers.samples import ARABIC, CROSSED, EVERYTHING, HOSTILE

REFERENCE = (REPOSITORY / "templates" / "open-letter.docx").read_bytes()
SAMPLE = REPOSITORY / "threads/nivelmark/letters/2025-06-03-open-letter/revisions/0002.md"
NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W = f"{{{NAMESPACE}}}"
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_XMLNS = (
    f'xmlns:w="{NAMESPACE}" xmlns:r="{OFFICE}" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="w14"'
)


def words(text: str) -> Blocks:
    """One paragraph."""
    return (Paragraph((Text(text),)),)


def table(*rows: tuple[Blocks, ...], header_rows: int = 0, caption: str = "") -> nodes.Table:
    """A table of cells."""
    return nodes.Table(tuple(tuple(nodes.Cell(cell) for cell in row) for row in rows), header_rows, caption=caption)


def strange() -> Document:
    """What no template writes, and the format allows."""
    inner = table((words("inner"), words("cell")), caption="inner caption")
    listed = nodes.BulletList(((*words("item"), inner), (inner,)))
    numbered = nodes.OrderedList((words("nought"), (nodes.OrderedList((words("deep"),), start=3),)), start=0)
    deep: Blocks = words("bottom")
    for level in range(12):
        kind = nodes.BulletList if level % 2 else nodes.OrderedList
        deep = (*words(f"level {level}"), kind((deep,)))
    return Document(
        title="Strange",
        language="en",
        blocks=(
            inner,
            inner,
            nodes.BlockQuote((*words("quoted:"), listed, nodes.BlockQuote(words("twice quoted")), numbered)),
            table(((listed,), words("beside")), ((), (nodes.CodeBlock("a\tb\n  c\n"),)), header_rows=2),
            *deep,
            nodes.Table((), caption="nothing below"),
            Paragraph((nodes.FootnoteReference(1), nodes.FootnoteReference(0), nodes.FootnoteReference(1))),
            Paragraph((Text("tab\there\rand\nthere \u00a0 no-break"), nodes.Link("https://[", (Text("odd"),)))),
            nodes.ThematicBreak(),
            nodes.Part("appendix", (inner,)),
            nodes.Part("appendix", (nodes.BulletList((words("a list first"),)),)),
            nodes.Part("appendix", ()),
            nodes.Part("signature-block", tuple(Paragraph((Text(f"Organization {n}"),)) for n in range(60))),
            nodes.Part(
                "signature-block",
                (nodes.Heading(2, (Text("People"),)), *(Paragraph((Text(f"Person {n}"),)) for n in range(7))),
                (("columns", "3"),),
            ),
            nodes.Part("cc", (nodes.BulletList((words("a copy"),)), inner)),
        ),
        footnotes=((inner,), (*words("see"), numbered, inner)),
    )


LETTERS: dict[str, Document] = {
    "everything": parse(EVERYTHING, language="en-GB"),
    "sample": parse(SAMPLE.read_text(encoding="utf-8").split("+++\n", 2)[2], language="en"),
    "strange": strange(),
    "arabic": parse(ARABIC, language="ar"),
    "hostile": parse(HOSTILE + "x" * 1_000_000, language="en"),
    "empty": parse("", language="fr"),
    "crossed": cross(parse(CROSSED, language="en"), lambda number: f"Table {number}").document,
}
# A copy that goes round, with all that only some letters have.
LETTERS["circulated"] = replace(
    LETTERS["everything"],
    endnotes=True,
    letterhead=("First Organization", "1 Example Street · first.example"),
    marks=("EMBARGOED UNTIL 3 JUNE 2025 <09:00>", "Copy 3 of 9 – منظمة & more"),
)


def parts(package: bytes) -> dict[str, etree._Element]:
    """A package's parts in XML, by name."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        names = [name for name in archive.namelist() if name.endswith((".xml", ".rels"))]
        return {name: etree.fromstring(archive.read(name), etree.XMLParser(huge_tree=True)) for name in names}


def letter(name: str) -> dict[str, etree._Element]:
    """The parts of a letter in the house style."""
    return parts(write(LETTERS[name], REFERENCE))


def exchanged(package: bytes, changes: Mapping[str, str | bytes | None]) -> bytes:
    """A package with parts put in place of others or beside them, or taken out."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in source.namelist():
            if name not in changes:
                copy.writestr(name, source.read(name))
        for name, content in changes.items():
            if content is not None:
                copy.writestr(name, content)
    return target.getvalue()


def part(kind: str, inside: str) -> str:
    """A part in WordprocessingML with that root."""
    return f"<w:{kind} {_XMLNS}>{inside}</w:{kind}>"
