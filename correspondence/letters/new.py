"""Beginning a letter: what may go in, and a draft whose body already says what can be derived.

`choices` is what a screen or a command offers; `Request` what a person chose; `plan` makes the letter of it, and `add`
stores it.
"""

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlmodel import Session, select

from correspondence.bundle import load, schema
from correspondence.errors import CorrespondenceError, NotFoundError
from correspondence.letters import opening, templates
from correspondence.letters.context import company_of
from correspondence.letters.edit import refuse_unknown, validated
from correspondence.letters.templates import Template
from correspondence.letters.words import gender, honorific_in
from correspondence.overview import letters, organizations, questions, threads, timeline
from correspondence.overview.organizations import ContactRow
from correspondence.overview.questions import QuestionRow, UndertakingRow
from correspondence.overview.timeline import MessageRow
from correspondence.records.thread import Thread
from correspondence.store.reading import Reader
from correspondence.text.dates import PartialDate
from correspondence.text.locale import colon
from correspondence.vocabulary import AppendixKind, Direction, UndertakingStatus
from correspondence.workspace import Workspace

_LONGEST_NAME = 60
_WORD = re.compile(r"[a-z0-9]+")
_ASKING = (AppendixKind.UNRESOLVED_QUESTIONS, AppendixKind.ALL_QUESTIONS)
TOLD = (AppendixKind.TIMELINE, AppendixKind.CONTRADICTIONS, AppendixKind.CAMPAIGN_TABLE)


@dataclass(frozen=True, slots=True)
class QuestionChoice:
    """A question that may go in.

    Attributes:
        question: the question, its status, how often and since when it was asked.
        ticked: whether it goes in unless a person says otherwise: the unresolved ones.
    """

    question: QuestionRow
    ticked: bool


@dataclass(frozen=True, slots=True)
class UndertakingChoice:
    """An undertaking that may go in; ticked are those that were not fulfilled."""

    undertaking: UndertakingRow
    ticked: bool


@dataclass(frozen=True, slots=True)
class MessageChoice:
    """A message that may be answered; ticked is the newest that came in, unless a letter answers it already.

    Attributes:
        message: the message.
        ticked: whether it is answered unless a person says otherwise.
        answered: whether a letter answers it already.
    """

    message: MessageRow
    ticked: bool
    answered: bool = False


@dataclass(frozen=True, slots=True)
class ContactChoice:
    """Whom the letter may be to; `serves` says whether the person is in that role today, as far as is known."""

    contact: ContactRow
    serves: bool


@dataclass(frozen=True, slots=True)
class Choices:
    """All that may go into a new letter of a thread.

    Attributes:
        thread: the thread's slug.
        language: the thread's, BCP 47.
        templates: the names of those there are.
        contacts: in the thread's order.
        messages: those that came in, the newest first.
        questions: in the thread's order, those that are withdrawn or replaced left out.
        undertakings: in the thread's order.
        reply_by: a day for the reply, by the thread's custom; empty without one.
    """

    thread: str
    language: str
    templates: tuple[str, ...]
    contacts: tuple[ContactChoice, ...]
    messages: tuple[MessageChoice, ...]
    questions: tuple[QuestionChoice, ...]
    undertakings: tuple[UndertakingChoice, ...]
    reply_by: str


@dataclass(frozen=True, slots=True)
class Request:
    """What a person chose for a new letter; what is None or empty is derived.

    Attributes:
        thread: the thread's slug.
        template: the template's name.
        identifier: the letter's; else from its date and title.
        title: else the template's in words; `{organization}` in it is whom the letter is to.
        language: BCP 47; else the thread's.
        date: partial date, or None.
        reply_by: partial date; else by the thread's custom, when the letter has a date.
        to: contacts of the thread by name, or others as `Name; role; organization`; else the first who serves.
        cc: the same, for copies.
        in_reply_to: messages; None for the newest that came in up to the letter's date and nobody has answered; what is
            marked private is not answered in public of itself.
        questions: identifiers; None for all unresolved ones.
        undertakings: identifiers; None for all that were not fulfilled.
        appendices: kinds; None for those of the template.
        campaign: the campaign that a `campaign-table` shows, or empty.
    """

    thread: str
    template: str = templates.DEFAULT
    identifier: str = ""
    title: str = ""
    language: str = ""
    date: str | None = None
    reply_by: str | None = None
    to: Sequence[str] = ()
    cc: Sequence[str] = ()
    in_reply_to: Sequence[str] | None = None
    questions: Sequence[str] | None = None
    undertakings: Sequence[str] | None = None
    appendices: Sequence[str] | None = field(default=None)
    campaign: str = ""


