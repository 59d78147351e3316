"""What partners did in Word is read back edit by edit; what is taken is Markdown, and live parts stay live."""

import io
import json
import zipfile
from functools import partial
from unittest.mock import patch

import pytest

from correspondence.bundle import schema
from correspondence.document.nodes import plain_text
from correspondence.document.parse import parse
from correspondence.errors import ChangedElsewhereError
from correspondence.letters import partners
from correspondence.letters.edit import save_body
from correspondence.letters.edits import EditKind
from correspondence.letters.merge import NOTHING_TO_TAKE, THERE
from correspondence.letters.revisions import freeze
from correspondence.letters.spelling import Spelling
from correspondence.overview import letters
from correspondence.publish.export import export
from correspondence.store.change import change
from correspondence.store.reading import reading
from correspondence.vocabulary import RevisionKind
from correspondence.workspace import Workspace
from correspondence.writers import markdown
from tests.factories.partners import came_back, edited_as, printed, retyped, sent, tracked_words
from tests.factories.threads import digest, letter, stored, thread
from tests.factories.words import WHO, deleted, inserted, paragraph, part, run

LIVE = """We have asked {{ questions|length }} times, and {{ "n" ~ "o" }} answer came.

{# nobody prints this #}
{% for n in [1, 2] %}
- Item {{ n }} of two.
{% endfor %}

{% if letter.title %}
The title is given.
{% endif %}

The *last* paragraph, with “words” & more.
"""

RICH = """First paragraph, with **bold**, *italic* and [a link](https://example.org/a).

## A heading

- One item
- Another item, which has a note.[^why]
- Third item

1. Do this.
2. Do that.

| What | When |
|---|---|
| A report | 2022 |
| An audit | never |

> A quotation that stays.

Last paragraph.

[^why]: The reason is given here.
"""


def _put(old: str, new: str, xml: str) -> str:
    assert old in xml
    return xml.replace(old, new)


HEADERS = [f"word/header{n}.xml" for n in (1, 2)]


def _with(workspace: Workspace, body: str) -> Workspace:
    return stored(workspace, thread(letters=(letter(body=body),)))


def _words(markdown: str) -> list[str]:
    document = parse(markdown)
    return plain_text([b for story in (document.blocks, *document.footnotes) for b in story]).split()


def test_what_comes_back_as_it_went_out_has_no_edits(workspace: Workspace) -> None:
    for n, body in enumerate((LIVE, RICH)):
        bundle = thread(f"t{n}", letters=(letter(body=body),))
        stored(workspace, bundle)
        merge = came_back(workspace, sent(workspace, f"t{n}/l"), f"t{n}/l")
        assert (merge.edits, merge.comments, merge.told) == ((), (), ())
        assert merge.taken([]).body == body


def test_a_tracked_edit_has_its_author_place_and_words_and_is_taken(workspace: Workspace) -> None:
    _with(workspace, RICH)
    merge = came_back(workspace, retyped(sent(workspace), tracked_words("Third", "Last")))
    (edit,) = merge.edits
    assert (edit.kind, edit.author, edit.date, edit.tracked) == (EditKind.REPLACED, "Ana", "2025-05-20T10:01:00Z", True)
    assert (edit.old, edit.new, edit.behind) == ("Third", "Last", " item")
    assert edit.place == "item 3 under “A heading”"
    assert edit.problem == ""
    taken = merge.taken([1])
    assert taken.body == RICH.replace("Third", "Last")
    assert (taken.taken, taken.left) == ((edit,), ())
    assert merge.taken([]).body == RICH


def test_live_parts_stay_live_and_edits_in_them_are_told(workspace: Workspace) -> None:
    _with(workspace, LIVE)
    content = sent(workspace)
    for old, new in (
        ("We have asked", "We asked"),
        ("no answer", "not one answer"),
        ("Item 2", "Item two"),
        ("is given", "is known"),
        ("“words” &amp; more", "“words” &amp; {{ deeds }} {% if %} {# x #}"),
    ):
        content = retyped(content, partial(_put, old, new))
    merge = came_back(workspace, content)
    problems = {edit.old.strip() + "→" + edit.new.strip(): edit.problem for edit in merge.edits}
    assert [told for told in problems.values() if told] == [
        'comes from a live part of the body: {{ "n" ~ "o" }}',
        "comes from a live part of the body: {% for n in [1, 2] %} - Item {{ n }} of two. {% endfor %}",
    ]
    taken = merge.taken([edit.number for edit in merge.edits])
    assert len(taken.left) == 2
    assert 'We asked {{ questions|length }} times, and {{ "n" ~ "o" }} answer' in taken.body
    assert "{# nobody prints this #}\n{% for n in [1, 2] %}\n- Item {{ n }} of two.\n" in taken.body
    assert "The title is known.\n{% endif %}" in taken.body
    text = printed(workspace, taken.body)
    assert "{{ deeds }} {% if %} {# x #}" in plain_text(parse(text).blocks)


