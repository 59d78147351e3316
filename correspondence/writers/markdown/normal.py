"""The normal form of inlines: of all trees that print alike, the one that Markdown says and the parser gives back."""

import re
from typing import Literal

from markdown_it.common.normalize_url import normalizeLink, validateLink

from correspondence.document import nodes
from correspondence.document.nodes import Inline, Inlines

_SPACES = re.compile("[ \t\n\r\f\v]+")
_MARKED = nodes.Emphasis | nodes.Strong | nodes.Strikethrough


def trimmed(inlines: Inlines) -> Inlines:
    """The normal form of a block's inlines: no space and no break at either end."""
    return _without_edges(normal(inlines))[1]


def normal(inlines: Inlines, within: frozenset[type] = frozenset()) -> Inlines:
    """The normal form of inlines that stand within emphasis of some kinds, or within a link.

    White space is single spaces, and none stands beside a hard break. Neighbouring text is one piece; so are
    neighbouring code spans, and neighbouring emphases of one kind. No text, code or emphasis is empty. No emphasis
    stands in one of its kind, and none has spaces or breaks at its edges: these stand outside. No link stands in a
    link, nor does the mark of a footnote, which stands behind it. A link or picture whose address the parser would
    refuse is its words.
    """
    put: list[Inline] = []
    for inline in inlines:
        match inline:
            case nodes.Text():
                _put(put, nodes.Text(_SPACES.sub(" ", inline.text)))
            case nodes.Code():
                _put(put, nodes.Code(inline.text.replace("\n", " ")))
            case nodes.Emphasis() | nodes.Strong() | nodes.Strikethrough():
                for one in _marked(inline, within):
                    _put(put, one)
            case nodes.Link():
                for one in _link(inline, within):
                    _put(put, one)
            case nodes.Image() if _is_taken(inline.target):
                put.append(nodes.Image(inline.target, _SPACES.sub(" ", inline.alternative)))
            case nodes.Image():
                _put(put, nodes.Text(_SPACES.sub(" ", f"[{inline.alternative}]")))
            case _:
                _put(put, inline)
    return tuple(put)


def without_breaks(inlines: Inlines) -> Inlines:
    """Inlines in normal form, every hard break a space."""
    return trimmed(tuple(_without_breaks(inline) for inline in inlines))


def _without_breaks(inline: Inline) -> Inline:
    match inline:
        case nodes.HardBreak():
            return nodes.Text(" ")
        case nodes.Link():
            return nodes.Link(inline.target, tuple(map(_without_breaks, inline.children)))
        case nodes.Emphasis() | nodes.Strong() | nodes.Strikethrough():
            return type(inline)(tuple(map(_without_breaks, inline.children)))
    return inline


def _marked(inline: nodes.Emphasis | nodes.Strong | nodes.Strikethrough, within: frozenset[type]) -> Inlines:
    kind = type(inline)
    children = normal(inline.children, within | {kind})
    if kind in within:
        return children
    before, words, behind = _without_edges(children)
    return (*before, kind(words), *behind) if words else (*before, *behind)


def _link(link: nodes.Link, within: frozenset[type]) -> Inlines:
    if nodes.Link in within or not _is_taken(link.target):
        return normal(link.children, within)
    children = normal(link.children, frozenset({nodes.Link}))
    notes = tuple(node for node in nodes.walk(children) if isinstance(node, nodes.FootnoteReference))
    if notes:
        children = normal(_without_notes(children), frozenset({nodes.Link}))
    return (nodes.Link(link.target, children), *notes)


def _without_notes(inlines: Inlines) -> Inlines:
    return tuple(
        type(inline)(_without_notes(inline.children)) if isinstance(inline, _MARKED) else inline
        for inline in inlines
        if not isinstance(inline, nodes.FootnoteReference)
    )


def _is_taken(target: str) -> bool:
    return validateLink(normalizeLink(target))


def _put(into: list[Inline], inline: Inline) -> None:
    """Append an inline in normal form, as one with the last where the two belong together."""
    last = into[-1] if into else None
    match last, inline:
        case _, (nodes.Text(text="") | nodes.Code(text="")):
            pass
        case nodes.Text(), nodes.Text():
            into[-1] = nodes.Text(_SPACES.sub(" ", last.text + inline.text))
        case nodes.Code(), nodes.Code():
            into[-1] = nodes.Code(last.text + inline.text)
        case nodes.HardBreak(), nodes.Text():
            if words := inline.text.lstrip(" "):
                into.append(nodes.Text(words))
        case nodes.Text(), nodes.HardBreak():
            words = last.text.rstrip(" ")
            into[-1:] = [nodes.Text(words), inline] if words else [inline]
        case _ if isinstance(last, _MARKED) and isinstance(inline, _MARKED) and type(last) is type(inline):
            children = list(last.children)
            for child in inline.children:
                _put(children, child)
            into[-1] = type(last)(tuple(children))
        case _:
            into.append(inline)


def _without_edges(inlines: Inlines) -> tuple[Inlines, Inlines, Inlines]:
    """Spaces and breaks at the beginning of inlines in normal form, what stands between, and those at the end."""
    words = list(inlines)
    before: list[Inline] = []
    behind: list[Inline] = []
    while words and (edge := _edge(words[0], 0)):
        before.append(edge[0])
        words[:1] = edge[1]
    while words and (edge := _edge(words[-1], -1)):
        behind.append(edge[0])
        words[-1:] = edge[1]
    return tuple(before), tuple(words), tuple(reversed(behind))


def _edge(inline: Inline, end: Literal[0, -1]) -> tuple[Inline, list[Inline]] | None:
    """The space or break at an inline's end and what is left of the inline, or None where there is neither."""
    if isinstance(inline, nodes.HardBreak):
        return inline, []
    if not isinstance(inline, nodes.Text) or inline.text[end] != " ":
        return None
    words = inline.text[1:] if end == 0 else inline.text[:-1]
    return nodes.Text(" "), [nodes.Text(words)] if words else []
