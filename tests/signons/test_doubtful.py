"""Answers with a doubt, by the command line: what they may not change, and how a mistake is taken back."""

from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from correspondence.records.signon import SignOn
from correspondence.signons.doubts import left, maybe
from correspondence.signons.form_rows import NO_ORGANIZATION
from correspondence.store.change import change
from correspondence.store.reading import reading
from correspondence.vocabulary import SignatoryKind
from tests.factories.commands import Typed
from tests.factories.mails import mail

EVA, IMITATOR = "eva@obs.example.org", "eva@0bs.example.org"


def _mail(typed: Typed, path: Path, sender: str, text: str = "Observatorio de la Red: we sign.") -> None:
    path.write_bytes(mail(f"Eva <{sender}>", text))
    typed("signon", "mail", "l", path)


def _new_text(typed: Typed, path: Path) -> None:
    path.write_text("Another body, with other words.", "utf-8")
    typed("letter", "edit", "l", "--from", path)
    typed("letter", "freeze", "l")


def _addresses(typed: Typed) -> dict[str, str]:
    """To whom the mails go that ask to confirm."""
    typed("signon", "reconfirm", "l")
    return {row["name"]: row["address"] for row in typed.json("signon", "outbox", "l") if row["kind"] == "confirmation"}


def test_no_mail_goes_to_an_address_that_came_with_a_doubtful_one(called: Typed, tmp_path: Path) -> None:
    _mail(called, tmp_path / "a.eml", IMITATOR)
    called("signon", "confirm", "l", "1", "--anyway")
    _mail(called, tmp_path / "b.eml", "info@0eko.example.net", "Yes, we sign.")
    called("signon", "confirm", "l", "2", "--anyway", "--from", "Öko-Netz")
    called("signon", "withdraw", "l", "Observatorio de la Red")
    called("signon", "add", "l", "Observatorio de la Red")
    _new_text(called, tmp_path / "body.md")
    assert _addresses(called) == {"Observatorio de la Red": EVA, "Öko-Netz": "info@oeko.example.net"}


def test_an_address_that_a_doubtful_mail_had_put_on_the_roll_is_not_used(called: Typed, tmp_path: Path) -> None:
    _mail(called, tmp_path / "a.eml", IMITATOR)
    called("signon", "confirm", "l", "1", "--anyway")
    with change(called.workspace, "signon add", "net/l") as act:  # as it was taken down once
        row = act.session.exec(select(SignOn).where(SignOn.name == "Observatorio de la Red")).one()
        row.email = IMITATOR
        act.session.add(row)
    _new_text(called, tmp_path / "body.md")
    assert _addresses(called) == {"Observatorio de la Red": EVA}


@pytest.mark.parametrize(
    ("sender", "reached"),
    [("ana@new.example.org", "ana@new.example.org"), ("ana@0bs.example.org", None)],
)
def test_who_is_new_is_written_to_unless_they_imitate_somebody(
    called: Typed, tmp_path: Path, sender: str, reached: str | None
) -> None:
    _mail(called, tmp_path / "a.eml", sender, "We sign.")
    called("signon", "confirm", "l", "1", "--anyway", "--from", "New Group", "--new")
    _new_text(called, tmp_path / "body.md")
    assert _addresses(called) == ({"New Group": reached} if reached else {})


def test_what_is_unclear_does_not_count_before_a_person_says_what_it_is(called: Typed, tmp_path: Path) -> None:
    _mail(called, tmp_path / "a.eml", EVA, "I am out of the office until Monday.")
    assert "unclear: say what with --says" in called("signon", "confirm", "l", "1", status=1).err
    assert [row["state"] for row in called.json("signon", "answers", "l")] == ["pending"]
    called("signon", "confirm", "l", "1", "--says", "signs")
    roll = {row["name"]: row["state"] for row in called.json("signon", "list", "l")}
    assert roll["Observatorio de la Red"] == "confirmed"


def _form(typed: Typed, path: Path, *rows: str) -> Any:
    path.write_text("\n".join(("Timestamp,Organization,Your name,E-mail", *rows)), "utf-8")
    return typed.json("signon", "import", "l", path)


