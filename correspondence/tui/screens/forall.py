"""All letters of a campaign in one go: frozen, or written into a folder. What is wrong with one stops no other."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Grid, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static
from textual.worker import Worker, get_current_worker

from correspondence.errors import CorrespondenceError, RefusedError
from correspondence.overview.campaigns import CampaignDetail, CampaignLetterRow
from correspondence.store.reading import reading
from correspondence.text.worddiff import changed_words
from correspondence.tui import letteracts, shown
from correspondence.tui.screens.fields import Field, lines, values
from correspondence.tui.screens.freezing import KIND
from correspondence.tui.tabs.export import FORMATS
from correspondence.vocabulary import RevisionKind
from correspondence.workspace import Workspace

if TYPE_CHECKING:
    from correspondence.letters.revisions import Ready

_UNCONFIRMED = (
    ("write no letter that somebody has not confirmed", "refuse"),
    ("leave out who has not confirmed the text", "leave-out"),
    ("print them all the same", "print"),
)


class ForAllScreen(ModalScreen[None]):
    """Asks how, does it letter by letter, and tells of each what came of it."""

    CSS_PATH = "forall.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Close"),
        Binding("ctrl+s", "begin", "Begin"),
    ]
    HEADING = ""
    TELLING = ""
    HINT = ""

    def __init__(self, workspace: Workspace, campaign: CampaignDetail) -> None:
        super().__init__()
        self._workspace = workspace
        self._campaign = campaign
        self._lines: list[Content] = []
        self._working: Worker[None] | None = None
        self._fields: dict[str, str] = {}

    def fields(self) -> Sequence[Field]:
        """What to ask."""
        raise NotImplementedError

    def each(self) -> Iterator[Content]:
        """Do it; a line for each letter, then what is to be said at last."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        """The choices, then what came of it."""
        count = len(self._campaign.letters)
        with Vertical():
            yield Static(shown.heading(f"{self.HEADING}: {'1 letter' if count == 1 else f'{count} letters'}"))
            yield Static(shown.words(self.TELLING, "muted"))
            with Grid():
                yield from lines(self.fields())
            with VerticalScroll(id="told"):
                yield Static()
            yield Static(Content(f"{self.HINT}, Esc leaves").stylize("dim"), id="hint")

    def action_begin(self) -> None:
        """Do it, unless it is being done."""
        if self._working is None or self._working.is_finished:
            self._lines.clear()
            self._working = self._work(values(self, self.fields()))

    def action_leave(self) -> None:
        """Stop after the letter that is being done; else leave."""
        if self._working is not None and not self._working.is_finished and not self._working.is_cancelled:
            self._working.cancel()
            self._hint("Stops after this letter. Esc again leaves.")
        else:
            self.dismiss()

    def said(self, name: str) -> str:
        """What stands in a field."""
        return self._fields[name]

    @work(thread=True, exclusive=True, group="all")
    def _work(self, fields: dict[str, str]) -> None:
        self._fields = fields
        self.tell_each(self.each())

    def tell_each(self, lines: Iterator[Content]) -> None:
        """Show line by line, until somebody stops it."""
        try:
            for line in lines:
                self.call_later(self._add, line)
                if get_current_worker().is_cancelled:
                    return
        except CorrespondenceError as error:
            self.call_later(self._add, shown.words(str(error), "bad"))

    def _add(self, line: Content) -> None:
        self._lines.append(line)
        self.query_one("#told > Static", Static).update(shown.joined(self._lines))
        self.query_one("#told", VerticalScroll).scroll_end(animate=False)

    def _hint(self, text: str) -> None:
        self.query_one("#hint", Static).update(shown.words(text, "warn"))


class FreezeAllScreen(ForAllScreen):
    """Shows what the checks find in each letter, and freezes those that are ready."""

    HEADING = "Freeze all"
    TELLING = "Each text then has a number and a digest. One that is frozen already stays as it is."
    HINT = "Ctrl+S freezes those that are ready"

    def __init__(self, workspace: Workspace, campaign: CampaignDetail) -> None:
        super().__init__(workspace, campaign)
        self._left: list[tuple[CampaignLetterRow, Ready]] = []
        self._anyway = False

    def fields(self) -> Sequence[Field]:
        """Of which kind the revisions are, and a note."""
        return (
            KIND,
            Field("note", "Note", hint="what changed, for those who read the revisions"),
        )

    def on_mount(self) -> None:
        """Check all letters."""
        self._working = self._check()

    @work(thread=True, exclusive=True, group="all")
    def _check(self) -> None:
        self.tell_each(self._checked())

    def _checked(self) -> Iterator[Content]:
        from correspondence.letters.campaign import ready_all

        with reading(self._workspace) as reader:
            for row, ready in ready_all(reader, self._workspace, self._campaign, now=datetime.now(UTC)):
                if isinstance(ready, CorrespondenceError):
                    yield _line(row, "✗", "bad", str(ready))
                    continue
                self._left.append((row, ready))
                yield _known(row, ready)

    def each(self) -> Iterator[Content]:
        """Freeze each; what stands in its way is told, and a second time it is frozen all the same."""
        waiting, self._left = self._left, []
        again = False
        for row, ready in waiting:
            if get_current_worker().is_cancelled:
                self._left.append((row, ready))
                continue
            if ready.unchanged:
                yield _line(row, "✓", "muted", f"is frozen already: revision {row.revisions}")
                continue
            try:
                told = letteracts.freeze_letter(
                    self._workspace, row.thread, row.letter, ready,
                    kind=RevisionKind(self.said("kind")), note=self.said("note"), anyway=self._anyway,
                )  # fmt: skip
            except CorrespondenceError as error:
                again = again or isinstance(error, RefusedError)
                self._left.append((row, ready))
                yield _line(row, "✗", "bad", str(error).partition(": freeze it as")[0])
            else:
                yield _line(row, "✓", "good", told)
        if again and not self._anyway:
            self._anyway = True
            count = len(self._left)
            self.call_later(self._hint, f"{count} left. Ctrl+S again freezes them all the same; Esc leaves them")


class ExportAllScreen(ForAllScreen):
    """Writes a file for each letter into a folder."""

    HEADING = "Export all"
    TELLING = "A file for each letter, its newest frozen text, called THREAD-NAME."
    HINT = "Ctrl+S writes them"

    def fields(self) -> Sequence[Field]:
        """Where to, in which format, and what to do about signatures."""
        return (
            Field("folder", "Folder", str(self._workspace.root / self._campaign.id)),
            Field("to", "Format", "docx", options=tuple((name, ending) for ending, (name, _) in FORMATS.items())),
            Field("unconfirmed", "Signatures", "refuse", options=_UNCONFIRMED),
            Field("mark", "On every page", hint="DRAFT, EMBARGOED, CONFIDENTIAL or words of your own"),
        )

    def each(self) -> Iterator[Content]:
        """Write each."""
        from correspondence.publish.campaign import How, export_all
        from correspondence.publish.export import Format
        from correspondence.publish.gate import Unconfirmed

        if not self.said("folder"):
            raise CorrespondenceError("name a folder")
        folder = Path(self.said("folder")).expanduser()
        marks = (self.said("mark"),) if self.said("mark") else ()
        how = How(Format(self.said("to")), Unconfirmed(self.said("unconfirmed")), marks)
        with reading(self._workspace) as reader:
            for row, done in export_all(reader, self._workspace, self._campaign, folder, how, now=datetime.now(UTC)):
                if isinstance(done, CorrespondenceError):
                    yield _line(row, "✗", "bad", str(done).partition(" (--")[0])
                    continue
                text = "the draft" if done.revision is None else f"revision {done.revision}"
                yield _line(row, "✓", "good", f"{done.path.name}, {text}")
                for finding in done.findings:
                    yield shown.words(f"    {finding.place} {finding.reason}", "warn")


def _line(row: CampaignLetterRow, mark: str, tone: str, text: str) -> Content:
    return Content.assemble(
        (f"{mark} ", shown.TONES[tone]), (f"{shown.line(row.organization)}: ", "bold"), shown.words(text, tone)
    )


def _known(row: CampaignLetterRow, ready: "Ready") -> Content:
    """What the checks found in a letter, and what it changes."""
    if ready.unchanged:
        return _line(row, "✓", "muted", f"is frozen already: revision {row.revisions}")
    changed = f", {changed_words(ready.changes):,} words changed" if ready.changes else ""
    if not ready.findings:
        return _line(row, "✓", "good", f"ready{changed}")
    stops = bool(ready.stopping)
    lines = [_line(row, "✗" if stops else "!", "bad" if stops else "warn", f"{len(ready.findings)} found{changed}")]
    for finding in ready.findings:
        _, tone = shown.SEVERITY_MARKS[finding.severity]
        lines.append(shown.words(f"    {finding.place}: {finding.reason}", tone))
    return shown.joined(lines)
