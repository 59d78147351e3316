"""Where a question stands is derived from what people judged, and nowhere typed in (on both engines)."""

import pytest

from correspondence.bundle import schema, transfer
from correspondence.overview import questions
from correspondence.store.change import change
from correspondence.store.reading import reading
from correspondence.vocabulary import QuestionStatus, Verdict
from correspondence.workspace import Workspace
from tests.factories.threads import message, stored, thread

MESSAGES = (
    message("ask", "2022-06-01", "outgoing"),
    message("before", "2022-01", assessed=True),
    message("first", "2023"),
    message("second", "2023-05-02"),
    message("third", "2024-01-01"),
    message("same-day", "2024-01-01"),
    message("late-in-the-day", "2024-01-01", received="2024-01-01T18:00:00Z"),
    message("came-in", None, received="2024-02-01T09:00:00Z"),
    message("undated", None),
)


def _row(store: Workspace, verdicts: list[tuple[str, str]], **more: object) -> questions.QuestionRow:
    """A question asked in June 2022, after some verdicts, each on a message."""
    question = schema.Question(
        id="q",
        text="Q?",
        asked_in=(schema.Asked(id="ask"),),
        assessment=tuple(schema.Assessment(message=m, verdict=v) for m, v in verdicts),
        **more,
    )
    stored(store, thread(questions=(question, schema.Question(id="newer", text="N?")), messages=MESSAGES))
    with reading(store) as reader:
        return questions.questions(reader, "t")[0]


@pytest.mark.parametrize(
    ("verdicts", "status", "decided_by"),
    [
        ([], "open", ""),
        ([("first", "answered")], "answered", "first"),
        ([("first", "evaded"), ("second", "answered")], "answered", "second"),
        ([("second", "answered"), ("first", "evaded")], "answered", "second"),
        ([("first", "answered"), ("third", "contradicted")], "contradicted", "third"),
        ([("first", "answered"), ("second", "contradicted"), ("third", "answered")], "answered", "third"),
        # A date that is known only in part stands before every day in it.
        ([("second", "refused"), ("first", "answered")], "refused", "second"),
        # A message without a date decides only when nothing else does.
        ([("third", "refused"), ("undated", "answered")], "refused", "third"),
        ([("undated", "partial")], "partial", "undated"),
        # When it came in stands for a date that is not given.
        ([("came-in", "evaded"), ("third", "answered")], "evaded", "came-in"),
        ([("late-in-the-day", "evaded"), ("third", "answered")], "evaded", "late-in-the-day"),
        # Of one message, and of two on one day, the verdict given last decides.
        ([("third", "refused"), ("third", "partial")], "partial", "third"),
        ([("third", "refused"), ("same-day", "partial")], "partial", "same-day"),
        ([("same-day", "partial"), ("third", "refused")], "refused", "third"),
    ],
)
def test_the_newest_message_that_addresses_it_decides(
    store: Workspace, verdicts: list[tuple[str, str]], status: str, decided_by: str
) -> None:
    row = _row(store, verdicts)
    assert (row.status, row.decided_by) == (status, decided_by)
    assert row.unresolved is (status != "answered")


@pytest.mark.parametrize("verdict", Verdict)
def test_every_verdict_is_a_status(workspace: Workspace, verdict: Verdict) -> None:
    assert _row(workspace, [("first", verdict)]).status.value == verdict.value


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"withdrawn": "asked by mistake"}, QuestionStatus.WITHDRAWN),
        ({"superseded_by": "newer"}, QuestionStatus.SUPERSEDED),
        ({"withdrawn": "asked by mistake", "superseded_by": "newer"}, QuestionStatus.WITHDRAWN),
    ],
)
def test_a_question_that_is_put_no_more_leaves_the_pool(
    store: Workspace, more: dict[str, object], status: QuestionStatus
) -> None:
    row = _row(store, [("first", "evaded")], **more)
    assert row.status is status
    assert not row.unresolved
    assert row.withdrawn == more.get("withdrawn", "")
    assert row.superseded_by == more.get("superseded_by", "")


def test_a_reply_read_to_the_end_passes_over_what_it_does_not_address(store: Workspace) -> None:
    asked = [("asked", "ask"), ("asked-the-same-day", "reply-day"), ("later", "again"), ("undated", "some-day")]
    replies = [
        message("reply", "2022-07-01", assessed=True),
        message("unread", "2024"),
        message("ours", "2025", "outgoing", assessed=True),
        message("source", "2025", "reference", assessed=True),
        message("no-day", None, assessed=True),
    ]
    bundle = thread(
        questions=(
            *(schema.Question(id=name, text="Q?", asked_in=(schema.Asked(id=place),)) for name, place in asked),
            schema.Question(id="never-asked", text="Q?"),
            schema.Question(
                id="twice", text="Q?", asked_in=(schema.Asked(id="again"), schema.Asked(id="ask", wording="Once?"))
            ),
        ),
        messages=(
            message("ask", "2022-06-01", "outgoing"),
            message("reply-day", "2022-07-01", "outgoing"),
            message("again", "2023", "outgoing"),
            message("some-day", None, "outgoing"),
            *replies,
        ),
    )
    stored(store, bundle)
    with reading(store) as reader:
        rows = {row.id: row for row in questions.questions(reader, "t")}
        asked_rows = questions.asked(reader, "twice", "t")
    assert {name: row.status for name, row in rows.items()} == {
        "asked": "passed-over",
        "asked-the-same-day": "passed-over",
        "later": "open",
        "undated": "open",
        "never-asked": "open",
        "twice": "passed-over",
    }
    twice = rows["twice"]
    assert (twice.times_asked, twice.first_asked, twice.last_asked) == (2, "2022-06-01", "2023")
    assert [(row.place, row.wording) for row in asked_rows] == [("ask", "Once?"), ("again", "")]


def test_a_verdict_comes_and_the_status_follows(store: Workspace) -> None:
    stored(
        store,
        thread(
            questions=(schema.Question(id="q", text="Q?", asked_in=(schema.Asked(id="ask"),)),),
            messages=(message("ask", "2022-06-01", "outgoing"), message("reply", "2022-07", assessed=True)),
        ),
    )
    seen = []
    for verdict in (None, "answered", "contradicted"):
        if verdict is not None:
            bundle = thread(
                questions=(
                    schema.Question(
                        id="q",
                        text="Q?",
                        asked_in=(schema.Asked(id="ask"),),
                        assessment=(schema.Assessment(message="reply", verdict=verdict),),
                    ),
                ),
                messages=(message("ask", "2022-06-01", "outgoing"), message("reply", "2022-07", assessed=True)),
            )
            with change(store, "thread import", "t") as act:
                transfer.import_thread(act.session, bundle, merge=True)
        with reading(store) as reader:
            seen.append(questions.questions(reader, "t")[0].status)
    assert seen == ["passed-over", "answered", "contradicted"]
