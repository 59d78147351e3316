"""The appendices of a letter, and what goes into each: ticked is what is printed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from correspondence.errors import RefusedError
from correspondence.letters.appendix import SETTLED
from correspondence.overview import letters, questions
from correspondence.overview.letters import AppendixRow, LetterDetail
from correspondence.overview.questions import QuestionRow, UndertakingRow
from correspondence.store.reading import Reader, reading
from correspondence.text.worddiff import word_count
from correspondence.tui import letteracts, shown
from correspondence.tui.screens.fields import Field, FieldsScreen
from correspondence.tui.tabs.tab import LetterTab
from correspondence.tui.widgets.listing import Listing
from correspondence.tui.widgets.rows import Column, Row, Rows
from correspondence.vocabulary import AppendixKind, AppendixShow

_APPENDICES = (Column("", 2, right=True), Column("Appendix"), Column("Kind", 20, roomy=50))
_TICKS = (Column("", 1), Column("", 11), Column("What goes in"), Column("Asked", 5, right=True, roomy=70))
_LEAST_LINES, _AROUND = 8, 15  # of a free text, and of what stands around it
_ASKING = frozenset({AppendixKind.UNRESOLVED_QUESTIONS, AppendixKind.ALL_QUESTIONS})
_KINDS = {
    AppendixKind.UNRESOLVED_QUESTIONS: "unresolved questions, by undertaking",
    AppendixKind.ALL_QUESTIONS: "all questions, and where each stands",
    AppendixKind.TIMELINE: "timeline of the correspondence",
    AppendixKind.CONTRADICTIONS: "contradictions, side by side",
    AppendixKind.CAMPAIGN_TABLE: "how each company of a campaign replied",
    AppendixKind.TEXT: "free text",
}


@dataclass(frozen=True, slots=True)
class _Found:
    letter: LetterDetail
    questions: tuple[QuestionRow, ...]
    undertakings: tuple[UndertakingRow, ...]


@dataclass(slots=True)
class _Place:
    """Where an appendix stands, None for behind all others, and what was there when it was seen last."""

    number: int | None
    seen: AppendixRow


class AppendixTab(LetterTab):
    """Left the appendices, right what may go into the one under the cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "turn", "Tick", tooltip="Tick what the cursor is on, or not"),
        Binding("p", "follow", "Pool", tooltip="Tick nothing by hand: the appendix follows what is unresolved"),
        Binding("plus", "add", "Add", key_display="+", tooltip="Add an appendix"),
        Binding("c", "edit", "Change", tooltip="Its label, its title, its columns, the words of a free text"),
        Binding("shift+down,J", "move(1)", "Down", show=False, tooltip="Move the appendix down, or up"),
        Binding("shift+up,K", "move(-1)", "Up", show=False),
        Binding("delete", "remove", "Remove", show=False, tooltip="Take the appendix away; asks once more"),
        Binding("right", "into", "Ticks", show=False),
        Binding("left", "out", "Appendices", show=False),
    ]

    _found: _Found | None = None

    def compose(self) -> ComposeResult:
        """The appendices, what may go into one, and the words of a free text."""
        yield Rows(_APPENDICES, empty="No appendix: + adds one.", id="appendices")
        yield Listing(Rows(_TICKS, empty="Nothing to tick here."), id="ticks")
        with VerticalScroll(id="words"):
            yield Static()

    @property
    def _list(self) -> Rows:
        return self.query_one("#appendices", Rows)

    @property
    def _ticks(self) -> Listing:
        return self.query_one("#ticks", Listing)

    def take_focus(self) -> None:
        """The appendices."""
        self._list.focus()

    def read(self, reader: Reader) -> _Found:
        """The letter, and what may go in."""
        asked = questions.questions(reader, self._thread)
        return _Found(
            letters.letter(reader, self._letter, self._thread),
            tuple(row for row in asked if not row.asked_no_more),
            tuple(questions.undertakings(reader, self._thread)),
        )

    def show(self, found: _Found) -> None:
        """Show them; the cursors stay where they are."""
        self._found = found
        self._list.border_title = "appendices"
        at = self._list.key
        self._list.show([_row(n, row) for n, row in enumerate(found.letter.appendices)], keep=at)
        self._show_ticks()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Ticking is for what goes in; the rest is for appendices."""
        if action in ("turn", "out"):
            return self._ticks.rows.has_focus or (action == "out" and self.query_one("#words").has_focus)
        if action == "follow":
            row = self._here
            return row is not None and row.kind in (*_ASKING, AppendixKind.CONTRADICTIONS)
        return action not in ("move", "remove", "into") or self._list.has_focus

    @on(Rows.Highlighted)
    def _highlighted(self, event: Rows.Highlighted) -> None:
        event.stop()
        if event.rows is self._list:
            self._show_ticks()

    @on(Rows.Chosen)
    def _chosen(self, event: Rows.Chosen) -> None:
        event.stop()
        if event.rows is self._list and self.query_one("#words").display:
            self.action_edit()
        elif event.rows is self._list:
            self.action_into()
        else:
            self.action_turn()

    def action_into(self) -> None:
        """To what goes in."""
        words = self.query_one("#words")
        (words if words.display else self._ticks.rows).focus()

    def action_out(self) -> None:
        """Back to the appendices."""
        self._list.focus()

    def action_turn(self) -> None:
        """Tick what the cursor is on, or take the tick away; from then on what is ticked is written down."""
        number, key = self._number(), self._ticks.rows.key
        if number is None or key is None or self._found is None:
            return
        row = self._found.letter.appendices[number]
        kind, _, identifier = key.partition(" ")
        if kind == "question":
            chosen = {q.id for q in self._found.questions if _asks(row, q)} ^ {identifier}
            names = tuple(q.id for q in self._found.questions if q.id in chosen)
            changed = replace(row, questions=names)
        else:
            chosen = {u.id for u in self._found.undertakings if _states(row, u)} ^ {identifier}
            names = tuple(u.id for u in self._found.undertakings if u.id in chosen)
            changed = replace(row, undertakings=names)
        if names:
            self._save(number, changed)
        else:
            self.tell("an appendix without any of them is none: delete removes it")

    def action_follow(self) -> None:
        """Let the appendix follow the pool again; ticks made by hand go when the key is pressed a second time."""
        number, row = self._number(), self._here
        if number is None or row is None or self._found is None:
            return
        by_hand = row.questions or row.undertakings
        if by_hand and self._twice(f"p again lets go of what was ticked by hand in appendix {number + 1}"):
            self._save(number, replace(self._found.letter.appendices[number], questions=(), undertakings=()))

    def action_move(self, by: int) -> None:
        """Move the appendix under the cursor."""
        number = self._number()
        if number is None or self._found is None:
            return
        rows = list(self._found.letter.appendices)
        if 0 <= number + by < len(rows):
            rows.insert(number + by, rows.pop(number))
            self._write(rows)
            self._list.cursor = number + by

    def action_remove(self) -> None:
        """Take the appendix under the cursor away, when the key is pressed a second time."""
        number = self._number()
        if number is not None and self._found is not None:
            rows = list(self._found.letter.appendices)
            gone = rows.pop(number)
            name = gone.title or gone.label or gone.kind
            if self._twice(f"Delete again takes the appendix {number + 1} away, with what is in it: {name}"):
                self._write(rows, f"removed: {name}")

    @work(group="ask", exclusive=True)
    async def action_add(self) -> None:
        """Ask which kind, and add it at the end."""
        kinds = tuple((told, str(kind)) for kind, told in _KINDS.items())
        fields = [
            Field("kind", "Kind", str(AppendixKind.UNRESOLVED_QUESTIONS), options=kinds),
            Field("title", "Title", hint="else the usual one in the letter’s language"),
            Field("campaign", "Campaign", hint="whose replies a table of a campaign shows"),
        ]
        said = await self.app.push_screen_wait(FieldsScreen("Add an appendix", fields))
        if said is not None and self._found is not None:
            asking = said["kind"] in _ASKING
            show = (str(AppendixShow.ASKED),) if asking else ()
            new = AppendixRow("", said["title"], said["kind"], (), (), "", show=show, campaign=said["campaign"])
            if new.kind == AppendixKind.TEXT:
                await self._fill_in(None, new)
            else:
                self._write([*self._found.letter.appendices, new], "added")

    @work(group="ask", exclusive=True)
    async def action_edit(self) -> None:
        """Ask for the label, the title, the columns, and the words of a free text."""
        number = self._number()
        if number is not None and self._found is not None:
            await self._fill_in(number, self._found.letter.appendices[number])

    async def _fill_in(self, number: int | None, row: AppendixRow) -> None:
        """Ask for what an appendix holds, a new one or the one of a number, and put it into the letter."""
        place = _Place(number, row)
        heading = "Add a free text" if number is None else "Change the appendix"
        fields = _fields(row, max(_LEAST_LINES, self.app.size.height - _AROUND))
        editor = "Ctrl+O $EDITOR; " if row.kind == AppendixKind.TEXT else ""
        keys = f"Tab to the next line; {editor}Ctrl+S saves, Esc leaves"
        screen = FieldsScreen(
            heading, fields, act=lambda said, _going: self._put(place, _changed(row, said)), keys=keys
        )
        if await self.app.push_screen_wait(screen) is not None:
            self.post_message(self.Acted())
            self.look()

    def _put(self, place: _Place, changed: AppendixRow) -> str:
        """Put an appendix in its place; what came of it.

        Raises:
            RefusedError: another stands there by now, or none: a second time it is put there all the same.
        """
        with reading(self._workspace) as reader:
            letter = letters.letter(reader, self._letter, self._thread)
        rows = list(letter.appendices)
        if place.number is None:
            rows.append(changed)
        elif place.number >= len(rows):
            place.number = None
            raise RefusedError("somebody removed this appendix. Ctrl+S again adds yours at the end")
        elif rows[place.number] != place.seen:
            place.seen = rows[place.number]
            raise RefusedError("somebody changed the appendices since. Ctrl+S again puts yours in the place of theirs")
        else:
            rows[place.number] = changed
        data = {"appendix": [_data(row) for row in rows]}
        letteracts.set_data(self._workspace, self._thread, self._letter, data, letter.version)
        return "added" if place.number is None else "changed"

    def _number(self) -> int | None:
        key = self._list.key
        return None if key is None else int(key)

    @property
    def _here(self) -> AppendixRow | None:
        """The appendix under the cursor."""
        number, found = self._number(), self._found
        if found is None or number is None or number >= len(found.letter.appendices):
            return None
        return found.letter.appendices[number]

    def _save(self, number: int, changed: AppendixRow) -> None:
        if self._found is not None:
            rows = list(self._found.letter.appendices)
            rows[number] = changed
            self._write(rows)

    def _write(self, rows: list[AppendixRow], told: str = "") -> None:
        """Show the appendices as they will be, and put them into the store."""
        assert self._found is not None
        version = self._found.letter.version
        data = {"appendix": [_data(row) for row in rows]}

        def do() -> str:
            letteracts.set_data(self._workspace, self._thread, self._letter, data, version)
            return told

        self.act(do)

    def _show_ticks(self) -> None:
        found = self._found
        row = self._here
        self.refresh_bindings()
        is_text = row is not None and row.kind == AppendixKind.TEXT
        self._ticks.display, self.query_one("#words").display = not is_text, is_text
        if found is None or row is None:
            self._ticks.show([])
            return
        if is_text:
            self._show_words(row.body)
            return
        rows = list(_ticked(row, found)) if row.kind in (*_ASKING, AppendixKind.CONTRADICTIONS) else []
        self._ticks.show(rows)
        count = sum(_asks(row, q) for q in found.questions)
        by_hand = "ticked by hand" if row.questions or row.undertakings else "follows the pool"
        self._ticks.border_title = f"{count} questions, {by_hand}" if rows else "what goes in"

    def _show_words(self, text: str) -> None:
        view = self.query_one("#words", VerticalScroll)
        view.border_title = f"{word_count(text):,} words"
        told = shown.words(text) if text else shown.words("No words yet: Enter writes them.", "muted")
        view.query_one(Static).update(told)


def _row(number: int, row: AppendixRow) -> Row:
    title = row.title or row.label or _KINDS[AppendixKind(row.kind)]
    return Row(str(number), ((str(number + 1), "muted"), (shown.line(title), ""), (row.kind, "muted")), row.kind)


def _ticked(row: AppendixRow, found: _Found) -> Iterator[Row]:
    """The undertakings and questions that may go in, and whether they do."""
    for undertaking in found.undertakings if row.kind in _ASKING else ():
        tick = "✓" if _states(row, undertaking) else ""
        cells = ((tick, "good"), ("undertaking", "muted"), (shown.line(undertaking.statement), "strong"), ("", ""))
        yield Row(f"undertaking {undertaking.id}", cells, f"undertaking {undertaking.statement}".casefold())
    for question in found.questions:
        if row.kind == AppendixKind.UNRESOLVED_QUESTIONS and not question.unresolved:
            continue
        tick = "✓" if _asks(row, question) else ""
        cells = (
            (tick, "good"),
            ("question", "muted"),
            (shown.line(question.text), ""),
            (f"{question.times_asked}×", "muted"),
        )
        yield Row(f"question {question.id}", cells, f"question {question.text} {question.status}".casefold())


def _asks(row: AppendixRow, question: QuestionRow) -> bool:
    if row.questions:
        return question.id in row.questions
    return question.unresolved or row.kind != AppendixKind.UNRESOLVED_QUESTIONS


def _states(row: AppendixRow, undertaking: UndertakingRow) -> bool:
    return undertaking.id in row.undertakings if row.undertakings else undertaking.status not in SETTLED


_YES_NO = (("no", ""), ("yes", "yes"))


def _yes(row: AppendixRow, show: AppendixShow) -> str:
    return "yes" if show in row.show else ""


def _fields(row: AppendixRow, lines: int) -> Sequence[Field]:
    """What can be filled in of an appendix; a free text has so many lines of room."""
    named = [
        Field("label", "Label", row.label, "else Appendix A, B, C in their order"),
        Field("title", "Title", row.title, "else the usual one, when it has no label of its own"),
    ]
    if row.kind == AppendixKind.TEXT:
        return [*named, Field("body", "Text", row.body, "Markdown, with live parts as in the body", lines=lines)]
    columns = (*row.columns, "", "")[:2]
    return [
        *named,
        Field("left", "Left column", columns[0], "its heading; else the usual one"),
        Field("right", "Right column", columns[1], "its heading; else the usual one"),
        Field("asked", "How often asked", _yes(row, AppendixShow.ASKED), options=_YES_NO),
        Field("legend", "What marks mean", _yes(row, AppendixShow.LEGEND), options=_YES_NO),
    ]


def _changed(row: AppendixRow, said: Mapping[str, str]) -> AppendixRow:
    """The appendix with what somebody filled in."""
    if row.kind == AppendixKind.TEXT:
        return replace(row, label=said["label"], title=said["title"], body=said["body"])
    columns = (said["left"], said["right"])
    show = tuple(str(one) for one in (AppendixShow.ASKED, AppendixShow.LEGEND) if said[str(one)])
    return replace(
        row,
        label=said["label"],
        title=said["title"],
        columns=columns if all(columns) else tuple(filter(None, columns[:1])),
        show=show,
    )


def _data(row: AppendixRow) -> dict[str, Any]:
    """An appendix as the letter's front matter has it."""
    data = {
        "label": row.label,
        "title": row.title,
        "kind": row.kind,
        "columns": list(row.columns),
        "undertakings": list(row.undertakings),
        "questions": list(row.questions),
        "show": list(row.show),
        "campaign": row.campaign,
        "body": row.body,
    }
    return {key: value for key, value in data.items() if value}
