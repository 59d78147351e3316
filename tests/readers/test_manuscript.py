"""A Word document that came back from its editors: who put in what, who took out what, and what they said."""

import contextlib
import random

import pytest

from correspondence.document.manuscript import (
    DELETION,
    FORMATTING,
    INSERTION,
    MOVE,
    Grid,
    Look,
    Manuscript,
    Para,
    Piece,
    paragraphs,
)
from correspondence.readers import manuscript
from correspondence.readers.extract import UnreadableError
from correspondence.readers.manuscript_frames import pack, unpack
from correspondence.readers.worker import Worker
from correspondence.writers.docx import tracked, write
from tests.factories.words import WHO, R, deleted, inserted, package, paragraph, part, run
from tests.writers.conftest import LETTERS, REFERENCE


def _only(read: Manuscript) -> Para:
    (block,) = read.body
    assert isinstance(block, Para)
    return block


def _told(read: Manuscript) -> list[tuple[str, str, str]]:
    """Every piece with who put it in and who took it out."""
    who = ["", *(change.author for change in read.changes)]
    return [(p.text, who[p.inserted], who[p.deleted]) for one in paragraphs(read.body) for p in one.pieces]


def test_who_put_in_and_who_took_out_is_told_of_every_word() -> None:
    read = manuscript.read(
        package(
            paragraph(
                run("We "),
                deleted("ask", by="Ana"),
                inserted(run("urge"), by="Ana"),
                inserted(run(" and "), deleted(" beg", by="Ben", minute=3), by="Eva", minute=2),
                run(" you."),
            )
        )
    )
    assert _told(read) == [
        ("We ", "", ""),
        ("ask", "", "Ana"),
        ("urge", "Ana", ""),
        (" and ", "Eva", ""),
        (" beg", "Eva", "Ben"),
        (" you.", "", ""),
    ]
    assert [c.kind for c in read.changes] == [DELETION, INSERTION, INSERTION, DELETION]
    assert read.changes[3].date == "2025-05-20T10:03:00Z"


def test_what_word_puts_around_words_is_looked_through() -> None:
    read = manuscript.read(
        package(
            paragraph(
                '<w:bookmarkStart w:id="0" w:name="_GoBack"/><w:proofErr w:type="spellStart"/>',
                run("Nivel"),
                run("mark"),
                '<w:proofErr w:type="spellEnd"/><w:bookmarkEnd w:id="0"/>',
                f'<w:smartTag w:element="City"><w:smartTagPr><w:attr/></w:smartTagPr>{run(" in ")}</w:smartTag>',
                f"<w:sdt><w:sdtPr><w:alias w:val='x'/></w:sdtPr><w:sdtContent>{run('Lis')}</w:sdtContent></w:sdt>",
                "<w:r><w:t>bon</w:t><w:lastRenderedPageBreak/><w:tab/><w:noBreakHyphen/><w:t>now</w:t><w:br/></w:r>",
            )
        )
    )
    assert [piece.text for piece in _only(read).pieces] == ["Nivelmark in Lisbon\t\u2011now\n"]


def test_ends_of_paragraphs_and_rows_are_changes_of_their_own() -> None:
    mark = "<w:rPr><w:{} w:id='1' " + WHO.format("Ana", 1) + "/></w:rPr>"
    row = "<w:tr><w:trPr><w:{} " + WHO.format("Eva", 2) + "/></w:trPr><w:tc>{}</w:tc></w:tr>"
    read = manuscript.read(
        package(
            paragraph(run("one"), properties=mark.format("ins"))
            + paragraph(run("two"), properties=mark.format("del"))
            + f"<w:tbl>{row.format('ins', paragraph(run('new')))}{row.format('del', paragraph(run('old')))}</w:tbl>"
        )
    )
    one, two, grid = read.body
    assert isinstance(one, Para)
    assert isinstance(two, Para)
    assert isinstance(grid, Grid)
    assert (one.inserted, one.deleted, two.inserted, two.deleted) == (1, 0, 0, 2)
    assert [(row.inserted, row.deleted) for row in grid.rows] == [(3, 0), (0, 4)]
    assert read.changes[2].author == "Eva"


def test_both_ends_of_a_move_share_a_name() -> None:
    ends = '<w:{0}RangeStart w:id="5" w:name="move1" {1}/><w:{0} {1}>{2}</w:{0}><w:{0}RangeEnd w:id="5"/>'
    who = WHO.format("Ana", 1)
    read = manuscript.read(
        package(paragraph(ends.format("moveFrom", who, run("a"))) + paragraph(ends.format("moveTo", who, run("a"))))
    )
    assert [(c.kind, c.group) for c in read.changes] == [(MOVE, "move1"), (MOVE, "move1")]
    assert _told(read) == [("a", "", "Ana"), ("a", "Ana", "")]


def test_formatting_that_was_tracked_keeps_how_it_looked() -> None:
    changed = f"<w:{{}}/><w:rPrChange {WHO.format('Ana', 1)}><w:rPr/></w:rPrChange>"
    styled = f'<w:pStyle w:val="Heading2"/><w:pPrChange {WHO.format("Eva", 1)}><w:pPr/></w:pPrChange>'
    style = '<w:style w:type="paragraph" w:styleId="Heading2"><w:name w:val="heading 2"/></w:style>'
    read = manuscript.read(
        package(
            paragraph(
                run("bold", changed.format("b")), run("red", changed.format('color w:val="FF0000"')), properties=styled
            ),
            styles=part("styles", style),
        )
    )
    bold, red = _only(read).pieces
    assert (bold.look, bold.was) == (Look(bold=True), Look())
    assert (red.look, red.was) == (Look(), Look())
    assert [(c.kind, c.author, c.detail) for c in read.changes] == [
        (FORMATTING, "Ana", ""),
        (FORMATTING, "Ana", "colour"),
        (FORMATTING, "Eva", ""),
    ]
    para = _only(read)
    assert para.was is not None
    assert ((para.role.kind, para.role.level), para.was.kind) == (("heading", 2), "body text")


