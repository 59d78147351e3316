"""Freezing: from then on a text has a number and a digest, and never changes."""

import hashlib

from sqlmodel import Session, col, select

from correspondence.errors import RefusedError
from correspondence.letters.edit import find
from correspondence.records.letter import Revision
from correspondence.vocabulary import RevisionKind


def digest_of(markdown: str) -> str:
    """SHA-256 of a text in UTF-8, in lower-case hexadecimal: what a signatory puts a name to."""
    return hashlib.sha256(markdown.encode()).hexdigest()


def freeze(
    session: Session,
    thread: str,
    identifier: str,
    markdown: str,
    *,
    kind: RevisionKind,
    at: str,
    by: str,
    note: str | None = None,
    read_version: int,
) -> Revision:
    """Freeze a rendered text as the letter's next revision.

    Args:
        session: of the change under way.
        thread: the thread's slug.
        identifier: the letter's.
        markdown: the rendered text.
        kind: whether signatories must confirm it; the first revision always asks.
        at: when, ISO 8601.
        by: who.
        note: what changed, or None.
        read_version: the version of the draft that was rendered.

    Raises:
        RefusedError: this very text is frozen already, or the draft changed while it was rendered.
    """
    letter = find(session, thread, identifier)
    if letter.version != read_version:
        raise RefusedError(f"{thread}/{identifier} was changed while it was rendered: look at it and freeze again")
    assert letter.id is not None
    earlier = session.exec(select(Revision).where(Revision.letter_id == letter.id).order_by(col(Revision.number))).all()
    digest = digest_of(markdown)
    same = next((revision for revision in earlier if revision.digest == digest), None)
    if same is not None:
        raise RefusedError(f"{thread}/{identifier} is frozen already: revision {same.number} has this very text")
    revision = Revision(
        letter_id=letter.id,
        number=len(earlier) + 1,
        kind=kind if earlier else RevisionKind.SUBSTANTIVE,
        frozen_at=at,
        frozen_by=by,
        note=note,
        digest=digest,
        body=markdown,
    )
    session.add(revision)
    session.flush()
    return revision
