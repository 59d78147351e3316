"""`correspondence letter appendix …`."""

from typing import Any

import click

from correspondence import workspace as workspaces
from correspondence.cli import output
from correspondence.cli.groups import Group
from correspondence.cli.typed import read_file
from correspondence.errors import CorrespondenceError
from correspondence.store.reading import reading
from correspondence.vocabulary import AppendixKind, AppendixShow

_PLACE = click.argument("number", metavar="N", type=click.IntRange(min=1))


@click.group(cls=Group)
def appendix() -> None:
    """List, add, move and take out the appendices of a letter."""


@appendix.command("list")
@click.argument("identifier", metavar="ID")
@click.option("--json", "json_", is_flag=True, help="Print JSON.")
@click.pass_obj
def list_(given: str | None, identifier: str, json_: bool) -> None:
    """List the appendices of the letter ID with the labels that it refers to them by."""
    from correspondence.letters.appendix import labels
    from correspondence.letters.templates import template_of
    from correspondence.overview import letters

    found = workspaces.require(given)
    with reading(found) as reader:
        detail = letters.letter(reader, identifier)
    named = labels(detail.appendices, template_of(detail, found))
    if json_:
        names = ("kind", "title", "columns", "undertakings", "questions", "show", "campaign", "body")
        rows = zip(named, detail.appendices, strict=True)
        output.as_json([{"label": label} | {name: getattr(row, name) for name in names} for label, row in rows])
        return
    output.table(
        ("N", "LABEL", "KIND", "TITLE"),
        (
            (str(n), label, row.kind, row.title)
            for n, (label, row) in enumerate(zip(named, detail.appendices, strict=True), start=1)
        ),
        last="it has no appendix",
    )


@appendix.command()
@click.argument("identifier", metavar="ID")
@click.argument("kind", metavar="KIND", type=click.Choice([str(kind) for kind in AppendixKind]))
@click.option("--at", type=click.IntRange(min=1), metavar="N", help="Before the Nth; else the last.")
@click.option("--label", metavar="TEXT", help="What it is called; else the next letter: Appendix A, Appendix B …")
@click.option("--title", metavar="TEXT", help="Else the kind in the letter's language.")
@click.option("--column", "columns", multiple=True, metavar="TEXT", help="A heading of its table; repeatable.")
@click.option("--undertaking", "undertakings", multiple=True, metavar="ID", help="One that it lists; repeatable.")
@click.option("--question", "questions", multiple=True, metavar="ID", help="One that it lists; repeatable.")
@click.option(
    "--show",
    multiple=True,
    type=click.Choice([str(one) for one in AppendixShow]),
    help="When each question was asked; what marks mean.",
)
@click.option("--campaign", metavar="NAME", help="Whose replies a campaign-table shows; else the letter's own.")
@click.option("--text", metavar="FILE", help="What it says, or says first: Markdown (- for standard input).")
@click.pass_obj
def add(
    given: str | None, /, identifier: str, kind: str, at: int | None, text: str | None, **fields: str | tuple[str, ...]
) -> None:
    """Add an appendix of KIND to the letter ID.

    KIND is unresolved-questions, all-questions, timeline, contradictions, campaign-table or text.
    """
    entry: dict[str, Any] = {"kind": kind} | {name: value for name, value in fields.items() if value}
    if text is not None:
        entry["body"] = read_file(text)

    def changed(there: list[Any]) -> list[Any]:
        place = len(there) if at is None else at - 1
        return [*there[:place], entry, *there[place:]]

    _change(given, identifier, changed)


@appendix.command()
@click.argument("identifier", metavar="ID")
@_PLACE
@click.pass_obj
def drop(given: str | None, identifier: str, number: int) -> None:
    """Take the Nth appendix out of the letter ID."""

    def changed(there: list[Any]) -> list[Any]:
        _refuse_beyond(number, there)
        return [entry for n, entry in enumerate(there, start=1) if n != number]

    _change(given, identifier, changed)


@appendix.command()
@click.argument("identifier", metavar="ID")
@_PLACE
@click.argument("place", metavar="TO", type=click.IntRange(min=1))
@click.pass_obj
def move(given: str | None, identifier: str, number: int, place: int) -> None:
    """Move the Nth appendix of the letter ID to another place; those without a label of their own are lettered anew."""

    def changed(there: list[Any]) -> list[Any]:
        _refuse_beyond(number, there)
        rest = [entry for n, entry in enumerate(there, start=1) if n != number]
        return [*rest[: place - 1], there[number - 1], *rest[place - 1 :]]

    _change(given, identifier, changed)


def _refuse_beyond(number: int, there: list[Any]) -> None:
    if number > len(there):
        raise CorrespondenceError(f"the letter has no appendix {number}: it has {len(there)}")


def _change(given: str | None, identifier: str, changed: Any) -> None:
    from correspondence.letters.edit import save_data
    from correspondence.letters.metadata import appendices
    from correspondence.overview import letters
    from correspondence.store.change import change

    found = workspaces.require(given)
    with reading(found) as reader:
        detail = letters.letter(reader, identifier)
    name = f"{detail.thread}/{detail.id}"
    with change(found, "letter set", name) as act:
        entries = changed(appendices(act.session, detail.thread, detail.id))
        version = save_data(act.session, detail.thread, detail.id, {"appendix": entries}, read_version=detail.version)
        act.detail["changed"] = ["appendix"]
        act.nothing_done = version == detail.version
    output.line(f"{name}: {'nothing changed' if version == detail.version else 'saved'}")
