"""A letter as one self-contained page: semantic, printable, light or dark, without script or foreign request."""

from html import escape

from correspondence.document import nodes
from correspondence.document.nodes import Block, Blocks, Document, Inline, Inlines
from correspondence.errors import DocumentError
from correspondence.text.escape import for_xml
from correspondence.text.locale import direction

_SCHEMES = ("http://", "https://", "mailto:")
_STYLE = """
:root { color-scheme: light dark; --ink: #1b2a38; --accent: #1f4e5f; --quiet: #5f6b76; --line: #c3ccd3;
  --shade: #eaf0f3; --paper: #fff; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #dfe6ec; --accent: #8fc3d6; --quiet: #9aa7b2; --line: #44505a; --shade: #22303a;
    --paper: #141b21; }
}
body { margin: 0; background: var(--paper); color: var(--ink); font: 1.06rem/1.6 Cambria, Caladea, Georgia, serif; }
main { max-width: 44rem; margin: 0 auto; padding: 3rem 1.25rem; }
h1, h2, h3, h4, h5, h6, .date, .signatures, figcaption { font-family: Calibri, Carlito, "Segoe UI", sans-serif; }
h1, h2, h3 { color: var(--accent); line-height: 1.2; }
h1 { font-size: 1.9rem; } h2 { font-size: 1.3rem; margin-top: 2.2rem; } h3 { font-size: 1.1rem; }
.date { color: var(--quiet); } address { font-style: normal; margin: 1.5rem 0; }
a { color: var(--accent); }
blockquote { margin: 1rem 0; padding-left: 1rem; border-inline-start: 3px solid var(--line); }
.closing { margin-top: 2rem; } .signatures { list-style: none; padding: 0; }
table { border-collapse: collapse; width: 100%; font-size: .92rem; }
th, td { border: 1px solid var(--line); padding: .45rem .6rem; text-align: start; vertical-align: top; }
th { background: var(--shade); } th p, td p { margin: 0 0 .5rem; } th p:last-child, td p:last-child { margin: 0; }
figure { margin: 1rem 0; overflow-x: auto; } pre { overflow-x: auto; }
.footnotes { border-top: 1px solid var(--line); margin-top: 3rem; font-size: .9rem; }
@media print {
  body { font-size: 11pt; background: #fff; color: #000; } main { max-width: none; padding: 0; }
  .appendix { break-before: page; } tr, .signatures, address { break-inside: avoid; }
  h1, h2, h3 { break-after: avoid; } thead { display: table-header-group; } a { color: inherit; }
}
""".strip()
_SECTIONS = {
    "date": ("p", "date"),
    "addressee": ("address", "addressee"),
    "cc": ("div", "cc"),
    "salutation": ("div", "salutation"),
    "closing": ("div", "closing"),
    "enclosures": ("div", "enclosures"),
    "appendix": ("section", "appendix"),
}


def write(document: Document) -> str:
    """The page.

    Raises:
        DocumentError: the tree holds a node that this writer does not know.
    """
    language = escape(document.language, quote=True)
    return (
        f'<!doctype html>\n<html lang="{language}" dir="{direction(document.language)}">\n<head>\n'
        '<meta charset="utf-8">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{_text(document.title)}</title>\n<style>\n{_STYLE}\n</style>\n</head>\n<body>\n<main>\n"
        f"{fragment(document)}</main>\n</body>\n</html>\n"
    )


def fragment(document: Document) -> str:
    """The letter without the page around it, to paste into another."""
    return _blocks(document.blocks) + _footnotes(document)


def _blocks(blocks: Blocks) -> str:
    return "".join(_block(block) for block in blocks)


def _block(block: Block) -> str:
    match block:
        case nodes.Heading():
            return f"<h{block.level}>{_inlines(block.children)}</h{block.level}>\n"
        case nodes.Paragraph():
            return f"<p>{_inlines(block.children)}</p>\n"
        case nodes.BulletList():
            return f"<ul>\n{_items(block)}</ul>\n"
        case nodes.OrderedList():
            start = f' start="{block.start}"' if block.start != 1 else ""
            return f"<ol{start}>\n{_items(block)}</ol>\n"
        case nodes.BlockQuote():
            return f"<blockquote>\n{_blocks(block.blocks)}</blockquote>\n"
        case nodes.CodeBlock():
            return f"<pre><code>{_text(block.text)}</code></pre>\n"
        case nodes.ThematicBreak():
            return "<hr>\n"
        case nodes.Table():
            return _table(block)
        case nodes.Part():
            return _part(block)
    raise DocumentError(f"a page cannot hold {type(block).__name__}")


