"""Names in columns: sections within a letter (ECMA-376 part 1, 17.6), whose last paragraph says how it is set."""

import re
from copy import deepcopy

from lxml import etree

from correspondence.writers.docx.xml import W

_MARK = re.compile(r"<\?columns (\d+)\?>")
_GAP = 360  # between columns, in twips
_ONCE = ("headerReference", "footerReference", "titlePg", "pgNumType", "footnotePr", "endnotePr", "type", "cols")
# What stands behind the columns, in the order of the schema.
_BEHIND_COLUMNS = (
    *("formProt", "vAlign", "noEndnote", "titlePg", "textDirection", "bidi", "rtlGutter", "docGrid", "printerSettings"),
    "sectPrChange",
)


def mark(columns: int) -> str:
    """What stands among a paragraph's properties where a section in so many columns ends."""
    return f"<?columns {columns}?>"


def append_before_end(properties: etree._Element, element: etree._Element) -> None:
    """Put an element last among a paragraph's properties, before what ends a section there."""
    end = next((child for child in properties if not isinstance(child.tag, str)), None)
    if end is None:
        properties.append(element)
    else:
        end.addprevious(element)


def divide(body: str, section: etree._Element) -> tuple[str, str]:
    """The body with its marks as sections, and the last section.

    The first has the letterhead's headers and footers, and those after it go on with them on the same page.

    Args:
        body: WordprocessingML with marks.
        section: how the whole letter is set.
    """
    count = 0

    def ended(found: "re.Match[str]") -> str:
        nonlocal count
        count += 1
        return _written(section if count == 1 else _going_on(section), int(found[1]))

    divided = _MARK.sub(ended, body)
    return divided, _written(_going_on(section) if count else section, 1)


def _going_on(section: etree._Element) -> etree._Element:
    """A section like this one that begins where the one before ends."""
    following = deepcopy(section)
    for child in list(following):
        if etree.QName(child).localname in _ONCE:
            following.remove(child)
    kind = etree.Element(f"{{{W}}}type")
    kind.set(f"{{{W}}}val", "continuous")
    following.insert(0, kind)
    return following


def _written(section: etree._Element, columns: int) -> str:
    if columns > 1:
        section = deepcopy(section)
        for child in list(section):
            if etree.QName(child).localname == "cols":
                section.remove(child)
        set_in = etree.Element(f"{{{W}}}cols")
        set_in.set(f"{{{W}}}num", str(columns))
        set_in.set(f"{{{W}}}space", str(_GAP))
        behind = (child for child in section if etree.QName(child).localname in _BEHIND_COLUMNS)
        first = next(behind, None)
        section.insert(len(section) if first is None else section.index(first), set_in)
    return etree.tostring(section, encoding="unicode", with_tail=False)
