"""The call on the Sign-ons screen: asked, sent, fetched, taken down by hand, withdrawn, published."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Select, TextArea

from correspondence.mail.smtp import Fate, Outcome
from correspondence.overview import mailing
from correspondence.publish.mailing import composed
from correspondence.signons.outbox import deliver
from correspondence.store.reading import reading
from correspondence.tui.app import CorrespondenceApp
from correspondence.tui.calling import DRY, FILES, Calling
from correspondence.tui.screens.fields import FieldsScreen, Going
from correspondence.tui.screens.original import OriginalScreen
from correspondence.tui.screens.signons import SignOnsScreen
from correspondence.workspace import Workspace
from tests.factories.mails import mail
from tests.factories.mailservers import DOVECOT, PASSWORD, USER, identity, mailbox, post_office
from tests.tui.conftest import LETTER, SIZES, settle, until
from tests.tui.rolls import answers_of, mails_of, open_roll, open_then, signons_of, text_of

Maker = Callable[[Workspace], CorrespondenceApp]
FORMS = {
    "call": ["a"],
    "by-hand": ["h"],
    "withdraw": ["x"],
    "send": ["s"],
    "fetch": ["e"],
    "publish": ["p"],
    "import": ["i"],
    "evidence": ["2", "G", "v"],
    "dry-run": ["s", "down", "down", "down", "enter", "ctrl+s"],
}


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("form", FORMS)
def test_view(snap_compare: Any, called: Workspace, app_on: Maker, form: str, size: tuple[int, int]) -> None:
    async def press(pilot: Pilot[None]) -> None:
        await open_roll(pilot)
        for key in FORMS[form]:
            await pilot.press(key)
            await settle(pilot)

    assert snap_compare(app_on(called), run_before=press, terminal_size=size)


def _put(screen: Any, **values: str) -> None:
    """Fill in a form."""
    for name, value in values.items():
        widget = screen.query_one(f"#{name}")
        if isinstance(widget, TextArea):
            widget.text = value
        elif isinstance(widget, (Select, Input)):
            widget.value = value


async def _done(pilot: Pilot[None], *keys: str) -> list[str]:
    """Press keys, and see what is told then."""
    for key in keys:
        await pilot.press(key)
        await settle(pilot)
    return [str(note.message) for note in pilot.app._notifications]


@pytest.mark.usefixtures("mail_settings")
async def test_a_call_begins_on_screen(sample: Workspace, app_on: Maker, tmp_path: Path) -> None:
    (tmp_path / "more.txt").write_text("Rete Aperta <info@rete.example>\n", encoding="utf-8")
    async with app_on(sample).run_test(size=SIZES[0]) as pilot:
        form = await open_then(pilot, "a")
        assert isinstance(form, FieldsScreen)
        _put(form, whom=f"Nova <info@nova.example>\n{tmp_path / 'more.txt'}", deadline="2026-12-01 9 Uhr")
        await _done(pilot, "ctrl+s")
        assert "is no deadline such as" in text_of(form, "#told")
        _put(form, deadline="2026-12-01 09:00", zone="Europe/Berlin")
        await _done(pilot, "ctrl+s")
        assert "Tuesday, 1 December 2026, 09:00" in text_of(form, "#told")
        assert "2 mails would be queued\nNova, Rete Aperta" in text_of(form, "#told")
        assert mails_of(sample) == []
        assert any("2 mails queued" in told for told in await _done(pilot, "ctrl+s"))
        screen = pilot.app.screen
        assert isinstance(screen, SignOnsScreen)
        assert "until 2026-12-01 09:00 Europe/Berlin" in text_of(screen, "#progress")
    assert mails_of(sample) == [("call", "queued"), ("call", "queued")]
    assert signons_of(sample)["Rete Aperta"].status == "invited"


@pytest.mark.usefixtures("mail_settings")
async def test_the_whole_directory_is_asked_but_whom_nobody_can_write_to(sample: Workspace, app_on: Maker) -> None:
    async with app_on(sample).run_test(size=SIZES[1]) as pilot:
        form = await open_then(pilot, "a")
        _put(form, directory="everybody", deadline="2026-12-01 09:00", zone="UTC")
        await _done(pilot, "ctrl+s")
        told = text_of(form, "#told")
        assert "would be queued" in told
        assert "has signed already" in told


@pytest.mark.parametrize("how", [DRY, FILES])
async def test_who_has_not_said_from_whom_mails_go_is_told(
    called: Workspace, app_on: Maker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "none"))
    async with app_on(called).run_test(size=SIZES[1]) as pilot:
        form = await open_then(pilot, "a")
        _put(form, whom="Access <a@access.example>", deadline="2027-12-01 09:00", zone="UTC")
        await _done(pilot, "ctrl+s")
        assert "each mail ends with “[your name]”" in text_of(form, "#told")
    told = Calling(called, "nivelmark", LETTER).send(
        {"how": how, "page": "", "folder": str(tmp_path / "out"), "rate": "30"}, Going(print)
    )
    assert "each mail ends with “[your name]”" in str(told)


async def test_what_was_typed_is_not_thrown_away_at_once(called: Workspace, app_on: Maker) -> None:
    async with app_on(called).run_test(size=SIZES[0]) as pilot:
        form = await open_then(pilot, "h")
        _put(form, name="Rete Aperta")
        await _done(pilot, "escape")
        assert pilot.app.screen is form
        await _done(pilot, "escape")
        assert isinstance(pilot.app.screen, SignOnsScreen)
    assert signons_of(called)["Rete Aperta"].status == "invited"


async def test_somebody_signs_on_the_telephone_and_withdraws_before_and_after_publication(
    called: Workspace, app_on: Maker, tmp_path: Path
) -> None:
    (tmp_path / "note.txt").write_text("They rang.", encoding="utf-8")
    async with app_on(called).run_test(size=SIZES[1]) as pilot:
        for round_, status in enumerate(("before", "after")):
            form = await open_then(pilot, "h") if round_ == 0 else pilot.app.screen
            if round_ == 1:
                await _done(pilot, "h")
                form = pilot.app.screen
            _put(form, name="Rete Aperta", says="add", channel="meeting", evidence=str(tmp_path / "note.txt"))
            await _done(pilot, "ctrl+s")
            assert (signons_of(called)["Rete Aperta"].status, status) == ("signed", status)
            if status == "after":
                await _done(pilot, "p")
                _put(pilot.app.screen, unconfirmed="leave-out", day="2025-07-15")
                await _done(pilot, "ctrl+s")
                assert "Revision 2, published 2025-07-15" in text_of(pilot.app.screen, "#progress")
            await _done(pilot, "f", *"rete", "enter", "x")
            form = pilot.app.screen
            assert isinstance(form, FieldsScreen)
            assert form.query_one("#name", Input).value == "Rete Aperta"
            assert bool(form.query("#about")) == (status == "after")
            await _done(pilot, "ctrl+s", "escape")
            assert signons_of(called)["Rete Aperta"].status == "withdrawn"
        await _done(pilot, "P")
        _put(pilot.app.screen, path=str(tmp_path / "addendum.txt"))
        await _done(pilot, "ctrl+s")
    assert "Rete Aperta" in (tmp_path / "addendum.txt").read_text(encoding="utf-8")


async def test_a_wrong_value_is_told_in_the_form(called: Workspace, app_on: Maker) -> None:
    async with app_on(called).run_test(size=SIZES[0]) as pilot:
        form = await open_then(pilot, "h")
        for values, says in (
            ({"name": ""}, "say who"),
            ({"name": "Nova", "revision": "x"}, "is no revision's number"),
            ({"revision": "", "evidence": "/nowhere/x"}, "cannot be read"),
            ({"evidence": "", "says": "withdraw"}, "has not signed"),
        ):
            _put(form, **values)
            await _done(pilot, "ctrl+s")
            assert says in text_of(form, "#told")
        assert pilot.app.screen is form
    assert signons_of(called)["Nova"].status == "invited"


async def test_a_dry_run_makes_every_mail_and_sends_none(called: Workspace, app_on: Maker) -> None:
    async with app_on(called).run_test(size=SIZES[1]) as pilot:
        form = await open_then(pilot, "s")
        _put(form, how="dry")
        await _done(pilot, "ctrl+s")
        told = text_of(form, "#told")
        assert "2 mails, none sent" in told
        assert "Nova <info@nova.example>" in told
        assert f"[{LETTER}-r2.docx, {LETTER}.ics]" in told
    assert mails_of(called) == [("call", "queued"), ("call", "queued")]
    assert not (called.root / "mails").exists()


async def test_mails_become_files_and_who_has_not_answered_is_reminded(
    called: Workspace, app_on: Maker, tmp_path: Path
) -> None:
    async with app_on(called).run_test(size=SIZES[1]) as pilot:
        form = await open_then(pilot, "3", "w")
        _put(form, folder=str(tmp_path / "out"), page="https://letters.example.org")
        await _done(pilot, "ctrl+s")
        assert mails_of(called) == [("call", "written"), ("call", "written")]
        assert len(files := list((tmp_path / "out").glob("*.eml"))) == 2
        assert all("https://letters.example.org/i/" in file.read_text().replace("=\n", "") for file in files)
        await _done(pilot, "m")
        assert mails_of(called)[2:] == [("reminder", "queued"), ("reminder", "queued")]
        await _done(pilot, "x")
        assert mails_of(called)[2:] == [("reminder", "queued"), ("reminder", "queued")]
        await _done(pilot, "x")
        assert mails_of(called)[2:] == [("reminder", "cancelled"), ("reminder", "cancelled")]


async def test_mails_are_sent_through_the_server_and_it_tells_which_had_trouble(
    called: Workspace, app_on: Maker, mail_settings: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = identity(tmp_path)
    monkeypatch.setenv("CORRESPONDENCE_SMTP_PASSWORD", PASSWORD)
    with post_office(made) as office:
        office.refused.add("info@rete.example")
        with mail_settings.open("a") as settings:
            settings.write(
                f'[mail.smtp]\nhost = "127.0.0.1"\nport = {office.port}\nuser = "{USER}"\n'
                f'authorities = "{made.certificate}"\n'
            )
        async with app_on(called).run_test(size=SIZES[1]) as pilot:
            form = await open_then(pilot, "s")
            _put(form, rate="6000")
            await _done(pilot, "ctrl+s")
            told = text_of(form, "#told")
            assert "1 of 2 mails sent" in told
            assert "Rete Aperta <info@rete.example>: failed: 550" in told
            await _done(pilot, "escape", "3", "f", *"rete", "enter", "t")
            _put(pilot.app.screen, gone="queued")
            office.refused.clear()
            await _done(pilot, "ctrl+s", "s")
            _put(pilot.app.screen, rate="6000")
            assert any("1 of 1 mails sent" in one for one in await _done(pilot, "ctrl+s"))
        assert sorted(to for to, _ in office.mails) == ["info@nova.example", "info@rete.example"]
    assert mails_of(called) == [("call", "sent"), ("call", "sent")]


@pytest.mark.usefixtures("mail_settings")
async def test_esc_between_two_mails_stops_at_once_and_the_next_time_goes_on(
    called: Workspace, app_on: Maker, mail_settings: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = identity(tmp_path)
    monkeypatch.setenv("CORRESPONDENCE_SMTP_PASSWORD", PASSWORD)
    with post_office(made) as office:
        with mail_settings.open("a") as settings:
            settings.write(
                f'[mail.smtp]\nhost = "127.0.0.1"\nport = {office.port}\nuser = "{USER}"\n'
                f'authorities = "{made.certificate}"\n'
            )
        async with app_on(called).run_test(size=SIZES[1]) as pilot:
            form = await open_then(pilot, "s")
            _put(form, rate="1")
            await pilot.press("ctrl+s")
            await until(pilot, lambda: "1 of 2 mails sent" in text_of(form, "#told"))
            began = time.monotonic()
            await _done(pilot, "escape")
            assert time.monotonic() - began < 30  # the second is due in a minute
            assert "stopped: 1 of 2 mails sent; sending again goes on" in text_of(form, "#told")
            _put(form, rate="6000")
            assert any("1 of 1 mails sent" in one for one in await _done(pilot, "ctrl+s"))
        assert sorted(to for to, _ in office.mails) == ["info@nova.example", "info@rete.example"]
    assert mails_of(called) == [("call", "sent"), ("call", "sent")]


async def test_a_mail_in_doubt_is_settled_by_a_person(called: Workspace, app_on: Maker) -> None:
    sender = ("Coalition", "letters@coalition.example")
    mails = composed(called, f"nivelmark/{LETTER}", sender)
    next(iter(deliver(called, f"nivelmark/{LETTER}", mails, lambda _: Outcome(Fate.IN_DOUBT, "no answer"))))
    async with app_on(called).run_test(size=SIZES[1]) as pilot:
        await open_roll(pilot, "3")
        await _done(pilot, "f", *"nova", "enter", "t")
        assert isinstance(pilot.app.screen, FieldsScreen)
        await _done(pilot, "ctrl+s")
    assert sorted(mails_of(called)) == [("call", "queued"), ("call", "sent")]


async def test_without_a_server_it_says_what_to_write_where(called: Workspace, app_on: Maker) -> None:
    async with app_on(called).run_test(size=SIZES[1]) as pilot:
        form = await open_then(pilot, "s")
        await _done(pilot, "ctrl+s")
        assert "no SMTP server" in text_of(form, "#told")
        await _done(pilot, "escape", "e")
        await _done(pilot, "ctrl+s")
        assert "no IMAP server" in text_of(pilot.app.screen, "#told")
    assert mails_of(called) == [("call", "queued"), ("call", "queued")]


@pytest.mark.skipif(DOVECOT is None, reason="needs Dovecot: install dovecot-imapd")
async def test_answers_are_fetched_from_the_server_and_taken_from_files(
    called: Workspace, app_on: Maker, mail_settings: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for place in (tmp_path, *tmp_path.parents[:2]):
        place.chmod(0o755)  # the server reads the certificate as another user
    made = identity(tmp_path)
    monkeypatch.setenv("CORRESPONDENCE_IMAP_PASSWORD", PASSWORD)
    (tmp_path / "rete.eml").write_bytes(mail("Eva <info@rete.example>", "We sign."))
    with mailbox(made) as box:
        with mail_settings.open("a") as settings:
            settings.write(
                f'[mail.imap]\nhost = "localhost"\nport = {box.port}\nuser = "{USER}"\n'
                f'authorities = "{made.certificate}"\n'
            )
        box.deliver(mail("Eva <info@nova.example>", "We sign, of course."), "Sign-ons")
        async with app_on(called).run_test(size=SIZES[1]) as pilot:
            form = await open_then(pilot, "e")
            _put(form, folder="Sign-ons")
            assert any("1 new mails, 1 answers" in told for told in await _done(pilot, "ctrl+s"))
            await _done(pilot, "i")
            _put(pilot.app.screen, path=str(tmp_path / "rete.eml"))
            assert any("1 answers wait" in told for told in await _done(pilot, "enter"))
            await _done(pilot, "2", "g", "j", "v")
            shown = pilot.app.screen
            assert isinstance(shown, OriginalScreen)
            assert "Eva <info@nova.example>" in text_of(shown, "#words")
            assert "We sign, of course." in text_of(shown, "#words")
    new = [row for number, row in answers_of(called).items() if number > 3]
    assert [(row.signon, row.says, row.state) for row in new] == [
        ("Nova", "signs", "pending"),
        ("Rete Aperta", "signs", "pending"),
    ]
    with reading(called) as reader:
        assert mailing.progress(reader, LETTER).waiting == 5
