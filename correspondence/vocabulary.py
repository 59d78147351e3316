"""The closed vocabularies of the bundle format: what a kind, a status or a verdict may be.

Plain enumerations, so that a list command or a screen can name them without loading the database layer.
"""

from enum import StrEnum


class OrganizationKind(StrEnum):
    """What an organization in a thread is."""

    COMPANY = "company"
    INVESTOR = "investor"
    REGULATOR = "regulator"
    MANDATE = "mandate"
    LAW_FIRM = "law-firm"
    MEDIA = "media"
    CIVIL_SOCIETY = "civil-society"
    OTHER = "other"


class Direction(StrEnum):
    """Which way a message went; a reference is a public source to quote."""

    INCOMING = "incoming"
    OUTGOING = "outgoing"
    REFERENCE = "reference"


class MessageKind(StrEnum):
    """What a message or source is."""

    LETTER = "letter"
    EMAIL = "email"
    MEMO = "memo"
    POLICY = "policy"
    INTERVIEW = "interview"
    FILING = "filing"
    REPORT = "report"
    STATEMENT = "statement"
    MEETING = "meeting"
    OTHER = "other"


class Visibility(StrEnum):
    """Whether a message may be shown to the public."""

    PUBLIC = "public"
    PRIVATE = "private"


class UndertakingStatus(StrEnum):
    """What has become of something that a party undertook."""

    OUTSTANDING = "outstanding"
    PARTLY_FULFILLED = "partly-fulfilled"
    FULFILLED = "fulfilled"
    CONTRADICTED = "contradicted"
    WITHDRAWN = "withdrawn"

    @property
    def sign(self) -> str:
        """One character for it, in a list or a table."""
        return _UNDERTAKING_SIGNS[self]


_UNDERTAKING_SIGNS = {
    UndertakingStatus.OUTSTANDING: "❖",
    UndertakingStatus.PARTLY_FULFILLED: "◐",
    UndertakingStatus.FULFILLED: "✓",
    UndertakingStatus.CONTRADICTED: "⇄",
    UndertakingStatus.WITHDRAWN: "✗",
}


class Verdict(StrEnum):
    """What a message does with a question."""

    ANSWERED = "answered"
    PARTIAL = "partial"
    EVADED = "evaded"
    REFUSED = "refused"
    CONTRADICTED = "contradicted"


class Manner(StrEnum):
    """How a reply deals with a question: the typology of replies used for political interviews.

    After Bull and Mayer, "How not to answer questions in political interviews", Political Psychology 14 (1993),
    and the clarity labels of Thomas, Filandrianos, Lymperaiou, Zerva and Stamou, "I Never Said That" (EMNLP 2024).
    """

    EXPLICIT = "explicit"
    IMPLICIT = "implicit"
    GENERAL = "general"
    PARTIAL = "partial"
    DODGING = "dodging"
    DEFLECTION = "deflection"
    DECLINING = "declining"
    CLAIMS_IGNORANCE = "claims-ignorance"
    CLARIFICATION = "clarification"


class QuestionStatus(StrEnum):
    """Where a question stands; always derived, never stored."""

    OPEN = "open"
    PASSED_OVER = "passed-over"
    ANSWERED = "answered"
    PARTIAL = "partial"
    EVADED = "evaded"
    REFUSED = "refused"
    CONTRADICTED = "contradicted"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"

    @property
    def resolved(self) -> bool:
        """Whether nothing more is asked: the question has left the pool."""
        return self in RESOLVED

    @property
    def sign(self) -> str:
        """One character for it, in a list or a table."""
        return _SIGNS[self]


_SIGNS = {
    QuestionStatus.OPEN: "·",
    QuestionStatus.PASSED_OVER: "○",
    QuestionStatus.ANSWERED: "✓",
    QuestionStatus.PARTIAL: "◐",
    QuestionStatus.EVADED: "↷",
    QuestionStatus.REFUSED: "✗",
    QuestionStatus.CONTRADICTED: "⇄",
    QuestionStatus.WITHDRAWN: "–",
    QuestionStatus.SUPERSEDED: "»",
}
RESOLVED = frozenset({QuestionStatus.ANSWERED, QuestionStatus.WITHDRAWN, QuestionStatus.SUPERSEDED})


class AppendixKind(StrEnum):
    """What an appendix of a letter holds."""

    UNRESOLVED_QUESTIONS = "unresolved-questions"
    ALL_QUESTIONS = "all-questions"
    TIMELINE = "timeline"
    CONTRADICTIONS = "contradictions"
    CAMPAIGN_TABLE = "campaign-table"
    TEXT = "text"


class AppendixShow(StrEnum):
    """What an appendix of questions says besides them."""

    ASKED = "asked"
    LEGEND = "legend"


class RevisionKind(StrEnum):
    """Whether a new revision changes what signatories put their name to."""

    EDITORIAL = "editorial"
    SUBSTANTIVE = "substantive"


class SignatoryKind(StrEnum):
    """Who signs: an organization or a person."""

    ORGANIZATION = "organization"
    PERSON = "person"


class SignOnStatus(StrEnum):
    """Where a sign-on stands."""

    INVITED = "invited"
    SIGNED = "signed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Channel(StrEnum):
    """The way a sign-on came in."""

    EMAIL = "email"
    FORM = "form"
    WEB = "web"
    MEETING = "meeting"
    MANUAL = "manual"


class MailKind(StrEnum):
    """What a mail to somebody who is asked to sign is for."""

    CALL = "call"
    REMINDER = "reminder"
    CONFIRMATION = "confirmation"
    """Asks those who signed an earlier text whether they sign the new one."""


class MailState(StrEnum):
    """How far a mail has come."""

    QUEUED = "queued"
    SENDING = "sending"
    """Handed to a server whose answer is not on record: it may have gone or not."""
    SENT = "sent"
    WRITTEN = "written"
    """Written to a file, for somebody to send by other means."""
    FAILED = "failed"
    CANCELLED = "cancelled"


class Says(StrEnum):
    """What an answer to a call says."""

    SIGNS = "signs"
    DECLINES = "declines"
    WITHDRAWS = "withdraws"
    WANTS_CHANGE = "wants-change"
    ASKS = "asks"
    UNCLEAR = "unclear"


class AnswerState(StrEnum):
    """What has become of an answer."""

    PENDING = "pending"
    """It waits for a person to decide."""
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    DUPLICATE = "duplicate"
    """It says what an earlier answer of the same signatory says."""
    FAULTY = "faulty"
    """It cannot be taken down as it stands, and is kept for mending."""

    @property
    def undecided(self) -> bool:
        """Whether a person has still to decide on it."""
        return self in (AnswerState.PENDING, AnswerState.FAULTY)


class SearchKind(StrEnum):
    """What a search finds."""

    RECEIVED = "received"
    SENT = "sent"
    SOURCE = "source"
    """A public source to quote."""
    LETTER = "letter"
    """A letter of ours, as a draft or frozen."""
    QUESTION = "question"
    UNDERTAKING = "undertaking"
    FINDING = "finding"
    """What a person found: of an undertaking, or why a question counts as answered or not."""
    SIGN_ON = "sign-on"
    NAME = "name"


class SearchOrder(StrEnum):
    """In which order hits are shown."""

    NEWEST = "newest"
    RANKED = "ranked"
