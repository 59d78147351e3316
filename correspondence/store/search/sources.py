"""What is searched: for each kind of record the SQL that reads it, and how it becomes paragraphs.

A record has a head (title, name), the parties to it, and a body. Paragraph 0 of the index is the head with the parties;
the others are the body's, short ones together, so that every hit is a passage of a few lines.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from correspondence.text.dates import PartialDate
from correspondence.text.findable import joined
from correspondence.vocabulary import SearchKind

INDEX_VERSION = "1"
"""Raised whenever `paragraphs`, `rows_of` or the fold of words changes: the index is then built anew."""
MOST_ROWS = 1 << 14
_SHORT = 300
_LONG = 1_600
_MOST_HEAD = 20_000
_BREAK = re.compile(r"\n[^\S\n]*\n\s*")
_LAST_CUT = re.compile(r"(?s).*[\s。．，、；：！？]")

_MAILS = (SearchKind.RECEIVED, SearchKind.SENT, SearchKind.SOURCE)
_DAY = "coalesce(m.date, m.received)"
_SAID = (
    "(SELECT max(coalesce(m.date, m.received)) FROM passage p JOIN message m ON m.id = p.message_id "
    "WHERE p.undertaking_id = x.id)"
)
_BY_SQL = (
    "SELECT b.undertaking_id, o.name FROM undertaking_by b JOIN organization o ON o.id = b.organization_id "
    "WHERE {only} ORDER BY b.undertaking_id, b.position"
)
_BY = ("party", _BY_SQL, "b.undertaking_id")
_APPENDICES = (
    "SELECT a.letter_id, coalesce(a.title, '') || ' ' || coalesce(a.body, '') FROM letter_appendix a "
    "WHERE {only} ORDER BY a.letter_id, a.position"
)
_BETWEEN = "{key} BETWEEN :low AND :high"
_NOTED = "{key} BETWEEN :low AND :high AND {key} IN (SELECT row_id FROM search_stale WHERE source = '{source}')"
_ADDRESSEES = """
    SELECT {owner}, coalesce(a.name, '') || ' ' || coalesce(a.organization, '') || ' ' || coalesce(c.name, '') || ' '
           || coalesce(o.name, '')
      FROM {table}
      LEFT JOIN contact c ON c.id = a.contact_id LEFT JOIN organization o ON o.id = c.organization_id
     WHERE {{only}} ORDER BY {owner}, a.position
