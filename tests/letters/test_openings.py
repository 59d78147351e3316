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


@pytest.mark.parametrize(("day", "answers"), [("2025-06-03", True), ("2025-05", True), ("2025-05-19", False)])
def test_a_letter_answers_nothing_that_comes_after_it(workspace: Workspace, day: str, answers: bool) -> None:
    stored(workspace, _thread("Ada"))
    shown = _begun(workspace, "--date", day, "--template", "follow-up")
    assert ("We write in reply to" in shown) is answers


@pytest.mark.parametrize(("template", "answers"), [("open-letter", False), ("follow-up", True)])
def test_a_letter_for_everybody_does_not_answer_what_is_private(
    workspace: Workspace, template: str, answers: bool
) -> None:
    bundle = _thread("Ada")
    (reply,) = bundle.messages
    private = reply.model_copy(update={"message": reply.message.model_copy(update={"visibility": "private"})})
    stored(workspace, bundle.model_copy(update={"messages": (private,)}))
    assert ("We write in reply to" in _begun(workspace, "--template", template)) is answers


def test_questions_that_say_when_they_were_asked_stand_one_below_another(workspace: Workspace) -> None:
    stored(workspace, _thread("Ada"))
    shown = _begun(workspace, "--template", "open-letter")
    assert "  -\n    - When?\n    - Who?\n" in shown
    assert "❖ no sign of it yet" in shown


@pytest.mark.parametrize(
    ("language", "unknown", "outstanding"),
    [
        ("en", "We have seen no sign of it so far.", "This has not happened."),
        ("de", "Bislang ist uns davon nichts bekannt.", "Das ist nicht geschehen."),
        ("fr", "À ce jour, nous n’en avons vu aucun signe.", "Cela n’a pas été fait."),
        ("es", "Hasta ahora no hemos visto señal alguna de ello.", "No ha ocurrido."),
        ("ar", "لم نرَ حتى الآن ما يدل على حدوث ذلك.", "لم يحدث ذلك."),
    ],
)
def test_that_a_promise_was_not_kept_is_said_when_somebody_said_so(
    workspace: Workspace, language: str, unknown: str, outstanding: str
) -> None:
    stored(workspace, _thread("Ada"))
    shown = _begun(workspace, "--language", language)
    assert unknown in shown
    assert outstanding not in shown
    runner, at = CliRunner(), ("--workspace", str(workspace.root))
    assert runner.invoke(cli, [*at, "undertaking", "status", "audits", "outstanding"]).exit_code == 0
    shown = runner.invoke(cli, [*at, "letter", "show", "l"]).stdout
    assert outstanding in shown
    assert unknown not in shown


def test_a_sentence_ends_once() -> None:
    language = Language("es", {"sentences": {"to": "Carta a {organization}.", "on": "{organization}..."}})
    assert language.phrase("to", organization="Litio S. A.") == "Carta a Litio S. A."
    assert language.phrase("to", organization="Litio") == "Carta a Litio."
