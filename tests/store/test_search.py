"""Search finds what was written and nothing else, on both engines, and its index stays in step."""

import re
import sqlite3
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text as sql
from sqlmodel import select

from correspondence.bundle import schema
from correspondence.errors import StoreError
from correspondence.records.message import Message
from correspondence.records.thread import Thread
from correspondence.store.change import change
from correspondence.store.engine import open_engine
from correspondence.store.hand import ConnectionHand
from correspondence.store.reading import reading
from correspondence.store.search import index, sources
from correspondence.store.search.look import MOST_RANKED, Found, Hit, Narrowing, search
from correspondence.store.search.query import MOST_TERMS, Term, parse
from correspondence.store.search.snippet import snippet
from correspondence.store.verify import verify
from correspondence.text.dates import PartialDate
from correspondence.vocabulary import SearchKind, SearchOrder
from correspondence.workspace import Workspace
from tests.factories.kept import Kept, fill_every_table
from tests.factories.threads import full_thread, message, stored, thread


@pytest.fixture
def sample(store: Workspace, kept: Kept) -> Workspace:
    """The sample thread, a call and a campaign."""
    return kept.fill(store, "every_table", fill_every_table)


def _written(store: Workspace, *bodies: str, date: str | None = None, title: str = "") -> Workspace:
    """Messages of these texts, one a day or all on one date."""
    with change(store, "log", "t") as act:
        thread = act.session.exec(select(Thread).where(Thread.slug == "t")).first()
        if thread is None:
            thread = Thread(slug="t", title="T", language="en")
            act.session.add(thread)
            act.session.flush()
        assert thread.id is not None
        known = len(act.session.exec(select(Message)).all())
        for n, body in enumerate(bodies, start=known):
            day = date or f"2021-01-{n + 1:02}"
            act.session.add(
                Message(thread_id=thread.id, identifier=f"m{n}", direction="incoming", date=day, title=title, body=body)
            )
    return store


def _found(store: Workspace, text: str, narrowing: Narrowing | None = None, **options: object) -> Found:
    with reading(store) as reader:
        return search(reader, parse(text), narrowing, **options)  # type: ignore[arg-type]  # passed on as they are


def _ids(store: Workspace, text: str, narrowing: Narrowing | None = None, **options: object) -> list[str]:
    return [hit.id for hit in _found(store, text, narrowing, **options).hits]


def _one(store: Workspace, text: str) -> Hit:
    (hit,) = _found(store, text).hits
    return hit


def _marked(hit: Hit) -> list[str]:
    return [hit.snippet.text[start:end] for start, end in hit.snippet.marks]


def _in_step(store: Workspace) -> bool:
    with reading(store) as reader:
        return [finding for finding in verify(reader).findings if finding.code == "search-index"] == []


def test_words_phrases_beginnings_and_what_is_left_out(store: Workspace) -> None:
    _written(store, "We suspend the licence.", "The licence is suspended.", "Licences are granted.")
    assert _ids(store, "licence") == ["m1", "m0"]
    assert _ids(store, "licence suspend") == ["m0"]
    assert _ids(store, "suspend*") == ["m1", "m0"]
    assert _ids(store, '"the licence"') == ["m1", "m0"]
    assert _ids(store, '"the licence is"') == ["m1"]
    assert _ids(store, '"licence the"') == []
    assert _ids(store, "licen* -suspend") == ["m2", "m1"]
    assert _ids(store, "licen* -suspend*") == ["m2"]
    assert _ids(store, '"the lic"*') == ["m1", "m0"]
    assert _ids(store, "nothing") == []


