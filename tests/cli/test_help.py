"""What the command line tells somebody who does not know it: all of a command's help, and what was perhaps meant."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from correspondence.cli.main import cli
from correspondence.errors import CorrespondenceError
from correspondence.workspace import Workspace
from tests.factories.threads import full_thread, stored


def _groups(command: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    if isinstance(command, click.Group):
        yield path
        for name in command.list_commands(click.Context(command)):
            inner = command.get_command(click.Context(command), name)
            assert inner is not None
            yield from _groups(inner, (*path, name))


@pytest.mark.parametrize("path", list(_groups(cli)), ids=lambda path: " ".join(path) or "all")
def test_no_command_is_listed_with_half_a_sentence(path: tuple[str, ...]) -> None:
    shown = CliRunner().invoke(cli, [*path, "--help"]).stdout.partition("Commands:")[2]
    assert "..." not in shown
    listed = re.split(r"\n  (?=\S)", shown)[1:]
    assert listed
    assert all(entry.rstrip().endswith((".", ").", "…).")) for entry in listed), listed


def _said(store: Workspace, *words: str) -> str:
    done = CliRunner().invoke(cli, ["--workspace", str(store.root), *words])
    assert done.exit_code
    return str(done.exception) if isinstance(done.exception, CorrespondenceError) else done.output


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("threads", "list"), "Did you mean 'thread'?"),
        (("nonsense",), "No such command 'nonsense'."),
        (("thread", "show", "ful"), "there is no thread 'ful' (did you mean 'full'?)"),
        (("thread", "set", "fulll", "--title", "x"), "(did you mean 'full'?)"),
        (("question", "show", "old"), "there is no question 'old' (did you mean 'older'?)"),
        (("question", "withdraw", "old", "--why", "x"), "(did you mean 'older'?)"),
        (("question", "withdraw", "zzz", "--why", "x"), "`correspondence question list` shows those there are"),
        (("message", "show", "rep"), "(did you mean 'reply'?)"),
        (("letter", "show", "zzz"), "`correspondence letter list` shows those there are"),
        (("undertaking", "show", "zzz"), "`correspondence undertaking list` shows those there are"),
        (("campaign", "show", "zzz"), "`correspondence campaign list` shows those there are"),
        (("report", "--date", "yesterday"), "'yesterday' is not a day: write it as 2021-02-18"),
        (("letter", "new", "full", "--date", "3 May 2025"), "'3 May 2025' is not a date: write 2021"),
        (("letter", "new", "full", "--to", "Nobody"), "somebody else is written out: 'Name; role; organization'"),
        (("message", "correct", "reply", "--url", "nowhere"), "write the whole address, as https://"),
    ],
)
def test_a_wrong_name_is_told_with_what_may_be_meant(workspace: Workspace, words: tuple[str, ...], told: str) -> None:
    stored(workspace, full_thread())
    assert told in _said(workspace, *words)


def test_a_command_that_is_told_can_be_pasted(tmp_path: Path) -> None:
    folder = tmp_path / "travail d’été"
    done = CliRunner().invoke(cli, ["--workspace", str(folder), "thread", "list"])
    assert f"correspondence init '{folder}'" in str(done.exception)


def test_a_letter_to_somebody_written_out_greets_them(workspace: Workspace) -> None:
    stored(workspace, full_thread())
    runner, at = CliRunner(), ("--workspace", str(workspace.root))
    options = ("--id", "new", "--to", "Mr. Bo Li; Chair; Beta", "--cc", "Eva", "--template", "follow-up")
    made = runner.invoke(cli, [*at, "letter", "new", "full", *options])
    assert made.exit_code == 0, made.output
    shown = runner.invoke(cli, [*at, "letter", "show", "new"]).stdout
    assert "Mr. Bo Li\\\nChair\\\nBeta" in shown
    assert "Dear Mr. Li," in shown
    assert "our correspondence with Beta" in shown


def test_lists_over_all_threads_name_the_thread(workspace: Workspace) -> None:
    stored(workspace, full_thread())
    for kind, name in (("undertaking", "u"), ("question", "q")):
        listed = CliRunner().invoke(cli, ["--workspace", str(workspace.root), kind, "list"]).stdout
        assert f"full/{name} " in listed


def test_where_a_message_was_published_is_put_on_record(workspace: Workspace) -> None:
    stored(workspace, full_thread())
    runner, at = CliRunner(), ("--workspace", str(workspace.root), "message")
    address = "https://example.org/reply?a=b"
    done = runner.invoke(cli, [*at, "correct", "reply", "--url", address, "--archive-url", f"{address}#old"])
    assert done.stdout == "reply: url, archive_url changed\n"
    assert address in runner.invoke(cli, [*at, "show", "reply"]).stdout
