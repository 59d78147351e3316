"""Identifiers made of words: lower-case ASCII, hyphens, and a number where one is taken."""

import re
import unicodedata
from collections.abc import Container, Sequence

from correspondence.errors import CorrespondenceError

_LONGEST = 60
_LOOKED_AT = 400
_MOST_NEAR = 3
_LISTED_BY = {
    "thread": "thread list",
    "message": "thread show THREAD",
    "letter": "letter list",
    "question": "question list",
    "undertaking": "undertaking list",
    "campaign": "campaign list",
}
_LONGEST_FILE = 120
_LONGEST_ENDING = 10
_UNSAFE = re.compile(r"""[\x00-\x1f\x7f-\x9f/\\:*?"<>|\u200e\u200f\u202a-\u202e\u2066-\u2069]+""")


# Letters that are one sign with their stroke or tie, which no normal form takes apart.
_STROKED = str.maketrans(
    {"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe", "ı": "i"}
)


def slug(text: str) -> str:
    """Lower-case ASCII words joined by hyphens, cut at a word; empty when the script has none."""
    plain = (
        unicodedata.normalize("NFKD", text[:_LOOKED_AT].translate(_STROKED)).encode("ascii", "ignore").decode().lower()
    )
    kept = ""
    for word in re.findall(r"[a-z0-9]+", plain):
        longer = f"{kept}-{word}" if kept else word[:_LONGEST]
        if len(longer) > _LONGEST:
            break
        kept = longer
    return kept


def some_of(names: Sequence[str], most: int = 6) -> str:
    """Names in a sentence: the first few, and how many more there are."""
    listed = ", ".join(names[:most])
    return listed if len(names) <= most else f"{listed} and {len(names) - most} more"


def free_name(wanted: str, taken: Container[str]) -> str:
    """The name, or the first of its kind with a number behind it that is not taken."""
    name, number = wanted, 1
    while name in taken:
        number += 1
        name = f"{wanted}-{number}"
    return name


def did_you_mean(name: str, known: Sequence[str], kind: str) -> str:
    """What to say behind a name that nothing has: those that begin with it or hold it, else the likest.

    Args:
        name: as somebody typed it.
        known: the names that there are.
        kind: of what, such as `letter`: when no name is near, the command that lists them is told.
    """
    near = [one for one in known if name and one.startswith(name)] or [one for one in known if name and name in one]
    from difflib import get_close_matches  # only for a name that is wrong

    near = near or get_close_matches(name, known, n=1)
    if not near:
        return f": `correspondence {_LISTED_BY[kind]}` shows those there are"
    some = " or ".join(repr(one) for one in near[:_MOST_NEAR])
    return f" (did you mean {some}?)"


def chosen_name(wanted: str, words: str, taken: Container[str], what: str) -> str:
    """The name that a person wants for something, or a free one made of its words.

    Args:
        wanted: what the person said, or empty.
        words: what it is made of otherwise.
        taken: the names that are in use.
        what: what is named, for the message, and its name when its words have no Latin letters.

    Raises:
        CorrespondenceError: the name is taken, or is none.
    """
    if not wanted:
        return free_name(slug(words) or what, taken)
    if wanted != slug(wanted):
        raise CorrespondenceError(f"{wanted!r} is no name of a {what}: lower-case letters, digits and hyphens")
    if wanted in taken:
        raise CorrespondenceError(f"the thread has a {what} {wanted!r} already")
    return wanted


def file_name(given: str, otherwise: str) -> str:
    """A name under which a file from outside can be saved in any folder: no path, no controls, nothing hidden.

    Args:
        given: what the file was called where it came from.
        otherwise: its name when nothing of that can be kept.
    """
    last = re.split(r"[/\\]", given)[-1]
    plain = _UNSAFE.sub("_", last).strip(" .")
    stem, dot, ending = plain.rpartition(".")
    if len(plain) > _LONGEST_FILE:
        cut = stem[: _LONGEST_FILE - len(ending) - 1]
        plain = f"{cut}{dot}{ending}" if 0 < len(ending) <= _LONGEST_ENDING else plain[:_LONGEST_FILE]
    return plain or otherwise


def extension_of(name: str) -> str:
    """The ending of a file's name as a bundle writes it: short, lower-case, without the dot; or empty."""
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    return ending if re.fullmatch("[a-z0-9]{1,10}", ending) else ""
