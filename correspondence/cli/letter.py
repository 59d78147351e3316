"""`correspondence letter …`."""

from datetime import date

import click

from correspondence import workspace as workspaces
from correspondence.cli import output
from correspondence.cli.days import PARTIAL_DATE
from correspondence.cli.groups import Group
from correspondence.cli.letterappendix import appendix
from correspondence.cli.letterdata import drop, recover, set_
from correspondence.cli.letterexport import export
from correspondence.cli.letterfreeze import check, freeze
from correspondence.cli.letterrevisions import diff, revisions
from correspondence.cli.merge import merge
from correspondence.cli.redline import redline
from correspondence.cli.typed import edited, keep_aside, read_file
from correspondence.errors import CorrespondenceError
from correspondence.store.reading import reading
from correspondence.vocabulary import AppendixKind

_REVISION = click.option("--revision", type=click.IntRange(min=1), metavar="N", help="Revision N, not the newest.")


@click.group(cls=Group)
def letter() -> None:
    """Begin, edit, check, compare, freeze and export letters."""


@letter.command()
@click.argument("thread")
@click.option("--template", default="open-letter", show_default=True, metavar="NAME", help="See `template list`.")
@click.option("--id", "identifier", default="", metavar="ID", help="Else from the date and the template.")
@click.option("--title", default="", metavar="TEXT", help="Else from the template and the addressee.")
@click.option("--language", default="", metavar="TAG", help="BCP 47; else the thread's.")
@click.option("--date", "day", type=PARTIAL_DATE, metavar="DATE", help="2021, 2021-02 or 2021-02-18.")
@click.option(
    "--reply-by", type=PARTIAL_DATE, metavar="DATE", help="Else by the thread's custom, when the letter has a date."
)
@click.option("--to", multiple=True, metavar="CONTACT", help="A contact, or 'Name; role; organization'; repeatable.")
@click.option("--cc", multiple=True, metavar="CONTACT", help="Who gets a copy; repeatable.")
@click.option("--in-reply-to", "replies", multiple=True, metavar="MESSAGE", help="What it answers; else the newest.")
@click.option("--question", "questions", multiple=True, metavar="ID", help="A question that goes in; repeatable.")
@click.option("--all-unresolved", is_flag=True, help="All unresolved questions go in: as without --question.")
@click.option("--undertaking", "undertakings", multiple=True, metavar="ID", help="One that goes in; repeatable.")
@click.option("--appendix", "kinds", multiple=True, metavar="KIND", help=f"{', '.join(AppendixKind)}; repeatable.")
@click.option("--campaign", default="", metavar="NAME", help="Whose replies a campaign-table shows.")
@click.option("--json", "json_", is_flag=True, help="Print what was made as JSON.")
@click.pass_obj
def new(
    given: str | None,
    thread: str,
    template: str,
    identifier: str,
    title: str,
    language: str,
    day: str | None,
    reply_by: str | None,
    to: tuple[str, ...],
    cc: tuple[str, ...],
    replies: tuple[str, ...],
    questions: tuple[str, ...],
    all_unresolved: bool,
    undertakings: tuple[str, ...],
    kinds: tuple[str, ...],
    campaign: str,
    json_: bool,
) -> None:
    """Begin a letter of THREAD: a draft that says what we answer, what was promised and what is still open."""
    from correspondence.letters.new import Request, add, plan
    from correspondence.store.change import change

    if questions and all_unresolved:
        raise CorrespondenceError("give --question or --all-unresolved, not both")
    found = workspaces.require(given)
    request = Request(
        thread=thread,
        template=template,
        identifier=identifier,
        title=title,
        language=language,
        date=day,
        reply_by=reply_by,
        to=to,
        cc=cc,
        in_reply_to=replies or None,
        questions=questions or None,
        undertakings=undertakings or None,
        appendices=kinds or None,
        campaign=campaign,
    )
    with reading(found) as reader:
        document = plan(reader, found, request, date.today())  # noqa: DTZ011  # a deadline is a day where the user is
    name = f"{thread}/{document.letter.id}"
    with change(found, "letter new", name) as act:
        add(act.session, thread, document)
        act.detail["template"] = template
    if json_:
        output.as_json({"thread": thread, "letter": document.letter.id, "title": document.letter.title})
        return
    output.line(name)


