"""`correspondence signatory …`."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from correspondence import workspace as workspaces
from correspondence.cli import output
from correspondence.cli.groups import Group
from correspondence.cli.main import folder_argument
from correspondence.store.reading import reading
from correspondence.vocabulary import SignatoryKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from correspondence.overview.signatories import SignatoryRow


@click.group(cls=Group)
def signatory() -> None:
    """The directory of organizations and people who sign."""


def _values(command: "Callable[..., None]") -> "Callable[..., None]":
    """The options that say what an entry holds."""
    options = (
        click.option("--kind", type=click.Choice([str(kind) for kind in SignatoryKind]), help="What it is."),
        click.option("--sort-as", metavar="TEXT", help="What to sort it by: without an article, a family name first."),
        click.option("--country", metavar="CODE", help="Two letters (ISO 3166), or as it shall be printed."),
        click.option("--url", metavar="ADDRESS", help="Of its web site."),
        click.option("--logo", metavar="FILE", help="A picture of its mark, in the workspace's folder signatories."),
        click.option("--called", multiple=True, metavar="LANGUAGE=NAME", help="Its name in a language; repeatable."),
        click.option("--alias", multiple=True, metavar="NAME", help="Another name it is known by; repeatable."),
        click.option("--domain", multiple=True, metavar="DOMAIN", help="Where its mail comes from; repeatable."),
        click.option(
            "--contact",
            multiple=True,
            metavar="TEXT",
            help="Whom to write to: 'Name <address>; role; language', the last two if you like; repeatable.",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


@signatory.command("list")
@click.option("--find", metavar="TEXT", default="", help="Only those that have TEXT in a name, a domain or an address.")
@click.option("--language", metavar="TAG", default="en", show_default=True, help="Whose alphabet orders the list.")
@click.option("--json", "json_", is_flag=True, help="Print JSON.")
@click.pass_obj
def list_(given: str | None, find: str, language: str, json_: bool) -> None:
    """List who is in the directory."""
    from correspondence.overview.signatories import signatories

    with reading(workspaces.require(given)) as reader:
        rows = [row for row in signatories(reader, language) if _has(row, find)]
    if json_:
        output.as_json(rows)
        return
    output.table(
        ("KIND", "COUNTRY", "SIGNED", "ADDRESS", "NAME"),
        ((r.kind, r.country, str(r.signed or ""), _address(r), r.name) for r in rows),
        last="nobody of that name" if find else "the directory is empty",
    )


@signatory.command()
@click.argument("name")
@click.option("--json", "json_", is_flag=True, help="Print JSON.")
@click.pass_obj
def show(given: str | None, name: str, json_: bool) -> None:
    """Show what the directory has of NAME: the printed name, one in another language, or an alias."""
    from correspondence.overview.signatories import found

    with reading(workspaces.require(given)) as reader:
        row = found(reader, name)
    if json_:
        output.as_json(row)
    else:
        _print(row)


@signatory.command()
@click.argument("name")
@_values
@click.pass_obj
def add(given: str | None, /, name: str, **values: Any) -> None:
    """Put NAME into the directory, as it shall be printed."""
    from correspondence.signons import directory
    from correspondence.store.change import change

    found = workspaces.require(given)
    entry = _entry(values)
    with change(found, "signatory add", name) as act:
        row = directory.add(act.session, name=name, **entry)
        act.subject = row.name
        act.detail |= {key: value for key, value in entry.items() if value}
        alike = [pair for pair in directory.duplicates(act.session) if row.name in (pair.one, pair.other)]
    output.line(row.name)
    for pair in alike:
        other = pair.one if pair.other == row.name else pair.other
        output.note(f"may be {other}, who is in the directory: {pair.why}")


@signatory.command()
@click.argument("name")
@click.option("--rename", metavar="NAME", help="As it shall be printed; the name it had stays as an alias.")
@_values
@click.option(
    "--drop",
    multiple=True,
    metavar="TEXT",
    help="A domain, an alias, a contact's address or a language's name to take out; repeatable.",
)
@click.pass_obj
def edit(given: str | None, /, name: str, rename: str | None, drop: tuple[str, ...], **values: Any) -> None:
    """Change what the directory has of NAME. What is given in quotes and empty is taken out: --country ''."""
    from correspondence.signons import directory
    from correspondence.store.change import change

    found = workspaces.require(given)
    changes = _entry(values) | ({"name": rename} if rename else {})
    with change(found, "signatory edit", name) as act:
        before = directory.find(act.session, name).version
        row = directory.amend(act.session, name, changes, drop=drop)
        act.subject, act.nothing_done = row.name, row.version == before
        act.detail |= {"changed": changes, "dropped": list(drop)}
    output.line(row.name)
    if act.nothing_done:
        output.note("nothing changed")


@signatory.command()
@click.argument("kept")
@click.argument("gone")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.pass_obj
def merge(given: str | None, kept: str, gone: str, yes: bool) -> None:
    """Make one entry of two: KEPT stays, and GONE becomes another name of it. It is final."""
    from correspondence.overview.signatories import found as entry
    from correspondence.signons import directory
    from correspondence.store.change import change

    found = workspaces.require(given)
    if not yes:
        with reading(found) as reader:
            for name in (kept, gone):
                _print(entry(reader, name))
                output.line()
        click.confirm("Are they one? It cannot be undone.", abort=True, err=True)
    with change(found, "signatory merge", kept) as act:
        done = directory.merge(act.session, kept, gone)
        act.subject = done["kept"]
        act.detail |= done
    moved = len(done["signons"])
    signons = f", and {moved} sign-on{'s' * (moved != 1)} with it" if moved else ""
    output.line(f"{done['kept']}: {done['gone']['name']} is another name of it now{signons}")


@signatory.command()
@click.argument("one")
@click.argument("other")
@click.option("--undo", is_flag=True, help="Take that back: the pair is listed again.")
@click.pass_obj
def distinct(given: str | None, one: str, other: str, undo: bool) -> None:
    """Say that ONE and OTHER are two, although they look like one: `duplicates` lists them no more."""
    from correspondence.signons import directory
    from correspondence.store.change import change

    with change(workspaces.require(given), "signatory one again" if undo else "signatory distinct", one) as act:
        here, there = directory.distinguish(act.session, one, other, undo=undo)
        act.subject, act.detail["other"] = here.name, there.name
        output.line(f"{here.name} and {there.name} {'may be one again' if undo else 'are two'}")


@signatory.command()
@click.option("--json", "json_", is_flag=True, help="Print JSON.")
@click.pass_obj
def duplicates(given: str | None, json_: bool) -> None:
    """List pairs of entries that may be one: `merge` makes one of them, `distinct` says that they are two."""
    from correspondence.signons import directory
    from correspondence.store.change import change

    with change(workspaces.require(given), "signatory duplicates", "") as act:
        act.nothing_done = True
        pairs = directory.duplicates(act.session)
    if json_:
        output.as_json(pairs)
        return
    output.table(
        ("ONE", "OTHER", "WHY"), ((pair.one, pair.other, pair.why) for pair in pairs), last="no two look like one"
    )


@signatory.command("import")
@click.argument("sources", nargs=-1, required=True, metavar="FILE…", type=click.Path(path_type=Path))
@click.option(
    "--columns",
    metavar="COLUMNS",
    help="Of a table: which column holds what: organization=1,contact=2,email=3,language=4; 0 for none.",
)
@click.option("--json", "json_", is_flag=True, help="Print JSON.")
@click.pass_obj
def import_(given: str | None, sources: tuple[Path, ...], columns: str | None, json_: bool) -> None:
    """Take in a directory: TOML files, a folder of them, or a table (.csv, .xlsx) with a row for each.

    Who is there already stays as it is.
    """
    from correspondence.signons import directory, listed
    from correspondence.store.change import change

    found = workspaces.require(given)
    read = [listed.directory_of(source, columns) for source in sources]
    for told in (line for one in read for line in one.columns):
        output.note(told)
    entries = [entry for one in read for entry in one.entries]
    with change(found, "signatory import", ", ".join(source.name for source in sources)) as act:
        added, differing = directory.take_in(act.session, entries)
        act.nothing_done = not added
        act.detail["added"] = added
    if json_:
        output.as_json({"added": added, "differing": differing})
        return
    for name in added:
        output.line(name)
    for name in differing:
        output.note(f"{name}: is in the directory with other data, which stay")
    output.note(f"{len(added)} added, {len(entries) - len(added) - len(differing)} there already")


@signatory.command()
@click.option("-o", "--output", "target", metavar="FILE", required=True, help="The TOML file to write.")
@click.pass_obj
def export(given: str | None, target: str) -> None:
    """Write the directory as a file that `import`, and a bundle's folder `signatories`, can hold."""
    from correspondence.bundle import dump, folder
    from correspondence.publish.files import write_file
    from correspondence.store.change import change

    path = folder_argument(target)
    with change(workspaces.require(given), "signatory export", "") as act:
        act.nothing_done = True
        entries = dump.directory(act.session)
    write_file(folder.directory_file(entries), path)
    output.line(f"{path}: {len(entries)} signator{'y' if len(entries) == 1 else 'ies'}")


