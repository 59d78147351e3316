"""`correspondence signon call`, `send`, `remind`, `reconfirm`, `outbox`, `settle`, `cancel`, `calendar`."""

import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from correspondence import workspace as workspaces
from correspondence.cli import output
from correspondence.cli.main import folder_argument
from correspondence.errors import CorrespondenceError
from correspondence.store.reading import reading

if TYPE_CHECKING:
    from types import FrameType

    from correspondence.signons.call import Called
    from correspondence.signons.outbox import Composed, Told
    from correspondence.store.reading import Reader
    from correspondence.workspace import Workspace

_IN_DOUBT = "in doubt"
_A_MINUTE = 30
_STOPPING = b"stopping after the mail under way; Ctrl+C again breaks it off, which leaves it in doubt\n"


@click.command()
@click.argument("letter")
@click.argument("names", nargs=-1, metavar="[NAME]…")
@click.option("--deadline", metavar="TIME", help="By when, as '2026-12-01 09:00 Europe/Berlin'.")
@click.option(
    "--to", "to", multiple=True, metavar="FILE|NAME", help="A list (text, .csv, .xlsx), or a NAME; repeatable."
)
@click.option("--everybody", is_flag=True, help="Everybody in the directory.")
@click.option("--language", metavar="TAG", default="", help="With --everybody: only those one writes to in TAG.")
@click.option("--attach", multiple=True, type=click.Choice(["docx", "pdf"]), help="The text as; repeatable, else DOCX.")
@click.option("--template", metavar="NAME", help="Of the mail; else sign-on-mail.")
@click.option("--json", "json_", is_flag=True, help="Print JSON.")
@click.pass_obj
def call(
    given: str | None,
    letter: str,
    names: tuple[str, ...],
    deadline: str | None,
    to: tuple[str, ...],
    everybody: bool,
    language: str,
    attach: tuple[str, ...],
    template: str | None,
    json_: bool,
) -> None:
    """Ask NAMEs to sign the newest frozen text of LETTER: a mail to each is queued, and `signon send` sends them.

    A NAME is one of the directory, or 'Name <address>'; a list has one in each line. Nobody is asked twice to sign the
    same text. Calling again adds people, or moves the deadline.
    """
    from correspondence.letters import templates
    from correspondence.mail import settings
    from correspondence.signons import call as job
    from correspondence.signons.listed import invited_of
    from correspondence.store.change import change

    if language and not everybody:
        raise CorrespondenceError("--language goes with --everybody")
    found, thread, identifier = located(given, letter)
    by = job.Deadline.parse(deadline) if deadline else None
    invited = invited_of([*to, *names])
    domain = settings.home()
    mail = template or job.TEMPLATE
    templates.find(mail, found.template_folders())  # a call without its mail is no call
    with change(found, "signon call", f"{thread}/{identifier}") as act:
        asked = [*invited, *(job.everybody(act.session, language) if everybody else ())]
        called = job.call(
            act.session, thread, identifier, asked, deadline=by, template=mail, attach=attach or ("docx",), at=act.at,
            domain=domain,
        )  # fmt: skip
        act.detail |= {"deadline": deadline or "", "queued": list(called.queued)}
    if everybody and not asked:
        output.note(f"the directory has nobody{f' to whom one writes in {language}' if language else ''}")
    _tell_called(called, json_=json_)


@click.command()
@click.argument("letter")
@click.option("--json", "json_", is_flag=True, help="Print JSON.")
@click.pass_obj
def remind(given: str | None, letter: str, json_: bool) -> None:
    """Queue a reminder to those who were asked to sign LETTER and have not answered."""
    from correspondence.mail import settings
    from correspondence.signons import call as job
    from correspondence.store.change import change

    found, thread, identifier = located(given, letter)
    domain = settings.home()
    with change(found, "signon remind", f"{thread}/{identifier}") as act:
        called = job.remind(act.session, thread, identifier, at=act.at, domain=domain)
        act.nothing_done = not called.queued
        act.detail["queued"] = list(called.queued)
    _tell_called(called, json_=json_)