@pytest.mark.parametrize(
    ("written", "typed", "marked"),
    [
        ("La Société Générale répond.", "societe generale", ["Société", "Générale"]),
        ("Die STRASSE ist lang.", "straße", ["STRASSE"]),
        ("公司不评论出口管制问题。", "出口管制", ["出口管制"]),
        ("公司不评论出口管制问题。", "管", ["管"]),
        ("当社はソフトウェアの輸出を停止した。", "輸出", ["輸出"]),
        ("정부가 수출을 중단했다.", "수출", ["수출"]),
        ("ردت الشركة على الرسالة", "شركة", ["الشركة"]),
        ("ردت شركة على الرسالة", "الشركة", ["شركة"]),
        ("وللشركة سياسة", "شركة", []),
        ("رسالة إلى مُحَمَّد", "محمد", ["مُحَمَّد"]),
        ("החברה השיבה", "חברה", ["החברה"]),
        ("कंपनी ने उत्तर दिया", "उत्तर", ["उत्तर"]),
        ("บริษัทตอบจดหมาย", "จดหมาย", ["จดหมาย"]),
        ("Write to ana@example.org.", "ana@example.org", ["ana@example.org"]),
        ("Regulation (EU) 2021/821", "2021/821", ["2021/821"]),
    ],
)
def test_other_scripts(store: Workspace, written: str, typed: str, marked: list[str]) -> None:
    _written(store, written, "Something else.")
    found = _found(store, typed).hits
    assert [_marked(hit) for hit in found] == ([marked] if marked else [])


def test_words_may_stand_in_different_paragraphs_and_the_fullest_is_shown(store: Workspace) -> None:
    filler = "Nothing of note is said here. " * 20
    body = f"The licence.\n\n{filler}\n\nThe audit and the licence were in May. {filler}\n\nNobody came in June."
    _written(store, body, "An audit.", "A licence.")
    hit = _one(store, "licence audit june")
    assert hit.id == "m0"
    assert "audit and the licence" in hit.snippet.text
    assert body[hit.start : hit.end].startswith("The audit")
    assert hit.passages == 3
    assert _ids(store, "licence -audit") == ["m2"]


def test_the_author_the_title_and_the_names_of_files_are_found(sample: Workspace) -> None:
    assert {hit.kind for hit in _found(sample, "aertsen").hits} >= {SearchKind.RECEIVED, SearchKind.NAME}
    assert SearchKind.LETTER in {hit.kind for hit in _found(sample, "rights groups").hits}
    with reading(sample) as reader:
        ((name,),) = reader.rows("SELECT min(name) FROM message_file WHERE name IS NOT NULL")
    assert _ids(sample, f'"{name}"')


def test_everything_is_searched(sample: Workspace) -> None:
    with change(sample, "signon note", "called") as act:
        act.session.execute(sql("UPDATE signon_answer SET comments = 'Yes, and a word on the second page'"))
    kinds = set()
    with reading(sample) as reader:
        for kind in SearchKind:
            narrowing = Narrowing(kinds=(kind,))
            found = [hit for typed in "anostw" for hit in search(reader, parse(f"{typed}*"), narrowing, limit=200).hits]
            assert {hit.kind for hit in found} == {kind}
            kinds |= {hit.source for hit in found}
    assert kinds == {source.name for source in sources.SOURCES}


def test_the_newest_come_first_and_those_without_a_date_last(store: Workspace) -> None:
    for date in ("2021", "2020-12-31", "2021-03", None, "2021-02-28"):
        with change(store, "log", "t") as act:
            thread = act.session.exec(select(Thread)).first() or Thread(slug="t", title="T", language="en")
            act.session.add(thread)
            act.session.flush()
            assert thread.id is not None
            act.session.add(
                Message(thread_id=thread.id, identifier=str(date), direction="incoming", date=date, body="audit")
            )
    assert _ids(store, "audit") == ["2021-03", "2021-02-28", "2021", "2020-12-31", "None"]


def test_ranked_puts_words_that_stand_together_before_newer_ones(store: Workspace) -> None:
    filler = "\n\n" + "Nothing of note is said here. " * 20 + "\n\n"
    _written(store, f"The audit failed.{filler}Audit. It failed. The audit.", f"Audit.{filler}It failed.")
    assert _ids(store, "audit failed") == ["m1", "m0"]
    assert _ids(store, "audit failed", order=SearchOrder.RANKED) == ["m0", "m1"]


