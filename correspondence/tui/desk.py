"""What the Assess screen works on: a reply with its passages, and the questions with what is known of each."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from correspondence.assess.proposals import Reply, proposals, read_reply
from correspondence.overview import questions, threads, timeline
from correspondence.overview.find import message_row
from correspondence.passages import segment
from correspondence.passages.anchor import find
from correspondence.passages.selectors import Passage
from correspondence.store.reading import reading
from correspondence.tui.widgets.spans import Span, Text
from correspondence.workspace import Workspace

_RANKINGS_KEPT = 32


@dataclass(frozen=True, slots=True)
class Ranking:
    """For each passage the questions, the likeliest first; and whether meanings were compared, or words alone."""

    order: tuple[tuple[str, ...], ...]
    by_meaning: bool


@dataclass(frozen=True, slots=True)
class Earlier:
    """Words that another message said.

    Attributes:
        message: its identifier.
        date: its date, or empty.
        exact: the words.
        verdict: what they were judged to do with the question, or empty.
    """

    message: str
    date: str
    exact: str
    verdict: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question as it is shown beside the reply.

    Attributes:
        row: the question.
        verdict: what this reply was judged to do with it, or empty.
        places: the words of this reply that verdicts on it point at, each with its verdict.
        before: what other messages were judged to say on it.
    """

    row: questions.QuestionRow
    verdict: str = ""
    places: tuple[tuple[Span, str], ...] = ()
    before: tuple[Earlier, ...] = ()

    @property
    def id(self) -> str:
        """The question's identifier."""
        return self.row.id


@dataclass(frozen=True, slots=True)
class Desk:
    """A reply and what is known of it.

    Attributes:
        thread: the thread's slug.
        message: the reply's identifier.
        author: who wrote it.
        date: when, or empty.
        language: in which language, or empty.
        asking: the language in which the thread's questions are asked.
        finished: whether it is read to the end.
        text: its words and passages.
        candidates: the questions by identifier, in the order in which they were asked.
        judged: which passages have a verdict.
        ranking: which questions each passage likely speaks of; None until that is worked out.
    """

    thread: str
    message: str
    author: str
    date: str
    language: str
    asking: str
    finished: bool
    text: Text
    candidates: dict[str, Candidate]
    judged: frozenset[int]
    ranking: Ranking | None = None

    @classmethod
    def empty(cls) -> "Desk":
        """Nothing yet."""
        return cls("", "", "", "", "", "", finished=False, text=Text(""), candidates={}, judged=frozenset())

    @property
    def marks(self) -> list[tuple[Span, str]]:
        """The judged spans with their verdicts."""
        return [place for candidate in self.candidates.values() for place in candidate.places]

    def words(self, spans: Sequence[Span]) -> str:
        """The words of some spans, one after another."""
        return " … ".join(self.text.body[start:end] for start, end in spans)

    def with_ranking(self, ranking: Ranking) -> "Desk":
        """The same with the questions ranked."""
        return replace(self, ranking=ranking)

    def with_candidate(self, question: str, candidate: Candidate | None) -> "Desk":
        """The same with this in the place of what was known of a question; without the question for None."""
        known = self.candidates | ({question: candidate} if candidate is not None else {})
        if candidate is None:
            known.pop(question, None)
        return replace(self, candidates=known, judged=_judged(self.text.passages, known.values()))

    def with_verdict(self, question: str, verdict: str, spans: Sequence[Span]) -> "Desk":
        """As it will be when a verdict is in the store; the question's status is left to the store."""
        candidate = self.candidates[question]
        places = tuple((span, verdict) for span in spans)
        return self.with_candidate(question, replace(candidate, verdict=verdict, places=(*places, *candidate.places)))

    def likeliest(self, passage: int) -> list[Candidate]:
        """The questions for a passage, the likeliest first; those that are not ranked come last, as they were asked."""
        if self.ranking is None or not 0 <= passage < len(self.ranking.order):
            return list(self.candidates.values())
        ranked = dict.fromkeys(self.ranking.order[passage])
        found = [self.candidates[name] for name in ranked if name in self.candidates]
        return found + [candidate for name, candidate in self.candidates.items() if name not in ranked]

    def next_unjudged(self, passage: int) -> int | None:
        """The next passage without a verdict, from the top again when there is none below."""
        count = len(self.text.passages)
        round_trip = (*range(passage + 1, count), *range(min(passage, count)))
        return next((number for number in round_trip if number not in self.judged), None)


