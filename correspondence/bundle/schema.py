"""What each file of a bundle may hold: the format, version 1, as models that refuse everything else.

A model's fields stand in the order in which they are written.
"""

from functools import cache
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from correspondence.bundle.values import (
    EXTENSION,
    Date,
    Digest,
    Email,
    Filled,
    FilledLine,
    Identifier,
    Language,
    Line,
    Moment,
    Text,
    as_list,
)
from correspondence.vocabulary import (
    AnswerState,
    AppendixKind,
    AppendixShow,
    Channel,
    Direction,
    MailKind,
    MailState,
    Manner,
    MessageKind,
    OrganizationKind,
    RevisionKind,
    Says,
    SignatoryKind,
    SignOnStatus,
    UndertakingStatus,
    Verdict,
    Visibility,
)

FORMAT_VERSION = 1
MAX_TEXT_BYTES = 32 << 20

Position = Annotated[int, Field(ge=0, le=MAX_TEXT_BYTES)]


class Entry(BaseModel):
    """Base of every model: unknown keys are errors, and an empty value is no value."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, use_enum_values=True)

    @model_validator(mode="before")
    @classmethod
    def _drop_empty(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        required = _required(cls)
        return {key: value for key, value in data.items() if value not in ("", [], {}) or key in required}


@cache
def _required(model: type[Entry]) -> frozenset[str]:
    """The keys that a model must have."""
    return frozenset(f.alias or n for n, f in model.model_fields.items() if f.is_required())


class Parent(Entry):
    """An organization that owned or controlled another, and when."""

    name: FilledLine
    since: Date | None = Field(default=None, alias="from")
    until: Date | None = None


class Organization(Entry):
    """An organization that takes part in a thread.

    One owner is written as `parent`, with `from` and `until` beside it; several as `[[organization.parent]]`.
    """

    name: FilledLine
    kind: OrganizationKind | None = None
    names: dict[Language, FilledLine] = {}
    country: Line | None = None
    url: Line | None = None
    parent: tuple[Parent, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _gather_parents(cls, data: Any) -> Any:
        if not isinstance(data, dict) or not isinstance(data.get("parent"), str | dict):
            return data
        data = dict(data)
        parent = data["parent"]
        if isinstance(parent, str):
            dates = {key: data.pop(key) for key in ("from", "until") if key in data}
            parent = {"name": parent} | dates
        data["parent"] = [parent]
        return data


class Contact(Entry):
    """A person at one of the organizations, in a role, for a time."""

    name: FilledLine
    honorific: Line | None = None
    role: Line | None = None
    organization: FilledLine | None = None
    email: Email | None = None
    since: Date | None = Field(default=None, alias="from")
    until: Date | None = None


class Thread(Entry):
    """`thread.toml`."""

    format: int
    slug: Identifier
    title: FilledLine
    language: Language
    summary: Text | None = None
    reply_due_days: Annotated[int, Field(ge=0, le=36_500)] | None = None
    organization: tuple[Organization, ...] = ()
    contact: tuple[Contact, ...] = ()


class File(Entry):
    """An original that a message came as, or with."""

    sha256: Digest
    name: Line | None = None
    media_type: Line | None = None


class Message(Entry):
    """The front matter of `messages/ID.md`; `in_reply_to` names messages or letters."""

    id: Identifier
    direction: Direction
    kind: MessageKind | None = None
    date: Date | None = None
    received: Moment | None = None
    author: Line | None = None
    recipients: tuple[FilledLine, ...] = ()
    title: Line | None = None
    language: Language | None = None
    url: Line | None = None
    archive_url: Line | None = None
    message_id: Line | None = None
    in_reply_to: Annotated[tuple[Identifier, ...], BeforeValidator(as_list)] = ()
    files: tuple[File, ...] = ()
    visibility: Visibility | None = None
    assessed: bool = False


class Passage(Entry):
    """Words of a message: TextQuoteSelector and TextPositionSelector of the W3C Web Annotation Data Model."""

    message: Identifier
    exact: Filled
    prefix: Text | None = None
    suffix: Text | None = None
    start: Position | None = None
    end: Position | None = None

    @model_validator(mode="after")
    def _positions(self) -> "Passage":
        if (self.start is None) != (self.end is None):
            raise ValueError("start and end go together")
        if self.start is not None and self.end is not None and self.start > self.end:
            raise ValueError("start lies after end")
        return self


class Undertaking(Entry):
    """An entry of `undertakings.toml`."""

    id: Identifier
    by: Annotated[tuple[FilledLine, ...], BeforeValidator(as_list)] = ()
    statement: Filled
    status: UndertakingStatus | None = None
    finding: Text | None = None
    passage: tuple[Passage, ...] = ()


class Asked(Entry):
    """Where a question was put, and in which words there."""

    id: Identifier
    wording: Text | None = None

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, data: Any) -> Any:
        if isinstance(data, str):
            return {"id": data}
        if isinstance(data, dict):
            for name in ("message", "letter"):
                if name in data and "id" not in data:
                    return {"id": data[name]} | {key: value for key, value in data.items() if key != name}
        return data


class Assessment(Entry):
    """A verdict on what one message says to the question; one that was taken back says when, and holds no more."""

    message: Identifier
    verdict: Verdict
    manner: Manner | None = None
    note: Text | None = None
    by: Line | None = None
    at: Moment | None = None
    retracted_by: Line | None = None
    retracted_at: Moment | None = None
    retracted_why: Line | None = None
    passage: tuple[Passage, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _own_passages(cls, data: Any) -> Any:
        """A passage that names no message is one of the message assessed."""
        if not isinstance(data, dict) or not isinstance(data.get("passage"), list):
            return data
        message = data.get("message")
        own = [({"message": message} | entry) if isinstance(entry, dict) else entry for entry in data["passage"]]
        return data | {"passage": own}


class Question(Entry):
    """An entry of `questions.toml`; its passages are the words that gave rise to it."""

    id: Identifier
    undertaking: Identifier | None = None
    text: Filled
    asked_in: Annotated[tuple[Asked, ...], BeforeValidator(as_list)] = ()
    tags: tuple[FilledLine, ...] = ()
    withdrawn: Text | None = None
    superseded_by: Identifier | None = None
    passage: tuple[Passage, ...] = ()
    assessment: tuple[Assessment, ...] = ()


class Addressee(Entry):
    """To whom a letter goes: a contact of the thread, or a name, role and organization written out."""

    contact: FilledLine | None = None
    name: Line | None = None
    role: Line | None = None
    organization: Line | None = None
    cc: bool = False

    @model_validator(mode="after")
    def _somebody(self) -> "Addressee":
        if not (self.contact or self.name or self.role or self.organization):
            raise ValueError("names nobody: give contact, or name, role or organization")
        return self


class Appendix(Entry):
    """An appendix of a letter."""

    label: Line | None = None
    title: Line | None = None
    kind: AppendixKind
    columns: tuple[Line, ...] = ()
    undertakings: tuple[Identifier, ...] = ()
    questions: tuple[Identifier, ...] = ()
    show: tuple[AppendixShow, ...] = ()
    campaign: Identifier | None = None
    body: Text | None = None


class Campaign(Entry):
    """The front matter of `campaigns/ID.md`: what the letters of a campaign share; `threads` are slugs in order."""

    id: Identifier
    title: FilledLine
    template: FilledLine | None = None
    language: Language | None = None
    date: Date | None = None
    reply_by: Date | None = None
    embargo: Moment | None = None
    threads: tuple[Identifier, ...] = ()


class Letter(Entry):
    """The front matter of `letters/ID/letter.md`."""

    id: Identifier
    title: FilledLine
    date: Date | None = None
    language: Language | None = None
    template: FilledLine | None = None
    campaign: Identifier | None = None
    in_reply_to: Annotated[tuple[Identifier, ...], BeforeValidator(as_list)] = ()
    salutation: Line | None = None
    closing: Line | None = None
    embargo: Moment | None = None
    reply_by: Date | None = None
    addressee: tuple[Addressee, ...] = ()
    appendix: tuple[Appendix, ...] = ()


class Revision(Entry):
    """The front matter of `letters/ID/revisions/0001.md`."""

    number: Annotated[int, Field(ge=1, le=9999)]
    kind: RevisionKind
    at: Moment | None = None
    by: Line | None = None
    note: Text | None = None
    digest: Digest


class SignOn(Entry):
    """An entry of `letters/ID/signons.toml`."""

    name: FilledLine
    signatory: FilledLine | None = None
    kind: SignatoryKind | None = None
    representative: Line | None = None
    role: Line | None = None
    email: Email | None = None
    country: Line | None = None
    status: SignOnStatus
    revision: Digest | None = None
    channel: Channel | None = None
    evidence: Digest | None = None
    at: Moment | None = None


class Call(Entry):
    """The `[call]` of `signons.toml`: by when to sign, and with which mail it was asked; see `records.signon.Call`."""

    deadline: Moment
    zone: FilledLine
    template: FilledLine
    revision: Digest
    attach: tuple[FilledLine, ...] = ()


class Mail(Entry):
    """A `[[mail]]` of `signons.toml`; `name` is the sign-on's. See `records.signon.Mail`."""

    message_id: FilledLine
    name: FilledLine
    address: Email
    kind: MailKind
    round: Annotated[int, Field(ge=1, le=9999)] = 1
    language: Language
    revision: Digest
    earlier: Digest | None = None
    state: MailState
    tokens: tuple[Digest, ...] = ()
    tries: Annotated[int, Field(ge=0, le=9999)] = 0
    queued_at: Moment | None = None
    tried_at: Moment | None = None
    sent_at: Moment | None = None
    not_before: Moment | None = None
    said: Line | None = None


