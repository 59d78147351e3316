"""How far a call has come, by the command line."""

from pathlib import Path

from correspondence.signons.tables import as_csv
from tests.factories.commands import Typed
from tests.factories.mails import mail
from tests.factories.threads import letter, stored, thread


def test_a_call_shows_who_signed_what_waits_and_how_long_there_is(called: Typed, tmp_path: Path) -> None:
    called("signon", "call", "l", "--deadline", "2999-01-01 09:00 Europe/Berlin")
    called("signon", "add", "l", "Access Group")
    (tmp_path / "a.eml").write_bytes(mail("E <eva@obs.example.org>", "Firmamos."))
    called("signon", "mail", "l", tmp_path / "a.eml")
    (tmp_path / "f.csv").write_bytes(as_csv(["Organization", "E-mail"], [["X", "no address"]]))
    called("signon", "import", "l", tmp_path / "f.csv", status=1)
    data = called.json("signon", "status", "l")
    assert data["progress"] == {
        "signons": {"confirmed": 1, "invited": 2}, "waiting": 1, "faulty": 1, "mails": {"queued": 3},
    }  # fmt: skip
    assert (data["call"]["revision"], data["call"]["zone"]) == (1, "Europe/Berlin")
    assert data["seconds_left"] > 0
    said = called("signon", "status", "l")
    assert "days left" in said.out
    assert "1 answer waits" in said.err
    called("signon", "call", "l", "--deadline", "2020-01-01 09:00 Europe/Berlin")
    assert "(over)" in called("signon", "status", "l").out


def test_a_letter_without_a_call_has_a_status_too(typed: Typed) -> None:
    stored(typed.workspace, thread(letters=(letter(["substantive"]),)))
    typed("signon", "add", "l", "Öko-Netz")
    typed("signon", "publish", "l", "--on", "2026-12-01")
    said = typed("signon", "status", "l").out
    assert "confirmed: 1" in said
    assert "revision 1 was published on 2026-12-01, with 1 name" in said
    assert typed.json("signon", "status", "l")["call"] is None
