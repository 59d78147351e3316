"""The export of a form: each row is an answer; what cannot be taken down is kept for mending.

A row counts as given by the person who imports the file and has seen what its columns hold. A row that may be from
somebody who is on the roll already under another name waits for a decision.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session, SQLModel, col, func, select

from correspondence.errors import CorrespondenceError
from correspondence.letters.edit import find
from correspondence.records.signon import Answer, SignOn
from correspondence.signons.answers import Coming, checked
from correspondence.signons.doubts import maybe
from correspondence.signons.form_rows import NO_ORGANIZATION
from correspondence.signons.likely import domain_of, pairs
from correspondence.signons.roll import Roll
from correspondence.signons.signing import Signing
from correspondence.signons.tables import as_csv
from correspondence.store import originals
from correspondence.text.likeness import fold
from correspondence.vocabulary import AnswerState, SignatoryKind, SignOnStatus


@dataclass(slots=True)
class Outcome:
    """What became of a file's rows, by their numbers in it, the headings being row 1.

    Attributes:
        signed: taken down as signing, with the name.
        duplicates: say what is known already, with whom.
        faulty: kept for mending, with the reason.
        waiting: need a person's decision, with the reason and the answer's number.
        repeated: say what one that waits says, with the name.
        known: had come in before.
        kept: how many are new and on record now.
    """

    signed: list[tuple[int, str]] = field(default_factory=list)
    duplicates: list[tuple[int, str]] = field(default_factory=list)
    faulty: list[tuple[int, str]] = field(default_factory=list)
    waiting: list[tuple[int, int, str]] = field(default_factory=list)
    repeated: list[tuple[int, str]] = field(default_factory=list)
    known: int = 0
    kept: int = 0


def take_in(
    session: Session, thread: str, identifier: str, rows: Sequence[Coming], content: bytes, *, extension: str,
    number: int | None, at: str, by: str,
) -> Outcome:  # fmt: skip
    """Take down the rows of a form's export; the same rows again change nothing.

    Args:
        session: of the change under way.
        thread: the thread's slug.
        identifier: the letter's.
        rows: from `form_rows.comings`.
        content: the file, which is kept as evidence.
        extension: the ending of its name.
        number: the revision signed; None for the newest.
        at: now.
        by: who imports.

    Raises:
        NotFoundError: there is no such letter or revision.
    """
    letter = find(session, thread, identifier)
    assert letter.id is not None
    before = select(Answer.key, Answer.state, Answer.fault).where(Answer.letter_id == letter.id)
    rows_before = session.exec(before).all()
    there = {key: fault or "" for key, state, fault in rows_before if state == AnswerState.FAULTY}
    known = {key for key, _, _ in rows_before}
    last = session.exec(select(func.max(Answer.number)).where(Answer.letter_id == letter.id)).one() or 0
    roll = Roll(session, letter.id)
    outcome = Outcome()
    new: list[Coming] = []
    seen: set[str] = set()
    again: list[Coming] = []
    for row in rows:
        if row.key in there:
            outcome.faulty.append((row.place or 0, there[row.key]))
        elif row.key in known:
            outcome.known += 1
        elif row.key in seen:
            again.append(row)
        else:
            seen.add(row.key)
            new.append(row)
    if not new:
        return outcome
    digest = originals.keep(session, content, extension=extension)
    text = Signing.of(session, thread, identifier, number, roll)
    doubts = _doubts(roll, new)
    newcomers = _Newcomers(text)
    answers: list[tuple[dict[str, Any], SignOn | str | None]] = []
    for count, row in enumerate(new, start=last + 1):
        coming = replace(row, evidence=digest)
        coming, unsure = _as_known(text.roll, coming)
        told = [one for one in (doubts.get(row.key, ""), *unsure) if one]  # what answers one answers no other
        answer, signon = _take(text, newcomers, coming, count, told, outcome, at, by)
        answers.append((answer, signon))
        _mend(session, letter.id, coming, answer, by, at)
    _repeated(outcome, new, again)
    keys = newcomers.write(session)
    given = ((row, keys[one] if isinstance(one, str) else one.id if one else None) for row, one in answers)
    _write(session, Answer, [row | {"signon_id": key} for row, key in given])
    outcome.kept = len(answers)
    return outcome


def faulty_rows(session: Session, thread: str, identifier: str) -> bytes:
    """The rows that wait for mending as a CSV file: mended, it can be imported again.

    Raises:
        NotFoundError: there is no such letter.
    """
    letter = find(session, thread, identifier)
    query = select(Answer).where(Answer.letter_id == letter.id, Answer.state == AnswerState.FAULTY)
    rows = sorted(session.exec(query).all(), key=lambda row: row.number)
    headings = list(dict.fromkeys(name for row in rows for name in row.cells or {}))
    cells = [
        [str(row.number), *((row.cells or {}).get(name, "") for name in headings), row.fault or ""] for row in rows
    ]
    return as_csv(["answer number", *headings, "fault"], cells)


def _repeated(outcome: Outcome, new: Sequence[Coming], again: Sequence[Coming]) -> None:
    """Rows that say to the letter what one before them says share what became of that one."""
    first = {row.key: row.place or 0 for row in new}
    faults = dict(outcome.faulty)
    waiting = {place for place, _, _ in outcome.waiting}
    for row in again:
        place, before = row.place or 0, first[row.key]
        if before in faults:
            outcome.faulty.append((place, faults[before]))
        elif before in waiting:
            outcome.repeated.append((place, row.name))
        else:
            outcome.duplicates.append((place, row.name))


class _Newcomers:
    """Who comes onto the roll by a file: plain values, written all at once."""

    def __init__(self, text: Signing) -> None:
        self._text = text
        self._rows: list[dict[str, Any]] = []
        self._found: dict[str | int, dict[str, Any]] = {}

    def named(self, name: str) -> dict[str, Any] | None:
        """The newcomer of that name, whatever its case and spaces, or of a signatory who has it for another name."""
        found = self._found.get(fold(name))
        if found is None and (known := self._text.roll.known(name)) is not None and known.id is not None:
            found = self._found.get(known.id)
        return found

    def add(self, row: dict[str, Any]) -> None:
        """Somebody new."""
        self._rows.append(row)
        self._found.setdefault(fold(row["name"]), row)
        if row["signatory_id"] is not None:
            self._found.setdefault(row["signatory_id"], row)

    def write(self, session: Session) -> dict[str, int]:
        """Write them; the keys of their rows by name."""
        session.flush()
        _write(session, SignOn, self._rows)
        names = {row["name"] for row in self._rows}
        query = select(SignOn.name, SignOn.id).where(SignOn.letter_id == self._text.roll.letter_id)
        return {name: key for name, key in session.exec(query.order_by(col(SignOn.id))) if key and name in names}


def _write(session: Session, table: type[SQLModel], rows: list[dict[str, Any]]) -> None:
    """Write many rows in one go: absent values are written too, else rows of other columns break it up."""
    if rows:
        session.execute(insert(table), rows, execution_options={"render_nulls": True})


def _take(
    text: Signing,
    newcomers: _Newcomers,
    coming: Coming,
    count: int,
    told: list[str],
    outcome: Outcome,
    at: str,
    by: str,
) -> tuple[dict[str, Any], SignOn | str | None]:
    """One row and whom it is from, by name when they are new: signed, a duplicate, waiting, or faulty."""
    place = coming.place or 0
    letter_id = text.roll.letter_id
    doubt = "; ".join(told)
    there = text.roll.named(coming.name) if coming.name else None
    new = newcomers.named(coming.name) if coming.name and there is None else None
    if not coming.fault:
        try:
            answer = checked(letter_id, coming, number=count, at=at, state=AnswerState.PENDING)
        except CorrespondenceError as error:
            coming = replace(coming, fault=str(error))
    if coming.fault:
        bare = Coming(
            key=coming.key, channel=coming.channel, says=coming.says, cells=coming.cells, fault=coming.fault,
            evidence=coming.evidence, place=coming.place,
        )  # fmt: skip
        outcome.faulty.append((place, coming.fault))
        return checked(letter_id, bare, number=count, at=at, state=AnswerState.FAULTY), None
    if new is not None and not (doubt := doubt or _namesake(new["name"], new["kind"], new["email"], coming)):
        answer |= {"state": AnswerState.DUPLICATE, "decided_at": at, "decided_by": by}
        outcome.duplicates.append((place, new["name"]))
        return answer, new["name"]
    if there is not None and not (doubt := doubt or _namesake(there.name, there.kind, there.email, coming)):
        if there.status == SignOnStatus.SIGNED and there.revision == text.digest:
            answer |= {"state": AnswerState.DUPLICATE, "decided_at": at, "decided_by": by}
            outcome.duplicates.append((place, there.name))
            return answer, there
        if there.status in (SignOnStatus.WITHDRAWN, SignOnStatus.DECLINED):
            doubt = f"has {there.status} before: do they sign now?"
        elif there.status == SignOnStatus.SIGNED and text.numbers.get(there.revision or "", 0) > text.number:
            doubt = "has signed a newer text"
    if doubt:
        answer["checks"] = told or [doubt]
        outcome.waiting.append((place, count, f"{coming.name}: {doubt}"))
        return answer, new["name"] if new is not None else there
    said: dict[str, Any] = {
        "kind": coming.kind, "representative": coming.representative or None, "role": coming.role or None,
        "email": coming.email or None, "country": coming.country or None, "channel": coming.channel,
        "evidence": coming.evidence,
    }  # fmt: skip
    answer |= {"revision": text.digest, "state": AnswerState.ACCEPTED, "decided_at": at, "decided_by": by}
    if there is None:
        row = text.new(coming.name, at=coming.said_at or at, **said)
        newcomers.add(row)
        outcome.signed.append((place, row["name"]))
        return answer, row["name"]
    signon = text.take(coming.name, at=coming.said_at or at, **said)
    outcome.signed.append((place, signon.name))
    return answer, signon


def _as_known(roll: Roll, coming: Coming) -> tuple[Coming, tuple[str, ...]]:
    """A row, and what has to be decided about it: nothing, when the roll or the directory knows what they are."""
    known = (roll.named(coming.name) or roll.known(coming.name)) if coming.checks else None
    if known is not None and known.kind:
        kept = tuple(check for check in coming.checks if check != NO_ORGANIZATION)
        return replace(coming, kind=SignatoryKind(known.kind), checks=()), kept
    return replace(coming, checks=()), coming.checks


def _namesake(name: str, kind: str | None, email: str | None, coming: Coming) -> str:
    """Why somebody of the same name may be somebody else: people have namesakes."""
    person = SignatoryKind.PERSON in (kind, coming.kind)
    if person and email and coming.email and email.lower() != coming.email.lower():
        return f"{name} is on the roll with another address, {email}: the same person?"
    return ""


def _mend(session: Session, letter_id: int, coming: Coming, answer: dict[str, Any], by: str, at: str) -> None:
    """A row that mends a faulty one takes its place."""
    mended = coming.matched.removeprefix("mends answer ")
    if answer["state"] == AnswerState.FAULTY or not mended.isdecimal():
        return
    query = select(Answer).where(Answer.letter_id == letter_id, Answer.number == int(mended))
    old = session.exec(query).first()
    if old is not None and old.state == AnswerState.FAULTY:
        old.state, old.decided_at, old.decided_by = AnswerState.REJECTED, at, by
        old.matched = f"mended by answer {answer['number']}"
        session.add(old)


def _doubts(roll: Roll, rows: Sequence[Coming]) -> dict[str, str]:
    """Rows that may be from somebody who stands before them under another name, by key, with whom and why."""
    parties = roll.parties()
    on_roll = len(parties)
    names = {fold(party.name) for party in parties}
    new: set[str] = set()
    for row in rows:
        if row.fault or fold(row.name) in names or roll.named(row.name) is not None:
            continue
        names.add(fold(row.name))
        new.add(row.name)
        domain = domain_of(row.email) if row.email else ""
        person = row.kind is SignatoryKind.PERSON
        parties.append(roll.party(row.name, domains=frozenset({domain} - {""}), person=person))
    if len(parties) == on_roll:
        return {}
    found: dict[str, str] = {}
    for pair in pairs(parties):
        if pair.other in new:
            found.setdefault(fold(pair.other), maybe(pair.one, pair.why))
    return {row.key: found[fold(row.name)] for row in rows if not row.fault and fold(row.name) in found}
