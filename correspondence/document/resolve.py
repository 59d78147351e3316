"""A manuscript as it reads when some of its changes are made and the others are not.

ECMA-376 part 1, 17.13.5: what was inserted goes when that is not taken, what was deleted goes when that is; a paragraph
whose end goes runs on in the next one and is then what that one is.
"""

from collections.abc import Container
from dataclasses import replace

from correspondence.document.manuscript import Grid, Manuscript, Para, Piece, Role, Row, Story, paragraphs


class Everything:
    """Every change there is."""

    def __contains__(self, number: object) -> bool:
        return True


EVERYTHING = Everything()
NOTHING: frozenset[int] = frozenset()


def stands(inserted: int, deleted: int, taken: Container[int]) -> bool:
    """Whether something that these changes put in and took out is there."""
    return (not inserted or inserted in taken) and not (deleted and deleted in taken)


def resolved(manuscript: Manuscript, taken: Container[int], *, kept: Container[str] = ()) -> Manuscript:
    """The manuscript with the changes in `taken` made, the others not, and none left.

    Args:
        manuscript: with its changes.
        taken: those to make.
        kept: footnotes that stay though nothing refers to them; the others go with their marks.
    """
    body = story(manuscript.body, taken)
    cited = {piece.note for para in paragraphs(body) for piece in para.pieces}
    return Manuscript(
        body=body,
        notes={name: story(note, taken) for name, note in manuscript.notes.items() if name in cited or name in kept},
        remarks=manuscript.remarks,
        running=manuscript.running,
        told=manuscript.told,
    )


def story(blocks: Story, taken: Container[int]) -> Story:
    """The blocks of a story with the changes in `taken` made, the others not, and none left."""
    made: list[Para | Grid] = []
    waiting: list[Piece] = []
    for block in blocks:
        if isinstance(block, Grid):
            _let_stand(made, waiting)
            rows = tuple(_row(row, taken) for row in block.rows if stands(row.inserted, row.deleted, taken))
            if rows:
                made.append(replace(block, rows=rows))
            continue
        waiting += (_piece(piece, taken) for piece in block.pieces if stands(piece.inserted, piece.deleted, taken))
        if stands(block.inserted, block.deleted, taken):
            made.append(Para(_role(block, taken), _joined(waiting)))
            waiting = []
    _let_stand(made, waiting)
    return tuple(made)


def _let_stand(made: list[Para | Grid], waiting: list[Piece]) -> None:
    """Words that would run on where nothing follows are a paragraph all the same."""
    if any(piece.text or piece.note or piece.image is not None for piece in waiting):
        made.append(Para(Role(), _joined(waiting)))
    waiting.clear()


def _row(row: Row, taken: Container[int]) -> Row:
    return Row(tuple(story(cell, taken) for cell in row.cells), heading=row.heading)


def _piece(piece: Piece, taken: Container[int]) -> Piece:
    look = piece.was if piece.formatted and piece.was is not None and piece.formatted not in taken else piece.look
    return Piece(piece.text, look, piece.note, piece.image, comments=piece.comments)


def _role(para: Para, taken: Container[int]) -> Role:
    return para.was if para.restyled and para.was is not None and para.restyled not in taken else para.role


def _joined(pieces: list[Piece]) -> tuple[Piece, ...]:
    """Pieces with neighbours that are alike in one."""
    joined: list[Piece] = []
    for piece in pieces:
        last = joined[-1] if joined else None
        alike = (
            last is not None
            and (last.look, last.comments) == (piece.look, piece.comments)
            and not piece.note
            and piece.image is None
            and last.image is None
        )
        if alike and last is not None:
            joined[-1] = replace(last, text=last.text + piece.text)
        else:
            joined.append(piece)
    return tuple(joined)


def words(story_: Story) -> str:
    """The characters of a story that holds no changes, a line for each paragraph; tables cell by cell."""
    lines = []
    for block in story_:
        if isinstance(block, Para):
            lines.append("".join(piece.text for piece in block.pieces))
        else:
            lines += [words(cell) for row in block.rows for cell in row.cells]
    return "\n".join(lines)
