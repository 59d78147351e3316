"""The rows of a form's export as answers: who signs, as what, and what is wrong with a row."""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from datetime import datetime

from correspondence.signons.answers import Coming
from correspondence.signons.columns import CONSENTS, Column, asks_besides
from correspondence.signons.tables import as_meant
from correspondence.signons.wording import propose
from correspondence.text.likeness import fold
from correspondence.text.mailboxes import normal_address
from correspondence.text.normalise import normalise
from correspondence.vocabulary import Channel, Says, SignatoryKind

_LONGEST_NAME = 300
_YES = frozenset(
    {"yes", "y", "true", "1", "x", "on", "ok", "agree", "agreed", "i agree", "we agree", "si", "oui", "ja", "sim",
     "نعم", "أوافق", "موافق", "acepto", "aceptamos", "j'accepte", "einverstanden", "concordo", "✓", "✔", "checked"}
)  # fmt: skip
# More words, which agree before they say to what. “Si” alone is also “if”, and a sentence with “ich” or “wir” must not
# go on to say that they do not.
_YES_AND_MORE = re.compile(
    r"(?:yes|sí|oui|ja|sim|نعم|i agree|we agree|acepto|aceptamos|j'accepte|nous acceptons|einverstanden|concordo)\b"
    r"|si,"
    r"|(?:ich|wir) (?:stimmen?|bin|sind|unterzeichnen?|unterstützen?|willigen?|erklären?)\b"
    r"(?!.*\b(?:nicht|nie|kein\w*)\b)"
)
_NO = re.compile(
    r"(?:no|nein|non|n[ãa]o|لا|false|0|disagree|decline|jamais|nunca|never|nie|niemals|refus\w*)(?:$|[.,;:!،]|\s.*$)"
    r"|.*\b(?:do not|don't|will not|cannot) (?:agree|sign|consent)\b.*|.*\bnicht (?:zu|ein|einverstanden)\b.*"
)
_PERSON = re.compile(
    r"individual|person|myself|privat|particulier|a titre|à titre|a titulo|a título|in own|فرد|شخص|individu",
    re.IGNORECASE,
)
_LINES = re.compile("[\r\n\u2028\u2029]")
_TIMES = ("%Y/%m/%d %I:%M:%S %p", "%Y/%m/%d %H:%M:%S", "%d.%m.%Y %H:%M:%S", "%d.%m.%Y %H:%M", "%Y-%m-%d %H:%M")
_ZONE = re.compile(r"\s*(?:GMT|UTC|[A-Z]{3,4})(?:[+-]\d{1,2}(?::?\d\d)?)?$")


NO_ORGANIZATION = "the row names no organization: do they sign for themselves?"


def comings(
    table: Sequence[Sequence[str]],
    columns: Mapping[Column, int],
    *,
    kind: SignatoryKind | None = None,
    people: bool = False,
) -> list[Coming]:
    """The rows of a table as answers; those that cannot be taken down say why in `fault`.

    Args:
        table: the cells, the headings in the first row.
        columns: what the columns hold.
        kind: what all that sign are, when no column tells.
        people: a row that leaves the organization empty is of a person who signs for themselves; else a form that
            asks for the organization and gets none leaves that to be decided. Without such a column all are people.
    """
    headings = [" ".join(cell.split()) for cell in table[0]] if table else []
    found = []
    for place, row in enumerate(table[1:], start=2):
        cells = [normalise(as_meant(cell.strip())).replace("\x00", "") for cell in row]
        if any(cells):
            found.append(_coming(place, headings, cells, columns, kind, people=people))
    return found


