"""Threads: with whom, who is waiting for whom, and how much is still open."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from correspondence.errors import NotFoundError
from correspondence.overview.find import thread_id
from correspondence.store.reading import Reader
from correspondence.text.dates import PartialDate
from correspondence.text.domains import domain_of, is_within
from correspondence.text.names import did_you_mean
from correspondence.vocabulary import Direction

_HEBREW = "\u0590"  # where its block begins


@dataclass(frozen=True, slots=True)
class ThreadRow:
    """One thread at a glance.

    Attributes:
        slug: its identifier.
        title: what it is about.
        language: BCP 47.
        summary: a few words on it, or empty.
        reply_due_days: within how many days a reply is expected, or None.
        organizations: with whom, in the order given.
        messages: how many messages and sources it holds.
        last_date: the newest letter in either direction, or None.
        last_direction: which way that went, or None.
        due: by when we expect a reply, when the last word was ours and a date is known.
        open_questions: how many are unresolved.
        questions: how many there are, withdrawn and superseded ones included.
        letter: the title of the newest letter, or empty.
    """

    slug: str
    title: str
    language: str
    summary: str
    reply_due_days: int | None
    organizations: tuple[str, ...]
    messages: int
    last_date: str | None
    last_direction: Direction | None
    due: date | None
    open_questions: int
    questions: int
    letter: str

    def waiting_days(self, today: date) -> int | None:
        """Days since the last word, or None when its date is not known."""
        return None if self.last_date is None else max(0, (today - PartialDate.parse(self.last_date).latest()).days)

    def overdue_days(self, today: date) -> int | None:
        """How many days late their reply is; None when it is not late."""
        return (today - self.due).days if self.due is not None and today > self.due else None


@dataclass(frozen=True, slots=True)
class PartyRow:
    """An organization of a thread, and what its messages are known by.

    Attributes:
        name: the organization's.
        known_as: all names that its messages may bear: its own, and its contacts' and their addresses.
        domain: that of its web address, in lower case; or empty.
    """

    name: str
    known_as: tuple[str, ...]
    domain: str = ""


_PARTIES = """
    SELECT o.name, o.names, o.url, c.name, c.email
      FROM organization o LEFT JOIN contact c ON c.organization_id = o.id
     WHERE o.thread_id = :thread ORDER BY o.position, c.id
"""

_THREADS = """
    SELECT t.id, t.slug, t.title, t.language, t.summary, t.reply_due_days,
           (SELECT count(*) FROM message m WHERE m.thread_id = t.id),
           (SELECT count(*) FROM question q JOIN question_state s ON s.question_id = q.id
             WHERE q.thread_id = t.id AND s.status NOT IN ('answered', 'withdrawn', 'superseded')),
           (SELECT count(*) FROM question q WHERE q.thread_id = t.id)
      FROM thread t
     ORDER BY t.slug
"""

_LAST_WORDS = """
    SELECT thread_id, date, direction, reply_by FROM (
        SELECT thread_id, date, direction, reply_by,
               row_number() OVER (PARTITION BY thread_id ORDER BY date DESC, direction DESC) AS newest
          FROM (SELECT thread_id, coalesce(date, received) AS date, direction, NULL AS reply_by
                  FROM message WHERE direction <> 'reference' AND coalesce(date, received) IS NOT NULL
                UNION ALL
                SELECT thread_id, date, 'outgoing' AS direction, reply_by FROM letter l
                 WHERE date IS NOT NULL AND EXISTS (SELECT 1 FROM revision r WHERE r.letter_id = l.id)) words) ranked
     WHERE newest = 1
"""

_NEWEST_LETTERS = """
    SELECT thread_id, title FROM (
        SELECT thread_id, title,
               row_number() OVER (
                   PARTITION BY thread_id ORDER BY coalesce(date, '9999') DESC, identifier DESC
               ) AS newest
          FROM letter) ranked
     WHERE newest = 1
