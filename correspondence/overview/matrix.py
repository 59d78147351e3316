"""The matrix: what every reply did with every question."""

from dataclasses import dataclass
from datetime import date

from correspondence.overview.find import thread_id
from correspondence.overview.questions import QuestionRow, questions
from correspondence.store.reading import Reader
from correspondence.text.dates import PartialDate
from correspondence.vocabulary import Direction, QuestionStatus


@dataclass(frozen=True, slots=True)
class ReplyColumn:
    """A reply, or a source that was judged.

    Attributes:
        id: the message's identifier.
        date: partial date, or None.
        author: who wrote it, or empty.
        title: its title, or empty.
        assessed: whether it is read to the end.
    """

    id: str
    date: str | None
    author: str
    title: str
    assessed: bool


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A question, and for each reply what that did with it.

    `cells` hold a verdict that holds; `passed-over` where a reply was read to the end and has none; `open` where it is
    still to be read; and nothing where the question was asked only later.
    """

    question: QuestionRow
    cells: tuple[str, ...]

    def age_days(self, today: date) -> int | None:
        """Days since it was first asked; None when that is not known."""
        first = self.question.first_asked
        return None if first is None else max(0, (today - PartialDate.parse(first[:10]).latest()).days)


@dataclass(frozen=True, slots=True)
class Matrix:
    """Replies in time, and the questions in their order."""

    replies: tuple[ReplyColumn, ...]
    rows: tuple[MatrixRow, ...]


# Every reply, and every verdict that holds on it; of two on one question the later one comes last.
_REPLIES = """
    SELECT m.id, m.identifier, m.direction, coalesce(m.date, m.received), m.author, m.title, m.assessed,
           q.identifier, a.verdict
      FROM message m
      LEFT JOIN assessment a ON a.message_id = m.id AND a.retracted_at IS NULL
      LEFT JOIN question q ON q.id = a.question_id
     WHERE m.thread_id = :thread AND (m.direction = 'incoming' OR a.id IS NOT NULL)
     ORDER BY coalesce(m.date, m.received, ''), m.identifier, a.position
"""


def matrix(reader: Reader, slug: str) -> Matrix:
    """The matrix of a thread.

    Raises:
        NotFoundError: there is no such thread.
    """
    replies: dict[int, ReplyColumn] = {}
    incoming: dict[int, bool] = {}
    verdicts: dict[str, dict[int, str]] = {}
    for key, name, direction, when, author, title, assessed, question, verdict in reader.rows(
        _REPLIES, thread=thread_id(reader, slug)
    ):
        if key not in replies:
            replies[key] = ReplyColumn(name, when[:10] if when else None, author or "", title or "", bool(assessed))
            incoming[key] = direction == Direction.INCOMING
        if question is not None:
            verdicts.setdefault(question, {})[key] = verdict
    silent = {
        key: str(QuestionStatus.PASSED_OVER if reply.assessed else QuestionStatus.OPEN)
        for key, reply in replies.items()
        if incoming[key]
    }
    rows = []
    for row in questions(reader, slug):
        given = verdicts.get(row.id, {})
        cells = (
            given.get(key) or (silent.get(key, "") if _was_asked(row, reply) else "") for key, reply in replies.items()
        )
        rows.append(MatrixRow(row, tuple(cells)))
    return Matrix(tuple(replies.values()), tuple(rows))


def _was_asked(row: QuestionRow, reply: ReplyColumn) -> bool:
    """Whether the question had been asked by the day of the reply, as the view `question_state` has it."""
    return row.first_asked is not None and reply.date is not None and reply.date >= row.first_asked[:10]
