"""Author the reference documents that are shipped: page set-up, styles, header and footer, on A4 and on US Letter.

Run `make reference` after a change here. Whoever has a house style puts a DOCX made in Word, with the same style
names, beside their own template instead.

Cambria and Calibri are in every Word, and have free fonts of the same widths (Caladea, Carlito) everywhere else.
"""

import sys
from pathlib import Path

from correspondence.writers.docx.package import build
from correspondence.writers.docx.xml import DECLARATION, NAMESPACES, relationships

INK = "1B2A38"
ACCENT = "1F4E5F"
QUIET = "5F6B76"
LINE = "C3CCD3"
SHADE = "EAF0F3"
# Width, height, margins at the sides and at the foot, in twips.
PAPERS = {"a4": (11906, 16838, 1474, 1361), "us-letter": (12240, 15840, 1641, 1241)}
TITLE_SIZE, BODY_SIZE, SMALL, NOTE = 38, 22, 20, 17


def fonts(name: str, complex_scripts: str) -> str:
    """A font, and one that has Arabic and Hebrew letters."""
    return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}" w:eastAsia="{name}" w:cs="{complex_scripts}"/>'


def size(half_points: int) -> str:
    return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


def spacing(before: int, after: int, line: int = 276) -> str:
    return f'<w:spacing w:before="{before}" w:after="{after}" w:line="{line}" w:lineRule="auto"/>'


SANS = fonts("Calibri", "Arial")
SERIF = fonts("Cambria", "Times New Roman")
MONO = fonts("Consolas", "Courier New")
BOLD = "<w:b/><w:bCs/>"
CUSTOM = {
    "Addressee",
    "Carbon Copy",
    "Enclosures",
    "Circulation Mark",
    "Letterhead",
    "Letterhead Name",
    "Source Code",
    "Source Code Character",
    "Table Text",
    "Table Heading",
}


def identifier_of(name: str) -> str:
    return "".join(word[0].upper() + word[1:] for word in name.split())


def custom(name: str) -> str:
    """What marks a style that Word does not know as its own."""
    return ' w:customStyle="1"' if name in CUSTOM else ""


def paragraph(
    name: str, based_on: str | None = "Normal", following: str | None = None, *, ppr: str = "", rpr: str = ""
) -> str:
    identifier = identifier_of(name)
    default = ' w:default="1"' if name == "Normal" else custom(name)
    parent = f'<w:basedOn w:val="{identifier_of(based_on)}"/>' if based_on else ""
    next_style = f'<w:next w:val="{identifier_of(following)}"/>' if following else ""
    return (
        (
            f'<w:style w:type="paragraph"{default} w:styleId="{identifier}"><w:name w:val="{name}"/>{parent}{next_style}'
            f"<w:qFormat/><w:pPr>{ppr}</w:pPr><w:rPr>{rpr}</w:rPr></w:style>"
        )
        .replace("<w:pPr></w:pPr>", "")
        .replace("<w:rPr></w:rPr>", "")
    )


def heading(level: int, points: int, before: int, after: int, colour: str = ACCENT) -> str:
    return paragraph(
        f"heading {level}",
        following="Body Text",
        ppr=f'<w:keepNext/><w:keepLines/>{spacing(before, after, 252)}<w:outlineLvl w:val="{level - 1}"/>',
        rpr=f'{SANS}{BOLD}<w:color w:val="{colour}"/>{size(points)}',
    )


def character(name: str, rpr: str, *, default: bool = False) -> str:
    identifier = identifier_of(name)
    mark = ' w:default="1"' if default else custom(name)
    parent = "" if default else '<w:basedOn w:val="DefaultParagraphFont"/>'
    inside = f"<w:rPr>{rpr}</w:rPr>" if rpr else ""
    return f'<w:style w:type="character"{mark} w:styleId="{identifier}"><w:name w:val="{name}"/>{parent}<w:uiPriority w:val="1"/>{inside}</w:style>'


def table_styles() -> str:
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{LINE}"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    margins = "".join(
        f'<w:{side} w:w="{width}" w:type="dxa"/>'
        for side, width in (("top", 50), ("left", 130), ("bottom", 50), ("right", 130))
    )
    return (
        '<w:style w:type="table" w:default="1" w:styleId="NormalTable"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/>'
        '<w:semiHidden/><w:unhideWhenUsed/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr></w:style>'
        '<w:style w:type="table" w:customStyle="1" w:styleId="LetterTable"><w:name w:val="Letter Table"/><w:basedOn w:val="NormalTable"/>'
        f'<w:uiPriority w:val="39"/><w:tblPr><w:tblBorders>{borders}</w:tblBorders><w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>'
        f'<w:tblStylePr w:type="firstRow"><w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="{SHADE}"/></w:tcPr></w:tblStylePr>'
        "</w:style>"
        '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/><w:uiPriority w:val="99"/>'
        "<w:semiHidden/><w:unhideWhenUsed/></w:style>"
    )


