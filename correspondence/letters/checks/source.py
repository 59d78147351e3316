"""A letter's texts as people write them: blocks, quotations and citations with their places.

Markdown is scanned, not parsed: a parser gives no columns, and a text that does not hold together needs its check most.
"""

import html
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from correspondence.errors import Finding, Fix, Severity, Spot

BODY = "body"
SCHEME = "message:"

# Every pattern here is linear in the text, which may be anybody's: no two parts of one can take the same characters.
_FENCED = re.compile(r"(?ms)^(?P<fence>`{3,}+|~{3,}+)[^\n]*+\n.*?(?:^(?P=fence)[`~]*+[ \t]*+$|\Z)")
_TICKS = re.compile(r"`++")
_JINJA = {"{{": "}}", "{%": "%}", "{#": "#}"}
_JINJA_OPENS = re.compile(r"\{[{%#]")
_BEGINS = re.compile(r"[ \t]*(?:[-*+][ \t]|\d{1,9}[.)][ \t]|#{1,6}[ \t]|\||:{3,}|\[\^[^\]\n]+\]:)")
_QUOTED_LINE = re.compile(r"[ \t]{0,3}>")
_CITED = re.compile(
    r"(?<!\\)\[(?P<words>(?:[^\[\]\\]|\\.|\[(?:[^\[\]\\]|\\.)*\])*)\]\(\s*<?(?P<target>[^\s()<>]*)>?[^()\n]*\)"
)
_DEFINED = re.compile(r"(?m)^[ ]{0,3}\[(?P<label>[^\]\n^][^\]\n]*+)\]:[ \t]*+<?(?P<target>[^\s<>]+)")
_BY_LABEL = re.compile(r"\[(?P<words>[^\[\]\n]++)\]\[(?P<label>[^\[\]\n]*+)\]")
_CLOSES = {"“": "”", "„": "“”", "«": "»", '"': '"', "‘": "’"}
_OPENS_BEHIND = re.compile(r"[\s(\[{—–\-/*_]")
_SPELT = re.compile(r"\\([!-/:-@\[-`{-~])")