class Answer(Entry):
    """An `[[answer]]` of `signons.toml`; `signon` is the name of the sign-on that came of it.

    See `records.signon.Answer`.
    """

    number: Annotated[int, Field(ge=1, le=MAX_TEXT_BYTES)]
    key: Digest
    channel: Channel
    state: AnswerState
    says: Says
    signon: FilledLine | None = None
    name: Line | None = None
    kind: SignatoryKind | None = None
    representative: Line | None = None
    role: Line | None = None
    email: Email | None = None
    country: Line | None = None
    comments: Text | None = None
    revision: Digest | None = None
    passage: Text | None = None
    sender: Line | None = None
    matched: Line | None = None
    dkim: Line | None = None
    checks: tuple[Line, ...] = ()
    cells: dict[FilledLine, Filled] = {}
    fault: Line | None = None
    evidence: Digest | None = None
    place: Annotated[int, Field(ge=1, le=MAX_TEXT_BYTES)] | None = None
    said_at: Moment | None = None
    received_at: Moment
    decided_at: Moment | None = None
    decided_by: Line | None = None


class Printed(Entry):
    """A name as it was printed under a published text; `logo` is the digest of the picture of its mark."""

    name: FilledLine
    kind: SignatoryKind | None = None
    representative: Line | None = None
    role: Line | None = None
    country: Line | None = None
    sort_as: Line | None = None
    logo: Digest | None = None


