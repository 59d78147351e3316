"""The organizations and people on the other side of a thread."""

import json
from dataclasses import dataclass

from correspondence.overview.find import thread_id
from correspondence.store.reading import Reader


@dataclass(frozen=True, slots=True)
class ContactRow:
    """A person at one of a thread's organizations; absent texts are empty, `since` and `until` are partial dates."""

    name: str
    honorific: str
    role: str
    organization: str
    email: str
    since: str
    until: str

    def serves(self, day: str) -> bool:
        """Whether the person is in that role on a day (ISO 8601), as far as is known."""
        return (not self.since or self.since <= day) and (not self.until or day[: len(self.until)] <= self.until)


_CONTACTS = """
    SELECT c.name, c.honorific, c.role, o.name, c.email, c.since, c.until
      FROM contact c LEFT JOIN organization o ON o.id = c.organization_id
     WHERE c.thread_id = :thread ORDER BY c.position
"""

_KINDS = "SELECT name, kind FROM organization WHERE thread_id = :thread ORDER BY position"
_NAMES = "SELECT name, names FROM organization WHERE thread_id = :thread ORDER BY position"


def contacts(reader: Reader, slug: str) -> list[ContactRow]:
    """The contacts of a thread in their order.

    Raises:
        NotFoundError: there is no such thread.
    """
    rows = reader.rows(_CONTACTS, thread=thread_id(reader, slug))
    return [ContactRow(*(value or "" for value in row)) for row in rows]


def kinds(reader: Reader, slug: str) -> dict[str, str]:
    """What each organization of a thread is (`company`, `investor` …), in their order; empty where not known.

    Raises:
        NotFoundError: there is no such thread.
    """
    return {name: kind or "" for name, kind in reader.rows(_KINDS, thread=thread_id(reader, slug))}


def names(reader: Reader, slug: str, language: str) -> dict[str, str]:
    """What each organization of a thread is called in a language.

    Raises:
        NotFoundError: there is no such thread.
    """
    found = {}
    for name, by_language in reader.rows(_NAMES, thread=thread_id(reader, slug)):
        known = json.loads(by_language) if by_language else {}
        found[name] = known.get(language) or known.get(language.partition("-")[0]) or name
    return found
