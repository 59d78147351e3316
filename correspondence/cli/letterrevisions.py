"""`correspondence letter revisions` and `letter diff`."""

import click

from correspondence import workspace as workspaces
from correspondence.cli import output
from correspondence.store.reading import reading


@click.command()
@click.argument("identifier", metavar="ID")
@click.option("--json", "json_", is_flag=True, help="Print JSON.")
@click.pass_obj
def revisions(given: str | None, identifier: str, json_: bool) -> None:
    """List the frozen texts of the letter ID: when, by whom, how many have signed each."""
    from correspondence.overview import letters

    with reading(workspaces.require(given)) as reader:
        detail = letters.letter(reader, identifier)
        signons = letters.signons(reader, detail.id, detail.thread)
    signed = {
        row.number: sum(s.status == "signed" and s.revision == row.number for s in signons) for row in detail.revisions
    }
    if json_:
        fields = ("number", "kind", "at", "by", "note", "digest", "text_number")
        rows = [{name: getattr(row, name) for name in fields} for row in detail.revisions]
        output.as_json([row | {"signed": signed[int(row["number"])]} for row in rows])
        return
    output.table(
        ("REVISION", "KIND", "FROZEN", "BY", "SIGNED", "DIGEST", "WHAT CHANGED"),
        (
            (str(row.number), row.kind, row.at, row.by, str(signed[row.number]), row.digest[:12], row.note)
            for row in detail.revisions
        ),
        last="nothing is frozen yet",
    )


@click.command()
@click.argument("identifier", metavar="ID")
@click.argument("old", metavar="A")
@click.argument("new", metavar="B")
@click.option("--whole", is_flag=True, help="Print what stayed too.")
@click.option("--json", "json_", is_flag=True, help="Print the stretches that stayed, went and came as JSON.")
@click.pass_obj
def diff(given: str | None, identifier: str, old: str, new: str, whole: bool, json_: bool) -> None:
    """Show what changed in the letter ID from text A to text B, word by word.

    A and B are numbers of revisions, or `draft`. On a terminal what went is red and struck out, what came green; else
    they stand as [-went-] and {+came+}.
    """
    from correspondence.letters.difference import difference

    found = workspaces.require(given)
    with reading(found) as reader:
        done = difference(reader, found, identifier, old, new)
    if json_:
        output.as_json(done)
        return
    if not done.changed and len(done.stretches) <= 1:
        output.note("nothing changed")
        return
    output.word_diff(done.stretches, whole=whole)
    words = "1 word" if done.changed == 1 else f"{done.changed} words"
    weighty = f"; more than editorial: {'; '.join(done.weighty)}" if done.weighty else ""
    output.note(f"{words} changed of {done.words}{weighty}")