@dataclass(frozen=True, slots=True)
class Source:
    """One text.

    Attributes:
        part: `body`, a field of the letter's data such as `salutation` or `appendix 1`, or what it is drawn from.
        text: as it stands.
        live: whether Jinja runs on it.
        editable: whether it is the letter's own, so that a fix may change it.
        masked: the same with code and Jinja blanked, character for character.
    """

    part: str
    text: str
    live: bool = False
    editable: bool = True
    masked: str = field(init=False, repr=False)
    _lines: tuple[int, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        masked = _without_code(_FENCED.sub(lambda match: _blank(match[0]), self.text))
        object.__setattr__(self, "masked", _without_jinja(masked) if self.live else masked)
        starts = (0, *(match.end() for match in re.finditer("\n", self.text)))
        object.__setattr__(self, "_lines", starts)

    def spot(self, at: int) -> Spot:
        """The line and column of a place."""
        line = bisect_right(self._lines, at)
        return Spot(self.part, line, at - self._lines[line - 1] + 1)

    def finding(
        self,
        code: str,
        start: int,
        reason: str,
        fix: str = "",
        *,
        severity: Severity = Severity.WARNING,
        remedy: tuple[int, int, str] | None = None,
    ) -> Finding:
        """A finding at a place of this text; a remedy is where words give way, and to what."""
        spot = self.spot(start)
        change = Fix(self.part, *remedy) if remedy and self.editable else None
        return Finding(code, str(spot), reason, fix, severity, change, spot)


@dataclass(frozen=True, slots=True)
class Citation:
    """A link: where it stands, and where it leads."""

    start: int
    end: int
    target: str

    @property
    def message(self) -> str:
        """The message that it cites, or empty."""
        return self.target.removeprefix(SCHEME) if self.target.startswith(SCHEME) else ""


@dataclass(frozen=True, slots=True)
class Quote:
    """Words between quotation marks: where they begin and end, the marks left out."""

    start: int
    end: int


def blocks(source: Source) -> Iterator[tuple[int, int]]:
    """Paragraphs, list items, table rows and quoted blocks, as spans."""
    begun: int | None = None
    at, quoted = 0, False
    for line in source.masked.splitlines(keepends=True):
        in_quotation = _QUOTED_LINE.match(line) is not None
        breaks = not line.strip() or in_quotation != quoted or _BEGINS.match(line) is not None
        if breaks and begun is not None:
            yield begun, at
            begun = None
        if line.strip() and begun is None:
            begun = at
        at += len(line)
        quoted = in_quotation
    if begun is not None:
        yield begun, at


def is_quotation(source: Source, block: tuple[int, int]) -> bool:
    """Whether a block is a quotation set apart (`> …`)."""
    return _QUOTED_LINE.match(source.masked, block[0]) is not None


def citations(source: Source) -> list[Citation]:
    """Every link in order, pictures too."""
    found = [Citation(match.start(), match.end(), match["target"]) for match in _CITED.finditer(source.masked)]
    defined = {match["label"].casefold(): match["target"] for match in _DEFINED.finditer(source.masked)}
    if defined:
        for match in _BY_LABEL.finditer(source.masked):
            target = defined.get((match["label"] or match["words"]).casefold())
            if target:
                found.append(Citation(match.start(), match.end(), target))
    return sorted(found, key=lambda citation: citation.start)


def quotes(source: Source, block: tuple[int, int]) -> tuple[list[Quote], list[int]]:
    """The quotations in a block, and where marks open that nothing closes."""
    text, (at, end) = source.masked, block
    singles = not any(mark in text[at:end] for mark in '“„«"')
    found: list[Quote] = []
    unclosed: list[int] = []
    while at < end:
        mark = text[at]
        if mark not in _CLOSES or not _opens(text, at, block[0], singles=singles):
            at += 1
            continue
        closing = _closing(text, at, end)
        if closing is None:
            unclosed.append(at)
            at += 1
            continue
        found.append(Quote(at + 1, closing))
        at = closing + 1
    return found, unclosed


def _opens(text: str, at: int, begins: int, *, singles: bool) -> bool:
    mark = text[at]
    free = at == begins or _OPENS_BEHIND.match(text[at - 1]) is not None
    if mark == "‘":
        return singles and free
    return free if mark == '"' else True


def _closing(text: str, at: int, end: int) -> int | None:
    """Where a quotation ends; None when another one opens first."""
    mark = text[at]
    for place in range(at + 1, end):
        character = text[place]
        if character in _CLOSES[mark]:
            if mark == "‘" and text[place + 1 : place + 2].isalpha():
                continue
            return place
        if character == mark:
            return None
    return None


def plain(raw: str) -> str:
    """Words of Markdown as a reader sees them: no escapes, no emphasis, no addresses, no notes."""
    text = re.sub(r"\n[ \t]*+>?+[ \t]*+", "\n", raw).replace("\\\n", "\n")
    text = re.sub(r"\[\^[^\]\n\[]++\]", "", text)
    text = _CITED.sub(lambda match: match["words"], text)
    text = re.sub(r"(?<!\\)(?:\*+|~~)|(?<![\w\\])_+|(?<!\\)_+(?!\w)", "", text)
    return " ".join(html.unescape(_SPELT.sub(r"\1", text)).split())


def _without_code(text: str) -> str:
    """A text with its code spans blanked: a run of ticks closes with the next of its length, if there is one."""
    runs = [(match.start(), match.end()) for match in _TICKS.finditer(text)]
    behind: dict[int, list[int]] = {}
    for n in range(len(runs) - 1, -1, -1):
        behind.setdefault(runs[n][1] - runs[n][0], []).append(n)
    pieces: list[str] = []
    copied = n = 0
    while n < len(runs):
        same = behind[runs[n][1] - runs[n][0]]
        while same and same[-1] <= n:
            same.pop()
        if same:
            start, end = runs[n][0], runs[same[-1]][1]
            pieces += (text[copied:start], _blank(text[start:end]))
            copied, n = end, same[-1]
        n += 1
    return "".join([*pieces, text[copied:]])


def _without_jinja(text: str) -> str:
    """A text with Jinja's expressions, statements and comments blanked; what opens and never closes stays."""
    pieces: list[str] = []
    copied = 0
    endless: set[str] = set()
    opens = _JINJA_OPENS.search(text)
    while opens is not None:
        closing = -1 if opens[0] in endless else text.find(_JINJA[opens[0]], opens.end())
        if closing < 0:
            endless.add(opens[0])
            opens = _JINJA_OPENS.search(text, opens.start() + 1)
            continue
        pieces += (text[copied : opens.start()], _blank(text[opens.start() : closing + 2]))
        copied = closing + 2
        opens = _JINJA_OPENS.search(text, copied)
    return "".join([*pieces, text[copied:]])


def _blank(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)
