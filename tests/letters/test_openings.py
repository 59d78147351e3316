"""What a new letter says of its own accord."""

import pytest
from click.testing import CliRunner

from correspondence.bundle import schema
from correspondence.cli.main import cli
from correspondence.letters.filters import Language
from correspondence.workspace import Workspace
from tests.factories.threads import stored, thread

WROTE = "We will publish the audits. We sold nothing."


def _thread(author: str) -> schema.ThreadBundle:
    data = schema.Message(
        id="reply", direction="incoming", date="2025-05-20", kind="email", author=author, visibility="public"
    )
    promise = schema.Passage(message="reply", exact="We will publish the audits.")
    return thread(
        messages=(schema.MessageDocument(message=data, body=WROTE),),
        undertakings=(schema.Undertaking(id="audits", statement="Audits.", passage=(promise,)),),
        questions=(schema.Question(id="when", text="When?"), schema.Question(id="who", text="Who?")),
    )


def _begun(store: Workspace, *options: str) -> str:
    runner, at = CliRunner(), ("--workspace", str(store.root))
    made = runner.invoke(cli, [*at, "letter", "new", "t", "--id", "l", "--date", "2025-06-03", *options])
    assert made.exit_code == 0, made.output
    return runner.invoke(cli, [*at, "letter", "show", "l"]).stdout


@pytest.mark.parametrize("template", ["open-letter", "investor-letter", "private-letter", "press-release"])
@pytest.mark.parametrize("author", ["Grace Okafor <g.okafor@halberg.example>", "g.okafor@halberg.example"])
def test_whom_a_letter_quotes_has_no_address(workspace: Workspace, template: str, author: str) -> None:
    stored(workspace, _thread(author))
    shown = _begun(workspace, "--template", template, "--appendix", "timeline")
    assert "halberg.example" not in shown
    assert ("Grace Okafor stated" in shown) == (template != "private-letter" and "Grace" in author)


def test_questions_that_say_when_they_were_asked_stand_one_below_another(workspace: Workspace) -> None:
    stored(workspace, _thread("Ada"))
    shown = _begun(workspace, "--template", "open-letter")
    assert "  -\n    - When?\n    - Who?\n" in shown
    assert "❖ outstanding" in shown


def test_a_sentence_ends_once() -> None:
    language = Language("es", {"sentences": {"to": "Carta a {organization}.", "on": "{organization}..."}})
    assert language.phrase("to", organization="Litio S. A.") == "Carta a Litio S. A."
    assert language.phrase("to", organization="Litio") == "Carta a Litio."