def choices(reader: Reader, workspace: Workspace, slug: str, today: date) -> Choices:
    """What may go into a new letter of a thread.

    Raises:
        NotFoundError: there is no such thread.
    """
    thread = threads.thread(reader, slug)
    incoming = [m for m in timeline.timeline(reader, slug) if m.direction == Direction.INCOMING][::-1]
    answered = {name for row in letters.letters(reader, slug) for name in _answers(reader, row.id, slug)}
    newest = incoming[0].id if incoming and incoming[0].id not in answered else ""
    return Choices(
        thread=slug,
        language=thread.language,
        templates=tuple(templates.names(workspace.template_folders())),
        contacts=tuple(
            ContactChoice(row, row.serves(today.isoformat())) for row in organizations.contacts(reader, slug)
        ),
        messages=tuple(MessageChoice(row, row.id == newest, row.id in answered) for row in incoming),
        questions=tuple(
            QuestionChoice(row, row.unresolved) for row in questions.questions(reader, slug) if not row.asked_no_more
        ),
        undertakings=tuple(
            UndertakingChoice(row, row.status not in (UndertakingStatus.FULFILLED, UndertakingStatus.WITHDRAWN))
            for row in questions.undertakings(reader, slug)
        ),
        reply_by=_reply_by(thread, today.isoformat()),
    )


def plan(reader: Reader, workspace: Workspace, request: Request, today: date) -> schema.LetterDocument:
    """The letter that a request makes: its data, and a body to edit. Nothing is stored.

    Raises:
        NotFoundError: the thread, or what the request names in it, does not exist.
        TemplateError: there is no such template, or its words cannot be read.
        CorrespondenceError: a value is none that a letter can have.
    """
    found = choices(reader, workspace, request.thread, today)
    thread = threads.thread(reader, request.thread)
    language = request.language or thread.language
    template = templates.find(request.template, workspace.template_folders(), language)
    known = [row.contact for row in found.contacts]
    to = people(request.to, known) or [row.contact for row in found.contacts if row.serves][:1]
    cc = people(request.cc, known)
    to = [person for person in to if person not in cc]
    names = organizations.names(reader, request.thread, language)
    organization = (to[0].organization if to else "") or next(iter(thread.organizations), thread.title)
    title = request.title.replace("{organization}", names.get(organization, organization))
    title = title or _title(template, to, thread, language)
    questions_in = _chosen("question", request.questions, [(c.question.id, c.ticked) for c in found.questions])
    promised = _chosen("undertaking", request.undertakings, [(c.undertaking.id, c.ticked) for c in found.undertakings])
    hidden = timeline.marked_private(reader, request.thread) if template.public else frozenset()
    answered = _answered(found, request.date, hidden)
    replies = _chosen(
        "message", request.in_reply_to, [(c.message.id, c.message.id == answered) for c in found.messages]
    )
    appendices = _appendices(request, template, questions_in, promised)
    reply_by = request.reply_by or (_reply_by(thread, request.date) if request.date else "")
    data = {
        "id": request.identifier or _free_identifier(reader, request, title),
        "title": title,
        "date": request.date,
        "language": language if language != thread.language or request.language else None,
        "template": request.template,
        "in_reply_to": replies,
        "salutation": _salutation(template, to),
        "closing": template.catalog.text("closings", template.closing),
        "reply_by": reply_by,
        "addressee": [addressee(p, known) for p in to] + [addressee(p, known, cc=True) for p in cc],
        "appendix": appendices,
    }
    letter = validated({key: value for key, value in data.items() if value})
    matter = opening.Matter(
        thread=request.thread,
        title=title,
        template=template,
        language=language,
        organization=names.get(organization, organization),
        company=company_of(reader, request.thread, organization, names),
        in_reply_to=replies,
        undertakings=promised,
        questions=questions_in,
        asking_appendix=next((str(a["kind"]) for a in appendices if a["kind"] in _ASKING), ""),
        other_appendices=[str(a["kind"]) for a in appendices if a["kind"] in TOLD],
        reply_by=bool(reply_by),
        summary=thread.summary,
    )
    return schema.LetterDocument(letter=letter, body=opening.body(reader, matter))


def _answered(found: Choices, day: str | None, hidden: Collection[str]) -> str:
    """The newest message that a letter of a day can answer, unless one does already; or empty."""
    until = PartialDate.parse(day).latest() if day else date.max
    for choice in found.messages:
        came = choice.message.date
        if choice.message.id not in hidden and not (came and PartialDate.parse(came).earliest() > until):
            return "" if choice.answered else choice.message.id
    return ""


def add(session: Session, thread: str, document: schema.LetterDocument) -> None:
    """Store a letter that `plan` made.

    Raises:
        NotFoundError: the thread does not exist, or has not what the letter names.
        CorrespondenceError: it has a letter of that name.
    """
    row = session.exec(select(Thread).where(Thread.slug == thread)).first()
    if row is None or row.id is None:
        raise NotFoundError(f"there is no thread {thread!r}")
    known = load.Known.of(session, row.id)
    if document.letter.id in known.letters:
        raise CorrespondenceError(f"there is a letter {document.letter.id!r} in {thread!r} already: give another --id")
    refuse_unknown(document.letter, known)
    load.add_letter(session, row.id, document, known)


def _answers(reader: Reader, letter: str, slug: str) -> tuple[str, ...]:
    return letters.letter(reader, letter, slug).in_reply_to


