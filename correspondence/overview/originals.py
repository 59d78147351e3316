"""The bytes of originals."""

from correspondence.store.reading import Reader


def content(reader: Reader, sha256: str) -> bytes | None:
    """The original of that digest, or None when it is not kept here."""
    rows = reader.rows("SELECT content FROM original WHERE sha256 = :sha256", sha256=sha256)
    return bytes(rows[0][0]) if rows else None
