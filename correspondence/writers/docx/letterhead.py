"""Headers, footers, styles and theme of a reference document, without traces of people and ways to the outside.

What a word processor stores in them beside the letterhead itself: who changed what and when, comments, fields that
name an author or a file or fetch another document, links, embedded objects. Links keep their words. Lists lose their
marks, because the letter has its own definitions of lists.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from correspondence.text.escape import for_xml
from correspondence.text.locale import Direction
from correspondence.writers.docx.xml import R, W

_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
# Identifiers that Word gives at random when somebody edits.
_EDITING = (
    "{http://schemas.microsoft.com/office/word/2010/wordml}",
    "{http://schemas.microsoft.com/office/word/2010/wordprocessingDrawing}",
)
_OFFICE = "urn:schemas-microsoft-com:office:office"
# Tracked changes that are accepted, and wrappers around words that stay.
_UNWRAPPED = frozenset({"ins", "moveTo", "hyperlink", "smartTag", "customXml", "sdtContent"})
_REMOVED = frozenset(
    {
        *("rsid", "del", "moveFrom", "cellIns", "cellDel", "cellMerge", "numberingChange", "tblGridChange"),
        *(f"{of}PrChange" for of in ("r", "p", "sect", "tbl", "tblEx", "tc", "tr")),
        *(f"{of}Range{end}" for of in ("moveFrom", "moveTo", "comment") for end in ("Start", "End")),
        *(f"customXml{of}Range{end}" for of in ("Ins", "Del", "MoveFrom", "MoveTo") for end in ("Start", "End")),
        *("commentReference", "annotationRef", "footnoteReference", "endnoteReference", "bookmarkStart", "bookmarkEnd"),
        *("permStart", "permEnd", "proofErr", "lastRenderedPageBreak", "smartTagPr", "customXmlPr", "ffData"),
        *("altChunk", "subDoc", "object", "control", "movie", "printerSettings", "sdtPr", "sdtEndPr"),
        "numPr",
        *("embedRegular", "embedBold", "embedItalic", "embedBoldItalic"),
    }
)
_KEPT_FIELDS = frozenset({"PAGE", "NUMPAGES", "SECTIONPAGES", "TITLE"})
_SHOWN_FIELDS = frozenset({"HYPERLINK", "QUOTE"})  # their words stay, the field goes
_TITLE = "TITLE"
# Of VML: ways out, a file's name, and a second copy of the drawing as an archive.
_OUTWARD = frozenset({"href", "src", *(f"{{{_OFFICE}}}{name}" for name in ("href", "title", "gfxdata"))})
_AFTER_BIDI = (
    *("adjustRightInd", "snapToGrid", "spacing", "ind", "contextualSpacing", "mirrorIndents", "suppressOverlap", "jc"),
    *("textDirection", "textAlignment", "textboxTightWrap", "outlineLvl", "divId", "cnfStyle", "rPr", "sectPr"),
)
_AFTER_RTL = ("cs", "em", "lang", "eastAsianLayout", "specVanish", "oMath")


def clean(root: etree._Element) -> None:
    """Remove what tells of people and of editing from a part, and what only works with parts left behind."""
    for element in list(root.iter(etree.Element)):
        for name in [name for name in element.attrib if "rsid" in str(name) or str(name).startswith(_EDITING)]:
            del element.attrib[name]
        kind = _local(element)
        if kind in _REMOVED or element.tag == f"{{{_A}}}extLst":
            _remove(element)
        elif kind == "sdt":
            _unwrap_control(element)
        elif kind in _UNWRAPPED:
            _unwrap(element)


def clean_styles(root: etree._Element) -> None:
    """Clean a style sheet, in which the letter's own language is to hold."""
    clean(root)
    for element in list(root.iter(f"{{{W}}}lang")):
        _remove(element)


def clean_theme(root: etree._Element) -> None:
    """Clean a theme; a fill with a picture becomes a plain one, because no picture of a theme is carried."""
    clean(root)
    for fill in list(root.iter(f"{{{_A}}}blipFill")):
        parent = fill.getparent()
        if parent is not None:
            plain = etree.Element(f"{{{_A}}}solidFill")
            etree.SubElement(plain, f"{{{_A}}}schemeClr", val="phClr")
            parent.replace(fill, plain)
    settle_relationships(root, {})


def settle_fields(root: etree._Element, title: str, direction: Direction) -> None:
    """Keep the fields that number pages, show the letter's title in those that show one, and remove all others."""
    for simple in list(root.iter(f"{{{W}}}fldSimple")):
        name = _field_name(str(simple.get(f"{{{W}}}instr")))
        if name == _TITLE:
            _show(simple, list(simple.iter(f"{{{W}}}r")), title, direction)
        elif name in _SHOWN_FIELDS:
            _unwrap(simple)
        elif name not in _KEPT_FIELDS:
            _remove(simple)
    for complex_field in _complex_fields(root):
        name = _field_name(complex_field.instruction)
        if name == _TITLE:
            _show(complex_field.code[0], complex_field.result, title, direction)
        elif name not in _KEPT_FIELDS:
            gone = complex_field.code if name in _SHOWN_FIELDS else (*complex_field.code, *complex_field.result)
            for run in gone:
                _remove(run)
    for control in list(root.iter(f"{{{W}}}sdt")):
        binding = control.find(f"{{{W}}}sdtPr/{{{W}}}dataBinding")
        if binding is not None and "title" in str(binding.get(f"{{{W}}}xpath")):
            _show(control, list(control.iter(f"{{{W}}}r")), title, direction)


