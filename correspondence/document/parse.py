r"""Markdown to the document tree.

CommonMark with tables, strikethrough and footnotes; HTML is text. Letter parts are fenced by colons, and may hold
others:

    ::: appendix
    # Appendix A

    :::: list-table {header-rows=1 widths="1 2" caption="…" id=prices}
    - - heading of the first column
      - heading of the second
    - - a cell
      - another
    ::::
    :::

A list-table with an identifier is numbered, and links lead to it (`document/crossing.py`).

In a value between quotation marks, `\"` is a quotation mark and `\\` a backslash.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from correspondence.document import nodes
from correspondence.document.footnotes import footnotes
from correspondence.document.nodes import Block, Blocks, Document, Inline, Inlines
from correspondence.document.references import references
from correspondence.document.signatures import layout
from correspondence.document.tables import tables
from correspondence.errors import DocumentError

MAX_NESTING = 60
LIST_TABLE = "list-table"
SIGNATURE_BLOCK = "signature-block"

_FENCE = re.compile(r"(:{3,})[ \t]*(.*?)[ \t]*$")
_OPENING = re.compile(r"([a-z-]+)(?:[ \t]*\{(.*)\})?")
_ATTRIBUTE = re.compile(r'\s*([a-z-]+)=(?:"((?:[^"\\]|\\.)*)"|([^\s"]+))')
_IDENTIFIER = re.compile(r"[\w-]{1,60}")
_ESCAPED = re.compile(r'\\(["\\])')  # in a quoted value


def parse(markdown: str, *, language: str = "en", title: str | None = None) -> Document:
    """Read a letter's text.

    Args:
        markdown: the text.
        language: BCP 47.
        title: for the document's properties; without it, the first heading of level 1.

    Raises:
        DocumentError: an unknown or unclosed part, a list-table that is no table, words that would not be printed, or
            nesting without end.
    """
    tokens = _parser().parse(markdown, {})
    for token in tokens:
        _refuse_deep(token)
    builder = _Builder()
    blocks = builder.blocks(SyntaxTreeNode(tokens).children)
    _refuse_same_names(blocks)
    if title is None:
        headings = (block for block in blocks if isinstance(block, nodes.Heading) and block.level == 1)
        first = next(headings, None)
        title = nodes.plain_text(first.children) if first else ""
    notes = tuple(builder.footnotes.get(index, ()) for index in range(len(builder.footnotes)))
    return Document(title=title, language=language, blocks=blocks, footnotes=notes)


def _refuse_same_names(blocks: Blocks) -> None:
    names = [node.id for node in nodes.walk(blocks) if isinstance(node, nodes.Table) and node.id]
    if twice := next((name for n, name in enumerate(names) if name in names[:n]), None):
        raise DocumentError(f"two tables have the id {twice!r}: a link could lead to one of them alone")


def _refuse_deep(token: Token) -> None:
    """The parser drops in silence what lies deeper than its limit."""
    if token.level >= MAX_NESTING - 1:
        place = f"line {token.map[0] + 1}: " if token.map else ""
        raise DocumentError(f"{place}nested more than {MAX_NESTING} deep")


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": MAX_NESTING})
    parser.enable("strikethrough")
    parser.use(tables)
    parser.use(footnotes)
    parser.use(references)
    parser.block.ruler.before(
        "fence", "part", _part_rule, {"alt": ["paragraph", "reference", "blockquote", "list", "footnote_def"]}
    )
    return parser


@dataclass(slots=True)
class _OpenPart:
    """A part that the parser is in: how deep its blocks lie, and the line of its closing fence once found."""

    level: int
    closing: int | None = None


def _part_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # the parser's signature
    line = _line(state, start)
    fence = _FENCE.fullmatch(line)
    if fence is None or state.is_code_block(start):
        return False
    if silent:
        return True
    open_parts: list[_OpenPart] = state.env.setdefault("open_parts", [])
    if not fence[2]:
        if not open_parts or open_parts[-1].level != state.level:
            raise DocumentError(f"line {start + 1}: {fence[1]} closes nothing: no part is open here")
        open_parts[-1].closing = start
        state.line = end  # what follows is for the part's opening fence to go on with
        return True
    name, attributes = _opening(fence[2], start)
    open_token = state.push("part_open", "", 1)
    open_token.info, open_token.block, open_token.meta = name, True, attributes
    part = _OpenPart(state.level)
    open_parts.append(part)
    parent, state.parentType = state.parentType, "part"
    state.md.block.tokenize(state, start + 1, end)
    state.parentType = parent
    open_parts.pop()
    if part.closing is None:
        open_token.map = [start, end]
        _refuse_deep(open_token)
        raise DocumentError(f"line {start + 1}: the part {line[:40]!r} is never closed by a line of :::")
    open_token.map = [start, part.closing]
    state.push("part_close", "", -1).block = True
    state.line = part.closing + 1
    return True


def _line(state: StateBlock, number: int) -> str:
    return state.src[state.bMarks[number] + state.tShift[number] : state.eMarks[number]]


def _opening(text: str, line: int) -> tuple[str, dict[str, str]]:
    match = _OPENING.fullmatch(text)
    if match is None or match[1] not in nodes.PARTS:
        known = ", ".join(sorted(nodes.PARTS))
        raise DocumentError(f"line {line + 1}: there is no letter part {text[:40]!r} (there is: {known})")
    attributes: dict[str, str] = {}
    position = 0
    inside = match[2] or ""
    while attribute := _ATTRIBUTE.match(inside, position):
        quoted = attribute[2]
        attributes[attribute[1]] = attribute[3] if quoted is None else _ESCAPED.sub(r"\1", quoted)
        position = attribute.end()
    if inside[position:].strip():
        raise DocumentError(f"line {line + 1}: cannot read {inside[position:].strip()[:40]!r} between the braces")
    return match[1], attributes


class _Builder:
    """Turns the parser's tree into ours; gathers the footnotes."""

    def __init__(self) -> None:
        self.footnotes: dict[int, Blocks] = {}

    def blocks(self, tokens: Sequence[SyntaxTreeNode]) -> Blocks:
        return tuple(block for token in tokens if (block := self._block(token)) is not None)

    def _block(self, token: SyntaxTreeNode) -> Block | None:
        match token.type:
            case "paragraph":
                return nodes.Paragraph(self._inline_content(token))
            case "heading":
                return nodes.Heading(int(token.tag[1]), self._inline_content(token))
            case "bullet_list":
                return nodes.BulletList(self._items(token), _is_tight(token))
            case "ordered_list":
                return nodes.OrderedList(self._items(token), int(token.attrs.get("start", 1)), _is_tight(token))
            case "blockquote":
                return nodes.BlockQuote(self.blocks(token.children))
            case "fence" | "code_block":
                text = token.content if token.content.endswith("\n") or not token.content else f"{token.content}\n"
                return nodes.CodeBlock(text, token.info.strip() if token.type == "fence" else "")
            case "hr":
                return nodes.ThematicBreak()
            case "table":
                return self._table(token)
            case "part":
                return self._list_table(token) if token.info == LIST_TABLE else self._part(token)
            case "footnote_block":
                for note in token.children:
                    self.footnotes[note.meta["id"]] = self.blocks(note.children)
                return None
            case "footnote_anchor":
                return None
        raise DocumentError(f"a letter cannot hold {token.type!r}")

    def _part(self, token: SyntaxTreeNode) -> nodes.Part:
        options = tuple((token.meta or {}).items())
        if options and token.info != SIGNATURE_BLOCK:
            raise DocumentError(f"{_at(token)}: the part {token.info!r} takes no {options[0][0]!r}")
        try:
            layout(options)
        except DocumentError as error:
            raise DocumentError(f"{_at(token)}: {error}") from None
        return nodes.Part(token.info, self.blocks(token.children), options)

    def _items(self, token: SyntaxTreeNode) -> tuple[Blocks, ...]:
        return tuple(self.blocks(item.children) for item in token.children)

    def _table(self, token: SyntaxTreeNode) -> nodes.Table:
        rows = [row for section in token.children for row in section.children]
        cells = tuple(
            tuple(nodes.Cell(_paragraphs(self._inline_content(cell))) for cell in row.children) for row in rows
        )
        return nodes.Table(cells)

    def _list_table(self, token: SyntaxTreeNode) -> nodes.Table:
        place = _at(token)
        if len(token.children) != 1 or token.children[0].type != "bullet_list":
            raise DocumentError(f"{place}: a list-table is one list of lists: a row `- - cell`, then `  - cell`")
        rows = []
        for item in token.children[0].children:
            if len(item.children) != 1 or item.children[0].type != "bullet_list":
                raise DocumentError(f"{_at(item)}: a row of a list-table is a list of its cells and nothing else")
            rows.append(tuple(nodes.Cell(self.blocks(cell.children)) for cell in item.children[0].children))
        if len({len(row) for row in rows}) != 1:
            raise DocumentError(f"{place}: the rows of a list-table must have the same number of cells")
        return _with_attributes(nodes.Table(tuple(rows)), dict(token.meta), place)

    def _inline_content(self, token: SyntaxTreeNode) -> Inlines:
        return _merged([self._inline(child) for inline in token.children for child in inline.children])

    def _inline(self, token: SyntaxTreeNode) -> Inline | None:
        children = _merged([self._inline(child) for child in token.children])
        match token.type:
            case "text" | "text_special":
                return nodes.Text(token.content)
            case "softbreak":
                return nodes.Text(" ")
            case "hardbreak":
                return nodes.HardBreak()
            case "em":
                return nodes.Emphasis(children)
            case "strong":
                return nodes.Strong(children)
            case "s":
                return nodes.Strikethrough(children)
            case "code_inline":
                return nodes.Code(token.content)
            case "link":
                return nodes.Link(str(token.attrs["href"]), children)
            case "image":
                if any(inside.type == "footnote_ref" for inside in token.walk()):
                    raise DocumentError(f"{_at(token)}: the words of a picture cannot refer to a footnote")
                return nodes.Image(str(token.attrs["src"]), nodes.plain_text(children))
            case "footnote_ref":
                return nodes.FootnoteReference(int(token.meta["id"]))
            case "footnote_anchor":
                return None
        raise DocumentError(f"a letter cannot hold {token.type!r}")