"""


class Rows(Protocol):
    """Whoever can read rows with named parameters: a reader, or a change under way."""

    def rows(self, sql: str, **parameters: Any) -> list[tuple[Any, ...]]:
        """All rows of a query."""


@dataclass(frozen=True, slots=True)
class Source:
    """A kind of record that is searched.

    Attributes:
        name: what `search_document.source` says.
        table: where its records are.
        sql: reads its records from a table with the alias `x`.
        parts: more texts of a record: which field they go to, the SQL for them, and the column that names the record.
    """

    name: str
    table: str
    sql: str
    parts: tuple[tuple[str, str, str], ...] = ()


@dataclass(slots=True)
class Record:
    """A record as it is searched; texts that it lacks are empty.

    Attributes:
        row: its row in its own table.
        thread_id: its thread's row, or None.
        slug: its thread's slug, or empty.
        identifier: its name in the thread, or empty.
        part: which part of that is meant: a revision's number, the message of an assessment; or empty.
        kind: a `vocabulary.SearchKind`.
        date: partial date, or empty.
        title: what it is called on screen.
        head, party, body: the texts that are searched.
        own: how much of `body` is the record's own text; what follows comes from elsewhere.
    """

    row: int
    thread_id: int | None
    slug: str
    identifier: str
    part: str
    kind: str
    date: str
    title: str
    head: str
    party: str
    body: str
    own: int = 0


SOURCES = (
    Source(
        "thread",
        "thread",
        "SELECT x.id, x.id, x.slug, '', '', 'name', '', x.title, x.title || ' ' || x.slug, '', x.summary "
        "FROM thread x WHERE {only}",
    ),
    Source(
        "organization",
        "organization",
        "SELECT x.id, x.thread_id, t.slug, '', '', 'name', '', x.name, x.name, '', "
        "coalesce(x.names, '') || ' ' || coalesce(x.url, '') "
        "FROM organization x JOIN thread t ON t.id = x.thread_id WHERE {only}",
    ),
    Source(
        "contact",
        "contact",
        "SELECT x.id, x.thread_id, t.slug, '', '', 'name', '', x.name, coalesce(x.honorific, '') || ' ' || x.name, "
        "coalesce(o.name, ''), coalesce(x.role, '') || ' ' || coalesce(x.email, '') "
        "FROM contact x JOIN thread t ON t.id = x.thread_id LEFT JOIN organization o ON o.id = x.organization_id "
        "WHERE {only}",
    ),
    Source(
        "signatory",
        "signatory",
        "SELECT x.id, NULL, '', '', '', 'name', '', x.name, x.name, '', coalesce(x.names, '') || ' ' "
        "|| coalesce(x.aliases, '') || ' ' || coalesce(x.contacts, '') || ' ' || coalesce(x.url, '') "
        "FROM signatory x WHERE {only}",
    ),
    Source(
        "message",
        "message",
        "SELECT x.id, x.thread_id, t.slug, x.identifier, '', CASE x.direction WHEN 'incoming' THEN 'received' "
        "WHEN 'outgoing' THEN 'sent' ELSE 'source' END, coalesce(x.date, x.received), x.title, x.title, "
        "x.author, x.body "
        "FROM message x JOIN thread t ON t.id = x.thread_id WHERE {only}",
        (
            (
                "head",
                "SELECT f.message_id, f.name FROM message_file f WHERE {only} ORDER BY f.message_id, f.position",
                "f.message_id",
            ),
            ("party", "SELECT m.id, m.recipients FROM message m WHERE {only}", "m.id"),
        ),
    ),
    Source(
        "letter",
        "letter",
        "SELECT x.id, x.thread_id, t.slug, x.identifier, '', 'letter', x.date, x.title, x.title, '', x.body "
        "FROM letter x JOIN thread t ON t.id = x.thread_id WHERE {only}",
        (
            ("party", _ADDRESSEES.format(owner="a.letter_id", table="letter_addressee a"), "a.letter_id"),
            (
                "body",
                _APPENDICES,
                "a.letter_id",
            ),
        ),
    ),
    Source(
        "revision",
        "revision",
        "SELECT x.id, l.thread_id, t.slug, l.identifier, '' || x.number, 'letter', coalesce(l.date, x.frozen_at), "
        "l.title, l.title || ' ' || coalesce(x.note, ''), '', x.body "
        "FROM revision x JOIN letter l ON l.id = x.letter_id JOIN thread t ON t.id = l.thread_id WHERE {only}",
        (
            (
                "party",
                _ADDRESSEES.format(
                    owner="r.id", table="revision r JOIN letter_addressee a ON a.letter_id = r.letter_id"
                ),
                "r.id",
            ),
        ),
    ),
    Source(
        "campaign",
        "campaign",
        "SELECT x.id, NULL, '', x.identifier, '', 'letter', x.date, x.title, x.title, '', x.body "
        "FROM campaign x WHERE {only}",
    ),
    Source(
        "undertaking",
        "undertaking",
        "SELECT x.id, x.thread_id, t.slug, x.identifier, '', 'undertaking', "
        "{said}, x.statement, '', '', x.statement "
        "FROM undertaking x JOIN thread t ON t.id = x.thread_id WHERE {only}",
        (_BY,),
    ),
    Source(
        "finding",
        "undertaking",
        "SELECT x.id, x.thread_id, t.slug, x.identifier, '', 'finding', "
        "{said}, x.statement, '', '', x.finding "
        "FROM undertaking x JOIN thread t ON t.id = x.thread_id WHERE x.finding <> '' AND {only}",
        (_BY,),
    ),
    Source(
        "question",
        "question",
        "SELECT x.id, x.thread_id, t.slug, x.identifier, '', 'question', "
        "(SELECT max(coalesce({day}, l.date)) FROM question_asked a LEFT JOIN message m ON m.id = a.message_id "
        "LEFT JOIN letter l ON l.id = a.letter_id WHERE a.question_id = x.id), "
        "x.text, x.tags, '', x.text FROM question x JOIN thread t ON t.id = x.thread_id WHERE {only}",
        (
            (
                "body",
                "SELECT a.question_id, a.wording FROM question_asked a WHERE {only} ORDER BY a.question_id, a.position",
                "a.question_id",
            ),
            ("body", "SELECT q.id, q.withdrawn FROM question q WHERE {only}", "q.id"),
        ),
    ),
    Source(
        "assessment",
        "assessment",
        "SELECT x.id, q.thread_id, t.slug, q.identifier, m.identifier, 'finding', "
        "{day}, q.text, '', m.author, x.note "
        "FROM assessment x JOIN question q ON q.id = x.question_id JOIN message m ON m.id = x.message_id "
        "JOIN thread t ON t.id = q.thread_id WHERE x.note <> '' AND x.retracted_at IS NULL AND {only}",
    ),
    Source(
        "signon",
        "signon",
        "SELECT x.id, l.thread_id, t.slug, l.identifier, '', 'sign-on', x.signed_at, x.name, x.name, '', "
        "coalesce(x.representative, '') || ' ' || coalesce(x.role, '') || ' ' || coalesce(x.email, '') "
        "FROM signon x JOIN letter l ON l.id = x.letter_id JOIN thread t ON t.id = l.thread_id WHERE {only}",
    ),
    Source(
        "answer",
        "signon_answer",
        "SELECT x.id, l.thread_id, t.slug, l.identifier, '' || x.number, 'sign-on', "
        "coalesce(x.said_at, x.received_at), x.name, x.name, coalesce(x.email, '') || ' ' || coalesce(x.sender, ''), "
        "coalesce(x.comments, '') || ' ' || coalesce(x.passage, '') "
        "FROM signon_answer x JOIN letter l ON l.id = x.letter_id JOIN thread t ON t.id = l.thread_id WHERE {only}",
    ),
)
BY_NAME = {source.name: source for source in SOURCES}
STATED = frozenset({"undertaking", "finding", "question", "assessment"})
"""Whose titles are Markdown."""
MARKDOWN = frozenset({"letter", "revision", "campaign"}) | STATED
"""Whose texts are Markdown; a message's is the text as received."""


