"""Assessing a reply: passage by passage, which questions it answers, evades, refuses or contradicts."""

import asyncio
from collections.abc import Callable
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Footer, Header, Static

from correspondence.errors import CorrespondenceError
from correspondence.tui import desk, shown
from correspondence.tui.desk import Candidate, Desk, Earlier
from correspondence.tui.screens.wording import Wording, WordingScreen
from correspondence.tui.widgets.listing import Listing
from correspondence.tui.widgets.reader import Mark, Reader
from correspondence.tui.widgets.rows import Column, Row, Rows
from correspondence.vocabulary import QuestionStatus, Verdict
from correspondence.workspace import Workspace

_QUESTIONS = (Column("", 1), Column("", 1), Column("Question"), Column("Asked", 5, right=True, roomy=44))
_EARLIER = (Column("Date", 10), Column("Said before"))


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
        Binding("u", "undo", "Undo", tooltip="Take back the last verdict"),
        Binding("delete,U", "retract", "Retract", show=False, tooltip="Take back the verdict on this question"),
        Binding("n", "next", "Next", tooltip="The next passage without a verdict"),
        Binding("J", "question(1)", "Next question", show=False, tooltip="The next question, without leaving the text"),
        Binding("K", "question(-1)", "Previous question", show=False),
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
        self._turn = asyncio.Lock()
        self._silent = False

    def compose(self) -> ComposeResult:
        """The reply and what was said before; the questions and one of them in full."""
        yield Header()
        with Container():
            with Vertical(classes="side"):
                yield Reader(id="reply")
                yield Rows(_EARLIER, empty="Nothing was said on it before.", id="earlier")
            with Vertical(classes="side"):
                yield Listing(_QUESTIONS, empty="No questions to this party.", id="questions")
                yield Static(id="detail")
        yield Footer()

    def on_mount(self) -> None:
        """Read the reply and the questions."""
        self.query_one("#earlier").border_title = "said before"
        self.query_one("#questions").border_title = "questions, likeliest first"
        self._reader.loading = True
        self._open()

    @work(thread=True, exclusive=True, group="open")
    def _open(self) -> None:
        found = desk.open_desk(self._workspace, self._thread, self._message)
        self.app.call_from_thread(self._show, found, first=True)
        self.app.call_from_thread(self._ranked, desk.rank(self._workspace, found))

    @property
    def _reader(self) -> Reader:
        return self.query_one(Reader)

    @property
    def _list(self) -> Rows:
        return self.query_one("#questions", Listing).rows

    def _show(self, found: Desk, *, first: bool = False) -> None:
        """Show the state of the store; the selection stays where it is."""
        self._desk = found
        marks = [Mark(span, *shown.STATUS_MARKS[QuestionStatus(verdict)]) for span, verdict in found.marks]
        if first:
            self._reader.loading = False
            self._reader.show(found.text, marks)
            self._reader.focus()
        else:
            self._reader.mark(marks)
        self._show_title()
        self._show_questions()

    def _ranked(self, ranked: desk.Ranking) -> None:
        self._desk = self._desk.with_ranking(ranked)
        self._show_questions(best=True)

    def _show_title(self) -> None:
        found = self._desk
        judged = f"{found.judged_passages}/{len(found.text.passages)} passages"
        done = ", finished" if found.finished else ""
        silent = " · next verdict: the reply is silent" if self._silent else ""
        self.title = shown.line(f"Reply · {found.author} · {found.date}")
        self.sub_title = f"{judged}{done}{silent}"
        self._reader.border_title = judged + done

    def _show_questions(self, *, best: bool = False) -> None:
        """The questions for what is selected; the cursor goes to the likeliest when other words are selected."""
        candidates = self._desk.candidates(self._reader.passage)
        listing = self.query_one("#questions", Listing)
        keep = candidates[0].id if best and candidates else listing.rows.key
        listing.show([_row(candidate) for candidate in candidates], keep=keep)

    def _show_earlier(self) -> None:
        rows = [_earlier_row(n, one) for n, one in enumerate(self._earlier())]
        self.query_one("#earlier", Rows).show(rows)

    @on(Reader.Selected)
    def _selected(self, event: Reader.Selected) -> None:
        event.stop()
        self._show_questions(best=True)

    @on(Rows.Highlighted)
    def _highlighted(self, event: Rows.Highlighted) -> None:
        event.stop()
        if event.rows is self._list:
            candidate = self._desk.questions.get(event.key or "")
            self.query_one("#detail", Static).update(_detail(candidate) if candidate else Content(""))
            self._show_earlier()

    @on(Rows.Chosen)
    def _chosen(self, event: Rows.Chosen) -> None:
        event.stop()
        if event.rows is self._list:
            self._reader.focus()
        else:
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
            self.notify("Every passage after this one has a verdict")
        else:
            self._reader.select(self._desk.text.passages[number])

    def action_back(self) -> None:
        """Let go of what is half done; else leave."""
        if self.has_class("-contradicting"):
            self.remove_class("-contradicting")
            self._reader.focus()
        elif not self.query_one("#questions", Listing).clear() and not self._reader.release():
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
            said = await self.app.push_screen_wait(WordingScreen.of_verdict(candidate.text, Verdict(verdict)))
            if said is not None and said.verdict is not None:
                self._judge(said.verdict, said)

    def action_contradict(self) -> None:
        """Choose among earlier statements the one that the selected words contradict."""
        if self._candidate() is None:
            return
        if not self._earlier():
            self.notify("No other message was judged on this question: nothing to contradict", severity="warning")
            return
        self.add_class("-contradicting")
        self.query_one("#earlier", Rows).focus()
        self.notify("Choose what it contradicts: Enter ties both passages, Esc goes back")

    def _contradict(self, number: int) -> None:
        self.remove_class("-contradicting")
        earlier = self._earlier()[number]
        self._judge(Verdict.CONTRADICTED, Wording(), earlier)
        self._reader.focus()

    def _judge(self, verdict: Verdict, said: Wording, earlier: Earlier | None = None) -> None:
        candidate = self._candidate()
        if candidate is None:
            return
        spans = () if self._silent else self._reader.spans
        self._silent = False
        self._write(
            lambda: desk.judge(
                self._workspace, self._desk, candidate.id, verdict, spans, earlier, manner=said.manner, note=said.text
            )
        )

    def action_undo(self) -> None:
        """Take back the last verdict that this person gave on this reply."""
        self._write(lambda: desk.retract(self._workspace, self._desk, None))

    def action_retract(self) -> None:
        """Take back the verdict on the question under the cursor."""
        candidate = self._candidate()
        if candidate is not None:
            self._write(lambda: desk.retract(self._workspace, self._desk, candidate.id))

    def action_finish(self) -> None:
        """Say that all is read, or that it is not after all."""
        self._write(lambda: desk.finish(self._workspace, self._desk))

    def _earlier(self) -> tuple[Earlier, ...]:
        """What other messages said on the question under the cursor."""
        return self._desk.said_before.get(self._list.key or "", ())

    def _candidate(self) -> Candidate | None:
        found = self._desk.questions.get(self._list.key or "")
        if found is None:
            self.notify("No question is chosen", severity="warning")
        return found

    @work(group="write")
    async def _write(self, act: Callable[[], str]) -> None:
        """Do one act after those before it, and show what came of it; the keys never wait."""
        async with self._turn:
            try:
                told = await asyncio.to_thread(act)
                found = await asyncio.to_thread(desk.open_desk, self._workspace, self._thread, self._message)
            except CorrespondenceError as error:
                self.notify(shown.line(str(error)), severity="error", markup=False)
                return
            if self.is_attached:
                self._show(found.with_ranking(self._desk.ranking))
            if told:
                self.notify(shown.line(told), markup=False, timeout=4)


