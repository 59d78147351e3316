"""What every Word document has and a reference document may lack: styles, a font table, a theme, a page."""

from correspondence.writers.docx.xml import DECLARATION, NAMESPACES

STYLES = f"{DECLARATION}<w:styles {NAMESPACES}/>".encode()
# A4 with margins of 2.5 cm, in twips.
TEXT_WIDTH = 9070
SECTION = (
    f'<w:sectPr {NAMESPACES}><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1418" w:right="1418" w:bottom="1418" '
    'w:left="1418" w:header="709" w:footer="709" w:gutter="0"/></w:sectPr>'
)
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
_FONTS = (("Cambria", "roman"), ("Calibri", "swiss"), ("Consolas", "modern"))
_COLOURS = {
    "dk1": "1B2A38", "lt1": "FFFFFF", "dk2": "1F4E5F", "lt2": "EAF0F3", "accent1": "1F4E5F", "accent2": "1A5E8A",
    "accent3": "5F6B76", "accent4": "8A6D3B", "accent5": "6B4E71", "accent6": "4F6B3A", "hlink": "1A5E8A",
    "folHlink": "6B4E71",
}  # fmt: skip


def font_table() -> bytes:
    """`word/fontTable.xml`."""
    fonts = "".join(f'<w:font w:name="{name}"><w:family w:val="{family}"/></w:font>' for name, family in _FONTS)
    return f"{DECLARATION}<w:fonts {NAMESPACES}>{fonts}</w:fonts>".encode()


def theme() -> bytes:
    """`word/theme/theme1.xml`: plain fills and lines, which letters do not use but word processors expect."""
    colours = "".join(f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>' for name, value in _COLOURS.items())
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    line = f'<a:ln w="9525">{fill}<a:prstDash val="solid"/></a:ln>'
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>"
    return (
        f'{DECLARATION}<a:theme xmlns:a="{_DRAWING}" name="Letter"><a:themeElements>'
        f'<a:clrScheme name="Letter">{colours}</a:clrScheme>'
        f'<a:fontScheme name="Letter">{_font("majorFont", "Calibri")}{_font("minorFont", "Cambria")}</a:fontScheme>'
        f'<a:fmtScheme name="Letter"><a:fillStyleLst>{fill * 3}</a:fillStyleLst><a:lnStyleLst>{line * 3}</a:lnStyleLst>'
        f"<a:effectStyleLst>{effect * 3}</a:effectStyleLst><a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst>"
        "</a:fmtScheme></a:themeElements></a:theme>"
    ).encode()


def _font(kind: str, name: str) -> str:
    return f'<a:{kind}><a:latin typeface="{name}"/><a:ea typeface=""/><a:cs typeface=""/></a:{kind}>'
