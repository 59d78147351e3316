"""`correspondence signon import`, `bad`, `mail`, `fetch`, `answers`, `show`."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from correspondence import workspace as workspaces
from correspondence.cli import output
from correspondence.cli.main import folder_argument
from correspondence.cli.signon_call import located
from correspondence.errors import CorrespondenceError, NotFoundError
from correspondence.store.reading import reading
from correspondence.vocabulary import SignatoryKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from correspondence.overview.mailing import AnswerRow
    from correspondence.signons.columns import Column
    from correspondence.signons.forms import Outcome
    from correspondence.signons.inbox import Taken

_DNS = click.option("--dns", is_flag=True, help="Ask the DNS for the keys of signatures (DKIM): others can see that.")
_JSON = click.option("--json", "json_", is_flag=True, help="Print JSON.")


@click.command("import")
@click.argument("letter")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--columns", metavar="COLUMNS", help="Which column holds what: name=2,email=4; 0 for none.")
@click.option("--yes", is_flag=True, help="The columns are as recognised: do not ask.")
@click.option("--kind", type=click.Choice([str(k) for k in SignatoryKind]), help="What all that sign are.")
@click.option(
    "--people", is_flag=True, help="A row that names no organization is a person; else it waits for your word."
)
@click.option("--revision", type=click.IntRange(min=1), metavar="N", help="The revision signed; else the newest.")
@click.option("--dry-run", is_flag=True, help="Say what would become of each row, and change nothing.")
@_JSON
@click.pass_obj
def import_(
    given: str | None,
    letter: str,
    file: Path,
    columns: str | None,
    yes: bool,
    kind: str | None,
    people: bool,
    revision: int | None,
    dry_run: bool,
    json_: bool,
) -> None:
    """Take down those who signed LETTER in a web form, from its export FILE (.csv, .xlsx).

    The headings tell what the columns hold, in six languages; look at what was recognised and confirm it. Rows that
    cannot be taken down are told by their number and kept: `signon bad` writes them out, and the mended file is
    imported again. The same rows again change nothing. The exit status is 1 when there were such rows.
    """
    from correspondence.signons import form_rows, forms, listed
    from correspondence.store.change import change

    found, thread, identifier = located(given, letter)
    table = listed.table(file)
    by_column = _columns(table.rows[0], columns, yes=yes)
    rows = form_rows.comings(table.rows, by_column, kind=SignatoryKind(kind) if kind else None, people=people)
    with change(found, "signon import", f"{thread}/{identifier}") as act:
        outcome = forms.take_in(
            act.session, thread, identifier, rows, table.content, extension=table.extension, number=revision,
            at=act.at, by=act.actor,
        )  # fmt: skip
        act.nothing_done = dry_run or not outcome.kept
        act.detail |= {
            "file": file.name, "signed": [name for _, name in outcome.signed], "duplicates": len(outcome.duplicates),
            "faulty": len(outcome.faulty), "waiting": len(outcome.waiting),
        }  # fmt: skip
    for remark in table.remarks:
        output.note(f"{file}: {remark}")
    _tell_rows(f"{thread}/{identifier}", outcome, by_column, json_=json_)
    if dry_run:
        output.note("nothing was changed: without --dry-run it is done")
    if outcome.faulty:
        raise SystemExit(1)


@click.command()
@click.argument("letter")
@click.option("-o", "--output", "target", metavar="FILE", help="The CSV file to write; else they are listed.")
@_JSON
@click.pass_obj
def bad(given: str | None, letter: str, target: str | None, json_: bool) -> None:
    """Show the rows of forms that could not be taken down, or write them to FILE: mended, it can be imported again."""
    from correspondence.overview import mailing
    from correspondence.publish.files import write_file
    from correspondence.signons import forms
    from correspondence.store.change import change

    found, thread, identifier = located(given, letter)
    with reading(found) as reader:
        rows = [row for row in mailing.answers(reader, identifier, thread) if row.state == "faulty"]
    if target is not None:
        with change(found, "signon bad", f"{thread}/{identifier}") as act:
            act.nothing_done = True
            content = forms.faulty_rows(act.session, thread, identifier)
        write_file(content, folder_argument(target))
        output.line(f"{target}: {len(rows)} row{'s' * (len(rows) != 1)}")
    elif json_:
        output.as_json(rows)
    else:
        output.table(
            ("ANSWER", "ROW", "FAULT", "CELLS"),
            ((str(r.number), str(r.place or ""), r.fault, " · ".join(r.cells.values())) for r in rows),
            last="no row waits for mending",
        )


@click.command()
@click.argument("letter")
@click.argument("files", nargs=-1, required=True, metavar="FILE…", type=click.Path(path_type=Path))
@_DNS
@_JSON
@click.pass_obj
def mail(given: str | None, letter: str, files: tuple[Path, ...], dns: bool, json_: bool) -> None:
    """Take in mails (.eml, .msg, .mbox) that answer the call of LETTER; a person confirms what they seem to say."""
    from correspondence.signons.inbox import take_files

    found, thread, identifier = located(given, letter)
    _tell_mails(list(take_files(found, thread, identifier, list(files), resolver=_resolver(dns=dns))), json_=json_)


@click.command()
@click.argument("letter")
@click.option("--folder", default="INBOX", show_default=True, metavar="NAME", help="The folder on the mail server.")
@_DNS
@_JSON
@click.pass_obj
def fetch(given: str | None, letter: str, folder: str, dns: bool, json_: bool) -> None:
    """Fetch the mails that answer the call of LETTER from a folder of the mail server (IMAP).

    Nothing there is deleted or marked. The server stands in the settings file, its password in the keyring or in
    CORRESPONDENCE_IMAP_PASSWORD.
    """
    from correspondence.mail import settings
    from correspondence.signons.inbox import fetch as fetch_mails

    found, thread, identifier = located(given, letter)
    server = settings.server("imap")
    _tell_mails(list(fetch_mails(found, thread, identifier, server, folder, resolver=_resolver(dns=dns))), json_=json_)


@click.command()
@click.argument("letter")
@click.option("--all", "all_", is_flag=True, help="Those that have been decided, too.")
@_JSON
@click.pass_obj
def answers(given: str | None, letter: str, all_: bool, json_: bool) -> None:
    """List what came in on the call of LETTER and waits for a person to `confirm` or `reject` it."""
    from correspondence.overview import mailing

    with reading(workspaces.require(given)) as reader:
        rows = [row for row in mailing.answers(reader, letter) if all_ or row.undecided]
    if json_:
        output.as_json(rows)
        return
    output.table(
        ("NO", "STATE", "SAYS", "CHANNEL", "FROM", "DOUBTS", "WORDS"),
        (
            (
                str(r.number), r.state, r.says, r.channel, r.whom, str(len(r.checks) or ""),
                r.passage or r.fault,
            )
            for r in rows
        ),
        last="nothing waits" if not all_ else "nothing has come in yet",
    )  # fmt: skip
    for row in rows:
        for check in row.checks:
            output.note(f"{row.number}: {check}")


@click.command()
@click.argument("letter")
@click.argument("which", metavar="NUMBER|NAME")
@click.option("-o", "--output", "target", metavar="FILE", help="Write the file that it came in.")
@_JSON
@click.pass_obj
def show(given: str | None, letter: str, which: str, target: str | None, json_: bool) -> None:
    """Show the evidence of an answer or of a signatory: what came in, how, and what speaks against believing it."""
    from correspondence.overview import letters, mailing, originals
    from correspondence.publish.files import write_file
    from correspondence.text.likeness import fold

    with reading(workspaces.require(given)) as reader:
        detail = letters.letter(reader, letter)
        came = mailing.answers(reader, detail.id, detail.thread)
        roll = letters.signons(reader, detail.id, detail.thread)
        signon = next((row for row in roll if fold(row.name) == fold(which)), None)
        rows = [r for r in came if str(r.number) == which or (signon is not None and r.signon == signon.name)]
        given_as = mailing.evidence_of(reader, detail.id, detail.thread).get(signon.name, "") if signon else ""
        digest = next((r.evidence for r in reversed(rows) if r.evidence), given_as)
        content = originals.content(reader, digest) if digest and target is not None else None
    if not rows and signon is None:
        raise NotFoundError(f"{detail.thread}/{detail.id} has no answer {which} and no signatory of that name")
    if target is not None:
        if not digest:
            raise NotFoundError(f"{which}: no file came in for it")
        if content is None:
            raise NotFoundError(f"{which}: the file {digest} is not in the store")
        write_file(content, folder_argument(target))
    if json_:
        output.as_json({"signon": signon, "evidence": digest or None, "answers": rows})
        return
    if signon is not None:
        text = f"revision {signon.revision}" if signon.revision else "no text of ours"
        output.line(
            f"{signon.name}: {signon.status}, {text}, {signon.channel or 'no channel'}, {signon.at or 'no date'}"
        )
        if given_as and not rows:
            output.line(f"  file: {given_as}")
    for row in rows:
        _print(row)


def _columns(headings: "Sequence[str]", said: str | None, *, yes: bool) -> "dict[Column, int]":
    """What the columns hold, as recognised and as a person confirms."""
    from correspondence.signons.columns import UnclearColumnsError, chosen, guessed, recognise

    try:
        recognised = recognise(headings)
    except UnclearColumnsError:
        if said is None:
            raise
        recognised = {}
    columns = chosen(said, headings, recognised) if said is not None else recognised
    for column, place in columns.items():
        output.note(f"column {place + 1} {headings[place]!r}: {column}")
    for place, heading in enumerate(headings):
        if place not in columns.values() and heading.strip():
            output.note(f"column {place + 1} {heading!r}: only kept")
    if yes or said is not None:
        return columns
    if sys.stdin.isatty():
        click.confirm("Is that right?", abort=True, err=True)
    elif unsure := guessed(headings, columns):
        raise CorrespondenceError(f"{', '.join(unsure)}: only guessed; if it is right, say --yes, else --columns")
    return columns


def _tell_rows(letter: str, outcome: "Outcome", columns: "Mapping[Column, int]", *, json_: bool) -> None:
    if json_:
        output.as_json(
            {
                "columns": {str(column): place + 1 for column, place in columns.items()},
                "signed": [{"row": row, "name": name} for row, name in outcome.signed],
                "duplicates": [{"row": row, "name": name} for row, name in outcome.duplicates],
                "faulty": [{"row": row, "fault": fault} for row, fault in outcome.faulty],
                "waiting": [{"row": row, "answer": n, "why": why} for row, n, why in outcome.waiting],
                "repeated": [{"row": row, "name": name} for row, name in outcome.repeated],
                "known": outcome.known,
            }
        )
        return
    for row, name in outcome.signed:
        output.line(f"row {row}: {name}")
    for row, name in outcome.duplicates:
        output.note(f"row {row}: {name} has signed already")
    for row, number, why in outcome.waiting:
        output.note(f"row {row}: answer {number} waits for your decision: {why}")
    for row, name in outcome.repeated:
        output.note(f"row {row}: {name} waits already: the row says what one before it says")
    for row, fault in outcome.faulty:
        output.note(f"row {row}: {fault}")
    if outcome.known:
        output.note(f"{outcome.known} rows had come in before")
    counts = [len(rows) for rows in (outcome.signed, outcome.duplicates, outcome.waiting, outcome.faulty)]
    output.note(
        "{}: {} signed, {} twice, {} to be decided (`signon answers`), {} to be mended (`signon bad`)".format(
            letter, *counts
        )
    )


def _tell_mails(taken: "list[Taken]", *, json_: bool) -> None:
    if json_:
        output.as_json(taken)
    for one in taken if not json_ else ():
        if one.number is not None:
            output.line(f"{one.number}: {one.name or 'nobody knows whom it is from'}: {one.says}")
        for check in one.checks:
            output.note(f"{one.number}: {check}")
        if one.why:
            output.note(f"{one.source}: {one.why}")
    if not taken and not json_:
        output.note("no new mail")
    if any(one.failed for one in taken):
        raise SystemExit(1)


def _resolver(*, dns: bool) -> Any:
    if not dns:
        return None
    from correspondence.mail.resolver import dns_resolver

    return dns_resolver()


def _print(row: "AnswerRow") -> None:
    output.line(f"answer {row.number}: {row.says}, {row.state}, by {row.channel}, {row.said_at or row.received_at}")
    for label, value in (
        ("sign-on", row.signon), ("name", row.name), ("kind", row.kind), ("representative", row.representative),
        ("role", row.role), ("email", row.email), ("country", row.country), ("sender", row.sender),
        ("matched", row.matched), ("signature (DKIM)", row.dkim), ("words", row.passage), ("comments", row.comments),
        ("fault", row.fault), ("revision", str(row.revision or "")), ("file", row.evidence),
        ("row", str(row.place or "")), ("decided by", row.decided_by), ("decided at", row.decided_at),
    ):  # fmt: skip
        if value:
            output.line(f"  {label}: {value}")
    for check in row.checks:
        output.line(f"  doubt: {check}")
    for heading, cell in row.cells.items():
        output.line(f"  {heading}: {cell}")
