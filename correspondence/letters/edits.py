"""The changes of a manuscript as edits that a person takes or leaves: with place, author, words and what is around.

Changes that touch each other and are by one person are one edit: words that give way to others, a paragraph that was
put in. Both ends of a move are one. A row of a table is one.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum

from correspondence.document.atoms import folded
from correspondence.document.manuscript import FORMATTING, MOVE, Change, Grid, Manuscript, Para, Story

_AROUND = 60  # characters that are shown around an edit
_MOVED_WORDS = 4  # words from which on what went here and came there is one move


class EditKind(StrEnum):
    """What an edit does."""

    INSERTED = "inserted"
    DELETED = "deleted"
    REPLACED = "replaced"
    MOVED = "moved"
    FORMATTED = "formatted"


@dataclass(frozen=True, slots=True)
class Edit:
    """One thing that an editor did.

    Attributes:
        number: from 1, in the order of the text.
        kind: what it does.
        author: who, as the file says; empty when it does not.
        date: when, as the file says, ISO 8601; empty when it does not.
        tracked: whether the file marks it; else it was found by comparing.
        place: where, as a person would say it.
        before: words before it.
        old: the words that go; a line end is a paragraph's end.
        new: the words that come.
        behind: words behind it.
        detail: of a formatting, what changed.
        comments: the comments on its words.
        changes: the changes of the manuscript that it is made of.
        problem: why it cannot be taken into the draft; empty when it can.
        clash: whether the draft has changed at the same place since.
    """

    number: int
    kind: EditKind
    author: str
    date: str
    tracked: bool
    place: str
    before: str
    old: str
    new: str
    behind: str
    detail: str = ""
    comments: tuple[str, ...] = ()
    changes: frozenset[int] = field(default_factory=frozenset)
    problem: str = ""
    clash: bool = False


@dataclass(frozen=True, slots=True)
class Stretch:
    """Characters of the letter in place: `inserted`, `deleted` and `formatted` are numbers of changes, or 0."""

    text: str
    inserted: int = 0
    deleted: int = 0
    formatted: int = 0
    comments: tuple[str, ...] = ()
    detail: str = ""
    ends: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of the letter in place, with its changes.

    Attributes:
        place: where it stands, as a person would say it.
        kind: its role: `heading`, `body text` …
        mark: what stands before it, such as a bullet.
        depth: how far it is moved in.
        stretches: what it says; the last is its end.
        row: a number for each row of a table; 0 outside tables.
        note: the footnote that it is part of, or nothing.
    """

    place: str
    kind: str
    mark: str
    depth: int
    stretches: tuple[Stretch, ...]
    row: int = 0
    note: str = ""


SIGNATURES = "signatures"
_NAMES = {
    "title": "title",
    "date": "date",
    "addressee": "addressee",
    "carbon copy": "copies",
    "salutation": "salutation",
    "closing": "closing",
    "signature": SIGNATURES,
    "enclosures": "enclosures",
}


class _Places:
    """Says where a paragraph stands, while going through a letter."""

    def __init__(self) -> None:
        self._heading = ""
        self._count = 0
        self._rows = 0
        self._names: dict[str, int] = {}

    def lines(self, manuscript: Manuscript) -> Iterator[Line]:
        yield from self._story(manuscript.body, "", 0)
        for n, (name, note) in enumerate(manuscript.notes.items(), start=1):
            for line in self._story(note, f"footnote {n}", 0):
                yield replace(line, note=name)

    def _story(self, story: Story, fixed: str, row: int) -> Iterator[Line]:
        tables = 0
        for block in story:
            if isinstance(block, Grid):
                tables += 1
                for n, one in enumerate(block.rows, start=1):
                    self._rows += 1
                    here = self._rows
                    for column, cell in enumerate(one.cells, start=1):
                        where = f"table row {n}, column {column}{self._under()}"
                        lines = list(self._story(cell, fixed or where, here))
                        marks = one.inserted, one.deleted
                        yield from (_in_row(line, *marks) for line in lines) if any(marks) else lines
            else:
                yield self._line(block, fixed, row)

    def _line(self, para: Para, fixed: str, row: int) -> Line:
        role = para.role
        if role.kind in ("heading", "title") and not fixed:
            self._heading = "".join(p.text for p in para.pieces if not p.deleted) if role.kind == "heading" else ""
            self._count = 0
        place = fixed or _NAMES.get(role.kind, "")
        if not place and role.kind == "heading":
            place = f"heading “{_short(self._heading)}”"
        elif not place:
            self._count += 1
            place = f"{'item' if role.mark else 'paragraph'} {self._count}{self._under()}"
        mark = "• " if role.mark == "bullet" else "1. " if role.mark else ""
        stretches = [
            Stretch(
                ("†" if p.note else "") + ("[picture]" if p.image is not None else "") + p.text.replace("\n", "↵"),
                *(p.inserted, p.deleted, p.formatted),
                comments=p.comments,
                detail=_difference(p.was, p.look) if p.was is not None else "",
                note=p.note,
            )
            for p in para.pieces
        ]
        changed = para.was is not None and _role(para.was) != _role(role)
        detail = f"{_role(para.was)} → {_role(role)}" if changed else ""
        end = Stretch("", para.inserted, para.deleted, para.restyled, detail=detail, ends=True)
        return Line(place, role.kind, mark, role.depth if role.mark else 0, (*stretches, end), row)

    def _under(self) -> str:
        return f" under “{_short(self._heading)}”" if self._heading else ""


