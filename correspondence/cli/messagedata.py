"""The options by which a person says what is known of a message: when it is logged, and to correct it."""

from collections.abc import Callable
from typing import Any, TypeVar

import click

from correspondence.vocabulary import Direction, MessageKind, Visibility

Command = TypeVar("Command", bound=Callable[..., Any])

_OPTIONS = (
    click.option("--direction", type=click.Choice([*map(str, Direction)]), help="Which way it went."),
    click.option("--kind", type=click.Choice([*map(str, MessageKind)]), help="What it is."),
    click.option("--date", metavar="DATE", help="When it was written (2021, 2021-02, 2021-02-18)."),
    click.option("--received", metavar="DATE", help="When it arrived."),
    click.option("--author", metavar="NAME", help="Who wrote it."),
    click.option("--title", metavar="TEXT", help="What it is called."),
    click.option("--language", metavar="TAG", help="Its language (BCP 47: en, pt-BR)."),
    click.option("--url", metavar="ADDRESS", help="Where it was published: what letters and the tracker link to."),
    click.option("--archive-url", metavar="ADDRESS", help="A copy of it in an archive of the web."),
    click.option("--visibility", type=click.Choice([*map(str, Visibility)]), help="Whether it may be published."),
)


def message_data(command: Command) -> Command:
    """Give a command these options; what is not said is left as the file or the store has it."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command
