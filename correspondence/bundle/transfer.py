"""Importing and exporting threads: the two acts that faces call."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from sqlmodel import Session

from correspondence.bundle import campaigns, dump, folder, load, references, schema
from correspondence.errors import BundleDiffersError, BundleError, Finding

Part = TypeVar("Part")


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did.

    Attributes:
        slug: the thread.
        added: what is new in the store, each as a person would say it; empty when the store had it all.
        kept: where the bundle differs and the store stayed as it was: of the thread only with merge, and entries of
            the directory of signatories.
        findings: what a person should look at; nothing was stopped by it.
    """

    slug: str
    added: tuple[str, ...]
    kept: tuple[str, ...]
    findings: tuple[Finding, ...]


def read(source: Path) -> tuple[schema.ThreadBundle, tuple[schema.Signatory, ...], tuple[Finding, ...]]:
    """Read a bundle, and the directory of signatories of the workspace it lies in; nothing is stored.

    Raises:
        BundleError: a file does not hold what the format asks.
    """
    bundle = folder.read_thread(source)
    if fault := references.first_fault(bundle):
        raise folder.told(source / fault.file, fault.path, fault.reason)
    home = source.resolve().parent
    beside = home.parent / "signatories"
    signatories = folder.read_directory(beside) if home.name == "threads" and beside.is_dir() else ()
    if home.name == "threads":
        named = {document.letter.campaign for document in bundle.letters} - {None}
        bundle = bundle.model_copy(update={"campaigns": campaigns.read(home.parent / campaigns.FOLDER, named)})
    return bundle, signatories, tuple(references.lost_passages(bundle))


def begin(slug: str, title: str, language: str, organizations: Iterable[str]) -> schema.ThreadBundle:
    """An empty thread with some organizations, to be stored by `import_thread`.

    Raises:
        BundleError: a value is none that a thread can have; the line names it.
    """
    try:
        parties = tuple(schema.Organization(name=name) for name in organizations)
        thread = schema.Thread(format=1, slug=slug, title=title, language=language, organization=parties)
    except ValidationError as error:
        fault = error.errors()[0]
        where = str(fault["loc"][0]) if fault["loc"] else "thread"
        raise BundleError(f"{where}: {fault['msg'].removeprefix('Value error, ')}") from None
    return schema.ThreadBundle(thread=thread)


def is_there(session: Session, slug: str) -> bool:
    """Whether the store has a thread of that name."""
    return dump.find_thread(session, slug) is not None


def import_thread(
    session: Session,
    bundle: schema.ThreadBundle,
    signatories: tuple[schema.Signatory, ...] = (),
    findings: tuple[Finding, ...] = (),
    *,
    merge: bool = False,
) -> Imported:
    """Store a bundle that `read` has read.

    Over a thread that is there already, nothing changes where they agree. Where they differ the import stops, unless
    `merge`: then what is new is added, and what differs stays as it is in the store.

    Raises:
        BundleDiffersError: the thread is there and differs; says in what.
    """
    slug = bundle.thread.slug
    named = {signon.signatory for letter in bundle.letters for signon in letter.signons if signon.signatory}
    before = {entry.name: entry for entry in dump.directory(session)}
    load.add_signatories(session, signatories)
    newcomers = sorted(({entry.name for entry in signatories} | named) - before.keys())
    other = [f"signatory {entry.name}" for entry in signatories if before.get(entry.name, entry) != entry]
    added = [f"signatory {name}" for name in newcomers]
    begun, others = campaigns.add(session, bundle.campaigns)
    added += [f"campaign {name}" for name in begun]
    other += [f"campaign {name}" for name in others]
    existing = dump.find_thread(session, slug)
    if existing is None:
        load.load(session, bundle)
        campaigns.order(session, bundle.campaigns)
        return Imported(slug, (f"thread {slug}", *added), tuple(other), findings)
    here = dump.dump(session, slug)
    fresh, differing = _sift(here, bundle)
    if (differing or fresh) and not merge:
        raise BundleDiffersError(
            f"thread {slug!r} is in the store already and differs: {_listed([*differing, *fresh])}; nothing was "
            "imported (--merge adds what is new and leaves what differs)"
        )
    assert existing.id is not None
    _add_new(session, existing.id, here, bundle)
    campaigns.order(session, bundle.campaigns)
    return Imported(slug, (*fresh, *added), (*differing, *other), findings)


def export_thread(session: Session, slug: str, target: Path) -> list[str]:
    """Write a thread as a bundle into a new or empty folder.

    When the folder lies in one called `threads`, the directory entries of its signatories are written beside it, as
    in a workspace, unless a directory is there already; and each campaign that its letters belong to, likewise.

    Returns:
        The paths written, relative to the folder, sorted.

    Raises:
        NotFoundError: there is no such thread.
        BundleError: the folder cannot be written, or holds something already.
    """
    bundle = dump.dump(session, slug)
    files = folder.files_of(bundle)
    folder.write(files, target)
    named = {signon.signatory for letter in bundle.letters for signon in letter.signons if signon.signatory}
    home = target.resolve().parent
    if named and home.name == "threads" and not (home.parent / "signatories").exists():
        entries = dump.directory(session, named)
        folder.write({"directory.toml": folder.directory_file(entries)}, home.parent / "signatories")
    if home.name == "threads":
        campaigns.write(session, slug, home.parent / campaigns.FOLDER)
    return sorted(files)


def _listed(names: list[str], most: int = 6) -> str:
    shown = ", ".join(names[:most])
    return shown if len(names) <= most else f"{shown} and {len(names) - most} more"


