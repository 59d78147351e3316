"""Styles by name: those of the reference document, and plain ones for what it lacks."""

from dataclasses import dataclass
from html import escape

from lxml import etree

from correspondence.text.locale import direction
from correspondence.writers.docx.xml import W

# The fonts that Word brings for a language, with serifs and without; on Linux and a Mac others stand in for them.
_EAST_ASIAN = {
    "zh": ("SimSun", "Microsoft YaHei"),
    "zh-hant": ("PMingLiU", "Microsoft JhengHei"),
    "ja": ("MS Mincho", "MS Gothic"),
    "ko": ("Batang", "Malgun Gothic"),
}
_TRADITIONAL = frozenset({"hant", "tw", "hk", "mo"})
_SERIF = frozenset({"cambria", "times new roman", "georgia", "garamond", "book antiqua", "palatino linotype"})


def _east_asian(language: str) -> tuple[str, str] | None:
    """The fonts for a language in Chinese, Japanese or Korean letters; None for any other."""
    subtag, *further = language.lower().split("-")
    if subtag == "zh" and _TRADITIONAL.intersection(further):
        subtag = "zh-hant"
    return _EAST_ASIAN.get(subtag)


@dataclass(frozen=True, slots=True)
class _Style:
    """A style as it is added when the reference document has none of that name."""

    kind: str
    name: str
    based_on: str | None = "Normal"
    paragraph: str = ""
    run: str = ""
    table: str = ""


_KEEP = "<w:keepNext/><w:keepLines/>"


def _heading(level: int, size: int) -> _Style:
    return _Style(
        "paragraph",
        f"heading {level}",
        paragraph=f'{_KEEP}<w:spacing w:before="280" w:after="80"/><w:outlineLvl w:val="{level - 1}"/>',
        run=f'<w:b/><w:bCs/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/>',
    )


