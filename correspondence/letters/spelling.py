"""A manuscript as the Markdown of a draft: citations by their messages, spaces as they are typed."""

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass, replace

from correspondence.document.manuscript import Grid, Manuscript, Para, Piece, Story
from correspondence.document.nodes import Document, Image, Inlines, Link, map_images, map_links
from correspondence.document.outline import Outline
from correspondence.document.resolve import resolved
from correspondence.text.normalise import normalise
from correspondence.text.spacing import NO_BREAK, no_break_spaces
from correspondence.writers import markdown
from correspondence.writers.addresses import address

_NARROW = "\u202f"


@dataclass(frozen=True)
class Spelling:
    """How the manuscripts of one letter are spelled.

    Attributes:
        language: the letter's.
        citations: what a link's address stands for, such as `message:ID`.
        pictures: the address of a picture by its words.
        numbers: the numbers of the footnotes by name: the same in every text of a merge.
        known: how many of them the text that went out has.
    """

    language: str
    citations: Mapping[str, str]
    pictures: Mapping[str, str]
    numbers: Mapping[str, int]
    known: int = 0

    def main(self, manuscript: Manuscript, changes: Container[int]) -> str:
        """A manuscript with these changes made, and the footnotes that went out."""
        return self.parts(manuscript, changes)[0]

    def parts(self, manuscript: Manuscript, changes: Container[int]) -> tuple[str, list[str]]:
        """A manuscript with these changes made, and the footnotes that went out; apart from it those that came."""
        document, names = self._document(manuscript, changes)
        notes = [
            (name, markdown.write_note(self.numbers[name] + 1, note))
            for name, note in zip(names, document.footnotes, strict=True)
        ]
        known = [note for name, note in notes if self.numbers[name] < self.known]
        new = [normalise(note) for name, note in notes if self.numbers[name] >= self.known]
        return normalise("\n\n".join([markdown.write_blocks(document.blocks), *known])), new

    def _document(self, manuscript: Manuscript, changes: Container[int]) -> tuple[Document, list[str]]:
        made = resolved(manuscript, changes, kept=[name for name, n in self.numbers.items() if n < self.known])
        outline = Outline(self.numbers)
        names = [name for name in made.notes if name in self.numbers]
        document = Document(
            "", self.language, outline.letter(made.body), tuple(outline.blocks(made.notes[name]) for name in names)
        )
        return map_images(map_links(document, self._cited), self._pictured), names

    def _cited(self, link: Link) -> Inlines:
        return (replace(link, target=self.citations.get(link.target, link.target)),)

    def _pictured(self, image: Image) -> Image:
        return replace(image, target=self.pictures.get(image.alternative, image.target))


def numbered(names: list[str], known: int, source: str) -> dict[str, int]:
    """Numbers for footnotes by name; those from `known` on get numbers that the source has no label of."""
    labels = [int(label) for label in re.findall(r"\[\^([0-9]{1,6})\]", source)]
    first = max([known, *labels])
    return {name: n if n < known else first + n - known for n, name in enumerate(names)}


def as_typed(manuscript: Manuscript, language: str) -> Manuscript:
    """A manuscript with the spaces that an export keeps unbroken as they were typed."""
    return replace(
        manuscript,
        body=_story(manuscript.body, language),
        notes={name: _story(note, language) for name, note in manuscript.notes.items()},
    )


def _story(story: Story, language: str) -> Story:
    return tuple(_grid(block, language) if isinstance(block, Grid) else _para(block, language) for block in story)


def _grid(grid: Grid, language: str) -> Grid:
    rows = tuple(replace(row, cells=tuple(_story(cell, language) for cell in row.cells)) for row in grid.rows)
    return replace(grid, rows=rows)


def _para(para: Para, language: str) -> Para:
    whole = "".join(piece.text for piece in para.pieces)
    if NO_BREAK not in whole and _NARROW not in whole:
        return para
    kept = no_break_spaces(whole.replace(NO_BREAK, " ").replace(_NARROW, " "), language)
    pieces: list[Piece] = []
    at = 0
    for piece in para.pieces:
        ours = kept[at : at + len(piece.text)]
        at += len(piece.text)
        text = "".join(" " if there == NO_BREAK else own for own, there in zip(piece.text, ours, strict=True))
        pieces.append(replace(piece, text=text))
    return replace(para, pieces=tuple(pieces))


def addresses(targets: Mapping[str, str]) -> dict[str, str]:
    """What addresses stand for: for each target of a draft's links, such as `message:ID`, where the export leads."""
    found: dict[str, str] = {}
    for target, leads_to in targets.items():
        if leads_to and (written := address(leads_to)) is not None:
            found.setdefault(written, target)
    return found
