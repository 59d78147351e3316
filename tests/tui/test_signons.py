"""The Sign-ons screen: who signed which text, answers confirmed and rejected, forms taken in, mails queued and sent."""

from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Select, Static, TextArea

from correspondence.overview import letters, mailing
from correspondence.overview.letters import SignOnRow
from correspondence.overview.mailing import AnswerRow
from correspondence.signons.answers import Coming, receive
from correspondence.signons.call import Deadline, Invited, call
from correspondence.store import originals
from correspondence.store.change import change
from correspondence.store.reading import reading
from correspondence.tui.app import CorrespondenceApp
from correspondence.tui.screens.form import FormScreen
from correspondence.tui.screens.signons import SignOnsScreen
from correspondence.tui.screens.taking import TakingScreen
from correspondence.tui.widgets.rows import Rows
from correspondence.vocabulary import Channel, Says, SignatoryKind
from correspondence.workspace import Workspace
from tests.factories.mailservers import PASSWORD, USER, identity, post_office
from tests.factories.threads import digest
from tests.tui.conftest import SIZES, settle

Maker = Callable[[Workspace], CorrespondenceApp]
LETTER = "2025-06-03-open-letter"
AT = "2025-07-14T10:00:00Z"
FORM = "Organization,E-mail,Country,Agree\nNova,info@nova.example,PT,yes\nÖko,not an address,DE,yes\n,,,yes\n"


