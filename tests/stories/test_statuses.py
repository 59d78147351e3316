"""Where a question stands, derived from what people judged; who signed which text; both engines agree."""

import hashlib
from datetime import date
from itertools import permutations

import pytest

from correspondence.bundle import schema, transfer
from correspondence.errors import ChangedElsewhereError, RefusedError
from correspondence.letters.edit import find, save_body
from correspondence.letters.revisions import freeze
from correspondence.overview import letters, questions, threads, timeline
from correspondence.publish.export import Format, Unconfirmed, export
from correspondence.signons.answers import sign
from correspondence.store.change import change
from correspondence.store.reading import reading
from correspondence.text.order import given_or_sorted
from correspondence.vocabulary import QuestionStatus, RevisionKind
from correspondence.workspace import Workspace
from tests.conftest import REPOSITORY

SAMPLE = REPOSITORY / "threads" / "nivelmark"


def _message(
    name: str, day: str | None, direction: str = "incoming", *, assessed: bool = False
) -> schema.MessageDocument:
    return schema.MessageDocument(
        message=schema.Message(id=name, direction=direction, date=day, assessed=assessed), body="Words."
    )


def _status(store: Workspace, verdicts: list[tuple[str, str]], **more: object) -> QuestionStatus:
    """The status of a question asked in June 2022 after some verdicts, each on a message."""
    question = schema.Question(
        id="q",
        text="Q?",
        asked_in=(schema.Asked(id="ask"),),
        assessment=tuple(schema.Assessment(message=m, verdict=v) for m, v in verdicts),
        **more,
    )
    bundle = schema.ThreadBundle(
        thread=schema.Thread(format=1, slug="t", title="T", language="en"),
        questions=(question, schema.Question(id="newer", text="N?")),
        messages=(
            _message("ask", "2022-06-01", "outgoing"),
            _message("before", "2022-01", assessed=True),
            _message("first", "2023"),
            _message("second", "2023-05-02"),
            _message("third", "2024-01-01"),
            _message("undated", None),
        ),
    )
    with change(store, "thread import", "t") as act:
        transfer.import_thread(act.session, bundle)
    with reading(store) as reader:
        return questions.questions(reader, "t")[0].status


@pytest.mark.parametrize(
    ("verdicts", "status"),
    [
        ([], "open"),
        ([("first", "answered")], "answered"),
        ([("first", "evaded"), ("second", "answered")], "answered"),
        ([("second", "answered"), ("first", "evaded")], "answered"),
        ([("first", "answered"), ("third", "contradicted")], "contradicted"),
        ([("third", "refused"), ("undated", "answered")], "refused"),
        ([("third", "refused"), ("third", "partial")], "partial"),
    ],
)
def test_the_newest_message_that_addresses_it_decides(
    store: Workspace, verdicts: list[tuple[str, str]], status: str
) -> None:
    assert _status(store, verdicts) == status


def test_withdrawn_and_superseded_leave_the_pool(workspace: Workspace) -> None:
    assert _status(workspace, [("first", "evaded")], withdrawn="asked by mistake") is QuestionStatus.WITHDRAWN
    assert QuestionStatus.WITHDRAWN.resolved


def test_a_question_is_superseded(workspace: Workspace) -> None:
    assert _status(workspace, [], superseded_by="newer") is QuestionStatus.SUPERSEDED


def test_a_reply_read_to_the_end_passes_over_what_it_does_not_address(store: Workspace) -> None:
    bundle = schema.ThreadBundle(
        thread=schema.Thread(format=1, slug="t", title="T", language="en"),
        questions=(
            schema.Question(id="asked", text="Q?", asked_in=(schema.Asked(id="ask"),)),
            schema.Question(id="later", text="Q?", asked_in=(schema.Asked(id="again"),)),
            schema.Question(id="never-asked", text="Q?"),
        ),
        messages=(
            _message("ask", "2022-06-01", "outgoing"),
            _message("reply", "2022-07", assessed=True),
            _message("again", "2023", "outgoing"),
        ),
    )
    with change(store, "thread import", "t") as act:
        transfer.import_thread(act.session, bundle)
    with reading(store) as reader:
        found = {row.id: row.status for row in questions.questions(reader, "t")}
    assert found == {"asked": "passed-over", "later": "open", "never-asked": "open"}


def test_both_engines_tell_the_same(workspace: Workspace, postgres: Workspace) -> None:
    told = []
    for store in (workspace, postgres):
        with change(store, "thread import", "nivelmark") as act:
            transfer.import_thread(act.session, *transfer.read(SAMPLE))
        with reading(store) as reader:
            exported = export(reader, store, "2025-06-03-open-letter", unconfirmed=Unconfirmed.LEAVE_OUT)
            told.append(
                (
                    threads.threads(reader),
                    timeline.timeline(reader, "nivelmark"),
                    questions.questions(reader),
                    questions.undertakings(reader, "nivelmark"),
                    letters.letters(reader),
                    letters.signons(reader, "2025-06-03-open-letter"),
                    [questions.evidence(reader, row.id) for row in questions.questions(reader)],
                    exported.content,
                )
            )
    assert told[0] == told[1]


def test_the_sample_stands_where_it_says(workspace: Workspace) -> None:
    with change(workspace, "thread import", "nivelmark") as act:
        transfer.import_thread(act.session, *transfer.read(SAMPLE))
    with reading(workspace) as reader:
        (row,) = threads.threads(reader)
        statuses = [question.status for question in questions.questions(reader)]
    assert (row.questions, row.open_questions, row.messages) == (36, 26, 22)
    assert row.due == date(2025, 7, 1)
    assert row.overdue_days(date(2025, 7, 15)) == 14
    assert {status: statuses.count(status) for status in set(statuses)} == {
        "refused": 9, "answered": 8, "evaded": 7, "partial": 4, "passed-over": 3, "contradicted": 2, "open": 1,
        "superseded": 1, "withdrawn": 1,
    }  # fmt: skip


