"""A bundle into the store.

Rows are inserted a table at a time, which is many times faster than one by one; the caller's transaction makes the
whole import one act.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session, col, func, select

from correspondence.bundle import campaigns, schema
from correspondence.records.base import Record
from correspondence.records.letter import (
    Addressee,
    Appendix,
    AppendixQuestion,
    AppendixUndertaking,
    Letter,
    LetterReply,
    Revision,
)
from correspondence.records.message import Message, MessageFile, MessageReply, Passage
from correspondence.records.question import Assessment, Question, QuestionAsked, Undertaking, UndertakingBy
from correspondence.records.signon import Answer, Call, Mail, Publication, Signatory, SignOn
from correspondence.records.thread import Contact, Organization, Parent, Thread
from correspondence.store import originals

Ids = dict[str, int]


def load(session: Session, bundle: schema.ThreadBundle) -> None:
    """Store a thread that is not there yet. `references` has found no fault in it."""
    thread_id = _insert(session, Thread, [_thread_row(bundle.thread)])[0]
    add(session, thread_id, bundle, Known(), parts=bundle.thread)


class Known:
    """What a thread in the store holds already, by the names that a bundle uses."""

    def __init__(self) -> None:
        self.organizations: Ids = {}
        self.contacts: Ids = {}
        self.messages: Ids = {}
        self.letters: Ids = {}
        self.undertakings: Ids = {}
        self.questions: Ids = {}

    @classmethod
    def of(cls, session: Session, thread_id: int) -> "Known":
        """Read it from the store."""
        known = cls()
        for model, name, home in (
            (Organization, Organization.name, known.organizations),
            (Contact, Contact.name, known.contacts),
            (Message, Message.identifier, known.messages),
            (Letter, Letter.identifier, known.letters),
            (Undertaking, Undertaking.identifier, known.undertakings),
            (Question, Question.identifier, known.questions),
        ):
            rows = session.exec(select(name, model.id).where(model.thread_id == thread_id)).all()
            home.update({key: identity for key, identity in rows if identity is not None})
        return known


def add(
    session: Session, thread_id: int, bundle: schema.ThreadBundle, known: Known, *, parts: schema.Thread | None = None
) -> None:
    """Store everything in `bundle` under a thread; names may refer to what is `known` already.

    Args:
        session: of the change under way.
        thread_id: the thread's row.
        bundle: only what is to be added.
        known: what is there; it grows by what is added.
        parts: whose organizations and contacts to add.
    """
    if parts is not None:
        _add_parties(session, thread_id, parts, known)
    for original in bundle.originals:
        originals.keep(session, original.content, extension=original.extension)
    rows = [_message_row(thread_id, document) for document in bundle.messages]
    known.messages |= _named(session, Message, "identifier", rows)
    known.letters |= _named(session, Letter, "identifier", [_letter_row(thread_id, d) for d in bundle.letters])
    _add_message_links(session, bundle, known)
    _add_undertakings(session, thread_id, bundle, known)
    _add_questions(session, thread_id, bundle, known)
    for document in bundle.letters:
        owner = known.letters[document.letter.id]
        add_letter_links(session, owner, document.letter, known)
        campaigns.join(session, owner, document)
        add_revisions(session, owner, document.revisions)
        add_signons(session, owner, document.signons)
        add_signon_correspondence(session, owner, document)


def add_assessments(session: Session, question_id: int, entries: Iterable[schema.Assessment], known: Known) -> None:
    """Add verdicts on a question, after those that are there."""
    entries = list(entries)
    first = _next_position(session, Assessment, Assessment.question_id == question_id)
    rows = [
        {
            "question_id": question_id,
            "message_id": known.messages[entry.message],
            "position": position,
            "verdict": entry.verdict,
            "manner": entry.manner,
            "note": entry.note,
            "judged_by": entry.by,
            "judged_at": entry.at,
            "retracted_by": entry.retracted_by,
            "retracted_at": entry.retracted_at,
            "retracted_why": entry.retracted_why,
        }
        for position, entry in enumerate(entries, start=first)
    ]
    ids = _insert(session, Assessment, rows)
    owned = [("assessment_id", owner, entry.passage) for owner, entry in zip(ids, entries, strict=True)]
    _add_passages(session, owned, known)


def add_signons(session: Session, letter_id: int, entries: Iterable[schema.SignOn]) -> None:
    """Add sign-ons in the order given, after those that are there; new signatories enter the directory."""
    entries = list(entries)
    named = {entry.signatory: entry.kind for entry in entries if entry.signatory}
    directory = add_signatories(session, [schema.Signatory(name=name, kind=kind) for name, kind in named.items()])
    first = _next_position(session, SignOn, SignOn.letter_id == letter_id)
    rows = []
    for position, entry in enumerate(entries, start=first):
        row = entry.model_dump(exclude={"signatory", "at"})
        row |= {"letter_id": letter_id, "position": position, "signed_at": entry.at}
        row["signatory_id"] = directory[entry.signatory] if entry.signatory else None
        rows.append(row)
    _insert(session, SignOn, rows)


def add_signon_correspondence(session: Session, letter_id: int, document: schema.LetterDocument) -> None:
    """Add a letter's call, its answers, its mails and its publications; the sign-ons they name are there."""
    rows = session.exec(select(SignOn.name, SignOn.id).where(SignOn.letter_id == letter_id)).all()
    signons: Ids = {}
    for name, identity in sorted(rows, key=lambda row: row[1] or 0):
        signons.setdefault(name, identity or 0)
    if document.call is not None:
        _insert(session, Call, [document.call.model_dump(mode="json") | {"letter_id": letter_id}])
    taken = set(session.exec(select(Answer.number).where(Answer.letter_id == letter_id)).all())
    answers = []
    for answer in document.answers:
        number = answer.number if answer.number not in taken else max(taken) + 1
        taken.add(number)
        row = answer.model_dump(mode="json", exclude={"signon"}) | {"letter_id": letter_id, "number": number}
        answers.append(row | {"signon_id": signons[answer.signon] if answer.signon else None})
    _insert(session, Answer, answers)
    mails = [
        mail.model_dump(mode="json", exclude={"name"}) | {"letter_id": letter_id, "signon_id": signons[mail.name]}
        for mail in document.mails
    ]
    _insert(session, Mail, mails)
    published = [
        entry.model_dump(mode="json", include={"revision", "note"})
        | {"letter_id": letter_id, "published_at": entry.at, "published_by": entry.by}
        | {"printed": [printed.model_dump(mode="json", exclude_none=True) for printed in entry.printed]}
        for entry in document.publications
    ]
    _insert(session, Publication, published)


