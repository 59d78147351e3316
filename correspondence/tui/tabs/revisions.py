"""The frozen texts of a letter, and what each changed, word by word; the draft on top, and a key that freezes it."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content

from correspondence.errors import CorrespondenceError
from correspondence.overview import letters
from correspondence.overview.letters import LetterDetail
from correspondence.store.reading import Reader, reading
from correspondence.text.worddiff import Stretch, changed_words, word_count, word_diff
from correspondence.tui import shown
from correspondence.tui.differences import changes
from correspondence.tui.tabs.tab import LetterTab
from correspondence.tui.widgets.pane import Pane
from correspondence.tui.widgets.rows import Column, Row, Rows

if TYPE_CHECKING:
    from correspondence.letters.revisions import Ready

_COLUMNS = (
    Column("", 5),
    Column("Kind", 11),
    Column("When", 10),
    Column("Changed", 7, right=True),
    Column("Note"),
    Column("By", 14, roomy=80),
)
_DRAFT = "draft"


@dataclass(frozen=True, slots=True)
class _Found:
    """The letter, its texts by number, and the draft as it would be frozen, or why it cannot be."""

    letter: LetterDetail
    texts: dict[int, str]
    draft: str
    wrong: str


class RevisionsTab(LetterTab):
    """The texts, newest first."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f", "freeze", "Freeze", tooltip="Freeze the draft as the next revision, after the checks"),
        Binding("m", "screen.go('merge')", "Merge", tooltip="Go through what a partner did to it in Word"),
    ]

    _found: _Found | None = None

    def compose(self) -> ComposeResult:
        """The revisions, and what the one under the cursor changed."""
        yield Pane(Rows(_COLUMNS, empty="Reading …"), self._detail, id="revisions-list", filters=False)

    def take_focus(self) -> None:
        """The list."""
        self.query_one(Pane).listing.rows.focus()

    def read(self, reader: Reader) -> _Found:
        """The frozen texts, and the draft."""
        from correspondence.letters.draft import render_draft

        letter = letters.letter(reader, self._letter, self._thread)
        texts = {
            row.number: letters.revision_body(reader, self._letter, row.number, self._thread)
            for row in letter.revisions
        }
        try:
            return _Found(letter, texts, render_draft(reader, letter, self._workspace).markdown, "")
        except CorrespondenceError as error:
            return _Found(letter, texts, "", str(error))

    def show(self, found: _Found) -> None:
        """Show them."""
        self._found = found
        newest = found.letter.revisions[-1].number if found.letter.revisions else None
        rows = [_row(found, number) for number in sorted(found.texts, reverse=True)]
        if newest is None or found.draft != found.texts[newest]:
            rows.insert(0, _draft_row(found))
        self.query_one(Pane).show(rows)

    @work(group="freeze", exclusive=True)
    async def action_freeze(self) -> None:
        """Render and check the draft, show what is found, and freeze it when a person says so."""
        from correspondence.tui.screens.freezing import FreezingScreen

        try:
            ready, first = await asyncio.to_thread(self._ready)
        except CorrespondenceError as error:
            self.tell(str(error), "error")
            return
        told = await self.app.push_screen_wait(
            FreezingScreen(self._workspace, self._thread, self._letter, ready, first=first)
        )
        if told is not None:
            self.tell(told)
            self.post_message(self.Acted())
            self.look()

    def _ready(self) -> "tuple[Ready, bool]":
        from correspondence.letters.revisions import ready

        with reading(self._workspace) as reader:
            letter = letters.letter(reader, self._letter, self._thread)
            return ready(reader, self._workspace, letter, now=datetime.now(UTC)), not letter.revisions

    def _detail(self, key: str) -> Content:
        """What a text changed of the one before it."""
        found = self._found
        assert found is not None
        if key == _DRAFT:
            if found.wrong:
                return shown.words(f"✗ {found.wrong}", "bad")
            number = (found.letter.revisions[-1].number if found.letter.revisions else 0) + 1
            head = shown.words(f"The draft, which f freezes as revision {number}", "strong")
            return shown.joined([head, Content(""), *_changes(found.texts.get(number - 1, ""), found.draft)])
        row = next(row for row in found.letter.revisions if row.number == int(key))
        parts = [
            shown.words(f"Revision {row.number}", "strong"),
            Content(""),
            shown.label("Kind", row.kind),
            shown.label("Frozen", f"{row.at.replace('T', ' ').removesuffix('Z')} by {row.by}".removesuffix(" by ")),
        ]
        if row.note:
            parts.append(shown.label("Note", row.note))
        parts += [shown.words("SHA-256", "muted"), shown.words(row.digest), Content("")]
        return shown.joined([*parts, *_changes(found.texts.get(row.number - 1, ""), found.texts[row.number])])


def _changes(before: str, after: str) -> list[Content]:
    if not before:
        return [shown.words(f"The first text: {word_count(after):,} words.", "muted")]
    if before == after:
        return [shown.words("The same text, character by character.", "muted")]
    return changes(_diff(before, after))


@lru_cache(maxsize=32)
def _diff(before: str, after: str) -> tuple[Stretch, ...]:
    return word_diff(before, after)


def _row(found: _Found, number: int) -> Row:
    row = next(row for row in found.letter.revisions if row.number == number)
    before = found.texts.get(number - 1)
    changed = "" if before is None else f"{changed_words(_diff(before, found.texts[number])):,}"
    cells = (
        (str(number), "strong"),
        (row.kind, ""),
        (row.at[:10], "muted"),
        (changed, "muted"),
        (shown.line(row.note), ""),
        (shown.line(row.by), "muted"),
    )
    return Row(str(number), cells, f"{number} {row.kind} {row.note} {row.by} {row.at} {row.digest}".casefold())


def _draft_row(found: _Found) -> Row:
    newest = found.letter.revisions[-1].number if found.letter.revisions else None
    changed = ""
    if newest is not None and found.draft:
        changed = f"{changed_words(_diff(found.texts[newest], found.draft)):,}"
    told = ("cannot be rendered", "bad") if found.wrong else ("not frozen", "warn")
    return Row(_DRAFT, ((_DRAFT, "strong"), ("", ""), ("", ""), (changed, "muted"), told, ("", "")), _DRAFT)
