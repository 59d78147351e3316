"""The groups of an RTF file and what stands in them: body, notes, comments, headers, tables (specification 1.9.1)."""

import codecs
import re
from dataclasses import dataclass, field, replace

from correspondence.readers.extract import Note, Remark
from correspondence.readers.symbols import symbol

_TOKEN = re.compile(
    rb"([{}])|\\([a-zA-Z]{1,32})(-?\d{1,10})?[ ]?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z0-9'])|([^{}\\\r\n]+)|[\r\n]+|\\"
)
_DEEPEST = 500
# What a `\fcharset` stands for.
_CHARSETS = {
    0: "cp1252", 77: "mac-roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gb18030", 136: "big5hkscs",
    161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251",
    222: "cp874", 238: "cp1250", 255: "cp437",
}  # fmt: skip
_SYMBOLS = "symbols"
_SYMBOL_CHARSET = 2
# Groups of which no words are the document's own.
_LEFT_OUT = {
    "fonttbl", "colortbl", "stylesheet", "info", "generator", "pict", "objdata", "objclass", "objname", "objalias",
    "listtable", "list", "listlevel", "leveltext", "levelnumbers", "listname", "lfolevel",
    "listoverride", "listoverridetable", "revtbl", "rsidtbl", "themedata", "colorschememapping", "latentstyles",
    "datastore", "xmlnstbl", "fldinst", "nonshppict", "bkmkstart", "bkmkend", "filetbl", "template", "pgdsctbl",
    "userprops", "docvar", "atnid", "atntime", "atndate", "atnref", "atnparent", "atnicn", "atrfstart", "atrfend",
    "sp", "pn", "mmathPr", "xe", "tc", "rxe", "formfield", "ftnsep", "ftnsepc", "ftncn", "aftnsep", "aftnsepc",
    "aftncn", "shprslt", "wgrffmtfilter", "background", "falt", "panose", "fname", "private", "passwordhash",
    "operator", "hlinkbase", "nonesttables", "upr",
}  # fmt: skip
# Groups marked as known to some programs only, which hold words all the same.
_KEPT = {"shpinst", "shptxt", "annotation", "ud", "nestrow", "nesttableprops", "moMath", "moMathPara", "mr"}
_ASIDE = {
    "footnote": "notes", "annotation": "comments", "header": "running", "headerl": "running", "headerr": "running",
    "headerf": "running", "footer": "running", "footerl": "running", "footerr": "running", "footerf": "running",
}  # fmt: skip
_SIGNS = {
    "tab": "\t", "emdash": "—", "endash": "–", "bullet": "•", "lquote": "‘", "rquote": "’", "ldblquote": "“",
    "rdblquote": "”", "emspace": "\u2003", "enspace": "\u2002", "qmspace": "\u2005", "zwj": "\u200d", "zwnj": "\u200c",
    "ltrmark": "\u200e", "rtlmark": "\u200f", "line": "\n", "lbr": "\n", "softline": "\n",
    "~": "\xa0", "_": "\u2011", "-": "", "{": "{", "}": "}", "\\": "\\",
}  # fmt: skip
_END = {"par", "sect", "page", "column", "\n", "\r"}
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_LABEL = re.compile(r"\A[ \t]*[•·▪◦●■\uf0b7\uf0a7\uf0d8§][ \t]+")


@dataclass(slots=True)
class _Group:
    """What holds until a group ends.

    Attributes:
        left_out: its words are none of the document's.
        part: the part of the document that it belongs to.
        font: the number of the font.
        skip: how many characters stand for one given by its code point.
        hidden: whether its words are hidden.
        deleted: whether its words are a tracked deletion.
        fonts: whether it is a table of fonts.
    """

    left_out: bool = False
    part: str = "body"
    font: int = -1
    skip: int = 1
    hidden: bool = False
    deleted: bool = False
    fonts: bool = False


@dataclass(slots=True)
class _Part:
    """A stretch of a document: its paragraphs, and the one and the table row that are being read."""

    paragraphs: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)