def _at(token: SyntaxTreeNode) -> str:
    """The line of a token, or of the block that it stands in."""
    place: SyntaxTreeNode | None = token
    while place is not None and not place.map:
        place = None if place.is_root else place.parent
    return f"line {place.map[0] + 1}" if place is not None and place.map else "somewhere"


def _is_tight(token: SyntaxTreeNode) -> bool:
    paragraphs = [child for item in token.children for child in item.children if child.type == "paragraph"]
    return all(paragraph.hidden for paragraph in paragraphs)


def _paragraphs(children: Inlines) -> Blocks:
    return (nodes.Paragraph(children),) if children else ()


def _merged(inlines: Sequence[Inline | None]) -> Inlines:
    """Inlines with neighbouring text in one piece and nothing empty."""
    merged: list[Inline] = []
    for inline in inlines:
        if inline is None or (isinstance(inline, nodes.Text) and not inline.text):
            continue
        last = merged[-1] if merged else None
        if isinstance(inline, nodes.Text) and isinstance(last, nodes.Text):
            merged[-1] = nodes.Text(last.text + inline.text)
        else:
            merged.append(inline)
    return tuple(merged)


def _with_attributes(table: nodes.Table, attributes: dict[str, str], place: str) -> nodes.Table:
    columns = len(table.rows[0])
    try:
        header_rows = int(attributes.pop("header-rows", "1"))
        widths = tuple(int(width) for width in attributes.pop("widths", "").split())
    except ValueError:
        raise DocumentError(f"{place}: header-rows and widths are whole numbers") from None
    caption, identifier = attributes.pop("caption", ""), attributes.pop("id", "")
    if identifier and not (caption and _IDENTIFIER.fullmatch(identifier)):
        raise DocumentError(f"{place}: an id is of letters, digits and hyphens, and wants a caption beside it")
    if attributes:
        raise DocumentError(f"{place}: a list-table takes no {next(iter(attributes))!r}")
    if not 0 <= header_rows <= len(table.rows):
        raise DocumentError(f"{place}: header-rows must lie between 0 and the number of rows")
    if widths and (len(widths) != columns or min(widths) < 1):
        raise DocumentError(f"{place}: widths needs {columns} numbers of 1 or more, one for each column")
    return nodes.Table(table.rows, header_rows, widths, caption, identifier)