def test_narrowed_by_thread_kind_date_and_party(sample: Workspace) -> None:
    stored(sample, full_thread())
    with reading(sample) as reader:
        threads = dict(reader.rows("SELECT slug, id FROM thread"))
    everything = {(hit.thread, hit.id) for hit in _found(sample, "customer*", limit=500).hits}
    in_full = _found(sample, "customer*", Narrowing(thread=threads["full"])).hits
    assert {hit.thread for hit in in_full} == {"full"}
    assert {("full", hit.id) for hit in in_full} < everything
    received = _found(sample, "customer*", Narrowing(kinds=(SearchKind.RECEIVED,)), limit=500).hits
    assert {hit.kind for hit in received} == {SearchKind.RECEIVED}
    dated = _found(sample, "customer*", Narrowing(since=PartialDate(2022, 7), until=PartialDate(2023, 3)), limit=500)
    assert {hit.date[:7] for hit in dated.hits} >= {"2022-07", "2023-03"}
    assert all(hit.date == "2022" or "2022-07" <= hit.date <= "2023-03-31" for hit in dated.hits)
    assert any(hit.date == "2022" for hit in dated.hits)
    party = _found(sample, "customer*", Narrowing(party=("Tracefield",)), limit=500).hits
    assert party
    assert all("Tracefield" in hit.party for hit in party)
    with_thread = _found(
        sample, "customer*", Narrowing(party=("nobody of that name",), party_threads=(threads["full"],)), limit=500
    )
    assert {hit.thread for hit in with_thread.hits} == set()
    asked = _found(sample, "how", Narrowing(party=("Acme",), party_threads=(threads["full"],)), limit=500).hits
    assert {hit.kind for hit in asked} == {SearchKind.QUESTION}


def test_a_letter_is_one_hit_for_all_texts_that_say_the_same(sample: Workspace) -> None:
    with reading(sample) as reader:
        revisions = reader.rows("SELECT max(number) FROM revision r JOIN letter l ON l.id = r.letter_id "
                                "WHERE l.identifier = '2025-06-03-open-letter'")  # fmt: skip
    hits = [hit for hit in _found(sample, '"exchanged one by"', limit=50).hits if hit.id == "2025-06-03-open-letter"]
    assert [hit.part for hit in hits] == [str(revisions[0][0])]


def test_what_is_written_in_markdown_is_shown_as_it_reads(store: Workspace) -> None:
    promise = schema.Undertaking(id="vow", statement="To **vet** each [customer](message:reply).")
    body = "## Why\n\nYou [wrote](message:reply) of *turbines*.\n"
    letter = schema.LetterDocument(letter=schema.Letter(id="own", title="To you"), body=body)
    stored(store, thread("m", messages=(message("reply", "2024"),), undertakings=(promise,), letters=(letter,)))
    vow = _one(store, "vet customer")
    assert (vow.title, vow.snippet.text) == ("To vet each customer.", "To vet each customer.")
    own = _one(store, "turbines")
    assert own.snippet.text == "Why You wrote of turbines."
    assert _marked(own) == ["turbines"]


