"""What a message is read with: vague terms, likely undertakings, and what the same party said before."""

import json

import pytest
from click.testing import CliRunner

from correspondence.assess import leads
from correspondence.bundle import schema
from correspondence.cli.main import cli
from correspondence.overview.find import message_row
from correspondence.store.reading import reading
from correspondence.workspace import Workspace
from tests.factories.threads import stored, thread

BODY = """Dear Madam,

We generally suspend the use of the system during an investigation. We will publish the figures in due course.

> You wrote that you will appoint an ombudsperson where appropriate.
"""
EARLIER = "Use of the system is always suspended while an investigation lasts.\n\nThe board has seven members in all."


def _message(name: str, day: str, author: str, body: str, direction: str = "incoming") -> schema.MessageDocument:
    return schema.MessageDocument(
        message=schema.Message(id=name, direction=direction, date=day, author=author), body=body
    )


@pytest.fixture
def threaded(store: Workspace) -> Workspace:
    """A thread with what a company, its owner, its adversary and we said."""
    organizations = [
        schema.Organization(name="Corvane", kind="company", parent="Lorane Capital"),
        schema.Organization(name="Lorane Capital", kind="investor"),
        schema.Organization(name="The Harbour Ledger", kind="media"),
    ]
    contacts = [schema.Contact(name="Ada Brook", organization="Corvane")]
    party = schema.Thread(format=1, slug="t", title="T", language="fr", organization=organizations, contact=contacts)
    said = (
        _message("policy", "2019", "Corvane", EARLIER, "reference"),
        _message("ada", "2020-01", "Ada Brook", "We suspend the system in every single investigation.", "reference"),
        _message("owner", "2020-02", "Lorane Capital", "Suspension of the system is automatic in an investigation."),
        _message("paper", "2020-03", "The Harbour Ledger", "The system is never suspended in an investigation."),
        _message("ours", "2020-04", "Corvane", "Is the system suspended during an investigation or not?", "outgoing"),
        _message("reply", "2021-02-18", "Corvane", BODY),
        _message("later", "2022", "Corvane", "The system is suspended during an investigation, we say again."),
    )
    return stored(store, schema.ThreadBundle(thread=party, messages=said))


def _leads(store: Workspace, name: str = "reply") -> leads.Leads:
    with reading(store) as reader:
        return leads.read_leads(reader, message_row(reader, name)[0])


def test_only_what_the_same_side_said_before_counts(threaded: Workspace) -> None:
    found = _leads(threaded)
    assert [one.message for one in found.statements] == ["policy", "policy", "ada", "owner"]
    assert {"Corvane", "Lorane Capital"} <= set(found.names)
    for one in found.statements[:2]:
        assert EARLIER[one.start : one.end] == one.exact


def test_an_author_who_is_no_organization_of_the_thread_speaks_for_themselves(threaded: Workspace) -> None:
    assert not _leads(threaded, "paper").statements


def test_earlier_statements_on_the_matter_come_first_by_words_alone(threaded: Workspace) -> None:
    index = leads.Earlier(_leads(threaded).statements)
    found = index.on("We generally suspend the use of the system during an investigation.")
    assert {one.statement.message for one in found[:3]} == {"policy", "ada", "owner"}
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert "seven members" in index.on("Who decides?", "How many members has the board?")[0].statement.exact
    assert not index.on("…")


def test_vague_terms_and_undertakings_are_those_of_the_authors_own_words(threaded: Workspace) -> None:
    found = _leads(threaded)
    terms = leads.vague_terms(found.body, found.language, found.asks_in)
    assert [one.exact for one in terms] == ["generally", "in due course"]
    assert terms[0].question == "« generally » : dans quels cas en est-il autrement ?"
    promises = leads.likely_undertakings(found.body, found.language, found.names)
    assert [one.exact for one in promises] == ["We will publish the figures in due course."]
    assert BODY[promises[0].signal_start : promises[0].signal_end] == "We will"
    assert BODY[terms[1].start : terms[1].end] == terms[1].exact


def test_the_command_line_shows_them(workspace: Workspace) -> None:
    said = (
        _message("policy", "2019", "Corvane", EARLIER, "reference"),
        _message("reply", "2021-02-18", "Corvane", BODY),
    )
    stored(workspace, thread(messages=said))
    run = CliRunner().invoke(cli, ["--workspace", str(workspace.root), "message", "read", "reply", "--json"])
    assert run.exit_code == 0, run.output
    shown = json.loads(run.stdout)
    assert [one["exact"] for one in shown["vague"]] == ["generally", "in due course"]
    assert [one["exact"] for one in shown["undertakings"]] == ["We will publish the figures in due course."]
    assert "always suspended" in shown["earlier"][0]["said_before"][0]["statement"]["exact"]
    about = ["message", "read", "reply", "--about", "how many members has the board"]
    run = CliRunner().invoke(cli, ["--workspace", str(workspace.root), *about])
    assert "The board has seven members in all." in run.stdout
    assert "vague" not in run.stdout
