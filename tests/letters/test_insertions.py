"""What can be put into a letter: quotations are word for word, and nothing that was quoted runs."""

from correspondence.bundle import schema
from correspondence.document.nodes import plain_text
from correspondence.letters.checks.run import check
from correspondence.letters.edit import save_body
from correspondence.letters.insertions import Insertion, Kind, insertions
from correspondence.overview import letters
from correspondence.publish.preview import Previewer
from correspondence.store.change import change
from correspondence.store.reading import reading
from correspondence.workspace import Workspace
from tests.factories.threads import letter, stored, thread

SAID = "We *never* comment on {{ customers }}. Every [customer] is vetted by us.\n\n> An earlier mail.\n"


def _with_reply(store: Workspace) -> Workspace:
    data = schema.Message(id="reply", direction="incoming", date="2021-02-18", author="Eva Ruiz", title="A reply")
    reply = schema.MessageDocument(message=data, body=SAID)
    return stored(store, thread(messages=(reply,), letters=(letter(),)))


def _found(store: Workspace) -> list[Insertion]:
    with reading(store) as reader:
        return insertions(reader, store, letters.letter(reader, "l", "t"))


def test_quotations_are_word_for_word_and_do_not_run(store: Workspace) -> None:
    _with_reply(store)
    quotations = [one for one in _found(store) if one.kind is Kind.QUOTATION]
    assert [one.label for one in quotations] == [
        "We *never* comment on {{ customers }}.",
        "Every [customer] is vetted by us.",
    ]
    body = "\n\n".join(one.text for one in quotations)
    with Previewer(store, "t", "l") as previewer:
        seen = plain_text(previewer.preview(body).document.blocks)
    assert "“We *never* comment on {{ customers }}.” (Eva Ruiz, 18 February 2021)" in seen
    with change(store, "letter edit", "t/l") as act:
        save_body(act.session, "t", "l", body, read_version=1)
    with reading(store) as reader:
        codes = {finding.code for finding in check(reader, store, letters.letter(reader, "l", "t"))}
    assert not {code for code in codes if code.startswith("quotation")}


def test_selected_words_become_those_of_the_citation(store: Workspace) -> None:
    _with_reply(store)
    (citation,) = [one for one in _found(store) if one.kind is Kind.CITATION]
    assert citation.over("your answer") == "[your answer](message:reply)"
    assert citation.over(" ") == citation.text
    assert citation.text.endswith("](message:reply)")


def test_every_live_part_and_form_can_be_rendered(store: Workspace) -> None:
    _with_reply(store)
    parts = [one.text for one in _found(store) if one.kind in (Kind.LIVE, Kind.FORM)]
    with Previewer(store, "t", "l") as previewer:
        for text in parts:
            previewer.preview(text)
    assert len(parts) > 6
