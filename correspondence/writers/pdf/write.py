"""The door: a document in, the bytes of a PDF out."""

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from correspondence.document import nodes
from correspondence.document.crossing import places
from correspondence.document.nodes import Document
from correspondence.errors import CorrespondenceError, DocumentError
from correspondence.text.dates import PartialDate, Precision
from correspondence.text.locale import direction
from correspondence.writers.pdf import fonts
from correspondence.writers.pdf.stationery import PLAIN, Header, Stationery
from correspondence.writers.pdf.tree import LONGEST_STRING, Tree

SECONDS = 120.0
REPLACEMENT = "\ufffd"
_ALIKE = {"✅": "✔", "❌": "✖", "❎": "✖", "➕": "+", "➖": "–", "❓": "?", "❗": "!", "⭐": "★"}
_NO_TYPST = "PDF needs one more package: install `correspondence[pdf]`"
# The typesetter's name, and that of its library: an export names no tools. Blanks of the same length keep every offset.
_TOOL = re.compile(
    rb"/Creator ?\(Typst [0-9.]+\)|<xmp:CreatorTool>Typst [0-9.]+</xmp:CreatorTool>|\sx:xmptk=\"[^\"]*\""
    rb"|<stEvt:softwareAgent>Typst [0-9.]+</stEvt:softwareAgent>"
)
_MARK, _LINE, _PICTURE = 21, 15, 12  # what a mark, a line of a header, and the space by a picture take, in points
_LONGEST_LINE = 300  # characters of a header
_ABOVE_HEADER_GAP = 0.7  # of the margin; the rest is between header and text
_LANGUAGE = re.compile(r"([a-z]{2,3})(?:-[A-Za-z]{4})?(?:-([A-Z]{2}))?(?:-.*)?")


@dataclass(frozen=True, slots=True)
class Printed:
    """A letter as PDF.

    Attributes:
        content: the file's bytes.
        missing: characters that no font has; what `alike` gives stands in their place.
        own_fonts: whether fonts of this machine were needed, so that another may give other bytes.
    """

    content: bytes
    missing: str
    own_fonts: bool


def write(document: Document, stationery: Stationery = PLAIN, *, date: PartialDate | None = None) -> Printed:
    """Write a letter as PDF: PDF/UA-1, and PDF/A-2a as well when it is known of which day it is.

    Args:
        document: the letter.
        stationery: the paper and its letterhead.
        date: of the letter, which is what the file says of its own date; without a day it says none.

    Returns:
        The file; the same bytes for the same arguments, fonts and version of the typesetter.

    Raises:
        CorrespondenceError: the typesetter is not installed, or gave up.
        DocumentError: the tree holds a node that this writer does not know.
    """
    ordered = nodes.footnotes_in_order(document)
    missing = ""
    own_fonts = not fonts.folders() and bool(fonts.OTHER_SCRIPTS.search(_words(ordered)))
    # First with fonts that are the same everywhere, then with this machine's, then without what no font has.
    for _ in range(4):
        answer = _set(ordered, stationery, date, missing=missing, own_fonts=own_fonts)
        if answer.startswith(b"%PDF"):
            return Printed(_TOOL.sub(lambda found: b" " * len(found[0]), answer), missing, own_fonts)
        said: dict[str, str] = json.loads(answer)
        if "missing" not in said:
            raise CorrespondenceError(_NO_TYPST if said["error"] == "no-typst" else f"no PDF: {said['error']}")
        if own_fonts:
            missing = "".join(sorted({*missing, *said["missing"]}))
        own_fonts = True
    raise DocumentError(f"no PDF: there is no font for {missing[:40]!r}")


def alike(character: str) -> str:
    """What is printed for a character that no font has: one that looks like it, or U+FFFD."""
    return _ALIKE.get(character, REPLACEMENT)


def _words(document: Document) -> str:
    return document.title + nodes.plain_text(document.blocks) + "".join(map(nodes.plain_text, document.footnotes))


