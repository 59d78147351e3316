"""A manuscript as JSON, to cross from the process that reads files: what comes back may be a hostile file's work."""

import json
from collections.abc import Callable
from dataclasses import astuple
from typing import Any

from correspondence.document.manuscript import (
    Change,
    Grid,
    Look,
    Manuscript,
    Para,
    Piece,
    Remark,
    Role,
    Row,
    Story,
)
from correspondence.readers.frames import FrameError

_LOOK = (bool, bool, bool, bool, str)
_ROLE = (str, int, str, int, str, int, int, bool, bool, bool, bool)
_CHANGE = (str, str, str, str, bool, str)
_REMARK = (str, str, str, str, str, bool)


def pack(manuscript: Manuscript) -> bytes:
    """A manuscript's frame."""
    head = {
        "body": _story(manuscript.body),
        "notes": {name: _story(note) for name, note in manuscript.notes.items()},
        "changes": [astuple(change) for change in manuscript.changes],
        "remarks": [astuple(remark) for remark in manuscript.remarks],
        "running": manuscript.running,
        "told": manuscript.told,
    }
    return json.dumps(head).encode()


def unpack(payload: bytes) -> Manuscript:
    """A manuscript from its frame.

    Raises:
        FrameError: it holds something else, or a change or comment that there is none of.
    """
    try:
        head = json.loads(payload)
        changes = tuple(Change(*_of(_CHANGE, entry)) for entry in head["changes"])
        seen = _Seen(len(changes))
        return Manuscript(
            body=seen.story(head["body"]),
            notes={str(name): seen.story(note) for name, note in head["notes"].items()},
            changes=changes,
            remarks=tuple(Remark(*_of(_REMARK, entry)) for entry in head["remarks"]),
            running=tuple(map(str, head["running"])),
            told=tuple(map(str, head["told"])),
        )
    except (ValueError, TypeError, KeyError, AttributeError, IndexError) as error:
        raise FrameError("no manuscript") from error


def _story(story: Story) -> list[Any]:
    return [_para(block) if isinstance(block, Para) else _grid(block) for block in story]


def _para(para: Para) -> list[Any]:
    was = None if para.was is None else astuple(para.was)
    pieces = [_piece(piece) for piece in para.pieces]
    return ["p", astuple(para.role), pieces, para.inserted, para.deleted, was, para.restyled]


def _piece(piece: Piece) -> list[Any]:
    was = None if piece.was is None else astuple(piece.was)
    return [
        *(piece.text, astuple(piece.look), piece.note, piece.image, piece.inserted, piece.deleted),
        *(was, piece.formatted, piece.comments),
    ]


def _grid(grid: Grid) -> list[Any]:
    rows = [[[_story(cell) for cell in row.cells], row.inserted, row.deleted, row.heading] for row in grid.rows]
    return ["t", rows, grid.widths, grid.left]


class _Seen:
    """Takes stories apart again; every number of a change is one that there is."""

    def __init__(self, changes: int) -> None:
        self._changes = changes

    def story(self, blocks: list[Any]) -> Story:
        return tuple(self._para(block) if block[0] == "p" else self._grid(block) for block in blocks)

    def _para(self, block: list[Any]) -> Para:
        _, role, pieces, inserted, deleted, was, restyled = block
        return Para(
            Role(*_of(_ROLE, role)),
            tuple(map(self._piece, pieces)),
            self._number(inserted),
            self._number(deleted),
            None if was is None else Role(*_of(_ROLE, was)),
            self._number(restyled),
        )

    def _piece(self, entry: list[Any]) -> Piece:
        text, look, note, image, inserted, deleted, was, formatted, comments = entry
        return Piece(
            str(text),
            Look(*_of(_LOOK, look)),
            str(note),
            None if image is None else str(image),
            self._number(inserted),
            self._number(deleted),
            None if was is None else Look(*_of(_LOOK, was)),
            self._number(formatted),
            tuple(map(str, comments)),
        )

    def _grid(self, block: list[Any]) -> Grid:
        _, rows, widths, left = block
        return Grid(
            tuple(
                Row(tuple(self.story(cell) for cell in cells), self._number(ins), self._number(gone), bool(heading))
                for cells, ins, gone, heading in rows
            ),
            tuple(map(int, widths)),
            int(left),
        )

    def _number(self, value: Any) -> int:
        number = int(value)
        if not 0 <= number <= self._changes:
            raise ValueError("no such change")
        return number


def _of(kinds: tuple[Callable[[Any], Any], ...], values: Any) -> list[Any]:
    return [kind(value) for kind, value in zip(kinds, values, strict=True)]
