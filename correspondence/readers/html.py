"""HTML: its words in the light Markdown of extracts. Nothing is fetched, nothing is run.

Links are their words alone: an address between the words would break quotations of them.
"""

import math
import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from correspondence.readers.blocks import Blocks
from correspondence.readers.extract import Extract, Note, Remark
from correspondence.readers.markup import Style, hidden_by_sheets, tamed
from correspondence.readers.plain import decode
from correspondence.readers.quoted import mark
from correspondence.text.normalise import normalise

_MOST_DIGITS = 6  # of the number with which a list begins
_MOST = 20_000_000
_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_XML = re.compile(rb"^\s*<\?xml[^>]{0,100}encoding\s*=\s*[\"']([\w.:-]{2,40})", re.IGNORECASE)
_WIDE = ((rb"(?:[\t\r\n -~]\0){4}", "utf-16-le"), (rb"(?:\0[\t\r\n -~]){4}", "utf-16-be"))
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,4}")
_DATE = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?")

_DROPPED = {
    "script", "style", "template", "head", "noscript", "svg", "object", "iframe", "select", "audio", "video", "canvas",
    "map", "math-annotation", "datalist",
}  # fmt: skip
_BLOCKS = {
    "p", "div", "section", "article", "header", "footer", "main", "aside", "nav", "address", "figure", "figcaption",
    "form", "fieldset", "legend", "dl", "dd", "dt", "center", "table", "body", "html", "details", "summary", "caption",
    "tr", "td", "th", "pre", "hr", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "menu", "dir", "li",
}  # fmt: skip
# Blocks without room around them: people type an address or a signature a line each.
_LINES = {"div", "body", "html", "address", "center", "form"}
_LISTS = {"ul", "ol", "menu", "dir"}
_HEADINGS = {f"h{n}": n for n in range(1, 7)}
# Containers in which mail programmes put the mail that is answered.
_EARLIER = re.compile(
    r"gmail_quote|moz-cite-prefix|yahoo_quoted|yahoo-quoted|protonmail_quote|tutanota_quote|OLK_SRC_BODY_SECTION"
    r"|zmail_extra|mailru-blockquote|quoted-content|\bquote\b|WM_quote|aol_quote|replyContainer|hmmessage_quote"
)
_FORWARDED = re.compile(
    r"forwarded message|begin forwarded|weitergeleitete nachricht|anfang der weitergeleiteten|message transféré"
    r"|début du message réexpédié|mensaje reenviado|messaggio inoltrato|пересылаемое|начало переадресованного",
    re.IGNORECASE,
)
_PRESENTATION = {"presentation", "none"}
_NO_DATA = {"table", "blockquote", "pre", "hr"} | set(_HEADINGS)
_LONGEST_CELL = 200
_LOOKED_AT = 300
_FILE_NAME = re.compile(r"(?:cid:\S+|\S+\.(?:png|jpe?g|gif|bmp|svg|webp)(?:@\S+)?)", re.IGNORECASE)
_COLLAPSED = re.compile(r"[ \t\n\r\f]+")


def read(content: bytes) -> Extract:
    """Read a page; earlier mail in it is marked.

    Its words are those of its title when it shows no others.
    """
    markup, notes = decode(content, _charset(content))
    tree = LexborHTMLParser(tamed(markup[:_MOST]))
    title = _title(tree)
    text, told = to_text(markup)
    if title and not text:
        text = f"# {title}\n"
        told = tuple(note for note in told if note.remark is not Remark.NO_TEXT)
    return Extract(
        text=mark(text),
        media_type="text/html",
        title=title,
        author=_meta(tree, "author"),
        date=date[0] if (date := _DATE.match(_meta(tree, "date") or _meta(tree, "article:published_time"))) else "",
        language=_language(tree),
        notes=(*notes, *told),
    )


def to_text(markup: str) -> tuple[str, tuple[Note, ...]]:
    """The words of some HTML, and what there is to say of them.

    Words that its readers do not see stand in `[hidden: …]`.
    """
    notes: list[Note] = []
    if len(markup) > _MOST:
        notes.append(Note(Remark.CUT, f"only the first {_MOST:,} characters were read"))
    tree = LexborHTMLParser(tamed(normalise(markup[:_MOST]).replace("\x00", "")))
    walker = _Walker(hidden_by_sheets(sheet.text() for sheet in tree.css("style")))
    if tree.root is not None:
        walker.walk(tree.root)
    text = walker.text()
    if walker.hidden:
        notes.append(Note(Remark.HIDDEN_TEXT, "holds words that its readers do not see; they stand in [hidden: …]"))
    if not text:
        notes.append(Note(Remark.NO_TEXT, f"the page shows no words{', only pictures' if walker.pictures else ''}"))
    return text, tuple(notes)


