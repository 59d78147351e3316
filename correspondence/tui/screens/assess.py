"""Assessing a reply: passage by passage, which questions it answers, evades, refuses or contradicts."""

import asyncio
from collections.abc import Callable
from typing import ClassVar

from textual import on, work
from textual.binding import Binding, BindingType

from correspondence.errors import CorrespondenceError
from correspondence.store.reading import reading
from correspondence.tui import acts, candidates, desk, shown
from correspondence.tui.desk import Earlier
from correspondence.tui.hand import Hand
from correspondence.tui.notices import tell
from correspondence.tui.screens.reply import ReplyScreen
from correspondence.tui.screens.wording import Wording, WordingScreen
from correspondence.tui.widgets.listing import Listing
from correspondence.tui.widgets.rows import Rows
from correspondence.tui.widgets.telling import Telling
from correspondence.vocabulary import Verdict
from correspondence.workspace import Workspace


class AssessScreen(ReplyScreen):
    """What is done to a reply: verdicts, new questions, undertakings; each shown at once, and then put into the store.

    Attributes:
        _hand: does the acts one after another; keys never wait for it.
        _silent: whether the next verdict is that the reply says nothing.
    """

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
        super().__init__(workspace, thread, message)
        self._hand = Hand()
        self._silent = False

    def on_unmount(self) -> None:
        """Take no more acts; those that were given are done to their end."""
        self._hand.close()

    def _show_title(self) -> None:
        super()._show_title()
        if self._silent:
            self._reader.border_title = f"{self._reader.border_title} · next verdict: the reply is silent"

    @on(Rows.Chosen)
    def _chosen(self, event: Rows.Chosen) -> None:
        event.stop()
        if event.rows is self._list:
            self.action_evidence()
        elif self.has_class("-contradicting"):
            self._contradict(int(event.key))

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
            tell(
                self,
                "Nothing that they said before is known on this: select other words, or log what they said "
                "(a statement, a policy, an earlier reply) with l on the thread",
                "warning",
            )
            return
        self.add_class("-contradicting")
        self.query_one("#earlier", Rows).focus()
        self.query_one("#detail", Telling).tell(candidates.earlier_detail(self._shown_earlier[0]))
        tell(self, "Choose what it contradicts: Enter ties both passages, Esc goes back")

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
            form = question_form(reader, self._desk, self._desk.words(spans), proposed=proposed, undertaking=about)
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
            form = undertaking_form(reader, self._desk, self._desk.words(spans))
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
            tell(self, str(error), "error")
        await self._read_again(question)
        if told and quietly:
            self._reader.border_subtitle = shown.words(shown.line(told))
        elif told:
            tell(self, told)
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