def test_more_and_capped_say_that_there_is_more(store: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    _written(store, *["audit"] * 9)
    assert _found(store, "audit", limit=9) == _found(store, "audit", limit=50)
    assert not _found(store, "audit", limit=9).more
    few = _found(store, "audit", limit=4)
    assert (len(few.hits), few.more, few.capped) == (4, True, False)
    monkeypatch.setattr("correspondence.store.search.look.MOST_RANKED", 5)
    ranked = _found(store, "audit", order=SearchOrder.RANKED, limit=2)
    assert (len(ranked.hits), ranked.more, ranked.capped) == (2, True, True)
    assert MOST_RANKED == 1_000
    assert _found(store, "audit", cancelled=lambda: True) == Found()


_CORPUS = st.lists(st.lists(st.lists(st.sampled_from("abcd"), min_size=1, max_size=5), max_size=3), max_size=6)
_TERMS = st.lists(
    st.tuples(st.booleans(), st.lists(st.sampled_from("abcd"), min_size=1, max_size=2)), min_size=1, max_size=4
)


@settings(suppress_health_check=[*HealthCheck], max_examples=25)
@given(_CORPUS, _TERMS)
def test_finds_what_reading_everything_finds(
    store: Workspace, corpus: list[list[list[str]]], terms: list[tuple[bool, list[str]]]
) -> None:
    with change(store, "clear", "all") as act:
        act.session.execute(sql("DELETE FROM message"))
    # Paragraphs so long that none is put together with the next.
    bodies = ["\n\n".join(" ".join(part) + " x" * 200 for part in body) for body in corpus]
    _written(store, *bodies, date="2021-01-01")
    typed = " ".join(f'{"-" if without else ""}"{" ".join(phrase)}"' for without, phrase in terms)

    def holds(body: list[list[str]], phrase: list[str]) -> bool:
        return any(part[n : n + len(phrase)] == phrase for part in body for n in range(len(part)))

    wanted = [phrase for without, phrase in terms if not without]
    unwanted = [phrase for without, phrase in terms if without]
    expected = {
        f"m{n}"
        for n, body in enumerate(corpus)
        if wanted and all(holds(body, phrase) for phrase in wanted) and not any(holds(body, p) for p in unwanted)
    }
    for order in SearchOrder:
        assert set(_ids(store, typed, order=order)) == expected
    assert _in_step(store)


@settings(suppress_health_check=[*HealthCheck], max_examples=60)
@given(st.one_of(st.text(st.characters(exclude_categories=["Cs"])), st.text("\"“”'-*():^{}+\\|&!<>%:;,. aNDORET/\x00")))
def test_nothing_typed_is_a_mistake(store: Workspace, typed: str) -> None:
    with reading(store) as reader:
        for order in SearchOrder:
            assert search(reader, parse(typed, typing=True), Narrowing(party=(typed,)), order=order) == Found()
            assert search(reader, parse(typed), order=order) == Found()


def test_a_query_has_an_end() -> None:
    assert len(parse(" ".join(f"w{n}" for n in range(500))).terms) == MOST_TERMS
    assert len(parse("x" * 10_000_000).terms[0].forms[0][0]) < 100


def test_what_is_being_typed_is_a_beginning() -> None:
    assert parse("audit fai", typing=True).terms[1] == Term((("fai",),), prefix=True)
    assert parse("audit fai ", typing=True).terms[1] == Term((("fai",),))
    assert parse('audit "fai', typing=True).terms[1] == Term((("fai",),))


def test_a_change_is_found_at_once_and_what_is_gone_is_not(store: Workspace) -> None:
    stored(store, full_thread())
    with change(store, "message correct", "full/reply") as act:
        message = act.session.exec(select(Message).where(Message.identifier == "reply")).one()
        message.body = "Every customer is vetted. Zebras are not."
        message.date = "2023"
    assert _one(store, "zebras").date == "2023"
    assert _ids(store, '"never comment"') == []
    with change(store, "delete", "full") as act:
        act.session.execute(sql("DELETE FROM question WHERE identifier = 'older'"))
    assert _ids(store, '"how so"') == []
    assert _in_step(store)


CHANGES = (
    "UPDATE thread SET title = 'Zebra1'",
    "UPDATE organization SET name = name || ' Zebra2'",
    "UPDATE contact SET name = 'Zebra3'",
    "UPDATE signatory SET aliases = '[\"Zebra4\"]'",
    "UPDATE message SET date = '1999', author = 'Zebra5'",
    "UPDATE message_file SET name = 'zebra6.pdf'",
    "UPDATE undertaking SET finding = 'Zebra7'",
    "UPDATE question_asked SET wording = 'Zebra8?'",
    "UPDATE assessment SET note = 'Zebra9'",
    "UPDATE letter SET date = '1999', title = 'Zebra10'",
    "UPDATE letter_appendix SET body = 'Zebra11'",
    "UPDATE letter_addressee SET contact_id = NULL, name = 'Zebra12'",
    "UPDATE campaign SET body = 'Zebra13'",
    "UPDATE signon SET name = name || ' Zebra14'",
    "UPDATE signon_answer SET comments = 'Zebra15'",
    "DELETE FROM message_file",
    "DELETE FROM passage",
    "DELETE FROM undertaking_by",
    "DELETE FROM question_asked",
    "DELETE FROM assessment",
    "DELETE FROM letter_addressee",
    "DELETE FROM signon_answer",
)


def test_changes_by_whatever_hand_are_noted(sample: Workspace) -> None:
    for statement in CHANGES:
        engine = open_engine(sample)
        with engine.begin() as connection:
            connection.execute(sql(statement))
        engine.dispose()
        assert not _in_step(sample), statement
        with change(sample, "look", "nothing"):
            pass
        assert _in_step(sample), statement
        zebra = re.search(r"zebra\d+", statement.lower())
        assert zebra is None or _ids(sample, zebra[0]), statement


def test_what_an_index_of_another_version_holds_is_made_anew(
    sample: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "INDEX_VERSION", "2")
    assert not _in_step(sample)
    with change(sample, "look", "nothing"):
        pass
    assert _in_step(sample)


DAMAGE = (
    ("DELETE FROM search_document WHERE id = 5", "DELETE FROM search_document WHERE id = 5"),
    ("DELETE FROM search_index WHERE rowid = (SELECT max(rowid) FROM search_index)", "DELETE FROM search_index"),
    (
        "UPDATE search_index SET words = 'zebra' WHERE rowid = (SELECT max(rowid) FROM search_index)",
        "UPDATE search_index SET words = 'zebra' WHERE id = (SELECT max(id) FROM search_index)",
    ),
    ("INSERT INTO search_index (rowid, words) VALUES (7, 'zebra')", "INSERT INTO search_index VALUES (7, 'zebra')"),
    ("DELETE FROM search_index_data WHERE id > 10", "UPDATE search_document SET checksum = 0"),
)


def test_verify_sees_a_wrong_index_and_building_it_anew_mends_it(sample: Workspace) -> None:
    for on_sqlite, on_postgres in DAMAGE:
        if sample.database_url is None:
            with sqlite3.connect(sample.database_file) as raw:
                raw.execute(on_sqlite)
            raw.close()
        else:
            engine = open_engine(sample)
            with engine.begin() as connection:
                connection.execute(sql(on_postgres))
            engine.dispose()
        assert not _in_step(sample), on_sqlite
        if "search_index_data" in on_sqlite and sample.database_url is None:
            with pytest.raises(StoreError, match="--rebuild"):
                _found(sample, "technologies")
        with change(sample, "search rebuild", "store") as act:
            index.rebuild(ConnectionHand(act.session.connection()))
        assert _in_step(sample)


def test_a_long_text_is_found_to_its_last_word(store: Workspace) -> None:
    body = "\n\n".join(f"Paragraph {n} of many, word{n}." for n in range(20_000)) + "\n\n" + "x" * 400_000 + " zebra"
    _written(store, body, title="Long")
    for word in ("word0", "word9999", "word19999", "zebra"):
        hit = _one(store, word)
        assert word in hit.snippet.text
        assert hit.start is not None
        assert word in body[hit.start : hit.end]
        assert len(hit.snippet.text) < 400


def test_a_snippet_is_one_line_around_the_words() -> None:
    text = "Lorem ipsum dolor sit amet. " * 20 + "The\n\n  audit   failed\tin May.\n" + "Consectetur adipiscing. " * 20
    made = snippet(text, parse('audit "in may"').terms)
    assert [made.text[start:end] for start, end in made.marks] == ["audit", "in May"]
    assert "The audit failed in May. Consectetur" in made.text
    assert made.text.startswith("… ")
    assert made.text.endswith(" …")
    assert "\n" not in made.text
    assert 100 < len(made.text) < 200


@given(st.text(), st.text(min_size=1))
def test_marks_lie_in_the_snippet(text: str, typed: str) -> None:
    made = snippet(text, parse(typed).terms)
    assert all(0 <= start < end <= len(made.text) for start, end in made.marks)
    assert not {"\n", "\t"} & {*made.text}


@given(st.lists(st.text("ab 。\n", max_size=900), max_size=6).map("\n\n".join))
def test_paragraphs_hold_all_that_was_written(text: str) -> None:
    parts = sources.paragraphs(text)
    assert all(one[1] <= other[0] for one, other in pairwise(parts))
    assert "".join("".join(text[start:end] for start, end in parts).split()) == "".join(text.split())
    assert all(text[start:end].strip() for start, end in parts)
