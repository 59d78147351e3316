"""What the checks of a letter look at: its texts as written and as rendered, and the thread that it draws from."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from correspondence.document.nodes import Document
from correspondence.errors import CorrespondenceError, DocumentError, Finding, NotFoundError, Severity, TemplateError
from correspondence.letters.assemble import assemble
from correspondence.letters.checks.source import BODY, Source
from correspondence.letters.draft import Rendered, render_draft
from correspondence.letters.render import Renderer
from correspondence.letters.templates import Template, template_of
from correspondence.overview import organizations, questions, timeline
from correspondence.overview.letters import LetterDetail
from correspondence.overview.organizations import ContactRow
from correspondence.overview.questions import QuestionRow
from correspondence.overview.timeline import MessageText
from correspondence.store.reading import Reader
from correspondence.workspace import Workspace


@dataclass(slots=True)
class Subject:
    """A letter under examination.

    Attributes:
        letter: its data and body.
        template: what it is rendered with.
        markdown: the draft as rendered; empty when it cannot be.
        document: the tree of it; None when it cannot be rendered or does not hold together.
        sources: the texts that people write, the body first.
        drawn: the texts that the letter prints from its thread.
        questions: of the thread.
        contacts: of the thread.
        now: the present moment, with its zone; None when nobody tells the time.
        told: what rendering had to say.
        fault: why there is no document.
    """

    reader: Reader
    workspace: Workspace
    letter: LetterDetail
    template: Template
    markdown: str
    document: Document | None
    sources: tuple[Source, ...]
    drawn: tuple[Source, ...]
    questions: tuple[QuestionRow, ...]
    contacts: tuple[ContactRow, ...]
    now: datetime | None
    told: tuple[Finding, ...]
    fault: CorrespondenceError | None
    _messages: dict[str, MessageText] = field(default_factory=dict)

    @property
    def body(self) -> Source:
        """The letter's body."""
        return self.sources[0]

    def texts(self) -> Iterator[Source]:
        """Every text whose words the letter prints."""
        yield from self.sources
        yield from self.drawn

    def messages(self) -> dict[str, MessageText]:
        """The thread's messages with their words, by identifier."""
        if not self._messages:
            self._messages = timeline.texts(self.reader, self.letter.thread)
        return self._messages


def subject(
    reader: Reader,
    workspace: Workspace,
    letter: LetterDetail,
    *,
    now: datetime | None,
    renderer: Renderer | None = None,
) -> Subject:
    """A letter's draft and all that its checks need.

    Raises:
        NoTemplateError: there is no template of the name that it has.
        TemplateError: the template cannot be read.
    """
    template = template_of(letter, workspace)
    rendered, document, told, fault = _rendered(reader, workspace, letter, template, renderer)
    sources = tuple(_sources(letter))
    return Subject(
        reader=reader,
        workspace=workspace,
        letter=letter,
        template=template,
        markdown=rendered.markdown if rendered else "",
        document=document,
        sources=sources,
        drawn=tuple(_drawn(reader, letter)),
        questions=tuple(questions.questions(reader, letter.thread)),
        contacts=tuple(organizations.contacts(reader, letter.thread)),
        now=now,
        told=tuple(told),
        fault=fault,
    )


def _rendered(
    reader: Reader, workspace: Workspace, letter: LetterDetail, template: Template, renderer: Renderer | None
) -> tuple[Rendered | None, Document | None, list[Finding], CorrespondenceError | None]:
    try:
        rendered = render_draft(reader, letter, workspace, renderer)
    except TemplateError as error:
        return None, None, [_unrenderable(error)], error
    try:
        document, more = assemble(reader, letter, rendered.markdown, template)
    except NotFoundError as error:
        return rendered, None, [*rendered.findings], error  # `citations.unknown` tells it with its place
    except DocumentError as error:
        fault = Finding("not-a-letter", "the letter as rendered", str(error), severity=Severity.ERROR)
        return rendered, None, [*rendered.findings, fault], error
    return rendered, document, [*rendered.findings, *more], None


def _unrenderable(error: TemplateError) -> Finding:
    place = error.spot.part if error.spot else "the letter"
    return Finding("not-rendered", str(error.spot or place), error.reason, severity=Severity.ERROR, spot=error.spot)


def _sources(letter: LetterDetail) -> Iterator[Source]:
    yield Source(BODY, letter.body, live=True)
    for part in ("title", "salutation", "closing"):
        if text := getattr(letter, part):
            yield Source(part, text)
    for n, appendix in enumerate(letter.appendices, start=1):
        if appendix.body:
            yield Source(f"appendix {n}", appendix.body)
        if appendix.title:
            yield Source(f"appendix {n} title", appendix.title, editable=False)


def _drawn(reader: Reader, letter: LetterDetail) -> Iterator[Source]:
    """What the letter's appendices print of the thread: statements, findings, questions."""
    asking = [row for row in letter.appendices if row.kind.endswith("-questions")]
    listed = {name for row in asking for name in row.undertakings}
    for row in questions.undertakings(reader, letter.thread) if asking else ():
        if listed and row.id not in listed:
            continue
        yield Source(f"undertaking {row.id}", row.statement, editable=False)
        if row.finding:
            yield Source(f"finding on {row.id}", row.finding, editable=False)