def test_what_the_template_prints_is_told_and_nothing_is_dropped(workspace: Workspace) -> None:
    _with(workspace, "Body.")
    merge = came_back(workspace, retyped(sent(workspace), lambda xml: xml.replace(">L<", ">Our letter<")))
    assert [(edit.place, edit.new.strip(), edit.problem) for edit in merge.edits] == [
        ("title", "Our letter", "comes from the template or from the letter's data, not from its body")
    ]
    assert merge.taken([1]).left == ((merge.edits[0], merge.edits[0].problem),)


EDITS = [
    ("Last paragraph.", "Last paragraph.\n\nOne more paragraph, with *stress*."),
    ("First paragraph", "An opening.\n\nFirst paragraph"),
    ("- Third item", "- Third item\n- Fourth item"),
    ("- One item\n", ""),
    ("2. Do that.", "2. Do that, and **soon**.\n3. Do more."),
    ("| An audit | never |", "| An audit | never |\n| A visit | 2023 |"),
    ("| A report | 2022 |\n", ""),
    ("| A report | 2022 |", "| A full report | 2021 |"),
    ("## A heading", "## Another heading"),
    ("## A heading\n\n", ""),
    ("**bold**", "bold"),
    ("*italic*", "***italic***"),
    ("[a link](https://example.org/a)", "[a link](https://example.org/b)"),
    ("[a link](https://example.org/a)", "a link"),
    ("Last paragraph.", "[Last paragraph](https://example.org/c)."),
    ("The reason is given here.", "The reason was given elsewhere."),
    ("[^why]", ""),
    ("Last paragraph.", "Last paragraph.[^new]"),
    ("> A quotation that stays.", "> A quotation that goes."),
    ("> A quotation that stays.\n\n", ""),
    ("First paragraph, with **bold**", "First words.\n\nThen **bold**"),
    ("A heading\n\n- One item\n- Another", "A heading\n\n- Another"),
]


@pytest.mark.parametrize(
    ("old", "new", "author"), [(*edit, "Ana" if n % 2 else None) for n, edit in enumerate(EDITS + EDITS[-5:])]
)
def test_edits_of_every_kind_become_markdown(workspace: Workspace, old: str, new: str, author: str | None) -> None:
    _with(workspace, RICH)
    wanted = RICH.replace(old, new, 1)
    if old == "[^why]":
        wanted = RICH.replace("[^why].", ".").partition("[^why]:")[0].replace("[^why]", "")
    if "[^new]" in new:
        wanted += "\n[^new]: A second reason.\n"
    merge = came_back(workspace, edited_as(workspace, wanted, author=author))
    assert merge.edits
    assert [edit.problem for edit in merge.edits if edit.problem] == []
    taken = merge.taken([edit.number for edit in merge.edits])
    assert taken.left == ()
    assert markdown.write(parse(taken.body)) == markdown.write(parse(wanted))


def test_both_ends_of_a_move_are_one_edit(workspace: Workspace) -> None:
    _with(workspace, "One paragraph of words here.\n\nSecond paragraph of the text.\n\nThird and last of all.\n")
    moved = "Second paragraph of the text.\n\nThird and last of all.\n\nOne paragraph of words here.\n"
    merge = came_back(workspace, edited_as(workspace, moved, author=None))
    assert [edit.kind for edit in merge.edits] == [EditKind.MOVED]
    assert merge.taken([1]).body.split() == moved.split()


def test_formatting_is_listed_and_what_a_letter_cannot_say_is_told(workspace: Workspace) -> None:
    _with(workspace, "Some words here.")
    bold = f"<w:b/><w:rPrChange {WHO.format('Eva', 2)}><w:rPr/></w:rPrChange>"
    red = f'<w:color w:val="FF0000"/><w:rPrChange {WHO.format("Eva", 3)}><w:rPr/></w:rPrChange>'
    runs = run("Some ", bold) + run("words", red) + run(" here.")
    content = retyped(
        sent(workspace),
        lambda xml: xml.replace('<w:r><w:t xml:space="preserve">Some words here.</w:t></w:r>', runs),
    )
    merge = came_back(workspace, content)
    assert [(e.kind, e.author, e.new, e.detail, e.problem) for e in merge.edits] == [
        (EditKind.FORMATTED, "Eva", "Some ", "bold", ""),
        (EditKind.FORMATTED, "Eva", "words", "colour", NOTHING_TO_TAKE),
    ]
    assert merge.taken([1, 2]).body == "**Some** words here."