def _charset(content: bytes) -> str:
    """The character set that a page names, or that its zeros tell (WHATWG HTML, 13.2.3.2)."""
    for pattern, charset in _WIDE:
        if re.match(pattern, content):
            return charset
    found = _META.search(content[:4096]) or _XML.match(content[:256])
    named = found[1].decode("ascii", "ignore").lower() if found else ""
    # What names itself in single bytes is not in pairs of them.
    return "utf-8" if named.startswith(("utf-16", "utf-32", "ucs-")) else named


def _title(tree: LexborHTMLParser) -> str:
    found = tree.css_first("title")
    return " ".join(found.text().split()) if found is not None else ""


def _meta(tree: LexborHTMLParser, name: str) -> str:
    found = tree.css_first(f"meta[name='{name}' i], meta[property='{name}' i]")
    return " ".join((found.attributes.get("content") or "").split()) if found is not None else ""


def _language(tree: LexborHTMLParser) -> str:
    found = tree.css_first("html")
    given = (found.attributes.get("lang") or found.attributes.get("xml:lang") or "") if found is not None else ""
    return given if _LANGUAGE.fullmatch(given) else ""


class _List:
    """An open list: what its next item is marked with."""

    def __init__(self, node: LexborNode, tag: str, group: int) -> None:
        start = node.attributes.get("start") or "1"
        self._next = (
            int(start) if tag == "ol" and start.isascii() and start.isdigit() and len(start) <= _MOST_DIGITS else 1
        )
        self._ordered = tag == "ol"
        self.group = group

    def mark(self) -> str:
        if not self._ordered:
            return "- "
        self._next += 1
        return f"{self._next - 1}. "


class _Cell:
    """What was open when a cell of a data table began."""

    def __init__(self, walker: "_Walker") -> None:
        self.blocks, self.lists, self.quoted = walker.blocks, walker.lists, walker.quoted


class _Walker:
    """Goes through a tree in order, without recursion: mails nest tables deep."""

    def __init__(self, hidden_names: frozenset[str]) -> None:
        self.blocks = Blocks()
        self.lists: list[_List] = []
        self.quoted = 0
        self.hidden = False
        self.pictures = False
        self._hidden_names = hidden_names
        self._words: list[str] = []
        self._unseen: list[str] = []
        self._mark = ""
        self._group = 0
        self._preformatted = 0
        self._cells: list[_Cell] = []
        self._rows: list[list[str]] = []
        self._tables: list[int] = []  # for each open table the group of its rows; 0 when it only lays out

    def text(self) -> str:
        """What was taken in."""
        self._end_block()
        return self.blocks.text()

    def walk(self, root: LexborNode) -> None:
        """Take in a node and all below it."""
        stack: list[tuple[LexborNode | None, Style, str]] = [(root, Style(), "")]
        while stack:
            node, style, left = stack.pop()
            if node is None:
                self._leave(left)
                continue
            tag = node.tag or ""
            if tag == "-text":
                self._add(node.text_content or "", style)
                continue
            if tag in _DROPPED or tag.startswith(("-c", "-d", "!")):
                continue
            within = style.within(node, self._hidden_names) if tag != "-document" else style
            if within.gone:
                self._add_gone(node, tag)
                continue
            if tag == "br":
                (self._unseen if within.unseen else self._words).append("\n")
                continue
            if tag == "img":
                self._picture(node, within)
                continue
            stack.append((None, style, tag))
            stack.extend((None, style, closing) for closing in self._enter(node, tag))
            stack.extend((child, within, "") for child in reversed(list(node.iter(include_text=True))))

    def _enter(self, node: LexborNode, tag: str) -> list[str]:
        """Begin an element; what is to be ended after it besides itself."""
        leave: list[str] = []
        if tag in _BLOCKS:
            self._end_block(tag)
        if self._is_earlier_mail(node, tag):
            self._end_block()
            self.quoted += 1
            leave.append("earlier mail")
        if tag in _HEADINGS:
            self._mark = self._mark or "#" * _HEADINGS[tag] + " "
        elif tag in _LISTS:
            self.lists.append(_List(node, tag, self.lists[0].group if self.lists else self.blocks.new_group()))
        elif tag == "li":
            self._mark = "  " * min(8, len(self.lists) - 1) + (self.lists[-1].mark() if self.lists else "- ")
            self._group = self.lists[-1].group if self.lists else 0
        elif tag == "table":
            self._tables.append(self.blocks.new_group() if _is_data(node) else 0)
        elif tag == "tr" and self._tables and self._tables[-1]:
            self._rows.append([])
            leave.append("row")
        elif tag in ("td", "th") and self._tables and self._tables[-1] and self._rows:
            self._cells.append(_Cell(self))
            self.blocks, self.lists, self.quoted = Blocks(), [], 0
            leave.append("cell")
        elif tag == "pre":
            self._preformatted += 1
        return leave

    def _leave(self, tag: str) -> None:
        """End an element, or what `_enter` began with it."""
        if tag in _BLOCKS or tag in ("earlier mail", "cell", "row"):
            self._end_block(tag)
        if tag == "earlier mail":
            self.quoted -= 1
        elif tag == "row":
            self.blocks.add_row(self._rows.pop(), quoted=self.quoted, group=self._tables[-1])
        elif tag == "cell":
            words, before = self.blocks.flat(), self._cells.pop()
            self.blocks, self.lists, self.quoted = before.blocks, before.lists, before.quoted
            self._rows[-1].append(words)
        elif tag == "table":
            self._tables.pop()
        elif tag in _LISTS:
            self.lists.pop()
        elif tag == "pre":
            self._preformatted -= 1
        if tag == "li" or (tag in _HEADINGS and self._mark.startswith("#")):
            self._mark, self._group = "", 0

    def _add(self, text: str, style: Style) -> None:
        words = text if self._preformatted else _COLLAPSED.sub(" ", text)
        if style.unseen:
            self._unseen.append(words)
        elif words.strip() or words == " " or self._preformatted:
            self._show_unseen()
            self._words.append(words)

    def _picture(self, node: LexborNode, style: Style) -> None:
        self.pictures = True
        instead = (node.attributes.get("alt") or "").strip()
        if instead and not _FILE_NAME.fullmatch(instead):
            self._add(f" {instead} ", style)

    def _add_gone(self, node: LexborNode, tag: str) -> None:
        if tag in _BLOCKS:
            self._end_block(tag)
        self._unseen.append(_words_of(node))
        if tag in _BLOCKS:
            self._end_block(tag)

    def _show_unseen(self) -> None:
        """Hidden words that came together stand together; the padding of previews (invisible characters) vanishes."""
        if not self._unseen:
            return
        words = Style.seen_of("".join(self._unseen))
        self._unseen.clear()
        if words:
            self.hidden = True
            self._words.append(f" [hidden: {words}] ")

    def _end_block(self, tag: str = "") -> None:
        self._show_unseen()
        if self._words:
            words = "".join(self._words)
            self._words.clear()
            self._take(words)
        if tag not in _LINES:
            self.blocks.gap()

    def _take(self, words: str) -> None:
        if self._preformatted:
            taken = self.blocks.add_verbatim(words, mark=self._mark, quoted=self.quoted)
        else:
            taken = self.blocks.add(
                words.removesuffix("\n"), mark=self._mark, quoted=self.quoted, group=self._group, line=not self._mark
            )
        if taken:
            # What follows in the same item stands below its words.
            self._mark = "" if not self._group else " " * (len(self._mark) - len(self._mark.lstrip()) + 2)
            self._group = 0
        elif "\n" in words or "\xa0" in words:
            self.blocks.gap()

    @staticmethod
    def _is_earlier_mail(node: LexborNode, tag: str) -> bool:
        attributes = node.attributes
        names = " ".join(attributes.get(key) or "" for key in ("class", "id", "name"))
        if tag == "blockquote":
            # Borderless ones are how mail programmes indent.
            style = (attributes.get("style") or "").replace(" ", "").lower()
            earlier = bool(names.strip()) or "type" in attributes or "border:none" not in style
        else:
            earlier = bool(names.strip()) and _EARLIER.search(names) is not None
        return earlier and not _FORWARDED.search(" ".join(_words_of(node, _LOOKED_AT).split()))