def _coming(
    place: int, headings: Sequence[str], cells: Sequence[str], columns: Mapping[Column, int],
    kind: SignatoryKind | None, *, people: bool,
) -> Coming:  # fmt: skip
    def cell(column: Column) -> str:
        at = columns.get(column)
        return cells[at] if at is not None and at < len(cells) else ""

    organization, name, representative = map(cell, (Column.ORGANIZATION, Column.NAME, Column.REPRESENTATIVE))
    role, email = cell(Column.ROLE), cell(Column.EMAIL)
    said = cell(Column.SIGN_AS)
    person = is_person(said) if said else (kind is SignatoryKind.PERSON if kind else not organization)
    unsure = person and Column.ORGANIZATION in columns and not (organization or said or kind or people)
    if person:
        printed, role = name or representative, ", ".join(filter(None, (role, organization)))
        representative = ""
    else:
        printed = organization or ("" if Column.ORGANIZATION in columns else name)
        representative = representative or (name if organization else "")
    answer = cell(Column.ANSWER)
    own = {columns[Column.ANSWER]} if Column.ANSWER in columns else set()
    named = _named(headings, cells, own)
    consents = [(headings[columns[one]] or str(one), cell(one)) for one in CONSENTS if one in columns]
    says, refused = _consent(consents)
    wanted = "" if says is Says.DECLINES else email  # whoever declines need not be written to
    fault = _fault(printed, wanted, "" if refused else next((asked for asked, said in consents if not said), ""))
    if not printed and name and not person:
        fault = "signs for an organization, and names none"
    return Coming(
        key=_key(named),
        channel=Channel.FORM,
        says=says,
        name="" if _LINES.search(printed) else printed,
        kind=SignatoryKind.PERSON if person else SignatoryKind.ORGANIZATION,
        representative=_one_line(representative),
        role=_one_line(role),
        email="" if fault else _address(email),
        country=_one_line(cell(Column.COUNTRY)),
        comments=cell(Column.COMMENTS),
        matched=f"mends answer {answer}" if answer.isdecimal() else "",
        checks=(*((NO_ORGANIZATION,) if unsure else ()), *refused) if not fault else (),
        cells=named,
        fault=fault,
        place=place,
        said_at=moment(cell(Column.TIMESTAMP)),
    )


def is_person(said: str) -> bool:
    """Whether somebody signs as a person, by what they sign as."""
    return _PERSON.search(said) is not None


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


def _consent(consents: Sequence[tuple[str, str]]) -> tuple[Says, tuple[str, ...]]:
    """What a row says by what it agrees to, and each answer that is not a yes, for a person to see.

    Args:
        consents: what was asked and what was answered; whether they sign comes first.
    """
    refused = [(asked, said) for asked, said in consents if said and not _agrees(said)]
    if not refused:
        return Says.SIGNS if all(said for _, said in consents) else Says.UNCLEAR, ()
    told = tuple(f"is no yes: {asked} {said!r}" for asked, said in refused)
    if refused[0] != consents[0] or asks_besides(refused[0][0]):
        return Says.SIGNS, told
    first = refused[0][1]
    seems = Says.DECLINES if _NO.match(fold(first).replace("’", "'")) else propose(first).says
    return (Says.UNCLEAR if seems is Says.SIGNS else seems), told


def _fault(name: str, email: str, unanswered: str) -> str:
    """Why a row cannot be taken down; "" when it can.

    Args:
        name: as it would be printed.
        email: as it was given.
        unanswered: what it does not answer, although it asks for consent.
    """
    if not name:
        return "no name"
    if _LINES.search(name):
        return "the name holds a line break"
    if len(name) > _LONGEST_NAME:
        return f"the name is longer than {_LONGEST_NAME} characters"
    if name.startswith("="):
        return "the name is a formula"
    if unanswered:
        return f"does not say that they agree to sign: {unanswered!r} is empty"
    if email:
        try:
            normal_address(_one_line(email))
        except ValueError as error:
            return f"{_one_line(email)!r} is not an e-mail address: {error}"
    return ""


def _agrees(consent: str) -> bool:
    said = fold(consent).replace("’", "'")
    return said in _YES or _YES_AND_MORE.match(said) is not None


def _address(email: str) -> str:
    try:
        return normal_address(_one_line(email)) if email else ""
    except ValueError:
        return ""


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