class Reader:
    """Reads one file."""

    def __init__(self) -> None:
        self._parts: dict[str, _Part] = {}
        self._group = _Group()
        self._outer: list[_Group] = []
        self._fonts: dict[int, str] = {}
        self._defining = -1
        self._charset = "cp1252"
        self._bytes = bytearray()
        self._to_skip = 0
        self._fresh = False  # a group has just begun
        self._marked = False  # … and is for programs that know it
        self._hidden: list[str] | None = None
        self._in_table = False
        self._heading = 0
        self._count = {"notes": 0, "changes": 0, "hidden": 0}
        self._author = ""
        self._first = -1

    def read(self, content: bytes) -> None:
        """Go through a file."""
        at = 0
        while at < len(content):
            match = _TOKEN.match(content, at)
            if match is None:
                at += 1
                continue
            at = match.end()
            brace, word, number, byte, sign, text = match.groups()
            if byte:
                self._byte(int(byte, 16))
                continue
            if text is None or text.isascii():
                self._flush(text or b"")
            if brace:
                self._brace(brace)
                if not self._outer and content[at : at + 100].lstrip()[:1] not in (b"{", b"\\", b""):
                    break  # what follows the document is none of it
            elif word == b"bin":
                at += max(0, int(number or 0))
            elif word:
                self._word(word.decode("ascii"), None if number is None else int(number))
            elif sign:
                self._sign(sign.decode("latin-1"))
            elif text:
                self._text(text)
        self._flush(b"")
        for part in self._parts.values():
            self._end_paragraph(part)
            _end_row(part)

    def text(self) -> str:
        """The body, its notes and comments, then what stands at the head and foot of its pages."""
        blocks = list(self._paragraphs("body"))
        blocks += self._paragraphs("notes")
        if comments := self._paragraphs("comments"):
            blocks += ["# Comments", *comments]
        running = [one for one in dict.fromkeys(self._paragraphs("running")) if re.search(r"[^\W\d_]", one)]
        if running := [one for one in running if one not in blocks]:
            blocks += [*(["# Header and footer"] if blocks else []), *running]
        text = "\n\n".join(blocks)
        return re.sub(r"(?m)^(- .*)\n\n(?=- )", r"\1\n", text.replace(" |\n\n| ", " |\n| "))

    def notes(self) -> tuple[Note, ...]:
        """What there is to say of the document."""
        told = []
        if self._count["changes"]:
            told.append(Note(Remark.TRACKED_CHANGES, "holds tracked changes, read as if accepted"))
        if self._paragraphs("comments"):
            told.append(Note(Remark.COMMENTS, "holds comments; they stand at the end"))
        if self._count["hidden"]:
            told.append(Note(Remark.HIDDEN_TEXT, "holds words that its readers do not see; they stand in [hidden: …]"))
        return tuple(told)

    def _paragraphs(self, part: str) -> list[str]:
        return self._parts[part].paragraphs if part in self._parts else []

    def _part(self) -> _Part:
        return self._parts.setdefault(self._group.part, _Part())

    def _brace(self, brace: bytes) -> None:
        self._to_skip = 0
        if brace == b"{":
            if len(self._outer) < _DEEPEST:
                self._outer.append(self._group)
                self._group = replace(self._group)
            self._fresh, self._marked = True, False
            return
        self._fresh = False
        ended = self._group
        if self._outer:
            self._group = self._outer.pop()
        if ended.hidden and not self._group.hidden:
            self._show()
        if ended.part != self._group.part and ended.part in self._parts:
            part = self._parts[ended.part]
            self._end_paragraph(part)
            self._label(ended.part, part)

    def _label(self, name: str, part: _Part) -> None:
        """Say before a note's or a comment's first paragraph which it is, or whose."""
        if name == "notes" and self._first < len(part.paragraphs):
            part.paragraphs[self._first] = f"[{self._count['notes']}] {part.paragraphs[self._first]}"
        elif name == "comments" and self._author and self._first < len(part.paragraphs):
            part.paragraphs[self._first] = f"[{self._author}] {part.paragraphs[self._first]}"
            self._author = ""

    def _word(self, word: str, number: int | None) -> None:
        fresh, marked, self._fresh, self._marked = self._fresh, self._marked, False, False
        self._to_skip = 0
        group = self._group
        if fresh:
            self._begin(word, marked=marked)
        if word == "f" and number is not None:
            group.font = self._defining = number
        elif word == "fcharset" and group.fonts:
            charset = number or 0
            self._fonts[self._defining] = _SYMBOLS if charset == _SYMBOL_CHARSET else _CHARSETS.get(charset, "")
        elif word == "ansicpg" and number:
            self._charset = _known(f"cp{number}")
        elif word in ("mac", "pc", "pca") and self._charset == "cp1252":
            self._charset = {"mac": "mac-roman", "pc": "cp437", "pca": "cp850"}[word]
        elif word == "uc":
            group.skip = max(0, number if number is not None else 1)
        elif word == "u" and number is not None:
            self._add(chr(number % 0x10000))
            self._to_skip = group.skip
        elif not group.left_out:
            self._format(word, number)

    def _begin(self, word: str, *, marked: bool) -> None:
        """The first word of a group says what it is."""
        group = self._group
        if word == "fonttbl":
            group.fonts = True
        if word == "atnauthor":
            group.left_out, group.part = False, "author"
        elif word == "ud":  # the same in Unicode, for `upr` to choose
            group.left_out = self._outer[-2].left_out if len(self._outer) > 1 else False
        elif word in _LEFT_OUT or (marked and word not in _KEPT):
            group.left_out = True
        elif word in _ASIDE and not group.left_out:
            group.part = _ASIDE[word]
            if word == "footnote":
                self._count["notes"] += 1
                self._parts.setdefault(self._outer[-1].part if self._outer else "body", _Part()).words.append(
                    f"[{self._count['notes']}]"
                )
            if group.part == "comments" and (author := self._parts.pop("author", None)):
                self._author = " ".join(author.paragraphs)
            group.hidden = group.deleted = False
            self._first = len(self._part().paragraphs)

    def _format(self, word: str, number: int | None) -> None:
        group = self._group
        if word in _SIGNS:
            self._add(_SIGNS[word])
        elif word in _END:
            self._end()
        elif word == "pard":
            self._in_table, self._heading = False, 0
        elif word in ("intbl", "itap"):
            self._in_table = number != 0
        elif word == "outlinelevel":
            self._heading = 0 if number is None or number > 5 else number + 1  # noqa: PLR2004  # deeper is body text
        elif word in ("cell", "nestcell"):
            self._end_cell()
        elif word in ("row", "nestrow"):
            _end_row(self._part())
        elif word == "plain":
            self._reveal(hidden=False)
            group.deleted = False
            group.font = -1
        elif word == "v":
            self._reveal(hidden=number != 0)
        elif word == "deleted":
            group.deleted = number != 0
            self._count["changes"] += group.deleted
        elif word == "revised":
            self._count["changes"] += number != 0

    def _reveal(self, *, hidden: bool) -> None:
        if self._group.hidden and not hidden:
            self._show()
        self._group.hidden = hidden

    def _show(self) -> None:
        """Put hidden words that have ended where they stand."""
        words = " ".join("".join(self._hidden or []).split())
        self._hidden = None
        if words:
            self._count["hidden"] += 1
            self._part().words.append(f"[hidden: {words}]")

    def _sign(self, sign: str) -> None:
        if sign == "*" and self._fresh:
            self._marked = True
            return
        self._fresh = False
        if self._to_skip:
            self._to_skip -= 1
        elif sign in _END and not self._group.left_out:
            self._end()
        elif sign in _SIGNS:
            self._add(_SIGNS[sign])

    def _byte(self, value: int) -> None:
        self._fresh = False
        if self._to_skip:
            self._to_skip -= 1
        elif not self._group.left_out:
            self._bytes.append(value)

    def _text(self, text: bytes) -> None:
        self._fresh = False
        if self._to_skip:
            skipped = min(self._to_skip, len(text))
            self._to_skip -= skipped
            text = text[skipped:]
        if not text or self._group.left_out:
            return
        if text.isascii() and self._fonts.get(self._group.font) != _SYMBOLS:
            self._add(text[self._taken :].decode("ascii"))
        else:
            self._bytes += text
            self._flush(b"")

    _taken = 0  # of the text that follows, how many bytes belonged to a character begun before

    def _flush(self, following: bytes) -> None:
        """Turn the bytes that were gathered into words, by the character set of the font."""
        self._taken = 0
        if not self._bytes:
            return
        content, self._bytes = bytes(self._bytes), bytearray()
        charset = self._fonts.get(self._group.font) or self._charset
        if charset == _SYMBOLS:
            self._add("".join(symbol("symbol", f"{value:x}") for value in content))
            return
        decoder = codecs.getincrementaldecoder(charset)("replace")
        words = decoder.decode(content)
        if decoder.getstate()[0] and following:  # the second half of a character may be a plain letter
            words += decoder.decode(following[:1])
            self._taken = 1
        words += decoder.decode(b"", final=True)
        self._add(words if words.isprintable() else _CONTROLS.sub("", words))

    def _add(self, words: str) -> None:
        group = self._group
        if group.left_out or group.deleted or not words:
            return
        if group.hidden:
            self._hidden = self._hidden or []
            self._hidden.append(words)
        else:
            self._part().words.append(words)

    def _end(self) -> None:
        if self._group.hidden:
            self._add(" ")
            return
        if self._group.deleted:
            return
        part = self._part()
        if self._in_table:
            part.words.append(" ")
        else:
            _end_row(part)
            self._end_paragraph(part)

    def _end_paragraph(self, part: _Part) -> None:
        words = "".join(part.words)
        part.words.clear()
        lines = [" ".join(line.split()) for line in _LABEL.sub("- ", words).split("\n")]
        if paragraph := "\n".join(filter(None, lines)):
            part.paragraphs.append(f"{'#' * self._heading} {paragraph}" if self._heading else paragraph)

    def _end_cell(self) -> None:
        part = self._part()
        part.cells.append(" ".join("".join(part.words).split()).replace("|", "\\|"))
        part.words.clear()


def _end_row(part: _Part) -> None:
    cells, part.cells = part.cells, []
    if len(cells) > 1 and any(cells):
        part.paragraphs.append(f"| {' | '.join(cells)} |")
    elif any(cells):
        part.paragraphs.append(cells[0])


def _known(charset: str) -> str:
    try:
        codecs.lookup(charset)
    except LookupError:
        return "utf-8" if charset == "cp65001" else "cp1252"
    return charset
