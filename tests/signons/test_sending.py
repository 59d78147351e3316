"""Mails of a call, by the command line, through a real server: each goes out once at most, whatever happens."""

import io
import os
import random
import re
import signal
import subprocess
import sys
import time
import zipfile
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from icalendar import Calendar

from correspondence.store.reading import reading
from correspondence.workspace import Workspace
from tests.cli.test_acceptance import run
from tests.factories.commands import Typed
from tests.factories.mailservers import PASSWORD, PostOffice
from tests.factories.threads import letter, stored, thread

FAST = ("--rate", "6000")
REFERENCE = re.compile(r"Reference: ([a-z0-9-]{23})")


def test_each_gets_a_mail_of_their_own_with_the_text_and_the_date(called: Typed, office: PostOffice) -> None:
    done = called.json("signon", "send", "l", *FAST)
    assert [(row["name"], row["state"]) for row in done] == [
        ("Öko-Netz", "sent"), ("Access Group", "sent"), ("Observatorio de la Red", "sent"),
    ]  # fmt: skip
    assert [recipient for recipient, _ in office.mails] == [
        "info@oeko.example.net",
        "access@access.example.com",
        "eva@obs.example.org",
    ]
    first, _, third = office.messages()
    assert str(first["From"]) == "Ana Ferreira <ana@coalition.example.org>"
    assert str(third["To"]) == "Eva Ruiz <eva@obs.example.org>"
    assert third["Content-Language"] == "es"
    body = third.get_body(("plain",))
    assert body is not None
    assert "Estimado/a Eva Ruiz" in body.get_content() or "Eva Ruiz" in body.get_content()
    assert "firm" in body.get_content()
    names = [part.get_filename() for part in first.iter_attachments()]
    assert names == ["l-r1.docx", "l.ics"]
    word, date = (bytes(part.get_payload(decode=True)) for part in first.iter_attachments())
    assert "word/document.xml" in zipfile.ZipFile(io.BytesIO(word)).namelist()
    (event,) = Calendar.from_ical(date).walk("VEVENT")
    assert event["DTSTART"].to_ical() == b"20261201T080000Z"


def test_nothing_goes_twice(called: Typed, office: PostOffice) -> None:
    called("signon", "send", *FAST)
    assert "the queue is empty" in called("signon", "send", *FAST).err
    again = called.json("signon", "call", "l", "Access Group <access@access.example.com>", "Öko-netz <x@example.net>")
    assert [row["why"] for row in again["passed_over"]] == ["has been asked to sign this text already"] * 2
    called("signon", "send", *FAST)
    assert len(office.mails) == 3


def test_who_has_not_answered_is_reminded_and_the_reminder_follows_on_the_call(
    called: Typed, office: PostOffice
) -> None:
    assert "the mail before has not gone yet" in called("signon", "remind", "l").err
    called("signon", "send", *FAST)
    called("signon", "add", "l", "Access Group")
    assert called.json("signon", "remind", "l")["queued"] == ["Öko-Netz", "Observatorio de la Red"]
    called("signon", "send", *FAST)
    first, _, _, reminder, _ = office.messages()
    assert reminder["In-Reply-To"] == first["Message-ID"]
    assert reminder["Message-ID"] != first["Message-ID"]
    assert "Reminder" in str(reminder["Subject"])


def test_what_is_refused_is_told_and_can_be_queued_again(called: Typed, office: PostOffice) -> None:
    office.refused.add("access@access.example.com")
    done = called.json("signon", "send", *FAST, status=1)
    assert [(row["name"], row["state"]) for row in done if row["state"] != "sent"] == [("Access Group", "failed")]
    assert done[1]["said"] == "550 5.1.1 no such user here"
    office.refused.clear()
    assert called.json("signon", "send", *FAST) == []
    called("signon", "settle", "l", done[1]["message_id"], "--not-sent")
    assert [row["state"] for row in called.json("signon", "send", *FAST)] == ["sent"]
    assert len(office.mails) == 3
    assert "there is nothing to decide" in called(
        "signon", "settle", "l", done[1]["message_id"], "--not-sent", status=1
    ).err  # fmt: skip