def _items(block: nodes.BulletList | nodes.OrderedList) -> str:
    return "".join(f"<li>{_item(item, tight=block.tight)}</li>\n" for item in block.items)


def _item(item: Blocks, *, tight: bool) -> str:
    if not tight:
        return _blocks(item)
    return "".join(_inlines(b.children) if isinstance(b, nodes.Paragraph) else _block(b) for b in item)


def _table(table: nodes.Table) -> str:
    head = "".join(_row(row, 'th scope="col"') for row in table.rows[: table.header_rows])
    body = "".join(_row(row, "td") for row in table.rows[table.header_rows :])
    caption = f"<caption>{_text(table.caption)}</caption>\n" if table.caption else ""
    total = sum(table.widths)
    columns = "".join(f'<col style="width:{100 * width / total:.1f}%">' for width in table.widths)
    group = f"<colgroup>{columns}</colgroup>\n" if columns else ""
    thead = f"<thead>\n{head}</thead>\n" if head else ""
    return f"<figure><table>\n{caption}{group}{thead}<tbody>\n{body}</tbody>\n</table></figure>\n"


def _row(row: tuple[nodes.Cell, ...], element: str) -> str:
    name = element.split(maxsplit=1)[0]
    return "<tr>" + "".join(f"<{element}>{_cell(cell)}</{name}>" for cell in row) + "</tr>\n"


def _cell(cell: nodes.Cell) -> str:
    if len(cell.blocks) == 1 and isinstance(cell.blocks[0], nodes.Paragraph):
        return _inlines(cell.blocks[0].children)
    return _blocks(cell.blocks)


def _part(part: nodes.Part) -> str:
    if part.name == "signature-block":
        names = [b for b in part.blocks if isinstance(b, nodes.Paragraph)]
        items = "".join(f"<li>{_inlines(name.children)}</li>\n" for name in names)
        rest = _blocks(tuple(b for b in part.blocks if not isinstance(b, nodes.Paragraph)))
        return (f'<ul class="signatures">\n{items}</ul>\n' if items else "") + rest
    element, kind = _SECTIONS[part.name]
    if element == "p" and len(part.blocks) == 1 and isinstance(part.blocks[0], nodes.Paragraph):
        return f'<p class="{kind}">{_inlines(part.blocks[0].children)}</p>\n'
    element = "div" if element == "p" else element
    return f'<{element} class="{kind}">\n{_blocks(part.blocks)}</{element}>\n'


def _inlines(inlines: Inlines) -> str:
    return "".join(_inline(inline) for inline in inlines)


def _inline(inline: Inline) -> str:
    match inline:
        case nodes.Text():
            return _text(inline.text)
        case nodes.Emphasis():
            return f"<em>{_inlines(inline.children)}</em>"
        case nodes.Strong():
            return f"<strong>{_inlines(inline.children)}</strong>"
        case nodes.Strikethrough():
            return f"<s>{_inlines(inline.children)}</s>"
        case nodes.Code():
            return f"<code>{_text(inline.text)}</code>"
        case nodes.Link():
            inside = _inlines(inline.children)
            if not inline.target.lower().startswith(_SCHEMES):
                return inside
            return f'<a href="{escape(for_xml(inline.target), quote=True)}">{inside}</a>'
        case nodes.Image():
            return f"[{_text(inline.alternative)}]"
        case nodes.HardBreak():
            return "<br>\n"
        case nodes.FootnoteReference():
            number = inline.index + 1
            return f'<sup id="ref-{number}"><a href="#note-{number}" role="doc-noteref">{number}</a></sup>'
    raise DocumentError(f"a page cannot hold {type(inline).__name__}")


def _footnotes(document: Document) -> str:
    if not document.footnotes:
        return ""
    back = 'role="doc-backlink" aria-label="back"'
    notes = "".join(
        f'<li id="note-{number}">{_blocks(blocks)}<a href="#ref-{number}" {back}>↩</a></li>\n'
        for number, blocks in enumerate(document.footnotes, start=1)
    )
    return f'<section class="footnotes" role="doc-endnotes">\n<ol>\n{notes}</ol>\n</section>\n'


def _text(text: str) -> str:
    return escape(for_xml(text), quote=False)
