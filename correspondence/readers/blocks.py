"""Paragraphs, list items and table rows, put together to the light Markdown of extracts."""

import re
from dataclasses import dataclass

from correspondence.text.normalise import normalise

# Deeper than this, `> ` and indentation say nothing more to a reader.
MOST_QUOTED = 8
MOST_INDENTED = 8
# Lines longer than this are paragraphs, however they were broken.
_SHORT_LINE = 80
# Nobody sees these, and words with them in are not found.
_CONTROL = re.compile("[\u00ad\u034f\u2060\ufeff\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_INVISIBLE = "\u200b\u200c\u200d\u200e\u200f \n"
_BLANK_LINES = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+")


@dataclass(frozen=True, slots=True)
class _Block:
    words: str
    mark: str
    quoted: int
    group: int
    line: bool = False
    after_gap: bool = False


class Blocks:
    """The blocks of a text, in order."""

    def __init__(self) -> None:
        self._made: list[_Block] = []
        self._groups = 0
        self._gap = False

    def __bool__(self) -> bool:
        return bool(self._made)

    def new_group(self) -> int:
        """A number for blocks that stand on lines one below the other: a list's items, a table's rows."""
        self._groups += 1
        return self._groups

    def gap(self) -> None:
        """An empty line: the next block is no further line of the one before."""
        self._gap = True

    def add(self, words: str, *, mark: str = "", quoted: int = 0, group: int = 0, line: bool = False) -> bool:
        """Add what stands between two block boundaries: a paragraph, or several with empty lines between.

        Args:
            words: line feeds are line breaks; other white space is one space.
            mark: what stands before it, such as `- `.
            quoted: how many mails ago it was written.
            group: see `new_group`; 0 for none.
            line: a short line that may be one of several in a paragraph.

        Returns:
            Whether there were words in it.
        """
        paragraphs = [one for part in _BLANK_LINES.split(words) if (one := tidied(part)).strip(_INVISIBLE)]
        for n, paragraph in enumerate(paragraphs):
            first = n == 0
            heading = mark.lstrip().startswith("#")
            self._made.append(
                _Block(
                    " ".join(paragraph.split("\n")) if heading else paragraph,
                    mark if first or heading else " " * (len(mark) - len(mark.lstrip())),
                    min(quoted, MOST_QUOTED),
                    group if first else 0,
                    line,
                    self._gap or not first,
                )
            )
            self._gap = False
        return bool(paragraphs)

    def add_verbatim(self, text: str, *, mark: str = "", quoted: int = 0) -> bool:
        """Add preformatted text, whose spaces and line ends mean something; whether there was any."""
        kept = _CONTROL.sub("", text).replace("\xa0", " ")
        lines = "\n".join(line.rstrip() for line in re.split(r"[\n\v\f]", kept)).strip("\n")
        if lines.strip():
            self._made.append(_Block(lines, mark, min(quoted, MOST_QUOTED), 0))
        return bool(lines.strip())

    def add_row(self, cells: list[str], *, quoted: int = 0, group: int = 0) -> None:
        """Add a table's row; white space in its cells is one space."""
        told = [" ".join(tidied(cell).split()) for cell in cells]
        if not any(told):
            return
        words = f"| {' | '.join(told)} |" if len(told) > 1 else told[0]
        self._made.append(_Block(words, "", min(quoted, MOST_QUOTED), group if len(told) > 1 else 0))

    def flat(self) -> str:
        """All words on one line, as in a table's cell."""
        return " ".join(f"{block.mark.strip()} {block.words}".strip() for block in self._made).replace("\n", " ")

    def text(self) -> str:
        """The blocks as the text of an extract: NFC, line feeds, one at its end; empty when there are none."""
        lines: list[str] = []
        before: _Block | None = None
        for block in self._made:
            if before is not None and not _adjacent(before, block):
                lines.append("")
            quote = "> " * block.quoted
            first, *others = block.words.split("\n")
            # Further lines of a list's item stand below its words.
            indent = " " * len(block.mark) if block.mark.strip() else block.mark
            lines.append(f"{quote}{block.mark}{first}")
            lines += [f"{quote}{indent}{line}" if line else quote.rstrip() for line in others]
            before = block
        return normalise("\n".join(lines)) + "\n" if lines else ""


def tidied(text: str) -> str:
    """Text without controls and half characters, each run of white space but line feeds as one space."""
    lines = (" ".join(line.split()) for line in _CONTROL.sub("", text).split("\n"))
    # The line before a signature ends in a space (RFC 3676, section 4.3).
    return "\n".join("-- " if line == "--" else line for line in lines if line)


def _adjacent(before: _Block, block: _Block) -> bool:
    if before.quoted != block.quoted:
        return False
    if before.group and before.group == block.group:
        return True
    if not (block.line and before.line) or block.after_gap or block.mark:
        return False
    last = before.words.rpartition("\n")[2]
    return len(last) <= _SHORT_LINE and len(block.words) <= _SHORT_LINE and "-- " not in (last, block.words)