def open_desk(workspace: Workspace, thread: str, message: str) -> Desk:
    """Read a reply and the questions from the store.

    Raises:
        NotFoundError: there is no such message.
    """
    with reading(workspace) as reader:
        reply = timeline.message(reader, message, thread)
        rows = questions.questions(reader, thread)
        evidence = questions.thread_evidence(reader, thread)
        asking = threads.thread(reader, thread).language
    found = [_candidate(row, evidence.get(row.id, []), message, reply.body) for row in rows if not row.asked_no_more]
    text = _text(reply.body, reply.language)
    return Desk(
        thread=thread,
        message=message,
        author=reply.author,
        date=reply.date or "",
        language=reply.language,
        asking=asking,
        finished=reply.assessed,
        text=text,
        candidates={candidate.id: candidate for candidate in found},
        judged=_judged(text.passages, found),
    )


def read_again(workspace: Workspace, desk: Desk, question: str) -> Candidate | None:
    """What the store knows of one question now; None when it is asked no more.

    Raises:
        NotFoundError: there is no such question.
    """
    with reading(workspace) as reader:
        row = questions.question(reader, question, desk.thread)
        evidence = questions.evidence(reader, question, desk.thread)
    return None if row.asked_no_more else _candidate(row, evidence, desk.message, desk.text.body)


def rank(workspace: Workspace, desk: Desk) -> Ranking:
    """The likeliest questions for every passage; takes a moment, except for what was ranked before."""
    with reading(workspace) as reader:
        key, _, _ = message_row(reader, desk.message, desk.thread)
        reply = read_reply(reader, key)
    return _ranked(workspace, reply)


@lru_cache(maxsize=_RANKINGS_KEPT)
def _ranked(workspace: Workspace, reply: Reply) -> Ranking:
    found = proposals(workspace, reply)
    order = tuple(tuple(ranked.id for ranked in one.questions) for one in found.passages)
    return Ranking(order, by_meaning=found.by_meaning)


def _candidate(
    row: questions.QuestionRow, evidence: Sequence[questions.EvidenceRow], message: str, body: str
) -> Candidate:
    places: list[tuple[Span, str]] = []
    before = []
    for one in evidence:
        for passage in one.passages:
            if passage.message != message:
                before.append(Earlier(passage.message, one.date or "", passage.exact, one.verdict))
            elif one.message == message:
                place = find(Passage(passage.exact, start=passage.start, end=passage.end), body)
                places += [((place.start, place.end), one.verdict)] if place else []
    verdict = next((one.verdict for one in evidence if one.message == message), "")
    return Candidate(row, verdict, tuple(places), tuple(dict.fromkeys(before)))


def _judged(passages: Sequence[Span], candidates: Iterable[Candidate]) -> frozenset[int]:
    """The numbers of the passages that a verdict points into."""
    found: set[int] = set()
    for candidate in candidates:
        for (start, end), _ in candidate.places:
            first = max(0, bisect_left(passages, (start + 1, 0)) - 1)
            last = bisect_left(passages, (end, 0))
            found.update(n for n in range(first, last) if passages[n][0] < end and start < passages[n][1])
    return frozenset(found)


def _text(body: str, language: str) -> Text:
    faint = tuple((one.start, one.end) for one in segment.blocks(body) if one.kind not in segment.OWN)
    return Text(
        body=body,
        passages=segment.passages(body),
        faint=faint,
        sentences=lambda span: segment.sentences(body, *span, language or "en"),
    )
