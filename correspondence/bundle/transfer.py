"""Importing and exporting threads: the two acts that faces call."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from sqlmodel import Session

from correspondence.bundle import dump, folder, load, references, schema
from correspondence.errors import BundleDiffersError, BundleError, Finding


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did.

    Attributes:
        slug: the thread.
        added: what is new in the store, each as a person would say it; empty when the store had it all.
        kept: where the bundle differs and the store stayed as it was (only with merge).
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
    return bundle, signatories, tuple(references.lost_passages(bundle))


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
    before = {entry.name for entry in dump.directory(session)}
    load.add_signatories(session, signatories)
    newcomers = sorted(({entry.name for entry in signatories} | named) - before)
    added = [f"signatory {name}" for name in newcomers]
    existing = dump.find_thread(session, slug)
    if existing is None:
        load.load(session, bundle)
        return Imported(slug, (f"thread {slug}", *added), (), findings)
    here = dump.dump(session, slug)
    fresh, differing = _sift(here, bundle)
    if (differing or fresh) and not merge:
        raise BundleDiffersError(
            f"thread {slug!r} is in the store already and differs: {_listed([*differing, *fresh])}; nothing was "
            "imported (--merge adds what is new and leaves what differs)"
        )
    assert existing.id is not None
    _add_new(session, existing.id, here, bundle)
    return Imported(slug, (*fresh, *added), tuple(differing), findings)


def export_thread(session: Session, slug: str, target: Path) -> list[str]:
    """Write a thread as a bundle into a new or empty folder.

    When the folder lies in one called `threads`, the directory entries of its signatories are written beside it, as
    in a workspace, unless a directory is there already.

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
    return sorted(files)


def _listed(names: list[str], most: int = 6) -> str:
    shown = ", ".join(names[:most])
    return shown if len(names) <= most else f"{shown} and {len(names) - most} more"


def _sift(here: schema.ThreadBundle, coming: schema.ThreadBundle) -> tuple[list[str], list[str]]:
    """What the bundle has and the store has not, and where both have it and differ."""
    there = dict(_parts(here))
    fresh, differing = [], []
    for name, part in _parts(coming):
        if name not in there:
            fresh.append(name)
        elif there[name] != part:
            differing.append(name)
    missing = there.keys() - dict(_parts(coming)).keys()
    # What only the store has is no news from the bundle, and no reason to stop.
    return fresh, [name for name in differing if name not in missing]


def _parts(bundle: schema.ThreadBundle) -> Iterator[tuple[str, Any]]:
    """Everything in a bundle that can be added by itself, under the name a person would call it."""
    yield "thread.toml", bundle.thread.model_copy(update={"organization": (), "contact": ()})
    for organization in bundle.thread.organization:
        yield f"organization {organization.name}", organization
    for n, contact in enumerate(bundle.thread.contact):
        twin = sum(c.name == contact.name for c in bundle.thread.contact[:n])
        yield f"contact {contact.name}" + (f" ({twin + 1})" if twin else ""), contact
    for undertaking in bundle.undertakings:
        yield f"undertaking {undertaking.id}", undertaking
    for question in bundle.questions:
        yield f"question {question.id}", question.model_copy(update={"assessment": ()})
        for assessment in question.assessment:
            yield f"assessment of {question.id} in {assessment.message}: {_fingerprint(assessment)}", assessment
    for document in bundle.messages:
        yield f"message {document.message.id}", document
    for letter in bundle.letters:
        name = f"letter {letter.letter.id}"
        yield name, (letter.letter, letter.body)
        for revision in letter.revisions:
            yield f"{name} revision {revision.revision.number}", revision
        for n, signon in enumerate(letter.signons):
            twin = sum(s.name == signon.name for s in letter.signons[:n])
            yield f"{name} sign-on {signon.name}" + (f" ({twin + 1})" if twin else ""), signon


def _fingerprint(assessment: schema.Assessment) -> str:
    """Two people may judge the same message alike; a verdict is the same one only in all its parts."""
    return " ".join(filter(None, (assessment.verdict, assessment.by, assessment.at)))


def _add_new(session: Session, thread_id: int, here: schema.ThreadBundle, coming: schema.ThreadBundle) -> None:
    there = dict(_parts(here))

    def is_new(name: str) -> bool:
        return name not in there

    known = load.Known.of(session, thread_id)
    parties = coming.thread.model_copy(
        update={
            "organization": tuple(o for o in coming.thread.organization if is_new(f"organization {o.name}")),
            "contact": tuple(c for c in coming.thread.contact if is_new(f"contact {c.name}")),
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
            entries = [
                a
                for a in question.assessment
                if f"assessment of {question.id} in {a.message}: {_fingerprint(a)}" not in there
            ]
            load.add_assessments(session, known.questions[question.id], entries, known)
    for letter in coming.letters:
        name = f"letter {letter.letter.id}"
        if name in there:
            fresh = [r for r in letter.revisions if f"{name} revision {r.revision.number}" not in there]
            digests = {part.revision.digest for key, part in there.items() if key.startswith(f"{name} revision ")}  # type: ignore[attr-defined]  # the key says what it is
            if any(revision.revision.digest in digests for revision in fresh):
                raise BundleError(f"{name}: the bundle numbers a frozen text otherwise than the store")
            load.add_revisions(session, known.letters[letter.letter.id], fresh)
            signons = [s for s in letter.signons if f"{name} sign-on {s.name}" not in there]
            load.add_signons(session, known.letters[letter.letter.id], signons)
