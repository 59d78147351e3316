"""`correspondence signon publish` and `addendum`."""

import click

from correspondence import workspace as workspaces
from correspondence.cli import output
from correspondence.cli.main import folder_argument
from correspondence.cli.signon_call import located
from correspondence.errors import CorrespondenceError
from correspondence.store.reading import reading


@click.command()
@click.argument("letter")
@click.option("--revision", type=click.IntRange(min=1), metavar="N", help="The revision published; else the newest.")
@click.option("--on", "day", metavar="DATE", help="When, as 2025-06-03; else today.")
@click.option("--note", metavar="TEXT", help="Where it was published, for instance.")
@click.option(
    "--unconfirmed",
    type=click.Choice(["refuse", "leave-out", "print"]),
    default="refuse",
    show_default=True,
    help="What was done with signatories who signed another text.",
)
@click.pass_obj
def publish(
    given: str | None, letter: str, revision: int | None, day: str | None, note: str | None, unconfirmed: str
) -> None:
    """Take down that LETTER was published, with the names that stand under it.

    From then on that revision is exported with exactly these names, whoever signs or withdraws: `signon addendum`
    makes a document of what came later.
    """
    from correspondence.publish import publication
    from correspondence.publish.gate import Unconfirmed
    from correspondence.store.change import change
    from correspondence.text.dates import PartialDate

    try:
        PartialDate.parse(day or "2000")
    except ValueError as error:
        raise CorrespondenceError(f"--on: {error}") from None
    found, thread, identifier = located(given, letter)
    with reading(found) as reader:
        number, printed, pictures = publication.to_print(
            reader, found, f"{thread}/{identifier}", number=revision, unconfirmed=Unconfirmed(unconfirmed)
        )
    with change(found, "signon publish", f"{thread}/{identifier}") as act:
        publication.record(
            act.session, thread, identifier, number, printed, pictures, at=day or act.at, by=act.actor, note=note
        )
        act.detail |= {"revision": number, "signatories": len(printed)}
    names = "1 signature" if len(printed) == 1 else f"{len(printed)} signatures"
    output.line(f"{thread}/{identifier}: revision {number} is published, with {names}")


@click.command()
@click.argument("letter")
@click.option("--revision", type=click.IntRange(min=1), metavar="N", help="Which published text; else the last.")
@click.option("-o", "--output", "target", metavar="FILE", required=True, help="The file (.docx .html .pdf .md .txt).")
@click.pass_obj
def addendum(given: str | None, letter: str, revision: int | None, target: str) -> None:
    """Write who has signed LETTER since it was published, and who has withdrawn, as a document of its own."""
    from correspondence.publish import publication
    from correspondence.publish.export import Format
    from correspondence.publish.files import write_file

    found = workspaces.require(given)
    path = folder_argument(target)
    with reading(found) as reader:
        done = publication.addendum(reader, found, letter, to=Format.of(path), revision=revision)
    write_file(done.content, path)
    output.findings(done.findings)
    names = "1 signature" if done.signatories == 1 else f"{done.signatories} signatures"
    output.line(f"{path}: {names} since{f', {done.withdrawn} withdrawn' if done.withdrawn else ''}")