@letter.command("choices")
@click.argument("thread")
@click.option("--json", "json_", is_flag=True, help="Print JSON.")
@click.pass_obj
def choices(given: str | None, thread: str, json_: bool) -> None:
    """Show what may go into a new letter of THREAD: what is ticked goes in unless you say otherwise."""
    from correspondence.letters.new import choices as offered

    found = workspaces.require(given)
    with reading(found) as reader:
        rows = offered(reader, found, thread, date.today())  # noqa: DTZ011  # a deadline is a day where the user is
    if json_:
        output.as_json(rows)
        return
    tick = {True: "✓", False: ""}
    asked = [(tick[c.ticked], c.question) for c in rows.questions]
    lines = [
        (t, "question", q.id, f"{q.status}, asked {q.times_asked}×, since {q.first_asked or '?'}") for t, q in asked
    ]
    lines += [
        (tick[c.ticked], "undertaking", c.undertaking.id, c.undertaking.status or "no status")
        for c in rows.undertakings
    ]
    lines += [(tick[c.ticked], "message", c.message.id, c.message.title) for c in rows.messages]
    lines += [(tick[c.serves], "contact", c.contact.name, c.contact.role) for c in rows.contacts]
    output.table(("", "KIND", "NAME", ""), lines, last="nothing yet")


@letter.command("list")
@click.argument("thread", required=False)
@click.option("--json", "json_", is_flag=True, help="Print JSON.")
@click.pass_obj
def list_(given: str | None, thread: str | None, json_: bool) -> None:
    """List the letters of THREAD, or of all threads."""
    from correspondence.overview.letters import letters

    with reading(workspaces.require(given)) as reader:
        rows = letters(reader, thread)
    if json_:
        output.as_json(rows)
        return
    output.table(
        ("LETTER", "DATE", "REVISIONS", "SIGNED", "TO CONFIRM", "TITLE"),
        (
            (f"{r.thread}/{r.id}", r.date or "", str(r.revisions), str(r.signed), str(r.to_be_confirmed or ""), r.title)
            for r in rows
        ),
        last="no letters yet",
    )


@letter.command()
@click.argument("identifier", metavar="ID")
@_REVISION
@click.option("--json", "json_", is_flag=True, help="Print the letter's data as JSON.")
@click.pass_obj
def show(given: str | None, identifier: str, revision: int | None, json_: bool) -> None:
    """Print the text of the letter ID: the draft as rendered, or a frozen revision."""
    from correspondence.letters.draft import render_draft
    from correspondence.overview import letters

    found = workspaces.require(given)
    with reading(found) as reader:
        detail = letters.letter(reader, identifier)
        if json_:
            output.as_json(detail)
        elif revision is not None:
            output.block(letters.revision_body(reader, detail.id, revision, detail.thread))
        else:
            output.block(render_draft(reader, detail, found).markdown)


@letter.command()
@click.argument("identifier", metavar="ID")
@click.option("--from", "source", metavar="FILE", help="Take the new body from FILE (- for standard input).")
@click.pass_obj
def edit(given: str | None, identifier: str, source: str | None) -> None:
    """Edit the body of the letter ID in $EDITOR, or replace it from a file."""
    from correspondence.letters.edit import save_body
    from correspondence.overview import letters
    from correspondence.store.change import change

    found = workspaces.require(given)
    with reading(found) as reader:
        detail = letters.letter(reader, identifier)
    body = edited(detail.body) if source is None else read_file(source)
    if body is None or body == detail.body:
        output.note("nothing changed")
        return
    subject = f"{detail.thread}/{detail.id}"
    try:
        with change(found, "letter edit", subject) as act:
            version = save_body(act.session, detail.thread, detail.id, body, read_version=detail.version)
            act.nothing_done = version == detail.version
    except CorrespondenceError as error:
        kept = keep_aside(found.root, detail.id, body)
        raise CorrespondenceError(f"{error}; your text is in {kept}") from error
    output.line(f"{subject}: saved")


for command in (set_, appendix, recover, check, freeze, revisions, diff, drop, export, redline, merge):
    letter.add_command(command)