def test_comments_have_their_words_authors_answers_and_place() -> None:
    comment = '<w:comment w:id="{0}" w:initials="A" {1}><w:p w14:paraId="0000000{0}">{2}</w:p></w:comment>'
    extended = (
        '<w15:commentsEx xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml">'
        '<w15:commentEx w15:paraId="00000001" w15:done="1"/>'
        '<w15:commentEx w15:paraId="00000002" w15:paraIdParent="00000001" w15:done="0"/></w15:commentsEx>'
    )
    read = manuscript.read(
        package(
            paragraph(
                run("We "),
                '<w:commentRangeStart w:id="1"/><w:commentRangeStart w:id="2"/>',
                run("urge"),
                run(" you", "<w:i/>"),
                '<w:commentRangeEnd w:id="1"/><w:r><w:commentReference w:id="1"/></w:r>',
                '<w:commentRangeEnd w:id="2"/><w:r><w:commentReference w:id="2"/></w:r>',
                run("."),
                '<w:r><w:commentReference w:id="3"/></w:r>',
            ),
            comments=part(
                "comments",
                comment.format(1, WHO.format("Ana", 1), run("Too strong?"))
                + comment.format(2, WHO.format("Eva", 2), run("No."))
                + comment.format(3, WHO.format("Eva", 3), run("Here")),
            ),
            commentsExtended=extended,
        )
    )
    first, answer, point = read.remarks
    assert (first.author, first.text, first.done, first.parent) == ("Ana", "Too strong?", True, "")
    assert (answer.author, answer.parent, answer.done) == ("Eva", "1", False)
    assert [(p.text, p.comments) for p in _only(read).pieces] == [
        ("We ", ()),
        ("urge", ("1", "2")),
        (" you", ("1", "2")),
        (".", ()),
        ("", ("3",)),
    ]
    assert point.text == "Here"


def test_links_notes_fields_and_boxes() -> None:
    field = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    code = '<w:r><w:instrText xml:space="preserve"> HYPERLINK "https://b.example" </w:instrText></w:r>'
    read = manuscript.read(
        package(
            paragraph(
                f'<w:hyperlink r:id="rId9">{run("a")}</w:hyperlink>',
                field.format("begin") + code + field.format("separate") + run("b") + field.format("end"),
                '<w:bookmarkStart w:id="4" w:name="_N"/><w:r><w:footnoteReference w:id="7"/></w:r>',
                '<w:bookmarkEnd w:id="4"/>',
                f'<w:fldSimple w:instr=" NOTEREF _N \\h ">{run("1")}</w:fldSimple>',
                f"<w:r><w:pict><v:shape><v:textbox><w:txbxContent>{paragraph(run('boxed'))}</w:txbxContent></v:textbox>"
                "</v:shape></w:pict></w:r>",
            ),
            f'<Relationship Id="rId9" Type="{R}/hyperlink" Target="https://a.example" TargetMode="External"/>',
            footnotes=part("footnotes", f'<w:footnote w:id="7">{paragraph(run("noted"))}</w:footnote>'),
        )
    )
    first, box = read.body
    assert isinstance(first, Para)
    assert isinstance(box, Para)
    assert [(p.text, p.look.link, p.note) for p in first.pieces] == [
        ("a", "https://a.example", ""),
        ("b", "https://b.example", ""),
        ("", "", "footnote:7"),
        ("", "", "footnote:7"),
    ]
    assert box.pieces == (Piece("boxed"),)
    assert [p.text for p in next(paragraphs(read.notes["footnote:7"])).pieces] == ["noted"]


def test_a_redline_of_ours_comes_through_the_worker_as_it_is() -> None:
    content = tracked.write(LETTERS["sample"], LETTERS["everything"], REFERENCE, author="Coalition").content
    with Worker() as worker:
        read = worker.manuscript(content)
        assert read == manuscript.read(content)
        assert {change.author for change in read.changes} == {"Coalition"}
        with pytest.raises(UnreadableError, match="cannot be opened"):
            worker.manuscript(b"PK\x03\x04 no archive")
        with pytest.raises(UnreadableError, match="older Word document"):
            worker.manuscript(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600)
        assert worker.manuscript(content) == read


@pytest.mark.parametrize("name", LETTERS)
def test_any_letter_crosses_the_pipe_whole(name: str) -> None:
    read = manuscript.read(write(LETTERS[name], REFERENCE))
    assert unpack(pack(read)) == read


def test_what_is_made_to_do_harm_is_refused_in_a_line() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa">]>' + part("document", "<w:body/>")
    with Worker() as worker:
        with pytest.raises(UnreadableError, match="entities"):
            worker.manuscript(package("", styles=bomb))
        deep = "<w:sdt><w:sdtContent>" * 3000 + paragraph(run("x")) + "</w:sdtContent></w:sdt>" * 3000
        with contextlib.suppress(UnreadableError):
            worker.manuscript(package(deep))
        with pytest.raises(UnreadableError, match="too large"):
            worker.manuscript(package("", big=b"\0" * 150_000_000))


def test_broken_documents_give_a_manuscript_or_a_line() -> None:
    whole = tracked.write(LETTERS["sample"], LETTERS["everything"], REFERENCE).content
    chance = random.Random(4)
    for _ in range(60):
        broken = bytearray(whole)
        for _ in range(chance.randint(1, 30)):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        try:
            read = manuscript.read(bytes(broken))
        except UnreadableError:
            continue
        assert unpack(pack(read)) == read