class Publication(Entry):
    """A `[[publication]]` of `signons.toml`: a text, when it was published, and the names under it, in order."""

    revision: Digest
    at: Moment
    by: Line | None = None
    note: Text | None = None
    printed: tuple[Printed, ...] = ()


class DirectoryContact(Entry):
    """Whom to write to at a signatory, and in which language."""

    name: Line | None = None
    role: Line | None = None
    email: Email | None = None
    language: Language | None = None


class Signatory(Entry):
    """An entry of `signatories/*.toml`; a contact is an address, or a table with name, role and email.

    `distinct_from` are names of others that look like this one, and are others: a person has said so.
    """

    name: FilledLine
    names: dict[Language, FilledLine] = {}
    kind: SignatoryKind | None = None
    sort_as: Line | None = None
    country: Line | None = None
    url: Line | None = None
    domains: tuple[FilledLine, ...] = ()
    contacts: tuple[Line | DirectoryContact, ...] = ()
    logo: Line | None = None
    aliases: tuple[FilledLine, ...] = ()
    distinct_from: tuple[FilledLine, ...] = ()


class UndertakingsFile(Entry):
    """`undertakings.toml` as a whole."""

    undertaking: tuple[Undertaking, ...] = ()


class QuestionsFile(Entry):
    """`questions.toml` as a whole."""

    question: tuple[Question, ...] = ()


class SignOnsFile(Entry):
    """`signons.toml` as a whole."""

    call: Call | None = None
    signon: tuple[SignOn, ...] = ()
    answer: tuple[Answer, ...] = ()
    mail: tuple[Mail, ...] = ()
    publication: tuple[Publication, ...] = ()


class DirectoryFile(Entry):
    """A file of `signatories/` as a whole."""

    signatory: tuple[Signatory, ...] = ()


class MessageDocument(Entry):
    """A message and its text."""

    message: Message
    body: Text = ""


class RevisionDocument(Entry):
    """A frozen text and its data."""

    revision: Revision
    body: Text = ""


class LetterDocument(Entry):
    """A letter: its draft, its frozen texts, and who signed which."""

    letter: Letter
    body: Text = ""
    revisions: tuple[RevisionDocument, ...] = ()
    signons: tuple[SignOn, ...] = ()
    call: Call | None = None
    answers: tuple[Answer, ...] = ()
    mails: tuple[Mail, ...] = ()
    publications: tuple[Publication, ...] = ()


class Original(Entry):
    """A file as it came in; `extension` is the ending of its name in the bundle, without the dot."""

    sha256: Digest
    extension: Annotated[str, Field(pattern=rf"^({EXTENSION.pattern})?$")] = ""
    content: bytes = b""

    @property
    def file_name(self) -> str:
        """Its name in `files/`."""
        return f"{self.sha256}.{self.extension}" if self.extension else self.sha256


class CampaignDocument(Entry):
    """`campaigns/ID.md`: what the letters of a campaign share, and the text that they began with."""

    campaign: Campaign
    body: Text = ""


class ThreadBundle(Entry):
    """A whole bundle. Messages and letters stand in the order of their identifiers.

    `campaigns` are those that its letters belong to, when they were found beside it: they lie outside its folder.
    """

    thread: Thread
    undertakings: tuple[Undertaking, ...] = ()
    questions: tuple[Question, ...] = ()
    messages: tuple[MessageDocument, ...] = ()
    letters: tuple[LetterDocument, ...] = ()
    originals: tuple[Original, ...] = ()
    campaigns: tuple[CampaignDocument, ...] = ()
