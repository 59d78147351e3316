"""`correspondence letter redline`."""

import click

from correspondence import workspace as workspaces
from correspondence.cli import output
from correspondence.cli.main import folder_argument
from correspondence.store.reading import reading


@click.command()
@click.argument("identifier", metavar="ID")
@click.argument("old", metavar="A")
@click.argument("new", metavar="B")
@click.option("-o", "--output", "target", metavar="FILE", required=True, help="The Word document to write.")
@click.option("--author", metavar="NAME", help="Whom the changes are said to be by; else the name of the text B.")
@click.option("--date", metavar="DATE", help="When, as 2025-06-03; else a date that is always the same.")
@click.pass_obj
def redline(
    given: str | None, identifier: str, old: str, new: str, target: str, author: str | None, date: str | None
) -> None:
    """Write what changed in the letter ID from text A to text B as tracked changes of a Word document.

    A and B are numbers of revisions, or `draft`. Accepting every change gives B, rejecting every one gives A.
    """
    from correspondence.letters import redline as job
    from correspondence.publish.files import write_file

    found = workspaces.require(given)
    path = folder_argument(target)
    with reading(found) as reader:
        done = job.redline(reader, found, identifier, old, new, author=author, date=date)
    write_file(done.content, path)
    output.findings(done.findings)
    changes = "1 change" if done.changes == 1 else f"{done.changes} changes" if done.changes else "no change"
    output.line(f"{path}: from {job.name_of(old).lower()} to {job.name_of(new).lower()}, {changes}")