SIGNED = "\n\n::: signature-block\n:::\n"


def _letter(store: Workspace, kinds: list[str], block: str = SIGNED) -> None:
    """A letter with a revision of each kind, signed after the first by one organization."""
    revisions = tuple(
        schema.RevisionDocument(
            revision=schema.Revision(number=n, kind=kind, digest=hashlib.sha256(f"# {n}{block}".encode()).hexdigest()),
            body=f"# {n}{block}",
        )
        for n, kind in enumerate(kinds, start=1)
    )
    bundle = schema.ThreadBundle(
        thread=schema.Thread(format=1, slug="t", title="T", language="en"),
        letters=(
            schema.LetterDocument(
                letter=schema.Letter(id="l", title="L", template="open-letter"),
                body="Body.",
                revisions=revisions,
                signons=tuple(
                    schema.SignOn(name="Öko", status="signed", revision=r.revision.digest) for r in revisions[:1]
                ),
            ),
        ),
    )
    with change(store, "thread import", "t") as act:
        transfer.import_thread(act.session, bundle)


@pytest.mark.parametrize(
    ("kinds", "state"),
    [
        (["substantive"], "confirmed"),
        (["substantive", "editorial", "editorial"], "confirmed"),
        (["substantive", "substantive"], "to-be-confirmed"),
        (["substantive", "substantive", "editorial"], "to-be-confirmed"),
    ],
)
def test_a_signature_holds_for_the_text_that_was_signed(store: Workspace, kinds: list[str], state: str) -> None:
    _letter(store, kinds)
    with reading(store) as reader:
        newest = letters.letter(reader, "l").revisions[-1].text_number
        (row,) = letters.signons(reader, "l")
        views = reader.rows("SELECT state FROM signon_state")
        first = export(reader, store, "l", to=Format.TEXT, revision=1)
    assert row.state(newest) == state
    assert views == [(state,)]
    assert b"\xc3\x96ko" in first.content  # the text that was signed can always be printed with the name
    assert first.signatories == 1


def test_signatures_that_the_text_has_no_place_for_stop_the_export(workspace: Workspace) -> None:
    _letter(workspace, ["substantive"], block="\n")
    with reading(workspace) as reader, pytest.raises(RefusedError, match="no signature block"):
        export(reader, workspace, "l", to=Format.TEXT)


def test_latecomers_take_their_place_in_the_alphabet_and_the_given_order_stays(store: Workspace) -> None:
    _letter(store, ["substantive"])
    for name in ("Zebra Trust", "Access Group", "Østerbro Lab"):
        with change(store, "signon add", "t/l") as act:
            sign(act.session, "t", "l", name, number=None, at=act.at)
    with reading(store) as reader:
        assert [row.name for row in letters.signons(reader, "l")] == [
            "Access Group",
            "Öko",
            "Østerbro Lab",
            "Zebra Trust",
        ]


@pytest.mark.parametrize("late", list(permutations(["c", "a"])))
def test_a_given_order_that_is_not_the_alphabet_is_kept(late: tuple[str, ...]) -> None:
    given = [("z", 0), ("b", 1)]
    ordered = given_or_sorted(
        [*((n, None) for n in late), *given], language="en", position=lambda e: e[1], name=lambda e: e[0]
    )
    assert [name for name, _ in ordered] == ["z", "b", "a", "c"]


def test_of_two_who_edit_the_second_is_told_and_nothing_is_lost(store: Workspace) -> None:
    _letter(store, ["substantive"])
    with change(store, "letter edit", "t/l") as act:
        assert save_body(act.session, "t", "l", "First.", read_version=1) == 2
    with pytest.raises(ChangedElsewhereError, match=store.actor) as told, change(store, "letter edit", "t/l") as act:
        save_body(act.session, "t", "l", "Second.", read_version=1)
    assert (told.value.theirs, told.value.ours) == ("First.", "Second.")
    with change(store, "letter edit", "t/l") as act:
        assert save_body(act.session, "t", "l", "First.", read_version=1) == 2  # the same text is no conflict
        act.nothing_done = True


def test_a_text_is_frozen_once_and_only_as_it_was_read(store: Workspace) -> None:
    _letter(store, [])
    for _ in range(1):
        with change(store, "letter freeze", "t/l") as act:
            first = freeze(
                act.session, "t", "l", "# A\n", kind=RevisionKind.EDITORIAL, at=act.at, by="x", read_version=1
            )
            assert (first.number, first.kind) == (1, "substantive")  # there is nothing it could be an edit of
    with (
        pytest.raises(RefusedError, match="revision 1 has this very text"),
        change(store, "letter freeze", "t/l") as act,
    ):
        freeze(act.session, "t", "l", "# A\n", kind=RevisionKind.EDITORIAL, at=act.at, by="x", read_version=1)
    with pytest.raises(RefusedError, match="was changed while"), change(store, "letter freeze", "t/l") as act:
        freeze(act.session, "t", "l", "# B\n", kind=RevisionKind.EDITORIAL, at=act.at, by="x", read_version=7)


def test_a_frozen_text_whose_template_is_gone_is_exported_all_the_same(workspace: Workspace) -> None:
    _letter(workspace, ["substantive"])
    with change(workspace, "letter edit", "t/l") as act:
        find(act.session, "t", "l").template = "gone"
    with reading(workspace) as reader:
        done = export(reader, workspace, "l", to=Format.TEXT)
    assert [finding.code for finding in done.findings] == ["no-template"]
