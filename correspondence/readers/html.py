"""HTML: its words in the light Markdown of extracts. Nothing is fetched, nothing is run."""

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from correspondence.readers.extract import Extract, Note, Remark
from correspondence.readers.plain import decode
from correspondence.text.normalise import normalise

_MOST = 20_000_000
_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_XML = re.compile(rb"^\s*<\?xml[^>]{0,100}encoding\s*=\s*[\"']([\w.:-]{2,40})", re.IGNORECASE)
_DROPPED = {"script", "style", "template", "head", "noscript", "svg", "object", "iframe", "select"}
_BLOCKS = {
    "p", "div", "section", "article", "header", "footer", "main", "aside", "nav", "address", "figure", "figcaption",
    "form", "fieldset", "dl", "dd", "dt", "center", "ul", "ol", "table", "body", "html", "details", "summary",
    "caption",
}  # fmt: skip
_HEADINGS = {f"h{n}": n for n in range(1, 7)}
_QUOTES = re.compile(r"gmail_quote|moz-cite-prefix|yahoo_quoted|protonmail_quote|OutlookMessageHeader|divRplyFwdMsg")
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*[01](?:px|pt)?\s*(?:;|!|$)|opacity\s*:\s*0(?:\.0+)?\s*(?:;|!|$)",
    re.IGNORECASE,
)
_INVISIBLE = re.compile("[\u00ad\u034f\u200b-\u200f\u2060\ufeff\xa0\\s]+")


def read(content: bytes) -> Extract:
    """Read a page."""
    declared = _META.search(content[:4096]) or _XML.match(content[:256])
    markup, notes = decode(content, declared[1].decode("ascii", "ignore") if declared else "")
    tree = LexborHTMLParser(markup[:_MOST])
    title = tree.css_first("title")
    root = tree.css_first("html")
    text, told = to_text(markup)
    return Extract(
        text=text,
        media_type="text/html",
        title=" ".join(title.text().split()) if title is not None else "",
        language=(root.attributes.get("lang") or "") if root is not None else "",
        notes=(*notes, *told),
    )


def to_text(markup: str) -> tuple[str, tuple[Note, ...]]:
    """The words of some HTML, and what there is to say of them."""
    notes: list[Note] = []
    if len(markup) > _MOST:
        notes.append(Note(Remark.CUT, f"only the first {_MOST:,} characters were read"))
    writer = _Writer()
    body = LexborHTMLParser(normalise(markup[:_MOST]).replace("\x00", "")).body
    if body is not None:
        writer.walk(body)
    text = writer.text()
    if writer.hidden:
        notes.append(Note(Remark.HIDDEN_TEXT, "holds words that its readers do not see; they stand in [hidden: …]"))
    if not text.strip():
        notes.append(Note(Remark.NO_TEXT, "the page shows no words" + (", only pictures" if writer.pictures else "")))
    return text, tuple(notes)


class _Writer:
    """Walks a tree without recursion, since mails nest tables by the thousand."""

    def __init__(self) -> None:
        self._blocks: list[tuple[int, str, str]] = []  # depth of quotation, what stands before, words
        self._words: list[str] = []
        self._before = ""
        self._quoted = 0
        self._preformatted = 0
        self.hidden = False
        self.pictures = False

    def walk(self, root: LexborNode) -> None:
        """Take in a node and all below it."""
        stack: list[tuple[LexborNode | None, str]] = [(root, "")]
        while stack:
            node, leave = stack.pop()
            if node is None:
                self._leave(leave)
                continue
            tag = node.tag or ""
            if tag == "-text":
                self._add(node.text_content or "")
                continue
            if tag in _DROPPED or tag.startswith(("-", "!")):
                continue
            style = node.attributes.get("style") or ""
            if "hidden" in node.attributes or (style and _HIDDEN.search(style)):
                self._add_hidden(node)
                continue
            stack.extend((None, closing) for closing in self._enter(node, tag))
            children = list(node.iter(include_text=True))
            stack.extend((child, "") for child in reversed(children))

    def text(self) -> str:
        """What was taken in."""
        self._end_block()
        lines: list[str] = []
        previous = ""
        for quoted, before, words in self._blocks:
            together = previous in ("- ", "| ") and before == previous
            if lines and not together:
                lines.append("")
            prefix = "> " * min(quoted, 5)
            lines += [f"{prefix}{before if n == 0 else ''}{line}" for n, line in enumerate(words.split("\n"))]
            previous = before if before in ("- ", "| ") else ""
        return "\n".join(lines) + "\n" if lines else ""

    def _enter(self, node: LexborNode, tag: str) -> list[str]:
        classes = f"{node.attributes.get('class') or ''} {node.attributes.get('id') or ''}"
        leave: list[str] = []
        if tag == "blockquote" or _QUOTES.search(classes):
            self._end_block()
            self._quoted += 1
            leave.append("quote")
        if tag in _HEADINGS:
            self._end_block()
            self._before = "#" * _HEADINGS[tag] + " "
            leave.append("block")
        elif tag == "li":
            self._end_block()
            self._before = "- "
            leave.append("block")
        elif tag == "tr":
            self._end_block()
        elif tag in ("td", "th"):
            if self._words:
                self._words.append(" \x1f ")
        elif tag == "pre":
            self._end_block()
            self._preformatted += 1
            leave.append("pre")
        elif tag == "br":
            self._words.append("\n")
        elif tag == "hr":
            self._end_block()
        elif tag == "img":
            self.pictures = True
            self._add(f" {node.attributes.get('alt') or ''} ")
        elif tag in _BLOCKS:
            self._enter_block()
            leave.append("block" if tag != "table" else "table")
        return leave

    def _enter_block(self) -> None:
        """A block inside a list item, a heading or a cell goes on in its line."""
        if self._words and "".join(self._words).strip():
            self._end_block()

    def _leave(self, what: str) -> None:
        self._end_block()
        if what == "quote":
            self._quoted -= 1
        elif what == "pre":
            self._preformatted -= 1

    def _add(self, text: str) -> None:
        self._words.append(text if self._preformatted else re.sub(r"\s+", " ", text))

    def _add_hidden(self, node: LexborNode) -> None:
        words = " ".join(_INVISIBLE.sub(" ", node.text(deep=True, separator=" ")).split())
        if words:
            self.hidden = True
            self._words.append(f" [hidden: {words}] ")

    def _end_block(self) -> None:
        raw = "".join(self._words)
        self._words.clear()
        if self._preformatted:
            words = raw.strip("\n")
        else:
            cells = [" ".join(cell.split(" ")).strip() for cell in raw.split("\x1f")]
            words = " | ".join(filter(None, (_tidied(cell) for cell in cells)))
        if words.strip():
            self._blocks.append((self._quoted, self._before, words))
            self._before = ""
        elif not self._before.startswith("- "):
            self._before = ""


def _tidied(text: str) -> str:
    lines = (" ".join(line.replace("\xa0", " ").split()) for line in text.split("\n"))
    return re.sub(r"\n{2,}", "\n", "\n".join(lines)).strip()
