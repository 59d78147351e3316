"""`correspondence signon …`."""

import sys
from typing import TYPE_CHECKING, Any

import click

from correspondence import workspace as workspaces
from correspondence.cli import output
from correspondence.cli.groups import Group
from correspondence.cli.main import folder_argument
from correspondence.cli.serve import serve
from correspondence.cli.signon_answers import answers, bad, fetch, import_, mail, show
from correspondence.cli.signon_call import calendar, call, cancel, located, outbox, reconfirm, remind, send, settle
from correspondence.cli.signon_decisions import confirm, reject, undo
from correspondence.cli.signon_publication import addendum, publish
from correspondence.cli.signon_status import status
from correspondence.errors import CorrespondenceError
from correspondence.store.reading import reading
from correspondence.text.escape import for_terminal
from correspondence.text.names import extension_of
from correspondence.vocabulary import Channel, SignatoryKind
from correspondence.workspace import Workspace

if TYPE_CHECKING:
    from sqlmodel import Session


@click.group(cls=Group)
def signon() -> None:
    """Ask for sign-ons, and take down who signs which text."""


@signon.command("list")
@click.argument("letter")
@click.option("--json", "json_", is_flag=True, help="Print JSON.")
@click.pass_obj
def list_(given: str | None, letter: str, json_: bool) -> None:
    """List who answered to LETTER, which text they signed, and whether it is the newest."""
    from correspondence.overview import letters

    with reading(workspaces.require(given)) as reader:
        detail = letters.letter(reader, letter)
        rows = letters.signons(reader, detail.id, detail.thread)
    newest = detail.newest_text
    if json_:
        plain = [
            {
                "name": r.name,
                "kind": r.kind,
                "status": r.status,
                "state": r.state(newest),
                "revision": r.revision,
                "representative": r.representative,
                "role": r.role,
                "channel": r.channel,
                "at": r.at,
            }
            for r in rows
        ]
        output.as_json(plain)
        return
    output.table(
        ("STATE", "REVISION", "CHANNEL", "WHEN", "NAME"),
        ((r.state(newest), str(r.revision or ""), r.channel, r.at[:10], r.name) for r in rows),
        last="nobody has answered yet",
    )


@signon.command()
@click.argument("letter")
@click.argument("name")
@click.option("--revision", type=click.IntRange(min=1), metavar="N", help="The revision signed; else the newest.")
@click.option(
    "--kind", type=click.Choice([str(k) for k in SignatoryKind]), help="Else as known; new ones organizations."
)
@click.option("--representative", metavar="NAME", help="Who signs for the organization.")
@click.option("--role", help="The representative's, or the person's.")
@click.option("--email", help="Where to reach them.")
@click.option("--country", metavar="CODE", help="Theirs.")
@click.option("--channel", type=click.Choice([str(c) for c in Channel]), default="manual", show_default=True)
@click.option("--evidence", metavar="FILE", help="The file in which they said so; it is kept.")
@click.option("--instead-of-newer", is_flag=True, help="Although they have signed a newer text.")
@click.pass_obj
def add(
    given: str | None,
    /,
    letter: str,
    name: str,
    revision: int | None,
    kind: str | None,
    channel: str,
    evidence: str | None,
    instead_of_newer: bool,
    **values: Any,
) -> None:
    """Take down that NAME signs LETTER.

    Names that differ in case or spaces only are one. Who has signed a newer text is asked about first.
    """
    from correspondence.signons.signing import sign
    from correspondence.store.change import change

    found, thread, identifier = located(given, letter)
    content = _read(evidence)
    instead = instead_of_newer or _confirmed_to_replace(found, thread, identifier, name, revision)
    with change(found, "signon add", f"{thread}/{identifier}") as act:
        row = sign(
            act.session,
            thread,
            identifier,
            name,
            number=revision,
            at=act.at,
            kind=SignatoryKind(kind) if kind else None,
            channel=Channel(channel),
            evidence=_kept(act.session, content, evidence),
            instead_of_newer=instead,
            **values,
        )
        act.detail |= {"name": row.name, "revision": row.revision}
    output.line(f"{thread}/{identifier}: signed by {row.name}")


@signon.command()
@click.argument("letter")
@click.argument("name")
@click.option("--evidence", metavar="FILE", help="The file in which they said so; it is kept.")
@click.pass_obj
def withdraw(given: str | None, letter: str, name: str, evidence: str | None) -> None:
    """Take down that NAME withdraws from LETTER. A published text stays as it is; its addendum says so."""
    from correspondence.signons.signing import withdraw as take_back
    from correspondence.store.change import change

    found, thread, identifier = located(given, letter)
    content = _read(evidence)
    with change(found, "signon withdraw", f"{thread}/{identifier}") as act:
        kept = _kept(act.session, content, evidence)
        row = take_back(act.session, thread, identifier, name, at=act.at, evidence=kept)
        act.detail["name"] = row.name
    output.line(f"{thread}/{identifier}: {row.name} has withdrawn")


@signon.command()
@click.argument("letter")
@click.argument("name")
@click.option("--evidence", metavar="FILE", help="The file in which they said so; it is kept.")
@click.pass_obj
def decline(given: str | None, letter: str, name: str, evidence: str | None) -> None:
    """Take down that NAME, who was asked, will not sign LETTER."""
    from correspondence.signons.signing import decline as refuse
    from correspondence.store.change import change

    found, thread, identifier = located(given, letter)
    content = _read(evidence)
    with change(found, "signon decline", f"{thread}/{identifier}") as act:
        kept = _kept(act.session, content, evidence)
        row = refuse(act.session, thread, identifier, name, at=act.at, evidence=kept)
        act.detail["name"] = row.name
    output.line(f"{thread}/{identifier}: {row.name} has declined")


for _command in (
    *(call, send, remind, reconfirm, outbox, settle, cancel, calendar, serve),
    *(status, publish, addendum),
    *(import_, bad, mail, fetch, answers, show, confirm, reject, undo),
):
    signon.add_command(_command)


def _confirmed_to_replace(found: Workspace, thread: str, identifier: str, name: str, number: int | None) -> bool:
    """Whether a person says that an older text shall take the place of a newer one that has been signed."""
    if number is None or not sys.stdin.isatty():
        return False
    from correspondence.overview import letters
    from correspondence.text.likeness import fold

    with reading(found) as reader:
        rows = letters.signons(reader, identifier, thread)
    row = next((row for row in rows if fold(row.name) == fold(name)), None)
    if row is None or row.status != "signed" or row.revision is None or row.revision <= number:
        return False
    question = f"{row.name} has signed revision {row.revision}. Take down revision {number} in its place?"
    return click.confirm(for_terminal(question, multiline=False), abort=True, err=True)


def _read(path: str | None) -> bytes | None:
    if path is None:
        return None
    try:
        return folder_argument(path).read_bytes()
    except OSError as error:
        raise CorrespondenceError(f"{path}: cannot be read: {error.strerror or error}") from None


def _kept(session: "Session", content: bytes | None, path: str | None) -> str | None:
    if content is None:
        return None
    from correspondence.store import originals

    return originals.keep(session, content, extension=extension_of(path or ""))
