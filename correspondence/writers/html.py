"""A letter as one self-contained page: semantic, printable, light or dark, without script or foreign request.

`shell` and `snippet` are for other pages of the same looks.
"""

from base64 import b64encode
from html import escape

from correspondence.document import nodes
from correspondence.document.crossing import leads_inside, places
from correspondence.document.nodes import Block, Blocks, Document, Inline, Inlines
from correspondence.document.signatures import layout, stretches
from correspondence.errors import DocumentError
from correspondence.text.escape import for_print
from correspondence.text.locale import direction
from correspondence.writers.addresses import address

STYLE = """
:root { color-scheme: light dark; --ink: #1b2a38; --accent: #1f4e5f; --quiet: #5f6b76; --line: #c3ccd3;
  --shade: #eaf0f3; --paper: #fff; }
@media screen and (prefers-color-scheme: dark) {
  :root { --ink: #dfe6ec; --accent: #8fc3d6; --quiet: #9aa7b2; --line: #44505a; --shade: #22303a;
    --paper: #141b21; }
}
body { margin: 0; background: var(--paper); color: var(--ink); font: 1.06rem/1.6 Cambria, Caladea, Georgia, serif; }
main { max-width: 44rem; margin: 0 auto; padding: 3rem 1.25rem; }
h1, h2, h3, h4, h5, h6, .date, .signatures, figcaption { font-family: Calibri, Carlito, "Segoe UI", sans-serif; }
h1, h2, h3 { color: var(--accent); line-height: 1.2; }
h1 { font-size: 1.9rem; } h2 { font-size: 1.3rem; margin-top: 2.2rem; } h3 { font-size: 1.1rem; }
.mark, .letterhead { font-family: Calibri, Carlito, "Segoe UI", sans-serif; } .letterhead { color: var(--quiet); }
.mark { text-align: center; border: 2px solid; padding: .3rem; }
.date { color: var(--quiet); } address { font-style: normal; margin: 1.5rem 0; }
a { color: var(--accent); }
blockquote { margin: 1rem 0; padding-inline-start: 1rem; border-inline-start: 3px solid var(--line); }
.closing { margin-top: 2rem; }
.signatures { list-style: none; padding: 0; } .signatures li { break-inside: avoid; margin-bottom: .35rem; }
table { border-collapse: collapse; width: 100%; font-size: .92rem; }
th, td { border: 1px solid var(--line); padding: .45rem .6rem; text-align: start; vertical-align: top; }
th { background: var(--shade); } th p, td p { margin: 0 0 .5rem; }
th > :last-child, td > :last-child { margin-bottom: 0; }
caption { text-align: start; color: var(--quiet); padding-bottom: .4rem; }
body { overflow-wrap: break-word; } th, td { overflow-wrap: anywhere; }
figure { margin: 1rem 0; } pre { white-space: pre-wrap; background: var(--shade); padding: .7rem; }
pre { overflow-wrap: anywhere; }
img { max-width: 100%; height: auto; } sup { line-height: 0; }
nav ul { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: .3rem 1.5rem; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
@media (max-width: 34rem) { main { padding: 1.5rem 1rem; } h1 { font-size: 1.5rem; } th, td { padding: .35rem .4rem; } }
.footnotes { border-top: 1px solid var(--line); margin-top: 3rem; font-size: .9rem; }
@media print {
  :root { color-scheme: light; } body { font-size: 11pt; color: #000; } main { max-width: none; padding: 0; }
  nav { display: none; } p, li { orphans: 2; widows: 2; }
  .appendix { break-before: page; } .run-on { break-before: auto; } tr, .signatures, address { break-inside: avoid; }
  h1, h2, h3 { break-after: avoid; } thead { display: table-header-group; } a { color: inherit; }
}
""".strip()
# Whatever a page like this is ever made to hold, a browser fetches nothing for it and runs nothing in it.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
_DEEPEST = 6
_HEADS = frozenset({"date", "addressee", "cc"})
_SECTIONS = {
    "date": ("p", "date"),
    "addressee": ("address", "addressee"),
    "cc": ("div", "cc"),
    "salutation": ("div", "salutation"),
    "closing": ("div", "closing"),
    "enclosures": ("div", "enclosures"),
    "signature-block": ("div", "signatures"),
    "appendix": ("section", "appendix"),
}


