"""The elements that say: inserted, deleted, formatted otherwise; by whom, when, and which change of the document."""

from lxml import etree

from correspondence.text.escape import for_xml
from correspondence.writers.docx.xml import R, W

INSERTED, DELETED = "ins", "del"


def element_of(name: str) -> etree._Element:
    """A new element of WordprocessingML."""
    return etree.Element(f"{{{W}}}{name}", nsmap={"w": W, "r": R})


class Marks:
    """Makes the marks of one document; their numbers go up in the order in which they are made."""

    def __init__(self, author: str, date: str, first: int) -> None:
        self._author = for_xml(author)
        self._date = date
        self._next = first
        self.made = 0

    def mark(self, kind: str) -> etree._Element:
        """An element of that local name with the attributes of a tracked change."""
        element = element_of(kind)
        element.set(f"{{{W}}}id", str(self._next))
        element.set(f"{{{W}}}author", self._author)
        element.set(f"{{{W}}}date", self._date)
        self._next += 1
        self.made += 1
        return element

    def numbered_anew(self, copies: list[etree._Element]) -> None:
        """Give the marks in a copy numbers of their own."""
        for element in (inside for block in copies for inside in block.iter()):
            if element.get(f"{{{W}}}author") is not None:
                element.set(f"{{{W}}}id", str(self._next))
                self._next += 1

    def changed(self, kind: str, old: etree._Element | None, element: str) -> etree._Element:
        """A mark such as `w:pPrChange` that holds the properties as they were; `element` names what holds them."""
        mark = self.mark(kind)
        was = etree.SubElement(mark, f"{{{W}}}{element}")
        was.extend([] if old is None else list(old))
        return mark
