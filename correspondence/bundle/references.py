"""That every name named exists: the links between a bundle's files, before anything is stored."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from correspondence.bundle.schema import Letter, LetterDocument, Passage, Question, ThreadBundle, Undertaking
from correspondence.bundle.toml import Path
from correspondence.errors import Finding
from correspondence.passages.anchor import find
from correspondence.passages.selectors import Passage as Selector


@dataclass(frozen=True, slots=True)
class Fault:
    """A name that names nothing, or stands twice.

    Attributes:
        file: the bundle's file, relative to its folder.
        path: the key, from the root of the file's TOML; empty when the file itself is meant.
        reason: what is wrong, beginning with the entry and the key.
    """

    file: str
    path: Path
    reason: str


def first_fault(bundle: ThreadBundle) -> Fault | None:
    """Where the bundle does not hold together, or None when it does."""
    return next(_faults(bundle), None)


def lost_passages(bundle: ThreadBundle) -> Iterator[Finding]:
    """Passages whose words are not in their message: what a person should know and that stops nothing."""
    bodies = {document.message.id: document.body for document in bundle.messages}
    for place, passage in passages(bundle):
        selector = Selector(
            exact=passage.exact,
            prefix=passage.prefix or "",
            suffix=passage.suffix or "",
            start=passage.start,
            end=passage.end,
        )
        if find(selector, bodies[passage.message]) is None:
            yield Finding(
                code="passage-not-found",
                place=place,
                reason=f"the words “{_short(passage.exact)}” are not in message {passage.message}",
                fix="correct the passage, or the message's text",
            )


def passages(bundle: ThreadBundle) -> Iterator[tuple[str, Passage]]:
    """Every passage, with where it stands."""
    for undertaking in bundle.undertakings:
        for passage in undertaking.passage:
            yield f"undertaking {undertaking.id}", passage
    for question in bundle.questions:
        for passage in (*question.passage, *(p for assessment in question.assessment for p in assessment.passage)):
            yield f"question {question.id}", passage


def first_fault_in(letter: Letter, known: "Known") -> Fault | None:
    """What a letter names that its thread does not have, or None.

    Args:
        letter: the letter's data.
        known: the names that the thread has.
    """
    return next(_letter_links(letter, known), None)


class Known(Protocol):
    """The names that a letter may use."""

    @property
    def contacts(self) -> Collection[str]:
        """Names of contacts."""

    @property
    def messages(self) -> Collection[str]:
        """Identifiers of messages."""

    @property
    def undertakings(self) -> Collection[str]:
        """Identifiers of undertakings."""

    @property
    def questions(self) -> Collection[str]:
        """Identifiers of questions."""


def _faults(bundle: ThreadBundle) -> Iterator[Fault]:
    known = _Names(bundle)
    yield from _twice("thread.toml", "organization", "name", (o.name for o in bundle.thread.organization))
    yield from _twice("undertakings.toml", "undertaking", "id", (u.id for u in bundle.undertakings))
    yield from _twice("questions.toml", "question", "id", (q.id for q in bundle.questions))
    yield from _thread_faults(bundle, known)
    for n, undertaking in enumerate(bundle.undertakings):
        yield from _undertaking_faults(n, undertaking, known)
    for n, question in enumerate(bundle.questions):
        yield from _question_faults(n, question, known)
    for document in bundle.messages:
        at = _Place(f"messages/{document.message.id}.md")
        yield from at.unknown("in_reply_to", document.message.in_reply_to, "message or letter", known.places)
        yield from at.unknown("files", (f.sha256 for f in document.message.files), "file in files/", known.originals)
    for letter in bundle.letters:
        yield from _letter_faults(letter, known)
    yield from _original_faults(bundle)


class _Names:
    """What a bundle's links may name."""

    def __init__(self, bundle: ThreadBundle) -> None:
        self.organizations = {organization.name for organization in bundle.thread.organization}
        self.contacts = {contact.name for contact in bundle.thread.contact}
        self.messages = {document.message.id for document in bundle.messages}
        self.letters = {document.letter.id for document in bundle.letters}
        self.places = self.messages | self.letters
        self.undertakings = {undertaking.id for undertaking in bundle.undertakings}
        self.questions = {question.id for question in bundle.questions}
        self.originals = {original.sha256 for original in bundle.originals}