def test_spaces_quotes_and_the_ways_of_word_processors_are_no_edits(workspace: Workspace) -> None:
    _with(workspace, "Il a dit : “10 %”, c'est-à-dire « rien ».\n\nWe don't.\n")

    def as_others_do(xml: str) -> str:
        xml = xml.replace("“10", '"10').replace("%”", '%"').replace("don't", "don’t").replace("\u00a0", " ")
        xml = xml.replace("c'est", "c’est").replace("à-dire", "à\u2011dire").replace("We ", "We  ")
        return xml.replace("<w:sectPr", "<w:p/><w:p><w:pPr/></w:p><w:sectPr")

    assert came_back(workspace, retyped(sent(workspace), as_others_do)).edits == ()


OURS = "The first words, as we said. The central words stay. The end is nigh.\n\nA second paragraph.\n\nA third.\n"


def test_where_the_draft_moved_on_both_sides_stand(workspace: Workspace) -> None:

    _with(workspace, "The first words. The central words stay. The end is near.\n\nA second paragraph.\n")
    content = sent(workspace)
    for old, new in (("central", "very"), ("near", "far"), ("A second", "The second")):
        content = retyped(content, tracked_words(old, new))
    with change(workspace, "letter edit", "t/l") as act:
        save_body(act.session, "t", "l", OURS, read_version=1)
    with change(workspace, "letter freeze", "t/l") as act:
        # What went out is frozen afterwards, as if it had been before: the file was made from that text.
        body = printed(workspace, "The first words. The central words stay. The end is near.\n\nA second paragraph.\n")
        freeze(act.session, "t", "l", body, kind=RevisionKind.EDITORIAL, at=act.at, by="x", note=None, read_version=2)
    merge = came_back(workspace, content)
    assert merge.text == "1"
    assert [(edit.new, edit.clash, edit.problem) for edit in merge.edits] == [
        ("very", False, ""),
        ("far", True, ""),
        ("The second", False, ""),
    ]
    taken = merge.taken([1, 2, 3])
    assert taken.left == ()
    assert taken.body == OURS.replace("central", "very").replace("nigh", "nigh far").replace("A sec", "The sec")


def test_comments_have_their_place_and_answers_and_can_be_kept_as_notes(workspace: Workspace) -> None:
    _with(workspace, "We urge you to answer {{ letter.title }}.\n\nThen.\n")
    comment = '<w:comment w:id="{0}" {1}><w:p w14:paraId="0000000{0}">{2}</w:p></w:comment>'
    extended = (
        '<w15:commentsEx xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml">'
        '<w15:commentEx w15:paraId="00000002" w15:paraIdParent="00000001"/></w15:commentsEx>'
    )
    marks = '<w:commentRangeStart w:id="1"/><w:commentRangeStart w:id="2"/>', '<w:commentRangeEnd w:id="1"/>'
    content = retyped(
        sent(workspace),
        lambda xml: xml.replace(
            "We urge you",
            f'We </w:t></w:r>{marks[0]}{run("urge you")}{marks[1]}<w:commentRangeEnd w:id="2"/><w:r><w:t>',
        ),
    )

    packed = io.BytesIO(content)
    with zipfile.ZipFile(packed, "a") as archive:
        remarks = comment.format(1, WHO.format("Ana", 1), run("Too #} strong?")) + comment.format(
            2, WHO.format("Eva", 2), run("No.")
        )
        archive.writestr("word/comments.xml", part("comments", remarks))
        archive.writestr("word/commentsExtended.xml", extended)
    merge = came_back(workspace, packed.getvalue())
    assert merge.edits == ()
    assert [(c.author, c.text, c.words, c.place, c.answers) for c in merge.comments] == [
        ("Ana", "Too #} strong?", "urge you", "paragraph 1", ""),
        ("Eva", "No.", "urge you", "paragraph 1", "1"),
    ]
    body = merge.taken([], comments=True).body
    assert body == (
        "We urge you to answer {{ letter.title }}. {# Ana on “urge you”: Too # } strong? #}"
        " {# Eva on “urge you”: No. #}\n\nThen.\n"
    )
    assert _words(printed(workspace, body)) == _words(printed(workspace, merge.letter.body))


def test_two_people_and_rows_and_paragraphs_are_edits_of_their_own(workspace: Workspace) -> None:
    _with(workspace, "One two three.\n\nFour five.\n")
    mark = "<w:rPr><w:ins w:id='7' " + WHO.format("Ana", 1) + "/></w:rPr>"

    def edit(xml: str) -> str:
        xml = xml.replace(
            "One two three.",
            f"One </w:t></w:r>{deleted('two', by='Ana')}{inserted(run('2'), by='Eva', minute=2)}<w:r><w:t"
            ' xml:space="preserve"> three.',
        )
        fresh = paragraph(inserted(run("Fresh.")), properties=mark)
        at = xml.index("Four five.")
        start = xml.rindex("<w:p>", 0, at)
        return xml[:start] + fresh + xml[start:]

    merge = came_back(workspace, retyped(sent(workspace), edit))
    assert [(e.kind, e.author, e.old, e.new) for e in merge.edits] == [
        (EditKind.DELETED, "Ana", "two", ""),
        (EditKind.INSERTED, "Eva", "", "2"),
        (EditKind.INSERTED, "Ana", "", "Fresh.\n"),
    ]
    assert merge.taken([2, 3]).body == "One two2 three.\n\nFresh.\n\nFour five.\n"


