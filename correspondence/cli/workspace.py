"""`correspondence init` and `correspondence verify`."""

import click

from correspondence import workspace as workspaces
from correspondence.cli import output
from correspondence.errors import CorrespondenceError


@click.command()
@click.argument("folder", metavar="[DIR]", required=False)
@click.pass_obj
def init(given: str | None, folder: str | None) -> None:
    """Make a workspace in DIR, or bring the store of the one that is there up to date."""
    made = make(folder or given)
    output.note(f"workspace ready: {made.root}")


@click.command()
@click.option("--json", "json_", is_flag=True, help="Print a list of findings as JSON.")
@click.pass_obj
def verify(folder: str | None, json_: bool) -> None:
    """Check the store: the journal's chain, every original, every frozen text, every passage, the search."""
    from correspondence.errors import Severity
    from correspondence.store.reading import reading
    from correspondence.store.verify import verify as check

    found = workspaces.require(folder)
    with reading(found) as reader:
        report = check(reader)
    if json_:
        output.as_json([*report.findings])
    else:
        output.findings(report.findings)
        output.line(report.summary)
    if any(finding.severity is Severity.ERROR for finding in report.findings):
        raise SystemExit(1)


def make(folder: str | None) -> workspaces.Workspace:
    """A workspace with its folders and an up-to-date store.

    Raises:
        CorrespondenceError: the folder cannot be made.
    """
    from correspondence.store.migrate import migrate

    found = workspaces.locate(folder)
    try:
        for name in ("", *workspaces.FOLDERS):
            (found.root / name).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CorrespondenceError(f"{found.root} cannot be made a workspace: {error.strerror or error}") from error
    migrate(found)
    return found
