"""What a letter draws from its thread: the pool by undertaking, the timeline, the contradictions, what is left out."""

from typing import Any

import pytest

from correspondence.bundle import schema
from correspondence.document.nodes import Table, plain_text, walk
from correspondence.letters import context
from correspondence.letters.assemble import assemble
from correspondence.letters.draft import render_draft
from correspondence.letters.templates import template_of
from correspondence.overview import letters
from correspondence.store.reading import reading
from correspondence.workspace import Workspace
from tests.factories.threads import message, stored, thread

APPENDICES = ("unresolved-questions", "all-questions", "timeline", "contradictions", "text")


def _thread(*appendix: schema.Appendix, language: str = "en") -> schema.ThreadBundle:
    """Three undertakings, five questions, five messages, and a letter with these appendices."""
    sources = (
        schema.MessageDocument(
            message=schema.Message(
                id="interview", direction="reference", date="2019-01", title="An *interview*", visibility="public"
            ),
            body="It cannot be forged.",
        ),
        schema.MessageDocument(
            message=schema.Message(
                id="reply", direction="incoming", date="2021-02-18", visibility="public", assessed=True
            ),
            body="It can be forged.",
        ),
        message("secret", "2020", "incoming"),
        message("ask", "2018-05-01", "outgoing"),
    )
    contradiction = schema.Assessment(
        message="reply",
        verdict="contradicted",
        passage=(
            schema.Passage(message="interview", exact="It cannot be forged."),
            schema.Passage(message="reply", exact="It can be forged."),
        ),
    )
    asked = (schema.Asked(id="ask"),)
    return thread(
        undertakings=(
            schema.Undertaking(id="vetting", statement="To **vet**.", status="outstanding", finding="Nothing *seen*."),
            schema.Undertaking(id="audit", statement="To audit.", status="partly-fulfilled"),
            schema.Undertaking(id="done", statement="To answer.", status="fulfilled"),
        ),
        questions=(
            schema.Question(id="a", undertaking="vetting", text="How *often*?", asked_in=asked),
            schema.Question(
                id="b", undertaking="vetting", text="By whom?", asked_in=asked, assessment=(contradiction,)
            ),
            schema.Question(
                id="c",
                undertaking="audit",
                text="When?",
                assessment=(schema.Assessment(message="reply", verdict="answered"),),
            ),
            schema.Question(id="d", text="Why?"),
            schema.Question(id="e", undertaking="vetting", text="Dropped?", withdrawn="dropped"),
        ),
        messages=sources,
        letters=(
            schema.LetterDocument(
                letter=schema.Letter(id="l", title="L", language=language, date="2021-04", appendix=appendix),
                body="{{ pool|length }} open, first asked {{ pool[0].first_asked }}, {{ letter.date }}.",
            ),
        ),
    )


def _built(store: Workspace, *appendix: schema.Appendix) -> tuple[dict[str, Any], list[str]]:
    stored(store, _thread(*appendix))
    with reading(store) as reader:
        letter = letters.letter(reader, "l")
        values, findings = context.build(reader, letter, template_of(letter, store))
    return values, [finding.place for finding in findings]


def test_the_pool_stands_by_undertaking(store: Workspace) -> None:
    values, findings = _built(store, schema.Appendix(kind="unresolved-questions", label="Annex", title="Open"))
    (appendix,) = values["appendices"]
    assert appendix["heading"] == "Annex: Open"
    assert appendix["columns"] == ["Undertaking", "Status and open questions"]
    assert [(row["mark"], [q["id"] for q in row["questions"]]) for row in appendix["rows"]] == [
        ("❖", ["a", "b"]),
        ("✅❖", []),
        ("❖", ["d"]),
    ]
    assert appendix["rows"][0]["finding"] == {"$markdown": "Nothing *seen*."}
    assert appendix["rows"][2]["statement"] == "Other questions"
    assert [entry["id"] for entry in values["pool"]] == ["a", "b", "d"]
    assert findings == []


def test_all_questions_and_only_the_undertakings_listed(workspace: Workspace) -> None:
    values, _ = _built(
        workspace, schema.Appendix(kind="all-questions", undertakings=("done", "vetting"), columns=("Left",))
    )
    (appendix,) = values["appendices"]
    assert appendix["columns"] == ["Left", "Questions and where they stand"]
    assert [(row["mark"], [q["id"] for q in row["questions"]]) for row in appendix["rows"]] == [
        ("✅", []),
        ("❖", ["a", "b", "e"]),
        ("", ["d"]),
    ]


