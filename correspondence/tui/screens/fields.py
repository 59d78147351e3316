"""A few lines to fill in, each with its name; and, when that is wanted, what comes of them, seen before it is done."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Grid, Vertical, VerticalScroll
from textual.content import Content
from textual.dom import DOMNode
from textual.screen import ModalScreen
from textual.suggester import Suggester
from textual.widget import Widget
from textual.widgets import Input, Label, Select, Static, TextArea

from correspondence.errors import CorrespondenceError
from correspondence.tui import shown
from correspondence.tui.notices import tell

Values = Mapping[str, str]
_KEYS = "Tab to the next line; Ctrl+S saves, Esc leaves"


@dataclass(frozen=True, slots=True)
class Field:
    """A line to fill in.

    Attributes:
        name: under which the answer is given.
        title: what the user reads beside it.
        value: what stands there at first.
        hint: what the user reads while nothing stands there.
        options: the values that it can have, with what the user reads of each; empty for any.
        lines: how many lines there is room for.
        suggester: completes what is typed.
    """

    name: str
    title: str
    value: str = ""
    hint: str = ""
    options: tuple[tuple[str, str], ...] = ()
    lines: int = 1
    suggester: Suggester | None = None


class Going:
    """Work that goes on: what it says, and whether somebody wants it to stop."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        self.tell = tell
        self.stopped = False


class FieldsScreen(ModalScreen[Values | None]):
    """Asks for a few lines; gives them by name, or None."""

    CSS_PATH = "fields.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Cancel"),
        Binding("ctrl+s", "keep", "Save"),
        Binding("ctrl+o", "editor", "$EDITOR", show=False),
    ]

    def __init__(
        self,
        title: str,
        fields: Sequence[Field],
        *,
        about: str = "",
        look: Callable[[Values], Content] | None = None,
        act: Callable[[Values, Going], str | Content] | None = None,
        keys: str = _KEYS,
    ) -> None:
        """Lines to fill in, and what is done with them.

        Args:
            title: the heading.
            fields: the lines.
            about: words below the heading.
            look: what would come of the values; shown first, and Ctrl+S once more does it.
            act: does it, beside the screen; the form closes and its text is told, while content is shown in the form,
                which stays open. An error is shown there too, and nothing typed is lost.
            keys: what the keys do.
        """
        super().__init__()
        self._heading = title
        self._fields = tuple(fields)
        self._about = about
        self._look = look
        self._act = act
        self._keys = keys
        self._looked_at: Values | None = None
        self._going: Going | None = None
        self._warned = False

    def compose(self) -> ComposeResult:
        """The heading, the lines, what came of them."""
        with Vertical():
            yield Static(shown.heading(self._heading))
            if self._about:
                yield Static(shown.words(self._about, "muted"), id="about")
            with Grid() as grid:
                grid.styles.grid_rows = " ".join(str(field.lines) for field in self._fields)
                yield from lines(self._fields)
            with VerticalScroll(can_focus=False):
                yield Static(id="told")
            yield Static(Content(self._keys).stylize("dim"), id="keys")

    def on_mount(self) -> None:
        """What is shown below takes no room while there is nothing."""
        self._tell(Content(""))

    def on_unmount(self) -> None:
        """What goes on stops when the program is left."""
        if self._going is not None:
            self._going.stopped = True

    def action_keep(self) -> None:
        """Give what stands in the lines, or do what is to be done with it."""
        given = values(self, self._fields)
        if self._act is None:
            self.dismiss(given)
        elif self._going is None:
            self._going = Going(self._tell_soon)
            looks = self._look is not None and given != self._looked_at
            self._work(given, self._going, looks=looks)

    def action_leave(self) -> None:
        """Stop what goes on; else leave, and not at the first press when something was typed."""
        if self._going is not None:
            self._going.stopped = True
            self._tell(shown.words("Stopping: what is under way is done first …", "warn"))
        elif self._warned or values(self, self._fields) == {field.name: field.value.strip() for field in self._fields}:
            self.dismiss(None)
        else:
            self._warned = True
            self._tell(shown.words("Esc again throws away what you typed; Ctrl+S keeps it", "warn"))

    def action_editor(self) -> None:
        """Go on with a text of several lines in the user's own editor."""
        from correspondence.tui.outside import edited

        for area in self.query(TextArea):
            try:
                text = edited(self.app, area.text, area.id or "text")
            except CorrespondenceError as error:
                self._tell(shown.words(str(error), "bad"))
            else:
                area.replace(text, area.document.start, area.document.end)

    @work(thread=True, group="fields")
    def _work(self, given: Values, going: Going, *, looks: bool) -> None:
        done: str | Content
        try:
            if looks:
                assert self._look is not None
                done = self._look(given)
            else:
                assert self._act is not None
                done = self._act(given, going)
        except CorrespondenceError as error:
            done = shown.words(str(error), "bad")
            looks = False
        self.app.call_later(self._done, given if looks else None, done)

    def _done(self, looked_at: Values | None, done: str | Content) -> None:
        self._going = None
        self._warned = True  # what was typed has been used
        self._looked_at = looked_at
        if isinstance(done, str):
            tell(self, done)
            self.dismiss(values(self, self._fields))
            return
        again = [Content(""), shown.words("Ctrl+S again does it; Esc leaves everything as it is", "strong")]
        self._tell(shown.joined([done, *again]) if looked_at is not None else done)

    def _tell_soon(self, text: str) -> None:
        if self._going is not None and self._going.stopped:
            return  # that it stops is being told
        self.app.call_later(self._tell, shown.words(text, "muted"))

    def _tell(self, text: Content) -> None:
        place = self.query_one("#told", Static)
        place.update(text)
        if place.parent is not None:
            self.query_one(VerticalScroll).display = bool(text.plain)


def lines(fields: Iterable[Field]) -> Iterator[Widget]:
    """Each field behind its name, for a grid of two columns."""
    for field in fields:
        yield Label(Content(shown.line(field.title)))
        yield _widget(field)


def values(where: DOMNode, fields: Iterable[Field]) -> dict[str, str]:
    """What stands in the fields, by name, without blanks around it."""
    found = {}
    for field in fields:
        if field.options:
            value = where.query_one(f"#{field.name}", Select).value
            found[field.name] = value if isinstance(value, str) else ""
        elif field.lines > 1:
            found[field.name] = where.query_one(f"#{field.name}", TextArea).text.strip()
        else:
            found[field.name] = where.query_one(f"#{field.name}", Input).value.strip()
    return found


def _widget(field: Field) -> Input | Select[str] | TextArea:
    """What a field is filled in with."""
    if field.options:
        options = [(Content(shown.line(told)), value) for told, value in field.options]
        return Select(options, value=field.value, allow_blank=False, compact=True, id=field.name)
    if field.lines > 1:
        area = TextArea(field.value, soft_wrap=True, tab_behavior="focus", compact=True, id=field.name)
        area.placeholder = field.hint
        area.cursor_blink = False
        return area
    line = Input(field.value, placeholder=field.hint, compact=True, id=field.name, suggester=field.suggester)
    line.cursor_blink = False
    return line