def test_who_could_not_be_reached_is_asked_at_another_address_and_who_was_cancelled_is_asked_again(
    called: Typed, office: PostOffice
) -> None:
    office.refused.add("access@access.example.com")
    called("signon", "send", *FAST, status=1)
    assert "not written to: Access Group: the mail before was refused" in called("signon", "remind", "l").err
    again = called.json("signon", "call", "l", "Access Group <ana@access.example.com>", "Late <late@example.org>")
    assert again["queued"] == ["Access Group", "Late"]
    called("signon", "cancel", "l")
    again = called.json("signon", "call", "l", "Access Group <ana@access.example.com>", "Late <late@example.org>")
    assert again["queued"] == ["Access Group", "Late"]
    called("signon", "send", *FAST)
    assert [recipient for recipient, _ in office.mails][2:] == ["ana@access.example.com", "late@example.org"]
    called("signon", "remind", "l")
    called("signon", "send", *FAST)
    assert {recipient for recipient, _ in office.mails[4:]} == {
        "info@oeko.example.net", "ana@access.example.com", "eva@obs.example.org", "late@example.org",
    }  # fmt: skip


def test_what_is_put_off_waits_and_goes_later(called: Typed, office: PostOffice) -> None:
    office.busy["info@oeko.example.net"] = 1
    done = called.json("signon", "send", *FAST, status=1)
    assert [row["state"] for row in done] == ["later", "sent", "sent"]
    assert called.json("signon", "send", *FAST) == []
    row = next(row for row in called.json("signon", "outbox", "l") if row["state"] == "queued")
    assert row["not_before"] > row["tried_at"]
    assert row["tries"] == 1


def test_what_the_server_took_without_a_word_is_in_doubt_and_stays_so(called: Typed, office: PostOffice) -> None:
    office.deaf.add("info@oeko.example.net")
    done = called.json("signon", "send", *FAST, status=1)
    assert [row["state"] for row in done] == ["in doubt", "sent", "sent"]
    assert called.json("signon", "send", *FAST) == []
    assert "in doubt" in called("signon", "outbox", "l").out
    assert "1 mail is in doubt and not sent again by itself" in called("signon", "send", *FAST).err
    assert "Öko-Netz: the mail before is in doubt" in called("signon", "remind", "l").err
    called("signon", "settle", "l", done[0]["message_id"], "--sent")
    called("signon", "cancel", "l")
    assert {row["state"] for row in called.json("signon", "outbox", "l")} == {"sent", "cancelled"}
    assert [recipient for recipient, _ in office.mails].count("info@oeko.example.net") == 1


def test_a_dry_run_shows_all_and_changes_nothing(called: Typed, office: PostOffice) -> None:
    before = called("signon", "outbox", "l").out
    done = called.json("signon", "send", "--dry-run")
    assert [row["state"] for row in done] == ["dry run"] * 3
    assert "l-r1.docx, l.ics" in done[0]["said"]
    assert called("signon", "outbox", "l").out == before
    assert not office.mails


def test_mails_as_files_are_those_that_would_be_sent(called: Typed, tmp_path: Path) -> None:
    folder = tmp_path / "mails"
    called("signon", "send", "--eml", folder)
    files = sorted(folder.iterdir())
    assert len(files) == 3
    assert all(file.read_bytes().startswith(b"From: Ana Ferreira <ana@coalition.example.org>\r\n") for file in files)
    assert called.json("signon", "send", "--eml", folder) == []
    assert called.json("signon", "remind", "l")["queued"] == ["Öko-Netz", "Access Group", "Observatorio de la Red"]


@pytest.mark.parametrize(
    ("language", "gap"),
    [("en", "[your name]"), ("es", "[su nombre]"), ("fr", "[votre nom]"), ("de", "[Ihr Name]"), ("ar-EG", "[اسمكم]")],
)
def test_who_has_not_said_who_they_are_signs_no_mail(
    typed: Typed, settings: Path, tmp_path: Path, language: str, gap: str
) -> None:
    settings.unlink()
    stored(typed.workspace, thread(letters=(letter(["substantive"]),)))
    typed("signatory", "add", "Nova", "--contact", f"Eva <eva@nova.example.org>; ; {language}")
    typed("signon", "call", "l", "Nova", "--deadline", "2026-12-01 09:00 Europe/Berlin")
    assert "each mail ends with “[your name]”" in typed("signon", "send", "--dry-run").err
    typed("signon", "send", "--eml", tmp_path / "mails")
    (file,) = (tmp_path / "mails").iterdir()
    draft = message_from_bytes(file.read_bytes(), policy=policy.default)
    for kind in ("plain", "html"):
        body = draft.get_body((kind,))
        assert body is not None
        assert gap in body.get_content()
        assert typed.workspace.actor not in body.get_content().split()


