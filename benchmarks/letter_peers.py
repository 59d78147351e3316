"""The peers of `letters.py`: the same letter by docxtpl and by plain python-docx, the same elements by lxml alone."""

import io
import zipfile
from pathlib import Path

from lxml import etree

from correspondence.document import nodes
from correspondence.document.nodes import Document

REFERENCE = (Path(__file__).parent.parent / "templates" / "open-letter.docx").read_bytes()
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

# The peers as somebody would write them by hand who wants the same content: headings, paragraphs with links, lists,
# tables with their header row. They get the document tree's plain words from `content`.
PEERS = """
import io, json, sys

def python_docx(content):
    import docx
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    def add(paragraph, runs):
        for words, target in runs:
            if target:
                link = OxmlElement("w:hyperlink")
                link.set(qn("r:id"), document.part.relate_to(target, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
                run, text = OxmlElement("w:r"), OxmlElement("w:t")
                text.text = words
                run.append(text)
                link.append(run)
                paragraph._p.append(link)
            else:
                paragraph.add_run(words)
    document = docx.Document()
    for kind, value in content:
        if kind == "table":
            table = document.add_table(rows=0, cols=len(value[0]))
            for row in value:
                for cell, runs in zip(table.add_row().cells, row):
                    add(cell.paragraphs[0], runs)
        else:
            add(document.add_paragraph(style={"p": None, "li": "List Bullet"}.get(kind, "Heading %s" % kind[1:])), value)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()

def docxtpl(content, template):
    from docxtpl import DocxTemplate, RichText
    letter = DocxTemplate(io.BytesIO(template))
    def rich(runs):
        text = RichText()
        for words, target in runs:
            text.add(words, url_id=letter.build_url_id(target)) if target else text.add(words)
        return text
    blocks, tables = [], []
    for kind, value in content:
        if kind == "table":
            tables.append([[rich(cell) for cell in row] for row in value])
            blocks.append({"rows": [{"left": row[0], "right": row[-1]} for row in tables[-1]]})
        else:
            blocks.append({"words": rich(value), "rows": []})
    letter.render({"blocks": blocks})
    target = io.BytesIO()
    letter.save(target)
    return target.getvalue()
"""
AS_PROCESS = (
    PEERS
    + """
content = json.load(open(sys.argv[2], encoding="utf-8"))
made = python_docx(content) if sys.argv[1] == "python-docx" else docxtpl(content, open(sys.argv[4], "rb").read())
open(sys.argv[3], "wb").write(made)
"""
)


Runs = list[tuple[str, str]]


def content(document: Document) -> list[tuple[str, object]]:
    """The letter as the peers get it: kinds of blocks with their words and addresses."""

    def runs(inlines: nodes.Inlines, target: str = "") -> Runs:
        found: Runs = []
        for inline in inlines:
            match inline:
                case nodes.Link():
                    found += runs(inline.children, inline.target)
                case nodes.Emphasis() | nodes.Strong() | nodes.Strikethrough():
                    found += runs(inline.children, target)
                case nodes.Text() | nodes.Code():
                    found.append((inline.text, target))
        return found

    def cell(blocks: nodes.Blocks) -> Runs:
        return [run for kind, value in flat(blocks) if kind != "table" for run in value]  # type: ignore[attr-defined]  # only a table has a value that is no runs, and it is left out

    def flat(blocks: nodes.Blocks) -> list[tuple[str, object]]:
        found: list[tuple[str, object]] = []
        for block in blocks:
            match block:
                case nodes.Heading():
                    found.append((f"h{block.level}", runs(block.children)))
                case nodes.Paragraph():
                    found.append(("p", runs(block.children)))
                case nodes.BulletList() | nodes.OrderedList():
                    found += [
                        ("li" if kind == "p" else kind, value) for item in block.items for kind, value in flat(item)
                    ]
                case nodes.BlockQuote() | nodes.Part():
                    found += flat(block.blocks)
                case nodes.Table():
                    found.append(("table", [[cell(one.blocks) for one in row] for row in block.rows]))
        return found

    return flat(document.blocks)


def template() -> bytes:
    """A template for docxtpl that holds blocks in a loop, each words or a table."""
    import docx

    document = docx.Document()
    document.add_paragraph("{%p for block in blocks %}")
    document.add_paragraph("{%p if block.words %}")
    document.add_paragraph("{{r block.words }}")
    document.add_paragraph("{%p endif %}")
    document.add_paragraph("{%p if block.rows %}")
    table = document.add_table(rows=3, cols=2)
    table.cell(0, 0).text = "{%tr for row in block.rows %}"
    table.cell(1, 0).text, table.cell(1, 1).text = "{{r row.left }}", "{{r row.right }}"
    table.cell(2, 0).text = "{%tr endfor %}"
    document.add_paragraph("{%p endif %}")
    document.add_paragraph("{%p endfor %}")
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def body() -> tuple[etree._Element, list[str]]:
    root = etree.Element(f"{{{W}}}document", nsmap={"w": W, "r": R})
    return etree.SubElement(root, f"{{{W}}}body"), []


def cell(row: etree._Element) -> etree._Element:
    cell = etree.SubElement(row, f"{{{W}}}tc")
    width = etree.SubElement(etree.SubElement(cell, f"{{{W}}}tcPr"), f"{{{W}}}tcW")
    width.set(f"{{{W}}}w", "4500")
    width.set(f"{{{W}}}type", "dxa")
    return paragraph(cell, "TableText")


def paragraph(parent: etree._Element, style: str) -> etree._Element:
    paragraph = etree.SubElement(parent, f"{{{W}}}p")
    etree.SubElement(etree.SubElement(paragraph, f"{{{W}}}pPr"), f"{{{W}}}pStyle").set(f"{{{W}}}val", style)
    return paragraph


def runs(parent: etree._Element, words: str, style: str = "") -> None:
    run = etree.SubElement(parent, f"{{{W}}}r")
    if style:
        etree.SubElement(etree.SubElement(run, f"{{{W}}}rPr"), f"{{{W}}}rStyle").set(f"{{{W}}}val", style)
    etree.SubElement(run, f"{{{W}}}t").text = words


def packed(body: etree._Element, links: list[str]) -> bytes:
    """A package of the body, its relationships and the parts that the house style brings."""
    relationships = etree.Element("Relationships")
    for n, link in enumerate(links):
        etree.SubElement(
            relationships, "Relationship", Id=f"rId{n}", Type=f"{R}/hyperlink", Target=link, TargetMode="External"
        )
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "word/document.xml", etree.tostring(body.getroottree(), encoding="UTF-8", xml_declaration=True)
        )
        archive.writestr("word/_rels/document.xml.rels", etree.tostring(relationships))
        with zipfile.ZipFile(io.BytesIO(REFERENCE)) as house:
            archive.writestr("word/styles.xml", house.read("word/styles.xml"))
    return target.getvalue()