@dataclass(frozen=True, slots=True)
class _Place:
    """An entry of a file: where it stands, and what a person calls it."""

    file: str
    path: Path = ()
    name: str = ""

    def fault(self, key: str, reason: str, *within: str | int) -> Fault:
        """A fault of a key of the entry, or of one further `within`."""
        return Fault(self.file, (*self.path, *(within or (key,))), ": ".join(filter(None, (self.name, key, reason))))

    def unknown(
        self, key: str, names: Iterable[str | None], kind: str, known: Collection[str], *within: str | int
    ) -> Iterator[Fault]:
        """A fault for each name that is given and not known."""
        for name in names:
            if name is not None and name not in known:
                from difflib import get_close_matches  # only for a name that is wrong

                near = get_close_matches(name, known, n=1)
                hint = f" (did you mean {near[0]!r}?)" if near else ""
                yield self.fault(key, f"there is no {kind} {name!r}{hint}", *within)

    def repeated(self, key: str, names: Iterable[str], *within: str | int) -> Iterator[Fault]:
        """A fault for each name that a list holds a second time."""
        yield from (self.fault(key, f"{name!r} stands twice", *within) for _, name in _again(names))


def _thread_faults(bundle: ThreadBundle, known: _Names) -> Iterator[Fault]:
    for n, organization in enumerate(bundle.thread.organization):
        at = _Place("thread.toml", ("organization", n), f"organization {organization.name!r}")
        parents = [parent.name for parent in organization.parent]
        yield from at.unknown("parent", parents, "organization", known.organizations)
        if organization.name in parents:
            yield at.fault("parent", "an organization cannot own itself")
    for n, contact in enumerate(bundle.thread.contact):
        at = _Place("thread.toml", ("contact", n), f"contact {contact.name!r}")
        yield from at.unknown("organization", [contact.organization], "organization", known.organizations)


def _undertaking_faults(n: int, undertaking: Undertaking, known: _Names) -> Iterator[Fault]:
    at = _Place("undertakings.toml", ("undertaking", n), f"undertaking {undertaking.id!r}")
    yield from at.unknown("by", undertaking.by, "organization", known.organizations)
    yield from at.repeated("by", undertaking.by)
    for m, passage in enumerate(undertaking.passage):
        within = ("passage", m, "message")
        yield from at.unknown("passage.message", [passage.message], "message", known.messages, *within)


def _question_faults(n: int, question: Question, known: _Names) -> Iterator[Fault]:
    at = _Place("questions.toml", ("question", n), f"question {question.id!r}")
    yield from at.unknown("undertaking", [question.undertaking], "undertaking", known.undertakings)
    yield from at.unknown("asked_in", (asked.id for asked in question.asked_in), "message or letter", known.places)
    yield from at.unknown("superseded_by", [question.superseded_by], "question", known.questions)
    if question.superseded_by == question.id:
        yield at.fault("superseded_by", "a question cannot supersede itself")
    for m, passage in enumerate(question.passage):
        within = ("passage", m, "message")
        yield from at.unknown("passage.message", [passage.message], "message", known.messages, *within)
    for m, verdict in enumerate(question.assessment):
        inner = ("assessment", m)
        yield from at.unknown("assessment.message", [verdict.message], "message", known.messages, *inner, "message")
        for k, quoted in enumerate(verdict.passage):
            place = (*inner, "passage", k, "message")
            yield from at.unknown("assessment.passage.message", [quoted.message], "message", known.messages, *place)


def _letter_links(letter: Letter, known: Known) -> Iterator[Fault]:
    at = _Place(f"letters/{letter.id}/letter.md")
    yield from at.unknown("in_reply_to", letter.in_reply_to, "message", known.messages)
    for n, addressee in enumerate(letter.addressee):
        within = ("addressee", n, "contact")
        yield from at.unknown(
            "addressee.contact", [addressee.contact], "contact in thread.toml", known.contacts, *within
        )
    for n, appendix in enumerate(letter.appendix):
        for key, kind, names, there in (
            ("undertakings", "undertaking", appendix.undertakings, known.undertakings),
            ("questions", "question", appendix.questions, known.questions),
        ):
            within = ("appendix", n, key)
            yield from at.unknown(f"appendix.{key}", names, kind, there, *within)
            yield from at.repeated(f"appendix.{key}", names, *within)


