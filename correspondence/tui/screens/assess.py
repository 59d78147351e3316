"""Assessing a reply: passage by passage, which questions it answers, evades, refuses or contradicts."""

import asyncio
import time
from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Header
from textual.worker import get_current_worker

from correspondence.errors import CorrespondenceError
from correspondence.store.reading import reading
from correspondence.tui import acts, candidates, desk, shown
from correspondence.tui.desk import Candidate, Desk, Earlier
from correspondence.tui.hand import Hand
from correspondence.tui.hints import Hints, read_hints
from correspondence.tui.screens.wording import Wording, WordingScreen
from correspondence.tui.widgets.keybar import KeyBar
from correspondence.tui.widgets.listing import Listing
from correspondence.tui.widgets.reader import Mark, Reader, Span
from correspondence.tui.widgets.rows import Column, Row, Rows
from correspondence.tui.widgets.telling import Telling
from correspondence.vocabulary import QuestionStatus, Verdict
from correspondence.workspace import Workspace

_QUESTIONS = (Column("", 1), Column("", 1), Column("Question"), Column("Asked", 5, right=True, roomy=44))
_REST_S = 0.05  # the screen comes first, and while one key follows another nothing is looked up
_EARLIER = (Column("Date", 10), Column("", 1), Column("Said before"))