def _words_of(node: LexborNode, most: float = math.inf) -> str:
    """The words in an element, or about so many characters of them with which it begins."""
    words: list[str] = []
    length = seen = 0
    stack = [node]
    while stack and max(length, seen) < most:
        at = stack.pop()
        seen += 1
        if at.tag == "-text":
            words.append(at.text_content or "")
            length += len(words[-1])
        elif at.tag not in _DROPPED:
            stack.extend(reversed(list(at.iter(include_text=True))))
    return " ".join(words)


def _is_data(table: LexborNode) -> bool:
    """Whether a table's rows are read across; most tables in mails only lay out."""
    attributes = table.attributes
    if (attributes.get("role") or "").lower() in _PRESENTATION:
        return False
    ruled = (attributes.get("border") or "0").strip() not in ("", "0")
    ruled = ruled or "MsoTableGrid" in (attributes.get("class") or "")
    rows: list[list[int]] = []  # for each row, how long its cells are
    stack = list(reversed(list(table.iter())))
    while stack:
        node = stack.pop()
        tag = node.tag or ""
        if tag in _NO_DATA:
            return False
        if tag == "-text" and rows and rows[-1]:
            rows[-1][-1] += len((node.text_content or "").strip())
        elif tag == "tr":
            rows.append([])
        elif tag in ("td", "th") and rows:
            rows[-1].append(0)
            ruled = ruled or tag == "th"
        if tag not in _DROPPED:
            stack.extend(reversed(list(node.iter(include_text=True))))
    across = sum(sum(length > 0 for length in row) > 1 for row in rows)
    longest = max((length for row in rows for length in row), default=0)
    return across > 0 if ruled else across > 1 and longest <= _LONGEST_CELL
