"""`correspondence question …`."""

import click

from correspondence import workspace as workspaces
from correspondence.cli import output
from correspondence.store.reading import reading
from correspondence.vocabulary import QuestionStatus


@click.group()
def question() -> None:
    """List questions with their status."""


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
