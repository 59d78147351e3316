"""`correspondence thread …`."""

from datetime import date
from typing import Any

import click

from correspondence import workspace as workspaces
from correspondence.cli import output
from correspondence.cli.groups import Group
from correspondence.cli.main import folder_argument
from correspondence.cli.threaddata import thread_data, thread_values
from correspondence.errors import CorrespondenceError
from correspondence.store.reading import reading

_ARROWS = {"incoming": "←", "outgoing": "→", "reference": "·"}


@click.group(cls=Group)
def thread() -> None:
    """Begin, import, export, list, show and change threads."""


@thread.command()
@click.argument("slug")
@click.option("--title", required=True, metavar="TEXT", help="What the correspondence is about.")
@click.option("--language", default="en", metavar="TAG", help="Its language (BCP 47); English unless you say.")
@thread_data
@click.pass_obj
def new(folder: str | None, /, slug: str, title: str, language: str, **said: Any) -> None:
    """Begin a thread named SLUG: lower-case words joined by hyphens."""
    from correspondence.bundle import parties
    from correspondence.store.change import change

    with change(workspaces.require(folder), "thread new", slug) as act:
        parties.begin(act.session, slug, title, language, **thread_values(said))
    output.line(slug)


@thread.command("set")
@click.argument("slug")
@click.option("--title", metavar="TEXT", help="What the correspondence is about.")
@click.option("--language", metavar="TAG", help="Its language (BCP 47).")
@thread_data
@click.pass_obj
def set_(folder: str | None, /, slug: str, **said: Any) -> None:
    """Change the data of the thread SLUG; what is not named stays. Organizations and contacts are added, or mended.

    Whose address is known to be on the other side tells which way a mail went, and whom a letter is to.
    """
    from correspondence.bundle import parties
    from correspondence.store.change import change

    values = thread_values(said)
    if not any(values.values()):
        raise CorrespondenceError("say what to change (see `correspondence thread set --help`)")
    with change(workspaces.require(folder), "thread set", slug) as act:
        changed = parties.put(act.session, slug, **values)
        act.detail["changed"] = changed
        act.nothing_done = not changed
    output.line(f"{slug}: {', '.join(changed) or 'nothing'} changed")


@thread.command("import")
@click.argument("folder", metavar="FOLDER")
@click.option("--merge", is_flag=True, help="Add what is new to a thread that is there; leave what differs.")
@click.pass_obj
def import_(given: str | None, folder: str, merge: bool) -> None:
    """Import the thread bundle in FOLDER: all of it or nothing."""
    from correspondence.bundle import transfer
    from correspondence.store.change import change

    found = workspaces.require(given)
    bundle, signatories, findings = transfer.read(folder_argument(folder))
    with change(found, "thread import", bundle.thread.slug) as act:
        done = transfer.import_thread(act.session, bundle, signatories, findings, merge=merge)
        act.detail["added"] = list(done.added)
        act.nothing_done = not done.added
    output.findings(done.findings)
    for name in done.kept:
        output.note(f"left as it is in the store: {name}")
    output.line(f"{done.slug}: {_what(done.added)}")


@thread.command()
@click.argument("slug")
@click.argument("folder", metavar="FOLDER")
@click.pass_obj
def export(given: str | None, slug: str, folder: str) -> None:
    """Export the thread SLUG as a bundle into FOLDER, which must be new or empty."""
    from correspondence.bundle import transfer
    from correspondence.store.change import change

    found = workspaces.require(given)
    target = folder_argument(folder)
    with change(found, "thread export", slug) as act:
        written = transfer.export_thread(act.session, slug, target)
        act.nothing_done = True
    output.line(f"{slug}: {len(written)} files in {target}")


@thread.command("list")
@click.option("--json", "json_", is_flag=True, help="Print JSON.")
@click.pass_obj
def list_(given: str | None, json_: bool) -> None:
    """List threads, the one with the newest word first."""
    from correspondence.overview.threads import threads

    with reading(workspaces.require(given)) as reader:
        rows = threads(reader)
    if json_:
        output.as_json(rows)
        return
    today = date.today()  # noqa: DTZ011  # a deadline is a day where the user is
    output.table(
        ("THREAD", "LAST", "OPEN", "OVERDUE", "TITLE"),
        (
            (
                row.slug,
                f"{_ARROWS.get(row.last_direction or '', ' ')} {row.last_date or ''}".strip(),
                f"{row.open_questions}/{row.questions}",
                f"{late} days" if (late := row.overdue_days(today)) else "",
                row.title,
            )
            for row in rows
        ),
        last="no threads yet: `correspondence thread new` begins one, `thread import FOLDER` brings one in",
    )


@thread.command()
@click.argument("slug")
@click.option("--json", "json_", is_flag=True, help="Print JSON.")
@click.pass_obj
def show(given: str | None, slug: str, json_: bool) -> None:
    """Show the thread SLUG: with whom, how much is open, and its timeline."""
    from correspondence.overview.organizations import contacts
    from correspondence.overview.threads import thread as one
    from correspondence.overview.timeline import timeline

    with reading(workspaces.require(given)) as reader:
        row, messages, people = one(reader, slug), timeline(reader, slug), contacts(reader, slug)
    if json_:
        output.as_json({"thread": row, "contacts": people, "timeline": messages})
        return
    output.line(row.title)
    output.line(", ".join(row.organizations))
    for person in people:
        named = " ".join(filter(None, (person.honorific, person.name)))
        years = f"{person.since}–{person.until}" if person.since or person.until else ""
        output.line("  " + ", ".join(filter(None, (named, person.role, person.organization, person.email, years))))
    output.line(f"{row.open_questions} of {row.questions} questions open")
    output.line()
    output.table(
        ("DATE", "", "MESSAGE", "TITLE"),
        ((m.date or "", _ARROWS[m.direction], m.id, m.title) for m in messages),
        last="no messages yet",
    )


def _what(added: tuple[str, ...]) -> str:
    return "nothing new" if not added else f"imported {added[0]}" + (f" and {len(added) - 1} more" if added[1:] else "")
