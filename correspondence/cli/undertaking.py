"""`correspondence undertaking …`."""

from dataclasses import asdict

import click

from correspondence import workspace as workspaces
from correspondence.cli import output
from correspondence.cli.groups import Group
from correspondence.store.reading import reading
from correspondence.vocabulary import UndertakingStatus

_STATUSES = [*map(str, UndertakingStatus)]
NO_STATUS = "no status"  # nobody has said what has become of it


@click.group(cls=Group)
def undertaking() -> None:
    """List what was undertaken, put it on record, and say what has become of it."""


@undertaking.command("list")
@click.argument("thread", required=False)
@click.option("--status", type=click.Choice(_STATUSES), multiple=True, help="Only these.")
@click.option("--json", "json_", is_flag=True, help="Print JSON.")
@click.pass_obj
def list_(given: str | None, thread: str | None, status: tuple[str, ...], json_: bool) -> None:
    """List the undertakings of THREAD, or of all threads, with their status and open questions."""
    from correspondence.overview.questions import undertakings
    from correspondence.overview.threads import threads

    with reading(workspaces.require(given)) as reader:
        slugs = [thread] if thread else [row.slug for row in threads(reader)]
        found = {
            slug: [row for row in undertakings(reader, slug) if not status or row.status in status] for slug in slugs
        }
    if json_:
        output.as_json([{"thread": slug, **asdict(row)} for slug, rows in found.items() for row in rows])
        return
    output.table(
        ("UNDERTAKING", "STATUS", "OPEN", "STATEMENT"),
        (
            (
                row.id if thread else f"{slug}/{row.id}",
                row.status or NO_STATUS,
                f"{row.open_questions}/{row.questions}",
                row.statement,
            )
            for slug, rows in found.items()
            for row in rows
        ),
        last="no such undertakings",
    )


@undertaking.command()
@click.argument("identifier", metavar="UNDERTAKING")
@click.option("--json", "json_", is_flag=True, help="Print JSON.")
@click.pass_obj
def show(folder: str | None, identifier: str, json_: bool) -> None:
    """Show UNDERTAKING (or THREAD/UNDERTAKING): when it was stated, what became of it, and its questions."""
    from correspondence.overview.find import locate
    from correspondence.overview.questions import questions, undertakings
    from correspondence.overview.undertakings import history

    with reading(workspaces.require(folder)) as reader:
        _, thread, name = locate(reader, "undertaking", identifier)
        row = next(row for row in undertakings(reader, thread) if row.id == name)
        events = history(reader, name, thread)
        own = [question for question in questions(reader, thread) if question.undertaking == name]
    if json_:
        output.as_json({"undertaking": row, "history": events, "questions": own})
        return
    output.block(row.statement)
    output.line(f"{row.status or NO_STATUS}; by {', '.join(row.by) or 'nobody named'}")
    if row.finding:
        output.block(row.finding)
    for event in events:
        where = f" in {event.message}" if event.message else ""
        status = f", {event.status}" if event.status else ""
        words = f": {' '.join(event.words.split())}" if event.words else ""
        output.line(
            f"{event.date or 'undated':<10}  {event.kind}{where} by {event.author or 'nobody named'}{status}{words}"
        )
    for question in own:
        output.line(f"{question.status.sign} {question.status}: {question.text}")


@undertaking.command()
@click.argument("thread")
@click.argument("statement")
@click.option("--id", "name", default="", metavar="NAME", help="Its name; else made of its words.")
@click.option("--by", multiple=True, metavar="ORGANIZATION", help="Who gave it; repeatable.")
@click.option("--quote", "quotes", nargs=2, multiple=True, metavar="MESSAGE TEXT", help="Their words; repeatable.")
@click.option("--status", type=click.Choice(_STATUSES), help="What has become of it; else none yet.")
@click.option("--finding", default="", metavar="TEXT", help="What is known of the status.")
@click.option("--json", "json_", is_flag=True, help="Print JSON.")
@click.pass_obj
def add(
    folder: str | None,
    thread: str,
    statement: str,
    name: str,
    by: tuple[str, ...],
    quotes: tuple[tuple[str, str], ...],
    status: str | None,
    finding: str,
    json_: bool,
) -> None:
    """Put on record in THREAD that a party said what STATEMENT says; prints its identifier."""
    from correspondence.assess import undertakings
    from correspondence.store.change import change
    from correspondence.store.named import message_named, thread_named

    with change(workspaces.require(folder), "undertaking add", thread) as act:
        key = thread_named(act.session, thread).id or 0
        made = undertakings.undertake(
            act.session,
            key,
            statement,
            by=by,
            quotes=[(message_named(act.session, message, key), words) for message, words in quotes],
            status=UndertakingStatus(status) if status else None,
            finding=finding,
            identifier=name,
        )
        act.subject = f"{thread}/{made.identifier}"
        act.detail.update(
            statement=made.statement, by=list(by), status=status or "", finding=finding, quotes=len(quotes)
        )
    if json_:
        output.as_json({"id": made.identifier, "thread": thread, "statement": made.statement})
    else:
        output.line(made.identifier)


@undertaking.command("status")
@click.argument("identifier", metavar="UNDERTAKING")
@click.argument("status", metavar="[STATUS]", type=click.Choice(_STATUSES), required=False)
@click.option("--finding", metavar="TEXT", help="What is known of it; empty takes it away.")
@click.pass_obj
def status_(folder: str | None, identifier: str, status: str | None, finding: str | None) -> None:
    """Say what has become of UNDERTAKING; what was said before stays in its history.

    STATUS is outstanding, partly-fulfilled, fulfilled, contradicted or withdrawn.
    """
    from correspondence.assess import undertakings
    from correspondence.store.change import change
    from correspondence.store.named import full_name, undertaking_named

    if status is None and finding is None:
        raise click.UsageError("Say a STATUS, --finding, or both.")
    with change(workspaces.require(folder), "undertaking status", identifier) as act:
        row = undertaking_named(act.session, identifier)
        known = UndertakingStatus(status) if status else None
        changed = undertakings.report(act.session, row, status=known, finding=finding)
        act.subject = full_name(act.session, row)
        act.detail.update(changed)
        act.nothing_done = not changed
    output.line(f"{row.identifier}: {row.status or NO_STATUS}" if changed else f"{row.identifier}: nothing new")
