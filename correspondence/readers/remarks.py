"""The comments of a Word document, and which of them answer which."""

from dataclasses import replace

from lxml import etree

from correspondence.document.manuscript import Remark
from correspondence.readers.archive import local_name
from correspondence.readers.roles import attribute

_GONE = ("del", "moveFrom", "Fallback")


def remarks(comments: etree._Element | None, extended: etree._Element | None) -> tuple[Remark, ...]:
    """The comments in order.

    Args:
        comments: `word/comments.xml`.
        extended: `word/commentsExtended.xml`, which ties an answer to what it answers by the last of their paragraphs.
    """
    entries = [e for e in (extended if extended is not None else ()) if local_name(e) == "commentEx"]
    parents = {attribute(e, "paraId"): attribute(e, "paraIdParent") for e in entries if attribute(e, "paraId")}
    done = {attribute(e, "paraId") for e in entries if attribute(e, "done") in ("1", "true")}
    found: list[tuple[str, Remark]] = []
    owners: dict[str, str] = {}
    for entry in comments if comments is not None else ():
        if local_name(entry) != "comment":
            continue
        identifier, last, lines = attribute(entry, "id"), "", []
        for paragraph in entry.iter("{*}p"):
            last = attribute(paragraph, "paraId")
            owners[last] = identifier
            lines.append(words_of(paragraph))
        words = "\n".join(lines)
        found.append((last, Remark(identifier, attribute(entry, "author"), attribute(entry, "date"), words)))
    owners.pop("", None)
    return tuple(
        replace(one, parent=owners.get(parents.get(last, ""), ""), done=bool(last) and last in done)
        for last, one in found
    )


def words_of(paragraph: etree._Element) -> str:
    """The words of a paragraph when its changes are accepted."""
    return "".join(
        (element.text or "") if local_name(element) == "t" else " "
        for element in paragraph.iter("{*}t", "{*}br", "{*}tab")
        if not any(local_name(around) in _GONE for around in element.iterancestors())
    )
