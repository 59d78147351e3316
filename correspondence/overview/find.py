"""From the names that people use to rows: a thread's slug, `thread/message`, `thread/letter`, `thread/question`."""

from correspondence.errors import NotFoundError
from correspondence.store.reading import Reader
from correspondence.text.names import did_you_mean

_TABLES = frozenset({"message", "letter", "question", "undertaking"})


def thread_id(reader: Reader, slug: str) -> int:
    """The row of a thread.

    Raises:
        NotFoundError: there is none of that slug.
    """
    rows = reader.rows("SELECT id FROM thread WHERE slug = :slug", slug=slug)
    if not rows:
        known = [row[0] for row in reader.rows("SELECT slug FROM thread ORDER BY slug")]
        raise NotFoundError(f"there is no thread {slug!r}{did_you_mean(slug, known, 'thread')}")
    return int(rows[0][0])


def message_row(reader: Reader, identifier: str, slug: str | None = None) -> tuple[int, str, str]:
    """A message's row, its thread's slug and its own identifier; see `locate`."""
    return locate(reader, "message", identifier, slug)


def letter_row(reader: Reader, identifier: str, slug: str | None = None) -> tuple[int, str, str]:
    """A letter's row, its thread's slug and its own identifier; see `locate`."""
    return locate(reader, "letter", identifier, slug)


def locate(reader: Reader, table: str, identifier: str, slug: str | None = None) -> tuple[int, str, str]:
    """The row of something that has an identifier in a thread.

    Args:
        reader: an open look at the store.
        table: `message`, `letter`, `question` or `undertaking`.
        identifier: alone, when only one thread has it, or as `thread/identifier`.
        slug: the thread, if known.

    Returns:
        The row's id, the thread's slug, and the identifier alone.

    Raises:
        NotFoundError: there is none, or several threads have one of that name.
    """
    assert table in _TABLES
    if slug is None and "/" in identifier:
        slug, _, identifier = identifier.partition("/")
    rows = reader.rows(
        f"SELECT x.id, t.slug FROM {table} x JOIN thread t ON t.id = x.thread_id "  # noqa: S608  # one of four names
        "WHERE x.identifier = :identifier ORDER BY t.slug",
        identifier=identifier,
    )
    found = [row for row in rows if slug is None or row[1] == slug]
    if len(found) > 1:
        choices = ", ".join(f"{row[1]}/{identifier}" for row in found)
        raise NotFoundError(f"several threads have a {table} {identifier!r}: say which: {choices}")
    if not found:
        known = [row[0] for row in reader.rows(f"SELECT identifier FROM {table} ORDER BY identifier")]  # noqa: S608  # ours
        raise NotFoundError(f"there is no {table} {identifier!r}{did_you_mean(identifier, known, table)}")
    return int(found[0][0]), str(found[0][1]), identifier