class AssessScreen(Screen[None]):
    """One reply beside the questions that it may answer."""

    CSS_PATH = "assess.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "judge('answered')", "Answered", tooltip="The selected words answer the question"),
        Binding("p", "judge('partial')", "Partly", tooltip="They answer a part of it"),
        Binding("e", "judge('evaded')", "Evaded", tooltip="They evade it"),
        Binding("r", "judge('refused')", "Refused", tooltip="They refuse to answer it"),
        Binding("c", "contradict", "Contradicts", tooltip="They contradict what was said before: choose what"),
        Binding("A", "remark('answered')", "Answered, with a note", show=False, tooltip="With manner and note"),
        Binding("P", "remark('partial')", "Partly, with a note", show=False, tooltip="With manner and note"),
        Binding("E", "remark('evaded')", "Evaded, with a note", show=False, tooltip="With manner and note"),
        Binding("R", "remark('refused')", "Refused, with a note", show=False, tooltip="With manner and note"),
        Binding("s", "silent", "Silent", show=False, tooltip="The next verdict needs no words: the reply is silent"),
        Binding("q", "ask", "Ask", tooltip="A new question, from the selected words"),
        Binding("w", "undertake", "Undertaking", show=False, tooltip="They undertake something: put it on record"),
        Binding("u", "undo", "Undo", tooltip="Take back the last verdict"),
        Binding("delete,U", "retract", "Retract", show=False, tooltip="Take back the verdict on this question"),
        Binding("n", "next", "Next", tooltip="The next passage without a verdict"),
        Binding("v", "vague(1)", "Vague", show=False, tooltip="The next vague term, to ask what it means"),
        Binding("V", "vague(-1)", "Vague", show=False, tooltip="The vague term before"),
        Binding("J", "question(1)", "Next question", show=False, tooltip="The next question, without leaving the text"),
        Binding("K", "question(-1)", "Previous question", show=False),
        Binding("o", "evidence", "Evidence", show=False, tooltip="All that was said on the question, side by side"),
        Binding("F", "finish", "Finish", tooltip="All is read: what has no verdict was passed over"),
        Binding("tab", "switch", "Switch", show=False, tooltip="From the text to the questions and back"),
        Binding("escape", "back", "Back", tooltip="Let go of the selection, or back to the thread"),
    ]

    def __init__(self, workspace: Workspace, thread: str, message: str) -> None:
        super().__init__()
        self._workspace = workspace
        self._thread = thread
        self._message = message
        self._desk = Desk.empty()
        self._hints = Hints()
        self._hand = Hand()
        self._silent = False
        self._rows: dict[str, tuple[Candidate, Row]] = {}
        self._shown_earlier: tuple[Earlier, ...] = ()

    def compose(self) -> ComposeResult:
        """The reply and what was said before; the questions and one of them in full."""
        yield Header()
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

    def on_unmount(self) -> None:
        """Nothing more is done here."""
        self._hand.close()

    @work(thread=True, exclusive=True, group="open")
    def _open(self) -> None:
        """First the reply and the questions as they were asked, then what takes longer."""
        tell = self.call_later
        try:
            found = desk.open_desk(self._workspace, self._thread, self._message)
            tell(self._show, found, first=True)
            tell(self._hinted, read_hints(self._workspace, found))
            tell(self._ranked, desk.rank(self._workspace, found), best=True)
        except CorrespondenceError as error:
            tell(self._tell, str(error), "error")
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
        silent = " · next verdict: the reply is silent" if self._silent else ""
        self.title = shown.line(f"Reply · {found.author} · {found.date}")
        self._reader.border_title = judged + done + silent

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

    @on(Rows.Chosen)
    def _chosen(self, event: Rows.Chosen) -> None:
        event.stop()
        if event.rows is self._list:
            self.action_evidence()
        elif self.has_class("-contradicting"):
            self._contradict(int(event.key))

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
            self.notify("Every passage has a verdict: F finishes the reply")
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
            self.notify("No vague term beyond this place")

    async def action_back(self) -> None:
        """Let go of what is half done; else leave."""
        if self.has_class("-contradicting"):
            self.remove_class("-contradicting")
            self._show_questions()
            self._reader.focus()
        elif not self.query_one("#questions", Listing).clear() and not self._reader.release():
            await self._hand.rest()  # so that the screen below sees what was done here
            self.dismiss()
        else:
            self._reader.focus()

    def action_silent(self) -> None:
        """Let the next verdict be that the reply says nothing."""
        self._silent = not self._silent
        self._show_title()

    def action_judge(self, verdict: str) -> None:
        """Record a verdict on the question under the cursor."""
        self._judge(Verdict(verdict), Wording())

    @work
    async def action_remark(self, verdict: str) -> None:
        """Record a verdict with a manner and a note."""
        candidate = self._candidate()
        if candidate is not None:
            said = await self.app.push_screen_wait(WordingScreen.of_verdict(candidate.row.text, Verdict(verdict)))
            if said is not None and said.verdict is not None:
                self._judge(said.verdict, said)

    def action_contradict(self) -> None:
        """Choose among earlier statements the one that the selected words contradict."""
        if self._candidate() is None:
            return
        if not self._shown_earlier:
            self._tell(
                "Nothing that they said before is known on this: select other words, or log what they said "
                "(a statement, a policy, an earlier reply) with l on the thread",
                "warning",
            )
            return
        self.add_class("-contradicting")
        self.query_one("#earlier", Rows).focus()
        self.query_one("#detail", Telling).tell(candidates.earlier_detail(self._shown_earlier[0]))
        self.notify("Choose what it contradicts: Enter ties both passages, Esc goes back")

    def _contradict(self, number: int) -> None:
        self.remove_class("-contradicting")
        self._judge(Verdict.CONTRADICTED, Wording(), self._shown_earlier[number])
        self._reader.focus()

    def _judge(self, verdict: Verdict, said: Wording, earlier: Earlier | None = None) -> None:
        """Show the verdict at once, and put it into the store."""
        candidate = self._candidate()
        if candidate is None:
            return
        spans = () if self._silent else self._reader.spans
        self._silent = False
        self._show(self._desk.with_verdict(candidate.id, verdict, spans))

        def act() -> tuple[str, str]:
            quoted = acts.Quoted(spans, earlier)
            acts.judge(self._workspace, self._desk, candidate.id, verdict, quoted, manner=said.manner, note=said.text)
            return candidate.id, f"{verdict}: {candidate.row.text}"

        self._write(act, candidate.id, quietly=True)

    def action_undo(self) -> None:
        """Take back the last verdict that this person gave on this reply."""
        self._retract(None)

    def action_retract(self) -> None:
        """Take back the verdict on the question under the cursor."""
        candidate = self._candidate()
        if candidate is not None:
            self._retract(candidate.id)

    def _retract(self, question: str | None) -> None:
        def act() -> tuple[str, str]:
            taken, verdict = acts.retract(self._workspace, self._desk, question)
            return taken, f"taken back: {verdict}, {self._desk.candidates[taken].row.text}"

        self._write(act, quietly=True)

    def action_finish(self) -> None:
        """Say that all is read, or that it is not after all."""

        def act() -> tuple[str, str]:
            acts.finish(self._workspace, self._desk)
            finished = self._desk.finished
            return "", "to be read on" if finished else "finished: what has no verdict was passed over"

        self._write(act)

    @work
    async def action_ask(self) -> None:
        """Add a question, prefilled from the selected words or from the vague term among them."""
        from correspondence.tui.asking import question_form

        candidate = self._desk.candidates.get(self._list.key or "")
        spans = self._reader.spans
        about = candidate.row.undertaking if candidate else ""
        with reading(self._workspace) as reader:
            proposed = self._hints.question_on(spans)
            form = question_form(reader, self._desk, self._words(), proposed=proposed, undertaking=about)
        said = await self.app.push_screen_wait(form)
        if said is None:
            return

        def act() -> tuple[str, str]:
            places = [said.chosen["asked_in"]] if said.chosen["asked_in"] else []
            undertaking = said.chosen["undertaking"]
            made = acts.ask(
                self._workspace, self._desk, said.text, undertaking=undertaking, asked_in=places, spans=spans
            )
            return made, f"asked: {said.text}"

        self._write(act, anew=True)

    @work
    async def action_undertake(self) -> None:
        """Put on record what the selected words undertake."""
        from correspondence.tui.asking import undertaking_form

        spans = self._reader.spans
        with reading(self._workspace) as reader:
            form = undertaking_form(reader, self._desk, self._words())
        said = await self.app.push_screen_wait(form)
        if said is None:
            return

        def act() -> tuple[str, str]:
            by = [said.chosen["by"]] if said.chosen["by"] else []
            acts.undertake(self._workspace, self._desk, said.text, by=by, spans=spans)
            return "-", f"on record: {said.text}"

        self._write(act)

    def action_evidence(self) -> None:
        """All that was said on the question under the cursor."""
        from correspondence.tui.screens.evidence import EvidenceScreen

        candidate = self._candidate()
        if candidate is not None:
            self.app.push_screen(EvidenceScreen(self._workspace, self._thread, candidate.id))

    def _words(self) -> str:
        return " … ".join(self._desk.text.body[start:end] for start, end in self._reader.spans)

    def _candidate(self) -> Candidate | None:
        found = self._desk.candidates.get(self._list.key or "")
        if found is None:
            self.notify("No question is chosen", severity="warning")
        return found

    @work(group="write")
    async def _write(
        self, act: Callable[[], tuple[str, str]], question: str = "", *, anew: bool = False, quietly: bool = False
    ) -> None:
        """Do one act after those before it, and show what came of it; the keys never wait.

        Args:
            act: gives the question that it changed, empty when it may be any, and what to tell.
            question: which one to read again when the act fails.
            anew: whether the questions are to be ranked again.
            quietly: whether to tell it below the text, since it comes often and is seen anyway.
        """
        try:
            question, told = await self._hand.do(act)
        except CorrespondenceError as error:
            told = ""
            self._tell(str(error), "error")
        await self._read_again(question)
        if told and quietly:
            self._reader.border_subtitle = shown.words(shown.line(told))
        elif told:
            self._tell(told, "information")
        if anew and told and self.is_attached:
            self._rank_again()

    async def _read_again(self, question: str) -> None:
        """See what the store holds now: of one question, of all for an empty name, of none for a dash."""
        if question == "-" or not self.is_attached:
            return
        if question:
            now = await asyncio.to_thread(desk.read_again, self._workspace, self._desk, question)
            self._show(self._desk.with_candidate(question, now))
        else:
            found = await asyncio.to_thread(desk.open_desk, self._workspace, self._thread, self._message)
            self._show(found if self._desk.ranking is None else found.with_ranking(self._desk.ranking))

    def _tell(self, text: str, severity: str) -> None:
        if severity == "error":
            self.notify(shown.line(text), severity="error", markup=False)
        elif severity == "warning":
            self.notify(shown.line(text), severity="warning", markup=False)
        else:
            self.notify(shown.line(text), markup=False, timeout=4)
