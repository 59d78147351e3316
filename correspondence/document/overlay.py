"""What editors changed without saying so: a manuscript that came back, laid over the one that went out.

What both have stands once. What only the old one has is marked as deleted, what only the new one has as inserted, and
the changes that the file itself marks stay. Spaces that do not break, the form of quotation marks and hyphens, lengths
of white space, empty paragraphs and the ways of word processors to count, indent and store are no edits.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from correspondence.document.alignment import Span, Unit, align, edits, words_of
from correspondence.document.atoms import (
    END,
    FOLDED,
    Atom,
    Writer,
    alike,
    atoms,
    is_firm,
    light,
    marked,
    marked_atom,
    same_address,
    same_role,
)
from correspondence.document.manuscript import (
    DELETION,
    FORMATTING,
    INSERTION,
    Change,
    Grid,
    Manuscript,
    Para,
    Piece,
    Role,
    Row,
    Story,
    paragraphs,
)
from correspondence.document.resolve import NOTHING, stands, words
from correspondence.document.resolve import story as resolved_story


def overlay(old: Manuscript, new: Manuscript) -> Manuscript:
    """One manuscript of both, in which rejecting every change gives the old one and accepting every change the new one.

    Args:
        old: what went out; it holds no changes.
        new: what came back.
    """
    return _Overlay(old, new).made()


@dataclass(slots=True)
class _Unit:
    """Blocks that are one block when no change is made, with those before them that then are none."""

    blocks: list[Para | Grid]
    before: list[Para | Grid]
    unit: Unit


class _Overlay:
    """Lays one manuscript over another."""

    def __init__(self, old: Manuscript, new: Manuscript) -> None:
        self._old, self._new = old, new
        self._changes = list(new.changes)
        self._names = _pairs_of_notes(old, new)
        self._roles: dict[tuple[str, int, str], Role] = {}  # of lists: those of the new manuscript as in the old one

    def made(self) -> Manuscript:
        body = self._story(self._old.body, self._new.body)
        theirs = {base: name for name, base in self._names.items()}
        notes = {
            name: self._story(note, self._new.notes[theirs[name]]) if name in theirs else note
            for name, note in self._old.notes.items()
        }
        for name, note in self._new.notes.items():
            if name not in self._names:
                notes[_foreign(name)] = tuple(self._named(block) for block in note)
        return Manuscript(
            body=self._in_old_lists(body),
            notes={name: self._in_old_lists(note) for name, note in notes.items()},
            changes=tuple(self._changes),
            remarks=self._new.remarks,
            running=self._new.running,
            told=self._new.told,
        )

    def _change(self, kind: str) -> int:
        self._changes.append(Change(kind, tracked=False))
        return len(self._changes)

    # Stories

    def _story(self, old: Story, new: Story) -> Story:
        olds = [_Unit([block], [], _unit([block])) for block in old if not _is_empty([block])]
        news, rest = _units(new)
        made: list[Para | Grid] = []
        for span in align([one.unit for one in olds], [one.unit for one in news]):
            before, behind = [olds[n] for n in span.old], [news[n] for n in span.new]
            for one in behind:
                made += map(self._named, one.before)
            made += self._span(before, behind)
        return (*made, *map(self._named, rest))

    def _span(self, old: list[_Unit], new: list[_Unit]) -> list[Para | Grid]:
        blocks = [block for one in old for block in one.blocks], [block for one in new for block in one.blocks]
        if not new:
            return [self._all(block, DELETION) for block in blocks[0]]
        if not old:
            return [self._all(self._named(block), INSERTION) for block in blocks[1]]
        one, other = blocks[0][0], blocks[1][0]
        if isinstance(one, Grid) and isinstance(other, Grid):
            return [self._grid(one, other)]
        if _is_same(blocks[0], blocks[1]):
            self._learn(one.role, other.role) if isinstance(one, Para) and isinstance(other, Para) else None
            return blocks[0]
        before = [atom for block in blocks[0] if isinstance(block, Para) for atom in atoms(block)]
        behind = [atom for block in blocks[1] if isinstance(block, Para) for atom in atoms(self._named_para(block))]
        return list(self._paragraphs(before, behind))

    def _grid(self, old: Grid, new: Grid) -> Grid:
        kept = [row for row in new.rows if not row.inserted]
        places = [n for n, row in enumerate(new.rows) if not row.inserted]
        spans = align([_row_unit(row) for row in old.rows], [_row_unit(row) for row in kept], whole=True)
        rows: list[Row] = []
        at = 0
        for span in spans:
            if span.new:
                place = places[span.new.start]
                rows += [self._named_row(row) for row in new.rows[at:place]]
                at = place + 1
            rows += self._row(old, kept, span)
        rows += [self._named_row(row) for row in new.rows[at:]]
        return replace(old, rows=tuple(rows))

    def _row(self, old: Grid, kept: list[Row], span: Span) -> list[Row]:
        before = old.rows[span.old.start] if span.old else None
        behind = kept[span.new.start] if span.new else None
        if before is not None and behind is not None and len(before.cells) == len(behind.cells):
            cells = tuple(self._story(one, other) for one, other in zip(before.cells, behind.cells, strict=True))
            return [Row(cells, before.inserted, behind.deleted, before.heading)]
        rows = []
        if before is not None:
            rows.append(replace(before, deleted=self._change(DELETION)))
        if behind is not None:
            rows.append(replace(self._named_row(behind), inserted=self._change(INSERTION)))
        return rows

    def _all(self, block: Para | Grid, kind: str) -> Para | Grid:
        """A block of which everything was put in or taken out."""
        number = self._change(kind)
        if isinstance(block, Grid):
            return replace(block, rows=tuple(marked(row, kind, number) for row in block.rows))
        pieces = tuple(marked(piece, kind, number) for piece in block.pieces)
        return marked(replace(block, pieces=pieces), kind, number)

    # Paragraphs

    def _paragraphs(self, old: list[Atom], new: list[Atom]) -> list[Para | Grid]:
        writer = Writer()
        held = [n for n, atom in enumerate(new) if atom.stands]
        last_new = held[-1] if held and new[held[-1]].para is not None else None
        inner = held[:-1] if last_new is not None else held
        at = 0
        keys = [atom.key for atom in old[:-1]], [new[n].key for n in inner]
        for edit in edits(*keys, light, is_firm):
            if edit.equal:
                for i, j in zip(edit.old, edit.new, strict=True):
                    writer.extend(new[at : inner[j]])
                    self._same(writer, old[i], new[inner[j]])
                    at = inner[j] + 1
                continue
            if edit.old:
                number = self._change(DELETION)
                writer.extend(marked_atom(old[i], DELETION, number) for i in edit.old)
            if edit.new:
                number = self._change(INSERTION)
                stop = inner[edit.new.stop - 1] + 1
                writer.extend(marked_atom(one, INSERTION, number) if one.stands else one for one in new[at:stop])
                at = stop
        if last_new is None:
            writer.extend(new[at:])
            writer.put(old[-1])
        else:
            writer.extend(new[at:last_new])
            self._same(writer, old[-1], new[last_new])
            writer.extend(new[last_new + 1 :])
        return writer.made

    def _same(self, writer: Writer, old: Atom, new: Atom) -> None:
        """What is in both: with the characters of the old one, and how it looks now and before."""
        if old.para is not None and new.para is not None:
            writer.put(Atom(END, para=self._same_end(old.para, new.para)))
        elif old.piece is not None and new.piece is not None:
            writer.put(Atom(old.key, self._same_piece(old.piece, new.piece)))

    def _same_piece(self, old: Piece, new: Piece) -> Piece:
        before = new.was if new.formatted and new.was is not None else new.look
        piece = replace(new, text=old.text, note=old.note, image=old.image)
        if alike(old.look, before):
            look = old.look if not new.formatted else replace(new.look, link=_link(old.look.link, new.look.link))
            return replace(piece, look=look, was=old.look if new.formatted else None)
        return replace(piece, was=old.look, formatted=new.formatted or self._change(FORMATTING))

    def _same_end(self, old: Para, new: Para) -> Para:
        before = new.was if new.restyled and new.was is not None else new.role
        self._learn(old.role, before)
        now = replace(new.role, page=old.role.page, apart=old.role.apart)
        if not same_role(old.role, before):
            return replace(new, role=now, was=old.role, restyled=new.restyled or self._change(FORMATTING))
        if new.restyled and not same_role(new.role, before):
            return replace(new, role=now, was=old.role)
        if new.restyled and self._changes[new.restyled - 1].detail:
            return replace(new, role=old.role, was=old.role)
        return replace(new, role=old.role, was=None, restyled=0)

    # Lists and notes of the new manuscript, as the old one has them

    def _learn(self, old: Role, new: Role) -> None:
        if old.mark and new.mark == old.mark:
            self._roles.setdefault((new.mark, new.depth, new.instance), old)

    def _in_old_lists(self, story: Story) -> Story:
        made: list[Para | Grid] = []
        for block in story:
            if isinstance(block, Grid):
                rows = tuple(
                    replace(row, cells=tuple(self._in_old_lists(cell) for cell in row.cells)) for row in block.rows
                )
                made.append(replace(block, rows=rows))
            else:
                made.append(replace(block, role=self._in_old_list(block)))
        return tuple(made)

    def _in_old_list(self, para: Para) -> Role:
        role = para.role
        if not (para.inserted or para.restyled):
            return role
        known = self._roles.get((role.mark, role.depth, role.instance)) if role.mark else None
        return replace(role if known is None else known, apart=role.apart and bool(role.mark), page=False)

    def _named(self, block: Para | Grid) -> Para | Grid:
        if isinstance(block, Grid):
            return replace(block, rows=tuple(self._named_row(row) for row in block.rows))
        return self._named_para(block)

    def _named_row(self, row: Row) -> Row:
        return replace(row, cells=tuple(tuple(self._named(block) for block in cell) for cell in row.cells))

    def _named_para(self, para: Para) -> Para:
        if not any(piece.note for piece in para.pieces):
            return para
        pieces = tuple(
            replace(piece, note=self._names.get(piece.note, _foreign(piece.note))) if piece.note else piece
            for piece in para.pieces
        )
        return replace(para, pieces=pieces)


def _is_same(old: Sequence[Para | Grid], new: Sequence[Para | Grid]) -> bool:
    """Whether both are one paragraph with the same pieces, as most are; marks of notes are counted anew."""
    if len(old) != 1 or len(new) != 1:
        return False
    one, other = old[0], new[0]
    if not isinstance(one, Para) or not isinstance(other, Para) or other.inserted or other.deleted or other.restyled:
        return False
    return one.pieces == other.pieces and same_role(one.role, other.role) and not any(p.note for p in one.pieces)


def _units(story: Story) -> tuple[list[_Unit], list[Para | Grid]]:
    """The units of a manuscript that came back, and what stands behind the last without being there."""
    units: list[_Unit] = []
    before: list[Para | Grid] = []
    group: list[Para | Grid] = []
    for block in story:
        if isinstance(block, Grid):
            _close(units, before, group)
            if all(row.inserted for row in block.rows):
                before.append(block)
            else:
                units.append(_Unit([block], [*before], _unit([block])))
                before.clear()
            continue
        group.append(block)
        if not block.inserted:
            _close(units, before, group)
    _close(units, before, group)
    return units, before


def _close(units: list[_Unit], before: list[Para | Grid], group: list[Para | Grid]) -> None:
    """Make a unit of paragraphs up to an end that is there, if without changes they are anything."""
    ends = [block for block in group if isinstance(block, Para)]
    if not ends:
        return
    if _is_empty(group):
        pass
    elif ends[-1].inserted and not words(resolved_story(tuple(group), NOTHING)).strip():
        before += group
    else:
        units.append(_Unit([*group], [*before], _unit(group)))
        before.clear()
    group.clear()


def _is_empty(blocks: Sequence[Para | Grid]) -> bool:
    """Whether blocks are empty paragraphs, which a letter's text has none of."""
    return all(
        isinstance(block, Para)
        and not any(piece.text.strip() or piece.note or piece.image is not None for piece in block.pieces)
        and not (block.role.mark or block.role.rule or block.role.page or block.role.kind == "source code")
        for block in blocks
    )


