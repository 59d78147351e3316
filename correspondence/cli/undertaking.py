"""`correspondence undertaking …`."""

import click

from correspondence import workspace as workspaces
from correspondence.cli import output
from correspondence.store.reading import reading


@click.group()
def undertaking() -> None:
    """List what was undertaken."""


@undertaking.command("list")
@click.argument("thread")
@click.option("--json", "json_", is_flag=True, help="Print JSON.")
@click.pass_obj
def list_(given: str | None, thread: str, json_: bool) -> None:
    """List the undertakings of THREAD with their status and open questions."""
    from correspondence.overview.questions import undertakings

    with reading(workspaces.require(given)) as reader:
        rows = undertakings(reader, thread)
    if json_:
        output.as_json(rows)
        return
    output.table(
        ("UNDERTAKING", "STATUS", "OPEN", "STATEMENT"),
        ((row.id, row.status, f"{row.open_questions}/{row.questions}", row.statement) for row in rows),
        last="no undertakings in this thread",
    )
