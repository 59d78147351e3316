"""A thread's lists: one line for each message, question, undertaking, letter and file."""

from correspondence.overview import files, letters, matrix, questions, timeline
from correspondence.tui import shown
from correspondence.tui.widgets.rows import Row
from correspondence.vocabulary import QuestionStatus

# What a reply did; that it did nothing is seen less than a verdict.
_CELLS = (
    {"": ("", "")}
    | {str(status): mark for status, mark in shown.STATUS_MARKS.items()}
    | {str(quiet): (quiet.sign, "muted") for quiet in (QuestionStatus.OPEN, QuestionStatus.PASSED_OVER)}
)


def message(row: timeline.MessageRow) -> Row:
    """A line of the timeline."""
    title = shown.line(row.title or row.id)
    state = ("✓", "good") if row.assessed else ("", "")
    arrow = (shown.ARROWS[row.direction], "accent" if row.direction == "incoming" else "")
    return Row(
        key=f"{'letter' if row.is_letter else 'message'} {row.id}",
        cells=(arrow, (row.date or "", "muted"), state, (title, "strong" if row.direction == "incoming" else "")),
        search=" ".join((row.id, row.title, row.author, row.date or "", row.kind, row.direction)).casefold(),
    )


def question(row: matrix.MatrixRow) -> Row:
    """A line of the matrix."""
    asked = row.question
    mark = shown.STATUS_MARKS[asked.status]
    here = [_CELLS[cell] for cell in row.cells]
    return Row(
        key=asked.id,
        cells=(mark, (shown.line(asked.text), "muted" if asked.status.resolved else ""), *here),
        search=" ".join((asked.id, asked.text, asked.status, asked.undertaking, *asked.tags)).casefold(),
    )


def undertaking(row: questions.UndertakingRow) -> Row:
    """A line of the undertakings."""
    mark, tone = shown.UNDERTAKING_MARKS.get(row.status, ("·", "muted"))
    count = f"{row.open_questions}/{row.questions}"
    return Row(
        key=row.id,
        cells=((mark, tone), (row.status, tone), (count, "muted"), (shown.line(row.statement), "")),
        search=" ".join((row.id, row.statement, row.finding, row.status, *row.by)).casefold(),
    )


def letter(row: letters.LetterRow) -> Row:
    """A line of the letters."""
    again = f"+{row.to_be_confirmed}" if row.to_be_confirmed else ""
    return Row(
        key=row.id,
        cells=(
            (row.date or "", "muted"),
            (str(row.revisions or "draft"), ""),
            (f"{row.signed}{again}", "warn" if again else ""),
            (shown.line(row.title), ""),
        ),
        search=" ".join((row.id, row.title, row.date or "", row.template)).casefold(),
    )


def file(key: str, row: files.OriginalRow) -> Row:
    """A line of the files."""
    return Row(
        key=key,
        cells=(
            (row.date or "", "muted"),
            (shown.size(row.size), "muted"),
            (shown.line(row.name or row.sha256[:16]), "strong"),
            (shown.line(row.title or row.message), ""),
        ),
        search=f"{row.name} {row.sha256} {row.media_type} {row.message} {row.title}".casefold(),
    )


def month(when: str | None) -> str:
    """A heading of five characters: the year's last two digits and the month, or the year."""
    return "?" if when is None else when[2:7] if len(when) > 4 else when  # noqa: PLR2004  # a year alone