def add_signatories(session: Session, entries: Iterable[schema.Signatory]) -> Ids:
    """Add to the directory those whose name is not in it.

    Returns:
        The directory's rows by name.
    """
    rows_there = session.exec(select(Signatory.name, Signatory.id)).all()
    there: Ids = {name: identity for name, identity in rows_there if identity is not None}
    new = {entry.name: entry for entry in entries if entry.name not in there}
    rows = [entry.model_dump(mode="json") for entry in new.values()]
    return there | _named(session, Signatory, "name", rows)


def _thread_row(thread: schema.Thread) -> dict[str, Any]:
    return thread.model_dump(include={"slug", "title", "language", "summary", "reply_due_days"})


def _message_row(thread_id: int, document: schema.MessageDocument) -> dict[str, Any]:
    row = document.message.model_dump(exclude={"id", "in_reply_to", "files"})
    return row | {"thread_id": thread_id, "identifier": document.message.id, "body": document.body}


def _letter_row(thread_id: int, document: schema.LetterDocument) -> dict[str, Any]:
    row = document.letter.model_dump(exclude={"id", "in_reply_to", "addressee", "appendix", "campaign"})
    return row | {"thread_id": thread_id, "identifier": document.letter.id, "body": document.body}


def _add_parties(session: Session, thread_id: int, thread: schema.Thread, known: Known) -> None:
    position = _next_position(session, Organization, Organization.thread_id == thread_id)
    rows = [
        entry.model_dump(exclude={"parent"}) | {"thread_id": thread_id, "position": position + n}
        for n, entry in enumerate(thread.organization)
    ]
    known.organizations |= _named(session, Organization, "name", rows)
    parents = [
        {
            "organization_id": known.organizations[entry.name],
            "position": n,
            "parent_id": known.organizations[parent.name],
            "since": parent.since,
            "until": parent.until,
        }
        for entry in thread.organization
        for n, parent in enumerate(entry.parent)
    ]
    _insert(session, Parent, parents)
    position = _next_position(session, Contact, Contact.thread_id == thread_id)
    contacts = []
    for n, contact in enumerate(thread.contact):
        row = contact.model_dump(exclude={"organization"}) | {"thread_id": thread_id, "position": position + n}
        row["organization_id"] = known.organizations[contact.organization] if contact.organization else None
        contacts.append(row)
    for contact, identity in zip(thread.contact, _insert(session, Contact, contacts), strict=True):
        known.contacts.setdefault(contact.name, identity)