def write(document: Document, *, date: str = "") -> str:
    """The page.

    Args:
        document: the letter.
        date: the letter's, partial or whole (ISO 8601), for machines that read the page.

    Raises:
        DocumentError: the tree holds a node that this writer does not know.
    """
    article = f"<article>\n{_content(document, _Page(date=date))}</article>\n"
    style = STYLE + _on_every_page(document.marks)
    return shell(title=document.title, language=document.language, body=f"<main>\n{article}</main>\n", style=style)


def shell(*, title: str, language: str, body: str, head: str = "", style: str = STYLE) -> str:
    """A whole page around what stands in its body.

    Args:
        title: of the page, as text.
        language: BCP 47.
        body: markup.
        head: more markup for the head.
        style: the style sheet.
    """
    return (
        f'<!doctype html>\n<html lang="{attribute(language)}" dir="{direction(language)}">\n<head>\n'
        '<meta charset="utf-8">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        f"<title>{text(title) or '–'}</title>\n{head}<style>\n{style}\n</style>\n</head>\n"
        f"<body>\n{body}</body>\n</html>\n"
    )


def snippet(document: Document, *, prefix: str, first_level: int = 1) -> str:
    """A document's markup alone, to stand in a page: its identifiers begin with `prefix`.

    Raises:
        DocumentError: the tree holds a node that this writer does not know.
    """
    return _content(document, _Page(first_level=first_level, prefix=prefix))


def text(words: str) -> str:
    """Text from outside as markup that shows it."""
    return escape(for_print(words), quote=False)


def attribute(value: str) -> str:
    """Text from outside as an attribute's value."""
    return escape(for_print(value), quote=True)


def fragment(document: Document, *, first_level: int = 1, date: str = "") -> str:
    """The letter without the page around it, to stand in another page: no head, no style, no identifier of its own.

    Args:
        document: the letter.
        first_level: of the letter's title; deeper headings follow it, and none is deeper than 6.
        date: as of `write`.

    Raises:
        DocumentError: the tree holds a node that this writer does not know.
    """
    content = _content(document, _Page(date=date, first_level=first_level, prefix="letter-"))
    return (
        f'<article lang="{attribute(document.language)}" dir="{direction(document.language)}">\n{content}</article>\n'
    )


def _content(document: Document, page: "_Page") -> str:
    ordered = nodes.footnotes_in_order(document)
    page.knows(places(document))
    above = next((n for n, block in enumerate(ordered.blocks) if not _is_head(block)), len(ordered.blocks))
    head, body = page.blocks(ordered.blocks[:above]), page.blocks(ordered.blocks[above:])
    notes = page.footnotes(ordered)
    header = f"<header>\n{_stationery(document)}{head}</header>\n" if head or _stationery(document) else ""
    return f"{header}{page.ways()}{body}{notes}"


def _stationery(document: Document) -> str:
    """What stands above a letter: marks of a copy that goes round, and who writes."""
    marks = "".join(f'<p class="mark"><strong>{text(mark)}</strong></p>\n' for mark in document.marks)
    lines = "<br>\n".join(f"<bdi>{text(line)}</bdi>" for line in document.letterhead)
    return marks + (f'<p class="letterhead">{lines}</p>\n' if lines else "")


def _on_every_page(marks: tuple[str, ...]) -> str:
    """Marks in the margin of every printed page (CSS Paged Media 3, 5), where a browser can do that."""
    if not marks:
        return ""
    said = "".join(c if c.isascii() and c.isalnum() else f"\\{ord(c):06x}" for c in for_print(" · ".join(marks)))
    return f'\n@page {{ margin: 2cm; @top-center {{ content: "{said}"; font: bold 9pt sans-serif; }} }}'


