"""What is entered on the sign-on page: which fields there are, and what each may hold."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from email_validator import EmailNotValidError, validate_email

from correspondence.text.escape import for_print, for_terminal
from correspondence.text.normalise import normalise, unstorable
from correspondence.vocabulary import SignatoryKind

LONGEST = {"name": 300, "representative": 200, "role": 200, "email": 254, "country": 100, "url": 300}
FIELDS = ("kind", *LONGEST, "publish")
_BREAKS = re.compile("[\n\v\f\x1c-\x1e\x85\u2028\u2029]")
# Marks of direction turn nothing round, and names in several scripts need them.
_MARKS = str.maketrans("", "", "\u200e\u200f\u061c")
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:(?!\d)")


class Fault(StrEnum):
    """Why a field cannot be taken as it is."""

    MISSING = "missing"
    TOO_LONG = "too-long"
    ONE_LINE = "one-line"
    UNSEEN = "unseen"
    """It holds characters that nobody can see, or that turn what stands beside them round."""
    NO_ADDRESS = "no-address"
    NO_LINK = "no-link"


@dataclass(frozen=True, slots=True)
class Submission:
    """An entry that can be taken; `name` as it shall be printed, to the letter."""

    kind: SignatoryKind
    name: str
    representative: str
    role: str
    email: str
    country: str
    url: str


@dataclass(frozen=True, slots=True)
class Read:
    """What was entered.

    Attributes:
        submission: None while there are faults.
        values: of each field, to be shown again.
        faults: of the fields that cannot be taken, in the order of the form.
    """

    submission: Submission | None
    values: dict[str, str]
    faults: dict[str, Fault]


def read(given: Mapping[str, str]) -> Read:
    """Look at what came from the form; whatever it is, it is read."""
    values = {name: normalise(given.get(name, "")).strip() for name in FIELDS}
    person = values["kind"] == SignatoryKind.PERSON
    needed = {"name", "email"} | (set() if person else {"representative"})
    faults: dict[str, Fault] = {}
    if values["kind"] not in tuple(SignatoryKind):
        faults["kind"] = Fault.MISSING
        values["kind"] = ""
    for name, longest in LONGEST.items():
        if person and name == "representative":
            continue  # a person signs for nobody
        if fault := _fault(values[name], longest, needed=name in needed):
            faults[name] = fault
    if values["email"] and "email" not in faults:
        values["email"] = _address(values["email"]) or values["email"]
        if not _address(values["email"]):
            faults["email"] = Fault.NO_ADDRESS
    if values["url"] and "url" not in faults and not (link := web_address(values["url"])):
        faults["url"] = Fault.NO_LINK
    elif values["url"] and "url" not in faults:
        values["url"] = link
    if values["publish"] != "yes":
        values["publish"] = ""
        faults["publish"] = Fault.MISSING
    values = {name: _bounded(name, value) for name, value in values.items()}
    if faults:
        return Read(None, values, faults)
    kept = {name: values[name] for name in LONGEST} | ({"representative": ""} if person else {})
    return Read(Submission(kind=SignatoryKind(values["kind"]), **kept), values, {})


def web_address(text: str) -> str:
    """A web address as it is kept, with its scheme; "" when it is none."""
    text = text if _SCHEME.match(text) else f"https://{text}"
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return ""
    fine = parts.scheme in ("http", "https") and "." in host.strip(".") and not parts.username and " " not in text
    return text if fine else ""


def _fault(value: str, longest: int, *, needed: bool) -> Fault | None:
    if not value:
        return Fault.MISSING if needed else None
    if len(value) > longest:
        return Fault.TOO_LONG
    if _BREAKS.search(value):
        return Fault.ONE_LINE
    bare = value.translate(_MARKS)
    if unstorable(value) or for_print(value) != value or for_terminal(bare, multiline=False) != bare or not bare:
        return Fault.UNSEEN
    return None


def _address(text: str) -> str:
    try:
        return validate_email(text, check_deliverability=False).normalized
    except EmailNotValidError:
        return ""


def _bounded(name: str, value: str) -> str:
    """A value to be shown again, which is not as large as somebody wants it."""
    return value[: LONGEST.get(name, 20) + 50]