def read(rows: Rows, source: Source, low: int, high: int, *, noted: bool = False) -> Iterator[Record]:
    """The records of a kind that say anything and whose rows lie between two numbers, both included, in order.

    Args:
        rows: whom to ask.
        source: the kind.
        low: the first row.
        high: the last row.
        noted: only those that are noted as changed.
    """

    def asked(sql: str, key: str) -> list[tuple[Any, ...]]:
        only = (_NOTED if noted else _BETWEEN).format(key=key, source=source.name)
        return rows.rows(sql.format(only=only, day=_DAY, said=_SAID), low=low, high=high)

    found = {row[0]: _record(row) for row in asked(source.sql, "x.id")}
    for field, sql, key in source.parts:
        for row, text in asked(sql, key):
            if text and row in found:
                record = found[row]
                between = "\n\n" if field == "body" else "\n"
                setattr(record, field, f"{getattr(record, field)}{between}{text}")
    said = (found[row] for row in sorted(found))
    yield from (record for record in said if record.head.strip() or record.party.strip() or record.body.strip())


def paragraphs(body: str) -> list[tuple[int, int]]:
    """Where the paragraphs of a body begin and end, exclusive: short ones together, long ones in pieces."""
    found: list[tuple[int, int]] = []
    short = max(_SHORT, len(body) // (MOST_ROWS // 4))
    longest = max(_LONG, short * 2)
    start = at = 0
    while at < len(body):
        gap = _BREAK.search(body, at)
        end = gap.start() if gap else len(body)
        at = gap.end() if gap else end
        if end - start < short and at < len(body):
            continue
        while end - start > longest:
            cut = _LAST_CUT.match(body, start + longest // 2, start + longest)
            middle = cut.end() if cut else start + longest
            found.append((start, middle))
            start = middle
        if body[start:end].strip():
            found.append((start, end))
        start = at
    return found


def rows_of(record: Record) -> list[tuple[str, str]]:
    """The words of a record for the index, paragraph by paragraph: of its text, and of its parties."""
    head = (joined(record.head[:_MOST_HEAD]), joined(record.party[:_MOST_HEAD]))
    return [head, *((joined(record.body[start:end]), "") for start, end in paragraphs(record.body))]


def day_of(date: str) -> int:
    """The first day that a partial date or a moment may mean, counted from the year 1; 0 for none."""
    try:
        return PartialDate.parse(date[:10]).earliest().toordinal()
    except ValueError:
        return 0


def parties(record: Record) -> str:
    """Whom a record is from and to, on one line; recipients stand behind an arrow."""
    author, *others = record.party.split("\n")
    if record.kind in _MAILS and others:
        return f"{_one_line(author)} → {_one_line(others[0])}".strip()
    return ", ".join(filter(None, map(_one_line, (author, *others))))


def heading(record: Record) -> str:
    """The texts of paragraph 0, to be read by people."""
    return "\n".join(filter(None, (*map(_one_line, record.head.split("\n")), parties(record))))


def _one_line(text: str) -> str:
    """A text on one line; a list that is kept as JSON is told by its members."""
    if text.startswith('["'):
        text = ", ".join(map(str, json.loads(text)))
    return " ".join(text.split())


def _record(row: tuple[Any, ...]) -> Record:
    number, thread, *texts = row
    slug, identifier, part, kind, date, title, head, party, body = (text or "" for text in texts)
    return Record(number, thread, slug, identifier, part, kind, date[:10], title, head, party, body, len(body))
