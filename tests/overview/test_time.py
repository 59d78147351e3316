"""Timeline, waiting and overdue: dates of any precision, and what is not known is said to be unknown."""

from datetime import date

import pytest

from correspondence.bundle import schema
from correspondence.errors import NotFoundError
from correspondence.overview import letters, threads, timeline
from correspondence.store.reading import reading
from correspondence.workspace import Workspace
from tests.factories.threads import full_thread, letter, message, stored, thread


def _own_letter(name: str, day: str | None, *, frozen: bool, reply_by: str | None = None) -> schema.LetterDocument:
    made = letter(["substantive"] if frozen else [])
    return made.model_copy(update={"letter": schema.Letter(id=name, title=name.title(), date=day, reply_by=reply_by)})


def test_the_timeline_goes_by_what_is_known_of_each_date(store: Workspace) -> None:
    stored(
        store,
        thread(
            messages=(
                message("c", "2021"),
                message("b", "2021-02"),
                message("a", "2021-02-18"),
                message("same-day", "2021-02-18", "reference"),
                message("no-date", None),
                message("came-in", None, received="2021-02-10T12:00:00Z"),
                message("old", "0999-12-31"),
            ),
            letters=(
                _own_letter("our-letter", "2021-02-20", frozen=True),
                _own_letter("a-draft", "2021-02-19", frozen=False),
                _own_letter("same-day", "2021-02-18", frozen=True),
            ),
        ),
    )
    with reading(store) as reader:
        rows = timeline.timeline(reader, "t")
    assert [row.id for row in rows] == ["no-date", "old", "c", "b", "came-in", "a", "same-day", "our-letter"]
    assert [row.id for row in rows if row.is_letter] == ["our-letter"]
    assert rows[4].date == "2021-02-10"


@pytest.mark.parametrize(
    ("day", "direction", "days", "today", "waiting", "overdue"),
    [
        ("2024-05-01", "outgoing", 30, date(2024, 5, 31), 30, None),
        ("2024-05-01", "outgoing", 30, date(2024, 6, 1), 31, 1),
        ("2024-05-01", "outgoing", 0, date(2024, 5, 2), 1, 1),
        # Of a month or year the last day counts: nobody is late who may not be.
        ("2024-02", "outgoing", 10, date(2024, 3, 10), 10, None),
        ("2024-02", "outgoing", 10, date(2024, 3, 11), 11, 1),
        ("2023", "outgoing", 31, date(2024, 2, 1), 32, 1),
        ("2024-05", "outgoing", 30, date(2024, 5, 5), 0, None),
        ("2024-05-01", "outgoing", None, date(2034, 5, 1), 3652, None),
        ("2024-05-01", "incoming", 30, date(2024, 9, 1), 123, None),
        (None, "outgoing", 30, date(2024, 9, 1), None, None),
        ("2024-05-01", "reference", 30, date(2024, 9, 1), None, None),
        ("2024-09-02", "outgoing", 30, date(2024, 9, 1), 0, None),
    ],
)
def test_waiting_and_overdue(
    workspace: Workspace,
    day: str | None,
    direction: str,
    days: int | None,
    today: date,
    waiting: int | None,
    overdue: int | None,
) -> None:
    bundle = thread(messages=(message("m", day, direction),))
    data = bundle.thread.model_copy(update={"reply_due_days": days})
    stored(workspace, bundle.model_copy(update={"thread": data}))
    with reading(workspace) as reader:
        row = threads.thread(reader, "t")
    assert row.waiting_days(today) == waiting
    assert row.overdue_days(today) == overdue


def test_a_frozen_letter_is_our_last_word_and_its_day_of_reply_counts(store: Workspace) -> None:
    stored(
        store,
        thread(
            messages=(message("m", "2024-05-01"),),
            letters=(
                _own_letter("draft", "2024-08-01", frozen=False),
                _own_letter("sent", "2024-06-01", frozen=True, reply_by="2024-06"),
            ),
        ),
    )
    with reading(store) as reader:
        row = threads.thread(reader, "t")
    assert (row.last_date, row.last_direction, row.due) == ("2024-06-01", "outgoing", date(2024, 6, 30))
    assert row.overdue_days(date(2024, 7, 2)) == 2
    assert row.letter == "Draft"


def test_on_one_day_the_last_word_is_taken_for_ours(store: Workspace) -> None:
    stored(store, thread(messages=(message("in", "2024-05-01"), message("out", "2024-05-01", "outgoing"))))
    with reading(store) as reader:
        assert threads.thread(reader, "t").last_direction == "outgoing"


def test_the_thread_with_the_newest_word_comes_first(store: Workspace) -> None:
    stored(store, thread("a", messages=(message("m", "2020"),)))
    stored(store, thread("b"))
    stored(store, thread("c", messages=(message("m", "2024-05-01"),)))
    stored(store, full_thread())
    with reading(store) as reader:
        rows = threads.threads(reader)
        listed = letters.letters(reader)
    assert [row.slug for row in rows] == ["c", "full", "a", "b"]
    full = rows[1]
    assert (full.organizations, full.messages, full.questions, full.open_questions) == (("Acme", "Acme Labs"), 2, 2, 1)
    assert [(row.id, row.revisions, row.signed, row.to_be_confirmed) for row in listed] == [("l", 1, 1, 0)]


@pytest.mark.parametrize("name", ["l", "full/l", "other/l"])
def test_a_name_that_several_threads_have_needs_its_thread(store: Workspace, name: str) -> None:
    stored(store, full_thread())
    if name == "other/l":
        with reading(store) as reader, pytest.raises(NotFoundError, match="there is no letter 'l'"):
            letters.letter(reader, name)
        return
    stored(store, thread("second", letters=(letter(),)))
    with reading(store) as reader:
        if name == "l":
            with pytest.raises(NotFoundError, match="say which: full/l, second/l"):
                letters.letter(reader, name)
        else:
            assert letters.letter(reader, name).thread == "full"


def test_the_end_of_the_calendar_is_no_end_of_the_program(workspace: Workspace) -> None:
    bundle = thread(messages=(message("m", "9999", "outgoing"),))
    data = bundle.thread.model_copy(update={"reply_due_days": 36_500})
    stored(workspace, bundle.model_copy(update={"thread": data}))
    with reading(workspace) as reader:
        row = threads.thread(reader, "t")
    assert row.due == date.max
    assert row.overdue_days(date(2024, 9, 1)) is None
