"""`correspondence letter export`."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from correspondence import workspace as workspaces
from correspondence.cli import output
from correspondence.cli.main import folder_argument
from correspondence.errors import CorrespondenceError
from correspondence.store.reading import reading

if TYPE_CHECKING:
    from correspondence.publish.export import Exported
    from correspondence.text.locale import Paper

FORMATS = ("docx", "html", "pdf", "md", "txt")
UNCONFIRMED = click.option(
    "--unconfirmed",
    type=click.Choice(["refuse", "leave-out", "print"]),
    default="refuse",
    show_default=True,
    help="What to do with signatories who signed another text.",
)
PAPER = click.option(
    "--paper", type=click.Choice(["a4", "us-letter"]), help="Else by where the letter's language is spoken."
)


@click.command()
@click.argument("identifier", metavar="ID")
@click.option("--to", "to", type=click.Choice(FORMATS), default=None, help="The format; else by the file's ending.")
@click.option("--revision", type=click.IntRange(min=1), metavar="N", help="Revision N, not the newest.")
@UNCONFIRMED
@click.option(
    "--mark",
    "marks",
    multiple=True,
    metavar="TEXT",
    help="On every page: DRAFT, EMBARGOED, CONFIDENTIAL, or words of yours; repeatable.",
)
@click.option("--copies", metavar="FILE|N", help="A numbered copy for each name in FILE, a name a line, or N copies.")
@PAPER
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
    marks: tuple[str, ...],
    copies: str | None,
    paper: "Paper | None",
    fragment: bool,
    headings: int,
    target: str,
) -> None:
    """Export the letter ID: its newest revision, or the draft when nothing is frozen.

    With --copies each copy says whose it is, on every page and in its file's name: FILE-01-name.docx.
    """
    from correspondence.publish import circulation
    from correspondence.publish.export import Format, prepare
    from correspondence.publish.gate import Unconfirmed

    found = workspaces.require(given)
    path = folder_argument(target)
    chosen = Format(to) if to else Format.of(path)
    if fragment and chosen is not Format.HTML:
        raise CorrespondenceError("--fragment is for HTML: add --to html")
    named = _recipients(copies) if copies is not None else None
    with reading(found) as reader:
        sheet = prepare(
            reader,
            found,
            identifier,
            revision=revision,
            unconfirmed=Unconfirmed(unconfirmed),
            now=datetime.now(UTC),
            paper=paper,
        )
    for copy in circulation.copies(named) if named is not None else (None,):
        said = circulation.marks(sheet.letter, sheet.template, marks, copy)
        done = sheet.printed(chosen, marks=said, fragment=headings if fragment else None)
        _write(done, circulation.path_of(path, copy) if copy else path, first=copy is None or copy.number == 1)


def _write(done: "Exported", path: Path, *, first: bool) -> None:
    from correspondence.publish.files import write_file

    write_file(done.content, path)
    if first:
        output.findings(done.findings)
    text = "the draft" if done.revision is None else f"revision {done.revision}"
    names = "1 signature" if done.signatories == 1 else f"{done.signatories} signatures"
    output.line(f"{path}: {text}, {names}")


def _recipients(copies: str) -> list[str]:
    from correspondence.publish.circulation import recipients

    if copies.isascii() and copies.isdecimal():
        return [""] * min(int(copies[:9]), 10**6)
    try:
        with click.open_file(copies, "rb") as file:
            return recipients(bytes(file.read(1 << 20)).decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise CorrespondenceError(f"{copies}: is not UTF-8 (byte {error.start})") from error
    except OSError as error:
        raise CorrespondenceError(f"{copies}: cannot be read: {error.strerror or error}") from error
