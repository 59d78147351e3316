"""What the checks of a letter find, where, and what they would put there instead."""

from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from correspondence.bundle import schema
from correspondence.errors import Finding, RefusedError, TemplateError
from correspondence.letters.checks import editorial, fixes
from correspondence.letters.checks.run import check, fell_short
from correspondence.letters.checks.source import Source, blocks, citations, plain, quotes
from correspondence.letters.edit import save_body
from correspondence.letters.revisions import freeze, ready
from correspondence.overview import letters
from correspondence.store.change import change
from correspondence.store.reading import reading
from correspondence.vocabulary import RevisionKind
from correspondence.workspace import Workspace
from tests.factories.threads import stored, thread

NOW = datetime(2025, 6, 3, 12, tzinfo=UTC)
REPLY = (
    "Every customer is vetted by our committee before we sell the system to it.\n\n"
    "We “generally” suspend the use of the system while we\ninvestigate a well-founded report."
)
POLICY = "Access is suspended for the duration of an investigation, without any exception whatsoever."
WHOLE = {"date": "2025-06-03", "salutation": "Dear Ms. Ruiz,", "closing": "Sincerely,"}


def _message(name: str, body: str, **data: object) -> schema.MessageDocument:
    given = {
        "direction": "incoming",
        "date": "2025-01-10",
        "visibility": "public",
        "url": "https://example.org/x",
    } | data
    return schema.MessageDocument(message=schema.Message(id=name, **given), body=body)


def _thread(body: str, *, appendix: tuple[schema.Appendix, ...] = (), **data: object) -> schema.ThreadBundle:
    answered = schema.Assessment(message="reply", verdict="answered")
    people = (
        schema.Contact(name="Eva Ruiz", role="General Counsel", organization="Acme", until="2026"),
        schema.Contact(name="Ines Falk", role="Chief Executive", organization="Acme"),
    )
    fields = {"addressee": (schema.Addressee(contact="Eva Ruiz"),)} | WHOLE | data
    fields = {"title": "Acme has not answered", "template": "open-letter", "appendix": appendix} | fields
    letter = schema.Letter(id="l", **fields)
    bundle = thread(
        messages=(
            _message("reply", REPLY, title="The <b>reply</b> of January"),
            _message("policy", POLICY, direction="reference", date="2024"),
            _message("note", "We never said so in public, and never shall.", visibility="private"),
            _message("mail", "We wrote this to you.", visibility=None, url=None, date="2025-07-01"),
        ),
        questions=(
            schema.Question(id="open", text="Who sits on the committee?"),
            schema.Question(id="done", text="Is every customer vetted before a sale?", assessment=(answered,)),
            schema.Question(id="gone", text="What did you do?", withdrawn="a duplicate"),
        ),
        letters=(schema.LetterDocument(letter=letter, body=body),),
    )
    acme = schema.Organization(name="Acme")
    return bundle.model_copy(
        update={"thread": bundle.thread.model_copy(update={"organization": (acme,), "contact": people})}
    )


def _found(store: Workspace, body: str, **data: object) -> tuple[Finding, ...]:
    stored(store, _thread(body, **data))  # type: ignore[arg-type]  # fields of a letter
    with reading(store) as reader:
        return check(reader, store, letters.letter(reader, "l"), now=NOW)


def _mended(store: Workspace, found: tuple[Finding, ...]) -> str:
    with change(store, "letter mend", "t/l") as act:
        fixes.apply(act.session, "t", "l", found, read_version=1)
    with reading(store) as reader:
        return letters.letter(reader, "l").body


GOOD = """\
In your [reply](message:reply) you say that “every customer is vetted by our committee […] before we sell”, and that you
"generally" suspend its use ‘while we investigate’.

Our “principle of courtesy” is not a quotation of anybody.

> Access is suspended for the duration of an investigation.
> — [Policy](message:policy)

- It “[is] suspended” ([policy](message:policy)); the [“duration of an\\ninvestigation”](message:policy) is not said.
- Ines Falk, your chief executive, has “generally” not answered. [The **reply** of January](https://example.org)

| They said | where |
|---|---|
| “**without** any exception” | [here](message:policy) |

{% if pool %}“{{ pool[0].text|inline }}” {# “a remark” #}{% endif %} `“code”` \\[this is meant\\] [^1]

[^1]: A note on “generally” ([reply](message:reply)).
"""


def test_a_letter_that_is_right_is_left_alone(store: Workspace) -> None:
    assert _found(store, GOOD.replace("\\n", " ")) == ()


