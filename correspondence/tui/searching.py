"""What somebody searches for, and how a hit is shown and opened."""

from collections.abc import Callable

from textual.content import Content

from correspondence.overview.search import narrowing
from correspondence.store.reading import reading
from correspondence.store.search.look import Found, Hit, as_read, own_text, search
from correspondence.store.search.query import parse
from correspondence.store.search.snippet import found_in
from correspondence.text.escape import for_terminal
from correspondence.tui import shown
from correspondence.tui.messages import OpenCampaigns, OpenLetter, OpenThread, Place
from correspondence.tui.wanted import Wanted
from correspondence.tui.widgets.rows import Row
from correspondence.vocabulary import SearchKind
from correspondence.workspace import Workspace

MOST = 100
_ON_QUESTION = ("question", "assessment")


def find(workspace: Workspace, wanted: Wanted, *, width: int, cancelled: Callable[[], bool]) -> Found:
    """Search; snippets are so wide.

    Raises:
        CorrespondenceError: a thread or a date that there is not.
    """
    query = parse(wanted.typed, typing=True)
    kinds = (SearchKind(wanted.kind),) if wanted.kind else ()
    with reading(workspace) as reader:
        where = narrowing(
            reader, thread=wanted.thread, party=wanted.party, since=wanted.since, until=wanted.until, kinds=kinds
        )
        return search(reader, query, where, order=wanted.order, limit=MOST, width=width, cancelled=cancelled)


def row(number: int, hit: Hit) -> Row:
    """A hit on one line; marks lie where they lay, since each character is shown as one."""
    return Row(
        key=str(number),
        cells=(
            (hit.date, ""),
            (hit.kind, "accent"),
            (shown.line(_who(hit)), "muted"),
            (shown.line(hit.snippet.text), ""),
        ),
        search="",
        marks=hit.snippet.marks,
    )


def what(hit: Hit) -> Content:
    """What a hit is, on two lines."""
    others = hit.passages - 1
    more = f"{others} more {'passage' if others == 1 else 'passages'}" if others > 0 else ""
    told = " · ".join(filter(None, (hit.date, hit.kind, hit.thread, hit.id, _part(hit), more, hit.party)))
    return shown.joined(
        [shown.words(shown.line(hit.title or hit.id), "strong"), shown.words(shown.line(told), "muted")]
    )


def passage(workspace: Workspace, hit: Hit, typed: str) -> tuple[Content, int]:
    """A hit's whole passage, in which what was found stands out, and where that begins."""
    with reading(workspace) as reader:
        text = own_text(reader, hit)[hit.start : hit.end] if hit.start is not None else ""
    terms = parse(typed, typing=True).terms
    text = as_read(hit.source, text, terms).strip("\n") or hit.snippet.text
    content = Content(for_terminal(text))
    spans = found_in(text, terms)
    for start, end in spans:
        content = content.stylize("bold $text-accent underline", start, end)
    return content, spans[0][0] if spans else 0


def opening(workspace: Workspace, hit: Hit, typed: str) -> OpenThread | OpenLetter | OpenCampaigns | None:
    """What opens a hit at its passage; None when it belongs to no thread."""
    if hit.source == "campaign":
        return OpenCampaigns(hit.id)
    if not hit.thread:
        return None
    if hit.source in _ON_QUESTION:
        return OpenThread(hit.thread, Place("questions", hit.id))
    if hit.source in ("undertaking", "finding"):
        return OpenThread(hit.thread, Place("undertakings", hit.id))
    if hit.source in ("signon", "answer"):
        return OpenThread(hit.thread, Place("letters", hit.id))
    if hit.source not in ("message", "letter", "revision"):
        return OpenThread(hit.thread)
    with reading(workspace) as reader:
        text = own_text(reader, hit)
    start, end = hit.start or 0, hit.end or 0
    spans = found_in(text[start:end], parse(typed, typing=True).terms)
    marks = tuple((start + first, start + last) for first, last in spans)
    if hit.source == "letter":
        at = marks[0][0] if marks else hit.start
        return OpenLetter(hit.thread, hit.id, at)
    if hit.source == "message":
        return OpenThread(hit.thread, Place("timeline", f"message {hit.id}", marks))
    return OpenThread(hit.thread, Place("letters", hit.id, marks, text))


def _who(hit: Hit) -> str:
    """With whom, or of what."""
    return hit.title if hit.kind in (SearchKind.LETTER, SearchKind.SOURCE, SearchKind.NAME) else hit.party or hit.title


def _part(hit: Hit) -> str:
    if hit.source == "revision":
        return f"revision {hit.part}"
    return f"on {hit.part}" if hit.source == "assessment" else ""
