"""`correspondence letter set` and `letter recover`."""

from typing import Any

import click

from correspondence import workspace as workspaces
from correspondence.cli import output
from correspondence.cli.main import folder_argument
from correspondence.errors import CorrespondenceError, RefusedError
from correspondence.store.reading import reading


@click.command("set")
@click.argument("identifier", metavar="ID")
@click.option("--title", metavar="TEXT")
@click.option("--date", metavar="DATE", help="2021, 2021-02 or 2021-02-18.")
@click.option("--language", metavar="TAG", help="BCP 47.")
@click.option("--template", metavar="NAME")
@click.option("--salutation", metavar="TEXT")
@click.option("--closing", metavar="TEXT")
@click.option("--reply-by", metavar="DATE")
@click.option("--embargo", metavar="TIME", help="A date, or a time with its zone: 2025-06-03T09:00:00+02:00.")
@click.option("--to", multiple=True, metavar="CONTACT", help="Instead of the addressees; repeatable.")
@click.option("--cc", multiple=True, metavar="CONTACT", help="Instead of those who get a copy; repeatable.")
@click.option("--in-reply-to", "replies", multiple=True, metavar="MESSAGE", help="What it answers; repeatable.")
@click.option("--json", "json_", is_flag=True, help="Print the letter's data as JSON.")
@click.pass_obj
def set_(
    given: str | None,
    /,
    identifier: str,
    to: tuple[str, ...],
    cc: tuple[str, ...],
    replies: tuple[str, ...],
    json_: bool,
    **fields: str | None,
) -> None:
    """Change the data of the letter ID; what is not named stays, and an empty text takes a value away.

    CONTACT is a contact of the thread, or somebody written out as `Name; role; organization`.
    """
    from correspondence.letters.edit import save_data
    from correspondence.letters.metadata import addressees, with_addressees
    from correspondence.overview import letters
    from correspondence.store.change import change

    found = workspaces.require(given)
    with reading(found) as reader:
        detail = letters.letter(reader, identifier)
        named = addressees(reader, detail.thread, [name for name in to if name], [name for name in cc if name])
    changes: dict[str, Any] = {name: value for name, value in fields.items() if value is not None}
    if replies:
        changes["in_reply_to"] = [name for name in replies if name]
    if not (changes or to or cc):
        raise CorrespondenceError("say what to change (see `correspondence letter set --help`)")
    subject = f"{detail.thread}/{detail.id}"
    with change(found, "letter set", subject) as act:
        if to or cc:
            replaced = [kind for kind, given_ in (("to", to), ("cc", cc)) if given_]
            changes["addressee"] = with_addressees(act.session, detail.thread, detail.id, named, replaced)
        version = save_data(act.session, detail.thread, detail.id, changes, read_version=detail.version)
        act.detail["changed"] = sorted(changes)
        act.nothing_done = version == detail.version
    if json_:
        with reading(found) as reader:
            output.as_json(letters.letter(reader, subject))
        return
    output.line(f"{subject}: {'nothing changed' if version == detail.version else 'saved'}")


@click.command()
@click.argument("identifier", metavar="ID")
@click.pass_obj
def drop(given: str | None, identifier: str) -> None:
    """Take the draft ID away that was begun by mistake: one that is not frozen, sent round or answered.

    Its text stays in the journal (`correspondence journal ID --json`).
    """
    from correspondence.letters.drop import drop as take_away
    from correspondence.overview import letters
    from correspondence.store.change import change

    found = workspaces.require(given)
    with reading(found) as reader:
        detail = letters.letter(reader, identifier)
    subject = f"{detail.thread}/{detail.id}"
    with change(found, "letter drop", subject) as act:
        act.detail |= {"title": detail.title, "body": take_away(act.session, detail.thread, detail.id)}
    output.line(f"{subject}: taken away")


