"""`correspondence signon status`."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import click

from correspondence import workspace as workspaces
from correspondence.cli import output
from correspondence.store.reading import reading

_HOUR, _DAY = 3_600, 86_400


@click.command()
@click.argument("letter")
@click.option("--json", "json_", is_flag=True, help="Print JSON.")
@click.pass_obj
def status(given: str | None, letter: str, json_: bool) -> None:
    """Show how far the call of LETTER has come: who signed, what waits, and how long there is until the deadline."""
    from correspondence.overview import letters, mailing
    from correspondence.overview.publications import publications

    with reading(workspaces.require(given)) as reader:
        detail = letters.letter(reader, letter)
        call = mailing.call(reader, detail.id, detail.thread)
        progress = mailing.progress(reader, detail.id, detail.thread)
        texts = publications(reader, detail.id, detail.thread)
    left = None
    if call is not None:
        deadline = datetime.fromisoformat(call.deadline).replace(tzinfo=ZoneInfo(call.zone))
        left = int((deadline - datetime.now(UTC)).total_seconds())
    if json_:
        output.as_json({"call": call, "seconds_left": left, "progress": progress, "published": texts})
        return
    output.line(f"{detail.thread}/{detail.id}: {detail.title}")
    if call is not None and left is not None:
        until = f"{call.deadline.replace('T', ' ')} {call.zone}"
        output.line(f"  revision {call.revision} was sent round, until {until} ({_left(left)})")
    for state, count in progress.signons.items():
        output.line(f"  {state}: {count}")
    for state, count in progress.mails.items():
        output.line(f"  mails {'in doubt' if state == 'sending' else state}: {count}")
    for publication in texts:
        names = "1 name" if len(publication.printed) == 1 else f"{len(publication.printed)} names"
        output.line(f"  revision {publication.revision} was published on {publication.at[:10]}, with {names}")
    if progress.waiting == 1:
        output.note("1 answer waits for your word: see `correspondence signon answers`")
    elif progress.waiting:
        output.note(f"{progress.waiting} answers wait for your word: see `correspondence signon answers`")
    if progress.faulty == 1:
        output.note("1 row of a form waits for mending: see `correspondence signon bad`")
    elif progress.faulty:
        output.note(f"{progress.faulty} rows of forms wait for mending: see `correspondence signon bad`")


def _left(seconds: int) -> str:
    """How long there is, in the largest unit that says enough."""
    if seconds <= 0:
        return "over"
    for size, unit in ((_DAY, "day"), (_HOUR, "hour")):
        if seconds >= size:
            count = seconds // size
            return f"{count} {unit}{'s' * (count != 1)} left"
    return "less than an hour left"
