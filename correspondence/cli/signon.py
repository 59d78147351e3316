"""`correspondence signon …`."""

import click

from correspondence import workspace as workspaces
from correspondence.cli import output
from correspondence.cli.signon_call import calendar, call, cancel, outbox, reconfirm, remind, send, settle
from correspondence.store.reading import reading
from correspondence.vocabulary import Channel, SignatoryKind


@click.group()
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
    newest = detail.revisions[-1].text_number if detail.revisions else None
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
@click.option("--channel", type=click.Choice([str(c) for c in Channel]), default="manual", show_default=True)
@click.pass_obj
def add(
    given: str | None,
    letter: str,
    name: str,
    revision: int | None,
    kind: str | None,
    representative: str | None,
    role: str | None,
    email: str | None,
    channel: str,
) -> None:
    """Take down that NAME signs LETTER."""
    from correspondence.overview.find import letter_row
    from correspondence.signons.answers import sign
    from correspondence.store.change import change

    found = workspaces.require(given)
    with reading(found) as reader:
        _, thread, identifier = letter_row(reader, letter)
    with change(found, "signon add", f"{thread}/{identifier}") as act:
        row = sign(
            act.session,
            thread,
            identifier,
            name,
            number=revision,
            at=act.at,
            kind=SignatoryKind(kind) if kind else None,
            representative=representative,
            role=role,
            email=email,
            channel=Channel(channel),
        )
        act.detail |= {"name": row.name, "revision": row.revision}
    output.line(f"{thread}/{identifier}: signed by {row.name}")


@signon.command()
@click.argument("letter")
@click.argument("name")
@click.pass_obj
def withdraw(given: str | None, letter: str, name: str) -> None:
    """Take down that NAME withdraws from LETTER."""
    from correspondence.overview.find import letter_row
    from correspondence.signons.answers import withdraw as take_back
    from correspondence.store.change import change

    found = workspaces.require(given)
    with reading(found) as reader:
        _, thread, identifier = letter_row(reader, letter)
    with change(found, "signon withdraw", f"{thread}/{identifier}") as act:
        row = take_back(act.session, thread, identifier, name, at=act.at)
        act.detail["name"] = row.name
    output.line(f"{thread}/{identifier}: {row.name} has withdrawn")


for _command in (call, send, remind, reconfirm, outbox, settle, cancel, calendar):
    signon.add_command(_command)