def _entry(values: dict[str, Any]) -> dict[str, Any]:
    """The options as an entry has them; what was not given is left out."""
    from correspondence.signons.written import contact, named

    entry = {key: values[key] for key in ("kind", "sort_as", "country", "url", "logo") if values[key] is not None}
    if values["called"]:
        entry["names"] = dict(named(text) for text in values["called"])
    for key, name in (("alias", "aliases"), ("domain", "domains")):
        if values[key]:
            entry[name] = list(values[key])
    if values["contact"]:
        entry["contacts"] = [contact(text) for text in values["contact"]]
    return entry


def _has(row: "SignatoryRow", text: str) -> bool:
    words = (row.name, row.country, *row.names.values(), *row.aliases, *row.domains, *(c.email for c in row.contacts))
    return not text or any(text.casefold() in word.casefold() for word in words)


def _address(row: "SignatoryRow") -> str:
    return next((contact.email for contact in row.contacts if contact.email), "")


def _print(row: "SignatoryRow") -> None:
    output.line(row.name)
    for label, value in (
        ("kind", row.kind), ("sorted as", row.sort_as), ("country", row.country), ("web", row.url), ("logo", row.logo),
    ):  # fmt: skip
        if value:
            output.line(f"  {label}: {value}")
    for language, name in row.names.items():
        output.line(f"  in {language}: {name}")
    for alias in row.aliases:
        output.line(f"  also: {alias}")
    for domain in row.domains:
        output.line(f"  mail from: {domain}")
    for other in row.distinct_from:
        output.line(f"  is not: {other}")
    for one in row.contacts:
        who = f"{one.name} <{one.email}>" if one.name and one.email else one.name or one.email
        output.line(f"  contact: {', '.join(filter(None, (who, one.role, one.language)))}")
    if row.signed:
        output.line(f"  has signed {row.signed} letter{'s' * (row.signed != 1)}")
