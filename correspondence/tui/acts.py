"""What a person does to questions and undertakings in the terminal UI: each is one act, one entry in the journal."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from correspondence.tui.desk import Desk, Earlier
from correspondence.tui.widgets.spans import Span
from correspondence.vocabulary import Manner, UndertakingStatus, Verdict
from correspondence.workspace import Workspace

if TYPE_CHECKING:
    from correspondence.assess.quotes import Quote
    from correspondence.letters.merge import Merge, Taken


@dataclass(frozen=True, slots=True)
class Quoted:
    """What a verdict points at: words of the reply, and what they contradict, if anything."""

    spans: tuple[Span, ...]
    earlier: Earlier | None = None


def prepare() -> None:
    """Load what writing needs, which takes a moment, before anybody waits for it."""
    from correspondence.assess import questions, undertakings, verdicts  # noqa: F401  # loading is the purpose
    from correspondence.store import change, named  # noqa: F401  # loading is the purpose


def judge(
    workspace: Workspace,
    desk: Desk,
    question: str,
    verdict: Verdict,
    quoted: Quoted,
    *,
    manner: Manner | None,
    note: str,
) -> None:
    """Record a verdict; without words that it points at, that the reply is silent."""
    from correspondence.assess import verdicts
    from correspondence.store.change import change
    from correspondence.store.named import message_named, question_named

    with change(workspace, "question assess", f"{desk.thread}/{question}") as act:
        reply = message_named(act.session, f"{desk.thread}/{desk.message}")
        asked = question_named(act.session, question, reply.thread_id)
        places: list[Quote] = [(reply, span) for span in quoted.spans]
        if quoted.earlier is not None:
            source = message_named(act.session, quoted.earlier.message, reply.thread_id)
            places.append((source, quoted.earlier.exact))
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
            silent=not quoted.spans,
        )
        act.detail.update(message=desk.message, verdict=verdict.value, quotes=len(places))


def retract(workspace: Workspace, desk: Desk, question: str | None, *, why: str = "") -> tuple[str, str]:
    """Take back the verdict on a question, or the last one that this person gave on the reply.

    Returns:
        The question, and the verdict that was taken back.
    """
    from correspondence.assess import verdicts
    from correspondence.store.change import change
    from correspondence.store.named import message_named, question_named

    with change(workspace, "question retract", f"{desk.thread}/{question or desk.message}") as act:
        reply = message_named(act.session, f"{desk.thread}/{desk.message}")
        if question is None:
            asked = verdicts.last_judged(act.session, reply, act.actor)
        else:
            asked = question_named(act.session, question, reply.thread_id)
        taken = verdicts.retract(act.session, asked, reply, by=act.actor, at=act.at, why=why)
        act.subject = f"{desk.thread}/{asked.identifier}"
        act.detail.update(message=desk.message, verdict=taken.verdict, why=why)
        return asked.identifier, taken.verdict


def finish(workspace: Workspace, desk: Desk) -> None:
    """Say that the reply is read to the end, or that it is not after all."""
    from correspondence.assess import verdicts
    from correspondence.store.change import change
    from correspondence.store.named import message_named

    with change(workspace, "question finish", f"{desk.thread}/{desk.message}") as act:
        reply = message_named(act.session, f"{desk.thread}/{desk.message}")
        verdicts.finish(act.session, reply, finished=not desk.finished)
        act.detail["finished"] = not desk.finished


def ask(
    workspace: Workspace, desk: Desk, text: str, *, undertaking: str, asked_in: Sequence[str], spans: Sequence[Span]
) -> str:
    """Add a question that words of the reply give rise to; its identifier."""
    from correspondence.assess import questions
    from correspondence.store.change import change
    from correspondence.store.named import message_named, undertaking_named

    with change(workspace, "question add", desk.thread) as act:
        reply = message_named(act.session, f"{desk.thread}/{desk.message}")
        asked = questions.ask(
            act.session,
            reply.thread_id,
            text,
            asked_in=asked_in,
            undertaking=undertaking_named(act.session, undertaking, reply.thread_id) if undertaking else None,
            quotes=[(reply, span) for span in spans],
        )
        act.subject = f"{desk.thread}/{asked.identifier}"
        act.detail.update(text=asked.text, asked_in=list(asked_in), quote=desk.words(spans))
        return asked.identifier


def undertake(workspace: Workspace, desk: Desk, statement: str, *, by: Sequence[str], spans: Sequence[Span]) -> str:
    """Put on record that a party undertook something in the reply; its identifier."""
    from correspondence.assess import undertakings
    from correspondence.store.change import change
    from correspondence.store.named import message_named

    with change(workspace, "undertaking add", desk.thread) as act:
        reply = message_named(act.session, f"{desk.thread}/{desk.message}")
        quotes: list[Quote] = [(reply, span) for span in spans]
        made = undertakings.undertake(act.session, reply.thread_id, statement, by=by, quotes=quotes)
        act.subject = f"{desk.thread}/{made.identifier}"
        act.detail.update(statement=made.statement, by=list(by), status=made.status, quotes=len(quotes))
        return made.identifier


def report(
    workspace: Workspace, thread: str, undertaking: str, *, status: UndertakingStatus | None, finding: str
) -> bool:
    """Say what has become of an undertaking; whether that is anything new."""
    from correspondence.assess import undertakings
    from correspondence.store.change import change
    from correspondence.store.named import undertaking_named

    with change(workspace, "undertaking status", f"{thread}/{undertaking}") as act:
        row = undertaking_named(act.session, f"{thread}/{undertaking}")
        changed = undertakings.report(act.session, row, status=status, finding=finding)
        act.detail.update(changed)
        act.nothing_done = not changed
        return bool(changed)


def withdraw(workspace: Workspace, thread: str, question: str, why: str) -> None:
    """Ask a question no more."""
    from correspondence.assess import questions
    from correspondence.store.change import change
    from correspondence.store.named import question_named

    with change(workspace, "question withdraw", f"{thread}/{question}") as act:
        questions.withdraw(act.session, question_named(act.session, f"{thread}/{question}"), why)
        act.detail["why"] = why


def reinstate(workspace: Workspace, thread: str, question: str) -> None:
    """Ask a question again that was withdrawn or superseded."""
    from correspondence.assess import questions
    from correspondence.store.change import change
    from correspondence.store.named import question_named

    with change(workspace, "question reinstate", f"{thread}/{question}") as act:
        questions.reinstate(act.session, question_named(act.session, f"{thread}/{question}"))


def merge_letter(workspace: Workspace, read: "Merge", numbers: Sequence[int], *, comments: bool) -> "Taken":
    """Put edits of a partner's into a letter's draft; what is in it now, and what is not."""
    from correspondence.letters import partners
    from correspondence.store.change import change
    from correspondence.store.reading import reading

    with reading(workspace) as reader:
        taken = partners.take(reader, workspace, read, numbers, comments=comments)
    if taken.body != read.letter.body:
        with change(workspace, "letter merge", f"{read.letter.thread}/{read.letter.id}") as act:
            partners.save(act.session, read, taken)
            act.detail |= partners.record(read, taken)
    return taken
