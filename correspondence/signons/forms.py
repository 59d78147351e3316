"""The export of a form: each row is an answer; what cannot be taken down is kept for mending.

A row counts as given by the person who imports the file and has seen what its columns hold. A row that may be from
somebody who is on the roll already under another name waits for a decision.
"""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session, func, select

from correspondence.errors import CorrespondenceError
from correspondence.letters.edit import find
from correspondence.records.signon import Answer, SignOn
from correspondence.signons.answers import Coming, checked
from correspondence.signons.columns import Column
from correspondence.signons.likely import Party, domain_of, pairs
from correspondence.signons.roll import Roll
from correspondence.signons.signing import Signing
from correspondence.signons.tables import as_csv, as_meant
from correspondence.store import originals
from correspondence.text.likeness import fold
from correspondence.text.mailboxes import normal_address
from correspondence.text.normalise import normalise
from correspondence.vocabulary import AnswerState, Channel, Says, SignatoryKind, SignOnStatus

_LONGEST_NAME = 300
_YES = frozenset(
    {"yes", "y", "true", "1", "x", "on", "ok", "agree", "agreed", "i agree", "we agree", "si", "oui", "ja", "sim",
     "نعم", "أوافق", "موافق", "acepto", "aceptamos", "j'accepte", "einverstanden", "concordo", "✓", "✔", "checked"}
)  # fmt: skip
_YES_AND_MORE = (
    "yes",
    "sí",
    "si,",
    "oui",
    "ja",
    "sim",
    "نعم",
    "i agree",
    "we agree",
    "acept",
    "j'accept",
    "ich ",
    "wir ",
)
_PERSON = re.compile(
    r"individual|person|myself|privat|particulier|a titre|à titre|a titulo|a título|in own|فرد|شخص|individu",
    re.IGNORECASE,
)
_LINES = re.compile("[\r\n\u2028\u2029]")
_TIMES = ("%Y/%m/%d %I:%M:%S %p", "%Y/%m/%d %H:%M:%S", "%d.%m.%Y %H:%M:%S", "%d.%m.%Y %H:%M", "%Y-%m-%d %H:%M")
_ZONE = re.compile(r"\s*(?:GMT|UTC|[A-Z]{3,4})(?:[+-]\d{1,2}(?::?\d\d)?)?$")


@dataclass(slots=True)
class Outcome:
    """What became of a file's rows, by their numbers in it, the headings being row 1.

    Attributes:
        signed: taken down as signing, with the name.
        duplicates: say what is known already, with whom.
        faulty: kept for mending, with the reason.
        waiting: need a person's decision, with the reason and the answer's number.
        known: had come in before.
        kept: how many are new and on record now.
    """

    signed: list[tuple[int, str]] = field(default_factory=list)
    duplicates: list[tuple[int, str]] = field(default_factory=list)
    faulty: list[tuple[int, str]] = field(default_factory=list)
    waiting: list[tuple[int, int, str]] = field(default_factory=list)
    known: int = 0
    kept: int = 0


def comings(
    table: Sequence[Sequence[str]], columns: Mapping[Column, int], *, kind: SignatoryKind | None = None
) -> list[Coming]:
    """The rows of a table as answers; those that cannot be taken down say why in `fault`.

    Args:
        table: the cells, the headings in the first row.
        columns: what the columns hold.
        kind: what all that sign are, when no column tells.
    """
    headings = [" ".join(cell.split()) for cell in table[0]] if table else []
    found = []
    for place, row in enumerate(table[1:], start=2):
        cells = [normalise(as_meant(cell.strip())).replace("\x00", "") for cell in row]
        if any(cells):
            found.append(_coming(place, headings, cells, columns, kind))
    return found