@click.command()
@click.argument("letter")
@click.option("--json", "json_", is_flag=True, help="Print JSON.")
@click.pass_obj
def reconfirm(given: str | None, letter: str, json_: bool) -> None:
    """Queue a mail to those who signed an earlier text of LETTER, with the changes marked in a Word document.

    `signon send --eml DIR` shows the mails as they would go.
    """
    from correspondence.mail import settings
    from correspondence.signons import call as job
    from correspondence.store.change import change

    found, thread, identifier = located(given, letter)
    domain = settings.home()
    with change(found, "signon reconfirm", f"{thread}/{identifier}") as act:
        called = job.reconfirm(act.session, thread, identifier, at=act.at, domain=domain)
        act.nothing_done = not called.queued
        act.detail["queued"] = list(called.queued)
    _tell_called(called, json_=json_)


@click.command()
@click.argument("letter", required=False)
@click.option("--dry-run", is_flag=True, help="Make every mail and send none.")
@click.option("--eml", "folder", metavar="DIR", help="Write each mail as a file into DIR, to be sent by other means.")
@click.option(
    "--rate", type=click.IntRange(min=1), default=_A_MINUTE, show_default=True, metavar="N", help="Mails a minute."
)
@click.option("--page", metavar="URL", help="Put a personal link to the sign-on page there into each mail.")
@click.option("--json", "json_", is_flag=True, help="Print JSON.")
@click.pass_obj
def send(
    given: str | None, letter: str | None, dry_run: bool, folder: str | None, rate: int, page: str | None, json_: bool
) -> None:
    """Send the queued mails of LETTER, or of all letters; interrupted, it goes on where it stopped.

    No mail is sent twice: one whose server did not answer is in doubt, and `signon settle` says what became of it. The
    server stands in the settings file, its password in the keyring or in CORRESPONDENCE_SMTP_PASSWORD. The exit status
    is 1 when a mail was refused, is in doubt, or has to wait.
    """
    from correspondence.mail import settings
    from correspondence.overview import mailing
    from correspondence.publish.mailing import UNSIGNED
    from correspondence.workspace import settings_file

    if dry_run and folder is not None:
        raise CorrespondenceError("--dry-run writes nothing: leave out --eml, or --dry-run")
    found = workspaces.require(given)
    with reading(found) as reader:
        letters = [_named(reader, letter)] if letter else mailing.waiting(reader)
        waiting = sum(mailing.progress(reader, name).mails.get("queued", 0) for name in letters)
    by_server = folder is None and not dry_run
    sender = settings.sender() if by_server else settings.sender_if_any()
    if not sender[1]:
        output.note(f"{settings_file()} does not say from whom mails go out: your mail program fills that in")
        output.note(f'{UNSIGNED}: write it there, or say it before: [mail] from = "Name <address>"')
    link = _personal_links(page) if page else None
    if not waiting:
        output.note("the queue is empty")
    done: list[dict[str, object]] = []
    with _until_interrupted() as go_on:
        for row in _sent(found, letters, sender, folder, rate, go_on, dry_run=dry_run, link=link):
            done.append(row)
            if not json_:
                output.line(f"{row['state']:<8}  {row['name']} <{row['address']}>  {row['said']}".rstrip())
            if len(done) < waiting and sys.stderr.isatty():
                output.note(f"{len(done)} of {waiting}")
        stopped = not go_on()
    if json_:
        output.as_json(done)
    with reading(found) as reader:
        sending = mailing.progress(reader, letters[0]).mails.get("sending", 0) if letter else mailing.doubtful(reader)
        times = [row.not_before for name in letters for row in mailing.mails(reader, name) if row.state == "queued"]
    _tell_sent(done, sending, sorted(times), stopped=stopped, dry_run=dry_run)


