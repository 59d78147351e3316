"""`correspondence backup`."""

import click

from correspondence import workspace as workspaces
from correspondence.cli import output
from correspondence.cli.main import folder_argument
from correspondence.errors import Severity


@click.command()
@click.argument("file", metavar="FILE")
@click.option("--replace", is_flag=True, help="Put the copy in the place of a file of that name.")
@click.pass_obj
def backup(folder: str | None, file: str, replace: bool) -> None:
    """Copy the store to FILE while it is in use, and verify the copy.

    Put it into a folder of its own as correspondence.db, and it is a workspace.
    """
    from correspondence.store.backup import backup as copy

    target = folder_argument(file)
    report = copy(workspaces.require(folder), target, replace=replace)
    output.findings(report.findings)
    output.line(f"{target}: {target.stat().st_size:,} bytes; {report.summary}")
    if any(finding.severity is Severity.ERROR for finding in report.findings):
        raise SystemExit(1)