def _set(
    document: Document, stationery: Stationery, date: PartialDate | None, *, missing: str, own_fonts: bool
) -> bytes:
    """One run of the typesetter: a PDF, or what it said instead as JSON."""
    replaced = {ord(character): alike(character) for character in missing}
    headings = (block for block in document.blocks if isinstance(block, nodes.Heading) and block.level == 1)
    tree = Tree(document.footnotes, replaced, places(document), document.endnotes, next(headings, None))
    letter = _data(document, stationery, date, tree)
    with tempfile.TemporaryDirectory(prefix="letter-") as root:
        for name, content in tree.pictures.items():
            (Path(root) / name).write_bytes(content)
        request = {
            "root": root,
            "letter": letter,
            "fonts": fonts.folders(),
            "system_fonts": own_fonts,
            "standards": ["ua-1", "a-2a"] if letter["date"] else ["ua-1"],
        }
        return _run(json.dumps(request).encode())


def _data(document: Document, paper: Stationery, date: PartialDate | None, tree: Tree) -> dict[str, Any]:
    known = _LANGUAGE.fullmatch(document.language)
    title = tree.text(" ".join(document.title.split())) or "–"
    title = title if len(title) <= LONGEST_STRING else f"{title[:LONGEST_STRING]}…"
    day = date if date is not None and date.precision is Precision.DAY else None
    return {
        "title": title,
        "language": known[1] if known else "en",
        "region": known[2] if known else None,
        "rtl": direction(document.language) == "rtl",
        "date": {"year": day.year, "month": day.month, "day": day.day} if day else None,
        "fonts": [fonts.SERIF, *fonts.BEHIND],
        "code_fonts": [fonts.MONO],
        "width": paper.width,
        "height": paper.height,
        "margin": {
            "top": _top(document, paper), "bottom": paper.bottom, "left": paper.left, "right": paper.right
        },
        "text_width": paper.width - paper.left - paper.right,
        "first": None if paper.first is None else _header(paper.first, tree),
        "header": _header(paper.header, tree),
        "marks": [tree.text(mark) for mark in document.marks],
        "footer": [tree.text(line) for line in paper.footer],
        "blocks": tree.blocks(document.blocks),
        "endnotes": [tree.note(note) for note in document.footnotes] if document.endnotes else [],
    }  # fmt: skip


def _shortened(line: str) -> str:
    """A line for the head of every page, which may show the letter's title: no page is all head."""
    return line if len(line) <= _LONGEST_LINE else f"{line[: _LONGEST_LINE - 1]}…"


def _top(document: Document, paper: Stationery) -> float:
    """How far down the text begins: below the marks and what every page prints above it."""
    header = paper.header
    heights = (
        _MARK * len(document.marks),
        _LINE * len(header.lines),
        *(one.height + _PICTURE for one in header.pictures),
    )
    return max(paper.top, sum(heights) / _ABOVE_HEADER_GAP) if document.marks else paper.top


def _header(header: Header, tree: Tree) -> dict[str, Any]:
    return {
        "lines": [tree.text(_shortened(line)) for line in header.lines],
        "pictures": [
            {"file": tree.picture(one.picture), "width": one.width, "height": one.height} for one in header.pictures
        ],
    }


def _run(request: bytes) -> bytes:
    process = subprocess.Popen(  # our own interpreter and module
        [sys.executable, "-I", "-B", "-X", "utf8", "-m", "correspondence.writers.pdf.child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={"PATH": os.environ.get("PATH", ""), "HOME": os.environ.get("HOME", "")},
        start_new_session=True,
    )
    try:
        answer, _ = process.communicate(request, timeout=SECONDS)
    except subprocess.TimeoutExpired:
        raise CorrespondenceError(f"no PDF: setting the letter takes longer than {SECONDS:g} seconds") from None
    finally:
        if process.poll() is None:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL) if sys.platform != "win32" else process.kill()
            process.wait()
    if process.returncode != 0:
        raise CorrespondenceError("no PDF: the letter needs more time or memory than setting it may take")
    return answer
