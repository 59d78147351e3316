"""`correspondence question …`."""

import click

from correspondence import workspace as workspaces
from correspondence.cli import output
from correspondence.cli.groups import Group
from correspondence.store.reading import reading
from correspondence.vocabulary import Manner, QuestionStatus, Verdict


@click.group(cls=Group)
def question() -> None:
    """List and ask questions, see which a reply may answer, and judge what it says to them."""


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
        (
            (
                row.id if thread else f"{row.thread}/{row.id}",
                row.status,
                f"{row.times_asked}×",
                row.first_asked or "",
                row.text,
            )
            for row in rows
        ),
        last="no such questions",
    )


@question.command()
@click.argument("thread")
@click.option("--json", "json_", is_flag=True, help="Print JSON.")
@click.pass_obj
def matrix(folder: str | None, thread: str, json_: bool) -> None:
    """Show what every reply in THREAD did with every question."""
    from correspondence.overview.matrix import matrix as read

    with reading(workspaces.require(folder)) as reader:
        found = read(reader, thread)
    if json_:
        output.as_json(
            {
                "replies": found.replies,
                "questions": [
                    {
                        "id": row.question.id,
                        "text": row.question.text,
                        "status": row.question.status,
                        "undertaking": row.question.undertaking,
                        "replies": {reply.id: cell for reply, cell in zip(found.replies, row.cells, strict=True)},
                    }
                    for row in found.rows
                ],
            }
        )
        return
    for number, reply in enumerate(found.replies, start=1):
        output.line(
            f"{number:>3}  {reply.date or 'undated':<10}  {reply.id}{'' if reply.assessed else '  (being read)'}"
        )
    output.table(
        ("QUESTION", "STATUS", *map(str, range(1, len(found.replies) + 1)), "TEXT"),
        (
            (
                row.question.id,
                row.question.status,
                *(QuestionStatus(cell).sign if cell else "" for cell in row.cells),
                row.question.text,
            )
            for row in found.rows
        ),
        last="no questions in this thread",
    )


@question.command("show")
@click.argument("identifier", metavar="QUESTION")
@click.option("--json", "json_", is_flag=True, help="Print JSON.")
@click.pass_obj
def show(folder: str | None, identifier: str, json_: bool) -> None:
    """Show QUESTION (or THREAD/QUESTION): where it was asked, and every verdict with its words, taken back or not."""
    from correspondence.overview import questions
    from correspondence.overview.find import locate

    with reading(workspaces.require(folder)) as reader:
        _, thread, name = locate(reader, "question", identifier)
        row = questions.question(reader, name, thread)
        asked = questions.asked(reader, name, thread)
        verdicts = questions.evidence(reader, name, thread, retracted=True)
        origin = questions.origin(reader, name, thread)
    if json_:
        output.as_json({"question": row, "asked": asked, "evidence": verdicts, "origin": origin})
        return
    output.block(row.text)
    output.line(f"{row.status}, asked {row.times_asked}×")
    for words in origin:
        output.line(f"because of “{' '.join(words.exact.split())}” in {words.message}")
    for place in asked:
        output.line(f"asked {place.date or 'undated'} in {place.place}{f': {place.wording}' if place.wording else ''}")
    for verdict in verdicts:
        how = f" ({verdict.manner})" if verdict.manner else ""
        taken = "" if verdict.holds else f", taken back {verdict.retracted_at[:10]} by {verdict.retracted_by}"
        output.line(f"{verdict.verdict}{how} in {verdict.message}, by {verdict.by or 'nobody named'}{taken}")
        for passage in verdict.passages:
            output.line(f"    “{' '.join(passage.exact.split())}” ({passage.message})")
        if verdict.note:
            output.line(f"    {verdict.note}")


@question.command()
@click.argument("thread")
@click.argument("text")
@click.option("--id", "name", default="", metavar="NAME", help="Its name; else made of its words.")
@click.option("--undertaking", metavar="ID", help="The undertaking that it is about.")
@click.option("--asked-in", multiple=True, metavar="ID", help="A letter or message of ours that puts it; repeatable.")
@click.option("--quote", nargs=2, metavar="MESSAGE TEXT", help="The words that give rise to it.")
@click.option("--json", "json_", is_flag=True, help="Print JSON.")
@click.pass_obj
def add(
    folder: str | None,
    thread: str,
    text: str,
    name: str,
    undertaking: str | None,
    asked_in: tuple[str, ...],
    quote: tuple[str, str] | None,
    json_: bool,
) -> None:
    """Add the question TEXT to THREAD; prints its identifier."""
    from correspondence.assess import questions
    from correspondence.store.change import change
    from correspondence.store.named import message_named, thread_named, undertaking_named

    with change(workspaces.require(folder), "question add", thread) as act:
        key = thread_named(act.session, thread).id or 0
        asked = questions.ask(
            act.session,
            key,
            text,
            asked_in=asked_in,
            undertaking=undertaking_named(act.session, undertaking, key) if undertaking else None,
            quotes=[(message_named(act.session, quote[0], key), quote[1])] if quote else [],
            identifier=name,
        )
        act.subject = f"{thread}/{asked.identifier}"
        act.detail.update(text=asked.text, asked_in=list(asked_in), quote=quote[1] if quote else "")
    if json_:
        output.as_json({"id": asked.identifier, "thread": thread, "text": asked.text})
    else:
        output.line(asked.identifier)


