"""The formats that a letter can be written in, and where its files are."""

from textual import on
from textual.app import ComposeResult

from correspondence.overview import letters
from correspondence.overview.letters import LetterDetail
from correspondence.store.reading import Reader
from correspondence.tui import shown
from correspondence.tui.messages import ExportLetter
from correspondence.tui.tabs.tab import LetterTab
from correspondence.tui.widgets.listing import Listing
from correspondence.tui.widgets.rows import Column, Row, Rows

_COLUMNS = (Column("", 1), Column("Format", 10), Column("For"), Column("File", roomy=100))
FORMATS = {
    "docx": ("Word", "sending round, and the organization’s own letterhead"),
    "pdf": ("PDF", "publishing: tagged, with embedded fonts"),
    "html": ("HTML", "an organization’s site: one page without scripts"),
    "md": ("Markdown", "other programs, and reading differences"),
    "txt": ("Plain text", "e-mail, wrapped at 72 columns"),
}


class ExportTab(LetterTab):
    """One line a format: Enter asks where to, and writes."""

    def compose(self) -> ComposeResult:
        """The list."""
        yield Listing(Rows(_COLUMNS), id="export-list")

    def take_focus(self) -> None:
        """The list."""
        self.query_one(Listing).rows.focus()

    def read(self, reader: Reader) -> LetterDetail:
        """Which text would be written."""
        return letters.letter(reader, self._letter, self._thread)

    def show(self, found: LetterDetail) -> None:
        """Show the formats, and which text would be written."""
        listing = self.query_one(Listing)
        newest = f"revision {found.revisions[-1].number}" if found.revisions else "the draft: nothing is frozen yet"
        listing.border_subtitle = f"writes {newest}"
        listing.show([self._row(ending) for ending in FORMATS])

    @on(Rows.Chosen)
    def _chosen(self, event: Rows.Chosen) -> None:
        event.stop()
        self.post_message(ExportLetter(self._thread, self._letter, event.key))

    @on(Rows.Highlighted)
    def _highlighted(self, event: Rows.Highlighted) -> None:
        event.stop()

    def _row(self, ending: str) -> Row:
        name, purpose = FORMATS[ending]
        file = self._workspace.root / f"{self._letter}.{ending}"
        mark, there = ("✓", file.name) if file.is_file() else ("", "not written yet")
        cells = ((mark, "good"), (name, "strong"), (purpose, ""), (shown.line(there), "muted"))
        return Row(ending, cells, f"{name} {ending}".casefold())
