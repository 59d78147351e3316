"""`correspondence report`."""

import dataclasses
from datetime import date

import click

from correspondence import workspace as workspaces
from correspondence.cli import output
from correspondence.cli.days import DAY
from correspondence.overview.progress import ExchangeRow
from correspondence.overview.report import Report, sentences
from correspondence.store.reading import reading
from correspondence.text.charts import lengths, steps

_CHART_WIDTH, _CHART_HEIGHT, _BAR_WIDTH = 72, 8, 24


@click.command()
@click.argument("thread", required=False)
@click.option("--date", "day", type=DAY, metavar="DATE", help="As of that day; else today.")
@click.option("--json", "json_", is_flag=True, help="Print JSON.")
@click.pass_obj
def report(folder: str | None, thread: str | None, day: date | None, json_: bool) -> None:
    """Report how THREAD goes, or all threads: replies and their times, what is overdue, open questions over time."""
    from correspondence.overview.report import report as read

    as_of = day or date.today()  # noqa: DTZ011  # a deadline is a day where the user is
    with reading(workspaces.require(folder)) as reader:
        found = read(reader, thread, as_of)
    if json_:
        output.as_json(_data(found))
        return
    if found.title:
        output.line(found.title)
        output.line()
    _replies(found)
    _questions(found)


def _replies(found: Report) -> None:
    for line in sentences(found.replies):
        output.line(line)
    output.line()
    output.table(
        ("SENT", "TO", "REPLY", "DAYS", "LATE", "WHAT"),
        (
            (
                row.sent,
                ", ".join(row.parties),
                row.replied or "none",
                "" if row.days is None else str(row.days),
                "" if (late := row.late_days(found.as_of)) is None else output.counted(late, "day"),
                row.title or row.id,
            )
            for row in found.exchanges
        ),
        last="nothing that we sent has a date yet",
    )


def _questions(found: Report) -> None:
    if found.parties:
        output.line()
        output.line("Open questions by party")
        bars = lengths([(row.open, row.questions) for row in found.parties], _BAR_WIDTH)
        output.table(
            ("OPEN", "", "PARTY"),
            (
                (f"{row.open} of {row.questions}", bar, row.party or "no party in particular")
                for row, bar in zip(found.parties, bars, strict=True)
            ),
            last="",
        )
    if found.course:
        output.line()
        output.line("Open questions over time (pale: answered by then)")
        points = [(point.day, point.asked, point.open) for point in found.course]
        for line in steps(points, found.as_of, width=_CHART_WIDTH, height=_CHART_HEIGHT):
            output.line(line)


def _data(found: Report) -> dict[str, object]:
    return {
        "as_of": found.as_of,
        "replies": {**dataclasses.asdict(found.replies), "rate": found.replies.rate},
        "exchanges": [_exchange(row, found.as_of) for row in found.exchanges],
        "overdue": [f"{row.thread}/{row.id}" for row in found.overdue],
        "course": list(found.course),
        "parties": list(found.parties),
    }


def _exchange(row: ExchangeRow, as_of: date) -> dict[str, object]:
    fields = {
        name: getattr(row, name) for name in ("thread", "id", "title", "parties", "sent", "due", "reply", "replied")
    }
    return {**fields, "days": row.days, "late_days": row.late_days(as_of)}
