"""`correspondence journal`: who did what, from the record that `verify` checks."""

import click

from correspondence import workspace as workspaces
from correspondence.cli import output
from correspondence.store.reading import reading


@click.command()
@click.argument("about", metavar="[THREAD|ID]", required=False)
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="The newest N; else all.")
@click.option("--json", "json_", is_flag=True, help="Print JSON, with the details of each.")
@click.pass_obj
def journal(folder: str | None, about: str | None, limit: int | None, json_: bool) -> None:
    """List who did what, the newest first; of a THREAD, or of the letter, message or question ID.

    Nothing is ever taken out of the journal: its entries are chained, and `correspondence verify` checks the chain.
    """
    from correspondence.overview.journal import journal as read

    with reading(workspaces.require(folder)) as reader:
        rows = read(reader, about=about or "", limit=limit)
    if json_:
        output.as_json(rows)
        return
    output.table(
        ("NO", "WHEN", "WHO", "ACT", "TO WHAT"),
        ((str(row.number), row.at, row.actor, row.act, row.subject) for row in rows),
        last="nothing is on record yet" if not about else f"nothing is on record about {about}",
    )
