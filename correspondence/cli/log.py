"""`correspondence log`: files that came in become messages of a thread."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from correspondence import workspace as workspaces
from correspondence.cli import output
from correspondence.cli.messagedata import message_data
from correspondence.vocabulary import MessageKind

if TYPE_CHECKING:
    from correspondence.intake.draft import Given
    from correspondence.intake.log import FileResult, Logged
    from correspondence.workspace import Workspace

_STDIN = "-"
_PROGRESS_FROM = 400
_MOST_TOLD = 20


@click.command()
@click.argument("thread")
@click.argument("files", nargs=-1, required=True, metavar="FILE…", type=click.Path(path_type=Path, allow_dash=True))
@message_data
@click.option(
    "--in-reply-to", "in_reply_to", multiple=True, metavar="ID", help="The message or letter that it answers."
)
@click.option("--no-ocr", is_flag=True, help="Do not recognise the text of scanned pages.")
@click.option("--json", "json_", is_flag=True, help="Print JSON.")
@click.pass_obj
def log(folder: str | None, /, thread: str, files: tuple[Path, ...], no_ocr: bool, json_: bool, **said: Any) -> None:
    """Log FILEs as messages of THREAD and print their identifiers.

    A FILE is a mail (.eml, .msg), a mailbox (.mbox, a Maildir folder), a document (.docx, .odt, .rtf, .pdf, .html,
    .txt, .md, .csv, .xlsx), a scanned page or a picture; - reads pasted text from standard input. The file is kept as
    it is; what you do not say of a message is read from it. What is in the thread already is not logged twice. The
    exit status is 1 when a file could not be read.
    """
    from correspondence.intake.draft import Given  # the object mapper is slow to load, and help needs none

    in_reply_to: tuple[str, ...] = said.pop("in_reply_to")
    given = Given(in_reply_to=in_reply_to, **{name: str(value or "") for name, value in said.items()})
    workspace = workspaces.require(folder)
    results = []
    for result in _results(workspace, thread, files, given.checked(), ocr=not no_ocr):
        results.append(result)
        if not json_:
            _tell(result, given)
    if json_:
        output.as_json([_plain(result) for result in results])
        for result in results:
            _remarks(result)
    if any(result.error for result in results):
        sys.exit(1)


def _results(
    workspace: "Workspace", thread: str, files: tuple[Path, ...], given: "Given", *, ocr: bool
) -> Iterator["FileResult"]:
    from correspondence.intake.log import log_path, log_source
    from correspondence.intake.sources import Source, paths
    from correspondence.readers.worker import Worker

    with Worker() as worker:
        for path in paths(files):
            if str(path) == _STDIN:
                source = Source("standard input", "pasted text.txt", sys.stdin.buffer.read())
                yield log_source(workspace, worker, thread, source, given, ocr=ocr)
            else:
                yield log_path(workspace, worker, thread, path, given, ocr=ocr, progress=_progress)


def _progress(messages: int) -> None:
    if messages >= _PROGRESS_FROM and sys.stderr.isatty():
        output.note(f"{messages:,} messages …")


def _tell(result: "FileResult", given: "Given") -> None:
    for message in result.messages:
        output.line(message.identifier)
    for message in result.messages[:_MOST_TOLD]:
        if message.new:
            output.note(f"{result.file}: {_taken(message, given)} (`message correct` mends it)")
    _remarks(result)


def _remarks(result: "FileResult") -> None:
    """What people should know of a file and its messages, beside the data."""
    there = sum(not message.new for message in result.messages)
    if there:
        output.note(f"{result.file}: {'already logged' if there == 1 else f'{there:,} messages already logged'}")
    for message in result.messages:
        for _, detail in message.remarks if message.new else ():
            output.note(f"{result.file}: {message.identifier}: {detail}")
    if result.error:
        output.note(f"{result.file}: {result.error}")


def _taken(message: "Logged", given: "Given") -> str:
    """What a message was taken for: what a person should look at, since verdicts and reports rest on it."""
    went = {"incoming": "came in", "outgoing": "went out"}.get(message.direction, "a source")
    # Only mails say reliably when and by whom: what a document says of itself is often its template's.
    itself = "" if message.kind == MessageKind.EMAIL or given.date else " as the file says of itself"
    dated = f"dated {message.date}{itself}" if message.date else "undated"
    return ", ".join(filter(None, (went, message.kind, dated, f"from {message.author}" if message.author else "")))


def _plain(result: "FileResult") -> dict[str, Any]:
    return {
        "file": result.file,
        "messages": [message.identifier for message in result.messages],
        "error": result.error or None,
        "remarks": {m.identifier: [list(remark) for remark in m.remarks] for m in result.messages if m.remarks},
    }