@pytest.mark.parametrize(
    ("body", "code", "place", "fix", "mended"),
    [
        (
            "You [wrote](message:reply): “Every customer is vetted by a committee before we sell the system”.",
            "quotation-differs",
            (1, 30),
            "it says “Every customer is vetted by our committee before we sell the system",
            "You [wrote](message:reply): “Every customer is vetted by our committee before we sell the system”.",
        ),
        (
            "One.\n\nAs said, “every customer is vetted by our committees, before” ([there](message:reply)).",
            "quotation-differs",
            (3, 11),
            "it says “Every customer is vetted by our committee before”",
            "One.\n\nAs said, “every customer is vetted by our committee before” ([there](message:reply)).",
        ),
        (
            "You [wrote](message:reply): “suspend the use of *all systems* while we\ninvestigate”.",
            "quotation-differs",
            (1, 30),
            "it says “",
            None,  # emphasis is the writer's: nothing is put in its place
        ),
        (
            "You [wrote](message:policy) that “every customer is vetted by our committee”.",
            "quotation-elsewhere",
            (1, 35),
            "cite message:reply",
            None,
        ),
        (
            "You [wrote](message:policy) that “the moon is made of green cheese”.",
            "quotation-not-found",
            (1, 35),
            "quote what it says",
            None,
        ),
        (
            "You wrote that “Access is suspended for the duration of each investigation”.",
            "quotation-differs",
            (1, 17),
            "it says “Access is suspended for the duration of an investigation",
            "You wrote that “Access is suspended for the duration of an investigation”.",
        ),
        ("You said that “the moon is made of cheese”.", "quotation-uncited", (1, 16), "cite where it stands", None),
        ("It “opens here, and “closes there”.", "quotation-unclosed", (1, 4), "close it", None),
        ("See [this](message:replay).", "citation-unknown", (1, 5), "did you mean message:reply?", None),
        ("See [this](reply.html).", "link-nowhere", (1, 5), "write a whole address", None),
        ("See [the note](message:note).", "private-cited", (1, 5), "leave it out", None),
        ("They: “we never said so in public”.", "private-quoted", (1, 8), "leave it out", None),
        ("Dear [name],", "placeholder-left", (1, 6), "write what belongs here", None),
        ("We ask.\n\nTODO: the rest", "placeholder-left", (3, 1), "write what belongs here", None),
        ("“[quotation]” said [name].", "placeholder-left", (1, 2), "write what belongs here", None),
        ("Lorem ipsum dolor.", "placeholder-left", (1, 1), "write what belongs here", None),
        ("By DD/MM YYYY.", "placeholder-left", (1, 4), "write what belongs here", None),
        ("Ac\u200bme, and\u202e more", "invisible-character", (1, 3), "take it out", "Acme, and more"),
        ("To \u0410cme.", "mixed-scripts", (1, 4), "write Acme", "To Acme."),
        ("## A\n\n#### B\n\nText.", "heading-skips", (3, 1), "write ###", "## A\n\n### B\n\nText."),
        ("# A\n\nText.", "heading-title", (1, 1), "begin with ##", "## A\n\nText."),
        ("## \n\nText.", "heading-empty", (1, 1), "take it out", None),
        ("They are in Appendix B.", "appendix-unknown", (1, 13), "it has no appendix", None),
        ("As Ines Falk said.", "person-without-role", (1, 4), "Ines Falk, Chief Executive", None),
        ("Is every customer vetted\nbefore a sale?", "question-settled", (1, 1), "take it out", None),
        ('{{ questions["done"].text|inline }}', "question-settled", (1, 4), "take it out", None),
        ("{{ nobody.name }}", "not-rendered", (1, 1), "", None),
        ("a\n\n{% if %}", "not-rendered", (3, 1), "", None),
    ],
)
def test_what_is_wrong_is_told_with_its_place(
    workspace: Workspace, body: str, code: str, place: tuple[int, int], fix: str, mended: str | None
) -> None:
    found = _found(workspace, body)
    ours = [finding for finding in found if finding.code == code]
    assert ours, [str(finding) for finding in found]
    spot = ours[0].spot
    assert spot is not None
    assert (spot.part, spot.line, spot.column) == ("body", *place)
    assert fix in ours[0].fix
    assert _mended(workspace, found) == (body if mended is None else mended)


