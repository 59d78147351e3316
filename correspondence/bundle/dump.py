"""A thread in the store as a bundle."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from sqlmodel import Session, col, select

from correspondence.bundle import campaigns, schema
from correspondence.errors import NotFoundError
from correspondence.records.letter import (
    Addressee,
    Appendix,
    AppendixQuestion,
    AppendixUndertaking,
    Letter,
    LetterReply,
    Revision,
)
from correspondence.records.message import Message, MessageFile, MessageReply, Original, Passage
from correspondence.records.question import Assessment, Question, QuestionAsked, Undertaking, UndertakingBy
from correspondence.records.signon import Answer, Call, Mail, Publication, Signatory, SignOn
from correspondence.records.thread import Contact, Organization, Parent, Thread
from correspondence.text.order import given_or_sorted

Names = dict[int | None, str]

_ANSWER = tuple(name for name in schema.Answer.model_fields if name != "signon")
_MAIL = tuple(name for name in schema.Mail.model_fields if name != "name")


def find_thread(session: Session, slug: str) -> Thread | None:
    """The thread of that slug, or None."""
    return session.exec(select(Thread).where(Thread.slug == slug)).first()


def dump(session: Session, slug: str) -> schema.ThreadBundle:
    """The whole thread as a bundle.

    Raises:
        NotFoundError: there is no such thread.
    """
    thread = find_thread(session, slug)
    if thread is None:
        raise NotFoundError(f"there is no thread {slug!r}")
    return _Dump(session, thread).bundle()


def letter(session: Session, slug: str, identifier: str) -> schema.Letter | None:
    """A letter's data, without its texts; None when the thread has none of that name.

    Raises:
        NotFoundError: there is no such thread.
    """
    thread = find_thread(session, slug)
    if thread is None:
        raise NotFoundError(f"there is no thread {slug!r}")
    return next((data for _, data in _Dump(session, thread).letters() if data.id == identifier), None)


def directory(session: Session, names: Iterable[str] | None = None) -> tuple[schema.Signatory, ...]:
    """The directory of signatories by name, or of those named."""
    wanted = None if names is None else set(names)
    rows = session.exec(select(Signatory).order_by(col(Signatory.name))).all()
    fields = schema.Signatory.model_fields
    return tuple(
        schema.Signatory(**{name: getattr(row, name) for name in fields if getattr(row, name) is not None})
        for row in rows
        if wanted is None or row.name in wanted
    )


class _Dump:
    """One thread's rows, read once each and gathered by their owners."""

    def __init__(self, session: Session, thread: Thread) -> None:
        self._session = session
        self._thread = thread
        self._organizations = self._of_thread(Organization, Organization.position)
        self._messages = self._of_thread(Message, Message.identifier)
        self._letters = self._of_thread(Letter, Letter.identifier)
        self._undertakings = self._of_thread(Undertaking, Undertaking.position)
        self._questions = self._of_thread(Question, Question.position)
        self._contacts = self._of_thread(Contact, Contact.position)
        self._organization: Names = {row.id: row.name for row in self._organizations}
        self._contact: Names = {row.id: row.name for row in self._contacts}
        self._message: Names = {row.id: row.identifier for row in self._messages}
        self._letter: Names = {row.id: row.identifier for row in self._letters}
        self._undertaking: Names = {row.id: row.identifier for row in self._undertakings}
        self._question: Names = {row.id: row.identifier for row in self._questions}
        self._passages = self._by_owner(Passage, Passage.message_id, Message, _owner)

    def bundle(self) -> schema.ThreadBundle:
        messages = self._message_documents()
        letters = self._letter_documents()
        digests = {file.sha256 for document in messages for file in document.message.files}
        digests |= {signon.evidence for letter in letters for signon in letter.signons if signon.evidence}
        digests |= {answer.evidence for letter in letters for answer in letter.answers if answer.evidence}
        digests |= {one.logo for letter in letters for p in letter.publications for one in p.printed if one.logo}
        return schema.ThreadBundle(
            thread=self._thread_file(),
            undertakings=self._undertaking_entries(),
            questions=self._question_entries(),
            messages=messages,
            letters=letters,
            originals=tuple(self._originals(digests)),
        )

    def _of_thread(self, model: Any, order: Any) -> list[Any]:
        statement = select(model).where(model.thread_id == self._thread.id).order_by(col(order))
        return list(self._session.exec(statement).all())

    def _by_owner(self, model: Any, column: Any, owners: Any, owner: Callable[[Any], Any]) -> dict[Any, list[Any]]:
        """Rows of a link table in their order, by what they belong to."""
        gathered: dict[Any, list[Any]] = defaultdict(list)
        of_thread = select(owners.id).where(owners.thread_id == self._thread.id)
        statement = select(model).where(col(column).in_(of_thread)).order_by(col(model.position))
        for row in self._session.exec(statement).all():
            gathered[owner(row)].append(row)
        return gathered

    def _thread_file(self) -> schema.Thread:
        parents = self._by_owner(Parent, Parent.organization_id, Organization, lambda row: row.organization_id)
        organizations = []
        for row in self._organizations:
            owners = [
                schema.Parent(name=self._organization[p.parent_id], since=p.since, until=p.until)
                for p in parents[row.id]
            ]
            fields = _values(row, "name", "kind", "names", "country", "url")
            organizations.append(schema.Organization(**fields, parent=tuple(owners)))
        contacts = [
            schema.Contact(
                **_values(row, "name", "honorific", "role", "email", "since", "until"),
                organization=self._organization.get(row.organization_id),
            )
            for row in self._contacts
        ]
        return schema.Thread(
            format=schema.FORMAT_VERSION,
            **_values(self._thread, "slug", "title", "language", "summary", "reply_due_days"),
            organization=tuple(organizations),
            contact=tuple(contacts),
        )

    def _message_documents(self) -> tuple[schema.MessageDocument, ...]:
        replies = self._by_owner(MessageReply, MessageReply.message_id, Message, lambda row: row.message_id)
        files = self._by_owner(MessageFile, MessageFile.message_id, Message, lambda row: row.message_id)
        documents = []
        for row in self._messages:
            message = schema.Message(
                id=row.identifier,
                **_values(row, "direction", "kind", "date", "received", "author", "recipients", "title", "language"),
                **_values(row, "url", "archive_url", "message_id", "visibility", "assessed"),
                in_reply_to=tuple(self._place(r.to_message_id, r.to_letter_id) for r in replies[row.id]),
                files=tuple(schema.File(**_values(f, "sha256", "name", "media_type")) for f in files[row.id]),
            )
            documents.append(schema.MessageDocument(message=message, body=row.body))
        return tuple(documents)

    def _undertaking_entries(self) -> tuple[schema.Undertaking, ...]:
        by = self._by_owner(UndertakingBy, UndertakingBy.undertaking_id, Undertaking, lambda row: row.undertaking_id)
        return tuple(
            schema.Undertaking(
                id=row.identifier,
                by=tuple(self._organization[b.organization_id] for b in by[row.id]),
                **_values(row, "statement", "status", "finding"),
                passage=self._passages_of("undertaking", row.id),
            )
            for row in self._undertakings
        )

    def _question_entries(self) -> tuple[schema.Question, ...]:
        asked = self._by_owner(QuestionAsked, QuestionAsked.question_id, Question, lambda row: row.question_id)
        verdicts = self._by_owner(Assessment, Assessment.question_id, Question, lambda row: row.question_id)
        entries = []
        for row in self._questions:
            places = [schema.Asked(id=self._place(a.message_id, a.letter_id), wording=a.wording) for a in asked[row.id]]
            entry = schema.Question(
                id=row.identifier,
                undertaking=self._undertaking.get(row.undertaking_id),
                **_values(row, "text", "tags", "withdrawn"),
                asked_in=tuple(places),
                superseded_by=self._question.get(row.superseded_by_id),
                passage=self._passages_of("question", row.id),
                assessment=tuple(self._assessment(a) for a in verdicts[row.id]),
            )
            entries.append(entry)
        return tuple(entries)

    def _assessment(self, row: Assessment) -> schema.Assessment:
        return schema.Assessment(
            message=self._message[row.message_id],
            **_values(row, "verdict", "manner", "note"),
            by=row.judged_by,
            at=row.judged_at,
            **_values(row, "retracted_by", "retracted_at", "retracted_why"),
            passage=self._passages_of("assessment", row.id),
        )

    def _passages_of(self, kind: str, owner: int | None) -> tuple[schema.Passage, ...]:
        return tuple(
            schema.Passage(
                message=self._message[row.message_id],
                **_values(row, "exact", "prefix", "suffix"),
                start=row.start_at,
                end=row.end_at,
            )
            for row in self._passages[(kind, owner)]
        )

    def letters(self) -> Iterator[tuple[Letter, schema.Letter]]:
        """The thread's letters with their data, without their texts and who signed them."""
        joined = campaigns.of_letters(self._session, self._thread.id)
        replies = self._by_owner(LetterReply, LetterReply.letter_id, Letter, lambda row: row.letter_id)
        addressees = self._by_owner(Addressee, Addressee.letter_id, Letter, lambda row: row.letter_id)
        appendices = self._by_owner(Appendix, Appendix.letter_id, Letter, lambda row: row.letter_id)
        for row in self._letters:
            yield (
                row,
                schema.Letter(
                    id=row.identifier,
                    **_values(
                        row, "title", "date", "language", "template", "salutation", "closing", "embargo", "reply_by"
                    ),
                    campaign=joined.get(row.id),
                    in_reply_to=tuple(self._message[r.message_id] for r in replies[row.id]),
                    addressee=tuple(
                        schema.Addressee(
                            contact=self._contact.get(a.contact_id), **_values(a, "name", "role", "organization", "cc")
                        )
                        for a in addressees[row.id]
                    ),
                    appendix=tuple(self._appendix(a) for a in appendices[row.id]),
                ),
            )

    def _letter_documents(self) -> tuple[schema.LetterDocument, ...]:
        return tuple(
            schema.LetterDocument(
                letter=data,
                body=row.body,
                revisions=self._revisions(row.id or 0),
                signons=self._signons(row),
                **self._correspondence(row.id or 0),
            )
            for row, data in self.letters()
        )

    def _appendix(self, row: Appendix) -> schema.Appendix:
        listed, chosen = (
            self._session.exec(select(column).where(model.appendix_id == row.id).order_by(col(model.position))).all()
            for model, column in (
                (AppendixUndertaking, AppendixUndertaking.undertaking_id),
                (AppendixQuestion, AppendixQuestion.question_id),
            )
        )
        return schema.Appendix(
            **_values(row, "label", "title", "kind", "columns", "show", "campaign", "body"),
            undertakings=tuple(self._undertaking[key] for key in listed),
            questions=tuple(self._question[key] for key in chosen),
        )

    def _revisions(self, letter_id: int) -> tuple[schema.RevisionDocument, ...]:
        statement = select(Revision).where(Revision.letter_id == letter_id).order_by(col(Revision.number))
        return tuple(
            schema.RevisionDocument(
                revision=schema.Revision(
                    **_values(row, "number", "kind", "note", "digest"), at=row.frozen_at, by=row.frozen_by
                ),
                body=row.body,
            )
            for row in self._session.exec(statement).all()
        )

    def _signons(self, letter: Letter) -> tuple[schema.SignOn, ...]:
        statement = (
            select(SignOn, Signatory)
            .outerjoin(Signatory, col(Signatory.id) == col(SignOn.signatory_id))
            .where(SignOn.letter_id == letter.id)
        )
        rows = self._session.exec(statement).all()
        ordered = given_or_sorted(
            rows,
            language=letter.language or self._thread.language,
            position=lambda row: row[0].position,
            name=lambda row: row[1].sort_as if row[1] and row[1].sort_as else row[0].name,
        )
        return tuple(
            schema.SignOn(
                **_values(row, "name", "kind", "representative", "role", "email", "country", "status"),
                **_values(row, "revision", "channel", "evidence"),
                signatory=signatory.name if signatory else None,
                at=row.signed_at,
            )
            for row, signatory in ordered
        )

    def _correspondence(self, letter_id: int) -> dict[str, Any]:
        """The call of a letter, what was sent and what came in, and what was published."""
        rows = self._session.exec(select(SignOn.id, SignOn.name).where(SignOn.letter_id == letter_id)).all()
        names: Names = dict(rows)
        call = self._session.get(Call, letter_id)
        answers = select(Answer).where(Answer.letter_id == letter_id).order_by(col(Answer.number))
        mails = select(Mail).where(Mail.letter_id == letter_id).order_by(col(Mail.id))
        published = (
            select(Publication)
            .where(Publication.letter_id == letter_id)
            .order_by(col(Publication.published_at), col(Publication.revision))
        )
        return {
            "call": schema.Call(**_values(call, *schema.Call.model_fields)) if call else None,
            "answers": tuple(
                schema.Answer(**_values(row, *_ANSWER), signon=names.get(row.signon_id))
                for row in self._session.exec(answers).all()
            ),
            "mails": tuple(
                schema.Mail(**_values(row, *_MAIL), name=names[row.signon_id])
                for row in self._session.exec(mails).all()
            ),
            "publications": tuple(
                schema.Publication(
                    **_values(row, "revision", "note", "printed"), at=row.published_at, by=row.published_by
                )
                for row in self._session.exec(
                    published.order_by(col(Publication.published_at), col(Publication.revision))
                )
            ),
        }

    def _originals(self, digests: set[str]) -> Iterable[schema.Original]:
        for digest in sorted(digests):
            row = self._session.get_one(Original, digest)
            yield schema.Original(sha256=row.sha256, extension=row.extension, content=row.content)

    def _place(self, message: int | None, letter: int | None) -> str:
        return self._letter[letter] if message is None else self._message[message]


def _values(row: Any, *names: str) -> dict[str, Any]:
    """A row's columns that hold something, by name."""
    return {name: value for name in names if (value := getattr(row, name)) is not None}


def _owner(row: Passage) -> tuple[str, int | None]:
    owners = (("undertaking", row.undertaking_id), ("assessment", row.assessment_id), ("question", row.question_id))
    return next(owner for owner in owners if owner[1] is not None)
