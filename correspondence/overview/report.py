"""The report: how one thread goes, or all of them together."""

from dataclasses import dataclass
from datetime import date

from correspondence.overview import figures, progress
from correspondence.overview.figures import CoursePoint, PartyFigures, ReplyFigures
from correspondence.overview.progress import ExchangeRow
from correspondence.overview.threads import thread, threads
from correspondence.store.reading import Reader


@dataclass(frozen=True, slots=True)
class Report:
    """How threads go, as of a day.

    Attributes:
        title: the thread's title, or empty for all threads.
        as_of: the day.
        replies: how what we sent was answered.
        exchanges: what we sent, oldest first.
        overdue: those of them that should have been answered by now, the longest first.
        course: open questions over time.
        parties: the questions by party.
    """

    title: str
    as_of: date
    replies: ReplyFigures
    exchanges: tuple[ExchangeRow, ...]
    overdue: tuple[ExchangeRow, ...]
    course: tuple[CoursePoint, ...]
    parties: tuple[PartyFigures, ...]


def report(reader: Reader, slug: str | None, as_of: date) -> Report:
    """The report on a thread, or on all threads together.

    Raises:
        NotFoundError: there is no such thread.
    """
    one = thread(reader, slug) if slug is not None else None
    slugs = [row.slug for row in ([one] if one else threads(reader))]
    sent = [row for name in slugs for row in progress.exchanges(reader, name)]
    asked = [(row, row.known_on(as_of)) for name in slugs for row in progress.lives(reader, name)]
    lives = [then for row, then in asked if then.put or not row.put]
    exchanges = sorted(sent, key=lambda row: (row.sent, row.thread, row.id))
    return Report(
        title=one.title if one else "",
        as_of=as_of,
        replies=figures.replies(exchanges, as_of),
        exchanges=tuple(exchanges),
        overdue=tuple(figures.overdue(exchanges, as_of)),
        course=tuple(figures.course(lives)),
        parties=tuple(figures.by_party(lives)),
    )


def sentences(replies: ReplyFigures) -> list[str]:
    """The figures on replies, as sentences for people."""
    if not replies.sent:
        return ["Nothing was sent yet."]
    rate = "" if replies.rate is None else f" ({replies.rate:.0%})"
    lines = [f"{replies.replied} of {replies.sent - replies.waiting} answered{rate}"]
    if replies.waiting:
        lines[0] += f"; {replies.waiting} more {'has' if replies.waiting == 1 else 'have'} time left"
    if replies.median_days is not None and replies.replied == 1:
        lines.append(f"the reply took {replies.median_days:g} {'day' if replies.median_days == 1 else 'days'}")
    elif replies.median_days is not None:
        lines.append(f"a reply takes {replies.median_days:g} days (median), {replies.longest_days} at the longest")
    lines.append(f"{replies.late} came late, {replies.overdue} {'is' if replies.overdue == 1 else 'are'} overdue")
    return lines