@pytest.fixture
def called(sample: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """The sample letter with a call that ends tomorrow, two that are asked, and three answers that wait."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    settings = tmp_path / "config" / "correspondence" / "settings.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text('[mail]\nfrom = "Coalition <letters@coalition.example>"\n')
    numbers = count(1)
    monkeypatch.setattr("correspondence.signons.call.secrets.token_hex", lambda size: f"{next(numbers):0{2 * size}x}")
    with change(sample, "signon call", f"nivelmark/{LETTER}") as act:
        asked = [Invited("Nova", "info@nova.example"), Invited("Rete Aperta", "info@rete.example")]
        call(
            act.session, "nivelmark", LETTER, asked, deadline=Deadline("2025-07-16T09:00", "Europe/Berlin"),
            template="sign-on-mail", attach=("docx",), at=AT, domain="coalition.example",
        )  # fmt: skip
        key = _letter_key(sample)
        evidence = originals.keep(act.session, b"From: x\n\nWe sign.\n", extension="eml")
        for coming in (
            Coming(
                key=digest("1"), channel=Channel.EMAIL, says=Says.SIGNS, name="Nova", passage="We sign.",
                sender="Ana <ana@n0va.example>", checks=("the sender's domain n0va.example looks like nova.example",),
                evidence=evidence,
            ),
            Coming(
                key=digest("2"), channel=Channel.WEB, says=Says.SIGNS, name="Stichting [@click=app.quit]x[/]",
                kind=SignatoryKind.ORGANIZATION, representative="Eva", email="eva@stichting.example",
                cells={"website": "https://stichting.example"},
            ),
            Coming(key=digest("3"), channel=Channel.EMAIL, says=Says.ASKS, sender="Bo <bo@x.example>", passage="Who?"),
        ):  # fmt: skip
            receive(act.session, key, coming, at=AT)
    return sample


def _letter_key(workspace: Workspace) -> int:
    with reading(workspace) as reader:
        return int(reader.rows("SELECT id FROM letter WHERE identifier = :name", name=LETTER)[0][0])


def _answers(workspace: Workspace) -> dict[int, AnswerRow]:
    with reading(workspace) as reader:
        return {row.number: row for row in mailing.answers(reader, LETTER)}


def _signons(workspace: Workspace) -> dict[str, SignOnRow]:
    with reading(workspace) as reader:
        return {row.name: row for row in letters.signons(reader, LETTER)}


def _mails(workspace: Workspace) -> list[tuple[str, str]]:
    with reading(workspace) as reader:
        return [(row.kind, row.state) for row in mailing.mails(reader, LETTER)]


async def _open(pilot: Pilot[None], *keys: str) -> SignOnsScreen:
    screen = await _open_then(pilot, *keys)
    assert isinstance(screen, SignOnsScreen)
    return screen


async def _open_then(pilot: Pilot[None], *keys: str) -> Any:
    """Open the letter's sign-ons, press keys there, and see which screen that leads to."""
    await pilot.press("enter")
    await settle(pilot)
    await pilot.press("4", "w")
    await settle(pilot)
    await pilot.press(*keys)
    await settle(pilot)
    return pilot.app.screen


def _text(screen: Any, selector: str) -> str:
    return str(screen.query_one(selector, Static).content)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("view", {"roll": [], "answers": ["2"], "mails": ["3"]}.items(), ids=lambda view: view[0])
def test_view(
    snap_compare: Any, called: Workspace, app_on: Maker, view: tuple[str, list[str]], size: tuple[int, int]
) -> None:
    async def wait(pilot: Pilot[None]) -> None:
        await _open(pilot, *view[1])

    assert snap_compare(app_on(called), run_before=wait, terminal_size=size)


async def test_how_far_the_call_has_come(called: Workspace, app_on: Maker) -> None:
    async with app_on(called).run_test(size=SIZES[1]) as pilot:
        screen = await _open(pilot)
        told = _text(screen, "#progress")
    assert "8 of 13 signed · 1 to confirm · 3 asked · 1 declined · 3 answers wait · 2 mails queued" in told
    assert "Revision 2 · until 2025-07-16 09:00 Europe/Berlin, tomorrow" in told


async def test_an_answer_is_confirmed_as_it_was_understood(called: Workspace, app_on: Maker) -> None:
    async with app_on(called).run_test(size=SIZES[0]) as pilot:
        screen = await _open(pilot, "2", "G")
        assert "n0va.example looks like nova.example" in _text(screen, "#answers-pane .detail > Static")
        await pilot.press("c")
        await settle(pilot)
        form = pilot.app.screen
        assert isinstance(form, FormScreen)
        form.query_one("#whom", Select).value = "Nova"
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert pilot.app.screen is screen
        assert "9 of 13 signed" in _text(screen, "#progress")
    assert (_answers(called)[1].state, _answers(called)[1].signon) == ("accepted", "Nova")
    assert (_signons(called)["Nova"].status, _signons(called)["Nova"].channel) == ("signed", "email")


async def test_an_answer_by_somebody_new_is_confirmed_under_a_corrected_name(called: Workspace, app_on: Maker) -> None:
    async with app_on(called).run_test(size=SIZES[1]) as pilot:
        await _open(pilot, "2", "g", "j")
        await pilot.press("c")
        await settle(pilot)
        area = pilot.app.screen.query_one(TextArea)
        assert area.text == "Stichting [@click=app.quit]x[/]"
        area.text = "Stichting X"
        await pilot.press("ctrl+s")
        await settle(pilot)
    row = _signons(called)["Stichting X"]
    assert (row.status, row.channel, row.representative, row.kind) == ("signed", "web", "Eva", "organization")


async def test_what_stands_against_confirming_is_told_and_nothing_changes(called: Workspace, app_on: Maker) -> None:
    async with app_on(called).run_test(size=SIZES[1]) as pilot:
        await _open(pilot, "2", "g")
        await pilot.press("c")
        await settle(pilot)
        await pilot.press("ctrl+s")
        await settle(pilot)
        (told,) = [note.message for note in pilot.app._notifications]
        assert "nobody can tell whom it is from" in told
    assert _answers(called)[3].state == "pending"


async def test_an_answer_is_rejected_at_the_second_press(called: Workspace, app_on: Maker) -> None:
    async with app_on(called).run_test(size=SIZES[1]) as pilot:
        await _open(pilot, "2", "g", "d")
        assert _answers(called)[3].state == "pending"
        await pilot.press("d")
        await settle(pilot)
        assert _answers(called)[3].state == "rejected"
        await pilot.press("G", "d")
        await settle(pilot)
    assert [row.state for row in _answers(called).values()] == ["pending", "pending", "rejected"]


async def test_the_list_filters_as_one_types(called: Workspace, app_on: Maker) -> None:
    async with app_on(called).run_test(size=SIZES[1]) as pilot:
        screen = await _open(pilot)
        rows = screen.query_one("#roll-pane-list-rows", Rows)
        assert rows.count == 13
        await pilot.press("f", *"invited")
        await settle(pilot)
        assert rows.count == 3
        await pilot.press("escape")
        await settle(pilot)
        assert rows.count == 13
        await pilot.press("escape")
        await settle(pilot)
        assert not isinstance(pilot.app.screen, SignOnsScreen)


async def test_the_evidence_is_written_as_it_came(called: Workspace, app_on: Maker, tmp_path: Path) -> None:
    async with app_on(called).run_test(size=SIZES[1]) as pilot:
        screen = await _open_then(pilot, "2", "G", "o")
        screen.query_one("#path", Input).value = str(tmp_path / "evidence.eml")
        await pilot.press("enter")
        await settle(pilot)
    assert (tmp_path / "evidence.eml").read_bytes() == b"From: x\n\nWe sign.\n"


async def test_a_form_is_looked_at_and_then_taken_in(called: Workspace, app_on: Maker, tmp_path: Path) -> None:
    (tmp_path / "form.csv").write_text(FORM, encoding="utf-8")
    async with app_on(called).run_test(size=SIZES[1]) as pilot:
        screen = await _open_then(pilot, "i")
        assert isinstance(screen, TakingScreen)
        screen.query_one("#path", Input).value = str(tmp_path / "form.csv")
        await pilot.press("enter")
        await settle(pilot)
        told = _text(screen, "#told")
        assert "1  Organization  → organization" in told
        assert "1 sign, 2 to be mended" in told
        assert "row 3: 'not an address' is not an e-mail address" in told
        assert _signons(called)["Nova"].status == "invited"
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert isinstance(pilot.app.screen, SignOnsScreen)
    assert _signons(called)["Nova"].status == "signed"
    assert [row.state for row in _answers(called).values()][3:] == ["accepted", "faulty", "faulty"]


async def test_a_form_whose_columns_nobody_knows_asks_which(called: Workspace, app_on: Maker, tmp_path: Path) -> None:
    (tmp_path / "form.csv").write_text("Who,Where\nNova,info@nova.example\n", encoding="utf-8")
    async with app_on(called).run_test(size=SIZES[0]) as pilot:
        screen = await _open_then(pilot, "i")
        screen.query_one("#path", Input).value = str(tmp_path / "form.csv")
        await pilot.press("enter")
        await settle(pilot)
        assert "no column is known to hold names" in _text(screen, "#told")
        screen.query_one("#columns", Input).value = "organization=1, email=2"
        screen.query_one("#columns", Input).focus()
        await pilot.press("enter")
        await settle(pilot)
        assert "1 sign" in _text(screen, "#told")
        await pilot.press("escape")
        await settle(pilot)
    assert _signons(called)["Nova"].status == "invited"


async def test_mails_become_files_and_who_has_not_answered_is_reminded(called: Workspace, app_on: Maker) -> None:
    async with app_on(called).run_test(size=SIZES[1]) as pilot:
        await _open(pilot, "3", "w")
        await settle(pilot)
        assert _mails(called) == [("call", "written"), ("call", "written")]
        assert len(list((called.root / "mails").glob("*.eml"))) == 2
        await pilot.press("m")
        await settle(pilot)
        assert _mails(called)[2:] == [("reminder", "queued"), ("reminder", "queued")]


async def test_mails_are_sent_through_the_server(
    called: Workspace, app_on: Maker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = identity(tmp_path)
    monkeypatch.setenv("CORRESPONDENCE_SMTP_PASSWORD", PASSWORD)
    with post_office(made) as office:
        settings = tmp_path / "config" / "correspondence" / "settings.toml"
        settings.write_text(
            f'[mail]\nfrom = "Coalition <letters@coalition.example>"\n[mail.smtp]\nhost = "127.0.0.1"\n'
            f'port = {office.port}\nuser = "{USER}"\nauthorities = "{made.certificate}"\n'
        )
        monkeypatch.setattr("correspondence.tui.signing._A_MINUTE", 6000)
        async with app_on(called).run_test(size=SIZES[1]) as pilot:
            await _open(pilot, "3", "s")
            await settle(pilot)
        assert sorted(to for to, _ in office.mails) == ["info@nova.example", "info@rete.example"]
    assert _mails(called) == [("call", "sent"), ("call", "sent")]


async def test_without_a_server_it_says_what_to_write_where(called: Workspace, app_on: Maker) -> None:
    async with app_on(called).run_test(size=SIZES[1]) as pilot:
        await _open(pilot, "3", "s")
        await settle(pilot)
        assert any("no SMTP server" in note.message for note in pilot.app._notifications)
    assert _mails(called) == [("call", "queued"), ("call", "queued")]
