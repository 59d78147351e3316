"""The options by which a person says what is known of a thread, and of who is on its other side."""

import re
from collections.abc import Callable
from typing import Any, TypeVar

import click

from correspondence.errors import CorrespondenceError
from correspondence.vocabulary import OrganizationKind

Command = TypeVar("Command", bound=Callable[..., Any])

_KINDS = ", ".join(OrganizationKind)
_CONTACT = re.compile(
    r"\s*(?P<name>[^<>;]+?)\s*(?:<(?P<email>[^<>;]+)>\s*)?(?:;\s*(?P<role>[^;]*))?(?:;\s*(?P<organization>[^;]*))?"
)
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
    organizations, contacts = said.pop("organizations"), said.pop("contacts")
    return {
        "fields": {name: value for name, value in said.items() if value is not None},
        "organizations": [_organization(text) for text in organizations],
        "contacts": [_contact(text) for text in contacts],
    }


def _organization(text: str) -> dict[str, str]:
    name, *rest = (part.strip() for part in text.split(";"))
    entry = {"name": name}
    for part in filter(None, rest):
        if part in list(OrganizationKind):
            entry["kind"] = part
        elif "." in part and " " not in part:
            entry["url"] = part
        else:
            raise CorrespondenceError(f"--organization {text!r}: {part!r} is no web address and no kind ({_KINDS})")
    return entry


def _contact(text: str) -> dict[str, str]:
    from correspondence.letters.words import gender  # only when somebody is named

    match = _CONTACT.fullmatch(text)
    if match is None:
        raise CorrespondenceError(f"--contact {text!r}: write 'Name <address>; role; organization'")
    entry = {key: value.strip() for key, value in match.groupdict().items() if value and value.strip()}
    first, _, rest = entry["name"].partition(" ")
    if rest and gender(first):
        entry |= {"honorific": first, "name": rest.strip()}
    return entry
