"""What a reference document leaves open in its headers and footers: content controls with a tag of ours.

`page-of` becomes "Page 2 of 7" in the letter's language, `letterhead` the lines that the template gives for who writes.
Whoever makes a letterhead in Word may use them (Developer, Controls, Properties, Tag) or none.
"""

import copy
from collections.abc import Sequence

from lxml import etree

from correspondence.text.locale import direction, page_of
from correspondence.writers.docx.inlines import Look, runs
from correspondence.writers.docx.xml import NAMESPACES, W

PAGE_OF = "page-of"
LETTERHEAD = "letterhead"
_FIELDS = {"page": "PAGE", "pages": "NUMPAGES"}


def fill(root: etree._Element, *, language: str, letterhead: Sequence[str]) -> None:
    """Fill the controls of one header or footer; what belongs to no control of ours stays as it is."""
    for control in list(root.iter(f"{{{W}}}sdt")):
        tag = control.find(f"{{{W}}}sdtPr/{{{W}}}tag")
        content = control.find(f"{{{W}}}sdtContent")
        if tag is None or content is None:
            continue
        if tag.get(f"{{{W}}}val") == PAGE_OF:
            _one_line(content, _pages(language), rtl=direction(language) == "rtl")
        elif tag.get(f"{{{W}}}val") == LETTERHEAD:
            _lines(content, letterhead, rtl=direction(language) == "rtl")


def _pages(language: str) -> str:
    """The runs of "Page 2 of 7", in which both numbers are fields."""
    rtl = direction(language) == "rtl"
    pieces = []
    for words, field in page_of(language):
        pieces.append(runs(words, Look(), rtl=rtl))
        if field:
            pieces.append(f'<w:fldSimple w:instr=" {_FIELDS[field]} "><w:r><w:t>1</w:t></w:r></w:fldSimple>')
    return "".join(pieces)


def _one_line(content: etree._Element, inside: str, *, rtl: bool) -> None:
    paragraph = content.find(f"{{{W}}}p")
    _fill(content if paragraph is None else paragraph, inside, rtl=rtl)


def _lines(content: etree._Element, lines: Sequence[str], *, rtl: bool) -> None:
    """A paragraph for each line, each like the control's first or, when there are more, its last."""
    models = content.findall(f"{{{W}}}p")
    for model in models:
        content.remove(model)
    for n, line in enumerate(lines or ("",)):
        model = models[min(n, len(models) - 1)] if models else etree.Element(f"{{{W}}}p")
        paragraph = copy.deepcopy(model)
        _fill(paragraph, runs(line, Look(), rtl=rtl), rtl=rtl)
        content.append(paragraph)


def _fill(holder: etree._Element, inside: str, *, rtl: bool) -> None:
    """Put runs in place of those that stand in a paragraph, whose properties stay."""
    properties = holder.find(f"{{{W}}}pPr")
    for child in list(holder):
        if child is not properties:
            holder.remove(child)
    if rtl and properties is not None:
        style = properties.find(f"{{{W}}}pStyle")
        properties.insert(0 if style is None else 1, etree.Element(f"{{{W}}}bidi"))
    holder.extend(etree.fromstring(f"<w:p {NAMESPACES}>{inside}</w:p>"))