def take_in(
    session: Session, thread: str, identifier: str, rows: Sequence[Coming], content: bytes, *, extension: str,
    number: int | None, at: str, by: str,
) -> Outcome:  # fmt: skip
    """Take down the rows of a form's export; the same rows again change nothing.

    Args:
        session: of the change under way.
        thread: the thread's slug.
        identifier: the letter's.
        rows: from `comings`.
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
    for row in rows:
        if row.key in there:
            outcome.faulty.append((row.place or 0, there[row.key]))
        elif row.key in known:
            outcome.known += 1
        elif row.key in seen:
            outcome.duplicates.append((row.place or 0, row.name))
        else:
            seen.add(row.key)
            new.append(row)
    if not new:
        return outcome
    digest = originals.keep(session, content, extension=extension)
    text = Signing.of(session, thread, identifier, number, roll)
    doubts = _doubts(roll, new)
    answers: list[tuple[dict[str, Any], SignOn | None]] = []
    for count, row in enumerate(new, start=last + 1):
        coming = replace(row, evidence=digest)
        answer, signon = _take(text, coming, count, doubts.get(row.key, ""), outcome, at, by)
        answers.append((answer, signon))
        _mend(session, letter.id, coming, answer, by, at)
    session.flush()  # now the sign-ons have their keys
    session.execute(insert(Answer), [row | {"signon_id": one.id if one else None} for row, one in answers])
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


def _take(
    text: Signing, coming: Coming, count: int, doubt: str, outcome: Outcome, at: str, by: str
) -> tuple[dict[str, Any], SignOn | None]:
    """One row and whom it is from: signed, a duplicate, waiting, or faulty."""
    place = coming.place or 0
    letter_id = text.roll.letter_id
    there = text.roll.named(coming.name) if coming.name else None
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
    if there is not None and not (doubt := doubt or _namesake(there, coming)):
        if there.status == SignOnStatus.SIGNED and there.revision == text.digest:
            answer |= {"state": AnswerState.DUPLICATE, "decided_at": at, "decided_by": by}
            outcome.duplicates.append((place, there.name))
            return answer, there
        if there.status in (SignOnStatus.WITHDRAWN, SignOnStatus.DECLINED):
            doubt = f"has {there.status} before: do they sign now?"
        elif there.status == SignOnStatus.SIGNED and text.numbers.get(there.revision or "", 0) > text.number:
            doubt = "has signed a newer text"
    if doubt:
        answer["checks"] = [doubt]
        outcome.waiting.append((place, count, f"{coming.name}: {doubt}"))
        return answer, there
    signon = text.take(
        coming.name, at=coming.said_at or at, kind=coming.kind, representative=coming.representative or None,
        role=coming.role or None, email=coming.email or None, country=coming.country or None, channel=coming.channel,
        evidence=coming.evidence,
    )  # fmt: skip
    answer |= {"revision": text.digest, "state": AnswerState.ACCEPTED, "decided_at": at, "decided_by": by}
    outcome.signed.append((place, signon.name))
    return answer, signon


def _namesake(there: SignOn, coming: Coming) -> str:
    """Why somebody of the same name may be somebody else: people have namesakes."""
    person = SignatoryKind.PERSON in (there.kind, coming.kind)
    if person and there.email and coming.email and there.email.lower() != coming.email.lower():
        return f"{there.name} is on the roll with another address, {there.email}: the same person?"
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
    owner: dict[str, str] = {}
    for row in rows:
        if row.fault or fold(row.name) in names or roll.named(row.name) is not None:
            continue
        names.add(fold(row.name))
        owner[row.name] = row.key
        domain = domain_of(row.email) if row.email else ""
        person = row.kind is SignatoryKind.PERSON
        parties.append(Party(row.name, domains=frozenset({domain} - {""}), person=person))
    if len(parties) == on_roll:
        return {}
    found: dict[str, str] = {}
    for pair in pairs(parties):
        if pair.other in owner:
            found.setdefault(owner[pair.other], f"may be {pair.one}: {pair.why}")
    return found


def _coming(
    place: int, headings: Sequence[str], cells: Sequence[str], columns: Mapping[Column, int],
    kind: SignatoryKind | None,
) -> Coming:  # fmt: skip
    def cell(column: Column) -> str:
        at = columns.get(column)
        return cells[at] if at is not None and at < len(cells) else ""

    organization, name, representative = map(cell, (Column.ORGANIZATION, Column.NAME, Column.REPRESENTATIVE))
    role, email = cell(Column.ROLE), cell(Column.EMAIL)
    said = cell(Column.SIGN_AS)
    person = bool(_PERSON.search(said)) if said else (kind is SignatoryKind.PERSON if kind else not organization)
    if kind is SignatoryKind.PERSON and not said:
        person = True
    if person:
        printed, role = name or representative, ", ".join(filter(None, (role, organization)))
        representative = ""
    else:
        printed = organization or name
        representative = representative or (name if organization else "")
    answer = cell(Column.ANSWER)
    own = {columns[Column.ANSWER]} if Column.ANSWER in columns else set()
    named = _named(headings, cells, own)
    fault = _fault(printed, email, cell(Column.CONSENT), has_consent=Column.CONSENT in columns)
    return Coming(
        key=_key(named),
        channel=Channel.FORM,
        says=Says.SIGNS,
        name="" if _LINES.search(printed) else printed,
        kind=SignatoryKind.PERSON if person else SignatoryKind.ORGANIZATION,
        representative=_one_line(representative),
        role=_one_line(role),
        email="" if fault else _address(email),
        country=_one_line(cell(Column.COUNTRY)),
        comments=cell(Column.COMMENTS),
        matched=f"mends answer {answer}" if answer.isdecimal() else "",
        cells=named,
        fault=fault,
        place=place,
        said_at=moment(cell(Column.TIMESTAMP)),
    )


def _key(named: Mapping[str, str]) -> str:
    """What tells a row when it comes in again, wherever it and its columns stand then."""
    return hashlib.sha256(json.dumps(["form", sorted(named.items())], ensure_ascii=False).encode()).hexdigest()


def _named(headings: Sequence[str], cells: Sequence[str], without: set[int]) -> dict[str, str]:
    """The cells by their headings; those without one by their column."""
    named: dict[str, str] = {}
    for n, value in enumerate(cells):
        heading = headings[n] if n < len(headings) and headings[n] else f"column {n + 1}"
        if value and n not in without and heading != "fault":
            named[heading if heading not in named else f"{heading} ({n + 1})"] = value
    return named


def _fault(name: str, email: str, consent: str, *, has_consent: bool) -> str:
    """Why a row cannot be taken down; "" when it can."""
    if not name:
        return "no name"
    if _LINES.search(name):
        return "the name holds a line break"
    if len(name) > _LONGEST_NAME:
        return f"the name is longer than {_LONGEST_NAME} characters"
    if name.startswith("="):
        return "the name is a formula"
    if has_consent and fold(consent) not in _YES and not fold(consent).startswith(_YES_AND_MORE):
        return f"does not agree to sign: {consent!r}" if consent else "does not say that they agree to sign"
    if email:
        try:
            normal_address(_one_line(email))
        except ValueError as error:
            return f"{_one_line(email)!r} is not an e-mail address: {error}"
    return ""


def _address(email: str) -> str:
    return normal_address(_one_line(email)) if email else ""


def _one_line(text: str) -> str:
    return " ".join(text.split())


def moment(text: str) -> str:
    """A form's time stamp in ISO 8601, where it can be read in one way only; else empty."""
    text = text.strip()
    if not text:
        return ""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        plain = _ZONE.sub("", text) if not text.upper().endswith(("AM", "PM")) else text
        for form in _TIMES:
            try:
                found = datetime.strptime(plain, form)  # noqa: DTZ007  # forms tell no zone
                break
            except ValueError:
                continue
        else:
            return ""
    if found.year < 1000:  # noqa: PLR2004  # no year that a date of the store can have
        return ""
    return found.replace(microsecond=0).isoformat()
