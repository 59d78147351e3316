"""Lists: one definition for bullets and one for numbers, and an instance for every numbered list.

An instance of its own makes each numbered list begin at its own start (ECMA-376 part 1, 17.9.15 and 17.9.26). Numbers
are figures at every level, as the letter's text has them: somebody may answer to "question 3".
"""

from correspondence.writers.docx.xml import DECLARATION, NAMESPACES

LEVELS = 9
INDENT = 360  # for each level, in twips
_BULLETS = "•–"
_BULLET_FONT = '<w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial"/></w:rPr>'  # of one size in every style
_BULLET_INSTANCE = 1


def indent(level: int) -> int:
    """How far the text of a list item of that level (0 is outermost) stands from the margin, in twips."""
    return INDENT * (level + 1)


class Numbering:
    """The list instances of one document."""

    def __init__(self) -> None:
        self._starts: list[tuple[int, int]] = []

    def bullets(self) -> int:
        """The instance of all bulleted lists."""
        return _BULLET_INSTANCE

    def numbered(self, level: int, start: int) -> int:
        """A new instance for a numbered list at a level."""
        self._starts.append((level, start))
        return _BULLET_INSTANCE + len(self._starts)

    def begins(self, instance: int) -> tuple[int, int] | None:
        """The level and the start of a numbered list's instance, or None for the bullets."""
        return self._starts[instance - _BULLET_INSTANCE - 1] if instance > _BULLET_INSTANCE else None

    def part(self) -> bytes:
        """`word/numbering.xml`."""
        bullets = "".join(_level(n, "bullet", _BULLETS[n % len(_BULLETS)]) for n in range(LEVELS))
        numbers = "".join(_level(n, "decimal", f"%{n + 1}.") for n in range(LEVELS))
        instances = "".join(
            f'<w:num w:numId="{number}"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="{level}">'
            f'<w:startOverride w:val="{start}"/></w:lvlOverride></w:num>'
            for number, (level, start) in enumerate(self._starts, start=_BULLET_INSTANCE + 1)
        )
        return (
            f"{DECLARATION}<w:numbering {NAMESPACES}>"
            f'<w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="hybridMultilevel"/>{bullets}</w:abstractNum>'
            f'<w:abstractNum w:abstractNumId="1"><w:multiLevelType w:val="multilevel"/>{numbers}</w:abstractNum>'
            f'<w:num w:numId="{_BULLET_INSTANCE}"><w:abstractNumId w:val="0"/></w:num>{instances}</w:numbering>'
        ).encode()


def _level(number: int, kind: str, form: str) -> str:
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{form}"/>'
        f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{indent(number)}" w:hanging="{INDENT}"/></w:pPr>'
        f"{_BULLET_FONT if kind == 'bullet' else ''}</w:lvl>"
    )
