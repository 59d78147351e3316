"""A thread's data and the other side of it, as a person gives them one by one (on both engines)."""

import json
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from correspondence.bundle import parties
from correspondence.cli.main import cli
from correspondence.errors import CorrespondenceError, NotFoundError
from correspondence.overview import organizations, threads
from correspondence.store.change import change
from correspondence.store.reading import reading
from correspondence.store.verify import verify
from correspondence.workspace import Workspace
from tests.factories.threads import full_thread, stored, thread


def _put(store: Workspace, slug: str = "t", **what: Any) -> list[str]:
    with change(store, "thread set", slug) as act:
        changed = parties.put(act.session, slug, **what)
        act.nothing_done = not changed
    return changed


def test_parties_are_added_and_then_mended(store: Workspace) -> None:
    stored(store, thread())
    acme = {"name": "Acme", "kind": "company", "url": "acme.example"}
    eva = {"name": "Eva Ruiz", "honorific": "Ms.", "email": "eva@acme.example"}
    assert _put(store, organizations=[acme, acme], contacts=[eva, eva]) == ["Acme", "Eva Ruiz"]
    assert _put(store, organizations=[{"name": "Acme"}], contacts=[{"name": "Eva Ruiz"}]) == []
    assert _put(store, contacts=[{"name": "Eva Ruiz", "role": "Counsel"}]) == ["Eva Ruiz"]
    assert _put(store, organizations=[{"name": "Acme", "kind": "investor"}, {"name": "Beta"}]) == ["Acme", "Beta"]
    assert _put(store, contacts=[{"name": "Eva Ruiz", "organization": "Beta"}]) == ["Eva Ruiz"]
    with reading(store) as reader:
        (row,) = organizations.contacts(reader, "t")
        assert organizations.kinds(reader, "t") == {"Acme": "investor", "Beta": ""}
        assert not verify(reader).findings
    assert (row.name, row.role, row.organization, row.email) == ("Eva Ruiz", "Counsel", "Beta", "eva@acme.example")


def test_what_is_not_named_stays(store: Workspace) -> None:
    stored(store, full_thread())
    assert _put(store, "full", fields={"title": "Fuller", "summary": "", "reply_due_days": 0}) == [
        "title",
        "summary",
        "reply_due_days",
    ]
    with reading(store) as reader:
        row = threads.thread(reader, "full")
        people = organizations.contacts(reader, "full")
    assert (row.title, row.summary, row.reply_due_days, row.language) == ("Fuller", "", 0, "en")
    assert [(person.name, person.role) for person in people] == [("Eva Ruiz", "Counsel")]


@pytest.mark.parametrize(
    ("what", "told"),
    [
        ({"contacts": [{"name": "Bo", "organization": "Nobody"}]}, "no organization 'Nobody'"),
        ({"contacts": [{"name": "Bo", "email": "nowhere"}]}, "email"),
        ({"fields": {"title": ""}}, "needs a title"),
        ({"fields": {"language": "??"}}, "language"),
        ({"organizations": [{"name": "A", "kind": "friend"}]}, "kind"),
    ],
)
def test_what_none_can_have_changes_nothing(workspace: Workspace, what: dict[str, Any], told: str) -> None:
    stored(workspace, thread())
    with pytest.raises(CorrespondenceError, match=told):
        _put(workspace, **what)
    with pytest.raises(NotFoundError, match="there is no thread 'other'"):
        _put(workspace, "other", **what)


def _cli(store: Workspace, *words: str, status: int = 0) -> str:
    done = CliRunner().invoke(cli, ["--workspace", str(store.root), *words])
    assert done.exit_code == status or isinstance(done.exception, CorrespondenceError), done.output
    return done.stdout if status == 0 else str(done.exception)


def test_a_thread_begun_by_hand_knows_which_way_mails_go(workspace: Workspace, tmp_path: Path) -> None:
    grace = "Ms. Grace Okafor <g.okafor@halberg.example>; Head of Sourcing"
    _cli(workspace, "thread", "new", "h", "--title", "H", "--organization", "Halberg; company", "--contact", grace)
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "lea@vigie.example", "Office <office@halberg.example>", "Cotton"
    mail["Date"] = "Mon, 14 Apr 2025 10:00:00 +0200"
    mail.set_content("What became of it?")
    (tmp_path / "asked.eml").write_bytes(bytes(mail))
    _cli(workspace, "log", "h", str(tmp_path / "asked.eml"))
    shown = json.loads(_cli(workspace, "thread", "show", "h", "--json"))
    assert shown["timeline"][0]["direction"] == "outgoing"
    assert shown["contacts"][0]["honorific"] == "Ms."
    _cli(workspace, "letter", "new", "h", "--id", "l", "--date", "2025-06-03")
    assert "Dear Ms. Okafor," in _cli(workspace, "letter", "show", "l")
    assert "there is a thread 'h' already" in _cli(workspace, "thread", "new", "h", "--title", "H", status=2)
    assert "no web address and no kind" in _cli(workspace, "thread", "set", "h", "--organization", "A; b", status=2)
    assert "say what to change" in _cli(workspace, "thread", "set", "h", status=2)
    assert _cli(workspace, "thread", "set", "h", "--summary", "Cotton.") == "h: summary changed\n"
    assert _cli(workspace, "thread", "set", "h", "--summary", "Cotton.") == "h: nothing changed\n"
