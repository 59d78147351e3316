"""`correspondence campaign …`: begin, list, show and change campaigns."""

from dataclasses import asdict
from datetime import date
from typing import Any

import click

from correspondence import workspace as workspaces
from correspondence.cli import output
from correspondence.cli.campaignletters import check, export, freeze, table
from correspondence.cli.groups import Group
from correspondence.cli.typed import edited, read_file
from correspondence.errors import CorrespondenceError
from correspondence.store.reading import reading
from correspondence.vocabulary import AppendixKind

_DATE = "2021, 2021-02 or 2021-02-18."


@click.group(cls=Group)
def campaign() -> None:
    """Write one letter to several companies, and see how each replied."""


@campaign.command()
@click.argument("name")
@click.option("--thread", "threads", multiple=True, metavar="SLUG", help="A thread for each company; repeatable.")
@click.option("--template", default="open-letter", show_default=True, metavar="NAME", help="See `template list`.")
@click.option("--title", default="", metavar="TEXT", help="Of each letter; {organization} in it is whom it is to.")
@click.option("--language", default="", metavar="TAG", help="BCP 47, of all letters; else each has its thread's.")
@click.option("--date", "day", metavar="DATE", help=_DATE)
@click.option("--reply-by", metavar="DATE", help=_DATE)
@click.option("--embargo", metavar="TIME", help="A date, or a time with its zone.")
@click.option("--ask", "questions", multiple=True, metavar="TEXT", help="A question to all of them; repeatable.")
@click.option("--appendix", "kinds", multiple=True, metavar="KIND", help=f"{', '.join(AppendixKind)}; repeatable.")
@click.option("--json", "json_", is_flag=True, help="Print what was made as JSON.")
@click.pass_obj
def new(
    given: str | None,
    name: str,
    threads: tuple[str, ...],
    template: str,
    title: str,
    language: str,
    day: str | None,
    reply_by: str | None,
    embargo: str | None,
    questions: tuple[str, ...],
    kinds: tuple[str, ...],
    json_: bool,
) -> None:
    """Begin the campaign NAME: a draft that all letters share, and a letter of that name in each thread."""
    from correspondence.letters.campaign import Request, add, plan
    from correspondence.store.change import change

    found = workspaces.require(given)
    request = Request(
        name=name,
        threads=threads,
        template=template,
        title=title,
        language=language,
        date=day,
        reply_by=reply_by,
        embargo=embargo,
        questions=questions,
        appendices=kinds or None,
    )
    with reading(found) as reader:
        planned = plan(reader, found, request, date.today())  # noqa: DTZ011  # a deadline is a day where the user is
    with change(found, "campaign new", name) as act:
        add(act.session, planned)
        act.detail |= {"template": template, "threads": list(threads)}
    made = [f"{thread}/{document.letter.id}" for thread, document in planned.letters]
    for told in planned.notes:
        output.note(told)
    if json_:
        output.as_json({"campaign": name, "letters": made})
        return
    for letter in made:
        output.line(letter)


@campaign.command("list")
@click.option("--json", "json_", is_flag=True, help="Print JSON.")
@click.pass_obj
def list_(given: str | None, json_: bool) -> None:
    """List campaigns: how many letters each has, how many are frozen, how many companies have replied."""
    from correspondence.overview.campaigns import campaigns

    with reading(workspaces.require(given)) as reader:
        rows = campaigns(reader)
    if json_:
        output.as_json(rows)
        return
    output.table(
        ("CAMPAIGN", "DATE", "LETTERS", "FROZEN", "REPLIED", "TITLE"),
        ((r.id, r.date or "", str(r.letters), str(r.frozen), str(r.replied), r.own_title) for r in rows),
        last="no campaigns yet: `correspondence campaign new NAME --thread … --thread …` begins one",
    )


