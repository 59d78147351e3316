"""`correspondence campaign check`, `freeze`, `export` and `table`: all letters of a campaign in one go."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from correspondence import workspace as workspaces
from correspondence.cli import output
from correspondence.cli.letterexport import FORMATS, PAPER, UNCONFIRMED
from correspondence.cli.letterfreeze import ALTHOUGH_LARGE, KIND, NOTE, as_linter, freeze_draft
from correspondence.cli.main import folder_argument
from correspondence.errors import CorrespondenceError
from correspondence.store.reading import reading
from correspondence.vocabulary import QuestionStatus

if TYPE_CHECKING:
    from correspondence.text.locale import Paper


@click.command()
@click.argument("name")
@click.option("--json", "json_", is_flag=True, help="Print JSON.")
@click.pass_obj
def check(given: str | None, name: str, json_: bool) -> None:
    """Check every letter of the campaign NAME as `letter check` does; exit status 1 when one falls short."""
    from correspondence.letters.campaign import ready_all
    from correspondence.letters.checks.run import fell_short
    from correspondence.overview.campaigns import campaign

    found = workspaces.require(given)
    told: list[dict[str, Any]] = []
    short = False
    with reading(found) as reader:
        for row, draft in ready_all(reader, found, campaign(reader, name), now=datetime.now(UTC)):
            letter = f"{row.thread}/{row.letter}"
            if isinstance(draft, CorrespondenceError):
                short = True
                told.append({"letter": letter, "organization": row.organization, "error": str(draft), "findings": []})
                continue
            short = short or fell_short(draft.findings)
            findings = list(draft.findings)
            told.append({"letter": letter, "organization": row.organization, "error": None, "findings": findings})
    if json_:
        output.as_json(told)
    else:
        for one in told:
            if one["error"]:
                output.line(f"{one['letter']} ({one['organization']}): {one['error']}")
            for finding in one["findings"]:
                output.line(as_linter(one["letter"], finding))
        output.note(f"{output.counted(len(told), 'letter')} checked")
    if short:
        raise SystemExit(1)


@click.command()
@click.argument("name")
@KIND
@NOTE
@ALTHOUGH_LARGE
@click.option("--anyway", is_flag=True, help="Freeze letters too in which a check found an error.")
@click.pass_obj
def freeze(given: str | None, name: str, kind: str, note: str | None, large: bool, anyway: bool) -> None:
    """Freeze every letter of the campaign NAME; one that cannot be is told, and stops no other.

    A letter whose newest revision has this very text is left as it is. Exit status 1 when a letter was not frozen.
    """
    from correspondence.letters.campaign import ready_all
    from correspondence.overview.campaigns import campaign

    found = workspaces.require(given)
    failed = 0
    with reading(found) as reader:
        ready = list(ready_all(reader, found, campaign(reader, name), now=datetime.now(UTC)))
    for row, draft in ready:
        letter = f"{row.thread}/{row.letter}"
        try:
            if isinstance(draft, CorrespondenceError):
                raise draft
            if draft.stopping and not anyway:
                for finding in draft.stopping:
                    output.note(as_linter(letter, finding))
                raise CorrespondenceError("the checks found errors")  # noqa: TRY301  # told below with the others
            if draft.unchanged:
                output.line(f"{letter}: is frozen already: revision {row.revisions}")
                continue
            frozen = freeze_draft(found, row.thread, row.letter, draft, kind=kind, note=note, large=large)
            output.line(f"{letter}: {frozen}")
        except CorrespondenceError as error:
            failed += 1
            output.note(f"{letter} ({row.organization}) was not frozen: {error}")
    output.note(f"{output.counted(len(ready) - failed, 'letter')} of {len(ready)} frozen")
    if failed:
        raise SystemExit(1)


@click.command()
@click.argument("name")
@click.option("--to", "to", type=click.Choice(FORMATS), default="docx", show_default=True, help="The format.")
@UNCONFIRMED
@click.option("--mark", "marks", multiple=True, metavar="TEXT", help="On every page, as of `letter export`.")
@PAPER
@click.option("-o", "--output", "target", metavar="DIR", required=True, help="The folder; a file for each letter.")
@click.pass_obj
def export(
    given: str | None,
    name: str,
    to: str,
    unconfirmed: str,
    marks: tuple[str, ...],
    paper: "Paper | None",
    target: str,
) -> None:
    """Export every letter of the campaign NAME into a folder: THREAD-NAME.docx each.

    One that cannot be exported is told, and stops no other; the exit status is then 1.
    """
    from correspondence.overview.campaigns import campaign
    from correspondence.publish.campaign import How, export_all
    from correspondence.publish.export import Format
    from correspondence.publish.gate import Unconfirmed

    found = workspaces.require(given)
    folder = folder_argument(target)
    how = How(Format(to), Unconfirmed(unconfirmed), marks, paper)
    failed = 0
    with reading(found) as reader:
        detail = campaign(reader, name)
        for row, done in export_all(reader, found, detail, folder, how, now=datetime.now(UTC)):
            letter = f"{row.thread}/{row.letter}"
            if isinstance(done, CorrespondenceError):
                failed += 1
                output.note(f"{letter} ({row.organization}) was not exported: {done}")
                continue
            for finding in done.findings:
                output.note(as_linter(letter, finding))
            output.line(f"{done.path}: {'the draft' if done.revision is None else f'revision {done.revision}'}")
    if failed:
        output.note(f"{output.counted(failed, 'letter')} of {len(detail.letters)} not exported")
        raise SystemExit(1)


@click.command()
@click.argument("name")
@click.option("--shared", is_flag=True, help="Only the questions that more than one company was asked.")
@click.option("--json", "json_", is_flag=True, help="Print JSON.")
@click.pass_obj
def table(given: str | None, name: str, shared: bool, json_: bool) -> None:
    """Show how each company of the campaign NAME dealt with each question: a line a company, a column a question."""
    from correspondence.overview import campaigns

    with reading(workspaces.require(given)) as reader:
        found = campaigns.table(reader, name, shared=shared)
    if json_:
        output.as_json(
            {
                "questions": [{"id": question.id, "text": question.text} for question in found.questions],
                "companies": [
                    {
                        "organization": company.letter.organization,
                        "thread": company.letter.thread,
                        "letter": company.letter.letter,
                        "replied": company.letter.replied,
                        "statuses": {
                            question.id: status or None
                            for question, status in zip(found.questions, company.statuses, strict=True)
                        },
                    }
                    for company in found.companies
                ],
            }
        )
        return
    output.table(
        ("COMPANY", "REPLIED", *(str(n) for n in range(1, len(found.questions) + 1)), ""),
        (
            (c.letter.organization, c.letter.replied or "", *(_sign(status) for status in c.statuses), "")
            for c in found.companies
        ),
        last="it has no letters",
    )
    output.line()
    for n, question in enumerate(found.questions, start=1):
        output.line(f"{n}  {question.text}")
    used = dict.fromkeys(status for company in found.companies for status in company.statuses if status)
    output.note("  ".join(_legend(used)))


def _sign(status: str) -> str:
    return QuestionStatus(status).sign if status else ""


def _legend(statuses: Iterable[str]) -> list[str]:
    return [f"{QuestionStatus(status).sign} {status}" for status in statuses]
