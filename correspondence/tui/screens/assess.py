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
        Binding("A,P,E,R", "remark", "Note", show=False, key_display="A P E R", tooltip="A verdict with manner and note"),
        Binding("s", "silent", "Silent", show=False, tooltip="The next verdict needs no words: the reply is silent"),
        Binding("q", "ask", "Question", tooltip="Ask a new question about the selected words"),
        Binding("w", "undertake", "Undertaking", tooltip="Record the selected words as a new undertaking"),
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
                yield Rows(_EARLIER, empty="Nothing like it was said before.", id="earlier")
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
        ranked = desk.rank(found)
        self.app.call_from_thread(self._ranked, ranked)
        desk.warm_up()

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
        self._show_earlier()

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
        rows = [_earlier_row(n, one) for n, one in enumerate(self._desk.earlier(self._reader.passage))]
        self.query_one("#earlier", Rows).show(rows)

    @on(Reader.Selected)
    def _selected(self, event: Reader.Selected) -> None:
        event.stop()
        self._show_questions(best=True)
        self._show_earlier()

    @on(Rows.Highlighted)
    def _highlighted(self, event: Rows.Highlighted) -> None:
        event.stop()
        if event.rows is self._list:
            candidate = self._desk.questions.get(event.key or "")
            self.query_one("#detail", Static).update(_detail(candidate) if candidate else Content(""))

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