@campaign.command()
@click.argument("name")
@click.option("--text", is_flag=True, help="Print the shared draft alone.")
@click.option("--json", "json_", is_flag=True, help="Print JSON.")
@click.pass_obj
def show(given: str | None, name: str, text: bool, json_: bool) -> None:
    """Show the campaign NAME: its letters, and the draft that they share."""
    from correspondence.overview.campaigns import campaign as one
    from correspondence.overview.campaigns import standings

    today = date.today()  # noqa: DTZ011  # a deadline is a day where the user is
    with reading(workspaces.require(given)) as reader:
        detail = one(reader, name)
        rows = [(row.letter, row.sent(today) or "", row.late_days(today)) for row in standings(reader, name)]
    if json_:
        letters = [asdict(row) | {"sent": sent or None, "late_days": late} for row, sent, late in rows]
        output.as_json(asdict(detail) | {"letters": letters})
        return
    if text:
        output.block(detail.body)
        return
    output.line(detail.own_title or detail.id)
    output.table(
        ("LETTER", "TO", "LANGUAGE", "REVISIONS", "SENT", "REPLIED", "LATE", "DRAFT"),
        (
            (
                f"{row.thread}/{row.letter}",
                row.organization,
                row.language,
                str(row.revisions),
                sent,
                row.replied or "",
                "" if late is None else output.counted(late, "day"),
                "its own" if row.own_text else "shared",
            )
            for row, sent, late in rows
        ),
        last="it has no letters",
    )


@campaign.command()
@click.argument("name")
@click.option("--from", "source", metavar="FILE", help="Take the new draft from FILE (- for standard input).")
@click.pass_obj
def edit(given: str | None, name: str, source: str | None) -> None:
    """Edit the draft that the letters of the campaign NAME share; a letter with a text of its own keeps that."""
    from correspondence.overview.campaigns import campaign as one

    found = workspaces.require(given)
    with reading(found) as reader:
        detail = one(reader, name)
    body = edited(detail.body) if source is None else read_file(source)
    if body is None or body == detail.body:
        output.note("nothing changed")
        return
    _save(found, detail, body=body, changes={})


@campaign.command("set")
@click.argument("name")
@click.option("--template", metavar="NAME")
@click.option("--language", metavar="TAG", help="BCP 47.")
@click.option("--date", metavar="DATE", help=_DATE)
@click.option("--reply-by", metavar="DATE", help=_DATE)
@click.option("--embargo", metavar="TIME", help="A date, or a time with its zone.")
@click.pass_obj
def set_(given: str | None, /, name: str, **fields: str | None) -> None:
    """Change what the letters of the campaign NAME share; an empty text takes a value away."""
    from correspondence.overview.campaigns import campaign as one

    found = workspaces.require(given)
    changes = {key: value for key, value in fields.items() if value is not None}
    if not changes:
        raise CorrespondenceError("say what to change (see `correspondence campaign set --help`)")
    with reading(found) as reader:
        detail = one(reader, name)
    _save(found, detail, body=None, changes=changes)


def _save(found: workspaces.Workspace, detail: Any, *, body: str | None, changes: dict[str, str]) -> None:
    from correspondence.cli.typed import keep_aside
    from correspondence.letters.campaign import save_shared
    from correspondence.store.change import change

    try:
        with change(found, "campaign edit", detail.id) as act:
            done = save_shared(act.session, detail.id, body=body, changes=changes, read_version=detail.version)
            act.detail |= {"letters": done, "changed": sorted([*changes, *(["body"] if body is not None else [])])}
    except CorrespondenceError as error:
        if body is None:
            raise
        kept = keep_aside(found.root, detail.id, body)
        raise CorrespondenceError(f"{error}; your text is in {kept}") from error
    for letter in done:
        output.line(letter)
    own = len(detail.letters) - len(done)
    if own:
        output.note(f"{own} of {len(detail.letters)} letters were left as they are: they have their own, or all of it")


for command in (check, freeze, export, table):
    campaign.add_command(command)
