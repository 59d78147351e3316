"""The kinds of value that a bundle's keys hold: texts, lines, identifiers, digests, dates, addresses.

Texts are brought to NFC with line feeds on the way in; what a database or a document could not hold is refused.
"""

import re
from functools import lru_cache
from typing import Annotated, Any

from pydantic import AfterValidator

from correspondence.text.dates import PartialDate
from correspondence.text.locale import language_tag
from correspondence.text.mailboxes import normal_address
from correspondence.text.normalise import normalise, unstorable

_IDENTIFIER = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_IDENTIFIER_LENGTH = 120
_DIGEST = re.compile(r"[0-9a-f]{64}")
EXTENSION = re.compile(r"[a-z0-9]{1,10}")
_MOMENT = re.compile(
    r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])[T ]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,6})?)?"
    r"(Z|[+-][01]\d:[0-5]\d)?"
)


LINE_LENGTH = 30_000  # of a name or a title: more than anybody has, and little enough to be set on a page at once


def _text(value: str) -> str:
    normal = normalise(value)
    if why := unstorable(normal):
        raise ValueError(why)
    return normal


def _line(value: str) -> str:
    text = _text(value)
    if "\n" in text or "\u2028" in text or "\u2029" in text:
        raise ValueError("must be one line: it holds a line break")
    if len(text) > LINE_LENGTH:
        raise ValueError(f"must not be longer than {LINE_LENGTH:,} characters: it has {len(text):,}")
    return text


def _identifier(value: str) -> str:
    if not _IDENTIFIER.fullmatch(value):
        raise ValueError("must be lower-case words (a-z, 0-9) joined by hyphens")
    if len(value) > _IDENTIFIER_LENGTH:
        raise ValueError(f"must not be longer than {_IDENTIFIER_LENGTH} characters")
    return value


def _digest(value: str) -> str:
    if not _DIGEST.fullmatch(value):
        raise ValueError("must be a SHA-256 in 64 lower-case hexadecimal digits")
    return value


def _date(value: str) -> str:
    PartialDate.parse(value)
    return value


@lru_cache(maxsize=256)  # what is taken in together came in together
def _moment(value: str) -> str:
    if _MOMENT.fullmatch(value):
        PartialDate.parse(value[:10])
        return value
    try:
        return _date(value)
    except ValueError:
        raise ValueError("must be a date (2021, 2021-02, 2021-02-18) or a time such as 2021-02-18T09:30:00Z") from None


def _email(value: str) -> str:
    address = _line(value)
    try:
        return normal_address(address)
    except ValueError as error:
        raise ValueError(f"is not an e-mail address: {error}") from None


def _filled(value: str) -> str:
    if not value:
        raise ValueError("must not be empty")
    return value


def as_list(value: Any) -> Any:
    """A single name may stand for a list of one."""
    return [value] if isinstance(value, str) else value


Text = Annotated[str, AfterValidator(_text)]
Line = Annotated[str, AfterValidator(_line)]
Filled = Annotated[str, AfterValidator(_text), AfterValidator(_filled)]
FilledLine = Annotated[str, AfterValidator(_line), AfterValidator(_filled)]
Identifier = Annotated[str, AfterValidator(_identifier)]
Digest = Annotated[str, AfterValidator(_digest)]
Date = Annotated[str, AfterValidator(_date)]
Moment = Annotated[str, AfterValidator(_moment)]
Email = Annotated[str, AfterValidator(_email)]
Language = Annotated[str, AfterValidator(language_tag)]