def lines(manuscript: Manuscript) -> list[Line]:
    """A manuscript paragraph by paragraph, its footnotes last."""
    return list(_Places().lines(manuscript))


@dataclass(slots=True)
class _Group:
    """An edit under way."""

    author: str
    changes: set[int] = field(default_factory=set)
    first: tuple[int, int] = (0, 0)  # line and stretch
    last: tuple[int, int] = (0, 0)
    detail: str = ""


def edits(manuscript: Manuscript, shown: list[Line]) -> list[Edit]:
    """A manuscript's edits in the order of the text."""
    groups = _joined_moves(_groups(manuscript.changes, shown), manuscript.changes)
    found = [_edit(group, manuscript.changes, shown) for group in groups]
    return [replace(edit, number=n) for n, edit in enumerate(_with_untracked_moves(found), start=1)]


def _groups(changes: tuple[Change, ...], shown: list[Line]) -> list[_Group]:
    groups: list[_Group] = []
    of: dict[int, _Group] = {}
    open_: list[_Group] = []
    row = 0
    of_notes: dict[str, _Group] = {}  # notes that came or went with their marks: they are one edit
    for n, line in enumerate(shown):
        if line.row != row or line.note:
            open_, row = [], line.row
        for m, stretch in enumerate(line.stretches):
            numbers = [number for number in (stretch.inserted, stretch.deleted, stretch.formatted) if number]
            touched = []
            for number in numbers:
                change = changes[number - 1]
                detail = stretch.detail + change.detail
                group = (
                    of.get(number)
                    or of_notes.get(line.note)
                    or next(
                        (g for g in open_ if g.author == change.author and not _is_apart(changes, g, number, detail)),
                        None,
                    )
                )
                if group is None:
                    group = _Group(change.author, first=(n, m), detail=detail)
                    groups.append(group)
                group.changes.add(number)
                group.last = group.last if line.note in of_notes else (n, m)
                of[number] = group
                touched.append(group)
                if stretch.note and number != stretch.formatted:
                    of_notes[stretch.note] = group
            if numbers or (stretch.text and not stretch.ends):
                open_ = touched
            elif stretch.ends:
                open_ = []
    return groups


def _is_apart(changes: tuple[Change, ...], group: _Group, number: int, detail: str) -> bool:
    """Whether a change is not one with those before it: moves stand alone, and formatting is none of words."""
    own = changes[number - 1]
    if own.kind == FORMATTING and group.detail != detail:
        return True
    return any(
        (changes[other - 1].kind == FORMATTING) != (own.kind == FORMATTING)
        or changes[other - 1].group != own.group
        or changes[other - 1].tracked != own.tracked
        for other in group.changes
    )


def _joined_moves(groups: list[_Group], changes: tuple[Change, ...]) -> list[_Group]:
    """Groups with both ends of each move in one."""
    kept: list[_Group] = []
    by_name: dict[tuple[str, str], _Group] = {}
    for group in groups:
        name = next((changes[n - 1].group for n in group.changes if changes[n - 1].kind == MOVE), "")
        if name and (group.author, name) in by_name:
            by_name[group.author, name].changes |= group.changes
        else:
            kept.append(group)
            if name:
                by_name[group.author, name] = group
    return kept