def _row(candidate: Candidate) -> Row:
    mark, tone = shown.STATUS_MARKS[candidate.status]
    here, here_tone = shown.STATUS_MARKS[QuestionStatus(candidate.verdict)] if candidate.verdict else ("", "")
    strong = "muted" if candidate.status.resolved and not candidate.verdict else ""
    return Row(
        key=candidate.id,
        cells=(
            (here, here_tone),
            (mark, tone),
            (shown.line(candidate.text), strong),
            (f"{candidate.times_asked}×", "muted"),
        ),
        search=f"{candidate.id} {candidate.text} {candidate.status} {candidate.undertaking}".casefold(),
    )


def _earlier_row(number: int, earlier: Earlier) -> Row:
    text = shown.line(" ".join(earlier.exact.split()))
    return Row(key=str(number), cells=((earlier.date, "muted"), (text, "")), search=earlier.exact.casefold())


def _detail(candidate: Candidate) -> Content:
    mark, tone = shown.STATUS_MARKS[candidate.status]
    asked = f"asked {candidate.times_asked}×" + (f" since {candidate.first_asked}" if candidate.first_asked else "")
    parts = [shown.words(candidate.text), shown.words(f"{mark} {candidate.status}, {asked}", tone)]
    if candidate.verdict:
        parts.append(shown.words(f"this reply: {candidate.verdict}", "strong"))
    return shown.joined(parts)