def _add_message_links(session: Session, bundle: schema.ThreadBundle, known: Known) -> None:
    replies, files = [], []
    for document in bundle.messages:
        owner = known.messages[document.message.id]
        for position, name in enumerate(document.message.in_reply_to):
            replies.append({"message_id": owner, "position": position} | _place(name, known, "to_"))
        for position, file in enumerate(document.message.files):
            files.append({"message_id": owner, "position": position} | file.model_dump())
    _insert(session, MessageReply, replies)
    _insert(session, MessageFile, files)


def _add_undertakings(session: Session, thread_id: int, bundle: schema.ThreadBundle, known: Known) -> None:
    first = _next_position(session, Undertaking, Undertaking.thread_id == thread_id)
    rows = [
        entry.model_dump(include={"statement", "status", "finding"})
        | {"thread_id": thread_id, "identifier": entry.id, "position": position}
        for position, entry in enumerate(bundle.undertakings, start=first)
    ]
    known.undertakings |= _named(session, Undertaking, "identifier", rows)
    by = [
        {
            "undertaking_id": known.undertakings[entry.id],
            "position": position,
            "organization_id": known.organizations[name],
        }
        for entry in bundle.undertakings
        for position, name in enumerate(entry.by)
    ]
    _insert(session, UndertakingBy, by)
    owned = [("undertaking_id", known.undertakings[entry.id], entry.passage) for entry in bundle.undertakings]
    _add_passages(session, owned, known)


def _add_questions(session: Session, thread_id: int, bundle: schema.ThreadBundle, known: Known) -> None:
    first = _next_position(session, Question, Question.thread_id == thread_id)
    rows = []
    for position, entry in enumerate(bundle.questions, start=first):
        row = entry.model_dump(include={"text", "tags", "withdrawn"})
        row |= {"thread_id": thread_id, "identifier": entry.id, "position": position}
        row["undertaking_id"] = known.undertakings[entry.undertaking] if entry.undertaking else None
        rows.append(row)
    known.questions |= _named(session, Question, "identifier", rows)
    asked = []
    for entry in bundle.questions:
        owner = known.questions[entry.id]
        for position, place in enumerate(entry.asked_in):
            words = {"question_id": owner, "position": position, "wording": place.wording}
            asked.append(words | _place(place.id, known, ""))
        if entry.superseded_by:
            question = session.get_one(Question, owner)
            question.superseded_by_id = known.questions[entry.superseded_by]
    _insert(session, QuestionAsked, asked)
    owned = [("question_id", known.questions[entry.id], entry.passage) for entry in bundle.questions]
    _add_passages(session, owned, known)
    for entry in bundle.questions:
        if entry.assessment:
            add_assessments(session, known.questions[entry.id], entry.assessment, known)