_BORDER = 'w:val="single" w:sz="4" w:space="0" w:color="A6A6A6"'
_BUILT_IN = (
    _Style("paragraph", "Normal", None),
    _Style("character", "Default Paragraph Font", None),
    _Style("table", "Normal Table", None, table='<w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr>'),
    _Style(
        "paragraph",
        "Title",
        paragraph='<w:keepNext/><w:spacing w:after="240"/>',
        run='<w:b/><w:bCs/><w:sz w:val="36"/><w:szCs w:val="36"/>',
    ),
    *(_heading(level, size) for level, size in zip(range(1, 7), (30, 26, 24, 22, 22, 22), strict=True)),
    _Style("paragraph", "Body Text", paragraph='<w:spacing w:after="160"/>'),
    _Style("paragraph", "Date", paragraph='<w:spacing w:after="240"/>'),
    _Style("paragraph", "Addressee", paragraph='<w:keepLines/><w:spacing w:after="240"/>'),
    _Style("paragraph", "Salutation", paragraph='<w:keepNext/><w:spacing w:after="160"/>'),
    _Style("paragraph", "Closing", paragraph=f'{_KEEP}<w:spacing w:before="240" w:after="240"/>'),
    _Style("paragraph", "Signature", paragraph='<w:keepLines/><w:spacing w:after="0"/>'),
    _Style("paragraph", "Carbon Copy", paragraph='<w:keepLines/><w:spacing w:after="40"/>'),
    _Style("paragraph", "Enclosures", paragraph='<w:keepLines/><w:spacing w:after="40"/>'),
    _Style(
        "paragraph",
        "Circulation Mark",
        "header",
        paragraph='<w:spacing w:after="60"/><w:jc w:val="center"/>',
        run='<w:b/><w:bCs/><w:color w:val="B3261E"/>',
    ),
    _Style("paragraph", "header"),
    _Style("paragraph", "List Paragraph", "Body Text"),
    _Style("paragraph", "Quote", "Body Text", paragraph='<w:ind w:left="567" w:right="567"/>'),
    _Style(
        "paragraph",
        "Source Code",
        "Body Text",
        run='<w:rFonts w:ascii="Consolas" w:hAnsi="Consolas" w:cs="Consolas"/><w:sz w:val="20"/><w:szCs w:val="20"/>',
    ),
    _Style(
        "paragraph", "caption", paragraph='<w:keepNext/><w:spacing w:before="160" w:after="80"/>', run="<w:b/><w:bCs/>"
    ),
    _Style("paragraph", "Table Text", paragraph='<w:spacing w:before="40" w:after="40"/>'),
    _Style("paragraph", "Table Heading", "Table Text", paragraph="<w:keepNext/>", run="<w:b/><w:bCs/>"),
    _Style("paragraph", "footnote text", run='<w:sz w:val="18"/><w:szCs w:val="18"/>'),
    _Style("character", "footnote reference", "Default Paragraph Font", run='<w:vertAlign w:val="superscript"/>'),
    _Style("paragraph", "endnote text", run='<w:sz w:val="18"/><w:szCs w:val="18"/>'),
    _Style("character", "endnote reference", "Default Paragraph Font", run='<w:vertAlign w:val="superscript"/>'),
    _Style("character", "Hyperlink", "Default Paragraph Font", run='<w:color w:val="0563C1"/><w:u w:val="single"/>'),
    _Style(
        "character",
        "Source Code Character",
        "Default Paragraph Font",
        run='<w:rFonts w:ascii="Consolas" w:hAnsi="Consolas" w:cs="Consolas"/>',
    ),
    _Style(
        "table",
        "Letter Table",
        "Normal Table",
        table=(
            "<w:tblPr><w:tblBorders>"
            + "".join(f"<w:{side} {_BORDER}/>" for side in ("top", "left", "bottom", "right", "insideH", "insideV"))
            + '</w:tblBorders><w:tblCellMar><w:top w:w="60" w:type="dxa"/><w:left w:w="115" w:type="dxa"/>'
            '<w:bottom w:w="60" w:type="dxa"/><w:right w:w="115" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        ),
    ),
)
_BY_NAME = {style.name.lower(): style for style in _BUILT_IN}
_DEFAULTS = {"character": "default paragraph font", "paragraph": "normal", "table": "normal table"}
_ON = frozenset({"1", "true", "on"})
# Names that Word does not know as its own (ECMA-376 part 1, 17.7.4.17).
_CUSTOM = frozenset(
    {
        *("addressee", "carbon copy", "circulation mark", "enclosures", "source code", "source code character"),
        *("table text", "table heading", "letter table"),
    }
)


class Styles:
    """The style sheet of one document: looked up by name, whatever the identifier or the case."""

    def __init__(self, root: etree._Element, language: str) -> None:
        self._root = root
        self._ids: dict[tuple[str, str], str] = {}
        self._asked: dict[str, str] = {}
        self._taken: set[str] = set()
        defaults: dict[tuple[str, str], str] = {}
        for style in root.findall(f"{{{W}}}style"):
            name, identifier = style.find(f"{{{W}}}name"), style.get(f"{{{W}}}styleId")
            if name is None or identifier is None or identifier in self._taken:
                root.remove(style)  # nothing can name it
                continue
            self._taken.add(identifier)
            kind = style.get(f"{{{W}}}type", "paragraph")
            self._ids.setdefault((kind, str(name.get(f"{{{W}}}val")).lower()), identifier)
            if style.get(f"{{{W}}}default") in _ON and kind in _DEFAULTS:
                defaults[kind, _DEFAULTS[kind]] = identifier
        self._ids = defaults | self._ids
        self._set_language(language)
        self._set_east_asian_fonts(language)
        for default in _DEFAULTS.values():
            self.id(default)

    def id(self, name: str) -> str:
        """The identifier of the style of that name, to stand in an attribute; the style is added if there is none."""
        known = self._asked.get(name)
        if known is None:
            style = _BY_NAME[name.lower()]
            found = self._ids.get((style.kind, style.name.lower()))
            known = self._asked[name] = escape(found if found is not None else self._add(style))
        return known

    def part(self) -> bytes:
        """`word/styles.xml`."""
        return bytes(etree.tostring(self._root, xml_declaration=True, encoding="UTF-8", standalone=True))

    def _add(self, style: _Style) -> str:
        identifier = "".join(word[0].upper() + word[1:] for word in style.name.split())
        while identifier in self._taken:
            identifier += "1"
        self._taken.add(identifier)
        self._ids[style.kind, style.name.lower()] = identifier
        based_on = f'<w:basedOn w:val="{self.id(style.based_on)}"/>' if style.based_on else ""
        default = ' w:default="1"' if style.name.lower() in _DEFAULTS.values() else ""
        custom = ' w:customStyle="1"' if style.name.lower() in _CUSTOM else ""
        xml = (
            f'<w:style xmlns:w="{W}" w:type="{style.kind}"{default}{custom} w:styleId="{identifier}">'
            f'<w:name w:val="{style.name}"/>{based_on}<w:qFormat/>'
            + (f"<w:pPr>{style.paragraph}</w:pPr>" if style.paragraph else "")
            + (f"<w:rPr>{style.run}</w:rPr>" if style.run else "")
            + f"{style.table}</w:style>"
        )
        self._root.append(etree.fromstring(xml))
        return identifier

    def _set_language(self, language: str) -> None:
        """Say in the document's defaults which language it is in, for hyphenation, spelling and screen readers."""
        run = self._root
        for name in ("docDefaults", "rPrDefault", "rPr"):
            found = run.find(f"{{{W}}}{name}")
            if found is None:
                found = etree.SubElement(run, f"{{{W}}}{name}")
                if name != "rPr":
                    run.insert(0, found)
            run = found
        for old in run.findall(f"{{{W}}}lang"):
            run.remove(old)
        lang = etree.SubElement(run, f"{{{W}}}lang")
        lang.set(f"{{{W}}}val", language)
        lang.set(f"{{{W}}}eastAsia", language if _east_asian(language) else "en-US")
        lang.set(f"{{{W}}}bidi", language if direction(language) == "rtl" else "ar-SA")

    def _set_east_asian_fonts(self, language: str) -> None:
        """Give East Asian letters a font that has them, where the reference document chose none for them.

        A name that is the Latin letters' own says nothing of them.
        """
        fonts = _east_asian(language)
        for named in self._root.iter(f"{{{W}}}rFonts") if fonts else ():
            latin, east_asian = (str(named.get(f"{{{W}}}{name}", "")).lower() for name in ("ascii", "eastAsia"))
            if fonts and latin and east_asian in ("", latin):
                named.set(f"{{{W}}}eastAsia", fonts[latin not in _SERIF])
