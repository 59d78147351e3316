"""`correspondence message …`."""

import click

from correspondence import workspace as workspaces
from correspondence.cli import output
from correspondence.store.reading import reading


@click.group()
def message() -> None:
    """Show a message of a thread."""


@message.command()
@click.argument("identifier", metavar="ID")
@click.option("--text", is_flag=True, help="Print the text alone.")
@click.option("--json", "json_", is_flag=True, help="Print JSON.")
@click.pass_obj
def show(given: str | None, identifier: str, text: bool, json_: bool) -> None:
    """Show the message ID (or THREAD/ID): its data and its text."""
    from correspondence.overview.timeline import message as one

    with reading(workspaces.require(given)) as reader:
        found = one(reader, identifier)
    if json_:
        output.as_json(found)
        return
    if not text:
        for name, value in (
            ("message", f"{found.thread}/{found.id}"),
            ("direction", found.direction),
            ("kind", found.kind),
            ("date", found.date or ""),
            ("received", found.received or ""),
            ("author", found.author),
            ("recipients", "; ".join(found.recipients)),
            ("title", found.title),
            ("in reply to", ", ".join(found.in_reply_to)),
            ("address", found.url),
            ("files", ", ".join(file.name or file.sha256 for file in found.files)),
            ("visibility", found.visibility),
            ("assessed", "yes" if found.assessed else "no"),
        ):
            if value:
                output.line(f"{name + ':':<12} {value}")
        output.line()
    output.block(found.body)
