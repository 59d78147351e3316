"""The options by which a person says what is known of a thread, and of who is on its other side."""

from collections.abc import Callable
from typing import Any, TypeVar

import click

from correspondence.vocabulary import OrganizationKind

Command = TypeVar("Command", bound=Callable[..., Any])

_KINDS = ", ".join(OrganizationKind)
_OPTIONS = (
    click.option("--summary", metavar="TEXT", help="What it is about, in a few sentences."),
    click.option("--reply-due-days", type=click.IntRange(0, 36_500), metavar="N", help="How long a reply may take."),
    click.option(
        "--organization",
        "organizations",
        multiple=True,
        metavar="TEXT",
        help=f"With whom: 'Name; kind; web address', the last two if you like; repeatable. Kinds: {_KINDS}.",
    ),
    click.option(
        "--contact",
        "contacts",
        multiple=True,
        metavar="TEXT",
        help="Who writes for them: 'Ms. Name <address>; role; organization', only the name is needed; repeatable.",
    ),
)


def thread_data(command: Command) -> Command:
    """Give a command these options."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def thread_values(said: dict[str, Any]) -> dict[str, Any]:
    """What these options say, as `bundle.parties.put` takes it.

    Raises:
        CorrespondenceError: an organization or a contact is not written as it should be.
    """
    from correspondence.letters.parties import contact, organization  # only when a thread is begun or changed

    organizations, contacts = said.pop("organizations"), said.pop("contacts")
    return {
        "fields": {name: value for name, value in said.items() if value is not None},
        "organizations": [organization(text) for text in organizations],
        "contacts": [contact(text) for text in contacts],
    }