def styles() -> bytes:
    together = "<w:keepNext/><w:keepLines/>"
    sheet = [
        paragraph("Normal", None, ppr="<w:widowControl/>"),
        character("Default Paragraph Font", "", default=True),
        table_styles(),
        paragraph(
            "Title",
            following="Date",
            ppr=f"{together}{spacing(0, 160, 228)}",
            rpr=f'{SANS}{BOLD}<w:color w:val="{ACCENT}"/>{size(TITLE_SIZE)}',
        ),
        heading(1, 28, 360, 120),
        heading(2, 25, 320, 100),
        heading(3, 23, 260, 80, INK),
        heading(4, 22, 220, 60, INK),
        heading(5, 21, 200, 60, QUIET),
        heading(6, 20, 200, 60, QUIET),
        paragraph("Body Text", ppr=spacing(0, 150)),
        paragraph(
            "Date", following="Addressee", ppr=spacing(0, 320), rpr=f'{SANS}<w:color w:val="{QUIET}"/>{size(BODY_SIZE)}'
        ),
        paragraph("Addressee", following="Salutation", ppr=f"<w:keepLines/>{spacing(0, 160, 264)}"),
        paragraph("Salutation", following="Body Text", ppr=f"<w:keepNext/>{spacing(160, 150)}"),
        paragraph("Closing", following="Signature", ppr=f"{together}{spacing(280, 200)}"),
        paragraph("Signature", ppr=f"<w:keepLines/>{spacing(0, 50, 264)}", rpr=f"{SANS}"),
        paragraph(
            "Carbon Copy",
            ppr=f"<w:keepLines/>{spacing(320, 40, 252)}<w:contextualSpacing/>",
            rpr=f"{SANS}{size(SMALL)}",
        ),
        paragraph(
            "Enclosures", ppr=f"<w:keepLines/>{spacing(320, 40, 252)}<w:contextualSpacing/>", rpr=f"{SANS}{size(SMALL)}"
        ),
        paragraph("List Paragraph", "Body Text", ppr=spacing(0, 100)),
        paragraph(
            "Quote",
            "Body Text",
            ppr=f'{spacing(40, 150)}<w:ind w:left="454" w:right="454"/>',
            rpr=size(BODY_SIZE - 1),
        ),
        paragraph("Source Code", "Body Text", ppr=spacing(0, 150, 240), rpr=f"{MONO}{size(SMALL - 1)}"),
        paragraph(
            "caption",
            ppr=f"{together}{spacing(200, 90, 252)}",
            rpr=f'{SANS}{BOLD}<w:color w:val="{QUIET}"/>{size(SMALL)}',
        ),
        # LibreOffice lays the document's colour over links in tables, unless the paragraph has one of its own.
        paragraph("Table Text", ppr=spacing(20, 20, 252), rpr=f'<w:color w:val="{INK}"/>{size(SMALL)}'),
        paragraph(
            "Table Heading",
            "Table Text",
            ppr="<w:keepNext/>",
            rpr=f'{SANS}{BOLD}<w:color w:val="{ACCENT}"/>{size(SMALL)}',
        ),
        paragraph("footnote text", ppr=spacing(0, 40, 240), rpr=size(NOTE + 1)),
        paragraph("endnote text", ppr=spacing(0, 40, 240), rpr=size(NOTE + 1)),
        paragraph("header", ppr=spacing(0, 0, 240), rpr=f'{SANS}<w:color w:val="{QUIET}"/>{size(NOTE)}'),
        paragraph(
            "Letterhead Name",
            "header",
            ppr=f'<w:pBdr><w:top w:val="single" w:sz="18" w:space="8" w:color="{ACCENT}"/></w:pBdr>{spacing(0, 40, 240)}',
            rpr=f'{BOLD}<w:color w:val="{ACCENT}"/>{size(26)}',
        ),
        paragraph("Letterhead", "header", ppr=spacing(0, 20, 240)),
        paragraph(
            "Circulation Mark",
            "header",
            ppr=f'{spacing(0, 60, 240)}<w:jc w:val="center"/>',
            rpr=f'{BOLD}<w:color w:val="B3261E"/>{size(NOTE)}',
        ),
        paragraph(
            "footer",
            ppr=f'{spacing(0, 0, 240)}<w:jc w:val="center"/>',
            rpr=f'{SANS}<w:color w:val="{QUIET}"/>{size(NOTE)}',
        ),
        character("footnote reference", '<w:vertAlign w:val="superscript"/>'),
        character("endnote reference", '<w:vertAlign w:val="superscript"/>'),
        character("Hyperlink", '<w:color w:val="1A5E8A"/><w:u w:val="single"/>'),
        character("Source Code Character", MONO),
    ]
    defaults = (
        f'<w:docDefaults><w:rPrDefault><w:rPr>{SERIF}<w:color w:val="{INK}"/>{size(BODY_SIZE)}'
        '<w:lang w:val="en" w:eastAsia="en-US" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        f"<w:pPrDefault><w:pPr>{spacing(0, 0)}</w:pPr></w:pPrDefault></w:docDefaults>"
    )
    return f"{DECLARATION}<w:styles {NAMESPACES}>{defaults}{''.join(sheet)}</w:styles>".encode()


