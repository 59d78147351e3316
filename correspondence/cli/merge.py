"""`correspondence letter merge`."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from correspondence import workspace as workspaces
from correspondence.cli import output
from correspondence.errors import CorrespondenceError
from correspondence.store.reading import reading
from correspondence.workspace import Workspace

if TYPE_CHECKING:
    from correspondence.letters.edits import Edit
    from correspondence.letters.merge import Comment, Merge, Taken
    from correspondence.readers.worker import Worker

_LARGEST = 64 << 20
_NUMBERS = re.compile(r"[0-9]{1,6}(?:-[0-9]{1,6})?(?:,[0-9]{1,6}(?:-[0-9]{1,6})?)*")


@click.command()
@click.argument("identifier", metavar="ID")
@click.argument("files", metavar="FILE…", nargs=-1, required=True)
@click.option(
    "--revision", type=click.IntRange(min=1), metavar="N", help="The text it was made from; else the likeliest."
)
@click.option("--take", "wanted", default="none", metavar="WHAT", help="all, none, or numbers such as 1,3-5.")
@click.option("--list", "only_list", is_flag=True, help="Only list the edits; the same as --take none.")
@click.option("--keep-comments", is_flag=True, help="Keep the comments in the draft, as notes that are not printed.")
@click.option("--json", "json_", is_flag=True, help="Print JSON.")
@click.pass_obj
def merge(
    given: str | None,
    identifier: str,
    files: tuple[str, ...],
    revision: int | None,
    wanted: str,
    only_list: bool,
    keep_comments: bool,
    json_: bool,
) -> None:
    """Read back what partners did to the letter ID in Word: tracked changes, comments, and what nobody tracked.

    Lists every edit with a number. With --take, edits become Markdown in the draft; parts of it that are live stay so,
    and an edit that cannot be taken is told. Several files are gone through one after the other. Exit status 1 when
    something that was to be taken could not be.
    """
    from correspondence.readers.worker import Worker

    if only_list and (keep_comments or wanted != "none"):
        raise CorrespondenceError("give --list, or --take and --keep-comments, not both")
    if len(files) > 1 and wanted not in ("all", "none"):
        raise CorrespondenceError("numbers are those of one file: give one file, or --take all")
    found = workspaces.require(given)
    contents = [(name, _read(name)) for name in files]
    told: list[dict[str, Any]] = []
    short = False
    with Worker() as worker:
        for name, content in contents:
            read, taken = _one(found, identifier, (name, content), revision, (wanted, keep_comments), worker)
            short = short or bool(taken.left)
            if json_:
                told.append(_as_data(name, read, taken))
            else:
                _print(name, read, taken, asked=wanted != "none" or keep_comments)
    if json_:
        output.as_json(told)
    if short:
        raise SystemExit(1)


def _one(
    found: Workspace,
    identifier: str,
    file: tuple[str, bytes],
    revision: int | None,
    asked: tuple[str, bool],
    worker: "Worker",
) -> "tuple[Merge, Taken]":
    """Go through one file; what it holds, and what was taken."""
    from correspondence.letters import partners
    from correspondence.readers.extract import UnreadableError
    from correspondence.store.change import change

    name, content = file
    wanted, comments = asked
    with reading(found) as reader:
        try:
            read = partners.read_back(
                reader, found, identifier, content, text=str(revision) if revision else "", worker=worker
            )
        except UnreadableError as error:
            raise CorrespondenceError(f"{name}: {error}") from error
        taken = partners.take(reader, found, read, _numbers(wanted, len(read.edits)), comments=comments)
    if taken.body != read.letter.body:
        with change(found, "letter merge", f"{read.letter.thread}/{read.letter.id}") as act:
            partners.save(act.session, read, taken)
            act.detail |= partners.record(read, taken)
    return read, taken


def _read(name: str) -> bytes:
    try:
        with Path(name).open("rb") as file:
            content = file.read(_LARGEST + 1)
    except OSError as error:
        raise CorrespondenceError(f"{name}: cannot be read: {error.strerror or error}") from error
    if len(content) > _LARGEST:
        raise CorrespondenceError(f"{name}: is larger than {_LARGEST >> 20} MB: no letter is")
    return content


def _numbers(wanted: str, count: int) -> list[int]:
    if wanted in ("all", "none"):
        return list(range(1, count + 1)) if wanted == "all" else []
    if not _NUMBERS.fullmatch(wanted):
        raise CorrespondenceError(f"--take {wanted}: give all, none, or numbers such as 1,3-5")
    numbers: set[int] = set()
    for piece in wanted.split(","):
        first, _, last = piece.partition("-")
        ends = int(first), int(last or first)
        for number in ends:
            if not 1 <= number <= count:
                raise CorrespondenceError(f"--take {wanted}: there is no edit {number} (there are {count})")
        numbers.update(range(ends[0], ends[1] + 1))
    return sorted(numbers)


def _print(name: str, read: "Merge", taken: "Taken", *, asked: bool) -> None:
    text = "the draft" if read.text == "draft" else f"revision {read.text}"
    counts = f"{output.counted(len(read.edits), 'edit')}, {output.counted(len(read.comments), 'comment')}"
    output.line(f"{name}: made from {text}; {counts}")
    for line in read.told:
        output.note(f"{name}: {line}")
    for edit in read.edits:
        _print_edit(edit)
    by_id = {comment.id: comment for comment in read.comments}
    for comment in read.comments:
        _print_comment(comment, by_id.get(comment.answers))
    if not asked:
        return
    done = len(taken.taken)
    output.line(f"taken into the draft: {output.counted(done, 'edit')}; left: {len(read.edits) - done}")
    for edit in taken.taken:
        if edit.clash:
            output.note(f"{edit.number}: the draft has changed here since: both texts stand; choose between them")
    for edit, why in taken.left:
        output.note(f"{edit.number}: not taken: {why}")


def _print_edit(edit: "Edit") -> None:
    who = f" by {edit.author}" if edit.author else "" if edit.tracked else ", not tracked"
    when = f", {edit.date[:10]}" if edit.date else ""
    output.line(f"{edit.number:>3}. {edit.kind}{who}{when} · {edit.place}")
    words = f"[-{edit.old}-]" if edit.old and edit.kind != "formatted" else ""
    if edit.new:
        words += f"{{+{edit.new}+}}" if edit.kind != "formatted" else f"[{edit.new}: {edit.detail}]"
    output.line(f"     {edit.before}{words}{edit.behind}".replace("\n", "¶"))
    if edit.problem:
        output.line(f"     cannot be taken: {edit.problem}")
    elif edit.clash:
        output.line("     the draft has changed here since: taken, both texts stand")


def _print_comment(comment: "Comment", answered: "Comment | None") -> None:
    who = comment.author or "somebody"
    done = " (resolved)" if comment.done else ""
    on = f" on “{comment.words}”" if comment.words else ""
    head = f"answers {answered.author or 'somebody'}" if answered is not None else f"{comment.place}{on}"
    output.line(f"  “ {who}{done} · {head}: {' '.join(comment.text.split())}")


def _as_data(name: str, read: "Merge", taken: "Taken") -> dict[str, Any]:
    edit_keys = (
        *("number", "kind", "author", "date", "tracked", "place", "before", "old", "new", "behind", "detail"),
        *("comments", "problem", "clash"),
    )
    return {
        "file": name,
        "text": read.text,
        "edits": [{key: getattr(edit, key) for key in edit_keys} for edit in read.edits],
        "comments": list(read.comments),
        "told": list(read.told),
        "taken": [edit.number for edit in taken.taken],
        "left": [{"number": edit.number, "why": why} for edit, why in taken.left],
    }
