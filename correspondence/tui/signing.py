"""What a person does to a letter's sign-ons in the terminal UI: each is one act, one entry in the journal."""

from pathlib import Path
from typing import TYPE_CHECKING

from correspondence.vocabulary import Says, SignatoryKind
from correspondence.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from correspondence.signons.call import Called
    from correspondence.signons.columns import Column
    from correspondence.signons.forms import Outcome
    from correspondence.signons.inbox import Taken
    from correspondence.signons.listed import Table


def confirm(
    workspace: Workspace, thread: str, letter: str, number: int, *, says: Says | None = None, whom: str = "",
    new: bool = False, kind: str = "",
) -> str:  # fmt: skip
    """Let an answer count, as it was understood or as a person corrects it; what came of it, in a line.

    Args:
        workspace: whose store.
        thread: the thread's slug.
        letter: the letter's identifier.
        number: the answer's.
        says: what it says; None for what was understood.
        whom: whom it is from; empty for whom it was understood to be.
        new: they may be new on the roll.
        kind: an organization or a person; empty for what was understood.

    Raises:
        CorrespondenceError: it cannot count, since it has been decided, or nobody knows whom it is from.
    """
    from correspondence.signons.answers import accept
    from correspondence.store.change import change

    with change(workspace, "signon confirm", f"{thread}/{letter}") as act:
        answer, signon = accept(
            act.session, thread, letter, number, by=act.actor, at=act.at, says=says, name=whom or None, new=new,
            kind=SignatoryKind(kind) if kind else None,
        )  # fmt: skip
        name = signon.name if signon else answer.name or whom or answer.sender or ""
        act.detail |= {"answer": number, "says": answer.says, "name": name}
        return f"{number}: {name} {answer.says}"


def reject(workspace: Workspace, thread: str, letter: str, number: int) -> str:
    """Let an answer count for nothing; what came of it, in a line.

    Raises:
        CorrespondenceError: it has been decided.
    """
    from correspondence.signons import answers
    from correspondence.store.change import change

    with change(workspace, "signon reject", f"{thread}/{letter}") as act:
        row = answers.reject(act.session, thread, letter, number, by=act.actor, at=act.at)
        act.detail |= {"answer": number, "from": row.name or row.sender or ""}
    return f"{number}: rejected"


def remind(workspace: Workspace, thread: str, letter: str) -> "Called":
    """Queue a reminder to those who have not answered."""
    from correspondence.signons import call

    return _queue(workspace, thread, letter, "signon remind", call.remind)


def reconfirm(workspace: Workspace, thread: str, letter: str) -> "Called":
    """Queue a mail to those who signed an earlier text."""
    from correspondence.signons import call

    return _queue(workspace, thread, letter, "signon reconfirm", call.reconfirm)


def look(path: Path, said: str) -> "tuple[Table, dict[Column, int]]":
    """A form's export, and what its columns hold: as recognised, and as a person says over that.

    Raises:
        CorrespondenceError: it cannot be read, or it cannot be told where the names are.
    """
    from correspondence.signons import listed
    from correspondence.signons.columns import UnclearColumnsError, chosen, recognise

    table = listed.table(path)
    try:
        found = recognise(table.rows[0])
    except UnclearColumnsError:
        if not said:
            raise
        found = {}
    return table, chosen(said, table.rows[0], found) if said else found


def take_in(
    workspace: Workspace, thread: str, letter: str, table: "Table", columns: "Mapping[Column, int]", *, name: str,
    only_look: bool, people: bool = False,
) -> "Outcome":  # fmt: skip
    """Take down the rows of a form's export, or say what would become of them.

    Args:
        workspace: whose store.
        thread: the thread's slug.
        letter: the letter's identifier.
        table: from `look`.
        columns: what its columns hold.
        name: of the file, for the journal.
        only_look: change nothing.
        people: a row that names no organization is of a person; else that is to be decided.
    """
    from correspondence.signons import form_rows, forms
    from correspondence.store.change import change

    rows = form_rows.comings(table.rows, columns, people=people)
    with change(workspace, "signon import", f"{thread}/{letter}") as act:
        outcome = forms.take_in(
            act.session, thread, letter, rows, table.content, extension=table.extension, number=None, at=act.at,
            by=act.actor,
        )  # fmt: skip
        act.nothing_done = only_look or not outcome.kept
        act.detail |= {
            "file": name, "signed": [one for _, one in outcome.signed], "duplicates": len(outcome.duplicates),
            "faulty": len(outcome.faulty), "waiting": len(outcome.waiting),
        }  # fmt: skip
    return outcome


def take_mails(workspace: Workspace, thread: str, letter: str, paths: list[Path]) -> "Iterator[Taken]":
    """Keep the mails of files as answers, one after another; they wait for a person's word."""
    from correspondence.signons.inbox import take_files

    yield from take_files(workspace, thread, letter, paths)


def _queue(workspace: Workspace, thread: str, letter: str, act_name: str, job: "Callable[..., Called]") -> "Called":
    from correspondence.mail import settings
    from correspondence.store.change import change

    domain = settings.home()
    with change(workspace, act_name, f"{thread}/{letter}") as act:
        called = job(act.session, thread, letter, at=act.at, domain=domain)
        act.nothing_done = not called.queued
        act.detail["queued"] = list(called.queued)
    return called
