"""`correspondence question …`."""

import click

from correspondence import workspace as workspaces
from correspondence.cli import output
from correspondence.store.reading import reading
from correspondence.vocabulary import Manner, QuestionStatus, Verdict


@click.group()
def question() -> None:
    """List questions, see which a reply may answer, and judge what it says to them."""


@question.command("list")
@click.argument("thread", required=False)
@click.option("--status", type=click.Choice([str(s) for s in QuestionStatus]), multiple=True, help="Only these.")
@click.option("--unresolved", is_flag=True, help="Only what is still open in any way.")
@click.option("--json", "json_", is_flag=True, help="Print JSON.")
@click.pass_obj
def list_(given: str | None, thread: str | None, status: tuple[str, ...], unresolved: bool, json_: bool) -> None:
    """List the questions of THREAD, or of all threads."""
    from correspondence.overview.questions import questions

    with reading(workspaces.require(given)) as reader:
        rows = questions(reader, thread)
    rows = [row for row in rows if (not status or row.status in status) and (row.unresolved or not unresolved)]
    if json_:
        output.as_json(rows)
        return
    output.table(
        ("QUESTION", "STATUS", "ASKED", "SINCE", "TEXT"),
        ((row.id, row.status, f"{row.times_asked}×", row.first_asked or "", row.text) for row in rows),
        last="no such questions",
    )


@question.command()
@click.argument("message")
@click.option("--top", default=5, show_default=True, type=click.IntRange(1, 10_000), help="How many for each passage.")
@click.option("--json", "json_", is_flag=True, help="Print JSON.")
@click.pass_obj
def suggest(folder: str | None, message: str, top: int, json_: bool) -> None:
    """Show each passage of MESSAGE (or THREAD/MESSAGE) with the questions that it is likeliest to speak of.

    These are proposals: nothing is judged by them.
    """
    from correspondence.assess.proposals import proposals, read_reply
    from correspondence.overview.find import message_row

    with reading(workspaces.require(folder)) as reader:
        key, _, name = message_row(reader, message)
        reply = read_reply(reader, key)
    proposed = proposals(reply)
    found = proposed.passages
    if not proposed.by_meaning:
        output.note("words alone were compared: the language model is not installed here, or failed")
    if json_:
        output.as_json(
            [
                {
                    "message": name,
                    "passage": {"start": one.start, "end": one.end, "exact": one.exact},
                    "questions": [{"id": ranked.id, "score": ranked.score} for ranked in one.questions[:top]],
                }
                for one in found
            ]
        )
        return
    for one in found:
        output.line(" ".join(one.exact.split()))
        for ranked in one.questions[:top]:
            output.line(f"    {ranked.score:5.0%}  {ranked.id}")
    if not found:
        output.note("the message has no passage to judge")


@question.command()
@click.argument("identifier", metavar="QUESTION")
@click.argument("message")
@click.argument("verdict", type=click.Choice([*map(str, Verdict)]))
@click.option("--quote", "quotes", multiple=True, metavar="TEXT", help="The words of MESSAGE that show it; repeatable.")
@click.option("--contradicts", nargs=2, metavar="MESSAGE TEXT", help="The earlier statement that it contradicts.")
@click.option("--manner", type=click.Choice([*map(str, Manner)]), help="How it deals with the question.")
@click.option("--note", default="", metavar="TEXT", help="A remark.")
@click.option("--silent", is_flag=True, help="It evades or refuses without a word to quote.")
@click.pass_obj
def assess(
    folder: str | None,
    identifier: str,
    message: str,
    verdict: str,
    quotes: tuple[str, ...],
    contradicts: tuple[str, str] | None,
    manner: str | None,
    note: str,
    silent: bool,
) -> None:
    """Record that MESSAGE does VERDICT with QUESTION, tied to its very words."""
    from correspondence.assess import verdicts
    from correspondence.store.change import change
    from correspondence.store.named import message_named, question_named

    with change(workspaces.require(folder), "question assess", identifier) as act:
        reply = message_named(act.session, message)
        asked = question_named(act.session, identifier, reply.thread_id)
        quoted = [(reply, words) for words in quotes]
        if contradicts:
            quoted.append((message_named(act.session, contradicts[0], reply.thread_id), contradicts[1]))
        verdicts.assess(
            act.session,
            asked,
            reply,
            Verdict(verdict),
            quotes=quoted,
            by=act.actor,
            at=act.at,
            manner=Manner(manner) if manner else None,
            note=note,
            silent=silent,
        )
        act.detail.update(message=reply.identifier, verdict=verdict, quotes=len(quoted))
    output.line(f"{asked.identifier}: {verdict} in {reply.identifier}")


@question.command()
@click.argument("identifier", metavar="QUESTION")
@click.argument("message")
@click.option("--why", default="", metavar="TEXT", help="For what reason.")
@click.pass_obj
def retract(folder: str | None, identifier: str, message: str, why: str) -> None:
    """Take back the verdict that holds on what MESSAGE says to QUESTION; it stays on record."""
    from correspondence.assess import verdicts
    from correspondence.store.change import change
    from correspondence.store.named import message_named, question_named

    with change(workspaces.require(folder), "question retract", identifier) as act:
        reply = message_named(act.session, message)
        asked = question_named(act.session, identifier, reply.thread_id)
        taken = verdicts.retract(act.session, asked, reply, by=act.actor, at=act.at, why=why)
        act.detail.update(message=reply.identifier, verdict=taken.verdict, why=why)
    output.line(f"{asked.identifier}: {taken.verdict} in {reply.identifier} is taken back")


@question.command()
@click.argument("message")
@click.option("--reopen", is_flag=True, help="It is not read to the end after all.")
@click.pass_obj
def finish(folder: str | None, message: str, reopen: bool) -> None:
    """Say that MESSAGE is read to the end: a question that it has no verdict on was passed over."""
    from correspondence.assess import verdicts
    from correspondence.store.change import change
    from correspondence.store.named import message_named

    with change(workspaces.require(folder), "question finish", message) as act:
        reply = message_named(act.session, message)
        act.nothing_done = not verdicts.finish(act.session, reply, finished=not reopen)
        act.detail["finished"] = not reopen
    output.line(f"{reply.identifier}: {'to be read on' if reopen else 'read to the end'}")
