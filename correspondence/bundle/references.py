"""That every name named exists: the links between a bundle's files, before anything is stored."""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from correspondence.bundle.schema import LetterDocument, Passage, Question, ThreadBundle, Undertaking
from correspondence.errors import BundleError, Finding
from correspondence.passages.anchor import find
from correspondence.passages.selectors import Passage as Selector


def check(bundle: ThreadBundle) -> list[Finding]:
    """See that the bundle holds together.

    Returns:
        What a person should know and that stops nothing: passages whose words are not in their message.

    Raises:
        BundleError: an identifier stands twice, or a name names nothing; says file and key.
    """
    fault = next(_faults(bundle), None)
    if fault is not None:
        raise BundleError(fault)
    return list(_lost_passages(bundle))


def passages(bundle: ThreadBundle) -> Iterator[tuple[str, Passage]]:
    """Every passage, with where it stands."""
    for undertaking in bundle.undertakings:
        for passage in undertaking.passage:
            yield f"undertaking {undertaking.id}", passage
    for question in bundle.questions:
        for assessment in question.assessment:
            for passage in assessment.passage:
                yield f"question {question.id}", passage


def _faults(bundle: ThreadBundle) -> Iterator[str]:
    messages = {document.message.id for document in bundle.messages}
    letters = {document.letter.id for document in bundle.letters}
    organizations = {organization.name for organization in bundle.thread.organization}
    undertakings = {undertaking.id for undertaking in bundle.undertakings}
    originals = {original.sha256 for original in bundle.originals}
    yield from _twice("thread.toml: organization", (o.name for o in bundle.thread.organization))
    yield from _twice("undertakings.toml: id", (u.id for u in bundle.undertakings))
    yield from _twice("questions.toml: id", (q.id for q in bundle.questions))
    yield from _thread_faults(bundle, organizations)
    for undertaking in bundle.undertakings:
        yield from _undertaking_faults(undertaking, organizations, messages)
    for question in bundle.questions:
        yield from _question_faults(question, messages, letters, undertakings, {q.id for q in bundle.questions})
    for document in bundle.messages:
        place = f"messages/{document.message.id}.md"
        yield from _unknown(
            f"{place}: in_reply_to", "message or letter", document.message.in_reply_to, messages | letters
        )
        yield from _unknown(f"{place}: files", "file in files/", (f.sha256 for f in document.message.files), originals)
    contacts = {contact.name for contact in bundle.thread.contact}
    for letter in bundle.letters:
        yield from _letter_faults(letter, contacts, messages, undertakings, originals)
    used = {f.sha256 for document in bundle.messages for f in document.message.files}
    used |= {s.evidence for letter in bundle.letters for s in letter.signons if s.evidence}
    yield from (f"files/{digest}: no message and no sign-on names this file" for digest in sorted(originals - used))
    yield from _twice("files/", (original.sha256 for original in bundle.originals))


def _thread_faults(bundle: ThreadBundle, organizations: set[str]) -> Iterator[str]:
    for organization in bundle.thread.organization:
        place = f"thread.toml: organization {organization.name!r}: parent"
        yield from _unknown(place, "organization", (p.name for p in organization.parent), organizations)
        if any(parent.name == organization.name for parent in organization.parent):
            yield f"{place}: an organization cannot own itself"
    for contact in bundle.thread.contact:
        if contact.organization:
            place = f"thread.toml: contact {contact.name!r}: organization"
            yield from _unknown(place, "organization", [contact.organization], organizations)


def _undertaking_faults(undertaking: Undertaking, organizations: set[str], messages: set[str]) -> Iterator[str]:
    place = f"undertakings.toml: undertaking {undertaking.id!r}"
    yield from _unknown(f"{place}: by", "organization", undertaking.by, organizations)
    yield from _twice(f"{place}: by", undertaking.by)
    yield from _unknown(f"{place}: passage.message", "message", (p.message for p in undertaking.passage), messages)


def _question_faults(
    question: Question, messages: set[str], letters: set[str], undertakings: set[str], questions: set[str]
) -> Iterator[str]:
    place = f"questions.toml: question {question.id!r}"
    if question.undertaking:
        yield from _unknown(f"{place}: undertaking", "undertaking", [question.undertaking], undertakings)
    yield from _unknown(
        f"{place}: asked_in", "message or letter", (a.id for a in question.asked_in), messages | letters
    )
    if question.superseded_by:
        yield from _unknown(f"{place}: superseded_by", "question", [question.superseded_by], questions)
        if question.superseded_by == question.id:
            yield f"{place}: superseded_by: a question cannot supersede itself"
    for assessment in question.assessment:
        yield from _unknown(f"{place}: assessment.message", "message", [assessment.message], messages)
        at = f"{place}: assessment.passage.message"
        yield from _unknown(at, "message", (p.message for p in assessment.passage), messages)


def _letter_faults(
    document: LetterDocument, contacts: set[str], messages: set[str], undertakings: set[str], originals: set[str]
) -> Iterator[str]:
    letter = document.letter
    place = f"letters/{letter.id}/letter.md"
    yield from _unknown(f"{place}: in_reply_to", "message", letter.in_reply_to, messages)
    named = (a.contact for a in letter.addressee if a.contact)
    yield from _unknown(f"{place}: addressee.contact", "contact in thread.toml", named, contacts)
    for appendix in letter.appendix:
        yield from _unknown(f"{place}: appendix.undertakings", "undertaking", appendix.undertakings, undertakings)
        yield from _twice(f"{place}: appendix.undertakings", appendix.undertakings)
    digests = [revision.revision.digest for revision in document.revisions]
    yield from _twice(f"letters/{letter.id}/revisions: digest", digests)
    at = f"letters/{letter.id}/signons.toml"
    for signon in document.signons:
        if signon.revision and signon.revision not in digests:
            yield f"{at}: signon {signon.name!r}: revision: no revision of this letter has the digest {signon.revision}"
        if signon.evidence:
            yield from _unknown(
                f"{at}: signon {signon.name!r}: evidence", "file in files/", [signon.evidence], originals
            )


def _unknown(place: str, kind: str, names: Iterable[str], known: set[str]) -> Iterator[str]:
    for name in names:
        if name not in known:
            near = get_close_matches(name, known, n=1)
            hint = f" (did you mean {near[0]!r}?)" if near else ""
            yield f"{place}: there is no {kind} {name!r}{hint}"


def _twice(place: str, names: Iterable[str]) -> Iterator[str]:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            yield f"{place}: {name!r} stands twice"
        seen.add(name)


def _lost_passages(bundle: ThreadBundle) -> Iterator[Finding]:
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


def _short(text: str, width: int = 60) -> str:
    line = " ".join(text.split())
    return line if len(line) <= width else line[: width - 1] + "…"