def test_what_the_draft_has_already_is_told(workspace: Workspace) -> None:
    _with(workspace, RICH)
    wanted = RICH.replace("Do that.", "Do this at once.").replace("- Third", "- One more item of the list\n- Third")
    content = edited_as(workspace, wanted)
    with change(workspace, "letter freeze", "t/l") as act:
        freeze(
            act.session, "t", "l", printed(workspace, RICH), kind=RevisionKind.EDITORIAL, at=act.at, by="x", note=None,
            read_version=1,
        )  # fmt: skip
    with change(workspace, "letter edit", "t/l") as act:
        save_body(act.session, "t", "l", wanted, read_version=1)
    merge = came_back(workspace, content, text="1")
    assert [edit.problem for edit in merge.edits] == [THERE, THERE]
    assert merge.taken([1, 2]).body == wanted


def test_a_file_of_another_letter_is_told(workspace: Workspace) -> None:
    _with(workspace, RICH)
    stored(workspace, thread("other", letters=(letter(body="What we had to say to others of other things."),)))
    merge = came_back(workspace, sent(workspace, "other/l"), "t/l")
    assert merge.told == ("has few words in common with this letter: was it made from another one?",)
    assert merge.edits


def test_what_is_taken_is_saved_over_the_draft_that_was_read_and_no_other(store: Workspace) -> None:
    _with(store, RICH)
    content = retyped(sent(store), tracked_words("Third", "Last"))
    merge = came_back(store, content)
    with reading(store) as reader:
        taken = partners.take(reader, store, merge, [1])
    with change(store, "letter merge", "t/l") as act:
        assert partners.save(act.session, merge, taken) == 2
        act.detail |= partners.record(merge, taken)
    with reading(store) as reader:
        assert letters.letter(reader, "l").body == taken.body == RICH.replace("Third", "Last")
        told = json.loads(reader.rows("SELECT detail FROM journal ORDER BY number")[-1][0])
    assert told == {"from": "draft", "taken": 1, "of": 1, "authors": ["Ana"]}
    with pytest.raises(ChangedElsewhereError), change(store, "letter merge", "t/l") as act:
        partners.save(act.session, merge, merge.taken([]))


def test_the_marks_of_a_copy_that_goes_round_are_no_edits(workspace: Workspace) -> None:
    _with(workspace, "Body.")
    with reading(workspace) as reader:
        content = export(reader, workspace, "l", marks=("draft", "Only for Ana <Copy 3>")).content
    assert "Copy 3" in "".join(zipfile.ZipFile(io.BytesIO(content)).read(n).decode("utf-8", "replace") for n in HEADERS)
    merge = came_back(workspace, content)
    assert (merge.edits, merge.told) == ((), ())


def test_printed_names_are_no_edits_and_a_name_that_a_partner_adds_is_one(workspace: Workspace) -> None:
    block = '\n\n::: signature-block {groups="organizations people" columns=2}\n:::\n'
    signons = [
        schema.SignOn(name=name, kind=kind, status="signed", revision=digest(f"# 1{block}"), channel="email", at="2025")
        for name, kind in (("Alpha", "organization"), ("Beta", "organization"), ("Ana Ruiz", "person"))
    ]
    stored(workspace, thread(letters=(letter(["substantive"], signons=signons, block=block),)))
    content = sent(workspace)
    merge = came_back(workspace, content)
    assert (merge.text, merge.edits) == ("1", ())
    added = retyped(content, tracked_words("", " and Gamma", around="Ana Ruiz"))
    told = [edit for edit in came_back(workspace, added).edits if "Gamma" in edit.new]
    assert len(told) == 1
    assert told[0].problem


def test_each_edit_of_many_spells_the_letter_once(workspace: Workspace) -> None:
    body = "\n\n".join(f"Paragraph {n} says the word old{n} and more." for n in range(40)) + "\n"
    stored(workspace, thread(letters=(letter(body=body),)))
    content = edited_as(workspace, body.replace("old", "new"))
    with patch.object(Spelling, "parts", autospec=True, side_effect=Spelling.parts) as spelled:
        back = came_back(workspace, content)
    assert [edit.problem for edit in back.edits] == [""] * 40
    assert spelled.call_count <= 40 + 3  # and the texts as they are
    assert back.taken(range(1, 41)).body == body.replace("old", "new")