"""

_ORGANIZATIONS = "SELECT thread_id, name FROM organization ORDER BY thread_id, position"


def threads(reader: Reader) -> list[ThreadRow]:
    """All threads: the one with the newest word first, those without a date last."""
    last: dict[int, tuple[Any, ...]] = {row[0]: row[1:] for row in reader.rows(_LAST_WORDS)}
    letters: dict[int, str] = {row[0]: row[1] for row in reader.rows(_NEWEST_LETTERS)}
    organizations: dict[int, list[str]] = {}
    for key, name in reader.rows(_ORGANIZATIONS):
        organizations.setdefault(key, []).append(name)
    rows = [
        _row(row, last.get(row[0], (None, None, None)), tuple(organizations.get(row[0], ())), letters.get(row[0], ""))
        for row in reader.rows(_THREADS)
    ]
    return sorted(rows, key=lambda row: row.last_date or "", reverse=True)


def thread(reader: Reader, slug: str) -> ThreadRow:
    """One thread.

    Raises:
        NotFoundError: there is none of that slug.
    """
    rows = threads(reader)
    found = next((row for row in rows if row.slug == slug), None)
    if found is None:
        raise NotFoundError(f"there is no thread {slug!r}{did_you_mean(slug, [row.slug for row in rows], 'thread')}")
    return found


def parties(reader: Reader, slug: str) -> list[PartyRow]:
    """The organizations of a thread in the order given.

    Raises:
        NotFoundError: there is no such thread.
    """
    known: dict[str, list[str]] = {}
    domains: dict[str, str] = {}
    for name, names, url, contact, email in reader.rows(_PARTIES, thread=thread_id(reader, slug)):
        also = json.loads(names).values() if names else ()
        known.setdefault(name, []).extend(filter(None, (name, *also, contact, email)))
        domains[name] = domain_of(url or "")
    return [PartyRow(name, tuple(dict.fromkeys(also)), domains[name]) for name, also in known.items()]


def party_of(known: Sequence[PartyRow], author: str) -> str:
    """The organization that a message's author speaks for, or a recipient belongs to; empty when nothing tells.

    Names tell first, then the domain of an e-mail address: that of the organization's web address, or below it.
    """
    said = author.casefold()
    if not said:
        return ""
    matches = [(len(name), party.name) for party in known for name in party.known_as if _stands_in(name, said)]
    if not matches and "@" in author:
        from correspondence.text.mailboxes import domains_in  # slow to import, seldom needed

        domains = domains_in(author)
        matches = [
            (len(party.domain), party.name)
            for party in known
            if party.domain and any(is_within(domain, party.domain) for domain in domains)
        ]
    return max(matches, default=(0, ""))[1]


def _stands_in(name: str, said: str) -> bool:
    """Whether a name stands in a folded text as words of its own: *Ada* does not in *Canada Post*."""
    wanted = name.casefold()
    at = said.find(wanted) if wanted else -1
    while at >= 0:
        before, behind = said[max(0, at - 1) : at], said[at + len(wanted) : at + len(wanted) + 1]
        if not _joined(before, wanted[0]) and not _joined(wanted[-1], behind):
            return True
        at = said.find(wanted, at + 1)
    return False


def _joined(left: str, right: str) -> bool:
    """Whether two characters are within one word; from Hebrew on, scripts write *and* or *of* without a space."""
    return left.isalnum() and right.isalnum() and max(left, right) < _HEBREW


def _row(row: tuple[Any, ...], last: tuple[Any, ...], organizations: tuple[str, ...], letter: str) -> ThreadRow:
    _, slug, title, language, summary, reply_due_days, messages, open_questions, questions = row
    date_text, direction, reply_by = last
    last_date = date_text[:10] if date_text else None
    return ThreadRow(
        slug=slug,
        title=title,
        language=language,
        summary=summary or "",
        reply_due_days=reply_due_days,
        organizations=organizations,
        messages=messages,
        last_date=last_date,
        last_direction=Direction(direction) if direction else None,
        due=_due(last_date, direction, reply_by, reply_due_days),
        open_questions=open_questions,
        questions=questions,
        letter=letter,
    )


def _due(last: str | None, direction: str | None, reply_by: str | None, reply_due_days: int | None) -> date | None:
    if direction != Direction.OUTGOING or last is None:
        return None
    if reply_by:
        return PartialDate.parse(reply_by).latest()
    if reply_due_days is None:
        return None
    latest = PartialDate.parse(last).latest()
    return latest + min(timedelta(days=reply_due_days), date.max - latest)
