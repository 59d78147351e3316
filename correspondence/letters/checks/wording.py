"""Whether anything in a letter is unfinished, invisible, or not the letter that it looks like."""

import re
import unicodedata
from collections.abc import Iterator

from correspondence.errors import Finding, Severity
from correspondence.letters.checks.source import Source, blocks, quotes
from correspondence.letters.checks.subject import Subject
from correspondence.text.domains import in_latin, mixes_scripts
from correspondence.text.escape import for_print, for_terminal

_UNFINISHED = re.compile(
    r"\b(?:TODO|FIXME|XXX+|TBD|TBC|TKTK|YYYY|DD[./]MM)\b|(?i:\blorem ipsum\b)|\?{3,}|\.{6,}"
    r"|(?<=\S)[ ]_{3,}|@{3,}|(?<!<)<<++[^<>\n]{1,60}+>>++"
)
_BRACES = re.compile(r"\{\{|\}\}|\{%|%\}")
_BRACKETS = re.compile(r"(?<![\\\]!\w])\[(?!\^)(?P<words>[^\[\]\n]{1,80})\](?![(\[:\w])")
_DEFINED = re.compile(r"(?m)^[ ]{0,3}\[(?P<label>[^\]\n^][^\]\n]*)\]:[ \t]*\S")
_NO_BLANK = frozenset({"sic", "sic!", "x"})
_WORD = re.compile(r"[^\W\d_]+")
_SOFT_HYPHEN = "\u00ad"
_DIRECTION_MARKS = "\u200e\u200f\u061c\u2066\u2067\u2068\u2069"


def placeholders(subject: Subject) -> list[Finding]:
    """What somebody meant to fill in and did not: `TODO`, `[name]`, `{{` where nothing is filled in."""
    return [
        source.finding("placeholder-left", at, f"{words!r} was to be filled in", _fix(words), severity=Severity.ERROR)
        for source in subject.texts()
        for at, words in sorted(_placeholders(source))
    ]


def invisible(subject: Subject) -> list[Finding]:
    """Characters that nobody sees and that turn the words around them or hide that two are not the same."""
    found = []
    for source in subject.texts():
        for start, end in _invisible(source.text):
            character = source.text[start]
            name = unicodedata.name(character, "a control character")
            reason = f"holds U+{ord(character):04X} ({name.lower()}), which nobody sees"
            found.append(source.finding("invisible-character", start, reason, "take it out", remedy=(start, end, "")))
    return found


def mixed_scripts(subject: Subject) -> list[Finding]:
    """Words in which letters of one script stand for those of another that look the same."""
    found = [finding for source in subject.texts() for finding in _mixed(source)]
    found += [
        Finding("mixed-scripts", f"addressee {row.name}", _told(match[0]), "write it in one script")
        for row in subject.letter.addressees
        for match in _WORD.finditer(f"{row.name} {row.role} {row.organization}")
        if mixes_scripts(match[0])
    ]
    return found


def _fix(words: str) -> str:
    meant = r" (brackets that are meant: \[ and \])" if words.startswith("[") else ""
    return f"write what belongs here{meant}"


def _placeholders(source: Source) -> Iterator[tuple[int, str]]:
    text = source.masked
    for match in _UNFINISHED.finditer(text):
        yield match.start(), match[0].strip()
    for match in _BRACES.finditer(text):
        yield match.start(), match[0]
    labels = {match["label"].casefold() for match in _DEFINED.finditer(text)}
    quoted = [quote for block in blocks(source) for quote in quotes(source, block)[0]]
    for match in _BRACKETS.finditer(text):
        words = match["words"].strip().casefold()
        if words in _NO_BLANK or words in labels or not any(character.isalpha() for character in words):
            continue
        # Among the words of a quotation, brackets hold an editor's; a quotation of brackets alone is a blank.
        around = next((quote for quote in quoted if quote.start <= match.start() < quote.end), None)
        if around is None or text[around.start : around.end].strip() == match[0]:
            yield match.start(), match[0]


def _invisible(text: str) -> Iterator[tuple[int, int]]:
    """Runs of characters that a terminal would not show; what a right-to-left text needs is left alone."""
    shown, printed = for_terminal(text), for_print(text)
    if shown == text:
        return
    needs_marks = any(unicodedata.bidirectional(character) in {"R", "AL"} for character in text)
    start = 0
    for at in range(len(text) + 1):
        same = 0 < at < len(text) and text[at] == text[start]
        if at < len(text) and same:
            continue
        character = text[start]
        kept = character == _SOFT_HYPHEN or (needs_marks and character in _DIRECTION_MARKS)
        if at > start and shown[start] != character and not (kept and printed[start] == character):
            yield start, at
        start = at


def _mixed(source: Source) -> Iterator[Finding]:
    for match in _WORD.finditer(source.masked):
        if not mixes_scripts(match[0]):
            continue
        latin = in_latin(match[0])
        whole = not mixes_scripts(latin)
        yield source.finding(
            "mixed-scripts",
            match.start(),
            _told(match[0]),
            f"write {latin}" if whole else "write it in one script",
            remedy=(match.start(), match.end(), latin) if whole else None,
        )


def _told(word: str) -> str:
    names = {character: unicodedata.name(character, "?") for character in word}
    foreign = ", ".join(f"{c} is {name.lower()}" for c, name in names.items() if not name.startswith("LATIN"))
    return f"“{word}” mixes scripts ({foreign})"