def test_what_a_person_says_answers_the_doubt_and_all_that_is_needed_is_named_at_once(
    called: Typed, tmp_path: Path
) -> None:
    rows = ("2026-11-20 09:30,,Ana Ruiz,ana@one.example", '2026-11-20 09:30,"Access-Group",Joe,joe@two.example')
    done = _form(called, tmp_path / "f.csv", *rows)
    assert [one["answer"] for one in done["waiting"]] == [1, 2]
    said = called("signon", "confirm", "l", "1", status=1).err
    for needed in ("do they sign for themselves?", "--new takes them on", "--kind person", "--anyway"):
        assert needed in said
    called("signon", "confirm", "l", "1", "--kind", "person", "--new")
    assert "may be Access Group" in called("signon", "confirm", "l", "2", "--new", status=1).err
    called("signon", "confirm", "l", "2", "--from", "Access Group")
    roll = {row["name"]: (row["state"], row["kind"]) for row in called.json("signon", "list", "l")}
    assert (roll["Ana Ruiz"], roll["Access Group"][0]) == (("confirmed", "person"), "confirmed")
    assert "Access-Group" not in roll


def test_every_row_of_a_doubtful_name_waits(called: Typed, tmp_path: Path) -> None:
    row = "2026-11-20 09:30:{},Access-Group,Joe,joe@two.example"
    done = _form(called, tmp_path / "f.csv", row.format("01"), row.format("23"), row.format("23"))
    assert done["signed"] == done["duplicates"] == []
    assert [one["row"] for one in done["waiting"]] == [2, 3]
    assert done["repeated"] == [{"row": 4, "name": "Access-Group"}]
    path = tmp_path / "g.csv"
    path.write_text(f"Timestamp,Organization,Your name,E-mail\n{(row.format('59') + chr(10)) * 2}", "utf-8")
    said = called("signon", "import", "l", path).err
    assert "row 3: Access-Group waits already" in said
    assert "signed already" not in said


def test_a_doubt_that_is_answered_leaves_the_others() -> None:
    checks = [maybe("Access Group", "the names look alike"), NO_ORGANIZATION, "another"]
    assert left(checks, name="ACCESS group", kind=None) == [NO_ORGANIZATION, "another"]
    assert left(checks, name=None, kind=SignatoryKind.PERSON) == [checks[0], "another"]
    assert left(checks, name="Access", kind=SignatoryKind.ORGANIZATION) == [checks[0], "another"]


def test_what_was_taken_down_by_mistake_is_taken_back(called: Typed, tmp_path: Path) -> None:
    row = "2026-11-20 09:30:{},New Group,Joe,joe@new.example"
    done = _form(called, tmp_path / "f.csv", row.format("01"), row.format("23"))
    assert [one["name"] for one in done["signed"]] == ["New Group"]
    assert "`signon undo`" in called("signon", "reject", "l", "1", status=1).err
    called("signon", "undo", "l", "1")
    assert "New Group" not in {row["name"] for row in called.json("signon", "list", "l")}
    assert [row["state"] for row in called.json("signon", "answers", "l")] == ["pending", "pending"]
    called("signon", "confirm", "l", "1", "--from", "Access Group")
    called("signon", "reject", "l", "2")
    called("signon", "undo", "l", "2")
    called("signon", "undo", "l", "1")
    states = {row["name"]: row["state"] for row in called.json("signon", "list", "l")}
    assert states["Access Group"] == "invited"
    assert "is pending" in called("signon", "undo", "l", "1", status=1).err
    with reading(called.workspace) as reader:
        acts = [act for (act,) in reader.rows("SELECT act FROM journal ORDER BY number")]
        assert acts[-5:] == ["signon undo", "signon confirm", "signon reject", "signon undo", "signon undo"]
        assert reader.rows("SELECT email FROM signon WHERE name = 'Access Group'") == [("access@access.example.com",)]


def test_what_has_another_history_or_was_published_is_not_taken_back(called: Typed, tmp_path: Path) -> None:
    done = _form(called, tmp_path / "f.csv", "2026-11-20 09:30,New Group,Joe,joe@new.example", "2026-11-20,Third,,")
    assert len(done["signed"]) == 2
    called("signon", "withdraw", "l", "Third")
    assert "by more than answer 2" in called("signon", "undo", "l", "2", status=1).err
    called("signon", "publish", "l")
    assert "has been published" in called("signon", "undo", "l", "1", status=1).err
