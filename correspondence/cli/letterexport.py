"""`correspondence letter export`."""

from datetime import UTC, datetime

import click

from correspondence import workspace as workspaces
from correspondence.cli import output
from correspondence.cli.main import folder_argument
from correspondence.errors import CorrespondenceError
from correspondence.store.reading import reading

_FORMATS = ("docx", "html", "pdf", "md", "txt")


@click.command()
@click.argument("identifier", metavar="ID")
@click.option("--to", "to", type=click.Choice(_FORMATS), default=None, help="The format; else by the file's ending.")
@click.option("--revision", type=click.IntRange(min=1), metavar="N", help="Revision N, not the newest.")
@click.option(
    "--unconfirmed",
    type=click.Choice(["refuse", "leave-out", "print"]),
    default="refuse",
    show_default=True,
    help="What to do with signatories who signed another text.",
)
@click.option(
    "--fragment", is_flag=True, help="Of HTML, only what stands in a page, to paste into a content management system."
)
@click.option(
    "--headings", type=click.IntRange(1, 6), default=1, show_default=True, help="With --fragment: the first level."
)
@click.option("-o", "--output", "target", metavar="FILE", required=True, help="The file to write.")
@click.pass_obj
def export(
    given: str | None,
    identifier: str,
    to: str | None,
    revision: int | None,
    unconfirmed: str,
    fragment: bool,
    headings: int,
    target: str,
) -> None:
    """Export the letter ID: its newest revision, or the draft when nothing is frozen."""
    from correspondence.publish.export import Format
    from correspondence.publish.export import export as export_letter
    from correspondence.publish.files import write_file
    from correspondence.publish.gate import Unconfirmed

    found = workspaces.require(given)
    path = folder_argument(target)
    chosen = Format(to) if to else Format.of(path) if path.suffix else Format.DOCX
    if fragment and chosen is not Format.HTML:
        raise CorrespondenceError("--fragment is for HTML: add --to html")
    with reading(found) as reader:
        done = export_letter(
            reader,
            found,
            identifier,
            to=chosen,
            revision=revision,
            unconfirmed=Unconfirmed(unconfirmed),
            fragment=headings if fragment else None,
            now=datetime.now(UTC),
        )
    write_file(done.content, path)
    output.findings(done.findings)
    text = "the draft" if done.revision is None else f"revision {done.revision}"
    names = "1 signature" if done.signatories == 1 else f"{done.signatories} signatures"
    output.line(f"{path}: {text}, {names}")
