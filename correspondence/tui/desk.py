"""What the Assess screen works on: a reply with its passages, the questions, and the acts of a person who judges."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from correspondence.assess.proposals import proposals, read_reply
from correspondence.overview import questions, timeline
from correspondence.overview.find import message_row
from correspondence.passages import segment
from correspondence.passages.anchor import find
from correspondence.passages.selectors import Passage
from correspondence.store.reading import reading
from correspondence.tui.widgets.reader import Span, Text
from correspondence.vocabulary import Manner, QuestionStatus, Verdict
from correspondence.workspace import Workspace

if TYPE_CHECKING:
    from correspondence.assess.quotes import Quote

Ranking = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question as it is shown beside the reply; `verdict` is what this reply was judged to do with it, or empty."""

    id: str
    text: str
    status: QuestionStatus
    times_asked: int
    first_asked: str
    undertaking: str
    verdict: str


@dataclass(frozen=True, slots=True)
class Earlier:
    """Words that another message said on a question."""

    message: str
    date: str
    exact: str


@dataclass(frozen=True, slots=True)
class Desk:
    """A reply and what is known of it.

    Attributes:
        marks: the judged spans with their verdicts.
        questions: by identifier, in the order in which they were asked.
        said_before: for each question, what other messages said.
        ranking: for each passage the questions' identifiers, the likeliest first; empty until it is worked out.
    """

    thread: str
    message: str
    author: str
    date: str
    finished: bool
    text: Text
    marks: tuple[tuple[Span, str], ...]
    questions: dict[str, Candidate]
    said_before: dict[str, tuple[Earlier, ...]]
    ranking: Ranking = ()

    @classmethod
    def empty(cls) -> "Desk":
        """Nothing yet."""
        return cls("", "", "", "", finished=False, text=Text(""), marks=(), questions={}, said_before={})

    @property
    def judged_passages(self) -> int:
        """How many passages have a verdict."""
        return sum(self._is_judged(span) for span in self.text.passages)

    def with_ranking(self, ranking: Ranking) -> "Desk":
        """The same with the questions ranked."""
        return replace(self, ranking=ranking)

    def candidates(self, passage: int) -> list[Candidate]:
        """The questions for a passage, the likeliest first; as asked until they are ranked."""
        if 0 <= passage < len(self.ranking):
            return [self.questions[name] for name in self.ranking[passage] if name in self.questions]
        return list(self.questions.values())

    def next_unjudged(self, passage: int) -> int | None:
        """The next passage without a verdict."""
        following = range(passage + 1, len(self.text.passages))
        return next((n for n in following if not self._is_judged(self.text.passages[n])), None)

    def _is_judged(self, span: Span) -> bool:
        return any(start < span[1] and span[0] < end for (start, end), _ in self.marks)


def open_desk(workspace: Workspace, thread: str, message: str) -> Desk:
    """Read a reply and the questions from the store.

    Raises:
        NotFoundError: there is no such message.
    """
    with reading(workspace) as reader:
        reply = timeline.message(reader, message, thread)
        rows = [row for row in questions.questions(reader, thread) if not row.withdrawn and not row.superseded_by]
        evidence = {row.id: questions.evidence(reader, row.id, thread) for row in rows}
    candidates: dict[str, Candidate] = {}
    before: dict[str, tuple[Earlier, ...]] = {}
    marks: list[tuple[Span, str]] = []
    for row in rows:
        verdict = ""
        earlier = []
        for one in evidence[row.id]:
            if one.message == message:
                verdict = verdict or one.verdict
            for passage in one.passages:
                if passage.message != message:
                    earlier.append(Earlier(passage.message, one.date or "", passage.exact))
                elif one.message == message:
                    place = find(Passage(passage.exact, start=passage.start, end=passage.end), reply.body)
                    marks += [((place.start, place.end), one.verdict)] if place else []
        before[row.id] = tuple(earlier)
        candidates[row.id] = Candidate(
            row.id, row.text, row.status, row.times_asked, row.first_asked or "", row.undertaking, verdict
        )
    return Desk(
        thread=thread,
        message=message,
        author=reply.author,
        date=reply.date or "",
        finished=reply.assessed,
        text=_text(reply.body, reply.language),
        marks=tuple(marks),
        questions=candidates,
        said_before=before,
    )


def rank(workspace: Workspace, desk: Desk) -> Ranking:
    """The likeliest questions for every passage; takes a moment."""
    with reading(workspace) as reader:
        key, _, _ = message_row(reader, desk.message, desk.thread)
        reply = read_reply(reader, key)
    return tuple(tuple(ranked.id for ranked in one.questions) for one in proposals(reply).passages)


def judge(
    workspace: Workspace,
    desk: Desk,
    question: str,
    verdict: Verdict,
    spans: tuple[Span, ...],
    earlier: Earlier | None,
    *,
    manner: Manner | None,
    note: str,
) -> str:
    """Record a verdict on the words of some spans; no span says that the reply is silent. What to tell the person."""
    from correspondence.assess import verdicts
    from correspondence.store.change import change
    from correspondence.store.named import message_named, question_named

    with change(workspace, "question assess", f"{desk.thread}/{question}") as act:
        reply = message_named(act.session, f"{desk.thread}/{desk.message}")
        asked = question_named(act.session, question, reply.thread_id)
        places: list[Quote] = [(reply, span) for span in spans]
        if earlier is not None:
            places.append((message_named(act.session, earlier.message, reply.thread_id), earlier.exact))
        verdicts.assess(
            act.session,
            asked,
            reply,
            verdict,
            quotes=places,
            by=act.actor,
            at=act.at,
            manner=manner,
            note=note,
            silent=not spans,
        )
        act.detail.update(message=desk.message, verdict=verdict.value, quotes=len(places))
    return f"{verdict}: {question}"


def retract(workspace: Workspace, desk: Desk, question: str | None) -> str:
    """Take back the verdict on a question, or the last one that this person gave on the reply."""
    from correspondence.assess import verdicts
    from correspondence.store.change import change
    from correspondence.store.named import message_named, question_named

    with change(workspace, "question retract", f"{desk.thread}/{question or desk.message}") as act:
        reply = message_named(act.session, f"{desk.thread}/{desk.message}")
        if question is None:
            asked = verdicts.last_judged(act.session, reply, act.actor)
        else:
            asked = question_named(act.session, question, reply.thread_id)
        taken = verdicts.retract(act.session, asked, reply, by=act.actor, at=act.at)
        act.detail.update(message=desk.message, question=asked.identifier, verdict=taken.verdict)
        return f"taken back: {taken.verdict}, {asked.identifier}"


def finish(workspace: Workspace, desk: Desk) -> str:
    """Say that the reply is read to the end, or that it is not after all."""
    from correspondence.assess import verdicts
    from correspondence.store.change import change
    from correspondence.store.named import message_named

    with change(workspace, "question finish", f"{desk.thread}/{desk.message}") as act:
        reply = message_named(act.session, f"{desk.thread}/{desk.message}")
        verdicts.finish(act.session, reply, finished=not desk.finished)
        act.detail["finished"] = not desk.finished
    return "to be read on" if desk.finished else "finished: what has no verdict was passed over"


def _text(body: str, language: str) -> Text:
    faint = tuple((one.start, one.end) for one in segment.blocks(body) if one.kind not in segment.OWN)
    return Text(
        body=body,
        passages=segment.passages(body),
        faint=faint,
        sentences=lambda span: segment.sentences(body, *span, language or "en"),
    )