def _edit(group: _Group, changes: tuple[Change, ...], shown: list[Line]) -> Edit:
    first = changes[min(group.changes) - 1]
    old = _words(shown, group.changes, "deleted")
    new = _words(shown, group.changes, "inserted")
    kinds = {changes[n - 1].kind for n in group.changes}
    if kinds == {FORMATTING}:
        kind = EditKind.FORMATTED
    elif MOVE in kinds:
        kind = EditKind.MOVED
    else:
        kind = EditKind.REPLACED if old and new else EditKind.INSERTED if new else EditKind.DELETED
    formatted = [s for line in shown for s in line.stretches if s.formatted in group.changes]
    if kind is EditKind.FORMATTED:
        old = new = "".join(s.text for s in formatted) or "".join(
            s.text for line in shown if line.stretches[-1] in formatted for s in line.stretches
        )
    details = dict.fromkeys([*(changes[n - 1].detail for n in sorted(group.changes)), *(s.detail for s in formatted)])
    comments = dict.fromkeys(
        c
        for line in shown
        for s in line.stretches
        if {s.inserted, s.deleted, s.formatted} & group.changes
        for c in s.comments
    )
    before, behind = _around(group, shown)
    return Edit(
        number=0,
        kind=kind,
        author=first.author,
        date=first.date,
        tracked=first.tracked,
        place=shown[group.first[0]].place,
        before=before,
        old=old,
        new=new,
        behind=behind,
        detail=", ".join(filter(None, details)),
        comments=tuple(comments),
        changes=frozenset(group.changes),
    )


def _words(shown: list[Line], numbers: set[int], side: str) -> str:
    pieces = [
        "\n" if stretch.ends else stretch.text
        for line in shown
        for stretch in line.stretches
        if getattr(stretch, side) in numbers
    ]
    return "".join(pieces)


def _around(group: _Group, shown: list[Line]) -> tuple[str, str]:
    """Words before and behind an edit in its paragraph, as they were when it went out."""
    (n, m), (last_n, last_m) = group.first, group.last
    if shown[n].stretches[m].ends and shown[n].stretches[m].formatted in group.changes:
        return "", ""  # the whole paragraph
    before = "".join(s.text for s in shown[n].stretches[:m] if not s.inserted)
    behind = "".join(s.text for s in shown[last_n].stretches[last_m + 1 :] if not s.inserted)
    if len(before) > _AROUND:
        before = "…" + before[-_AROUND:].partition(" ")[2]
    if len(behind) > _AROUND:
        behind = behind[:_AROUND].rpartition(" ")[0] + "…"
    return before, behind


def _with_untracked_moves(found: list[Edit]) -> list[Edit]:
    """Edits in which words that nobody tracked, and that went here and came there, are one move."""
    gone = {folded(e.old.strip()): e for e in found if e.kind is EditKind.DELETED and not e.tracked}
    kept: list[Edit] = []
    merged: set[frozenset[int]] = set()
    for edit in found:
        words = folded(edit.new.strip())
        other = gone.get(words) if edit.kind is EditKind.INSERTED and not edit.tracked else None
        if other is not None and len(words.split()) >= _MOVED_WORDS and other.changes not in merged:
            merged.add(other.changes)
            place = f"{other.place} → {edit.place}"
            kept.append(
                replace(edit, kind=EditKind.MOVED, old=other.old, place=place, changes=edit.changes | other.changes)
            )
        else:
            kept.append(edit)
    return [edit for edit in kept if edit.changes not in merged]


def _in_row(line: Line, inserted: int, deleted: int) -> Line:
    stretches = tuple(replace(s, inserted=s.inserted or inserted, deleted=s.deleted or deleted) for s in line.stretches)
    return replace(line, stretches=stretches)


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _AROUND else words[:_AROUND].rpartition(" ")[0] + "…"


def _difference(was: object, now: object) -> str:
    names = ("bold", "italic", "strike", "code", "link")
    spoken = {"strike": "struck out", "code": "typewriter", "link": "link"}
    told = []
    for name in names:
        before, behind = getattr(was, name), getattr(now, name)
        if before == behind:
            continue
        word = spoken.get(name, name)
        told.append(
            f"{word} {before or 'none'} → {behind or 'none'}" if name == "link" else word if behind else f"not {word}"
        )
    return ", ".join(told)


def _role(role: object) -> str:
    kind, mark, level = getattr(role, "kind", ""), getattr(role, "mark", ""), getattr(role, "level", 0)
    return {"bullet": "bullet", "number": "numbered item"}.get(mark, f"{kind} {level}" if level else kind)