def test_without_settings_mails_are_written_for_a_mail_program_to_send_and_a_server_can_come_later(
    typed: Typed, office: PostOffice, settings: Path, tmp_path: Path
) -> None:
    with_server = settings.read_text("utf-8")
    settings.unlink()
    stored(typed.workspace, thread(letters=(letter(["substantive"]),)))
    people = ("One <one@example.org>", "Two <two@example.net>")
    typed("signon", "call", "l", *people, "--deadline", "2026-12-01 09:00 Europe/Berlin")
    told = typed("signon", "send", "--eml", tmp_path / "mails")
    assert "does not say from whom mails go out: your mail program fills that in" in told.err
    assert "each mail ends with “[your name]” in its language" in told.err
    for file in (tmp_path / "mails").iterdir():
        draft = message_from_bytes(file.read_bytes(), policy=policy.default)
        assert (draft["From"], draft["X-Unsent"]) == (None, "1")
        body = draft.get_body(("plain",))
        assert body is not None
        assert "[your name]" in body.get_content().splitlines()
        assert typed.workspace.actor not in body.get_content().splitlines()
    assert typed.json("signon", "remind", "l")["queued"] == ["One", "Two"]
    refused = typed("signon", "send", status=2).err
    assert 'from = "Name <address>"' in refused
    assert "--eml DIR" in refused
    settings.write_text(with_server, "utf-8")
    assert [row["state"] for row in typed.json("signon", "send", *FAST)] == ["sent", "sent"]
    assert all(str(mail["Message-ID"]).endswith("@coalition.example.org>") for mail in office.messages())


@pytest.mark.parametrize("wrong", ["password", "server", "certificate"])
def test_without_a_server_nothing_is_lost(
    called: Typed, office: PostOffice, settings: Path, monkeypatch: pytest.MonkeyPatch, wrong: str
) -> None:
    text = settings.read_text("utf-8")
    if wrong == "password":
        monkeypatch.setenv("CORRESPONDENCE_SMTP_PASSWORD", "a secret that is wrong")
    elif wrong == "server":
        settings.write_text(text.replace(str(office.port), "9"), "utf-8")
    else:
        settings.write_text(re.sub("authorities.*", "", text), "utf-8")
    done = called("signon", "send", *FAST, status=2)
    assert {"password": "does not let us in", "server": "cannot be reached", "certificate": "not known to be"}[
        wrong
    ] in done.err
    assert "secret" not in done.err
    assert {(row["state"], row["tries"]) for row in called.json("signon", "outbox", "l")} == {("queued", 0)}
    monkeypatch.setenv("CORRESPONDENCE_SMTP_PASSWORD", PASSWORD)
    settings.write_text(text, "utf-8")
    assert [row["state"] for row in called.json("signon", "send", *FAST)] == ["sent"] * 3


def test_no_password_and_no_reference_is_in_the_store(called: Typed, office: PostOffice) -> None:
    called("signon", "send", *FAST)
    bodies = [message.get_body(("plain",)) for message in office.messages()]
    references = [m[1] for body in bodies if body is not None and (m := REFERENCE.search(body.get_content()))]
    assert references
    with reading(called.workspace) as reader:
        kept = str(reader.rows("SELECT * FROM signon_mail")) + str(reader.rows("SELECT * FROM journal"))
    for secret in (PASSWORD, *references):
        assert secret not in kept