@pytest.mark.parametrize(
    ("data", "code", "place"),
    [
        ({"salutation": "Dear {{ letter.nobody }},"}, "placeholder-left", "salutation, line 1"),
        ({"title": "XXX has not answered"}, "placeholder-left", "title, line 1"),
        ({"reply_by": "2025-05"}, "reply-by-past", "letter l"),
        ({"date": "2025", "reply_by": "2025-06-02"}, "reply-by-past", "letter l"),
        ({"embargo": "2025-06-04"}, "embargo", "letter l"),
        ({"in_reply_to": ("mail",)}, "answers-later", "letter l"),
        ({"in_reply_to": ("mail",), "date": "2025-06"}, "answers-later", "letter l"),
        ({"closing": None}, "part-missing", "part closing"),
        ({"language": "cy"}, "words-foreign", "letter l"),
        ({"addressee": (schema.Addressee(name="Jo Roe"),)}, "person-without-role", "addressee Jo Roe"),
        ({"date": "2027-01-01"}, "addressee-left", "addressee Eva Ruiz"),
        ({"addressee": (schema.Addressee(name="Еva Ruiz", role="Head"),)}, "names-alike", "name Eva Ruiz"),
        ({"addressee": (schema.Addressee(name="Еva Ruiz", role="Head"),)}, "mixed-scripts", "addressee Еva Ruiz"),
        ({"appendix": (schema.Appendix(kind="text", body="A [blank]."),)}, "placeholder-left", "appendix 1, line 1"),
        ({"appendix": (schema.Appendix(kind="text", body="A."),)}, "appendix-unmentioned", "appendix 1"),
        ({"appendix": (schema.Appendix(kind="contradictions"),)}, "appendix-empty", "appendix 1"),
        (
            {"appendix": (schema.Appendix(kind="unresolved-questions", questions=("open", "gone")),)},
            "question-settled",
            "appendix 1",
        ),
        (
            {"appendix": (schema.Appendix(kind="unresolved-questions", questions=("done",)),)},
            "question-left-out",
            "question open",
        ),
    ],
)
def test_what_is_wrong_with_a_letters_data(
    workspace: Workspace, data: dict[str, object], code: str, place: str
) -> None:
    found = _found(workspace, "Text.", **data)
    assert place in [finding.place for finding in found if finding.code == code], [str(finding) for finding in found]


def test_nobody_tells_the_time_and_no_day_is_over(workspace: Workspace) -> None:
    stored(workspace, _thread("Text.", date=None, reply_by="2020", embargo="2030"))
    with reading(workspace) as reader:
        found = check(reader, workspace, letters.letter(reader, "l"))
    assert {finding.code for finding in found} == {"part-missing"}


def test_a_letter_answers_what_came_before_it(workspace: Workspace) -> None:
    found = _found(workspace, "Text.", in_reply_to=("mail", "reply"), date="2025")
    assert "answers-later" not in {finding.code for finding in found}


def test_what_nobody_marked_is_told_once_in_a_letter_for_everybody(workspace: Workspace) -> None:
    body = "You [wrote](message:mail), and [wrote](message:mail) again; [see](message:reply), [see](message:policy)."
    (told,) = [finding for finding in _found(workspace, body) if finding.code == "unmarked-cited"]
    assert told.reason == "is for everybody, and nobody said whether what it cites is public: mail"


def test_a_private_letter_may_quote_what_is_private(workspace: Workspace) -> None:
    found = _found(
        workspace, "[They](message:note): “we never said so in public”, [and](message:mail).", template="private-letter"
    )
    codes = {finding.code for finding in found}
    assert not codes & {"private-cited", "private-quoted", "unmarked-cited"}


def test_only_what_counts_makes_a_check_fall_short(workspace: Workspace) -> None:
    assert not fell_short(_found(workspace, "As Ines Falk said, “the moon is made of cheese”."))


@pytest.mark.parametrize(
    "body",
    ["TODO", "See [the note](message:note).", "You [wrote](message:reply): “Every customer is vetted by a committee”."],
)
def test_what_counts(workspace: Workspace, body: str) -> None:
    assert fell_short(_found(workspace, body))


def test_a_citation_without_an_address_has_its_place(workspace: Workspace) -> None:
    bundle = _thread("One.\n\nSee [there](message:paper).")
    paper = _message("paper", "Words.", url=None)
    stored(workspace, bundle.model_copy(update={"messages": (*bundle.messages, paper)}))
    with reading(workspace) as reader:
        (found,) = check(reader, workspace, letters.letter(reader, "l"), now=NOW)
    assert (found.code, found.place) == ("citation-without-address", "body, line 3, citation of paper")


