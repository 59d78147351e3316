"""How questions, and what was said before, are shown beside a reply."""

from textual.content import Content

from correspondence.tui import shown
from correspondence.tui.desk import Candidate, Earlier
from correspondence.tui.widgets.rows import Row
from correspondence.vocabulary import QuestionStatus


def row(candidate: Candidate) -> Row:
    """A question: what this reply does with it, how it stands, how often it was asked."""
    row = candidate.row
    mark, tone = shown.STATUS_MARKS[row.status]
    here, here_tone = shown.STATUS_MARKS[QuestionStatus(candidate.verdict)] if candidate.verdict else ("", "")
    strong = "muted" if row.status.resolved and not candidate.verdict else ""
    return Row(
        key=row.id,
        cells=((here, here_tone), (mark, tone), (shown.line(row.text), strong), (f"{row.times_asked}×", "muted")),
        search=f"{row.id} {row.text} {row.status} {row.undertaking}".casefold(),
    )


def earlier_row(number: int, earlier: Earlier) -> Row:
    """A statement that was made before."""
    mark, tone = shown.STATUS_MARKS[QuestionStatus(earlier.verdict)] if earlier.verdict else ("", "")
    text = shown.line(" ".join(earlier.exact.split()))
    return Row(
        key=str(number),
        cells=((earlier.date, "muted"), (mark, tone), (text, "")),
        search=earlier.exact.casefold(),
    )


def earlier_detail(earlier: Earlier) -> Content:
    """A statement in full, with where it was made."""
    judged = f", judged {earlier.verdict}" if earlier.verdict else ""
    return shown.joined(
        [
            shown.words(f"{earlier.date or 'undated'}, {earlier.message}{judged}", "muted"),
            shown.words(shown.quoted(earlier.exact)),
        ]
    )


def detail(candidate: Candidate) -> Content:
    """A question in full, with how it stands."""
    row = candidate.row
    mark, tone = shown.STATUS_MARKS[row.status]
    asked = f"asked {row.times_asked}×" + (f" since {row.first_asked}" if row.first_asked else "")
    parts = [shown.words(row.text), shown.words(f"{mark} {row.status}, {asked}", tone)]
    if candidate.verdict:
        parts.append(shown.words(f"this reply: {candidate.verdict}", "strong"))
    return shown.joined(parts)