@click.command()
@click.argument("identifier", metavar="ID")
@click.option("--editor", metavar="NAME", help="Which of several, as the list names them; else the newest.")
@click.option("--diff", "show", is_flag=True, help="Show what it changes of the draft, word by word.")
@click.option("--take", is_flag=True, help="Bring it together with the draft, and save that.")
@click.option(
    "--side",
    type=click.Choice(["typed", "saved", "both"]),
    help="With --take: whose words stand where the draft was changed too.",
)
@click.option("-o", "--output", "target", metavar="FILE", help="Write what was typed to FILE.")
@click.option("--drop", is_flag=True, help="Let it go.")
@click.option("--json", "json_", is_flag=True, help="Print JSON.")
@click.pass_obj
def recover(
    given: str | None,
    identifier: str,
    editor: str | None,
    show: bool,
    take: bool,
    side: str | None,
    target: str | None,
    drop: bool,
    json_: bool,
) -> None:
    """List what was typed in the letter ID and never saved, or take it up again."""
    from correspondence.letters import autosave
    from correspondence.overview import letters

    found = workspaces.require(given)
    with reading(found) as reader:
        detail = letters.letter(reader, identifier)
        rows = letters.unsaved(reader, detail.id, detail.thread)
    if not (show or take or target or drop):
        _list(rows, json_=json_)
        return
    if take and drop:
        raise CorrespondenceError("--take and --drop do not go together")
    kept = autosave.recovered(detail, _chosen(rows, editor, f"{detail.thread}/{detail.id}"))
    if target:
        from correspondence.publish.files import write_file

        path = folder_argument(target)
        write_file(kept.unsaved.body.encode(), path)
        output.line(f"{path}: what {kept.unsaved.actor} typed")
    if show:
        from correspondence.text.worddiff import word_diff

        output.word_diff(word_diff(detail.body, kept.unsaved.body))
    if take:
        _take(found, detail, kept, side)
    if drop:
        _drop(found, detail, kept.unsaved.editor)
        output.line(f"{detail.thread}/{detail.id}: what was typed is gone")


def _list(rows: Any, *, json_: bool) -> None:
    if json_:
        output.as_json(rows)
        return
    output.table(
        ("EDITOR", "BY", "LAST KEPT", "CHARACTERS"),
        ((row.editor, row.actor, row.at, str(len(row.body))) for row in rows),
        last="nothing was typed that is not saved",
    )


def _chosen(rows: Any, editor: str | None, name: str) -> Any:
    for row in rows:
        if editor is None or row.editor == editor:
            return row
    which = f" in the editor {editor!r}" if editor else ""
    raise CorrespondenceError(f"{name}: nothing was typed{which} that is not saved")


def _take(found: workspaces.Workspace, detail: Any, kept: Any, side: str | None) -> None:
    from correspondence.letters import autosave
    from correspondence.letters.edit import save_body
    from correspondence.letters.merge_texts import Side
    from correspondence.store.change import change

    sides = {"typed": Side.OURS, "saved": Side.THEIRS, "both": Side.BOTH}
    clashes = kept.merged.clashes
    if clashes and side is None:
        places = "at one place" if clashes == 1 else f"at {clashes} places"
        raise RefusedError(
            f"{detail.thread}/{detail.id} was changed since {places} where something was typed too: "
            "say whose words stand (--side typed, saved or both), or look at it (--diff)"
        )
    text = kept.merged.settled([sides[side]] * clashes) if side else kept.merged.text
    with change(found, "letter edit", f"{detail.thread}/{detail.id}") as act:
        version = save_body(act.session, detail.thread, detail.id, text, read_version=detail.version)
        autosave.forget(act.session, detail.thread, detail.id, kept.unsaved.editor)
        act.detail["typed"] = {"by": kept.unsaved.actor, "at": kept.unsaved.at}
    output.line(f"{detail.thread}/{detail.id}: {'saved' if version != detail.version else 'was there already'}")


def _drop(found: workspaces.Workspace, detail: Any, editor: str) -> None:
    from correspondence.letters import autosave
    from correspondence.store.change import jotting

    with jotting(found) as session:
        autosave.forget(session, detail.thread, detail.id, editor)