def test_an_open_question_that_no_appendix_lists_is_told(workspace: Workspace) -> None:
    _, findings = _built(workspace, schema.Appendix(kind="unresolved-questions", undertakings=("audit",)))
    assert findings == ["question a", "question b"]


def test_two_appendices_together_may_list_all(workspace: Workspace) -> None:
    _, findings = _built(
        workspace,
        schema.Appendix(kind="unresolved-questions", undertakings=("audit",)),
        schema.Appendix(kind="unresolved-questions", undertakings=("vetting",)),
    )
    assert findings == []


def test_what_is_private_stays_out_of_the_timeline(workspace: Workspace) -> None:
    values, _ = _built(workspace, schema.Appendix(kind="timeline"))
    assert [(row["date"], row["document"]["$markdown"]) for row in values["appendices"][0]["rows"]] == [
        ("January 2019", r"[An \*interview\*](message:interview)"),
        ("18 February 2021", "[reply](message:reply)"),
    ]


def test_a_contradiction_stands_beside_what_it_contradicts(workspace: Workspace) -> None:
    values, _ = _built(workspace, schema.Appendix(kind="contradictions"))
    (row,) = values["appendices"][0]["rows"]
    assert row["earlier"] == {
        "$markdown": r"“It cannot be forged.” ([An \*interview\*, January 2019](message:interview))"
    }
    assert row["later"] == {"$markdown": "“It can be forged.” ([reply, 18 February 2021](message:reply))"}


@pytest.mark.parametrize(
    ("language", "dated"),
    [
        ("en", "1 May 2018, April 2021"),
        ("de", "1. Mai 2018, April 2021"),
        ("fr", "1er mai 2018, avril 2021"),
        ("es", "1 de mayo de 2018, abril de 2021"),
    ],
)
def test_dates_are_in_the_letters_language(workspace: Workspace, language: str, dated: str) -> None:
    stored(workspace, _thread(language=language))
    with reading(workspace) as reader:
        letter = letters.letter(reader, "l")
        document, _ = assemble(reader, letter, render_draft(reader, letter, workspace).markdown)
    assert f"3 open, first asked {dated}." in plain_text(document.blocks).replace("\xa0", " ")


@pytest.mark.parametrize("kind", APPENDICES)
def test_every_appendix_is_a_table_or_a_text(workspace: Workspace, kind: str) -> None:
    stored(workspace, _thread(schema.Appendix(kind=kind, title="Annex", body="Some *words*.")))
    with reading(workspace) as reader:
        letter = letters.letter(reader, "l")
        document, _ = assemble(reader, letter, render_draft(reader, letter, workspace).markdown)
    tables = [node for node in walk(document.blocks) if isinstance(node, Table)]
    rows = {"unresolved-questions": 3, "all-questions": 3, "timeline": 2, "contradictions": 1}
    assert [len(table.rows) - 1 for table in tables] == ([rows[kind]] if kind in rows else [])
    assert "Some words." in plain_text(document.blocks)
    if kind == "unresolved-questions":
        # Mark, finding and questions in one paragraph of the right cell.
        (paragraph,) = tables[0].rows[1][1].blocks
        assert plain_text([paragraph]) == "❖ Nothing seen. How often? By whom?"


@pytest.mark.parametrize(("template", "rows"), [("open-letter", 0), ("private-letter", 1)])
def test_a_contradiction_of_something_private_is_in_no_public_letter(
    workspace: Workspace, template: str, rows: int
) -> None:
    bundle = _thread(schema.Appendix(kind="contradictions"))
    interview, *others = bundle.messages
    private = interview.model_copy(update={"message": interview.message.model_copy(update={"visibility": "private"})})
    (own,) = bundle.letters
    own = own.model_copy(update={"letter": own.letter.model_copy(update={"template": template})})
    stored(workspace, bundle.model_copy(update={"messages": (private, *others), "letters": (own,)}))
    with reading(workspace) as reader:
        letter = letters.letter(reader, "l")
        values, _ = context.build(reader, letter, template_of(letter, workspace))
    assert len(values["appendices"][0]["rows"]) == rows