def field(instruction: str, shown: str) -> str:
    return f'<w:fldSimple w:instr=" {instruction} "><w:r><w:t>{shown}</w:t></w:r></w:fldSimple>'


def words(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def section(paper: str) -> str:
    width, height, side, foot = PAPERS[paper]
    return (
        '<w:sectPr><w:headerReference w:type="default" r:id="rId2"/><w:headerReference w:type="first" r:id="rId3"/>'
        '<w:footerReference w:type="default" r:id="rId4"/><w:footerReference w:type="first" r:id="rId4"/>'
        f'<w:pgSz w:w="{width}" w:h="{height}"/><w:pgMar w:top="1474" w:right="{side}" w:bottom="{foot}" '
        f'w:left="{side}" w:header="680" w:footer="624" w:gutter="0"/><w:titlePg/></w:sectPr>'
    )


def control(tag: str, inside: str) -> str:
    """What the program fills in, each time in the letter's language."""
    return (
        f'<w:sdt><w:sdtPr><w:alias w:val="{tag}"/><w:tag w:val="{tag}"/></w:sdtPr>'
        f"<w:sdtContent>{inside}</w:sdtContent></w:sdt>"
    )


def styled(style: str, inside: str = "", ppr: str = "") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{ppr}</w:pPr>{inside}</w:p>'


def document(paper: str) -> bytes:
    samples = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t>{style}</w:t></w:r></w:p>'
        for style in ("Title", "Date", "Addressee", "Salutation", "Heading1", "BodyText", "Closing", "Signature")
    )
    return f"{DECLARATION}<w:document {NAMESPACES}><w:body>{samples}{section(paper)}</w:body></w:document>".encode()


def package(paper: str) -> bytes:
    rule = f'<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="6" w:color="{LINE}"/></w:pBdr>'
    running = styled("Header", field("TITLE", "Title"), rule)
    first = control("letterhead", styled("LetterheadName") + styled("Letterhead"))
    pages = styled("Footer", field("PAGE", "1") + words(" / ") + field("NUMPAGES", "1"))
    parts = {
        "_rels/.rels": relationships([("rId1", "officeDocument", "word/document.xml", False)]),
        "word/document.xml": document(paper),
        "word/_rels/document.xml.rels": relationships(
            [
                ("rId1", "styles", "styles.xml", False),
                ("rId2", "header", "header1.xml", False),
                ("rId3", "header", "header2.xml", False),
                ("rId4", "footer", "footer1.xml", False),
            ]
        ),
        "word/styles.xml": styles(),
        "word/header1.xml": f"{DECLARATION}<w:hdr {NAMESPACES}>{running}</w:hdr>".encode(),
        "word/header2.xml": f"{DECLARATION}<w:hdr {NAMESPACES}>{first}{styled('Header')}</w:hdr>".encode(),
        "word/footer1.xml": f"{DECLARATION}<w:ftr {NAMESPACES}>{control('page-of', pages)}</w:ftr>".encode(),
    }
    return build(parts)


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent.parent / "templates"
    (folder / "open-letter.docx").write_bytes(package("a4"))
    (folder / "open-letter.us-letter.docx").write_bytes(package("us-letter"))


if __name__ == "__main__":
    main()