def _sift(here: schema.ThreadBundle, coming: schema.ThreadBundle) -> tuple[list[str], list[str]]:
    """What the bundle has and the store has not, and where both have it and differ.

    What only the store has is no news from the bundle, and no reason to stop.
    """
    there, given = dict(_parts(here)), dict(_parts(coming))
    fresh = [name for name in given if name not in there]
    shared = [name for name in given if name in there]
    differing = [name for name in shared if there[name] != given[name]]
    moved = (name for name, other in zip(shared, (n for n in there if n in given), strict=True) if name != other)
    return fresh, [*differing, *(f"the order from {name} on" for name in islice(moved, 1))]


def _parts(bundle: schema.ThreadBundle) -> Iterator[tuple[str, Any]]:
    """Everything in a bundle that can be added by itself, under the name a person would call it."""
    yield "thread.toml", bundle.thread.model_copy(update={"organization": (), "contact": ()})
    for organization in bundle.thread.organization:
        yield f"organization {organization.name}", organization
    yield from _contacts(bundle.thread)
    for undertaking in bundle.undertakings:
        yield f"undertaking {undertaking.id}", undertaking
    for question in bundle.questions:
        yield f"question {question.id}", question.model_copy(update={"assessment": ()})
        yield from _assessments(question)
    for document in bundle.messages:
        yield f"message {document.message.id}", document
    for letter in bundle.letters:
        name = f"letter {letter.letter.id}"
        yield name, (letter.letter, letter.body)
        for revision in letter.revisions:
            yield f"{name} revision {revision.revision.number}", revision
        yield from _signons(letter)
        yield from _call_parts(letter)


def _call_parts(document: schema.LetterDocument) -> Iterator[tuple[str, BaseModel]]:
    """What was sent and came in on a call, each under its name."""
    name = f"letter {document.letter.id}"
    if document.call is not None:
        yield f"{name} call", document.call
    for answer in document.answers:
        yield f"{name} answer {answer.key[:12]}", answer
    for mail in document.mails:
        yield f"{name} mail {mail.message_id}", mail
    for published in document.publications:
        yield f"{name} publication {published.revision[:12]}", published


def _contacts(thread: schema.Thread) -> Iterator[tuple[str, schema.Contact]]:
    return _told_apart((f"contact {contact.name}", contact) for contact in thread.contact)


def _assessments(question: schema.Question) -> Iterator[tuple[str, schema.Assessment]]:
    """Two people may judge the same message alike: a verdict is told by who gave it when, too."""
    return _told_apart(
        (f"assessment of {question.id} in {a.message}: {' '.join(filter(None, (a.verdict, a.by, a.at)))}", a)
        for a in question.assessment
    )


def _signons(document: schema.LetterDocument) -> Iterator[tuple[str, schema.SignOn]]:
    return _told_apart((f"letter {document.letter.id} sign-on {signon.name}", signon) for signon in document.signons)


def _told_apart(named: Iterable[tuple[str, Part]]) -> Iterator[tuple[str, Part]]:
    """Entries under their names; the second of a name is `(2)`."""
    seen: Counter[str] = Counter()
    for name, entry in named:
        seen[name] += 1
        yield (name if seen[name] == 1 else f"{name} ({seen[name]})"), entry


def _add_new(session: Session, thread_id: int, here: schema.ThreadBundle, coming: schema.ThreadBundle) -> None:
    there = dict(_parts(here))

    def is_new(name: str) -> bool:
        return name not in there

    known = load.Known.of(session, thread_id)
    parties = coming.thread.model_copy(
        update={
            "organization": tuple(o for o in coming.thread.organization if is_new(f"organization {o.name}")),
            "contact": tuple(c for name, c in _contacts(coming.thread) if is_new(name)),
        }
    )
    new = coming.model_copy(
        update={
            "undertakings": tuple(u for u in coming.undertakings if is_new(f"undertaking {u.id}")),
            "questions": tuple(q for q in coming.questions if is_new(f"question {q.id}")),
            "messages": tuple(m for m in coming.messages if is_new(f"message {m.message.id}")),
            "letters": tuple(d for d in coming.letters if is_new(f"letter {d.letter.id}")),
        }
    )
    load.add(session, thread_id, new, known, parts=parties)
    _add_within(session, coming, known, there)


def _add_within(session: Session, coming: schema.ThreadBundle, known: load.Known, there: dict[str, BaseModel]) -> None:
    """Add what is new inside questions and letters that are there already."""
    for question in coming.questions:
        if f"question {question.id}" in there:
            entries = [a for name, a in _assessments(question) if name not in there]
            load.add_assessments(session, known.questions[question.id], entries, known)
    for letter in coming.letters:
        name = f"letter {letter.letter.id}"
        if name in there:
            fresh = [r for r in letter.revisions if f"{name} revision {r.revision.number}" not in there]
            digests = {part.revision.digest for key, part in there.items() if key.startswith(f"{name} revision ")}  # type: ignore[attr-defined]  # the key says what it is
            if any(revision.revision.digest in digests for revision in fresh):
                raise BundleError(f"{name}: the bundle numbers a frozen text otherwise than the store")
            load.add_revisions(session, known.letters[letter.letter.id], fresh)
            signons = [s for key, s in _signons(letter) if key not in there]
            load.add_signons(session, known.letters[letter.letter.id], signons)
            news = {id(part) for key, part in _call_parts(letter) if key not in there}
            fresh_parts: dict[str, Any] = {
                "call": letter.call if letter.call and id(letter.call) in news else None,
                "answers": tuple(part for part in letter.answers if id(part) in news),
                "mails": tuple(part for part in letter.mails if id(part) in news),
                "publications": tuple(part for part in letter.publications if id(part) in news),
            }
            load.add_signon_correspondence(
                session, known.letters[letter.letter.id], letter.model_copy(update=fresh_parts)
            )
