"""What the program proposes for a message: its passages, each with the likeliest questions. It judges nothing."""

from collections import defaultdict
from dataclasses import dataclass

from correspondence.matching.meaning import vectors
from correspondence.matching.rank import Asked, Ranked, suggest, texts
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


@dataclass(frozen=True, slots=True)
class Reply:
    """What is compared: a message's text and language, and its thread's questions."""

    body: str
    language: str
    questions: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class Proposals:
    """What is proposed; `by_meaning` tells whether meanings were compared, or, where that failed, words alone."""

    passages: tuple[Proposal, ...]
    by_meaning: bool


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


def read_reply(reader: Reader, message: int) -> Reply:
    """A message with the questions of its thread.

    Args:
        reader: an open look at the store.
        message: the message's row.
    """
    thread, body, language = reader.rows(_MESSAGE, message=message)[0]
    return Reply(body, language or "", tuple(asked(reader, thread)))


def proposals(reply: Reply) -> Proposals:
    """Every passage of a reply in the order of its text. It takes seconds and needs no store."""
    spans = passages(reply.body)
    words = [reply.body[start:end] for start, end in spans]
    meaning = vectors(texts(words, reply.questions)) if words and reply.questions else None
    ranked = suggest(words, reply.questions, language=reply.language, vectors=meaning)
    found = [
        Proposal(start, end, exact, tuple(questions))
        for (start, end), exact, questions in zip(spans, words, ranked, strict=True)
    ]
    return Proposals(tuple(found), by_meaning=meaning is not None or not found or not reply.questions)


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
