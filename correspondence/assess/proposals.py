"""What the program proposes for a message: its passages, each with the likeliest questions. It judges nothing."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from correspondence.matching.rank import Asked, Ranked, suggest, texts
from correspondence.passages.segment import Block, Kind, blocks, is_passage
from correspondence.store.reading import Reader
from correspondence.store.vectors import vectors
from correspondence.workspace import Workspace

_NOT_THEIRS = frozenset({Kind.QUOTED, Kind.SIGNATURE})


@dataclass(frozen=True, slots=True)
class Proposal:
    """A part of a message and the questions that it may speak of, the likeliest first.

    Attributes:
        kind: what it is. A heading and a quotation tell what stands below them; only a passage is judged.
        start: where it begins, in code points of the body.
        end: where it ends, exclusive.
        exact: its words.
        questions: all questions of the thread that are neither withdrawn nor superseded.
    """

    kind: Kind
    start: int
    end: int
    exact: str
    questions: tuple[Ranked, ...]

    @property
    def is_passage(self) -> bool:
        """Whether it can be judged."""
        return is_passage(self.kind)


@dataclass(frozen=True, slots=True)
class Reply:
    """What is compared: a message's text and language, and its thread's questions."""

    body: str
    language: str
    questions: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class Proposals:
    """What is proposed.

    Attributes:
        parts: all of the message's text in order: its passages, and the headings, quotations and signatures among them.
        by_meaning: whether meanings were compared, or, where that failed, words alone.
    """

    parts: tuple[Proposal, ...]
    by_meaning: bool

    @property
    def passages(self) -> tuple[Proposal, ...]:
        """What can be judged."""
        return tuple(one for one in self.parts if one.is_passage)


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


def proposals(workspace: Workspace, reply: Reply) -> Proposals:
    """Every part of a reply in the order of its text.

    It takes seconds the first time, and less when what the texts mean is known already. The store may be closed.
    """
    parts = [block for block in blocks(reply.body) if block.kind is not Kind.PAGE]
    words = [reply.body[one.start : one.end] for one in parts]
    wanted = texts(words, reply.questions)
    meaning = vectors(workspace, wanted) if words and reply.questions else None
    ranked = []
    for first, last in _stretches(parts):
        some = words[first:last]
        rows = meaning[[*range(first, last), *range(len(words), len(wanted))]] if meaning is not None else None
        ranked += suggest(some, reply.questions, language=reply.language, vectors=rows)
    found = [
        Proposal(one.kind, one.start, one.end, exact, tuple(questions))
        for one, exact, questions in zip(parts, words, ranked, strict=True)
    ]
    return Proposals(tuple(found), by_meaning=meaning is not None or not found or not reply.questions)


def _stretches(parts: Sequence[Block]) -> list[tuple[int, int]]:
    """The reply, and apart from it the quoted mail and signature below: there our questions stand, and no answers."""
    own = max((n for n, one in enumerate(parts, start=1) if one.kind not in _NOT_THEIRS), default=0)
    return [(first, last) for first, last in ((0, own), (own, len(parts))) if first < last]


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