def _unit(blocks: Sequence[Para | Grid]) -> Unit:
    first = blocks[0]
    kind = f"table of {len(first.rows[0].cells) if first.rows else 0}" if isinstance(first, Grid) else "p"
    return Unit(kind, _words(resolved_story(tuple(blocks), NOTHING)))


def _row_unit(row: Row) -> Unit:
    text = tuple(word for cell in row.cells for word in _words(resolved_story(cell, NOTHING)))
    return Unit("row", text)


def _words(story: Story) -> tuple[str, ...]:
    return tuple(word for word in words_of(words(story).translate(FOLDED)) if not word.isspace())


def _pairs_of_notes(old: Manuscript, new: Manuscript) -> dict[str, str]:
    """The notes of the new manuscript that the old one has too, by their names in either."""
    names = _cited(old), _cited(new)
    if len(names[0]) == len(names[1]):
        return dict(zip(names[1], names[0], strict=True))
    units = [
        [Unit("note", _words(resolved_story(side.notes.get(name, ()), NOTHING))) for name in cited]
        for side, cited in zip((old, new), names, strict=True)
    ]
    return {
        names[1][span.new.start]: names[0][span.old.start]
        for span in align(units[0], units[1], whole=True)
        if span.old and span.new
    }


def _cited(manuscript: Manuscript) -> list[str]:
    """The notes that a text refers to when no change is made, in order."""
    return list(
        dict.fromkeys(
            piece.note
            for para in paragraphs(manuscript.body)
            for piece in para.pieces
            if piece.note and stands(piece.inserted, 0, NOTHING) and piece.note in manuscript.notes
        )
    )


def _foreign(name: str) -> str:
    return f"new {name}"


def _link(old: str, new: str) -> str:
    """The address as the old manuscript spells it, if it is the same."""
    return old if same_address(old, new) else new
