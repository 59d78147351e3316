"""The entry: finds the command, loads its file, and turns errors into one line and an exit status."""

import gc
import importlib
import io
import os
import sys
from pathlib import Path

import click

from correspondence.cli import output
from correspondence.errors import CorrespondenceError

_COMMANDS = {
    "init": ("workspace", "Make a workspace, or bring its store up to date."),
    "demo": ("demo", "Make a workspace with the sample thread, export its letter, open it."),
    "thread": ("thread", "Begin, import, export, list, show and change threads."),
    "log": ("log", "Log files that came in as messages of a thread."),
    "message": ("message", "Show and correct messages, and see what to look at in them."),
    "question": ("question", "List, ask and judge questions."),
    "undertaking": ("undertaking", "List what was undertaken, and what became of it."),
    "template": ("template", "List, show, check and begin templates of letters."),
    "letter": ("letter", "Begin, edit, check, compare, freeze and export letters."),
    "signatory": ("signatory", "The directory of organizations and people who sign."),
    "campaign": ("campaign", "Write one letter to several companies, and see how each replied."),
    "signon": ("signon", "Ask for sign-ons, and take down who signs which text."),
    "report": ("report", "How threads go: replies and their times, what is overdue, open questions over time."),
    "publish": ("publish", "Write a small web site of threads or a campaign: what is marked public, and nothing else."),
    "search": ("search", "Search everything that was written, received, asked and found."),
    "backup": ("backup", "Copy the store while it is in use, and verify the copy."),
    "journal": ("journal", "List who did what: the record of every change."),
    "verify": ("workspace", "Check the store: journal, originals, frozen texts, passages, the index of search."),
}

# What a command loads stays until it ends; the collector would look it through some hundred times for nothing.
_SELDOM = (20_000, 20, 100)


class _LazyGroup(click.Group):
    """A group that loads a command's file only when the command is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # the base class's signature
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module = importlib.import_module(f"correspondence.cli.{_COMMANDS[cmd_name][0]}")
        command = getattr(module, cmd_name)
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] not in _COMMANDS and not args[0].startswith("-"):
            from difflib import get_close_matches  # only for a name that is wrong

            near = get_close_matches(args[0], _COMMANDS, n=1)
            ctx.fail(f"No such command {args[0]!r}." + (f" Did you mean {near[0]!r}?" if near else ""))
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in _COMMANDS.items()])


@click.group(cls=_LazyGroup, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--workspace", "folder", metavar="DIR", help="The workspace; else $CORRESPONDENCE_WORKSPACE, else this folder."
)
@click.version_option(package_name="correspondence", message="%(version)s")
@click.pass_context
def cli(context: click.Context, folder: str | None) -> None:
    """Keep correspondence, and write the letters that come of it.

    Without a command, the terminal UI opens.
    """
    context.obj = folder
    if context.invoked_subcommand is None:
        from correspondence.cli.ui import open_ui

        open_ui(folder)


def main() -> None:
    """Run the command line."""
    gc.set_threshold(*_SELDOM)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a terminal of one language must not stop a list of names
    try:
        status = cli.main(prog_name="correspondence", standalone_mode=False)
    except CorrespondenceError as error:
        output.note(f"correspondence: {' '.join(str(error).split())}")
        status = error.exit_status
    except click.ClickException as error:
        output.note(f"correspondence: {_wrong_use(error)}")
        status = 2
    except click.Abort:
        output.note("correspondence: stopped; nothing was changed")
        status = 130
    except BrokenPipeError:
        # Whoever read our output has had enough; Python must not complain at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 0
    sys.exit(status if isinstance(status, int) else 0)


def _wrong_use(error: click.ClickException) -> str:
    """One line for a command that cannot be understood, and where to look."""
    said = " ".join(error.format_message().split())
    if "'--workspace'" in said:
        said += " It stands before the command: correspondence --workspace DIR …"
    context = getattr(error, "ctx", None)
    return f"{said} (see `{context.command_path} --help`)" if context is not None else said


def folder_argument(path: str) -> Path:
    """A path that a person typed."""
    return Path(path).expanduser()
