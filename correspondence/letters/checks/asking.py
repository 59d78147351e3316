"""Whether a letter asks what is still open, and only that."""

import re
from collections.abc import Iterator

from correspondence.errors import Finding
from correspondence.letters.checks.source import Source, plain
from correspondence.letters.checks.subject import Subject
from correspondence.overview.questions import QuestionRow
from correspondence.passages.anchor import find_quote
from correspondence.vocabulary import AppendixKind, QuestionStatus

_DRAWN = re.compile(r"""questions\s*(?:\[\s*["'](?P<id>[a-z0-9-]+)["']\s*\]|\.(?P<name>[a-z0-9]+))\s*\.\s*text\b""")
# A question of fewer words may stand in a text by chance.
_FEWEST_WORDS = 4


def answered_since(subject: Subject) -> list[Finding]:
    """Questions that the letter puts, and that have been answered, withdrawn or replaced in the meantime."""
    settled = {row.id: row for row in subject.questions if row.status.resolved}
    return [*_in_body(subject.body, settled), *_in_appendices(subject, settled)]


def unasked(subject: Subject) -> list[Finding]:
    """A letter of questions that has none left to ask."""
    kinds = [row.kind for row in subject.letter.appendices]
    if AppendixKind.UNRESOLVED_QUESTIONS not in kinds or any(not row.status.resolved for row in subject.questions):
        return []
    place = f"appendix {kinds.index(AppendixKind.UNRESOLVED_QUESTIONS) + 1}"
    return [Finding("nothing-open", place, "no question of the thread is open", "leave the appendix out")]


def _in_body(source: Source, settled: dict[str, QuestionRow]) -> Iterator[Finding]:
    told: set[str] = set()
    for match in _DRAWN.finditer(source.text):
        row = settled.get(match["id"] or match["name"])
        if row is not None:
            told.add(row.id)
            yield _finding(source, match.start(), row)
    for row in settled.values():
        words = plain(row.text)
        if row.id in told or len(words.split()) < _FEWEST_WORDS:
            continue
        if (found := find_quote(source.masked, words)) is not None:
            yield _finding(source, found.start, row)


def _finding(source: Source, at: int, row: QuestionRow) -> Finding:
    return source.finding("question-settled", at, f"question {row.id} {_how(row)}", "take it out, or ask what is left")


def _in_appendices(subject: Subject, settled: dict[str, QuestionRow]) -> Iterator[Finding]:
    for n, appendix in enumerate(subject.letter.appendices, start=1):
        for name in appendix.questions if appendix.kind == AppendixKind.UNRESOLVED_QUESTIONS else ():
            if name in settled:
                reason = f"question {name} {_how(settled[name])}: it is not printed any more"
                yield Finding("question-settled", f"appendix {n}", reason, "take it off the appendix's list")


def _how(row: QuestionRow) -> str:
    match row.status:
        case QuestionStatus.WITHDRAWN:
            return "was withdrawn"
        case QuestionStatus.SUPERSEDED:
            return f"was replaced by {row.superseded_by}"
        case _:
            return f"has been answered, by {row.decided_by}"
