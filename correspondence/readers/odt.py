"""OpenDocument texts (ISO/IEC 26300): their words in order; tracked deletions are left out."""

from lxml import etree

from correspondence.readers.archive import BROKEN, Package, local_name, parse_xml
from correspondence.readers.extract import Extract, Note, Remark, UnreadableError

_DROPPED = {"tracked-changes", "sequence-decls", "annotation-end", "forms", "bookmark", "note-citation"}

_MOST_DIGITS = 5


def read(content: bytes) -> Extract:
    """Read a document, packed or as one flat XML file.

    Raises:
        UnreadableError: it is encrypted or damaged.
    """
    meta: etree._Element | None
    damaged = False
    if content.startswith(b"PK"):
        package = Package(content)
        damaged = package.damaged
        root, meta = package.xml("content.xml"), package.xml("meta.xml")
        manifest = package.read("META-INF/manifest.xml") or b""
        if b"encryption-data" in manifest:
            raise UnreadableError("needs a password: open it where you can, and save it without one")
    else:
        root = meta = parse_xml(content)
    body = root.find(".//{*}body") if root is not None else None
    if body is None and damaged:
        raise UnreadableError(BROKEN)
    if body is None:
        raise UnreadableError("holds no document that can be read: ask for it again, or for a PDF")
    blocks: list[str] = []
    _walk(body, blocks)
    comments = _comments(body)
    if comments:
        blocks += ["# Comments", *comments]
    text = "\n\n".join(blocks).replace("\n\n- ", "\n- ").replace("|\n\n|", "|\n|")
    changed = body.find(".//{*}tracked-changes")
    notes = []
    if damaged:
        notes.append(Note(Remark.DAMAGED, "its archive is damaged: what could be found in it was read"))
    if changed is not None and len(changed):
        notes.append(Note(Remark.TRACKED_CHANGES, f"holds {len(changed)} tracked changes, read as if accepted"))
    if comments:
        notes.append(Note(Remark.COMMENTS, "holds comments; they stand at the end"))
    if not text.strip():
        notes.append(Note(Remark.NO_TEXT, "there is no text in it"))

    def known(name: str) -> str:
        found = meta.findtext(f".//{{*}}{name}") if meta is not None else None
        return " ".join((found or "").split())

    return Extract(
        text=f"{text}\n" if text else "",
        media_type="application/vnd.oasis.opendocument.text",
        title=known("title"),
        author=known("creator") or known("initial-creator"),
        date=known("date") or known("creation-date"),
        language=known("language"),
        notes=tuple(notes),
    )


def _comments(body: etree._Element) -> list[str]:
    """What its editors remarked (OpenDocument 1.3, 14.1), each with its author."""
    found: list[str] = []
    for annotation in body.iter("{*}annotation"):
        blocks: list[str] = []
        _walk(annotation, blocks)
        author = " ".join((annotation.findtext("{*}creator") or "").split())
        if blocks and author:
            blocks[0] = f"[{author}] {blocks[0]}"
        found += blocks
    return found


def _walk(element: etree._Element, blocks: list[str], before: str = "") -> None:
    for child in element:
        tag = local_name(child)
        if tag in ("p", "h"):
            level = child.get(f"{child.tag.rpartition('}')[0]}}}outline-level") or "1"
            words = _tidy(_words(child))
            if words:
                known = level.isascii() and level.isdigit() and len(level) < _MOST_DIGITS
                heading = "#" * min(6, int(level) if known else 1) + " "
                mark = heading if tag == "h" else before
                blocks.append(mark + words)
        elif tag == "list-item":
            _walk(child, blocks, "- ")
        elif tag == "table-row":
            cells: list[str] = []
            for cell in child.iterfind("{*}table-cell"):
                inside: list[str] = []
                _walk(cell, inside)
                cells.append(" ".join(" ".join(inside).split()))
            if any(cells):
                blocks.append(f"| {' | '.join(cells)} |" if len(cells) > 1 else cells[0])
        elif tag not in _DROPPED:
            _walk(child, blocks, before)


def _words(element: etree._Element) -> str:
    parts = [element.text or ""]
    for child in element:
        tag = local_name(child)
        if tag == "tab":
            parts.append("\t")
        elif tag == "line-break":
            parts.append("\n")
        elif tag == "s":
            parts.append(" ")
        elif tag == "note":
            parts.append(f" [{' '.join(_words(child).split())}]")
        elif tag == "annotation":
            parts.append("")
        elif tag not in _DROPPED:
            parts.append(_words(child))
        parts.append(child.tail or "")
    return "".join(parts)


def _tidy(words: str) -> str:
    return "\n".join(" ".join(line.split()) for line in words.split("\n")).strip()