def _letter_faults(document: LetterDocument, known: _Names) -> Iterator[Fault]:
    home = f"letters/{document.letter.id}"
    yield from _letter_links(document.letter, known)
    digests = [revision.revision.digest for revision in document.revisions]
    for n, digest in _again(digests):
        yield _Place(f"{home}/revisions/{n + 1:04d}.md").fault("digest", f"{digest!r} stands twice")
    for n, signon in enumerate(document.signons):
        at = _Place(f"{home}/signons.toml", ("signon", n), f"signon {signon.name!r}")
        if signon.revision and signon.revision not in digests:
            yield at.fault("revision", f"no revision of this letter has the digest {signon.revision}")
        yield from at.unknown("evidence", [signon.evidence], "file in files/", known.originals)
    yield from _call_faults(document, known, set(digests))


def _call_faults(document: LetterDocument, known: _Names, digests: set[str]) -> Iterator[Fault]:
    """Faults of what was sent and came in on a call, and of what was published."""
    file = f"letters/{document.letter.id}/signons.toml"
    names = {signon.name for signon in document.signons}
    if document.call:
        yield from _Place(file, ("call",), "call").unknown("revision", [document.call.revision], "revision", digests)
    for n, answer in enumerate(document.answers):
        at = _Place(file, ("answer", n), f"answer {answer.number}")
        yield from at.unknown("revision", [answer.revision], "revision", digests)
        yield from at.unknown("evidence", [answer.evidence], "file in files/", known.originals)
        yield from at.unknown("signon", [answer.signon], "sign-on", names)
    yield from _twice(file, "answer", "number", (str(answer.number) for answer in document.answers))
    yield from _twice(file, "answer", "key", (answer.key for answer in document.answers))
    for n, mail in enumerate(document.mails):
        at = _Place(file, ("mail", n), f"mail {mail.message_id}")
        yield from at.unknown("revision", [mail.revision], "revision", digests)
        yield from at.unknown("earlier", [mail.earlier], "revision", digests)
        yield from at.unknown("name", [mail.name], "sign-on", names)
    yield from _twice(file, "mail", "message_id", (mail.message_id for mail in document.mails))
    purposes = (" ".join((m.name, m.kind, m.revision, str(m.round))) for m in document.mails)
    yield from _twice(file, "mail", "name", purposes)
    for n, published in enumerate(document.publications):
        at = _Place(file, ("publication", n), f"publication {n + 1}")
        yield from at.unknown("revision", [published.revision], "revision", digests)
        yield from at.unknown(
            "printed.logo", (one.logo for one in published.printed), "file in files/", known.originals
        )
    yield from _twice(file, "publication", "revision", (entry.revision for entry in document.publications))


def _original_faults(bundle: ThreadBundle) -> Iterator[Fault]:
    """Originals that nothing names, and the same bytes under two endings."""
    used = {f.sha256 for document in bundle.messages for f in document.message.files}
    used |= {s.evidence for letter in bundle.letters for s in letter.signons if s.evidence}
    used |= {answer.evidence for letter in bundle.letters for answer in letter.answers if answer.evidence}
    used |= {one.logo for letter in bundle.letters for p in letter.publications for one in p.printed if one.logo}
    for _, digest in _again(original.sha256 for original in bundle.originals):
        yield Fault("files", (), f"{digest!r} stands twice, with different endings")
    for original in bundle.originals:
        if original.sha256 not in used:
            yield Fault(f"files/{original.file_name}", (), "no message and no sign-on names this file")


def _twice(file: str, table: str, key: str, names: Iterable[str]) -> Iterator[Fault]:
    """A fault for each entry of a table whose name stands before it already."""
    for n, name in _again(names):
        yield _Place(file, (table, n)).fault(key, f"{name!r} stands twice")


def _again(names: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Every name that has stood before, with its place."""
    seen: set[str] = set()
    for n, name in enumerate(names):
        if name in seen:
            yield n, name
        seen.add(name)


def _short(text: str, width: int = 60) -> str:
    line = " ".join(text.split())
    return line if len(line) <= width else line[: width - 1] + "…"