@click.command()
@click.argument("letter")
@click.option("--json", "json_", is_flag=True, help="Print JSON.")
@click.pass_obj
def outbox(given: str | None, letter: str, json_: bool) -> None:
    """List the mails of LETTER's call: queued, sent, refused, or in doubt."""
    from correspondence.overview import mailing

    with reading(workspaces.require(given)) as reader:
        rows = mailing.mails(reader, letter)
    if json_:
        output.as_json(rows)
        return
    output.table(
        ("STATE", "KIND", "REVISION", "WHEN", "MESSAGE-ID", "NAME", "SAID"),
        (
            (
                _IN_DOUBT if r.in_doubt else r.state, r.kind, str(r.revision), (r.sent_at or r.queued_at)[:16],
                r.message_id, r.name, r.said,
            )
            for r in rows
        ),
        last="nobody has been written to yet",
    )  # fmt: skip


@click.command()
@click.argument("letter")
@click.argument("message_id", metavar="MESSAGE-ID")
@click.option("--sent/--not-sent", default=None, required=True, help="Whether it has gone; if not, it is queued again.")
@click.pass_obj
def settle(given: str | None, letter: str, message_id: str, sent: bool) -> None:
    """Say what became of a mail that is in doubt or was refused: look for MESSAGE-ID in your server's log."""
    from correspondence.signons.outbox import decide
    from correspondence.store.change import change

    found, thread, identifier = located(given, letter)
    with change(found, "signon settle", f"{thread}/{identifier}") as act:
        mail = decide(act.session, thread, identifier, message_id, sent=sent, at=act.at)
        act.detail |= {"message_id": mail.message_id, "sent": sent}
        output.line(f"<{mail.message_id}> to {mail.address}: {mail.state}")


@click.command()
@click.argument("letter")
@click.pass_obj
def cancel(given: str | None, letter: str) -> None:
    """Take all mails of LETTER out of the queue that have not gone."""
    from correspondence.signons import outbox as job
    from correspondence.store.change import change

    found, thread, identifier = located(given, letter)
    with change(found, "signon cancel", f"{thread}/{identifier}") as act:
        count = job.cancel(act.session, thread, identifier)
        act.nothing_done = not count
        act.detail["mails"] = count
    output.line(f"{thread}/{identifier}: {count} mail{'s' * (count != 1)} cancelled")


@click.command()
@click.argument("letter")
@click.option("-o", "--output", "target", metavar="FILE", required=True, help="The calendar file to write (.ics).")
@click.pass_obj
def calendar(given: str | None, letter: str, target: str) -> None:
    """Write the deadline of LETTER's call as a calendar file."""
    from correspondence.publish.files import write_file
    from correspondence.publish.mailing import calendar as file

    path = folder_argument(target)
    with reading(workspaces.require(given)) as reader:
        content = file(reader, letter)
    write_file(content, path)
    output.line(str(path))


def located(given: str | None, letter: str) -> tuple["Workspace", str, str]:
    """The workspace, and the thread and identifier of a letter that a person named."""
    from correspondence.overview.find import letter_row

    found = workspaces.require(given)
    with reading(found) as reader:
        _, thread, identifier = letter_row(reader, letter)
    return found, thread, identifier


def _named(reader: "Reader", letter: str) -> str:
    from correspondence.overview.find import letter_row

    _, thread, identifier = letter_row(reader, letter)
    return f"{thread}/{identifier}"


