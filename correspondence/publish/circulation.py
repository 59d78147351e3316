"""Copies that go round before publication: what every page says, and whose copy it is."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from correspondence.errors import CorrespondenceError
from correspondence.letters.templates import Template
from correspondence.overview.letters import LetterDetail
from correspondence.text.escape import for_print
from correspondence.text.locale import format_date, format_moment
from correspondence.text.names import file_name, slug

MARKS = ("DRAFT", "EMBARGOED", "CONFIDENTIAL")

_LONGEST_MARK = 120
_MOST_COPIES = 10_000
_FIELD = re.compile(r"{(\w+)}")


@dataclass(frozen=True, slots=True)
class Copy:
    """One copy of a letter.

    Attributes:
        number: counted from 1.
        copies: how many there are.
        name: whose it is, or empty.
    """

    number: int
    copies: int
    name: str


def marks(letter: LetterDetail, template: Template, wanted: Sequence[str], copy: Copy | None = None) -> tuple[str, ...]:
    """What every page of a copy says, in the letter's language.

    Args:
        letter: whose copy it is.
        template: whose words it has.
        wanted: of `MARKS`, or words of one's own, which stand as they are.
        copy: which copy.

    Raises:
        CorrespondenceError: a mark says nothing or far too much, or an embargo that the letter does not have.
    """
    said = [_mark(letter, template, one) for one in wanted]
    if copy is not None:
        numbered = _filled(
            template.words.get("mark-copy", "Copy {number} of {copies}"), number=copy.number, copies=copy.copies
        )
        said.append(f"{numbered} – {copy.name}" if copy.name else numbered)
    return tuple(dict.fromkeys(map(for_print, said)))


def _mark(letter: LetterDetail, template: Template, wanted: str) -> str:
    text = " ".join(wanted.split())
    if not text or len(text) > _LONGEST_MARK:
        raise CorrespondenceError(f"a mark is a line of 1 to {_LONGEST_MARK} characters, such as {', '.join(MARKS)}")
    if text.upper() not in MARKS:
        return text
    if text.upper() == "EMBARGOED" and not letter.embargo:
        raise CorrespondenceError(
            f"letter {letter.id} has no embargo to mark it with: set one (`letter set {letter.id} --embargo TIME`)"
        )
    words = template.words.get(f"mark-{text.lower()}", text.upper())
    return _filled(words, until=_until(letter))


def _until(letter: LetterDetail) -> str:
    if "T" in letter.embargo:
        return format_moment(datetime.fromisoformat(letter.embargo), letter.language)
    return format_date(letter.embargo, letter.language) if letter.embargo else ""


def _filled(words: str, **fields: object) -> str:
    return _FIELD.sub(lambda match: str(fields.get(match[1], match[0])), words)


def copies(names: Sequence[str]) -> Iterator[Copy]:
    """A numbered copy for each name; a name may be empty.

    Raises:
        CorrespondenceError: nobody gets one, or far too many do.
    """
    if not 0 < len(names) <= _MOST_COPIES:
        raise CorrespondenceError(f"there are copies for {len(names)}: it must be 1 to {_MOST_COPIES:,}")
    for number, name in enumerate(names, start=1):
        yield Copy(number, len(names), " ".join(name.split()))


def recipients(text: str) -> list[str]:
    """Who gets a copy, from a list with a name in each line; empty lines and lines after `#` say nothing.

    Raises:
        CorrespondenceError: a name is longer than a line of a page.
    """
    names = [line.strip() for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    if long := next((name for name in names if len(name) > _LONGEST_MARK), None):
        raise CorrespondenceError(f"{long[:40]!r}… is too long for a name: a name in each line, please")
    return names


def path_of(target: Path, copy: Copy) -> Path:
    """Where a copy goes: `letter-03-access-now.docx` for `letter.docx`."""
    number = str(copy.number).zfill(len(str(copy.copies)))
    whose = slug(copy.name)
    stem = "-".join(part for part in (target.stem, number, whose) if part)
    return target.with_name(file_name(f"{stem}{target.suffix}", f"copy-{number}{target.suffix}"))