def test_a_draft_is_ready_or_says_why_not(workspace: Workspace) -> None:
    stored(workspace, _thread("TODO: the moon."))
    with reading(workspace) as reader:
        draft = ready(reader, workspace, letters.letter(reader, "l"), now=NOW)
    assert [finding.code for finding in draft.stopping] == ["placeholder-left"]
    assert (draft.changes, draft.weighty) == ((), ())
    with change(workspace, "letter edit", "t/l") as act:
        save_body(act.session, "t", "l", "{{ nobody }}", read_version=1)
    with reading(workspace) as reader, pytest.raises(TemplateError, match="'nobody' is undefined"):
        ready(reader, workspace, letters.letter(reader, "l"), now=NOW)


TABLE = ':::: list-table {header-rows=1 widths="1 2"}\n- - A\n  - B\n- - C\n  - D\n::::\n'
LONG = "We ask you to answer each of these questions, one after the other, before the first of July. " * 3


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (LONG, LONG.replace("answer", "anser", 1), None),
        (LONG, LONG + "We shall publish your reply.", None),
        (LONG, "::: signature-block\n:::", "no word of the text is left"),
        (LONG, "…", "no word of the text is left"),
        (
            LONG,
            LONG + "This is a new paragraph that makes a claim which nobody has seen before it was here.",
            "changed",
        ),
        (LONG, LONG + "We do not agree.", "a negation changed (not)"),
        ("We asked twelve times.", "We asked eleven times.", "figures changed (twelve, eleven)"),
        ("Since 2019.", "Since 2018.", "figures changed (2019, 2018)"),
        ("In 2019 we asked.", "We asked in 2019.", None),
        ("Das ist wahr.", "Das ist nicht wahr.", "a negation changed (nicht)"),
        # What lays a text out changes no word of it.
        (
            "Hear, hear.\n\n::: signature-block {columns=2}\n:::",
            "Hear, hear.\n\n::: signature-block {columns=3}\n:::",
            None,
        ),
        (TABLE, TABLE.replace("1 2", "3 4"), None),
        ("They said so.", "They *said* so.", None),
        ("7. One thing.\n8. More.", "9. One thing.\n10. More.", "figures changed (7, 9)"),
        # What a reader is led to, is told in a note, or no longer sees as said, does.
        ("[So](https://e.example/2019).", "[So](https://e.example/2021).", "figures changed"),
        ("So.[^a]\n\n[^a]: In 2019.", "So.[^a]\n\n[^a]: In 2021.", "figures changed (2019, 2021)"),
        ("It was not so in 2019.", "It was ~~not~~ so in 2019.", "a negation changed (not)"),
    ],
)
def test_what_is_more_than_editorial(old: str, new: str, reason: str | None) -> None:
    told = "; ".join(editorial.reasons(old, new))
    assert (told == "") if reason is None else (reason in told)


def test_a_text_emptied_as_editorial_keeps_no_signature_unasked(store: Workspace) -> None:
    stored(store, _thread("Text."))
    with change(store, "letter freeze", "t/l") as act:
        _freeze(act.session, LONG)
        with pytest.raises(RefusedError, match=r"more than an editorial change of revision 1 \(.*--although-large"):
            _freeze(act.session, "::: signature-block\n:::\n")
        assert _freeze(act.session, "::: signature-block\n:::\n", large=True) == (2, "editorial")


def _freeze(session: object, markdown: str, *, large: bool = False) -> tuple[int, str]:
    row = freeze(
        session,  # type: ignore[arg-type]  # of a change
        "t",
        "l",
        markdown,
        kind=RevisionKind.EDITORIAL,
        at="2025",
        by="x",
        read_version=1,
        large=large,
    )
    return row.number, row.kind


@given(st.text(alphabet="ab “”\"'‘’«»[](){}%#>*_`\\\n-|:1.", max_size=200))
def test_scanning_any_text_finds_places_within_it(text: str) -> None:
    source = Source("body", text, live=True)
    assert len(source.masked) == len(text)
    spans = list(blocks(source))
    assert all(start < end <= len(text) for start, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    for block in spans:
        found, unclosed = quotes(source, block)
        assert all(block[0] < quote.start <= quote.end < block[1] for quote in found)
        assert all(block[0] <= at < block[1] for at in unclosed)
    for citation in citations(source):
        assert text[citation.start] == "["
    for at in range(len(text)):
        spot = source.spot(at)
        assert text.split("\n")[spot.line - 1][spot.column - 1 : spot.column] == text[at].strip("\n")
    plain(text)
