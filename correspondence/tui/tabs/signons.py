"""Who has signed a letter, and which of its texts."""

from textual.app import ComposeResult

from correspondence.overview import letters
from correspondence.overview.letters import LetterDetail, SignOnRow
from correspondence.store.reading import Reader
from correspondence.tui import shown
from correspondence.tui.tabs.tab import LetterTab
from correspondence.tui.widgets.listing import Listing
from correspondence.tui.widgets.rows import Column, Row, Rows

_COLUMNS = (
    Column("", 1),
    Column("State", 15),
    Column("Name"),
    Column("Text", 4, right=True),
    Column("Through", 8, roomy=90),
    Column("When", 10, roomy=100),
)


class SignOnsTab(LetterTab):
    """The roll, in the order in which the names are printed."""

    def compose(self) -> ComposeResult:
        """The list."""
        yield Listing(Rows(_COLUMNS, empty="Nobody has answered yet."), id="signons-list")

    def take_focus(self) -> None:
        """The list."""
        self.query_one(Listing).rows.focus()

    def read(self, reader: Reader) -> tuple[LetterDetail, list[SignOnRow]]:
        """The letter and its sign-ons."""
        return (
            letters.letter(reader, self._letter, self._thread),
            letters.signons(reader, self._letter, self._thread),
        )

    def show(self, found: tuple[LetterDetail, list[SignOnRow]]) -> None:
        """Show them, with the count of each state."""
        letter, signons = found
        newest = letter.revisions[-1].text_number if letter.revisions else None
        listing = self.query_one(Listing)
        listing.show([_row(n, row, newest) for n, row in enumerate(signons)])
        states = [row.state(newest) for row in signons]
        counts = (f"{states.count(state)} {state}" for state in dict.fromkeys(states))
        listing.border_subtitle = shown.line(" · ".join(counts))


def _row(number: int, row: SignOnRow, newest: int | None) -> Row:
    state = row.state(newest)
    mark, tone = shown.SIGNON_MARKS.get(state, ("–", "muted"))
    name = f"{row.name}, {row.role}" if row.kind == "person" and row.role else row.name
    cells = (
        (mark, tone),
        (state, tone),
        (shown.line(name), ""),
        ("" if row.revision is None else str(row.revision), "muted"),
        (row.channel, "muted"),
        (row.at[:10], "muted"),
    )
    return Row(str(number), cells, f"{row.name} {state} {row.channel} {row.role}".casefold())
