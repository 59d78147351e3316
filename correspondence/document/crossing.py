"""Cross-references: links from a letter's words to its own headings and tables (`[](#id)`, `[words](#id)`).

A heading is known by its words, in lower case and with hyphens for spaces: `# What we ask` is `#what-we-ask`, the
second of that name `#what-we-ask-1`. A table is known by the `id` of its list-table, and is numbered by it.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from correspondence.document.nodes import (
    Block,
    Document,
    Heading,
    Inlines,
    Link,
    Node,
    Table,
    Text,
    map_blocks,
    map_links,
    plain_text,
    walk,
)

_MARK = "#"
_DROPPED = re.compile(r"[^\w\- ]")


@dataclass(frozen=True, slots=True)
class Crossed:
    """A document whose cross-references lead somewhere.

    Attributes:
        document: its tables with an identifier are numbered, the headings that are referred to have one, and a
            reference without words says what it leads to.
        unknown: identifiers that nothing in the document has, each once; their words stand without a link.
    """

    document: Document
    unknown: tuple[str, ...] = ()


def cross(document: Document, table_named: Callable[[int], str], colon: str = ": ") -> Crossed:
    """Lead every cross-reference to its place.

    Args:
        document: as parsed.
        table_named: what the table of a number is called: `Table 2`.
        colon: what stands between that and its caption.
    """
    cited = _cited(document)
    if not cited and not any(isinstance(node, Table) and node.id for node in _nodes(document)):
        return Crossed(document)
    named = _places(document, table_named)
    numbered = _with_places(document, cited, named, colon)

    def resolved(link: Link) -> Inlines:
        if not link.target.startswith(_MARK):
            return (link,)
        place = named.get(link.target.removeprefix(_MARK))
        if place is None:
            return link.children or (Text(f"[{link.target}]"),)
        return (link if plain_text(link.children).strip() else replace(link, children=(Text(place.name),)),)

    return Crossed(map_links(numbered, resolved), tuple(name for name in cited if name not in named))


def places(document: Document) -> frozenset[str]:
    """What the document's own links can lead to."""
    return frozenset(node.id for node in _nodes(document) if isinstance(node, Heading | Table) and node.id)


def leads_inside(link: Link, known: frozenset[str]) -> str:
    """The place among `known` that a link leads to, or nothing."""
    name = link.target.removeprefix(_MARK)
    return name if link.target.startswith(_MARK) and name in known else ""


def uncrossed(document: Document) -> Document:
    """The document with the words of its cross-references and the names of its tables as plain words."""

    def plain(block: Block) -> Block:
        match block:
            case Heading(id=str(name)) if name:
                return replace(block, id="")
            case Table(id=str(name)) if name:
                return replace(block, caption=block.title, label="", id="")
        return block

    bare = map_blocks(document, plain)
    return map_links(bare, lambda link: link.children if link.target.startswith(_MARK) else (link,))


@dataclass(frozen=True, slots=True)
class _Place:
    """What a reference can lead to: the words that name it, and the block."""

    name: str
    block: Heading | Table


def _cited(document: Document) -> list[str]:
    targets = (node.target for node in _nodes(document) if isinstance(node, Link) and node.target.startswith(_MARK))
    return list(dict.fromkeys(target.removeprefix(_MARK) for target in targets))


def _nodes(document: Document) -> Iterator[Node]:
    yield from walk(document.blocks)
    for note in document.footnotes:
        yield from walk(note)


def _places(document: Document, table_named: Callable[[int], str]) -> dict[str, _Place]:
    places: dict[str, _Place] = {}
    tables = [node for node in walk(document.blocks) if isinstance(node, Table) and node.id]
    for number, table in enumerate(tables, start=1):
        places[table.id] = _Place(table_named(number), table)
    counts: dict[str, int] = {}
    for heading in walk(document.blocks):
        if isinstance(heading, Heading) and (slug := slug_of(plain_text(heading.children))):
            count = counts[slug] = counts.get(slug, -1) + 1
            name = f"{slug}-{count}" if count else slug
            places.setdefault(name, _Place(plain_text(heading.children), heading))
    return places


def slug_of(words: str) -> str:
    """The identifier of a heading with these words."""
    return "-".join(_DROPPED.sub("", words.lower()).split())


def _with_places(document: Document, cited: list[str], places: dict[str, _Place], colon: str) -> Document:
    """The document with names in its tables, and an identifier in each heading that is referred to."""
    names = {id(place.block): (name, place.name) for name, place in places.items()}

    def placed(block: Block) -> Block:
        name, words = names.get(id(block), ("", ""))
        match block:
            case Table() if name:
                return replace(block, label=words + colon)
            case Heading() if name in cited:
                return replace(block, id=name)
        return block

    return map_blocks(document, placed)
