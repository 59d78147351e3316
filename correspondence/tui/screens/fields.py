"""A few lines to fill in, each with its name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Grid, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Label, Select, Static

from correspondence.tui import shown


@dataclass(frozen=True, slots=True)
class Field:
    """A line to fill in.

    Attributes:
        name: under which the answer is given.
        title: what the user reads beside it.
        value: what stands there at first.
        hint: what the user reads while nothing stands there.
        options: the values that it can have, with what the user reads of each; empty for any.
    """

    name: str
    title: str
    value: str = ""
    hint: str = ""
    options: tuple[tuple[str, str], ...] = ()


class FieldsScreen(ModalScreen[Mapping[str, str] | None]):
    """Asks for a few lines; gives them by name, or None."""

    CSS_PATH = "fields.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Cancel"),
        Binding("ctrl+s", "keep", "Save"),
    ]

    def __init__(self, title: str, fields: Sequence[Field]) -> None:
        super().__init__()
        self._heading = title
        self._fields = tuple(fields)

    def compose(self) -> ComposeResult:
        """The heading and the lines."""
        with Vertical():
            yield Static(shown.heading(self._heading))
            with Grid():
                for field in self._fields:
                    yield Label(Content(shown.line(field.title)))
                    yield widget(field)
            yield Static(Content("Tab to the next line; Ctrl+S saves, Esc leaves").stylize("dim"))

    def action_keep(self) -> None:
        """Give what stands in the lines."""
        found = {}
        for field in self._fields:
            if field.options:
                value = self.query_one(f"#{field.name}", Select).value
                found[field.name] = value if isinstance(value, str) else ""
            else:
                found[field.name] = self.query_one(f"#{field.name}", Input).value.strip()
        self.dismiss(found)


def widget(field: Field) -> Input | Select[str]:
    """What a field is filled in with."""
    if field.options:
        options = [(Content(shown.line(told)), value) for told, value in field.options]
        return Select(options, value=field.value, allow_blank=False, compact=True, id=field.name)
    line = Input(field.value, placeholder=field.hint, compact=True, id=field.name)
    line.cursor_blink = False
    return line
