"""Freezing a letter: what the checks found, what changed, of which kind the revision is, and a note."""

from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Grid, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Select, Static

from correspondence.errors import CorrespondenceError, RefusedError
from correspondence.tui import letteracts, shown
from correspondence.tui.differences import changes
from correspondence.tui.screens.fields import Field, lines, values
from correspondence.tui.screens.typed import TypingScreen
from correspondence.vocabulary import RevisionKind
from correspondence.workspace import Workspace

if TYPE_CHECKING:
    from correspondence.letters.revisions import Ready

KIND = Field(
    "kind",
    "Kind",
    str(RevisionKind.SUBSTANTIVE),
    options=(
        ("substantive: those who signed are asked again", str(RevisionKind.SUBSTANTIVE)),
        ("editorial: their signatures stay", str(RevisionKind.EDITORIAL)),
    ),
)
_FIELDS = (KIND, Field("note", "Note", hint="what changed, for those who read the revisions"))


class FreezingScreen(TypingScreen[str]):
    """Freezes a draft that was rendered and checked; gives what came of it, or None."""

    CSS_PATH = "freezing.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Cancel"),
        Binding("ctrl+s", "freeze", "Freeze"),
    ]

    def __init__(self, workspace: Workspace, thread: str, letter: str, ready: "Ready", *, first: bool) -> None:
        super().__init__()
        self._workspace = workspace
        self._thread = thread
        self._letter = letter
        self._ready = ready
        self._first = first
        self._anyway = False

    def compose(self) -> ComposeResult:
        """The choices, then what to know before."""
        with Vertical():
            yield Static(shown.heading("Freeze the draft"))
            yield Static(shown.words("From then on the text has a number and a digest, and never changes.", "muted"))
            with Grid():
                yield from lines(_FIELDS)
            with VerticalScroll(id="known"):
                yield Static(self._known())
            freezes = "" if self._ready.unchanged else "Ctrl+S freezes, "
            yield Static(Content(f"{freezes}Esc leaves the draft as it is").stylize("dim"), id="hint")

    def on_mount(self) -> None:
        """A first revision is of no kind but one."""
        self.query_one("#kind", Select).disabled = self._first
        self.query_one("#note").focus()

    @work(thread=True, exclusive=True)
    def action_freeze(self) -> None:
        """Freeze it; what stands in the way is told first."""
        said = values(self, _FIELDS)
        try:
            told = letteracts.freeze_letter(
                self._workspace, self._thread, self._letter, self._ready,
                kind=RevisionKind(said["kind"]), note=said["note"], anyway=self._anyway,
            )  # fmt: skip
        except CorrespondenceError as error:
            refused = isinstance(error, RefusedError) and not self._ready.unchanged
            self._anyway = refused and bool(self._ready.stopping or self._ready.weighty)
            more = ". Ctrl+S again freezes it all the same" if self._anyway else ""
            self.call_later(self.hint, f"{str(error).partition(': freeze it as')[0]}{more}")
        else:
            self.call_later(self._done, told)

    def _done(self, told: str) -> None:
        self.dismiss(told)

    @property
    def typed(self) -> bool:
        """Whether there is a note."""
        return bool(values(self, _FIELDS)["note"])

    def _known(self) -> Content:
        """What the checks found and what changed."""
        parts = []
        if self._ready.findings:
            parts.append(shown.heading("The checks found"))
        for finding in self._ready.findings:
            _, tone = shown.SEVERITY_MARKS[finding.severity]
            fix = f" ({finding.fix})" if finding.fix else ""
            parts.append(shown.words(f"{finding.place}: {finding.reason}{fix}", tone))
        if not self._ready.findings:
            parts.append(shown.words("✓ The checks found nothing.", "good"))
        if self._ready.weighty:
            parts += [Content(""), shown.heading("More than editorial")]
            parts += [shown.words(why, "warn") for why in self._ready.weighty]
        if self._ready.changes:
            parts += [Content(""), *changes(self._ready.changes)]
        return shown.joined(parts)
