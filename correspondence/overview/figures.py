"""What the rows of `overview.progress` come to: response times and rates, open questions over time and by party."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from correspondence.overview.progress import ExchangeRow, LifeRow
from correspondence.text.dates import PartialDate
from correspondence.vocabulary import Verdict


@dataclass(frozen=True, slots=True)
class ReplyFigures:
    """How what we sent was answered, up to a day.

    Attributes:
        sent: how many letters and messages we sent.
        replied: how many of them have a reply.
        late: how many of these replies came after the day that was asked for.
        overdue: how many have no reply although that day is over.
        waiting: how many have no reply and that day is still to come.
        median_days: the middle one of the response times that are known to the day, or None.
        longest_days: the longest of them, or None.
    """

    sent: int
    replied: int
    late: int
    overdue: int
    waiting: int
    median_days: float | None
    longest_days: int | None

    @property
    def rate(self) -> float | None:
        """The share that has a reply, of what could have one by now: what waits in time is left out; 0 to 1."""
        counted = self.sent - self.waiting
        return self.replied / counted if counted else None


@dataclass(frozen=True, slots=True)
class CoursePoint:
    """How many questions had been put by a partial date, and how many of them were then unresolved."""

    at: str
    asked: int
    open: int

    @property
    def day(self) -> date:
        """Where it stands in time: a date that is known in part, at its beginning."""
        return PartialDate.parse(self.at).earliest()


@dataclass(frozen=True, slots=True)
class PartyFigures:
    """The questions that concern one party; `party` is empty for those that concern none in particular."""

    party: str
    questions: int
    open: int


def replies(rows: Iterable[ExchangeRow], today: date) -> ReplyFigures:
    """How what was sent up to a day was answered by then."""
    sent = [row for row in rows if PartialDate.parse(row.sent).earliest() <= today]
    answered = [row for row in sent if _has_reply(row, today)]
    without = [row for row in sent if not _has_reply(row, today)]
    days = [row.days for row in answered if row.days is not None]
    return ReplyFigures(
        sent=len(sent),
        replied=len(answered),
        late=sum(row.late_days(today) is not None for row in answered),
        overdue=sum(row.due is not None and today > row.due for row in without),
        waiting=sum(row.due is not None and today <= row.due for row in without),
        median_days=median(days) if days else None,
        longest_days=max(days, default=None),
    )


def together(rows: Sequence[ReplyFigures]) -> ReplyFigures:
    """The figures of several threads as one; their medians have none in common."""
    return ReplyFigures(
        sent=sum(row.sent for row in rows),
        replied=sum(row.replied for row in rows),
        late=sum(row.late for row in rows),
        overdue=sum(row.overdue for row in rows),
        waiting=sum(row.waiting for row in rows),
        median_days=None,
        longest_days=None,
    )


def overdue(rows: Iterable[ExchangeRow], today: date) -> list[ExchangeRow]:
    """What is still without a reply although the day for it is over, the longest first."""
    late = [row for row in rows if row.replied is None and row.late_days(today) is not None]
    return sorted(late, key=lambda row: (row.due or date.max, row.thread, row.id))


def course(rows: Iterable[LifeRow]) -> list[CoursePoint]:
    """Open questions over time: a point for each date on which anything changed, oldest first.

    Questions that are asked no more are left out, since nobody knows from when; and so are those that were put in
    nothing that has a date.
    """
    asked: Counter[str] = Counter()
    opened: Counter[str] = Counter()
    for row in rows:
        first = row.first_asked
        if first is None or row.asked_no_more:
            continue
        asked[first] += 1
        for day, change in _changes(row, first):
            opened[day] += change
    points, total, unresolved = [], 0, 0
    for day in sorted({*asked, *opened}):
        total += asked[day]
        unresolved += opened[day]
        points.append(CoursePoint(day, total, unresolved))
    return points


def by_party(rows: Sequence[LifeRow]) -> list[PartyFigures]:
    """The questions of each party, who has most open ones first; one that concerns two parties counts for both."""
    questions: Counter[str] = Counter()
    unresolved: Counter[str] = Counter()
    for row in rows:
        if not row.asked_no_more:
            questions.update(row.parties or ("",))
            unresolved.update((row.parties or ("",)) if row.unresolved else ())
    figures = [PartyFigures(party, count, unresolved[party]) for party, count in questions.items()]
    return sorted(figures, key=lambda row: (-row.open, -row.questions, row.party))


def _has_reply(row: ExchangeRow, today: date) -> bool:
    return row.replied is not None and PartialDate.parse(row.replied).earliest() <= today


def _changes(row: LifeRow, first: str) -> Iterator[tuple[str, int]]:
    """When a question became open, 1, or was answered, -1; what was said before it was put counts from then on."""
    is_open = False
    day = first
    verdict: Verdict | None = None
    for dated in (*row.verdicts, None):
        then = None if dated is None else max(dated.date or "", first)
        if then != day:
            if is_open != (verdict is not Verdict.ANSWERED):
                is_open = not is_open
                yield day, 1 if is_open else -1
            day = then or day
        if dated is not None:
            verdict = dated.verdict
