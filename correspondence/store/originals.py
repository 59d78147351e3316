"""Originals: the bytes of every file that came in, kept by digest in the database itself.

In the database rather than beside it: a file and the message that names it are then kept in one transaction, a
shared PostgreSQL store holds everything that a colleague needs, and one backup is the whole.
"""

import hashlib
from collections.abc import Iterable

from sqlalchemy import insert
from sqlmodel import Session, col, select

from correspondence.records.message import Original

_AT_ONCE = 500


def keep(session: Session, content: bytes, *, extension: str = "") -> str:
    """Keep the bytes unless they are there already.

    Args:
        session: of the change under way.
        content: the file as it came in.
        extension: the ending of its name without the dot, for the name it gets in a bundle.

    Returns:
        The SHA-256 of the bytes, in lower-case hexadecimal.
    """
    digest = hashlib.sha256(content).hexdigest()
    if session.get(Original, digest) is None:
        session.add(Original(sha256=digest, extension=extension, size=len(content), content=content))
        session.flush()
    return digest


def keep_all(session: Session, files: Iterable[tuple[bytes, str]]) -> list[str]:
    """Keep many at once, each with the ending of its name; those that are there already stay.

    Returns:
        Their digests, in order.
    """
    named = [(hashlib.sha256(content).hexdigest(), content, extension) for content, extension in files]
    new = {digest: (content, extension) for digest, content, extension in reversed(named)}
    digests = list(new)
    for at in range(0, len(digests), _AT_ONCE):
        there = select(Original.sha256).where(col(Original.sha256).in_(digests[at : at + _AT_ONCE]))
        for digest in session.exec(there).all():
            del new[digest]
    rows = [
        {"sha256": digest, "extension": extension, "size": len(content), "content": content}
        for digest, (content, extension) in new.items()
    ]
    if rows:
        session.execute(insert(Original), rows)
    return [digest for digest, _, _ in named]