def _reply_by(thread: threads.ThreadRow, day: str) -> str:
    if thread.reply_due_days is None or len(day) != len("2021-02-18"):
        return ""
    return (date.fromisoformat(day) + timedelta(days=thread.reply_due_days)).isoformat()


def people(wanted: Sequence[str], contacts: Sequence[ContactRow]) -> list[ContactRow]:
    """Those whom somebody names: contacts by name, or a part of it that fits no other, and others written out.

    Who is written out as `Name; role; organization` need be no contact.

    Raises:
        NotFoundError: none fits, or several do; says which there are.
    """
    found = []
    for name in wanted:
        if ";" in name:
            found.append(_written_out(name))
            continue
        matching = [contact for contact in contacts if name.casefold() in contact.name.casefold()]
        exact = [contact for contact in matching if contact.name == name]
        if len(exact or matching) != 1:
            known = ", ".join(contact.name for contact in contacts) or "none"
            which = "several contacts fit" if matching else "there is no contact"
            also = "" if matching else "; somebody else is written out: 'Name; role; organization'"
            raise NotFoundError(f"{which} {name!r} (the thread has: {known}{also})")
        found.append((exact or matching)[0])
    return found


def addressee(person: ContactRow, contacts: Sequence[ContactRow], *, cc: bool = False) -> dict[str, object]:
    """A person whom a letter goes to, as its front matter has it: a contact by name, anybody else written out."""
    copy: dict[str, object] = {"cc": True} if cc else {}
    if person in contacts:
        return {"contact": person.name} | copy
    name = " ".join(filter(None, (person.honorific, person.name)))
    entry = {"name": name, "role": person.role, "organization": person.organization}
    return {key: value for key, value in entry.items() if value} | copy


def _written_out(text: str) -> ContactRow:
    name, role, organization = (part.strip() for part in [*text.split(";", maxsplit=2), ""][:3])
    first, _, rest = name.partition(" ")
    honorific, name = (first, rest.strip()) if rest and gender(first) else ("", name)
    return ContactRow(name, honorific, role, organization, email="", since="", until="")


def _chosen(kind: str, wanted: Sequence[str] | None, there: Sequence[tuple[str, bool]]) -> list[str]:
    """What a person chose, in the order of what is there; without a choice what is ticked."""
    if wanted is None:
        return [name for name, ticked in there if ticked]
    known = {name for name, _ in there}
    for name in wanted:
        if name not in known:
            raise NotFoundError(f"there is no {kind} {name!r} that could go in")
    return [name for name, _ in there if name in wanted]


def _appendices(
    request: Request, template: Template, questions_in: Sequence[str], promised: Sequence[str]
) -> list[dict[str, object]]:
    kinds = template.appendices if request.appendices is None else request.appendices
    made: list[dict[str, object]] = []
    for kind in kinds:
        entry: dict[str, object] = {"kind": kind}
        if kind in _ASKING:
            # What a person chose is kept; without a choice the appendix follows the pool.
            entry |= {"questions": list(questions_in) if request.questions is not None else []}
            entry |= {"undertakings": list(promised) if request.undertakings is not None else []}
            entry |= {"show": list(template.show)}
        if kind == AppendixKind.CAMPAIGN_TABLE:
            entry |= {"campaign": request.campaign}
        if kind == AppendixKind.UNRESOLVED_QUESTIONS and not questions_in and request.appendices is None:
            continue
        made.append({key: value for key, value in entry.items() if value})
    return made


def _title(template: Template, to: Sequence[ContactRow], thread: threads.ThreadRow, language: str) -> str:
    whom = (to[0].organization if to else "") or next(iter(thread.organizations), "")
    kind = template.catalog.text("titles", template.name) or template.title or template.name
    return f"{kind}{colon(language)}{whom or thread.title}"


def _free_identifier(reader: Reader, request: Request, title: str) -> str:
    """The letter's date and template as a name that no letter of the thread has."""
    plain = unicodedata.normalize("NFKD", request.template if request.date else title).lower()
    words = "-".join(_WORD.findall("".join(c for c in plain if not unicodedata.combining(c))))[:_LONGEST_NAME]
    name = "-".join(part for part in (request.date or "", words.strip("-") or "letter") if part)
    taken = {row.id for row in letters.letters(reader, request.thread)}
    numbered = (name if n == 1 else f"{name}-{n}" for n in range(1, len(taken) + 2))
    return next(candidate for candidate in numbered if candidate not in taken)


def _salutation(template: Template, to: Sequence[ContactRow]) -> str:
    """How the letter greets: one person by name, as the language has it; several, or nobody known, in general."""
    catalog = template.catalog
    if not template.salutation:
        return ""
    if template.salutation != "plain" or len(to) != 1 or not to[0].name:
        return catalog.text("salutations", template.salutation)
    person = to[0]
    kind = gender(person.honorific)
    title = honorific_in(catalog, person.honorific)
    form = catalog.text("salutations", kind) if kind else ""
    form = form or catalog.text("salutations", "named" if title else "untitled")
    fields = {"title": title, "name": person.name, "surname": person.name.split()[-1]}
    return re.sub(r"{(\w+)}", lambda match: fields.get(match[1], ""), form)
