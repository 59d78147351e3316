"""Freezing: what a draft would change, and from then on a text with a number and a digest that never changes."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from correspondence.errors import Finding, RefusedError, Severity
from correspondence.letters.checks import editorial
from correspondence.letters.checks.run import examine
from correspondence.letters.checks.subject import Subject, subject
from correspondence.letters.edit import find
from correspondence.letters.render import Renderer
from correspondence.overview import letters
from correspondence.overview.letters import LetterDetail
from correspondence.records.letter import Letter, Revision
from correspondence.records.question import Question, QuestionAsked
from correspondence.store.change import Change as Act
from correspondence.store.reading import Reader
from correspondence.text.worddiff import Change, Stretch, word_diff
from correspondence.vocabulary import RevisionKind
from correspondence.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Ready:
    """A draft that can be frozen, and what a person should know before it is.

    Attributes:
        markdown: the text as it would be frozen.
        version: the letter's version that it was rendered from.
        findings: what the checks found in it.
        asked: the unresolved questions that it puts, by their identifiers.
        changes: what it changes of the newest revision, word by word; empty when it is the first.
        weighty: why that is more than an editorial change; empty when it is not.
    """

    markdown: str
    version: int
    findings: tuple[Finding, ...]
    asked: tuple[str, ...]
    changes: tuple[Stretch, ...]
    weighty: tuple[str, ...]

    @property
    def unchanged(self) -> bool:
        """Whether the newest revision has this very text."""
        return bool(self.changes) and all(stretch.change is Change.EQUAL for stretch in self.changes)

    @property
    def stopping(self) -> tuple[Finding, ...]:
        """The findings for which it should not be frozen."""
        return tuple(finding for finding in self.findings if finding.severity is Severity.ERROR)


def ready(
    reader: Reader,
    workspace: Workspace,
    letter: LetterDetail,
    *,
    now: datetime | None = None,
    renderer: Renderer | None = None,
) -> Ready:
    """Render and check a letter's draft.

    Args:
        reader: an open look at the store.
        workspace: whose templates are used.
        letter: whose draft.
        now: with its zone; without it no day is over.
        renderer: the process that fills it, when there are many to fill.

    Raises:
        TemplateError: it cannot be rendered.
        NotFoundError: it cites a message that does not exist.
        DocumentError: the text does not hold together.
    """
    examined = subject(reader, workspace, letter, now=now, renderer=renderer)
    if examined.fault is not None:
        raise examined.fault  # a text that cannot be exported is not frozen
    last = letter.revisions[-1].number if letter.revisions else None
    before = "" if last is None else letters.revision_body(reader, letter.id, last, letter.thread)
    return Ready(
        markdown=examined.markdown,
        version=letter.version,
        findings=examine(examined),
        asked=_asked(examined),
        changes=word_diff(before, examined.markdown) if before else (),
        weighty=tuple(editorial.reasons(before, examined.markdown)) if before else (),
    )


def digest_of(markdown: str) -> str:
    """SHA-256 of a text in UTF-8, in lower-case hexadecimal: what a signatory puts a name to."""
    return hashlib.sha256(markdown.encode()).hexdigest()


def freeze(
    session: Session,
    thread: str,
    identifier: str,
    markdown: str,
    *,
    kind: RevisionKind,
    at: str,
    by: str,
    note: str | None = None,
    read_version: int,
    large: bool = False,
    asked: Sequence[str] = (),
) -> Revision:
    """Freeze a rendered text as the letter's next revision.

    Args:
        session: of the change under way.
        thread: the thread's slug.
        identifier: the letter's.
        markdown: the rendered text.
        kind: whether signatories must confirm it; the first revision always asks.
        at: when, ISO 8601.
        by: who.
        note: what changed, or None.
        read_version: the version of the draft that was rendered.
        asked: the questions that it puts: from now on they count as asked in this letter.
        large: an editorial revision may change more than words of no weight: somebody has said so.

    Raises:
        RefusedError: this very text is frozen already, the draft changed while it was rendered, or the change is more
            than editorial and nobody has said that it may be.
    """
    letter = find(session, thread, identifier)
    if letter.version != read_version:
        raise RefusedError(f"{thread}/{identifier} was changed while it was rendered: look at it and freeze again")
    assert letter.id is not None
    earlier = session.exec(select(Revision).where(Revision.letter_id == letter.id).order_by(col(Revision.number))).all()
    digest = digest_of(markdown)
    same = next((revision for revision in earlier if revision.digest == digest), None)
    if same is not None:
        raise RefusedError(f"{thread}/{identifier} is frozen already: revision {same.number} has this very text")
    if kind is RevisionKind.EDITORIAL and earlier and not large:
        _refuse_weighty(earlier[-1], markdown)
    revision = Revision(
        letter_id=letter.id,
        number=len(earlier) + 1,
        kind=kind if earlier else RevisionKind.SUBSTANTIVE,
        frozen_at=at,
        frozen_by=by,
        note=note,
        digest=digest,
        body=markdown,
    )
    session.add(revision)
    _put_on_record(session, letter, asked)
    session.flush()
    return revision


def freeze_ready(
    act: Act, thread: str, identifier: str, draft: Ready, *, kind: RevisionKind, note: str | None, large: bool
) -> Revision:
    """Freeze a draft that was looked at, as `freeze` does, and put on record which text it became.

    Args:
        act: the change under way.
        thread: the thread's slug.
        identifier: the letter's.
        draft: as it was checked and shown; whether its findings stop it is for the caller to say.
        kind: whether signatories must confirm it.
        note: what changed, or None.
        large: an editorial revision may change more than words of no weight.

    Raises:
        RefusedError: as of `freeze`.
    """
    revision = freeze(
        act.session,
        thread,
        identifier,
        draft.markdown,
        kind=kind,
        at=act.at,
        by=act.actor,
        note=note,
        read_version=draft.version,
        large=large,
        asked=draft.asked,
    )
    act.detail |= {"revision": revision.number, "digest": revision.digest}
    return revision


def _asked(examined: Subject) -> tuple[str, ...]:
    """The unresolved questions whose words stand in the text."""
    text = " ".join(examined.markdown.split())
    return tuple(row.id for row in examined.questions if row.unresolved and " ".join(row.text.split()) in text)


def _put_on_record(session: Session, letter: Letter, asked: Sequence[str]) -> None:
    """Note of each question that it was asked in this letter, once."""
    for name in asked:
        question = session.exec(
            select(Question).where(Question.thread_id == letter.thread_id, Question.identifier == name)
        ).one()
        rows = session.exec(select(QuestionAsked).where(QuestionAsked.question_id == question.id)).all()
        if question.id is not None and all(row.letter_id != letter.id for row in rows):
            position = max((row.position for row in rows), default=-1) + 1
            session.add(QuestionAsked(question_id=question.id, position=position, letter_id=letter.id))


def _refuse_weighty(before: Revision, markdown: str) -> None:
    if why := editorial.reasons(before.body, markdown):
        raise RefusedError(
            f"not frozen: this is more than an editorial change of revision {before.number} ({'; '.join(why)}), and "
            "those who signed would not be asked again: freeze it as substantive, or say --although-large"
        )
