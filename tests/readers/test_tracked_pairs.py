"""Documents with tracked changes, each beside what its words are when all are accepted and when all are rejected.

The pairs are after those of Open-Xml-PowerTools (RP002 to RP049). Of twelve of its own files that can be had with both
results, this program reads twelve as accepted and twelve as rejected, word for word.
"""

import pytest

from correspondence.document.resolve import EVERYTHING, NOTHING, resolved, words
from correspondence.readers import docx, manuscript
from tests.factories.words import WHO, deleted, inserted, package, paragraph, run

_INS = f"<w:rPr><w:ins w:id='8' {WHO.format('Ana', 1)}/></w:rPr>"
_DEL = f"<w:rPr><w:del w:id='9' {WHO.format('Ana', 1)}/></w:rPr>"


def _cells(*texts: str) -> str:
    return "".join(f"<w:tc>{paragraph(run(text))}</w:tc>" for text in texts)


def _control(inside: str) -> str:
    return f"<w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent>{inside}</w:sdtContent></w:sdt>"


_ROW_GONE = f"<w:trPr><w:del w:id='3' {WHO.format('Ana', 1)}/></w:trPr>"
_GONE_CELLS = "".join(f"<w:tc>{paragraph(deleted(text), properties=_DEL)}</w:tc>" for text in ("c", "d"))
_GRID = '<w:tblGrid><w:gridCol w:w="9"/><w:tblGridChange w:id="4"><w:tblGrid/></w:tblGridChange></w:tblGrid>'
_LISTED = f'<w:numPr><w:numId w:val="0"/></w:numPr><w:pPrChange {WHO.format("Ana", 1)}><w:pPr/></w:pPrChange>'
PAIRS = {
    "deleted text": (paragraph(run("On the "), deleted("Insert "), run("tab")), "On the tab", "On the Insert tab"),
    "deleted text in a control": (paragraph(_control(deleted("old") + run("kept"))), "kept", "oldkept"),
    "a control around changes": (_control(paragraph(inserted(run("new ")), run("kept"))), "new kept", "kept"),
    "deleted end of a paragraph": (
        paragraph(run("one "), properties=_DEL) + paragraph(run("two")),
        "one two",
        "one \ntwo",
    ),
    "deleted row": (
        f"<w:tbl><w:tr>{_cells('a', 'b')}</w:tr><w:tr>{_ROW_GONE}{_GONE_CELLS}</w:tr></w:tbl>",
        "a b",
        "a b c d",
    ),
    "change of numbering": (paragraph(run("item"), properties=_LISTED), "item", "item"),
    "change of a table's grid": (f"<w:tbl>{_GRID}<w:tr>{_cells('a', 'b')}</w:tr></w:tbl>", "a b", "a b"),
    "paragraphs put in at the end": (
        paragraph(run("one"), properties=_INS)
        + paragraph(inserted(run("two")), properties=_INS)
        + paragraph(inserted(run("three"))),
        "one two three",
        "one",
    ),
    "paragraphs taken out at the end": (
        paragraph(run("one"), properties=_DEL)
        + paragraph(deleted("two"), properties=_DEL)
        + paragraph(deleted("three")),
        "one",
        "one two three",
    ),
    "a cell with empty paragraphs at its end": (
        f"<w:tbl><w:tr><w:tc>{paragraph(run('a'))}{paragraph(properties=_DEL)}{paragraph()}</w:tc>{_cells('b')}</w:tr></w:tbl>",
        "a b",
        "a b",
    ),
    "a paragraph taken out before a table": (
        paragraph(deleted("gone"), properties=_DEL) + f"<w:tbl><w:tr>{_cells('a', 'b')}</w:tr></w:tbl>",
        "a b",
        "gone a b",
    ),
    "put in by one and taken out by another": (
        paragraph(run("a"), inserted(run(" b"), deleted(" c", by="Ben"), by="Eva")),
        "a b",
        "a",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", PAIRS)
def test_both_readings_are_the_words_of_the_pair(name: str) -> None:
    body, accepted, rejected = PAIRS[name]
    content = package(body)
    read = manuscript.read(content)
    for taken, changes, wanted in ((EVERYTHING, "accept", accepted), (NOTHING, "reject", rejected)):
        assert words(resolved(read, taken).body).split() == wanted.split()
        text = docx.read(content, changes="accept" if changes == "accept" else "reject").text
        assert text.replace("|", " ").split() == wanted.split()
