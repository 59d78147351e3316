"""`correspondence search`: everything that was written, received, asked and found."""

import dataclasses
import sys
from typing import TYPE_CHECKING

import click

from correspondence import workspace as workspaces
from correspondence.cli import output
from correspondence.errors import CorrespondenceError
from correspondence.text.escape import for_terminal
from correspondence.vocabulary import SearchKind, SearchOrder

if TYPE_CHECKING:
    from correspondence.store.search.look import Hit

_LIMIT = 20


# -h would swallow `-history`; what looks like an option that is none is a word to leave out.
@click.command(context_settings={"ignore_unknown_options": True, "help_option_names": ["--help"]})
@click.argument("text", nargs=-1, type=click.UNPROCESSED)
@click.option("--thread", default="", metavar="SLUG", help="Only in this thread.")
@click.option("--party", default="", metavar="NAME", help="Only from or to this organization or person.")
@click.option("--from", "since", default="", metavar="DATE", help="Not before: 2021, 2021-02 or 2021-02-18.")
@click.option("--to", "until", default="", metavar="DATE", help="Not after.")
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    type=click.Choice([kind.value for kind in SearchKind]),
    help="Only this; repeatable.",
)
@click.option(
    "--sort",
    type=click.Choice([order.value for order in SearchOrder]),
    default=SearchOrder.NEWEST.value,
    show_default=True,
    help="The newest first, or the likeliest.",
)
@click.option("--limit", type=click.IntRange(min=1), default=_LIMIT, show_default=True, metavar="N", help="How many.")
@click.option("--json", "json_", is_flag=True, help="Print JSON.")
@click.option("--rebuild", is_flag=True, help="Make the index anew; needed only when `verify` says so.")
@click.pass_obj
def search(
    folder: str | None,
    text: tuple[str, ...],
    thread: str,
    party: str,
    since: str,
    until: str,
    kinds: tuple[str, ...],
    sort: str,
    limit: int,
    json_: bool,
    rebuild: bool,
) -> None:
    """Search for TEXT in everything that was written, received, asked and found.

    All words must be in a message, letter, question or finding. '"two words"' is a phrase, -word leaves out what holds
    it, begin* finds words that begin so. Case and accents make no difference.
    """
    found = workspaces.require(folder)
    if rebuild:
        _rebuild(found)
        if not text:
            return
    from correspondence.overview.search import narrowing
    from correspondence.store.reading import reading
    from correspondence.store.search.look import search as look
    from correspondence.store.search.query import parse

    query = parse(" ".join(text))
    if not query.terms:
        raise CorrespondenceError("say at least one word to look for")
    with reading(found) as reader:
        where = narrowing(
            reader, thread=thread, party=party, since=since, until=until, kinds=tuple(map(SearchKind, kinds))
        )
        answer = look(reader, query, where, order=SearchOrder(sort), limit=limit)
    if json_:
        output.as_json([dataclasses.asdict(hit) for hit in answer.hits])
    else:
        for hit in answer.hits:
            _print(hit)
        if not answer.hits:
            output.note("nothing found")
    if answer.capped:
        output.note("only the newest hits were ranked: say more words to narrow the search")
    elif answer.more:
        output.note(f"there are more: --limit shows more than {limit}")


def _rebuild(found: workspaces.Workspace) -> None:
    from correspondence.store.change import change
    from correspondence.store.hand import ConnectionHand
    from correspondence.store.search import index

    with change(found, "search rebuild", "store") as act:
        act.detail["records"] = records = index.rebuild(ConnectionHand(act.session.connection()))
    output.note(f"the index of search was made anew: {records} records")


def _print(hit: "Hit") -> None:
    """A hit on two lines: what and where it is, and the words with what was found in bold."""
    place = "/".join(filter(None, (hit.thread, hit.id)))
    part = hit.part and {"revision": f"revision {hit.part}", "assessment": f"in {hit.part}"}.get(hit.source, "")
    said = f"{hit.date or 'undated':<10}  {hit.kind:<11}  {' '.join(filter(None, (place, part)))}"
    title = hit.title if hit.source not in ("question", "undertaking", "finding", "assessment") else ""
    output.line(f"{said}  {title}".rstrip())
    text, at, shown = hit.snippet.text, 0, ""
    for start, end in hit.snippet.marks if sys.stdout.isatty() else ():
        shown += for_terminal(text[at:start], multiline=False)
        shown += click.style(for_terminal(text[start:end], multiline=False), bold=True)
        at = end
    click.echo(f"    {shown}{for_terminal(text[at:], multiline=False)}")
