"""`correspondence template …`."""

import click

from correspondence import workspace as workspaces
from correspondence.cli import output
from correspondence.cli.groups import Group
from correspondence.errors import Finding, Severity


@click.group(cls=Group)
def template() -> None:
    """List, show, check and begin templates of letters."""


@template.command("list")
@click.option("--json", "json_", is_flag=True, help="Print JSON.")
@click.pass_obj
def list_(given: str | None, json_: bool) -> None:
    """List the templates that there are: those of the workspace, then those shipped."""
    from correspondence.letters.template_files import listed, spoken

    found = workspaces.require(given)
    rows = listed(found)
    if json_:
        output.as_json([_plain(row) for row in rows])
        return
    output.table(
        ("TEMPLATE", "FROM", "FOR", "CITATIONS", "WORD", "VERSIONS", "WHAT IT IS FOR"),
        (
            (
                row.name,
                "workspace" if row.own else "shipped",
                "everybody" if row.public else "those addressed",
                row.citations,
                "yes" if row.reference else "",
                " ".join(row.versions),
                row.title if row.readable else f"cannot be read: {row.title}",
            )
            for row in rows
        ),
        last="no templates: is the installation whole?",
    )
    output.note(f"words in {', '.join(spoken(found))}")


@template.command()
@click.argument("name")
@click.option("--path", "path_", is_flag=True, help="Print where it is, and not what it says.")
@click.option("--json", "json_", is_flag=True, help="Print what there is to know of it as JSON.")
@click.pass_obj
def show(given: str | None, name: str, path_: bool, json_: bool) -> None:
    """Print the template NAME."""
    from correspondence.letters import templates
    from correspondence.letters.template_files import listed

    found = workspaces.require(given)
    read = templates.find(name, found.template_folders())
    if json_:
        output.as_json(next(_plain(row) | {"source": read.source} for row in listed(found) if row.name == name))
    elif path_:
        output.line(str(read.path))
    else:
        output.block(read.path.read_text(encoding="utf-8"))


@template.command()
@click.argument("names", metavar="[NAME]…", nargs=-1)
@click.option("--json", "json_", is_flag=True, help="Print JSON.")
@click.pass_obj
def check(given: str | None, names: tuple[str, ...], json_: bool) -> None:
    """Say what is wrong with templates, all of them without a NAME: FILE:LINE: CODE REASON; exit status 1 for errors.

    Each is tried on a letter that holds one of everything and on one that holds next to nothing, in every language.
    """
    from correspondence.letters import templates
    from correspondence.letters.template_check import check as findings_of

    found = workspaces.require(given)
    folders = found.template_folders()
    wanted = names or tuple(templates.names(folders))
    findings = [finding for name in wanted for finding in findings_of(name, folders)]
    if json_:
        output.as_json(findings)
    else:
        for finding in findings:
            output.line(_as_linter(finding))
        checked = "1 template" if len(wanted) == 1 else f"{len(wanted)} templates"
        output.note(f"{checked} checked, {len(findings) or 'nothing'} found")
    if any(finding.severity is Severity.ERROR for finding in findings):
        raise SystemExit(1)


@template.command()
@click.argument("name")
@click.option("--from", "source", metavar="NAME", default="open-letter", show_default=True, help="What it begins as.")
@click.option("--title", default="", metavar="TEXT", help="What it is for.")
@click.option("--no-word", is_flag=True, help="Without a reference document of its own.")
@click.pass_obj
def new(given: str | None, name: str, source: str, title: str, no_word: bool) -> None:
    """Begin the template NAME in the workspace, as a copy of another; NAME.fr is a version for letters in French."""
    from correspondence.letters.template_files import begin
    from correspondence.publish.files import write_file

    found = workspaces.require(given)
    for path, content in begin(found, name, source=source, title=title, with_document=not no_word).items():
        path.parent.mkdir(parents=True, exist_ok=True)
        write_file(content, path)
        output.line(str(path))


def _as_linter(finding: Finding) -> str:
    fix = f" (fix: {finding.fix})" if finding.fix else ""
    at = f"{finding.spot.part}:{finding.spot.line}" if finding.spot else finding.place
    return f"{at}: {finding.code} {finding.reason}{fix}"


def _plain(row: object) -> dict[str, object]:
    names = ("name", "path", "own", "title", "readable", "public", "citations", "versions", "reference")
    data = {name: getattr(row, name) for name in names}
    return data | {name: str(data[name]) if data[name] else None for name in ("path", "reference")}