@question.command()
@click.argument("identifier", metavar="QUESTION")
@click.option("--why", required=True, metavar="TEXT", help="For what reason.")
@click.pass_obj
def withdraw(folder: str | None, identifier: str, why: str) -> None:
    """Ask QUESTION no more; its verdicts stay on record."""
    from correspondence.assess import questions
    from correspondence.store.change import change
    from correspondence.store.named import full_name, question_named

    with change(workspaces.require(folder), "question withdraw", identifier) as act:
        asked = question_named(act.session, identifier)
        questions.withdraw(act.session, asked, why)
        act.subject = full_name(act.session, asked)
        act.detail["why"] = why
    output.line(f"{asked.identifier}: withdrawn")


@question.command()
@click.argument("identifier", metavar="QUESTION")
@click.argument("by")
@click.pass_obj
def supersede(folder: str | None, identifier: str, by: str) -> None:
    """Ask the question BY in place of QUESTION."""
    from correspondence.assess import questions
    from correspondence.store.change import change
    from correspondence.store.named import full_name, question_named

    with change(workspaces.require(folder), "question supersede", identifier) as act:
        asked = question_named(act.session, identifier)
        newer = question_named(act.session, by, asked.thread_id)
        questions.supersede(act.session, asked, newer)
        act.subject = full_name(act.session, asked)
        act.detail["by"] = newer.identifier
    output.line(f"{asked.identifier}: superseded by {newer.identifier}")


@question.command()
@click.argument("identifier", metavar="QUESTION")
@click.pass_obj
def reinstate(folder: str | None, identifier: str) -> None:
    """Ask QUESTION again that was withdrawn or superseded."""
    from correspondence.assess import questions
    from correspondence.store.change import change
    from correspondence.store.named import full_name, question_named

    with change(workspaces.require(folder), "question reinstate", identifier) as act:
        asked = question_named(act.session, identifier)
        questions.reinstate(act.session, asked)
        act.subject = full_name(act.session, asked)
    output.line(f"{asked.identifier}: asked again")


@question.command()
@click.argument("message")
@click.option("--top", default=5, show_default=True, type=click.IntRange(1, 10_000), help="How many for each passage.")
@click.option("--json", "json_", is_flag=True, help="Print JSON.")
@click.pass_obj
def suggest(folder: str | None, message: str, top: int, json_: bool) -> None:
    """Show each passage of MESSAGE (or THREAD/MESSAGE) with the questions that it is likeliest to speak of.

    These are proposals: nothing is judged by them. --json lists headings, quoted mail and signatures too, as it is said
    of each what it is.
    """
    from correspondence.assess.proposals import proposals, read_reply
    from correspondence.overview.find import message_row

    workspace = workspaces.require(folder)
    with reading(workspace) as reader:
        key, _, name = message_row(reader, message)
        reply = read_reply(reader, key)
    proposed = proposals(workspace, reply)
    if not proposed.by_meaning:
        output.note("words alone were compared: the language model is not installed here, or failed")
    if json_:
        output.as_json(
            [
                {
                    "message": name,
                    "kind": str(one.kind),
                    "passage": {"start": one.start, "end": one.end, "exact": one.exact},
                    "questions": [{"id": ranked.id, "score": ranked.score} for ranked in one.questions[:top]],
                }
                for one in proposed.parts
            ]
        )
        return
    for one in proposed.passages:
        output.line(" ".join(one.exact.split()))
        for ranked in one.questions[:top]:
            output.line(f"    {ranked.score:5.0%}  {ranked.id}")
    if not proposed.passages:
        output.note("the message has no passage to judge")


@question.command()
@click.argument("identifier", metavar="QUESTION")
@click.argument("message")
@click.argument("verdict", metavar="VERDICT", type=click.Choice([*map(str, Verdict)]))
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
    """Record that MESSAGE does VERDICT with QUESTION, tied to its very words.

    VERDICT is answered, partial, evaded, refused or contradicted. One that was given before stays on record.
    """
    from correspondence.assess import verdicts
    from correspondence.store.change import change
    from correspondence.store.named import message_named, question_named

    with change(workspaces.require(folder), "question assess", identifier) as act:
        reply = message_named(act.session, message)
        asked = question_named(act.session, identifier, reply.thread_id)
        quoted = [(reply, words) for words in quotes]
        if contradicts:
            quoted.append((message_named(act.session, contradicts[0], reply.thread_id), contradicts[1]))
        before = verdicts.holding(act.session, asked, reply)
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
    if before is not None:
        output.note(f"it was {before.verdict} before, which stays on record: `question show` has both")


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
