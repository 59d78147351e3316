"""Originals: the bytes of every file that came in, kept by digest in the database itself.

In the database rather than beside it: a file and the message that names it are then kept in one transaction, a
shared PostgreSQL store holds everything that a colleague needs, and one backup is the whole.
"""

import hashlib

from sqlmodel import Session

from correspondence.records.message import Original


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
