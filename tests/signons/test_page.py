"""Entries of the sign-on page: confirmed by e-mail, bound to the text shown, never a sign-on by themselves."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from sqlmodel import select

from correspondence.bundle import schema
from correspondence.errors import CorrespondenceError, RefusedError
from correspondence.letters.revisions import freeze
from correspondence.mail.smtp import Fate, Outcome
from correspondence.overview import letters, mailing, originals, page
from correspondence.overview.mailing import AnswerRow
from correspondence.overview.page import EntryRow
from correspondence.records.signon import Mail, PageEntry, SignOn
from correspondence.signons import page as jobs
from correspondence.signons.answers import accept
from correspondence.signons.outbox import digest_of as digest_of_reference
from correspondence.signons.page_form import Submission
from correspondence.store.change import change, jotting
from correspondence.store.reading import reading
from correspondence.store.verify import verify
from correspondence.vocabulary import MailState, RevisionKind, SignatoryKind
from correspondence.workspace import Workspace
from tests.factories.threads import letter, revisions, stored, thread

AT = "2026-11-20T10:00:00Z"
LATER = "2026-11-21T09:00:00Z"
TOO_LATE = "2026-11-22T10:00:01Z"
FIRST = revisions(["substantive"])[0].revision.digest
ENTERED = Submission(
    kind=SignatoryKind.ORGANIZATION,
    name="Öko e. V.",
    representative="Ana Ferreira",
    role="Director",
    email="ana@oeko.example",
    country="Germany",
    url="https://oeko.example",
)


@pytest.fixture
def called(store: Workspace) -> Workspace:
    """A letter with a frozen text and nobody on its roll."""
    return stored(store, thread(letters=(letter(["substantive"]),)))


def _enter(store: Workspace, entered: Submission = ENTERED, *, at: str = AT, text: str = FIRST, **more: int) -> bool:
    with jotting(store) as session:
        return jobs.enter(session, "t", "l", entered, text=text, language="de", at=at, **more) is not None


def _mailed(store: Workspace, fate: Fate = Fate.SENT) -> dict[str, str]:
    """Send what is due; the tokens by address."""
    tokens: dict[str, str] = {}

    def post(row: EntryRow, token: str) -> Outcome:
        tokens[row.email] = token
        return Outcome(fate, "")

    with reading(store) as reader:
        rows = page.to_be_mailed(reader, "l", AT)
    list(jobs.deliver(store, rows, post))
    return tokens


def _confirm(store: Workspace, token: str, *, text: str = FIRST, at: str = LATER) -> int:
    with change(store, "signon page", "t/l") as act:
        return jobs.confirm(act.session, "t", "l", token, text=text, at=at).number


def _answers(store: Workspace) -> list[AnswerRow]:
    with reading(store) as reader:
        return mailing.answers(reader, "l")


def _entries(store: Workspace) -> list[PageEntry]:
    with jotting(store) as session:
        return list(session.exec(select(PageEntry)).all())


def _freeze(store: Workspace, kind: RevisionKind) -> str:
    with change(store, "letter freeze", "t/l") as act:
        return freeze(
            act.session, "t", "l", f"# {kind}\n", kind=kind, at=act.at, by="x", read_version=1, large=True
        ).digest


def test_what_is_confirmed_waits_for_a_person_and_then_is_a_sign_on(called: Workspace) -> None:
    assert _enter(called)
    assert not _answers(called)
    assert _confirm(called, _mailed(called)["ana@oeko.example"]) == 1
    (answer,) = _answers(called)
    assert (answer.channel, answer.state, answer.says, answer.name) == ("web", "pending", "signs", "Öko e. V.")
    assert (answer.representative, answer.role, answer.country) == ("Ana Ferreira", "Director", "Germany")
    assert (answer.revision, answer.said_at, answer.received_at) == (1, AT, LATER)
    assert answer.cells == {"website": "https://oeko.example"}
    with reading(called) as reader:
        assert letters.signons(reader, "l") == []
        evidence = (originals.content(reader, answer.evidence) or b"").decode()
        assert verify(reader).findings == ()
    assert '"confirmed_at": "2026-11-21T09:00:00Z"' in evidence
    assert f'"text_confirmed": "{FIRST}"' in evidence
    with change(called, "signon confirm", "t/l") as act:
        accept(act.session, "t", "l", 1, by="Ana", at=act.at, new=True)
    with reading(called) as reader:
        (row,) = letters.signons(reader, "l")
    assert (row.name, row.status, row.channel, row.revision) == ("Öko e. V.", "signed", "web", 1)


def test_what_is_not_confirmed_leaves_no_trace(called: Workspace) -> None:
    with reading(called) as reader:
        before = reader.rows("SELECT count(*) FROM journal")
    _enter(called)
    token = _mailed(called)["ana@oeko.example"]
    with reading(called) as reader:
        assert page.entry(reader, "l", jobs.digest_of(token)) is not None
        stored_texts = str(reader.rows("SELECT * FROM page_token")) + str(reader.rows("SELECT * FROM page_entry"))
        assert token not in stored_texts
    with jotting(called) as session:
        jobs.begin(session, "t", "l", at=TOO_LATE)
    with reading(called) as reader:
        assert page.entry(reader, "l", jobs.digest_of(token)) is None
        assert reader.rows("SELECT count(*) FROM page_entry") == [(0,)]
        assert reader.rows("SELECT count(*) FROM page_token") == [(0,)]
        assert reader.rows("SELECT count(*) FROM journal") == before


def test_a_confirmed_entry_keeps_nothing_but_its_tokens(called: Workspace) -> None:
    _enter(called)
    token = _mailed(called)["ana@oeko.example"]
    _confirm(called, token)
    (entry,) = _entries(called)
    assert (entry.name, entry.email, entry.url, entry.answer) == (None, None, None, 1)
    with pytest.raises(jobs.TokenError):
        _confirm(called, token)
    assert len(_answers(called)) == 1


@pytest.mark.parametrize("token", ["", "x", "\ud800", "é" * 50])
def test_an_unknown_token_confirms_nothing(called: Workspace, token: str) -> None:
    _enter(called)
    _mailed(called)
    with pytest.raises(jobs.TokenError):
        _confirm(called, token)


def test_an_expired_token_confirms_nothing(called: Workspace) -> None:
    _enter(called)
    token = _mailed(called)["ana@oeko.example"]
    with pytest.raises(jobs.TokenError):
        _confirm(called, token, at=TOO_LATE)


def test_a_token_of_another_letter_confirms_nothing(store: Workspace) -> None:
    other = letter(["substantive"])
    other = other.model_copy(update={"letter": other.letter.model_copy(update={"id": "other"})})
    stored(store, thread(letters=(letter(["substantive"]), other)))
    _enter(store)
    token = _mailed(store)["ana@oeko.example"]
    with pytest.raises(jobs.TokenError), change(store, "signon page", "t/other") as act:
        jobs.confirm(act.session, "t", "other", token, text=FIRST, at=LATER)
    with reading(store) as reader:
        assert page.entry(reader, "other", jobs.digest_of(token)) is None


def test_the_same_entry_twice_is_one_and_both_mails_confirm_it(called: Workspace) -> None:
    _enter(called)
    first = _mailed(called)["ana@oeko.example"]
    _enter(called)
    second = _mailed(called)["ana@oeko.example"]
    assert len(_entries(called)) == 1
    assert first != second
    _confirm(called, first)
    with pytest.raises(jobs.TokenError):
        _confirm(called, second)


def test_who_confirms_the_same_again_is_a_duplicate(called: Workspace) -> None:
    for entered in (ENTERED, replace(ENTERED, name="ÖKO e.  V.", role="Chair")):
        _enter(called, entered)
        _confirm(called, _mailed(called)["ana@oeko.example"])
    assert [row.state for row in _answers(called)] == ["pending", "duplicate"]


def test_another_entry_does_not_alter_the_one_that_waits(called: Workspace) -> None:
    _enter(called)
    token = _mailed(called)["ana@oeko.example"]
    _enter(called, replace(ENTERED, name="Forged"))
    _mailed(called)
    _confirm(called, token)
    assert [row.name for row in _answers(called)] == ["Öko e. V."]


def test_nobody_is_written_to_without_end(called: Workspace) -> None:
    taken = [_enter(called, replace(ENTERED, role=str(n))) for n in range(jobs.MOST_MAILS + 3)]
    assert taken == [True] * jobs.MOST_MAILS + [False] * 3
    shouting = replace(ENTERED, email="ANA@oeko.example")
    assert not _enter(called, shouting)
    assert _enter(called, replace(ENTERED, email="eva@oeko.example"))
    assert _enter(called, at=TOO_LATE)


def test_a_full_page_says_so(called: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "MOST_WAITING", 1)
    _enter(called)
    with pytest.raises(jobs.BusyError):
        _enter(called, replace(ENTERED, email="eva@oeko.example"))
    assert _enter(called)


def test_a_changed_text_asks_again_and_an_editorial_change_does_not(called: Workspace) -> None:
    _enter(called)
    token = _mailed(called)["ana@oeko.example"]
    corrected = _freeze(called, RevisionKind.EDITORIAL)
    _enter(called, replace(ENTERED, role="Chair"))
    assert corrected != FIRST
    newest = _freeze(called, RevisionKind.SUBSTANTIVE)
    for text in (FIRST, corrected, "", "\ud800"):
        with pytest.raises(jobs.ChangedTextError):
            _confirm(called, token, text=text)
        with pytest.raises(jobs.ChangedTextError):
            _enter(called, text=text)
    _confirm(called, token, text=newest)
    assert [(row.revision, row.state) for row in _answers(called)] == [(3, "pending")]


def _with_call(store: Workspace, **signon: str) -> int:
    """A letter with a call that ends on 20 November at noon in Berlin, and somebody invited; their row."""
    entry = schema.SignOn(name="Öko e. V.", kind="organization", status="invited", **signon)
    document = letter(["substantive"], signons=[entry])
    the_call = schema.Call(deadline="2026-11-20T12:00", zone="Europe/Berlin", template="sign-on-mail", revision=FIRST)
    stored(store, thread(letters=(document.model_copy(update={"call": the_call}),)))
    with change(store, "signon call", "t/l") as act:
        row = act.session.exec(select(SignOn)).one()
        assert row.id is not None
        act.session.add(
            Mail(
                letter_id=row.letter_id, signon_id=row.id, message_id="1@example.org", kind="call",
                address="office@oeko.example", language="de", revision=FIRST, state="sent",
                tokens=[digest_of_reference("aaaaa-bbbbb-ccccc-ddddd"), digest_of_reference("eeeee-fffff-ggggg-hhhhh")],
            )
        )  # fmt: skip
        return row.id


def test_the_deadline_ends_entering_and_who_entered_in_time_may_confirm(store: Workspace) -> None:
    _with_call(store)
    assert _enter(store)
    for moment in ("2026-11-20T11:00:00Z", "2026-11-20T11:00:01Z"):
        with pytest.raises(jobs.OverError):
            _enter(store, at=moment)
    _confirm(store, _mailed(store)["ana@oeko.example"])
    assert "it was confirmed after the deadline" in _answers(store)[0].checks


def test_a_personal_link_names_whom_it_was_sent_to(store: Workspace) -> None:
    row = _with_call(store, email="office@oeko.example")
    with reading(store) as reader:
        for reference in ("AAAAA BBBBB-ccccc-ddddd", "eeeee-fffff-ggggg-hhhhh"):
            found = page.invitation(reader, "l", digest_of_reference(reference))
            assert found is not None
            assert (found.signon, found.name, found.language, found.status) == (row, "Öko e. V.", "de", "invited")
        assert page.invitation(reader, "l", digest_of_reference("aaaaa-bbbbb-ccccc-ddddx")) is None
        assert page.invitation(reader, "l", "%") is None
    _enter(store, replace(ENTERED, name="Somebody else", email="x@elsewhere.example"), invited=row)
    _confirm(store, _mailed(store)["x@elsewhere.example"])
    (answer,) = _answers(store)
    assert (answer.signon, answer.name, answer.matched) == ("Öko e. V.", "Somebody else", "by a personal link")
    assert answer.checks[:2] == (
        "the address's domain elsewhere.example is none of Öko e. V.",
        "the personal link was sent to Öko e. V.",
    )


def test_an_entry_that_may_be_somebody_known_says_so(store: Workspace) -> None:
    _with_call(store)
    _enter(store, replace(ENTERED, name="Oko eV", email="x@аpple.com"))
    _confirm(store, _mailed(store)["x@аpple.com"])
    checks = " | ".join(_answers(store)[0].checks)
    assert "may be Öko e. V." in checks
    assert "xn--" in checks


def _lost(store: Workspace) -> Iterator[Fate]:
    def post(*_: object) -> Outcome:
        raise CorrespondenceError("no server")

    with reading(store) as reader:
        return jobs.deliver(store, page.to_be_mailed(reader, "l", "2999"), post)


def _due(store: Workspace, at: str = AT) -> int:
    with reading(store) as reader:
        return len(page.to_be_mailed(reader, "l", at))


@pytest.mark.parametrize(
    ("fate", "state", "due_later"),
    [
        (Fate.SENT, MailState.SENT, 0),
        (Fate.IN_DOUBT, MailState.SENT, 0),
        (Fate.REFUSED, MailState.FAILED, 0),
        (Fate.LATER, MailState.QUEUED, 1),
    ],
)
def test_what_becomes_of_a_mail(called: Workspace, fate: Fate, state: MailState, due_later: int) -> None:
    _enter(called)
    _mailed(called, fate)
    assert [entry.state for entry in _entries(called)] == [state]
    assert (_due(called), _due(called, "2999")) == (0, due_later)


def test_a_server_that_is_away_loses_no_mail(called: Workspace) -> None:
    _enter(called)
    with pytest.raises(CorrespondenceError, match="no server"):
        list(_lost(called))
    assert (_due(called), _due(called, "2999")) == (0, 1)


def test_a_mail_that_was_being_sent_when_the_power_went_is_sent_again(called: Workspace) -> None:
    _enter(called)
    seen: list[str] = []

    def post(_: EntryRow, token: str) -> Outcome:
        seen.append(token)
        raise KeyboardInterrupt

    with reading(called) as reader:
        rows = page.to_be_mailed(reader, "l", AT)
    with pytest.raises(KeyboardInterrupt):
        list(jobs.deliver(called, rows, post))
    assert _due(called, "2999") == 0
    with jotting(called) as session:
        jobs.begin(session, "t", "l", at=AT)
    again = _mailed(called)["ana@oeko.example"]
    with reading(called) as reader:
        assert all(page.entry(reader, "l", jobs.digest_of(token)) for token in (*seen, again))


def test_two_that_send_at_once_send_one_mail(called: Workspace) -> None:
    _enter(called)
    with reading(called) as reader:
        rows = page.to_be_mailed(reader, "l", AT)
    sent: list[str] = []

    def post(_: EntryRow, token: str) -> Outcome:
        sent.append(token)
        return Outcome(Fate.SENT, "")

    list(jobs.deliver(called, rows, post))
    list(jobs.deliver(called, rows, post))
    assert len(sent) == 1


def test_refusals_are_no_faults_of_the_program() -> None:
    kinds: list[Callable[..., Exception]] = [jobs.ChangedTextError, jobs.OverError, jobs.TokenError, jobs.BusyError]
    assert all(isinstance(kind("x"), RefusedError) for kind in kinds)