def _sent(
    found: "Workspace", letters: Iterable[str], sender: tuple[str, str], folder: str | None, rate: int,
    go_on: Callable[[], bool], *, dry_run: bool, link: Callable[[str], str] | None,
) -> Iterator[dict[str, object]]:  # fmt: skip
    """What becomes of each mail in turn."""
    from correspondence.publish.mailing import composed
    from correspondence.signons.outbox import post

    for name in letters:
        mails = composed(found, name, sender, go_on=go_on, link=link)
        if dry_run:
            for row, _, message in mails:
                files = ", ".join(part.get_filename() or "" for part in message.iter_attachments())
                yield _row(row.name, row.address, row.message_id, "dry run", f"{message['Subject']} [{files}]")
        elif folder is not None:
            for told in _written(found, name, mails, folder_argument(folder)):
                yield _row(told.name, told.address, told.message_id, str(told.state), told.said)
        else:
            for told in post(found, name, mails, rate=rate, go_on=go_on):
                state = _IN_DOUBT if told.in_doubt else "later" if told.state == "queued" else str(told.state)
                yield _row(told.name, told.address, told.message_id, state, told.said)


def _personal_links(page: str) -> Callable[[str], str]:
    """Gives the personal link for each mail's reference."""
    from correspondence.signons.page_address import base_address, personal

    base = base_address(page)
    return lambda reference: personal(base, reference)


def _written(found: "Workspace", name: str, mails: "Composed", folder: Path) -> Iterator["Told"]:
    from correspondence.publish.files import write_file
    from correspondence.signons.outbox import write_files

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CorrespondenceError(f"{folder}: cannot be made: {error.strerror or error}") from None
    return write_files(found, name, mails, folder, write_file)


def _row(name: str, address: str, message_id: str, state: str, said: str) -> dict[str, object]:
    return {"name": name, "address": address, "message_id": message_id, "state": state, "said": said}


def _tell_called(called: "Called", *, json_: bool) -> None:
    if json_:
        passed = [{"name": name, "why": why} for name, why in called.passed_over]
        output.as_json({"queued": list(called.queued), "passed_over": passed})
        return
    for name in called.queued:
        output.line(name)
    for name, why in called.passed_over:
        output.note(f"not written to: {name}: {why}")
    count = len(called.queued)
    output.note(
        f"{count} mail{'s' * (count != 1)} queued"
        + (f": `correspondence signon send` sends {'them' if count > 1 else 'it'}" * bool(count))
    )


def _tell_sent(done: list[dict[str, object]], doubtful: int, times: list[str], *, stopped: bool, dry_run: bool) -> None:
    """The sum, what is in doubt from this time or earlier, and the exit status.

    Args:
        done: the mails of this time.
        doubtful: how many are in doubt now.
        times: when the mails that are queued now may go, in order; empty for at once.
        stopped: whether somebody stopped it.
        dry_run: whether none was to be sent.
    """
    if doubtful:
        output.note(
            f"{doubtful} mail{'s are' if doubtful > 1 else ' is'} in doubt and not sent again by"
            f" {'themselves' if doubtful > 1 else 'itself'}: see `correspondence signon outbox`, then `settle`"
        )
    if stopped:
        output.note(f"stopped: {len(done)} done, {len(times)} left: the same command goes on")
        raise SystemExit(130)
    if dry_run:
        output.note(f"{len(done)} mails, none sent")
    elif times:
        output.note(f"{len(times)} queued for later, from {times[0].replace('T', ' ')[:16]} UTC on: the same command")
    wrong = [row for row in done if row["state"] in (_IN_DOUBT, "later", "failed")]
    if wrong:
        raise SystemExit(1)


@contextmanager
def _until_interrupted() -> Iterator[Callable[[], bool]]:
    """Ctrl-C ends the work after the mail under way; a second one ends it at once."""
    stopped = False

    def stop(_number: int, _frame: "FrameType | None") -> None:
        nonlocal stopped
        if stopped:
            raise KeyboardInterrupt
        stopped = True
        os.write(2, _STOPPING)  # a signal may come amid a write to the stream

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield lambda: not stopped
    except KeyboardInterrupt:
        output.note("broken off: the mail under way may have gone or not; `correspondence signon outbox` shows it")
        raise SystemExit(130) from None
    finally:
        signal.signal(signal.SIGINT, before)
