"""What the program proposes for a message: its passages, each with the likeliest questions. It judges nothing."""

from collections import defaultdict
from dataclasses import dataclass

from correspondence.matching.rank import Asked, Embed, Ranked, suggest
from correspondence.passages.segment import passages
from correspondence.store.reading import Reader


@dataclass(frozen=True, slots=True)
class Proposal:
    """A passage of a message and the questions that it may speak of, the likeliest first.

    Attributes:
        start: where the passage begins, in code points of the body.
        end: where it ends, exclusive.
        exact: its words.
        questions: all questions of the thread that are neither withdrawn nor superseded.
    """

    start: int
    end: int
    exact: str
    questions: tuple[Ranked, ...]


_MESSAGE = "SELECT thread_id, body, language FROM message WHERE id = :message"
_QUESTIONS = """
    SELECT q.id, q.identifier, q.text, u.identifier, u.statement
      FROM question q LEFT JOIN undertaking u ON u.id = q.undertaking_id
     WHERE q.thread_id = :thread AND q.withdrawn IS NULL AND q.superseded_by_id IS NULL
     ORDER BY q.position
"""
_ASKED = """
    SELECT a.question_id, a.wording, coalesce('m' || a.message_id, 'l' || a.letter_id)
      FROM question_asked a JOIN question q ON q.id = a.question_id
     WHERE q.thread_id = :thread ORDER BY a.question_id, a.position
"""


def proposals(reader: Reader, message: int, *, embed: Embed | None = None) -> list[Proposal]:
    """Every passage of a message in the order of its text.

    Args:
        reader: an open look at the store.
        message: the message's row.
        embed: gives texts their meaning; without it words alone tell.
    """
    thread, body, language = reader.rows(_MESSAGE, message=message)[0]
    spans = passages(body)
    words = [body[start:end] for start, end in spans]
    ranked = suggest(words, asked(reader, thread), language=language or "", embed=embed)
    return [
        Proposal(start, end, exact, tuple(questions))
        for (start, end), exact, questions in zip(spans, words, ranked, strict=True)
    ]


def asked(reader: Reader, thread: int) -> list[Asked]:
    """The questions of a thread as they were asked."""
    wordings: dict[int, list[str]] = defaultdict(list)
    places: dict[int, list[str]] = defaultdict(list)
    for question, wording, place in reader.rows(_ASKED, thread=thread):
        places[question].append(place)
        if wording:
            wordings[question].append(wording)
    return [
        Asked(
            id=identifier,
            texts=(text, *wordings[key]),
            context=statement or "",
            groups=(*places[key], *((f"u{undertaking}",) if undertaking else ())),
        )
        for key, identifier, text, undertaking, statement in reader.rows(_QUESTIONS, thread=thread)
    ]
