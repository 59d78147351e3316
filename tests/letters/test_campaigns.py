"""A campaign: one text, a thread each; what differs is filled in, and what is wrong with one harms no other."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from correspondence.bundle import schema, transfer
from correspondence.errors import ChangedElsewhereError, CorrespondenceError, NotFoundError, RefusedError
from correspondence.letters import campaign, revisions
from correspondence.letters.campaign import Request
from correspondence.letters.draft import render_draft
from correspondence.letters.edit import save_body
from correspondence.overview import campaigns, letters, questions
from correspondence.publish import campaign as publishing
from correspondence.publish.export import Format, Sheet
from correspondence.store.change import change
from correspondence.store.reading import reading
from correspondence.vocabulary import RevisionKind
from correspondence.workspace import Workspace
from tests.factories.threads import stored, thread

TODAY = date(2025, 6, 3)
NOW = datetime(2025, 6, 3, 12, tzinfo=UTC)
NAMES = {"acme": "Acme *Ltd*", "beta": "Beta & Söhne", "gamma": "Gamma {{ 7*7 }}"}


def _company(slug: str, *, language: str = "en") -> schema.ThreadBundle:
    """A thread with a company that promised something and wrote back, and a question of its own."""
    bundle = thread(
        slug,
        undertakings=(schema.Undertaking(id="vow", statement=f"To audit *{slug}*.", status="outstanding"),),
        questions=(schema.Question(id="own", text=f"What about {slug}?"),),
        messages=(
            schema.MessageDocument(
                message=schema.Message(id=f"{slug}-wrote", direction="incoming", kind="letter", date="2025-01-10"),
                body="Words.",
            ),
        ),
    )
    parties = {
        "organization": (schema.Organization(name=NAMES[slug], kind="company"),),
        "contact": (schema.Contact(name=f"Ada {slug.title()}", role="Head", organization=NAMES[slug]),),
        "language": language,
    }
    return bundle.model_copy(update={"thread": bundle.thread.model_copy(update=parties)})


@pytest.fixture
def three(store: Workspace) -> Workspace:
    for slug in NAMES:
        stored(store, _company(slug))
    return store


def _begin(store: Workspace, **how: object) -> None:
    given: dict[str, object] = {"name": "audits", "threads": tuple(NAMES), "questions": ("How many audits?",)}
    request = Request(**given | how)  # type: ignore[arg-type]  # fields of a request
    with reading(store) as reader:
        planned = campaign.plan(reader, store, request, TODAY)
    with change(store, "campaign new", request.name) as act:
        campaign.add(act.session, planned)


def _detail(store: Workspace) -> campaigns.CampaignDetail:
    with reading(store) as reader:
        return campaigns.campaign(reader, "audits")


def _rendered(store: Workspace, slug: str) -> str:
    with reading(store) as reader:
        return render_draft(reader, letters.letter(reader, "audits", slug), store).markdown


def _freeze(store: Workspace) -> dict[str, int | str]:
    """The revision that each letter was frozen as, or why it was not."""
    done: dict[str, int | str] = {}
    with reading(store) as reader:
        ready = list(campaign.ready_all(reader, store, campaigns.campaign(reader, "audits"), now=NOW))
    for row, draft in ready:
        if isinstance(draft, CorrespondenceError):
            done[row.thread] = str(draft)
            continue
        with change(store, "letter freeze", row.thread) as act:
            frozen = revisions.freeze(
                act.session,
                row.thread,
                row.letter,
                draft.markdown,
                kind=RevisionKind.SUBSTANTIVE,
                at=act.at,
                by="x",
                read_version=draft.version,
                asked=draft.asked,
            )
            done[row.thread] = frozen.number
    return done


def test_names_promises_and_replies_are_filled_in_for_each(three: Workspace) -> None:
    _begin(three, template="open-letter", title="{organization}: audits", date="2025-06-03", reply_by="2025-07-01")
    texts = {slug: _rendered(three, slug) for slug in NAMES}
    for slug, name in {"acme": r"Acme \*Ltd\*", "beta": "Beta & Söhne", "gamma": r"Gamma \{\{ 7\*7 }}"}.items():
        assert f"# {name}: audits" in texts[slug]
        assert f"publish this letter to {name}." in texts[slug]
        assert f"- To audit *{slug}*. This has not happened." in texts[slug]
        assert f"[your letter](message:{slug}-wrote) of 10 January 2025" in texts[slug]
        assert "\n\n## What was promised\n\n" in texts[slug]
        assert f"    - What about {slug}?\n    - How many audits?\n" in texts[slug]
        assert "We ask for your reply by 1 July 2025." in texts[slug]
    assert len({letters_body(three, slug) for slug in NAMES}) == 1


def letters_body(store: Workspace, slug: str) -> str:
    with reading(store) as reader:
        return letters.letter(reader, "audits", slug).body


@pytest.mark.parametrize(
    "template", ["open-letter", "follow-up", "private-letter", "investor-letter", "press-release", "sign-on-call"]
)
@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_every_template_serves_a_campaign(workspace: Workspace, template: str, language: str) -> None:
    for slug in NAMES:
        stored(workspace, _company(slug))
    _begin(workspace, template=template, language=language, date="2025", reply_by="2025-07")
    texts = [_rendered(workspace, slug) for slug in NAMES]
    assert len(set(texts)) == 3
    assert not any("{{" in text.replace(r"\{\{", "") or "{%" in text for text in texts)


def test_each_is_asked_the_same_and_how_each_replied_is_a_table(three: Workspace) -> None:
    with change(three, "question ask", "acme") as act:
        transfer.import_thread(
            act.session,
            _company("acme").model_copy(
                update={"questions": (schema.Question(id="how-many-audits", text="How many audits?"),)}
            ),
            merge=True,
        )
    _begin(three, appendices=("unresolved-questions", "campaign-table"))
    assert _freeze(three) == dict.fromkeys(NAMES, 1)
    answered = schema.Assessment(message="late", verdict="answered")
    with change(three, "thread import", "beta") as act:
        here = _company("beta")
        late = schema.MessageDocument(
            message=schema.Message(id="late", direction="incoming", date="2025-07-02", in_reply_to=("audits",)),
            body="3.",
        )
        asked = schema.Question(id="how-many-audits", text="How many audits?", assessment=(answered,))
        transfer.import_thread(
            act.session, here.model_copy(update={"messages": (late,), "questions": (asked,)}), merge=True
        )
    with reading(three) as reader:
        table = campaigns.table(reader, "audits", shared=True)
        counted = questions.question(reader, "how-many-audits", "acme")
    assert [question.id for question in table.questions] == ["own", "how-many-audits"]
    rows = {company.letter.thread: (company.letter.replied, company.statuses) for company in table.companies}
    assert rows == {
        "acme": (None, ("open", "open")),
        "beta": ("2025-07-02", ("open", "answered")),
        "gamma": (None, ("open", "open")),
    }
    assert counted.times_asked == 1
    printed = _rendered(three, "acme")
    assert "  - Beta & Söhne" in printed
    assert "- - How many audits?\n  - no reply\n  - answered\n  - no reply" in printed


def test_a_question_that_a_thread_asks_in_these_words_keeps_its_name_for_all(three: Workspace) -> None:
    there = schema.Question(id="audited", text="How many  audits?")
    with change(three, "question ask", "beta") as act:
        beta = _company("beta")
        transfer.import_thread(act.session, beta.model_copy(update={"questions": (*beta.questions, there)}), merge=True)
    _begin(three)
    with reading(three) as reader:
        named = {slug: [row.id for row in questions.questions(reader, slug)] for slug in NAMES}
    assert all(names.count("audited") == 1 and "how-many-audits" not in names for names in named.values())


def test_a_question_is_on_record_as_asked_once_it_is_frozen(three: Workspace) -> None:
    _begin(three)
    _freeze(three)
    with reading(three) as reader:
        row = questions.question(reader, "own", "acme")
        (_, draft) = next(iter(campaign.ready_all(reader, three, campaigns.campaign(reader, "audits"), now=NOW)))
    assert (row.times_asked, isinstance(draft, revisions.Ready) and draft.unchanged) == (1, True)


def test_what_is_wrong_with_one_company_is_told_and_harms_no_other(three: Workspace) -> None:
    _begin(three)
    with change(three, "letter edit", "beta/audits") as act:
        save_body(act.session, "beta", "audits", "{{ questions.nothing.text }}", read_version=1)
    done = _freeze(three)
    assert (done["acme"], done["gamma"]) == (1, 1)
    assert "there is no question 'nothing'" in str(done["beta"])
    with reading(three) as reader:
        sheets = {
            row.thread: sheet
            for row, sheet in publishing.sheets(reader, three, campaigns.campaign(reader, "audits"), now=NOW)
        }
    assert [slug for slug, sheet in sheets.items() if isinstance(sheet, Sheet)] == ["acme", "gamma"]
    assert isinstance(sheets["beta"], CorrespondenceError)


def test_the_shared_text_changes_in_all_letters_but_those_with_their_own(three: Workspace) -> None:
    _begin(three, date="2025-06-03")
    with change(three, "letter edit", "beta/audits") as act:
        save_body(act.session, "beta", "audits", "Its own.", read_version=1)
    with change(three, "campaign edit", "audits") as act:
        done = campaign.save_shared(
            act.session, "audits", body="To {{ thread.organization }}.", changes={"date": "2025-06-04"}, read_version=1
        )
    assert done == ["acme/audits", "beta/audits", "gamma/audits"]
    assert [letters_body(three, slug) for slug in NAMES] == [
        "To {{ thread.organization }}.",
        "Its own.",
        "To {{ thread.organization }}.",
    ]
    assert [row.own_text for row in _detail(three).letters] == [False, True, False]
    assert _detail(three).date == "2025-06-04"
    with change(three, "campaign edit", "audits") as act, pytest.raises(ChangedElsewhereError):
        campaign.save_shared(act.session, "audits", body="Late.", read_version=1)
    with change(three, "campaign edit", "audits") as act:
        assert campaign.save_shared(act.session, "audits", body="To {{ thread.organization }}.", read_version=1) == []
        with pytest.raises(CorrespondenceError, match="date: 'soon' is not a date"):
            campaign.save_shared(act.session, "audits", changes={"date": "soon"}, read_version=2)
        with pytest.raises(NotFoundError):
            campaign.save_shared(act.session, "nothing", body="", read_version=1)


@pytest.mark.parametrize(
    ("how", "error", "says"),
    [
        ({"threads": ()}, RefusedError, "a campaign needs threads"),
        ({"threads": ("acme", "acme")}, RefusedError, "a thread is named twice"),
        ({"threads": ("acme", "nowhere")}, CorrespondenceError, "there is no thread 'nowhere'"),
        ({"name": "Not A Name"}, CorrespondenceError, "id: "),
        ({"date": "soon"}, CorrespondenceError, "date: 'soon' is not a date"),
        ({"template": "nothing"}, CorrespondenceError, "there is no template 'nothing'"),
        ({"questions": ("؟؟؟",)}, RefusedError, "needs words"),
    ],
)
def test_a_campaign_that_makes_no_sense_is_not_begun(
    workspace: Workspace, how: dict[str, object], error: type[Exception], says: str
) -> None:
    for slug in NAMES:
        stored(workspace, _company(slug))
    with pytest.raises(error, match=says):
        _begin(workspace, **how)
    with reading(workspace) as reader:
        assert campaigns.campaigns(reader) == []
        assert letters.letters(reader) == []


def test_a_campaign_is_begun_once(workspace: Workspace) -> None:
    stored(workspace, _company("acme"))
    _begin(workspace, threads=("acme",))
    with pytest.raises(RefusedError, match="there is a campaign 'audits' already"):
        _begin(workspace, threads=("acme",))


def _exported(store: Workspace, home: Path) -> dict[str, bytes]:
    for slug in NAMES:
        with change(store, "thread export", slug) as act:
            transfer.export_thread(act.session, slug, home / "threads" / slug)
            act.nothing_done = True
    return {str(path.relative_to(home)): path.read_bytes() for path in sorted(home.rglob("*")) if path.is_file()}


@pytest.mark.parametrize("order", [("acme", "beta", "gamma"), ("gamma", "beta", "acme")])
def test_a_campaign_comes_through_export_and_import_byte_for_byte(
    workspace: Workspace, postgres: Workspace, tmp_path: Path, order: tuple[str, ...]
) -> None:
    for slug in NAMES:
        stored(workspace, _company(slug))
    _begin(workspace, threads=("beta", "gamma", "acme"), embargo="2025-07-01T09:00:00+02:00", title="To {organization}")
    _freeze(workspace)
    before = _exported(workspace, tmp_path / "a")
    assert before["campaigns/audits.md"].startswith(b'+++\nid = "audits"\n')
    other = postgres
    for slug in order:
        bundle, signatories, findings = transfer.read(tmp_path / "a" / "threads" / slug)
        with change(other, "thread import", slug) as act:
            transfer.import_thread(act.session, bundle, signatories, findings)
    assert _exported(other, tmp_path / "b") == before
    assert [row.thread for row in _detail(other).letters] == ["beta", "gamma", "acme"]
    # Again, nothing changes.
    with change(other, "thread import", "beta") as act:
        bundle, *_ = transfer.read(tmp_path / "a" / "threads" / "beta")
        assert transfer.import_thread(act.session, bundle).added == ()


def test_a_thread_that_comes_alone_begins_its_campaign(
    workspace: Workspace, postgres: Workspace, tmp_path: Path
) -> None:
    for slug in NAMES:
        stored(workspace, _company(slug))
    _begin(workspace)
    _exported(workspace, tmp_path / "a")
    (tmp_path / "a" / "threads" / "acme").rename(tmp_path / "alone")
    bundle, *_ = transfer.read(tmp_path / "alone")
    with change(postgres, "thread import", "acme") as act:
        transfer.import_thread(act.session, bundle)
    assert [row.thread for row in _detail(postgres).letters] == ["acme"]


def test_exports_are_the_same_bytes_each_time(workspace: Workspace) -> None:
    for slug in NAMES:
        stored(workspace, _company(slug))
    _begin(workspace)

    def exported() -> list[bytes]:
        with reading(workspace) as reader:
            found = publishing.sheets(reader, workspace, campaigns.campaign(reader, "audits"))
            return [sheet.printed(Format.DOCX).content for _, sheet in found if isinstance(sheet, Sheet)]

    first = exported()
    assert len(set(first)) == 3
    assert exported() == first


@given(st.text(max_size=30).filter(lambda text: "\x00" not in text))
def test_a_question_has_one_name_in_every_thread(text: str) -> None:
    try:
        name = campaign._question_name(text)
    except RefusedError:
        return
    assert name == campaign._question_name(text)
    assert schema.Question(id=name, text="?").id == name


def test_how_far_each_letter_is(three: Workspace) -> None:
    def far(today: date) -> dict[str, tuple[str | None, int | None]]:
        with reading(three) as reader:
            rows = campaigns.standings(reader, "audits")
        return {row.letter.thread: (row.sent(today), row.late_days(today)) for row in rows}

    _begin(three, date="2025-06-03", reply_by="2025-07-01")
    assert far(date(2025, 7, 15)) == dict.fromkeys(NAMES, (None, None))
    with reading(three) as reader:
        row, draft = next(iter(campaign.ready_all(reader, three, campaigns.campaign(reader, "audits"))))
    assert isinstance(draft, revisions.Ready)
    with change(three, "letter freeze", row.thread) as act:
        revisions.freeze(
            act.session,
            row.thread,
            row.letter,
            draft.markdown,
            kind=RevisionKind.SUBSTANTIVE,
            at=act.at,
            by="x",
            read_version=draft.version,
        )
    assert far(date(2025, 6, 2))["acme"] == (None, None)
    assert far(date(2025, 7, 1))["acme"] == ("2025-06-03", None)
    assert far(date(2025, 7, 15)) == {"acme": ("2025-06-03", 14), "beta": (None, None), "gamma": (None, None)}
