"""A reply beside the questions that it may answer: what is seen of them, and how one moves about."""

import time
from collections.abc import Sequence

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.worker import get_current_worker

from correspondence.errors import CorrespondenceError
from correspondence.tui import acts, candidates, desk, shown
from correspondence.tui.desk import Candidate, Desk, Earlier
from correspondence.tui.hints import Hints, read_hints
from correspondence.tui.notices import tell
from correspondence.tui.widgets.keybar import KeyBar
from correspondence.tui.widgets.listing import Listing
from correspondence.tui.widgets.reader import Reader
from correspondence.tui.widgets.rows import Column, Row, Rows
from correspondence.tui.widgets.spans import Mark, Span
from correspondence.tui.widgets.telling import Telling
from correspondence.tui.widgets.titlebar import TitleBar
from correspondence.vocabulary import QuestionStatus
from correspondence.workspace import Workspace

_QUESTIONS = (Column("", 1), Column("", 1), Column("Question"), Column("Asked", 5, right=True, roomy=44))
_EARLIER = (Column("Date", 10), Column("", 1), Column("Said before"))
_REST_S = 0.05  # the screen comes first, and while one key follows another nothing is looked up


class ReplyScreen(Screen[None]):
    """One reply, the likeliest questions for what is selected in it, and what was said on them before."""

    def __init__(self, workspace: Workspace, thread: str, message: str) -> None:
        super().__init__()
        self._workspace = workspace
        self._thread = thread
        self._message = message
        self._desk = Desk.empty()
        self._hints = Hints()
        self._rows: dict[str, tuple[Candidate, Row]] = {}
        self._shown_earlier: tuple[Earlier, ...] = ()

    def compose(self) -> ComposeResult:
        """The reply and what was said before; the questions and one of them in full."""
        yield TitleBar()
        with Container():
            with Vertical(classes="side"):
                yield Reader(id="reply")
                yield Rows(_EARLIER, empty="Nothing was said on it before.", id="earlier")
            with Vertical(classes="side"):
                yield Listing(Rows(_QUESTIONS, empty="No questions to this party."), id="questions")
                yield Telling(id="detail")
        yield KeyBar()

    def on_mount(self) -> None:
        """Read the reply and the questions."""
        self.query_one("#earlier").border_title = "said before, likeliest first"
        self.query_one("#questions").border_title = "questions"
        self._reader.loading = True
        self._open()

    @work(thread=True, exclusive=True, group="open")
    def _open(self) -> None:
        """First the reply and the questions as they were asked, then what takes longer."""
        later = self.call_later
        try:
            found = desk.open_desk(self._workspace, self._thread, self._message)
            later(self._show, found, first=True)
            later(self._hinted, read_hints(self._workspace, found))
            later(self._ranked, desk.rank(self._workspace, found), best=True)
        except CorrespondenceError as error:
            later(tell, self, str(error), "error")
        acts.prepare()

    @work(thread=True, exclusive=True, group="rank")
    def _rank_again(self) -> None:
        self.call_later(self._ranked, desk.rank(self._workspace, self._desk))

    @property
    def _reader(self) -> Reader:
        return self.query_one(Reader)

    @property
    def _list(self) -> Rows:
        return self.query_one("#questions", Listing).rows

    def _show(self, found: Desk, *, first: bool = False) -> None:
        """Show what is known now; the selection stays where it is."""
        self._desk = found
        marks = [Mark(span, *shown.STATUS_MARKS[QuestionStatus(verdict)]) for span, verdict in found.marks]
        if first:
            self._reader.loading = False
            self._reader.show(found.text, marks)
            self._reader.focus()
            self.query_one("#questions").border_subtitle = "as asked; ranking …"
        else:
            self._reader.mark(marks)
        self._show_title()
        self._show_questions()

    def _hinted(self, hints: Hints) -> None:
        self._hints = hints
        self._reader.hint(hints.underlined, hints.undertakings)
        self._show_earlier()

    def _ranked(self, ranking: desk.Ranking, *, best: bool = False) -> None:
        self._desk = self._desk.with_ranking(ranking)
        told = "likeliest first" if ranking.by_meaning else "likeliest first, by words alone"
        self.query_one("#questions").border_subtitle = told
        self._show_questions(best=best)

    def _show_title(self) -> None:
        found = self._desk
        judged = f"{len(found.judged)}/{len(found.text.passages)} passages"
        done = ", finished" if found.finished else ""
        self.title = shown.line(f"Reply · {found.author} · {found.date}")
        self._reader.border_title = judged + done

    def _show_questions(self, *, best: bool = False) -> None:
        """The questions for what is selected; the cursor goes to the likeliest when other words are selected."""
        found = self._desk.likeliest(self._reader.passage)
        listing = self.query_one("#questions", Listing)
        keep = found[0].id if best and found else listing.rows.key
        listing.show([self._row(candidate) for candidate in found], keep=keep)

    def _row(self, candidate: Candidate) -> Row:
        """The line of a question; made again only when something about it changed."""
        known = self._rows.get(candidate.id)
        if known is None or known[0] is not candidate:
            known = self._rows[candidate.id] = candidate, candidates.row(candidate)
        return known[1]

    def _show_earlier(self) -> None:
        """What was said before: at once what was judged on the question, and soon what resembles the words."""
        candidate = self._desk.candidates.get(self._list.key or "")
        self._earlier_is(candidate.before if candidate else ())
        self._look_back(candidate)

    @work(thread=True, exclusive=True, group="earlier")
    def _look_back(self, candidate: Candidate | None) -> None:
        worker = get_current_worker()
        time.sleep(_REST_S)
        if worker.is_cancelled:
            return
        start, end = self._reader.selection
        selected = self._desk.text.body[start:end]
        likely = self._hints.said_before(selected, candidate.row.text if candidate else "")
        judged = candidate.before if candidate else ()
        known = {(one.message, one.exact) for one in judged}
        fresh = [one for one in likely if (one.message, one.exact) not in known]
        if fresh and not worker.is_cancelled:
            self.call_later(self._earlier_is, (*judged, *fresh), (start, end))

    def _earlier_is(self, found: Sequence[Earlier], selection: Span | None = None) -> None:
        """Show what was said before, unless other words are selected by now."""
        if selection is not None and selection != self._reader.selection:
            return
        if not self.has_class("-contradicting"):  # what a person is choosing from stays as it is
            self._shown_earlier = tuple(found)
            self.query_one("#earlier", Rows).show([candidates.earlier_row(n, one) for n, one in enumerate(found)])

    @on(Reader.Selected)
    def _selected(self, event: Reader.Selected) -> None:
        event.stop()
        self._show_questions(best=True)

    @on(Rows.Highlighted)
    def _highlighted(self, event: Rows.Highlighted) -> None:
        event.stop()
        if event.rows is self._list:
            candidate = self._desk.candidates.get(event.key or "")
            self.query_one("#detail", Telling).tell(candidates.detail(candidate) if candidate else Content(""))
            self._show_earlier()
        elif event.rows.has_focus and event.key is not None:
            self.query_one("#detail", Telling).tell(candidates.earlier_detail(self._shown_earlier[int(event.key)]))

    def action_switch(self) -> None:
        """From the text to the questions and back."""
        (self._list if self._reader.has_focus else self._reader).focus()

    def action_question(self, by: int) -> None:
        """Move the cursor among the questions."""
        self._list.action_move(by)

    def action_next(self) -> None:
        """Go to the next passage without a verdict."""
        number = self._desk.next_unjudged(self._reader.passage)
        if number is None:
            tell(self, "Every passage has a verdict: F finishes the reply")
        else:
            self._reader.select(self._desk.text.passages[number])

    def action_vague(self, by: int) -> None:
        """Select the next vague term, or the one before."""
        at = self._reader.selection
        spans = self._hints.underlined
        beyond = [span for span in spans if span > at] if by > 0 else [span for span in spans if span < at]
        if beyond:
            self._reader.select(beyond[0] if by > 0 else beyond[-1])
        else:
            tell(self, "No vague term beyond this place")

    def _candidate(self) -> Candidate | None:
        """The question under the cursor; where there is none, that is told."""
        found = self._desk.candidates.get(self._list.key or "")
        if found is None:
            tell(self, "No question is chosen", "warning")
        return found
