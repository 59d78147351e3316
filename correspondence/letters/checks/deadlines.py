"""Whether a letter's days can be: its embargo, the day by which it asks for a reply, what it answers."""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from correspondence.errors import Finding
from correspondence.overview.letters import LetterDetail
from correspondence.text.dates import PartialDate

if TYPE_CHECKING:
    from correspondence.letters.checks.subject import Subject

_LAST_ZONE = timedelta(hours=12)  # behind UTC: there a day begins last


def embargo(letter: LetterDetail, now: datetime | None) -> list[Finding]:
    """That a letter may not be public yet; nothing when nobody tells the time."""
    if now is None or not is_embargoed(letter.embargo, now):
        return []
    reason = f"is under embargo until {letter.embargo}"
    return [Finding("embargo", f"letter {letter.id}", reason, "send it to nobody who is not told so")]


def is_embargoed(until: str, now: datetime) -> bool:
    """Whether an embargo still holds.

    Args:
        until: a time with its zone, or a partial date, whose first day must have begun everywhere; or nothing.
        now: with its zone.
    """
    if not until:
        return False
    if "T" in until:
        return now < datetime.fromisoformat(until)
    day = PartialDate.parse(until).earliest()
    return now < datetime(day.year, day.month, day.day, tzinfo=UTC) + _LAST_ZONE


def under_embargo(subject: "Subject") -> list[Finding]:
    """`embargo`, as a check."""
    return embargo(subject.letter, subject.now)


def reply_by(subject: "Subject") -> list[Finding]:
    """A day for the reply that is over, or comes before the letter itself."""
    letter = subject.letter
    if not letter.reply_by:
        return []
    last = PartialDate.parse(letter.reply_by).latest()
    place = f"letter {letter.id}"
    if letter.date and last < PartialDate.parse(letter.date).earliest():
        return [Finding("reply-by-past", place, f"asks for a reply by {letter.reply_by}, before its own date", _LATER)]
    if subject.now is not None and not letter.revisions and last < subject.now.date():
        return [Finding("reply-by-past", place, f"asks for a reply by {letter.reply_by}, which is over", _LATER)]
    return []


def answers_later(subject: "Subject") -> list[Finding]:
    """Messages that the letter answers and that came after its own date."""
    letter = subject.letter
    if not letter.date or not letter.in_reply_to:
        return []
    messages, until = subject.messages(), PartialDate.parse(letter.date).latest()
    return [
        Finding(
            "answers-later",
            f"letter {letter.id}",
            f"of {letter.date} answers {name}, which came later ({day[:10]})",
            "set a later date, or answer something else (`letter set … --date DATE`, `--in-reply-to MESSAGE`)",
        )
        for name in letter.in_reply_to
        if name in messages and (day := messages[name].date) and PartialDate.parse(day[:10]).earliest() > until
    ]


_LATER = "set a later day (`letter set … --reply-by DATE`)"
