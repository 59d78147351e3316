"""How a correspondence goes: replies and their times, and how many questions were open when (on both engines)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from correspondence.bundle import schema
from correspondence.errors import NotFoundError
from correspondence.overview import figures, progress, questions
from correspondence.overview.progress import LifeRow, PutRow, VerdictRow
from correspondence.overview.threads import PartyRow, party_of
from correspondence.store.reading import reading
from correspondence.vocabulary import Verdict
from correspondence.workspace import Workspace
from tests.factories.strategies import dates
from tests.factories.threads import full_thread, letter, message, stored, thread

TODAY = date(2024, 6, 1)
ORGANIZATIONS = (schema.Organization(name="Acme"), schema.Organization(name="Borealis Fund"))


def _word(name: str, day: str, direction: str, **more: object) -> schema.MessageDocument:
    data = schema.Message(id=name, direction=direction, date=day, **more)
    return schema.MessageDocument(message=data, body="Words.")


def _exchanges(
    store: Workspace, *messages: schema.MessageDocument, letters: tuple[schema.LetterDocument, ...] = ()
) -> dict[str, progress.ExchangeRow]:
    bundle = thread(messages=messages, letters=letters)
    data = bundle.thread.model_copy(update={"reply_due_days": 30, "organization": ORGANIZATIONS})
    stored(store, bundle.model_copy(update={"thread": data}))
    with reading(store) as reader:
        return {row.id: row for row in progress.exchanges(reader, "t")}


def test_a_reply_answers_what_it_says_it_answers_or_what_was_sent_to_its_author_before(store: Workspace) -> None:
    rows = _exchanges(
        store,
        _word("first", "2024-01-10", "outgoing", recipients=("E. Ruiz, Acme",)),
        _word("to-the-fund", "2024-01-11", "outgoing", recipients=("Borealis Fund",)),
        _word("early", "2024-01-05", "incoming", author="Acme"),
        _word("from-acme", "2024-02-20", "incoming", author="Acme"),
        _word("second", "2024-03-01", "outgoing", recipients=("Acme",)),
        _word("third", "2024-03-15", "outgoing", recipients=("Acme",)),
        _word("on-the-third", "2024-03-20", "incoming", author="Acme", in_reply_to=("third",)),
        _word("a-source", "2024-03-21", "reference", author="Acme"),
    )
    assert {name: (row.reply, row.days, row.late_days(TODAY)) for name, row in rows.items()} == {
        "first": ("from-acme", 41, 11),
        "to-the-fund": ("", None, 112),
        "second": ("", None, 62),
        "third": ("on-the-third", 5, None),
    }
    assert rows["first"].parties == ("Acme",)
    counted = figures.replies(rows.values(), TODAY)
    assert (counted.sent, counted.replied, counted.late, counted.overdue, counted.waiting) == (4, 2, 1, 2, 0)
    assert (counted.rate, counted.median_days, counted.longest_days) == (0.5, 23.0, 41)
    assert [row.id for row in figures.overdue(rows.values(), TODAY)] == ["to-the-fund", "second"]


def test_an_address_below_the_organizations_web_address_is_theirs(store: Workspace) -> None:
    stored(
        store,
        schema.ThreadBundle(
            thread=schema.Thread(
                format=1,
                slug="t",
                title="T",
                language="en",
                organization=(
                    schema.Organization(name="Acme", url="https://www.Acme.example/contact"),
                    schema.Organization(name="Borealis Fund", url="borealis.example"),
                    schema.Organization(name="Nowhere", url="http://[no"),
                ),
            ),
            messages=(
                _word("a", "2024-01-10", "outgoing", recipients=("Press <press@MAIL.acme.example>",)),
                _word("b", "2024-01-11", "outgoing", recipients=("x@borealis.example",)),
                _word("n", "2024-01-12", "outgoing", recipients=("ana@notborealis.example",)),
                _word("c", "2024-02-20", "incoming", author="E. Ruiz <ruiz@acme.example>"),
            ),
        ),
    )
    with reading(store) as reader:
        rows = {row.id: row for row in progress.exchanges(reader, "t")}
    assert (rows["a"].parties, rows["a"].reply) == (("Acme",), "c")
    assert (rows["b"].parties, rows["b"].reply) == (("Borealis Fund",), "")
    assert rows["n"].parties == ()


def test_who_still_has_time_does_not_count_as_silent(workspace: Workspace) -> None:
    rows = _exchanges(
        workspace,
        _word("old", "2023-01-10", "outgoing"),
        _word("answer", "2023-02", "incoming", in_reply_to=("old",)),
        _word("new", "2024-05-20", "outgoing"),
        _word("to-come", "2024-07-01", "outgoing"),
    )
    counted = figures.replies(rows.values(), TODAY)
    assert (counted.sent, counted.replied, counted.waiting, counted.overdue, counted.rate) == (2, 1, 1, 0, 1.0)
    assert counted.median_days is None, "a reply of some day in February took nobody knows how many days"
    assert figures.overdue(rows.values(), TODAY) == []
    before = figures.replies(rows.values(), date(2023, 1, 20))
    assert (before.sent, before.replied, before.waiting, before.rate) == (1, 0, 1, None)


def test_a_letter_counts_once_it_is_frozen_and_its_own_day_of_reply_holds(store: Workspace) -> None:
    def own(name: str, *, frozen: bool) -> schema.LetterDocument:
        made = letter(["substantive"] if frozen else [])
        to = (
            schema.Addressee(name="E. Ruiz", organization="Acme"),
            schema.Addressee(name="B", organization="Z", cc=True),
        )
        data = schema.Letter(id=name, title=name, date="2024-03-01", reply_by="2024-04", addressee=to)
        return made.model_copy(update={"letter": data})

    rows = _exchanges(
        store,
        _word("as-sent", "2024-03-02", "outgoing", title="As sent"),
        letters=(own("draft", frozen=False), own("ours", frozen=True), own("as-sent", frozen=True)),
    )
    assert list(rows) == ["ours", "as-sent"]
    assert (rows["ours"].due, rows["ours"].parties) == (date(2024, 4, 30), ("Acme",))
    assert (rows["as-sent"].due, rows["as-sent"].title) == (date(2024, 4, 1), "As sent")


def test_open_questions_over_time_end_where_the_statuses_stand(store: Workspace) -> None:
    def ask(name: str, places: tuple[str, ...], *verdicts: tuple[str, str], **more: object) -> schema.Question:
        return schema.Question(
            id=name,
            text="Q?",
            asked_in=tuple(schema.Asked(id=place) for place in places),
            assessment=tuple(schema.Assessment(message=said_in, verdict=verdict) for said_in, verdict in verdicts),
            **more,
        )

    stored(
        store,
        thread(
            messages=(
                message("ask", "2022-06-01", "outgoing"),
                message("again", "2023", "outgoing"),
                message("undated", None, "outgoing"),
                message("first", "2022-07"),
                message("second", "2023-05-02"),
                message("policy", "2022-01-01", "reference"),
            ),
            questions=(
                ask("answered", ("ask",), ("first", "answered")),
                ask("reopened", ("ask", "again"), ("first", "answered"), ("second", "contradicted")),
                ask("never-open", ("ask",), ("policy", "answered")),
                ask("late", ("again",), ("second", "partial")),
                ask("withdrawn", ("ask",), withdrawn="by mistake"),
                ask("superseded", ("ask",), superseded_by="late"),
                ask("no-date", ("undated",)),
            ),
        ),
    )
    with reading(store) as reader:
        rows = progress.lives(reader, "t")
        unresolved = {row.id for row in questions.questions(reader, "t") if row.unresolved}
    assert {row.id for row in rows if row.unresolved} == unresolved
    points = [(point.at, point.asked, point.open) for point in figures.course(rows)]
    assert points == [("2022-06-01", 3, 2), ("2022-07", 3, 0), ("2023", 4, 1), ("2023-05-02", 4, 2)]
    assert points[-1][2] == len(unresolved - {"no-date"})


def test_a_part_of_the_messages_tells_its_own_story() -> None:
    life = LifeRow(
        "t",
        "q",
        (),
        (PutRow("ask", "2022"), PutRow("again", "2023")),
        (VerdictRow("first", "2022-07", Verdict.EVADED), VerdictRow("secret", "2023-02", Verdict.ANSWERED)),
        asked_no_more=False,
    )
    assert not life.unresolved
    seen = life.known_from({"again", "first"})
    assert (seen.first_asked, seen.unresolved) == ("2023", True)
    assert not life.known_from({"first"}).put
    then = life.known_on(date(2022, 12, 1))
    assert (len(then.put), [row.message for row in then.verdicts]) == (1, ["first"])


def test_questions_are_counted_by_who_gave_the_undertaking(store: Workspace) -> None:
    stored(store, full_thread())
    with reading(store) as reader:
        rows = progress.lives(reader, "full")
        with pytest.raises(NotFoundError, match="there is no thread 'ful' \\(did you mean 'full'\\?\\)"):
            progress.lives(reader, "ful")
    assert figures.by_party(rows) == [figures.PartyFigures("Acme", 1, 1)]


def test_without_an_undertaking_the_only_party_is_meant(workspace: Workspace) -> None:
    bundle = thread(questions=(schema.Question(id="q", text="Q?"),))
    one = bundle.thread.model_copy(update={"organization": ORGANIZATIONS[:1]})
    two = bundle.thread.model_copy(update={"organization": ORGANIZATIONS, "slug": "two"})
    stored(workspace, bundle.model_copy(update={"thread": one}))
    stored(workspace, bundle.model_copy(update={"thread": two}))
    with reading(workspace) as reader:
        rows = [*progress.lives(reader, "t"), *progress.lives(reader, "two")]
    assert [row.parties for row in rows] == [("Acme",), ()]
    assert [row.party for row in figures.by_party(rows)] == ["", "Acme"]


_verdicts = st.lists(st.builds(VerdictRow, st.just("m"), st.none() | dates, st.sampled_from(Verdict)), max_size=5)


@given(
    st.lists(
        st.builds(
            LifeRow,
            st.just("t"),
            st.just("q"),
            st.just(()),
            st.lists(st.builds(PutRow, st.just("p"), st.none() | dates), max_size=3).map(tuple),
            _verdicts.map(lambda rows: tuple(sorted(rows, key=lambda row: row.date or ""))),
            st.booleans(),
        ),
        max_size=6,
    )
)
def test_the_course_is_possible_and_ends_at_what_is_unresolved(rows: list[LifeRow]) -> None:
    points = figures.course(rows)
    dated = [row for row in rows if row.first_asked and not row.asked_no_more]
    assert all(0 <= point.open <= point.asked for point in points)
    assert [point.at for point in points] == sorted({point.at for point in points})
    assert [point.day for point in points] == sorted(point.day for point in points)
    last = points[-1] if points else None
    assert (last.asked if last else 0) == len(dated)
    assert (last.open if last else 0) == sum(row.unresolved for row in dated)
    for point in points:
        by_then = [row for row in dated if (row.first_asked or "") <= point.at]
        said = [[v.verdict for v in row.verdicts if (v.date or "") <= point.at] for row in by_then]
        assert point.open == sum(not verdicts or verdicts[-1] is not Verdict.ANSWERED for verdicts in said)


@pytest.mark.parametrize(
    ("author", "party"),
    [
        ("Canada Post", ""),
        ("Ms. Low, Ada Ltd.", "Ada"),
        ("ADA’s counsel", "Ada"),
        ("press@notada.example", ""),
        ("华为公司", "华为"),
        ("وشركة نور", "شركة نور"),
    ],
)
def test_a_name_speaks_for_an_organization_as_a_word_of_its_own(author: str, party: str) -> None:
    known = [PartyRow(name, (name,)) for name in ("Ada", "华为", "شركة نور")]
    assert party_of(known, author) == party
