"""Fields of a Word document (ECMA-376 part 1, 17.16), as far as they stand for what a letter has: links and notes."""

import re
from dataclasses import dataclass

from lxml import etree

from correspondence.readers.archive import local_name
from correspondence.readers.roles import attribute

NOTE_MARKS = {"footnoteReference": "footnote", "endnoteReference": "endnote"}
_NOTE_FIELD = re.compile(r"\s*NOTEREF\s+(\S+)")
_LINK_FIELD = re.compile(r'\s*HYPERLINK\s+(?!\\)(?:"([^"]*)"|(\S+))')


@dataclass(slots=True)
class Field:
    """An open field: its instruction, and whether its result has begun."""

    code: str = ""
    result: bool = False
    link: str = ""


def noted_bookmarks(body: etree._Element) -> dict[str, str]:
    """Bookmarks around the marks of notes, by name."""
    found: dict[str, str] = {}
    opened: dict[str, str] = {}
    for element in body.iter():
        tag = local_name(element)
        if tag == "bookmarkStart":
            opened[attribute(element, "id")] = attribute(element, "name")
        elif tag == "bookmarkEnd":
            opened.pop(attribute(element, "id"), None)
        elif tag in NOTE_MARKS:
            found |= dict.fromkeys(opened.values(), f"{NOTE_MARKS[tag]}:{attribute(element, 'id')}")
    return found


def address(code: str) -> str:
    """Where the field with that instruction leads, or nothing."""
    match = _LINK_FIELD.match(code)
    return (match[1] or match[2] or "") if match else ""


def noted(code: str, bookmarks: dict[str, str]) -> str:
    """The note that the field with that instruction refers to, or nothing."""
    match = _NOTE_FIELD.match(code)
    return bookmarks.get(match[1], "") if match else ""
