"""All checks of a letter, in the order of its text."""

from collections.abc import Callable, Iterable
from datetime import datetime

from correspondence.errors import Finding, Severity
from correspondence.letters.checks import asking, citations, deadlines, form, people, quotations, wording
from correspondence.letters.checks.subject import Subject, subject
from correspondence.overview.letters import LetterDetail
from correspondence.store.reading import Reader
from correspondence.workspace import Workspace

CHECKS: tuple[Callable[[Subject], list[Finding]], ...] = (
    citations.told_on_rendering,
    citations.unknown,
    citations.leading_nowhere,
    quotations.unfound,
    quotations.unclosed,
    quotations.private,
    quotations.unmarked,
    asking.answered_since,
    asking.unasked,
    people.without_role,
    people.no_longer_there,
    people.alike,
    wording.placeholders,
    wording.invisible,
    wording.mixed_scripts,
    form.headings,
    form.missing_parts,
    form.appendices,
    form.foreign_words,
    deadlines.under_embargo,
    deadlines.reply_by,
    deadlines.answers_later,
)


def check(
    reader: Reader, workspace: Workspace, letter: LetterDetail, *, now: datetime | None = None
) -> tuple[Finding, ...]:
    """What the checks find in a letter's draft: what has a place first, in the order of the text.

    Args:
        reader: an open look at the store.
        workspace: whose templates are used.
        letter: whose draft.
        now: with its zone; without it no day is over, and no embargo holds.

    Raises:
        TemplateError: the letter's template is not there, or cannot be read.
    """
    return examine(subject(reader, workspace, letter, now=now))


def fell_short(findings: Iterable[Finding]) -> bool:
    """Whether something was found that counts: what would stop a freeze or an export, and wrong or private words."""
    misquoted = {quotations.DIFFERS, quotations.NOT_FOUND, quotations.ELSEWHERE}
    counted = misquoted | {quotations.PRIVATE_CITED, quotations.PRIVATE_QUOTED}
    return any(finding.severity is Severity.ERROR or finding.code in counted for finding in findings)


def examine(examined: Subject) -> tuple[Finding, ...]:
    """What the checks find in what they look at."""
    found = [finding for one in CHECKS for finding in one(examined)]
    order = {source.part: n for n, source in enumerate(examined.texts())}

    def place(finding: Finding) -> tuple[bool, int, int, int]:
        spot = finding.spot
        return (False, order.get(spot.part, len(order)), spot.line, spot.column) if spot else (True, 0, 0, 0)

    return tuple(sorted(dict.fromkeys(found), key=place))
