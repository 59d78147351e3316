"""Looking whether the store is what it says: journal, originals, frozen texts, passages, the index of search."""

import hashlib
import json
from dataclasses import dataclass

from correspondence.errors import Finding, Severity
from correspondence.passages.anchor import find
from correspondence.passages.selectors import Passage
from correspondence.store.reading import Reader, SqliteReader
from correspondence.store.search.check import check

GENESIS = "0" * 64


@dataclass(frozen=True, slots=True)
class Report:
    """What was looked at and what is wrong."""

    findings: tuple[Finding, ...]
    summary: str


def verify(reader: Reader) -> Report:
    """Check the whole store. Errors mean that something was altered; warnings, that a person should look."""
    journal, entries = _journal(reader)
    originals, files = _digests(reader, "original", "SELECT sha256, sha256, content FROM original ORDER BY sha256")
    revisions, texts = _digests(
        reader,
        "revision",
        "SELECT l.identifier || ' ' || r.number, r.digest, r.body FROM revision r JOIN letter l ON l.id = r.letter_id "
        "ORDER BY l.identifier, r.number",
    )
    passages, quotes = _passages(reader)
    search, records = check(reader)
    engine, state = _engine(reader)
    findings = (*engine, *journal, *originals, *revisions, *passages, *search)
    summary = (
        f"{entries} journal entries, {files} originals, {texts} frozen texts, {quotes} passages, {records} records in "
        f"the index of search: {'see above' if findings else 'all as they should be'} ({state})"
    )
    return Report(findings, summary)


def entry_digest(fields: list[object]) -> str:
    """SHA-256, in lower-case hexadecimal, over an entry's fields, of which the last is the digest before it."""
    return hashlib.sha256(json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def _journal(reader: Reader) -> tuple[list[Finding], int]:
    rows = reader.rows("SELECT number, at, actor, act, subject, detail, previous, digest FROM journal ORDER BY number")
    previous = GENESIS
    for expected, (*fields, digest) in enumerate(rows, start=1):
        if fields[0] != expected or fields[6] != previous or entry_digest(fields) != digest:
            return [_altered("journal", f"entry {fields[0]}", "does not follow from the entries before it")], len(rows)
        previous = digest
    return [], len(rows)


def _digests(reader: Reader, what: str, sql: str) -> tuple[list[Finding], int]:
    rows = reader.rows(sql)
    wrong = []
    for name, digest, content in rows:
        data = content.encode() if isinstance(content, str) else bytes(content)
        if hashlib.sha256(data).hexdigest() != digest:
            wrong.append(_altered(what, name, "is not what its digest says"))
    return wrong, len(rows)


def _passages(reader: Reader) -> tuple[list[Finding], int]:
    rows = reader.rows(
        "SELECT p.exact, p.prefix, p.suffix, p.start_at, p.end_at, m.identifier, m.body "
        "FROM passage p JOIN message m ON m.id = p.message_id ORDER BY m.identifier, p.id"
    )
    lost = []
    for exact, prefix, suffix, start, end, message, body in rows:
        if find(Passage(exact, prefix or "", suffix or "", start, end), body) is None:
            short = " ".join(exact.split())[:60]
            lost.append(
                Finding("passage-not-found", f"message {message}", f"the words “{short}” are not in it any more")
            )
    return lost, len(rows)


def _engine(reader: Reader) -> tuple[list[Finding], str]:
    """What the database says of itself, and how it keeps a commit."""
    if not isinstance(reader, SqliteReader):
        return [], str(reader.rows("SHOW server_version")[0][0]).join(("PostgreSQL ", ""))
    check = reader.rows("PRAGMA quick_check")
    mode = reader.rows("PRAGMA journal_mode")[0][0]
    version = reader.rows("SELECT sqlite_version()")[0][0]
    broken = [] if check == [("ok",)] else [_altered("database", "file", str(check[0][0]))]
    return broken, f"SQLite {version}, journal mode {mode}, synchronous full"


def _altered(what: str, name: str, reason: str) -> Finding:
    return Finding(
        code=f"{what}-altered",
        place=f"{what} {name}",
        reason=reason,
        fix="restore from a backup",
        severity=Severity.ERROR,
    )
