"""The sample thread: both engines tell the same of it, and it stands where it says."""

from datetime import date

from correspondence.bundle import transfer
from correspondence.overview import letters, questions, threads, timeline
from correspondence.publish.export import export
from correspondence.publish.gate import Unconfirmed
from correspondence.store.change import change
from correspondence.store.reading import reading
from correspondence.workspace import Workspace
from tests.conftest import REPOSITORY

SAMPLE = REPOSITORY / "threads" / "nivelmark"


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
