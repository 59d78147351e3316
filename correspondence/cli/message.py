"""`correspondence message …`."""

from typing import Any

import click

from correspondence import workspace as workspaces
from correspondence.cli import output
from correspondence.cli.groups import Group
from correspondence.cli.messagedata import message_data
from correspondence.store.reading import reading
from correspondence.workspace import Workspace


@click.group(cls=Group)
def message() -> None:
    """Show a message of a thread, correct its data, read its original anew, take it away."""


@message.command()
@click.argument("identifier", metavar="ID")
@click.option("--text", is_flag=True, help="Print the text alone.")
@click.option("--rejected", is_flag=True, help="Print the text alone, as if its tracked changes were rejected.")
@click.option("--json", "json_", is_flag=True, help="Print JSON.")
@click.pass_obj
def show(given: str | None, identifier: str, text: bool, rejected: bool, json_: bool) -> None:
    """Show the message ID (or THREAD/ID): its data and its text.

    Tracked changes in a document count as accepted; --rejected reads its original anew, without them.
    """
    if rejected:
        output.block(_with_changes_rejected(workspaces.require(given), identifier))
        return
    from correspondence.overview.timeline import message as one

    with reading(workspaces.require(given)) as reader:
        found = one(reader, identifier)
    if json_:
        output.as_json(found)
        return
    if not text:
        for name, value in (
            ("message", f"{found.thread}/{found.id}"),
            ("direction", found.direction),
            ("kind", found.kind),
            ("date", found.date or ""),
            ("received", found.received or ""),
            ("author", found.author),
            ("recipients", "; ".join(found.recipients)),
            ("title", found.title),
            ("in reply to", ", ".join(found.in_reply_to)),
            ("address", found.url),
            ("files", ", ".join(file.name or file.sha256 for file in found.files)),
            ("visibility", found.visibility),
            ("assessed", "yes" if found.assessed else "no"),
            *(("remark", detail) for _, detail in found.remarks),
        ):
            if value:
                output.line(f"{name + ':':<12} {value}")
        output.line()
    output.block(found.body)


@message.command()
@click.argument("identifier", metavar="ID")
@click.option("--about", default="", metavar="TEXT", help="Only what was said before on the matter of these words.")
@click.option("--top", default=3, show_default=True, type=click.IntRange(1, 1_000), help="Earlier statements for each.")
@click.option("--json", "json_", is_flag=True, help="Print JSON.")
@click.pass_obj
def read(given: str | None, identifier: str, about: str, top: int, json_: bool) -> None:
    """Show what to look at in the message ID (or THREAD/ID).

    Vague terms with a question to ask about each, sentences that look like undertakings, and for each passage what the
    same party said before on the matter. These are proposals: nothing is judged by them.
    """
    from correspondence.assess import leads
    from correspondence.overview.find import message_row
    from correspondence.passages.segment import passages

    workspace = workspaces.require(given)
    with reading(workspace) as reader:
        found = leads.read_leads(reader, message_row(reader, identifier)[0])
    own = (found.body[start:end] for start, end in passages(found.body))
    chosen = (about,) if about else tuple(words for words in own if leads.says_something(words))
    said_before = leads.said_before(workspace, found.statements, chosen, top=top)
    terms = () if about else leads.vague_terms(found.body, found.language, found.asks_in)
    promises = () if about else leads.likely_undertakings(found.body, found.language, found.names)
    if json_:
        output.as_json(
            {
                "message": found.message,
                "vague": terms,
                "undertakings": promises,
                "earlier": [
                    {"exact": words, "said_before": row} for words, row in zip(chosen, said_before, strict=True)
                ],
            }
        )
        return
    for title, lines in (
        ("vague terms", [f"{one.exact}: {one.question}" for one in terms]),
        ("likely undertakings", [one.exact for one in promises]),
    ):
        if lines:
            output.line(f"{title}:")
        for words in lines:
            output.line(f"  {' '.join(words.split())}")
    for words, row in zip(chosen, said_before, strict=True):
        if row:
            output.line(" ".join(words.split()))
        for one in row:
            exact = " ".join(one.statement.exact.split())
            output.line(f"    {one.score:4.0%}  {one.statement.message} ({one.statement.date or 'undated'}): {exact}")


