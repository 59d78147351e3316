"""`correspondence signon confirm`, `reject`, `undo`."""

import sys
from typing import TYPE_CHECKING

import click

from correspondence.cli import output
from correspondence.cli.signon_call import located
from correspondence.errors import CorrespondenceError, RefusedError
from correspondence.store.reading import reading
from correspondence.vocabulary import Says, SignatoryKind

if TYPE_CHECKING:
    from correspondence.overview.mailing import AnswerRow


@click.command()
@click.argument("letter")
@click.argument("numbers", nargs=-1, required=True, type=click.IntRange(min=1), metavar="NUMBER…")
@click.option("--says", type=click.Choice([str(s) for s in Says]), help="What it says, if something else.")
@click.option("--from", "name", metavar="NAME", help="Whom it is from, if somebody else.")
@click.option("--kind", type=click.Choice([str(k) for k in SignatoryKind]), help="What signs, if something else.")
@click.option("--new", is_flag=True, help="They may be new on the roll, for an open call.")
@click.option("--anyway", is_flag=True, help="In spite of what speaks against believing it.")
@click.pass_obj
def confirm(
    given: str | None,
    letter: str,
    numbers: tuple[int, ...],
    says: str | None,
    name: str | None,
    kind: str | None,
    new: bool,
    anyway: bool,
) -> None:
    """Confirm answers to the call of LETTER: the sign-ons change as they say."""
    from correspondence.overview import mailing
    from correspondence.signons.answers import accept
    from correspondence.store.change import change

    found, thread, identifier = located(given, letter)
    with reading(found) as reader:
        rows = {row.number: row for row in mailing.answers(reader, identifier, thread)}
    if name is not None and len(numbers) > 1:
        raise CorrespondenceError("--from says whom one answer is from: give one number")
    one = SignatoryKind(kind) if kind else None
    for number in numbers:
        doubts = [] if anyway else _seen_doubts(rows.get(number), name, one)
        with change(found, "signon confirm", f"{thread}/{identifier}") as act:
            try:
                answer, signon = accept(
                    act.session, thread, identifier, number, by=act.actor, at=act.at, says=Says(says) if says else None,
                    name=name, kind=one, new=new,
                )  # fmt: skip
            except RefusedError as error:
                raise RefusedError(f"{error}; {_in_spite(doubts)}" if doubts else str(error)) from None
            if doubts:
                raise RefusedError(f"answer {number} was not confirmed: {_in_spite(doubts)}")
            whom = signon.name if signon else (answer.name or name or answer.sender or "")
            act.detail |= {"answer": number, "says": answer.says, "name": whom}
            output.line(f"{number}: {whom} {answer.says}")


@click.command()
@click.argument("letter")
@click.argument("numbers", nargs=-1, required=True, type=click.IntRange(min=1), metavar="NUMBER…")
@click.pass_obj
def reject(given: str | None, letter: str, numbers: tuple[int, ...]) -> None:
    """Let answers to the call of LETTER count for nothing; they stay on record."""
    from correspondence.signons import answers as job
    from correspondence.store.change import change

    found, thread, identifier = located(given, letter)
    for number in numbers:
        with change(found, "signon reject", f"{thread}/{identifier}") as act:
            answer = job.reject(act.session, thread, identifier, number, by=act.actor, at=act.at)
            act.detail |= {"answer": number, "from": answer.name or answer.sender or ""}
        output.line(f"{number}: rejected")


@click.command()
@click.argument("letter")
@click.argument("numbers", nargs=-1, required=True, type=click.IntRange(min=1), metavar="NUMBER…")
@click.pass_obj
def undo(given: str | None, letter: str, numbers: tuple[int, ...]) -> None:
    """Take back that answers to the call of LETTER were confirmed or rejected: they wait again.

    Who came on the roll by such an answer leaves it, who had been asked is asked as before; the journal keeps both
    decisions. A letter that was published stays as it is.
    """
    from correspondence.signons import undone
    from correspondence.store.change import change

    found, thread, identifier = located(given, letter)
    for number in numbers:
        with change(found, "signon undo", f"{thread}/{identifier}") as act:
            answer, name = undone.undo(act.session, thread, identifier, number)
            act.detail |= {"answer": number, "name": name or answer.name or answer.sender or ""}
        output.line(f"{number}: waits for your decision again" + (f"; {name} is as before" if name else ""))


def _seen_doubts(row: "AnswerRow | None", name: str | None, kind: SignatoryKind | None) -> list[str]:
    """What speaks against believing an answer is seen before it counts: what is left when nobody can be asked."""
    from correspondence.signons import doubts

    found = doubts.left(row.checks, name=name, kind=kind) if row is not None and row.undecided else []
    for check in found:
        output.note(f"{row.number if row else ''}: {check}")
    if found and sys.stdin.isatty():
        click.confirm("Confirm it all the same?", abort=True, err=True)
        return []
    return found


def _in_spite(doubts: list[str]) -> str:
    from correspondence.signons.form_rows import NO_ORGANIZATION

    person = "--kind person says that they do, " if doubts == [NO_ORGANIZATION] else ""
    return f"see the lines above; {person}--anyway confirms it"