def add_letter(session: Session, thread_id: int, document: schema.LetterDocument, known: Known) -> int:
    """Store a letter's draft in a thread that is there; gives back its row's id."""
    known.letters |= _named(session, Letter, "identifier", [_letter_row(thread_id, document)])
    owner = known.letters[document.letter.id]
    add_letter_links(session, owner, document.letter, known)
    campaigns.join(session, owner, document)
    return owner


def add_letter_links(session: Session, owner: int, letter: schema.Letter, known: Known) -> None:
    """Store what a letter replies to, whom it is to, and its appendices."""
    _insert(
        session,
        LetterReply,
        [
            {"letter_id": owner, "position": position, "message_id": known.messages[name]}
            for position, name in enumerate(letter.in_reply_to)
        ],
    )
    addressees = []
    for position, addressee in enumerate(letter.addressee):
        row = addressee.model_dump(exclude={"contact"}) | {"letter_id": owner, "position": position}
        row["contact_id"] = known.contacts[addressee.contact] if addressee.contact else None
        addressees.append(row)
    _insert(session, Addressee, addressees)
    appendices = [
        appendix.model_dump(exclude={"undertakings", "questions"}) | {"letter_id": owner, "position": position}
        for position, appendix in enumerate(letter.appendix)
    ]
    ids = _insert(session, Appendix, appendices)
    listed = [
        {"appendix_id": appendix_id, "position": position, "undertaking_id": known.undertakings[name]}
        for appendix_id, appendix in zip(ids, letter.appendix, strict=True)
        for position, name in enumerate(appendix.undertakings)
    ]
    _insert(session, AppendixUndertaking, listed)
    chosen = [
        {"appendix_id": appendix_id, "position": position, "question_id": known.questions[name]}
        for appendix_id, appendix in zip(ids, letter.appendix, strict=True)
        for position, name in enumerate(appendix.questions)
    ]
    _insert(session, AppendixQuestion, chosen)


def add_revisions(session: Session, letter_id: int, documents: Iterable[schema.RevisionDocument]) -> None:
    """Add frozen texts to a letter."""
    rows = [
        {
            "letter_id": letter_id,
            "number": document.revision.number,
            "kind": document.revision.kind,
            "frozen_at": document.revision.at,
            "frozen_by": document.revision.by,
            "note": document.revision.note,
            "digest": document.revision.digest,
            "body": document.body,
        }
        for document in documents
    ]
    _insert(session, Revision, rows)


def _add_passages(session: Session, owned: Iterable[tuple[str, int, Iterable[schema.Passage]]], known: Known) -> None:
    rows = []
    for column, owner, entries in owned:
        for position, entry in enumerate(entries):
            row = entry.model_dump(include={"exact", "prefix", "suffix"})
            row |= {
                "undertaking_id": None,
                "assessment_id": None,
                "question_id": None,
                "position": position,
                column: owner,
            }
            row |= {"message_id": known.messages[entry.message], "start_at": entry.start, "end_at": entry.end}
            rows.append(row)
    _insert(session, Passage, rows)


def _place(name: str, known: Known, prefix: str) -> dict[str, Any]:
    """Where something was put: a message of that identifier, else a letter."""
    message = known.messages.get(name)
    letter = known.letters[name] if message is None else None
    return {f"{prefix}message_id": message, f"{prefix}letter_id": letter}


def _next_position(session: Session, model: Any, condition: Any) -> int:
    last = session.exec(select(func.max(model.position)).where(condition)).one()
    return 0 if last is None else last + 1


def _insert(session: Session, model: type[Record], rows: list[dict[str, Any]]) -> list[int]:
    """Insert rows; gives back their ids in order, for a table that has an id."""
    if not rows:
        return []
    if "id" not in model.model_fields:
        session.execute(insert(model), rows)
        return []
    statement = insert(model).returning(col(model.id), sort_by_parameter_order=True)  # type: ignore[attr-defined]  # seen above
    return list(session.execute(statement, rows).scalars())


def _named(session: Session, model: type[Record], name: str, rows: Sequence[Mapping[str, Any]]) -> Ids:
    ids = _insert(session, model, [dict(row) for row in rows])
    return {row[name]: identity for row, identity in zip(rows, ids, strict=True)}
