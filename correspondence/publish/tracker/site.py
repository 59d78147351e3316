"""What a site says: public values alone, frozen. A field that may hold what is private does not exist here."""

from dataclasses import dataclass
from datetime import date

from correspondence.document.nodes import Document
from correspondence.overview.figures import CoursePoint, PartyFigures, ReplyFigures
from correspondence.vocabulary import QuestionStatus


@dataclass(frozen=True, slots=True)
class Organization:
    """Who takes part in a thread; `kind` is of `OrganizationKind`, or empty."""

    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Public:
    """A message that is marked public, or a letter that was published.

    Attributes:
        id: its identifier in the thread.
        direction: `incoming`, `outgoing` or `reference`.
        kind: of `MessageKind`.
        date: partial date, or None.
        party: the organization that an incoming message comes from, or the author of a source; or empty. Who wrote or
            got it is nowhere said.
        title: its title, or empty.
        language: BCP 47, or empty.
        url: where it was published, or empty.
        archive_url: where a copy is kept, or empty.
        in_reply_to: the public documents that it answers.
        body: the text of a message as received, without mail of others that it quotes.
        left_out: whether quoted mail was left out of the body.
        letter: the published text of a letter, or None.
    """

    id: str
    direction: str
    kind: str
    date: str | None
    party: str
    title: str
    language: str
    url: str
    archive_url: str
    in_reply_to: tuple[str, ...]
    body: str
    left_out: bool = False
    letter: Document | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a public message, and where in its body they stand, if they are still found there."""

    document: str
    exact: str
    start: int | None
    end: int | None


@dataclass(frozen=True, slots=True)
class Said:
    """What a public message does with a question; without quotes, in silence."""

    document: str
    verdict: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """Where a question was put in public, and in which words, if others than now."""

    document: str
    wording: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question that was put in public; `text` is Markdown."""

    id: str
    text: str
    status: str
    asked: tuple[Asked, ...]
    said: tuple[Said, ...]

    @property
    def is_open(self) -> bool:
        """Whether it has no whole answer."""
        return self.status != QuestionStatus.ANSWERED


@dataclass(frozen=True, slots=True)
class Undertaking:
    """An undertaking that was given in public; `statement` and `finding` are Markdown."""

    id: str
    by: tuple[str, ...]
    statement: str
    status: str
    finding: str
    quotes: tuple[Quote, ...]
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Exchange:
    """Something public that we sent, and the first public reply to it, if there is one; days as far as known."""

    document: str
    parties: tuple[str, ...]
    sent: str
    due: date | None
    reply: str
    replied: str | None
    days: int | None
    late_days: int | None


@dataclass(frozen=True, slots=True)
class Thread:
    """The public part of a thread.

    Attributes:
        slug: its identifier.
        title: what it is about.
        language: BCP 47.
        organizations: with whom.
        documents: by date.
        undertakings: with their questions.
        questions: those that belong to no undertaking that is shown.
        exchanges: what we sent, by date.
        replies: how it was answered.
        course: open questions over time.
        parties: open questions by organization.
    """

    slug: str
    title: str
    language: str
    organizations: tuple[Organization, ...]
    documents: tuple[Public, ...]
    undertakings: tuple[Undertaking, ...]
    questions: tuple[Question, ...]
    exchanges: tuple[Exchange, ...]
    replies: ReplyFigures
    course: tuple[CoursePoint, ...]
    parties: tuple[PartyFigures, ...]

    @property
    def all_questions(self) -> tuple[Question, ...]:
        """Every question that is shown."""
        return (*(question for row in self.undertakings for question in row.questions), *self.questions)


@dataclass(frozen=True, slots=True)
class ComparedQuestion:
    """A question that a campaign asks; `text` is Markdown in `language`."""

    id: str
    text: str
    language: str


@dataclass(frozen=True, slots=True)
class ComparedCompany:
    """A company by the slug of its thread; `statuses` are those of the table's questions, empty where not asked."""

    thread: str
    name: str
    statuses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """A campaign's table: how each company dealt with each question."""

    questions: tuple[ComparedQuestion, ...]
    companies: tuple[ComparedCompany, ...]


@dataclass(frozen=True, slots=True)
class Site:
    """A site.

    Attributes:
        title: its name.
        language: of its own words, BCP 47.
        base_url: where it will stand, ending in a slash; or empty.
        as_of: the day that deadlines are counted to.
        threads: in the order given.
        table: of a campaign, or None.
    """

    title: str
    language: str
    base_url: str
    as_of: date
    threads: tuple[Thread, ...]
    table: Compared | None = None