def settle_relationships(root: etree._Element, pictures: Mapping[str, str]) -> None:
    """Let only carried pictures be named, by their new identifiers; remove drawings that show anything else."""
    for element in list(root.iter(etree.Element)):
        dangling = False
        for name in [str(name) for name in element.attrib]:
            if name.startswith(f"{{{R}}}"):
                identifier = pictures.get(str(element.get(name)))
                if identifier is None:
                    del element.attrib[name]
                    dangling = True
                else:
                    element.set(name, identifier)
            elif name in _OUTWARD:
                del element.attrib[name]
        if dangling and not any(str(name).startswith(f"{{{R}}}") for name in element.attrib):
            _remove(element if _local_of_any(element).startswith("hlink") else _drawing(element))
        _name_plainly(element)


@dataclass(slots=True)
class _ComplexField:
    """A field of several runs (ECMA-376 part 1, 17.16.18): its code with all three marks, and its result."""

    instruction: str = ""
    code: list[etree._Element] = field(default_factory=list)
    result: list[etree._Element] = field(default_factory=list)
    separated: bool = False


def _complex_fields(root: etree._Element) -> Iterator[_ComplexField]:
    """The fields of a part, an inner one before that which holds it."""
    found: list[_ComplexField] = []
    open_fields: list[_ComplexField] = []
    for run in root.iter(f"{{{W}}}r"):
        mark = run.find(f"{{{W}}}fldChar")
        kind = None if mark is None else mark.get(f"{{{W}}}fldCharType")
        if kind == "begin":
            open_fields.append(_ComplexField())
        if not open_fields:
            continue
        for outer in open_fields[:-1]:
            (outer.result if outer.separated else outer.code).append(run)
        inner = open_fields[-1]
        if kind is None and inner.separated:
            inner.result.append(run)
        else:
            inner.code.append(run)
        if not inner.separated:
            inner.instruction += "".join(str(code.text or "") for code in run.iter(f"{{{W}}}instrText"))
        if kind == "separate":
            inner.separated = True
        elif kind == "end":
            found.append(open_fields.pop())
    return iter([*found, *open_fields])


def _field_name(instruction: str) -> str:
    return next(iter(instruction.split()), "").upper()


def _show(place: etree._Element, runs: list[etree._Element], title: str, direction: Direction) -> None:
    """Put the title in the first of the runs and nothing in the others, in the letter's direction."""
    words = [element for run in runs for element in run.iter(f"{{{W}}}t")]
    for n, element in enumerate(words):
        element.text = for_xml(title) if n == 0 else ""
    if direction == "rtl" and words:
        paragraph = next(place.iterancestors(f"{{{W}}}p"), None)
        if paragraph is not None:
            _set(paragraph, "pPr", "bidi", _AFTER_BIDI)
        for run in runs:
            _set(run, "rPr", "rtl", _AFTER_RTL)


def _set(element: etree._Element, properties: str, name: str, after: tuple[str, ...]) -> None:
    """Switch a property on, at the place that the schema asks."""
    holder = element.find(f"{{{W}}}{properties}")
    if holder is None:
        holder = etree.Element(f"{{{W}}}{properties}")
        element.insert(0, holder)
    for old in holder.findall(f"{{{W}}}{name}"):
        holder.remove(old)
    at = next((n for n, child in enumerate(holder) if _local(child) in after), len(holder))
    holder.insert(at, etree.Element(f"{{{W}}}{name}"))


def _unwrap_control(control: etree._Element) -> None:
    """Leave a content control's words, unless it shows who wrote the document."""
    binding = control.find(f"{{{W}}}sdtPr/{{{W}}}dataBinding")
    path = "" if binding is None else str(binding.get(f"{{{W}}}xpath"))
    if "creator" in path or "lastModifiedBy" in path:
        _remove(control)
    else:
        _unwrap(control)


def _drawing(element: etree._Element) -> etree._Element:
    """The drawing that an element is part of, or itself."""
    outermost = element
    for parent in element.iterancestors():
        if _local(parent) in {"drawing", "pict"}:
            outermost = parent
    return outermost


def _name_plainly(element: etree._Element) -> None:
    """Take files' names and paths out of what names and describes a picture."""
    kind = _local_of_any(element)
    if kind in {"docPr", "cNvPr"} and element.get("name"):
        element.set("name", f"Picture {element.get('id')}")
    for name in ("descr", "alt", "title"):
        described = element.get(name)
        if described and ("\\" in described or "/" in described):
            del element.attrib[name]


def _local(element: etree._Element) -> str:
    """The name of an element of WordprocessingML, or nothing."""
    return str(element.tag).removeprefix(f"{{{W}}}") if str(element.tag).startswith(f"{{{W}}}") else ""


def _local_of_any(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _unwrap(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        at = parent.index(element)
        parent[at : at + 1] = list(element)
