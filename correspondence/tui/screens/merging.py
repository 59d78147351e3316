"""Two texts of one draft: where they differ, and whose words to take where both changed the same place."""

from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from correspondence.letters.merge_texts import Merged, Piece, Side
from correspondence.tui import shown
from correspondence.tui.widgets.pane import Pane
from correspondence.tui.widgets.rows import Column, Row, Rows

_COLUMNS = (Column("", 1), Column("Whose", 10), Column("Words"))
_CONTEXT = 300  # characters shown before and after a place
_TAKEN = {Side.OURS: "ours", Side.THEIRS: "theirs", Side.BOTH: "both"}
_NEXT = {Side.OURS: Side.THEIRS, Side.THEIRS: Side.BOTH, Side.BOTH: Side.OURS}


@dataclass(frozen=True, slots=True)
class Introduction:
    """What the user reads of why two texts are to be brought together.

    Attributes:
        title: what happened.
        explains: what there is to do.
        takes: what Ctrl+S does.
    """

    title: str
    explains: str
    takes: str = "takes the merged text into the editor"


class MergingScreen(ModalScreen[str | None]):
    """Shows both texts place by place; gives the merged text, or None when nobody wants it now."""

    CSS_PATH = "merging.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("o", "choose('ours')", "Ours", tooltip="Where both changed it: our words"),
        Binding("t", "choose('theirs')", "Theirs", tooltip="Where both changed it: their words"),
        Binding("b", "choose('both')", "Both", tooltip="Where both changed it: both, ours first"),
        Binding("ctrl+s", "take", "Take", tooltip="Take the merged text"),
        Binding("escape", "dismiss(None)", "Not now"),
    ]

    def __init__(self, merged: Merged, introduction: Introduction) -> None:
        super().__init__()
        self._merged = merged
        self._introduction = introduction
        self._places = [n for n, piece in enumerate(merged.pieces) if piece.ours != piece.theirs]
        self._sides = {n: Side.BOTH for n in self._places if merged.pieces[n].clashes}

    def compose(self) -> ComposeResult:
        """What happened, the places, one of them in full."""
        with Vertical():
            yield Static(shown.heading(self._introduction.title))
            yield Static(shown.words(self._introduction.explains, "muted"))
            yield Pane(Rows(_COLUMNS, empty="Both texts are the same."), self._detail, id="places", opens=self._switch)
            yield Static(id="hint")

    def on_mount(self) -> None:
        """The first place where somebody must choose."""
        self._show()
        rows = self.query_one(Rows)
        rows.focus()
        if self._sides:
            rows.cursor = self._places.index(next(iter(self._sides)))

    def action_choose(self, side: str) -> None:
        """Whose words to take at the place under the cursor."""
        key = self.query_one(Rows).key
        if key is not None and int(key) in self._sides:
            self._sides[int(key)] = Side(side)
            self._show()

    def action_take(self) -> None:
        """Give the merged text."""
        self.dismiss(self._merged.settled([self._sides[n] for n in sorted(self._sides)]))

    def _switch(self, key: str) -> None:
        """The next of ours, theirs and both."""
        if int(key) in self._sides:
            self.action_choose(_NEXT[self._sides[int(key)]])

    def _show(self) -> None:
        pane = self.query_one(Pane)
        pane.show([self._row(n) for n in self._places])
        pane.show_detail()
        count = len(self._sides)
        choose = "one place" if count == 1 else f"{count} places"
        where = f"{choose} changed by both: o ours, t theirs, b both. " if count else "Nothing was changed by both. "
        self.query_one("#hint", Static).update(
            Content(f"{where}Ctrl+S {self._introduction.takes}; Esc leaves it for later").stylize("dim")
        )

    def _row(self, number: int) -> Row:
        piece = self._merged.pieces[number]
        side = self._sides.get(number)
        if side is not None:
            mark, whose = ("!", "warn"), (_TAKEN[side], "warn")
        else:
            mark, whose = ("", ""), ("theirs" if piece.ours == piece.base else "ours", "muted")
        words = " ".join(piece.settled(side or Side.OURS).split()) or "(words that went)"
        return Row(str(number), (mark, whose, (shown.line(words), "")), words.casefold())

    def _detail(self, key: str) -> Content:
        """A place with the words around it, and each side's."""
        number = int(key)
        piece = self._merged.pieces[number]
        before = "".join(one.settled(Side.BOTH) for one in self._merged.pieces[max(0, number - 4) : number])
        after = "".join(one.settled(Side.BOTH) for one in self._merged.pieces[number + 1 : number + 5])
        side = self._sides.get(number, Side.OURS)
        return shown.joined(
            [
                *_sides(piece),
                Content(""),
                shown.heading("In the merged text"),
                Content.assemble(
                    shown.words(f"…{before[-_CONTEXT:]}", "muted"),
                    shown.words(piece.settled(side) or "—", "good"),
                    shown.words(f"{after[:_CONTEXT]}…", "muted"),
                ),
            ]
        )


def _sides(piece: Piece) -> list[Content]:
    """What each side made of a place."""
    parts = []
    for title, text, tone in (
        ("Ours", piece.ours, "accent"),
        ("Theirs", piece.theirs, "warn"),
        ("It was", piece.base, "muted"),
    ):
        parts += [shown.heading(title), shown.words(text or "—", tone)]
    return parts
