"""Reports: how threads go, all together and each: replies and their times, what is overdue, open questions."""

from collections.abc import Iterator
from datetime import date
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.events import Resize

from correspondence.overview.progress import ExchangeRow
from correspondence.overview.report import Report, report, sentences
from correspondence.overview.threads import ThreadRow, threads
from correspondence.store.reading import reading
from correspondence.text.charts import lengths, steps
from correspondence.tui import shown
from correspondence.tui.messages import OpenThread
from correspondence.tui.screens.screen import StoreScreen
from correspondence.tui.widgets.keybar import KeyBar
from correspondence.tui.widgets.pane import Pane
from correspondence.tui.widgets.rows import Column, Row, Rows, fitted
from correspondence.tui.widgets.titlebar import TitleBar
from correspondence.workspace import Workspace

_ALL = ""
_COLUMNS = (Column("Report on"), Column("Open", 8, right=True))
_HEIGHT = 8  # of the columns of the chart, in lines
_NARROWEST, _WIDEST = 40, 100  # of a chart, in cells
_DAY, _DAYS, _NAME = 10, 6, 24  # of the columns beside bars


class ReportsScreen(StoreScreen):
    """How threads go."""

    CSS_PATH = "reports.tcss"
    TITLE = "Reports"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("t", "thread", "Thread", tooltip="Open the thread"),
        Binding("r", "reload", "Reload", tooltip="Read the store again"),
        Binding("escape", "back", "Back", tooltip="Clear the filter, or go back"),
    ]

    def __init__(self, workspace: Workspace, today: date) -> None:
        super().__init__(workspace)
        self._today = today
        self._reports: dict[str, Report] = {}

    def compose(self) -> ComposeResult:
        """Header, list and report, footer."""
        yield TitleBar()
        yield Pane(Rows(_COLUMNS, empty="No threads yet."), self._detail, id="reports")
        yield KeyBar()

    def action_reload(self) -> None:
        """Read the store again."""
        self._reports.clear()
        with reading(self._workspace) as reader:
            rows = threads(reader)
        self.query_one(Pane).show([_all(rows), *map(_row, rows)] if rows else [])

    def action_thread(self) -> None:
        """Open the thread that the cursor stands on."""
        slug = self.listing.rows.key
        if slug:
            self.post_message(OpenThread(slug))

    @on(Resize)
    def _resized(self) -> None:
        """A chart is as wide as there is room."""
        if self.is_mounted:
            self.call_after_refresh(self.query_one(Pane).show_detail)

    def _detail(self, slug: str) -> Content:
        if slug not in self._reports:
            with reading(self._workspace) as reader:
                self._reports[slug] = report(reader, slug or None, self._today)
        room = self.query_one(".detail", VerticalScroll).scrollable_content_region.width
        return report_text(self._reports[slug], max(_NARROWEST, min(_WIDEST, room)))


def report_text(found: Report, width: int) -> Content:
    """A report in so many cells."""
    told = [shown.words(line) for line in sentences(found.replies)]
    parts = [shown.words(found.title or "All threads", "strong"), Content(""), *told]
    for title, lines in (
        ("Overdue", list(_overdue(found, width))),
        ("Open questions over time (pale: answered by then)", list(_course(found, width))),
        ("Open questions by party", list(_parties(found, width))),
        ("Days until the reply", list(_days(found, width))),
    ):
        if lines:
            parts += [Content(""), shown.heading(title), *lines]
    return shown.joined(parts)


def _overdue(found: Report, width: int) -> Iterator[Content]:
    for row in found.overdue:
        late = f"! {row.late_days(found.as_of)} d"
        what = fitted(shown.line(f"{row.sent}  {_to(row)}: {row.title or row.id}"), width - _DAY)
        yield Content.assemble((f"{late:<{_DAY}}", shown.TONES["bad"]), Content(what.rstrip()))


def _course(found: Report, width: int) -> Iterator[Content]:
    points = [(point.day, point.asked, point.open) for point in found.course]
    for line in steps(points, found.as_of, width=width, height=_HEIGHT):
        yield shown.words(line, "accent")


def _parties(found: Report, width: int) -> Iterator[Content]:
    bars = lengths([(row.open, row.questions) for row in found.parties], max(1, width - _NAME - _DAY))
    for row, bar in zip(found.parties, bars, strict=True):
        name = fitted(shown.line(row.party or "nobody in particular"), _NAME - 1)
        count = f"{row.open}/{row.questions}"
        yield Content.assemble(Content(f"{name} "), (f"{count:>{_DAY - 1}} ", "bold"), (bar, shown.TONES["accent"]))


def _days(found: Report, width: int) -> Iterator[Content]:
    known = [row for row in found.exchanges if row.days is not None]
    days = [row.days or 0 for row in known]
    bars = lengths([(count, count) for count in days], max(1, width - _DAY - _DAYS - _NAME))
    for row, count, bar in zip(known, days, bars, strict=True):
        late = row.late_days(found.as_of)
        tone = shown.TONES["good" if late is None else "warn"]
        tail = "" if late is None else f" {late} late"
        yield Content.assemble(
            Content(f"{row.sent:<{_DAY}}"), (f"{count:>{_DAYS - 1}} ", "bold"), (bar.rstrip(), tone), Content(tail)
        )


def _to(row: ExchangeRow) -> str:
    return ", ".join(row.parties) or "nobody in particular"


def _all(rows: list[ThreadRow]) -> Row:
    unresolved, total = sum(row.open_questions for row in rows), sum(row.questions for row in rows)
    return Row(_ALL, (("All threads", "strong"), (f"{unresolved}/{total}", "")), "all threads")


def _row(row: ThreadRow) -> Row:
    return Row(
        row.slug,
        ((shown.line(row.title), ""), (f"{row.open_questions}/{row.questions}", "")),
        " ".join((row.slug, row.title, *row.organizations)).casefold(),
    )
