"""The keys of a screen on its last line: one widget that draws one line, where Textual's footer mounts one for each."""

from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import ActiveBinding
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

_PINNED = ("app.help", "help", "app.command_palette", "command_palette")
_RULE = "│"


@dataclass(frozen=True, slots=True)
class _Entry:
    """A key with what it does, and the cells that it takes."""

    key: str
    shown: str
    does: str
    enabled: bool

    @property
    def width(self) -> int:
        """In cells, with a blank on either side of the key and one at the end."""
        return cell_len(self.shown) + cell_len(self.does) + 3


class KeyBar(Widget, can_focus=False):
    """Shows as many keys as fit, whole; help and the palette always, at the right. A click presses the key."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"key-bar--key", "key-bar--does", "key-bar--off", "key-bar--rule"}
    DEFAULT_CSS = """
    KeyBar { dock: bottom; height: 1; color: $footer-foreground; background: $footer-background; }
    KeyBar > .key-bar--key { color: $footer-key-foreground; background: $footer-key-background; text-style: bold; }
    KeyBar > .key-bar--does { color: $footer-description-foreground; background: $footer-description-background; }
    KeyBar > .key-bar--off { color: $footer-description-foreground; text-style: dim; }
    KeyBar > .key-bar--rule { color: $foreground 20%; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._places: list[tuple[int, int, _Entry]] = []

    def on_mount(self) -> None:
        """Follow what the keys do."""
        self.screen.bindings_updated_signal.subscribe(self, self._changed)

    def on_unmount(self) -> None:
        """Follow no more."""
        self.screen.bindings_updated_signal.unsubscribe(self)

    def render_line(self, y: int) -> Strip:
        """The keys that fit, and at the right those that are always there."""
        base = self.rich_style
        width = self.size.width
        if y:
            return Strip.blank(width, base)
        entries = self._entries()
        pinned = [entry for action in _PINNED for entry in entries.get(action, ())]
        room = width - sum(entry.width for entry in pinned) - len(_RULE)
        segments: list[Segment] = []
        self._places = []
        at = 0
        for entry in (one for action, ones in entries.items() if action not in _PINNED for one in ones):
            if at + entry.width > room:
                break
            segments += self._drawn(entry, at)
            at += entry.width
        rule = self.get_component_rich_style("key-bar--rule")
        segments += [Segment(" " * max(0, room - at), base), Segment(_RULE, base + Style(color=rule.color))]
        at = max(at, room) + len(_RULE)
        for entry in pinned:
            segments += self._drawn(entry, at)
            at += entry.width
        return Strip(segments).adjust_cell_length(width, base)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Press the key that was clicked on."""
        for start, end, entry in self._places:
            if start <= event.x < end:
                if entry.enabled:
                    self.app.simulate_key(entry.key)
                else:
                    self.app.bell()

    def _changed(self, _screen: Screen[object]) -> None:
        self.refresh()

    def _entries(self) -> dict[str, list[_Entry]]:
        """The first key of every action that has a name, in the order of the bindings."""
        active = self.screen.active_bindings
        palette = self.app.COMMAND_PALETTE_BINDING
        found: dict[str, list[_Entry]] = {}
        for key, one in active.items():
            if one.binding.show or key == palette:
                found.setdefault(one.binding.action, [self._entry(one)])
        return found

    def _entry(self, one: ActiveBinding) -> _Entry:
        binding = one.binding
        return _Entry(binding.key, self.app.get_key_display(binding), binding.description, enabled=one.enabled)

    def _drawn(self, entry: _Entry, at: int) -> list[Segment]:
        self._places.append((at, at + entry.width, entry))
        key = self.get_component_rich_style("key-bar--key" if entry.enabled else "key-bar--off")
        does = self.get_component_rich_style("key-bar--does" if entry.enabled else "key-bar--off")
        return [Segment(f" {entry.shown} ", key), Segment(f"{entry.does} ", does)]
