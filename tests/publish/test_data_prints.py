"""Names and titles print as they are, whatever they hold: Markdown, Jinja, HTML, marks of other tools."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from correspondence.bundle import schema
from correspondence.document.nodes import Text, walk
from correspondence.letters.assemble import assemble
from correspondence.letters.draft import render_draft
from correspondence.overview import letters
from correspondence.publish.export import Format, export
from correspondence.store.reading import reading
from correspondence.text.escape import for_print
from correspondence.workspace import Workspace
from correspondence.writers.docx.readback import paragraphs
from tests.factories.strategies import filled_lines
from tests.factories.threads import stored, thread

ACTS = (
    "*a*", "**b**", "_c_", "__d__", "`e`", "~~f~~", "[g](https://example.org)", "![h](x.png)", "<b>i</b>", "<!-- j -->",
    "&amp;", "&#65;", "| k | l |", "{{ 7*7 }}", "{% raw %}", "{# m #}", "{{ letter.title }}", "# n", "## o", "- p",
    "+ q", "1. r", "1) s", "> t", "::: u", ":::: v", "---", "===", "***", "\\*w\\*", "\\", "[^1]", "[^1]: x", "^y^", "https://z",
    "<https://example.org>", "%s %d {0}", "{.cls #id}", "{=html}", "+++", "```", "~~~", "$x$", "﹡", "”", "'", '"',
)  # fmt: skip
names = st.one_of(
    st.lists(st.sampled_from(ACTS), min_size=1, max_size=4).map(" ".join),
    st.lists(st.sampled_from(ACTS), min_size=1, max_size=4).map("".join),
    filled_lines.filter(lambda line: line.strip() and "\t" not in line),
)


def _thread(slug: str, name: str) -> schema.ThreadBundle:
    """A thread with the name in every field that a letter prints as data; each field says which it is."""
    data = schema.Message(
        id="m", direction="incoming", date="2021", title=f"{name} 1", author=f"{name} 2", visibility="public"
    )
    words = schema.Passage(message="m", exact=f"{name} 3")
    verdict = schema.Assessment(message="m", verdict="contradicted", passage=(words,))
    letter = schema.Letter(
        id="l",
        title=f"{name} 4",
        salutation=f"{name} 5",
        closing=f"{name} 6",
        addressee=(
            schema.Addressee(contact=name),
            schema.Addressee(name=f"{name} 7", role=f"{name} 8", organization=f"{name} 9"),
            schema.Addressee(name=f"{name} 10", cc=True),
        ),
        appendix=(
            schema.Appendix(
                kind="timeline", label=f"{name} 11", title=f"{name} 12", columns=(f"{name} 13", f"{name} 14")
            ),
            schema.Appendix(kind="contradictions"),
        ),
    )
    body = "{{ thread.organizations[0] }}\n\n{{ messages.m.author }} and {{ thread.title }}."
    made = thread(
        slug,
        messages=(schema.MessageDocument(message=data, body=f"{name} 3"),),
        questions=(schema.Question(id="q", text="Q?", assessment=(verdict,)),),
        letters=(
            schema.LetterDocument(
                letter=letter, body=body, signons=(schema.SignOn(name=f"{name} 15", status="signed"),)
            ),
        ),
    )
    parties = {
        "title": f"{name} 16",
        "organization": (schema.Organization(name=f"{name} 17"),),
        "contact": (schema.Contact(name=name, honorific=f"{name} 18", role=f"{name} 19", organization=f"{name} 17"),),
    }
    return made.model_copy(update={"thread": made.thread.model_copy(update=parties)})


def _words(text: str) -> str:
    return " ".join(text.split())


def _check(workspace: Workspace, slug: str, name: str) -> None:
    stored(workspace, _thread(slug, name))
    with reading(workspace) as reader:
        letter = letters.letter(reader, f"{slug}/l")
        document, _ = assemble(reader, letter, render_draft(reader, letter, workspace).markdown)
        exported = export(reader, workspace, f"{slug}/l", to=Format.DOCX)
    shown = _words("".join(node.text if isinstance(node, Text) else " " for node in walk(document.blocks)))
    for number in range(1, 20):
        if number != 15:
            assert _words(for_print(f"{name} {number}")) in shown, number
    assert _words(for_print(f"{name} 15")) in map(_words, paragraphs(exported.content))


@pytest.mark.parametrize("start", range(0, len(ACTS), 8))
def test_what_acts_elsewhere_prints(workspace: Workspace, start: int) -> None:
    for n, name in enumerate(ACTS[start : start + 8]):
        _check(workspace, f"t{n}", name)


@given(name=names)
@settings(max_examples=25)
def test_any_name_prints(workspace: Workspace, name: str) -> None:
    with reading(workspace) as reader:
        known = reader.rows("SELECT count(*) FROM thread")[0][0]
    _check(workspace, f"t{known}", name)
