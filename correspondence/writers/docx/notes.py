"""Footnotes and endnotes (ECMA-376 part 1, 17.11): one part of notes, and the marks that refer to them.

A letter's notes are all of one kind: at the foot of their page, or at the end of the letter.
"""

from dataclasses import dataclass

from correspondence.document.nodes import Blocks, Inlines, Paragraph
from correspondence.errors import DocumentError
from correspondence.writers.docx.blocks import BlockWriter, Place
from correspondence.writers.docx.styles import Styles
from correspondence.writers.docx.xml import DECLARATION, NAMESPACES

_SEPARATORS = ((-1, "separator", "separator"), (0, "continuationSeparator", "continuationSeparator"))


@dataclass(frozen=True, slots=True)
class Kind:
    """Where notes stand.

    Attributes:
        name: `footnote` or `endnote`: so are the elements, the part and the styles named.
    """

    name: str

    @property
    def part(self) -> str:
        """The part that holds the notes."""
        return f"word/{self.name}s.xml"

    @property
    def mark_style(self) -> str:
        """The style of a note's number."""
        return f"{self.name} reference"

    @property
    def text_style(self) -> str:
        """The style of a note's words."""
        return f"{self.name} text"

    @property
    def settings(self) -> str:
        """What `word/settings.xml` says of them: the separators, and figures at the end of a letter too (17.11.17)."""
        figures = '<w:numFmt w:val="decimal"/>' if self.name == "endnote" else ""
        separators = "".join(f'<w:{self.name} w:id="{number}"/>' for number, _, _ in _SEPARATORS)
        return f"<w:{self.name}Pr>{figures}{separators}</w:{self.name}Pr>"


FOOTNOTES = Kind("footnote")
ENDNOTES = Kind("endnote")


class Marks:
    """The marks of a document's notes: Word numbers them in the order in which the text first cites them."""

    def __init__(self, kind: Kind, styles: Styles, count: int) -> None:
        self._kind = kind
        self._styles = styles
        self._count = count
        self._numbers: dict[int, int] = {}

    def cite(self, index: int, *, inside_note: bool) -> str:
        """The mark of a note.

        A note can be cited once; every further mark is a cross-reference to the first (ECMA-376 part 1, 17.16.5.39).

        Raises:
            DocumentError: there is no such note, or another note cites it, which Word does not allow.
        """
        if not 0 <= index < self._count:
            raise DocumentError(f"the text cites footnote {index + 1}, and there is none")
        if inside_note:
            raise DocumentError(f"a footnote cites footnote {index + 1}: Word allows no footnote in a footnote")
        properties = f'<w:rPr><w:rStyle w:val="{self._styles.id(self._kind.mark_style)}"/></w:rPr>'
        name = f"_Note{index + 1}"
        if index in self._numbers:
            return (
                f'<w:fldSimple w:instr=" NOTEREF {name} \\f \\h "><w:r>{properties}'
                f"<w:t>{self._numbers[index]}</w:t></w:r></w:fldSimple>"
            )
        self._numbers[index] = len(self._numbers) + 1
        return (
            f'<w:bookmarkStart w:id="{index}" w:name="{name}"/><w:r>{properties}'
            f'<w:{self._kind.name}Reference w:id="{index + 1}"/></w:r><w:bookmarkEnd w:id="{index}"/>'
        )


def written(kind: Kind, notes: tuple[Blocks, ...], styles: Styles, writer: BlockWriter, width: int) -> tuple[str, ...]:
    """The blocks of each of a document's notes, its number before its first words."""
    if not notes:
        return ()
    place = Place(width, style=kind.text_style)
    mark = (
        f'<w:r><w:rPr><w:rStyle w:val="{styles.id(kind.mark_style)}"/></w:rPr><w:{kind.name}Ref/></w:r>'
        '<w:r><w:t xml:space="preserve"> </w:t></w:r>'
    )
    pieces = []
    for blocks in notes:
        words: Inlines = ()
        rest = blocks
        if blocks and isinstance(blocks[0], Paragraph):
            words, rest = blocks[0].children, blocks[1:]
        pieces.append(writer.paragraph(words, place, before=mark) + "".join(writer.story(rest, place)))
    return tuple(pieces)


def part(kind: Kind, notes: tuple[str, ...]) -> bytes:
    """The part that holds a document's notes, from their blocks."""
    separators = "".join(
        f'<w:{kind.name} w:type="{separator}" w:id="{number}"><w:p><w:pPr><w:spacing w:after="0" w:line="240" '
        f'w:lineRule="auto"/></w:pPr><w:r><w:{element}/></w:r></w:p></w:{kind.name}>'
        for number, separator, element in _SEPARATORS
    )
    inside = "".join(f'<w:{kind.name} w:id="{number}">{note}</w:{kind.name}>' for number, note in enumerate(notes, 1))
    return f"{DECLARATION}<w:{kind.name}s {NAMESPACES}>{separators}{inside}</w:{kind.name}s>".encode()