class _Page:
    """Writes a document's nodes; counts its appendices, and how often it refers to each footnote."""

    def __init__(self, *, date: str = "", first_level: int = 1, prefix: str = "") -> None:
        self._date = date
        self._shift = first_level - 1
        self._prefix = prefix
        self._appendices: list[str] = []
        self._marks: dict[int, int] = {}
        self._in_link = False
        self._places: frozenset[str] = frozenset()

    def knows(self, places: frozenset[str]) -> None:
        """Tell what the document's own links can lead to."""
        self._places = places

    def blocks(self, blocks: Blocks) -> str:
        return "".join(self._block(block) for block in blocks)

    def ways(self) -> str:
        """Links to the appendices: a reader without eyes or patience gets there at once."""
        links = "".join(
            f'<li><a href="#{self._prefix}appendix-{number}">{name}</a></li>\n'
            for number, name in enumerate(self._appendices, start=1)
            if name
        )
        return f"<nav>\n<ul>\n{links}</ul>\n</nav>\n" if links else ""

    def footnotes(self, document: Document) -> str:
        if not document.footnotes:
            return ""
        notes = "".join(
            f'<li id="{self._prefix}note-{number}">{self.blocks(note)}{self._ways_back(number)}</li>\n'
            for number, note in enumerate(document.footnotes, start=1)
        )
        return f'<section class="footnotes" role="doc-endnotes">\n<ol>\n{notes}</ol>\n</section>\n'

    def _block(self, block: Block) -> str:
        match block:
            case nodes.Heading():
                level = min(block.level + self._shift, _DEEPEST)
                return f"<h{level}{self._place(block.id)}>{self._inlines(block.children)}</h{level}>\n"
            case nodes.Paragraph():
                return f"<p>{self._inlines(block.children)}</p>\n"
            case nodes.BulletList():
                return f"<ul>\n{self._items(block)}</ul>\n"
            case nodes.OrderedList():
                start = f' start="{block.start}"' if block.start != 1 else ""
                return f"<ol{start}>\n{self._items(block)}</ol>\n"
            case nodes.BlockQuote():
                return f'<blockquote dir="auto">\n{self.blocks(block.blocks)}</blockquote>\n'
            case nodes.CodeBlock():
                return f'<pre dir="ltr"><code>{text(block.text)}</code></pre>\n'
            case nodes.ThematicBreak():
                return "<hr>\n"
            case nodes.Table():
                return self._table(block)
            case nodes.Part(name="signature-block"):
                return self._signatures(block)
            case nodes.Part() if block.name in _SECTIONS:
                return self._part(block)
        raise DocumentError(f"a page cannot hold {getattr(block, 'name', type(block).__name__)}")

    def _items(self, block: nodes.BulletList | nodes.OrderedList) -> str:
        return "".join(f"<li>{self._item(item, tight=block.tight)}</li>\n" for item in block.items)

    def _item(self, item: Blocks, *, tight: bool) -> str:
        """An item's blocks; the words of a tight one stand without a paragraph around them."""
        if tight and item and isinstance(item[0], nodes.Paragraph):
            return self._inlines(item[0].children) + self.blocks(item[1:])
        return self.blocks(item)

    def _table(self, table: nodes.Table) -> str:
        head = "".join(self._row(row, 'th scope="col"') for row in table.rows[: table.header_rows])
        body = "".join(self._row(row, "td") for row in table.rows[table.header_rows :])
        caption = f"<caption>{text(table.title)}</caption>\n" if table.title else ""
        total = sum(table.widths)
        columns = "".join(f'<col style="width:{100 * width / total:.1f}%">' for width in table.widths)
        group = f"<colgroup>{columns}</colgroup>\n" if columns else ""
        thead = f"<thead>\n{head}</thead>\n" if head else ""
        inside = f"{caption}{group}{thead}<tbody>\n{body}</tbody>\n"
        return f"<figure{self._place(table.id)}><table>\n{inside}</table></figure>\n"

    def _row(self, row: tuple[nodes.Cell, ...], element: str) -> str:
        name = element.split(maxsplit=1)[0]
        return "<tr>" + "".join(f"<{element}>{self._cell(cell)}</{name}>" for cell in row) + "</tr>\n"

    def _cell(self, cell: nodes.Cell) -> str:
        if len(cell.blocks) == 1 and isinstance(cell.blocks[0], nodes.Paragraph):
            return self._inlines(cell.blocks[0].children)
        return self.blocks(cell.blocks)

    def _signatures(self, part: nodes.Part) -> str:
        """Names as a list, each by itself: one written from right to left does not turn its neighbours round."""
        columns = layout(part.options).columns
        style = f' style="columns:{columns} 12rem"' if columns > 1 else ""
        pieces = []
        for are_names, group in stretches(part.blocks):
            if are_names:
                names = [block.children for block in group if isinstance(block, nodes.Paragraph)]
                items = "".join(f"<li><bdi>{self._inlines(name)}</bdi></li>\n" for name in names)
                pieces.append(f'<ul class="signatures"{style}>\n{items}</ul>\n')
            else:
                pieces.append(self.blocks(group))
        return "".join(pieces)

    def _part(self, part: nodes.Part) -> str:
        element, kind = _SECTIONS[part.name]
        if part.name == "appendix":
            return self._appendix(part)
        if element == "p" and len(part.blocks) == 1 and isinstance(part.blocks[0], nodes.Paragraph):
            words = self._inlines(part.blocks[0].children)
            if self._date:
                words = f'<time datetime="{escape(self._date, quote=True)}">{words}</time>'
            return f'<p class="{kind}">{words}</p>\n'
        element = "div" if element == "p" else element
        return f'<{element} class="{kind}">\n{self.blocks(part.blocks)}</{element}>\n'

    def _appendix(self, part: nodes.Part) -> str:
        headings = (block for block in part.blocks if isinstance(block, nodes.Heading))
        first = next(headings, None)
        self._appendices.append("" if first is None else text(nodes.plain_text(first.children)))
        identifier = f"{self._prefix}appendix-{len(self._appendices)}"
        kind = "appendix run-on" if part.runs_on else "appendix"
        return f'<section class="{kind}" id="{identifier}">\n{self.blocks(part.blocks)}</section>\n'

    def _inlines(self, inlines: Inlines) -> str:
        return "".join(self._inline(inline) for inline in inlines)

    def _inline(self, inline: Inline) -> str:
        match inline:
            case nodes.Text():
                return text(inline.text)
            case nodes.Emphasis():
                return f"<em>{self._inlines(inline.children)}</em>"
            case nodes.Strong():
                return f"<strong>{self._inlines(inline.children)}</strong>"
            case nodes.Strikethrough():
                return f"<s>{self._inlines(inline.children)}</s>"
            case nodes.Code():
                return f"<code>{text(inline.text)}</code>"
            case nodes.Link():
                return self._link(inline)
            case nodes.Image():
                return _image(inline)
            case nodes.HardBreak():
                return "<br>\n"
            case nodes.FootnoteReference():
                return self._mark(inline.index + 1)
        raise DocumentError(f"a page cannot hold {type(inline).__name__}")

    def _link(self, link: nodes.Link) -> str:
        inner = leads_inside(link, self._places)
        target = f"#{self._prefix}to-{inner}" if inner else address(link.target)
        if target is None or self._in_link:
            return self._inlines(link.children)
        self._in_link = True
        inside = self._inlines(link.children)
        self._in_link = False
        outward = "" if inner else ' rel="noreferrer"'
        return f'<a href="{escape(target, quote=True)}"{outward}>{inside}</a>'

    def _place(self, name: str) -> str:
        """The attribute of what the letter's own links lead to."""
        return f' id="{self._prefix}to-{escape(name, quote=True)}"' if name else ""

    def _mark(self, number: int) -> str:
        """The mark of a footnote; inside a link it leads nowhere, since no link may stand in another."""
        count = self._marks[number] = self._marks.get(number, 0) + 1
        mark = str(number) if self._in_link else self._noteref(number)
        return f'<sup id="{self._prefix}{_mark_id(number, count)}">{mark}</sup>'

    def _noteref(self, number: int) -> str:
        return f'<a href="#{self._prefix}note-{number}" role="doc-noteref">{number}</a>'

    def _ways_back(self, number: int) -> str:
        """A link from a footnote to each of its marks."""
        counts = range(1, self._marks.get(number, 0) + 1)
        return " ".join(
            f'<a href="#{self._prefix}{_mark_id(number, count)}" role="doc-backlink">↩</a>' for count in counts
        )


def _is_head(block: Block) -> bool:
    """Whether a block belongs to the letter's head when it stands above everything else."""
    if isinstance(block, nodes.Part):
        return block.name in _HEADS
    return isinstance(block, nodes.Heading) and block.level == 1


def _image(image: nodes.Image) -> str:
    """A picture as part of the page itself; a browser asks nobody for it."""
    if image.picture is None:
        return f"[{text(image.alternative)}]"
    picture = image.picture
    data = b64encode(picture.content).decode("ascii")
    words = attribute(image.alternative)
    size = f'width="{picture.width}" height="{picture.height}"'
    return f'<img src="data:image/{picture.kind};base64,{data}" {size} alt="{words}">'


def _mark_id(number: int, count: int) -> str:
    return f"ref-{number}" if count == 1 else f"ref-{number}-{count}"