def test_what_is_no_call(typed: Typed, settings: Path) -> None:
    stored(typed.workspace, thread(letters=(letter(["substantive"]),)))
    someone = "X <x@example.org>"
    assert "say by when" in typed("signon", "call", "l", someone, status=2).err
    for wrong in ("2026-12-01", "2026-12-01 09:00", "2026-12-01 09:00 Mars/City", "2027-03-28 02:30 Europe/Berlin"):
        assert typed("signon", "call", "l", someone, "--deadline", wrong, status=2).err.count("\n") == 1
    good = ("--deadline", "2026-12-01 09:00 Europe/Berlin")
    assert "is not an e-mail address" in typed("signon", "call", "l", "X <x@y@z>", *good, status=2).err
    assert "there is no template" in typed("signon", "call", "l", someone, *good, "--template", "no", status=2).err
    assert "the directory has no 'Y'" in typed("signon", "call", "l", "Y", *good, status=2).err
    assert typed.json("signon", "list", "l") == []
    settings.write_text('[mail]\nfrom = "Ana"\n', "utf-8")
    assert "from is an address such as" in typed("signon", "call", "l", someone, *good, status=2).err


def test_ctrl_c_stops_after_the_mail_under_way_and_a_second_one_breaks_it_off(
    workspace: Workspace, office: PostOffice
) -> None:
    stored(workspace, thread(letters=(letter(["substantive"]),)))
    at = ("--workspace", workspace.root)
    people = [f"Group {n} <group{n}@example.org>" for n in range(3)]
    run(*at, "signon", "call", "l", *people, "--deadline", "2026-12-01 09:00 Europe/Berlin")
    command = [str(Path(sys.executable).with_name("correspondence")), *map(str, at), "signon", "send", *FAST]

    def stopped(seconds: float, times: int) -> str:
        """Begin to send, press Ctrl+C so often while the server has the first mail, and see what is told."""
        office.seconds = seconds
        before = len(office.taking)
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=os.environ) as process:
            end = time.monotonic() + 60
            while len(office.taking) == before and time.monotonic() < end:
                time.sleep(0.01)
            for _ in range(times):
                process.send_signal(signal.SIGINT)
                time.sleep(0.3)
            assert process.stderr is not None
            told = process.stderr.read().decode()
            assert process.wait(timeout=30) == 130
        return told

    assert "stopped: 1 done, 2 left: the same command goes on" in stopped(1, 1)
    began = time.monotonic()
    assert "broken off: the mail under way may have gone or not" in stopped(45, 2)
    assert time.monotonic() - began < 40
    office.seconds = 0
    run(*at, "signon", "send", *FAST)
    with reading(workspace) as reader:
        assert sorted(state for (state,) in reader.rows("SELECT state FROM signon_mail")) == ["sending", "sent", "sent"]
    taken = [recipient for recipient, _ in office.mails]
    assert len(taken) == len(set(taken))


def test_killed_at_any_moment_nothing_is_lost_and_nothing_goes_twice(
    workspace: Workspace, office: PostOffice, tmp_path: Path
) -> None:
    count = 24
    stored(workspace, thread(letters=(letter(["substantive"]),)))
    people = tmp_path / "people.txt"
    people.write_text("".join(f"Group {n} <group{n}@example.org>\n" for n in range(count)), "utf-8")
    at = ("--workspace", workspace.root)
    run(*at, "signon", "call", "l", "--to", people, "--deadline", "2026-12-01 09:00 Europe/Berlin")
    office.seconds = 0.03
    rng = random.Random(7)
    command = [str(Path(sys.executable).with_name("correspondence")), *map(str, at), "signon", "send", *FAST]
    for target in (1, 5, 11, 12):
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ) as process:
            end = time.monotonic() + 60
            while len(office.mails) < target and process.poll() is None and time.monotonic() < end:
                time.sleep(0.005)
            time.sleep(rng.uniform(0, 0.06))
            process.send_signal(signal.SIGKILL)
    run(*at, "signon", "send", *FAST)
    taken = [recipient for recipient, _ in office.mails]
    assert len(taken) == len(set(taken))
    with reading(workspace) as reader:
        rows = dict(reader.rows("SELECT address, state FROM signon_mail"))
    assert set(rows.values()) <= {"sent", "sending"}
    assert {address for address, state in rows.items() if state == "sent"} <= set(taken)
    doubtful = {address for address, state in rows.items() if state == "sending"}
    assert len(doubtful) <= 4  # one for each time that it was killed
    assert set(rows) - set(taken) <= doubtful
    run(*at, "verify")