@message.command()
@click.argument("identifier", metavar="ID")
@message_data
@click.pass_obj
def correct(folder: str | None, /, identifier: str, **said: Any) -> None:
    """Correct what is known of the message ID (or THREAD/ID); its text and its original stay as they came in."""
    from correspondence.intake.correct import correct as mend
    from correspondence.intake.draft import Given
    from correspondence.store.change import change
    from correspondence.store.named import message_named

    given = Given(in_reply_to=(), **{name: str(value or "") for name, value in said.items()}).checked()
    with change(workspaces.require(folder), "message correct", identifier) as act:
        changed = mend(act.session, message_named(act.session, identifier), given)
        act.detail.update({name: getattr(given, name) for name in changed})
        act.nothing_done = not changed
    output.line(f"{identifier}: {', '.join(changed) or 'nothing'} changed")


@message.command()
@click.argument("identifier", metavar="ID")
@click.option("--lose", is_flag=True, help="Go on when passages are not found in the new text.")
@click.option("--no-ocr", is_flag=True, help="Do not recognise the text of scanned pages.")
@click.pass_obj
def reread(folder: str | None, identifier: str, lose: bool, no_ocr: bool) -> None:
    """Read the original of the message ID (or THREAD/ID) anew, and find the passages of its text again."""
    from correspondence.intake.correct import derive_anew
    from correspondence.intake.draft import Given, draft
    from correspondence.intake.log import look
    from correspondence.intake.sources import Source
    from correspondence.readers.worker import Worker
    from correspondence.store.change import change
    from correspondence.store.named import message_named

    workspace = workspaces.require(folder)
    name, content = _original(workspace, identifier)
    with Worker() as worker:
        extract = next(look(worker, Source(name, name, content), ocr=not no_ocr))
    with change(workspace, "message reread", identifier) as act:
        found = message_named(act.session, identifier)
        read = draft(extract, name, content, Given(), found.direction, "")
        done = derive_anew(act.session, found, read, lose=lose)
        act.detail.update(moved=done.moved, lost=len(done.lost))
        act.nothing_done = not done.changed
    output.line(f"{identifier}: {'the text is another one' if done.changed else 'the text is the same'}")
    for words in done.lost:
        output.note(f"not found any more: “{' '.join(words.split())[:80]}”")


@message.command()
@click.argument("identifier", metavar="ID")
@click.option("--why", required=True, metavar="TEXT", help="For what reason; it is put on record.")
@click.pass_obj
def drop(folder: str | None, identifier: str, why: str) -> None:
    """Take the message ID (or THREAD/ID) away that was logged by mistake, if nothing rests on it.

    What has a verdict, a quotation, a question or an answer stays. The file that it came as is kept, by its digest.
    """
    from correspondence.intake.drop import drop as take_away
    from correspondence.store.change import change
    from correspondence.store.named import full_name, message_named

    with change(workspaces.require(folder), "message drop", identifier) as act:
        found = message_named(act.session, identifier)
        act.subject = full_name(act.session, found)
        act.detail |= {"title": found.title, "why": why}
        act.detail["files"] = take_away(act.session, found)
    output.line(f"{act.subject}: taken away")


def _original(workspace: Workspace, identifier: str) -> tuple[str, bytes]:
    """The name and the bytes of the file that a message came as."""
    from correspondence.intake.correct import original_of
    from correspondence.store.change import change
    from correspondence.store.named import message_named

    with change(workspace, "message reread", identifier) as act:
        act.nothing_done = True
        return original_of(act.session, message_named(act.session, identifier))


def _with_changes_rejected(workspace: Workspace, identifier: str) -> str:
    from correspondence.readers.worker import Worker

    name, content = _original(workspace, identifier)
    with Worker() as worker:
        return "\n".join(extract.text for extract in worker.read(content, name, rejected=True))
